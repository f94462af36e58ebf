//! The city's calendar: who sees it, who changes it.

use super::*;
use lykta_shared::{
    organisations::OrgRole,
    platform::{CityDay, CityDayForm, CityDayKind, CityDayQuery},
    problem::{FieldCode, ProblemKind},
};
use lykta_tests::{on_both, term};

async fn days_between(client: &Client, from: &str, to: &str) -> Vec<CityDay> {
    let query = CityDayQuery {
        from: day(from),
        to: day(to),
    };
    client.ask(api::ListCityDays {}, query, ()).await.ok()
}

fn party() -> CityDayForm {
    CityDayForm {
        kind: CityDayKind::PeakNight,
        sv: text("Stadsfesten"),
        en: text("City festival"),
        first: day("2027-05-28"),
        last: day("2027-05-29"),
        level: 2,
    }
}

on_both! {
    async fn peak_nights_and_school_holidays_are_there_for_everybody(app) {
        let visitor = app.visitor();
        for (date, name) in [("2027-04-30", "Valborgsmässoafton"), ("2026-12-12", "Lucianatten"), ("2028-06-23", "Midsommarafton")] {
            let held = days_between(&visitor, date, date).await;
            assert!(held.iter().any(|held| held.sv == name && held.kind == CityDayKind::PeakNight), "{date}: {held:?}");
        }
        let autumn = days_between(&visitor, "2027-11-03", "2027-11-03").await;
        assert!(autumn.iter().any(|held| held.sv == "Höstlov"), "{autumn:?}");
        let query = CityDayQuery { from: day("2027-01-02"), to: day("2027-01-01") };
        visitor.ask(api::ListCityDays {}, query, ()).await.field("/to", FieldCode::OutOfRange);
    }

    async fn the_city_adds_changes_and_takes_away_and_previews_follow(app) {
        let group = group_at(&app, "2027-05-01T08:00:00Z").await;
        let liaison = app.liaison().await;
        let made = liaison.call(api::PostCityDay {}, party()).await.ok();
        let form = term(evening(&app, "2027-05-28").await, 1);
        let look = || async {
            let seen = group.admin.call(api::PreviewSeries { organisation: group.id }, form.clone()).await.ok();
            seen.dates[0].city_days.iter().map(|held| held.sv.clone()).collect::<Vec<_>>()
        };
        assert!(look().await.contains(&"Stadsfesten".to_owned()));
        let renamed = CityDayForm { sv: text("Stadens fest"), ..party() };
        let changed = liaison.if_match(made.version).call(api::PutCityDay { day: made.id }, renamed.clone()).await.ok();
        liaison.if_match(made.version).call(api::PutCityDay { day: made.id }, renamed).await.problem(ProblemKind::Stale);
        assert!(look().await.contains(&"Stadens fest".to_owned()));
        liaison.get(api::DeleteCityDay { day: changed.id }).await.ok();
        liaison.get(api::DeleteCityDay { day: changed.id }).await.problem(ProblemKind::NotFound);
        assert!(!look().await.contains(&"Stadens fest".to_owned()));
        let backwards = CityDayForm { last: day("2027-05-27"), ..party() };
        liaison.call(api::PostCityDay {}, backwards).await.field("/last", FieldCode::EndNotAfterStart);
        let loud = CityDayForm { level: 4, ..party() };
        liaison.call(api::PostCityDay {}, loud).await.field("/level", FieldCode::OutOfRange);
    }

    async fn only_the_city_changes_the_calendar_and_looks_at_the_jobs(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", &[OrgRole::Scheduler]).await;
        let held = days_between(&anna, "2027-04-30", "2027-04-30").await[0].clone();
        for (client, kind) in [(&anna, ProblemKind::Forbidden), (&group.admin, ProblemKind::Forbidden), (&app.visitor(), ProblemKind::Unauthenticated)] {
            client.call(api::PostCityDay {}, party()).await.problem(kind);
            client.if_match(1).call(api::PutCityDay { day: held.id }, party()).await.problem(kind);
            client.get(api::DeleteCityDay { day: held.id }).await.problem(kind);
            client.get(api::ListJobs {}).await.problem(kind);
        }
    }
}
