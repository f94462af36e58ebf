//! The fields of a series, and the series they mean.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "the fields are handles to signals, copied a few times for a page"
)]

use std::collections::BTreeSet;

use leptos::prelude::*;
use lykta_shared::{
    organisations::{MemberView, OrganisationView},
    problem::FieldCode,
    shifts::{
        MeetingPoint, ShiftForm,
        series::{RecurrenceRule, SeriesForm, Weekday, Weekly},
    },
    text::{Note, Place, Title},
    time::{Fold, LocalDate},
};

use super::{
    super::{
        calendar,
        shift_fields::ShiftFields,
        shift_form::{People, Told, What, floor},
    },
    words,
};
use crate::{
    components::{Act, ChoiceField, Field, Form, SelectField, TextField, live},
    text::{Text, fill, format, org_plan, org_term as text, t},
};

/// The fields of a series.
#[derive(Debug, Clone, Copy)]
pub(super) struct TermFields {
    /// What its shifts are like; their date is the season's first.
    pub(super) shift: ShiftFields,
    days: Field,
    interval: Field,
    from: Field,
    to: Field,
    /// The days left out by hand.
    pub(super) excluded: RwSignal<BTreeSet<LocalDate>>,
    /// A rule that the form can't show, which stays as it is.
    other: StoredValue<Option<RecurrenceRule>>,
}

impl TermFields {
    /// The fields of `form`, as a series is or empty.
    pub(super) fn new(form: Form, before: Option<&SeriesForm>) -> Self {
        let weekly = before
            .and_then(|held| Weekly::of(&held.rule))
            .filter(|held| held.interval <= 4);
        let other = before
            .filter(|_| weekly.is_none())
            .map(|held| held.rule.clone());
        let days: Vec<String> = weekly
            .iter()
            .flat_map(|held| held.days.iter().map(ToString::to_string))
            .collect();
        let interval = weekly.map_or(1, |held| held.interval).to_string();
        let day = |pick: fn(&SeriesForm) -> LocalDate| {
            before
                .map(pick)
                .map(|day| day.to_string())
                .unwrap_or_default()
        };
        Self {
            days: form.field("/rule", text::DAYS, &days.join(",")),
            interval: form.field("/interval", text::INTERVAL, &interval),
            from: form.field("/from", text::FROM, &day(|held| held.from)),
            to: form.field("/to", text::TO, &day(|held| held.to)),
            shift: ShiftFields::template(form, before.map(|held| &held.template)),
            excluded: RwSignal::new(
                before
                    .map(|held| held.excluded.iter().copied().collect())
                    .unwrap_or_default(),
            ),
            other: StoredValue::new(other),
        }
    }

    /// The series the fields mean; otherwise they show what has to be mended.
    pub(super) fn read(self, publish: bool, before: Option<&ShiftForm>) -> Option<SeriesForm> {
        let from: Option<LocalDate> = self.from.read();
        let to: Option<LocalDate> = self.to.read();
        // The shift's own date is the season's first, whatever was typed before.
        self.shift.date.value.set(self.from.value.get_untracked());
        let template = self.shift.read(untrack(|| floor(self.shift)), before);
        let rule = untrack(|| self.rule());
        if rule.is_none() {
            self.days.fail(FieldCode::Required);
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            self.to.fail(FieldCode::EndNotAfterStart);
            return None;
        }
        Some(SeriesForm {
            rule: rule?,
            from: from?,
            to: to?,
            excluded: self.excluded.get_untracked().into_iter().collect(),
            template: template?,
            publish,
        })
    }

    /// The series as far as it is typed, for its dates (tracked). What a date does not depend on may be missing.
    pub(super) fn sketch(self) -> Option<SeriesForm> {
        let shift = self.shift;
        let floor = floor(shift).max(1);
        let or = |field: Field| {
            let typed = field.value.get();
            if typed.trim().is_empty() {
                "–".to_owned()
            } else {
                typed
            }
        };
        let number = |field: Field| field.value.get().trim().parse::<u16>().ok();
        let minimum = number(shift.minimum).unwrap_or(floor).max(floor);
        let from: LocalDate = self.from.value.get().parse().ok()?;
        Some(SeriesForm {
            rule: self.rule()?,
            from,
            to: self.to.value.get().parse().ok().filter(|to| *to >= from)?,
            excluded: self.excluded.get().into_iter().collect(),
            template: ShiftForm {
                activity_type: shift.activity_type.value.get().parse().ok()?,
                title: Title::try_from(or(shift.title)).ok()?,
                district: shift.district.value.get().parse().ok()?,
                meeting_point: MeetingPoint {
                    name: Place::try_from(or(shift.place)).ok()?,
                    address: None,
                    latitude: None,
                    longitude: None,
                },
                date: from,
                start_time: shift.start_time.value.get().parse().ok()?,
                end_time: shift.end_time.value.get().parse().ok()?,
                start_fold: Fold::Earlier,
                end_fold: Fold::Earlier,
                minimum,
                maximum: number(shift.maximum)
                    .unwrap_or(minimum)
                    .clamp(minimum, minimum.max(500)),
                needs_leader: true,
                leader: shift.leader.value.get().parse().ok(),
                notes: Note::try_from(String::new()).ok()?,
                briefing: Note::try_from(String::new()).ok()?,
                public: false,
            },
            publish: false,
        })
    }

    fn rule(self) -> Option<RecurrenceRule> {
        if let Some(other) = self.other.get_value() {
            return Some(other);
        }
        self.days.value.track();
        let weekly = Weekly {
            days: self.days.choices(),
            interval: self.interval.value.get().parse().unwrap_or(1),
        };
        weekly.rule()
    }
}

/// All the fields, in steps. The frame, the dates and the buttons are the page's.
#[component]
pub(super) fn TermInputs(
    /// The fields.
    fields: TermFields,
    /// Whose series it is.
    organisation: RwSignal<OrganisationView>,
    /// Its members, for the choice of the leader.
    members: RwSignal<Vec<MemberView>>,
) -> impl IntoView {
    let shift = fields.shift;
    view! {
        <h2>{t(text::STEP_WHEN)}</h2>
        <Days fields=fields />
        <Seasons fields=fields />
        <div class="pair">
            <TextField field=fields.from kind="date" />
            <TextField field=fields.to kind="date" />
        </div>
        <div class="pair">
            <TextField field=shift.start_time kind="time" />
            <TextField field=shift.end_time kind="time" />
        </div>
        <p class="muted">{t(org_plan::END_HINT)}</p>
        <h2>{t(text::STEP_WHAT)}</h2>
        <What fields=shift organisation=organisation />
        <h2>{t(text::STEP_PEOPLE)}</h2>
        <People fields=shift members=members />
        <h2>{t(text::STEP_TOLD)}</h2>
        <Told fields=shift organisation=organisation />
    }
}

/// On which days, how often.
#[component]
fn Days(fields: TermFields) -> impl IntoView {
    if let Some(rule) = fields.other.get_value() {
        return view! { <p>{words::rule(&rule)}</p> }.into_any();
    }
    let days: Vec<(String, String)> = Weekday::ALL
        .iter()
        .map(|day| (day.to_string(), t(words::weekday(*day)).to_owned()))
        .collect();
    let weeks: Vec<(String, String)> = [1, 2, 3, 4]
        .map(|weeks| (weeks.to_string(), t(words::interval(weeks)).to_owned()))
        .to_vec();
    view! {
        <div class="weekdays">
            <ChoiceField field=fields.days options=days />
        </div>
        <SelectField field=fields.interval options=weeks />
    }
    .into_any()
}

/// A term: its name, its first and its last day.
struct Season {
    name: Text,
    first: (i8, i8),
    last: (i8, i8),
}

/// The terms of a school year, as groups count them.
const SEASONS: [Season; 3] = [
    Season {
        name: text::SPRING,
        first: (1, 8),
        last: (6, 12),
    },
    Season {
        name: text::SUMMER,
        first: (6, 13),
        last: (8, 16),
    },
    Season {
        name: text::AUTUMN,
        first: (8, 17),
        last: (12, 20),
    },
];

/// Buttons that fill in the season: the one under way and the next two.
#[component]
fn Seasons(fields: TermFields) -> impl IntoView {
    let today = format::today();
    let buttons = [today.year, today.year + 1]
        .into_iter()
        .flat_map(|year| SEASONS.iter().map(move |season| (year, season)))
        .filter_map(|(year, season)| {
            let first = LocalDate::new(year, season.first.0, season.first.1)?;
            let last = LocalDate::new(year, season.last.0, season.last.1)?;
            (last > today).then_some((season.name, first, last))
        })
        .take(3)
        .map(|(name, first, last)| {
            let label = fill(name, &[("year", &first.year.to_string())]);
            let tomorrow = calendar::date(calendar::days(today) + 1);
            let choose = move || {
                fields.from.set(first.max(tomorrow).to_string());
                fields.to.set(last.to_string());
            };
            view! { <Act label=label on_press=choose /> }
        })
        .collect_view();
    view! {
        <div role="group" aria-label=t(text::SEASON) class="field">
            <p class="strong">{t(text::SEASON)}</p>
            <div class="row">{buttons}</div>
        </div>
    }
}

/// A field's text as it is typed, in a live region of its own.
pub(super) fn said(words: impl Fn() -> Option<String> + Send + 'static) -> AnyView {
    live(move || words().map(|words| view! { <p role="status">{words}</p> }))
}
