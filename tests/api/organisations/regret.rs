//! The city takes a decision back: for thirty seconds, as if nobody had decided; then never.

use lykta_shared::{
    organisations::{ApplicationStatus, CityApplicationView, OrganisationStatus},
    shifts::CreateShift,
};
use lykta_tests::{Backend, on_both};

use super::*;

async fn under_review(admin: &Client, liaison: &Client, name: &str) -> ApplicationId {
    let application = submitted(admin, name).await.id;
    liaison.get(api::StartReview { application }).await.ok();
    application
}

async fn take_back(liaison: &Client, application: ApplicationId) -> Answer<CityApplicationView> {
    liaison.get(api::TakeBackDecision { application }).await
}

on_both! {
    async fn a_decision_is_told_only_when_it_can_no_longer_be_taken_back(app) {
        let (admin, liaison) = (app.person("samira").await, app.liaison().await);
        let application = under_review(&admin, &liaison, "Rissne nattvandrare").await;
        liaison.call(api::RejectApplication { application }, rejection("Fel knapp.")).await.ok();
        seconds_pass(&app, 15).await;
        assert_eq!(told(&app, "samira@example.se", "Fel knapp.").await, 0);
        let back = take_back(&liaison, application).await.ok().application;
        assert_eq!((back.status, back.decided_at), (ApplicationStatus::UnderReview, None));
        seconds_pass(&app, 60).await;
        assert_eq!(told(&app, "samira@example.se", "Fel knapp.").await, 0, "what was taken back is never told");
        assert_eq!(told(&app, "kontakt@forening.example", "Fel knapp.").await, 0);
        // Deciding anew is told, once.
        liaison.call(api::RejectApplication { application }, rejection("Rätt knapp.")).await.ok();
        seconds_pass(&app, 30).await;
        assert_eq!(told(&app, "samira@example.se", "Rätt knapp.").await, 1);
        let late = take_back(&liaison, application).await.problem(ProblemKind::WrongState);
        assert_eq!(late.state.as_deref(), Some("rejected"));
        let seen = admin.get(api::GetApplication { application }).await.ok();
        assert_eq!(seen.history.iter().map(|step| step.to).collect::<Vec<_>>(), [
            ApplicationStatus::Submitted, ApplicationStatus::UnderReview, ApplicationStatus::Rejected,
            ApplicationStatus::UnderReview, ApplicationStatus::Rejected,
        ], "the history hides nothing");
    }

    async fn an_approval_that_is_taken_back_leaves_no_rights_behind(app) {
        let (admin, liaison) = (app.person("samira").await, app.liaison().await);
        let application = under_review(&admin, &liaison, "Rissne nattvandrare").await;
        let given = liaison.call(api::ApproveApplication { application }, approval(grant())).await.ok();
        let organisation = given.application.organisation;
        let active = admin.get(api::GetOrganisation { organisation }).await.ok();
        assert_eq!(active.status, OrganisationStatus::Active);
        take_back(&liaison, application).await.ok();
        let again = admin.get(api::GetOrganisation { organisation }).await.ok();
        assert_eq!(again.status, OrganisationStatus::Applicant);
        assert_eq!((again.agreement_ends_on, again.districts.len(), again.activity_types.len()), (None, 0, 0));
        // A question is taken back the same way, to where it was asked.
        liaison.call(api::RequestCompletion { application }, question("Vem leder?")).await.ok();
        assert_eq!(take_back(&liaison, application).await.ok().application.status, ApplicationStatus::UnderReview);
        take_back(&liaison, application).await.problem(ProblemKind::WrongState);
    }

    async fn only_a_decision_that_was_made_can_be_taken_back_and_by_liaisons(app) {
        let (admin, liaison) = (app.person("samira").await, app.liaison().await);
        let application = under_review(&admin, &liaison, "Rissne nattvandrare").await;
        take_back(&liaison, application).await.problem(ProblemKind::WrongState);
        liaison.call(api::ApproveApplication { application }, approval(grant())).await.ok();
        take_back(&admin, application).await.problem(ProblemKind::Forbidden);
        take_back(&app.visitor(), application).await.problem(ProblemKind::Unauthenticated);
        let nobody = "01928e7a-0000-7000-8000-000000000001".parse().unwrap();
        take_back(&liaison, nobody).await.problem(ProblemKind::NotFound);
        take_back(&liaison, application).await.ok();
    }

    async fn an_approval_that_a_walk_is_built_on_stands(app) {
        let partner = app.partner("Rissne nattvandrare").await;
        let application = partner.admin.get(api::GetOrganisation { organisation: partner.id }).await.ok().application.unwrap();
        let create = CreateShift { shift: app.plan(5, 2).await, publish: true };
        partner.admin.call(api::PostShift { organisation: partner.id }, create).await.ok();
        let refused = take_back(&app.liaison().await, application).await.problem(ProblemKind::WrongState);
        assert_eq!(refused.state.as_deref(), Some("approved"));
    }
}

/// Roles in the city are given with the server's own command, so a second liaison is made in the database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_is_not_taken_back_by_a_colleague() {
    let app = App::start(Backend::Postgres).await;
    let (admin, liaison) = (app.person("samira").await, app.liaison().await);
    let colleague = app.person("kollega").await;
    app.query(
        "INSERT INTO city_roles (user_id, role, granted_at) \
         SELECT id, 'city_liaison', created_at FROM users WHERE email_norm = 'kollega@example.se'",
    );
    let application = under_review(&admin, &liaison, "Rissne nattvandrare").await;
    liaison
        .call(api::ApproveApplication { application }, approval(grant()))
        .await
        .ok();
    let refused = take_back(&colleague, application)
        .await
        .problem(ProblemKind::WrongState);
    assert_eq!(refused.state.as_deref(), Some("approved"));
    take_back(&liaison, application).await.ok();
}
