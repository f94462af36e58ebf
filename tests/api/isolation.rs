//! Two organisations whose every text is a canary: whatever anybody reads through the API, nothing of the other one is
//! in it. And whoever has no session, or too small a role, is refused at every endpoint of the table.

use lykta_shared::{
    api::{self, Access, Meta, Method},
    ids::{ApplicationId, ReportId},
    organisations::{OrgRole, UpdateOrganisation},
    shifts::{CreateShift, ShiftDetail, ShiftForm, series::SeriesMade},
    walks::{SaveReport, SendReport},
};
use lykta_tests::{App, Client, Partner, on_both, term};

/// In every text of the faith community.
const CANARY: &str = "KANARIE";

fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

/// The path with the ids of this organisation, one of its members, shifts and its application.
fn path(meta: &Meta, ids: &[(&str, String)]) -> String {
    ids.iter().fold(meta.path.to_owned(), |path, (name, id)| {
        path.replace(&format!("{{{name}}}"), id)
    })
}

/// Gives the parish a description and takes it out of the public list; answers its application.
async fn hidden(parish: &Partner) -> ApplicationId {
    let view = parish
        .admin
        .get(api::GetOrganisation {
            organisation: parish.id,
        })
        .await
        .ok();
    let hidden = UpdateOrganisation {
        description: Some(text(&format!("{CANARY} beskrivning"))),
        listed: Some(false),
        publishes_shifts: None,
        accepts_youth: None,
        special_category: None,
    };
    parish
        .admin
        .if_match(view.version)
        .call(
            api::PatchOrganisation {
                organisation: parish.id,
            },
            hidden,
        )
        .await
        .ok();
    view.application.unwrap()
}

/// A series of this shift in the afternoons.
async fn series(parish: &Partner, shift: ShiftForm) -> SeriesMade {
    let afternoon = ShiftForm {
        start_time: text("16:00"),
        end_time: text("18:00"),
        ..shift
    };
    let organisation = parish.id;
    let plan = api::PostSeries { organisation };
    parish.admin.call(plan, term(afternoon, 4)).await.ok()
}

/// A parish with a member, a shift, an invitation and an application, all full of canaries.
async fn parish(app: &App) -> (Partner, Vec<(&'static str, String)>) {
    let parish = app
        .partner_of_type(&format!("{CANARY} församling"), "faith_community")
        .await;
    let (_, member) = app
        .member(
            &parish,
            &format!("{}-medlem", CANARY.to_lowercase()),
            &[OrgRole::Volunteer],
        )
        .await;
    let mut plan: ShiftForm = app.plan(5, 6).await;
    plan.title = text(&format!("{CANARY} titel"));
    plan.meeting_point.name = text(&format!("{CANARY} plats"));
    plan.notes = text(&format!("{CANARY} text"));
    plan.briefing = text(&format!("{CANARY} genomgång"));
    plan.public = true;
    let create = CreateShift {
        shift: plan,
        publish: true,
    };
    let shift = parish
        .admin
        .call(
            api::PostShift {
                organisation: parish.id,
            },
            create.clone(),
        )
        .await
        .ok();
    let made = series(&parish, create.shift).await;
    let application = hidden(&parish).await;
    let report = walked(app, &parish, &shift).await;
    let ids = vec![
        ("organisation", parish.id.to_string()),
        ("member", member.to_string()),
        ("shift", shift.card.id.to_string()),
        ("series", made.series.id.to_string()),
        ("batch", made.batch.to_string()),
        ("day", "01928e7a-0000-7000-8000-000000000001".to_owned()),
        ("application", application.to_string()),
        (
            "invitation",
            "01928e7a-0000-7000-8000-000000000001".to_owned(),
        ),
        ("session", "01928e7a-0000-7000-8000-000000000001".to_owned()),
        ("guest", "01928e7a-0000-7000-8000-000000000001".to_owned()),
        ("report", report.to_string()),
        (
            "equipment",
            "01928e7a-0000-7000-8000-000000000001".to_owned(),
        ),
        (
            "agreement",
            "01928e7a-0000-7000-8000-000000000001".to_owned(),
        ),
    ];
    (parish, ids)
}

/// A walk of the parish that is over, with a report full of canaries that was sent to the city.
async fn walked(app: &App, parish: &Partner, shift: &ShiftDetail) -> ReportId {
    let (shift, report) = (shift.card.id, ReportId(uuid::Uuid::from_u128(1)));
    parish.admin.sign_up(shift).await.ok();
    let span = parish.admin.get(api::GetShift { shift }).await.ok().card;
    app.set_clock(&span.starts_at.plus_minutes(30).to_string())
        .await;
    let admin = app.log_in("kanarie-admin@example.se").await;
    let mut form = admin.get(api::GetReport { shift }).await.ok().prefill;
    form.free_text = text(&format!("{CANARY} text"));
    form.places = vec![text(&format!("{CANARY} plats"))];
    let body = SaveReport {
        revision: 1,
        report: form,
        all_home: false,
    };
    admin
        .call(api::PutReport { shift, report }, body)
        .await
        .ok();
    let body = SendReport {
        revision: 1,
        persons_checked: false,
    };
    admin
        .call(api::SubmitReport { shift, report }, body)
        .await
        .ok();
    for cookie in ["at", "rt"] {
        if let Some(value) = admin.cookie(cookie) {
            parish.admin.set_cookie(cookie, &value);
        }
    }
    report
}

/// Everything that can be read, with the query a list needs.
fn reads() -> impl Iterator<Item = (&'static Meta, &'static str)> {
    api::ALL
        .iter()
        .filter(|meta| meta.method == Method::Get)
        .map(|meta| {
            let query = match meta.name {
                "ListSchedule" | "ListCityDays" => "?from=2026-11-23&to=2026-12-23",
                "ListReports" | "GetWalkStatistics" => "?year=2026",
                _ => "",
            };
            (meta, query)
        })
}

async fn sees(client: &Client, meta: &Meta, query: &str, ids: &[(&str, String)]) -> String {
    let address = format!("{}{query}", path(meta, ids));
    let answer = client.send::<()>(meta.method, &address, None).await;
    assert!(
        answer.status.as_u16() < 500,
        "{}: {}",
        meta.name,
        answer.text
    );
    answer.text
}

on_both! {
    async fn nothing_of_a_faith_community_reaches_visitors_or_other_organisations(app) {
        let (parish, ids) = parish(&app).await;
        let other = app.partner("Rissne nattvandrare").await;
        let (member, _) = app.member(&other, "rut", &[OrgRole::Volunteer]).await;
        for (meta, query) in reads() {
            for (who, client) in [("visitor", &app.visitor()), ("member", &member), ("admin", &other.admin)] {
                let seen = sees(client, meta, query, &ids).await;
                assert!(!seen.to_uppercase().contains(CANARY), "{who} at {}: {seen}", meta.name);
            }
        }
        // The check would notice: the parish's own administrator does see the canaries.
        let mut own = 0;
        for (meta, query) in reads() {
            own += usize::from(sees(&parish.admin, meta, query, &ids).await.contains(CANARY));
        }
        assert!(own >= 5, "{own}");
    }

    async fn a_liaison_sees_a_faith_communitys_application_and_never_members_or_shifts(app) {
        let (_parish, ids) = parish(&app).await;
        let liaison = app.liaison().await;
        for (meta, query) in reads() {
            let seen = sees(&liaison, meta, query, &ids).await;
            assert!(!seen.contains(&format!("{}-medlem", CANARY.to_lowercase())), "{}: {seen}", meta.name);
            for word in ["titel", "plats", "genomgång"] {
                assert!(!seen.contains(&format!("{CANARY} {word}")), "{}: {seen}", meta.name);
            }
        }
    }

    async fn every_endpoint_refuses_whoever_may_not_call_it(app) {
        let (_parish, ids) = parish(&app).await;
        let member = app.person("rut").await;
        let theirs = ["{organisation}", "{shift}", "{series}", "{application}"];
        for meta in api::ALL {
            let body = matches!(meta.method, Method::Post | Method::Put | Method::Patch).then_some("{}");
            let visitor = app.visitor().send::<()>(meta.method, &path(meta, &ids), body).await;
            let stranger = member.send::<()>(meta.method, &path(meta, &ids), body).await;
            match meta.access {
                Access::Public => assert_ne!(visitor.status.as_u16(), 403, "{}: {}", meta.name, visitor.text),
                Access::SignedIn => {
                    assert_eq!(visitor.status.as_u16(), 401, "{}: {}", meta.name, visitor.text);
                    if theirs.iter().any(|part| meta.path.contains(part)) {
                        assert!(stranger.status.is_client_error(), "{}: {} {}", meta.name, stranger.status, stranger.text);
                    }
                }
                Access::Liaison | Access::CityAdmin | Access::CityStaff => {
                    assert_eq!(visitor.status.as_u16(), 401, "{}: {}", meta.name, visitor.text);
                    assert_eq!(stranger.status.as_u16(), 403, "{}: {}", meta.name, stranger.text);
                }
            }
            // The first call may have ended the session (logging out everywhere does).
            if meta.name == "LogoutEverywhere" || meta.name == "Logout" {
                let fresh = app.log_in("rut@example.se").await;
                for cookie in ["at", "rt"] {
                    if let Some(value) = fresh.cookie(cookie) {
                        member.set_cookie(cookie, &value);
                    }
                }
            }
        }
    }
}
