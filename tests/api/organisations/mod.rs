//! Organisations over HTTP: applications and decisions, the city's register, members, the two ways in. What each
//! role may, what nobody may learn, and what holds when two people act at once.

mod applications;
mod city;
mod members;
mod profile;
mod regret;
mod ways_in;

use lykta_shared::{
    api,
    ids::{ApplicationId, OrganisationId},
    organisations::{
        AgeBand, ApplicationForm, ApplicationView, ApproveRequest, CompletionRequest, Grant,
        InviteRequest, Joined, OrgRole, RejectRequest, RemoveMember, UpdateMember,
        UpdateOrganisation,
    },
    problem::{FieldCode, ProblemKind},
};
use lykta_tests::{Answer, App, Client, Mail, application};

fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).expect("a text that is possible")
}

/// Begins an organisation and the draft of its application.
async fn begin(client: &Client, form: ApplicationForm) -> ApplicationView {
    client.call(api::CreateOrganisation {}, form).await.ok()
}

/// Begins an organisation of this name and sends its application.
async fn submitted(client: &Client, name: &str) -> ApplicationView {
    let begun = begin(client, application(name, "night_walk_group")).await;
    submit(client, begun.id).await.ok()
}

async fn submit(client: &Client, application: ApplicationId) -> Answer<ApplicationView> {
    client.get(api::SubmitApplication { application }).await
}

fn grant() -> Grant {
    Grant {
        activity_types: vec![text("night_walk")],
        districts: vec![text("rissne")],
        agreement_ends_on: text("2098-12-31"),
    }
}

fn approval(grant: Grant) -> ApproveRequest {
    ApproveRequest {
        grant,
        message: text("Välkomna."),
    }
}

fn rejection(reason: &str) -> RejectRequest {
    RejectRequest {
        reason: text(reason),
    }
}

fn question(message: &str) -> CompletionRequest {
    CompletionRequest {
        message: text(message),
    }
}

fn invitation(name: &str, roles: &[OrgRole], age_band: AgeBand) -> InviteRequest {
    InviteRequest {
        email: text(&format!("{name}@example.se")),
        roles: roles.to_vec(),
        age_band,
    }
}

fn adult(roles: &[OrgRole]) -> UpdateMember {
    UpdateMember {
        roles: roles.to_vec(),
        age_band: AgeBand::Adult,
        guardian_consent_on: None,
    }
}

fn removal() -> RemoveMember {
    RemoveMember {
        reason: text("Du har flyttat till en annan stad."),
    }
}

/// A change of nothing, to be filled in.
fn profile() -> UpdateOrganisation {
    UpdateOrganisation {
        description: None,
        listed: None,
        publishes_shifts: None,
        accepts_youth: None,
        special_category: None,
    }
}

/// Accepts the newest invitation that was mailed to `<name>@example.se`.
async fn accept(app: &App, client: &Client, name: &str) -> Answer<Joined> {
    let token = invitation_token(app, name).await;
    client
        .call(api::AcceptInvitation {}, token_of(&token))
        .await
}

async fn invitation_token(app: &App, name: &str) -> String {
    newest(app, name, "/invite#t=").await.token("invite")
}

fn token_of(token: &str) -> lykta_shared::identity::TokenRequest {
    lykta_shared::identity::TokenRequest { token: text(token) }
}

/// The newest mail to `<name>@example.se` that holds `words`.
async fn newest(app: &App, name: &str, words: &str) -> Mail {
    let mails = app.mails_to(&format!("{name}@example.se")).await;
    let found = mails
        .into_iter()
        .rev()
        .find(|mail| mail.body.contains(words));
    found.unwrap_or_else(|| panic!("no mail to {name} with {words:?}"))
}

/// How many mails with these words went to this address.
async fn told(app: &App, address: &str, words: &str) -> usize {
    let mails = app.mails_to(address).await;
    mails
        .iter()
        .filter(|mail| mail.body.contains(words))
        .count()
}

/// Moves the clock; sessions may end by that.
async fn days_pass(app: &App, days: i64) {
    let then = app.now().await.plus_days(days);
    app.set_clock(&then.to_string()).await;
}

/// Moves the clock a little, as from a decision to its mail.
async fn seconds_pass(app: &App, seconds: i64) {
    let then = app.now().await.plus_seconds(seconds);
    app.set_clock(&then.to_string()).await;
}

/// Makes sure that the organisation's inside is not there for this person, whatever they try.
async fn nothing_to_see(client: &Client, organisation: OrganisationId) {
    for (what, status) in [
        (
            client
                .get(api::GetOrganisation { organisation })
                .await
                .status,
            "profile",
        ),
        (
            client.get(api::ListMembers { organisation }).await.status,
            "members",
        ),
        (
            client
                .get(api::ListInvitations { organisation })
                .await
                .status,
            "invitations",
        ),
        (
            client
                .get(api::CreateJoinLink { organisation })
                .await
                .status,
            "join link",
        ),
    ] {
        assert_eq!(what.as_u16(), ProblemKind::NotFound.status(), "{status}");
    }
}
