//! A statement of what is paid, line by line.

use leptos::prelude::*;
use lykta_shared::walks::{
    StatementLine, StatementView,
    compensation::{LineReason, kronor},
};

use crate::{
    components::Moment,
    text::{Text, fill, format, t, walk_plan as text},
};

const fn reason(reason: LineReason) -> Text {
    match reason {
        LineReason::Paid => text::C_PAID,
        LineReason::PaidBrokenOff => text::C_PAID_BROKEN_OFF,
        LineReason::TooFewAdults => text::C_TOO_FEW,
        LineReason::ReportMissing => text::C_REPORT_MISSING,
        LineReason::ReportNotAccepted => text::C_NOT_ACCEPTED,
        LineReason::SameEvening => text::C_SAME_EVENING,
        LineReason::BeyondEvenings => text::C_BEYOND,
        LineReason::BrokenOff => text::C_BROKEN_OFF,
        LineReason::NotClosed => text::C_NOT_CLOSED,
    }
}

/// Terms, lines, sum.
pub(super) fn statement(held: &StatementView) -> AnyView {
    let form = &held.form;
    let term = fill(
        text::C_TERM,
        &[
            ("from", &format::date(form.starts_on)),
            ("to", &format::date(form.ends_on)),
            ("evenings", &form.evenings.to_string()),
            ("adults", &form.minimum_adults.to_string()),
            ("amount", &kronor(form.amount_ore)),
        ],
    );
    let sum = fill(
        text::C_SUM,
        &[
            ("n", &held.paid_evenings.to_string()),
            ("sum", &kronor(held.sum_ore)),
        ],
    );
    let state = match held.approved_at {
        Some(at) => view! {
            <span class="tag" data-t="ok">
                {t(text::C_APPROVED)}
            </span>
            " "
            <Moment at=at />
        }
        .into_any(),
        None => view! { <span class="tag">{t(text::C_OPEN)}</span> }.into_any(),
    };
    let title = format!("{}, {}", held.organisation_name, form.title);
    let lines = (!held.lines.is_empty()).then(|| table(&held.lines));
    view! {
        <div class="panel">
            <h3>
                <bdi>{title}</bdi>
            </h3>
            <p>{term}</p>
            <p>{state}</p>
            {lines}
            <p>
                <strong>{sum}</strong>
            </p>
        </div>
    }
    .into_any()
}

fn table(lines: &[StatementLine]) -> AnyView {
    let rows = lines
        .iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">
                        {format::short_day(line.date)} " " <bdi>{line.title.clone()}</bdi>
                    </th>
                    <td data-label=t(text::C_ADULTS)>{line.adults}</td>
                    <td data-label=t(text::C_REFERENCE)>{line.reference.clone()}</td>
                    <td data-label=t(text::C_REASON)>{t(reason(line.reason))}</td>
                    <td class="num" data-label=t(text::C_AMOUNT)>
                        {kronor(line.ore)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll">
            <table class="stack">
                <thead>
                    <tr>
                        <th scope="col">{t(text::C_DATE)}</th>
                        <th scope="col">{t(text::C_ADULTS)}</th>
                        <th scope="col">{t(text::C_REFERENCE)}</th>
                        <th scope="col">{t(text::C_REASON)}</th>
                        <th scope="col">{t(text::C_AMOUNT)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
