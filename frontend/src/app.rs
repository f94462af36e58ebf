//! The router: every path of the web app and the page that stands there.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::{FlatRoutes, Route, Router},
    hooks::{use_location, use_navigate},
    path,
};

use lykta_shared::platform::{Bundle, bundle};

use crate::{
    api::Failure,
    browser,
    components::{FailureView, NotFound, Page, Shell, Skeleton, fixed, login_address},
    pages::{apply, city, identity, messages, my, org, organisations, platform, shifts, walks},
    session::{Standing, use_session},
    text::core,
};

/// The whole app around the pages of one bundle.
pub(crate) fn app(pages: fn() -> AnyView) -> AnyView {
    use_session().begin();
    view! {
        <Router>
            <Shell>{pages()}</Shell>
        </Router>
    }
    .into_any()
}

/// What visitors and members need: small, because it is loaded on a phone in the dark.
pub fn everybody() -> AnyView {
    view! {
        <FlatRoutes fallback=|| elsewhere(Bundle::Everybody)>
            <Route path=path!("/") view=platform::home />
            <Route path=path!("/about") view=platform::about />
            <Route path=path!("/privacy") view=platform::privacy />
            <Route path=path!("/accessibility") view=platform::accessibility />
            <Route path=path!("/cookies") view=platform::cookies />
            <Route path=path!("/partners") view=organisations::partners />
            <Route path=path!("/login") view=identity::login />
            <Route path=path!("/register") view=identity::register />
            <Route path=path!("/verify") view=identity::verify />
            <Route path=path!("/forgot") view=identity::forgot />
            <Route path=path!("/reset") view=identity::reset />
            <Route path=path!("/join") view=organisations::join />
            <Route path=path!("/invite") view=organisations::invite />
            <Route path=path!("/withdraw") view=messages::withdraw />
            <Route path=path!("/unsubscribe") view=messages::unsubscribe />
            <Route path=path!("/shifts") view=shifts::list />
            <Route path=path!("/shifts/:id") view=shifts::detail />
            <Route path=path!("/my") view=|| signed_in(my::my) />
        </FlatRoutes>
    }
    .into_any()
}

/// An organisation's house-keeping, and one's own account.
pub fn organisation() -> AnyView {
    view! {
        <FlatRoutes fallback=|| elsewhere(Bundle::Organisation)>
            <Route path=path!("/me") view=|| signed_in(identity::me) />
            <Route path=path!("/org/:slug") view=|| signed_in(org::overview) />
            <Route path=path!("/org/:slug/members") view=|| signed_in(org::members) />
            <Route path=path!("/org/:slug/settings") view=|| signed_in(org::settings) />
            <Route path=path!("/org/:slug/equipment") view=|| signed_in(walks::equipment) />
            <Route path=path!("/org/:slug/walks") view=|| signed_in(walks::office) />
        </FlatRoutes>
    }
    .into_any()
}

/// Shifts, series and terms for those who plan them, and the roster.
pub fn planning() -> AnyView {
    view! {
        <FlatRoutes fallback=|| elsewhere(Bundle::Planning)>
            <Route path=path!("/shifts/:id/roster") view=|| signed_in(shifts::roster) />
            <Route path=path!("/org/:slug/shifts") view=|| signed_in(org::schedule) />
            <Route path=path!("/org/:slug/shifts/new") view=|| signed_in(org::new_shift) />
            <Route path=path!("/org/:slug/shifts/:id/edit") view=|| signed_in(org::edit_shift) />
            <Route path=path!("/org/:slug/term") view=|| signed_in(org::new_term) />
            <Route path=path!("/org/:slug/series/:id") view=|| signed_in(org::series) />
            <Route path=path!("/org/:slug/series/:id/edit") view=|| signed_in(org::edit_series) />
        </FlatRoutes>
    }
    .into_any()
}

/// The city's space, and the way into it: an organisation's application.
pub fn city() -> AnyView {
    view! {
        <FlatRoutes fallback=|| elsewhere(Bundle::City)>
            <Route path=path!("/apply") view=apply::apply />
            <Route path=path!("/org/:slug/application") view=|| signed_in(org::application) />
            <Route path=path!("/city") view=|| signed_in(city::overview) />
            <Route path=path!("/city/approvals") view=|| signed_in(city::approvals) />
            <Route path=path!("/city/approvals/:id") view=|| signed_in(city::approval) />
            <Route path=path!("/city/reports") view=|| signed_in(walks::city_reports) />
            <Route path=path!("/city/reports/:id") view=|| signed_in(walks::city_report) />
            <Route path=path!("/city/compensation") view=|| signed_in(walks::city_compensation) />
            <Route path=path!("/city/calendar") view=|| signed_in(city::calendar) />
            <Route path=path!("/city/partners") view=|| signed_in(city::partners) />
            <Route path=path!("/city/partners/:id") view=|| signed_in(city::partner) />
        </FlatRoutes>
    }
    .into_any()
}

/// The walk and its report. They stand without a network too, from what is kept on the phone.
pub fn walk() -> AnyView {
    view! {
        <FlatRoutes fallback=|| elsewhere(Bundle::Walk)>
            <Route path=path!("/shifts/:id/walk") view=|| signed_in_or_cut_off(walks::walk) />
            <Route path=path!("/shifts/:id/report") view=|| signed_in_or_cut_off(walks::report) />
        </FlatRoutes>
    }
    .into_any()
}

/// A path of another bundle: the server answers it with the other shell. Without a connection it can't, and the
/// service worker answers with the one it has. Anything else is no page at all.
fn elsewhere(here: Bundle) -> AnyView {
    let location = use_location();
    let path = location.pathname.get_untracked();
    if bundle(&path) == here {
        return missing();
    }
    if browser::load_other_bundle(browser::address(&path, &location.search.get_untracked())) {
        return view! { <Skeleton /> }.into_any();
    }
    view! {
        <Page title=fixed(core::OFFLINE_TITLE)>
            <FailureView failure=Failure::Offline on_retry=browser::reload />
        </Page>
    }
    .into_any()
}

/// No such page.
pub(crate) fn missing() -> AnyView {
    view! {
        <Page title=fixed(core::NOT_FOUND_TITLE)>
            <NotFound />
        </Page>
    }
    .into_any()
}

/// A page for those who are signed in: others are led to the sign-in page and back. Use as
/// `view=|| signed_in(my_page)`.
pub(crate) fn signed_in(page: fn() -> AnyView) -> AnyView {
    guarded(page, false)
}

/// As [`signed_in`], but shown too when the server can't be asked: the page has something kept to show.
fn signed_in_or_cut_off(page: fn() -> AnyView) -> AnyView {
    guarded(page, true)
}

fn guarded(page: fn() -> AnyView, cut_off: bool) -> AnyView {
    let session = use_session();
    let navigate = use_navigate();
    // Only the kind of standing counts here: a changed profile must not build the page anew.
    let phase = Memo::new(move |_| match session.standing() {
        Standing::Unknown => Entry::Waiting,
        Standing::In(_) => Entry::Open,
        Standing::Out => Entry::Closed,
        Standing::Unreachable(_) if cut_off => Entry::Open,
        Standing::Unreachable(failure) => Entry::Unreachable(failure),
    });
    Effect::new(move |_| {
        if phase.get() == Entry::Closed {
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&login_address(), options);
        }
    });
    let retry = move || session.begin();
    (move || match phase.get() {
        Entry::Waiting | Entry::Closed => view! { <Skeleton /> }.into_any(),
        Entry::Open => page(),
        Entry::Unreachable(failure) => {
            view! { <FailureView failure=failure on_retry=retry /> }.into_any()
        }
    })
    .into_any()
}

/// Whether a page for the signed-in may be shown.
#[derive(Debug, Clone, PartialEq)]
enum Entry {
    Waiting,
    Open,
    Closed,
    Unreachable(Failure),
}
