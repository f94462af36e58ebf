//! What the API says about organisations, applications and members.

use super::OrganisationNumber;
use crate::{
    api_reply, api_type,
    ids::{ApplicationId, InvitationId, MembershipId, OrganisationId},
    keyed_enum,
    text::{DisplayName, Email, Note, OrganisationName, Phone, ReasonText},
    time::{Instant, LocalDate},
    vocabulary::Key,
};

keyed_enum! {
    /// How an organisation stands with the city: `partnerStatus` of DOMAIN.md 3.9, and `applicant` before it.
    pub enum OrganisationStatus {
        /// Not approved (yet): may fill in its profile and invite, may not publish.
        Applicant = "applicant",
        /// An approved partner.
        Active = "active",
        /// Paused by its own wish or the city's.
        Paused = "paused",
        /// The agreement runs out soon.
        RenewalDue = "renewal_due",
        /// Suspended until further notice.
        Suspended = "suspended",
        /// Ended.
        Ended = "ended",
    }
}

impl OrganisationStatus {
    /// Whether shifts may be published and signed up for (DOMAIN.md 3.9 `canSchedule`).
    pub const fn can_schedule(self) -> bool {
        matches!(self, Self::Active | Self::RenewalDue)
    }

    /// Whether it is, or was until it ended, a partner of the city.
    pub const fn is_partner(self) -> bool {
        !matches!(self, Self::Applicant)
    }
}

keyed_enum! {
    /// `partnerApplicationStatus` of DOMAIN.md 3.8.
    pub enum ApplicationStatus {
        /// Being written.
        Draft = "draft",
        /// Sent to the city.
        Submitted = "submitted",
        /// A liaison looks at it.
        UnderReview = "under_review",
        /// The city has asked a question.
        NeedsCompletion = "needs_completion",
        /// Approved; the organisation is a partner.
        Approved = "approved",
        /// Rejected, with a reason.
        Rejected = "rejected",
        /// Taken back by the organisation.
        Withdrawn = "withdrawn",
    }
}

keyed_enum! {
    /// Roles a member can hold in an organisation (DOMAIN.md 3.2).
    pub enum OrgRole {
        /// Organisationsansvarig.
        Admin = "org_admin",
        /// Kontaktperson.
        ContactPerson = "contact_person",
        /// Firmatecknare.
        Signatory = "signatory",
        /// Vandringsledare.
        ShiftLeader = "shift_leader",
        /// Schemaläggare.
        Scheduler = "scheduler",
        /// Materialansvarig.
        EquipmentManager = "equipment_manager",
        /// Volontär.
        Volunteer = "volunteer",
        /// Ungdomsvandrare, 15–17 years.
        YouthVolunteer = "youth_volunteer",
        /// Ny volontär.
        Trainee = "trainee",
        /// Kontaktombud.
        WatchContact = "watch_contact",
        /// Huvudkontaktombud.
        WatchLeadContact = "watch_lead_contact",
    }
}

keyed_enum! {
    /// How a membership stands.
    pub enum MembershipStatus {
        /// Asked to join; an administrator decides.
        Pending = "pending",
        /// A member.
        Active = "active",
        /// No longer a member.
        Ended = "ended",
    }
}

keyed_enum! {
    /// Over or under the age limit: all that is kept of a person's age (DOMAIN.md 1.3).
    pub enum AgeBand {
        /// 18 or older.
        Adult = "adult",
        /// 15–17; walks only with a guardian's consent and never counts towards the minimum.
        Youth = "youth",
    }
}

api_type! {
    /// What an organisation tells the city when it applies. Also the form of its first draft.
    pub struct ApplicationForm {
        /// What kind of organisation (vocabulary `organisationType`).
        pub organisation_type: Key,
        /// Its name.
        pub name: OrganisationName,
        /// Its organisation number, where it has one. A personal number is refused and not kept.
        #[serde(default)]
        pub organisation_number: Option<OrganisationNumber>,
        /// What it does and wants to do.
        pub description: Note,
        /// Where (keys of districts).
        pub districts: Vec<Key>,
        /// What (vocabulary `activityType`).
        pub activity_types: Vec<Key>,
        /// Whom the city calls.
        pub contact_name: DisplayName,
        /// The contact person's address.
        pub contact_email: Email,
        /// The contact person's number.
        #[serde(default)]
        pub contact_phone: Option<Phone>,
        /// Whether the contact person agrees to be shown to the city. Needed where `specialCategory` holds.
        pub contact_consent: bool,
        /// Roughly how many people take part.
        #[serde(default)]
        pub people: Option<u16>,
    }
}

api_type! {
    /// What the city's approval covers.
    pub struct Grant {
        /// Activity types.
        pub activity_types: Vec<Key>,
        /// Districts.
        pub districts: Vec<Key>,
        /// The last day of the agreement.
        pub agreement_ends_on: LocalDate,
    }
}

api_reply! {
    /// One step in the life of an application.
    pub struct ApplicationEvent {
        /// When.
        pub at: Instant,
        /// The status before.
        pub from: ApplicationStatus,
        /// The status after.
        pub to: ApplicationStatus,
        /// Whether the city did it (the organisation otherwise).
        pub by_city: bool,
        /// What was said with it.
        pub message: String,
    }
}

api_reply! {
    /// An application as its organisation sees it.
    pub struct ApplicationView {
        /// The application.
        pub id: ApplicationId,
        /// The organisation.
        pub organisation: OrganisationId,
        /// The organisation's word in paths.
        pub slug: String,
        /// Where it stands.
        pub status: ApplicationStatus,
        /// What was filled in.
        pub form: ApplicationForm,
        /// When it was sent.
        pub submitted_at: Option<Instant>,
        /// When it was decided.
        pub decided_at: Option<Instant>,
        /// What has happened to it, oldest first.
        pub history: Vec<ApplicationEvent>,
        /// For `If-Match`.
        pub version: i32,
    }
}

api_reply! {
    /// A row of the liaison's queue.
    pub struct ApplicationRow {
        /// The application.
        pub id: ApplicationId,
        /// The organisation's name.
        pub name: String,
        /// Its type.
        pub organisation_type: Key,
        /// Where it stands.
        pub status: ApplicationStatus,
        /// Where it wants to be active.
        pub districts: Vec<Key>,
        /// Whether one of them is a priority district.
        pub priority: bool,
        /// When it was sent.
        pub submitted_at: Option<Instant>,
        /// Whole days it has waited for the city.
        pub waiting_days: u32,
    }
}

api_reply! {
    /// An application as the city sees it.
    pub struct CityApplicationView {
        /// The application itself.
        pub application: ApplicationView,
        /// Whether the contact person's address has been confirmed as an account here.
        pub contact_confirmed: bool,
        /// Whether members of this organisation are protected by the rules for special categories.
        pub special_category: bool,
        /// Names of partners and applicants that look alike.
        pub similar: Vec<String>,
        /// Whether the liaison who asks belongs to the organisation, and so may not decide.
        pub own_organisation: bool,
    }
}

api_type! {
    /// What the liaison's queue is narrowed to.
    pub struct ApplicationQuery {
        /// Only this status; all that wait for the city when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<ApplicationStatus>,
        /// Only with this district.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub district: Option<Key>,
        /// Only names that contain this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub q: Option<String>,
        /// The page, from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub page: Option<u32>,
        /// Rows on a page, at most 100.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
    }
}

api_type! {
    /// A question back to the organisation.
    pub struct CompletionRequest {
        /// What is missing.
        pub message: ReasonText,
    }
}

api_type! {
    /// A decision for the organisation.
    pub struct ApproveRequest {
        /// What the approval covers.
        pub grant: Grant,
        /// A greeting or a condition; may be empty.
        pub message: Note,
    }
}

api_type! {
    /// A decision against it. The reason is mailed to the organisation.
    pub struct RejectRequest {
        /// Why, and what would have to be different.
        pub reason: ReasonText,
    }
}

api_type! {
    /// What the partner register is narrowed to.
    pub struct PartnerQuery {
        /// Only this status.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<OrganisationStatus>,
        /// Only with this district.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub district: Option<Key>,
        /// Only names that contain this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub q: Option<String>,
        /// The page, from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub page: Option<u32>,
        /// Rows on a page, at most 100.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
    }
}

api_reply! {
    /// Whom the city calls.
    pub struct Contact {
        /// The name.
        pub name: String,
        /// The address.
        pub email: String,
        /// The number.
        pub phone: Option<String>,
    }
}

api_reply! {
    /// A partner in the city's register: counts, never members (PRODUCT.md rule 5).
    pub struct PartnerRow {
        /// The organisation.
        pub id: OrganisationId,
        /// Its name.
        pub name: String,
        /// Its type.
        pub organisation_type: Key,
        /// Its organisation number.
        pub organisation_number: Option<String>,
        /// Whether the rules for special categories hold.
        pub special_category: bool,
        /// How it stands.
        pub status: OrganisationStatus,
        /// What the agreement covers.
        pub districts: Vec<Key>,
        /// What the agreement covers.
        pub activity_types: Vec<Key>,
        /// The last day of the agreement.
        pub agreement_ends_on: Option<LocalDate>,
        /// The contact person, if they agreed to be shown.
        pub contact: Option<Contact>,
        /// How many members; hidden below 5 for special categories.
        pub members: Option<u32>,
        /// How many shifts lie ahead; never for special categories.
        pub upcoming_shifts: Option<u32>,
    }
}

api_reply! {
    /// A partner as everybody may see it. Special categories show only if they chose to, without places.
    pub struct PublicPartner {
        /// Its name.
        pub name: String,
        /// Its type.
        pub organisation_type: Key,
        /// What it does, in its own words.
        pub description: String,
        /// Where; empty for special categories.
        pub districts: Vec<Key>,
    }
}

api_reply! {
    /// An organisation as its members see it.
    pub struct OrganisationView {
        /// The organisation.
        pub id: OrganisationId,
        /// Its word in paths.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// Its type.
        pub organisation_type: Key,
        /// Its organisation number.
        pub organisation_number: Option<String>,
        /// Whether the rules for special categories hold.
        pub special_category: bool,
        /// How it stands with the city.
        pub status: OrganisationStatus,
        /// What it does, in its own words.
        pub description: String,
        /// What the agreement covers; empty before approval.
        pub districts: Vec<Key>,
        /// What the agreement covers; empty before approval.
        pub activity_types: Vec<Key>,
        /// The last day of the agreement.
        pub agreement_ends_on: Option<LocalDate>,
        /// Whether it stands in the public list of partners.
        pub listed: bool,
        /// Whether its open shifts may be shown to visitors; never for special categories.
        pub publishes_shifts: bool,
        /// Whether people of 15–17 may take part.
        pub accepts_youth: bool,
        /// One's own roles.
        pub roles: Vec<OrgRole>,
        /// Its application, for administrators.
        pub application: Option<ApplicationId>,
        /// How many wait to be approved as members, for administrators.
        pub pending_members: u32,
        /// Whether a join link is out, for administrators.
        pub join_link: bool,
        /// For `If-Match`.
        pub version: i32,
    }
}

api_type! {
    /// Changes to an organisation's profile; what is left out stays.
    pub struct UpdateOrganisation {
        /// What it does, in its own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub description: Option<Note>,
        /// Whether it stands in the public list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub listed: Option<bool>,
        /// Whether its open shifts may be shown to visitors.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub publishes_shifts: Option<bool>,
        /// Whether people of 15–17 may take part.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub accepts_youth: Option<bool>,
        /// Can be raised, never lowered, by the organisation itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub special_category: Option<bool>,
    }
}

api_reply! {
    /// A member as administrators (with address) and schedulers (without) see them.
    pub struct MemberView {
        /// The membership.
        pub id: MembershipId,
        /// What the person is called here.
        pub display_name: String,
        /// The address, for administrators.
        pub email: Option<String>,
        /// The number, for administrators and if the person shows it.
        pub phone: Option<String>,
        /// How the membership stands.
        pub status: MembershipStatus,
        /// The roles held.
        pub roles: Vec<OrgRole>,
        /// Over or under the age limit.
        pub age_band: AgeBand,
        /// When a guardian's consent was noted.
        pub guardian_consent_on: Option<LocalDate>,
        /// Since when.
        pub joined_at: Option<Instant>,
        /// Whether it is oneself.
        pub you: bool,
        /// For `If-Match`.
        pub version: i32,
    }
}

api_type! {
    /// Roles and age band of a member, as a whole.
    pub struct UpdateMember {
        /// All roles the member holds from now on; at least one.
        pub roles: Vec<OrgRole>,
        /// Over or under the age limit.
        pub age_band: AgeBand,
        /// When a guardian's consent was noted, for those of 15–17.
        #[serde(default)]
        pub guardian_consent_on: Option<LocalDate>,
    }
}

api_type! {
    /// The end of a membership, decided by an administrator.
    pub struct RemoveMember {
        /// Why; the person is told.
        pub reason: ReasonText,
    }
}

api_type! {
    /// An invitation by e-mail, good for seven days.
    pub struct InviteRequest {
        /// Whom.
        pub email: Email,
        /// As what; at least one.
        pub roles: Vec<OrgRole>,
        /// Over or under the age limit.
        pub age_band: AgeBand,
    }
}

api_reply! {
    /// An invitation that is out.
    pub struct InvitationView {
        /// The invitation.
        pub id: InvitationId,
        /// Whom it went to.
        pub email: String,
        /// As what.
        pub roles: Vec<OrgRole>,
        /// When it was sent.
        pub created_at: Instant,
        /// Until when it can be accepted.
        pub expires_at: Instant,
    }
}

api_reply! {
    /// What whoever holds a token for an invitation or a join link may see of it.
    pub struct InvitationPreview {
        /// The organisation's name.
        pub organisation_name: String,
        /// As what one is invited; empty for a join link.
        pub roles: Vec<OrgRole>,
        /// Whether an administrator has to approve afterwards.
        pub needs_approval: bool,
    }
}

api_reply! {
    /// A fresh join link. It is shown once; asking again makes a new one and ends this.
    pub struct JoinLink {
        /// The token that goes into the link's fragment: `/join#t=<token>`.
        pub token: String,
        /// Until when it works.
        pub expires_at: Instant,
    }
}

api_reply! {
    /// Which organisation one has become a member of, or asked to.
    pub struct Joined {
        /// The organisation.
        pub organisation: OrganisationId,
        /// Its word in paths.
        pub slug: String,
        /// How the membership stands now.
        pub status: MembershipStatus,
    }
}

api_type! {
    /// That a member has shown something: the day, and how long it is good for. Never what stands in it.
    pub struct NoteQualification {
        /// Which (vocabulary `qualification`).
        pub qualification: Key,
        /// When it was shown.
        pub shown_on: LocalDate,
        /// The last day it is good for; for good when left out.
        #[serde(default)]
        pub valid_until: Option<LocalDate>,
    }
}

api_type! {
    /// All that a member has shown, in place of what was noted before.
    pub struct SetQualifications {
        /// Each once.
        pub qualifications: Vec<NoteQualification>,
    }
}

api_reply! {
    /// What a member has shown.
    pub struct QualificationView {
        /// Which (vocabulary `qualification`).
        pub qualification: Key,
        /// When it was shown.
        pub shown_on: LocalDate,
        /// The last day it is good for; for good when there is none.
        pub valid_until: Option<LocalDate>,
        /// In which role it was noted.
        pub noted_by_role: OrgRole,
    }
}
