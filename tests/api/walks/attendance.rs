//! Check-in in all its ways, guests, groups, hours.

use super::*;
use lykta_shared::{
    organisations::{AgeBand, RemoveMember, UpdateMember},
    problem::{FieldCode, ProblemKind},
    shifts::{ShiftStatus, SignupState},
    text::Token,
    time::LocalDate,
    walks::{AbortReason, AbortWalk, CheckIn, CheckInWay, GroupForm, GroupsForm, YearQuery},
};
use lykta_tests::on_both;

fn simply() -> CheckIn {
    CheckIn { code: None }
}

fn group_of(walkers: &[WalkerId]) -> GroupForm {
    GroupForm {
        area: text("Torget och tunneln"),
        phone_holder: walkers.first().copied(),
        walkers: walkers.to_vec(),
    }
}

on_both! {
    async fn one_checks_in_by_oneself_around_the_gathering_only(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        let (_, _) = app.member(&night.group, "cia", VOLUNTEER).await;
        for (minutes, fine) in [(-31, false), (-29, true), (61, false)] {
            night.go(&app, minutes).await;
            let anna = app.log_in("anna@example.se").await;
            let answer = anna.call(api::CheckMyselfIn { shift }, simply()).await;
            if fine {
                let seen = answer.ok();
                let own = seen.people.iter().find(|one| one.you).unwrap();
                assert_eq!(own.attendance.as_ref().unwrap().way, CheckInWay::Myself);
            } else {
                answer.problem(ProblemKind::WrongState);
            }
        }
        let cia = app.log_in("cia@example.se").await;
        cia.call(api::CheckMyselfIn { shift }, simply()).await.problem(ProblemKind::Forbidden);
        // Nothing but a code can be sent along: no position.
        let body = "{\"latitude\":59.3,\"longitude\":17.9}";
        let path = format!("/api/v1/shifts/{shift}/walk/check-in");
        let refused = cia.send::<()>(api::Method::Put, &path, Some(body)).await;
        refused.problem(ProblemKind::MalformedRequest);
    }

    async fn the_leaders_code_checks_in_late_comers_for_five_minutes(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        night.go(&app, 70).await;
        let lea = app.log_in("lea@example.se").await;
        let anna = app.log_in("anna@example.se").await;
        anna.get(api::GetCheckInCode { shift }).await.problem(ProblemKind::Forbidden);
        let shown = lea.get(api::GetCheckInCode { shift }).await.ok();
        assert!(shown.svg.starts_with("<svg ") && shown.url.starts_with(&app.origin));
        let code = |shown: &lykta_shared::walks::CheckInCode| CheckIn {
            code: Some(text::<Token>(shown.url.split_once("#c=").unwrap().1)),
        };
        let seen = anna.call(api::CheckMyselfIn { shift }, code(&shown)).await.ok();
        let own = seen.people.iter().find(|one| one.you).unwrap();
        assert_eq!(own.attendance.as_ref().unwrap().way, CheckInWay::Code);
        night.go(&app, 76).await;
        let bo = app.log_in("bo@example.se").await;
        bo.call(api::CheckMyselfIn { shift }, code(&shown)).await.problem(ProblemKind::LinkInvalid);
        let admin = app.log_in("rissne-admin@example.se").await;
        let other = app.walk(&Partner { admin, ..night.group.clone() }, app.plan(3, 4).await).await.card;
        bo.sign_up(other.id).await.ok();
        let lea = app.log_in("lea@example.se").await;
        let fresh = lea.get(api::GetCheckInCode { shift }).await.ok();
        let elsewhere = bo.call(api::CheckMyselfIn { shift: other.id }, code(&fresh)).await;
        elsewhere.problem(ProblemKind::LinkInvalid);
        bo.call(api::CheckMyselfIn { shift }, code(&fresh)).await.ok();
    }

    async fn of_two_check_ins_the_earliest_stands_until_the_leader_corrects_it(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        night.go(&app, 40).await;
        let lea = app.log_in("lea@example.se").await;
        let time = |page: &WalkPage| page.people.iter().find(|one| one.member == night.anna).unwrap().attendance.as_ref().unwrap().came_at;
        night.check_in(&lea, night.anna, 10).await.ok();
        assert_eq!(time(&night.check_in(&lea, night.anna, 20).await.ok()), night.at(10));
        assert_eq!(time(&night.check_in(&lea, night.anna, 5).await.ok()), night.at(5));
        let mut late = came(night.at(30));
        late.correction = true;
        let endpoint = || api::PutAttendance { shift, member: night.anna };
        assert_eq!(time(&lea.call(endpoint(), late.clone()).await.ok()), night.at(30));
        late.left_at = Some(night.at(20));
        lea.call(endpoint(), late.clone()).await.field("/leftAt", FieldCode::OutOfRange);
        late.came_at = night.at(-180);
        lea.call(endpoint(), late).await.field("/cameAt", FieldCode::OutOfRange);
        for _ in 0..2 {
            let gone = lea.get(api::DeleteAttendance { shift, member: night.anna }).await.ok();
            assert_eq!(gone.present, 0);
        }
        let anna = app.log_in("anna@example.se").await;
        night.check_in(&anna, night.anna, 10).await.problem(ProblemKind::Forbidden);
    }

    async fn walk_ins_and_guests_count_with_their_own_times_and_an_overlap_is_flagged(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        let (cia, walk_in) = app.member(&night.group, "cia", VOLUNTEER).await;
        let mut form = app.plan(1, 8).await;
        form.title = text("Kvällsvandring");
        let other = app.walk(&night.group, form).await.card.id;
        cia.sign_up(other).await.ok();
        night.go(&app, 10).await;
        let lea = app.log_in("lea@example.se").await;
        night.all_come(&lea).await;
        let admin = app.log_in("rissne-admin@example.se").await;
        let on_other = admin.call(api::PutAttendance { shift: other, member: walk_in }, came(night.at(0))).await.ok();
        assert!(on_other.people.iter().all(|one| !one.overlaps));
        // A member who had not signed up, and is on another walk at the same time: written down, and flagged.
        let seen = night.check_in(&lea, walk_in, 5).await.ok();
        let one = seen.people.iter().find(|one| one.member == walk_in).unwrap();
        assert!(!one.signed_up && one.overlaps);
        let mut gone = guest("Kim", true, night.at(5));
        let seen = lea.call(api::PutGuest { shift, guest: guest_id(7) }, gone.clone()).await.ok();
        assert_eq!((seen.present, seen.guests.len()), (5, 1));
        // Left at 23.30 of a walk that ends 23.00: own times, also beyond the end.
        gone.left_at = Some(night.at(210));
        for _ in 0..2 {
            let seen = lea.call(api::PutGuest { shift, guest: guest_id(7) }, gone.clone()).await.ok();
            assert_eq!((seen.present, seen.guests[0].left_at), (4, Some(night.at(210))));
        }
        // Those on it see how many, not who the guests are.
        let anna = app.log_in("anna@example.se").await;
        assert!(page(&anna, shift).await.guests.is_empty());
        // A guest's id is no way to write a member down under another name.
        let wrong = lea.call(api::PutGuest { shift, guest: GuestId(night.bo.0) }, guest("Bo", true, night.at(0))).await;
        wrong.problem(ProblemKind::NotFound);
        let family = "{\"firstName\":\"Kim Karlsson\",\"adult\":true,\"cameAt\":\"2026-11-27T20:00:00Z\"}";
        let path = format!("/api/v1/shifts/{shift}/walk/guests/{}", guest_id(8));
        let answer = lea.send::<()>(api::Method::Put, &path, Some(family)).await;
        answer.field("/firstName", FieldCode::Invalid);
        // Nobody of another organisation gets in by their membership.
        let duvbo = app.partner("Duvbo nattvandrare").await;
        night.check_in(&lea, duvbo.admin_member, 5).await.problem(ProblemKind::NotFound);
        let left = lea.get(api::DeleteGuest { shift, guest: guest_id(7) }).await.ok();
        assert!(left.guests.is_empty());
    }

    async fn who_turns_eighteen_before_the_walk_counts_as_an_adult_on_it(app) {
        let night = Night::new(&app).await;
        let organisation = night.group.id;
        let view = night.group.admin.get(api::GetOrganisation { organisation }).await.ok();
        let youth = lykta_shared::organisations::UpdateOrganisation {
            description: None, listed: None, publishes_shifts: None, accepts_youth: Some(true), special_category: None,
        };
        night.group.admin.if_match(view.version).call(api::PatchOrganisation { organisation }, youth).await.ok();
        let (_, young) = app.member(&night.group, "ung", YOUTH).await;
        let set = |age_band, version| {
            let admin = night.group.admin.if_match(version);
            let form = UpdateMember {
                roles: vec![if age_band == AgeBand::Youth { OrgRole::YouthVolunteer } else { OrgRole::Volunteer }], age_band,
                guardian_consent_on: (age_band == AgeBand::Youth).then_some(LocalDate { year: 2026, month: 11, day: 1 }),
            };
            async move { admin.call(api::PutMember { organisation, member: young }, form).await.ok() }
        };
        let held = set(AgeBand::Youth, 1).await;
        let ung = app.log_in("ung@example.se").await;
        let card = ung.sign_up(night.id()).await.ok();
        assert_eq!((card.staffing.taken, card.staffing.adults), (4, 3));
        set(AgeBand::Adult, held.version).await;
        night.go(&app, 0).await;
        let lea = app.log_in("lea@example.se").await;
        let seen = night.check_in(&lea, young, 0).await.ok();
        assert!(seen.people.iter().find(|one| one.member == young).unwrap().adult);
    }

    async fn groups_split_by_themselves_and_are_changed_within_the_rules(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        night.go(&app, 5).await;
        let lea = app.log_in("lea@example.se").await;
        let split = || api::SplitGroups { shift };
        night.check_in(&lea, night.leader, 0).await.ok();
        lea.get(split()).await.field("/groups", FieldCode::GroupSize);
        night.all_come(&lea).await;
        for number in 1..=3 {
            lea.call(api::PutGuest { shift, guest: guest_id(number) }, guest("Kim", true, night.at(number.try_into().unwrap()))).await.ok();
        }
        let seen = lea.get(split()).await.ok();
        let sizes: Vec<usize> = seen.groups.iter().map(|group| group.walkers.len()).collect();
        assert_eq!(sizes, [3, 3], "six people walk as 3+3");
        let ids: Vec<WalkerId> = seen.groups.iter().flat_map(|group| group.walkers.clone()).collect();
        let put = |groups: Vec<GroupForm>| { let lea = lea.clone(); async move { lea.call(api::PutGroups { shift }, GroupsForm { groups }).await } };
        let moved = put(vec![group_of(&ids[..4]), group_of(&ids[4..])]).await.ok();
        assert_eq!((moved.groups[0].walkers.len(), moved.groups[1].walkers.len()), (4, 2));
        assert_eq!((moved.groups[0].area.as_str(), moved.groups[0].phone_holder), ("Torget och tunneln", Some(ids[0])));
        put(vec![group_of(&ids[..5]), group_of(&ids[5..])]).await.field("/groups/1/walkers", FieldCode::GroupSize);
        put(vec![group_of(&ids)]).await.field("/groups/0/walkers", FieldCode::GroupSize);
        put(vec![group_of(&ids[..3]), group_of(&ids[2..])]).await.field("/groups/1/walkers", FieldCode::NotEligible);
        let stranger = [ids[0], walker(night.group.admin_member)];
        put(vec![group_of(&stranger)]).await.field("/groups/0/walkers", FieldCode::NotEligible);
        // Youth never walk without an adult.
        for number in 4..=5 {
            lea.call(api::PutGuest { shift, guest: guest_id(number) }, guest("Robin", false, night.at(4))).await.ok();
        }
        let young = [WalkerId(guest_id(4).0), WalkerId(guest_id(5).0)];
        put(vec![group_of(&young)]).await.field("/groups/0/walkers", FieldCode::NoAdult);
        let anna = app.log_in("anna@example.se").await;
        anna.get(split()).await.problem(ProblemKind::Forbidden);
        assert_eq!(page(&anna, shift).await.groups.len(), 2);
    }

    async fn all_home_closes_hours_and_the_year_counts_them_where_they_began(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        // A walk over New Year (edge case C34).
        let mut form = app.plan(1, 8).await;
        form.date = LocalDate { year: 2026, month: 12, day: 31 };
        (form.start_time.hour, form.end_time.hour) = (22, 2);
        form.leader = Some(night.leader);
        let new_year = app.walk(&night.group, form).await.card;
        night.go(&app, 5).await;
        let lea = app.log_in("lea@example.se").await;
        night.home(&lea, -10).await.field("/at", FieldCode::OutOfRange);
        night.check_in(&lea, night.leader, 0).await.ok();
        night.check_in(&lea, night.anna, 30).await.ok();
        night.go(&app, 190).await;
        let lea = app.log_in("lea@example.se").await;
        let home = night.home(&lea, 185).await.ok();
        assert_eq!((home.status, home.home_at), (ShiftStatus::Completed, Some(night.at(185))));
        // Once more changes nothing.
        let again = night.home(&lea, 188).await.ok();
        assert_eq!(again.home_at, Some(night.at(185)));
        app.set_clock(&new_year.starts_at.plus_minutes(250).to_string()).await;
        let lea = app.log_in("lea@example.se").await;
        lea.call(api::PutAttendance { shift: new_year.id, member: night.leader }, came(new_year.starts_at)).await.ok();
        lea.call(api::PutAllHome { shift: new_year.id }, Tick { at: new_year.ends_at }).await.ok();
        let admin = app.log_in("rissne-admin@example.se").await;
        let organisation = night.group.id;
        let counted = |year| { let admin = admin.clone(); async move { admin.ask(api::GetWalkStatistics { organisation }, YearQuery { year }, ()).await.ok() } };
        let (this, next) = (counted(2026).await, counted(2027).await);
        assert_eq!((this.walks, this.attendances, this.minutes), (2, 3, 185 + 155 + 240));
        assert_eq!((this.quarters[3].walks, next.walks, next.minutes), (2, 0, 0));
        assert_eq!(this.adult_minutes, this.minutes);
        lea.ask(api::GetWalkStatistics { organisation }, YearQuery { year: 2026 }, ()).await.problem(ProblemKind::Forbidden);
        // Bo had signed up and did not come; Anna's own list keeps the walk.
        assert_eq!(page(&lea, shift).await.present, 0);
    }

    async fn hours_are_elapsed_time_over_the_clock_change(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (_, leader) = app.member(&group, "lea", LEADER).await;
        let organisation = group.id;
        let mut expected = 0;
        for ((month, day), minutes) in [((3, 27), 4 * 60), ((10, 30), 6 * 60)] {
            let mut form = app.plan(1, 4).await;
            form.date = LocalDate { year: 2027, month, day };
            (form.start_time.hour, form.end_time.hour) = (22, 3);
            form.leader = Some(leader);
            let admin = app.log_in("rissne-admin@example.se").await;
            let walk = app.walk(&Partner { admin, ..group.clone() }, form).await.card;
            app.set_clock(&walk.ends_at.plus_minutes(10).to_string()).await;
            let lea = app.log_in("lea@example.se").await;
            lea.call(api::PutAttendance { shift: walk.id, member: leader }, came(walk.starts_at)).await.ok();
            lea.call(api::PutAllHome { shift: walk.id }, Tick { at: walk.ends_at }).await.ok();
            expected += minutes;
            let admin = app.log_in("rissne-admin@example.se").await;
            let held = admin.ask(api::GetWalkStatistics { organisation }, YearQuery { year: 2027 }, ()).await.ok();
            assert_eq!(held.minutes, expected);
        }
    }

    async fn who_is_removed_during_a_walk_stays_on_it(app) {
        let night = Night::new(&app).await;
        night.go(&app, 5).await;
        let admin = app.log_in("rissne-admin@example.se").await;
        let reason = RemoveMember { reason: text("Flyttar.") };
        admin.call(api::RemoveMembership { organisation: night.group.id, member: night.anna }, reason).await.ok();
        let lea = app.log_in("lea@example.se").await;
        let seen = night.check_in(&lea, night.anna, 5).await.ok();
        assert!(seen.people.iter().any(|one| one.member == night.anna && one.attendance.is_some()));
        let anna = app.log_in("anna@example.se").await;
        assert_eq!(page(&anna, night.id()).await.people.len(), 3);
    }

    async fn a_walk_under_way_is_broken_off_with_a_reason(app) {
        let night = Night::new(&app).await;
        let shift = night.id();
        let why = |minutes| AbortWalk { reason: AbortReason::Weather, at: night.at(minutes), message: text("Storm.") };
        let lea = app.log_in("lea@example.se").await;
        lea.call(api::AbortWalkById { shift }, why(60)).await.problem(ProblemKind::WrongState);
        night.go(&app, 60).await;
        let lea = app.log_in("lea@example.se").await;
        let anna = app.log_in("anna@example.se").await;
        anna.call(api::AbortWalkById { shift }, why(60)).await.problem(ProblemKind::Forbidden);
        night.all_come(&lea).await;
        for _ in 0..2 {
            let seen = lea.call(api::AbortWalkById { shift }, why(60)).await.ok();
            assert_eq!((seen.status, seen.present), (ShiftStatus::Aborted, 0));
        }
        let state = anna.get(api::GetShift { shift }).await.ok().card.signup;
        assert!(matches!(state, SignupState::Ended), "{state:?}");
    }
}
