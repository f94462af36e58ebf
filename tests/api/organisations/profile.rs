//! An organisation's profile, and what a special category can't be talked into.

use lykta_tests::on_both;

use super::*;

on_both! {
    async fn the_profile_is_changed_by_administrators_who_saw_the_newest_version(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let (member, _) = app.member(&rissne, "bo", &[OrgRole::Scheduler, OrgRole::Volunteer]).await;
        let at = api::PatchOrganisation { organisation: rissne.id };
        let read = rissne.admin.get(api::GetOrganisation { organisation: rissne.id }).await;
        let etag = read.etag();
        let seen = read.ok();
        assert_eq!(etag, format!("\"v{}\"", seen.version));
        let update = UpdateOrganisation { description: Some(text("Vi går varje natt.")), accepts_youth: Some(true), ..profile() };
        rissne.admin.call(at.clone(), update.clone()).await.problem(ProblemKind::PreconditionRequired);
        member.if_match(seen.version).call(at.clone(), update.clone()).await.problem(ProblemKind::Forbidden);
        app.person("eva").await.if_match(seen.version).call(at.clone(), update.clone()).await.problem(ProblemKind::NotFound);
        let changed = rissne.admin.if_match(seen.version).call(at.clone(), update.clone()).await.ok();
        assert_eq!((changed.description.as_str(), changed.accepts_youth), ("Vi går varje natt.", true));
        assert_eq!((changed.name, changed.listed), (seen.name, seen.listed), "what is left out stays");
        rissne.admin.if_match(seen.version).call(at, update).await.problem(ProblemKind::Stale);
        let body = r#"{"status":"active","name":"Kapad"}"#;
        let path = format!("/api/v1/organisations/{}", rissne.id);
        rissne.admin.if_match(changed.version).send::<()>(api::Method::Patch, &path, Some(body)).await.problem(ProblemKind::MalformedRequest);
    }

    async fn a_special_category_is_raised_and_never_lowered(app) {
        let partner = app.partner("Studiekretsen").await;
        let at = api::PatchOrganisation { organisation: partner.id };
        let change = async |update: UpdateOrganisation| {
            let version = partner.admin.get(api::GetOrganisation { organisation: partner.id }).await.ok().version;
            partner.admin.if_match(version).call(at.clone(), update).await
        };
        let open = change(UpdateOrganisation { publishes_shifts: Some(true), ..profile() }).await.ok();
        assert!(open.publishes_shifts && open.listed);
        let raised = change(UpdateOrganisation { special_category: Some(true), ..profile() }).await.ok();
        assert!(raised.special_category && !raised.publishes_shifts && !raised.listed);
        change(UpdateOrganisation { special_category: Some(false), ..profile() }).await.field("/specialCategory", FieldCode::Invalid);
        change(UpdateOrganisation { publishes_shifts: Some(true), ..profile() }).await.field("/publishesShifts", FieldCode::NotEligible);
        let seen = partner.admin.get(api::GetOrganisation { organisation: partner.id }).await.ok();
        assert!(seen.special_category && !seen.publishes_shifts);
    }
}
