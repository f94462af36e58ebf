//! Which problems an endpoint may answer with, out of what is known of it.

use std::collections::BTreeMap;

use lykta_shared::{
    api::{Access, Meta, Method},
    problem::{FieldCode, FieldError, Problem, ProblemKind},
    shifts::SignUpReason,
};
use serde_json::{Value, json};

/// What an endpoint takes, as far as it decides what can go wrong.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts that have nothing to do with each other"
)]
pub(super) struct Takes {
    pub(super) body: bool,
    pub(super) query: bool,
    pub(super) token: bool,
    pub(super) version: bool,
}

/// The statuses an endpoint may fail with.
pub(super) fn statuses(meta: &Meta, takes: Takes) -> Vec<u16> {
    let mut statuses = vec![429, 500, 503];
    let mut may = |condition: bool, some: &[u16]| {
        if condition {
            statuses.extend_from_slice(some);
        }
    };
    let changes = meta.method != Method::Get;
    may(takes.body, &[400, 408, 413, 415, 422]);
    may(takes.query, &[400, 422]);
    may(meta.access != Access::Public, &[401, 403]);
    may(changes, &[400, 403]);
    may(meta.path.contains('{'), &[404]);
    may(
        changes && matches!(meta.room, "organisations" | "shifts" | "messages"),
        &[409],
    );
    may(takes.token, &[410]);
    may(takes.version, &[412, 428]);
    may(meta.name == "Login" || meta.name == "Refresh", &[401]);
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// Every status a problem can have, as the components of the document: what it means and how it looks.
pub(super) fn components() -> BTreeMap<String, Value> {
    let mut by_status: BTreeMap<u16, Vec<ProblemKind>> = BTreeMap::new();
    for kind in ProblemKind::ALL {
        by_status.entry(kind.status()).or_default().push(*kind);
    }
    by_status
        .into_iter()
        .map(|(status, kinds)| (name(status), component(status, &kinds)))
        .collect()
}

/// The name of a status's component.
pub(super) fn name(status: u16) -> String {
    format!("Problem{status}")
}

fn component(status: u16, kinds: &[ProblemKind]) -> Value {
    let meaning: Vec<_> = kinds
        .iter()
        .map(|kind| format!("`{kind}`: {}.", kind.title()))
        .collect();
    let examples: BTreeMap<_, _> = kinds
        .iter()
        .map(|kind| {
            (
                kind.to_string(),
                json!({ "summary": kind.title(), "value": example(*kind) }),
            )
        })
        .collect();
    let mut response = json!({
        "description": meaning.join(" "),
        "content": {
            "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
                "examples": examples,
            }
        }
    });
    if matches!(status, 429 | 503)
        && let Some(response) = response.as_object_mut()
    {
        let header = json!({ "description": "Seconds to wait.", "schema": { "type": "integer" } });
        response.insert("headers".to_owned(), json!({ "Retry-After": header }));
    }
    response
}

fn example(kind: ProblemKind) -> Problem {
    let field = FieldError::new("/displayName", FieldCode::TooLong);
    Problem {
        kind_uri: format!("/problems/{kind}"),
        title: kind.title().to_owned(),
        status: kind.status(),
        code: kind,
        detail: None,
        instance: "urn:uuid:01a2057b-719f-7f3b-9183-d10a390a12f3".to_owned(),
        errors: if kind == ProblemKind::InvalidFields {
            vec![field]
        } else {
            Vec::new()
        },
        reasons: if kind == ProblemKind::SignUpRefused {
            vec![SignUpReason::Overlap]
        } else {
            Vec::new()
        },
        people: if kind == ProblemKind::ShiftsOverlap {
            vec!["Anna A.".to_owned()]
        } else {
            Vec::new()
        },
        state: (kind == ProblemKind::WrongState).then(|| "approved".to_owned()),
    }
}
