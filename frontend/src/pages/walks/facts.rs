//! What everybody on the walk needs to know: when, where, the round, the briefing, the rules, the things to carry.

use leptos::prelude::*;
use lykta_shared::{
    api::{PutCheckpoint, PutLoan},
    ids::EquipmentId,
    walks::{LoanForm, Tick, WalkEquipment, WalkRule},
};

use super::page::Walk;
use crate::{
    browser,
    components::{Act, Note, Range, Tone, live},
    pages::shifts::words::{clock_change, status},
    text::{Text, fill, format, t, walks as text},
    vocabulary::use_words,
};

/// When and how long, and what the clocks do meanwhile.
pub(super) fn head(walk: Walk) -> AnyView {
    let facts = walk.memo(|page| {
        (
            page.date,
            page.start_time,
            page.end_time,
            page.ends_next_day,
            page.minutes,
            page.clock_change,
            page.status,
        )
    });
    live(move || {
        let (date, start, end, next_day, minutes, change, now) = facts.get()?;
        let clocks = clock_change(change).map(|words| {
            view! {
                <Note tone=Tone::Warn>
                    <p>{t(words)}</p>
                </Note>
            }
        });
        Some(view! {
            <p class="lead">
                {format::plain_day(date)} " " <Range start=start end=end next_day=next_day /> ", "
                {format::length(minutes)}
            </p>
            <p>
                <span class="tag">{t(status(now))}</span>
            </p>
            {clocks}
        })
    })
}

/// Meeting point, round, briefing, notes.
pub(super) fn facts(walk: Walk) -> AnyView {
    let facts = walk.memo(|page| {
        (
            page.meeting_point.clone(),
            page.route.clone(),
            page.briefing.clone(),
            page.briefing_from,
            page.notes.clone(),
            page.ends_at,
        )
    });
    live(move || {
        let (place, route, briefing, from, notes, ends) = facts.get()?;
        let map = place.latitude.zip(place.longitude).map(|(lat, lon)| {
            let href = format!(
                "https://www.openstreetmap.org/?mlat={lat:.6}&mlon={lon:.6}#map=18/{lat:.6}/{lon:.6}"
            );
            view! {
                <a class="btn" href=href target="_blank" rel="noreferrer noopener">
                    {t(text::MAP)}
                </a>
            }
        });
        let address = place.address.map(|address| format!(", {address}"));
        let round = (!route.is_empty()).then(|| {
            let items = route
                .into_iter()
                .map(|place| view! { <li><bdi>{place}</bdi></li> })
                .collect_view();
            view! {
                <section>
                    <h2>{t(text::ROUTE)}</h2>
                    <ol class="steps">{items}</ol>
                </section>
            }
        });
        let briefing = match briefing {
            Some(words) => Some(view! { <p class="lines">{words}</p> }.into_any()),
            None if browser::now() < from => {
                let words = fill(text::BRIEFING_FROM, &[("when", &format::moment(from))]);
                Some(view! { <p class="muted">{words}</p> }.into_any())
            }
            None => None,
        };
        let briefing = briefing.filter(|_| browser::now() < ends).map(|words| {
            view! {
                <section>
                    <h2>{t(text::BRIEFING)}</h2>
                    {words}
                </section>
            }
        });
        let notes = (!notes.is_empty()).then(|| {
            view! {
                <section>
                    <h2>{t(text::NOTES)}</h2>
                    <p class="lines">{notes}</p>
                </section>
            }
        });
        Some(view! {
            <section>
                <h2>{t(text::PLACE)}</h2>
                <p>
                    <bdi>{place.name.to_string()}{address}</bdi>
                </p>
                {map}
            </section>
            {briefing}
            {round}
            {notes}
        })
    })
}

/// The meeting midway.
pub(super) fn midway(walk: Walk) -> AnyView {
    let facts = walk.memo(|page| (page.checkpoint.clone(), page.can_lead, page.starts_at));
    let met = move || {
        let at = browser::now();
        walk.kept.change(|page| {
            if let Some(held) = &mut page.checkpoint {
                held.reached_at = Some(at);
            }
        });
        walk.later
            .put(&PutCheckpoint { shift: walk.shift }, &Tick { at });
    };
    live(move || {
        let (checkpoint, leads, starts) = facts.get()?;
        let checkpoint = checkpoint?;
        let time = checkpoint.time.to_string();
        let where_to = fill(
            text::MIDWAY_AT,
            &[("time", &time), ("place", &checkpoint.place)],
        );
        let tick = match checkpoint.reached_at {
            Some(at) => {
                let words = fill(text::MET_AT, &[("time", &format::time(at))]);
                view! { <p>{words}</p> }.into_any()
            }
            None if leads && browser::now() >= starts => {
                view! { <Act label=t(text::MET).to_owned() on_press=met /> }.into_any()
            }
            None => ().into_any(),
        };
        Some(view! {
            <section>
                <h2>{t(text::MIDWAY)}</h2>
                <p>{where_to}</p>
                {tick}
            </section>
        })
    })
}

const fn rule(rule: WalkRule) -> Text {
    match rule {
        WalkRule::NeverAlone => text::RULE_NEVER_ALONE,
        WalkRule::Observe => text::RULE_OBSERVE,
        WalkRule::DoNotIntervene => text::RULE_DO_NOT_INTERVENE,
        WalkRule::Sober => text::RULE_SOBER,
        WalkRule::NoPrivatePlaces => text::RULE_NO_PRIVATE_PLACES,
        WalkRule::PlacesNotPersons => text::RULE_PLACES_NOT_PERSONS,
    }
}

/// The rules card.
pub(super) fn rules() -> AnyView {
    let items = WalkRule::ALL
        .iter()
        .map(|one| view! { <li>{t(rule(*one))}</li> })
        .collect_view();
    view! {
        <section class="card">
            <h2>{t(text::RULES)}</h2>
            <ul class="steps">{items}</ul>
        </section>
    }
    .into_any()
}

/// What goes out and comes back.
pub(super) fn equipment(walk: Walk) -> AnyView {
    let things = walk.memo(|page| page.equipment.clone());
    live(move || {
        let things = things.get()?;
        if things.is_empty() {
            return None;
        }
        let rows = things
            .into_iter()
            .map(|thing| self::thing(walk, thing))
            .collect_view();
        Some(view! {
            <section>
                <h2>{t(text::EQUIPMENT)}</h2>
                <ul class="list" role="list">
                    {rows}
                </ul>
            </section>
        })
    })
}

fn lend(walk: Walk, equipment: EquipmentId, taken: u16, returned: u16) {
    walk.kept.change(|page| {
        if let Some(held) = page
            .equipment
            .iter_mut()
            .find(|held| held.equipment == equipment)
        {
            (held.taken, held.returned) = (taken, returned);
        }
    });
    let shift = walk.shift;
    walk.later
        .put(&PutLoan { shift, equipment }, &LoanForm { taken, returned });
}

fn thing(walk: Walk, held: WalkEquipment) -> AnyView {
    let words = use_words();
    let missing = (held.missing > 0).then(|| {
        let words = fill(text::MISSING, &[("n", &held.missing.to_string())]);
        view! { <span class="tag" data-t="warn">{words}</span> }
    });
    let (id, taken, returned, most) = (held.equipment, held.taken, held.returned, held.quantity);
    let kind = words.label("equipmentType", &held.equipment_type);
    view! {
        <li>
            <strong>
                <bdi>{held.label.clone()}</bdi>
            </strong>
            <span class="aside">" "{kind}</span>
            " "
            {missing}
            <div class="row">
                {stepper(text::OUT, &held.label, taken, returned, most, move |to| lend(walk, id, to, returned))}
                {stepper(text::BACK, &held.label, returned, 0, taken, move |to| lend(walk, id, taken, to))}
            </div>
        </li>
    }
    .into_any()
}

/// A number with a button on each side.
pub(super) fn stepper(
    label: Text,
    context: &str,
    now: u16,
    least: u16,
    most: u16,
    set: impl Fn(u16) + Clone + 'static,
) -> AnyView {
    let more = set.clone();
    let (at_least, at_most) = (now <= least, now >= most);
    let said = format!("{}, {} {context}", t(text::LESS), t(label));
    let said_more = format!("{}, {} {context}", t(text::MORE), t(label));
    view! {
        <div class="stepper" role="group" aria-label=format!("{} {context}", t(label))>
            <span>{t(label)}</span>
            <button
                type="button"
                class="btn"
                aria-label=said
                disabled=at_least
                on:click=move |_| set(now.saturating_sub(1).max(least))
            >
                "−"
            </button>
            <output class="num">{now}</output>
            <button
                type="button"
                class="btn"
                aria-label=said_more
                disabled=at_most
                on:click=move |_| more(now.saturating_add(1).min(most))
            >
                "+"
            </button>
        </div>
    }
    .into_any()
}
