//! The frame around every page: skip link, header with the acting role, navigation, footer.

use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;
use lykta_shared::{identity::CityRole, time::Instant};

use super::{Act, Icon, LanguageSwitch, Note, Tone, fixed, live};
use crate::{
    browser, offline,
    session::{Acting, led, use_session},
    text::{Text, core, fill, format, t},
};

/// The frame; the page goes into `children`.
#[component]
pub(crate) fn Shell(children: Children) -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    Effect::new(move |_| session.visit(&path.get()));
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        browser::focus("main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>
            {t(core::SKIP)}
        </a>
        <Header />
        <Navigation />
        <main id="main" tabindex="-1">
            <Connection />
            {children()}
        </main>
        <Footer />
    }
}

/// What there is to know about connection and version before reading on.
#[component]
fn Connection() -> impl IntoView {
    let update = offline::update_waits();
    let since = Memo::new(|_| offline::shown_since());
    Effect::new(move |_| {
        if let Some(at) = since.get() {
            browser::announce(&shown_from(at));
        }
    });
    let old = move || {
        since.get().map(|at| {
            view! {
                <Note tone=Tone::Warn>
                    <p>{shown_from(at)}</p>
                    <Act label=fixed(core::RETRY) icon="undo" on_press=browser::reload />
                </Note>
            }
        })
    };
    let newer = move || {
        update.get().then(|| {
            view! {
                <Note tone=Tone::Info>
                    <p>{t(core::UPDATE)}</p>
                    <Act label=fixed(core::TAKE_UPDATE) on_press=offline::take_update />
                </Note>
            }
        })
    };
    view! {
        <div class="connection">{live(old)} {live(newer)}</div>
    }
}

fn shown_from(at: Instant) -> String {
    fill(core::SHOWN_FROM, &[("when", &format::moment(at))])
}

#[component]
fn Header() -> impl IntoView {
    let session = use_session();
    let right = move || match session.me() {
        Some(me) => view! {
            <RoleSwitch />
            <a href="/me" class="who">
                <Icon name="user" />
                <bdi>{me.display_name}</bdi>
            </a>
        }
        .into_any(),
        None => view! { <a href="/login">{t(core::LOG_IN)}</a> }.into_any(),
    };
    view! {
        <header class="top on-brand">
            <a href="/" class="brand">
                <Icon name="lantern" />
                <span>"Lykta"</span>
            </a>
            <div class="top-end">{live(right)}</div>
        </header>
    }
}

/// As what one acts, and what else one could act as. Only for those who have more than one.
#[component]
fn RoleSwitch() -> impl IntoView {
    let session = use_session();
    let menu = NodeRef::<html::Div>::new();
    let choices = move || -> Vec<(String, Acting, String)> {
        let Some(me) = session.me() else {
            return Vec::new();
        };
        let mut choices = vec![(
            t(core::AS_MYSELF).to_owned(),
            Acting::Member,
            "/shifts".to_owned(),
        )];
        choices.extend(led(&me).into_iter().map(|one| {
            let path = format!("/org/{}", one.slug);
            (one.name, Acting::Organisation(one.slug), path)
        }));
        if me.city_roles.contains(&CityRole::Liaison) {
            choices.push((
                t(core::AS_CITY).to_owned(),
                Acting::City,
                "/city".to_owned(),
            ));
        }
        choices
    };
    let close = move |_| {
        if let Some(menu) = menu.get_untracked() {
            // Fails only if it is closed already.
            let _closed = menu.hide_popover();
        }
    };
    move || {
        let choices = choices();
        if choices.len() < 2 {
            return None;
        }
        let acting = session.acting();
        let who = choices
            .iter()
            .find(|(_, choice, _)| *choice == acting)
            .map_or_else(
                || t(core::AS_MYSELF).to_owned(),
                |(name, _, _)| name.clone(),
            );
        let items = choices
            .into_iter()
            .map(|(name, choice, path)| {
                let current = (choice == acting).then_some("true");
                let act = move |event| {
                    session.act(choice.clone());
                    close(event);
                };
                view! {
                    <li>
                        <a href=path aria-current=current on:click=act>
                            <bdi>{name}</bdi>
                        </a>
                    </li>
                }
            })
            .collect_view();
        Some(view! {
            <button type="button" class="role" popovertarget="roles">
                <span class="cut">{fill(core::ACTING_AS, &[("who", &who)])}</span>
                <Icon name="down" />
            </button>
            <div id="roles" class="menu" popover="auto" node_ref=menu>
                <p id="roles-label">{t(core::CHOOSE_ROLE)}</p>
                <ul role="list" aria-labelledby="roles-label">
                    {items}
                </ul>
            </div>
        })
    }
}

/// One place in the navigation.
type Place = (String, &'static str, Text);

fn places(signed_in: bool, acting: &Acting) -> Vec<Place> {
    let place = |path: &str, icon, label| (path.to_owned(), icon, label);
    match acting {
        _ if !signed_in => vec![
            place("/", "house", core::HOME),
            place("/shifts", "moon", core::SHIFTS),
            place("/partners", "users", core::PARTNERS),
            place("/login", "user", core::LOG_IN),
        ],
        Acting::Member => vec![
            place("/", "house", core::HOME),
            place("/shifts", "moon", core::SHIFTS),
            place("/my", "calendar", core::MY_SHIFTS),
            place("/me", "user", core::ACCOUNT),
        ],
        Acting::Organisation(slug) => {
            let below = |rest: &str, icon, label| (format!("/org/{slug}{rest}"), icon, label);
            vec![
                below("", "house", core::OVERVIEW),
                below("/shifts", "calendar", core::SCHEDULE),
                below("/members", "users", core::MEMBERS),
                place("/my", "moon", core::MY_SHIFTS),
            ]
        }
        Acting::City => vec![
            place("/city", "house", core::OVERVIEW),
            place("/city/approvals", "inbox", core::APPLICATIONS),
            place("/city/reports", "list", core::REPORTS),
            place("/city/partners", "users", core::PARTNERS),
        ],
    }
}

/// Which of the places the path belongs to: the longest that the path begins with.
fn current(places: &[Place], path: &str) -> Option<usize> {
    places
        .iter()
        .enumerate()
        .filter(|(_, (place, _, _))| {
            path.strip_prefix(place.as_str())
                .is_some_and(|rest| rest.is_empty() || (place != "/" && rest.starts_with('/')))
        })
        .max_by_key(|(_, (place, _, _))| place.len())
        .map(|(number, _)| number)
}

/// A bar at the bottom on phones, a rail on wide screens.
#[component]
fn Navigation() -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    // The standing is asked for its kind only, so that a changed profile does not build the bar anew.
    let signed_in = Memo::new(move |_| session.is_in());
    let items = move || {
        let places = places(signed_in.get(), &session.acting());
        let shown = places.clone();
        let here = Memo::new(move |_| current(&places, &path.get()));
        shown
            .into_iter()
            .enumerate()
            .map(|(number, (path, icon, label))| {
                view! {
                    <li>
                        <a
                            href=path
                            aria-current=move || (here.get() == Some(number)).then_some("page")
                        >
                            <Icon name=icon />
                            <span>{t(label)}</span>
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <nav class="bar" aria-label=t(core::MAIN_MENU)>
            <ul role="list">{live(items)}</ul>
        </nav>
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="foot">
            <p>
                {t(core::EMERGENCY)} " " <a href="tel:112">"112"</a> ". " {t(core::TIP)} " "
                <a href="tel:11414">
                    <bdi dir="ltr">"114 14"</bdi>
                </a> "."
            </p>
            <nav aria-label=t(core::FOOTER_MENU)>
                <ul role="list">
                    {[
                        ("/about", core::ABOUT),
                        ("/privacy", core::PRIVACY),
                        ("/cookies", core::COOKIES),
                        ("/accessibility", core::ACCESSIBILITY),
                    ]
                        .map(|(path, label)| view! { <li><a href=path>{t(label)}</a></li> })
                        .collect_view()}
                    <li>
                        <LanguageSwitch />
                    </li>
                </ul>
            </nav>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_with_the_longest_match_is_the_current_one() {
        let places = places(true, &Acting::Organisation("rissne".to_owned()));
        assert_eq!(current(&places, "/org/rissne"), Some(0));
        assert_eq!(current(&places, "/org/rissne/shifts/new"), Some(1));
        assert_eq!(current(&places, "/org/rissnevik"), None);
        let places = super::places(false, &Acting::Member);
        assert_eq!(current(&places, "/"), Some(0));
        assert_eq!(current(&places, "/about"), None);
    }

    #[test]
    fn a_phone_has_room_for_four() {
        for acting in [
            Acting::Member,
            Acting::City,
            Acting::Organisation(String::new()),
        ] {
            assert!(places(true, &acting).len() <= 4);
        }
        assert!(places(false, &Acting::Member).len() <= 4);
    }
}
