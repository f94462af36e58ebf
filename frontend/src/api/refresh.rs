//! Renewing the session, one at a time across all tabs.
//!
//! A refresh token is good for one use, and a second use ends the session. So tabs take turns by the browser's
//! lock manager, and whoever gets the turn looks first whether another tab has renewed it meanwhile.

use std::{cell::Cell, rc::Rc};

use js_sys::{Function, Promise};
use leptos::prelude::window;
use lykta_shared::api::Refresh;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::{Failure, client::Prepared};
use crate::browser;

/// The name of the lock that tabs share.
const LOCK: &str = "lykta-refresh";
/// Where the time of the last renewal is kept, in microseconds since 1970.
const RENEWED: &str = "lykta.renewed";

/// The time before a call: what was renewed after it need not be renewed again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    began: i64,
}

impl Turn {
    /// Notes the time.
    pub(crate) fn begin() -> Self {
        Self {
            began: browser::now().micros(),
        }
    }

    /// Renews the session unless that has happened since.
    pub(crate) async fn renew(self) -> Result<(), Failure> {
        let Some(locks) = browser::property(&window().navigator(), "locks") else {
            return self.renew_now().await;
        };
        // Handed from inside the lock to us, who wait for it.
        let outcome = Rc::new(Cell::new(None));
        let told = Rc::clone(&outcome);
        let work = Closure::once_into_js(move || {
            future_to_promise(async move {
                outcome.set(Some(self.renew_now().await));
                Ok(JsValue::UNDEFINED)
            })
        });
        let request: Function = browser::property(&locks, "request")
            .and_then(|found| found.dyn_into().ok())
            .ok_or(Failure::Broken)?;
        let done: Promise = request
            .call2(&locks, &JsValue::from_str(LOCK), &work)
            .ok()
            .and_then(|promise| promise.dyn_into().ok())
            .ok_or(Failure::Broken)?;
        JsFuture::from(done).await.or(Err(Failure::Offline))?;
        told.take().unwrap_or(Err(Failure::Broken))
    }

    async fn renew_now(self) -> Result<(), Failure> {
        let last: Option<i64> = browser::kept(RENEWED).and_then(|text| text.parse().ok());
        if last.is_some_and(|last| last >= self.began) {
            return Ok(());
        }
        Prepared::new(&Refresh {}, &(), &(), None).once().await?;
        browser::keep(RENEWED, Some(&browser::now().micros().to_string()));
        Ok(())
    }
}
