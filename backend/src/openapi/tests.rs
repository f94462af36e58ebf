//! Router, endpoint table and document agree, and the examples are what they say.

use std::collections::BTreeSet;

use lykta_shared::{
    api::{self, Endpoint},
    for_each_endpoint,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{document, examples};
use crate::app;

#[test]
fn the_router_answers_exactly_the_endpoints_of_the_table() {
    let mounted: BTreeSet<&str> = app::routes().metas().map(|meta| meta.name).collect();
    let table: BTreeSet<&str> = api::ALL.iter().map(|meta| meta.name).collect();
    assert_eq!(mounted, table);
}

#[test]
fn the_document_describes_exactly_the_endpoints_of_the_table() {
    let paths = document()["paths"].as_object().unwrap();
    let described: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap();
            methods.iter().map(move |(method, held)| {
                format!("{} {method} {path}", held["operationId"].as_str().unwrap())
            })
        })
        .collect();
    let table: BTreeSet<String> = api::ALL
        .iter()
        .map(|meta| {
            format!(
                "{} {} {}",
                meta.name,
                meta.method.as_str().to_lowercase(),
                meta.path
            )
        })
        .collect();
    assert_eq!(described, table);
}

#[test]
fn every_reference_leads_somewhere() {
    fn follow(value: &Value, whole: &Value) {
        match value {
            Value::Object(held) => {
                if let Some(path) = held.get("$ref").and_then(Value::as_str) {
                    let pointer = path.strip_prefix('#').unwrap();
                    assert!(whole.pointer(pointer).is_some(), "{path}");
                }
                held.values().for_each(|value| follow(value, whole));
            }
            Value::Array(held) => held.iter().for_each(|value| follow(value, whole)),
            _ => {}
        }
    }
    follow(document(), document());
}

fn same<T: DeserializeOwned + Serialize>(name: &str, example: Option<Value>) {
    let Some(example) = example else { return };
    let read: T =
        serde_json::from_value(example.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(serde_json::to_value(read).unwrap(), example, "{name}");
}

#[test]
fn every_example_is_one() {
    let mut shown = 0;
    macro_rules! visit {
        ($name:ident) => {
            let example = examples::of(stringify!($name));
            shown += usize::from(example.body.is_some()) + usize::from(example.reply.is_some());
            same::<<api::$name as Endpoint>::Body>(stringify!($name), example.body);
            same::<<api::$name as Endpoint>::Reply>(stringify!($name), example.reply);
        };
    }
    for_each_endpoint!(visit);
    assert!(shown >= 30, "{shown}");
}

#[test]
fn the_page_shows_every_endpoint_and_runs_nothing() {
    let page = super::PAGE.as_str();
    for meta in api::ALL {
        assert!(
            page.contains(&format!("id=\"{}\"", meta.name)),
            "{}",
            meta.name
        );
    }
    assert!(!page.contains("<script") && !page.contains("style=") && !page.contains("http://"));
}

#[test]
fn closed_sets_are_described_by_their_keys_and_pages_by_what_is_on_them() {
    let schemas = &document()["components"]["schemas"];
    let kinds: Vec<&str> = schemas["ProblemKind"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key.as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"sign-up-refused"), "{kinds:?}");
    for (page, row) in [
        ("PageOfShiftCard", "ShiftCard"),
        ("PageOfApplicationRow", "ApplicationRow"),
    ] {
        let items = &schemas[page]["properties"]["items"]["items"]["$ref"];
        assert_eq!(items, &format!("#/components/schemas/{row}"), "{page}");
    }
    let order = document()["paths"]["/api/v1/shifts"]["get"]["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .find(|parameter| parameter["name"] == "order")
        .unwrap();
    assert_eq!(order["schema"]["enum"], serde_json::json!(["time", "need"]));
}
