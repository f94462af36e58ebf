//! Who is here: the leader ticks them off, one large button each.

use leptos::prelude::*;
use lykta_shared::{
    api::{DeleteAttendance, DeleteGuest, GetCheckInCode, PutAttendance, PutGuest},
    ids::{GuestId, MembershipId},
    text::FirstName,
    time::Instant,
    walks::{
        AttendanceForm, AttendanceView, CheckInWay, GuestForm, WalkGuest, WalkPage, WalkPerson,
    },
};

use super::page::Walk;
use crate::{
    api::Sender,
    browser,
    components::{
        Act, CheckField, FailureNote, Form, FormFrame, SelectField, Submit, TextField, live,
        live_text,
    },
    text::{fill, format, t, walks as text},
};

/// When somebody who is ticked off now came: at the gathering, unless it is well past.
fn arrival(page: &WalkPage) -> Instant {
    let now = browser::now();
    if now < page.starts_at.plus_minutes(15) {
        page.starts_at
    } else {
        now.min(page.ends_at)
    }
}

/// What stands behind a name.
fn marks(one: &WalkPerson) -> String {
    [
        (one.leader, text::LEADER),
        (one.deputy, text::DEPUTY),
        (one.you, text::YOU),
        (!one.adult, text::YOUTH),
        (!one.signed_up, text::WALK_IN),
        (one.overlaps, text::OVERLAPS),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, word)| t(word))
    .collect::<Vec<_>>()
    .join(", ")
}

fn phone(number: Option<String>) -> Option<impl IntoView> {
    number.map(|number| {
        let dialled: String = number
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        view! {
            <a class="btn" data-kind="quiet" href=format!("tel:{dialled}")>
                <bdi dir="ltr">{number}</bdi>
            </a>
        }
    })
}

/// The list for those who do not lead.
pub(super) fn list(walk: Walk) -> AnyView {
    let people = walk.memo(|page| page.people.clone());
    let items = move || {
        people
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|one| {
                let marks = marks(&one);
                view! {
                    <li class="between">
                        <span>
                            <bdi>{one.display_name}</bdi>
                            <span class="aside">" "{marks}</span>
                        </span>
                        {phone(one.phone)}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section>
            <h2>{t(text::PEOPLE)}</h2>
            <ul class="list" role="list">
                {live(items)}
            </ul>
        </section>
    }
    .into_any()
}

/// The list for whoever leads.
pub(super) fn people(walk: Walk) -> AnyView {
    let ids = walk.memo(|page| page.people.iter().map(|one| one.member).collect::<Vec<_>>());
    let counted = walk.memo(|page| (page.present, page.minimum));
    let words = move || {
        let (present, minimum) = counted.get().unwrap_or_default();
        fill(
            text::PRESENT,
            &[("n", &present.to_string()), ("min", &minimum.to_string())],
        )
    };
    let rows = move || {
        ids.get()
            .unwrap_or_default()
            .into_iter()
            .map(|member| row(walk, member))
            .collect_view()
    };
    let guests = walk.memo(|page| page.guests.clone());
    let guest_rows = move || {
        guests
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|guest| guest_row(walk, guest))
            .collect_view()
    };
    view! {
        <section>
            <h2>{t(text::PEOPLE)}</h2>
            <p role="status">{live_text(words)}</p>
            <ul class="list roll" role="list">
                {live(rows)}
                {live(guest_rows)}
            </ul>
            {code(walk)}
            {add_member(walk)}
            {add_guest(walk)}
        </section>
    }
    .into_any()
}

fn set(walk: Walk, member: MembershipId, attendance: Option<AttendanceView>) {
    walk.kept.change(|page| {
        if let Some(one) = page.people.iter_mut().find(|one| one.member == member) {
            one.attendance = attendance;
            if one.attendance.is_none() {
                one.group = None;
            }
        }
        recount(page);
    });
}

/// How many are here, as the server counts them.
pub(super) fn recount(page: &mut WalkPage) {
    let here = |left: Option<Instant>| left.is_none();
    let people = page
        .people
        .iter()
        .filter_map(|one| one.attendance.as_ref())
        .filter(|held| here(held.left_at))
        .count();
    let guests = page
        .guests
        .iter()
        .filter(|guest| here(guest.left_at))
        .count();
    page.present = u16::try_from(people + guests).unwrap_or(u16::MAX);
}

fn check_in(walk: Walk, member: MembershipId) {
    let Some(came_at) = walk
        .kept
        .value
        .with_untracked(|page| page.as_ref().map(arrival))
    else {
        return;
    };
    set(
        walk,
        member,
        Some(AttendanceView {
            came_at,
            left_at: None,
            way: CheckInWay::Leader,
        }),
    );
    let form = AttendanceForm {
        came_at,
        left_at: None,
        correction: false,
    };
    let shift = walk.shift;
    walk.later.put(&PutAttendance { shift, member }, &form);
}

fn leave(walk: Walk, member: MembershipId, held: &AttendanceView) {
    let left_at = Some(browser::now().max(held.came_at));
    set(
        walk,
        member,
        Some(AttendanceView {
            left_at,
            ..held.clone()
        }),
    );
    let form = AttendanceForm {
        came_at: held.came_at,
        left_at,
        correction: true,
    };
    let shift = walk.shift;
    walk.later.put(&PutAttendance { shift, member }, &form);
}

fn row(walk: Walk, member: MembershipId) -> AnyView {
    let one = Memo::new(move |_| {
        walk.get(|page| page.people.iter().find(|one| one.member == member).cloned())
            .flatten()
    });
    let toggle = move || {
        let there =
            one.with_untracked(|one| one.as_ref().is_some_and(|one| one.attendance.is_some()));
        if there {
            set(walk, member, None);
            let shift = walk.shift;
            walk.later.put(&DeleteAttendance { shift, member }, &());
        } else {
            check_in(walk, member);
        }
    };
    let content = move || {
        let one = one.get()?;
        let marks = marks(&one);
        let (name, phone) = (one.display_name.clone(), phone(one.phone.clone()));
        let here = one.attendance.is_some();
        let when = one.attendance.as_ref().map(|held| match held.left_at {
            Some(left) => fill(text::LEFT, &[("time", &format::time(left))]),
            None => fill(text::CAME, &[("time", &format::time(held.came_at))]),
        });
        let leaves = one
            .attendance
            .filter(|held| held.left_at.is_none())
            .map(|held| {
                view! {
                    <Act
                        label=t(text::LEAVES).to_owned()
                        context=name.clone()
                        kind="quiet"
                        on_press=move || leave(walk, member, &held)
                    />
                }
            });
        let pressed = here.to_string();
        let label = if here { text::ON_SITE } else { text::CHECK_IN };
        Some(view! {
            <span class="grow">
                <strong>
                    <bdi>{name.clone()}</bdi>
                </strong>
                <span class="aside">" "{marks}</span>
                <span class="aside when">{when.unwrap_or_else(|| t(text::NOT_HERE).to_owned())}</span>
                {phone}
                {leaves}
            </span>
            <button type="button" class="btn tick-off" aria-pressed=pressed on:click=move |_| toggle()>
                <span>{t(label)} <span class="vh">" "{name}</span></span>
            </button>
        })
    };
    view! { <li>{live(content)}</li> }.into_any()
}

fn guest_row(walk: Walk, guest: WalkGuest) -> AnyView {
    let (id, name) = (guest.guest, guest.first_name.clone());
    let remove = move || {
        walk.kept.change(|page| {
            page.guests.retain(|held| held.guest != id);
            recount(page);
        });
        let shift = walk.shift;
        walk.later.put(&DeleteGuest { shift, guest: id }, &());
    };
    let kind = if guest.adult {
        text::GUEST
    } else {
        text::YOUTH
    };
    let when = match guest.left_at {
        Some(left) => fill(text::LEFT, &[("time", &format::time(left))]),
        None => fill(text::CAME, &[("time", &format::time(guest.came_at))]),
    };
    let held = guest.clone();
    let leaves = guest.left_at.is_none().then(|| {
        let leave = move || {
            let left_at = Some(browser::now().max(held.came_at));
            let Ok(first_name) = FirstName::try_from(held.first_name.clone()) else {
                return;
            };
            let form = GuestForm {
                first_name,
                adult: held.adult,
                came_at: held.came_at,
                left_at,
            };
            put_guest(walk, id, &form);
        };
        view! {
            <Act
                label=t(text::LEAVES).to_owned()
                context=name.clone()
                kind="quiet"
                on_press=leave
            />
        }
    });
    view! {
        <li>
            <span class="grow">
                <strong>
                    <bdi>{name.clone()}</bdi>
                </strong>
                <span class="aside">" "{t(kind)}</span>
                <span class="aside when">{when}</span>
                {leaves}
            </span>
            <Act label=t(text::UNDO).to_owned() context=name on_press=remove />
        </li>
    }
    .into_any()
}

fn put_guest(walk: Walk, guest: GuestId, form: &GuestForm) {
    let shown = WalkGuest {
        guest,
        first_name: form.first_name.to_string(),
        adult: form.adult,
        came_at: form.came_at,
        left_at: form.left_at,
        group: None,
    };
    walk.kept.change(|page| {
        match page.guests.iter_mut().find(|held| held.guest == guest) {
            Some(held) => *held = shown,
            None => page.guests.push(shown),
        }
        recount(page);
    });
    let shift = walk.shift;
    walk.later.put(&PutGuest { shift, guest }, form);
}

/// A member who came unannounced.
fn add_member(walk: Walk) -> AnyView {
    let candidates = walk.memo(|page| {
        page.candidates
            .iter()
            .map(|one| (one.member.to_string(), one.display_name.clone()))
            .collect::<Vec<_>>()
    });
    let form = Form::about("walk-in", &walk.shift.to_string());
    let chosen = form.field("/member", text::ADD_MEMBER, "");
    let submit = move || {
        let Some(member) = chosen.read::<MembershipId>() else {
            form.refuse();
            return;
        };
        walk.kept.change(|page| {
            let Some(place) = page.candidates.iter().position(|one| one.member == member) else {
                return;
            };
            let one = page.candidates.remove(place);
            page.people.push(WalkPerson {
                member,
                display_name: one.display_name,
                phone: None,
                adult: true,
                leader: false,
                deputy: false,
                signed_up: false,
                you: false,
                attendance: None,
                group: None,
                overlaps: false,
            });
        });
        check_in(walk, member);
        form.clear();
    };
    let options = Signal::derive(move || candidates.get().unwrap_or_default());
    live(move || {
        (!options.with(Vec::is_empty)).then(|| {
            view! {
                <FormFrame form=form on_submit=submit>
                    <SelectField field=chosen options=options />
                    <Submit form=form label=text::ADD />
                </FormFrame>
            }
        })
    })
}

/// A guest without account.
fn add_guest(walk: Walk) -> AnyView {
    let form = Form::about("walk-guest", &walk.shift.to_string());
    let name = form.field("/firstName", text::ADD_GUEST, "");
    let young = form.field("/young", text::GUEST_YOUTH, "");
    let submit = move || {
        let Some(first_name) = name.read::<FirstName>() else {
            form.refuse();
            return;
        };
        let guest = browser::fresh_id().parse::<GuestId>();
        let came_at = walk
            .kept
            .value
            .with_untracked(|page| page.as_ref().map(arrival));
        let (Ok(guest), Some(came_at)) = (guest, came_at) else {
            return;
        };
        let entry = GuestForm {
            first_name,
            adult: !young.is_on(),
            came_at,
            left_at: None,
        };
        put_guest(walk, guest, &entry);
        form.clear();
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <TextField field=name hint=text::GUEST_HINT />
            <CheckField field=young />
            <Submit form=form label=text::ADD />
        </FormFrame>
    }
    .into_any()
}

/// The code on the leader's screen.
fn code(walk: Walk) -> AnyView {
    let shown = RwSignal::new(None::<lykta_shared::walks::CheckInCode>);
    let sender = Sender::new();
    let press = move || {
        if shown.with_untracked(Option::is_some) {
            shown.set(None);
            return;
        }
        let endpoint = GetCheckInCode { shift: walk.shift };
        sender.send(endpoint, (), move |code| shown.set(Some(code)));
    };
    let label = Signal::derive(move || {
        let open = shown.with(Option::is_some);
        t(if open { text::QR_HIDE } else { text::QR }).to_owned()
    });
    let picture = move || {
        let code = shown.get()?;
        let hint = fill(text::QR_HINT, &[("time", &format::time(code.expires_at))]);
        let source = String::from(js_sys::encode_uri_component(&code.svg));
        Some(view! {
            <img class="code" alt=t(text::QR_LABEL) src=format!("data:image/svg+xml,{source}") />
            <p class="hint">{hint}</p>
        })
    };
    view! {
        <div class="actions">
            <Act label=label pending=sender.pending on_press=press />
        </div>
        <FailureNote failure=sender.failure />
        {live(picture)}
    }
    .into_any()
}
