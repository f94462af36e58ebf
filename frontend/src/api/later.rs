//! Writes that may have to wait for a network: kept in this browser in the order they were made, sent in that order, one
//! at a time. The API's walk endpoints are safe to repeat, so what was sent without an answer is sent once more.

use leptos::{prelude::*, task::spawn_local};
use lykta_shared::{
    api::{Access, Endpoint, Meta, Method},
    problem::ProblemKind,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Failure, client::Prepared, json, write};
use crate::browser;

/// What all keys begin with.
pub(crate) const KEPT: &str = "lykta.walk.";

/// A value as text to be kept.
pub(crate) fn written<T: Serialize>(value: &T) -> String {
    write::write(value).unwrap_or_default()
}

/// A value out of text that was kept.
pub(crate) fn read_back<T: DeserializeOwned>(text: &str) -> Option<T> {
    json::read(text).ok()
}

/// A write that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Waiting {
    method: String,
    address: String,
    body: String,
}

impl Waiting {
    fn prepared(&self) -> Prepared {
        let method = match self.method.as_str() {
            "POST" => Method::Post,
            "DELETE" => Method::Delete,
            _ => Method::Put,
        };
        let meta = Meta {
            name: "",
            room: "",
            method,
            path: "",
            access: Access::SignedIn,
            status: 200,
            summary: "",
        };
        Prepared::again(meta, self.address.clone(), self.body.clone())
    }
}

/// The writes about one thing. A handle to signals: copy it freely.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Later {
    key: StoredValue<String>,
    /// How many wait.
    pub(crate) waiting: RwSignal<usize>,
    /// Rises when all that waited has been answered.
    pub(crate) answered: RwSignal<u32>,
    /// Why the server refused the last one that it refused.
    pub(crate) refused: RwSignal<Option<Failure>>,
    busy: StoredValue<bool>,
    /// Whether sending was asked for while something was on its way: the network may have come back just then.
    asked: StoredValue<bool>,
}

impl Later {
    /// The writes about this; what waited from before is sent when [`Self::flush`] is called.
    pub(crate) fn about(what: &str) -> Self {
        let key = format!("{KEPT}{what}.later");
        let waiting = read(&key).len();
        Self {
            key: StoredValue::new(key),
            waiting: RwSignal::new(waiting),
            answered: RwSignal::new(0),
            refused: RwSignal::new(None),
            busy: StoredValue::new(false),
            asked: StoredValue::new(false),
        }
    }

    /// Writes now if there is a network, and as soon as there is one otherwise.
    pub(crate) fn put<E: Endpoint<Query = ()>>(self, endpoint: &E, body: &E::Body) {
        let mut all = self.all();
        all.push(Waiting {
            method: E::META.method.as_str().to_owned(),
            address: endpoint.path(),
            body: written(body),
        });
        self.store(&all);
        self.flush();
    }

    fn all(self) -> Vec<Waiting> {
        self.key.with_value(|key| read(key))
    }

    fn store(self, all: &[Waiting]) {
        let text = written(&all);
        let kept = (!all.is_empty()).then_some(text.as_str());
        self.key.with_value(|key| browser::keep(key, kept));
        self.waiting.set(all.len());
    }

    /// Sends what waits, the oldest first, until all is answered or there is no network.
    pub(crate) fn flush(self) {
        match self.busy.try_get_value() {
            Some(false) if !self.all().is_empty() => self.busy.set_value(true),
            Some(true) => return self.asked.set_value(true),
            _ => return,
        }
        self.asked.set_value(false);
        spawn_local(async move {
            while let Some(first) = self.all().into_iter().next() {
                let outcome = first.prepared().send().await;
                if self.busy.try_get_value().is_none() {
                    // The page is gone; what is left waits for the next one.
                    return;
                }
                match outcome {
                    Ok(_) => self.drop_first(),
                    Err(failure) if waits(&failure) => {
                        if !self.asked.get_value() {
                            break;
                        }
                        self.asked.set_value(false);
                    }
                    Err(failure) => {
                        self.drop_first();
                        self.refused.set(Some(failure));
                    }
                }
            }
            self.busy.set_value(false);
            if self.all().is_empty() {
                self.answered.update(|n| *n = n.wrapping_add(1));
            }
        });
    }

    fn drop_first(self) {
        let mut all = self.all();
        if !all.is_empty() {
            all.remove(0);
        }
        self.store(&all);
    }
}

fn read(key: &str) -> Vec<Waiting> {
    browser::kept(key)
        .and_then(|text| json::read(&text).ok())
        .unwrap_or_default()
}

/// Whether it is worth trying again later.
fn waits(failure: &Failure) -> bool {
    match failure {
        Failure::Offline | Failure::Broken => true,
        Failure::Problem(problem) => {
            problem.status >= 500
                || matches!(
                    problem.code,
                    ProblemKind::Unauthenticated
                        | ProblemKind::RequestTimeout
                        | ProblemKind::TooManyRequests
                )
        }
    }
}

/// A reply that is kept in this browser, so that the page stands without a network too.
#[derive(Debug)]
pub(crate) struct Kept<T: Send + Sync + 'static> {
    /// What is known.
    pub(crate) value: RwSignal<Option<T>>,
    /// Why nothing is known.
    pub(crate) failure: RwSignal<Option<Failure>>,
    /// Whether the server could not be asked, so that this is from before.
    pub(crate) old: RwSignal<bool>,
    key: StoredValue<String>,
}

impl<T: Send + Sync + 'static> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Kept<T> {}

impl<T> Kept<T>
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    /// What is kept of this.
    pub(crate) fn of(what: &str) -> Self {
        Self {
            value: RwSignal::new(None),
            failure: RwSignal::new(None),
            old: RwSignal::new(false),
            key: StoredValue::new(format!("{KEPT}{what}")),
        }
    }

    /// Asks the server; without a network, shows what is kept.
    pub(crate) fn ask<E>(self, endpoint: E)
    where
        E: Endpoint<Query = (), Body = (), Reply = T>,
    {
        let prepared = Prepared::new(&endpoint, &(), &(), None);
        spawn_local(async move {
            let answer = super::client::read::<T>(prepared.send().await);
            if self.value.try_get_untracked().is_none() {
                return;
            }
            match answer {
                Ok(value) => {
                    self.put(value);
                    self.old.set(false);
                    self.failure.set(None);
                }
                Err(Failure::Offline | Failure::Broken) => {
                    self.old.set(true);
                    if self.value.with_untracked(Option::is_none) {
                        match self.kept() {
                            Some(value) => self.value.set(Some(value)),
                            None => self.failure.set(Some(Failure::Offline)),
                        }
                    }
                }
                Err(failure) => {
                    // What one may no longer see must not stay, neither on the screen nor on the phone.
                    self.key.with_value(|key| browser::keep(key, None));
                    self.value.set(None);
                    self.failure.set(Some(failure));
                }
            }
        });
    }

    /// Shows what is kept, until the server has been asked.
    pub(crate) fn restore(self) {
        if let Some(value) = self.kept() {
            self.value.set(Some(value));
        }
    }

    /// What is kept.
    pub(crate) fn kept(self) -> Option<T> {
        let text = self.key.with_value(|key| browser::kept(key))?;
        json::read(&text).ok()
    }

    /// Shows and keeps this.
    pub(crate) fn put(self, value: T) {
        let text = written(&value);
        self.key.with_value(|key| browser::keep(key, Some(&text)));
        self.value.set(Some(value));
    }

    /// Changes what is shown and kept, before the server knows of it.
    pub(crate) fn change(self, change: impl FnOnce(&mut T)) {
        if let Some(mut value) = self.value.get_untracked() {
            change(&mut value);
            self.put(value);
        }
    }
}
