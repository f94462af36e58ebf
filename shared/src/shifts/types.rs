//! What the API says about shifts, sign-ups and rosters.

use serde::{Deserialize, Serialize};

use super::{
    shares::{OwnShare, SharesView},
    standing::SeriesNote,
};
use crate::{
    api_reply, api_type,
    ids::{MembershipId, OrganisationId, SeriesId, ShiftId, SignupId},
    keyed_enum,
    organisations::AgeBand,
    text::{Note, Place, ReasonText, Title},
    time::{ClockChange, Fold, Instant, LocalDate, LocalTime},
    vocabulary::Key,
};

keyed_enum! {
    /// What is stored of a shift's life. What people see also depends on who has signed up and on the hour:
    /// that is [`ShiftStatus`].
    pub enum ShiftPhase {
        /// Being planned; only planners know of it.
        Draft = "draft",
        /// Open for sign-up.
        Open = "open",
        /// Will take place.
        Confirmed = "confirmed",
        /// Has taken place.
        Completed = "completed",
        /// Has taken place and been reported.
        Reported = "reported",
        /// Was broken off.
        Aborted = "aborted",
        /// Will not take place, with a reason.
        Cancelled = "cancelled",
    }
}

keyed_enum! {
    /// `shiftStatus` of DOMAIN.md 3.10, computed from phase, people and the hour.
    pub enum ShiftStatus {
        /// Being planned.
        Draft = "draft",
        /// Open for sign-up; enough people for it to take place.
        Open = "open",
        /// Fewer adults than the minimum, or no leader where one is needed.
        Understaffed = "understaffed",
        /// No free place.
        Full = "full",
        /// Will take place.
        Confirmed = "confirmed",
        /// Under way.
        Ongoing = "ongoing",
        /// Over.
        Completed = "completed",
        /// Over and reported.
        Reported = "reported",
        /// Broken off.
        Aborted = "aborted",
        /// Cancelled, with a reason.
        Cancelled = "cancelled",
    }
}

keyed_enum! {
    /// `signupStatus` of DOMAIN.md 3.11.
    pub enum SignupStatus {
        /// Asked by the leader.
        Invited = "invited",
        /// Signed up.
        SignedUp = "signed_up",
        /// On the waiting list.
        Waitlisted = "waitlisted",
        /// Said no.
        Declined = "declined",
        /// Signed off.
        Cancelled = "cancelled",
        /// Was there.
        Attended = "attended",
        /// Did not come.
        NoShow = "no_show",
    }
}

keyed_enum! {
    /// `cancellationReason` of DOMAIN.md 3.22.
    pub enum CancellationReason {
        /// För få anmälda.
        TooFew = "too_few",
        /// Vädret.
        Weather = "weather",
        /// Polisens avrådan.
        PoliceAdvice = "police_advice",
        /// Ledare har fått förhinder.
        LeaderIll = "leader_ill",
        /// Flyttat till annan dag.
        EventMoved = "event_moved",
        /// Oroligt läge.
        Unrest = "unrest",
        /// Annat.
        Other = "other",
    }
}

impl CancellationReason {
    /// Whether the city's liaisons are told as well: when it was called off for safety (DOMAIN.md 3.22).
    pub const fn concerns_the_city(self) -> bool {
        matches!(self, Self::PoliceAdvice | Self::Unrest)
    }
}

keyed_enum! {
    /// Why a sign-up is not possible.
    pub enum SignUpReason {
        /// All places are taken; the waiting list is open.
        Full = "full",
        /// The person is on another shift at that time.
        Overlap = "overlap",
        /// Not a member of the organisation.
        NotAMember = "not_a_member",
        /// Asked to join, not approved yet.
        MembershipPending = "membership_pending",
        /// The organisation is not an active partner of the city (applicant, paused, suspended, ended).
        OrganisationNotActive = "organisation_not_active",
        /// The shift is not open for sign-up.
        NotOpen = "not_open",
        /// The shift is cancelled.
        Cancelled = "cancelled",
        /// The shift has begun or is over.
        Started = "started",
        /// The organisation takes no one under 18 along.
        TooYoung = "too_young",
        /// A guardian's consent has not been noted.
        GuardianConsentMissing = "guardian_consent_missing",
        /// The address has not been confirmed.
        EmailUnverified = "email_unverified",
        /// The account is suspended.
        AccountSuspended = "account_suspended",
        /// Sign-up has not opened yet.
        NotYetOpen = "not_yet_open",
        /// Sign-up has closed.
        Closed = "closed",
        /// A qualification that the shift requires is missing, or not good any more on its day.
        QualificationMissing = "qualification_missing",
        /// The person has as many walks ahead as the organisation allows.
        TooManyOpen = "too_many_open",
        /// Too few hours of rest before or after another walk.
        TooLittleRest = "too_little_rest",
        /// The free places are kept for those who sign up themselves; for standing sign-ups.
        KeptForOthers = "kept_for_others",
    }
}

api_type! {
    /// Where people meet.
    pub struct MeetingPoint {
        /// What the place is called.
        pub name: Place,
        /// Its address.
        #[serde(default)]
        pub address: Option<Place>,
        /// Degrees north, WGS84; together with `longitude` or not at all.
        #[serde(default)]
        pub latitude: Option<f64>,
        /// Degrees east, WGS84.
        #[serde(default)]
        pub longitude: Option<f64>,
    }
}

fn earlier() -> Fold {
    Fold::Earlier
}

api_type! {
    /// A shift as it is planned: wall times in Stockholm. An end that is not after the start is on the next day.
    pub struct ShiftForm {
        /// What is done (vocabulary `activityType`).
        pub activity_type: Key,
        /// A short title.
        pub title: Title,
        /// In which district.
        pub district: Key,
        /// Where people meet.
        pub meeting_point: MeetingPoint,
        /// The day it begins.
        pub date: LocalDate,
        /// When people gather.
        pub start_time: LocalTime,
        /// When it ends.
        pub end_time: LocalTime,
        /// Which of the two when the start happens twice (autumn's clock change).
        #[serde(default = "earlier")]
        pub start_fold: Fold,
        /// Which of the two when the end happens twice.
        #[serde(default = "earlier")]
        pub end_fold: Fold,
        /// The smallest number of adults; never under what the activity type demands.
        pub minimum: u16,
        /// The largest number of people, at most 500.
        pub maximum: u16,
        /// Whether somebody has to lead it.
        pub needs_leader: bool,
        /// Who leads it: a member with the role `shift_leader`.
        #[serde(default)]
        pub leader: Option<MembershipId>,
        /// For everybody who may see the shift.
        pub notes: Note,
        /// Only for those signed up, leader and planners.
        pub briefing: Note,
        /// Whether visitors may see it, if the organisation publishes shifts.
        pub public: bool,
    }
}

api_type! {
    /// How a shift is changed when that is not plain.
    #[derive(Default)]
    pub struct ChangeQuery {
        /// People who are on another shift at the new time lose their place here, and are told. Without it such
        /// a change is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub free_overlapping: Option<bool>,
    }
}

keyed_enum! {
    /// How strict a limit is.
    pub enum Strictness {
        /// It is said, and the person decides.
        Warn = "warn",
        /// It is refused.
        Block = "block",
    }
}

api_type! {
    /// A qualification that an activity requires.
    #[derive(Eq)]
    pub struct RequiredQualification {
        /// For what (vocabulary `activityType`).
        pub activity_type: Key,
        /// Which (vocabulary `qualification`).
        pub qualification: Key,
    }
}

/// What an organisation has settled on sign-ups. Hours and minutes count back from a shift's start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct SignUpSettings {
    /// Sign-up opens so many days ahead, by the calendar; at once when left out.
    pub opens_days: Option<u16>,
    /// Sign-up closes so many minutes before the start; 0: at the start.
    pub closes_minutes: u16,
    /// A withdrawal from so many hours before the start on is a late drop-out; 0: none is.
    pub cancel_hours: u16,
    /// The group's own words, shown before a late withdrawal.
    pub late_text: Note,
    /// From so many hours before the start on, a free place is offered to the queue instead of given; 0: never.
    pub offer_hours: u16,
    /// How many minutes such an offer stands.
    pub offer_minutes: u16,
    /// The most walks ahead one person may have in this organisation.
    pub max_open: Option<u16>,
    /// How strict that is.
    pub max_open_rule: Strictness,
    /// The least hours between two walks of one person.
    pub rest_hours: Option<u16>,
    /// How strict that is.
    pub rest_rule: Strictness,
    /// Leader and planners are told of missing people so many hours ahead; 0: not.
    pub alert_planners_hours: u16,
    /// Those who watch the shift are told; 0: not.
    pub alert_watchers_hours: u16,
    /// Every member who could be on it is told; 0: not.
    pub alert_everybody_hours: u16,
    /// So many hours ahead a walk is confirmed, or called off because people are missing; 0: never.
    pub decide_hours: u16,
    /// So many places of each shift of a series are kept for those who sign up themselves; 0: none.
    pub kept_for_others: u16,
    /// What activities require.
    pub required: Vec<RequiredQualification>,
}

impl Default for SignUpSettings {
    fn default() -> Self {
        Self {
            opens_days: None,
            closes_minutes: 0,
            cancel_hours: 24,
            late_text: Note::default(),
            offer_hours: 12,
            offer_minutes: 60,
            max_open: None,
            max_open_rule: Strictness::Warn,
            rest_hours: None,
            rest_rule: Strictness::Warn,
            alert_planners_hours: 72,
            alert_watchers_hours: 24,
            alert_everybody_hours: 3,
            decide_hours: 1,
            kept_for_others: 0,
            required: Vec::new(),
        }
    }
}

api_reply! {
    /// An organisation's settings on sign-ups.
    pub struct SignUpSettingsView {
        /// The settings.
        pub settings: SignUpSettings,
        /// For `If-Match`.
        pub version: i32,
    }
}

/// What one shift has settled on its sign-ups; what is left out is the organisation's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ShiftSignUpRules {
    /// Sign-up opens so many hours before the start.
    pub opens_hours: Option<u16>,
    /// Sign-up closes so many minutes before the start.
    pub closes_minutes: Option<u16>,
    /// A withdrawal is late from so many hours before the start on.
    pub cancel_hours: Option<u16>,
    /// What it requires besides what its activity does (vocabulary `qualification`).
    pub qualifications: Vec<Key>,
    /// On a shift of several organisations: so many hours before the start, unused places are everybody's. Set with the
    /// shares; what is sent with the rules is passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release_hours: Option<u16>,
}

api_type! {
    /// A new shift.
    pub struct CreateShift {
        /// The plan.
        pub shift: ShiftForm,
        /// Open it for sign-up at once; a draft otherwise.
        pub publish: bool,
    }
}

api_type! {
    /// Why a shift is cancelled. Everybody on it and on its waiting list is told once.
    pub struct CancelShift {
        /// The reason (vocabulary `cancellationReason`).
        pub reason: CancellationReason,
        /// A few words of one's own; may be empty.
        pub message: Note,
    }
}

api_reply! {
    /// An organisation in few words.
    pub struct OrganisationRef {
        /// The organisation.
        pub id: OrganisationId,
        /// Its word in paths.
        pub slug: String,
        /// Its name.
        pub name: String,
    }
}

api_reply! {
    /// How many people there are and how many are needed.
    pub struct Staffing {
        /// The smallest number of adults.
        pub minimum: u16,
        /// The largest number of people.
        pub maximum: u16,
        /// How many are signed up.
        pub taken: u16,
        /// How many of them are adults.
        pub adults: u16,
        /// How many wait.
        pub waiting: u16,
        /// How many adults are missing to the minimum.
        pub missing: u16,
        /// How many places are free.
        pub free: u16,
        /// Whether a leader is needed and none is set.
        pub leader_missing: bool,
    }
}

/// Where the person who asks stands with a shift, decided by the server. The web app renders it exhaustively.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(
    tag = "state",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum SignupState {
    /// A visitor: sign in first.
    SignIn,
    /// One tap and one is on it.
    Open,
    /// On it.
    Joined {
        /// The sign-up.
        signup: SignupId,
        /// Whether one leads it.
        leader: bool,
        /// Whether withdrawing now is a late drop-out.
        late: bool,
        /// Until when it is none all the same, because one has got the place only just now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undo_until: Option<Instant>,
    },
    /// On the waiting list.
    Waitlisted {
        /// The sign-up.
        signup: SignupId,
        /// The place in the queue, from 1.
        position: u32,
    },
    /// A place came free near the start and is kept for one: take it or leave it.
    Offered {
        /// The sign-up.
        signup: SignupId,
        /// Until when.
        until: Instant,
    },
    /// No place; the waiting list is open.
    Full,
    /// On another shift at that time.
    Collides {
        /// The other shift.
        shift: ShiftId,
        /// Its title.
        title: String,
        /// When it begins.
        starts_at: Instant,
        /// When it ends.
        ends_at: Instant,
    },
    /// Sign-up has not opened yet.
    NotYet {
        /// When it does.
        opens_at: Instant,
    },
    /// Sign-up has closed.
    Closed,
    /// Not possible for this person.
    NotEligible {
        /// Why.
        reasons: Vec<SignUpReason>,
    },
    /// Under way; sign-up is closed.
    Started,
    /// Over.
    Ended,
    /// Cancelled.
    Cancelled,
    /// Not open for sign-up.
    NotOpen,
}

api_reply! {
    /// A shift in a list.
    pub struct ShiftCard {
        /// The shift.
        pub id: ShiftId,
        /// Whose it is.
        pub organisation: OrganisationRef,
        /// What is done.
        pub activity_type: Key,
        /// A short title.
        pub title: String,
        /// In which district.
        pub district: Key,
        /// What the meeting place is called; not for visitors.
        pub place: Option<String>,
        /// When people gather.
        pub starts_at: Instant,
        /// When it ends.
        pub ends_at: Instant,
        /// The day it belongs to: the day it begins, in Stockholm.
        pub date: LocalDate,
        /// The wall time of the start.
        pub start_time: LocalTime,
        /// The wall time of the end.
        pub end_time: LocalTime,
        /// Whether the end is on another day than the start.
        pub ends_next_day: bool,
        /// The elapsed length in minutes.
        pub minutes: u32,
        /// What the clocks do meanwhile.
        pub clock_change: ClockChange,
        /// Where it stands.
        pub status: ShiftStatus,
        /// How many there are and how many are needed.
        pub staffing: Staffing,
        /// Whether visitors may see it.
        pub public: bool,
        /// Where the person who asks stands with it.
        pub signup: SignupState,
        /// What the organisation asks one to think of before signing up: too many walks ahead, too little rest.
        #[serde(default)]
        pub warnings: Vec<SignUpReason>,
        /// The share of the reader's organisation, where several share the shift; for members and those on it.
        #[serde(default)]
        pub share: Option<OwnShare>,
    }
}

api_reply! {
    /// Who leads a shift.
    pub struct LeaderView {
        /// What the person is called.
        pub display_name: String,
        /// The number: if the leader agreed, from 24 h before until 12 h after, for those on the shift.
        pub phone: Option<String>,
    }
}

api_reply! {
    /// Why and when a shift was cancelled.
    pub struct Cancellation {
        /// The reason.
        pub reason: CancellationReason,
        /// A few words.
        pub message: String,
        /// When.
        pub at: Instant,
    }
}

api_reply! {
    /// One shift, with all the person who asks may see.
    pub struct ShiftDetail {
        /// What stands in lists too.
        pub card: ShiftCard,
        /// Where people meet; not for visitors.
        pub meeting_point: Option<MeetingPoint>,
        /// For everybody who may see the shift.
        pub notes: String,
        /// Only for those signed up, leader and planners.
        pub briefing: Option<String>,
        /// Who leads it; for members.
        pub leader: Option<LeaderView>,
        /// Display names of those on it; only for those on it, leader and planners.
        pub walkers: Option<Vec<String>>,
        /// Why it was cancelled, if it was.
        pub cancellation: Option<Cancellation>,
        /// Whether the person may change, publish and cancel it.
        pub can_plan: bool,
        /// Whether the person may see the roster.
        pub can_see_roster: bool,
        /// When sign-up opens, if it opens at a certain moment.
        #[serde(default)]
        pub opens_at: Option<Instant>,
        /// When sign-up closes.
        pub closes_at: Instant,
        /// From when on a withdrawal is late, and what the group says to that; for members.
        #[serde(default)]
        pub late_from: Option<Instant>,
        /// The group's own words on late withdrawals; for members.
        #[serde(default)]
        pub late_text: Option<String>,
        /// What one has to have shown to be on it (vocabulary `qualification`); for members.
        #[serde(default)]
        pub required: Vec<Key>,
        /// Whether one has asked for somebody to take over.
        #[serde(default)]
        pub stand_in_asked: bool,
        /// Whether somebody on it looks for a stand-in, and one could be it.
        #[serde(default)]
        pub stand_in_wanted: bool,
        /// Whether one is told if people are missing.
        #[serde(default)]
        pub watching: bool,
        /// What it has settled on its sign-ups itself; for planners.
        #[serde(default)]
        pub rules: Option<ShiftSignUpRules>,
        /// How it is shared with other organisations; for planners of the one that planned it.
        #[serde(default)]
        pub shares: Option<SharesView>,
        /// The plan as it can be edited; for planners.
        pub form: Option<ShiftForm>,
        /// The series it is a date of; for planners.
        #[serde(default)]
        pub series: Option<SeriesId>,
        /// The series it is a date of, while it can be signed up for; for members of its organisation.
        #[serde(default)]
        pub series_note: Option<SeriesNote>,
        /// For `If-Match`.
        pub version: i32,
    }
}

keyed_enum! {
    /// Shortcuts of the list of shifts.
    pub enum ShiftWindow {
        /// Tonight: what begins today, or began yesterday and is not over.
        Tonight = "tonight",
        /// Tomorrow.
        Tomorrow = "tomorrow",
        /// Friday 15.00 to Monday 06.00 of this week.
        Weekend = "weekend",
        /// All that lies ahead.
        All = "all",
    }
}

keyed_enum! {
    /// The order of the list of shifts.
    pub enum ShiftOrder {
        /// The soonest first.
        Time = "time",
        /// Those that miss people first, then the soonest.
        Need = "need",
    }
}

api_type! {
    /// What the list of shifts is narrowed to.
    pub struct ShiftQuery {
        /// A shortcut; `all` when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub when: Option<ShiftWindow>,
        /// Only this day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<LocalDate>,
        /// Only this district.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub district: Option<Key>,
        /// Only this organisation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub organisation: Option<OrganisationId>,
        /// The order; by time when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub order: Option<ShiftOrder>,
        /// The page, from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub page: Option<u32>,
        /// Rows on a page, at most 100.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
    }
}

keyed_enum! {
    /// The two halves of one's own shifts.
    pub enum MyShiftsWindow {
        /// Those ahead and the one under way.
        Upcoming = "upcoming",
        /// Those that are over, the latest first.
        Past = "past",
    }
}

api_type! {
    /// Which of one's own shifts.
    pub struct MyShiftsQuery {
        /// `upcoming` when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub when: Option<MyShiftsWindow>,
        /// The page, from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub page: Option<u32>,
        /// Rows on a page, at most 100.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
    }
}

api_type! {
    /// Which part of an organisation's schedule.
    pub struct ScheduleQuery {
        /// The first day.
        pub from: LocalDate,
        /// The last day, at most 62 days after the first.
        pub to: LocalDate,
    }
}

api_type! {
    /// How one signs up.
    pub struct SignUpRequest {
        /// Whether one wants to wait if there is no place.
        pub waitlist: bool,
    }
}

api_reply! {
    /// One person on a roster.
    pub struct RosterRow {
        /// The membership.
        pub member: MembershipId,
        /// What the person is called.
        pub display_name: String,
        /// The number, if the person shows it, from 24 h before until 12 h after.
        pub phone: Option<String>,
        /// Signed up or waiting.
        pub status: SignupStatus,
        /// The place in the queue, from 1.
        pub position: Option<u32>,
        /// Over or under the age limit.
        pub age_band: AgeBand,
        /// Whether this is the leader.
        pub leader: bool,
        /// Whether the member may lead shifts.
        pub can_lead: bool,
        /// Since when.
        pub signed_up_at: Instant,
    }
}

api_reply! {
    /// Who is on a shift; for its leader and planners.
    pub struct Roster {
        /// The shift.
        pub shift: ShiftCard,
        /// Those on it and those waiting, in order.
        pub rows: Vec<RosterRow>,
        /// Members who could be added.
        pub candidates: Vec<Candidate>,
    }
}

api_reply! {
    /// A member who could be added to a shift.
    pub struct Candidate {
        /// The membership.
        pub member: MembershipId,
        /// What the person is called.
        pub display_name: String,
        /// Whether the member may lead shifts.
        pub can_lead: bool,
    }
}

api_type! {
    /// A member added by the leader or a planner.
    pub struct AddToRoster {
        /// Why the maximum may be passed, if it has to be. It is logged with the leader's name.
        #[serde(default)]
        pub override_reason: Option<ReasonText>,
    }
}

api_type! {
    /// Who leads from now on.
    pub struct SetLeader {
        /// A member with the role `shift_leader`; nobody when left out.
        #[serde(default)]
        pub leader: Option<MembershipId>,
    }
}
