//! A shift is moved onto another one that people on it are on (edge case F56), and leaders who may lead no more.

use super::*;
use lykta_shared::{
    organisations::{AgeBand, OrgRole, UpdateMember},
    problem::{FieldCode, ProblemKind},
    shifts::{CancelShift, CancellationReason, SetLeader},
    time::Fold,
};
use lykta_tests::{App, Partner, on_both};

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];
const LEADER: &[OrgRole] = &[OrgRole::Volunteer, OrgRole::ShiftLeader];

/// The walk at these hours of the same day.
fn at_hours(form: &ShiftForm, from: i8, to: i8) -> ShiftForm {
    ShiftForm {
        start_time: at(from),
        end_time: at(to),
        ..form.clone()
    }
}

/// An early walk (16–19) of one group and a late one (20–23) of another, the same day.
async fn two_walks(app: &App, one: &Partner, two: &Partner) -> (ShiftDetail, ShiftDetail) {
    let form = app.plan(5, 4).await;
    let early = app.walk(one, at_hours(&form, 16, 19)).await;
    let late = app.walk(two, form).await;
    (early, late)
}

fn roles(roles: &[OrgRole]) -> UpdateMember {
    UpdateMember {
        roles: roles.to_vec(),
        age_band: AgeBand::Adult,
        guardian_consent_on: None,
    }
}

on_both! {
    async fn a_move_onto_another_shift_of_somebody_is_refused_and_names_them_but_not_their_other_shift(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        app.join(&other, &anna, "anna", VOLUNTEER).await;
        let (early, late) = two_walks(&app, &group, &other).await;
        anna.sign_up(early.card.id).await.ok();
        bo.sign_up(early.card.id).await.ok();
        anna.sign_up(late.card.id).await.ok();
        let form = early.form.clone().unwrap();
        let onto = at_hours(&form, 18, 21);
        let refused = change(&group.admin, &early, onto.clone()).await;
        assert!(!refused.text.contains("Duvbo") && !refused.text.contains(&late.card.id.to_string()), "{}", refused.text);
        assert_eq!(refused.problem(ProblemKind::ShiftsOverlap).people, ["anna"]);
        // Nothing has changed, and nobody has been told anything.
        assert_eq!(seen(&anna, early.card.id).await.version, early.version);
        assert!(matches!(state(&anna, early.card.id).await, SignupState::Joined { .. }));
        // Back to back is no overlap: a walk until the other begins.
        let touching = change(&group.admin, &early, at_hours(&form, 17, 20)).await.ok();
        assert!(matches!(state(&anna, early.card.id).await, SignupState::Joined { .. }));
        change(&group.admin, &touching, onto).await.problem(ProblemKind::ShiftsOverlap);
    }

    async fn a_move_without_those_who_overlap_frees_their_places_moves_the_queue_and_tells_each_what_concerns_them(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        app.join(&other, &lea, "lea", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let (cia, _) = app.member(&group, "cia", VOLUNTEER).await;
        let form = app.plan(5, 2).await;
        let early = app.walk(&group, ShiftForm { leader: Some(leader), ..at_hours(&form, 16, 19) }).await;
        let late = app.walk(&other, form.clone()).await;
        bo.sign_up(early.card.id).await.ok();
        cia.sign_up_or_wait(early.card.id).await.ok();
        lea.sign_up(late.card.id).await.ok();
        let now = app.now().await;
        app.set_clock(&now.plus_minutes(2).to_string()).await;
        app.mails().await;
        let mut counts = [0; 4];
        for (count, name) in counts.iter_mut().zip(["lea", "bo", "cia", "rissne-admin"]) {
            *count = app.mails_to(&format!("{name}@example.se")).await.len();
        }
        let seen_early = seen(&group.admin, early.card.id).await;
        let onto = ShiftForm { leader: Some(leader), ..at_hours(&form, 18, 21) };
        let moved = change_without(&group.admin, &seen_early, onto).await.ok();
        assert!(matches!(state(&lea, early.card.id).await, SignupState::Collides { .. }));
        assert!(matches!(state(&lea, late.card.id).await, SignupState::Joined { .. }));
        assert!(matches!(state(&bo, early.card.id).await, SignupState::Joined { .. }));
        assert!(matches!(state(&cia, early.card.id).await, SignupState::Joined { .. }), "the queue moved");
        assert!(moved.card.staffing.leader_missing && moved.leader.is_none());
        let lea_told = app.mails_to("lea@example.se").await.split_off(counts[0]);
        assert_eq!(lea_told.len(), 1);
        let body = &lea_told[0].body;
        assert!(body.contains("anmäld till ett annat pass") && body.contains("METHOD:CANCEL") && !body.contains("Duvbo"), "{body}");
        assert!(body.contains("kl. 18.00–21.00") && body.contains("kl. 16.00–19.00"), "{body}");
        let bo_told = app.mails_to("bo@example.se").await.split_off(counts[1]);
        assert_eq!(bo_told.len(), 1);
        assert!(bo_told[0].body.contains("kl. 18.00–21.00") && bo_told[0].body.contains("kl. 16.00–19.00"));
        let cia_told = app.mails_to("cia@example.se").await.split_off(counts[2]);
        assert!(cia_told.iter().any(|mail| mail.body.contains("En plats blev ledig")));
        let planner_told = app.mails_to("rissne-admin@example.se").await.split_off(counts[3]);
        assert_eq!(planner_told.iter().filter(|mail| mail.subject.contains("Ledare saknas")).count(), 1);
        // The reminders follow: none at the old time, one at the new, and none for whoever lost the place.
        let bo_count = app.mails_to("bo@example.se").await.len();
        let lea_count = app.mails_to("lea@example.se").await.len();
        app.set_clock(&moved.card.starts_at.plus_hours(-4).to_string()).await;
        let early_reminders = app.mails_to("bo@example.se").await.len() - bo_count;
        app.set_clock(&moved.card.starts_at.plus_hours(-2).to_string()).await;
        assert_eq!(app.mails_to("bo@example.se").await.len() - bo_count - early_reminders, 1);
        let lea_reminders = app.mails_to("lea@example.se").await.split_off(lea_count);
        assert!(lea_reminders.iter().all(|mail| mail.body.contains("kl. 20.00–23.00")), "only of the other walk");
    }

    async fn who_waits_is_no_obstacle_to_a_move_and_keeps_the_place_in_the_queue(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let people = app.crowd(&group, 2).await;
        let form = app.plan(5, 2).await;
        let early = app.walk(&group, at_hours(&form, 16, 19)).await;
        let late = app.walk(&group, form.clone()).await;
        for who in &people {
            who.sign_up(early.card.id).await.ok();
        }
        anna.sign_up_or_wait(early.card.id).await.ok();
        anna.sign_up(late.card.id).await.ok();
        let now = seen(&group.admin, early.card.id).await;
        change(&group.admin, &now, at_hours(&form, 18, 21)).await.ok();
        assert!(matches!(state(&anna, early.card.id).await, SignupState::Waitlisted { position: 1, .. }));
    }

    async fn nobody_is_on_two_shifts_when_one_is_moved_while_they_sign_up_to_the_other(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let people = app.crowd(&group, 8).await;
        for day in 1..=5 {
            let form = app.plan(day, 20).await;
            let early = app.walk(&group, at_hours(&form, 16, 19)).await;
            let late = app.walk(&group, form.clone()).await;
            for who in &people {
                who.sign_up(early.card.id).await.ok();
            }
            let now = seen(&group.admin, early.card.id).await;
            let rush = futures_util::future::join_all(people.iter().map(|who| who.sign_up(late.card.id)));
            let (answers, moved) = tokio::join!(rush, change(&group.admin, &now, at_hours(&form, 18, 21)));
            let joined = answers.into_iter().filter(|answer| {
                assert!(answer.status.is_success() || answer.status.as_u16() == 409, "{}", answer.text);
                answer.status.is_success()
            }).count();
            if moved.status.is_success() {
                assert_eq!(joined, 0, "day {day}: all of them are on the moved one");
            } else {
                assert!(!moved.problem(ProblemKind::ShiftsOverlap).people.is_empty());
                assert_eq!(joined, people.len(), "day {day}");
            }
        }
    }

    async fn who_may_no_longer_lead_leads_no_walk_ahead_and_whoever_plans_is_told(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        let form = app.plan(5, 4).await;
        let shift = app.walk(&group, ShiftForm { leader: Some(leader), ..form }).await.card.id;
        let plan = app.plan(6, 4).await;
        let organisation = group.id;
        let draft = CreateShiftOf(ShiftForm { leader: Some(leader), ..plan }).draft();
        let draft = group.admin.call(api::PostShift { organisation }, draft).await.ok().card.id;
        let before = app.mails_to("rissne-admin@example.se").await.len();
        let members = group.admin.get(api::ListMembers { organisation }).await.ok();
        let version = members.iter().find(|one| one.id == leader).unwrap().version;
        let endpoint = api::PutMember { organisation, member: leader };
        group.admin.if_match(version).call(endpoint, roles(VOLUNTEER)).await.ok();
        let detail = seen(&group.admin, shift).await;
        assert!(detail.leader.is_none() && detail.card.staffing.leader_missing);
        assert!(matches!(state(&lea, shift).await, SignupState::Joined { leader: false, .. }), "still on it");
        assert_eq!(seen(&group.admin, draft).await.form.unwrap().leader, None);
        let told = app.mails_to("rissne-admin@example.se").await.split_off(before);
        assert_eq!(told.iter().filter(|mail| mail.subject.contains("Ledare saknas")).count(), 1);
        // Nor can they be chosen any more.
        let roster = group.admin.get(api::GetRoster { shift }).await.ok();
        assert!(roster.rows.iter().all(|row| !row.can_lead));
        let again = group.admin.call(api::SetShiftLeader { shift }, SetLeader { leader: Some(leader) }).await;
        again.field("/leader", FieldCode::NotEligible);
    }

    async fn the_roster_says_who_may_lead(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let shift = app.walk(&group, app.plan(5, 4).await).await.card.id;
        lea.sign_up(shift).await.ok();
        anna.sign_up(shift).await.ok();
        let roster = group.admin.get(api::GetRoster { shift }).await.ok();
        for row in roster.rows {
            assert_eq!(row.can_lead, row.member == leader, "{}", row.display_name);
        }
    }

    async fn each_lost_leader_is_told_once_also_when_another_was_found_between(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", LEADER).await;
        let (_, second) = app.member(&group, "bo", LEADER).await;
        let people = app.crowd(&group, 3).await;
        let shift = app.walk(&group, ShiftForm { leader: Some(leader), ..app.plan(5, 8).await }).await.card.id;
        for who in &people {
            who.sign_up(shift).await.ok();
        }
        let count = |mails: Vec<lykta_tests::Mail>| mails.iter().filter(|mail| mail.subject.contains("Ledare saknas")).count();
        lea.get(api::Withdraw { shift }).await.ok();
        lea.get(api::Withdraw { shift }).await.ok();
        assert_eq!(count(app.mails_to("rissne-admin@example.se").await), 1);
        people[0].get(api::Withdraw { shift }).await.ok();
        assert_eq!(count(app.mails_to("rissne-admin@example.se").await), 1, "heads still suffice");
        group.admin.call(api::SetShiftLeader { shift }, SetLeader { leader: Some(second) }).await.ok();
        group.admin.get(api::RemoveMemberFromShift { shift, member: second }).await.ok();
        assert_eq!(count(app.mails_to("rissne-admin@example.se").await), 2);
    }

    async fn the_city_is_told_of_what_is_called_off_for_safety_and_of_nothing_else(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let calls = [(CancellationReason::PoliceAdvice, 1), (CancellationReason::Unrest, 1), (CancellationReason::Weather, 0), (CancellationReason::TooFew, 0)];
        for (day, (reason, told)) in (1..).zip(calls) {
            let shift = app.walk(&group, app.plan(day, 4).await).await.card.id;
            let before = app.mails_to("liaison@sundbyberg.example").await.len();
            let why = CancelShift { reason, message: text("Till oss själva.") };
            group.admin.call(api::CancelShiftById { shift }, why).await.ok();
            let mails = app.mails_to("liaison@sundbyberg.example").await.split_off(before);
            assert_eq!(mails.len(), told, "{reason}");
            assert!(mails.iter().all(|mail| mail.subject.contains("Inställt pass") && !mail.body.contains("Till oss själva")));
        }
    }

    async fn a_shift_can_be_moved_into_the_night_of_a_clock_change_and_overlaps_by_instants(app) {
        let group = app.partner("Rissne nattvandrare").await;
        app.set_clock("2027-10-20T10:00:00Z").await;
        let admin = app.log_in("rissne-admin@example.se").await;
        let organisation = group.id;
        let night = ShiftForm { date: "2027-10-30".parse().unwrap(), ..app.plan(0, 4).await };
        // 22.00 until the first 02.30; and from the second 02.15: an hour later, though the clock says earlier.
        let half = LocalTime { hour: 2, minute: 30 };
        let quarter = LocalTime { hour: 2, minute: 15 };
        let one = ShiftForm { start_time: at(22), end_time: half, end_fold: Fold::Earlier, ..night.clone() };
        let two = ShiftForm { date: "2027-10-31".parse().unwrap(), start_time: quarter, start_fold: Fold::Later, end_time: at(5), ..night.clone() };
        let one = admin.call(api::PostShift { organisation }, CreateShiftOf(one).open()).await.ok();
        let two = admin.call(api::PostShift { organisation }, CreateShiftOf(two).open()).await.ok();
        admin.sign_up(one.card.id).await.ok();
        admin.sign_up(two.card.id).await.ok();
        // Until the second 02.30 it would overlap.
        let longer = ShiftForm { end_fold: Fold::Later, ..one.form.clone().unwrap() };
        let now = seen(&admin, one.card.id).await;
        change(&admin, &now, longer).await.problem(ProblemKind::ShiftsOverlap);
    }
}

/// A plan to be sent.
struct CreateShiftOf(ShiftForm);

impl CreateShiftOf {
    fn open(self) -> lykta_shared::shifts::CreateShift {
        lykta_shared::shifts::CreateShift {
            shift: self.0,
            publish: true,
        }
    }

    fn draft(self) -> lykta_shared::shifts::CreateShift {
        lykta_shared::shifts::CreateShift {
            shift: self.0,
            publish: false,
        }
    }
}
