//! What the API says about series, and about things done with many shifts at once.

use crate::{
    api_reply, api_type,
    ids::{BatchId, SeriesId, ShiftId},
    keyed_enum,
    platform::{CityDay, Holiday},
    shifts::{CancellationReason, ShiftCard, ShiftForm, series::RecurrenceRule},
    text::Note,
    time::{ClockChange, Instant, LocalDate, LocalTime},
};

api_type! {
    /// A series as it is planned.
    pub struct SeriesForm {
        /// On which days (RFC 5545).
        pub rule: RecurrenceRule,
        /// The first day of the season.
        pub from: LocalDate,
        /// The last day of the season.
        pub to: LocalDate,
        /// Days that the rule names and that are left out.
        #[serde(default)]
        pub excluded: Vec<LocalDate>,
        /// What each shift is like; its date is overlooked.
        pub template: ShiftForm,
        /// Whether its shifts are opened for sign-up when they are made; drafts otherwise.
        pub publish: bool,
    }
}

keyed_enum! {
    /// What will become of a date of the rule.
    pub enum DateState {
        /// It becomes a shift.
        Planned = "planned",
        /// It is left out.
        Excluded = "excluded",
        /// It has passed.
        Past = "past",
        /// Spring's clock change leaves nothing of it.
        Impossible = "impossible",
    }
}

keyed_enum! {
    /// What two shifts have in common that are at the same time.
    pub enum CollisionKind {
        /// The same person leads both, or leads one and is on the other.
        Leader = "leader",
        /// The same place.
        Place = "place",
    }
}

api_reply! {
    /// Another shift of the organisation at the same time.
    pub struct Collision {
        /// What they have in common.
        pub kind: CollisionKind,
        /// The other shift.
        pub shift: ShiftId,
        /// Its title.
        pub title: String,
        /// When it begins.
        pub starts_at: Instant,
    }
}

api_reply! {
    /// A date of a series with all there is to know before it becomes a shift.
    pub struct PlannedDate {
        /// The day that the rule names.
        pub date: LocalDate,
        /// Its week (ISO 8601).
        pub week: u8,
        /// Its day of the week, 1 = Monday … 7 = Sunday.
        pub weekday: u8,
        /// What will become of it.
        pub state: DateState,
        /// When it begins.
        pub starts_at: Instant,
        /// When it ends.
        pub ends_at: Instant,
        /// What the clocks show then: another time than planned when spring takes that hour.
        pub start_time: LocalTime,
        /// What the clocks show at its end.
        pub end_time: LocalTime,
        /// Whether the end is on another day than the start.
        pub ends_next_day: bool,
        /// The elapsed length in minutes.
        pub minutes: u32,
        /// What the clocks do meanwhile.
        pub clock_change: ClockChange,
        /// The public holiday, or the eve that is kept like one.
        pub holiday: Option<Holiday>,
        /// What the city's calendar says of the day.
        pub city_days: Vec<CityDay>,
        /// The organisation's other shifts in its way.
        pub collisions: Vec<Collision>,
    }
}

api_reply! {
    /// What a series would be; nothing has been made.
    pub struct SeriesPreview {
        /// Every date of the rule within the season.
        pub dates: Vec<PlannedDate>,
        /// How many of them become shifts.
        pub count: u32,
        /// Until when shifts are made at once; later ones follow week by week.
        pub made_until: LocalDate,
    }
}

keyed_enum! {
    /// Where a series stands.
    pub enum SeriesStatus {
        /// Shifts are made ahead.
        Running = "running",
        /// Its season is over.
        Over = "over",
        /// It was taken away; what had taken place stays.
        Removed = "removed",
    }
}

api_reply! {
    /// A series in a list.
    pub struct SeriesRow {
        /// The series.
        pub id: SeriesId,
        /// What its shifts are called.
        pub title: String,
        /// On which days.
        pub rule: RecurrenceRule,
        /// The first day of the season.
        pub from: LocalDate,
        /// The last day of the season.
        pub to: LocalDate,
        /// When people gather.
        pub start_time: LocalTime,
        /// When it ends.
        pub end_time: LocalTime,
        /// Where it stands.
        pub status: SeriesStatus,
        /// How many of its shifts lie ahead.
        pub ahead: u32,
    }
}

api_reply! {
    /// A date of a series that exists: what the rule says, and the shift it became.
    pub struct SeriesDay {
        /// The day it stands for in the series, whatever day its shift was moved to.
        pub original: LocalDate,
        /// The date as it is now.
        pub plan: PlannedDate,
        /// Its shift; not made yet when there is none.
        pub shift: Option<ShiftCard>,
        /// Whether its time or place was changed for this date alone.
        pub own: bool,
    }
}

api_reply! {
    /// One series with its dates.
    pub struct SeriesDetail {
        /// The series.
        pub id: SeriesId,
        /// Whose it is, as its word in paths.
        pub slug: String,
        /// The plan as it can be edited.
        pub form: SeriesForm,
        /// Where it stands.
        pub status: SeriesStatus,
        /// Its dates, past ones too.
        pub days: Vec<SeriesDay>,
        /// Until when its shifts are made.
        pub made_until: LocalDate,
        /// For `If-Match`.
        pub version: i32,
    }
}

api_reply! {
    /// A series that was just planned.
    pub struct SeriesMade {
        /// The series.
        pub series: SeriesDetail,
        /// For undoing it.
        pub batch: BatchId,
        /// How many shifts were made.
        pub made: u32,
    }
}

keyed_enum! {
    /// Which dates an edit is for.
    pub enum ChangeScope {
        /// One date.
        This = "this",
        /// This date and those after it: they become a series of their own.
        Following = "following",
        /// All dates that have not begun.
        All = "all",
    }
}

keyed_enum! {
    /// What is to become of a date that people are on.
    pub enum PeopleChoice {
        /// It stays as they know it.
        Keep = "keep",
        /// It changes, and they are told.
        Move = "move",
        /// It is cancelled, and they are told.
        Cancel = "cancel",
    }
}

api_type! {
    /// The choice for one date.
    pub struct DateChoice {
        /// The day it stands for in the series.
        pub date: LocalDate,
        /// What is to become of it.
        pub choice: PeopleChoice,
    }
}

api_type! {
    /// An edit of a series.
    pub struct SeriesChange {
        /// Which dates it is for.
        pub scope: ChangeScope,
        /// The date it begins with, as the day it stands for in the series; not for `all`.
        #[serde(default)]
        pub date: Option<LocalDate>,
        /// The plan from now on. For `this` only its template counts, with its date.
        pub form: SeriesForm,
        /// What is to become of dates that people are on: one for each the preview names.
        #[serde(default)]
        pub choices: Vec<DateChoice>,
        /// Whether people of a moved date who are on another shift then lose their place on it; the edit is refused
        /// with their names otherwise.
        #[serde(default)]
        pub free_overlapping: bool,
        /// The reason those read whose date is cancelled.
        pub reason: CancellationReason,
        /// A few words to them; may be empty.
        pub message: Note,
    }
}

api_type! {
    /// Taking a series away: what lies ahead and has people is cancelled with this reason.
    pub struct RemoveSeries {
        /// The reason (vocabulary `cancellationReason`).
        pub reason: CancellationReason,
        /// A few words of one's own; may be empty.
        pub message: Note,
    }
}

api_reply! {
    /// A date that people are on and that an edit would change or take away.
    pub struct AffectedDate {
        /// The day it stands for in the series.
        pub date: LocalDate,
        /// Its shift.
        pub shift: ShiftId,
        /// When it begins now.
        pub starts_at: Instant,
        /// When it ends now.
        pub ends_at: Instant,
        /// Where people meet now.
        pub place: String,
        /// How many are on it.
        pub people: u16,
        /// How many wait.
        pub waiting: u16,
        /// Who they are.
        pub names: Vec<String>,
        /// What it would become.
        pub target: Option<DateTarget>,
        /// What can be chosen.
        pub choices: Vec<PeopleChoice>,
    }
}

api_reply! {
    /// What a date would become.
    pub struct DateTarget {
        /// When it would begin.
        pub starts_at: Instant,
        /// When it would end.
        pub ends_at: Instant,
        /// Where people would meet.
        pub place: String,
    }
}

api_reply! {
    /// What an edit does, or did.
    pub struct ChangeEffect {
        /// How many shifts are changed without anybody having to decide.
        pub updated: u32,
        /// How many shifts that nobody is on go away.
        pub removed: u32,
        /// How many new shifts are made.
        pub created: u32,
        /// How many dates keep a time or place of their own.
        pub own: u32,
        /// Dates that people are on, for which somebody has to choose.
        pub affected: Vec<AffectedDate>,
    }
}

api_reply! {
    /// An edit that was made.
    pub struct SeriesChanged {
        /// The series from now on: a new one when the edit was for this date and those after it.
        pub series: SeriesDetail,
        /// What was done; `affected` are those that were told or kept.
        pub effect: ChangeEffect,
    }
}

api_type! {
    /// On which days a shift is to be repeated.
    pub struct CopyShift {
        /// The days, at most 60.
        pub dates: Vec<LocalDate>,
        /// Open the copies at once; drafts otherwise.
        pub publish: bool,
    }
}

api_type! {
    /// Which week is to be repeated when.
    pub struct CopyWeek {
        /// A day of the week that is copied.
        pub from: LocalDate,
        /// A day of the week it is copied to.
        pub to: LocalDate,
        /// Open the copies at once; drafts otherwise.
        pub publish: bool,
    }
}

api_type! {
    /// Drafts to be opened at once.
    pub struct PublishShifts {
        /// The drafts, at most 200.
        pub shifts: Vec<ShiftId>,
    }
}

keyed_enum! {
    /// What was done with many shifts at once.
    pub enum BatchKind {
        /// A series was planned.
        Series = "series",
        /// A shift was copied.
        Copy = "copy",
        /// A week was copied.
        CopyWeek = "copy_week",
        /// Drafts were opened.
        Publish = "publish",
    }
}

keyed_enum! {
    /// Why one of many could not be done.
    pub enum LeftReason {
        /// People have joined.
        PeopleJoined = "people_joined",
        /// It has begun or is over.
        Begun = "begun",
        /// It is not in a state for it: published already, or cancelled.
        WrongState = "wrong_state",
        /// The plan breaks a rule now: in the past, or outside what the city has agreed to.
        NotPossible = "not_possible",
        /// Whoever leads it is on another shift then, or may not lead any more.
        LeaderBusy = "leader_busy",
    }
}

api_reply! {
    /// One of many that was left as it was.
    pub struct LeftShift {
        /// The shift.
        pub shift: ShiftId,
        /// Its title.
        pub title: String,
        /// When it begins.
        pub starts_at: Instant,
        /// Why.
        pub reason: LeftReason,
    }
}

api_reply! {
    /// What was done with many shifts at once.
    pub struct BatchDone {
        /// For undoing it.
        pub batch: BatchId,
        /// What it was.
        pub kind: BatchKind,
        /// The shifts it made or opened.
        pub done: Vec<ShiftCard>,
        /// Those that could not be done.
        pub left: Vec<LeftShift>,
    }
}

api_reply! {
    /// What became of undoing.
    pub struct BatchUndone {
        /// How many shifts were taken away, or are drafts again.
        pub undone: u32,
        /// Those that stay, and why.
        pub left: Vec<LeftShift>,
    }
}
