//! The filter above a list: status, district, name. What is chosen goes into the address.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    components::{Icon, live},
    pages::params,
    text::{Text, city as text, t},
    vocabulary::use_words,
};

/// What a list is narrowed to, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The key of a status; empty for the list's usual ones.
    pub(super) status: String,
    /// The key of a district; empty for all.
    pub(super) district: String,
    /// A part of the name; empty for all.
    pub(super) q: String,
}

impl Chosen {
    /// Whether the list is narrowed at all.
    pub(super) fn is_narrow(&self) -> bool {
        *self != Self::default()
    }

    /// The address of a page of the list at `path`.
    pub(super) fn address(&self, path: &str, page: u32) -> String {
        let page = if page > 1 {
            page.to_string()
        } else {
            String::new()
        };
        let query: Vec<_> = [
            ("status", self.status.as_str()),
            ("district", self.district.as_str()),
            ("q", self.q.as_str()),
            ("page", page.as_str()),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
        params::address(path, &query)
    }
}

/// The filter.
#[component]
pub(super) fn Filter(
    /// The list's path.
    path: &'static str,
    /// What it is narrowed to now.
    chosen: Memo<Chosen>,
    /// What stands for no status.
    any_status: Text,
    /// The statuses to choose from, as key and label.
    statuses: Vec<(String, String)>,
) -> impl IntoView {
    let next = RwSignal::new(chosen.get_untracked());
    Effect::new(move |_| next.set(chosen.get()));
    let navigate = use_navigate();
    let show = move |event: SubmitEvent| {
        event.prevent_default();
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&next.get_untracked().address(path, 1), options);
    };
    let districts = Signal::derive(|| {
        use_words()
            .districts()
            .into_iter()
            .map(|district| (district.key.to_string(), district.name))
            .collect::<Vec<_>>()
    });
    let clear = move || {
        chosen
            .with(Chosen::is_narrow)
            .then(|| view! { <a href=path>{t(text::Q_CLEAR)}</a> })
    };
    view! {
        <form class="filter-line" role="search" on:submit=show>
            <Choice
                id="filter-status"
                label=text::Q_STATUS
                any=any_status
                options=Signal::stored(statuses)
                held=Signal::derive(move || next.with(|next| next.status.clone()))
                take=Callback::new(move |status| next.update(|next| next.status = status))
            />
            <Choice
                id="filter-district"
                label=text::Q_DISTRICT
                any=text::Q_ANY_DISTRICT
                options=districts
                held=Signal::derive(move || next.with(|next| next.district.clone()))
                take=Callback::new(move |district| next.update(|next| next.district = district))
            />
            <div class="field">
                <label for="filter-q">{t(text::Q_SEARCH)}</label>
                <input
                    id="filter-q"
                    type="search"
                    autocomplete="off"
                    prop:value=move || next.with(|next| next.q.clone())
                    on:input:target=move |event| {
                        let q = event.target().value();
                        next.update(|next| next.q = q);
                    }
                />
            </div>
            <button type="submit" class="btn">
                <Icon name="filter" />
                <span>{t(text::Q_SHOW)}</span>
            </button>
            {live(clear)}
        </form>
    }
}

#[component]
fn Choice(
    id: &'static str,
    label: Text,
    any: Text,
    options: Signal<Vec<(String, String)>>,
    held: Signal<String>,
    take: Callback<String>,
) -> impl IntoView {
    let shown = move || {
        options
            .get()
            .into_iter()
            .map(|(value, label)| {
                let this = value.clone();
                view! {
                    <option value=value prop:selected=move || held.get() == this>
                        {label}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id>{t(label)}</label>
            <select id=id on:change:target=move |event| take.run(event.target().value())>
                <option value="" prop:selected=move || held.with(String::is_empty)>
                    {t(any)}
                </option>
                {live(shown)}
            </select>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_chosen_stands_in_the_address() {
        let chosen = Chosen {
            q: "Ör & co".to_owned(),
            ..Chosen::default()
        };
        assert!(chosen.is_narrow());
        assert_eq!(
            chosen.address("/city/partners", 2),
            "/city/partners?q=%C3%96r+%26+co&page=2"
        );
        assert_eq!(
            Chosen::default().address("/city/partners", 1),
            "/city/partners"
        );
    }
}
