//! Lists, and who sees what in them.

use super::*;
use lykta_shared::{
    api::Page,
    organisations::{OrgRole, UpdateOrganisation},
    problem::{FieldCode, ProblemKind},
    shifts::{
        CreateShift, MyShiftsQuery, MyShiftsWindow, ScheduleQuery, ShiftCard, ShiftOrder,
        ShiftQuery, ShiftWindow,
    },
};
use lykta_tests::{App, Partner, on_both};

const VOLUNTEER: &[OrgRole] = &[OrgRole::Volunteer];

fn all() -> ShiftQuery {
    ShiftQuery {
        when: None,
        date: None,
        district: None,
        organisation: None,
        order: None,
        page: None,
        limit: None,
    }
}

async fn ahead(client: &Client, query: ShiftQuery) -> Page<ShiftCard> {
    client.ask(api::ListShifts {}, query, ()).await.ok()
}

async fn ids(client: &Client, query: ShiftQuery) -> Vec<ShiftId> {
    ahead(client, query)
        .await
        .items
        .iter()
        .map(|card| card.id)
        .collect()
}

async fn publishes(group: &Partner) {
    let view = group
        .admin
        .get(api::GetOrganisation {
            organisation: group.id,
        })
        .await
        .ok();
    let update = UpdateOrganisation {
        description: None,
        listed: None,
        publishes_shifts: Some(true),
        accepts_youth: None,
        special_category: None,
    };
    let admin = group.admin.if_match(view.version);
    admin
        .call(
            api::PatchOrganisation {
                organisation: group.id,
            },
            update,
        )
        .await
        .ok();
}

async fn public_walk(app: &App, group: &Partner, days: i32) -> ShiftDetail {
    let mut form = app.plan(days, 4).await;
    form.public = true;
    app.walk(group, form).await
}

on_both! {
    async fn visitors_see_what_is_published_without_place_and_people(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let (outsider, _) = app.member(&other, "otto", VOLUNTEER).await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let shown = public_walk(&app, &group, 5).await.card.id;
        let inner = app.walk(&group, app.plan(6, 4).await).await.card.id;
        let visitor = app.visitor();
        assert_eq!(ids(&visitor, all()).await, [], "the organisation does not publish yet");
        publishes(&group).await;
        anna.sign_up(shown).await.ok();
        assert_eq!(ids(&visitor, all()).await, [shown]);
        assert_eq!(ids(&outsider, all()).await, [shown]);
        assert_eq!(ids(&anna, all()).await, [shown, inner]);
        for (client, signup) in [
            (&visitor, SignupState::SignIn),
            (&outsider, SignupState::NotEligible { reasons: vec![SignUpReason::NotAMember] }),
        ] {
            let answer = client.get(api::GetShift { shift: shown }).await;
            for secret in ["Rissne torg", "Rissneleden", "59.37", "reflexväst", "två grupper", "anna"] {
                assert!(!answer.text.contains(secret), "{secret} in {}", answer.text);
            }
            let detail = answer.ok();
            assert_eq!((detail.card.signup, detail.can_plan, detail.can_see_roster), (signup, false, false));
            assert_eq!((detail.walkers, detail.briefing, detail.leader, detail.form), (None, None, None, None));
            client.get(api::GetShift { shift: inner }).await.problem(ProblemKind::NotFound);
        }
        assert_eq!(reasons(outsider.sign_up(shown).await), [SignUpReason::NotAMember]);
        assert_eq!(seen(&anna, shown).await.meeting_point.unwrap().name.as_str(), "Rissne torg");
        outsider.ask(api::ListSchedule { organisation: group.id }, days(1, 9, &app).await, ()).await.problem(ProblemKind::NotFound);
    }

    async fn a_faith_communitys_shifts_are_for_its_members_only(app) {
        let parish = app.partner_of_type("Hallonbergens församling", "faith_community").await;
        let (anna, _) = app.member(&parish, "anna", VOLUNTEER).await;
        let (group, outsider) = { let g = app.partner("Rissne nattvandrare").await; let o = g.admin.clone(); (g, o) };
        let shift = public_walk(&app, &parish, 5).await.card.id;
        for client in [&app.visitor(), &outsider, &app.liaison().await] {
            client.get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
            assert_eq!(ids(client, all()).await, []);
        }
        assert_eq!(ids(&anna, all()).await, [shift]);
        assert_ne!(group.id, parish.id);
    }

    async fn a_list_is_narrowed_by_day_district_and_organisation_and_sorted_by_need(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let other = app.partner("Duvbo nattvandrare").await;
        let (lea, leader) = app.member(&group, "lea", &[OrgRole::ShiftLeader]).await;
        app.member(&group, "bo", VOLUNTEER).await;
        app.join(&other, &lea, "lea", VOLUNTEER).await;
        app.set_clock("2027-03-23T10:00:00Z").await; // a Tuesday
        let (lea, bo) = (app.log_in("lea@example.se").await, app.log_in("bo@example.se").await);
        let group = Partner { admin: app.log_in("rissne-admin@example.se").await, ..group };
        let other = Partner { admin: app.log_in("duvbo-admin@example.se").await, ..other };
        let mut manned = app.plan(0, 4).await;
        manned.leader = Some(leader);
        let tonight = app.walk(&group, manned).await.card.id;
        bo.sign_up(tonight).await.ok();
        let mut elsewhere = app.plan(1, 4).await;
        elsewhere.district = text::<lykta_shared::vocabulary::Key>("hallonbergen");
        let tomorrow = app.walk(&other, elsewhere).await.card.id;
        let friday = app.walk(&group, app.plan(3, 4).await).await.card.id;
        let next_week = app.walk(&group, app.plan(8, 4).await).await.card.id;
        assert_eq!(ids(&lea, all()).await, [tonight, tomorrow, friday, next_week]);
        for (when, expected) in [
            (ShiftWindow::Tonight, vec![tonight]),
            (ShiftWindow::Tomorrow, vec![tomorrow]),
            (ShiftWindow::Weekend, vec![friday]),
            (ShiftWindow::All, vec![tonight, tomorrow, friday, next_week]),
        ] {
            assert_eq!(ids(&lea, ShiftQuery { when: Some(when), ..all() }).await, expected, "{when}");
        }
        let district = Some(text("hallonbergen"));
        assert_eq!(ids(&lea, ShiftQuery { district, ..all() }).await, [tomorrow]);
        let organisation = Some(group.id);
        assert_eq!(ids(&lea, ShiftQuery { organisation, ..all() }).await, [tonight, friday, next_week]);
        let date = Some("2027-03-24".parse().unwrap());
        assert_eq!(ids(&lea, ShiftQuery { date, ..all() }).await, [tomorrow]);
        let order = Some(ShiftOrder::Need);
        assert_eq!(ids(&lea, ShiftQuery { order, ..all() }).await, [tomorrow, friday, next_week, tonight]);
        let page = ahead(&lea, ShiftQuery { page: Some(2), limit: Some(3), ..all() }).await;
        assert_eq!((page.items.len(), page.total, page.page, page.limit), (1, 4, 2, 3));
        let far = ahead(&lea, ShiftQuery { page: Some(u32::MAX), limit: Some(100), ..all() }).await;
        assert_eq!((far.items.len(), far.total), (0, 4));
    }

    async fn a_page_or_range_that_is_not_possible_is_refused(app) {
        let group = app.partner("Rissne nattvandrare").await;
        for (query, pointer) in [
            (ShiftQuery { page: Some(0), ..all() }, "/page"),
            (ShiftQuery { limit: Some(0), ..all() }, "/limit"),
            (ShiftQuery { limit: Some(101), ..all() }, "/limit"),
        ] {
            group.admin.ask(api::ListShifts {}, query, ()).await.field(pointer, FieldCode::OutOfRange);
        }
        for bad in ["limit=-1", "limit=abc", "sort=id", "when=%27;DROP", "page=1&page=2", "date=2027-02-30"] {
            let answer = group.admin.send::<()>(api::Method::Get, &format!("/api/v1/shifts?{bad}"), None).await;
            assert!(answer.status.is_client_error(), "{bad}: {}", answer.text);
        }
        let schedule = || api::ListSchedule { organisation: group.id };
        for (from, to) in [(5, 4), (0, 63)] {
            let range = days(from, to, &app).await;
            group.admin.ask(schedule(), range, ()).await.field("/to", FieldCode::OutOfRange);
        }
        assert_eq!(group.admin.ask(schedule(), days(0, 62, &app).await, ()).await.ok(), []);
    }

    async fn the_schedule_shows_drafts_to_planners_only(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let open = app.walk(&group, app.plan(5, 4).await).await.card.id;
        let create = CreateShift { shift: app.plan(6, 4).await, publish: false };
        let draft = group.admin.call(api::PostShift { organisation: group.id }, create).await.ok().card.id;
        let range = days(0, 9, &app).await;
        for (client, expected) in [(&anna, vec![open]), (&group.admin, vec![open, draft])] {
            let cards = client.ask(api::ListSchedule { organisation: group.id }, range.clone(), ()).await.ok();
            assert_eq!(cards.iter().map(|card| card.id).collect::<Vec<_>>(), expected);
        }
    }

    async fn my_shifts_are_those_i_am_on_or_wait_for(app) {
        let group = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&group, "anna", VOLUNTEER).await;
        let (bo, _) = app.member(&group, "bo", VOLUNTEER).await;
        let (cia, _) = app.member(&group, "cia", VOLUNTEER).await;
        let soon = app.walk(&group, app.plan(1, 2).await).await.card;
        let later = app.walk(&group, app.plan(5, 2).await).await.card.id;
        let other = app.walk(&group, app.plan(7, 2).await).await.card.id;
        for who in [&bo, &cia] {
            who.sign_up(later).await.ok();
        }
        anna.sign_up_or_wait(later).await.ok();
        anna.sign_up(soon.id).await.ok();
        anna.sign_up(other).await.ok();
        anna.get(api::Withdraw { shift: other }).await.ok();
        let mine = MyShiftsQuery { when: None, page: None, limit: None };
        let upcoming = anna.ask(api::ListMyShifts {}, mine.clone(), ()).await.ok();
        assert_eq!(upcoming.items.iter().map(|card| card.id).collect::<Vec<_>>(), [soon.id, later]);
        assert!(matches!(upcoming.items.last().unwrap().signup, SignupState::Waitlisted { position: 1, .. }));
        app.set_clock(&soon.ends_at.to_string()).await;
        let anna = app.log_in("anna@example.se").await;
        let past = MyShiftsQuery { when: Some(MyShiftsWindow::Past), ..mine.clone() };
        let past = anna.ask(api::ListMyShifts {}, past, ()).await.ok();
        assert_eq!((past.items.first().unwrap().id, past.total), (soon.id, 1));
        assert_eq!(anna.ask(api::ListMyShifts {}, mine.clone(), ()).await.ok().total, 1);
        app.visitor().ask(api::ListMyShifts {}, mine, ()).await.problem(ProblemKind::Unauthenticated);
    }
}

async fn days(from: i32, to: i32, app: &App) -> ScheduleQuery {
    let today = lykta_shared::time::civil::local(app.now().await).0;
    ScheduleQuery {
        from: shift_days(today, from),
        to: shift_days(today, to),
    }
}
