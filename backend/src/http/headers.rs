//! The headers on every answer (SECURITY-AND-RELIABILITY.md 4.1). A handler's own value stands.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// Nothing of the web platform is needed to show JSON.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// On every answer, whatever it is.
const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("origin-agent-cluster", "?1"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), \
         publickey-credentials-get=(self), publickey-credentials-create=(self)",
    ),
];

/// The policy of our pages. `scripts` are the hashes of the page's inline scripts, such as `'sha256-…'`.
pub(super) fn page_policy(scripts: &str, https: bool) -> String {
    let space = if scripts.is_empty() { "" } else { " " };
    let upgrade = if https {
        "; upgrade-insecure-requests"
    } else {
        ""
    };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{space}{scripts}; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'{upgrade}"
    )
}

/// Puts what is missing on an answer. Over `http` (this machine only) HSTS would mean nothing.
pub(super) fn secure(headers: &mut HeaderMap, api: bool, https: bool) {
    for (name, value) in ALWAYS {
        set(headers, name, value);
    }
    if https {
        set(
            headers,
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        );
    }
    set(headers, "content-security-policy", API_POLICY);
    set(headers, "cache-control", "no-store");
    if api {
        set(
            headers,
            "vary",
            "Cookie, Authorization, Sec-Fetch-Site, Origin",
        );
    }
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    if !headers.contains_key(name) {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_is_complete_and_a_handlers_own_value_stands() {
        let mut headers = HeaderMap::new();
        headers.insert(
            HeaderName::from_static("cache-control"),
            HeaderValue::from_static("no-cache"),
        );
        secure(&mut headers, true, true);
        let held = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        assert_eq!(held("cache-control"), Some("no-cache"));
        assert_eq!(held("content-security-policy"), Some(API_POLICY));
        for name in [
            "strict-transport-security",
            "x-content-type-options",
            "referrer-policy",
            "x-frame-options",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "origin-agent-cluster",
            "vary",
        ] {
            assert!(held(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_page_runs_its_own_scripts_only() {
        let policy = page_policy("'sha256-abc'", true);
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-abc';"));
        assert!(policy.ends_with("upgrade-insecure-requests") && !policy.contains("unsafe-inline"));
        assert!(page_policy("", false).ends_with("frame-ancestors 'none'"));
    }
}
