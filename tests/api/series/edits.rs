//! Editing a series that people have joined (EDGE-CASES D37, D38).

use super::*;
use lykta_shared::{
    organisations::OrgRole,
    problem::{FieldCode, ProblemKind},
    shifts::{CancelShift, ShiftStatus, SignupState, series::RemoveSeries},
};
use lykta_tests::{on_both, term};

/// A term of six Fridays from 27 November 2026, 21.00–01.00, and a member who is on the second one.
async fn six_weeks(app: &App) -> (Partner, Client, SeriesDetail) {
    let group = group_at(app, "2026-11-23T08:00:00Z").await;
    let (anna, _) = app.member(&group, "anna", &[OrgRole::Volunteer]).await;
    let made = plan(
        &group.admin,
        &group,
        term(evening(app, "2026-11-27").await, 6),
    )
    .await;
    anna.sign_up(shift_on(&made.series, "2026-12-04").id)
        .await
        .ok();
    (group, anna, made.series)
}

fn at_another_time(series: &SeriesDetail, hour: i8) -> SeriesForm {
    SeriesForm {
        template: ShiftForm {
            start_time: at(hour),
            ..series.form.template.clone()
        },
        ..series.form.clone()
    }
}

fn why() -> RemoveSeries {
    RemoveSeries {
        reason: CancellationReason::Other,
        message: text("Serien slutar."),
    }
}

on_both! {
    async fn a_date_that_people_joined_is_not_moved_without_a_choice(app) {
        let (group, anna, series) = six_weeks(&app).await;
        let later = edit(ChangeScope::All, None, at_another_time(&series, 22));
        let effect = group.admin.call(api::PreviewSeriesChange { series: series.id }, later.clone()).await.ok();
        assert_eq!((effect.updated, effect.removed, effect.created), (5, 0, 0));
        assert_eq!(effect.affected.len(), 1);
        let asks = &effect.affected[0];
        assert_eq!((asks.date, asks.people, asks.names.as_slice()), (day("2026-12-04"), 1, ["anna".to_owned()].as_slice()));
        assert_eq!(asks.target.as_ref().unwrap().starts_at.to_string(), "2026-12-04T21:00:00Z");
        assert_eq!(asks.choices, [PeopleChoice::Keep, PeopleChoice::Move, PeopleChoice::Cancel]);
        // The dry run has changed nothing, and the edit without a choice is refused as a whole.
        change(&group.admin, &series, later.clone()).await.field("/choices", FieldCode::Required);
        let unchanged = seen(&group.admin, series.id).await;
        assert!(shifts(&unchanged).iter().all(|(_, shift)| shift.start_time == at(21)));
        let keep = choosing(later, &[("2026-12-04", PeopleChoice::Keep)]);
        let changed = change(&group.admin, &series, keep).await.ok().series;
        assert_eq!(shift_on(&changed, "2026-12-04").start_time, at(21));
        assert_eq!(shift_on(&changed, "2026-12-11").start_time, at(22));
        assert!(app.mails_to("anna@example.se").await.iter().all(|mail| !mail.subject.contains("ndrad")));
        let state = anna.get(api::GetShift { shift: shift_on(&changed, "2026-12-04").id }).await.ok().card.signup;
        assert!(matches!(state, SignupState::Joined { .. }));
    }

    async fn who_is_moved_is_told_once_and_stays_on_it(app) {
        let (group, anna, series) = six_weeks(&app).await;
        let before = app.mails_to("anna@example.se").await.len();
        let later = edit(ChangeScope::All, None, at_another_time(&series, 22));
        let moved = choosing(later, &[("2026-12-04", PeopleChoice::Move)]);
        let changed = change(&group.admin, &series, moved).await.ok().series;
        let shift = shift_on(&changed, "2026-12-04");
        assert_eq!((shift.start_time, shift.staffing.taken), (at(22), 1));
        let mails = app.mails_to("anna@example.se").await;
        assert_eq!(mails.len(), before + 1);
        let state = anna.get(api::GetShift { shift: shift.id }).await.ok().card.signup;
        assert!(matches!(state, SignupState::Joined { .. }));
    }

    async fn another_weekday_takes_people_along_within_their_week_or_cancels_with_notice(app) {
        let (group, anna, series) = six_weeks(&app).await;
        anna.sign_up(shift_on(&series, "2026-12-11").id).await.ok();
        let series = seen(&group.admin, series.id).await;
        let form = SeriesForm { rule: text("FREQ=WEEKLY;BYDAY=SA"), to: day("2027-01-02"), ..series.form.clone() };
        let saturdays = edit(ChangeScope::All, None, form);
        let effect = group.admin.call(api::PreviewSeriesChange { series: series.id }, saturdays.clone()).await.ok();
        assert_eq!((effect.removed, effect.affected.len()), (4, 2));
        let before = app.mails_to("anna@example.se").await.len();
        let id = shift_on(&series, "2026-12-04").id;
        let chosen = choosing(saturdays, &[("2026-12-04", PeopleChoice::Move), ("2026-12-11", PeopleChoice::Cancel)]);
        let changed = change(&group.admin, &series, chosen).await.ok().series;
        // The shift is the same one, on its new day; the cancelled one stays on record beside its week's new walk.
        assert_eq!(shift_on(&changed, "2026-12-05").id, id);
        assert_eq!(shift_on(&changed, "2026-12-11").status, ShiftStatus::Cancelled);
        assert_eq!(days(&changed), ["2026-11-28", "2026-12-05", "2026-12-11", "2026-12-12", "2026-12-19", "2026-12-26", "2027-01-02"]);
        assert_eq!(app.mails_to("anna@example.se").await.len(), before + 2);
        app.work().await;
        assert_eq!(days(&seen(&group.admin, series.id).await), days(&changed));
    }

    async fn a_date_moved_on_its_own_survives_later_edits_and_never_comes_back_at_its_old_time(app) {
        let (group, _anna, series) = six_weeks(&app).await;
        let form = SeriesForm {
            template: ShiftForm { date: day("2026-12-12"), start_time: at(19), end_time: at(22), ..series.form.template.clone() },
            ..series.form.clone()
        };
        let one = edit(ChangeScope::This, Some("2026-12-11"), form);
        let moved = change(&group.admin, &series, one).await.ok().series;
        let own = moved.days.iter().find(|held| held.original == day("2026-12-11")).unwrap();
        assert!(own.own);
        let mut form = at_another_time(&moved, 22);
        form.template.title = text("Vintervandring");
        let all = choosing(edit(ChangeScope::All, None, form), &[("2026-12-04", PeopleChoice::Keep)]);
        let changed = change(&group.admin, &moved, all).await.ok().series;
        app.work().await;
        let changed = seen(&group.admin, changed.id).await;
        let shift = shift_on(&changed, "2026-12-11");
        assert_eq!((shift.date, shift.start_time, shift.title.as_str()), (day("2026-12-12"), at(19), "Vintervandring"));
        assert_eq!(days(&changed).len(), 6);
        let others = group.admin.ask(api::ListSchedule { organisation: group.id },
            lykta_shared::shifts::ScheduleQuery { from: day("2026-12-11"), to: day("2026-12-11") }, ()).await.ok();
        assert_eq!(others, []);
    }

    async fn one_date_edited_by_its_own_page_is_an_exception_too(app) {
        let (group, _anna, series) = six_weeks(&app).await;
        let shift = shift_on(&series, "2026-12-18").id;
        let held = group.admin.get(api::GetShift { shift }).await.ok();
        let mine = ShiftForm { title: text("Lucia"), start_time: at(18), ..held.form.clone().unwrap() };
        group.admin.if_match(held.version).ask(api::PutShift { shift }, lykta_shared::shifts::ChangeQuery::default(), mine).await.ok();
        let series = seen(&group.admin, series.id).await;
        let mut form = at_another_time(&series, 22);
        form.template.notes = text("Ny samlingslokal.");
        let all = choosing(edit(ChangeScope::All, None, form), &[("2026-12-04", PeopleChoice::Move)]);
        change(&group.admin, &series, all).await.ok();
        let after = group.admin.get(api::GetShift { shift }).await.ok();
        assert_eq!((after.card.title.as_str(), after.card.start_time, after.notes.as_str()), ("Lucia", at(18), "Ny samlingslokal."));
    }

    async fn this_and_the_following_become_a_series_of_their_own_and_earlier_dates_stay(app) {
        let (group, _anna, series) = six_weeks(&app).await;
        let form = at_another_time(&series, 20);
        let following = edit(ChangeScope::Following, Some("2026-12-11"), form);
        let next = change(&group.admin, &series, following).await.ok().series;
        assert_ne!(next.id, series.id);
        assert_eq!(days(&next), ["2026-12-11", "2026-12-18", "2026-12-25", "2027-01-01"]);
        assert!(shifts(&next).iter().all(|(_, shift)| shift.start_time == at(20)));
        assert_eq!(shift_on(&next, "2026-12-18").id, shift_on(&series, "2026-12-18").id);
        let first = seen(&group.admin, series.id).await;
        assert_eq!((days(&first), first.form.to), (vec!["2026-11-27".to_owned(), "2026-12-04".to_owned()], day("2026-12-10")));
        assert!(shifts(&first).iter().all(|(_, shift)| shift.start_time == at(21)));
        app.work().await;
        assert_eq!(days(&seen(&group.admin, next.id).await).len() + days(&seen(&group.admin, first.id).await).len(), 6);
    }

    async fn a_series_that_ends_earlier_asks_for_the_dates_with_people_and_takes_the_others_away(app) {
        let (group, anna, series) = six_weeks(&app).await;
        let form = SeriesForm { to: day("2026-12-01"), ..series.form.clone() };
        let shorter = edit(ChangeScope::All, None, form);
        let effect = group.admin.call(api::PreviewSeriesChange { series: series.id }, shorter.clone()).await.ok();
        assert_eq!((effect.removed, effect.affected.len()), (4, 1));
        assert_eq!(effect.affected[0].choices, [PeopleChoice::Keep, PeopleChoice::Cancel]);
        let joined = shift_on(&series, "2026-12-04").id;
        change(&group.admin, &series, choosing(shorter.clone(), &[("2026-12-04", PeopleChoice::Move)])).await.field("/choices", FieldCode::Required);
        let kept = choosing(shorter, &[("2026-12-04", PeopleChoice::Keep)]);
        let ended = change(&group.admin, &series, kept).await.ok().series;
        assert_eq!(days(&ended), ["2026-11-27", "2026-12-04"]);
        assert_eq!(anna.get(api::GetShift { shift: joined }).await.ok().card.status, ShiftStatus::Understaffed);
    }

    async fn taking_a_series_away_leaves_the_past_removes_the_empty_and_cancels_the_joined_with_mail(app) {
        let (group, anna, series) = six_weeks(&app).await;
        let past = shift_on(&series, "2026-11-27").id;
        let joined = shift_on(&series, "2026-12-04").id;
        let empty = shift_on(&series, "2026-12-11").id;
        app.set_clock("2026-11-29T08:00:00Z").await;
        // Signed in anew: a session is younger than the days this test jumps over.
        let admin = app.log_in("rissne-admin@example.se").await;
        let anna_now = app.log_in("anna@example.se").await;
        let effect = admin.get(api::PreviewSeriesRemoval { series: series.id }).await.ok();
        assert_eq!((effect.removed, effect.affected.len()), (4, 1));
        let before = app.mails_to("anna@example.se").await.len();
        admin.call(api::RemoveSeriesById { series: series.id }, why()).await.ok();
        assert_eq!(admin.get(api::GetShift { shift: past }).await.ok().card.status, ShiftStatus::Completed);
        admin.get(api::GetShift { shift: empty }).await.problem(ProblemKind::NotFound);
        let cancelled = anna_now.get(api::GetShift { shift: joined }).await.ok();
        assert_eq!(cancelled.card.status, ShiftStatus::Cancelled);
        assert_eq!(cancelled.cancellation.unwrap().message, "Serien slutar.");
        assert_eq!(app.mails_to("anna@example.se").await.len(), before + 1);
        app.work().await;
        assert_eq!(admin.get(api::ListSeries { organisation: group.id }).await.ok(), []);
        assert_eq!(days(&seen(&admin, series.id).await), ["2026-11-27", "2026-12-04"]);
        let again = admin.call(api::RemoveSeriesById { series: series.id }, why()).await.problem(ProblemKind::WrongState);
        assert_eq!(again.state.as_deref(), Some("removed"));
        drop(anna);
    }

    async fn a_cancelled_date_is_not_made_again(app) {
        let (group, _anna, series) = six_weeks(&app).await;
        let shift = shift_on(&series, "2026-12-18").id;
        let weather = CancelShift { reason: CancellationReason::Weather, message: text("") };
        group.admin.call(api::CancelShiftById { shift }, weather).await.ok();
        app.set_clock("2026-11-30T08:00:00Z").await;
        app.work().await;
        let admin = app.log_in("rissne-admin@example.se").await;
        let after = seen(&admin, series.id).await;
        assert_eq!((days(&after).len(), shift_on(&after, "2026-12-18").status), (6, ShiftStatus::Cancelled));
    }

    async fn leaving_out_a_date_later_takes_it_away_and_it_stays_away(app) {
        let (group, _anna, series) = six_weeks(&app).await;
        let form = SeriesForm { excluded: vec![day("2026-12-25")], ..series.form.clone() };
        let without = change(&group.admin, &series, edit(ChangeScope::All, None, form)).await.ok().series;
        assert!(!days(&without).contains(&"2026-12-25".to_owned()));
        app.work().await;
        assert_eq!(days(&seen(&group.admin, series.id).await).len(), 5);
        // And it can be taken in again.
        let back = SeriesForm { excluded: vec![], ..without.form.clone() };
        let with = change(&group.admin, &without, edit(ChangeScope::All, None, back)).await.ok().series;
        assert_eq!(days(&with).len(), 6);
    }

    async fn two_planners_do_not_overwrite_each_others_series(app) {
        let (group, _anna, series) = six_weeks(&app).await;
        let mut form = series.form.clone();
        form.template.title = text("Första");
        change(&group.admin, &series, edit(ChangeScope::All, None, form.clone())).await.ok();
        form.template.title = text("Andra");
        change(&group.admin, &series, edit(ChangeScope::All, None, form.clone())).await.problem(ProblemKind::Stale);
        let without = group.admin.call(api::ChangeSeries { series: series.id }, edit(ChangeScope::All, None, form)).await;
        without.problem(ProblemKind::PreconditionRequired);
    }

    async fn fewer_places_than_people_have_joined_leave_them_their_places(app) {
        let (group, _anna, series) = six_weeks(&app).await;
        let shift = shift_on(&series, "2026-12-04").id;
        for name in ["bo", "cia"] {
            let (who, _) = app.member(&group, name, &[OrgRole::Volunteer]).await;
            who.sign_up(shift).await.ok();
        }
        let mut form = series.form.clone();
        form.template.maximum = 2;
        let changed = change(&group.admin, &series, edit(ChangeScope::All, None, form)).await.ok().series;
        let staffing = &shift_on(&changed, "2026-12-04").staffing;
        assert_eq!((staffing.maximum, staffing.taken), (3, 3));
        assert_eq!(shift_on(&changed, "2026-12-11").staffing.maximum, 2);
    }
}
