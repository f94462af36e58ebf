//! A statement of what is paid, line by line.

use leptos::prelude::*;
use lykta_shared::{
    identity::Language,
    walks::{
        StatementLine, StatementView,
        compensation::{LineReason, kronor},
    },
};

use crate::{
    components::Moment,
    text::{Text, count, fill, format, language, t, walk_plan as text, walk_report},
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

/// An amount as people write it: `12 000`, `1 200,50`.
fn money(ore: i32) -> String {
    let exact = kronor(ore);
    let (whole, rest) = exact.split_once(',').unwrap_or((&exact, ""));
    let whole = whole
        .parse()
        .map_or_else(|_| whole.to_owned(), format::number);
    match (rest.trim_end_matches('0'), language()) {
        ("", _) => whole,
        (_, Language::Sv) => format!("{whole},{rest}"),
        (_, Language::En) => format!("{whole}.{rest}"),
    }
}

/// Terms, lines, sum.
pub(super) fn statement(held: &StatementView) -> AnyView {
    let form = &held.form;
    let evenings = |n| count(n, text::C_EVENINGS_ONE, text::C_EVENINGS_OTHER);
    let adults = count(
        form.minimum_adults.into(),
        walk_report::ADULTS_ONE,
        walk_report::ADULTS_OTHER,
    );
    let term = fill(
        text::C_TERM,
        &[
            ("from", &format::date(form.starts_on)),
            ("to", &format::date(form.ends_on)),
            ("evenings", &evenings(form.evenings.into())),
            ("adults", &adults),
            ("amount", &money(form.amount_ore)),
        ],
    );
    let sum = fill(
        text::C_SUM,
        &[
            ("evenings", &evenings(held.paid_evenings.into())),
            ("sum", &money(held.sum_ore)),
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
                        {money(line.ore)}
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
