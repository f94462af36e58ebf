//! Accounts: the ways in, and one's own account.

mod forgot;
mod login;
mod me;
mod register;
mod reset;
mod verify;

pub(crate) use forgot::forgot;
pub(crate) use login::login;
pub(crate) use me::me;
pub(crate) use register::register;
pub(crate) use reset::reset;
pub(crate) use verify::verify;

use leptos::prelude::{With, WithUntracked};
use leptos_router::hooks::use_query_map;
use lykta_shared::{identity::rules::check_password_length, text::Password};

use crate::components::Field;

/// Where to go after signing in: a path of this site, never another host.
fn destination() -> String {
    let wanted = use_query_map().with(|query| query.get("to"));
    safe(wanted.as_deref()).unwrap_or("/").to_owned()
}

/// `//host` and `/\host` lead elsewhere and are refused.
fn safe(path: Option<&str>) -> Option<&str> {
    path.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
}

/// A page's address with where to go afterwards.
pub(crate) fn with_return(page: &str, to: &str) -> String {
    format!(
        "{page}?to={}",
        String::from(js_sys::encode_uri_component(to))
    )
}

/// A new password of the right length. Whether it is too easy to guess the server says at the field: the words and
/// letters of all languages that takes are too heavy for a phone.
fn read_new_password(field: Field) -> Option<Password> {
    let password: Password = field.read()?;
    match field
        .value
        .with_untracked(|text| check_password_length(text))
    {
        Ok(()) => Some(password),
        Err(code) => {
            field.fail(code);
            None
        }
    }
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
