//! The result of something done with many shifts at once, with the way back beside it.

use leptos::prelude::*;
use lykta_shared::{
    api::UndoBatch,
    ids::{BatchId, SeriesId},
    shifts::series::{BatchUndone, LeftShift},
};

use super::words;
use crate::{
    api::Sender,
    browser,
    components::{Act, FailureNote, Note, Tone, live},
    text::{count, format, org_term as text, t},
};

/// Where this tab remembers the term it has just planned.
fn place(series: SeriesId) -> String {
    format!("batch.{series}")
}

/// Remembers the batch that planned a series, for the series' page.
pub(super) fn remember(batch: BatchId, series: SeriesId) {
    browser::tab_keep(&place(series), Some(&batch.to_string()));
}

/// The batch that planned a series, if this tab did.
pub(super) fn remembered(series: SeriesId) -> Option<BatchId> {
    browser::tab_kept(&place(series))?.parse().ok()
}

/// Forgets it: there is nothing to undo any more.
pub(super) fn forget(series: SeriesId) {
    browser::tab_keep(&place(series), None);
}

/// What was done, what was left, and a button that undoes it.
#[component]
pub(super) fn Done(
    /// The batch.
    batch: BatchId,
    /// What was done.
    words: String,
    /// What could not be done.
    left: Vec<LeftShift>,
    /// Called when it has been undone.
    on_undone: Callback<BatchUndone>,
) -> impl IntoView {
    let sender = Sender::new();
    let undone: RwSignal<Option<BatchUndone>> = RwSignal::new(None);
    let words = StoredValue::new(words);
    let left = StoredValue::new(left);
    let undo = move || {
        sender.send(UndoBatch { batch }, (), move |outcome| {
            browser::announce(&undone_words(&outcome));
            undone.set(Some(outcome.clone()));
            on_undone.run(outcome);
        });
    };
    live(move || {
        if let Some(outcome) = undone.get() {
            return view! {
                <Note tone=Tone::Info>
                    <p>{undone_words(&outcome)}</p>
                    <Left left=outcome.left />
                </Note>
            }
            .into_any();
        }
        view! {
            <Note tone=Tone::Ok>
                <p>{words.get_value()}</p>
                <Left left=left.get_value() />
                <Act
                    label=t(text::UNDO).to_owned()
                    icon="undo"
                    pending=sender.pending
                    on_press=undo
                />
                <FailureNote failure=sender.failure />
            </Note>
        }
        .into_any()
    })
}

fn undone_words(outcome: &BatchUndone) -> String {
    count(
        u64::from(outcome.undone),
        text::UNDONE_ONE,
        text::UNDONE_OTHER,
    )
}

/// What could not be done, and why.
#[component]
fn Left(left: Vec<LeftShift>) -> impl IntoView {
    (!left.is_empty()).then(|| {
        let rows = left
            .into_iter()
            .map(|one| {
                view! {
                    <li>
                        <a href=format!("/shifts/{}", one.shift)>
                            <bdi>{one.title}</bdi>
                        </a>
                        ", "
                        {format::moment(one.starts_at)}
                        ": "
                        {t(words::left(one.reason))}
                    </li>
                }
            })
            .collect_view();
        view! {
            <p>{t(text::LEFT)}</p>
            <ul>{rows}</ul>
        }
    })
}
