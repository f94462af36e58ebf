//! Whether a request that changes something came from our own pages (SECURITY-AND-RELIABILITY.md 2.3).
//!
//! The first layer is what browsers say by themselves, the second a header no foreign page can send without
//! asking first, the third (`SameSite=Strict`, `__Host-`) is in the cookies.

use actix_web::http::{
    Method,
    header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderValue, ORIGIN},
};
use lykta_shared::problem::ProblemKind;

/// The header our pages (and API clients with cookies) send with every request that changes something.
const MARK: &str = "x-requested-with";
const MARK_VALUE: &str = "lykta";

/// Refuses what may come from somebody else's page. A bearer token is never sent by a browser on its own,
/// so requests that carry one are exempt; one that carries a cookie too is refused as ambiguous.
pub(super) fn check(method: &Method, headers: &HeaderMap, origin: &str) -> Result<(), ProblemKind> {
    let cookie = headers.contains_key(COOKIE);
    if headers.contains_key(AUTHORIZATION) {
        return if cookie {
            Err(ProblemKind::MalformedRequest)
        } else {
            Ok(())
        };
    }
    if method.is_safe() {
        return Ok(());
    }
    let held = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    let ours = match (held("sec-fetch-site"), held(ORIGIN.as_str())) {
        (Some(site), _) => site == b"same-origin",
        (None, Some(told)) => told == origin.as_bytes(),
        (None, None) => !cookie,
    };
    if ours && held(MARK) == Some(MARK_VALUE.as_bytes()) {
        Ok(())
    } else {
        Err(ProblemKind::CrossSite)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "https://lykta.example.se";

    fn ask(method: &Method, headers: &[(&'static str, &'static str)]) -> Result<(), ProblemKind> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(
                actix_web::http::header::HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        check(method, &map, HERE)
    }

    #[test]
    fn only_our_own_pages_change_anything() {
        let mark = ("x-requested-with", "lykta");
        let cookie = ("cookie", "__Host-at=x");
        let refused = Err(ProblemKind::CrossSite);
        for (headers, answer) in [
            (
                vec![cookie, mark, ("sec-fetch-site", "same-origin")],
                Ok(()),
            ),
            (vec![cookie, mark, ("sec-fetch-site", "same-site")], refused),
            (
                vec![cookie, mark, ("sec-fetch-site", "cross-site")],
                refused,
            ),
            (vec![cookie, mark, ("sec-fetch-site", "none")], refused),
            (
                vec![
                    cookie,
                    mark,
                    ("sec-fetch-site", "cross-site"),
                    ("origin", HERE),
                ],
                refused,
            ),
            (vec![cookie, mark, ("origin", HERE)], Ok(())),
            (
                vec![cookie, mark, ("origin", "https://evil.example")],
                refused,
            ),
            (
                vec![
                    cookie,
                    mark,
                    ("origin", "https://lykta.example.se.evil.example"),
                ],
                refused,
            ),
            (vec![cookie, mark, ("origin", "null")], refused),
            (vec![cookie, mark], refused),
            (vec![cookie, ("sec-fetch-site", "same-origin")], refused),
            (
                vec![
                    cookie,
                    ("x-requested-with", "XMLHttpRequest"),
                    ("sec-fetch-site", "same-origin"),
                ],
                refused,
            ),
            (vec![mark], Ok(())),
            (vec![], refused),
        ] {
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                assert_eq!(ask(&method, &headers), answer, "{method} {headers:?}");
            }
        }
    }

    #[test]
    fn reading_needs_no_proof() {
        assert_eq!(
            ask(
                &Method::GET,
                &[("cookie", "a=b"), ("sec-fetch-site", "cross-site")]
            ),
            Ok(())
        );
        assert_eq!(ask(&Method::HEAD, &[]), Ok(()));
    }

    #[test]
    fn a_bearer_token_is_its_own_proof_but_not_beside_a_cookie() {
        assert_eq!(ask(&Method::POST, &[("authorization", "Bearer x")]), Ok(()));
        for method in [Method::GET, Method::POST] {
            assert_eq!(
                ask(&method, &[("authorization", "Bearer x"), ("cookie", "a=b")]),
                Err(ProblemKind::MalformedRequest)
            );
        }
    }
}
