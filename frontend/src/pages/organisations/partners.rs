//! The partners of the city, for everybody.

use leptos::prelude::*;
use lykta_shared::{api::ListPublicPartners, organisations::PublicPartner};

use crate::{
    api::load,
    components::{Empty, Icon, LinkButton, Page, Remote, fixed, live},
    text::{core, count, identity, open as words, t},
    vocabulary::use_words,
};

/// `/partners`
pub(crate) fn partners() -> AnyView {
    let partners = load(|| Some((ListPublicPartners {}, ())));
    view! {
        <Page title=fixed(core::PARTNERS)>
            <p>{t(words::PARTNERS_LEAD)}</p>
            <Remote load=partners let:list>
                {live(move || shown(list.get()))}
            </Remote>
        </Page>
    }
    .into_any()
}

fn shown(partners: Vec<PublicPartner>) -> AnyView {
    if partners.is_empty() {
        return view! {
            <Empty text=fixed(words::NO_PARTNERS)>
                <LinkButton href="/apply" label=identity::APPLY />
            </Empty>
        }
        .into_any();
    }
    let number = u64::try_from(partners.len()).unwrap_or(u64::MAX);
    let rows = partners.into_iter().map(partner).collect_view();
    view! {
        <p class="muted">{count(number, words::ONE_PARTNER, words::MANY_PARTNERS)}</p>
        <ul role="list" class="cards">
            {rows}
        </ul>
        <p>{t(words::JOIN_THEM)}</p>
        <div class="actions">
            <LinkButton href="/apply" label=identity::APPLY />
        </div>
    }
    .into_any()
}

fn partner(partner: PublicPartner) -> impl IntoView {
    let words = use_words();
    let kind = partner.organisation_type;
    let districts = partner.districts;
    let places = move || {
        let names: Vec<String> = districts.iter().map(|key| words.district(key)).collect();
        (!names.is_empty()).then(|| {
            view! {
                <p class="muted">
                    <Icon name="pin" />
                    " "
                    {names.join(", ")}
                </p>
            }
        })
    };
    view! {
        <li class="card">
            <h2>
                <bdi>{partner.name}</bdi>
            </h2>
            <p class="muted">{live(move || words.label("organisationType", &kind))}</p>
            <p>{partner.description}</p>
            {live(places)}
        </li>
    }
}
