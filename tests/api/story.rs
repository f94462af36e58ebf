//! The main job as one story: a group applies, the city approves, a walk is published, people sign up, are
//! confirmed and reminded by mail, one withdraws from the mail, the next in the queue moves up.

use lykta_shared::{
    api,
    messages::MailToken,
    organisations::{ApplicationQuery, ApplicationStatus, OrgRole, OrganisationStatus},
    problem::ProblemKind,
    shifts::{CreateShift, ShiftQuery, ShiftStatus, SignupState},
    text::Token,
    time::Instant,
};
use lykta_tests::{application, on_both};

fn later(now: Instant, hours: i64) -> String {
    now.plus_hours(hours).to_string()
}

on_both! {
    async fn a_group_applies_walks_and_everybody_is_told_once(app) {
        // The group applies. Until the city has said yes, it can't publish.
        let admin = app.person("samira").await;
        let created = admin.call(api::CreateOrganisation {}, application("Rissne nattvandrare", "night_walk_group")).await.ok();
        let organisation = created.organisation;
        admin.get(api::SubmitApplication { application: created.id }).await.ok();
        let mut plan = app.plan(5, 2).await;
        plan.maximum = 2;
        let create = CreateShift { shift: plan.clone(), publish: true };
        let refused = admin.call(api::PostShift { organisation }, create.clone()).await;
        assert!(refused.status.is_client_error(), "an applicant can't publish: {}", refused.text);

        // The liaison approves; the group is told.
        let liaison = app.liaison().await;
        let query = ApplicationQuery { status: None, district: None, q: None, page: None, limit: None };
        let queue = liaison.ask(api::ListApplications {}, query, ()).await.ok();
        assert_eq!(queue.items.iter().map(|row| row.id).collect::<Vec<_>>(), [created.id]);
        liaison.get(api::StartReview { application: created.id }).await.ok();
        let partner = {
            let grant = lykta_shared::organisations::Grant {
                activity_types: vec!["night_walk".parse().unwrap()],
                districts: vec!["rissne".parse().unwrap()],
                agreement_ends_on: "2098-12-31".parse().unwrap(),
            };
            let request = lykta_shared::organisations::ApproveRequest { grant, message: String::from("Välkomna.").try_into().unwrap() };
            let view = liaison.call(api::ApproveApplication { application: created.id }, request).await.ok();
            assert_eq!(view.application.status, ApplicationStatus::Approved);
            let me = admin.get(api::GetMe {}).await.ok();
            let mine = me.memberships.into_iter().find(|m| m.organisation == organisation).unwrap();
            assert_eq!(mine.organisation_status, OrganisationStatus::Active);
            lykta_tests::Partner { id: organisation, slug: mine.slug, admin: admin.clone(), admin_member: mine.id }
        };
        // The mail waits as long as the decision can be taken back.
        app.set_clock(&app.now().await.plus_seconds(30).to_string()).await;
        let decision = app.mails_to("samira@example.se").await;
        assert!(decision.iter().any(|m| m.body.contains("Välkomna.")), "the decision is mailed");

        // Three members; a walk for two.
        let (anna, _) = app.member(&partner, "anna", &[OrgRole::Volunteer]).await;
        let (bo, _) = app.member(&partner, "bo", &[OrgRole::Volunteer]).await;
        let (cia, _) = app.member(&partner, "cia", &[OrgRole::Volunteer]).await;
        let shift = admin.call(api::PostShift { organisation }, create).await.ok();
        let id = shift.card.id;
        assert_eq!(shift.card.status, ShiftStatus::Understaffed);
        let list = anna.ask(api::ListShifts {}, ShiftQuery { when: None, date: None, district: None, organisation: None, order: None, page: None, limit: None }, ()).await.ok();
        assert_eq!(list.items.len(), 1);
        assert_eq!(list.items[0].signup, SignupState::Open);

        // Two are in, the third waits.
        assert!(matches!(anna.sign_up(id).await.ok().signup, SignupState::Joined { .. }));
        assert!(matches!(bo.sign_up(id).await.ok().signup, SignupState::Joined { .. }));
        cia.sign_up(id).await.problem(ProblemKind::SignUpRefused);
        assert!(matches!(cia.sign_up_or_wait(id).await.ok().signup, SignupState::Waitlisted { position: 1, .. }));

        // Each gets one confirmation with a calendar file.
        let now = app.now().await;
        app.set_clock(&now.plus_minutes(3).to_string()).await;
        let mails = app.mails_to("anna@example.se").await;
        let confirmation = mails.last().unwrap();
        assert!(confirmation.body.contains("BEGIN:VCALENDAR"), "{}", confirmation.body);
        assert!(confirmation.body.contains("Rissne torg") && confirmation.body.contains("112"), "{}", confirmation.body);

        // Bo withdraws with the link of his mail, without signing in; Cia moves up and is told.
        let token = app.mails_to("bo@example.se").await.last().unwrap().token("withdraw");
        let token = || MailToken { token: Token::try_from(token.clone()).unwrap() };
        let visitor = app.visitor();
        assert!(visitor.call(api::PreviewMailWithdrawal {}, token()).await.ok().signed_up);
        assert!(!visitor.call(api::WithdrawByMail {}, token()).await.ok().signed_up);
        let seen = cia.get(api::GetShift { shift: id }).await.ok();
        assert!(matches!(seen.card.signup, SignupState::Joined { .. }), "{:?}", seen.card.signup);
        app.set_clock(&now.plus_minutes(6).to_string()).await;
        let told = app.mails_to("cia@example.se").await;
        assert!(told.last().unwrap().body.contains("BEGIN:VCALENDAR"), "{}", told.last().unwrap().body);

        // Reminders: 48 h and 3 h before, once each, to those who are on it, whatever happens to the server.
        let starts = shift.card.starts_at;
        let count = |mails: &[lykta_tests::Mail], who: &str| mails.iter().filter(|m| m.to == who).count();
        let before = app.mails().await;
        app.set_clock(&later(starts, -47)).await;
        let early = app.mails().await;
        app.set_clock(&later(starts, -2)).await;
        app.work().await;
        let late = app.mails().await;
        for (who, expected) in [("anna@example.se", 1), ("cia@example.se", 1), ("bo@example.se", 0)] {
            assert_eq!(count(&early, who) - count(&before, who), expected, "early reminder to {who}");
            assert_eq!(count(&late, who) - count(&early, who), expected, "late reminder to {who}");
        }
    }
}
