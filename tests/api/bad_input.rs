//! What no page of ours would send: every endpoint answers it with a 4xx problem, and nothing is stored.

use lykta_shared::{
    api::{self, Method},
    problem::{Problem, ProblemKind},
};
use lykta_tests::{Answer, on_both};

fn path(path: &str) -> String {
    let id = "01928e7a-0000-7000-8000-000000000001";
    [
        "organisation",
        "member",
        "shift",
        "application",
        "invitation",
        "session",
        "guest",
        "report",
        "equipment",
        "agreement",
        "series",
        "batch",
        "day",
    ]
    .iter()
    .fold(path.to_owned(), |path, name| {
        path.replace(&format!("{{{name}}}"), id)
    })
}

#[track_caller]
fn refused(what: &str, answer: &Answer<()>) -> Problem {
    let status = answer.status.as_u16();
    assert!(
        (400..500).contains(&status),
        "{what}: {status} {}",
        answer.text
    );
    let problem: Problem = serde_json::from_str(&answer.text)
        .unwrap_or_else(|e| panic!("{what}: {e}: {}", answer.text));
    assert_eq!(problem.status, status, "{what}");
    for leak in [
        "panicked", "diesel", "sqlite", "postgres", "serde", "src/", "at line",
    ] {
        assert!(!answer.text.contains(leak), "{what}: {}", answer.text);
    }
    problem
}

on_both! {
    async fn bodies_that_make_no_sense_are_refused_everywhere(app) {
        let person = app.person("ulla").await;
        let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
        let bodies = [
            "", "{", "[]", "null", "\"text\"", "{\"role\":\"city_admin\"}", "{\"email\":{\"a\":1}}", "{\"a\":1,\"a\":2}",
            "{\"email\":\"a\u{0}b@example.se\",\"password\":\"x\"}", deep.as_str(),
        ];
        for meta in api::ALL {
            let takes_body = matches!(meta.method, Method::Post | Method::Put | Method::Patch);
            let without = ["Refresh", "Logout", "LogoutEverywhere", "ChangePassword", "MakeMyFeed"];
            if !takes_body || without.contains(&meta.name) {
                continue;
            }
            for body in bodies {
                let answer = person.send::<()>(meta.method, &path(meta.path), Some(body)).await;
                // An empty object changes nothing of one's own profile, which is no mistake.
                refused(&format!("{} {body:.40}", meta.name), &answer);
            }
        }
        let me = person.get(api::GetMe {}).await.ok();
        assert_eq!((me.display_name.as_str(), me.memberships.len(), me.version), ("ulla", 0, 1));
    }

    async fn names_with_hidden_characters_are_refused_and_not_stored(app) {
        let person = app.person("ulla").await;
        for name in ["A\\u0000B", "A\\u202eB", "\\u200b", "A\\nBcc: b@example.se", "   ", "\\u0007"] {
            let body = format!("{{\"displayName\":\"{name}\"}}");
            let answer = person.send::<()>(Method::Patch, "/api/v1/me", Some(&body)).await;
            assert_eq!(refused(name, &answer).code, ProblemKind::InvalidFields, "{name}");
        }
        let long = format!("{{\"displayName\":\"{}\"}}", "å".repeat(81));
        let answer = person.send::<()>(Method::Patch, "/api/v1/me", Some(&long)).await;
        assert_eq!(refused("long", &answer).code, ProblemKind::InvalidFields);
        assert_eq!(person.get(api::GetMe {}).await.ok().display_name, "ulla");
    }

    async fn what_is_too_large_or_of_another_type_is_refused(app) {
        let visitor = app.visitor();
        let huge = format!("{{\"email\":\"{}\"}}", "a".repeat(70_000));
        let answer = visitor.send::<()>(Method::Post, "/api/v1/auth/login", Some(&huge)).await;
        assert_eq!(refused("huge", &answer).code, ProblemKind::PayloadTooLarge);
        for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
            let answer = visitor
                .raw(|http, origin| {
                    http.post(format!("{origin}/api/v1/auth/login"))
                        .header("x-requested-with", "lykta")
                        .header("sec-fetch-site", "same-origin")
                        .header("content-type", content_type)
                        .body("{}")
                })
                .await;
            assert_eq!(refused(content_type, &answer).code, ProblemKind::UnsupportedMediaType);
        }
    }

    async fn paths_and_queries_that_lead_nowhere_are_refused(app) {
        let person = app.person("ulla").await;
        for path in [
            "/api/v1/shifts/..%2f..%2fetc%2fpasswd", "/api/v1/shifts/%00", "/api/v1/shifts/1' OR '1'='1", "/api/v1/nothing",
            "/api/v1/shifts/01928E7A-0000-7000-8000-000000000001", "/api/v1/shifts?limit=0", "/api/v1/shifts?limit=101",
            "/api/v1/shifts?page=-1", "/api/v1/shifts?page=x", "/api/v1/shifts?nothing=1", "/api/v1/shifts?order=id;DROP",
            "/api/v1/shifts?limit=1&limit=2", "/api/v1/shifts?date=2027-02-30", "/a/nothing.wasm", "/api/",
        ] {
            let answer = person.send::<()>(Method::Get, &path.replace(' ', "%20"), None).await;
            refused(path, &answer);
        }
    }
}
