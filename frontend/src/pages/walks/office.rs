//! What a coordinator keeps an eye on after the walks: reports, hours, compensation, and the settings for walks.

use leptos::prelude::*;
use lykta_shared::{
    api::{GetWalkSettings, GetWalkStatistics, ListCompensation, ListReports, PutWalkSettings},
    identity::MyMembership,
    organisations::OrgRight,
    walks::{ReportRow, ReportState, WalkSettings, WalkSettingsView, WalkStatistics, YearQuery},
};

use super::statement;
use crate::{
    api::load,
    browser,
    components::{
        Act, Empty, Form, FormFrame, Note, Remote, SelectField, Submit, TextField, Tone, fixed,
        live,
    },
    pages::org::frame,
    text::{Text, count, fill, format, org, t, walk_plan as text},
};

/// `/org/:slug/walks`
pub(crate) fn office() -> AnyView {
    let need = Some((OrgRight::PlanShifts, org::ROLE_NEEDED_PLAN));
    frame::page(Some(text::WALKS), true, need, shown)
}

fn shown(membership: MyMembership) -> AnyView {
    let organisation = membership.organisation;
    let year = RwSignal::new(format::today().year);
    let hours = load(move || {
        Some((
            GetWalkStatistics { organisation },
            YearQuery { year: year.get() },
        ))
    });
    let reports =
        load(move || Some((ListReports { organisation }, YearQuery { year: year.get() })));
    let paid = load(move || Some((ListCompensation { organisation }, ())));
    let settings = load(move || Some((GetWalkSettings { organisation }, ())));
    let this_year = format::today().year;
    let other = Signal::derive(move || {
        let other = if year.get() == this_year {
            this_year - 1
        } else {
            this_year
        };
        fill(text::W_OTHER_YEAR, &[("year", &other.to_string())])
    });
    let switch = move || {
        year.update(|year| {
            *year = if *year == this_year {
                this_year - 1
            } else {
                this_year
            }
        });
    };
    view! {
        <div class="actions">
            <Act label=other on_press=switch />
        </div>
        <Remote load=hours let:held>
            {live(move || held.with(self::hours))}
        </Remote>
        <section>
            <h2>{t(text::W_REPORTS)}</h2>
            <Remote load=reports let:rows>
                {live(move || rows.with(|rows| list(rows)))}
            </Remote>
        </section>
        <section>
            <h2>{t(text::COMPENSATION)}</h2>
            <Remote load=paid let:held>
                {live(move || held.with(|held| {
                    if held.is_empty() {
                        return view! { <Empty text=fixed(text::C_EMPTY) /> }.into_any();
                    }
                    held.iter().map(statement::statement).collect_view().into_any()
                }))}
            </Remote>
        </section>
        <section>
            <h2>{t(text::S_TITLE)}</h2>
            <Remote load=settings let:held>{self::settings(held, organisation)}</Remote>
        </section>
    }
    .into_any()
}

fn hours(held: &WalkStatistics) -> AnyView {
    let row = |label: String, walks: u32, people: u32, minutes: u32| {
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td data-label=t(text::W_COUNT)>{walks}</td>
                <td data-label=t(text::W_PEOPLE)>{people}</td>
                <td data-label=t(text::W_LENGTH)>{format::length(minutes)}</td>
            </tr>
        }
    };
    let rows = held
        .quarters
        .iter()
        .map(|one| {
            row(
                format!("{} {}", t(text::W_QUARTER), one.quarter),
                one.walks,
                one.attendances,
                one.minutes,
            )
        })
        .collect_view();
    let year = held.year.to_string();
    let length = format::length(held.minutes);
    let walks = count(held.walks.into(), text::W_WALKS_ONE, text::W_WALKS_OTHER);
    let people = count(
        held.attendances.into(),
        text::W_PEOPLE_ONE,
        text::W_PEOPLE_OTHER,
    );
    let sum = format!("{walks}, {people}, {length}.");
    view! {
        <section>
            <h2>{fill(text::W_HOURS, &[("year", &year)])}</h2>
            <p>{sum}</p>
            <table class="stack">
                <thead>
                    <tr>
                        <th scope="col">{t(text::W_QUARTER)}</th>
                        <th scope="col">{t(text::W_COUNT)}</th>
                        <th scope="col">{t(text::W_PEOPLE)}</th>
                        <th scope="col">{t(text::W_LENGTH)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

const fn state(state: Option<ReportState>) -> Text {
    match state {
        None => text::W_NONE,
        Some(ReportState::Saved) => text::W_SAVED,
        Some(ReportState::Sent) => text::W_SENT,
        Some(ReportState::Changed) => text::W_CHANGED,
    }
}

fn list(rows: &[ReportRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty text=fixed(text::W_EMPTY) /> }.into_any();
    }
    let rows = rows
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/shifts/{}/report", row.shift)>
                            <bdi>{row.title.clone()}</bdi>
                            ", "
                            {format::short_day(row.date)}
                        </a>
                    </th>
                    <td data-label=t(text::W_STATE)>
                        {t(state(row.state))} " " {row.reference.clone()}
                    </td>
                    <td data-label=t(text::W_PEOPLE)>{row.attendances}</td>
                    <td data-label=t(text::W_LENGTH)>{format::length(row.minutes)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll">
            <table class="stack">
                <thead>
                    <tr>
                        <th scope="col">{t(text::W_WALK)}</th>
                        <th scope="col">{t(text::W_STATE)}</th>
                        <th scope="col">{t(text::W_PEOPLE)}</th>
                        <th scope="col">{t(text::W_LENGTH)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn settings(
    held: RwSignal<WalkSettingsView>,
    organisation: lykta_shared::ids::OrganisationId,
) -> AnyView {
    let now = held.get_untracked();
    let form = Form::about("walk-settings", &format!("{organisation} {}", now.version));
    let number = |pointer, label, value: u16| form.field(pointer, label, &value.to_string());
    let briefing = number(
        "/briefingHours",
        text::S_BRIEFING,
        now.settings.briefing_hours,
    );
    let home = number("/homeMinutes", text::S_HOME, now.settings.home_minutes);
    let step = number("/stepMinutes", text::S_STEP, now.settings.step_minutes);
    let duty_now = now
        .settings
        .duty
        .map(|id| id.to_string())
        .unwrap_or_default();
    let duty = form.field("/duty", text::S_DUTY, &duty_now);
    let options: Vec<(String, String)> = now
        .members
        .iter()
        .map(|one| (one.member.to_string(), one.display_name.clone()))
        .collect();
    let saved = RwSignal::new(false);
    let submit = move || {
        saved.set(false);
        let read = (
            briefing.read_number(),
            home.read_number(),
            step.read_number(),
            duty.read_optional(),
        );
        let (Some(briefing_hours), Some(home_minutes), Some(step_minutes), Some(duty)) = read
        else {
            form.refuse();
            return;
        };
        let body = WalkSettings {
            briefing_hours,
            home_minutes,
            step_minutes,
            duty,
        };
        let version = held.with_untracked(|held| held.version);
        form.send_at(
            Some(version),
            PutWalkSettings { organisation },
            body,
            move |now| {
                held.set(now);
                saved.set(true);
                browser::announce(t(text::S_SAVED));
            },
        );
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <TextField field=briefing kind="number" />
            <TextField field=home kind="number" />
            <TextField field=step kind="number" />
            <SelectField
                field=duty
                options=Signal::stored(options)
                hint=text::S_DUTY_HINT
                optional=true
            />
            <Submit form=form label=text::S_SAVE />
        </FormFrame>
        {live(move || {
            saved
                .get()
                .then(|| {
                    view! {
                        <Note tone=Tone::Ok>
                            <p>{t(text::S_SAVED)}</p>
                        </Note>
                    }
                })
        })}
    }
    .into_any()
}
