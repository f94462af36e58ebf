//! Walking groups: split by the shared rule, also without a network; moved by drag or, with the keyboard, by a choice.

use std::cell::RefCell;

use leptos::prelude::*;
use lykta_shared::{
    api::PutGroups,
    ids::WalkerId,
    text::{Area, TextFault},
    walks::{
        GroupForm, GroupsForm, WalkGroup, WalkPage,
        groups::{NoSplit, WrongGroup, check, split},
    },
};

use super::page::Walk;
use crate::{
    browser,
    components::{Act, Note, Tone, live},
    text::{Text, fill, t, walks as text},
};

thread_local! {
    /// Who is being dragged.
    static DRAGGED: RefCell<Option<WalkerId>> = const { RefCell::new(None) };
}

/// Somebody who is here, as far as groups are concerned.
#[derive(Debug, Clone, PartialEq)]
struct Walker {
    id: WalkerId,
    name: String,
    adult: bool,
}

/// Those who are here now.
fn here(page: &WalkPage) -> Vec<Walker> {
    let people = page.people.iter().filter(|one| {
        one.attendance
            .as_ref()
            .is_some_and(|held| held.left_at.is_none())
    });
    let guests = page.guests.iter().filter(|guest| guest.left_at.is_none());
    people
        .map(|one| Walker {
            id: WalkerId(one.member.0),
            name: one.display_name.clone(),
            adult: one.adult,
        })
        .chain(guests.map(|guest| Walker {
            id: WalkerId(guest.guest.0),
            name: guest.first_name.clone(),
            adult: guest.adult,
        }))
        .collect()
}

/// The groups and who is here.
type Shown = (Vec<WalkGroup>, Vec<Walker>);

fn both(page: &WalkPage) -> Shown {
    (page.groups.clone(), here(page))
}

/// What keeps the groups from being saved.
fn fault(groups: &[WalkGroup], there: &[Walker]) -> Option<(Text, u16)> {
    groups.iter().find_map(|group| {
        let adults: Vec<bool> = group
            .walkers
            .iter()
            .filter_map(|id| there.iter().find(|one| one.id == *id))
            .map(|one| one.adult)
            .collect();
        match check(&adults) {
            Ok(()) => None,
            Err(WrongGroup::Size) => Some((text::WRONG_SIZE, group.number)),
            Err(WrongGroup::NoAdult) => Some((text::WRONG_YOUTH, group.number)),
        }
    })
}

/// Shows these groups, and sends them if they may walk.
fn put(walk: Walk, groups: Vec<WalkGroup>) {
    let Some(there) = walk
        .kept
        .value
        .with_untracked(|page| page.as_ref().map(here))
    else {
        return;
    };
    let fine = fault(&groups, &there).is_none();
    let read = |group: &WalkGroup| {
        Ok::<_, TextFault>(GroupForm {
            area: Area::try_from(group.area.clone())?,
            phone_holder: group.phone_holder.filter(|id| group.walkers.contains(id)),
            walkers: group.walkers.clone(),
        })
    };
    // The input takes no more letters than an area has; what else is none is not sent.
    let Ok(form) = groups.iter().map(read).collect::<Result<_, _>>() else {
        return;
    };
    let form = GroupsForm { groups: form };
    walk.kept.change(|page| page.groups = groups);
    if fine {
        walk.later.put(&PutGroups { shift: walk.shift }, &form);
        browser::announce(t(text::GROUPS_SAVED));
    }
}

fn change(walk: Walk, change: impl FnOnce(&mut Vec<WalkGroup>)) {
    let groups = walk
        .kept
        .value
        .with_untracked(|page| page.as_ref().map(|page| page.groups.clone()));
    if let Some(mut groups) = groups {
        change(&mut groups);
        put(walk, groups);
    }
}

/// Moves somebody to the group with this number; 0 takes them out of all.
fn move_to(walk: Walk, walker: WalkerId, number: u16) {
    change(walk, |groups| {
        for group in groups.iter_mut() {
            group.walkers.retain(|id| *id != walker);
            if group.number == number {
                group.walkers.push(walker);
            }
            if group.phone_holder == Some(walker) && group.number != number {
                group.phone_holder = None;
            }
        }
    });
}

/// The groups for those who do not lead.
pub(super) fn list(walk: Walk) -> AnyView {
    let shown = walk.memo(both);
    live(move || {
        let (groups, there) = shown.get()?;
        if groups.is_empty() {
            return None;
        }
        let items = groups
            .into_iter()
            .map(|group| {
                let names: Vec<String> = group
                    .walkers
                    .iter()
                    .filter_map(|id| there.iter().find(|one| one.id == *id))
                    .map(|one| one.name.clone())
                    .collect();
                view! {
                    <li>
                        <strong>{fill(text::GROUP, &[("n", &group.number.to_string())])}</strong>
                        " "
                        <bdi>{group.area}</bdi>
                        <br />
                        <bdi>{names.join(", ")}</bdi>
                    </li>
                }
            })
            .collect_view();
        Some(view! {
            <section>
                <h2>{t(text::GROUPS)}</h2>
                <ul class="list" role="list">
                    {items}
                </ul>
            </section>
        })
    })
}

/// The groups for whoever leads.
pub(super) fn groups(walk: Walk) -> AnyView {
    let problem = RwSignal::new(None::<NoSplit>);
    let shown = walk.memo(both);
    let divide = move || {
        let Some((held, there)) = shown.get_untracked() else {
            return;
        };
        let adults: Vec<bool> = there.iter().map(|one| one.adult).collect();
        match split(&adults) {
            Err(why) => problem.set(Some(why)),
            Ok(places) => {
                problem.set(None);
                put(walk, divided(&held, &there, &places));
            }
        }
    };
    let label = Signal::derive(move || {
        let any = shown.with(|shown| shown.as_ref().is_some_and(|(groups, _)| !groups.is_empty()));
        t(if any { text::SPLIT_AGAIN } else { text::SPLIT }).to_owned()
    });
    let note = move || {
        let words = match problem.get() {
            Some(NoSplit::TooFewPeople) => t(text::SPLIT_FEW).to_owned(),
            Some(NoSplit::TooFewAdults) => t(text::SPLIT_ADULTS).to_owned(),
            None => {
                let (groups, there) = shown.get()?;
                let (words, number) = fault(&groups, &there)?;
                fill(words, &[("n", &number.to_string())])
            }
        };
        Some(view! {
            <Note tone=Tone::Warn>
                <p>{words}</p>
            </Note>
        })
    };
    let cards = move || {
        let (groups, there) = shown.get()?;
        if groups.is_empty() {
            return None;
        }
        let numbers: Vec<u16> = groups.iter().map(|group| group.number).collect();
        let grouped = |id: WalkerId| groups.iter().any(|group| group.walkers.contains(&id));
        let alone: Vec<Walker> = there
            .iter()
            .filter(|one| !grouped(one.id))
            .cloned()
            .collect();
        let cards = groups
            .iter()
            .map(|group| card(walk, group, &there, &numbers))
            .collect_view();
        let rest = (!alone.is_empty()).then(|| {
            let people = alone
                .iter()
                .map(|one| member(walk, one, 0, &numbers))
                .collect_view();
            view! {
                <div class="card" on:dragover=allow on:drop=move |event| dropped(walk, &event, 0)>
                    <h3>{t(text::NO_GROUP)}</h3>
                    <ul class="list" role="list">
                        {people}
                    </ul>
                </div>
            }
        });
        Some(view! { <div class="cards">{cards} {rest}</div> })
    };
    view! {
        <section>
            <h2>{t(text::GROUPS)}</h2>
            <p class="hint">{t(text::SPLIT_HINT)}</p>
            <div class="actions">
                <Act label=label icon="users" on_press=divide />
            </div>
            <div role="status">{live(note)}</div>
            {live(cards)}
        </section>
    }
    .into_any()
}

/// Groups by the rule's places; areas that are there already stay.
fn divided(held: &[WalkGroup], there: &[Walker], places: &[usize]) -> Vec<WalkGroup> {
    let count = places.iter().max().map_or(0, |last| last + 1);
    (0..count)
        .map(|place| WalkGroup {
            number: u16::try_from(place + 1).unwrap_or(u16::MAX),
            area: held
                .get(place)
                .map(|group| group.area.clone())
                .unwrap_or_default(),
            phone_holder: None,
            walkers: there
                .iter()
                .zip(places)
                .filter(|(_, at)| **at == place)
                .map(|(one, _)| one.id)
                .collect(),
        })
        .collect()
}

fn allow(event: leptos::ev::DragEvent) {
    event.prevent_default();
}

fn dropped(walk: Walk, event: &leptos::ev::DragEvent, number: u16) {
    event.prevent_default();
    if let Some(walker) = DRAGGED.with_borrow_mut(Option::take) {
        move_to(walk, walker, number);
    }
}

fn card(walk: Walk, group: &WalkGroup, there: &[Walker], numbers: &[u16]) -> AnyView {
    let number = group.number;
    let members: Vec<&Walker> = group
        .walkers
        .iter()
        .filter_map(|id| there.iter().find(|one| one.id == *id))
        .collect();
    let people = members
        .iter()
        .map(|one| member(walk, one, number, numbers))
        .collect_view();
    let holders = members
        .iter()
        .map(|one| {
            let chosen = group.phone_holder == Some(one.id);
            view! {
                <option value=one.id.to_string() selected=chosen>
                    {one.name.clone()}
                </option>
            }
        })
        .collect_view();
    let name = move |area: String| {
        change(walk, |groups| {
            if let Some(group) = groups.iter_mut().find(|group| group.number == number) {
                group.area = area;
            }
        });
    };
    let hold = move |id: String| {
        change(walk, |groups| {
            if let Some(group) = groups.iter_mut().find(|group| group.number == number) {
                group.phone_holder = id.parse().ok();
            }
        });
    };
    let (area_id, phone_id) = (format!("area-{number}"), format!("phone-{number}"));
    view! {
        <div class="card" on:dragover=allow on:drop=move |event| dropped(walk, &event, number)>
            <h3>{fill(text::GROUP, &[("n", &number.to_string())])}</h3>
            <div class="field">
                <label for=area_id.clone()>{t(text::AREA)}</label>
                <input
                    id=area_id
                    maxlength="80"
                    autocomplete="off"
                    value=group.area.clone()
                    on:change:target=move |event| name(event.target().value())
                />
            </div>
            <div class="field">
                <label for=phone_id.clone()>{t(text::PHONE_HOLDER)}</label>
                <select id=phone_id on:change:target=move |event| hold(event.target().value())>
                    <option value=""></option>
                    {holders}
                </select>
            </div>
            <ul class="list" role="list">
                {people}
            </ul>
        </div>
    }
    .into_any()
}

/// Somebody in a group: can be dragged, and moved by a choice.
fn member(walk: Walk, one: &Walker, number: u16, numbers: &[u16]) -> AnyView {
    let id = one.id;
    let options = numbers
        .iter()
        .map(|to| {
            let to = *to;
            let label = fill(text::GROUP, &[("n", &to.to_string())]);
            view! {
                <option value=to.to_string() selected=to == number>
                    {label}
                </option>
            }
        })
        .collect_view();
    let label = format!("{} {}", t(text::MOVE), one.name);
    let go = move |to: String| move_to(walk, id, to.parse().unwrap_or(0));
    let youth = (!one.adult).then(|| t(text::YOUTH));
    view! {
        <li
            class="row"
            draggable="true"
            on:dragstart=move |_| DRAGGED.with_borrow_mut(|held| *held = Some(id))
        >
            <span class="grow">
                <bdi>{one.name.clone()}</bdi>
                <span class="aside">" "{youth}</span>
            </span>
            <select aria-label=label on:change:target=move |event| go(event.target().value())>
                <option value="0" selected=number == 0>
                    {t(text::NO_GROUP)}
                </option>
                {options}
            </select>
        </li>
    }
    .into_any()
}
