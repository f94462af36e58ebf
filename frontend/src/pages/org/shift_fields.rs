//! The fields of a shift's form, and the plan they mean.

use leptos::prelude::*;
use lykta_shared::{
    problem::FieldCode,
    shifts::{MeetingPoint, ShiftForm},
    text::Place,
    time::Fold,
};

use super::when::When;
use crate::{
    components::{Field, Form},
    text::org_plan as text,
};

/// The largest number of people a shift can have (EDGE-CASES B).
const LARGEST: u16 = 500;

/// The fields, bound to the inputs.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShiftFields {
    pub(super) activity_type: Field,
    pub(super) title: Field,
    pub(super) district: Field,
    pub(super) place: Field,
    pub(super) address: Field,
    pub(super) date: Field,
    pub(super) start_time: Field,
    pub(super) end_time: Field,
    pub(super) start_fold: Field,
    pub(super) end_fold: Field,
    pub(super) minimum: Field,
    pub(super) maximum: Field,
    pub(super) needs_leader: Field,
    pub(super) leader: Field,
    pub(super) notes: Field,
    pub(super) briefing: Field,
    pub(super) public: Field,
}

/// Where a shift's fields lie in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// They are the whole of it: a change.
    Whole,
    /// One step deeper: a new shift.
    Shift,
    /// One step deeper: what the shifts of a series are like.
    Template,
}

macro_rules! at {
    ($depth:expr, $path:literal) => {
        match $depth {
            Depth::Whole => $path,
            Depth::Shift => concat!("/shift", $path),
            Depth::Template => concat!("/template", $path),
        }
    };
}

impl ShiftFields {
    /// The fields of `form`. They begin with the shift `before`, or with the smallest safe group and a leader.
    pub(super) fn new(form: Form, before: Option<&ShiftForm>) -> Self {
        let depth = match before {
            Some(_) => Depth::Whole,
            None => Depth::Shift,
        };
        Self::at(depth, form, before)
    }

    /// The fields of what the shifts of a series are like.
    pub(super) fn template(form: Form, before: Option<&ShiftForm>) -> Self {
        Self::at(Depth::Template, form, before)
    }

    fn at(depth: Depth, form: Form, before: Option<&ShiftForm>) -> Self {
        let [activity_type, title, district, place, address] = what(depth, form, before);
        let [date, start_time, end_time, start_fold, end_fold] = time(depth, form, before);
        let [minimum, maximum, needs_leader, leader] = people(depth, form, before);
        let [notes, briefing, public] = told(depth, form, before);
        Self {
            activity_type,
            title,
            district,
            place,
            address,
            date,
            start_time,
            end_time,
            start_fold,
            end_fold,
            minimum,
            maximum,
            needs_leader,
            leader,
            notes,
            briefing,
            public,
        }
    }

    /// When it is, as far as that is typed (tracked).
    pub(super) fn when(self) -> Option<When> {
        When::read(
            &self.date.value.get(),
            &self.start_time.value.get(),
            &self.end_time.value.get(),
        )
    }

    /// The plan the fields mean; otherwise they show what has to be mended. `floor` is the least number of
    /// adults the activity demands.
    pub(super) fn read(self, floor: u16, before: Option<&ShiftForm>) -> Option<ShiftForm> {
        // All of them are read before the first "no", so that every fault is shown at once.
        let activity_type = self.activity_type.read();
        let title = self.title.read();
        let district = self.district.read();
        let meeting_point = self.meeting_point(before);
        let (date, start_time, end_time) = (
            self.date.read(),
            self.start_time.read(),
            self.end_time.read(),
        );
        let numbers = self.numbers(floor);
        let leader = self.leader.read_optional();
        let (notes, briefing) = (self.notes.read(), self.briefing.read());
        let (minimum, maximum) = numbers?;
        Some(ShiftForm {
            activity_type: activity_type?,
            title: title?,
            district: district?,
            meeting_point: meeting_point?,
            date: date?,
            start_time: start_time?,
            end_time: end_time?,
            start_fold: fold(self.start_fold),
            end_fold: fold(self.end_fold),
            minimum,
            maximum,
            needs_leader: self.needs_leader.is_on(),
            leader: leader?,
            notes: notes?,
            briefing: briefing?,
            public: self.public.is_on(),
        })
    }

    /// A moved place loses the position it had: a wrong map is worse than none.
    fn meeting_point(self, before: Option<&ShiftForm>) -> Option<MeetingPoint> {
        let name: Option<Place> = self.place.read();
        let address = self.address.read_optional();
        let (name, address) = (name?, address?);
        let same = before
            .map(|shift| &shift.meeting_point)
            .filter(|point| point.name == name && point.address == address);
        Some(MeetingPoint {
            latitude: same.and_then(|point| point.latitude),
            longitude: same.and_then(|point| point.longitude),
            name,
            address,
        })
    }

    fn numbers(self, floor: u16) -> Option<(u16, u16)> {
        let minimum = self.minimum.read_number();
        let maximum = self.maximum.read_number();
        let (minimum, maximum) = (minimum?, maximum?);
        if minimum < floor {
            self.minimum.fail(FieldCode::BelowFloor);
        } else if maximum == 0 || maximum > LARGEST {
            self.maximum.fail(FieldCode::OutOfRange);
        } else if minimum > maximum {
            self.maximum.fail(FieldCode::MinimumAboveMaximum);
        } else {
            return Some((minimum, maximum));
        }
        None
    }
}

fn what(depth: Depth, form: Form, before: Option<&ShiftForm>) -> [Field; 5] {
    let text = |pick: fn(&ShiftForm) -> String| before.map(pick).unwrap_or_default();
    let f = |pointer, label, initial: String| form.field(pointer, label, &initial);
    [
        f(
            at!(depth, "/activityType"),
            text::ACTIVITY,
            text(|shift| shift.activity_type.to_string()),
        ),
        f(
            at!(depth, "/title"),
            text::TITLE,
            text(|shift| shift.title.to_string()),
        ),
        f(
            at!(depth, "/district"),
            text::DISTRICT,
            text(|shift| shift.district.to_string()),
        ),
        f(
            at!(depth, "/meetingPoint/name"),
            text::PLACE,
            text(|shift| shift.meeting_point.name.to_string()),
        ),
        f(
            at!(depth, "/meetingPoint/address"),
            text::ADDRESS,
            text(|shift| {
                let address = shift.meeting_point.address.as_ref();
                address.map(ToString::to_string).unwrap_or_default()
            }),
        ),
    ]
}

fn time(depth: Depth, form: Form, before: Option<&ShiftForm>) -> [Field; 5] {
    let text = |pick: fn(&ShiftForm) -> String| before.map(pick).unwrap_or_default();
    let fold = |pick: fn(&ShiftForm) -> Fold| before.map_or(Fold::Earlier, pick).to_string();
    let f = |pointer, label, initial: String| form.field(pointer, label, &initial);
    [
        f(
            at!(depth, "/date"),
            text::DATE,
            text(|shift| shift.date.to_string()),
        ),
        f(
            at!(depth, "/startTime"),
            text::START,
            text(|shift| shift.start_time.to_string()),
        ),
        f(
            at!(depth, "/endTime"),
            text::END,
            text(|shift| shift.end_time.to_string()),
        ),
        f(
            at!(depth, "/startFold"),
            text::FOLD_START,
            fold(|shift| shift.start_fold),
        ),
        f(
            at!(depth, "/endFold"),
            text::FOLD_END,
            fold(|shift| shift.end_fold),
        ),
    ]
}

fn people(depth: Depth, form: Form, before: Option<&ShiftForm>) -> [Field; 4] {
    let f = |pointer, label, initial: String| form.field(pointer, label, &initial);
    [
        f(
            at!(depth, "/minimum"),
            text::MINIMUM,
            before.map_or(3, |shift| shift.minimum).to_string(),
        ),
        f(
            at!(depth, "/maximum"),
            text::MAXIMUM,
            before.map_or(5, |shift| shift.maximum).to_string(),
        ),
        f(
            at!(depth, "/needsLeader"),
            text::NEEDS_LEADER,
            tick(before.is_none_or(|shift| shift.needs_leader)),
        ),
        f(
            at!(depth, "/leader"),
            text::LEADER,
            before
                .and_then(|shift| shift.leader)
                .map(|id| id.to_string())
                .unwrap_or_default(),
        ),
    ]
}

/// What is told to whom.
fn told(depth: Depth, form: Form, before: Option<&ShiftForm>) -> [Field; 3] {
    let text = |pick: fn(&ShiftForm) -> String| before.map(pick).unwrap_or_default();
    let f = |pointer, label, initial: String| form.field(pointer, label, &initial);
    [
        f(
            at!(depth, "/notes"),
            text::NOTES,
            text(|shift| shift.notes.to_string()),
        ),
        f(
            at!(depth, "/briefing"),
            text::BRIEFING,
            text(|shift| shift.briefing.to_string()),
        ),
        f(
            at!(depth, "/public"),
            text::PUBLIC,
            tick(before.is_some_and(|shift| shift.public)),
        ),
    ]
}

fn tick(is: bool) -> String {
    if is { "true".to_owned() } else { String::new() }
}

fn fold(field: Field) -> Fold {
    field
        .value
        .with_untracked(|text| text.parse())
        .unwrap_or(Fold::Earlier)
}
