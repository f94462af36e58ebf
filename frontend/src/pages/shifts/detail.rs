//! One shift: when, where, with whom, what it needs; the button to sign up always in sight.

use leptos::{prelude::*, task::spawn_local};
use lykta_shared::{
    api::{GetShift, GetShiftCalendar},
    ids::ShiftId,
    shifts::{MeetingPoint, ShiftCard, ShiftDetail, ShiftStatus, SignupState},
};
use wasm_bindgen_futures::JsFuture;

use super::{
    card::{Tags, share},
    help::Help,
    plan::Plan,
    regular::Regular,
    signup::SignupControl,
    words,
};
use crate::{
    api::{Load, Sender, load},
    browser,
    components::{
        Act, CopyText, FailureNote, Icon, NotFound, Note, Page, Range, Remote, Tone, live,
    },
    pages::params,
    text::{count, fill, format, shifts as text, t},
    vocabulary::use_words,
};

/// `/shifts/:id`
pub(crate) fn detail() -> AnyView {
    let id = params::part::<ShiftId>("id");
    let title = RwSignal::new(t(text::ONE).to_owned());
    let load = load(move || id.get().map(|shift| (GetShift { shift }, ())));
    view! {
        <Page title=title>
            {live(move || {
                if id.get().is_none() {
                    return view! { <NotFound /> }.into_any();
                }
                view! {
                    <Remote load=load let:shift>
                        <Shown shift=shift load=load title=title />
                    </Remote>
                }
                    .into_any()
            })}
        </Page>
    }
    .into_any()
}

#[component]
fn Shown(
    shift: RwSignal<ShiftDetail>,
    load: Load<ShiftDetail>,
    title: RwSignal<String>,
) -> impl IntoView {
    Effect::new(move |_| title.set(shift.with(|shift| shift.card.title.clone())));
    let card = Memo::new(move |_| shift.with(|shift| shift.card.clone()));
    let changed = Callback::new(move |card: ShiftCard| {
        shift.update(|shift| shift.card = card);
        // Names, briefing and numbers depend on whether one is on it.
        load.again();
    });
    view! {
        <p>
            <a href="/shifts">{t(text::BACK)}</a>
        </p>
        {live(move || shift.with(cancelled))}
        <dl class="facts">
            {live(move || card.with(time))}
            {live(move || shift.with(place))}
            {live(move || card.with(people))}
            {live(move || shift.with(leader))}
        </dl>
        <Tags card=card.into() />
        {live(move || card.with(share))}
        <div class="sticky">
            <SignupControl card=card.into() changed=changed />
        </div>
        <Help shift=shift />
        <Regular shift=shift />
        {live(move || shift.with(walk))}
        {live(move || shift.with(walkers))}
        {live(move || shift.with(notes))}
        <Emergency />
        <Extras card=card.into() />
        <Plan shift=shift load=load />
    }
}

fn cancelled(shift: &ShiftDetail) -> Option<impl IntoView + use<>> {
    let cancellation = shift.cancellation.as_ref()?;
    let words = fill(
        text::CANCELLED_BECAUSE,
        &[(
            "reason",
            &crate::text::inside(t(words::cancellation(cancellation.reason))),
        )],
    );
    let message = cancellation.message.clone();
    Some(view! {
        <Note tone=Tone::Warn>
            <p>{words}</p>
            {(!message.is_empty()).then(|| view! { <p class="lines">{message}</p> })}
        </Note>
    })
}

fn time(card: &ShiftCard) -> impl IntoView + use<> {
    let night = card.ends_next_day.then(|| {
        let next = format::plain_day(format::day_of(card.ends_at));
        view! { <p>{fill(text::NIGHT_TO, &[("day", &next)])}</p> }
    });
    let clock = words::clock_change(card.clock_change).map(|words| view! { <p>{t(words)}</p> });
    view! {
        <dt>{t(text::TIME)}</dt>
        <dd>
            <p>
                {format::long_day(card.date)} ", "
                <Range start=card.start_time end=card.end_time next_day=false /> ", "
                {format::length(card.minutes)}
            </p>
            {night}
            {clock}
        </dd>
    }
}

fn place(shift: &ShiftDetail) -> impl IntoView + use<> {
    let labels = use_words();
    let district = labels.district(&shift.card.district);
    let activity = labels.label("activityType", &shift.card.activity_type);
    let meeting = shift.meeting_point.as_ref().map_or_else(
        || view! { <p>{t(text::MEETING_HIDDEN)}</p> }.into_any(),
        |point| {
            let address = point.address.as_ref().map(ToString::to_string);
            view! {
                <p>
                    <bdi>{point.name.to_string()}</bdi>
                    {address.map(|address| view! { ", " <bdi>{address}</bdi> })}
                </p>
                <p>
                    <a href=map(point, &district) target="_blank" rel="noopener noreferrer">
                        {t(text::MAP)}
                    </a>
                </p>
            }
            .into_any()
        },
    );
    view! {
        <dt>{t(text::ACTIVITY)}</dt>
        <dd>
            {activity} ", " <bdi>{shift.card.organisation.name.clone()}</bdi>
        </dd>
        <dt>{t(text::DISTRICT)}</dt>
        <dd>{district}</dd>
        <dt>{t(text::MEETING_POINT)}</dt>
        <dd>{meeting}</dd>
    }
}

/// A link to a map of somebody else's, followed only when it is pressed.
fn map(point: &MeetingPoint, district: &str) -> String {
    if let (Some(north), Some(east)) = (point.latitude, point.longitude) {
        let (north, east) = (format::decimal(north), format::decimal(east));
        format!("https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=18/{north}/{east}")
    } else {
        let place = point.address.as_ref().unwrap_or(&point.name);
        let sought = format!("{place}, {district}, Sundbyberg");
        let sought = String::from(js_sys::encode_uri_component(&sought));
        format!("https://www.openstreetmap.org/search?query={sought}")
    }
}

fn people(card: &ShiftCard) -> impl IntoView + use<> {
    let staffing = &card.staffing;
    let number = |n: u16| format::number(u64::from(n));
    let places = fill(
        text::PEOPLE_COUNT,
        &[
            ("taken", &number(staffing.taken)),
            ("maximum", &number(staffing.maximum)),
            ("minimum", &number(staffing.minimum)),
        ],
    );
    let missing = (staffing.missing > 0).then(|| {
        let n = u64::from(staffing.missing);
        view! { <p>{count(n, text::NEVER_ALONE_ONE, text::NEVER_ALONE_OTHER)}</p> }
    });
    let waiting = (staffing.waiting > 0).then(|| {
        let n = u64::from(staffing.waiting);
        view! { <p>{count(n, text::PEOPLE_WAITING_ONE, text::PEOPLE_WAITING_OTHER)}</p> }
    });
    view! {
        <dt>{t(text::PEOPLE)}</dt>
        <dd>
            <p>{places}</p>
            {missing}
            {waiting}
        </dd>
    }
}

/// Who leads. Nothing for visitors, who may not know.
fn leader(shift: &ShiftDetail) -> Option<impl IntoView + use<>> {
    let on_it = matches!(shift.card.signup, SignupState::Joined { .. });
    let words = match &shift.leader {
        Some(leader) => {
            let name = leader.display_name.clone();
            let call = leader.phone.as_ref().map(|phone| {
                let number: String = phone
                    .chars()
                    .filter(|c| c.is_ascii_digit() || *c == '+')
                    .collect();
                view! {
                    <p>
                        <a class="btn" href=format!("tel:{number}")>
                            <Icon name="phone" />
                            <span>
                                {fill(text::LEADER_CALL, &[("name", &name)])} " "
                                <bdi dir="ltr">{phone.clone()}</bdi>
                            </span>
                        </a>
                    </p>
                }
            });
            let later = (on_it && leader.phone.is_none())
                .then(|| view! { <p class="muted">{t(text::LEADER_PHONE_LATER)}</p> });
            view! {
                <p>
                    <bdi>{name}</bdi>
                </p>
                {call}
                {later}
            }
            .into_any()
        }
        None if shift.card.staffing.leader_missing => {
            view! { <p>{t(text::LEADER_NONE)}</p> }.into_any()
        }
        None => return None,
    };
    Some(view! {
        <dt>{t(text::LEADER)}</dt>
        <dd>{words}</dd>
    })
}

/// The way to the walk's page, for those on it and those who plan it.
fn walk(shift: &ShiftDetail) -> Option<impl IntoView + use<>> {
    let joined = matches!(shift.card.signup, SignupState::Joined { .. }) || shift.can_see_roster;
    let held = !matches!(
        shift.card.status,
        ShiftStatus::Draft | ShiftStatus::Cancelled
    );
    (joined && held).then(|| {
        view! {
            <p>
                <a class="btn" href=format!("/shifts/{}/walk", shift.card.id)>
                    {t(text::OPEN_WALK)}
                </a>
            </p>
        }
    })
}

fn walkers(shift: &ShiftDetail) -> Option<impl IntoView + use<>> {
    let names = shift.walkers.clone().filter(|names| !names.is_empty())?;
    let items = names
        .into_iter()
        .map(|name| view! { <li><bdi>{name}</bdi></li> })
        .collect_view();
    Some(view! {
        <section>
            <h2>{t(text::WALKERS)}</h2>
            <ul class="names">{items}</ul>
        </section>
    })
}

fn notes(shift: &ShiftDetail) -> impl IntoView + use<> {
    let notes = (!shift.notes.is_empty()).then(|| {
        view! {
            <section>
                <h2>{t(text::NOTES)}</h2>
                <p class="lines">{shift.notes.clone()}</p>
            </section>
        }
    });
    let briefing = shift
        .briefing
        .clone()
        .filter(|words| !words.is_empty())
        .map(|words| {
            view! {
                <section>
                    <h2>{t(text::BRIEFING)}</h2>
                    <p class="muted">{t(text::BRIEFING_HINT)}</p>
                    <p class="lines">{words}</p>
                </section>
            }
        });
    view! {
        {notes}
        {briefing}
    }
}

/// 112 first (PRODUCT.md rule 2).
#[component]
fn Emergency() -> impl IntoView {
    view! {
        <section class="emergency">
            <h2>{t(text::EMERGENCY_TITLE)}</h2>
            <p>{t(text::EMERGENCY_112)}</p>
            <a class="btn" href="tel:112">
                <Icon name="phone" />
                <span>{t(text::EMERGENCY_CALL_112)}</span>
            </a>
            <p>{t(text::EMERGENCY_114)}</p>
            <a class="btn" href="tel:11414">
                <Icon name="phone" />
                <span>{t(text::EMERGENCY_CALL_114)}</span>
            </a>
        </section>
    }
}

/// Calendar file and sharing.
#[component]
fn Extras(card: Signal<ShiftCard>) -> impl IntoView {
    let sender = Sender::new();
    let on_it = move || {
        card.with(|card| {
            matches!(
                card.signup,
                SignupState::Joined { .. } | SignupState::Waitlisted { .. }
            )
        })
    };
    let save = move || {
        let shift = card.with_untracked(|card| card.id);
        sender.send(GetShiftCalendar { shift }, (), |file| {
            browser::save_file(&file.file_name, "text/calendar", &file.content);
            browser::announce(t(text::CALENDAR_DONE));
        });
    };
    let link = RwSignal::new(String::new());
    let share = move || share_link(card.with_untracked(|card| card.id), link);
    view! {
        <div class="actions">
            {live(move || {
                on_it()
                    .then(|| {
                        view! {
                            <Act
                                label=t(text::CALENDAR).to_owned()
                                icon="calendar"
                                pending=sender.pending
                                on_press=save
                            />
                        }
                    })
            })}
            <Act label=t(text::SHARE).to_owned() icon="link" on_press=share />
        </div>
        <FailureNote failure=sender.failure />
        {live(move || {
            let shown = !link.with(String::is_empty);
            shown.then(|| view! { <CopyText label=text::SHARE_LINK text=link /> })
        })}
    }
}

/// Hands the address to the device's own way of sharing; where there is none, shows it to copy.
fn share_link(shift: ShiftId, shown: RwSignal<String>) {
    let origin = window().location().origin().unwrap_or_default();
    let address = format!("{origin}/shifts/{shift}");
    let navigator = window().navigator();
    let device = browser::property(&navigator, "share").is_some().then(|| {
        let data = web_sys::ShareData::new();
        data.set_url(&address);
        navigator.share_with_data(&data)
    });
    match device {
        // Whether it was shared or the person thought better of it makes no difference here.
        Some(promise) => spawn_local(async move {
            let _shared = JsFuture::from(promise).await;
        }),
        None => shown.set(address),
    }
}
