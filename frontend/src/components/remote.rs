//! What is read from the API, in all its states.

use leptos::prelude::*;

use super::{FailureView, Note, Skeleton, Tone};
use crate::{
    api::{Load, Phase},
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
    let retry = move || load.again();
    let stale = move || {
        load.stale.get().map(|failure| {
            view! {
                <Note tone=Tone::Warn>
                    <p>{problem::failure(&failure)} " " {t(core::STALE)}</p>
                    <button type="button" class="btn" on:click=move |_| retry()>
                        {t(core::RETRY)}
                    </button>
                </Note>
            }
        })
    };
    let content = move || match load.phase.get() {
        Phase::Loading => view! { <Skeleton /> }.into_any(),
        Phase::Ready(value) => children(value).into_any(),
        Phase::Failed(failure) => {
            view! { <FailureView failure=failure on_retry=retry /> }.into_any()
        }
    };
    view! {
        {stale}
        <div class="remote" aria-busy=move || load.busy.get().then_some("true")>
            {content}
        </div>
    }
}
