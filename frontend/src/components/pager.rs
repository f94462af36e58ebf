//! From page to page of a long list. The page is part of the address.

use leptos::prelude::*;

use crate::text::{core, fill, t};

/// Links to the page before and after; nothing when there is only one page.
#[component]
pub(crate) fn Pager(
    /// The page shown, from 1.
    #[prop(into)]
    page: Signal<u32>,
    /// Rows on a page.
    #[prop(into)]
    limit: Signal<u32>,
    /// Rows on all pages.
    #[prop(into)]
    total: Signal<u64>,
    /// The address of a page.
    address: impl Fn(u32) -> String + Send + Sync + 'static,
) -> impl IntoView {
    move || {
        let page = page.get();
        let pages = total.get().div_ceil(u64::from(limit.get().max(1)));
        if pages < 2 {
            return None;
        }
        let link = |to: u32, label| view! { <a class="btn" href=address(to)>{t(label)}</a> };
        let position = fill(
            core::PAGE_OF,
            &[("page", &page.to_string()), ("pages", &pages.to_string())],
        );
        Some(view! {
            <nav class="pager" aria-label=t(core::PAGES)>
                {(page > 1).then(|| link(page - 1, core::PREVIOUS))}
                <span>{position}</span>
                {(u64::from(page) < pages).then(|| link(page + 1, core::NEXT))}
            </nav>
        })
    }
}
