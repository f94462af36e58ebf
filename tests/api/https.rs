//! How the server answers where people reach it over HTTPS: a proxy speaks TLS, the server hears plain HTTP.

use lykta_shared::{
    api::{self, Method},
    identity::LoginRequest,
    text::{Email, Password},
};
use lykta_tests::{App, Backend, Options, PASSWORD};

const ORIGIN: &str = "https://lykta.sundbyberg.example";

async fn start() -> App {
    let options = Options::default().env("LYKTA_PUBLIC_ORIGIN", ORIGIN);
    App::start_with(Backend::Sqlite, options).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cookies_are_for_this_host_over_https_only() {
    let app = start().await;
    let _registered = app.person("anna").await;
    let request = LoginRequest {
        email: Email::try_from("anna@example.se".to_owned()).unwrap(),
        password: Password::try_from(PASSWORD.to_owned()).unwrap(),
    };
    let browser = app.visitor();
    let answer = browser.call(api::Login {}, request).await;
    let mut set: Vec<&str> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|held| held.to_str().unwrap())
        .collect();
    set.sort_unstable();
    assert_eq!(set.len(), 2, "{set:?}");
    for (cookie, name, age) in [
        (set[0], "__Host-at=", "Max-Age=600"),
        (set[1], "__Host-rt=", "Max-Age=1209600"),
    ] {
        assert!(cookie.starts_with(name), "{cookie}");
        let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
        assert_eq!(
            attributes,
            ["HttpOnly", "SameSite=Strict", "Secure", "Path=/", age],
            "no Domain: another host of the city never sees it"
        );
    }
    assert_eq!(
        answer.headers["strict-transport-security"],
        "max-age=63072000; includeSubDomains"
    );
    answer.ok();
    browser.get(api::GetMe {}).await.ok();
    // The names of plain HTTP are no way in.
    let sly = app.visitor();
    for name in ["at", "rt"] {
        sly.set_cookie(name, &browser.cookie(&format!("__Host-{name}")).unwrap());
    }
    assert_eq!(sly.get(api::GetMe {}).await.status.as_u16(), 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_public_origin_may_write() {
    let app = start().await;
    let anna = app.person("anna").await;
    let rename = |origin: &'static str| {
        let anna = anna.clone();
        async move {
            let sent = anna.raw(|http, server| {
                http.patch(format!("{server}/api/v1/me"))
                    .header("x-requested-with", "lykta")
                    .header("content-type", "application/json")
                    .header("origin", origin)
                    .body("{}")
            });
            sent.await.status.as_u16()
        }
    };
    assert_eq!(rename(ORIGIN).await, 200);
    for foreign in [
        "http://lykta.sundbyberg.example",
        "https://sundbyberg.example",
        "https://lykta.sundbyberg.example.evil.example",
    ] {
        assert_eq!(rename(foreign).await, 403, "{foreign}");
    }
    let hidden = anna.send::<()>(Method::Get, "/api/v1/nothing", None).await;
    assert!(hidden.headers.contains_key("strict-transport-security"));
}
