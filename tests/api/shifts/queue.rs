//! The waiting list (edge cases E): who moves up, who is passed over and why, and what somebody who waits is not.

use super::*;
use lykta_shared::{
    organisations::{AgeBand, OrgRole, RemoveMember, UpdateMember, UpdateOrganisation},
    problem::ProblemKind,
    shifts::{AddToRoster, CancelShift, CancellationReason, SignupStatus},
};
use lykta_tests::{App, Backend, Mail, Partner, on_both};

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];

/// A full walk for two, and who is on it.
async fn full(app: &App, group: &Partner, days: i32) -> (ShiftDetail, Vec<Client>) {
    let people = app.crowd(group, 2).await;
    let shift = app.walk(group, app.plan(days, 2).await).await;
    for who in &people {
        who.sign_up(shift.card.id).await.ok();
    }
    (shift, people)
}

fn passed_over(mails: &[Mail]) -> Vec<&Mail> {
    mails
        .iter()
        .filter(|mail| mail.subject.contains("Platsen gick vidare"))
        .collect()
}

on_both! {
    async fn who_is_on_another_shift_by_then_is_told_why_once_and_keeps_waiting(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (shift, people) = full(&app, &group, 5).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let (cia, _) = app.member(&group, "cia", VOLUNTEER).await;
        for who in [&anna, &bo, &cia] {
            who.sign_up_or_wait(shift.card.id).await.ok();
        }
        let other = app.walk(&group, app.plan(5, 4).await).await.card.id;
        anna.sign_up(other).await.ok();
        for leaving in &people {
            leaving.get(api::Withdraw { shift: shift.card.id }).await.ok();
        }
        for who in [&bo, &cia] {
            assert!(matches!(state(who, shift.card.id).await, SignupState::Joined { .. }));
        }
        assert!(matches!(state(&anna, shift.card.id).await, SignupState::Waitlisted { position: 1, .. }));
        let mails = app.mails_to("anna@example.se").await;
        let told = passed_over(&mails);
        assert_eq!(told.len(), 1, "passed over twice, told once");
        assert!(told[0].body.contains("anmäld till ett annat pass vid samma tid") && told[0].body.contains("Du står kvar i kön"), "{}", told[0].body);
        // The obstacle is gone: the next place is hers.
        anna.get(api::Withdraw { shift: other }).await.ok();
        bo.get(api::Withdraw { shift: shift.card.id }).await.ok();
        assert!(matches!(state(&anna, shift.card.id).await, SignupState::Joined { .. }));
    }

    async fn a_youth_whose_consent_was_taken_back_is_passed_over_with_the_reason(app) {
        let group = app.partner("Rissne nattvandrare").await;
        accept_youth(&group).await;
        let (shift, people) = full(&app, &group, 5).await;
        let (yngve, member) = app.member(&group, "yngve", &[OrgRole::YouthVolunteer]).await;
        consent(&app, &group, member, true).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        yngve.sign_up_or_wait(shift.card.id).await.ok();
        bo.sign_up_or_wait(shift.card.id).await.ok();
        consent(&app, &group, member, false).await;
        people[0].get(api::Withdraw { shift: shift.card.id }).await.ok();
        assert!(matches!(state(&bo, shift.card.id).await, SignupState::Joined { .. }));
        let mails = app.mails_to("yngve@example.se").await;
        assert!(passed_over(&mails)[0].body.contains("samtycke är inte noterat"), "{}", mails.last().unwrap().body);

    }

    async fn whose_age_band_is_put_right_counts_anew_on_the_shifts_ahead(app) {
        let group = app.partner("Rissne nattvandrare").await;
        accept_youth(&group).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (yngve, member) = app.member(&group, "yngve", &[OrgRole::YouthVolunteer]).await;
        consent(&app, &group, member, true).await;
        let shift = app.walk(&group, app.plan(5, 4).await).await.card.id;
        for who in [&anna, &yngve] {
            who.sign_up(shift).await.ok();
        }
        let staffing = async || { let all = seen(&group.admin, shift).await.card.staffing; (all.taken, all.adults, all.missing) };
        assert_eq!(staffing().await, (2, 1, 1));
        let set = async |age_band, role, guardian_consent_on| {
            let organisation = group.id;
            let members = group.admin.get(api::ListMembers { organisation }).await.ok();
            let version = members.iter().find(|held| held.id == member).unwrap().version;
            let update = UpdateMember { roles: vec![role], age_band, guardian_consent_on };
            group.admin.if_match(version).call(api::PutMember { organisation, member }, update).await.ok();
        };
        set(AgeBand::Adult, OrgRole::Volunteer, None).await;
        assert_eq!(staffing().await, (2, 2, 0));
        let (today, _) = lykta_shared::time::civil::local(app.now().await);
        set(AgeBand::Youth, OrgRole::YouthVolunteer, Some(today)).await;
        assert_eq!(staffing().await, (2, 1, 1));
        // Without a guardian's consent nobody under age is on a shift; they are told.
        set(AgeBand::Youth, OrgRole::YouthVolunteer, None).await;
        assert_eq!(staffing().await, (1, 1, 1));
        let mails = app.mails_to("yngve@example.se").await;
        assert!(mails.last().unwrap().subject.contains("inte längre"), "{}", mails.last().unwrap().subject);
    }

    async fn who_has_left_the_group_is_no_longer_in_its_queues(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let organisation = group.id;
        let (shift, people) = full(&app, &group, 5).await;
        let (anna, member) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        anna.sign_up_or_wait(shift.card.id).await.ok();
        bo.sign_up_or_wait(shift.card.id).await.ok();
        group.admin.call(api::RemoveMembership { organisation, member }, RemoveMember { reason: text("Flyttar.") }).await.ok();
        let roster = group.admin.get(api::GetRoster { shift: shift.card.id }).await.ok();
        assert_eq!(roster.rows.iter().filter_map(|row| row.position).collect::<Vec<_>>(), [1]);
        people[0].get(api::Withdraw { shift: shift.card.id }).await.ok();
        assert!(matches!(state(&bo, shift.card.id).await, SignupState::Joined { .. }));
    }

    async fn a_maximum_raised_by_two_moves_two_up_and_tells_both(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (shift, _) = full(&app, &group, 5).await;
        let mut waiting = Vec::new();
        for name in ["anna", "bo", "cia"] {
            let (client, _) = app.member(&group, name, VOLUNTEER).await;
            client.sign_up_or_wait(shift.card.id).await.ok();
            waiting.push(client);
        }
        let now = seen(&group.admin, shift.card.id).await;
        let form = ShiftForm { maximum: 4, ..now.form.clone().unwrap() };
        change(&group.admin, &now, form).await.ok();
        let mut states = Vec::new();
        for who in &waiting {
            states.push(matches!(state(who, shift.card.id).await, SignupState::Joined { .. }));
        }
        assert_eq!(states, [true, true, false]);
        for (name, told) in [("anna", 1), ("bo", 1), ("cia", 0)] {
            let mails = app.mails_to(&format!("{name}@example.se")).await;
            let promoted = mails.iter().filter(|mail| mail.subject.contains("Du fick plats")).count();
            assert_eq!(promoted, told, "{name}");
        }
    }

    async fn somebody_who_waits_is_not_on_it_not_counted_not_reminded_and_not_briefed(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (shift, _) = full(&app, &group, 5).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        anna.sign_up_or_wait(shift.card.id).await.ok();
        let hers = seen(&anna, shift.card.id).await;
        assert_eq!((hers.briefing, hers.walkers), (None, None));
        assert_eq!((hers.card.staffing.taken, hers.card.staffing.waiting), (2, 1));
        anna.get(api::GetShiftCalendar { shift: shift.card.id }).await.problem(ProblemKind::NotFound);
        let roster = group.admin.get(api::GetRoster { shift: shift.card.id }).await.ok();
        assert_eq!(roster.rows.iter().filter(|row| row.status == SignupStatus::Waitlisted).count(), 1);
        let before = app.mails_to("anna@example.se").await.len();
        for hours in [-47, -2] {
            app.set_clock(&shift.card.starts_at.plus_hours(hours).to_string()).await;
            app.mails().await;
        }
        assert_eq!(app.mails_to("anna@example.se").await.len(), before);
    }

    async fn who_leaves_the_queue_and_comes_back_stands_last_and_nobody_is_on_it_and_waits(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (shift, people) = full(&app, &group, 5).await;
        let id = shift.card.id;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        anna.sign_up_or_wait(id).await.ok();
        bo.sign_up_or_wait(id).await.ok();
        anna.get(api::Withdraw { shift: id }).await.ok();
        anna.sign_up_or_wait(id).await.ok();
        assert!(matches!(state(&bo, id).await, SignupState::Waitlisted { position: 1, .. }));
        assert!(matches!(state(&anna, id).await, SignupState::Waitlisted { position: 2, .. }));
        people[0].sign_up_or_wait(id).await.ok();
        let roster = group.admin.get(api::GetRoster { shift: id }).await.ok();
        let mut members: Vec<_> = roster.rows.iter().map(|row| row.member).collect();
        members.sort();
        members.dedup();
        assert_eq!(members.len(), roster.rows.len());
    }

    async fn a_cancelled_shift_closes_its_queue_and_tells_everybody_once(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (shift, _) = full(&app, &group, 5).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        anna.sign_up_or_wait(shift.card.id).await.ok();
        let why = CancelShift { reason: CancellationReason::Weather, message: text("") };
        group.admin.call(api::CancelShiftById { shift: shift.card.id }, why.clone()).await.ok();
        group.admin.call(api::CancelShiftById { shift: shift.card.id }, why).await.problem(ProblemKind::WrongState);
        for name in ["anna", "walker0", "walker1"] {
            let mails = app.mails_to(&format!("{name}@example.se")).await;
            assert_eq!(mails.iter().filter(|mail| mail.subject.contains("Inställt")).count(), 1, "{name}");
        }
        assert_eq!(state(&anna, shift.card.id).await, SignupState::Cancelled);
        assert_eq!(seen(&group.admin, shift.card.id).await.card.staffing.waiting, 0);
    }

    async fn a_youth_fills_a_place_but_does_not_count_and_needs_a_noted_consent(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (yngve, member) = app.member(&group, "yngve", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 4).await).await.card.id;
        accept_youth(&group).await;
        make_youth(&group, member, None).await;
        assert_eq!(reasons(yngve.sign_up(shift).await), [SignUpReason::GuardianConsentMissing]);
        consent(&app, &group, member, true).await;
        let card = yngve.sign_up(shift).await.ok();
        assert_eq!((card.staffing.taken, card.staffing.adults, card.staffing.missing), (1, 0, 2));
        // Nor does a leader's hand help past a missing consent.
        yngve.get(api::Withdraw { shift }).await.ok();
        consent(&app, &group, member, false).await;
        let plainly = AddToRoster { override_reason: Some(text("Ändå.")) };
        assert_eq!(reasons(group.admin.call(api::AddMemberToShift { shift, member }, plainly).await), [SignUpReason::GuardianConsentMissing]);
    }
}

async fn accept_youth(group: &Partner) {
    let organisation = group.id;
    let view = group
        .admin
        .get(api::GetOrganisation { organisation })
        .await
        .ok();
    let change = UpdateOrganisation {
        accepts_youth: Some(true),
        ..serde_json::from_str("{}").unwrap()
    };
    group
        .admin
        .if_match(view.version)
        .call(api::PatchOrganisation { organisation }, change)
        .await
        .ok();
}

async fn make_youth(group: &Partner, member: MembershipId, consent_on: Option<LocalDate>) {
    let organisation = group.id;
    let members = group
        .admin
        .get(api::ListMembers { organisation })
        .await
        .ok();
    let version = members.iter().find(|one| one.id == member).unwrap().version;
    let update = UpdateMember {
        roles: vec![OrgRole::YouthVolunteer],
        age_band: AgeBand::Youth,
        guardian_consent_on: consent_on,
    };
    let endpoint = api::PutMember {
        organisation,
        member,
    };
    group
        .admin
        .if_match(version)
        .call(endpoint, update)
        .await
        .ok();
}

async fn consent(app: &App, group: &Partner, member: MembershipId, noted: bool) {
    let (today, _) = lykta_shared::time::civil::local(app.now().await);
    make_youth(group, member, noted.then_some(today)).await;
}

/// Suspending comes with the city's administration; until then the database says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_organisations_shifts_stand_still_and_remind_nobody_until_it_is_back() {
    let app = App::start(Backend::Postgres).await;
    let group = app.partner("Rissne nattvandrare").await;
    let (shift, people) = full(&app, &group, 5).await;
    let id = shift.card.id;
    let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
    anna.sign_up_or_wait(id).await.ok();
    let now = app.now().await;
    app.set_clock(&now.plus_minutes(5).to_string()).await;
    app.mails().await;
    let suspend = |status: &str| {
        app.query(&format!(
            "UPDATE organisations SET status = '{status}' WHERE id = '{}'",
            group.id
        ))
    };
    suspend("suspended");
    let bo = app.person("bo").await;
    let before = app.mails_to("anna@example.se").await.len();
    let walkers = app.mails_to("walker1@example.se").await.len();
    // Nobody moves up and nobody is told that they were passed over: the queue stands still.
    people[0].get(api::Withdraw { shift: id }).await.ok();
    assert_eq!(
        reasons(people[0].sign_up(id).await),
        [SignUpReason::OrganisationNotActive]
    );
    assert!(matches!(
        state(&anna, id).await,
        SignupState::Waitlisted { position: 1, .. }
    ));
    assert_eq!(app.mails_to("anna@example.se").await.len(), before);
    app.set_clock(&shift.card.starts_at.plus_hours(-47).to_string())
        .await;
    app.mails().await;
    assert_eq!(app.mails_to("walker1@example.se").await.len(), walkers);
    // Back again: the reminder comes, once, and the queue moves with the next who taps.
    suspend("active");
    app.set_clock(&shift.card.starts_at.plus_hours(-40).to_string())
        .await;
    app.mails().await;
    assert_eq!(app.mails_to("walker1@example.se").await.len(), walkers + 1);
    app.set_clock(&shift.card.starts_at.plus_hours(-39).to_string())
        .await;
    app.mails().await;
    assert_eq!(app.mails_to("walker1@example.se").await.len(), walkers + 1);
    let anna = app.log_in("anna@example.se").await;
    anna.sign_up_or_wait(id).await.ok();
    assert!(matches!(state(&anna, id).await, SignupState::Joined { .. }));
    drop(bo);
}
