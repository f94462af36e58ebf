//! A list of the city's: narrowed by what stands in the address, page by page.

use std::fmt::Display;

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use lykta_shared::api::Page as Rows;

use super::filter::{Chosen, Filter};
use crate::{
    api::Load,
    components::{Pager, Remote, live},
    pages::params,
    text::{Text, t},
};

/// What the list is narrowed to and the page of it, as they stand in the address.
pub(super) type Asked = Memo<(Chosen, Option<u32>)>;

/// Reads it out of the address.
pub(super) fn asked() -> Asked {
    params::query(read)
}

fn read(params: &ParamsMap) -> (Chosen, Option<u32>) {
    let word = |name| params::words(params, name).unwrap_or_default();
    let chosen = Chosen {
        status: word("status"),
        district: word("district"),
        q: word("q"),
    };
    (chosen, params::value(params, "page"))
}

/// Statuses to choose from, as key and label.
pub(super) fn choices<S: Display + Copy>(
    statuses: impl Iterator<Item = S>,
    words: fn(S) -> Text,
) -> Vec<(String, String)> {
    statuses
        .map(|status| (status.to_string(), t(words(status)).to_owned()))
        .collect()
}

/// The filter, the rows as `list` shows them, and the way from page to page.
pub(super) fn listing<T: Send + Sync + 'static>(
    path: &'static str,
    any_status: Text,
    statuses: Vec<(String, String)>,
    asked: Asked,
    load: Load<Rows<T>>,
    list: fn(&Rows<T>, &Chosen) -> AnyView,
) -> AnyView {
    let chosen = Memo::new(move |_| asked.with(|(chosen, _)| chosen.clone()));
    view! {
        <Filter path=path chosen=chosen any_status=any_status statuses=statuses />
        <Remote load=load let:rows>
            {live(move || rows.with(|rows| list(rows, &chosen.get())))}
            <Pager
                page=Signal::derive(move || rows.with(|rows| rows.page))
                limit=Signal::derive(move || rows.with(|rows| rows.limit))
                total=Signal::derive(move || rows.with(|rows| rows.total))
                address=move |page| chosen.with(|chosen| chosen.address(path, page))
            />
        </Remote>
    }
    .into_any()
}
