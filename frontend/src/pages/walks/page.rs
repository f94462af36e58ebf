//! The walk's page. All it needs is kept on the phone; what is done on it waits for a network if there is none.

use std::time::Duration;

use leptos::prelude::*;
use lykta_shared::{
    api::{GetReport, GetWalk},
    ids::ShiftId,
    walks::{ReportPage, WalkPage},
};

use super::{check_in, facts, finish, groups, people, plan};
use crate::{
    api::{Kept, Later},
    browser,
    components::{Act, FailureView, Icon, NotFound, Note, Page, Skeleton, Tone, live, live_text},
    pages::params,
    text::{count, fill, format, t, walks as text},
};

/// How often what waits is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(15);

/// How many minutes old an answer may be before the page says so.
const STALE_MINUTES: i64 = 5;

/// What the parts of the page share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk {
    pub(super) kept: Kept<WalkPage>,
    pub(super) later: Later,
    pub(super) shift: ShiftId,
}

impl Walk {
    /// Something of the page (tracked).
    pub(super) fn get<U>(self, read: impl FnOnce(&WalkPage) -> U) -> Option<U> {
        self.kept.value.with(|page| page.as_ref().map(read))
    }

    /// A part of the page as a memo, so that it is drawn anew only when it changes.
    pub(super) fn memo<U>(self, read: fn(&WalkPage) -> U) -> Memo<Option<U>>
    where
        U: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.get(read))
    }
}

/// `/shifts/:id/walk`
pub(crate) fn walk() -> AnyView {
    let id = params::part::<ShiftId>("id");
    live(move || match id.get() {
        Some(shift) => opened(shift),
        None => view! {
            <Page title=t(text::TITLE)>
                <NotFound />
            </Page>
        }
        .into_any(),
    })
}

/// Sends what waits again and again while there is something, and when the network comes back.
pub(super) fn keep_trying(later: Later) {
    let again = set_interval_with_handle(move || later.flush(), TRY_AGAIN).ok();
    let back = window_event_listener_untyped("online", move |_| later.flush());
    on_cleanup(move || {
        if let Some(again) = again {
            again.clear();
        }
        back.remove();
    });
    later.flush();
}

fn opened(shift: ShiftId) -> AnyView {
    let walk = Walk {
        kept: Kept::of(&format!("{shift}.page")),
        later: Later::about(&shift.to_string()),
        shift,
    };
    // What was done without a network stands only here: a copy of an earlier answer must not take its place.
    if walk.later.waiting.get_untracked() > 0 {
        walk.kept.restore();
    }
    keep_trying(walk.later);
    Effect::new(move |_| {
        walk.later.answered.track();
        // While something waits, what the server says is older than what is shown.
        if walk.later.waiting.get_untracked() == 0
            || walk.kept.value.with_untracked(Option::is_none)
        {
            walk.kept.ask(GetWalk { shift });
        }
    });
    // Whoever leads writes the report, maybe without a network: it is kept beforehand.
    let leads = walk.memo(|page| page.can_lead && page.report.is_none());
    Effect::new(move |_| {
        if leads.get() == Some(true) {
            Kept::<ReportPage>::of(&format!("{shift}.report")).ask(GetReport { shift });
        }
    });
    check_in::with_code(walk);
    let title = walk.memo(|page| page.title.clone());
    let there = Memo::new(move |_| walk.kept.value.with(Option::is_some));
    let retry = move || walk.kept.ask(GetWalk { shift });
    let content = move || {
        if there.get() {
            return shown(walk);
        }
        match walk.kept.failure.get() {
            Some(failure) => view! {
                <FailureView failure=failure on_retry=retry />
                <p>{t(text::NOT_KEPT)}</p>
            }
            .into_any(),
            None => view! { <Skeleton /> }.into_any(),
        }
    };
    view! {
        <Page title=Signal::derive(move || {
            title.get().flatten_or(t(text::TITLE))
        })>{live(content)}</Page>
    }
    .into_any()
}

/// A memo's value, or a word in its place.
trait FlattenOr {
    fn flatten_or(self, word: &str) -> String;
}

impl FlattenOr for Option<String> {
    fn flatten_or(self, word: &str) -> String {
        self.unwrap_or_else(|| word.to_owned())
    }
}

fn shown(walk: Walk) -> AnyView {
    let leads = walk.memo(|page| page.can_lead);
    let shift = walk.shift;
    let told = move || {
        if leads.get() == Some(true) {
            view! {
                {people::people(walk)}
                {groups::groups(walk)}
                {facts::midway(walk)}
                {facts::facts(walk)}
                {plan::plan(walk)}
                {facts::equipment(walk)}
                {finish::finish(walk)}
            }
            .into_any()
        } else {
            view! {
                {facts::facts(walk)}
                {people::list(walk)}
                {groups::list(walk)}
                {facts::midway(walk)}
            }
            .into_any()
        }
    };
    view! {
        {facts::head(walk)}
        {connection(walk.later, walk.kept.old, Signal::derive(move || walk.get(|page| page.as_of)))}
        {refused(walk.later)}
        {calls()}
        {check_in::own(walk)}
        {live(told)}
        {facts::rules()}
        <div class="actions">
            <a class="btn" href=format!("/shifts/{shift}")>
                {t(text::TO_SHIFT)}
            </a>
            <NightSwitch />
        </div>
    }
    .into_any()
}

/// What waits, and from when the page is.
pub(super) fn connection(
    later: Later,
    old: RwSignal<bool>,
    as_of: Signal<Option<lykta_shared::time::Instant>>,
) -> AnyView {
    let words = move || {
        let waiting = later.waiting.get();
        // The service worker answers with a copy, too, which says itself from when it is.
        let from = as_of
            .get()
            .filter(|at| old.get() || browser::now() > at.plus_minutes(STALE_MINUTES));
        if !old.get() && from.is_none() && waiting == 0 {
            return None;
        }
        let mut words = Vec::new();
        if old.get() {
            words.push(t(text::NO_NETWORK).to_owned());
        }
        if let Some(at) = from {
            words.push(fill(text::SHOWN_FROM, &[("time", &format::time(at))]));
        }
        if waiting > 0 {
            let waiting = u64::try_from(waiting).unwrap_or(0);
            words.push(count(waiting, text::WAITING_ONE, text::WAITING_OTHER));
        }
        let send = (waiting > 0).then(|| {
            view! { <Act label=t(text::SEND_NOW).to_owned() on_press=move || later.flush() /> }
        });
        Some(view! {
            <Note tone=Tone::Warn>
                <p>{words.join(" ")}</p>
                {send}
            </Note>
        })
    };
    view! { <div role="status">{live(words)}</div> }.into_any()
}

/// That the server did not take something.
pub(super) fn refused(later: Later) -> AnyView {
    let words = move || {
        later.refused.get().map(|failure| {
            view! {
                <Note tone=Tone::Error>
                    <p>{crate::text::problem::failure(&failure)}</p>
                    <p>{t(text::REFUSED)}</p>
                </Note>
            }
        })
    };
    view! { <div role="alert">{live(words)}</div> }.into_any()
}

/// 112 first (PRODUCT.md rule 2): always there, always large.
pub(super) fn calls() -> AnyView {
    view! {
        <nav class="calls" aria-label=t(text::CALLS)>
            <a class="btn" data-kind="danger" href="tel:112">
                <Icon name="phone" />
                <span>{t(text::CALL_112)}</span>
            </a>
            <a class="btn" href="tel:11414">
                <Icon name="phone" />
                <span>{t(text::CALL_11414)}</span>
            </a>
        </nav>
    }
    .into_any()
}

/// Amber on near-black, for eyes that are used to the dark.
#[component]
pub(super) fn NightSwitch() -> impl IntoView {
    let night = RwSignal::new(browser::read_root_attribute("data-theme") == "night");
    let switch = move |_| {
        let to = !night.get_untracked();
        let theme = to.then_some("night");
        browser::keep("lykta.theme", theme);
        browser::root_attribute("data-theme", theme);
        night.set(to);
    };
    view! {
        <button
            type="button"
            class="btn"
            aria-pressed=move || night.get().to_string()
            on:click=switch
        >
            <Icon name="moon" />
            <span>{live_text(move || t(if night.get() { text::DAY } else { text::NIGHT }).to_owned())}</span>
        </button>
    }
}
