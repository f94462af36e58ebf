//! What is settled for the walk beforehand: the round, who stands in for the leader, the meeting midway.

use leptos::prelude::*;
use lykta_shared::{
    api::PutWalkPlan,
    ids::MembershipId,
    problem::FieldCode,
    text::Place,
    time::LocalTime,
    walks::{CheckpointPlan, WalkPlan},
};

use super::page::Walk;
use crate::{
    browser,
    components::{AreaField, Form, FormFrame, SelectField, Submit, TextField},
    text::{t, walks as text},
};

/// The form, folded away until it is wanted.
#[expect(
    clippy::too_many_lines,
    reason = "one list of fields, read from top to bottom"
)]
pub(super) fn plan(walk: Walk) -> AnyView {
    let Some(now) = walk.kept.value.get_untracked() else {
        return ().into_any();
    };
    let form = Form::about("walk-plan", &walk.shift.to_string());
    let deputy_now = now.people.iter().find(|one| one.deputy);
    let deputy_now = deputy_now.map(|one| one.member.to_string());
    let (time_now, place_now) = now.checkpoint.as_ref().map_or_else(
        || (String::new(), String::new()),
        |held| (held.time.to_string(), held.place.clone()),
    );
    let route = form.field("/route", text::PLAN_ROUTE, &now.route.join("\n"));
    let deputy = form.field(
        "/deputy",
        text::PLAN_DEPUTY,
        &deputy_now.unwrap_or_default(),
    );
    let time = form.field("/checkpoint/time", text::PLAN_TIME, &time_now);
    let place = form.field("/checkpoint/place", text::PLAN_PLACE, &place_now);
    let options: Vec<(String, String)> = now
        .people
        .iter()
        .filter(|one| one.signed_up && !one.leader)
        .map(|one| (one.member.to_string(), one.display_name.clone()))
        .collect();
    let submit = move || {
        let places: Result<Vec<Place>, _> = route
            .value
            .get_untracked()
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| Place::try_from(line.to_owned()))
            .collect();
        let Ok(places) = places else {
            route.fail(FieldCode::TooLong);
            form.refuse();
            return;
        };
        let read = (
            deputy.read_optional::<MembershipId>(),
            time.read_optional::<LocalTime>(),
            place.read_optional::<Place>(),
        );
        let (Some(deputy), Some(at), Some(there)) = read else {
            form.refuse();
            return;
        };
        let checkpoint = match (at, there) {
            (Some(time), Some(place)) => Some(CheckpointPlan { time, place }),
            (None, None) => None,
            (Some(_), None) => {
                place.fail(FieldCode::Required);
                form.refuse();
                return;
            }
            (None, Some(_)) => {
                time.fail(FieldCode::Required);
                form.refuse();
                return;
            }
        };
        let body = WalkPlan {
            route: places,
            deputy,
            checkpoint,
        };
        form.send(PutWalkPlan { shift: walk.shift }, body, move |page| {
            walk.kept.put(page);
            browser::announce(t(text::PLAN_SAVED));
        });
    };
    view! {
        <details>
            <summary class="btn">{t(text::PLAN)}</summary>
            <FormFrame form=form on_submit=submit>
                <AreaField field=route rows=4 hint=text::PLAN_ROUTE_HINT optional=true />
                <SelectField field=deputy options=Signal::stored(options) optional=true />
                <TextField field=time kind="time" optional=true />
                <TextField field=place optional=true />
                <Submit form=form label=text::PLAN_SAVE />
            </FormFrame>
        </details>
    }
    .into_any()
}
