//! Walks through the API: who came, in which groups, who is home, what is reported and paid.

mod attendance;
mod compensation;
mod equipment;
mod home;
mod page;
mod races;
mod report;

use lykta_shared::{
    api,
    ids::{GuestId, MembershipId, ObservationId, ReportId, ShiftId, WalkerId},
    organisations::OrgRole,
    shifts::ShiftCard,
    time::Instant,
    walks::{
        AttendanceForm, GuestForm, Observation, ReportForm, ReportView, SaveReport, SendReport,
        Severity, Tick, WalkPage,
    },
};
use lykta_tests::{Answer, App, Client, Partner};
use uuid::Uuid;

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];
const LEADER: &[OrgRole] = &[OrgRole::Volunteer, OrgRole::ShiftLeader];
const YOUTH: &[OrgRole] = &[OrgRole::YouthVolunteer];

/// A text as the type that the API wants.
fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

/// A group with a leader, two volunteers and an open walk tomorrow, 20.00–23.00, all three on it.
struct Night {
    group: Partner,
    walk: ShiftCard,
    leader: MembershipId,
    anna: MembershipId,
    bo: MembershipId,
}

impl Night {
    async fn new(app: &App) -> Self {
        Self::of(app, "night_walk_group").await
    }

    async fn of(app: &App, kind: &str) -> Self {
        let group = app.partner_of_type("Rissne nattvandrare", kind).await;
        let (_, leader) = app.member(&group, "lea", LEADER).await;
        let (anna_client, anna) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo_client, bo) = app.member(&group, "bo", VOLUNTEER).await;
        let mut form = app.plan(1, 8).await;
        form.leader = Some(leader);
        let walk = app.walk(&group, form).await.card;
        anna_client.sign_up(walk.id).await.ok();
        bo_client.sign_up(walk.id).await.ok();
        Self {
            group,
            walk,
            leader,
            anna,
            bo,
        }
    }

    fn id(&self) -> ShiftId {
        self.walk.id
    }

    /// So many minutes after the gathering (before, when negative).
    fn at(&self, minutes: i64) -> Instant {
        self.walk.starts_at.plus_minutes(minutes)
    }

    /// Moves the clock there; who wants to go on has to log in anew, because sessions are short.
    async fn go(&self, app: &App, minutes: i64) {
        app.set_clock(&self.at(minutes).to_string()).await;
    }

    async fn check_in(&self, who: &Client, member: MembershipId, minutes: i64) -> Answer<WalkPage> {
        let form = came(self.at(minutes));
        let endpoint = api::PutAttendance {
            shift: self.id(),
            member,
        };
        who.call(endpoint, form).await
    }

    /// Checks all three in at the gathering.
    async fn all_come(&self, who: &Client) {
        for member in [self.leader, self.anna, self.bo] {
            self.check_in(who, member, 0).await.ok();
        }
    }

    async fn home(&self, who: &Client, minutes: i64) -> Answer<WalkPage> {
        let tick = Tick {
            at: self.at(minutes),
        };
        who.call(api::PutAllHome { shift: self.id() }, tick).await
    }

    async fn prefill(&self, who: &Client) -> ReportForm {
        let page = who.get(api::GetReport { shift: self.id() }).await.ok();
        page.prefill
    }

    async fn save(
        &self,
        who: &Client,
        id: u128,
        revision: u16,
        report: ReportForm,
    ) -> Answer<ReportView> {
        let body = SaveReport {
            revision,
            report,
            all_home: true,
        };
        let endpoint = api::PutReport {
            shift: self.id(),
            report: report_id(id),
        };
        who.call(endpoint, body).await
    }

    async fn send(&self, who: &Client, id: u128, revision: u16) -> Answer<ReportView> {
        let body = SendReport {
            revision,
            persons_checked: false,
        };
        let endpoint = api::SubmitReport {
            shift: self.id(),
            report: report_id(id),
        };
        who.call(endpoint, body).await
    }
}

fn came(at: Instant) -> AttendanceForm {
    AttendanceForm {
        came_at: at,
        left_at: None,
        correction: false,
    }
}

fn guest(name: &str, adult: bool, at: Instant) -> GuestForm {
    GuestForm {
        first_name: text(name),
        adult,
        came_at: at,
        left_at: None,
    }
}

fn guest_id(number: u128) -> GuestId {
    GuestId(Uuid::from_u128(number))
}

fn report_id(number: u128) -> ReportId {
    ReportId(Uuid::from_u128(number))
}

fn walker(member: MembershipId) -> WalkerId {
    WalkerId(member.0)
}

fn observed(number: u128, words: &str) -> Observation {
    Observation {
        id: ObservationId(Uuid::from_u128(number)),
        category: text("dark_place"),
        severity: Severity::Low,
        district: text("rissne"),
        place: text("Gångtunneln vid torget"),
        text: text(words),
        going_on: false,
    }
}

async fn page(who: &Client, shift: ShiftId) -> WalkPage {
    who.get(api::GetWalk { shift }).await.ok()
}
