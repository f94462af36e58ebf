//! Reading from the API: a value that is loaded, loaded again when what is asked for changes, and kept on
//! screen while that happens.

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};
use lykta_shared::{api::Endpoint, problem::ProblemKind};

use super::{
    Failure,
    client::{self, Prepared},
    json,
};

/// How far the reading has come. Once there is a value it stays in one signal, so that lists are updated in
/// place and keep focus and scroll.
#[derive(Debug)]
pub(crate) enum Phase<T: Send + Sync + 'static> {
    /// Nothing yet.
    Loading,
    /// The value.
    Ready(RwSignal<T>),
    /// No value.
    Failed(Failure),
}

impl<T: Send + Sync + 'static> Clone for Phase<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::Ready(value) => Self::Ready(*value),
            Self::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

/// A reading of the API. Made by [`load`].
#[derive(Debug)]
pub(crate) struct Load<T: Send + Sync + 'static> {
    /// How far it has come.
    pub(crate) phase: RwSignal<Phase<T>>,
    /// Why the newest reading failed while an older value is still shown.
    pub(crate) stale: RwSignal<Option<Failure>>,
    /// Whether a reading is under way.
    pub(crate) busy: RwSignal<bool>,
    turn: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Load<T> {}

impl<T: Send + Sync + 'static> Load<T> {
    /// Reads once more.
    pub(crate) fn again(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }

    /// Puts in a newer value that another answer brought.
    pub(crate) fn set(self, value: T) {
        if let Some(Phase::Ready(held)) = self.phase.try_get_untracked() {
            held.set(value);
        }
    }

    fn arrived(self, result: Result<T, Failure>, owner: &Owner) {
        let held = match self.phase.try_get_untracked() {
            // The page is gone.
            None => return,
            Some(Phase::Ready(held)) => Some(held),
            Some(_) => None,
        };
        self.busy.set(false);
        match (result, held) {
            (Ok(value), Some(held)) => {
                held.set(value);
                self.stale.set(None);
            }
            (Ok(value), None) => {
                let held = owner.with(|| RwSignal::new(value));
                self.phase.set(Phase::Ready(held));
                self.stale.set(None);
            }
            // What the server no longer shows must not stay on the screen.
            (Err(failure), Some(_)) if !is_final(&failure) => self.stale.set(Some(failure)),
            (Err(failure), _) => self.phase.set(Phase::Failed(failure)),
        }
    }
}

fn is_final(failure: &Failure) -> bool {
    matches!(
        failure.kind(),
        Some(ProblemKind::Unauthenticated | ProblemKind::Forbidden | ProblemKind::NotFound)
    )
}

/// Reads an endpoint now, and again whenever a signal that `request` reads changes. `None` asks for nothing.
pub(crate) fn load<E>(request: impl Fn() -> Option<(E, E::Query)> + 'static) -> Load<E::Reply>
where
    E: Endpoint,
    E::Reply: Send + Sync,
{
    let this = Load {
        phase: RwSignal::new(Phase::Loading),
        stale: RwSignal::new(None),
        busy: RwSignal::new(false),
        turn: RwSignal::new(0),
    };
    let owner = Owner::current().unwrap_or_default();
    run(
        this.turn,
        this.busy,
        Box::new(move || {
            let (endpoint, query) = request()?;
            if matches!(this.phase.get_untracked(), Phase::Failed(_)) {
                this.phase.set(Phase::Loading);
            }
            // A read has no body. The body of every reading endpoint is `()`, which is `null` in JSON.
            let body = json::read::<E::Body>("null").ok()?;
            Some(Prepared::new(&endpoint, &query, &body, None))
        }),
        Rc::new(move |text| this.arrived(client::read(text), &owner)),
    );
    this
}

/// The part that is the same for all endpoints.
fn run(
    turn: RwSignal<u32>,
    busy: RwSignal<bool>,
    request: Box<dyn Fn() -> Option<Prepared>>,
    arrived: Rc<dyn Fn(Result<String, Failure>)>,
) {
    // Answers that were overtaken by a newer request are dropped.
    let newest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        turn.track();
        let Some(prepared) = request() else {
            return;
        };
        let number = newest.get_value().wrapping_add(1);
        newest.set_value(number);
        busy.set(true);
        let arrived = Rc::clone(&arrived);
        spawn_local(async move {
            let text = prepared.send().await;
            if newest.try_get_value() == Some(number) {
                arrived(text);
            }
        });
    });
}
