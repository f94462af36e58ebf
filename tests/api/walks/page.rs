//! The walk's page: who sees it, and what of it when.

use super::*;
use lykta_shared::{
    identity::UpdateMe,
    problem::{FieldCode, ProblemKind},
    time::{ClockChange, LocalDate, LocalTime},
    walks::{CheckpointPlan, WalkPlan, WalkSettings},
};
use lykta_tests::on_both;

fn show_phone() -> UpdateMe {
    UpdateMe {
        display_name: None,
        language: None,
        phone: Some(text("070-174 06 05")),
        remove_phone: false,
        show_phone: Some(true),
        reminders: None,
    }
}

on_both! {
    async fn the_walks_page_is_for_its_leader_planners_and_those_on_it(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        let (cia, _) = app.member(&night.group, "cia", VOLUNTEER).await;
        let other = app.partner("Duvbo nattvandrare").await;
        let liaison = app.liaison().await;
        let lea = app.log_in("lea@example.se").await;
        let anna = app.log_in("anna@example.se").await;
        assert!(page(&lea, shift).await.can_lead);
        assert!(page(&night.group.admin, shift).await.can_lead);
        let seen = page(&anna, shift).await;
        assert!(!seen.can_lead && seen.candidates.is_empty() && seen.equipment.is_empty());
        assert_eq!(seen.people.len(), 3);
        assert!(seen.people[0].leader && seen.people.iter().any(|one| one.you && one.member == night.anna));
        cia.get(api::GetWalk { shift }).await.problem(ProblemKind::Forbidden);
        other.admin.get(api::GetWalk { shift }).await.problem(ProblemKind::NotFound);
        liaison.get(api::GetWalk { shift }).await.problem(ProblemKind::NotFound);
        app.visitor().get(api::GetWalk { shift }).await.problem(ProblemKind::Unauthenticated);
    }

    async fn the_briefing_is_read_in_its_window_only_and_the_reading_is_noted(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        let settings = WalkSettings { briefing_hours: 2, home_minutes: 45, step_minutes: 15, duty: None };
        let organisation = night.group.id;
        night.group.admin.if_match(0).call(api::PutWalkSettings { organisation }, settings).await.ok();
        for (minutes, shown) in [(-121, false), (-119, true), (179, true), (180, false)] {
            night.go(&app, minutes).await;
            let anna = app.log_in("anna@example.se").await;
            let seen = page(&anna, shift).await;
            assert_eq!(seen.briefing.is_some(), shown, "{minutes}");
            assert_eq!(seen.briefing_from, night.at(-120));
        }
        // The shift's own page shows the briefing to planners only.
        let anna = app.log_in("anna@example.se").await;
        assert_eq!(anna.get(api::GetShift { shift }).await.ok().briefing, None);
        if app.backend == lykta_tests::Backend::Postgres {
            assert_eq!(app.query("SELECT count(*) FROM briefing_readings"), "1");
        }
    }

    async fn numbers_show_around_the_walk_to_the_leader_and_the_leaders_to_all(app) {
        let night = Night::new(&app).await;
        for name in ["lea", "anna"] {
            let who = app.log_in(&format!("{name}@example.se")).await;
            who.call(api::PatchMe {}, show_phone()).await.ok();
        }
        let phones = |page: &WalkPage| page.people.iter().filter(|one| one.phone.is_some()).count();
        for (minutes, for_leader, for_anna) in [(-24 * 60 - 1, 0, 0), (-24 * 60, 2, 1), (3 * 60 + 12 * 60 - 1, 2, 1), (15 * 60, 0, 0)] {
            night.go(&app, minutes).await;
            let lea = app.log_in("lea@example.se").await;
            let anna = app.log_in("anna@example.se").await;
            assert_eq!(phones(&page(&lea, night.id()).await), for_leader, "{minutes}");
            assert_eq!(phones(&page(&anna, night.id()).await), for_anna, "{minutes}");
        }
    }

    async fn route_deputy_and_meeting_midway_are_settled_by_who_leads(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        let plan = |hour: i8, deputy| WalkPlan {
            route: vec![text("Rissne torg"), text("Gångtunneln"), text("Skolgården")],
            deputy,
            checkpoint: Some(CheckpointPlan { time: LocalTime { hour, minute: 30 }, place: text("Fritidsgården") }),
        };
        let lea = app.log_in("lea@example.se").await;
        let anna = app.log_in("anna@example.se").await;
        let endpoint = || api::PutWalkPlan { shift };
        anna.call(endpoint(), plan(21, None)).await.problem(ProblemKind::Forbidden);
        lea.call(endpoint(), plan(23, None)).await.field("/checkpoint/time", FieldCode::OutOfRange);
        lea.call(endpoint(), plan(21, Some(night.group.admin_member))).await.field("/deputy", FieldCode::NotEligible);
        let seen = lea.call(endpoint(), plan(21, Some(night.anna))).await.ok();
        assert_eq!(seen.route, ["Rissne torg", "Gångtunneln", "Skolgården"]);
        let midway = seen.checkpoint.unwrap();
        assert_eq!((midway.at, midway.reached_at), (night.at(90), None));
        // The deputy leads from now on.
        assert!(page(&anna, shift).await.can_lead);
        night.go(&app, 95).await;
        let anna = app.log_in("anna@example.se").await;
        let tick = Tick { at: night.at(92) };
        for _ in 0..2 {
            let seen = anna.call(api::PutCheckpoint { shift }, tick.clone()).await.ok();
            assert_eq!(seen.checkpoint.unwrap().reached_at, Some(night.at(92)));
        }
    }

    async fn settings_are_for_planners_and_within_reason(app) {
        let night = Night::new(&app).await;
        let organisation = night.group.id;
        let settings = |briefing_hours, duty| WalkSettings { briefing_hours, home_minutes: 60, step_minutes: 10, duty };
        let held = night.group.admin.get(api::GetWalkSettings { organisation }).await.ok();
        assert_eq!((held.settings.briefing_hours, held.settings.home_minutes, held.version), (24, 45, 0));
        let admin = night.group.admin.if_match(0);
        admin.call(api::PutWalkSettings { organisation }, settings(0, None)).await.field("/briefingHours", FieldCode::OutOfRange);
        let other = app.partner("Duvbo nattvandrare").await;
        admin.call(api::PutWalkSettings { organisation }, settings(12, Some(other.admin_member))).await.field("/duty", FieldCode::NotEligible);
        let changed = admin.call(api::PutWalkSettings { organisation }, settings(12, Some(night.bo))).await.ok();
        assert_eq!((changed.settings.duty, changed.version), (Some(night.bo), 1));
        admin.call(api::PutWalkSettings { organisation }, settings(13, None)).await.problem(ProblemKind::Stale);
        let anna = app.log_in("anna@example.se").await;
        anna.get(api::GetWalkSettings { organisation }).await.problem(ProblemKind::Forbidden);
        other.admin.get(api::GetWalkSettings { organisation }).await.problem(ProblemKind::NotFound);
        night.group.admin.call(api::PutWalkSettings { organisation }, settings(12, None)).await.problem(ProblemKind::PreconditionRequired);
    }

    async fn over_both_clock_changes_the_page_says_the_true_length(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        drop(lea);
        for ((year, month, day), minutes, change) in [
            ((2027, 3, 27), 300, ClockChange::Forward),
            ((2027, 10, 30), 420, ClockChange::Back),
        ] {
            let mut form = app.plan(1, 4).await;
            form.date = LocalDate { year, month, day };
            (form.start_time.hour, form.end_time.hour) = (22, 4);
            form.leader = Some(leader);
            let walk = app.walk(&group, form).await.card;
            let lea = app.log_in("lea@example.se").await;
            let seen = page(&lea, walk.id).await;
            assert_eq!((seen.minutes, seen.clock_change), (minutes, change));
        }
    }
}
