//! *All home*: who is asked when nobody ticks it off.

use super::*;
use lykta_shared::walks::{WalkPlan, WalkSettings};
use lykta_tests::{Backend, on_both};

async fn asked(app: &App, name: &str) -> usize {
    let mails = app.mails_to(&format!("{name}@example.se")).await;
    mails
        .iter()
        .filter(|mail| mail.subject == "Är alla hemma?")
        .count()
}

/// Leader, deputy and duty contact of the night, with ten minutes between.
async fn settled(app: &App, night: &Night) {
    let organisation = night.group.id;
    let settings = WalkSettings {
        briefing_hours: 24,
        home_minutes: 45,
        step_minutes: 10,
        duty: Some(night.bo),
    };
    let endpoint = api::PutWalkSettings { organisation };
    night
        .group
        .admin
        .if_match(0)
        .call(endpoint, settings)
        .await
        .ok();
    let plan = WalkPlan {
        route: Vec::new(),
        deputy: Some(night.anna),
        checkpoint: None,
    };
    let lea = app.log_in("lea@example.se").await;
    lea.call(api::PutWalkPlan { shift: night.id() }, plan)
        .await
        .ok();
}

on_both! {
    async fn leader_deputy_and_duty_contact_are_asked_one_after_the_other_and_once(app) {
        let night = Night::new(&app).await;
        settled(&app, &night).await;
        for (minutes, expected) in [
            (180 + 44, (0, 0, 0)), (180 + 46, (1, 0, 0)), (180 + 50, (1, 0, 0)), (180 + 56, (1, 1, 0)),
            (180 + 66, (1, 1, 1)), (180 + 300, (1, 1, 1)),
        ] {
            night.go(&app, minutes).await;
            let seen = (asked(&app, "lea").await, asked(&app, "anna").await, asked(&app, "bo").await);
            assert_eq!(seen, expected, "{minutes}");
        }
        assert_eq!(asked(&app, "rissne-admin").await, 0);
    }

    async fn once_it_is_ticked_nobody_is_asked_any_more(app) {
        let night = Night::new(&app).await;
        settled(&app, &night).await;
        night.go(&app, 180 + 46).await;
        assert_eq!(asked(&app, "lea").await, 1);
        let lea = app.log_in("lea@example.se").await;
        night.home(&lea, 180 + 46).await.ok();
        night.go(&app, 180 + 90).await;
        assert_eq!((asked(&app, "anna").await, asked(&app, "bo").await), (0, 0));
    }

    async fn without_a_leader_the_administrators_are_asked_at_once(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let walk = app.walk(&group, app.plan(1, 4).await).await.card;
        anna.sign_up(walk.id).await.ok();
        let empty = app.walk(&group, app.plan(2, 4).await).await.card;
        app.set_clock(&walk.ends_at.plus_minutes(46).to_string()).await;
        assert_eq!(asked(&app, "rissne-admin").await, 1);
        // A walk nobody was on has nobody to wait for.
        app.set_clock(&empty.ends_at.plus_minutes(300).to_string()).await;
        assert_eq!(asked(&app, "rissne-admin").await, 1);
    }
}

/// Two servers on one database look at the same time: one mail a step. The keys of the mails see to it; that there is
/// something to see to shows the count of walks both looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_ask_once() {
    let app = App::start(Backend::Postgres).await;
    let night = Night::new(&app).await;
    settled(&app, &night).await;
    let twin = app.twin().await;
    for minutes in [180 + 46, 180 + 56, 180 + 66] {
        night.go(&app, minutes).await;
        twin.set_clock(&night.at(minutes).to_string()).await;
        tokio::join!(app.work(), twin.work(), app.work(), twin.work());
    }
    app.work().await;
    let sent =
        app.query("SELECT count(*), count(DISTINCT user_id) FROM outbox WHERE kind = 'all_home'");
    assert_eq!(sent, "3|3");
    let unsent =
        app.query("SELECT count(*) FROM outbox WHERE kind = 'all_home' AND status <> 'sent'");
    assert_eq!(unsent, "0");
}
