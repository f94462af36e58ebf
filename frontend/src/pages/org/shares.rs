//! Sharing a shift with other organisations, for whoever plans it.

use leptos::prelude::*;
use lykta_shared::{
    api::{ListShareable, PutShares},
    ids::OrganisationId,
    shifts::{
        OrganisationRef, ShiftDetail, ShiftStatus,
        shares::{
            GuestPlaces, RELEASE_HOURS, ShareStatus, ShareView, SharesForm, SharesQuery, SharesView,
        },
    },
};

use crate::{
    api::{Sender, load},
    browser,
    components::{Act, FailureNote, Form, FormFrame, Remote, SelectField, Submit, TextField, live},
    text::{Text, count, fill, format, org_shares as text, t},
};

/// The section below the plan; only while people may come and go.
#[component]
pub(super) fn Shares(
    /// Whose shift it is.
    organisation: OrganisationId,
    /// The shift.
    detail: RwSignal<ShiftDetail>,
) -> impl IntoView {
    let open = detail.with_untracked(|detail| {
        matches!(
            detail.card.status,
            ShiftStatus::Open
                | ShiftStatus::Understaffed
                | ShiftStatus::Full
                | ShiftStatus::Confirmed
        )
    });
    open.then(|| {
        let partners = load(move || Some((ListShareable { organisation }, ())));
        view! {
            <section>
                <h2>{t(text::TITLE)}</h2>
                <p>{t(text::INTRO)}</p>
                <Guests detail=detail />
                <Remote load=partners let:partners>
                    <Ask detail=detail partners=partners />
                </Remote>
            </section>
        }
    })
}

/// Who walks along or was asked, with the number of places, never with names of people.
#[component]
fn Guests(detail: RwSignal<ShiftDetail>) -> impl IntoView {
    let sender = Sender::new();
    let rows = move || {
        let shares = detail.with(|detail| detail.shares.clone())?;
        let own = counted(text::OWN, shares.own_used, shares.own_places);
        let rows = shares
            .guests
            .into_iter()
            .map(|guest| row(detail, sender, guest))
            .collect_view();
        Some(view! {
            <p>{own}</p>
            <ul class="list">{rows}</ul>
        })
    };
    view! {
        {live(rows)}
        <FailureNote failure=sender.failure />
    }
}

fn row(detail: RwSignal<ShiftDetail>, sender: Sender, guest: ShareView) -> impl IntoView {
    let id = guest.organisation.id;
    let holds = guest.status.holds_places();
    let places = holds.then(|| counted(text::GUEST, guest.used, guest.places));
    let name = guest.organisation.name.clone();
    let label = if guest.used == 0 {
        t(text::REMOVE).to_owned()
    } else {
        count(u64::from(guest.used), text::REMOVE_ONE, text::REMOVE_OTHER)
    };
    let press = move || {
        let (held, version) = held(detail);
        let form = SharesForm {
            guests: without(&held, id),
            release_hours: held.release_hours,
        };
        let shift = detail.with_untracked(|detail| detail.card.id);
        // The button says that people lose their places.
        let query = SharesQuery {
            release_people: Some(true),
        };
        sender.send_with(
            Some(version),
            PutShares { shift },
            &query,
            form,
            move |result| {
                if let Ok(now) = result {
                    detail.set(now);
                    browser::announce(t(text::SAVED));
                }
            },
        );
    };
    view! {
        <li>
            <p>
                <bdi>{guest.organisation.name}</bdi>
                ": "
                {t(status(guest.status))}
                {places.map(|places| view! { ", " {places} })}
            </p>
            {holds
                .then(|| {
                    view! { <Act label=label context=name pending=sender.pending on_press=press /> }
                })}
        </li>
    }
}

fn counted(words: Text, used: u16, places: u16) -> String {
    let number = |n: u16| format::number(u64::from(n));
    fill(
        words,
        &[("used", &number(used)), ("places", &number(places))],
    )
}

const fn status(status: ShareStatus) -> Text {
    match status {
        ShareStatus::Invited => text::INVITED,
        ShareStatus::Accepted => text::ACCEPTED,
        ShareStatus::Declined => text::DECLINED,
        ShareStatus::Withdrawn => text::WITHDRAWN,
    }
}

/// How it is shared as far as is known here, and the version that is changed.
fn held(detail: RwSignal<ShiftDetail>) -> (SharesView, i32) {
    detail.with_untracked(|detail| {
        let shares = detail.shares.clone().unwrap_or(SharesView {
            release_hours: RELEASE_HOURS,
            own_places: detail.card.staffing.maximum,
            own_used: detail.card.staffing.taken,
            guests: Vec::new(),
        });
        (shares, detail.version)
    })
}

/// The guests that stand, without this one.
fn without(shares: &SharesView, id: OrganisationId) -> Vec<GuestPlaces> {
    shares
        .guests
        .iter()
        .filter(|guest| guest.status.holds_places() && guest.organisation.id != id)
        .map(|guest| GuestPlaces {
            organisation: guest.organisation.id,
            places: guest.places,
        })
        .collect()
}

/// Asks one more organisation, or gives one another number of places.
#[component]
fn Ask(detail: RwSignal<ShiftDetail>, partners: RwSignal<Vec<OrganisationRef>>) -> impl IntoView {
    let options: Vec<(String, String)> = partners.with_untracked(|partners| {
        partners
            .iter()
            .map(|partner| (partner.id.to_string(), partner.name.clone()))
            .collect()
    });
    if options.is_empty() {
        return view! { <p class="muted">{t(text::NOBODY)}</p> }.into_any();
    }
    let shift = detail.with_untracked(|detail| detail.card.id);
    let form = Form::about("shares", &shift.to_string());
    let who = form.field("/organisation", text::WHO, "");
    let places = form.field("/guests", text::PLACES, "2");
    let hours = held(detail).0.release_hours.to_string();
    let release = form.field("/releaseHours", text::RELEASE, &hours);
    let submit = move || {
        let (chosen, places, hours) = (who.read(), places.read_number(), release.read_number());
        let (Some(chosen), Some(places), Some(hours)) = (chosen, places, hours) else {
            form.refuse();
            return;
        };
        let (held, version) = held(detail);
        let mut guests = without(&held, chosen);
        guests.push(GuestPlaces {
            organisation: chosen,
            places,
        });
        let body = SharesForm {
            release_hours: hours,
            guests,
        };
        let query = SharesQuery::default();
        form.send_with(
            Some(version),
            PutShares { shift },
            &query,
            body,
            move |now| {
                detail.set(now);
                form.clear();
                release.value.set(hours.to_string());
                browser::announce(t(text::SAVED));
            },
        );
    };
    view! {
        <FormFrame form=form on_submit=submit>
            <SelectField field=who options=options />
            <TextField field=places kind="number" />
            <TextField field=release kind="number" hint=text::RELEASE_HINT />
            <Submit form=form label=text::ASK />
        </FormFrame>
    }
    .into_any()
}
