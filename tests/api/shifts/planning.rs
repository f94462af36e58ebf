//! Planning, changing, publishing and cancelling.

use super::*;
use lykta_shared::{
    organisations::{OrgRole, UpdateOrganisation},
    problem::{FieldCode, ProblemKind},
    shifts::{CancelShift, CancellationReason, CreateShift, ScheduleQuery, SetLeader, ShiftStatus},
    time::{ClockChange, Fold},
};
use lykta_tests::on_both;

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];

fn because(message: &str) -> CancelShift {
    CancelShift {
        reason: CancellationReason::TooFew,
        message: text(message),
    }
}

fn opened(shift: ShiftForm) -> CreateShift {
    CreateShift {
        shift,
        publish: true,
    }
}

fn draft(shift: ShiftForm) -> CreateShift {
    CreateShift {
        shift,
        publish: false,
    }
}

/// What is done to a plan before it is sent.
type Edit = fn(&mut ShiftForm);

on_both! {
    async fn a_draft_is_known_to_planners_only_until_it_is_published(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (sven, _) = app.member(&group, "sven", &[OrgRole::Scheduler]).await;
        let organisation = group.id;
        let form = app.plan(5, 4).await;
        let made = sven.call(api::PostShift { organisation }, draft(form)).await.ok();
        let shift = made.card.id;
        assert_eq!((made.card.status, made.can_plan), (ShiftStatus::Draft, true));
        anna.get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
        app.visitor().get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
        anna.get(api::PublishShift { shift }).await.problem(ProblemKind::NotFound);
        anna.call(api::CancelShiftById { shift }, because("")).await.problem(ProblemKind::NotFound);
        let published = sven.get(api::PublishShift { shift }).await.ok();
        assert_eq!(published.card.status, ShiftStatus::Understaffed);
        assert!(published.version > made.version);
        let again = sven.get(api::PublishShift { shift }).await.problem(ProblemKind::WrongState);
        assert_eq!(again.state.as_deref(), Some("understaffed"));
        assert_eq!(state(&anna, shift).await, SignupState::Open);
    }

    async fn a_draft_that_is_called_off_stays_with_the_planners_and_the_city_is_not_told(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (organisation, liaison) = (group.id, app.liaison().await);
        let public = UpdateOrganisation { publishes_shifts: Some(true), ..serde_json::from_str("{}").unwrap() };
        let view = group.admin.get(api::GetOrganisation { organisation }).await.ok();
        group.admin.if_match(view.version).call(api::PatchOrganisation { organisation }, public).await.ok();
        let form = ShiftForm { public: true, ..app.plan(5, 4).await };
        let range = ScheduleQuery { from: form.date, to: days_later(&form, 1) };
        let shift = group.admin.call(api::PostShift { organisation }, draft(form.clone())).await.ok().card.id;
        let police = CancelShift { reason: CancellationReason::PoliceAdvice, message: text("") };
        group.admin.call(api::CancelShiftById { shift }, police.clone()).await.ok();
        assert_eq!(seen(&group.admin, shift).await.card.status, ShiftStatus::Cancelled);
        for who in [&anna, &liaison, &app.visitor()] {
            who.get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
        }
        assert!(anna.ask(api::ListSchedule { organisation }, range.clone(), ()).await.ok().is_empty());
        assert_eq!(group.admin.ask(api::ListSchedule { organisation }, range, ()).await.ok().len(), 1);
        let told = |mails: Vec<lykta_tests::Mail>| mails.iter().filter(|mail| mail.subject.contains("nställ")).count();
        assert_eq!(told(app.mails_to("liaison@sundbyberg.example").await), 0);
        // The same of a shift that people knew of.
        let shift = group.admin.call(api::PostShift { organisation }, opened(form)).await.ok().card.id;
        group.admin.call(api::CancelShiftById { shift }, police).await.ok();
        app.visitor().get(api::GetShift { shift }).await.ok();
        assert_eq!(told(app.mails_to("liaison@sundbyberg.example").await), 1);
    }

    async fn of_what_spring_swallows_no_shift_is_made(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let organisation = group.id;
        let night = |start: &str, end: &str, form: &ShiftForm| ShiftForm {
            date: text("2027-03-28"), start_time: text(start), end_time: text(end), ..form.clone()
        };
        let form = app.plan(5, 4).await;
        for (start, end) in [("02:30", "03:00"), ("02:15", "03:00"), ("02:30", "03:15"), ("02:30", "03:30")] {
            let answer = group.admin.call(api::PostShift { organisation }, opened(night(start, end, &form))).await;
            answer.field("/shift/endTime", FieldCode::EndNotAfterStart);
        }
        let short = group.admin.call(api::PostShift { organisation }, opened(night("01:30", "03:30", &form))).await.ok();
        assert_eq!(short.card.ends_at.micros() - short.card.starts_at.micros(), 3_600_000_000);
    }

    async fn only_planners_plan(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let (anna, member) = app.member(&group, "anna", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let organisation = group.id;
        let form = app.plan(5, 4).await;
        let shift = app.walk(&group, form.clone()).await;
        let id = shift.card.id;
        for (client, kind) in [(&anna, ProblemKind::Forbidden), (&other.admin, ProblemKind::NotFound), (&app.visitor(), ProblemKind::Unauthenticated)] {
            client.call(api::PostShift { organisation }, opened(form.clone())).await.problem(kind);
            change(client, &shift, form.clone()).await.problem(kind);
            client.get(api::PublishShift { shift: id }).await.problem(kind);
            client.call(api::CancelShiftById { shift: id }, because("")).await.problem(kind);
            client.call(api::SetShiftLeader { shift: id }, SetLeader { leader: Some(member) }).await.problem(kind);
        }
        let unchanged = seen(&group.admin, id).await;
        assert_eq!(unchanged.version, shift.version);
    }

    async fn each_field_that_is_wrong_is_named(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let organisation = group.id;
        let plan = app.plan(5, 4).await;
        let wrong: [(&str, FieldCode, Edit); 9] = [
            ("/shift/minimum", FieldCode::BelowFloor, |f| f.minimum = 1),
            ("/shift/maximum", FieldCode::OutOfRange, |f| f.maximum = 501),
            ("/shift/maximum", FieldCode::MinimumAboveMaximum, |f| f.minimum = 9),
            ("/shift/needsLeader", FieldCode::LeaderRequired, |f| f.needs_leader = false),
            ("/shift/endTime", FieldCode::EndNotAfterStart, |f| f.end_time = f.start_time),
            ("/shift/date", FieldCode::InThePast, |f| f.date = shift_days(f.date, -6)),
            ("/shift/activityType", FieldCode::UnknownKey, |f| f.activity_type = "moon_walk".parse().unwrap()),
            ("/shift/district", FieldCode::UnknownKey, |f| f.district = "atlantis".parse().unwrap()),
            ("/shift/meetingPoint/longitude", FieldCode::Required, |f| f.meeting_point.longitude = None),
        ];
        for (pointer, code, spoil) in wrong {
            let mut form = plan.clone();
            spoil(&mut form);
            group.admin.call(api::PostShift { organisation }, opened(form)).await.field(pointer, code);
        }
        let outside: [(&str, Edit); 2] = [
            ("/shift/activityType", |f| f.activity_type = "parent_walk".parse().unwrap()),
            ("/shift/district", |f| f.district = "duvbo".parse().unwrap()),
        ];
        for (pointer, spoil) in outside {
            let mut form = plan.clone();
            spoil(&mut form);
            let refused = group.admin.call(api::PostShift { organisation }, opened(form.clone())).await;
            refused.field(pointer, FieldCode::OutsideAgreement);
            // A draft may be planned ahead of the agreement, but not opened.
            let ahead = group.admin.call(api::PostShift { organisation }, draft(form)).await.ok();
            let refused = group.admin.get(api::PublishShift { shift: ahead.card.id }).await;
            refused.field(pointer.trim_start_matches("/shift"), FieldCode::OutsideAgreement);
        }
    }

    async fn two_planners_do_not_overwrite_each_other(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let shift = app.walk(&group, app.plan(5, 4).await).await;
        let mut form = shift.form.clone().unwrap();
        form.title = text("Första");
        let endpoint = api::PutShift { shift: shift.card.id };
        group.admin.ask(endpoint, ChangeQuery::default(), form.clone()).await.problem(ProblemKind::PreconditionRequired);
        let first = change(&group.admin, &shift, form.clone()).await;
        assert!(first.etag().starts_with("\"v"));
        let first = first.ok();
        form.title = text("Andra");
        change(&group.admin, &shift, form).await.problem(ProblemKind::Stale);
        assert_eq!(seen(&group.admin, shift.card.id).await.card.title, "Första");
        assert_eq!(first.version, shift.version + 1);
    }

    async fn a_new_title_leaves_the_times_of_a_clock_change_night_as_they_are(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let organisation = group.id;
        app.set_clock("2027-10-20T10:00:00Z").await;
        let admin = app.log_in("rissne-admin@example.se").await;
        let mut form = app.plan(0, 4).await;
        form.date = "2027-10-30".parse().unwrap();
        (form.start_time, form.end_time, form.end_fold) = (at(22), at(2), Fold::Later);
        let made = admin.call(api::PostShift { organisation }, opened(form)).await.ok();
        assert_eq!((made.card.minutes, made.card.clock_change), (300, ClockChange::Back));
        assert_eq!(made.card.ends_at.to_string(), "2027-10-31T01:00:00Z");
        let mut same = made.form.clone().unwrap();
        same.title = text("Höstvandring");
        let renamed = change(&admin, &made, same).await.ok();
        assert_eq!((renamed.card.starts_at, renamed.card.ends_at), (made.card.starts_at, made.card.ends_at));
        let mut long = app.plan(0, 4).await;
        long.date = "2027-10-30".parse().unwrap();
        (long.start_time, long.end_time) = (at(21), at(4));
        let long = admin.call(api::PostShift { organisation }, opened(long)).await.ok();
        assert_eq!((long.card.minutes, long.card.ends_next_day), (480, true));
        assert_eq!(long.card.date.to_string(), "2027-10-30");
    }

    async fn a_maximum_never_goes_below_those_signed_up_and_a_raised_one_moves_the_queue(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let mut people = Vec::new();
        for name in ["anna", "bo", "cia", "dan", "eva"] {
            people.push(app.member(&group, name, VOLUNTEER).await.0);
        }
        let shift = app.walk(&group, app.plan(5, 3).await).await;
        let id = shift.card.id;
        for who in &people {
            who.sign_up_or_wait(id).await.ok();
        }
        let mut form = shift.form.clone().unwrap();
        form.maximum = 2;
        change(&group.admin, &shift, form.clone()).await.problem(ProblemKind::CapacityBelowSignups);
        form.maximum = 5;
        let raised = change(&group.admin, &shift, form).await.ok();
        assert_eq!((raised.card.staffing.taken, raised.card.staffing.waiting), (5, 0));
        assert!(matches!(state(people.last().unwrap(), id).await, SignupState::Joined { .. }));
    }

    async fn a_cancelled_shift_says_why_and_closes_its_queue(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let (cia, _) = app.member(&group, "cia", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 2).await).await;
        let id = shift.card.id;
        for who in [&anna, &bo, &cia] {
            who.sign_up_or_wait(id).await.ok();
        }
        let before = app.mails().await.len();
        let done = group.admin.call(api::CancelShiftById { shift: id }, because("Leder saknas.")).await.ok();
        assert_eq!((done.card.status, done.card.staffing.waiting), (ShiftStatus::Cancelled, 0));
        let again = group.admin.call(api::CancelShiftById { shift: id }, because("")).await;
        assert_eq!(again.problem(ProblemKind::WrongState).state.as_deref(), Some("cancelled"));
        change(&group.admin, &done, done.form.clone().unwrap()).await.problem(ProblemKind::WrongState);
        let told = seen(&cia, id).await;
        assert_eq!(told.card.signup, SignupState::Cancelled);
        let why = told.cancellation.unwrap();
        assert_eq!((why.reason, why.message.as_str()), (CancellationReason::TooFew, "Leder saknas."));
        // Withdrawing from what does not take place is no error and changes nothing.
        assert_eq!(anna.get(api::Withdraw { shift: id }).await.ok().signup, SignupState::Cancelled);
        assert_eq!(app.mails().await.len() - before, 3, "everybody is told once");
        // A cancelled evening is free again.
        let other = app.walk(&group, app.plan(5, 2).await).await.card.id;
        anna.sign_up(other).await.ok();
    }

    async fn what_is_past_is_not_changed_or_cancelled(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let shift = app.walk(&group, app.plan(1, 4).await).await;
        let form = shift.form.clone().unwrap();
        for (moment, status) in [(shift.card.starts_at, "ongoing"), (shift.card.ends_at, "completed")] {
            app.set_clock(&moment.to_string()).await;
            // Access tokens are short-lived: whoever travels far in time signs in again.
            let admin = app.log_in("rissne-admin@example.se").await;
            let refused = change(&admin, &shift, form.clone()).await.problem(ProblemKind::WrongState);
            assert_eq!(refused.state.as_deref(), Some(status));
            let refused = admin.call(api::CancelShiftById { shift: shift.card.id }, because("")).await;
            assert_eq!(refused.problem(ProblemKind::WrongState).state.as_deref(), Some(status));
        }
    }

    async fn a_moved_shift_is_told_to_those_on_it_and_those_waiting(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let mut people = Vec::new();
        for name in ["anna", "bo", "cia"] {
            people.push(app.member(&group, name, VOLUNTEER).await.0);
        }
        let shift = app.walk(&group, app.plan(9, 2).await).await;
        for who in &people {
            who.sign_up_or_wait(shift.card.id).await.ok();
        }
        let before = app.mails().await.len();
        let mut form = shift.form.clone().unwrap();
        form.notes = text("Ny text.");
        let noted = change(&group.admin, &shift, form.clone()).await.ok();
        assert_eq!(app.mails().await.len(), before, "a new text is no news");
        form.date = days_later(&form, 1);
        change(&group.admin, &noted, form).await.ok();
        assert_eq!(app.mails().await.len() - before, 3);
    }
}
