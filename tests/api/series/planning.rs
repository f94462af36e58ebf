//! Planning a term: the preview, the form's faults, who may.

use super::*;
use lykta_shared::{
    organisations::OrgRole,
    platform::{CityDayKind, Holiday},
    problem::{FieldCode, ProblemKind},
    shifts::{
        ShiftStatus,
        series::{CollisionKind, DateState},
    },
};
use lykta_tests::{on_both, term};

/// What is done to a plan before it is sent.
type Edit = fn(&mut SeriesForm);

on_both! {
    async fn a_preview_shows_what_is_special_about_each_date_and_makes_nothing(app) {
        let group = group_at(&app, "2026-10-01T08:00:00Z").await;
        let organisation = group.id;
        let other = ShiftForm { end_time: at(23), ..evening(&app, "2026-10-30").await };
        let other = app.walk(&group, other).await.card;
        let mut form = term(evening(&app, "2026-10-23").await, 12);
        form.excluded = vec![day("2026-12-25")];
        let seen = group.admin.call(api::PreviewSeries { organisation }, form).await.ok();
        assert_eq!((seen.dates.len(), seen.count), (12, 11));
        assert_eq!(seen.made_until, day("2026-12-24"));
        let on = |date: &str| seen.dates.iter().find(|held| held.date == day(date)).unwrap();
        assert_eq!((on("2026-10-30").week, on("2026-10-30").weekday), (44, 5));
        let school = &on("2026-10-30").city_days;
        assert!(school.iter().any(|held| held.kind == CityDayKind::SchoolBreak && held.sv == "Höstlov"), "{school:?}");
        assert_eq!(on("2026-10-30").collisions.len(), 1);
        assert_eq!(on("2026-10-30").collisions[0].shift, other.id);
        assert_eq!(on("2026-10-30").collisions[0].kind, CollisionKind::Place);
        assert_eq!(on("2026-12-25").state, DateState::Excluded);
        assert_eq!(on("2026-12-25").holiday, Some(Holiday::ChristmasDay));
        assert_eq!((on("2027-01-01").week, on("2027-01-01").holiday), (53, Some(Holiday::NewYearsDay)));
        let none = group.admin.get(api::ListSeries { organisation }).await.ok();
        assert_eq!(none, []);
    }

    async fn one_form_plans_a_term_of_fridays_and_members_can_join_at_once(app) {
        let group = group_at(&app, "2026-11-23T08:00:00Z").await;
        let (anna, _) = app.member(&group, "anna", &[OrgRole::Volunteer]).await;
        let (lena, leader) = app.member(&group, "lena", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let template = ShiftForm { leader: Some(leader), ..evening(&app, "2026-11-27").await };
        let mut form = term(template, 8);
        form.excluded = vec![day("2026-12-25")];
        let made = plan(&group.admin, &group, form).await;
        assert_eq!(made.made, 7);
        assert_eq!(days(&made.series), ["2026-11-27", "2026-12-04", "2026-12-11", "2026-12-18", "2027-01-01", "2027-01-08", "2027-01-15"]);
        let first = shift_on(&made.series, "2026-11-27");
        assert_eq!((first.status, first.staffing.taken), (ShiftStatus::Understaffed, 1));
        anna.sign_up(first.id).await.ok();
        lena.sign_up(first.id).await.ok();
        let rows = group.admin.get(api::ListSeries { organisation: group.id }).await.ok();
        assert_eq!((rows.len(), rows[0].ahead, rows[0].title.as_str()), (1, 7, "Nattvandring Rissne"));
        // The page of the shift leads to its series, for those who plan.
        let detail = group.admin.get(api::GetShift { shift: first.id }).await.ok();
        assert_eq!(detail.series, Some(made.series.id));
        assert_eq!(anna.get(api::GetShift { shift: first.id }).await.ok().series, None);
    }

    async fn drafts_are_made_when_the_term_is_not_to_be_opened_yet(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", &[OrgRole::Volunteer]).await;
        let form = SeriesForm { publish: false, ..term(app.plan(3, 4).await, 3) };
        let made = plan(&group.admin, &group, form).await;
        for (_, shift) in shifts(&made.series) {
            assert_eq!(shift.status, ShiftStatus::Draft);
            anna.get(api::GetShift { shift: shift.id }).await.problem(ProblemKind::NotFound);
        }
        assert_eq!(made.made, 3);
    }

    async fn where_the_leader_is_busy_the_walk_is_made_without_one(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (_, leader) = app.member(&group, "lena", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let led = ShiftForm { leader: Some(leader), ..app.plan(10, 4).await };
        app.walk(&group, led.clone()).await;
        let form = term(ShiftForm { date: lykta_shared::time::civil::shift_days(led.date, -7), ..led.clone() }, 3);
        let seen = group.admin.call(api::PreviewSeries { organisation: group.id }, form.clone()).await.ok();
        assert_eq!(seen.dates[1].collisions[0].kind, CollisionKind::Leader);
        let made = plan(&group.admin, &group, form).await;
        let missing: Vec<bool> = shifts(&made.series).iter().map(|(_, shift)| shift.staffing.leader_missing).collect();
        assert_eq!(missing, [false, true, false]);
    }

    async fn each_field_that_is_wrong_is_named(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let organisation = group.id;
        let form = term(app.plan(3, 4).await, 4);
        let wrong: [(&str, FieldCode, Edit); 6] = [
            ("/to", FieldCode::EndNotAfterStart, |f| f.to = lykta_shared::time::civil::shift_days(f.from, -1)),
            ("/to", FieldCode::TooLongSpan, |f| f.to = lykta_shared::time::civil::shift_days(f.from, 1200)),
            ("/template/minimum", FieldCode::BelowFloor, |f| f.template.minimum = 1),
            ("/template/endTime", FieldCode::EndNotAfterStart, |f| f.template.end_time = f.template.start_time),
            ("/template/district", FieldCode::OutsideAgreement, |f| f.template.district = "duvbo".parse().unwrap()),
            ("/excluded", FieldCode::TooLong, |f| f.excluded = vec![f.from; 401]),
        ];
        for (pointer, code, spoil) in wrong {
            let mut form = form.clone();
            spoil(&mut form);
            group.admin.call(api::PreviewSeries { organisation }, form.clone()).await.field(pointer, code);
            group.admin.call(api::PostSeries { organisation }, form).await.field(pointer, code);
        }
        let body = serde_json::to_string(&form).unwrap().replace("FREQ=WEEKLY", "FREQ=SECONDLY");
        let path = format!("/api/v1/organisations/{organisation}/series");
        let answer = group.admin.send::<()>(api::Method::Post, &path, Some(&body)).await;
        answer.field("/rule", FieldCode::Invalid);
    }

    async fn a_term_asked_for_again_with_the_same_key_is_planned_once(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let admin = group.admin.with_header("idempotency-key", "01a20500-0000-7000-8000-00000000000a");
        let form = term(app.plan(3, 4).await, 3);
        let first = plan(&admin, &group, form.clone()).await;
        assert_eq!(plan(&admin, &group, form).await.batch, first.batch);
        assert_eq!(group.admin.get(api::ListSeries { organisation: group.id }).await.ok().len(), 1);
    }

    async fn only_planners_see_and_plan_series(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let (sven, _) = app.member(&group, "sven", &[OrgRole::Scheduler]).await;
        let organisation = group.id;
        let form = term(app.plan(3, 4).await, 3);
        let made = plan(&sven, &group, form.clone()).await;
        let series = made.series.id;
        let why = || lykta_shared::shifts::series::RemoveSeries { reason: CancellationReason::Other, message: text("") };
        for (client, kind) in [(&anna, ProblemKind::Forbidden), (&other.admin, ProblemKind::NotFound), (&app.visitor(), ProblemKind::Unauthenticated)] {
            client.get(api::ListSeries { organisation }).await.problem(kind);
            client.call(api::PreviewSeries { organisation }, form.clone()).await.problem(kind);
            client.call(api::PostSeries { organisation }, form.clone()).await.problem(kind);
            client.get(api::GetSeries { series }).await.problem(kind);
            client.get(api::PreviewSeriesRemoval { series }).await.problem(kind);
            client.call(api::RemoveSeriesById { series }, why()).await.problem(kind);
            let change_all = edit(ChangeScope::All, None, form.clone());
            client.call(api::PreviewSeriesChange { series }, change_all.clone()).await.problem(kind);
            change(client, &made.series, change_all).await.problem(kind);
            client.get(api::UndoBatch { batch: made.batch }).await.problem(kind);
        }
        assert_eq!(seen(&sven, series).await.version, made.series.version);
    }
}
