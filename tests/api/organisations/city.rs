//! The city's side: the queue, decisions, the partner register, the public list.

use lykta_shared::organisations::{
    ApplicationQuery, ApplicationStatus, CityApplicationView, OrganisationStatus, PartnerQuery,
};
use lykta_tests::on_both;

use super::*;

fn all() -> ApplicationQuery {
    ApplicationQuery {
        status: None,
        district: None,
        q: None,
        page: None,
        limit: None,
    }
}

fn register() -> PartnerQuery {
    PartnerQuery {
        status: None,
        district: None,
        q: None,
        page: None,
        limit: None,
    }
}

/// The names in the liaison's queue.
async fn queue(liaison: &Client, query: ApplicationQuery) -> Vec<String> {
    let page = liaison.ask(api::ListApplications {}, query, ()).await.ok();
    page.items.into_iter().map(|row| row.name).collect()
}

async fn review(liaison: &Client, application: ApplicationId) -> CityApplicationView {
    liaison.get(api::StartReview { application }).await.ok()
}

on_both! {
    async fn the_queue_shows_what_waits_for_the_city_oldest_first(app) {
        // The link of a first log-in is good for a day.
        app.liaison().await;
        let admin = app.person("samira").await;
        let old = submitted(&admin, "Rissne nattvandrare").await;
        begin(&admin, application("Ännu ett utkast", "night_walk_group")).await;
        days_pass(&app, 3).await;
        let admin = app.log_in("samira@example.se").await;
        let mut form = application("Duvbo föräldrar", "parent_group");
        form.districts = vec![text("duvbo")];
        let new = begin(&admin, form).await;
        submit(&admin, new.id).await.ok();

        let liaison = app.liaison().await;
        let page = liaison.ask(api::ListApplications {}, all(), ()).await.ok();
        let rows: Vec<_> = page.items.iter().map(|row| (row.id, row.status, row.waiting_days, row.priority)).collect();
        assert_eq!(rows, [
            (old.id, ApplicationStatus::Submitted, 3, true),
            (new.id, ApplicationStatus::Submitted, 0, false),
        ]);
        assert_eq!(page.total, 2);
        assert_eq!(queue(&liaison, ApplicationQuery { district: Some(text("duvbo")), ..all() }).await, ["Duvbo föräldrar"]);
        assert_eq!(queue(&liaison, ApplicationQuery { q: Some("RISSNE".to_owned()), ..all() }).await, ["Rissne nattvandrare"]);
        assert_eq!(queue(&liaison, ApplicationQuery { page: Some(2), limit: Some(1), ..all() }).await, ["Duvbo föräldrar"]);
        assert!(queue(&liaison, ApplicationQuery { status: Some(ApplicationStatus::UnderReview), ..all() }).await.is_empty());
        // A draft is not the city's business, whatever is asked for.
        assert!(queue(&liaison, ApplicationQuery { status: Some(ApplicationStatus::Draft), ..all() }).await.is_empty());
        liaison.ask(api::ListApplications {}, ApplicationQuery { page: Some(0), ..all() }, ()).await.field("/page", FieldCode::OutOfRange);
        liaison.ask(api::ListApplications {}, ApplicationQuery { limit: Some(101), ..all() }, ()).await.field("/limit", FieldCode::OutOfRange);

        review(&liaison, old.id).await;
        assert_eq!(queue(&liaison, ApplicationQuery { status: Some(ApplicationStatus::UnderReview), ..all() }).await, ["Rissne nattvandrare"]);
    }

    async fn only_liaisons_see_the_citys_side_and_no_draft(app) {
        let admin = app.person("samira").await;
        let draft = begin(&admin, application("Rissne nattvandrare", "night_walk_group")).await;
        let (application, organisation) = (draft.id, draft.organisation);
        for (who, kind) in [(&admin, ProblemKind::Forbidden), (&app.visitor(), ProblemKind::Unauthenticated)] {
            who.ask(api::ListApplications {}, all(), ()).await.problem(kind);
            who.get(api::GetCityApplication { application }).await.problem(kind);
            who.get(api::StartReview { application }).await.problem(kind);
            who.call(api::RequestCompletion { application }, question("Vad?")).await.problem(kind);
            who.call(api::ApproveApplication { application }, approval(grant())).await.problem(kind);
            who.call(api::RejectApplication { application }, rejection("Nej.")).await.problem(kind);
            who.ask(api::ListPartners {}, register(), ()).await.problem(kind);
            who.get(api::GetPartner { organisation }).await.problem(kind);
        }
        let liaison = app.liaison().await;
        liaison.get(api::GetCityApplication { application }).await.problem(ProblemKind::NotFound);
        liaison.get(api::StartReview { application }).await.problem(ProblemKind::NotFound);
        liaison.get(api::GetPartner { organisation }).await.problem(ProblemKind::NotFound);
    }

    async fn a_question_is_asked_answered_and_the_decision_told_with_its_reason(app) {
        let admin = app.person("samira").await;
        let sent = submitted(&admin, "Rissne nattvandrare").await;
        let (application, organisation) = (sent.id, sent.organisation);
        let liaison = app.liaison().await;
        // No step before the one it follows on.
        let early = liaison.call(api::ApproveApplication { application }, approval(grant())).await.problem(ProblemKind::WrongState);
        assert_eq!(early.state.as_deref(), Some("submitted"));
        liaison.call(api::RequestCompletion { application }, question("Vem leder?")).await.problem(ProblemKind::WrongState);
        review(&liaison, application).await;
        liaison.get(api::StartReview { application }).await.problem(ProblemKind::WrongState);

        let asked = liaison.call(api::RequestCompletion { application }, question("Vem leder när du är borta?")).await.ok();
        assert_eq!(asked.application.status, ApplicationStatus::NeedsCompletion);
        seconds_pass(&app, 30).await;
        for address in ["samira@example.se", "kontakt@forening.example"] {
            assert_eq!(told(&app, address, "Vem leder när du är borta?").await, 1, "{address}");
        }
        let seen = admin.get(api::GetApplication { application }).await.ok();
        let mut form = seen.form.clone();
        form.description = text("Malin leder.");
        admin.if_match(seen.version).call(api::PutApplication { application }, form).await.ok();
        assert_eq!(submit(&admin, application).await.ok().status, ApplicationStatus::UnderReview);

        let rejected = liaison.call(api::RejectApplication { application }, rejection("Det finns redan en grupp i Rissne.")).await.ok();
        assert_eq!(rejected.application.status, ApplicationStatus::Rejected);
        assert_eq!(rejected.application.form.description.as_str(), "Malin leder.");
        assert!(rejected.application.decided_at.is_some());
        seconds_pass(&app, 30).await;
        for address in ["samira@example.se", "kontakt@forening.example"] {
            assert_eq!(told(&app, address, "Det finns redan en grupp i Rissne.").await, 1, "{address}");
        }
        // A decision is the end of it, and a new application is another one.
        for answer in [
            liaison.call(api::ApproveApplication { application }, approval(grant())).await,
            liaison.call(api::RejectApplication { application }, rejection("Nej.")).await,
            liaison.get(api::StartReview { application }).await,
        ] {
            assert_eq!(answer.problem(ProblemKind::WrongState).state.as_deref(), Some("rejected"));
        }
        let form = lykta_tests::application("Rissne nattvandrare", "night_walk_group");
        let second = admin.call(api::ApplyAgain { organisation }, form).await.ok();
        submit(&admin, second.id).await.ok();
        review(&liaison, second.id).await;
        liaison.call(api::ApproveApplication { application: second.id }, approval(grant())).await.ok();
        let view = admin.get(api::GetOrganisation { organisation }).await.ok();
        assert_eq!(view.status, OrganisationStatus::Active);
        let old = liaison.get(api::GetCityApplication { application }).await.ok().application;
        assert_eq!(old.history.iter().map(|step| step.to).collect::<Vec<_>>(), [
            ApplicationStatus::Submitted, ApplicationStatus::UnderReview, ApplicationStatus::NeedsCompletion,
            ApplicationStatus::UnderReview, ApplicationStatus::Rejected,
        ]);
        let words: Vec<_> = old.history.iter().filter(|step| step.by_city).map(|step| step.message.as_str()).collect();
        assert_eq!(words, ["", "Vem leder när du är borta?", "Det finns redan en grupp i Rissne."]);
    }

    async fn of_two_decisions_at_once_one_wins_and_the_other_learns_the_state(app) {
        let admin = app.person("samira").await;
        let liaison = app.liaison().await;
        for round in 0..4 {
            let sent = submitted(&admin, &format!("Grupp nummer {round}")).await;
            let application = sent.id;
            review(&liaison, application).await;
            let (yes, no) = tokio::join!(
                liaison.call(api::ApproveApplication { application }, approval(grant())),
                liaison.call(api::RejectApplication { application }, rejection("Nej, inte nu.")),
            );
            let view = liaison.get(api::GetCityApplication { application }).await.ok().application;
            assert_eq!(view.history.len(), 3, "submitted, under review, one decision");
            let (won, lost) = if yes.status.is_success() { (yes, no) } else { (no, yes) };
            assert_eq!(won.ok().application.status, view.status);
            assert_eq!(lost.problem(ProblemKind::WrongState).state.as_deref(), Some(view.status.as_str()));
            let status = admin.get(api::GetOrganisation { organisation: sent.organisation }).await.ok().status;
            let active = view.status == ApplicationStatus::Approved;
            assert_eq!(status == OrganisationStatus::Active, active);
        }
    }

    async fn nobody_decides_on_their_own_organisation(app) {
        // The liaison applies for a group of their own …
        let liaison = app.liaison().await;
        let own = submitted(&liaison, "Lias grupp").await.id;
        // … has been a member of another, and has asked to join a third.
        let admin = app.person("samira").await;
        let left = submitted(&admin, "Den hon lämnade").await;
        let asked = submitted(&admin, "Den hon vill till").await;
        for organisation in [left.organisation, asked.organisation] {
            let link = admin.get(api::CreateJoinLink { organisation }).await.ok();
            liaison.call(api::RequestToJoin {}, token_of(&link.token)).await.ok();
        }
        liaison.get(api::LeaveOrganisation { organisation: left.organisation }).await.ok();
        for application in [own, left.id, asked.id] {
            let view = liaison.get(api::GetCityApplication { application }).await.ok();
            assert!(view.own_organisation);
            liaison.get(api::StartReview { application }).await.problem(ProblemKind::FourEyes);
            liaison.call(api::RequestCompletion { application }, question("Vad?")).await.problem(ProblemKind::FourEyes);
            liaison.call(api::ApproveApplication { application }, approval(grant())).await.problem(ProblemKind::FourEyes);
            liaison.call(api::RejectApplication { application }, rejection("Nej.")).await.problem(ProblemKind::FourEyes);
            let after = liaison.get(api::GetCityApplication { application }).await.ok();
            assert_eq!(after.application.status, ApplicationStatus::Submitted);
        }
    }

    async fn an_approval_says_what_it_covers_and_until_when(app) {
        let admin = app.person("samira").await;
        let sent = submitted(&admin, "Rissne nattvandrare").await;
        let application = sent.id;
        let liaison = app.liaison().await;
        review(&liaison, application).await;
        let at = api::ApproveApplication { application };
        let mut empty = grant();
        empty.activity_types.clear();
        empty.districts.clear();
        empty.agreement_ends_on = text("2020-01-01");
        let problem = liaison.call(at.clone(), approval(empty)).await.problem(ProblemKind::InvalidFields);
        let named: Vec<_> = problem.errors.iter().map(|e| (e.pointer.as_str(), e.code)).collect();
        assert_eq!(named, [
            ("/grant/activityTypes", FieldCode::Required),
            ("/grant/districts", FieldCode::Required),
            ("/grant/agreementEndsOn", FieldCode::InThePast),
        ]);
        let mut unknown = grant();
        unknown.districts.push(text("atlantis"));
        liaison.call(at.clone(), approval(unknown)).await.field("/grant/districts/1", FieldCode::UnknownKey);

        let done = liaison.call(at, approval(grant())).await.ok();
        assert_eq!(done.application.status, ApplicationStatus::Approved);
        let view = admin.get(api::GetOrganisation { organisation: sent.organisation }).await.ok();
        assert_eq!(view.status, OrganisationStatus::Active);
        assert_eq!((view.districts, view.activity_types), (grant().districts, grant().activity_types));
        assert_eq!(view.agreement_ends_on, Some(grant().agreement_ends_on));
    }

    async fn the_liaison_is_warned_of_a_name_that_looks_like_another(app) {
        let admin = app.person("samira").await;
        submitted(&admin, "Rissne nattvandrare").await;
        let copy = submitted(&admin, "Rissne  Nattvandrarna").await;
        let other = submitted(&admin, "Duvbo föräldragrupp").await;
        let liaison = app.liaison().await;
        let seen = liaison.get(api::GetCityApplication { application: copy.id }).await.ok();
        assert_eq!(seen.similar, ["Rissne nattvandrare"]);
        assert!(!seen.contact_confirmed, "the contact person has no account");
        let seen = liaison.get(api::GetCityApplication { application: other.id }).await.ok();
        assert!(seen.similar.is_empty(), "{:?}", seen.similar);
    }

    async fn the_register_counts_and_never_names_members(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let parish = app.partner_of_type("Älvens församling", "faith_community").await;
        app.member(&parish, "kanariefagel", &[OrgRole::Volunteer]).await;
        app.member(&rissne, "bo", &[OrgRole::Volunteer]).await;
        let walk = app.walk(&rissne, app.plan(4, 5).await).await;
        let mut evening = app.plan(4, 5).await;
        evening.title = text("Hemlig kvällsvandring");
        app.walk(&parish, evening).await;
        let liaison = app.liaison().await;

        let answer = liaison.ask(api::ListPartners {}, register(), ()).await;
        assert!(!answer.text.contains("kanariefagel") && !answer.text.contains("Hemlig"), "{}", answer.text);
        let rows = answer.ok().items;
        // In Swedish order: Ä after R.
        assert_eq!(rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Rissne nattvandrare", "Älvens församling"]);
        let (walkers, faithful) = (&rows[0], &rows[1]);
        assert_eq!((walkers.members, walkers.upcoming_shifts), (Some(2), Some(1)));
        assert_eq!((faithful.members, faithful.upcoming_shifts), (None, None), "fewer than five, and no times");
        assert!(faithful.special_category && faithful.contact.is_some(), "the contact person agreed");
        assert_eq!(liaison.get(api::GetPartner { organisation: parish.id }).await.ok(), *faithful);

        // From five on the number is told, still without names.
        for name in ["adam", "beata", "cesar"] {
            app.member(&parish, name, &[OrgRole::Volunteer]).await;
        }
        assert_eq!(liaison.get(api::GetPartner { organisation: parish.id }).await.ok().members, Some(5));

        let narrowed = |query: PartnerQuery| liaison.ask(api::ListPartners {}, query, ());
        assert_eq!(narrowed(PartnerQuery { q: Some("älv".to_owned()), ..register() }).await.ok().total, 1);
        assert_eq!(narrowed(PartnerQuery { district: Some(text("duvbo")), ..register() }).await.ok().total, 0);
        assert_eq!(narrowed(PartnerQuery { status: Some(OrganisationStatus::Suspended), ..register() }).await.ok().total, 0);
        narrowed(PartnerQuery { limit: Some(0), ..register() }).await.field("/limit", FieldCode::OutOfRange);

        // There is no way from the register to the people or to the shift itself.
        for organisation in [rissne.id, parish.id] {
            nothing_to_see(&liaison, organisation).await;
        }
        liaison.get(api::GetRoster { shift: walk.card.id }).await.problem(ProblemKind::NotFound);
    }

    async fn the_public_list_shows_partners_and_special_categories_only_by_choice(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let parish = app.partner_of_type("Älvens församling", "faith_community").await;
        submitted(&rissne.admin, "Ännu inte godkänd").await;
        let visitor = app.visitor();
        let names = async || {
            let list = visitor.get(api::ListPublicPartners {}).await.ok();
            list.into_iter().map(|partner| (partner.name, partner.districts.len())).collect::<Vec<_>>()
        };
        assert_eq!(names().await, [("Rissne nattvandrare".to_owned(), 1 + 1)]);
        let choose = async |partner: &lykta_tests::Partner, listed: bool| {
            let at = api::PatchOrganisation { organisation: partner.id };
            let version = partner.admin.get(api::GetOrganisation { organisation: partner.id }).await.ok().version;
            let update = UpdateOrganisation { listed: Some(listed), ..profile() };
            partner.admin.if_match(version).call(at, update).await.ok();
        };
        choose(&parish, true).await;
        assert_eq!(names().await, [("Rissne nattvandrare".to_owned(), 2), ("Älvens församling".to_owned(), 0)]);
        choose(&rissne, false).await;
        assert_eq!(names().await, [("Älvens församling".to_owned(), 0)]);
    }
}
