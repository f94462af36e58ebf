//! Signing up, waiting, withdrawing.

use super::*;
use lykta_shared::{
    organisations::OrgRole,
    problem::ProblemKind,
    shifts::{ShiftStatus, SignUpRequest},
};
use lykta_tests::on_both;

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];

on_both! {
    async fn signing_up_and_withdrawing_can_be_repeated_without_harm(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 4).await).await.card.id;
        let first = anna.sign_up(shift).await.ok();
        let again = anna.sign_up(shift).await.ok();
        assert_eq!(first.signup, again.signup);
        assert!(matches!(first.signup, SignupState::Joined { leader: false, .. }));
        assert_eq!((again.staffing.taken, again.staffing.adults, again.staffing.missing), (1, 1, 1));
        assert_eq!(again.status, ShiftStatus::Understaffed);
        for _ in 0..2 {
            let gone = anna.get(api::Withdraw { shift }).await.ok();
            assert_eq!((gone.signup, gone.staffing.taken), (SignupState::Open, 0));
        }
        assert!(matches!(anna.sign_up(shift).await.ok().signup, SignupState::Joined { .. }));
    }

    async fn the_queue_moves_in_order_and_who_comes_back_stands_last(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let mut people = Vec::new();
        for name in ["anna", "bo", "cia", "dan", "eva"] {
            people.push(app.member(&group, name, VOLUNTEER).await.0);
        }
        let [anna, bo, cia, dan, eva] = people.as_slice() else { unreachable!() };
        let shift = app.walk(&group, app.plan(5, 2).await).await.card.id;
        anna.sign_up(shift).await.ok();
        bo.sign_up(shift).await.ok();
        assert_eq!(reasons(cia.sign_up(shift).await), [SignUpReason::Full]);
        assert_eq!(state(cia, shift).await, SignupState::Full);
        for (position, who) in [cia, dan, eva].into_iter().enumerate() {
            let SignupState::Waitlisted { position: told, .. } = who.sign_up_or_wait(shift).await.ok().signup else {
                panic!("waits")
            };
            assert_eq!(usize::try_from(told), Ok(position + 1));
        }
        // Cia leaves the queue and comes back: last.
        cia.get(api::Withdraw { shift }).await.ok();
        let SignupState::Waitlisted { position, .. } = cia.sign_up_or_wait(shift).await.ok().signup else { panic!("waits") };
        assert_eq!(position, 3);
        // A place becomes free: Dan, not Cia.
        anna.get(api::Withdraw { shift }).await.ok();
        assert!(matches!(state(dan, shift).await, SignupState::Joined { .. }));
        assert!(matches!(state(eva, shift).await, SignupState::Waitlisted { position: 1, .. }));
        assert!(matches!(state(cia, shift).await, SignupState::Waitlisted { position: 2, .. }));
        let card = seen(&group.admin, shift).await.card;
        assert_eq!((card.staffing.taken, card.staffing.waiting, card.staffing.free), (2, 2, 0));
        // Who waits is no walker and gets no briefing.
        let waiting = seen(eva, shift).await;
        assert_eq!((waiting.walkers, waiting.briefing), (None, None));
        let on_it = seen(dan, shift).await;
        assert_eq!(on_it.walkers, Some(vec!["bo".to_owned(), "dan".to_owned()]));
        // Those on it read the briefing on the walk's page.
        assert_eq!(on_it.briefing, None);
    }

    async fn nobody_is_on_two_shifts_at_once_whichever_organisation(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let duvbo = app.partner("Duvbo nattvandrare").await;
        let (anna, _) = app.member(&rissne, "anna", VOLUNTEER).await;
        app.join(&duvbo, &anna, "anna", VOLUNTEER).await;
        let plan = app.plan(5, 4).await;
        let first = app.walk(&rissne, plan.clone()).await;
        let mut overlapping = plan.clone();
        (overlapping.start_time, overlapping.end_time) = (at(22), at(1));
        let second = app.walk(&duvbo, overlapping).await.card.id;
        let mut after = plan.clone();
        (after.start_time, after.end_time) = (at(23), at(1));
        let back_to_back = app.walk(&duvbo, after).await.card.id;
        anna.sign_up(first.card.id).await.ok();
        assert_eq!(reasons(anna.sign_up(second).await), [SignUpReason::Overlap]);
        let SignupState::Collides { shift, title, starts_at, .. } = state(&anna, second).await else { panic!("collides") };
        assert_eq!((shift, title.as_str(), starts_at), (first.card.id, "Nattvandring Rissne", first.card.starts_at));
        anna.sign_up(back_to_back).await.ok();
        // Waiting is no promise: one may wait for the one and take the other.
        anna.get(api::Withdraw { shift: back_to_back }).await.ok();
        anna.get(api::Withdraw { shift: first.card.id }).await.ok();
        anna.sign_up(second).await.ok();
        assert_eq!(reasons(anna.sign_up(first.card.id).await), [SignUpReason::Overlap]);
    }

    async fn who_is_on_another_shift_by_then_is_passed_over_in_the_queue(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let mut people = Vec::new();
        for name in ["anna", "bo", "cia", "dan"] {
            people.push(app.member(&group, name, VOLUNTEER).await.0);
        }
        let [anna, bo, cia, dan] = people.as_slice() else { unreachable!() };
        let plan = app.plan(5, 2).await;
        let shift = app.walk(&group, plan.clone()).await.card.id;
        let other = app.walk(&group, plan).await.card.id;
        anna.sign_up(shift).await.ok();
        bo.sign_up(shift).await.ok();
        cia.sign_up_or_wait(shift).await.ok();
        dan.sign_up_or_wait(shift).await.ok();
        cia.sign_up(other).await.ok();
        anna.get(api::Withdraw { shift }).await.ok();
        assert!(matches!(state(dan, shift).await, SignupState::Joined { .. }));
        assert!(matches!(state(cia, shift).await, SignupState::Waitlisted { position: 1, .. }));
        // Free again, Cia takes the place that has become possible.
        cia.get(api::Withdraw { shift: other }).await.ok();
        bo.get(api::Withdraw { shift }).await.ok();
        assert!(matches!(state(cia, shift).await, SignupState::Joined { .. }));
        let told = app.mails_to("cia@example.se").await;
        assert!(!told.is_empty(), "who is passed over is told");
    }

    async fn sign_up_and_withdrawal_close_at_the_start_to_the_second(app) {
        let group = app.partner("Rissne nattvandrare").await;
        app.member(&group, "anna", VOLUNTEER).await;
        app.member(&group, "bo", VOLUNTEER).await;
        let card = app.walk(&group, app.plan(1, 4).await).await.card;
        let shift = card.id;
        app.set_clock(&card.starts_at.plus_seconds(-20).to_string()).await;
        let anna = app.log_in("anna@example.se").await;
        let bo = app.log_in("bo@example.se").await;
        anna.sign_up(shift).await.ok();
        app.set_clock(&card.starts_at.to_string()).await;
        assert_eq!(reasons(bo.sign_up(shift).await), [SignUpReason::Started]);
        assert_eq!(state(&bo, shift).await, SignupState::Started);
        let refused = anna.get(api::Withdraw { shift }).await.problem(ProblemKind::WrongState);
        assert_eq!(refused.state.as_deref(), Some("ongoing"));
        assert!(matches!(state(&anna, shift).await, SignupState::Joined { .. }));
        app.set_clock(&card.ends_at.to_string()).await;
        let anna = app.log_in("anna@example.se").await;
        assert_eq!(state(&anna, shift).await, SignupState::Ended);
    }

    async fn strangers_and_applicants_are_refused_with_the_reason(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let (outsider, _) = app.member(&other, "otto", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 4).await).await.card.id;
        // A shift one may not know of is not there, for visitors and for members of others.
        outsider.sign_up(shift).await.problem(ProblemKind::NotFound);
        outsider.get(api::Withdraw { shift }).await.problem(ProblemKind::NotFound);
        app.visitor().sign_up(shift).await.problem(ProblemKind::Unauthenticated);
        let unknown = "01928e7a-0000-7000-8000-0000000000ff".parse().unwrap();
        group.admin.sign_up(unknown).await.problem(ProblemKind::NotFound);
        let bad = group.admin.send::<()>(api::Method::Put, "/api/v1/shifts/1/signup", Some("{\"waitlist\":true}")).await;
        bad.problem(ProblemKind::NotFound);
        let body = Some("{\"waitlist\":true,\"user\":\"x\"}");
        let extra = group.admin.send::<()>(api::Method::Put, &format!("/api/v1/shifts/{shift}/signup"), body).await;
        extra.problem(ProblemKind::MalformedRequest);
    }

    async fn a_cancelled_or_draft_shift_takes_nobody(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let create = lykta_shared::shifts::CreateShift { shift: app.plan(5, 4).await, publish: false };
        let draft = group.admin.call(api::PostShift { organisation: group.id }, create).await.ok();
        anna.sign_up(draft.card.id).await.problem(ProblemKind::NotFound);
        assert_eq!(reasons(group.admin.sign_up(draft.card.id).await), [SignUpReason::NotOpen]);
        let shift = app.walk(&group, app.plan(6, 4).await).await.card.id;
        let why = lykta_shared::shifts::CancelShift { reason: lykta_shared::shifts::CancellationReason::Weather, message: text("Storm.") };
        group.admin.call(api::CancelShiftById { shift }, why).await.ok();
        assert_eq!(reasons(anna.sign_up(shift).await), [SignUpReason::Cancelled]);
        let request = SignUpRequest { waitlist: true };
        assert_eq!(reasons(anna.call(api::SignUp { shift }, request).await), [SignUpReason::Cancelled]);
    }
}
