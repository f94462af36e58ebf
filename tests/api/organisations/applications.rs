//! The organisation's side of an application.

use lykta_shared::{
    api::{self, Method},
    organisations::ApplicationStatus,
};
use lykta_tests::on_both;

use super::*;

on_both! {
    async fn an_application_is_written_corrected_sent_and_taken_back(app) {
        let admin = app.person("samira").await;
        let mut form = application("Rissne nattvandrare", "night_walk_group");
        form.description = text("");
        form.districts.clear();
        form.activity_types.clear();
        let begun = begin(&admin, form.clone()).await;
        assert_eq!((begun.status, begun.slug.as_str()), (ApplicationStatus::Draft, "rissne-nattvandrare"));
        let (application, organisation) = (begun.id, begun.organisation);
        let put = api::PutApplication { application };

        // A draft may have gaps; what is sent may not.
        let problem = submit(&admin, application).await.problem(ProblemKind::InvalidFields);
        let named: Vec<_> = problem.errors.iter().map(|e| (e.pointer.as_str(), e.code)).collect();
        assert_eq!(named, [("/description", FieldCode::Required), ("/districts", FieldCode::Required), ("/activityTypes", FieldCode::Required)]);
        let whole = lykta_tests::application("Rissne nattvandrare", "night_walk_group");
        admin.call(put.clone(), whole.clone()).await.problem(ProblemKind::PreconditionRequired);
        admin.if_match(begun.version + 1).call(put.clone(), whole.clone()).await.problem(ProblemKind::Stale);
        let changed = admin.if_match(begun.version).call(put.clone(), whole.clone()).await;
        let etag = changed.etag();
        let changed = changed.ok();
        assert_eq!(etag, format!("\"v{}\"", changed.version));
        assert_eq!(changed.form, whole);

        let sent = submit(&admin, application).await.ok();
        assert_eq!(sent.status, ApplicationStatus::Submitted);
        assert!(sent.submitted_at.is_some());
        let problem = submit(&admin, application).await.problem(ProblemKind::WrongState);
        assert_eq!(problem.state.as_deref(), Some("submitted"));
        let late = admin.if_match(sent.version).call(put, whole.clone()).await.problem(ProblemKind::WrongState);
        assert_eq!(late.state.as_deref(), Some("submitted"));
        // Both the contact person and the administrator know that the city has it.
        assert_eq!(app.mails_to("kontakt@forening.example").await.len(), 1);
        assert_eq!(app.mails_to("samira@example.se").await.len(), 2, "the confirmation of the address, and this");

        // Taken back, it is over; a new one may begin, and the old one is still there to read.
        let again = api::ApplyAgain { organisation };
        let early = admin.call(again.clone(), whole.clone()).await.problem(ProblemKind::WrongState);
        assert_eq!(early.state.as_deref(), Some("submitted"));
        let withdrawn = admin.get(api::WithdrawApplication { application }).await.ok();
        assert_eq!(withdrawn.status, ApplicationStatus::Withdrawn);
        admin.get(api::WithdrawApplication { application }).await.problem(ProblemKind::WrongState);
        let second = admin.call(again, whole).await.ok();
        assert_eq!((second.status, second.organisation, second.slug), (ApplicationStatus::Draft, organisation, begun.slug));
        let old = admin.get(api::GetApplication { application }).await.ok();
        let steps: Vec<_> = old.history.iter().map(|step| (step.from, step.to, step.by_city)).collect();
        assert_eq!(steps, [
            (ApplicationStatus::Draft, ApplicationStatus::Submitted, false),
            (ApplicationStatus::Submitted, ApplicationStatus::Withdrawn, false),
        ]);
    }

    async fn a_persons_number_is_refused_and_never_repeated(app) {
        let admin = app.person("samira").await;
        let send = async |number: &str| {
            let mut body = serde_json::to_value(application("Rissne nattvandrare", "night_walk_group")).unwrap();
            body["organisationNumber"] = number.into();
            admin.send::<ApplicationView>(Method::Post, "/api/v1/organisations", Some(&body.to_string())).await
        };
        for number in ["640823-3234", "19640823-3234", "701063-2391"] {
            let answer = send(number).await;
            assert!(!answer.text.contains(number), "{}", answer.text);
            answer.field("/organisationNumber", FieldCode::PersonalNumber);
        }
        send("212000-0176").await.field("/organisationNumber", FieldCode::NotAnOrganisationNumber);
        let taken = send("16 212000-0175").await.ok();
        assert_eq!(taken.form.organisation_number.unwrap().to_string(), "212000-0175");
    }

    async fn keys_that_do_not_exist_are_named(app) {
        let admin = app.person("samira").await;
        let mut form = application("Rissne nattvandrare", "secret_society");
        form.districts = vec![text("rissne"), text("atlantis")];
        form.activity_types = vec![text("flying")];
        let answer = admin.call(api::CreateOrganisation {}, form).await;
        let problem = answer.problem(ProblemKind::InvalidFields);
        let named: Vec<_> = problem.errors.iter().map(|e| (e.pointer.as_str(), e.code)).collect();
        assert_eq!(named, [
            ("/organisationType", FieldCode::UnknownKey),
            ("/districts/1", FieldCode::UnknownKey),
            ("/activityTypes/0", FieldCode::UnknownKey),
        ]);
        assert!(admin.get(api::GetMe {}).await.ok().memberships.is_empty());
    }

    async fn a_body_can_not_set_what_the_city_decides(app) {
        let admin = app.person("samira").await;
        for field in ["status", "specialCategory", "organisationId", "approvedBy"] {
            let mut body = serde_json::to_value(application("Rissne nattvandrare", "night_walk_group")).unwrap();
            body[field] = "active".into();
            let answer = admin.send::<ApplicationView>(Method::Post, "/api/v1/organisations", Some(&body.to_string())).await;
            answer.problem(ProblemKind::MalformedRequest);
        }
        assert!(admin.get(api::GetMe {}).await.ok().memberships.is_empty());
    }

    async fn two_organisations_of_one_name_have_paths_of_their_own(app) {
        let admin = app.person("samira").await;
        let one = begin(&admin, application("Föräldrar i Ör & Duvbo", "parent_group")).await;
        let two = begin(&admin, application("Föräldrar i Ör & Duvbo", "parent_group")).await;
        assert_eq!(one.slug, "foraldrar-i-or-duvbo");
        assert!(two.slug.starts_with("foraldrar-i-or-duvbo-"), "{}", two.slug);
        let memberships = admin.get(api::GetMe {}).await.ok().memberships;
        assert_eq!(memberships.len(), 2);
        assert!(memberships.iter().all(|held| held.roles == [OrgRole::Admin]));
    }

    async fn an_application_is_its_administrators_own(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let (scheduler, _) = app.member(&rissne, "bo", &[OrgRole::Scheduler]).await;
        let view = rissne.admin.get(api::GetOrganisation { organisation: rissne.id }).await.ok();
        let application = view.application.expect("administrators see it");
        let seen = scheduler.get(api::GetOrganisation { organisation: rissne.id }).await.ok();
        assert_eq!(seen.application, None);
        let stranger = app.person("eva").await;
        for (who, kind) in [
            (&scheduler, ProblemKind::Forbidden),
            (&stranger, ProblemKind::NotFound),
            (&app.liaison().await, ProblemKind::NotFound),
            (&app.visitor(), ProblemKind::Unauthenticated),
        ] {
            who.get(api::GetApplication { application }).await.problem(kind);
            who.get(api::WithdrawApplication { application }).await.problem(kind);
            submit(who, application).await.problem(kind);
            let form = lykta_tests::application("Kapad", "night_walk_group");
            who.if_match(1).call(api::PutApplication { application }, form).await.problem(kind);
        }
        let unknown = "01928e7a-0000-7000-8000-000000000001".parse().unwrap();
        rissne.admin.get(api::GetApplication { application: unknown }).await.problem(ProblemKind::NotFound);
    }

    async fn a_faith_community_needs_a_contact_who_agrees(app) {
        let admin = app.person("maria").await;
        let mut form = application("Hallonbergens församling", "faith_community");
        form.contact_consent = false;
        let begun = begin(&admin, form).await;
        submit(&admin, begun.id).await.field("/contactConsent", FieldCode::Required);
        let view = admin.get(api::GetOrganisation { organisation: begun.organisation }).await.ok();
        assert!(view.special_category && !view.listed);
    }
}
