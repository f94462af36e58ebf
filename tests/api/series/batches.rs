//! Many shifts at once: copied, published, undone.

use super::*;
use lykta_shared::{
    organisations::OrgRole,
    problem::{FieldCode, ProblemKind},
    shifts::{
        CreateShift, ShiftStatus,
        series::{BatchKind, CopyShift, CopyWeek, LeftReason, PublishShifts},
    },
    time::civil::shift_days,
};
use lykta_tests::{on_both, term};

async fn draft(client: &Client, group: &Partner, shift: ShiftForm) -> ShiftCard {
    let create = CreateShift {
        shift,
        publish: false,
    };
    client
        .call(
            api::PostShift {
                organisation: group.id,
            },
            create,
        )
        .await
        .ok()
        .card
}

on_both! {
    async fn a_shift_is_repeated_on_other_days_without_its_people(app) {
        let group = group_at(&app, "2026-10-01T08:00:00Z").await;
        let (anna, _) = app.member(&group, "anna", &[OrgRole::Volunteer]).await;
        let shift = app.walk(&group, evening(&app, "2026-10-16").await).await.card.id;
        anna.sign_up(shift).await.ok();
        let dates = ["2026-10-30", "2026-10-23", "2026-09-25", "2026-10-23"].map(day).to_vec();
        let done = group.admin.call(api::CopyShiftTo { shift }, CopyShift { dates, publish: true }).await.ok();
        assert_eq!(done.kind, BatchKind::Copy);
        let copies: Vec<_> = done.done.iter().map(|card| (card.date.to_string(), card.start_time, card.staffing.taken)).collect();
        assert_eq!(copies, [("2026-10-23".to_owned(), at(21), 0), ("2026-10-30".to_owned(), at(21), 0)]);
        let left: Vec<_> = done.left.iter().map(|left| (left.starts_at.to_string(), left.reason)).collect();
        assert_eq!(left, [("2026-09-25T19:00:00Z".to_owned(), LeftReason::NotPossible)]);
        let none = CopyShift { dates: vec![], publish: true };
        group.admin.call(api::CopyShiftTo { shift }, none.clone()).await.field("/dates", FieldCode::Required);
        anna.call(api::CopyShiftTo { shift }, none).await.problem(ProblemKind::Forbidden);
    }

    async fn a_week_is_repeated_at_the_same_wall_times_over_a_clock_change(app) {
        let group = group_at(&app, "2026-10-01T08:00:00Z").await;
        let organisation = group.id;
        app.walk(&group, evening(&app, "2026-10-16").await).await;
        draft(&group.admin, &group, ShiftForm { start_time: at(19), ..evening(&app, "2026-10-18").await }).await;
        let how = CopyWeek { from: day("2026-10-14"), to: day("2026-10-27"), publish: false };
        let done = group.admin.call(api::CopyWeekTo { organisation }, how).await.ok();
        let made: Vec<_> = done.done.iter().map(|card| (card.date.to_string(), card.start_time, card.status)).collect();
        assert_eq!(made, [
            ("2026-10-30".to_owned(), at(21), ShiftStatus::Draft), ("2026-11-01".to_owned(), at(19), ShiftStatus::Draft),
        ]);
        let same = CopyWeek { from: day("2026-10-14"), to: day("2026-10-18"), publish: false };
        group.admin.call(api::CopyWeekTo { organisation }, same).await.field("/to", FieldCode::OutOfRange);
    }

    async fn drafts_are_opened_at_once_and_those_that_cannot_be_are_named(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let organisation = group.id;
        let (_, leader) = app.member(&group, "lena", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let led = ShiftForm { leader: Some(leader), ..app.plan(5, 4).await };
        let good = draft(&group.admin, &group, app.plan(4, 4).await).await.id;
        let first = draft(&group.admin, &group, led.clone()).await.id;
        let second = draft(&group.admin, &group, led.clone()).await.id;
        let outside = draft(&group.admin, &group, ShiftForm { district: "duvbo".parse().unwrap(), ..app.plan(6, 4).await }).await.id;
        let shifts = vec![good, first, second, outside];
        let done = group.admin.call(api::PublishMany { organisation }, PublishShifts { shifts }).await.ok();
        assert_eq!(done.done.iter().map(|card| card.id).collect::<Vec<_>>(), [good, first]);
        let left: Vec<_> = done.left.iter().map(|left| (left.shift, left.reason)).collect();
        assert_eq!(left, [(second, LeftReason::LeaderBusy), (outside, LeftReason::NotPossible)]);
        assert_eq!(group.admin.get(api::GetShift { shift: second }).await.ok().card.status, ShiftStatus::Draft);
        let again = group.admin.call(api::PublishMany { organisation }, PublishShifts { shifts: vec![good] }).await.ok();
        assert_eq!(again.left[0].reason, LeftReason::WrongState);
        let foreign = draft(&other.admin, &other, app.plan(4, 4).await).await.id;
        group.admin.call(api::PublishMany { organisation }, PublishShifts { shifts: vec![foreign] }).await.field("/shifts", FieldCode::Invalid);
    }

    async fn undoing_takes_back_what_nobody_joined_and_says_what_it_left(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", &[OrgRole::Volunteer]).await;
        let shift = app.walk(&group, app.plan(2, 4).await).await.card;
        let dates = [7, 14, 21].map(|days| shift_days(shift.date, days)).to_vec();
        let done = group.admin.call(api::CopyShiftTo { shift: shift.id }, CopyShift { dates, publish: true }).await.ok();
        anna.sign_up(done.done[1].id).await.ok();
        anna.get(api::UndoBatch { batch: done.batch }).await.problem(ProblemKind::Forbidden);
        let undone = group.admin.get(api::UndoBatch { batch: done.batch }).await.ok();
        assert_eq!(undone.undone, 2);
        assert_eq!(undone.left.iter().map(|left| (left.shift, left.reason)).collect::<Vec<_>>(), [(done.done[1].id, LeftReason::PeopleJoined)]);
        group.admin.get(api::GetShift { shift: done.done[0].id }).await.problem(ProblemKind::NotFound);
        group.admin.get(api::GetShift { shift: shift.id }).await.ok();
        group.admin.get(api::UndoBatch { batch: done.batch }).await.problem(ProblemKind::WrongState);
    }

    async fn undoing_a_publication_makes_drafts_again_and_keeps_the_planned_leader(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (_, leader) = app.member(&group, "lena", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let led = ShiftForm { leader: Some(leader), ..app.plan(5, 4).await };
        let shift = draft(&group.admin, &group, led).await.id;
        let organisation = group.id;
        let done = group.admin.call(api::PublishMany { organisation }, PublishShifts { shifts: vec![shift] }).await.ok();
        assert_eq!(done.done[0].staffing.taken, 1);
        let undone = group.admin.get(api::UndoBatch { batch: done.batch }).await.ok();
        assert_eq!((undone.undone, undone.left.len()), (1, 0));
        let after = group.admin.get(api::GetShift { shift }).await.ok();
        assert_eq!((after.card.status, after.card.staffing.taken, after.form.unwrap().leader), (ShiftStatus::Draft, 0, Some(leader)));
        group.admin.get(api::PublishShift { shift }).await.ok();
    }

    async fn undoing_a_whole_term_ends_the_series_and_leaves_the_dates_people_joined(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", &[OrgRole::Volunteer]).await;
        let made = plan(&group.admin, &group, term(app.plan(3, 4).await, 5)).await;
        let joined = shifts(&made.series)[2].1.id;
        anna.sign_up(joined).await.ok();
        let undone = group.admin.get(api::UndoBatch { batch: made.batch }).await.ok();
        assert_eq!((undone.undone, undone.left.len()), (4, 1));
        app.work().await;
        assert_eq!(group.admin.get(api::ListSeries { organisation: group.id }).await.ok(), []);
        anna.get(api::GetShift { shift: joined }).await.ok();
    }
}
