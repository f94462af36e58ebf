//! What all pages of an organisation share: whose it is, whether one may be here, the way to the others.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use lykta_shared::{
    identity::MyMembership,
    organisations::{OrgRight, may},
};

use crate::{
    components::{LinkButton, Note, Page, Tone, live},
    session::use_session,
    text::{Text, core, org as text, t, walk_plan},
};

/// What a page needs of those who see it, and what is said to the others.
pub(crate) type Need = Option<(OrgRight, Text)>;

/// A page of the organisation in the path, for its members; `title` is its heading, the organisation's name
/// where there is none.
pub(crate) fn page(
    title: Option<Text>,
    wide: bool,
    need: Need,
    shown: fn(MyMembership) -> AnyView,
) -> AnyView {
    let session = use_session();
    let params = use_params_map();
    let membership = Memo::new(move |_| {
        let slug = params.with(|params| params.get("slug"))?;
        session.membership(&slug)
    });
    let heading = Signal::derive(move || match title {
        Some(title) => t(title).to_owned(),
        None => membership.with(|membership| {
            membership
                .as_ref()
                .map_or_else(|| t(core::OVERVIEW).to_owned(), |one| one.name.clone())
        }),
    });
    let content = move || match membership.get() {
        None => view! { <Denied words=text::NOT_MEMBER /> }.into_any(),
        Some(membership) => {
            let refusal = need
                .filter(|(right, _)| !may(&membership.roles, *right))
                .map(|(_, words)| words);
            let name = title.is_some().then(|| {
                view! {
                    <p class="muted">
                        <bdi>{membership.name.clone()}</bdi>
                    </p>
                }
            });
            let tabs = view! { <Tabs membership=membership.clone() /> };
            let content = match refusal {
                Some(words) => view! { <Denied words=words /> }.into_any(),
                None => shown(membership),
            };
            view! {
                {name}
                {tabs}
                {content}
            }
            .into_any()
        }
    };
    view! {
        <Page title=heading wide=wide>
            {live(content)}
        </Page>
    }
    .into_any()
}

#[component]
fn Denied(words: Text) -> impl IntoView {
    view! {
        <Note tone=Tone::Warn>
            <p>{t(words)}</p>
        </Note>
        <div class="actions">
            <LinkButton href="/shifts" label=core::FIND_SHIFT />
        </div>
    }
}

/// The organisation's other pages, as far as one may see them.
#[component]
fn Tabs(membership: MyMembership) -> impl IntoView {
    let path = use_location().pathname;
    let base = format!("/org/{}", membership.slug);
    let admin = may(&membership.roles, OrgRight::ManageOrganisation);
    let plans = may(&membership.roles, OrgRight::PlanShifts);
    let sees_members = may(&membership.roles, OrgRight::SeeMembers);
    let tabs = [
        (true, "", text::OVERVIEW),
        (true, "/shifts", text::SCHEDULE),
        (plans, "/walks", walk_plan::WALKS),
        (true, "/equipment", walk_plan::EQUIPMENT),
        (sees_members, "/members", text::MEMBERS),
        (admin, "/application", text::APPLICATION),
        (plans, "/settings", text::SETTINGS),
    ];
    let items = tabs
        .into_iter()
        .filter(|(shown, _, _)| *shown)
        .map(|(_, rest, label)| {
            let to = format!("{base}{rest}");
            let this = to.clone();
            let current = move || path.with(|path| *path == this).then_some("page");
            view! {
                <li>
                    <a href=to aria-current=current>
                        {t(label)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=t(text::NAV_LABEL)>
            <ul role="list">{items}</ul>
        </nav>
    }
}
