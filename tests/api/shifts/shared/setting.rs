//! Asking, answering, leaving: who may, and what it does to people.

use super::*;
use lykta_shared::{
    problem::{FieldCode, ProblemKind},
    shifts::shares::ShareStatus,
};
use lykta_tests::{Backend, on_both};

/// How many mails with this subject the host's planner got; none of them names who answered.
async fn answers(app: &App, subject: &str) -> usize {
    let mails = app.mails_to("rissne-admin@example.se").await;
    let found: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject.contains(subject))
        .collect();
    assert!(
        found
            .iter()
            .all(|mail| !mail.body.contains("Hallonbergens"))
    );
    found.len()
}

on_both! {
    async fn a_guest_answers_before_its_members_see_anything(app) {
        let host = app.partner("Rissne nattvandrare").await;
        let guest = app.partner("Hallonbergens vandrare").await;
        let other = app.partner("Ursviks vandrare").await;
        let (anna, _) = app.member(&guest, "anna", VOLUNTEER).await;
        let shift = app.walk(&host, app.plan(3, 6).await).await.card.id;
        share(&host, shift, &[(&guest, 3)], 24).await.ok();
        anna.get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
        anna.sign_up(shift).await.problem(ProblemKind::NotFound);
        guest.admin.get(api::GetRoster { shift }).await.problem(ProblemKind::NotFound);
        let organisation = guest.id;
        let asked = guest.admin.get(api::ListSharedShifts { organisation }).await.ok();
        assert_eq!((asked.len(), asked[0].status, asked[0].places), (1, ShareStatus::Invited, 3));
        let told = app.mails_to("hallonbergens-admin@example.se").await;
        assert_eq!(told.iter().filter(|mail| mail.subject.contains("gemensamt pass")).count(), 1);
        // Only who plans there answers, and only who was asked.
        anna.get(api::ListSharedShifts { organisation }).await.problem(ProblemKind::Forbidden);
        other.admin.get(api::ListSharedShifts { organisation }).await.problem(ProblemKind::NotFound);
        reply(&anna, &guest, shift, ShareAnswer::Accept).await.problem(ProblemKind::Forbidden);
        reply(&other.admin, &guest, shift, ShareAnswer::Accept).await.problem(ProblemKind::NotFound);
        reply(&other.admin, &other, shift, ShareAnswer::Accept).await.problem(ProblemKind::NotFound);
        reply(&guest.admin, &guest, shift, ShareAnswer::Withdraw).await.problem(ProblemKind::WrongState);
        reply(&guest.admin, &guest, shift, ShareAnswer::Accept).await.ok();
        reply(&guest.admin, &guest, shift, ShareAnswer::Accept).await.ok();
        reply(&guest.admin, &guest, shift, ShareAnswer::Decline).await.problem(ProblemKind::WrongState);
        anna.sign_up(shift).await.ok();
        assert!(ahead(&anna).await.contains(&shift), "in the list of open shifts");
        assert!(!ahead(&other.admin).await.contains(&shift));
        other.admin.get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
        assert_eq!(answers(&app, "Ja till gemensamt pass").await, 1, "accepted twice, told once");
    }

    async fn who_declines_gives_the_places_back_and_hears_no_more_of_it(app) {
        let host = app.partner("Rissne nattvandrare").await;
        let guest = app.partner("Hallonbergens vandrare").await;
        let shift = app.walk(&host, app.plan(3, 4).await).await.card.id;
        share(&host, shift, &[(&guest, 3)], 24).await.ok();
        assert_eq!(seen(&host.admin, shift).await.card.staffing.free, 1);
        reply(&guest.admin, &guest, shift, ShareAnswer::Decline).await.ok();
        assert_eq!(seen(&host.admin, shift).await.card.staffing.free, 4);
        guest.admin.get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
        let organisation = guest.id;
        assert_eq!(guest.admin.get(api::ListSharedShifts { organisation }).await.ok().len(), 0);
        reply(&guest.admin, &guest, shift, ShareAnswer::Accept).await.problem(ProblemKind::NotFound);
        assert_eq!(answers(&app, "Nej till gemensamt pass").await, 1);
    }

    async fn who_withdraws_frees_its_places_and_each_of_its_people_is_told(app) {
        let two = Two::new(&app, 4, 2).await;
        let shift = two.shift;
        let (anna, _) = app.member(&two.guest, "anna", VOLUNTEER).await;
        let (eva, _) = app.member(&two.host, "eva", VOLUNTEER).await;
        anna.sign_up(shift).await.ok();
        eva.sign_up(shift).await.ok();
        two.answer(ShareAnswer::Withdraw).await.ok();
        two.answer(ShareAnswer::Withdraw).await.ok();
        anna.get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
        let staffing = seen(&eva, shift).await.card.staffing;
        assert_eq!((staffing.taken, staffing.free), (1, 3), "the other organisation's people stay");
        assert_eq!(answers(&app, "En förening går inte med").await, 1);
        let told = app.mails_to("anna@example.se").await;
        assert_eq!(told.iter().filter(|mail| mail.subject.contains("inte längre med")).count(), 1);
        assert!(app.mails_to("eva@example.se").await.iter().all(|mail| !mail.subject.contains("inte längre")));
    }

    async fn shares_fit_the_walk_and_never_fall_below_the_people(app) {
        let two = Two::new(&app, 4, 2).await;
        let (shift, host, guest) = (two.shift, &two.host, &two.guest);
        two.share(5, 24).await.field("/guests", FieldCode::OutOfRange);
        two.share(0, 24).await.field("/guests/0/places", FieldCode::OutOfRange);
        two.share(2, 9999).await.field("/releaseHours", FieldCode::OutOfRange);
        share(host, shift, &[(guest, 1), (guest, 1)], 24).await.field("/guests/0/organisation", FieldCode::NotEligible);
        share(host, shift, &[(host, 1)], 24).await.field("/guests/0/organisation", FieldCode::NotEligible);
        for name in ["anna", "bo"] {
            app.member(guest, name, VOLUNTEER).await.0.sign_up(shift).await.ok();
        }
        two.share(1, 24).await.problem(ProblemKind::CapacityBelowSignups);
        share(host, shift, &[], 24).await.problem(ProblemKind::CapacityBelowSignups);
        host.admin.sign_up(shift).await.ok();
        two.share(4, 24).await.problem(ProblemKind::CapacityBelowSignups);
        two.share(3, 12).await.ok();
        share_so(host, shift, &[], (24, Some(true))).await.ok();
        let staffing = seen(&host.admin, shift).await.card.staffing;
        assert_eq!((staffing.taken, staffing.free), (1, 3));
        let told = app.mails_to("anna@example.se").await;
        assert_eq!(told.iter().filter(|mail| mail.subject.contains("inte längre med")).count(), 1);
    }

    async fn only_planners_of_the_host_share_and_nobody_writes_over_another(app) {
        let two = Two::new(&app, 4, 2).await;
        let (shift, guest) = (two.shift, &two.guest);
        let (eva, _) = app.member(&two.host, "eva", VOLUNTEER).await;
        let form = SharesForm { release_hours: 24, guests: vec![] };
        let version = seen(&two.host.admin, shift).await.version;
        let put = async |who: &Client, version: i32| {
            who.if_match(version).ask(api::PutShares { shift }, SharesQuery::default(), form.clone()).await
        };
        put(&eva, version).await.problem(ProblemKind::Forbidden);
        put(&guest.admin, version).await.problem(ProblemKind::NotFound);
        put(&two.host.admin, version - 1).await.problem(ProblemKind::Stale);
        let organisation = two.host.id;
        eva.get(api::ListShareable { organisation }).await.problem(ProblemKind::Forbidden);
        guest.admin.get(api::ListShareable { organisation }).await.problem(ProblemKind::NotFound);
        let names: Vec<_> = two.host.admin.get(api::ListShareable { organisation }).await.ok();
        assert_eq!(names.iter().map(|one| one.id).collect::<Vec<_>>(), [guest.id]);
    }

    async fn a_special_category_is_asked_only_if_it_shows_itself_and_never_hosts(app) {
        let host = app.partner("Rissne nattvandrare").await;
        let parish = app.partner_of_type("Älvens församling", "faith_community").await;
        let shift = app.walk(&host, app.plan(3, 4).await).await.card.id;
        share(&host, shift, &[(&parish, 2)], 24).await.field("/guests/0/organisation", FieldCode::NotEligible);
        let organisation = host.id;
        assert!(host.admin.get(api::ListShareable { organisation }).await.ok().is_empty());
        list(&parish).await;
        share(&host, shift, &[(&parish, 2)], 24).await.ok();
        let own = app.walk(&parish, app.plan(4, 4).await).await.card.id;
        share(&parish, own, &[(&host, 2)], 24).await.problem(ProblemKind::Forbidden);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_guest_signs_up_nobody_and_the_others_people_stay() {
    let app = App::start(Backend::Postgres).await;
    let two = Two::new(&app, 4, 2).await;
    let shift = two.shift;
    let (anna, _) = app.member(&two.guest, "anna", VOLUNTEER).await;
    let (bo, _) = app.member(&two.guest, "bo", VOLUNTEER).await;
    let (eva, _) = app.member(&two.host, "eva", VOLUNTEER).await;
    anna.sign_up(shift).await.ok();
    eva.sign_up(shift).await.ok();
    app.query(&format!(
        "UPDATE organisations SET status = 'suspended' WHERE id = '{}'",
        two.guest.id
    ));
    assert_eq!(
        reasons(bo.sign_up(shift).await),
        [SignUpReason::OrganisationNotActive]
    );
    assert!(is_on(&state(&eva, shift).await) && is_on(&state(&anna, shift).await));
    app.query(&format!(
        "UPDATE organisations SET status = 'active' WHERE id = '{}'",
        two.guest.id
    ));
    app.query(&format!(
        "UPDATE organisations SET status = 'suspended' WHERE id = '{}'",
        two.host.id
    ));
    assert_eq!(
        reasons(bo.sign_up(shift).await),
        [SignUpReason::OrganisationNotActive]
    );
}
