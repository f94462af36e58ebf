//! What an operator gets to see, where, and what nobody does.

use std::net::TcpListener;

use lykta_shared::{organisations::OrgRole, time::Instant};
use lykta_tests::{App, Backend, Options, Smtp, on_both};
use serde_json::Value;

/// A server with a listener for its operator, and that listener's origin.
async fn watched(backend: Backend, options: Options) -> (App, String) {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .unwrap()
        .port();
    let listen = format!("127.0.0.1:{port}");
    let options = options.env("LYKTA_METRICS_LISTEN", &listen);
    let app = App::start_with(backend, options).await;
    (app, format!("http://{listen}"))
}

async fn get(app: &App, address: &str) -> (u16, String) {
    let answer = app.visitor().raw(|http, _| http.get(address)).await;
    (answer.status.as_u16(), answer.text)
}

async fn health(app: &App, watch: &str) -> Value {
    let (status, text) = get(app, &format!("{watch}/health")).await;
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

async fn metric(app: &App, watch: &str, name: &str) -> Option<f64> {
    let (_, text) = get(app, &format!("{watch}/metrics")).await;
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.rsplit(' ').next()?.parse().ok()
}

on_both! {
    async fn numbers_are_for_the_operators_listener_and_hold_nobodys_data(app) {
        let (app, watch) = watched(app.backend, Options::default()).await;
        let partner = app.partner("KANARIE församling").await;
        let (anna, _) = app.member(&partner, "kanarie-anna", &[OrgRole::Volunteer]).await;
        let plan = app.plan(5, 6).await;
        let shift = app.walk(&partner, plan).await;
        anna.sign_up(shift.card.id).await.ok();
        app.work().await;
        let (status, text) = get(&app, &format!("{watch}/metrics")).await;
        assert_eq!(status, 200);
        for name in [
            "http_requests_total{method=\"PUT\",route=\"/api/v1/shifts/{shift}/signup\",status=\"200\"} 1",
            "outbox_sent_total{kind=\"verify_email\"}", "outbox_pending{priority=\"security\"} 0",
            "job_last_run_timestamp_seconds{job=\"planner\"}", "lykta_state{what=\"ready\"} 1", "http_request_seconds_count",
        ] {
            assert!(text.contains(name), "{name} in\n{text}");
        }
        for private in ["kanarie", "example.se", &partner.id.to_string(), &shift.card.id.to_string()] {
            assert!(!text.to_lowercase().contains(private), "{private}");
        }
        // Nobody else sees them, and the other listener answers nothing else.
        for (address, expected) in [
            (format!("{}/metrics", app.origin), 404), (format!("{}/health", app.origin), 404),
            (format!("{watch}/api/v1/api-info"), 404), (format!("{watch}/dev/clock"), 404),
        ] {
            assert_eq!(get(&app, &address).await.0, expected, "{address}");
        }
    }

    async fn a_mail_server_that_stands_still_troubles_the_operator_and_no_member(app) {
        let smtp = Smtp::start().await;
        let (app, watch) = watched(app.backend, Options::default().smtp(&smtp)).await;
        app.work().await;
        let well = health(&app, &watch).await;
        assert_eq!((&well["ready"], &well["troubles"]), (&Value::Bool(true), &Value::Array(vec![])), "{well}");
        smtp.set_down(true);
        app.register("anna").await;
        app.work().await;
        let now: Instant = app.now().await;
        app.set_clock(&now.plus_minutes(3).to_string()).await;
        app.work().await;
        let ill = health(&app, &watch).await;
        assert!(ill["troubles"][0].as_str().unwrap().contains("1 mails of priority security wait"), "{ill}");
        assert!(metric(&app, &watch, "outbox_oldest_seconds{priority=\"security\"}").await.unwrap() >= 180.0);
        assert!(metric(&app, &watch, "outbox_failed_total{class=\"no_server\"}").await.unwrap() >= 1.0);
        assert_eq!(get(&app, &format!("{}/readyz", app.origin)).await.0, 200, "people can sign up all the same");
        smtp.set_down(false);
        app.work().await;
        assert_eq!(health(&app, &watch).await["troubles"], Value::Array(vec![]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_tables_are_not_there_gets_no_requests() {
    let (app, watch) = watched(Backend::Postgres, Options::default()).await;
    let ready = format!("{}/readyz", app.origin);
    assert_eq!(get(&app, &ready).await, (200, "ready".to_owned()));
    app.query("DELETE FROM __diesel_schema_migrations WHERE version > '20261122000001'");
    let (status, text) = get(&app, &ready).await;
    assert_eq!(status, 503);
    assert!(!text.contains("tables"), "why is not everybody's: {text}");
    let ill = health(&app, &watch).await;
    assert_eq!(ill["ready"], Value::Bool(false));
    assert_eq!(ill["troubles"][0], "the tables are older than this server");
}
