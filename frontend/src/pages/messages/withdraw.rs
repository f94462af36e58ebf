//! Withdrawing from a shift from a mail.

use leptos::prelude::*;
use lykta_shared::{
    api::{AcceptByMail, PreviewMailWithdrawal, WithdrawByMail},
    messages::{MailToken, WithdrawPreview},
    shifts::SignupState,
    text::Token,
};

use super::{no_token, token};
use crate::{
    api::Sender,
    browser,
    components::{Act, FailureNote, LinkButton, Note, Page, Range, Skeleton, Tone, fixed, live},
    text::{core, fill, format, identity as words, shifts, t},
};

/// `/withdraw#t=…`
pub(crate) fn withdraw() -> AnyView {
    let content = token().map_or_else(no_token, with_token);
    view! { <Page title=fixed(words::WITHDRAW_TITLE)>{content}</Page> }.into_any()
}

fn with_token(token: Token) -> AnyView {
    let preview = RwSignal::new(None::<WithdrawPreview>);
    let look = Sender::new();
    let sender = Sender::new();
    let done = RwSignal::new(false);
    let request = MailToken {
        token: token.clone(),
    };
    look.send(PreviewMailWithdrawal {}, request, move |seen| {
        preview.set(Some(seen));
    });
    let held = token.clone();
    let take = move || {
        let request = MailToken {
            token: held.clone(),
        };
        sender.send(AcceptByMail {}, request, move |seen| {
            preview.set(Some(seen));
            browser::announce(t(shifts::JOINED));
        });
    };
    let send = move || {
        let request = MailToken {
            token: token.clone(),
        };
        sender.send(WithdrawByMail {}, request, move |seen| {
            preview.set(Some(seen));
            done.set(true);
            browser::announce(t(words::WITHDRAWN));
        });
    };
    let shown = move || match preview.get() {
        Some(preview) => shift(preview).into_any(),
        None if look.pending.get() => view! { <Skeleton /> }.into_any(),
        None => ().into_any(),
    };
    let offered = move || {
        preview.with(|preview| {
            let state = preview.as_ref().map(|preview| &preview.shift.signup);
            matches!(state, Some(SignupState::Offered { .. }))
        })
    };
    let open = move || preview.with(|preview| preview.as_ref().map(|preview| preview.signed_up));
    view! {
        <FailureNote failure=look.failure />
        {live(shown)}
        <FailureNote failure=sender.failure />
        <div class="actions" hidden=move || !offered()>
            <Act
                label=fixed(shifts::TAKE)
                kind="primary"
                pending=sender.pending
                on_press=take
            />
        </div>
        <div class="actions" hidden=move || open() != Some(true)>
            <Act label=fixed(words::WITHDRAW) kind="danger" pending=sender.pending on_press=send />
        </div>
        {live(move || {
            (open() == Some(false))
                .then(|| {
                    let (tone, text) = if done.get() {
                        (Tone::Ok, words::WITHDRAWN)
                    } else {
                        (Tone::Info, words::NOT_SIGNED_UP)
                    };
                    view! {
                        <Note tone=tone>
                            <p>{t(text)}</p>
                        </Note>
                        <div class="actions">
                            <LinkButton href="/shifts" label=core::FIND_SHIFT />
                        </div>
                    }
                })
        })}
    }
    .into_any()
}

fn shift(preview: WithdrawPreview) -> impl IntoView {
    let card = preview.shift;
    let kept = match &card.signup {
        SignupState::Offered { until, .. } => Some(fill(
            shifts::OFFERED_UNTIL,
            &[("when", &format::moment(*until))],
        )),
        SignupState::Joined { .. } => Some(t(shifts::JOINED).to_owned()),
        _ => None,
    };
    let late = preview
        .late_text
        .filter(|_| preview.signed_up)
        .map(|words| {
            view! {
                <Note tone=Tone::Warn>
                    <p>{t(shifts::LATE_TEXT)}</p>
                    <p class="lines">{words}</p>
                </Note>
            }
        });
    view! {
        <div class="card">
            <h2>
                <bdi>{card.title}</bdi>
            </h2>
            <p>{format::long_day(card.date)}</p>
            <p class="when">
                <Range start=card.start_time end=card.end_time next_day=card.ends_next_day />
            </p>
            {card.place.map(|place| view! { <p class="muted"><bdi>{place}</bdi></p> })}
        </div>
        {kept.map(|words| view! { <p>{words}</p> })}
        {late}
    }
}
