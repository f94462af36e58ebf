//! The two ways into an organisation: an invitation to one address, and a link for many, with approval.

use lykta_shared::organisations::MembershipStatus;
use lykta_tests::on_both;

use super::*;

on_both! {
    async fn an_invitation_works_once_for_the_one_it_went_to(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let organisation = rissne.id;
        let (bo, eva) = (app.person("bo").await, app.person("eva").await);
        let invite = api::Invite { organisation };
        let sent = rissne.admin.call(invite.clone(), invitation("bo", &[OrgRole::ShiftLeader, OrgRole::Volunteer], AgeBand::Adult)).await;
        let token = invitation_token(&app, "bo").await;
        assert!(!sent.text.contains(&token), "the token is mailed, never answered");
        let sent = sent.ok();
        assert_eq!(rissne.admin.get(api::ListInvitations { organisation }).await.ok(), [sent]);

        let preview = app.visitor().call(api::PreviewInvitation {}, token_of(&token)).await.ok();
        assert_eq!((preview.organisation_name.as_str(), preview.needs_approval), ("Rissne nattvandrare", false));
        app.visitor().call(api::AcceptInvitation {}, token_of(&token)).await.problem(ProblemKind::Unauthenticated);
        eva.call(api::AcceptInvitation {}, token_of(&token)).await.problem(ProblemKind::LinkInvalid);
        let joined = accept(&app, &bo, "bo").await.ok();
        assert_eq!((joined.organisation, joined.status), (organisation, MembershipStatus::Active));
        let mine = bo.get(api::GetMe {}).await.ok().memberships;
        assert_eq!(mine[0].roles, [OrgRole::ShiftLeader, OrgRole::Volunteer]);
        bo.call(api::AcceptInvitation {}, token_of(&token)).await.problem(ProblemKind::LinkInvalid);
        app.visitor().call(api::PreviewInvitation {}, token_of(&token)).await.problem(ProblemKind::LinkInvalid);
        assert!(rissne.admin.get(api::ListInvitations { organisation }).await.ok().is_empty());
        rissne.admin.call(invite, invitation("bo", &[OrgRole::Admin], AgeBand::Adult)).await.problem(ProblemKind::AlreadyMember);
    }

    async fn a_second_invitation_replaces_the_first_and_a_revoked_one_is_dead(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let organisation = rissne.id;
        let bo = app.person("bo").await;
        let invite = api::Invite { organisation };
        rissne.admin.call(invite.clone(), invitation("bo", &[OrgRole::Admin], AgeBand::Adult)).await.ok();
        let first = invitation_token(&app, "bo").await;
        let second = rissne.admin.call(invite, invitation("BO", &[OrgRole::Volunteer], AgeBand::Adult)).await.ok();
        bo.call(api::AcceptInvitation {}, token_of(&first)).await.problem(ProblemKind::LinkInvalid);
        assert_eq!(rissne.admin.get(api::ListInvitations { organisation }).await.ok().len(), 1);

        let revoke = api::RevokeInvitation { organisation, invitation: second.id };
        bo.get(revoke.clone()).await.problem(ProblemKind::NotFound);
        let duvbo = app.partner("Duvbo föräldrar").await;
        duvbo.admin.get(api::RevokeInvitation { organisation: duvbo.id, invitation: second.id }).await.problem(ProblemKind::NotFound);
        rissne.admin.get(revoke.clone()).await.ok();
        rissne.admin.get(revoke).await.ok();
        assert!(rissne.admin.get(api::ListInvitations { organisation }).await.ok().is_empty());
        assert!(bo.get(api::GetMe {}).await.ok().memberships.is_empty());
    }

    async fn an_invitation_ends_after_seven_days_and_with_the_right_of_who_sent_it(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let organisation = rissne.id;
        let invite = api::Invite { organisation };
        let bo = app.person("bo").await;
        let (second, member) = app.member(&rissne, "cia", &[OrgRole::Admin]).await;
        second.call(invite.clone(), invitation("bo", &[OrgRole::Admin], AgeBand::Adult)).await.ok();
        let version = rissne.admin.get(api::ListMembers { organisation }).await.ok().into_iter().find(|row| row.id == member).unwrap().version;
        rissne.admin.if_match(version).call(api::PutMember { organisation, member }, adult(&[OrgRole::Volunteer])).await.ok();
        accept(&app, &bo, "bo").await.problem(ProblemKind::LinkInvalid);
        assert!(bo.get(api::GetMe {}).await.ok().memberships.is_empty());

        rissne.admin.call(invite, invitation("bo", &[OrgRole::Volunteer], AgeBand::Adult)).await.ok();
        let token = invitation_token(&app, "bo").await;
        days_pass(&app, 7).await;
        let bo = app.log_in("bo@example.se").await;
        bo.call(api::AcceptInvitation {}, token_of(&token)).await.problem(ProblemKind::LinkInvalid);
        let admin = app.log_in("rissne-admin@example.se").await;
        assert!(admin.get(api::ListInvitations { organisation }).await.ok().is_empty());
    }

    async fn who_may_invite_and_as_what(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let organisation = rissne.id;
        let at = api::Invite { organisation };
        let (scheduler, _) = app.member(&rissne, "sam", &[OrgRole::Scheduler]).await;
        let someone = || invitation("ny", &[OrgRole::Volunteer], AgeBand::Adult);
        scheduler.call(at.clone(), someone()).await.problem(ProblemKind::Forbidden);
        scheduler.get(api::CreateJoinLink { organisation }).await.problem(ProblemKind::Forbidden);
        app.person("eva").await.call(at.clone(), someone()).await.problem(ProblemKind::NotFound);
        rissne.admin.call(at.clone(), invitation("ny", &[], AgeBand::Adult)).await.field("/roles", FieldCode::Required);
        rissne.admin.call(at.clone(), invitation("ny", &[OrgRole::Volunteer], AgeBand::Youth)).await.field("/roles", FieldCode::NotEligible);
        // Youth only where the organisation takes them along.
        let ung = app.person("ung").await;
        let youth = || invitation("ung", &[OrgRole::YouthVolunteer], AgeBand::Youth);
        rissne.admin.call(at.clone(), youth()).await.field("/ageBand", FieldCode::NotEligible);
        let version = rissne.admin.get(api::GetOrganisation { organisation }).await.ok().version;
        let update = UpdateOrganisation { accepts_youth: Some(true), ..profile() };
        rissne.admin.if_match(version).call(api::PatchOrganisation { organisation }, update).await.ok();
        rissne.admin.call(at, youth()).await.ok();
        accept(&app, &ung, "ung").await.ok();
        let row = rissne.admin.get(api::ListMembers { organisation }).await.ok().into_iter().find(|row| row.display_name == "ung").unwrap();
        assert_eq!((row.age_band, row.roles), (AgeBand::Youth, vec![OrgRole::YouthVolunteer]));
    }

    async fn a_join_link_lets_people_ask_and_an_administrator_decide(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let organisation = rissne.id;
        let link = rissne.admin.get(api::CreateJoinLink { organisation }).await.ok();
        let preview = app.visitor().call(api::PreviewJoinLink {}, token_of(&link.token)).await.ok();
        assert!(preview.needs_approval && preview.roles.is_empty());
        app.visitor().call(api::RequestToJoin {}, token_of(&link.token)).await.problem(ProblemKind::Unauthenticated);
        let bo = app.person("bo").await;
        let before = app.mails_to("rissne-admin@example.se").await.len();
        for _ in 0..2 {
            let asked = bo.call(api::RequestToJoin {}, token_of(&link.token)).await.ok();
            assert_eq!(asked.status, MembershipStatus::Pending);
        }
        assert_eq!(app.mails_to("rissne-admin@example.se").await.len(), before + 1, "told once");
        assert_eq!(rissne.admin.get(api::GetOrganisation { organisation }).await.ok().pending_members, 1);
        nothing_to_see(&bo, organisation).await;

        let member = rissne.admin.get(api::ListMembers { organisation }).await.ok()[0].id;
        bo.get(api::ApproveMember { organisation, member }).await.problem(ProblemKind::NotFound);
        let before = app.mails_to("bo@example.se").await.len();
        for _ in 0..2 {
            let row = rissne.admin.get(api::ApproveMember { organisation, member }).await.ok();
            assert_eq!((row.status, row.roles), (MembershipStatus::Active, vec![OrgRole::Volunteer]));
        }
        assert_eq!(app.mails_to("bo@example.se").await.len(), before + 1, "told once");
        bo.call(api::RequestToJoin {}, token_of(&link.token)).await.problem(ProblemKind::AlreadyMember);

        // Somebody who is turned down is told why.
        let eva = app.person("eva").await;
        eva.call(api::RequestToJoin {}, token_of(&link.token)).await.ok();
        let member = rissne.admin.get(api::ListMembers { organisation }).await.ok()[0].id;
        rissne.admin.call(api::RemoveMembership { organisation, member }, removal()).await.ok();
        assert_eq!(told(&app, "eva@example.se", "Du har flyttat till en annan stad.").await, 1);
    }

    async fn a_join_link_is_replaced_ended_and_grows_old(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let organisation = rissne.id;
        let bo = app.person("bo").await;
        let make = async |admin: &Client| admin.get(api::CreateJoinLink { organisation }).await.ok().token;
        let dead = async |client: &Client, token: &str| {
            client.call(api::RequestToJoin {}, token_of(token)).await.problem(ProblemKind::LinkInvalid);
            client.call(api::PreviewJoinLink {}, token_of(token)).await.problem(ProblemKind::LinkInvalid);
        };
        let first = make(&rissne.admin).await;
        let second = make(&rissne.admin).await;
        dead(&bo, &first).await;
        assert!(rissne.admin.get(api::GetOrganisation { organisation }).await.ok().join_link);
        for _ in 0..2 {
            rissne.admin.get(api::DeleteJoinLink { organisation }).await.ok();
        }
        dead(&bo, &second).await;
        assert!(!rissne.admin.get(api::GetOrganisation { organisation }).await.ok().join_link);
        // An invitation's token is no join link's, and the other way round.
        let third = make(&rissne.admin).await;
        bo.call(api::AcceptInvitation {}, token_of(&third)).await.problem(ProblemKind::LinkInvalid);
        days_pass(&app, 30).await;
        dead(&app.log_in("bo@example.se").await, &third).await;
    }

    async fn of_two_acceptances_at_once_one_makes_a_member(app) {
        let rissne = app.partner("Rissne nattvandrare").await;
        let organisation = rissne.id;
        let bo = app.person("bo").await;
        rissne.admin.call(api::Invite { organisation }, invitation("bo", &[OrgRole::Volunteer], AgeBand::Adult)).await.ok();
        let token = invitation_token(&app, "bo").await;
        let tries = futures_util::future::join_all((0..8).map(|_| bo.call(api::AcceptInvitation {}, token_of(&token)))).await;
        let good = tries.iter().filter(|answer| answer.status.is_success()).count();
        assert_eq!(good, 1);
        assert!(tries.iter().all(|answer| answer.status.as_u16() < 500));
        assert_eq!(rissne.admin.get(api::ListMembers { organisation }).await.ok().len(), 2);
    }

    async fn a_mail_of_a_faith_community_names_it_neither_in_subject_nor_sender(app) {
        let parish = app.partner_of_type("Älvens församling", "faith_community").await;
        let organisation = parish.id;
        let bo = app.person("bo").await;
        parish.admin.call(api::Invite { organisation }, invitation("bo", &[OrgRole::Volunteer], AgeBand::Adult)).await.ok();
        accept(&app, &bo, "bo").await.ok();
        let member = bo.get(api::GetMe {}).await.ok().memberships[0].id;
        parish.admin.call(api::RemoveMembership { organisation, member }, removal()).await.ok();
        let mails = app.mails_to("bo@example.se").await;
        assert!(mails.len() >= 3, "confirmation of the address, invitation, removal");
        for mail in mails {
            let head = format!("{}\n{}", mail.subject, mail.head).to_lowercase();
            assert!(!head.contains("församling") && !head.contains("lvens"), "{head}");
        }
    }
}
