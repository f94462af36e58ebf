//! The end of the walk: everybody home, the report, or a walk that is broken off.

use leptos::prelude::*;
use lykta_shared::{
    api::{AbortWalkById, PutAllHome},
    shifts::ShiftStatus,
    text::Note as Words,
    time::Instant,
    walks::{AbortReason, AbortWalk, Tick},
};

use super::page::Walk;
use crate::{
    api::Sender,
    browser,
    components::{Act, ConfirmDialog, Form, Note, SelectField, Tone, live},
    text::{Text, fill, format, t, walks as text},
};

const fn reason(reason: AbortReason) -> Text {
    match reason {
        AbortReason::City => text::ABORT_CITY,
        AbortReason::PoliceAdvice => text::ABORT_POLICE_ADVICE,
        AbortReason::Weather => text::ABORT_WEATHER,
        AbortReason::Unrest => text::ABORT_UNREST,
        AbortReason::TooFew => text::ABORT_TOO_FEW,
        AbortReason::Other => text::ABORT_OTHER,
    }
}

/// All home, report, breaking off.
pub(super) fn finish(walk: Walk) -> AnyView {
    let facts = walk.memo(|page| {
        (
            page.home_at,
            page.report.is_some(),
            page.status,
            page.starts_at,
        )
    });
    let asked = RwSignal::new(false);
    let content = move || {
        let (home_at, reported, status, starts) = facts.get()?;
        if browser::now() < starts {
            return None;
        }
        Some(view! {
            {home(walk, home_at)}
            {ways_on(walk, reported, status == ShiftStatus::Ongoing, asked)}
        })
    };
    view! {
        <section>
            <h2>{t(text::END)}</h2>
            {live(content)}
            {abort_dialog(walk, asked)}
        </section>
    }
    .into_any()
}

/// When everybody was home, or the button that says so.
fn home(walk: Walk, home_at: Option<Instant>) -> AnyView {
    match home_at {
        Some(at) => {
            let words = fill(text::HOME_AT, &[("time", &format::time(at))]);
            view! {
                <Note tone=Tone::Ok>
                    <p>{words}</p>
                </Note>
            }
            .into_any()
        }
        None => view! {
            <p class="hint">{t(text::ALL_HOME_HINT)}</p>
            <div class="tall">
                <Act
                    label=t(text::ALL_HOME).to_owned()
                    kind="primary"
                    icon="house"
                    on_press=move || all_home(walk)
                />
            </div>
        }
        .into_any(),
    }
}

/// Shown at once, sent when there is a network.
fn all_home(walk: Walk) {
    let at = browser::now();
    walk.kept.change(|page| {
        page.home_at = Some(at);
        for one in &mut page.people {
            if let Some(held) = &mut one.attendance {
                held.left_at = held.left_at.or(Some(at.max(held.came_at)));
            }
        }
        for guest in &mut page.guests {
            guest.left_at = guest.left_at.or(Some(at.max(guest.came_at)));
        }
        super::people::recount(page);
    });
    walk.later
        .put(&PutAllHome { shift: walk.shift }, &Tick { at });
    let words = fill(text::HOME_AT, &[("time", &format::time(at))]);
    browser::announce(&words);
}

/// To the report; and breaking off, while the walk is under way.
fn ways_on(walk: Walk, reported: bool, under_way: bool, asked: RwSignal<bool>) -> AnyView {
    let label = if reported {
        text::REPORT_SHOW
    } else {
        text::REPORT
    };
    let abort = under_way.then(|| {
        view! {
            <Act label=t(text::ABORT).to_owned() kind="quiet" on_press=move || asked.set(true) />
        }
    });
    view! {
        <div class="actions">
            <a class="btn" href=format!("/shifts/{}/report", walk.shift)>
                {t(label)}
            </a>
            {abort}
        </div>
    }
    .into_any()
}

fn abort_dialog(walk: Walk, asked: RwSignal<bool>) -> AnyView {
    let form = Form::about("walk-abort", &walk.shift.to_string());
    let why = form.field("/reason", text::ABORT_WHY, AbortReason::Weather.as_str());
    let options: Vec<(String, String)> = AbortReason::ALL
        .iter()
        .map(|one| (one.to_string(), t(reason(*one)).to_owned()))
        .collect();
    let sender = Sender::new();
    let confirm = move || {
        let (Some(reason), Ok(message)) =
            (why.read::<AbortReason>(), Words::try_from(String::new()))
        else {
            return;
        };
        let body = AbortWalk {
            reason,
            at: browser::now(),
            message,
        };
        sender.send(AbortWalkById { shift: walk.shift }, body, move |page| {
            walk.kept.put(page);
            asked.set(false);
        });
    };
    view! {
        <ConfirmDialog
            open=asked
            title=text::ABORT_TITLE
            confirm=text::ABORT
            danger=true
            sender=sender
            on_confirm=confirm
        >
            <p>{t(text::ABORT_TEXT)}</p>
            <SelectField field=why options=Signal::stored(options) />
        </ConfirmDialog>
    }
    .into_any()
}
