//! What every answer looks like, whatever was asked: through the real layers and routes.

use std::sync::Arc;

use actix_web::{
    App, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::{Method, StatusCode},
    middleware::from_fn,
    test::{self, TestRequest},
    web::{self, Bytes},
};
use lykta_shared::problem::{FieldCode, Problem, ProblemKind};

use super::{ApiError, assets::WebApp, layers, server::services};
use crate::app::testing;

const HEADERS: &[&str] = &[
    "x-content-type-options",
    "referrer-policy",
    "x-frame-options",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "origin-agent-cluster",
    "content-security-policy",
    "cache-control",
    "x-request-id",
];

/// A handler with a fault of ours, and one that fails with SQL in its cause.
fn faults(service: &mut web::ServiceConfig) {
    async fn panics() -> HttpResponse {
        panic!("secret words")
    }
    async fn fails() -> Result<HttpResponse, ApiError> {
        Err(ApiError::internal("SELECT secret FROM users"))
    }
    async fn foreign(number: web::Path<u32>) -> HttpResponse {
        HttpResponse::Ok().body(number.to_string())
    }
    service
        .route("/api/test/panic", web::get().to(panics))
        .route("/api/test/fault", web::get().to(fails))
        .route("/api/test/number/{number}", web::get().to(foreign));
}

/// The answer's status, its headers by name, its body.
struct Got {
    status: StatusCode,
    headers: actix_web::http::header::HeaderMap,
    body: Bytes,
}

impl Got {
    fn problem(&self, kind: ProblemKind) -> Problem {
        let problem: Problem = serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {:?}", self.body));
        assert_eq!(
            (problem.code, self.status.as_u16()),
            (kind, kind.status()),
            "{:?}",
            self.body
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert!(problem.instance.ends_with(&self.header("x-request-id")));
        problem
    }

    fn header(&self, name: &str) -> String {
        self.headers
            .get(name)
            .map(|held| held.to_str().unwrap().to_owned())
            .unwrap_or_default()
    }
}

/// Fails when a problem shows a piece of our code, of SQL or of a parser's words.
fn tells_nothing_of_the_inside(body: &[u8]) {
    let text = String::from_utf8_lossy(body).to_lowercase();
    for word in [
        "panicked", "diesel", "sqlite", "select", "secret", "src/", "serde", " line ",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

/// Asks a fresh server.
async fn ask(request: TestRequest) -> Got {
    let (state, _stop, _folder) = testing::state();
    let web_app = web::Data::from(Arc::new(WebApp::load(None, false).unwrap()));
    let app = test::init_service(
        App::new()
            .app_data(web::Data::new(state))
            .app_data(web_app)
            .configure(faults)
            .configure(services)
            .wrap(from_fn(layers::gate))
            .wrap(from_fn(layers::edge)),
    )
    .await;
    let answer = match app.call(request.to_request()).await {
        Ok(answer) => answer.map_into_boxed_body(),
        Err(error) => {
            let response = error.error_response();
            ServiceResponse::new(TestRequest::default().to_http_request(), response)
        }
    };
    let (_, answer) = answer.into_parts();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = answer.into_body().try_into_bytes().unwrap_or_default();
    for name in HEADERS {
        assert!(headers.contains_key(*name), "{status}: {name} is missing");
    }
    if status.is_client_error() || status.is_server_error() {
        tells_nothing_of_the_inside(&body);
    }
    Got {
        status,
        headers,
        body,
    }
}

fn post(path: &str) -> TestRequest {
    TestRequest::with_uri(path)
        .method(Method::POST)
        .insert_header(("x-requested-with", "lykta"))
}

fn json(request: TestRequest, body: impl Into<Bytes>) -> TestRequest {
    request
        .insert_header(("content-type", "application/json"))
        .set_payload(body)
}

#[actix_web::test]
async fn a_fault_of_ours_is_told_without_its_cause() {
    for path in ["/api/test/panic", "/api/test/fault"] {
        ask(TestRequest::with_uri(path))
            .await
            .problem(ProblemKind::Internal);
    }
}

#[actix_web::test]
async fn an_error_of_the_framework_becomes_a_problem_too() {
    ask(TestRequest::with_uri("/api/test/number/x"))
        .await
        .problem(ProblemKind::NotFound);
}

#[actix_web::test]
async fn unknown_paths_are_not_found() {
    for path in [
        "/api",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v2/vocabularies",
        "/a/missing.js",
        "/favicon.ico",
        "/../etc/passwd",
        "/dev/nothing",
        "/api/v1/shifts/not-an-id",
        "/api/v1/shifts/%00",
        "/api/v1/shifts/..%2f..%2fetc",
        "/api/v1/shifts/01928E7A-0000-7000-8000-00000000000G",
    ] {
        ask(TestRequest::with_uri(path))
            .await
            .problem(ProblemKind::NotFound);
    }
}

#[actix_web::test]
async fn another_method_is_told_which_ones_there_are() {
    let got = ask(json(post("/api/v1/vocabularies"), "{}")).await;
    got.problem(ProblemKind::MethodNotAllowed);
    assert_eq!(got.header("allow"), "GET, HEAD");
    let got = ask(TestRequest::with_uri("/api/v1/auth/login")).await;
    got.problem(ProblemKind::MethodNotAllowed);
    assert_eq!(got.header("allow"), "POST");
}

#[actix_web::test]
async fn a_body_has_to_be_json_and_say_so() {
    for held in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json, text/plain",
        "application/jsonx",
        "application/json; charset=utf-16",
        "",
    ] {
        let request = post("/api/v1/auth/login")
            .insert_header(("content-type", held))
            .set_payload("{}");
        ask(request)
            .await
            .problem(ProblemKind::UnsupportedMediaType);
    }
    ask(post("/api/v1/auth/login").set_payload("{}"))
        .await
        .problem(ProblemKind::UnsupportedMediaType);
}

#[actix_web::test]
async fn broken_json_is_malformed_whatever_is_broken() {
    let deep = "[".repeat(20_000);
    for body in [
        "",
        "{",
        "null",
        "[]",
        "\"\"",
        "{\"email\":1,\"password\":\"x\"}",
        "{\"email\":\"a@example.se\",\"password\":\"x\",\"role\":\"admin\"}",
        "{\"email\":\"a@example.se\",\"email\":\"b@example.se\",\"password\":\"x\"}",
        "{\"email\":\"a@example.se\",\"password\":\"x\"} trailing",
        deep.as_str(),
    ] {
        let got = ask(json(post("/api/v1/auth/login"), body.to_owned())).await;
        got.problem(ProblemKind::MalformedRequest);
    }
    let not_text = ask(json(
        post("/api/v1/auth/login"),
        Bytes::from_static(b"{\"email\":\"\xff\"}"),
    ))
    .await;
    not_text.problem(ProblemKind::MalformedRequest);
}

#[actix_web::test]
async fn an_impossible_value_is_named_by_its_pointer() {
    for (email, code) in [
        ("not an address", FieldCode::NotAnEmail),
        ("a@example.se\\u0000", FieldCode::ForbiddenCharacter),
        ("a\\u202E@example.se", FieldCode::ForbiddenCharacter),
    ] {
        let body = format!("{{\"email\":\"{email}\",\"password\":\"x\"}}");
        let problem = ask(json(post("/api/v1/auth/login"), body))
            .await
            .problem(ProblemKind::InvalidFields);
        let errors: Vec<_> = problem
            .errors
            .iter()
            .map(|error| (error.pointer.as_str(), error.code))
            .collect();
        assert_eq!(errors, [("/email", code)]);
    }
}

#[actix_web::test]
async fn a_field_that_is_missing_is_named() {
    for (body, missing) in [
        ("{}", "/email"),
        ("{\"email\":\"a@example.se\"}", "/password"),
    ] {
        let problem = ask(json(post("/api/v1/auth/login"), body))
            .await
            .problem(ProblemKind::InvalidFields);
        let error = problem.errors.first().unwrap();
        assert_eq!(
            (error.pointer.as_str(), error.code),
            (missing, FieldCode::Required)
        );
    }
}

#[actix_web::test]
async fn who_may_not_ask_is_told_so_whatever_else_is_wrong() {
    for path in [
        "/api/v1/organisations",
        "/api/v1/city/partner-applications/01928e7a-0000-7000-8000-000000000001/rejection",
        "/api/v1/invitations/acceptance?colour=red",
    ] {
        for body in ["", "{", "{}", "[1]"] {
            ask(json(post(path), body))
                .await
                .problem(ProblemKind::Unauthenticated);
        }
    }
}

#[actix_web::test]
async fn a_large_body_is_refused_and_the_connection_closed() {
    let body = format!("{{\"email\":\"{}\"}}", "x".repeat(70_000));
    let got = ask(json(post("/api/v1/auth/login"), body)).await;
    got.problem(ProblemKind::PayloadTooLarge);
}

#[actix_web::test]
async fn a_foreign_page_changes_nothing() {
    for request in [
        TestRequest::with_uri("/api/v1/auth/login").method(Method::POST),
        post("/api/v1/auth/login").insert_header(("sec-fetch-site", "cross-site")),
        post("/api/v1/auth/login").insert_header(("origin", "https://evil.example")),
        post("/api/v1/auth/login").insert_header(("cookie", "at=x")),
    ] {
        let request = json(request, "{\"email\":\"a@example.se\",\"password\":\"x\"}");
        ask(request).await.problem(ProblemKind::CrossSite);
    }
    let both = post("/api/v1/auth/login")
        .insert_header(("cookie", "at=x"))
        .insert_header(("authorization", "Bearer x"));
    ask(both).await.problem(ProblemKind::MalformedRequest);
}

#[actix_web::test]
async fn a_query_with_what_nobody_knows_is_malformed() {
    for query in [
        "colour=red",
        "page=1&page=2",
        "page=x",
        "date=2026-02-30",
        "district=R%C3%B6da%20linjen",
    ] {
        let got = ask(TestRequest::with_uri(&format!("/api/v1/shifts?{query}"))).await;
        got.problem(ProblemKind::MalformedRequest);
    }
    for path in ["/api/v1/vocabularies?lang=sv", "/api/v1/partners?limit=1"] {
        ask(TestRequest::with_uri(path))
            .await
            .problem(ProblemKind::MalformedRequest);
    }
    let login = json(
        post("/api/v1/auth/login?next=/x"),
        "{\"email\":\"a@example.se\",\"password\":\"x\"}",
    );
    ask(login).await.problem(ProblemKind::MalformedRequest);
}

#[actix_web::test]
async fn the_page_and_the_api_have_their_own_policies() {
    let page = ask(TestRequest::with_uri("/")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self' 'wasm-unsafe-eval'")
    );
    let docs = ask(TestRequest::with_uri("/api/docs")).await;
    assert!(
        docs.header("content-security-policy")
            .contains("style-src 'self'")
    );
    let api = ask(TestRequest::with_uri("/api/v1/api-info")).await;
    assert!(api.header("content-security-policy").contains("sandbox"));
    assert_eq!(api.header("cache-control"), "no-store");
    assert!(api.header("access-control-allow-origin").is_empty());
}

#[actix_web::test]
async fn what_the_client_holds_is_not_sent_again() {
    let (state, _stop, _folder) = testing::state();
    crate::platform::service::fill(&state).await.unwrap();
    let app = test::init_service(
        App::new()
            .app_data(web::Data::new(state))
            .configure(services)
            .wrap(from_fn(layers::edge)),
    )
    .await;
    let first = app
        .call(TestRequest::with_uri("/api/v1/vocabularies").to_request())
        .await
        .unwrap();
    let tag = first.headers().get("etag").unwrap().clone();
    assert_eq!(first.status(), StatusCode::OK);
    let again = TestRequest::with_uri("/api/v1/vocabularies").insert_header(("if-none-match", tag));
    let again = app.call(again.to_request()).await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(test::read_body(again).await.is_empty());
}
