//! Members: who sees them, what they may, how a membership ends.

use lykta_shared::{
    ids::MembershipId,
    organisations::{MemberView, MembershipStatus},
    shifts::{ShiftStatus, SignupState},
};
use lykta_tests::{Partner, on_both};

use super::*;

async fn members(client: &Client, organisation: OrganisationId) -> Vec<MemberView> {
    client.get(api::ListMembers { organisation }).await.ok()
}

async fn member_row(partner: &Partner, id: MembershipId) -> MemberView {
    let list = members(&partner.admin, partner.id).await;
    list.into_iter().find(|row| row.id == id).expect("a member")
}

/// Sets somebody's roles, as the partner's administrator.
async fn set_roles(
    partner: &Partner,
    member: MembershipId,
    update: UpdateMember,
) -> Answer<MemberView> {
    let at = api::PutMember {
        organisation: partner.id,
        member,
    };
    let version = member_row(partner, member).await.version;
    partner.admin.if_match(version).call(at, update).await
}

on_both! {
    async fn addresses_are_for_administrators_names_for_schedulers_and_nothing_for_others(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let (scheduler, _) = app.member(&rissne, "örjan", &[OrgRole::Scheduler]).await;
        let (member, _) = app.member(&rissne, "zoe", &[OrgRole::Volunteer]).await;
        app.member(&rissne, "åsa", &[OrgRole::Volunteer]).await;
        let link = rissne.admin.get(api::CreateJoinLink { organisation: rissne.id }).await.ok();
        let waiting = app.person("viktor").await;
        waiting.call(api::RequestToJoin {}, token_of(&link.token)).await.ok();

        let seen = members(&rissne.admin, rissne.id).await;
        // Who waits first, then … z å ä ö.
        assert_eq!(seen.iter().map(|row| row.display_name.as_str()).collect::<Vec<_>>(), ["viktor", "rissne-admin", "zoe", "åsa", "örjan"]);
        assert_eq!(seen[0].status, MembershipStatus::Pending);
        assert!(seen.iter().all(|row| row.email.is_some()));
        assert_eq!(seen.iter().filter(|row| row.you).count(), 1);
        let names = members(&scheduler, rissne.id).await;
        assert_eq!(names.len(), 4, "not who only asked to join");
        assert!(names.iter().all(|row| row.email.is_none() && row.phone.is_none()));
        member.get(api::ListMembers { organisation: rissne.id }).await.problem(ProblemKind::Forbidden);
        app.visitor().get(api::ListMembers { organisation: rissne.id }).await.problem(ProblemKind::Unauthenticated);
        for outsider in [&waiting, &app.person("eva").await, &app.partner("Duvbo föräldrar").await.admin] {
            nothing_to_see(outsider, rissne.id).await;
        }
    }

    async fn roles_are_set_by_administrators_and_hold_from_the_next_request(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let (bo, member) = app.member(&rissne, "bo", &[OrgRole::Volunteer]).await;
        let (organisation, at) = (rissne.id, api::PutMember { organisation: rissne.id, member });
        rissne.admin.call(at.clone(), adult(&[OrgRole::Scheduler])).await.problem(ProblemKind::PreconditionRequired);
        bo.if_match(1).call(at.clone(), adult(&[OrgRole::Admin])).await.problem(ProblemKind::Forbidden);
        bo.get(api::ListMembers { organisation }).await.problem(ProblemKind::Forbidden);
        let version = member_row(&rissne, member).await.version;
        let set = rissne.admin.if_match(version).call(at.clone(), adult(&[OrgRole::Scheduler, OrgRole::Volunteer, OrgRole::Scheduler])).await.ok();
        assert_eq!(set.roles, [OrgRole::Scheduler, OrgRole::Volunteer]);
        rissne.admin.if_match(version).call(at.clone(), adult(&[OrgRole::Volunteer])).await.problem(ProblemKind::Stale);
        bo.get(api::ListMembers { organisation }).await.ok();
        set_roles(&rissne, member, adult(&[OrgRole::Volunteer])).await.ok();
        bo.get(api::ListMembers { organisation }).await.problem(ProblemKind::Forbidden);

        set_roles(&rissne, member, adult(&[])).await.field("/roles", FieldCode::Required);
        set_roles(&rissne, member, adult(&[OrgRole::YouthVolunteer])).await.field("/roles", FieldCode::NotEligible);
        let youth = UpdateMember { roles: vec![OrgRole::ShiftLeader], age_band: AgeBand::Youth, guardian_consent_on: None };
        set_roles(&rissne, member, youth).await.field("/roles", FieldCode::NotEligible);
        // Who is over the age limit has no guardian, and this organisation takes nobody under it along.
        let guarded = UpdateMember { guardian_consent_on: Some(text("2026-01-01")), ..adult(&[OrgRole::Volunteer]) };
        set_roles(&rissne, member, guarded).await.field("/guardianConsentOn", FieldCode::NotEligible);
        let young = UpdateMember { roles: vec![OrgRole::YouthVolunteer], age_band: AgeBand::Youth, guardian_consent_on: None };
        set_roles(&rissne, member, young).await.field("/ageBand", FieldCode::NotEligible);
        // A city's role is none that an organisation could give.
        let body = r#"{"roles":["city_liaison"],"ageBand":"adult"}"#;
        let path = format!("/api/v1/organisations/{organisation}/members/{member}");
        rissne.admin.if_match(1).send::<()>(api::Method::Put, &path, Some(body)).await.field("/roles/0", FieldCode::UnknownKey);
    }

    async fn another_organisations_administrator_reaches_no_member(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let duvbo = app.partner("Duvbo föräldrar").await;
        let (_, member) = app.member(&rissne, "bo", &[OrgRole::Volunteer]).await;
        // Through the own organisation's path and through the other's.
        for organisation in [duvbo.id, rissne.id] {
            let admin = &duvbo.admin;
            admin.if_match(1).call(api::PutMember { organisation, member }, adult(&[OrgRole::Volunteer])).await.problem(ProblemKind::NotFound);
            admin.get(api::ApproveMember { organisation, member }).await.problem(ProblemKind::NotFound);
            admin.call(api::RemoveMembership { organisation, member }, removal()).await.problem(ProblemKind::NotFound);
        }
        assert_eq!(member_row(&rissne, member).await.status, MembershipStatus::Active);
    }

    async fn an_organisation_keeps_an_administrator(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let (organisation, first) = (rissne.id, rissne.admin_member);
        set_roles(&rissne, first, adult(&[OrgRole::Volunteer])).await.problem(ProblemKind::LastAdmin);
        rissne.admin.get(api::LeaveOrganisation { organisation }).await.problem(ProblemKind::LastAdmin);
        rissne.admin.call(api::RemoveMembership { organisation, member: first }, removal()).await.problem(ProblemKind::LastAdmin);

        // With two, both can't go at once: by leaving, by demoting themselves, by removing each other.
        let (second, other) = app.member(&rissne, "bo", &[OrgRole::Admin]).await;
        for round in 0..3 {
            let versions = (member_row(&rissne, first).await.version, member_row(&rissne, other).await.version);
            let one = rissne.admin.if_match(versions.0);
            let two = second.if_match(versions.1);
            let demote = |member| api::PutMember { organisation, member };
            let outcomes = if round == 0 {
                let both = tokio::join!(
                    one.call(demote(first), adult(&[OrgRole::Volunteer])),
                    two.call(demote(other), adult(&[OrgRole::Volunteer])),
                );
                [both.0.status, both.1.status]
            } else if round == 1 {
                // Each takes the right from the other; who comes second has no right any more.
                let (one, two) = (rissne.admin.if_match(versions.1), second.if_match(versions.0));
                let both = tokio::join!(
                    one.call(demote(other), adult(&[OrgRole::Volunteer])),
                    two.call(demote(first), adult(&[OrgRole::Volunteer])),
                );
                [both.0.status, both.1.status]
            } else {
                let both = tokio::join!(
                    rissne.admin.get(api::LeaveOrganisation { organisation }),
                    second.get(api::LeaveOrganisation { organisation }),
                );
                [both.0.status, both.1.status]
            };
            let went = outcomes.iter().filter(|status| status.is_success()).count();
            assert_eq!(went, 1, "round {round}: {outcomes:?}");
            if round == 2 {
                break;
            }
            // Whoever is left makes the other an administrator again.
            let first_left = rissne.admin.get(api::ListMembers { organisation }).await.status.is_success();
            let (left, gone) = if first_left { (&rissne.admin, other) } else { (&second, first) };
            let row = members(left, organisation).await.into_iter().find(|row| row.id == gone).unwrap();
            left.if_match(row.version).call(demote(gone), adult(&[OrgRole::Admin])).await.ok();
        }
    }

    async fn a_removed_member_loses_rights_and_places_and_is_told_why(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let duvbo = app.partner("Duvbo föräldrar").await;
        let (bo, member) = app.member(&rissne, "bo", &[OrgRole::Scheduler, OrgRole::Volunteer]).await;
        let (asa, _) = app.member(&rissne, "asa", &[OrgRole::Volunteer]).await;
        let (cia, _) = app.member(&rissne, "cia", &[OrgRole::Volunteer]).await;
        app.join(&duvbo, &bo, "bo", &[OrgRole::Volunteer]).await;
        let walk = app.walk(&rissne, app.plan(4, 2).await).await.card.id;
        let elsewhere = app.walk(&duvbo, app.plan(6, 2).await).await.card.id;
        for who in [&bo, &asa] {
            who.sign_up(walk).await.ok();
        }
        bo.sign_up(elsewhere).await.ok();
        cia.sign_up_or_wait(walk).await.ok();

        let organisation = rissne.id;
        let at = api::RemoveMembership { organisation, member };
        asa.call(at.clone(), removal()).await.problem(ProblemKind::Forbidden);
        rissne.admin.send::<()>(api::Method::Post, &format!("/api/v1/organisations/{organisation}/members/{member}/removal"), Some(r#"{"reason":" "}"#))
            .await.field("/reason", FieldCode::Required);
        rissne.admin.call(at.clone(), removal()).await.ok();
        rissne.admin.call(at, removal()).await.problem(ProblemKind::NotFound);
        assert_eq!(told(&app, "bo@example.se", "Du har flyttat till en annan stad.").await, 1);
        nothing_to_see(&bo, organisation).await;
        assert!(members(&rissne.admin, organisation).await.iter().all(|row| row.id != member));

        // The place went to the first in the queue; the other organisation's place stayed.
        let seen = cia.get(api::GetShift { shift: walk }).await.ok();
        assert!(matches!(seen.card.signup, SignupState::Joined { .. }), "{:?}", seen.card.signup);
        let kept = bo.get(api::GetShift { shift: elsewhere }).await.ok();
        assert!(matches!(kept.card.signup, SignupState::Joined { .. }), "{:?}", kept.card.signup);
        assert_ne!(kept.card.status, ShiftStatus::Cancelled);

        // Coming back needs approval again, and old rights do not return.
        let link = rissne.admin.get(api::CreateJoinLink { organisation }).await.ok();
        let back = bo.call(api::RequestToJoin {}, token_of(&link.token)).await.ok();
        assert_eq!(back.status, MembershipStatus::Pending);
        nothing_to_see(&bo, organisation).await;
        let pending = members(&rissne.admin, organisation).await.into_iter().find(|row| row.status == MembershipStatus::Pending).unwrap();
        assert_ne!(pending.id, member);
        let approved = rissne.admin.get(api::ApproveMember { organisation, member: pending.id }).await.ok();
        assert_eq!(approved.roles, [OrgRole::Volunteer]);
        bo.get(api::ListMembers { organisation }).await.problem(ProblemKind::Forbidden);
    }

    async fn leaving_frees_places_and_twice_is_not_possible(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let (bo, _) = app.member(&rissne, "bo", &[OrgRole::Volunteer]).await;
        let organisation = rissne.id;
        let walk = app.walk(&rissne, app.plan(4, 2).await).await.card.id;
        bo.sign_up(walk).await.ok();
        bo.get(api::LeaveOrganisation { organisation }).await.ok();
        bo.get(api::LeaveOrganisation { organisation }).await.problem(ProblemKind::NotFound);
        assert!(bo.get(api::GetMe {}).await.ok().memberships.is_empty());
        let roster = rissne.admin.get(api::GetRoster { shift: walk }).await.ok();
        assert!(roster.rows.is_empty(), "{:?}", roster.rows);
        assert!(roster.candidates.iter().all(|person| person.display_name != "bo"));
        app.person("eva").await.get(api::LeaveOrganisation { organisation }).await.problem(ProblemKind::NotFound);
    }
}
