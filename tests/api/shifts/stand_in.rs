//! Somebody can't come and asks for a stand-in: one exchange, or none.

use super::*;
use futures_util::future::join_all;
use lykta_shared::{organisations::OrgRole, problem::ProblemKind};
use lykta_tests::{App, Backend, on_both};

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];
const LEADER: &[OrgRole] = &[OrgRole::Volunteer, OrgRole::ShiftLeader];

on_both! {
    async fn until_somebody_takes_over_the_first_keeps_the_duty(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, first) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, second) = app.member(&group, "bo", VOLUNTEER).await;
        let (cia, _) = app.member(&group, "cia", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 2).await).await.card.id;
        anna.sign_up(shift).await.ok();
        cia.sign_up(shift).await.ok();
        bo.get(api::AskForStandIn { shift }).await.problem(ProblemKind::WrongState);
        assert!(anna.get(api::AskForStandIn { shift }).await.ok().stand_in_asked);
        anna.get(api::AskForStandIn { shift }).await.ok();
        assert_eq!(names_on(&group.admin, shift).await.len(), 2);
        assert!(matches!(state(&anna, shift).await, SignupState::Joined { .. }));
        let asked = |mails: Vec<lykta_tests::Mail>| mails.iter().filter(|mail| mail.subject.contains("Ersättare")).count();
        assert_eq!(asked(app.mails_to("bo@example.se").await), 1, "asked twice, told once");
        assert_eq!(asked(app.mails_to("cia@example.se").await), 0, "is on it");
        assert!(seen(&bo, shift).await.stand_in_wanted && !seen(&cia, shift).await.stand_in_wanted);
        cia.get(api::TakeOver { shift }).await.problem(ProblemKind::WrongState);
        bo.get(api::TakeOver { shift }).await.ok();
        let on_it = names_on(&group.admin, shift).await;
        assert!(on_it.contains(&second) && !on_it.contains(&first));
        assert_eq!(seen(&group.admin, shift).await.card.staffing.taken, 2);
        let told = app.mails_to("anna@example.se").await;
        let told = told.iter().find(|mail| mail.subject.contains("Någon tar ditt pass")).unwrap();
        assert!(told.body.contains("METHOD:CANCEL"));
        bo.get(api::TakeOver { shift }).await.problem(ProblemKind::WrongState);
        anna.get(api::TakeOver { shift }).await.problem(ProblemKind::WrongState);
    }

    async fn who_no_longer_needs_one_or_withdraws_is_not_replaced(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 4).await).await.card.id;
        anna.sign_up(shift).await.ok();
        anna.get(api::AskForStandIn { shift }).await.ok();
        assert!(!anna.get(api::StopAskingForStandIn { shift }).await.ok().stand_in_asked);
        bo.get(api::TakeOver { shift }).await.problem(ProblemKind::WrongState);
        anna.get(api::AskForStandIn { shift }).await.ok();
        anna.get(api::Withdraw { shift }).await.ok();
        bo.get(api::TakeOver { shift }).await.problem(ProblemKind::WrongState);
        assert_eq!(seen(&group.admin, shift).await.card.staffing.taken, 0);
    }

    async fn a_stand_in_has_to_be_free_and_a_leader_is_followed_by_one_who_may_lead(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let (_, second) = app.member(&group, "ulf", LEADER).await;
        let ulf = app.log_in("ulf@example.se").await;
        let form = app.plan(5, 4).await;
        let shift = app.walk(&group, ShiftForm { leader: Some(leader), ..form.clone() }).await.card.id;
        let other = app.walk(&group, form).await.card.id;
        bo.sign_up(other).await.ok();
        lea.get(api::AskForStandIn { shift }).await.ok();
        assert_eq!(reasons(bo.get(api::TakeOver { shift }).await), [SignUpReason::Overlap]);
        ulf.get(api::TakeOver { shift }).await.ok();
        assert_eq!(seen(&group.admin, shift).await.form.unwrap().leader, Some(second));
        // By one who may not, nobody leads, and whoever plans is told.
        bo.get(api::Withdraw { shift: other }).await.ok();
        ulf.get(api::AskForStandIn { shift }).await.ok();
        bo.get(api::TakeOver { shift }).await.ok();
        assert!(seen(&group.admin, shift).await.card.staffing.leader_missing);
        let told = app.mails_to("rissne-admin@example.se").await;
        assert_eq!(told.iter().filter(|mail| mail.subject.contains("Ledare saknas")).count(), 1);
    }

    async fn of_ten_who_take_over_at_once_one_does(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, first) = app.member(&group, "anna", VOLUNTEER).await;
        let people = app.crowd(&group, 10).await;
        for day in 1..=4 {
            let shift = app.walk(&group, app.plan(day, 2).await).await.card.id;
            anna.sign_up(shift).await.ok();
            anna.get(api::AskForStandIn { shift }).await.ok();
            let answers = join_all(people.iter().map(|who| who.get(api::TakeOver { shift }))).await;
            for answer in &answers {
                assert!(answer.status.is_success() || answer.status.as_u16() == 409, "{}", answer.text);
            }
            assert_eq!(answers.iter().filter(|answer| answer.status.is_success()).count(), 1, "day {day}");
            let on_it = names_on(&group.admin, shift).await;
            assert!(on_it.len() == 1 && !on_it.contains(&first), "day {day}");
            assert_eq!(seen(&group.admin, shift).await.card.staffing.taken, 1);
        }
    }
}

/// On two servers beside each other the same holds: the rows are locked in the database, not in a server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_fill_twenty_places_with_twenty_people() {
    let one = App::start(Backend::Postgres).await;
    let group = one.partner("Rissne nattvandrare").await;
    let people = one.crowd(&group, 40).await;
    let two = one.twin().await;
    let mut elsewhere = Vec::new();
    for number in 20..40 {
        elsewhere.push(two.log_in(&format!("walker{number}@example.se")).await);
    }
    for day in 1..=3 {
        let shift = one.walk(&group, one.plan(day, 20).await).await.card.id;
        let here = join_all(people[..20].iter().map(|who| who.sign_up(shift)));
        let there = join_all(elsewhere.iter().map(|who| who.sign_up(shift)));
        let (here, there) = tokio::join!(here, there);
        let joined = here
            .iter()
            .chain(&there)
            .filter(|answer| {
                assert!(
                    answer.status.is_success() || answer.status.as_u16() == 409,
                    "{}",
                    answer.text
                );
                answer.status.is_success()
            })
            .count();
        assert_eq!(joined, 20, "day {day}");
        assert_eq!(names_on(&group.admin, shift).await.len(), 20);
    }
}
