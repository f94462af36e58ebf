//! Requests whose answer got lost: asked again with the same `Idempotency-Key`, they are done once.

use futures_util::future::join_all;
use lykta_shared::{
    api,
    organisations::{AgeBand, InviteRequest, OrgRole},
    problem::ProblemKind,
    shifts::CreateShift,
};
use lykta_tests::{Answer, App, Client, Partner, application, on_both};

const KEY: &str = "01a20500-0000-7000-8000-00000000000a";

fn keyed(client: &Client, key: &str) -> Client {
    client.with_header("idempotency-key", key)
}

fn replayed<T>(answer: &Answer<T>) -> bool {
    answer
        .headers
        .get("idempotency-replayed")
        .is_some_and(|held| held == "true")
}

async fn planned(app: &App, partner: &Partner) -> usize {
    let (today, _) = lykta_shared::time::civil::local(app.now().await);
    let query = lykta_shared::shifts::ScheduleQuery {
        from: today,
        to: lykta_shared::time::civil::shift_days(today, 20),
    };
    let endpoint = api::ListSchedule {
        organisation: partner.id,
    };
    partner.admin.ask(endpoint, query, ()).await.ok().len()
}

on_both! {
    async fn ten_at_once_with_one_key_make_one_shift_and_get_one_answer(app) {
        let partner = app.partner("Rissne nattvandrare").await;
        let create = CreateShift { shift: app.plan(5, 6).await, publish: true };
        let admin = keyed(&partner.admin, KEY);
        let organisation = partner.id;
        let answers = join_all((0..10).map(|_| admin.call(api::PostShift { organisation }, create.clone()))).await;
        let first = answers.iter().filter(|answer| !replayed(answer)).count();
        assert_eq!(first, 1, "one did it");
        let ids: std::collections::BTreeSet<_> = answers.into_iter().map(|answer| {
            assert_eq!(answer.status.as_u16(), 201);
            let tag = answer.etag();
            (answer.ok().card.id, tag)
        }).collect();
        assert_eq!(ids.len(), 1, "all got the same");
        assert_eq!(planned(&app, &partner).await, 1);
        // The control: without a key each does it.
        for _ in 0..2 {
            partner.admin.call(api::PostShift { organisation }, create.clone()).await.ok();
        }
        assert_eq!(planned(&app, &partner).await, 3);
    }

    async fn a_key_is_for_one_request_of_one_person_for_a_day(app) {
        let partner = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Hallonbergens vandrare").await;
        let organisation = partner.id;
        let mut create = CreateShift { shift: app.plan(5, 6).await, publish: false };
        let admin = keyed(&partner.admin, KEY);
        let first = admin.call(api::PostShift { organisation }, create.clone()).await.ok();
        create.publish = true;
        admin.call(api::PostShift { organisation }, create.clone()).await.problem(ProblemKind::KeyReused);
        admin.call(api::CreateOrganisation {}, application("Nya vandrare", "night_walk_group")).await
            .problem(ProblemKind::KeyReused);
        create.publish = false;
        // Somebody else may take the same word.
        let theirs = keyed(&other.admin, KEY).call(api::PostShift { organisation: other.id }, create.clone()).await;
        assert!(!replayed(&theirs));
        assert_ne!(theirs.ok().card.id, first.card.id);
        // What was refused was not done: corrected, it is.
        let fresh = keyed(&partner.admin, &"b".repeat(16));
        let mut wrong = create.clone();
        wrong.shift.maximum = 1;
        fresh.call(api::PostShift { organisation }, wrong).await.problem(ProblemKind::InvalidFields);
        fresh.call(api::PostShift { organisation }, create.clone()).await.ok();
        assert_eq!(planned(&app, &partner).await, 2);
        // A day later it is a new occasion.
        let now = app.now().await;
        app.set_clock(&now.plus_hours(25).to_string()).await;
        app.work().await;
        let partner_admin = app.log_in("rissne-admin@example.se").await;
        let later = keyed(&partner_admin, KEY).call(api::PostShift { organisation }, create).await;
        assert!(!replayed(&later));
        assert_ne!(later.ok().card.id, first.card.id);
    }

    async fn an_invitation_asked_for_twice_is_one_mail(app) {
        let partner = app.partner("Rissne nattvandrare").await;
        let request = InviteRequest {
            email: "anna@example.se".to_owned().try_into().unwrap(),
            roles: vec![OrgRole::Volunteer],
            age_band: AgeBand::Adult,
        };
        let admin = keyed(&partner.admin, KEY);
        let invite = || api::Invite { organisation: partner.id };
        let one = admin.call(invite(), request.clone()).await.ok();
        let two = admin.call(invite(), request).await;
        assert!(replayed(&two));
        assert_eq!(two.ok(), one);
        assert_eq!(app.mails_to("anna@example.se").await.len(), 1);
    }

    async fn a_key_that_is_none_is_refused(app) {
        let partner = app.partner("Rissne nattvandrare").await;
        let create = CreateShift { shift: app.plan(5, 6).await, publish: true };
        let organisation = partner.id;
        for key in ["", "short", "with spaces in it!", &"x".repeat(65), "åäöåäöåäöåäöåäöåäö"] {
            let answer = keyed(&partner.admin, key).call(api::PostShift { organisation }, create.clone()).await;
            answer.problem(ProblemKind::MalformedRequest);
        }
        let quoted = keyed(&partner.admin, "\"01a20500-0000-7000-8000-00000000000a\"");
        quoted.call(api::PostShift { organisation }, create).await.ok();
        assert_eq!(planned(&app, &partner).await, 1);
    }
}
