//! One partner of the register.

use leptos::prelude::*;
use lykta_shared::{api::GetPartner, ids::OrganisationId, organisations::PartnerRow};

use super::{frame, partners::number};
use crate::{
    api::load,
    components::{NotFound, Note, Remote, Tone, fixed},
    pages::{org::organisation_status, params},
    text::{Text, city as text, format, org_application, t},
    vocabulary::use_words,
};

/// `/city/partners/:id`
pub(crate) fn partner() -> AnyView {
    frame::page(fixed(text::PARTNERS), false, shown)
}

fn shown(heading: RwSignal<String>) -> AnyView {
    let id = params::part::<OrganisationId>("id");
    let load = load(move || {
        id.get()
            .map(|organisation| (GetPartner { organisation }, ()))
    });
    (move || {
        if id.get().is_none() {
            return view! { <NotFound /> }.into_any();
        }
        view! {
            <p>
                <a href="/city/partners">{t(text::P_BACK)}</a>
            </p>
            <Remote load=load let:partner>
                {
                    Effect::new(move |_| heading.set(partner.with(|one| one.name.clone())));
                    move || partner.with(facts)
                }
            </Remote>
        }
        .into_any()
    })
    .into_any()
}

fn facts(partner: &PartnerRow) -> AnyView {
    let words = use_words();
    let districts: Vec<_> = partner
        .districts
        .iter()
        .map(|key| words.district(key))
        .collect();
    let activities: Vec<_> = partner
        .activity_types
        .iter()
        .map(|key| words.label("activityType", key))
        .collect();
    let none = || t(org_application::NOT_GIVEN).to_owned();
    let facts = [
        (
            text::P_KIND,
            words.label("organisationType", &partner.organisation_type),
        ),
        (
            text::P_NUMBER,
            partner.organisation_number.clone().unwrap_or_else(none),
        ),
        (
            text::P_STATUS,
            t(organisation_status(partner.status)).to_owned(),
        ),
        (text::P_WHERE, districts.join(", ")),
        (text::P_ACTIVITIES, activities.join(", ")),
        (
            text::P_UNTIL,
            partner.agreement_ends_on.map_or_else(none, format::date),
        ),
        (text::P_MEMBERS, number(partner.members)),
        (text::P_SHIFTS, number(partner.upcoming_shifts)),
    ];
    let rows = facts
        .map(|(label, value)| fact(label, value))
        .collect_view();
    let special = partner.special_category.then(|| {
        view! {
            <Note tone=Tone::Info>
                <p>{t(text::P_SPECIAL)}</p>
            </Note>
        }
    });
    view! {
        {special}
        <dl class="facts">{rows}</dl>
        <h2>{t(text::P_CONTACT)}</h2>
        {contact(partner)}
    }
    .into_any()
}

fn fact(label: Text, value: String) -> impl IntoView {
    view! {
        <dt>{t(label)}</dt>
        <dd>
            <bdi>{value}</bdi>
        </dd>
    }
}

/// Whom the city calls, if that person agreed to be shown.
fn contact(partner: &PartnerRow) -> AnyView {
    match &partner.contact {
        None => view! { <p>{t(text::P_CONTACT_HIDDEN)}</p> }.into_any(),
        Some(contact) => {
            let phone = contact.phone.clone().map(|phone| {
                let number: String = phone
                    .chars()
                    .filter(|c| c.is_ascii_digit() || *c == '+')
                    .collect();
                view! {
                    <p>
                        <a href=format!("tel:{number}")>
                            <bdi dir="ltr">{phone}</bdi>
                        </a>
                    </p>
                }
            });
            view! {
                <p>
                    <bdi>{contact.name.clone()}</bdi>
                </p>
                <p>
                    <a href=format!("mailto:{}", contact.email)>
                        <bdi dir="ltr">{contact.email.clone()}</bdi>
                    </a>
                </p>
                {phone}
            }
            .into_any()
        }
    }
}
