//! Accounts: the ways in, and one's own account.

mod login;

pub(crate) use login::login;

use leptos::prelude::With;
use leptos_router::hooks::use_query_map;

/// Where to go after signing in: a path of this site, never another host.
fn destination() -> String {
    let wanted = use_query_map().with(|query| query.get("to"));
    safe(wanted.as_deref()).unwrap_or("/").to_owned()
}

/// `//host` and `/\host` lead elsewhere and are refused.
fn safe(path: Option<&str>) -> Option<&str> {
    path.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_returned_to() {
        assert_eq!(safe(Some("/shifts?when=all")), Some("/shifts?when=all"));
        for path in ["//evil.example", "/\\evil.example", "https://evil.example"] {
            assert_eq!(safe(Some(path)), None, "{path}");
        }
        assert_eq!(safe(None), None);
    }
}
