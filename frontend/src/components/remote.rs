//! What is read from the API, in all its states.

use leptos::prelude::*;

use super::{FailureView, Note, Skeleton, Tone, aria_flag, live};
use crate::{
    api::{Failure, Load, Phase},
    text::{core, problem, t},
};

/// Shows what `load` has brought. The children are built once and given a signal, so that newer data changes
/// them in place; a failure after that is a note above them, unless it means that one may no longer see it.
#[component]
pub(crate) fn Remote<T, V>(
    /// What is read.
    load: Load<T>,
    /// Shows it.
    children: impl Fn(RwSignal<T>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    V: IntoView + 'static,
{
    let content = live(move || match load.phase.get() {
        Phase::Loading => view! { <Skeleton /> }.into_any(),
        Phase::Ready(value) => children(value).into_any(),
        Phase::Failed(failure) => {
            view! { <FailureView failure=failure on_retry=move || load.again() /> }.into_any()
        }
    });
    frame(
        load.stale,
        load.busy,
        Box::new(move || load.again()),
        content,
    )
}

/// The part that is the same whatever is read.
fn frame(
    stale: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    retry: Box<dyn Fn() + Send>,
    content: AnyView,
) -> AnyView {
    let retry = StoredValue::new_local(retry);
    let note = live(move || {
        stale.get().map(|failure| {
            view! {
                <Note tone=Tone::Warn>
                    <p>{problem::failure(&failure)} " " {t(core::STALE)}</p>
                    <button
                        type="button"
                        class="btn"
                        on:click=move |_| retry.with_value(|retry| retry())
                    >
                        {t(core::RETRY)}
                    </button>
                </Note>
            }
        })
    });
    view! {
        {note}
        <div class="remote" aria-busy=aria_flag(move || busy.get())>
            {content}
        </div>
    }
    .into_any()
}
