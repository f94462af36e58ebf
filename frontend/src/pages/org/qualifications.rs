//! What a member has shown: which and when, never a document.

use leptos::prelude::*;
use lykta_shared::{
    api::{ListQualifications, PutQualifications},
    ids::{MembershipId, OrganisationId},
    organisations::{NoteQualification, QualificationView, SetQualifications},
    vocabulary::Key,
};

use crate::{
    api::{Load, Sender, load},
    browser,
    components::{Act, FailureNote, Form, FormFrame, Remote, SelectField, Submit, TextField, live},
    text::{fill, format, org_signups as text, t},
    vocabulary::{label, use_words},
};

/// The list of what was shown, with the form to note more.
#[component]
pub(super) fn Qualifications(
    /// Whose member it is.
    organisation: OrganisationId,
    /// The member.
    member: MembershipId,
) -> impl IntoView {
    let endpoint = ListQualifications {
        organisation,
        member,
    };
    let load = load(move || Some((ListQualifications { ..endpoint }, ())));
    view! {
        <h3>{t(text::SHOWN)}</h3>
        <p class="muted">{t(text::SHOWN_HINT)}</p>
        <Remote load=load let:shown>
            <Shown organisation=organisation member=member shown=shown load=load />
        </Remote>
    }
}

/// The list as it would be sent back.
fn notes(shown: &[QualificationView]) -> Vec<NoteQualification> {
    shown
        .iter()
        .map(|one| NoteQualification {
            qualification: one.qualification.clone(),
            shown_on: one.shown_on,
            valid_until: one.valid_until,
        })
        .collect()
}

#[component]
fn Shown(
    organisation: OrganisationId,
    member: MembershipId,
    shown: RwSignal<Vec<QualificationView>>,
    load: Load<Vec<QualificationView>>,
) -> impl IntoView {
    let labels = use_words();
    let sender = Sender::new();
    let forget = move |key: Key| {
        let mut qualifications = shown.with_untracked(|shown| notes(shown));
        qualifications.retain(|one| one.qualification != key);
        let endpoint = PutQualifications {
            organisation,
            member,
        };
        sender.send(endpoint, SetQualifications { qualifications }, move |now| {
            load.set(now);
        });
    };
    let list = move || {
        shown.with(|shown| {
            if shown.is_empty() {
                return view! { <p>{t(text::SHOWN_NONE)}</p> }.into_any();
            }
            let rows = shown
                .iter()
                .map(|one| {
                    let what = labels.label("qualification", &one.qualification);
                    let on = format::date(one.shown_on);
                    let words = match one.valid_until {
                        Some(until) => fill(
                            text::LINE_UNTIL,
                            &[
                                ("what", &what),
                                ("on", &on),
                                ("until", &format::date(until)),
                            ],
                        ),
                        None => fill(text::LINE, &[("what", &what), ("on", &on)]),
                    };
                    let key = one.qualification.clone();
                    view! {
                        <li>
                            {words} " "
                            <Act
                                label=t(text::FORGET).to_owned()
                                context=what
                                kind="quiet"
                                pending=sender.pending
                                on_press=move || forget(key.clone())
                            />
                        </li>
                    }
                })
                .collect_view();
            view! { <ul>{rows}</ul> }.into_any()
        })
    };
    view! {
        {live(list)}
        <FailureNote failure=sender.failure />
        <Add organisation=organisation member=member shown=shown load=load />
    }
}

#[component]
fn Add(
    organisation: OrganisationId,
    member: MembershipId,
    shown: RwSignal<Vec<QualificationView>>,
    load: Load<Vec<QualificationView>>,
) -> impl IntoView {
    let form = Form::about("qualification", &member.to_string());
    let what = form.field("/qualification", text::SHOWN_WHAT, "");
    let on = form.field("/shownOn", text::SHOWN_ON, &format::today().to_string());
    let until = form.field("/validUntil", text::VALID_UNTIL, "");
    let labels = use_words();
    let options = Signal::derive(move || {
        labels
            .items("qualification")
            .iter()
            .filter(|item| item.key.as_str() != "guardian_consent")
            .map(|item| (item.key.to_string(), label(item)))
            .collect::<Vec<_>>()
    });
    let submit = move || {
        let (qualification, shown_on, valid_until) =
            (what.read(), on.read(), until.read_optional());
        let (Some(qualification), Some(shown_on), Some(valid_until)) =
            (qualification, shown_on, valid_until)
        else {
            form.refuse();
            return;
        };
        let mut qualifications = shown.with_untracked(|shown| notes(shown));
        qualifications.retain(|one| one.qualification != qualification);
        qualifications.push(NoteQualification {
            qualification,
            shown_on,
            valid_until,
        });
        let endpoint = PutQualifications {
            organisation,
            member,
        };
        form.send(endpoint, SetQualifications { qualifications }, move |now| {
            form.clear();
            load.set(now);
            browser::announce(t(text::NOTED));
        });
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <SelectField field=what options=options />
            <TextField field=on kind="date" />
            <TextField field=until kind="date" optional=true />
            <Submit form=form label=text::ADD />
        </FormFrame>
    }
}
