//! Thirty people of two organisations for the last places, all at once; with a negative control.

use super::*;
use futures_util::future::join_all;
use lykta_tests::{Backend, Options, on_both};

/// Thirty people, fifteen of each organisation.
async fn thirty(app: &App, two: &Two) -> (Vec<Client>, Vec<Client>) {
    let host = app.crowd(&two.host, 15).await;
    let mut guest = Vec::new();
    for number in 0..15 {
        guest.push(
            app.member(&two.guest, &format!("gast{number}"), VOLUNTEER)
                .await
                .0,
        );
    }
    (host, guest)
}

/// Everybody at once; how many of each organisation are on it then, by the shift's own count.
async fn race(two: &Two, people: &(Vec<Client>, Vec<Client>)) -> (u16, u16) {
    let everybody = people.0.iter().zip(&people.1).flat_map(|(a, b)| [a, b]);
    let answers = join_all(everybody.map(|who| who.sign_up(two.shift))).await;
    for answer in answers {
        assert!(answer.status.as_u16() < 500, "{}", answer.text);
    }
    let shares = seen(&two.host.admin, two.shift).await.shares.unwrap();
    (shares.own_used, shares.guests[0].used)
}

on_both! {
    async fn thirty_of_two_organisations_get_their_shares_and_after_the_release_the_rest(app) {
        let mut two = Two::new(&app, 7, 3).await;
        let people = thirty(&app, &two).await;
        assert_eq!(race(&two, &people).await, (4, 3), "before the release each has its own");
        // Nobody of the host came: after the release the guest's people may have those places as well, and no more.
        let first = two.shift;
        two.shift = app.walk(&two.host, app.plan(3, 7).await).await.card.id;
        two.share(3, 96).await.ok();
        two.answer(ShareAnswer::Accept).await.ok();
        // They are on the first walk, at the same hour.
        for who in people.0.iter().chain(&people.1) {
            who.get(api::Withdraw { shift: first }).await.ok();
        }
        let (host, guest) = race(&two, &people).await;
        assert_eq!(host + guest, 7, "all places, and not one more");
    }
}

mod without_the_guard {
    use super::*;

    async fn run(backend: Backend) {
        let options = Options::default().env("LYKTA_FAILPOINTS", "capacity-guard-off");
        let app = App::start_with(backend, options).await;
        let mut two = Two::new(&app, 7, 3).await;
        let people = thirty(&app, &two).await;
        for day in 4..=10 {
            let (host, guest) = race(&two, &people).await;
            if host > 4 || guest > 3 {
                println!(
                    "{backend:?}: {host} and {guest} people on 4 and 3 places without the guard"
                );
                return;
            }
            two.shift = app.walk(&two.host, app.plan(day, 7).await).await.card.id;
            two.share(3, 24).await.ok();
            two.answer(ShareAnswer::Accept).await.ok();
        }
        panic!("thirty people raced without a guard, and nobody noticed");
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
