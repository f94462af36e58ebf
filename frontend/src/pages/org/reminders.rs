//! When an organisation reminds its people.

use leptos::prelude::*;
use lykta_shared::{
    api::{GetReminderSettings, PutReminderSettings},
    ids::OrganisationId,
    messages::{ReminderHours, ReminderSettings},
};

use crate::{
    api::{Load, load},
    browser,
    components::{Form, FormFrame, Note, Remote, SelectField, Submit, Tone, live},
    text::{count, org_settings as text, t},
};

/// What is offered for the first reminder and for the last, in hours. Others can be chosen by the API.
const FIRST: [u16; 4] = [168, 72, 48, 24];
const LAST: [u16; 5] = [12, 6, 3, 2, 1];

/// Shows and chooses it.
#[component]
pub(super) fn Reminders(organisation: OrganisationId) -> impl IntoView {
    let load = load(move || Some((GetReminderSettings { organisation }, ())));
    view! {
        <section>
            <h2>{t(text::REMINDERS)}</h2>
            <p>{t(text::REMINDERS_LEAD)}</p>
            <Remote load=load let:held>
                <Choice organisation=organisation held=held load=load />
            </Remote>
        </section>
    }
}

#[component]
fn Choice(
    organisation: OrganisationId,
    held: RwSignal<ReminderSettings>,
    load: Load<ReminderSettings>,
) -> impl IntoView {
    let now = held.get_untracked();
    let form = Form::about("reminders", &format!("{organisation} {}", now.version));
    let first = form.field("/earlyHours", text::FIRST, &word(now.early_hours));
    let last = form.field("/lateHours", text::LAST, &word(now.late_hours));
    let saved = RwSignal::new(false);
    Effect::new(move |_| {
        if form.sender.is_stale() {
            load.again();
        }
    });
    let submit = move || {
        saved.set(false);
        let (Some(early), Some(late)) = (first.read_number(), last.read_number()) else {
            form.refuse();
            return;
        };
        let body = ReminderHours {
            early_hours: (early > 0).then_some(early),
            late_hours: (late > 0).then_some(late),
        };
        let version = held.with_untracked(|held| held.version);
        let endpoint = PutReminderSettings { organisation };
        form.send_at(Some(version), endpoint, body, move |now| {
            held.set(now);
            saved.set(true);
            browser::announce(t(text::REMINDERS_SAVED));
        });
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <SelectField field=first options=options(&FIRST, now.early_hours) />
            <SelectField field=last options=options(&LAST, now.late_hours) />
            <Submit form=form label=text::SAVE_REMINDERS />
        </FormFrame>
        {live(move || {
            saved
                .get()
                .then(|| {
                    view! {
                        <Note tone=Tone::Ok>
                            <p>{t(text::REMINDERS_SAVED)}</p>
                        </Note>
                    }
                })
        })}
    }
}

/// How it stands in the field: 0 for none.
fn word(hours: Option<u16>) -> String {
    hours.unwrap_or(0).to_string()
}

/// What can be chosen: what is offered, what is held, and none.
fn options(offered: &[u16], held: Option<u16>) -> Vec<(String, String)> {
    let mut all = offered.to_vec();
    all.extend(held.filter(|hours| !offered.contains(hours)));
    all.sort_unstable_by(|one, other| other.cmp(one));
    let mut options: Vec<_> = all
        .into_iter()
        .map(|hours| (hours.to_string(), before(hours)))
        .collect();
    options.push((word(None), t(text::NONE).to_owned()));
    options
}

fn before(hours: u16) -> String {
    match (hours / 24, hours % 24) {
        (7, 0) => t(text::WEEK_BEFORE).to_owned(),
        (days, 0) => count(days.into(), text::DAYS_BEFORE_ONE, text::DAYS_BEFORE_OTHER),
        _ => count(
            hours.into(),
            text::HOURS_BEFORE_ONE,
            text::HOURS_BEFORE_OTHER,
        ),
    }
}
