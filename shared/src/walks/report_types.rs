//! What the API says about walk reports (DOMAIN.md 1.4): as the organisation writes them, and as the city sees them.

use super::persons::PersonTrace;
use crate::{
    api_reply, api_type,
    ids::{ObservationId, OrganisationId, ReportId, ShiftId},
    keyed_enum,
    text::{Place, ReportText},
    time::{Instant, LocalDate, LocalTime},
    vocabulary::Key,
};

keyed_enum! {
    /// Roughly how many young people a walk met.
    pub enum YoungPeople {
        /// None.
        None = "0",
        /// Up to ten.
        UpTo10 = "1-10",
        /// Up to thirty.
        UpTo30 = "11-30",
        /// Up to sixty.
        UpTo60 = "31-60",
        /// More.
        More = "61+",
    }
}

keyed_enum! {
    /// How the evening felt.
    pub enum Mood {
        /// Calm.
        Calm = "calm",
        /// Lively.
        Lively = "lively",
        /// Tense.
        Tense = "tense",
    }
}

keyed_enum! {
    /// How much it matters (DOMAIN.md 3.5). What is going on now is no severity: call 112.
    pub enum Severity {
        /// For information.
        Info = "info",
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Urgent.
        Urgent = "urgent",
    }
}

keyed_enum! {
    /// Where a report stands.
    pub enum ReportState {
        /// Saved for the organisation.
        Saved = "saved",
        /// Sent to the city.
        Sent = "sent",
        /// Sent, and changed since.
        Changed = "changed",
    }
}

api_type! {
    /// Something a walk saw: a place, never a person.
    pub struct Observation {
        /// Made by the client.
        pub id: ObservationId,
        /// What (vocabulary `observationCategory`).
        pub category: Key,
        /// How much it matters.
        pub severity: Severity,
        /// In which district.
        pub district: Key,
        /// Where.
        pub place: Place,
        /// In words; may be empty.
        pub text: ReportText,
        /// Whether it is going on now. Then it is not for a report: call 112.
        #[serde(default)]
        pub going_on: bool,
    }
}

api_type! {
    /// A walk report.
    pub struct ReportForm {
        /// When the walk began.
        pub started_at: Instant,
        /// When it ended.
        pub ended_at: Instant,
        /// How many adults walked.
        pub adults: u16,
        /// How many of 15–17.
        pub youth: u16,
        /// In how many groups.
        pub groups: u16,
        /// In which districts.
        pub districts: Vec<Key>,
        /// Named places.
        pub places: Vec<Place>,
        /// Roughly how many young people were met.
        pub young_people_met: YoungPeople,
        /// How the evening felt.
        pub mood: Mood,
        /// Whether the police was met.
        pub met_police: bool,
        /// Whether field workers were met.
        pub met_field_workers: bool,
        /// Calls to 112.
        pub calls112: u16,
        /// Calls to 114 14.
        pub calls11414: u16,
        /// How often first aid was given.
        pub first_aid_given: u16,
        /// How many were helped home.
        pub helped_home: u16,
        /// How many things found were handed to the police.
        pub found_property_handed_to_police: u16,
        /// What was seen.
        pub observations: Vec<Observation>,
        /// Whether the equipment came back.
        pub equipment_returned: bool,
        /// Whether everybody met at the end and talked it through.
        pub debrief_held: bool,
        /// Whether the group wants the city to get in touch.
        pub want_contact_from_city: bool,
        /// In words; may be empty.
        pub free_text: ReportText,
    }
}

api_type! {
    /// A report to be saved. The id in the path is the client's, and `revision` counts the client's changes: an older
    /// one than what is stored changes nothing, so that what waited on a phone can be sent late and twice.
    pub struct SaveReport {
        /// From 1.
        pub revision: u16,
        /// The report.
        pub report: ReportForm,
        /// Whether everybody is home: ticks *all home* too.
        pub all_home: bool,
    }
}

api_type! {
    /// A report to be sent to the city as it was saved.
    pub struct SendReport {
        /// Which revision was looked at.
        pub revision: u16,
        /// That what may point out a person was looked at.
        pub persons_checked: bool,
    }
}

api_reply! {
    /// Where in a report something may be about a person.
    pub struct PersonWarning {
        /// JSON pointer within the report.
        pub pointer: String,
        /// What.
        pub trace: PersonTrace,
    }
}

api_reply! {
    /// A report as its organisation sees it.
    pub struct ReportView {
        /// The report.
        pub id: ReportId,
        /// Its walk.
        pub shift: ShiftId,
        /// Where it stands.
        pub state: ReportState,
        /// The stored revision.
        pub revision: u16,
        /// What it says.
        pub report: ReportForm,
        /// What may be about a person.
        pub warnings: Vec<PersonWarning>,
        /// The city's reference, once it was sent.
        pub reference: Option<String>,
        /// When it was last sent.
        pub sent_at: Option<Instant>,
        /// How many versions the city has.
        pub versions: u16,
        /// When the city took note of it.
        pub accepted_at: Option<Instant>,
    }
}

api_reply! {
    /// The page on which a report is written.
    pub struct ReportPage {
        /// When this was true.
        pub as_of: Instant,
        /// The walk.
        pub shift: ShiftId,
        /// Its title.
        pub title: String,
        /// Its day.
        pub date: LocalDate,
        /// The wall time of the start.
        pub start_time: LocalTime,
        /// The wall time of the end.
        pub end_time: LocalTime,
        /// The organisation's word in paths.
        pub organisation_slug: String,
        /// Whether the city will see counts only.
        pub counts_only: bool,
        /// Whether everybody is home.
        pub home_at: Option<Instant>,
        /// What is known from attendance, to begin with.
        pub prefill: ReportForm,
        /// The report, if there is one.
        pub report: Option<ReportView>,
    }
}

api_reply! {
    /// How many observations of a category.
    pub struct CategoryCount {
        /// The category.
        pub category: Key,
        /// How many.
        pub count: u16,
    }
}

api_reply! {
    /// An observation as the city sees it.
    pub struct CityObservation {
        /// The observation.
        pub id: ObservationId,
        /// What.
        pub category: Key,
        /// How much it matters.
        pub severity: Severity,
        /// In which district.
        pub district: Key,
        /// Where.
        pub place: String,
        /// In words.
        pub text: String,
    }
}

api_reply! {
    /// What the city sees of a report; frozen when it is sent. Of an organisation with special category counts only: no
    /// day, no time, no place, no text (PRODUCT.md rule 5).
    pub struct CityReport {
        /// The organisation's name.
        pub organisation: String,
        /// Whether it is counts only.
        pub counts_only: bool,
        /// What was done.
        pub activity_type: Option<Key>,
        /// The day.
        pub date: Option<LocalDate>,
        /// When it began.
        pub started_at: Option<Instant>,
        /// When it ended.
        pub ended_at: Option<Instant>,
        /// How many adults walked.
        pub adults: u16,
        /// How many of 15–17.
        pub youth: u16,
        /// In how many groups.
        pub groups: u16,
        /// In which districts.
        pub districts: Vec<Key>,
        /// Named places.
        pub places: Vec<String>,
        /// Roughly how many young people were met.
        pub young_people_met: YoungPeople,
        /// How the evening felt.
        pub mood: Mood,
        /// Whether the police was met.
        pub met_police: bool,
        /// Whether field workers were met.
        pub met_field_workers: bool,
        /// Calls to 112.
        pub calls112: u16,
        /// Calls to 114 14.
        pub calls11414: u16,
        /// How often first aid was given.
        pub first_aid_given: u16,
        /// How many were helped home.
        pub helped_home: u16,
        /// How many things found were handed to the police.
        pub found_property_handed_to_police: u16,
        /// What was seen; empty where counts only.
        pub observations: Vec<CityObservation>,
        /// How many observations by category.
        pub observation_counts: Vec<CategoryCount>,
        /// Whether everybody met at the end.
        pub debrief_held: bool,
        /// Whether the group wants the city to get in touch.
        pub want_contact_from_city: bool,
        /// In words; empty where counts only.
        pub free_text: String,
    }
}

api_reply! {
    /// What sending a report would hand over, and what to look at first.
    pub struct CityPreview {
        /// What the city will see.
        pub report: CityReport,
        /// What may be about a person, in what the city will see.
        pub warnings: Vec<PersonWarning>,
        /// The revision this is of.
        pub revision: u16,
    }
}

api_reply! {
    /// A report in an organisation's list.
    pub struct ReportRow {
        /// The walk.
        pub shift: ShiftId,
        /// Its title.
        pub title: String,
        /// Its day.
        pub date: LocalDate,
        /// Its report's state; none when it is missing.
        pub state: Option<ReportState>,
        /// The city's reference.
        pub reference: Option<String>,
        /// How many people were there.
        pub attendances: u32,
        /// Their elapsed minutes.
        pub minutes: u32,
    }
}

api_type! {
    /// Which of the city's reports.
    pub struct CityReportQuery {
        /// Only of this organisation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub organisation: Option<OrganisationId>,
        /// The page, from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub page: Option<u32>,
        /// Rows on a page, at most 100.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
    }
}

api_reply! {
    /// A report in the city's list, latest first: out of the frozen version.
    pub struct CityReportRow {
        /// The report.
        pub id: ReportId,
        /// Its reference.
        pub reference: String,
        /// The organisation's name.
        pub organisation: String,
        /// The day; none where counts only.
        pub date: Option<LocalDate>,
        /// The districts; empty where counts only.
        pub districts: Vec<Key>,
        /// How many people walked.
        pub people: u16,
        /// How many observations.
        pub observations: u16,
        /// Whether the group wants the city to get in touch.
        pub want_contact_from_city: bool,
        /// When it was sent.
        pub sent_at: Instant,
        /// How many versions there are.
        pub versions: u16,
        /// When the city took note of it.
        pub accepted_at: Option<Instant>,
    }
}

api_reply! {
    /// One frozen version.
    pub struct CityReportVersion {
        /// Its number, from 1.
        pub number: u16,
        /// When it was sent.
        pub sent_at: Instant,
        /// What it says.
        pub report: CityReport,
    }
}

api_reply! {
    /// A report as the city sees it: all versions that were sent, the latest first.
    pub struct CityReportView {
        /// The report.
        pub id: ReportId,
        /// Its reference.
        pub reference: String,
        /// The versions.
        pub versions: Vec<CityReportVersion>,
        /// When the city took note of it.
        pub accepted_at: Option<Instant>,
        /// Whether the liaison who asks belongs to the organisation, and so may not decide.
        pub own_organisation: bool,
    }
}
