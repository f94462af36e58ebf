//! The OpenAPI document, put together from the endpoint table and the types' schemas.

use std::collections::BTreeMap;

use lykta_shared::{
    api::{self, Access, Endpoint, Meta, Method},
    for_each_endpoint,
    problem::Problem,
};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{
    examples,
    problems::{self, Takes},
};

const INTRODUCTION: &str = "Voluntary night walks and other safety shifts: applications of organisations, \
    their members, shifts and sign-ups.\n\nInstants are RFC 3339 in UTC, times of day are those of Stockholm. \
    Lists take `limit` (20, at most 100) and `page`. Unknown fields in a request are refused. Every error is \
    `application/problem+json` (RFC 9457) with a `code` of a closed set. What changes something needs the \
    header `X-Requested-With: lykta` and comes from our own pages or carries no cookie. What several people \
    may change at once needs `If-Match` with the `ETag` that was read.";

/// The schemas that are referred to, by name.
#[derive(Default)]
struct Schemas(BTreeMap<String, Value>);

impl Schemas {
    /// The schema of `T`, by reference where it has a name of its own.
    fn of<T: ToSchema>(&mut self) -> Value {
        let mut nested = Vec::new();
        T::schemas(&mut nested);
        for (name, schema) in nested {
            self.0.insert(name, value(&schema));
        }
        let (name, schema) = (T::name().into_owned(), value(&T::schema()));
        if schema.get("type").is_some_and(|kind| kind == "array") {
            return schema;
        }
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        self.0.insert(name, schema);
        reference
    }
}

fn value(schema: &impl serde::Serialize) -> Value {
    serde_json::to_value(schema).unwrap_or_default()
}

/// Whether `T` is `()`: no query, no body.
fn is_nothing<T: 'static>() -> bool {
    std::any::TypeId::of::<T>() == std::any::TypeId::of::<()>()
}

/// Writes the document.
pub(super) fn write() -> Value {
    let mut schemas = Schemas::default();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    macro_rules! visit {
        ($name:ident) => {
            let meta = <api::$name as Endpoint>::META;
            let operation = operation::<api::$name>(&mut schemas);
            paths
                .entry(meta.path)
                .or_default()
                .insert(meta.method.as_str().to_lowercase(), operation);
        };
    }
    for_each_endpoint!(visit);
    schemas.of::<Problem>();
    let mut rooms: Vec<&str> = api::ALL.iter().map(|meta| meta.room).collect();
    rooms.dedup();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Lykta",
            "version": "1.0.0",
            "description": INTRODUCTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": rooms.iter().map(|room| json!({ "name": room })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas.0,
            "responses": problems::components(),
            "securitySchemes": { "session": {
                "type": "apiKey", "in": "cookie", "name": "__Host-at",
                "description": "The session's cookie, set by Login and Refresh.",
            } },
        },
    })
}

fn operation<E>(schemas: &mut Schemas) -> Value
where
    E: Endpoint,
    E::Query: ToSchema,
    E::Body: ToSchema,
    E::Reply: ToSchema,
{
    let meta = E::META;
    let example = examples::of(meta.name);
    let version = meta.summary.contains("If-Match");
    let takes = Takes {
        body: !is_nothing::<E::Body>(),
        query: !is_nothing::<E::Query>(),
        token: ["TokenRequest", "MailToken", "ResetPasswordRequest"]
            .contains(&E::Body::name().as_ref()),
        version,
    };
    let mut responses: BTreeMap<String, Value> = problems::statuses(&meta, takes)
        .into_iter()
        .map(|status| {
            let name = problems::name(status);
            (
                status.to_string(),
                json!({ "$ref": format!("#/components/responses/{name}") }),
            )
        })
        .collect();
    responses.insert(
        meta.status.to_string(),
        success::<E>(schemas, example.reply),
    );
    let mut operation = json!({
        "operationId": meta.name,
        "tags": [meta.room],
        "summary": meta.summary,
        "description": access(meta.access),
        "security": if meta.access == Access::Public { json!([]) } else { json!([{ "session": [] }]) },
        "parameters": parameters::<E>(&meta, takes),
        "responses": responses,
    });
    if let Some(operation) = operation.as_object_mut().filter(|_| takes.body) {
        let content = content(schemas.of::<E::Body>(), example.body);
        operation.insert(
            "requestBody".to_owned(),
            json!({ "required": true, "content": content }),
        );
    }
    operation
}

const fn access(access: Access) -> &'static str {
    match access {
        Access::Public => "For everybody.",
        Access::SignedIn => "For whoever has a session.",
        Access::Liaison => "For city liaisons.",
        Access::CityAdmin => "For city administrators.",
        Access::CityStaff => "For city liaisons and city administrators.",
    }
}

fn success<E>(schemas: &mut Schemas, example: Option<Value>) -> Value
where
    E: Endpoint,
    E::Reply: ToSchema,
{
    if is_nothing::<E::Reply>() {
        return json!({ "description": "Done." });
    }
    json!({ "description": "Done.", "content": content(schemas.of::<E::Reply>(), example) })
}

fn content(schema: Value, example: Option<Value>) -> Value {
    let mut held = json!({ "schema": schema });
    if let (Some(held), Some(example)) = (held.as_object_mut(), example) {
        held.insert("example".to_owned(), example);
    }
    json!({ "application/json": held })
}

fn parameters<E>(meta: &Meta, takes: Takes) -> Vec<Value>
where
    E: Endpoint,
    E::Query: ToSchema,
{
    let mut parameters: Vec<Value> = meta
        .path
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            let schema = json!({ "type": "string", "format": "uuid" });
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    if takes.query {
        parameters.extend(query::<E::Query>());
    }
    let header = |name: &str, description: &str| {
        json!({ "name": name, "in": "header", "required": true, "description": description,
            "schema": { "type": "string" } })
    };
    if takes.version {
        parameters.push(header(
            "If-Match",
            "The `ETag` of the version that was read, such as `\"v3\"`.",
        ));
    }
    if meta.method != Method::Get {
        parameters.push(header(
            "X-Requested-With",
            "`lykta`. Keeps other sites' pages out.",
        ));
    }
    parameters
}

/// A query's fields as parameters.
fn query<T: ToSchema>() -> Vec<Value> {
    let mut nested = Vec::new();
    T::schemas(&mut nested);
    let nested: BTreeMap<String, Value> = nested
        .into_iter()
        .map(|(name, schema)| (name, value(&schema)))
        .collect();
    let schema = value(&T::schema());
    let required = schema
        .get("required")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let fields = schema
        .get("properties")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    fields
        .into_iter()
        .map(|(name, field)| {
            let description = field.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
            let required = required.contains(&Value::String(name.clone()));
            let schema = present(field, &nested);
            json!({ "name": name, "in": "query", "required": required, "description": description, "schema": schema })
        })
        .collect()
}

/// A query's field as it is when it is there: without `null`, which a query can't say, and with the schema it
/// refers to in its place.
fn present(field: Value, nested: &BTreeMap<String, Value>) -> Value {
    let mut field = field;
    if let Some(one) = field.get("oneOf").and_then(Value::as_array) {
        let there = one
            .iter()
            .find(|held| held.get("type").is_none_or(|kind| kind != "null"));
        field = there.cloned().unwrap_or_default();
    }
    if let Some(name) = field
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|path| path.rsplit('/').next())
    {
        return nested.get(name).cloned().unwrap_or_default();
    }
    if let Some(held) = field.as_object_mut() {
        held.remove("description");
        if let Some(kinds) = held.get("type").and_then(Value::as_array) {
            let kind = kinds
                .iter()
                .find(|kind| *kind != "null")
                .cloned()
                .unwrap_or_default();
            held.insert("type".to_owned(), kind);
        }
    }
    field
}
