//! What the city pays: agreements, statements, approval, files.

use leptos::prelude::*;
use lykta_shared::{
    api::{
        ApproveStatement, GetStatementCsv, GetStatementXlsx, ListCityCompensation, ListPartners,
        PutAgreement,
    },
    ids::{AgreementId, OrganisationId},
    organisations::PartnerQuery,
    time::LocalDate,
    walks::{AgreementForm, ExportFile, StatementView},
};

use super::statement::statement;
use crate::{
    api::{Load, Sender, load},
    browser,
    components::{
        Act, CheckField, ConfirmDialog, Empty, FailureNote, Form, FormFrame, Remote, SelectField,
        Submit, TextField, fixed, live,
    },
    pages::city::frame,
    text::{t, walk_plan as text},
};

/// `/city/compensation`
pub(crate) fn city_compensation() -> AnyView {
    frame::page(fixed(text::COMPENSATION), true, |_| shown())
}

fn shown() -> AnyView {
    let load = load(|| Some((ListCityCompensation {}, ())));
    view! {
        <section>
            <h2>{t(text::C_AGREEMENTS)}</h2>
            <Remote load=load let:held>
                {live(move || {
                    let held = held.get();
                    if held.is_empty() {
                        return view! { <Empty text=fixed(text::C_EMPTY) /> }.into_any();
                    }
                    held.into_iter().map(|one| item(one, load)).collect_view().into_any()
                })}
            </Remote>
        </section>
        {add(load)}
    }
    .into_any()
}

fn save(file: &ExportFile) {
    browser::save_bytes(&file.file_name, &file.media_type, &file.content);
}

fn item(held: StatementView, load: Load<Vec<StatementView>>) -> AnyView {
    let (agreement, version) = (held.id, held.version);
    let files = Sender::new();
    let approving = Sender::new();
    let asked = RwSignal::new(false);
    let csv = move || files.send(GetStatementCsv { agreement }, (), |file| save(&file));
    let xlsx = move || files.send(GetStatementXlsx { agreement }, (), |file| save(&file));
    let approve = move || {
        let endpoint = ApproveStatement { agreement };
        approving.send_at(Some(version), endpoint, (), move |result| {
            if result.is_ok() {
                asked.set(false);
                load.again();
                browser::announce(t(text::C_APPROVED_NOW));
            }
        });
    };
    let name = held.form.title.to_string();
    let decision = if held.approved_at.is_some() {
        ().into_any()
    } else if held.own_organisation {
        view! { <p>{t(text::C_OWN)}</p> }.into_any()
    } else {
        view! {
            <Act
                label=t(text::C_APPROVE).to_owned()
                context=name.clone()
                kind="primary"
                on_press=move || asked.set(true)
            />
        }
        .into_any()
    };
    let hidden = held.lines.is_empty() && held.paid_evenings > 0;
    view! {
        {statement(&held)}
        {hidden.then(|| view! { <p class="muted">{t(text::C_HIDDEN)}</p> })}
        <div class="actions">
            {decision}
            <Act
                label=t(text::C_CSV).to_owned()
                context=name.clone()
                pending=files.pending
                on_press=csv
            />
            <Act
                label=t(text::C_XLSX).to_owned()
                context=name
                pending=files.pending
                on_press=xlsx
            />
        </div>
        <FailureNote failure=files.failure />
        <ConfirmDialog
            open=asked
            title=text::C_APPROVE_TITLE
            confirm=text::C_APPROVE
            sender=approving
            on_confirm=approve
        >
            <p>{t(text::C_APPROVE_TEXT)}</p>
        </ConfirmDialog>
    }
    .into_any()
}

/// A new agreement.
fn add(load: Load<Vec<StatementView>>) -> AnyView {
    let form = Form::new("agreement");
    let organisation = form.field("/organisation", text::C_ORGANISATION, "");
    let title = form.field("/title", text::C_TITLE, "");
    let starts = form.field("/startsOn", text::C_FROM, "");
    let ends = form.field("/endsOn", text::C_TO, "");
    let evenings = form.field("/evenings", text::C_EVENINGS, "10");
    let adults = form.field("/minimumAdults", text::C_MINIMUM, "3");
    let amount = form.field("/amountOre", text::C_TOTAL, "");
    let required = form.field("/reportRequired", text::C_REQUIRED, "true");
    let choices = partners();
    let submit = move || {
        let read = (
            organisation.read::<OrganisationId>(),
            title.read(),
            starts.read::<LocalDate>(),
            ends.read::<LocalDate>(),
            evenings.read_number(),
            adults.read_number(),
        );
        let (
            Some(organisation),
            Some(title),
            Some(starts_on),
            Some(ends_on),
            Some(evenings),
            Some(minimum_adults),
        ) = read
        else {
            form.refuse();
            return;
        };
        let Some(amount_ore) = ore(&amount.value.get_untracked()) else {
            amount.fail(lykta_shared::problem::FieldCode::OutOfRange);
            form.refuse();
            return;
        };
        let Ok(agreement) = browser::fresh_id().parse::<AgreementId>() else {
            return;
        };
        let body = AgreementForm {
            organisation,
            title,
            starts_on,
            ends_on,
            evenings,
            minimum_adults,
            amount_ore,
            report_required: required.is_on(),
        };
        form.send(PutAgreement { agreement }, body, move |_| {
            form.clear();
            required.set("true".to_owned());
            load.again();
            browser::announce(t(text::C_SAVED));
        });
    };
    view! {
        <section>
            <h2>{t(text::C_NEW)}</h2>
            <FormFrame form=form on_submit=submit>
                <SelectField field=organisation options=choices />
                <TextField field=title />
                <TextField field=starts kind="date" />
                <TextField field=ends kind="date" />
                <TextField field=evenings kind="number" />
                <TextField field=adults kind="number" />
                <TextField field=amount />
                <CheckField field=required />
                <Submit form=form label=text::C_SAVE />
            </FormFrame>
        </section>
    }
    .into_any()
}

/// The partners to choose from.
fn partners() -> Signal<Vec<(String, String)>> {
    let load = load(|| {
        let all = PartnerQuery {
            status: None,
            district: None,
            q: None,
            page: None,
            limit: Some(lykta_shared::api::MAX_LIMIT),
        };
        Some((ListPartners {}, all))
    });
    Signal::derive(move || match load.phase.get() {
        crate::api::Phase::Ready(rows) => rows.with(|rows| {
            rows.items
                .iter()
                .map(|one| (one.id.to_string(), one.name.clone()))
                .collect()
        }),
        _ => Vec::new(),
    })
}

/// `12 000` or `12000,50` as öre.
fn ore(text: &str) -> Option<i32> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '.' { ',' } else { c })
        .collect();
    let (kronor, rest) = plain.split_once(',').unwrap_or((&plain, ""));
    if rest.len() > 2 || !rest.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let ore: i32 = format!("{rest:0<2}").parse().ok()?;
    let kronor: i32 = kronor.parse().ok().filter(|kronor| *kronor >= 0)?;
    kronor.checked_mul(100)?.checked_add(ore)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kronor_are_read_as_people_write_them() {
        assert_eq!(ore("12 000"), Some(1_200_000));
        assert_eq!(ore("12000,5"), Some(1_200_050));
        assert_eq!(ore("1.25"), Some(125));
        for text in ["", "-1", "1,234", "tolv"] {
            assert_eq!(ore(text), None, "{text}");
        }
    }
}
