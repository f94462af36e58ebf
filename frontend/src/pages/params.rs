//! What the address says: the ids and words in its path, the filters in its query.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

/// A part of the path, such as the `id` of `/shifts/:id`, as what it should be; `None` if it is not that.
pub(crate) fn part<T>(name: &'static str) -> Memo<Option<T>>
where
    T: FromStr + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name)?.parse().ok()))
}

/// The query, as what `read` makes of it.
pub(crate) fn query<T>(read: fn(&ParamsMap) -> T) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let params = use_query_map();
    Memo::new(move |_| params.with(read))
}

/// One value of the query; `None` if it is missing, or not what it should be.
pub(crate) fn value<T: FromStr>(params: &ParamsMap, name: &str) -> Option<T> {
    params.get_str(name)?.parse().ok()
}

/// A text of the query; `None` if it is missing or empty.
pub(crate) fn words(params: &ParamsMap, name: &str) -> Option<String> {
    params
        .get_str(name)
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// The address of `path` with this query.
pub(crate) fn address(path: &str, query: &impl serde::Serialize) -> String {
    match serde_urlencoded::to_string(query) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}
