//! One's own account.

mod devices;
mod password;
mod profile;

use leptos::prelude::*;
use lykta_shared::organisations::MembershipStatus;

use crate::{
    components::{Empty, LanguageSwitch, LinkButton, Page, ThemeSwitch, fixed, live},
    pages::feed::MyFeed,
    session::use_session,
    text::{core, identity as words, t},
};

/// `/me`
pub(crate) fn me() -> AnyView {
    view! {
        <Page title=fixed(words::ME_TITLE)>
            <Organisations />
            <section>
                <h2>{t(words::PROFILE)}</h2>
                <profile::Profile />
            </section>
            <MyFeed />
            <section>
                <h2>{t(core::LANGUAGE)}</h2>
                <LanguageSwitch />
                <h2>{t(core::THEME)}</h2>
                <ThemeSwitch />
            </section>
            <section>
                <h2>{t(words::CHANGE_PASSWORD)}</h2>
                <password::ChangePasswordForm />
            </section>
            <section>
                <h2>{t(words::SESSIONS)}</h2>
                <devices::Devices />
            </section>
        </Page>
    }
    .into_any()
}

#[component]
fn Organisations() -> impl IntoView {
    let session = use_session();
    let list = move || {
        let memberships = session.me().map(|me| me.memberships).unwrap_or_default();
        if memberships.is_empty() {
            return view! {
                <Empty text=fixed(words::NO_ORGANISATIONS)>
                    <LinkButton href="/apply" label=words::APPLY />
                </Empty>
            }
            .into_any();
        }
        let rows = memberships
            .into_iter()
            .map(|one| {
                let state = (one.status == MembershipStatus::Pending)
                    .then(|| view! { <span class="tag">{t(words::PENDING)}</span> });
                let name = if one.status == MembershipStatus::Active {
                    view! {
                        <a href=format!("/org/{}", one.slug)>
                            <bdi>{one.name}</bdi>
                        </a>
                    }
                    .into_any()
                } else {
                    view! { <bdi>{one.name}</bdi> }.into_any()
                };
                view! { <li class="between">{name} {state}</li> }
            })
            .collect_view();
        view! {
            <ul role="list" class="list">
                {rows}
            </ul>
            <p>
                <a href="/apply">{t(words::APPLY)}</a>
            </p>
        }
        .into_any()
    };
    view! {
        <section>
            <h2>{t(words::ORGANISATIONS)}</h2>
            {live(list)}
        </section>
    }
}
