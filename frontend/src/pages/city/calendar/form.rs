//! Adding an entry, or changing one.

use leptos::prelude::*;
use lykta_shared::{
    api::{PostCityDay, PutCityDay},
    platform::{CityDay, CityDayForm, CityDayKind},
    problem::FieldCode,
    time::LocalDate,
};

use super::{Calendar, kind, level, name};
use crate::{
    browser,
    components::{Act, Field, Form, FormFrame, SelectField, Submit, TextField},
    text::{Text, city_calendar as text, fill, t},
};

/// The fields, in the order in which they are asked.
#[derive(Debug, Clone, Copy)]
struct Fields {
    form: Form,
    kind: Field,
    sv: Field,
    en: Field,
    first: Field,
    last: Field,
    level: Field,
}

impl Fields {
    fn new(held: Option<&CityDay>) -> Self {
        let subject = held.map_or_else(String::new, |day| format!("{} {}", day.id, day.version));
        let form = Form::about("city-day", &subject);
        let now = |read: fn(&CityDay) -> String| held.map(read).unwrap_or_default();
        let (level_now, kind_now) =
            held.map_or((1, CityDayKind::PeakNight), |day| (day.level, day.kind));
        Self {
            form,
            kind: form.field("/kind", text::KIND, kind_now.as_str()),
            sv: form.field("/sv", text::SV, &now(|day| day.sv.clone())),
            en: form.field("/en", text::EN, &now(|day| day.en.clone())),
            first: form.field("/first", text::FIRST, &now(|day| day.first.to_string())),
            last: form.field("/last", text::LAST, &now(|day| day.last.to_string())),
            level: form.field("/level", text::LEVEL, &level_now.to_string()),
        }
    }

    /// What is to be stored; `None` when something is missing, which then stands at its field.
    fn read(self) -> Option<CityDayForm> {
        let read = (
            self.kind.read_optional::<String>(),
            self.sv.read(),
            self.en.read(),
            self.first.read::<LocalDate>(),
            self.last.read_optional::<LocalDate>(),
            self.level.read_number(),
        );
        let (Some(kind), Some(sv), Some(en), Some(first), Some(last), Some(level)) = read else {
            return None;
        };
        let Some(kind) = kind.and_then(|kind| kind.parse().ok()) else {
            self.kind.fail(FieldCode::Required);
            return None;
        };
        // How many are out is asked of nights only.
        let level = match kind {
            CityDayKind::PeakNight => u8::try_from(level).unwrap_or(u8::MAX),
            CityDayKind::SchoolBreak => 1,
        };
        Some(CityDayForm {
            kind,
            sv,
            en,
            first,
            last: last.unwrap_or(first),
            level,
        })
    }
}

/// The form; for a new entry if none is held.
pub(super) fn form(held: Option<CityDay>, calendar: Calendar) -> AnyView {
    let fields = Fields::new(held.as_ref());
    let form = fields.form;
    let heading = match &held {
        None => t(text::ADD_TITLE).to_owned(),
        Some(day) => fill(text::CHANGE_TITLE, &[("name", &name(day))]),
    };
    let label = if held.is_some() {
        text::SAVE
    } else {
        text::ADD
    };
    let cancel = held.is_some().then(|| {
        let press = move || {
            form.forget();
            calendar.changing.set(None);
        };
        view! { <Act label=t(text::CANCEL).to_owned() kind="quiet" on_press=press /> }
    });
    let submit = move || match fields.read() {
        Some(body) => send(&fields, held.as_ref(), body, calendar),
        None => form.refuse(),
    };
    view! {
        <section>
            <h2 id="city-day-title" tabindex="-1">
                {heading}
            </h2>
            <FormFrame form=form on_submit=submit>
                {inputs(&fields)}
                <div class="actions">
                    <Submit form=form label=label />
                    {cancel}
                </div>
            </FormFrame>
        </section>
    }
    .into_any()
}

fn inputs(fields: &Fields) -> AnyView {
    let pair = |value: String, label: Text| (value, t(label).to_owned());
    let kinds: Vec<_> = CityDayKind::ALL
        .iter()
        .map(|one| pair(one.to_string(), kind(*one)))
        .collect();
    let levels: Vec<_> = (1..=3_u8)
        .map(|one| pair(one.to_string(), level(one)))
        .collect();
    let kind_now = fields.kind.value;
    let of_a_night = move || kind_now.with(|held| held == CityDayKind::PeakNight.as_str());
    view! {
        <SelectField field=fields.kind options=Signal::stored(kinds) />
        <TextField field=fields.sv />
        <TextField field=fields.en />
        <TextField field=fields.first kind="date" />
        <TextField field=fields.last kind="date" hint=text::LAST_HINT optional=true />
        <div hidden=move || !of_a_night()>
            <SelectField field=fields.level options=Signal::stored(levels) />
        </div>
    }
    .into_any()
}

fn send(fields: &Fields, held: Option<&CityDay>, body: CityDayForm, calendar: Calendar) {
    let (form, kind, level) = (fields.form, fields.kind, fields.level);
    let done = move |words: Text, now: &CityDay| {
        form.forget();
        calendar.changing.set(None);
        calendar.removed.set(None);
        calendar.load.again();
        browser::announce(&fill(words, &[("name", &name(now))]));
    };
    match held {
        Some(day) => {
            let endpoint = PutCityDay { day: day.id };
            form.send_at(Some(day.version), endpoint, body, move |now| {
                done(text::SAVED, &now);
                browser::focus("city-day-title");
            });
        }
        None => form.send(PostCityDay {}, body, move |now| {
            form.clear();
            kind.set(now.kind.to_string());
            level.set("1".to_owned());
            done(text::ADDED, &now);
        }),
    }
}
