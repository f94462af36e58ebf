//! What an organisation settles on its sign-ups, and what follows from it: windows, late drop-outs, offers near the
//! start, limits, qualifications, alerts and the hour of decision.

use super::*;
use lykta_shared::{
    organisations::{NoteQualification, OrgRole, SetQualifications},
    problem::{FieldCode, ProblemKind},
    shifts::{RequiredQualification, ShiftSignUpRules, ShiftStatus, SignUpSettings, Strictness},
    time::Instant,
};
use lykta_tests::{App, Partner, on_both};

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];

/// Nothing happens by itself.
fn quiet() -> SignUpSettings {
    SignUpSettings {
        cancel_hours: 0,
        offer_hours: 0,
        alert_planners_hours: 0,
        alert_watchers_hours: 0,
        alert_everybody_hours: 0,
        decide_hours: 0,
        ..SignUpSettings::default()
    }
}

async fn go(app: &App, to: Instant) {
    app.set_clock(&to.to_string()).await;
}

async fn subjects(app: &App, name: &str) -> Vec<String> {
    let mails = app.mails_to(&format!("{name}@example.se")).await;
    mails.into_iter().map(|mail| mail.subject).collect()
}

async fn count(app: &App, name: &str, word: &str) -> usize {
    let all = subjects(app, name).await;
    all.iter().filter(|subject| subject.contains(word)).count()
}

async fn note(
    group: &Partner,
    admin: &Client,
    member: MembershipId,
    until: Option<LocalDate>,
    today: LocalDate,
) {
    let endpoint = api::PutQualifications {
        organisation: group.id,
        member,
    };
    let note = NoteQualification {
        qualification: text("cpr"),
        shown_on: today,
        valid_until: until,
    };
    let all = SetQualifications {
        qualifications: vec![note],
    };
    admin.call(endpoint, all).await.ok();
}

on_both! {
    async fn sign_up_opens_and_closes_when_the_organisation_says(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(SignUpSettings { opens_days: Some(3), closes_minutes: 60, ..quiet() }).await.ok();
        app.member(&group, "anna", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(6, 4).await).await;
        let (id, start) = (shift.card.id, shift.card.starts_at);
        let anna = app.log_in("anna@example.se").await;
        assert_eq!(shift.opens_at, Some(start.plus_hours(-72)));
        assert_eq!(state(&anna, id).await, SignupState::NotYet { opens_at: start.plus_hours(-72) });
        for (seconds, reason) in [(-72 * 3600 - 60, Some(SignUpReason::NotYetOpen)), (-72 * 3600, None), (-3660, None), (-3600, Some(SignUpReason::Closed))] {
            go(&app, start.plus_seconds(seconds)).await;
            let anna = app.log_in("anna@example.se").await;
            let answer = anna.sign_up(id).await;
            if let Some(reason) = reason {
                assert_eq!(reasons(answer), [reason], "{seconds}");
            } else {
                answer.ok();
                anna.get(api::Withdraw { shift: id }).await.ok();
            }
        }
        let admin = app.log_in("rissne-admin@example.se").await;
        assert_eq!(state(&admin, id).await, SignupState::Closed);
        // The leader may still add somebody, and a place that comes free still goes to the queue.
        let plainly = lykta_shared::shifts::AddToRoster { override_reason: None };
        admin.call(api::AddMemberToShift { shift: id, member: group.admin_member }, plainly).await.ok();
    }

    async fn one_shift_may_settle_its_own_window_and_planners_only_do(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(6, 4).await).await;
        let endpoint = || api::PutSignUpRules { shift: shift.card.id };
        let rules = ShiftSignUpRules { opens_hours: Some(24), cancel_hours: Some(6), ..ShiftSignUpRules::default() };
        anna.if_match(shift.version).call(endpoint(), rules.clone()).await.problem(ProblemKind::Forbidden);
        group.admin.call(endpoint(), rules.clone()).await.problem(ProblemKind::PreconditionRequired);
        let set = group.admin.if_match(shift.version).call(endpoint(), rules.clone()).await.ok();
        group.admin.if_match(shift.version).call(endpoint(), rules.clone()).await.problem(ProblemKind::Stale);
        assert_eq!(set.rules, Some(rules));
        assert_eq!(set.late_from, Some(shift.card.starts_at.plus_hours(-6)));
        assert!(matches!(state(&anna, shift.card.id).await, SignupState::NotYet { .. }));
        // The window follows the shift when it moves.
        let later = ShiftForm { date: days_later(&set.form.clone().unwrap(), 1), ..set.form.clone().unwrap() };
        let moved = change(&group.admin, &set, later).await.ok();
        assert_eq!(moved.opens_at, Some(moved.card.starts_at.plus_hours(-24)));
        let wrong = ShiftSignUpRules { cancel_hours: Some(9999), qualifications: vec![text("moon")], ..ShiftSignUpRules::default() };
        let answer = group.admin.if_match(moved.version).call(endpoint(), wrong).await;
        answer.field("/qualifications/0", FieldCode::UnknownKey);
    }

    async fn settings_out_of_range_are_refused_and_members_settle_nothing(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let other = app.partner("Duvbo nattvandrare").await;
        let organisation = group.id;
        anna.get(api::GetSignUpSettings { organisation }).await.problem(ProblemKind::Forbidden);
        other.admin.get(api::GetSignUpSettings { organisation }).await.problem(ProblemKind::NotFound);
        anna.if_match(1).call(api::PutSignUpSettings { organisation }, quiet()).await.problem(ProblemKind::Forbidden);
        group.admin.if_match(1).call(api::PutSignUpSettings { organisation }, quiet()).await.problem(ProblemKind::Stale);
        group.settle(SignUpSettings { cancel_hours: 9999, ..quiet() }).await.field("/cancelHours", FieldCode::OutOfRange);
        let required = vec![RequiredQualification { activity_type: text("night_walk"), qualification: text("moon") }];
        group.settle(SignUpSettings { required, ..quiet() }).await.field("/required/0/qualification", FieldCode::UnknownKey);
    }

    async fn a_late_drop_out_tells_the_leader_at_once_and_asks_who_could_come_when_nobody_waits(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(SignUpSettings { cancel_hours: 24, late_text: text("Ring ledaren också."), ..quiet() }).await.ok();
        let (_, leader) = app.member(&group, "lea", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        for name in ["anna", "bo", "cia"] {
            app.member(&group, name, VOLUNTEER).await;
        }
        let form = ShiftForm { leader: Some(leader), ..app.plan(5, 4).await };
        let shift = app.walk(&group, form).await.card;
        let id = shift.id;
        let (anna, bo) = (app.log_in("anna@example.se").await, app.log_in("bo@example.se").await);
        anna.sign_up(id).await.ok();
        bo.sign_up(id).await.ok();
        // In good time: nobody is told, enough remain.
        bo.get(api::Withdraw { shift: id }).await.ok();
        bo.sign_up(id).await.ok();
        assert_eq!(count(&app, "lea", "avhopp").await, 0);
        go(&app, shift.starts_at.plus_hours(-24)).await;
        let anna = app.log_in("anna@example.se").await;
        let detail = seen(&anna, id).await;
        assert_eq!(detail.late_text.as_deref(), Some("Ring ledaren också."));
        assert!(matches!(detail.card.signup, SignupState::Joined { late: true, .. }));
        anna.get(api::Withdraw { shift: id }).await.ok();
        anna.get(api::Withdraw { shift: id }).await.ok();
        assert_eq!(count(&app, "lea", "Sent avhopp").await, 1);
        // Whoever holds the link of a mail reads the group's words first, too.
        let mails = app.mails_to("bo@example.se").await;
        let token = mails.iter().rev().find(|mail| mail.body.contains("/withdraw#t=")).unwrap().token("withdraw");
        let link = lykta_shared::messages::MailToken { token: text(&token) };
        let preview = app.visitor().call(api::PreviewMailWithdrawal {}, link).await.ok();
        assert_eq!(preview.late_text.as_deref(), Some("Ring ledaren också."));
        assert_eq!(count(&app, "cia", "Ledig plats").await, 1);
        assert_eq!(count(&app, "bo", "Ledig plats").await, 0, "is on it");
        // Who undoes a tap within the minute has not dropped out, however late it is.
        let cia = app.log_in("cia@example.se").await;
        let tapped = cia.sign_up(id).await.ok();
        assert!(matches!(tapped.signup, SignupState::Joined { late: true, undo_until: Some(_), .. }));
        cia.get(api::Withdraw { shift: id }).await.ok();
        assert_eq!(count(&app, "lea", "Sent avhopp").await, 1);
        // A second late drop-out tells the leader again, and asks nobody twice.
        let bo = app.log_in("bo@example.se").await;
        bo.get(api::Withdraw { shift: id }).await.ok();
        assert_eq!(count(&app, "lea", "Sent avhopp").await, 2);
        assert_eq!(count(&app, "cia", "Ledig plats").await, 1);
    }

    async fn only_ones_own_tap_is_undone_for_nothing_a_stand_in_is_counted_on_at_once(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(SignUpSettings { cancel_hours: 24, ..quiet() }).await.ok();
        let (_, leader) = app.member(&group, "lea", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        app.member(&group, "bo", VOLUNTEER).await;
        let (_, third) = app.member(&group, "cia", VOLUNTEER).await;
        let form = ShiftForm { leader: Some(leader), ..app.plan(5, 4).await };
        let shift = app.walk(&group, form).await.card;
        let id = shift.id;
        anna.sign_up(id).await.ok();
        go(&app, shift.starts_at.plus_hours(-20)).await;
        let (anna, bo) = (app.log_in("anna@example.se").await, app.log_in("bo@example.se").await);
        anna.get(api::AskForStandIn { shift: id }).await.ok();
        bo.get(api::TakeOver { shift: id }).await.ok();
        assert!(matches!(state(&bo, id).await, SignupState::Joined { late: true, undo_until: None, .. }));
        bo.get(api::Withdraw { shift: id }).await.ok();
        assert_eq!(count(&app, "lea", "Sent avhopp").await, 1);
        // Nor does somebody undo what a planner did.
        let admin = app.log_in("rissne-admin@example.se").await;
        let plainly = lykta_shared::shifts::AddToRoster { override_reason: None };
        admin.call(api::AddMemberToShift { shift: id, member: third }, plainly).await.ok();
        let cia = app.log_in("cia@example.se").await;
        cia.get(api::Withdraw { shift: id }).await.ok();
        assert_eq!(count(&app, "lea", "Sent avhopp").await, 2);
    }

    async fn near_the_start_a_place_is_offered_and_goes_on_when_nobody_answers(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(SignUpSettings { offer_hours: 12, offer_minutes: 60, ..quiet() }).await.ok();
        let people = app.crowd(&group, 2).await;
        let shift = app.walk(&group, app.plan(5, 2).await).await.card;
        let id = shift.id;
        for who in &people {
            who.sign_up(id).await.ok();
        }
        for name in ["anna", "bo", "cia"] {
            let (who, _) = app.member(&group, name, VOLUNTEER).await;
            who.sign_up_or_wait(id).await.ok();
        }
        let (dan, _) = app.member(&group, "dan", VOLUNTEER).await;
        let before = shift.starts_at.plus_hours(-12);
        go(&app, before).await;
        let leaving = app.log_in("walker0@example.se").await;
        leaving.get(api::Withdraw { shift: id }).await.ok();
        let anna = app.log_in("anna@example.se").await;
        let SignupState::Offered { until, .. } = state(&anna, id).await else { panic!("not offered") };
        assert!(until >= before.plus_minutes(60) && until < before.plus_minutes(61));
        assert_eq!(count(&app, "anna", "En plats är ledig för dig").await, 1);
        let detail = seen(&anna, id).await;
        assert_eq!((detail.card.staffing.taken, detail.card.staffing.free, detail.briefing), (1, 0, None));
        // Nobody jumps the queue.
        let dan_now = app.log_in("dan@example.se").await;
        assert_eq!(reasons(dan_now.sign_up(id).await), [SignUpReason::Full]);
        drop(dan);
        // Until then it is hers; after it goes to the next, and she is told.
        go(&app, until.plus_seconds(-30)).await;
        app.work().await;
        let anna = app.log_in("anna@example.se").await;
        assert!(matches!(state(&anna, id).await, SignupState::Offered { .. }));
        go(&app, until).await;
        let anna = app.log_in("anna@example.se").await;
        assert!(matches!(state(&anna, id).await, SignupState::Waitlisted { .. }));
        app.work().await;
        assert_eq!(state(&anna, id).await, SignupState::Full);
        assert_eq!(count(&app, "anna", "Platsen gick vidare").await, 1);
        let bo = app.log_in("bo@example.se").await;
        assert!(matches!(state(&bo, id).await, SignupState::Offered { .. }));
        // No, thank you: the next; and cia takes it.
        bo.get(api::Withdraw { shift: id }).await.ok();
        let cia = app.log_in("cia@example.se").await;
        assert!(matches!(state(&cia, id).await, SignupState::Offered { .. }));
        // By the link of the mail, without signing in; a second time changes nothing.
        let mails = app.mails_to("cia@example.se").await;
        let token = mails.iter().rev().find(|mail| mail.subject.contains("En plats är ledig")).unwrap().token("withdraw");
        for _ in 0..2 {
            let link = lykta_shared::messages::MailToken { token: text(&token) };
            let taken = app.visitor().call(api::AcceptByMail {}, link).await.ok();
            assert!(matches!(taken.shift.signup, SignupState::Joined { .. }));
        }
        let card = seen(&cia, id).await.card;
        assert!(matches!(card.signup, SignupState::Joined { .. }));
        assert_eq!((card.staffing.taken, card.staffing.waiting, card.staffing.free), (2, 0, 0));
        assert_eq!(count(&app, "cia", "Du är med").await, 0, "a minute to think again");
        go(&app, until.plus_minutes(5)).await;
        assert_eq!(count(&app, "cia", "Du är med").await, 1);
    }

    async fn an_offer_and_a_direct_sign_up_at_once_never_pass_the_maximum(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(SignUpSettings { offer_hours: 300, ..quiet() }).await.ok();
        let people = app.crowd(&group, 12).await;
        for day in 1..=3 {
            let shift = app.walk(&group, app.plan(day, 4).await).await.card.id;
            for who in &people[..4] {
                who.sign_up(shift).await.ok();
            }
            for who in &people[4..8] {
                who.sign_up_or_wait(shift).await.ok();
            }
            let leave = futures_util::future::join_all(people[..3].iter().map(|who| who.get(api::Withdraw { shift })));
            let jump = futures_util::future::join_all(people[8..].iter().map(|who| who.sign_up(shift)));
            let take = futures_util::future::join_all(people[4..8].iter().map(|who| who.sign_up_or_wait(shift)));
            let (left, jumped, taken) = tokio::join!(leave, jump, take);
            assert!(left.iter().chain(&taken).all(|answer| answer.status.is_success()));
            assert!(jumped.iter().all(|answer| answer.status.as_u16() == 409), "day {day}: the queue comes first");
            for who in &people[4..8] {
                who.sign_up_or_wait(shift).await.ok();
            }
            let roster = group.admin.get(api::GetRoster { shift }).await.ok();
            let on_it = roster.rows.iter().filter(|row| row.position.is_none()).count();
            let staffing = roster.shift.staffing;
            assert_eq!((on_it, usize::from(staffing.taken), staffing.free, staffing.waiting), (4, 4, 0, 1), "day {day}");
        }
    }

    async fn limits_warn_or_block_as_the_organisation_says(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let strict = |rule| SignUpSettings { max_open: Some(1), max_open_rule: rule, rest_hours: Some(11), rest_rule: rule, ..quiet() };
        group.settle(strict(Strictness::Block)).await.ok();
        let form = app.plan(5, 4).await;
        let first = app.walk(&group, form.clone()).await.card.id;
        let tired = ShiftForm { date: days_later(&form, 1), start_time: at(6), end_time: at(8), ..form.clone() };
        let second = app.walk(&group, tired).await.card.id;
        anna.sign_up(first).await.ok();
        assert_eq!(reasons(anna.sign_up(second).await), [SignUpReason::TooManyOpen, SignUpReason::TooLittleRest]);
        group.settle(strict(Strictness::Warn)).await.ok();
        let card = seen(&anna, second).await.card;
        assert_eq!(card.signup, SignupState::Open);
        assert_eq!(card.warnings, [SignUpReason::TooManyOpen, SignUpReason::TooLittleRest]);
        anna.sign_up(second).await.ok();
    }

    async fn a_qualification_is_judged_on_the_day_of_the_shift_and_renewing_it_opens_the_way(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, member) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, other) = app.member(&group, "bo", VOLUNTEER).await;
        let required = vec![RequiredQualification { activity_type: text("night_walk"), qualification: text("cpr") }];
        group.settle(SignUpSettings { required, ..quiet() }).await.ok();
        let form = app.plan(5, 4).await;
        let today = days_later(&form, -5);
        let shift = app.walk(&group, form.clone()).await.card.id;
        assert_eq!(seen(&anna, shift).await.required.len(), 1);
        assert_eq!(reasons(anna.sign_up(shift).await), [SignUpReason::QualificationMissing]);
        // Good today, over on the day before the walk.
        note(&group, &group.admin, member, Some(days_later(&form, -1)), today).await;
        assert_eq!(reasons(anna.sign_up(shift).await), [SignUpReason::QualificationMissing]);
        note(&group, &group.admin, member, Some(form.date), today).await;
        anna.sign_up(shift).await.ok();
        // A leader's hand does not help past it either.
        let plainly = lykta_shared::shifts::AddToRoster { override_reason: Some(text("Ändå.")) };
        assert_eq!(reasons(group.admin.call(api::AddMemberToShift { shift, member: other }, plainly).await), [SignUpReason::QualificationMissing]);
        // One sees one's own, planners all, others nobody's; with the role that noted it.
        let organisation = group.id;
        let own = anna.get(api::ListQualifications { organisation, member }).await.ok();
        assert_eq!((own[0].noted_by_role, own[0].shown_on), (OrgRole::Admin, today));
        bo.get(api::ListQualifications { organisation, member }).await.problem(ProblemKind::Forbidden);
        let endpoint = || api::PutQualifications { organisation, member };
        let none = || SetQualifications { qualifications: vec![] };
        bo.call(endpoint(), none()).await.problem(ProblemKind::Forbidden);
        let future = NoteQualification { qualification: text("cpr"), shown_on: form.date, valid_until: Some(today) };
        let consent = NoteQualification { qualification: text("guardian_consent"), shown_on: today, valid_until: None };
        let wrong = SetQualifications { qualifications: vec![future, consent] };
        let answer = group.admin.call(endpoint(), wrong).await;
        let problem = answer.problem(ProblemKind::InvalidFields);
        assert_eq!(problem.errors.len(), 3, "{:?}", problem.errors);
        assert!(group.admin.call(endpoint(), none()).await.ok().is_empty());
    }

    async fn who_lost_a_qualification_is_passed_over_in_the_queue_with_the_reason(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 2).await;
        let (anna, member) = app.member(&group, "anna", VOLUNTEER).await;
        let form = app.plan(5, 2).await;
        let shift = app.walk(&group, form.clone()).await;
        for who in &people {
            who.sign_up(shift.card.id).await.ok();
        }
        anna.sign_up_or_wait(shift.card.id).await.ok();
        let now = seen(&group.admin, shift.card.id).await;
        let rules = ShiftSignUpRules { qualifications: vec![text("cpr")], ..ShiftSignUpRules::default() };
        group.admin.if_match(now.version).call(api::PutSignUpRules { shift: shift.card.id }, rules).await.ok();
        people[0].get(api::Withdraw { shift: shift.card.id }).await.ok();
        assert!(matches!(state(&anna, shift.card.id).await, SignupState::Waitlisted { .. }));
        assert_eq!(count(&app, "anna", "Platsen gick vidare").await, 1);
        // Shown at last: the place that was free all along is hers with the next tap.
        note(&group, &group.admin, member, None, days_later(&form, -5)).await;
        anna.sign_up_or_wait(shift.card.id).await.ok();
        assert!(matches!(state(&anna, shift.card.id).await, SignupState::Joined { .. }));
    }

    async fn each_group_is_asked_once_as_the_hour_comes_nearer(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(SignUpSettings { alert_planners_hours: 72, alert_watchers_hours: 24, alert_everybody_hours: 3, ..quiet() }).await.ok();
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        app.member(&group, "bo", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(6, 4).await).await.card;
        anna.get(api::WatchShift { shift: shift.id }).await.ok();
        assert!(anna.get(api::WatchShift { shift: shift.id }).await.ok().watching);
        let mut told = Vec::new();
        for hours in [-73, -72, -72, -24, -23, -3, -3] {
            go(&app, shift.starts_at.plus_hours(hours)).await;
            app.work().await;
            app.work().await;
            told.push((
                count(&app, "rissne-admin", "vuxna saknas").await,
                count(&app, "anna", "Fler behövs").await,
                count(&app, "bo", "Fler behövs").await,
            ));
        }
        // Everybody includes who watches and whoever plans and could come.
        assert_eq!(told, [(0, 0, 0), (1, 0, 0), (1, 0, 0), (1, 1, 0), (1, 1, 0), (1, 2, 1), (1, 2, 1)]);
        let admin = app.log_in("anna@example.se").await;
        assert!(!admin.get(api::UnwatchShift { shift: shift.id }).await.ok().watching);
    }

    async fn a_walk_is_not_called_off_while_a_place_is_kept_for_whoever_would_be_enough(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(SignUpSettings { offer_hours: 12, offer_minutes: 60, decide_hours: 1, ..quiet() }).await.ok();
        let (_, leader) = app.member(&group, "lea", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        for name in ["anna", "bo"] {
            app.member(&group, name, VOLUNTEER).await;
        }
        let form = ShiftForm { leader: Some(leader), ..app.plan(5, 2).await };
        let walks = [
            (app.walk(&group, form.clone()).await.card, true),
            (app.walk(&group, ShiftForm { date: days_later(&form, 1), ..form }).await.card, false),
        ];
        for (shift, answers) in walks {
            let (anna, bo) = (app.log_in("anna@example.se").await, app.log_in("bo@example.se").await);
            anna.sign_up(shift.id).await.ok();
            bo.sign_up_or_wait(shift.id).await.ok();
            go(&app, shift.starts_at.plus_minutes(-80)).await;
            let anna = app.log_in("anna@example.se").await;
            anna.get(api::Withdraw { shift: shift.id }).await.ok();
            // The hour of decision comes while bo has been promised the place: until half an hour before, no longer.
            go(&app, shift.starts_at.plus_minutes(-55)).await;
            app.work().await;
            let bo = app.log_in("bo@example.se").await;
            let SignupState::Offered { until, .. } = state(&bo, shift.id).await else { panic!("not offered") };
            assert_eq!(until, shift.starts_at.plus_minutes(-30));
            if answers {
                bo.sign_up(shift.id).await.ok();
                app.work().await;
                assert_eq!(seen(&bo, shift.id).await.card.status, ShiftStatus::Confirmed);
            } else {
                go(&app, shift.starts_at.plus_minutes(-30)).await;
                app.work().await;
                let bo = app.log_in("bo@example.se").await;
                assert_eq!(seen(&bo, shift.id).await.card.status, ShiftStatus::Cancelled);
            }
        }
        assert_eq!(count(&app, "lea", "Inställt").await, 1);
    }

    async fn too_few_is_told_each_time_it_happens_and_not_at_each_drop_out(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(quiet()).await.ok();
        let (_, leader) = app.member(&group, "lea", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let form = ShiftForm { leader: Some(leader), minimum: 3, ..app.plan(9, 4).await };
        let id = app.walk(&group, form).await.card.id;
        let fall = async |anna: &Client, bo: &Client| {
            for who in [anna, bo] {
                who.sign_up(id).await.ok();
            }
            for who in [anna, bo] {
                who.get(api::Withdraw { shift: id }).await.ok();
            }
        };
        fall(&anna, &bo).await;
        assert_eq!(count(&app, "lea", "saknas").await, 1);
        fall(&anna, &bo).await;
        assert_eq!(count(&app, "lea", "saknas").await, 1, "within the hour");
        let later = app.now().await.plus_hours(30);
        go(&app, later).await;
        let (anna, bo) = (app.log_in("anna@example.se").await, app.log_in("bo@example.se").await);
        fall(&anna, &bo).await;
        assert_eq!(count(&app, "lea", "saknas").await, 2);
    }

    async fn at_the_set_hour_a_walk_is_confirmed_or_called_off_with_notice(app) {
        let group = app.partner("Rissne nattvandrare").await;
        group.settle(SignUpSettings { decide_hours: 2, ..quiet() }).await.ok();
        let (_, leader) = app.member(&group, "lea", &[OrgRole::Volunteer, OrgRole::ShiftLeader]).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let form = ShiftForm { leader: Some(leader), ..app.plan(5, 4).await };
        let enough = app.walk(&group, form.clone()).await.card;
        anna.sign_up(enough.id).await.ok();
        let alone = app.walk(&group, ShiftForm { leader: None, date: days_later(&form, 1), ..form }).await.card;
        anna.sign_up(alone.id).await.ok();
        go(&app, enough.starts_at.plus_minutes(-121)).await;
        app.work().await;
        let anna = app.log_in("anna@example.se").await;
        assert_eq!(seen(&anna, enough.id).await.card.status, ShiftStatus::Open);
        go(&app, enough.starts_at.plus_hours(-2)).await;
        app.work().await;
        app.work().await;
        assert_eq!(seen(&anna, enough.id).await.card.status, ShiftStatus::Confirmed);
        // Whoever drops out now and leaves one alone: half of the time is left for a successor, then it is called off.
        anna.get(api::Withdraw { shift: enough.id }).await.ok();
        app.work().await;
        assert_eq!(seen(&anna, enough.id).await.card.status, ShiftStatus::Understaffed);
        go(&app, enough.starts_at.plus_minutes(-60)).await;
        app.work().await;
        let anna = app.log_in("anna@example.se").await;
        assert_eq!(seen(&anna, enough.id).await.card.status, ShiftStatus::Cancelled);
        go(&app, alone.starts_at.plus_hours(-2)).await;
        app.work().await;
        let anna = app.log_in("anna@example.se").await;
        assert_eq!(seen(&anna, alone.id).await.card.status, ShiftStatus::Cancelled);
        assert_eq!(count(&app, "anna", "Inställt").await, 1);
        assert_eq!(count(&app, "lea", "Inställt").await, 1);
        assert_eq!(count(&app, "rissne-admin", "Inställt pass").await, 2);
    }
}
