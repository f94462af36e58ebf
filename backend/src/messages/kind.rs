//! The kinds of mail, with what each needs: ids and tokens, never rendered text. The worker loads what is
//! true when it sends.

use lykta_shared::{
    identity::Language,
    ids::{
        ApplicationId, InvitationId, MembershipId, OrganisationId, SeriesId, ShiftId, SignupId,
        UserId,
    },
    shifts::{SignUpReason, shares::ShareStatus},
    time::Instant,
};
use serde::{Deserialize, Serialize};

/// A mail's kind. Stored as JSON in the outbox; wiped once the mail is sent, because of the tokens.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum MailKind {
    /// Confirm your address.
    VerifyEmail {
        /// Goes into the link's fragment.
        token: String,
    },
    /// Somebody asked for an account with an address that has one.
    AlreadyRegistered,
    /// Set a new password.
    ResetPassword {
        /// Goes into the link's fragment.
        token: String,
    },
    /// The password was changed.
    PasswordChanged,
    /// A used refresh token came back; the session was ended.
    RefreshReuse,
    /// One device too many; the one unused for longest was signed out.
    DeviceMadeRoom,
    /// Come and be a member.
    Invitation {
        /// The invitation.
        invitation: InvitationId,
        /// Goes into the link's fragment.
        token: String,
    },
    /// Somebody asks to join; to administrators.
    JoinRequested {
        /// The membership that waits.
        membership: MembershipId,
    },
    /// You are a member now.
    MembershipApproved {
        /// The membership.
        membership: MembershipId,
    },
    /// Your membership has ended.
    MemberRemoved {
        /// The membership.
        membership: MembershipId,
        /// What the administrator wrote.
        reason: String,
    },
    /// The city has your application.
    ApplicationReceived {
        /// The application.
        application: ApplicationId,
    },
    /// The city has a question.
    CompletionRequested {
        /// The application.
        application: ApplicationId,
        /// The question.
        message: String,
    },
    /// The city said yes.
    ApplicationApproved {
        /// The application.
        application: ApplicationId,
        /// What was said with it.
        message: String,
    },
    /// The city said no.
    ApplicationRejected {
        /// The application.
        application: ApplicationId,
        /// Why.
        reason: String,
    },
    /// You are on it.
    SignupConfirmed {
        /// The sign-up.
        signup: SignupId,
    },
    /// A place became free, you are on it now.
    Promoted {
        /// The sign-up.
        signup: SignupId,
    },
    /// A place became free but went to the next.
    SkippedInQueue {
        /// The sign-up.
        signup: SignupId,
        /// Why. Empty in mails of before the reasons were kept.
        #[serde(default)]
        reasons: Vec<SignUpReason>,
    },
    /// The day before the day before.
    ReminderEarly {
        /// The sign-up.
        signup: SignupId,
    },
    /// Soon.
    ReminderLate {
        /// The sign-up.
        signup: SignupId,
    },
    /// You come on every date of a series: which, and which not.
    Standing {
        /// The first series of the family.
        series: SeriesId,
        /// Whose it is.
        membership: MembershipId,
        /// Right after it began; otherwise because of later dates.
        first: bool,
        /// The dates you were put on.
        joined: Vec<ShiftId>,
        /// The dates you could not be put on.
        refused: Vec<RefusedDate>,
    },
    /// Another time or place.
    ShiftChanged {
        /// The sign-up.
        signup: SignupId,
        /// When it was to begin before.
        old_start: Instant,
        /// When it was to end before.
        old_end: Instant,
        /// Where it was to begin before.
        old_place: String,
    },
    /// It will not take place.
    ShiftCancelled {
        /// The sign-up.
        signup: SignupId,
    },
    /// The leader signed you up.
    AddedByLeader {
        /// The sign-up.
        signup: SignupId,
    },
    /// The leader took you off.
    RemovedFromShift {
        /// The sign-up.
        signup: SignupId,
    },
    /// The shift was moved onto another one you are on; your place went to somebody else.
    FreedByMove {
        /// The sign-up.
        signup: SignupId,
        /// When it was to begin before.
        old_start: Instant,
        /// When it was to end before.
        old_end: Instant,
        /// Where it was to begin before.
        old_place: String,
    },
    /// A place came free near the start and is kept for you: take it or leave it.
    PlaceOffered {
        /// The sign-up.
        signup: SignupId,
        /// Until when.
        until: Instant,
    },
    /// You did not answer; the place went to the next.
    OfferLapsed {
        /// The sign-up.
        signup: SignupId,
    },
    /// Somebody took over your place.
    TakenOver {
        /// The sign-up.
        signup: SignupId,
    },
    /// Somebody withdrew at short notice; to the leader.
    LateDropOut {
        /// The shift.
        shift: ShiftId,
    },
    /// A place is free at short notice; to members who could take it.
    PlaceFree {
        /// The shift.
        shift: ShiftId,
    },
    /// Somebody can't come and looks for a stand-in; to members who could be it.
    StandInAsked {
        /// The shift.
        shift: ShiftId,
    },
    /// Another organisation asks yours to share a shift; to those who plan.
    ShareAsked {
        /// The shift.
        shift: ShiftId,
    },
    /// An organisation that was asked has answered; to those who plan the shift.
    ShareAnswered {
        /// The shift.
        shift: ShiftId,
        /// What it said.
        status: ShareStatus,
    },
    /// The start comes nearer and people are missing.
    PeopleMissing {
        /// The shift.
        shift: ShiftId,
        /// To leader and planners; otherwise to members who may help.
        to_planners: bool,
    },
    /// Somebody withdrew and the shift has too few now; to the leader.
    TooFew {
        /// The shift.
        shift: ShiftId,
    },
    /// Nobody leads it any more; to those who plan.
    NoLeader {
        /// The shift.
        shift: ShiftId,
    },
    /// Called off: to the city's liaisons on the police's advice or because of unrest, to planners who are not on it
    /// when a rule or another organisation did it.
    CalledOff {
        /// The shift.
        shift: ShiftId,
        /// To those who plan, rather than to the city.
        #[serde(default)]
        to_planners: bool,
    },
    /// A walk is over and nobody has said that all are home; to leader, deputy, duty contact.
    AllHome {
        /// The shift.
        shift: ShiftId,
    },
    /// The city has a walk's report; to whoever sent it.
    ReportReceipt {
        /// The shift.
        shift: ShiftId,
        /// The city's reference.
        reference: String,
        /// Which version.
        version: i32,
    },
}

/// A date that somebody who comes on every date could not be put on, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefusedDate {
    /// The shift.
    pub(crate) shift: ShiftId,
    /// Why.
    pub(crate) reasons: Vec<SignUpReason>,
}

/// In which order mails leave when many are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Priority {
    /// Somebody waits for it in front of a screen.
    Security,
    /// It loses its point soon.
    Reminder,
    /// Something a person did or has to know.
    Confirmation,
    /// All else.
    Other,
}

impl Priority {
    /// All, the first to leave first.
    pub(crate) const ALL: [Self; 4] = [
        Self::Security,
        Self::Reminder,
        Self::Confirmation,
        Self::Other,
    ];

    /// The word in numbers for operators.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Reminder => "reminder",
            Self::Confirmation => "confirmation",
            Self::Other => "other",
        }
    }

    /// The number in the outbox; the smallest goes first.
    pub(crate) const fn rank(self) -> u8 {
        match self {
            Self::Security => 0,
            Self::Reminder => 1,
            Self::Confirmation => 2,
            Self::Other => 3,
        }
    }
}

impl MailKind {
    /// The kind's word: in the outbox, in logs and metrics.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::VerifyEmail { .. } => "verify_email",
            Self::AlreadyRegistered => "already_registered",
            Self::ResetPassword { .. } => "reset_password",
            Self::PasswordChanged => "password_changed",
            Self::RefreshReuse => "refresh_reuse",
            Self::DeviceMadeRoom => "device_made_room",
            Self::Invitation { .. } => "invitation",
            Self::JoinRequested { .. } => "join_requested",
            Self::MembershipApproved { .. } => "membership_approved",
            Self::MemberRemoved { .. } => "member_removed",
            Self::ApplicationReceived { .. } => "application_received",
            Self::CompletionRequested { .. } => "completion_requested",
            Self::ApplicationApproved { .. } => "application_approved",
            Self::ApplicationRejected { .. } => "application_rejected",
            Self::SignupConfirmed { .. } => "signup_confirmed",
            Self::Promoted { .. } => "promoted",
            Self::SkippedInQueue { .. } => "skipped_in_queue",
            Self::ReminderEarly { .. } => "reminder_early",
            Self::ReminderLate { .. } => "reminder_late",
            Self::Standing { .. } => "standing",
            Self::ShiftChanged { .. } => "shift_changed",
            Self::ShiftCancelled { .. } => "shift_cancelled",
            Self::AddedByLeader { .. } => "added_by_leader",
            Self::RemovedFromShift { .. } => "removed_from_shift",
            Self::FreedByMove { .. } => "freed_by_move",
            Self::PlaceOffered { .. } => "place_offered",
            Self::OfferLapsed { .. } => "offer_lapsed",
            Self::TakenOver { .. } => "taken_over",
            Self::LateDropOut { .. } => "late_drop_out",
            Self::PlaceFree { .. } => "place_free",
            Self::StandInAsked { .. } => "stand_in_asked",
            Self::ShareAsked { .. } => "share_asked",
            Self::ShareAnswered { .. } => "share_answered",
            Self::PeopleMissing { .. } => "people_missing",
            Self::TooFew { .. } => "too_few",
            Self::NoLeader { .. } => "no_leader",
            Self::CalledOff { .. } => "called_off",
            Self::AllHome { .. } => "all_home",
            Self::ReportReceipt { .. } => "report_receipt",
        }
    }

    /// Where it stands when many mails are due.
    pub(crate) const fn priority(&self) -> Priority {
        match self {
            Self::VerifyEmail { .. }
            | Self::AlreadyRegistered
            | Self::ResetPassword { .. }
            | Self::PasswordChanged
            | Self::RefreshReuse
            | Self::DeviceMadeRoom => Priority::Security,
            Self::ReminderEarly { .. }
            | Self::ReminderLate { .. }
            | Self::ShiftCancelled { .. }
            | Self::ShiftChanged { .. }
            | Self::FreedByMove { .. }
            | Self::PlaceOffered { .. }
            | Self::OfferLapsed { .. }
            | Self::TakenOver { .. }
            | Self::LateDropOut { .. }
            | Self::PlaceFree { .. }
            | Self::StandInAsked { .. }
            | Self::ShareAsked { .. }
            | Self::ShareAnswered { .. }
            | Self::PeopleMissing { .. }
            | Self::TooFew { .. }
            | Self::NoLeader { .. }
            | Self::CalledOff { .. }
            | Self::AllHome { .. } => Priority::Reminder,
            Self::SignupConfirmed { .. }
            | Self::Standing { .. }
            | Self::Promoted { .. }
            | Self::SkippedInQueue { .. }
            | Self::AddedByLeader { .. }
            | Self::RemovedFromShift { .. }
            | Self::ReportReceipt { .. }
            | Self::Invitation { .. } => Priority::Confirmation,
            _ => Priority::Other,
        }
    }

    /// The sign-up it is about, where it is about one.
    pub(crate) const fn signup(&self) -> Option<SignupId> {
        match self {
            Self::SignupConfirmed { signup }
            | Self::Promoted { signup }
            | Self::SkippedInQueue { signup, .. }
            | Self::FreedByMove { signup, .. }
            | Self::PlaceOffered { signup, .. }
            | Self::OfferLapsed { signup }
            | Self::TakenOver { signup }
            | Self::ReminderEarly { signup }
            | Self::ReminderLate { signup }
            | Self::ShiftChanged { signup, .. }
            | Self::ShiftCancelled { signup }
            | Self::AddedByLeader { signup }
            | Self::RemovedFromShift { signup } => Some(*signup),
            _ => None,
        }
    }
}

impl MailKind {
    /// The shift it is about, where it is about one without a sign-up.
    pub(crate) const fn shift(&self) -> Option<ShiftId> {
        match self {
            Self::TooFew { shift }
            | Self::NoLeader { shift }
            | Self::CalledOff { shift, .. }
            | Self::AllHome { shift }
            | Self::ReportReceipt { shift, .. }
            | Self::LateDropOut { shift }
            | Self::PlaceFree { shift }
            | Self::StandInAsked { shift }
            | Self::ShareAsked { shift }
            | Self::ShareAnswered { shift, .. }
            | Self::PeopleMissing { shift, .. } => Some(*shift),
            _ => None,
        }
    }
}

/// Without the tokens: kinds end up in logs.
impl std::fmt::Debug for MailKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// Whom a mail goes to. Exactly one person.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Recipient {
    /// Somebody with an account, at the address it has when the mail is sent, in their language.
    User(UserId),
    /// Somebody without.
    Address {
        /// The address.
        email: String,
        /// The language.
        language: Language,
    },
}

/// A mail to be sent.
#[derive(Clone)]
pub(crate) struct Envelope {
    /// What it says.
    pub(crate) kind: MailKind,
    /// To whom.
    pub(crate) to: Recipient,
    /// The organisation it is about: decides how discreet it is, and whose turn it is.
    pub(crate) organisation: Option<OrganisationId>,
    /// One occasion, one key: a second envelope with the same key is not sent.
    pub(crate) dedupe: String,
    /// Not before this moment.
    pub(crate) not_before: Instant,
    /// After this moment it has lost its point.
    pub(crate) expires_at: Instant,
}
