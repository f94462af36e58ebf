//! The API's description, written from the endpoint table: OpenAPI 3.1 for programs at `/api/openapi.json`, a
//! plain page for people at `/api/docs`.

mod document;
mod examples;
mod page;
mod problems;
mod walk_examples;

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
    web,
};
use serde_json::Value;

/// Nothing but text and our own style sheet.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static DOCUMENT: LazyLock<Value> = LazyLock::new(document::write);
static PAGE: LazyLock<String> = LazyLock::new(|| page::render(&DOCUMENT));

/// The document, for `lykta openapi`.
pub(crate) fn document() -> &'static Value {
    &DOCUMENT
}

/// `/api/openapi.json`, `/api/docs` and its style sheet.
pub(crate) fn routes(service: &mut web::ServiceConfig) {
    service
        .service(web::resource("/api/openapi.json").route(web::get().to(json)))
        .service(web::resource("/api/docs").route(web::get().to(docs)))
        .service(web::resource("/api/docs.css").route(web::get().to(style)));
}

async fn json() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-cache"))
        .json(&*DOCUMENT)
}

async fn docs() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .body(PAGE.as_str())
}

async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(include_str!("page.css"))
}

#[cfg(test)]
mod tests;
