//! What is settled for the walk beforehand: the round, who stands in for the leader, the meeting midway.

use leptos::prelude::*;
use lykta_shared::{
    api::PutWalkPlan,
    ids::MembershipId,
    problem::FieldCode,
    text::Place,
    time::LocalTime,
    walks::{CheckpointPlan, WalkPage, WalkPlan},
};

use super::page::Walk;
use crate::{
    browser,
    components::{AreaField, Field, Form, FormFrame, SelectField, Submit, TextField},
    text::{t, walks as text},
};

/// The fields, in the order in which they are asked.
#[derive(Debug, Clone, Copy)]
struct Fields {
    form: Form,
    route: Field,
    deputy: Field,
    time: Field,
    place: Field,
}

impl Fields {
    fn new(walk: Walk, now: &WalkPage) -> Self {
        let form = Form::about("walk-plan", &walk.shift.to_string());
        let deputy = now.people.iter().find(|one| one.deputy);
        let deputy = deputy.map(|one| one.member.to_string()).unwrap_or_default();
        let (time, place) = now.checkpoint.as_ref().map_or_else(
            || (String::new(), String::new()),
            |held| (held.time.to_string(), held.place.clone()),
        );
        Self {
            form,
            route: form.field("/route", text::PLAN_ROUTE, &now.route.join("\n")),
            deputy: form.field("/deputy", text::PLAN_DEPUTY, &deputy),
            time: form.field("/checkpoint/time", text::PLAN_TIME, &time),
            place: form.field("/checkpoint/place", text::PLAN_PLACE, &place),
        }
    }

    /// What is to be stored; `None` when something is wrong, which then stands at its field.
    fn read(self) -> Option<WalkPlan> {
        let route = self.places();
        let deputy = self.deputy.read_optional::<MembershipId>();
        let checkpoint = self.checkpoint();
        Some(WalkPlan {
            route: route?,
            deputy: deputy?,
            checkpoint: checkpoint?,
        })
    }

    fn places(self) -> Option<Vec<Place>> {
        let text = self.route.value.get_untracked();
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let places: Result<_, _> = lines.map(|line| Place::try_from(line.to_owned())).collect();
        if places.is_err() {
            self.route.fail(FieldCode::TooLong);
        }
        places.ok()
    }

    /// Time and place belong together: both, or none.
    #[expect(
        clippy::option_option,
        reason = "read or not, and if read, something or nothing"
    )]
    fn checkpoint(self) -> Option<Option<CheckpointPlan>> {
        let time = self.time.read_optional::<LocalTime>();
        let place = self.place.read_optional::<Place>();
        match (time?, place?) {
            (Some(time), Some(place)) => Some(Some(CheckpointPlan { time, place })),
            (None, None) => Some(None),
            (Some(_), None) => {
                self.place.fail(FieldCode::Required);
                None
            }
            (None, Some(_)) => {
                self.time.fail(FieldCode::Required);
                None
            }
        }
    }
}

/// The form, folded away until it is wanted.
pub(super) fn plan(walk: Walk) -> AnyView {
    let Some(now) = walk.kept.value.get_untracked() else {
        return ().into_any();
    };
    let fields = Fields::new(walk, &now);
    let form = fields.form;
    let options: Vec<(String, String)> = now
        .people
        .iter()
        .filter(|one| one.signed_up && !one.leader)
        .map(|one| (one.member.to_string(), one.display_name.clone()))
        .collect();
    let submit = move || {
        let Some(body) = fields.read() else {
            form.refuse();
            return;
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
                <AreaField field=fields.route rows=4 hint=text::PLAN_ROUTE_HINT optional=true />
                <SelectField field=fields.deputy options=Signal::stored(options) optional=true />
                <TextField field=fields.time kind="time" optional=true />
                <TextField field=fields.place optional=true />
                <Submit form=form label=text::PLAN_SAVE />
            </FormFrame>
        </details>
    }
    .into_any()
}
