//! Shifts of others that the organisation was asked to share, or shares.

use leptos::prelude::*;
use lykta_shared::{
    api::{AnswerSharedShift, ListSharedShifts},
    ids::{OrganisationId, ShiftId},
    shifts::shares::{AnswerShare, ShareAnswer, ShareStatus, SharedShift},
};

use crate::{
    api::{Sender, load},
    browser,
    components::{Act, FailureNote, Remote, live},
    text::{Text, count, fill, format, org_shares as text, t},
};

/// The section on the overview; nothing while nobody has asked.
#[component]
pub(super) fn Shared(
    /// Which organisation.
    organisation: OrganisationId,
) -> impl IntoView {
    let list = load(move || Some((ListSharedShifts { organisation }, ())));
    view! {
        <Remote load=list let:shifts>
            <List organisation=organisation shifts=shifts />
        </Remote>
    }
}

#[component]
fn List(organisation: OrganisationId, shifts: RwSignal<Vec<SharedShift>>) -> impl IntoView {
    let sender = Sender::new();
    let cards = move || {
        let held = shifts.get();
        (!held.is_empty()).then(|| {
            let cards = held
                .into_iter()
                .map(|one| card((organisation, shifts), sender, one))
                .collect_view();
            view! {
                <section>
                    <h2>{t(text::ASKED_TITLE)}</h2>
                    <ul class="cards" role="list">
                        {cards}
                    </ul>
                </section>
            }
        })
    };
    view! {
        {live(cards)}
        <FailureNote failure=sender.failure />
    }
}

fn card(
    of: (OrganisationId, RwSignal<Vec<SharedShift>>),
    sender: Sender,
    one: SharedShift,
) -> impl IntoView {
    let shift = one.shift;
    let when = format!(
        "{}, {}–{}",
        format::plain_day(format::day_of(one.starts_at)),
        format::time(one.starts_at),
        format::time(one.ends_at)
    );
    let number = |n: u16| format::number(u64::from(n));
    let asked = one.status == ShareStatus::Invited;
    let words = if asked { text::ASKED_BY } else { text::ALONG };
    let words = fill(
        words,
        &[
            ("host", &one.host.name),
            ("used", &number(one.used)),
            ("places", &number(one.places)),
        ],
    );
    let released = fill(
        text::RELEASED_AT,
        &[("when", &format::moment(one.released_at))],
    );
    let leave = if one.used == 0 {
        t(text::WITHDRAW).to_owned()
    } else {
        count(
            u64::from(one.used),
            text::WITHDRAW_ONE,
            text::WITHDRAW_OTHER,
        )
    };
    let button = move |label: String, kind: &'static str, answer: ShareAnswer, title: String| {
        let press = move || send(of, sender, shift, answer);
        view! { <Act label=label context=title kind=kind pending=sender.pending on_press=press /> }
    };
    let title = one.title.clone();
    let buttons = if asked {
        view! {
            {button(t(text::ACCEPT).to_owned(), "primary", ShareAnswer::Accept, title.clone())}
            {button(t(text::DECLINE).to_owned(), "", ShareAnswer::Decline, title)}
        }
        .into_any()
    } else {
        button(leave, "", ShareAnswer::Withdraw, title).into_any()
    };
    let heading = if asked {
        view! { <bdi>{one.title}</bdi> }.into_any()
    } else {
        view! {
            <a href=format!("/shifts/{shift}")>
                <bdi>{one.title}</bdi>
            </a>
        }
        .into_any()
    };
    view! {
        <li class="card">
            <h3>{heading}</h3>
            <p class="m">{when} ", " <bdi>{one.place}</bdi></p>
            <p>{words}</p>
            <p class="muted">{released}</p>
            {asked.then(|| view! { <p class="muted">{t(text::SEEN)}</p> })}
            <div class="actions">{buttons}</div>
        </li>
    }
}

fn send(
    (organisation, shifts): (OrganisationId, RwSignal<Vec<SharedShift>>),
    sender: Sender,
    shift: ShiftId,
    answer: ShareAnswer,
) {
    let endpoint = AnswerSharedShift {
        organisation,
        shift,
    };
    sender.send(endpoint, AnswerShare { answer }, move |now| {
        shifts.update(|list| {
            if now.status.holds_places() {
                if let Some(held) = list.iter_mut().find(|one| one.shift == shift) {
                    *held = now;
                }
            } else {
                list.retain(|one| one.shift != shift);
            }
        });
        browser::announce(t(said(answer)));
    });
}

const fn said(answer: ShareAnswer) -> Text {
    match answer {
        ShareAnswer::Accept => text::DID_ACCEPT,
        ShareAnswer::Decline | ShareAnswer::Withdraw => text::DID_LEAVE,
    }
}
