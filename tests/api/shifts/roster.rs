//! Rosters, leaders, and people who leave.

use super::*;
use lykta_shared::{
    identity::UpdateMe,
    organisations::{OrgRole, RemoveMember},
    problem::{FieldCode, ProblemKind},
    shifts::{AddToRoster, SetLeader},
};
use lykta_tests::on_both;

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];
const LEADER: &[OrgRole] = &[OrgRole::Volunteer, OrgRole::ShiftLeader];

fn plainly() -> AddToRoster {
    AddToRoster {
        override_reason: None,
    }
}

fn because(reason: &str) -> AddToRoster {
    AddToRoster {
        override_reason: Some(text(reason)),
    }
}

on_both! {
    async fn a_leader_is_a_member_with_that_role_who_counts(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        let (anna, member) = app.member(&group, "anna", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 4).await).await.card.id;
        let endpoint = || api::SetShiftLeader { shift };
        let wrong = group.admin.call(endpoint(), SetLeader { leader: Some(member) }).await;
        wrong.field("/leader", FieldCode::NotEligible);
        let set = group.admin.call(endpoint(), SetLeader { leader: Some(leader) }).await.ok();
        assert_eq!((set.card.staffing.taken, set.card.staffing.leader_missing), (1, false));
        assert_eq!(set.leader.unwrap().display_name, "lea");
        assert!(matches!(state(&lea, shift).await, SignupState::Joined { leader: true, .. }));
        anna.sign_up(shift).await.ok();
        // The last leader drops out: flagged, though heads suffice.
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        bo.sign_up(shift).await.ok();
        lea.get(api::Withdraw { shift }).await.ok();
        let left = seen(&group.admin, shift).await;
        assert!(left.card.staffing.leader_missing && left.leader.is_none());
        assert_eq!((left.card.staffing.missing, left.card.staffing.taken), (0, 2));
        group.admin.call(endpoint(), SetLeader { leader: Some(leader) }).await.ok();
        let nobody = group.admin.call(endpoint(), SetLeader { leader: None }).await.ok();
        assert!(nobody.card.staffing.leader_missing);
        assert!(matches!(state(&lea, shift).await, SignupState::Joined { leader: false, .. }));
    }

    async fn the_roster_is_for_its_leader_and_planners(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        let (anna, member) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, other_member) = app.member(&group, "bo", VOLUNTEER).await;
        let mut form = app.plan(5, 4).await;
        form.leader = Some(leader);
        let shift = app.walk(&group, form).await.card.id;
        anna.sign_up(shift).await.ok();
        let roster = lea.get(api::GetRoster { shift }).await.ok();
        let rows: Vec<_> = roster.rows.iter().map(|row| (row.member, row.leader)).collect();
        assert_eq!(rows, [(leader, true), (member, false)]);
        let candidates: Vec<_> = roster.candidates.iter().map(|c| c.member).collect();
        assert!(candidates.contains(&other_member) && !candidates.contains(&member));
        anna.get(api::GetRoster { shift }).await.problem(ProblemKind::Forbidden);
        bo.call(api::AddMemberToShift { shift, member: other_member }, plainly()).await.problem(ProblemKind::Forbidden);
        anna.get(api::RemoveMemberFromShift { shift, member: leader }).await.problem(ProblemKind::Forbidden);
        other.admin.get(api::GetRoster { shift }).await.problem(ProblemKind::NotFound);
        other.admin.call(api::AddMemberToShift { shift, member: other.admin_member }, plainly()).await.problem(ProblemKind::NotFound);
        app.visitor().get(api::GetRoster { shift }).await.problem(ProblemKind::Unauthenticated);
        // Nobody of another organisation gets onto it, not even by their own membership's id.
        lea.call(api::AddMemberToShift { shift, member: other.admin_member }, plainly()).await.problem(ProblemKind::NotFound);
        let added = lea.call(api::AddMemberToShift { shift, member: other_member }, plainly()).await.ok();
        assert_eq!(added.rows.len(), 3);
        assert!(matches!(state(&bo, shift).await, SignupState::Joined { .. }));
        for _ in 0..2 {
            let removed = lea.get(api::RemoveMemberFromShift { shift, member: other_member }).await.ok();
            assert_eq!(removed.rows.len(), 2);
        }
    }

    async fn the_maximum_is_passed_only_with_a_reason_and_only_for_that_person(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let mut people = Vec::new();
        for name in ["anna", "bo", "cia", "dan"] {
            people.push(app.member(&group, name, VOLUNTEER).await);
        }
        let [(anna, _), (bo, _), (cia, third), (dan, _)] = people.as_slice() else { unreachable!() };
        let shift = app.walk(&group, app.plan(5, 2).await).await.card.id;
        anna.sign_up(shift).await.ok();
        bo.sign_up(shift).await.ok();
        dan.sign_up_or_wait(shift).await.ok();
        let endpoint = || api::AddMemberToShift { shift, member: *third };
        assert_eq!(reasons(group.admin.call(endpoint(), plainly()).await), [SignUpReason::Full]);
        let over = group.admin.call(endpoint(), because("Leder den andra gruppen.")).await.ok();
        assert_eq!((over.shift.staffing.taken, over.shift.staffing.maximum, over.shift.staffing.free), (3, 2, 0));
        // The extra place goes with the person: nobody moves up onto it.
        cia.get(api::Withdraw { shift }).await.ok();
        assert!(matches!(state(dan, shift).await, SignupState::Waitlisted { position: 1, .. }));
        anna.get(api::Withdraw { shift }).await.ok();
        assert!(matches!(state(dan, shift).await, SignupState::Joined { .. }));
        assert_eq!(names_on(&group.admin, shift).await.len(), 2);
        // A hard reason is never overridden.
        let busy = app.walk(&group, app.plan(5, 2).await).await.card.id;
        cia.sign_up(busy).await.ok();
        assert_eq!(reasons(group.admin.call(endpoint(), because("Ändå.")).await), [SignUpReason::Overlap]);
    }

    async fn numbers_show_only_around_the_walk_and_only_if_agreed(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        app.member(&group, "bo", VOLUNTEER).await;
        let show = UpdateMe { phone: Some(text("070-174 06 05")), show_phone: Some(true), ..nothing() };
        lea.call(api::PatchMe {}, show).await.ok();
        let mut form = app.plan(5, 4).await;
        form.leader = Some(leader);
        let card = app.walk(&group, form).await.card;
        anna.sign_up(card.id).await.ok();
        assert_eq!(seen(&anna, card.id).await.leader.unwrap().phone, None);
        app.set_clock(&card.starts_at.plus_hours(-23).to_string()).await;
        let anna = app.log_in("anna@example.se").await;
        let lea = app.log_in("lea@example.se").await;
        assert_eq!(seen(&anna, card.id).await.leader.unwrap().phone.as_deref(), Some("070-174 06 05"));
        let bo = app.log_in("bo@example.se").await;
        assert_eq!(seen(&bo, card.id).await.leader.unwrap().phone, None, "not for those who are not on it");
        let roster = lea.get(api::GetRoster { shift: card.id }).await.ok();
        assert!(roster.rows.iter().all(|row| row.leader == row.phone.is_some()));
    }

    async fn a_membership_that_ends_frees_future_places_and_leaves_a_walk_under_way(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, member) = app.member(&group, "anna", LEADER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let (cia, _) = app.member(&group, "cia", VOLUNTEER).await;
        let tonight = app.walk(&group, app.plan(1, 2).await).await.card;
        let mut form = app.plan(6, 2).await;
        form.leader = Some(member);
        let later = app.walk(&group, form).await.card;
        anna.sign_up(tonight.id).await.ok();
        bo.sign_up(later.id).await.ok();
        cia.sign_up_or_wait(later.id).await.ok();
        app.set_clock(&tonight.starts_at.plus_minutes(5).to_string()).await;
        let admin = app.log_in("rissne-admin@example.se").await;
        let anna = app.log_in("anna@example.se").await;
        let reason = RemoveMember { reason: text("Flyttar.") };
        admin.call(api::RemoveMembership { organisation: group.id, member }, reason).await.ok();
        assert!(matches!(state(&anna, tonight.id).await, SignupState::Joined { .. }), "stays on the walk under way");
        anna.get(api::GetShift { shift: later.id }).await.problem(ProblemKind::NotFound);
        let cia = app.log_in("cia@example.se").await;
        assert!(matches!(state(&cia, later.id).await, SignupState::Joined { .. }));
        assert!(seen(&admin, later.id).await.card.staffing.leader_missing);
    }

    async fn a_calendar_file_is_for_those_on_the_shift(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 4).await).await.card.id;
        anna.get(api::GetShiftCalendar { shift }).await.problem(ProblemKind::NotFound);
        anna.sign_up(shift).await.ok();
        let file = anna.get(api::GetShiftCalendar { shift }).await.ok();
        assert!(file.content.starts_with("BEGIN:VCALENDAR") && file.content.contains("Rissne torg"));
        app.visitor().get(api::GetShiftCalendar { shift }).await.problem(ProblemKind::Unauthenticated);
    }
}

/// A change of one's profile that changes nothing.
fn nothing() -> UpdateMe {
    UpdateMe {
        display_name: None,
        language: None,
        phone: None,
        remove_phone: false,
        show_phone: None,
        reminders: None,
    }
}
