//! The link by which people can ask to join.

use leptos::prelude::*;
use lykta_shared::{
    api::{CreateJoinLink, DeleteJoinLink, GetOrganisation},
    ids::OrganisationId,
    organisations::JoinLink,
};

use crate::{
    api::{Sender, load},
    browser,
    components::{Act, CopyText, FailureNote, Remote, live},
    text::{fill, format, org_members as text, t},
};

/// Makes, renews and ends the link. It is shown only when it is made: the server keeps no readable copy.
#[component]
pub(super) fn Link(organisation: OrganisationId) -> impl IntoView {
    let load = load(move || Some((GetOrganisation { organisation }, ())));
    let sender = Sender::new();
    let made = RwSignal::new(None::<JoinLink>);
    let create = move || {
        sender.send(CreateJoinLink { organisation }, (), move |link| {
            made.set(Some(link));
            load.again();
        });
    };
    let end = move || {
        sender.send(DeleteJoinLink { organisation }, (), move |()| {
            made.set(None);
            browser::announce(t(text::LINK_ENDED));
            load.again();
        });
    };
    let fresh = move || {
        made.get().map(|link| {
            let origin = window().location().origin().unwrap_or_default();
            let address = format!("{origin}/join#t={}", link.token);
            let until = format::date(format::day_of(link.expires_at));
            view! {
                <CopyText label=text::LINK_URL text=Signal::stored(address) />
                <p>{fill(text::LINK_UNTIL, &[("date", &until)])}</p>
            }
        })
    };
    view! {
        <section>
            <h2>{t(text::LINK_TITLE)}</h2>
            <p>{t(text::LINK_TEXT)}</p>
            {live(fresh)}
            <FailureNote failure=sender.failure />
            <Remote load=load let:view>
                {live(move || {
                    let out = view.with(|view| view.join_link);
                    let hidden = out && made.with(Option::is_none);
                    let label = if out { text::LINK_RENEW } else { text::LINK_MAKE };
                    view! {
                        {hidden.then(|| view! { <p>{t(text::LINK_OUT)}</p> })}
                        {out.then(|| view! { <p class="muted">{t(text::LINK_RENEW_HINT)}</p> })}
                        <div class="actions">
                            <Act
                                label=t(label).to_owned()
                                icon="link"
                                pending=sender.pending
                                on_press=create
                            />
                            {out
                                .then(|| {
                                    view! {
                                        <Act
                                            label=t(text::LINK_END).to_owned()
                                            kind="quiet"
                                            pending=sender.pending
                                            on_press=end
                                        />
                                    }
                                })}
                        </div>
                    }
                })}
            </Remote>
        </section>
    }
}
