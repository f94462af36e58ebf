//! Controls for fields: label above, hint and error below it, then the control.

use leptos::prelude::*;

use super::{Field, aria_flag, live};
use crate::text::{Text, core, t};

/// The ids of hint and error, for `aria-describedby`.
fn described_by(field: Field, hint: bool) -> Signal<Option<String>> {
    Signal::derive(move || {
        let id = field.id();
        match (hint, field.error.get().is_some()) {
            (true, true) => Some(format!("{id}-hint {id}-error")),
            (true, false) => Some(format!("{id}-hint")),
            (false, true) => Some(format!("{id}-error")),
            (false, false) => None,
        }
    })
}

/// `aria-invalid`, and the mark on the frame.
fn faulty(field: Field) -> Signal<Option<&'static str>> {
    aria_flag(move || field.error.with(Option::is_some))
}

fn hint_view(field: Field, hint: Option<Text>) -> AnyView {
    hint.map(|hint| view! { <p class="hint" id=format!("{}-hint", field.id())>{t(hint)}</p> })
        .into_any()
}

fn error_view(field: Field) -> AnyView {
    live(move || {
        field
            .words()
            .map(|words| view! { <p class="error" id=format!("{}-error", field.id())>{words}</p> })
    })
}

fn optional_mark(optional: bool) -> AnyView {
    optional
        .then(|| view! { <span class="muted">" "{t(core::OPTIONAL)}</span> })
        .into_any()
}

/// Frame, label, hint and error around a control.
#[component]
fn Framed(field: Field, hint: Option<Text>, optional: bool, children: Children) -> impl IntoView {
    view! {
        <div class="field" data-bad=faulty(field)>
            <label for=field.id()>{t(field.label)} {optional_mark(optional)}</label>
            {hint_view(field, hint)}
            {error_view(field)}
            {children()}
        </div>
    }
}

/// One line of text; also dates, times, numbers and passwords.
#[component]
pub(crate) fn TextField(
    /// The field.
    field: Field,
    /// The `type` of the input; `text` when left out.
    #[prop(default = "text")]
    kind: &'static str,
    /// The `autocomplete` token, for what is about the person.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What to know before filling it in.
    #[prop(optional)]
    hint: Option<Text>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let secret = kind == "password";
    let shown = RwSignal::new(false);
    view! {
        <Framed field=field hint=hint optional=optional>
            <input
                id=field.id()
                type=move || if shown.get() { "text" } else { kind }
                autocomplete=autocomplete
                autocapitalize=(kind != "text").then_some("none")
                spellcheck=(kind != "text").then_some("false")
                aria-describedby=described_by(field, hint.is_some())
                aria-invalid=faulty(field)
                aria-required=(!optional).then_some("true")
                prop:value=field.value
                on:input:target=move |event| field.set(event.target().value())
            />
            {secret
                .then(|| {
                    view! {
                        <label class="tick">
                            <input
                                type="checkbox"
                                prop:checked=move || shown.get()
                                on:change:target=move |event| shown.set(event.target().checked())
                            />
                            <span>{t(core::SHOW_PASSWORD)}</span>
                        </label>
                    }
                })}
        </Framed>
    }
}

/// Several lines of text.
#[component]
pub(crate) fn AreaField(
    /// The field.
    field: Field,
    /// How many lines are seen at once.
    #[prop(default = 5)]
    rows: u8,
    /// What to know before filling it in.
    #[prop(optional)]
    hint: Option<Text>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    view! {
        <Framed field=field hint=hint optional=optional>
            <textarea
                id=field.id()
                rows=rows
                aria-describedby=described_by(field, hint.is_some())
                aria-invalid=faulty(field)
                aria-required=(!optional).then_some("true")
                prop:value=field.value
                on:input:target=move |event| field.set(event.target().value())
            ></textarea>
        </Framed>
    }
}

/// One of a list. Options are pairs of value and label.
#[component]
pub(crate) fn SelectField(
    /// The field.
    field: Field,
    /// What can be chosen (tracked).
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What to know before choosing.
    #[prop(optional)]
    hint: Option<Text>,
    /// Whether nothing may be chosen.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let shown = move || {
        options
            .get()
            .into_iter()
            .map(|(value, label)| {
                let this = value.clone();
                view! {
                    <option value=value prop:selected=move || field.value.with(|held| *held == this)>
                        {label}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <Framed field=field hint=hint optional=optional>
            <select
                id=field.id()
                aria-describedby=described_by(field, hint.is_some())
                aria-invalid=faulty(field)
                aria-required=(!optional).then_some("true")
                on:change:target=move |event| field.set(event.target().value())
            >
                <option value="" prop:selected=move || field.value.with(String::is_empty)>
                    {t(core::CHOOSE)}
                </option>
                {live(shown)}
            </select>
        </Framed>
    }
}

/// A box to tick; its label stands beside it.
#[component]
pub(crate) fn CheckField(
    /// The field.
    field: Field,
    /// What ticking it means.
    #[prop(optional)]
    hint: Option<Text>,
) -> impl IntoView {
    view! {
        <div class="field" data-bad=faulty(field)>
            {error_view(field)} <label class="tick">
                <input
                    id=field.id()
                    type="checkbox"
                    aria-describedby=described_by(field, hint.is_some())
                    aria-invalid=faulty(field)
                    prop:checked=move || field.value.with(|text| text == "true")
                    on:change:target=move |event| {
                        field.set(if event.target().checked() { "true" } else { "" }.to_owned());
                    }
                />
                <span>{t(field.label)}</span>
            </label> {hint_view(field, hint)}
        </div>
    }
}

/// Some of a list (boxes), or exactly one (`single`). Options are pairs of value and label.
#[component]
pub(crate) fn ChoiceField(
    /// The field.
    field: Field,
    /// What can be chosen (tracked).
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Whether exactly one is chosen.
    #[prop(optional)]
    single: bool,
    /// What to know before choosing.
    #[prop(optional)]
    hint: Option<Text>,
    /// Whether nothing may be chosen.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let toggle = move |choice: &str, on: bool| {
        field.set(toggled(&field.value.get_untracked(), choice, on, single));
    };
    let shown = move || {
        options
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, (value, label))| {
                let this = value.clone();
                view! {
                    <label class="tick">
                        <input
                            // The summary's link goes to the first of them.
                            id=(place == 0).then(|| field.id())
                            type=if single { "radio" } else { "checkbox" }
                            name=field.id()
                            prop:checked=move || {
                                field.value.with(|held| held.split(',').any(|one| one == this))
                            }
                            on:change:target=move |event| {
                                toggle(&value, event.target().checked());
                            }
                        />
                        <span>{label}</span>
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset
            class="field"
            data-bad=faulty(field)
            aria-describedby=described_by(field, hint.is_some())
        >
            <legend>{t(field.label)} {optional_mark(optional)}</legend>
            {hint_view(field, hint)}
            {error_view(field)}
            {live(shown)}
        </fieldset>
    }
}

/// The list of choices after one was ticked or unticked.
fn toggled(held: &str, choice: &str, on: bool, single: bool) -> String {
    let mut chosen: Vec<&str> = if single {
        Vec::new()
    } else {
        held.split(',')
            .filter(|one| !one.is_empty() && *one != choice)
            .collect()
    };
    if on {
        chosen.push(choice);
    }
    chosen.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_added_and_taken_away() {
        assert_eq!(toggled("", "a", true, false), "a");
        assert_eq!(toggled("a,b", "a", false, false), "b");
        assert_eq!(toggled("a", "a", true, false), "a");
        assert_eq!(toggled("a", "b", true, true), "b");
    }
}
