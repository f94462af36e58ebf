//! Forms: fields with the shared value rules, errors at the field and in a summary, nothing lost on an error
//! or a reload.

use std::fmt::Display;

use leptos::{ev::SubmitEvent, prelude::*};
use lykta_shared::{api::Endpoint, problem::FieldCode};

use super::live;
use crate::{
    api::{Failure, Sender},
    browser,
    text::{Text, core, fill, problem, t},
};

/// A form. A handle to signals: copy it freely.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// Names the form: ids of its fields and its draft in this tab begin with it.
    name: &'static str,
    fields: StoredValue<Vec<Field>>,
    /// The line on which it is sent.
    pub(crate) sender: Sender,
    /// Whether the summary of errors is shown.
    refused: RwSignal<bool>,
}

/// One field: its text, and what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Where its value stands in the request: a JSON pointer such as `/email`.
    pub(crate) pointer: &'static str,
    /// What it is called.
    pub(crate) label: Text,
    /// What is typed or chosen. A ticked box is `true`; several choices are separated by commas.
    pub(crate) value: RwSignal<String>,
    /// What is wrong with it, as far as it has been looked at.
    pub(crate) error: RwSignal<Option<FieldCode>>,
    form: &'static str,
    secret: bool,
}

impl Form {
    /// A form with this name, unique on its page.
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            fields: StoredValue::new(Vec::new()),
            sender: Sender::new(),
            refused: RwSignal::new(false),
        }
    }

    /// A form about one thing among several (this shift, that organisation): a draft that was kept for
    /// another `subject` is dropped.
    pub(crate) fn about(name: &'static str, subject: &str) -> Self {
        let key = draft_key(name, "");
        if browser::tab_kept(&key).as_deref() != Some(subject) {
            browser::tab_forget(&draft_key(name, "/"));
            browser::tab_keep(&key, Some(subject));
        }
        Self::new(name)
    }

    /// A field whose text is kept as a draft in this tab; it begins with `initial` where there is no draft.
    pub(crate) fn field(self, pointer: &'static str, label: Text, initial: &str) -> Field {
        let draft = browser::tab_kept(&draft_key(self.name, pointer));
        self.add(
            pointer,
            label,
            draft.unwrap_or_else(|| initial.to_owned()),
            false,
        )
    }

    /// A field that is never kept: passwords.
    pub(crate) fn secret(self, pointer: &'static str, label: Text) -> Field {
        self.add(pointer, label, String::new(), true)
    }

    fn add(self, pointer: &'static str, label: Text, value: String, secret: bool) -> Field {
        let field = Field {
            pointer,
            label,
            value: RwSignal::new(value),
            error: RwSignal::new(None),
            form: self.name,
            secret,
        };
        self.fields.update_value(|fields| fields.push(field));
        field
    }

    /// Shows the errors that reading the fields has found, and moves the focus to their summary.
    pub(crate) fn refuse(self) {
        self.refused.set(true);
        let title = document().title();
        let title = title.strip_suffix(" – Lykta").unwrap_or(&title).to_owned();
        let marked = fill(core::ERROR_PREFIX, &[("title", "")]);
        if !title.starts_with(&marked) {
            browser::set_title(&fill(core::ERROR_PREFIX, &[("title", &title)]));
        }
        browser::focus(&self.summary_id());
    }

    /// Takes the summary of errors away: a step of the form is as it should be.
    pub(crate) fn accept(self) {
        self.refused.set(false);
    }

    /// Sends what has been read. On success the draft is forgotten; on failure everything stays, and the
    /// server's errors go to their fields.
    pub(crate) fn send<E: Endpoint<Query = ()>>(
        self,
        endpoint: E,
        body: E::Body,
        done: impl FnOnce(E::Reply) + 'static,
    ) {
        self.send_at(None, endpoint, body, done);
    }

    /// As [`Self::send`], with the version one has read.
    pub(crate) fn send_at<E: Endpoint<Query = ()>>(
        self,
        version: Option<i32>,
        endpoint: E,
        body: E::Body,
        done: impl FnOnce(E::Reply) + 'static,
    ) {
        self.send_with(version, endpoint, &(), body, done);
    }

    /// As [`Self::send_at`], for an endpoint with a query besides.
    pub(crate) fn send_with<E: Endpoint>(
        self,
        version: Option<i32>,
        endpoint: E,
        query: &E::Query,
        body: E::Body,
        done: impl FnOnce(E::Reply) + 'static,
    ) {
        self.refused.set(false);
        self.sender
            .send_with(version, endpoint, query, body, move |result| match result {
                Ok(reply) => {
                    self.forget();
                    done(reply);
                }
                Err(failure) => self.spread(&failure),
            });
    }

    /// Forgets the draft.
    pub(crate) fn forget(self) {
        self.fields.with_value(|fields| {
            for field in fields {
                browser::tab_keep(&field.draft(), None);
            }
        });
    }

    /// Empties all fields and forgets the draft.
    pub(crate) fn clear(self) {
        self.forget();
        self.refused.set(false);
        self.fields.with_value(|fields| {
            for field in fields {
                field.value.set(String::new());
                field.error.set(None);
            }
        });
    }

    /// Puts the server's errors at their fields.
    fn spread(self, failure: &Failure) {
        if let Failure::Problem(problem) = failure {
            self.fields.with_value(|fields| {
                for error in &problem.errors {
                    if let Some(field) = fields.iter().find(|field| field.names(&error.pointer)) {
                        field.error.set(Some(error.code));
                    }
                }
            });
        }
        self.refuse();
    }

    fn summary_id(self) -> String {
        format!("{}-summary", self.name)
    }
}

impl Field {
    /// The id of its control.
    pub(crate) fn id(self) -> String {
        format!("{}{}", self.form, self.pointer.replace('/', "-"))
    }

    /// Takes in what was typed.
    pub(crate) fn set(self, value: String) {
        if !self.secret {
            browser::tab_keep(&self.draft(), (!value.is_empty()).then_some(&value));
        }
        self.value.set(value);
        self.error.set(None);
    }

    /// The value as `T`; otherwise notes what is wrong with it.
    pub(crate) fn read<T>(self) -> Option<T>
    where
        T: TryFrom<String>,
        T::Error: Display,
    {
        match T::try_from(self.value.get_untracked()) {
            Ok(value) => {
                self.error.set(None);
                Some(value)
            }
            Err(fault) => {
                self.fail(code_of(&fault));
                None
            }
        }
    }

    /// As [`Self::read`] for a field that may be left empty: `Some(None)` is empty.
    #[expect(
        clippy::option_option,
        reason = "read or not, and if read, something or nothing"
    )]
    pub(crate) fn read_optional<T>(self) -> Option<Option<T>>
    where
        T: TryFrom<String>,
        T::Error: Display,
    {
        if self.value.with_untracked(|text| text.trim().is_empty()) {
            self.error.set(None);
            Some(None)
        } else {
            self.read().map(Some)
        }
    }

    /// A whole number; otherwise notes what is wrong.
    pub(crate) fn read_number(self) -> Option<u16> {
        let text = self.value.get_untracked();
        let text = text.trim();
        let code = match text.parse() {
            Ok(number) => {
                self.error.set(None);
                return Some(number);
            }
            Err(_) if text.is_empty() => FieldCode::Required,
            Err(_) => FieldCode::OutOfRange,
        };
        self.fail(code);
        None
    }

    /// The choices of a field with several of them, each as `T`; unknown ones are left out.
    pub(crate) fn choices<T: std::str::FromStr>(self) -> Vec<T> {
        self.value.with_untracked(|text| {
            text.split(',')
                .filter_map(|choice| choice.parse().ok())
                .collect()
        })
    }

    /// Whether the box is ticked.
    pub(crate) fn is_on(self) -> bool {
        self.value.with_untracked(|text| text == "true")
    }

    /// Notes what is wrong with it.
    pub(crate) fn fail(self, code: FieldCode) {
        self.error.set(Some(code));
    }

    /// What is wrong with it, in words (tracked).
    pub(crate) fn words(self) -> Option<String> {
        self.error
            .get()
            .map(|code| problem::field(code, self.label))
    }

    /// Whether a pointer of the server's means this field or something in it (`/districts/0`).
    fn names(self, pointer: &str) -> bool {
        pointer
            .strip_prefix(self.pointer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn draft(self) -> String {
        draft_key(self.form, self.pointer)
    }
}

fn draft_key(form: &str, pointer: &str) -> String {
    format!("draft.{form}{pointer}")
}

/// All value types say `field:<code>`.
fn code_of(fault: &impl Display) -> FieldCode {
    fault
        .to_string()
        .strip_prefix("field:")
        .and_then(|code| code.parse().ok())
        .unwrap_or(FieldCode::Invalid)
}

/// The `<form>` around the fields, with the summary of errors on top.
#[component]
pub(crate) fn FormFrame(
    /// The form.
    form: Form,
    /// Reads the fields and sends, or refuses.
    on_submit: impl Fn() + 'static,
    /// The fields and the button.
    children: Children,
) -> impl IntoView {
    frame(form, Box::new(on_submit), children)
}

fn frame(form: Form, on_submit: Box<dyn Fn()>, children: Children) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.sender.pending.get_untracked() {
            on_submit();
        }
    };
    view! {
        <form novalidate on:submit=submit>
            <Summary form=form />
            {children()}
        </form>
    }
    .into_any()
}

/// What is wrong, first thing in the form, with a link to each field.
#[component]
fn Summary(form: Form) -> impl IntoView {
    let content = move || {
        if !form.refused.get() {
            return None;
        }
        let failure = form.sender.failure.get();
        let faulty: Vec<Field> = form
            .fields
            .get_value()
            .into_iter()
            .filter(|field| field.error.get().is_some())
            .collect();
        if failure.is_none() && faulty.is_empty() {
            return None;
        }
        let general = failure
            .filter(|_| faulty.is_empty())
            .map(|failure| view! { <p>{problem::failure(&failure)}</p> });
        let links = faulty
            .into_iter()
            .map(|field| {
                let go = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    browser::focus(&field.id());
                };
                view! {
                    <li>
                        <a href=format!("#{}", field.id()) on:click=go>
                            {field.words()}
                        </a>
                    </li>
                }
            })
            .collect_view();
        Some(view! {
            <h2>{t(core::SUMMARY_TITLE)}</h2>
            {general}
            <ul>{links}</ul>
        })
    };
    view! {
        <div
            class="errsum"
            id=form.summary_id()
            tabindex="-1"
            hidden=move || !form.refused.get()
            role="group"
        >
            {live(content)}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use lykta_shared::text::Email;

    use super::*;

    #[test]
    fn a_faulty_value_says_its_code() {
        let fault = Email::try_from("x".to_owned()).unwrap_err();
        assert_eq!(code_of(&fault), FieldCode::NotAnEmail);
        assert_eq!(code_of(&"anything else"), FieldCode::Invalid);
    }
}
