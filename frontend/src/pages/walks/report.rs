//! The report's page: prefilled, kept on the phone while it is written, sent when there is a network.

use leptos::prelude::*;
use lykta_shared::{
    api::{GetReport, PutReport},
    ids::{ReportId, ShiftId},
    problem::ProblemKind,
    walks::{ReportForm, ReportPage, ReportState, SaveReport, WalkPage, groups::sizes},
};

use super::{page, report_form, report_send};
use crate::{
    api::{Kept, Later},
    browser,
    components::{Act, FailureView, NotFound, Note, Page, Range, Skeleton, Tone, fixed, live},
    pages::params,
    text::{fill, format, problem, t, walk_report as text},
};

/// What the parts of the page share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report {
    pub(super) kept: Kept<ReportPage>,
    pub(super) later: Later,
    pub(super) shift: ShiftId,
    /// What is being written.
    pub(super) form: RwSignal<Option<ReportForm>>,
    /// Whether all are home, as far as this page says.
    pub(super) all_home: RwSignal<bool>,
    /// Whether it was saved since it was last changed.
    pub(super) saved: RwSignal<bool>,
}

impl Report {
    /// Changes what is being written, and keeps it on the phone.
    pub(super) fn change(self, change: impl FnOnce(&mut ReportForm)) {
        self.form.update(|form| {
            if let Some(form) = form {
                change(form);
            }
        });
        self.saved.set(false);
        let text = self.form.with_untracked(crate::api::written);
        browser::keep(&draft(self.shift), Some(&text));
    }

    /// A part of what is being written as a memo.
    pub(super) fn memo<U>(self, read: fn(&ReportForm) -> U) -> Memo<Option<U>>
    where
        U: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.form.with(|form| form.as_ref().map(read)))
    }

    /// Saves: now, or as soon as there is a network. The id is made here and stays, so that sending it twice is
    /// sending it once.
    pub(super) fn save(self) {
        let Some(form) = self.form.get_untracked() else {
            return;
        };
        let held = self
            .kept
            .value
            .with_untracked(|page| page.as_ref().and_then(|page| page.report.clone()));
        let number = format!("{}{}.id", crate::api::KEPT, self.shift);
        let id = match &held {
            Some(report) => Some(report.id),
            None => browser::kept(&number)
                .unwrap_or_else(browser::fresh_id)
                .parse::<ReportId>()
                .ok(),
        };
        let Some(report) = id else { return };
        browser::keep(&number, Some(&report.to_string()));
        let counted = format!("{}{}.revision", crate::api::KEPT, self.shift);
        let before = browser::kept(&counted)
            .and_then(|text| text.parse::<u16>().ok())
            .unwrap_or(0)
            .max(held.map_or(0, |report| report.revision));
        let revision = before.saturating_add(1);
        browser::keep(&counted, Some(&revision.to_string()));
        let body = SaveReport {
            revision,
            report: form,
            all_home: self.all_home.get_untracked(),
        };
        let shift = self.shift;
        self.later.refused.set(None);
        self.saved.set(true);
        browser::keep(&draft(shift), None);
        self.later.put(&PutReport { shift, report }, &body);
        browser::announce(t(text::SAVE));
    }
}

fn draft(shift: ShiftId) -> String {
    format!("{}{shift}.draft", crate::api::KEPT)
}

/// `/shifts/:id/report`
pub(crate) fn report() -> AnyView {
    let id = params::part::<ShiftId>("id");
    let content = live(move || match id.get() {
        Some(shift) => opened(shift),
        None => view! { <NotFound /> }.into_any(),
    });
    view! { <Page title=fixed(text::TITLE)>{content}</Page> }.into_any()
}

fn opened(shift: ShiftId) -> AnyView {
    let report = Report {
        kept: Kept::of(&format!("{shift}.report")),
        // The same line as the walk's page: what was ticked off before goes first.
        later: Later::about(&shift.to_string()),
        shift,
        form: RwSignal::new(None),
        all_home: RwSignal::new(true),
        saved: RwSignal::new(false),
    };
    page::keep_trying(report.later);
    Effect::new(move |_| {
        report.later.answered.track();
        report.kept.ask(GetReport { shift });
    });
    // What is stored, what was begun on this phone, or what attendance says: the first of them.
    Effect::new(move |_| {
        let Some(page) = report.kept.value.get() else {
            return;
        };
        if report.form.with_untracked(Option::is_some) {
            return;
        }
        let begun = browser::kept(&draft(shift)).and_then(|text| crate::api::read_back(&text));
        let stored = page.report.as_ref().map(|report| report.report.clone());
        let fresh = || Some(with_attendance(shift, page.prefill.clone()));
        report.form.set(begun.or(stored).or_else(fresh));
    });
    let there = Memo::new(move |_| report.form.with(Option::is_some));
    let retry = move || report.kept.ask(GetReport { shift });
    live(move || {
        if there.get() {
            return shown(report);
        }
        match report.kept.failure.get() {
            Some(failure) => view! { <FailureView failure=failure on_retry=retry /> }.into_any(),
            None => view! { <Skeleton /> }.into_any(),
        }
    })
}

/// What attendance on this phone knows and the server may not: who was ticked off without a network.
fn with_attendance(shift: ShiftId, mut form: ReportForm) -> ReportForm {
    let Some(walk) = Kept::<WalkPage>::of(&format!("{shift}.page")).kept() else {
        return form;
    };
    let people = walk
        .people
        .iter()
        .filter(|one| one.attendance.is_some())
        .map(|one| one.adult);
    let here: Vec<bool> = people
        .chain(walk.guests.iter().map(|guest| guest.adult))
        .collect();
    if !here.is_empty() {
        let count = |adult| {
            let found = here.iter().filter(|one| **one == adult).count();
            u16::try_from(found).unwrap_or(u16::MAX)
        };
        (form.adults, form.youth) = (count(true), count(false));
        let groups = match walk.groups.len() {
            0 => sizes(here.len()).len(),
            held => held,
        };
        form.groups = u16::try_from(groups).unwrap_or(u16::MAX);
    }
    form
}

fn shown(report: Report) -> AnyView {
    let head = move || {
        report.kept.value.with(|page| {
            let page = page.as_ref()?;
            Some(view! {
                <p class="lead">
                    <a href=format!("/shifts/{}/walk", page.shift)>
                        <bdi>{page.title.clone()}</bdi>
                    </a>
                    ", "
                    {format::plain_day(page.date)}
                    " "
                    <Range start=page.start_time end=page.end_time next_day=false />
                </p>
            })
        })
    };
    let first = Memo::new(move |_| {
        report
            .kept
            .value
            .with(|page| page.as_ref().is_some_and(|page| page.report.is_none()))
    });
    let quiet = move || {
        (first.get() && !report.saved.get()).then(|| {
            view! {
                <div class="tall">
                    <Act
                        label=t(text::QUIET).to_owned()
                        kind="primary"
                        icon="moon"
                        on_press=move || report.save()
                    />
                    <p class="hint">{t(text::QUIET_HINT)}</p>
                </div>
            }
        })
    };
    let as_of = Signal::derive(move || {
        report
            .kept
            .value
            .with(|page| page.as_ref().map(|page| page.as_of))
    });
    view! {
        {live(head)}
        <p>{t(text::LEAD)} " " {t(text::PLACES_ONLY)}</p>
        {page::connection(report.later, report.kept.old, as_of)}
        {page::calls()}
        {live(quiet)}
        {report_form::form(report)}
        {outcome(report)}
        {report_send::send(report)}
    }
    .into_any()
}

/// What became of the last saving.
fn outcome(report: Report) -> AnyView {
    let words = move || {
        if let Some(failure) = report.later.refused.get() {
            let words = if failure.kind() == Some(ProblemKind::AlreadyExists) {
                t(text::OTHER_REPORT).to_owned()
            } else {
                fill(text::REFUSED, &[("why", &why(&failure))])
            };
            return Some((Tone::Error, words));
        }
        if !report.saved.get() {
            return None;
        }
        if report.later.waiting.get() > 0 {
            return Some((Tone::Warn, t(text::KEPT).to_owned()));
        }
        let state = report.kept.value.with(|page| {
            page.as_ref()
                .and_then(|page| page.report.as_ref())
                .map(|report| report.state)
        });
        matches!(state, Some(ReportState::Saved | ReportState::Changed))
            .then(|| (Tone::Ok, t(text::SAVED).to_owned()))
    };
    let shown = move || {
        words().map(|(tone, words)| {
            view! {
                <Note tone=tone>
                    <p>{words}</p>
                </Note>
            }
        })
    };
    view! { <div role="status">{live(shown)}</div> }.into_any()
}

/// Why the server refused, with what is wrong at which field.
fn why(failure: &crate::api::Failure) -> String {
    let mut words = problem::failure(failure);
    if let crate::api::Failure::Problem(told) = failure {
        for error in &told.errors {
            words.push(' ');
            words.push_str(&problem::field(error.code, text::TITLE));
        }
    }
    words
}
