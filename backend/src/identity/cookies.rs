//! The two cookies of a signed-in browser. Nothing secret is in JavaScript's reach.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};

use super::lifetime::ACCESS_SECONDS;

/// What the cookies are called and how they are set here. Over HTTPS they carry the `__Host-` prefix, so that
/// no neighbour on the same domain can set them; plain `http://localhost` can't have it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cookies {
    /// Whether people reach the server over HTTPS.
    secure: bool,
}

impl Cookies {
    /// For a server that people reach over HTTPS, or not.
    pub(super) const fn new(secure: bool) -> Self {
        Self { secure }
    }

    const fn access_name(self) -> &'static str {
        if self.secure { "__Host-at" } else { "at" }
    }

    const fn refresh_name(self) -> &'static str {
        if self.secure { "__Host-rt" } else { "rt" }
    }

    /// The access token that came with the request.
    pub(super) fn access_of(self, request: &HttpRequest) -> Option<String> {
        request
            .cookie(self.access_name())
            .map(|cookie| cookie.value().to_owned())
    }

    /// The refresh token that came with the request.
    pub(super) fn refresh_of(self, request: &HttpRequest) -> Option<String> {
        request
            .cookie(self.refresh_name())
            .map(|cookie| cookie.value().to_owned())
    }

    /// The cookie for a fresh access token.
    pub(super) fn access(self, token: String) -> Cookie<'static> {
        self.cookie(self.access_name(), token, ACCESS_SECONDS)
    }

    /// The cookie for a fresh refresh token, for as long as the session may rest.
    pub(super) fn refresh(self, token: String, seconds: i64) -> Cookie<'static> {
        self.cookie(self.refresh_name(), token, seconds)
    }

    /// What takes both away.
    pub(super) fn cleared(self) -> [Cookie<'static>; 2] {
        [self.access_name(), self.refresh_name()].map(|name| self.cookie(name, String::new(), 0))
    }

    fn cookie(self, name: &'static str, value: String, seconds: i64) -> Cookie<'static> {
        Cookie::build(name, value)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(self.secure)
            .max_age(Duration::seconds(seconds))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_a_neighbour_can_neither_read_nor_set_them() {
        assert_eq!(
            Cookies::new(true).refresh("x".to_owned(), 60).to_string(),
            "__Host-rt=x; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=60"
        );
        assert_eq!(
            Cookies::new(true).cleared()[0].to_string(),
            "__Host-at=; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=0"
        );
    }

    #[test]
    fn on_plain_localhost_they_work_without_secure() {
        assert_eq!(
            Cookies::new(false).access("x".to_owned()).to_string(),
            "at=x; HttpOnly; SameSite=Strict; Path=/; Max-Age=600"
        );
    }
}
