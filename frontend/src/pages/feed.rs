//! A calendar's secret address: made, renewed and ended, for one's own shifts and for an organisation's.

use leptos::prelude::*;
use lykta_shared::{
    api::{
        EndMyFeed, EndOrganisationFeed, GetMyFeed, GetOrganisationFeed, MakeMyFeed,
        MakeOrganisationFeed,
    },
    ids::OrganisationId,
    shifts::{FeedState, NewFeed},
};

use crate::{
    api::{Load, Sender, load},
    browser,
    components::{Act, CopyText, FailureNote, Remote, live},
    text::{Text, feed as text, fill, format, t},
};

/// One's own.
#[component]
pub(crate) fn MyFeed() -> impl IntoView {
    let sender = Sender::new();
    let made = RwSignal::new(None::<NewFeed>);
    let load = load(|| Some((GetMyFeed {}, ())));
    let create = move || sender.send(MakeMyFeed {}, (), move |feed| taken(feed, made, load));
    let end = move || sender.send(EndMyFeed {}, (), move |()| ended(made, load));
    view! { <Feed lead=text::MINE_LEAD sender=sender made=made load=load create=create end=end /> }
}

/// An organisation's.
#[component]
pub(crate) fn OrganisationFeed(organisation: OrganisationId) -> impl IntoView {
    let sender = Sender::new();
    let made = RwSignal::new(None::<NewFeed>);
    let load = load(move || Some((GetOrganisationFeed { organisation }, ())));
    let create = move || {
        sender.send(MakeOrganisationFeed { organisation }, (), move |feed| {
            taken(feed, made, load);
        });
    };
    let end = move || {
        sender.send(EndOrganisationFeed { organisation }, (), move |()| {
            ended(made, load);
        });
    };
    view! {
        <Feed lead=text::ORGANISATION_LEAD sender=sender made=made load=load create=create end=end />
    }
}

fn taken(feed: NewFeed, made: RwSignal<Option<NewFeed>>, load: Load<FeedState>) {
    made.set(Some(feed));
    browser::announce(t(text::ONCE));
    load.again();
}

fn ended(made: RwSignal<Option<NewFeed>>, load: Load<FeedState>) {
    made.set(None);
    browser::announce(t(text::ENDED));
    load.again();
}

/// What is the same for both. The address is shown only when it is made: the server keeps no readable copy.
#[component]
fn Feed(
    lead: Text,
    sender: Sender,
    made: RwSignal<Option<NewFeed>>,
    load: Load<FeedState>,
    create: impl Fn() + Copy + Send + Sync + 'static,
    end: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let fresh = move || {
        made.get().map(|feed| {
            let open = feed.address.replacen("https://", "webcal://", 1).replacen(
                "http://",
                "webcal://",
                1,
            );
            view! {
                <p>{t(text::ONCE)}</p>
                <CopyText label=text::ADDRESS text=Signal::stored(feed.address) />
                <p>
                    <a href=open>{t(text::OPEN)}</a>
                </p>
            }
        })
    };
    view! {
        <section>
            <h2>{t(text::TITLE)}</h2>
            <p>{t(lead)}</p>
            <p>{t(text::SECRET)}</p>
            {live(fresh)}
            <FailureNote failure=sender.failure />
            <Remote load=load let:state>
                {live(move || {
                    let since = state.with(|state| state.made_at);
                    let hidden = since.filter(|_| made.with(Option::is_none));
                    let label = if since.is_some() { text::RENEW } else { text::MAKE };
                    view! {
                        {hidden
                            .map(|since| {
                                let date = format::date(format::day_of(since));
                                view! { <p>{fill(text::ON, &[("date", &date)])}</p> }
                            })}
                        <div class="actions">
                            <Act
                                label=t(label).to_owned()
                                icon="link"
                                pending=sender.pending
                                on_press=create
                            />
                            {since
                                .is_some()
                                .then(|| {
                                    view! {
                                        <Act
                                            label=t(text::END).to_owned()
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
