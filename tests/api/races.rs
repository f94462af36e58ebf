//! Many people, few places, all at once: capacity is never exceeded, nobody is in two places, the queue stays
//! whole, and nothing fails but with a reason. With a negative control that shows that we would notice.

use futures_util::future::join_all;
use lykta_shared::{
    api,
    ids::ShiftId,
    problem::ProblemKind,
    shifts::{ChangeQuery, ShiftCard, SignUpReason, SignupState, SignupStatus},
};
use lykta_tests::{Answer, App, Backend, Client, Options, Partner, on_both};

/// How often each race is run on one database.
const ROUNDS: i32 = 3;

/// A walk with this many places left. The smallest walk is for two: then the administrator is the other one.
async fn places(app: &App, group: &Partner, day: i32, places: u16) -> ShiftId {
    let shift = app.walk(group, app.plan(day, places).await).await.card;
    for _ in places..shift.staffing.maximum {
        group.admin.sign_up(shift.id).await.ok();
    }
    shift.id
}

async fn withdraw(who: &Client, shift: ShiftId) -> Answer<ShiftCard> {
    who.get(api::Withdraw { shift }).await
}

/// Who got on it. Everybody else was refused because it was full, and for nothing else.
fn winners(answers: Vec<Answer<ShiftCard>>) -> usize {
    answers
        .into_iter()
        .filter(|answer| {
            if answer.status.is_success() {
                return true;
            }
            assert_eq!(answer.status.as_u16(), 409, "{}", answer.text);
            let problem: lykta_shared::problem::Problem =
                serde_json::from_str(&answer.text).unwrap();
            assert_eq!(problem.code, ProblemKind::SignUpRefused);
            assert_eq!(problem.reasons, [SignUpReason::Full]);
            false
        })
        .count()
}

/// What has to hold whatever happened: the counters are what the rows say, the maximum is kept, the queue has no
/// gaps, and nobody waits while there is a place.
async fn whole(group: &Partner, shift: ShiftId) {
    let roster = group.admin.get(api::GetRoster { shift }).await.ok();
    let on_it = roster
        .rows
        .iter()
        .filter(|row| row.status == SignupStatus::SignedUp)
        .count();
    let queue: Vec<_> = roster.rows.iter().filter_map(|row| row.position).collect();
    let staffing = roster.shift.staffing;
    assert_eq!(on_it, usize::from(staffing.taken));
    assert!(staffing.taken <= staffing.maximum, "{staffing:?}");
    assert_eq!(staffing.adults, staffing.taken);
    assert_eq!(queue, (1..=u32::from(staffing.waiting)).collect::<Vec<_>>());
    assert!(staffing.waiting == 0 || staffing.free == 0, "{staffing:?}");
    let mut people: Vec<_> = roster.rows.iter().map(|row| row.member).collect();
    people.sort();
    people.dedup();
    assert_eq!(people.len(), roster.rows.len(), "nobody is on it twice");
}

fn is_on(state: &SignupState) -> bool {
    matches!(state, SignupState::Joined { .. })
}

async fn on(client: &Client, shift: ShiftId) -> bool {
    is_on(&client.get(api::GetShift { shift }).await.ok().card.signup)
}

/// A row of numbers that look drawn, the same each time.
fn drawn(seed: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1), |x| {
        let x = x ^ (x << 13);
        let x = x ^ (x >> 7);
        Some(x ^ (x << 17))
    })
}

on_both! {
    async fn of_fifty_people_one_gets_the_one_place(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 50).await;
        for round in 1..=ROUNDS {
            let shift = places(&app, &group, round, 1).await;
            let answers = join_all(people.iter().map(|who| who.sign_up(shift))).await;
            assert_eq!(winners(answers), 1, "round {round}");
            whole(&group, shift).await;
        }
    }

    async fn of_two_hundred_people_twenty_get_the_twenty_places(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 200).await;
        for round in 1..=ROUNDS {
            let shift = places(&app, &group, round, 20).await;
            let started = std::time::Instant::now();
            let answers = join_all(people.iter().map(|who| who.sign_up(shift))).await;
            println!("{:?}: 200 for 20 in {:?}", app.backend, started.elapsed());
            assert_eq!(winners(answers), 20, "round {round}");
            whole(&group, shift).await;
        }
        // All of them want to wait: twenty on it, the others in a queue without gaps.
        let shift = places(&app, &group, ROUNDS + 1, 20).await;
        let answers = join_all(people.iter().map(|who| who.sign_up_or_wait(shift))).await;
        let joined = answers.into_iter().filter(|a| { assert!(a.status.is_success(), "{}", a.text); a.text.contains("\"joined\"") }).count();
        assert_eq!(joined, 20);
        whole(&group, shift).await;
    }

    async fn coming_going_and_waiting_at_once_leaves_places_and_queue_whole(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 30).await;
        for round in 1..=ROUNDS {
            let shift = places(&app, &group, round, 5).await;
            let seed = round.unsigned_abs();
            join_all(people.iter().zip(1_u64..).map(|(who, number)| async move {
                for number in drawn(u64::from(seed) * 1000 + number).take(8) {
                    let answer = if number % 5 < 3 {
                        who.sign_up_or_wait(shift).await
                    } else {
                        withdraw(who, shift).await
                    };
                    assert!(answer.status.is_success(), "{}", answer.text);
                }
            })).await;
            whole(&group, shift).await;
        }
    }

    async fn nobody_gets_onto_two_overlapping_shifts_in_parallel(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 20).await;
        for round in 1..=ROUNDS {
            let one = places(&app, &group, round, 40).await;
            let two = places(&app, &group, round, 40).await;
            // Half of them in one order, half in the other: that is how locks meet.
            let outcome = join_all(people.iter().enumerate().map(|(i, who)| async move {
                let (a, b) = if i % 2 == 0 { (one, two) } else { (two, one) };
                let (a, b) = tokio::join!(who.sign_up(a), who.sign_up(b));
                for answer in [&a, &b] {
                    assert!(answer.status.as_u16() < 500, "{}", answer.text);
                }
                usize::from(a.status.is_success()) + usize::from(b.status.is_success())
            })).await;
            assert_eq!(outcome, vec![1; people.len()], "round {round}");
            whole(&group, one).await;
            whole(&group, two).await;
        }
    }

    async fn who_moves_up_while_signing_up_elsewhere_is_in_one_place(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 24).await;
        let (walking, waiting) = people.split_at(12);
        for round in 1..=ROUNDS {
            let full = places(&app, &group, round, 12).await;
            let other = places(&app, &group, round, 40).await;
            join_all(walking.iter().map(|who| who.sign_up(full))).await;
            for who in waiting {
                who.sign_up_or_wait(full).await.ok();
            }
            let leave = join_all(walking.iter().map(|who| withdraw(who, full)));
            let take = join_all(waiting.iter().map(|who| who.sign_up(other)));
            let (left, taken) = tokio::join!(leave, take);
            for answer in left.iter().chain(&taken) {
                assert!(answer.status.as_u16() < 500, "{}", answer.text);
            }
            for who in waiting {
                let both = on(who, full).await && on(who, other).await;
                assert!(!both, "round {round}");
            }
            let roster = group.admin.get(api::GetRoster { shift: full }).await.ok().shift.staffing;
            assert!(roster.taken <= roster.maximum);
            whole(&group, other).await;
        }
    }

    async fn the_same_tap_ten_times_is_one_sign_up(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 3).await;
        for (who, day) in people.iter().zip(1..) {
            let shift = places(&app, &group, day, 4).await;
            let answers = join_all((0..10).map(|_| who.sign_up(shift))).await;
            let mut states: Vec<_> = answers.into_iter().map(|answer| format!("{:?}", answer.ok().signup)).collect();
            states.dedup();
            assert_eq!(states.len(), 1, "{states:?}");
            whole(&group, shift).await;
            let gone = join_all((0..10).map(|_| withdraw(who, shift))).await;
            assert!(gone.iter().all(|answer| answer.status.is_success()));
            whole(&group, shift).await;
        }
    }

    async fn a_maximum_lowered_in_the_middle_of_a_rush_is_kept_or_refused(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 20).await;
        for round in 1..=ROUNDS {
            let shift = app.walk(&group, app.plan(round, 12).await).await;
            let mut form = shift.form.clone().unwrap();
            form.maximum = 4;
            let id = shift.card.id;
            let planner = group.admin.if_match(shift.version);
            let rush = join_all(people.iter().map(|who| who.sign_up(id)));
            let (answers, lowered) = tokio::join!(rush, planner.ask(api::PutShift { shift: id }, ChangeQuery::default(), form));
            let joined = winners(answers);
            if lowered.status.is_success() {
                assert!(joined <= 4, "{joined}");
            } else {
                lowered.problem(ProblemKind::CapacityBelowSignups);
                assert_eq!(joined, 12);
            }
            whole(&group, id).await;
        }
    }
}

/// The guard taken away, the same race over-books: so the tests above would notice if it ever went missing.
mod without_the_guard_the_race_is_noticed {
    use super::*;

    async fn run(backend: Backend) {
        let options = Options::default().env("LYKTA_FAILPOINTS", "capacity-guard-off");
        let app = App::start_with(backend, options).await;
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 50).await;
        for day in 1..=10 {
            let shift = app.walk(&group, app.plan(day, 2).await).await.card.id;
            let answers = join_all(people.iter().map(|who| who.sign_up(shift))).await;
            let joined = answers
                .iter()
                .filter(|answer| answer.status.is_success())
                .count();
            let roster = group.admin.get(api::GetRoster { shift }).await.ok();
            assert_eq!(roster.rows.len(), joined);
            if joined > 2 {
                println!("{backend:?}: {joined} people on 2 places without the guard, day {day}");
                return;
            }
        }
        panic!("fifty people raced ten times without a guard, and nobody noticed");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        run(Backend::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        run(Backend::Postgres).await;
    }
}
