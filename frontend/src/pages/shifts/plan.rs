//! What planners do with a shift: edit, publish, cancel.

use leptos::prelude::*;
use lykta_shared::{
    api::{CancelShiftById, PublishShift},
    shifts::{CancelShift, CancellationReason, ShiftDetail, ShiftStatus},
};

use super::words;
use crate::{
    api::{Load, Sender},
    browser,
    components::{
        Act, AreaField, ConfirmDialog, FailureNote, Form, LinkButton, Note, SelectField, Tone, live,
    },
    text::{shifts as text, t},
};

/// The planners' part of a shift's page; nothing for others.
#[component]
pub(super) fn Plan(
    /// The shift.
    shift: RwSignal<ShiftDetail>,
    /// Where it is read.
    load: Load<ShiftDetail>,
) -> impl IntoView {
    let can_plan = Memo::new(move |_| shift.with(|shift| shift.can_plan));
    let can_see_roster = Memo::new(move |_| shift.with(|shift| shift.can_see_roster));
    move || {
        let roster = can_see_roster.get().then(|| {
            let id = shift.with_untracked(|shift| shift.card.id);
            view! { <LinkButton href=format!("/shifts/{id}/roster") label=text::ROSTER icon="users" /> }
        });
        let series = shift.with_untracked(|shift| {
            let slug = &shift.card.organisation.slug;
            shift
                .series
                .map(|series| format!("/org/{slug}/series/{series}"))
        });
        let series =
            series.map(|to| view! { <LinkButton href=to label=text::SERIES icon="calendar" /> });
        let tools = can_plan
            .get()
            .then(|| view! { <Tools shift=shift load=load /> });
        (roster.is_some() || tools.is_some()).then(|| {
            view! {
                <section>
                    <h2>{t(text::PLAN)}</h2>
                    <div class="actions">{roster} {series}</div>
                    {tools}
                </section>
            }
        })
    }
}

/// Whether the status still lets a planner change the shift.
const fn is_ahead(status: ShiftStatus) -> bool {
    matches!(
        status,
        ShiftStatus::Draft
            | ShiftStatus::Open
            | ShiftStatus::Understaffed
            | ShiftStatus::Full
            | ShiftStatus::Confirmed
    )
}

#[component]
fn Tools(shift: RwSignal<ShiftDetail>, load: Load<ShiftDetail>) -> impl IntoView {
    let publishing = Sender::new();
    let cancelling = RwSignal::new(false);
    let status = Memo::new(move |_| shift.with(|shift| shift.card.status));
    let publish = move || {
        let id = shift.with_untracked(|shift| shift.card.id);
        publishing.send(PublishShift { shift: id }, (), move |now| {
            shift.set(now);
            browser::announce(t(text::PUBLISHED));
        });
    };
    let edit = move || {
        shift.with_untracked(|shift| {
            format!(
                "/org/{}/shifts/{}/edit",
                shift.card.organisation.slug, shift.card.id
            )
        })
    };
    let buttons = move || {
        let status = status.get();
        is_ahead(status).then(|| {
            let draft = status == ShiftStatus::Draft;
            view! {
                {draft
                    .then(|| {
                        view! {
                            <Note tone=Tone::Info>
                                <p>{t(text::DRAFT_NOTE)}</p>
                            </Note>
                        }
                    })}
                <div class="actions">
                    {draft
                        .then(|| {
                            view! {
                                <Act
                                    label=t(text::PUBLISH).to_owned()
                                    kind="primary"
                                    pending=publishing.pending
                                    on_press=publish
                                />
                            }
                        })} <LinkButton href=edit() label=text::EDIT icon="edit" />
                    <Act
                        label=t(text::CANCEL).to_owned()
                        kind="quiet"
                        on_press=move || cancelling.set(true)
                    />
                </div>
            }
        })
    };
    view! {
        <FailureNote failure=publishing.failure />
        {live(buttons)}
        <Cancel open=cancelling shift=shift load=load />
    }
}

/// Asks why, and cancels.
#[component]
fn Cancel(
    open: RwSignal<bool>,
    shift: RwSignal<ShiftDetail>,
    load: Load<ShiftDetail>,
) -> impl IntoView {
    let subject = shift.with_untracked(|shift| shift.card.id.to_string());
    let form = Form::about("cancel-shift", &subject);
    let reason = form.field("/reason", text::CANCEL_REASON, "");
    let message = form.field("/message", text::CANCEL_MESSAGE, "");
    let options = CancellationReason::ALL
        .iter()
        .map(|reason| {
            (
                reason.to_string(),
                t(words::cancellation(*reason)).to_owned(),
            )
        })
        .collect::<Vec<_>>();
    let confirm = move || {
        let (Some(reason), Some(message)) = (reason.read(), message.read()) else {
            return;
        };
        let id = shift.with_untracked(|shift| shift.card.id);
        let body = CancelShift { reason, message };
        form.send(CancelShiftById { shift: id }, body, move |now| {
            open.set(false);
            shift.set(now);
            load.again();
            browser::announce(t(text::CANCEL_DONE));
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=text::CANCEL_TITLE
            confirm=text::CANCEL
            danger=true
            sender=form.sender
            on_confirm=confirm
        >
            <p>{t(text::CANCEL_TEXT)}</p>
            <SelectField field=reason options=options />
            <AreaField field=message rows=3 optional=true />
        </ConfirmDialog>
    }
}
