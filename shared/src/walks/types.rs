//! What the API says about a walk under way: plan, people, groups, equipment, settings, hours.

use crate::{
    api_reply, api_type,
    ids::{EquipmentId, GuestId, MembershipId, OrganisationId, ReportId, ShiftId, WalkerId},
    keyed_enum,
    shifts::{Candidate, MeetingPoint, OrganisationRef, ShiftStatus},
    text::{Area, FirstName, Note, Place, Token},
    time::{ClockChange, Instant, LocalDate, LocalTime},
    vocabulary::Key,
};

keyed_enum! {
    /// How somebody was checked in.
    pub enum CheckInWay {
        /// By the leader.
        Leader = "leader",
        /// By themselves, at the meeting point.
        Myself = "self",
        /// With the code on the leader's screen.
        Code = "code",
    }
}

keyed_enum! {
    /// Why a walk under way was broken off.
    pub enum AbortReason {
        /// The city asked for it.
        City = "city",
        /// The police advised it.
        PoliceAdvice = "police_advice",
        /// The weather.
        Weather = "weather",
        /// Unrest.
        Unrest = "unrest",
        /// Too few people came.
        TooFew = "too_few",
        /// Something else.
        Other = "other",
    }
}

keyed_enum! {
    /// The rules everybody on a walk knows (DOMAIN.md 1.3); the web app words them.
    pub enum WalkRule {
        /// Never alone.
        NeverAlone = "never_alone",
        /// Be visible, observe, call for help.
        Observe = "observe",
        /// Do not intervene.
        DoNotIntervene = "do_not_intervene",
        /// Sober and drug free.
        Sober = "sober",
        /// Do not enter private parties, do not drive anybody home.
        NoPrivatePlaces = "no_private_places",
        /// Places, not persons.
        PlacesNotPersons = "places_not_persons",
    }
}

api_type! {
    /// Where and when the groups meet in the middle of the walk.
    pub struct CheckpointPlan {
        /// The wall time; within the walk.
        pub time: LocalTime,
        /// Where.
        pub place: Place,
    }
}

api_type! {
    /// What is settled for a walk beside its shift.
    pub struct WalkPlan {
        /// Named places, in the order they are walked.
        pub route: Vec<Place>,
        /// Who stands in for the leader: somebody on the shift.
        #[serde(default)]
        pub deputy: Option<MembershipId>,
        /// Where the groups meet midway.
        #[serde(default)]
        pub checkpoint: Option<CheckpointPlan>,
    }
}

api_type! {
    /// Checking in by oneself: at the meeting point, or with the leader's code.
    pub struct CheckIn {
        /// The code of the leader's screen.
        #[serde(default)]
        pub code: Option<Token>,
    }
}

api_type! {
    /// When somebody came and went, as the leader writes it down. Safe to repeat.
    pub struct AttendanceForm {
        /// When they came.
        pub came_at: Instant,
        /// When they left, if it was before the others.
        #[serde(default)]
        pub left_at: Option<Instant>,
        /// Whether times that are there are put right; otherwise the earliest check-in stands.
        pub correction: bool,
    }
}

api_type! {
    /// A guest without account: a first name, and nothing else.
    pub struct GuestForm {
        /// The first name.
        pub first_name: FirstName,
        /// Whether they are 18 or older.
        pub adult: bool,
        /// When they came.
        pub came_at: Instant,
        /// When they left, if it was before the others.
        #[serde(default)]
        pub left_at: Option<Instant>,
    }
}

api_type! {
    /// A walking group as somebody puts it together.
    pub struct GroupForm {
        /// What it looks after.
        pub area: Area,
        /// Whose phone it can be reached on; one of its people.
        #[serde(default)]
        pub phone_holder: Option<WalkerId>,
        /// Its two to five people.
        pub walkers: Vec<WalkerId>,
    }
}

api_type! {
    /// All walking groups, as a whole.
    pub struct GroupsForm {
        /// The groups, in order.
        pub groups: Vec<GroupForm>,
    }
}

api_type! {
    /// A moment that is ticked off.
    pub struct Tick {
        /// When it was.
        pub at: Instant,
    }
}

api_type! {
    /// A walk under way is broken off.
    pub struct AbortWalk {
        /// Why.
        pub reason: AbortReason,
        /// When.
        pub at: Instant,
        /// A few words; may be empty.
        pub message: Note,
    }
}

api_reply! {
    /// When somebody came and went.
    pub struct AttendanceView {
        /// When they came.
        pub came_at: Instant,
        /// When they left.
        pub left_at: Option<Instant>,
        /// How they were checked in.
        pub way: CheckInWay,
    }
}

api_reply! {
    /// Somebody on the walk with an account.
    pub struct WalkPerson {
        /// The membership.
        pub member: MembershipId,
        /// What the person is called.
        pub display_name: String,
        /// The number: if the person shows it, around the walk, for the leader; the leader's for everybody.
        pub phone: Option<String>,
        /// Whether they count as an adult on this walk.
        pub adult: bool,
        /// Whether they lead it.
        pub leader: bool,
        /// Whether they stand in for the leader.
        pub deputy: bool,
        /// Whether they had signed up; a walk-in otherwise.
        pub signed_up: bool,
        /// Whether it is oneself.
        pub you: bool,
        /// Whether they came.
        pub attendance: Option<AttendanceView>,
        /// Their group, from 1.
        pub group: Option<u16>,
        /// Whether they were written down on another walk at the same time; for the leader.
        pub overlaps: bool,
    }
}

api_reply! {
    /// A guest on the walk.
    pub struct WalkGuest {
        /// The guest.
        pub guest: GuestId,
        /// The first name.
        pub first_name: String,
        /// Whether they are 18 or older.
        pub adult: bool,
        /// When they came.
        pub came_at: Instant,
        /// When they left.
        pub left_at: Option<Instant>,
        /// Their group, from 1.
        pub group: Option<u16>,
    }
}

api_reply! {
    /// A walking group.
    pub struct WalkGroup {
        /// Its number, from 1.
        pub number: u16,
        /// What it looks after.
        pub area: String,
        /// Whose phone it can be reached on.
        pub phone_holder: Option<WalkerId>,
        /// Its people.
        pub walkers: Vec<WalkerId>,
    }
}

api_reply! {
    /// The meeting midway.
    pub struct CheckpointView {
        /// When.
        pub at: Instant,
        /// The wall time of it.
        pub time: LocalTime,
        /// Where.
        pub place: String,
        /// When the groups met.
        pub reached_at: Option<Instant>,
    }
}

api_reply! {
    /// A thing that goes out with a walk and comes back.
    pub struct WalkEquipment {
        /// The thing.
        pub equipment: EquipmentId,
        /// What it is (vocabulary `equipmentType`).
        pub equipment_type: Key,
        /// What it is called.
        pub label: String,
        /// How many the organisation owns.
        pub quantity: u16,
        /// How many are still out from earlier walks.
        pub missing: u16,
        /// How many went out with this walk.
        pub taken: u16,
        /// How many came back from it.
        pub returned: u16,
    }
}

api_reply! {
    /// All that a walk needs on one page, also without network. For its leader and those on it.
    pub struct WalkPage {
        /// When this was true: shown when the page is read without network.
        pub as_of: Instant,
        /// The shift.
        pub shift: ShiftId,
        /// Whose walk it is.
        pub organisation: OrganisationRef,
        /// Its title.
        pub title: String,
        /// What is done.
        pub activity_type: Key,
        /// In which district.
        pub district: Key,
        /// Where it stands.
        pub status: ShiftStatus,
        /// When people gather.
        pub starts_at: Instant,
        /// When it ends.
        pub ends_at: Instant,
        /// The day it belongs to.
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
        /// Where people meet.
        pub meeting_point: MeetingPoint,
        /// Named places, in order.
        pub route: Vec<String>,
        /// For everybody who may see the shift.
        pub notes: String,
        /// The briefing; in its window only, and its reading is noted.
        pub briefing: Option<String>,
        /// From when the briefing can be read.
        pub briefing_from: Instant,
        /// The meeting midway.
        pub checkpoint: Option<CheckpointView>,
        /// Whether one leads it: leader, deputy or planner.
        pub can_lead: bool,
        /// From when one can check in by oneself.
        pub check_in_from: Instant,
        /// Until when.
        pub check_in_until: Instant,
        /// Those signed up and walk-ins, leader first.
        pub people: Vec<WalkPerson>,
        /// Guests without account; only counted for others than the leader, who see none.
        pub guests: Vec<WalkGuest>,
        /// How many are there now.
        pub present: u16,
        /// How many adults it needs.
        pub minimum: u16,
        /// The walking groups.
        pub groups: Vec<WalkGroup>,
        /// Equipment; for the leader.
        pub equipment: Vec<WalkEquipment>,
        /// Members who could be written down as walk-ins; for the leader.
        pub candidates: Vec<Candidate>,
        /// When everybody was home.
        pub home_at: Option<Instant>,
        /// Its report, if there is one.
        pub report: Option<ReportId>,
    }
}

api_reply! {
    /// The code that checks people in: a picture of a link that is good for a few minutes.
    pub struct CheckInCode {
        /// The link.
        pub url: String,
        /// The picture, SVG.
        pub svg: String,
        /// Until when it is good.
        pub expires_at: Instant,
    }
}

api_type! {
    /// An organisation's settings for its walks.
    pub struct WalkSettings {
        /// How many hours before the gathering the briefing can be read, 1–168.
        pub briefing_hours: u16,
        /// How many minutes after the end *all home* is asked for, 15–240.
        pub home_minutes: u16,
        /// How many minutes between asking leader, deputy and duty contact, 5–120.
        pub step_minutes: u16,
        /// Whom to ask last; administrators when nobody is named.
        #[serde(default)]
        pub duty: Option<MembershipId>,
    }
}

api_reply! {
    /// The settings as they are now.
    pub struct WalkSettingsView {
        /// The settings.
        pub settings: WalkSettings,
        /// Members who can be the duty contact.
        pub members: Vec<Candidate>,
        /// For `If-Match`.
        pub version: i32,
    }
}

api_type! {
    /// A thing the organisation owns. Safe to repeat.
    pub struct EquipmentForm {
        /// What it is (vocabulary `equipmentType`).
        pub equipment_type: Key,
        /// What it is called.
        pub label: Area,
        /// How many, 1–999.
        pub quantity: u16,
    }
}

api_reply! {
    /// Something that has not come back.
    pub struct OpenLoan {
        /// The walk it went out with.
        pub shift: ShiftId,
        /// The walk's title.
        pub title: String,
        /// The walk's day.
        pub date: LocalDate,
        /// How many went out.
        pub taken: u16,
        /// How many came back.
        pub returned: u16,
    }
}

api_reply! {
    /// A thing the organisation owns, and what of it is still out.
    pub struct EquipmentView {
        /// The thing.
        pub id: EquipmentId,
        /// What it is.
        pub equipment_type: Key,
        /// What it is called.
        pub label: String,
        /// How many.
        pub quantity: u16,
        /// How many are out.
        pub missing: u16,
        /// The walks they went out with.
        pub open: Vec<OpenLoan>,
    }
}

api_type! {
    /// How many of a thing went out with a walk and came back. Safe to repeat.
    pub struct LoanForm {
        /// How many went out.
        pub taken: u16,
        /// How many came back.
        pub returned: u16,
    }
}

api_type! {
    /// Which year.
    pub struct YearQuery {
        /// The year.
        pub year: i16,
    }
}

api_reply! {
    /// Walks and hours of a quarter. A walk belongs to the day it begins.
    pub struct QuarterHours {
        /// The quarter, 1–4.
        pub quarter: u8,
        /// How many walks.
        pub walks: u32,
        /// How many attendances.
        pub attendances: u32,
        /// Their elapsed minutes.
        pub minutes: u32,
    }
}

api_reply! {
    /// An organisation's walks and hours in a year.
    pub struct WalkStatistics {
        /// The organisation.
        pub organisation: OrganisationId,
        /// The year.
        pub year: i16,
        /// How many walks.
        pub walks: u32,
        /// How many attendances.
        pub attendances: u32,
        /// Their elapsed minutes.
        pub minutes: u32,
        /// Of these, adults'.
        pub adult_minutes: u32,
        /// By quarter.
        pub quarters: Vec<QuarterHours>,
    }
}
