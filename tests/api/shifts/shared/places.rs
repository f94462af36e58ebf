//! Places: an organisation's own until the release, then everybody's.

use super::*;
use lykta_shared::problem::ProblemKind;
use lykta_tests::on_both;

on_both! {
    async fn a_guest_has_its_places_and_no_others_until_the_release(app) {
        let two = Two::new(&app, 4, 2).await;
        let shift = two.shift;
        let mut people = Vec::new();
        for name in ["anna", "bo", "cia"] {
            people.push(app.member(&two.guest, name, VOLUNTEER).await.0);
        }
        let (own, _) = app.member(&two.host, "eva", VOLUNTEER).await;
        assert_eq!(seen(&people[0], shift).await.card.staffing.free, 2);
        people[0].sign_up(shift).await.ok();
        let card = people[1].sign_up(shift).await.ok();
        let share = card.share.unwrap();
        assert_eq!((share.places, share.used, share.released), (2, 2, false));
        assert_eq!(reasons(people[2].sign_up(shift).await), [SignUpReason::Full]);
        assert_eq!(state(&people[2], shift).await, SignupState::Full);
        assert_eq!(seen(&own, shift).await.card.staffing.free, 2, "the host has its own");
        own.sign_up(shift).await.ok();
        before_the_walk(&app, &own, shift, 24).await;
        let (cia, admin) = (app.log_in("cia@example.se").await, app.log_in("rissne-admin@example.se").await);
        assert_eq!(state(&cia, shift).await, SignupState::Open, "released");
        cia.sign_up(shift).await.ok();
        assert_eq!(reasons(admin.sign_up(shift).await), [SignUpReason::Full], "the whole is never passed");
    }

    async fn who_waits_gets_a_released_place_without_doing_anything(app) {
        let two = Two::new(&app, 3, 1).await;
        let shift = two.shift;
        let (anna, _) = app.member(&two.guest, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&two.guest, "bo", VOLUNTEER).await;
        anna.sign_up(shift).await.ok();
        bo.sign_up_or_wait(shift).await.ok();
        app.work().await;
        assert!(matches!(state(&bo, shift).await, SignupState::Waitlisted { position: 1, .. }));
        before_the_walk(&app, &anna, shift, 24).await;
        app.work().await;
        let bo = app.log_in("bo@example.se").await;
        assert!(is_on(&state(&bo, shift).await));
        let told = app.mails_to("bo@example.se").await;
        assert_eq!(told.iter().filter(|mail| mail.subject.contains("fick plats")).count(), 1, "{:?}",
            told.iter().map(|mail| mail.subject.clone()).collect::<Vec<_>>());
    }

    async fn a_free_place_goes_to_the_first_in_the_queue_whose_organisation_has_it(app) {
        let two = Two::new(&app, 3, 1).await;
        let shift = two.shift;
        let (anna, _) = app.member(&two.guest, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&two.guest, "bo", VOLUNTEER).await;
        let (eva, _) = app.member(&two.host, "eva", VOLUNTEER).await;
        let (ida, _) = app.member(&two.host, "ida", VOLUNTEER).await;
        anna.sign_up(shift).await.ok();
        eva.sign_up(shift).await.ok();
        two.host.admin.sign_up(shift).await.ok();
        bo.sign_up_or_wait(shift).await.ok();
        ida.sign_up_or_wait(shift).await.ok();
        // The host's place: the guest's first in the queue stays where they are.
        eva.get(api::Withdraw { shift }).await.ok();
        assert!(is_on(&state(&ida, shift).await));
        assert!(matches!(state(&bo, shift).await, SignupState::Waitlisted { .. }));
        anna.get(api::Withdraw { shift }).await.ok();
        assert!(is_on(&state(&bo, shift).await));
    }

    async fn a_stand_in_is_of_the_same_organisation_until_the_release(app) {
        let two = Two::new(&app, 4, 2).await;
        let shift = two.shift;
        let (anna, _) = app.member(&two.guest, "anna", VOLUNTEER).await;
        let (eva, _) = app.member(&two.host, "eva", VOLUNTEER).await;
        anna.sign_up(shift).await.ok();
        anna.get(api::AskForStandIn { shift }).await.ok();
        assert!(!seen(&eva, shift).await.stand_in_wanted);
        eva.get(api::TakeOver { shift }).await.problem(ProblemKind::WrongState);
        before_the_walk(&app, &anna, shift, 24).await;
        let (eva, admin) = (app.log_in("eva@example.se").await, app.log_in("rissne-admin@example.se").await);
        assert!(seen(&eva, shift).await.stand_in_wanted);
        eva.get(api::TakeOver { shift }).await.ok();
        let shares = seen(&admin, shift).await.shares.unwrap();
        assert_eq!((shares.own_used, shares.guests[0].used), (1, 0));
    }

    async fn adults_of_all_organisations_count_towards_the_minimum(app) {
        let two = Two::new(&app, 4, 2).await;
        let shift = two.shift;
        let (anna, _) = app.member(&two.guest, "anna", VOLUNTEER).await;
        anna.sign_up(shift).await.ok();
        assert_eq!(seen(&two.host.admin, shift).await.card.staffing.missing, 1);
        two.host.admin.sign_up(shift).await.ok();
        assert_eq!(seen(&two.host.admin, shift).await.card.staffing.missing, 0);
    }

    async fn the_maximum_is_not_lowered_below_what_was_promised(app) {
        let two = Two::new(&app, 6, 4).await;
        let detail = seen(&two.host.admin, two.shift).await;
        let form = ShiftForm { maximum: 3, ..detail.form.clone().unwrap() };
        change(&two.host.admin, &detail, form).await.problem(ProblemKind::CapacityBelowSignups);
        let form = ShiftForm { maximum: 4, ..detail.form.clone().unwrap() };
        change(&two.host.admin, &detail, form).await.ok();
    }
}
