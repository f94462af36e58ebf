//! Who is signed in, for the whole app.

use std::sync::OnceLock;

use leptos::{ev, prelude::*, task::spawn_local};
use lykta_shared::{
    api::GetMe,
    identity::{CityRole, Me, MyMembership},
    organisations::{MembershipStatus, OrgRight, may},
    problem::ProblemKind,
};

use crate::{
    api::{Failure, KEPT, call},
    browser,
};

/// Kept in the browser while somebody is signed in: it holds no secret and spares visitors a refused request.
const HINT: &str = "lykta.signed-in";
/// What [`HINT`] says for a moment while somebody signs out on purpose, so that other tabs forget drafts too.
const SIGNED_OUT: &str = "out";
/// Who was last signed in in this tab: drafts are only for them.
const LAST: &str = "lykta.last";
/// Kept in the tab from when a session ended by itself until somebody signs in: the sign-in page says so.
const LOST: &str = "lykta.lost";
/// The organisation somebody acts for, in this tab.
const ACTING: &str = "lykta.acting";

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    /// Being asked.
    Unknown,
    /// A visitor.
    Out,
    /// Signed in.
    In(Me),
    /// Could not be asked.
    Unreachable(Failure),
}

/// As what somebody acts: it decides on the navigation, never on rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Acting {
    /// As oneself.
    Member,
    /// For an organisation one plans for or administers (its word in paths).
    Organisation(String),
    /// For the city.
    City,
}

/// The session, as signals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    standing: RwSignal<Standing>,
    acting: RwSignal<Acting>,
}

/// With the owner of its signals: outside any page's owner, so that they outlive all pages.
static SESSION: OnceLock<(Owner, Session)> = OnceLock::new();

/// The session. It lives as long as the app.
pub(crate) fn use_session() -> Session {
    let (_, session) = SESSION.get_or_init(|| {
        let owner = Owner::new_root(None);
        let session = owner.with(|| {
            let acting = match browser::tab_kept(ACTING).as_deref() {
                Some("/city") => Acting::City,
                Some(path) => organisation_of(path).map_or(Acting::Member, Acting::Organisation),
                None => Acting::Member,
            };
            let session = Session {
                standing: RwSignal::new(Standing::Unknown),
                acting: RwSignal::new(acting),
            };
            session.listen();
            session
        });
        (owner, session)
    });
    *session
}

/// Whether somebody seems to be signed in in this browser.
pub(crate) fn hinted() -> bool {
    !browser::has_storage() || browser::kept(HINT).is_some()
}

/// The session has ended on the server. Drafts stay: the same person may go on after signing in again.
pub(crate) fn lost() {
    browser::tab_keep(LOST, Some("1"));
    use_session().leave();
}

/// Whether a session in this tab ended by itself, and nobody has signed in since.
pub(crate) fn was_lost() -> bool {
    browser::tab_kept(LOST).is_some()
}

impl Session {
    /// Asks the server who is signed in.
    pub(crate) fn begin(self) {
        if !hinted() {
            self.standing.set(Standing::Out);
            return;
        }
        self.standing.set(Standing::Unknown);
        spawn_local(async move {
            match call(&GetMe {}, &(), &()).await {
                Ok(me) => self.enter(me),
                Err(failure) if failure.kind() == Some(ProblemKind::Unauthenticated) => {
                    self.leave();
                }
                Err(failure) => self.standing.set(Standing::Unreachable(failure)),
            }
        });
    }

    /// Asks once more what is known of the signed-in person: memberships or roles have changed. The pages stay, and
    /// `then` is called when the answer is there.
    pub(crate) fn renew(self, then: impl FnOnce() + 'static) {
        spawn_local(async move {
            // Without an answer the old picture stays; the server decides anyway.
            if let Ok(me) = call(&GetMe {}, &(), &()).await {
                self.enter(me);
            }
            then();
        });
    }

    /// Takes somebody in, or what is newly known of them.
    pub(crate) fn enter(self, me: Me) {
        let id = me.id.to_string();
        if browser::tab_kept(LAST).is_some_and(|last| last != id) {
            browser::forget_tab();
            browser::forget(KEPT);
        }
        browser::tab_keep(LAST, Some(&id));
        browser::tab_keep(LOST, None);
        browser::keep(HINT, Some("1"));
        self.standing.set(Standing::In(me));
    }

    /// Somebody has signed out on purpose: nothing of theirs stays in this browser.
    pub(crate) fn sign_out(self) {
        browser::keep(HINT, Some(SIGNED_OUT));
        browser::forget_tab();
        browser::forget_links();
        browser::forget(KEPT);
        self.leave();
    }

    /// Nobody is signed in any more.
    fn leave(self) {
        browser::keep(HINT, None);
        browser::forget_copies();
        self.act(Acting::Member);
        self.standing.set(Standing::Out);
    }

    /// Whether somebody is signed in (tracked).
    pub(crate) fn standing(self) -> Standing {
        self.standing.get()
    }

    /// The signed-in person (tracked).
    pub(crate) fn me(self) -> Option<Me> {
        self.standing.with(|standing| match standing {
            Standing::In(me) => Some(me.clone()),
            Standing::Unknown | Standing::Out | Standing::Unreachable(_) => None,
        })
    }

    /// Whether somebody is signed in, as far as is known (tracked).
    pub(crate) fn is_in(self) -> bool {
        self.standing
            .with(|standing| matches!(standing, Standing::In(_)))
    }

    /// Whether the person holds this role in the city (tracked).
    pub(crate) fn has_city_role(self, role: CityRole) -> bool {
        self.me().is_some_and(|me| me.city_roles.contains(&role))
    }

    /// The person's active membership of the organisation with this word in paths (tracked).
    pub(crate) fn membership(self, slug: &str) -> Option<MyMembership> {
        self.me()?
            .memberships
            .into_iter()
            .find(|one| one.slug == slug && one.status == MembershipStatus::Active)
    }

    /// As what the person acts (tracked).
    pub(crate) fn acting(self) -> Acting {
        self.acting.get()
    }

    /// Acts for the organisation or the city that the path belongs to; other paths change nothing.
    pub(crate) fn visit(self, path: &str) {
        let acting = if is_city(path) {
            Acting::City
        } else if let Some(slug) = organisation_of(path) {
            Acting::Organisation(slug)
        } else {
            return;
        };
        self.act(acting);
    }

    /// Acts as this from now on.
    pub(crate) fn act(self, acting: Acting) {
        let kept = match &acting {
            Acting::Member => None,
            Acting::Organisation(slug) => Some(format!("/org/{slug}")),
            Acting::City => Some("/city".to_owned()),
        };
        browser::tab_keep(ACTING, kept.as_deref());
        if self.acting.get_untracked() != acting {
            self.acting.set(acting);
        }
    }

    /// Signing in or out in one tab does so in all of them.
    fn listen(self) {
        let handle = window_event_listener(ev::storage, move |event| {
            if event.key().as_deref() == Some(HINT) {
                match event.new_value().as_deref() {
                    None => self.standing.set(Standing::Out),
                    Some(SIGNED_OUT) => browser::forget_tab(),
                    Some(_) => self.begin(),
                }
            }
        });
        // It listens as long as the app lives.
        drop(handle);
    }
}

/// The memberships with something to plan or to administer.
pub(crate) fn led(me: &Me) -> Vec<MyMembership> {
    me.memberships
        .iter()
        .filter(|one| {
            one.status == MembershipStatus::Active && may(&one.roles, OrgRight::PlanShifts)
        })
        .cloned()
        .collect()
}

fn is_city(path: &str) -> bool {
    path == "/city" || path.starts_with("/city/")
}

/// The organisation's word in a path below `/org`.
fn organisation_of(path: &str) -> Option<String> {
    let slug = path.strip_prefix("/org/")?.split('/').next()?;
    (!slug.is_empty()).then(|| slug.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_tells_for_whom_one_acts() {
        assert_eq!(
            organisation_of("/org/rissne/shifts"),
            Some("rissne".to_owned())
        );
        assert_eq!(organisation_of("/org/"), None);
        assert_eq!(organisation_of("/shifts"), None);
        assert!(is_city("/city") && is_city("/city/partners") && !is_city("/citywalk"));
    }
}
