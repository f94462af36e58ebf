//! Who sees whom: an organisation its own people, the walk's leader everybody, and nobody an organisation beside a name.

use super::*;
use lykta_shared::{
    problem::ProblemKind,
    shifts::{CancelShift, CancellationReason, Roster},
    text::Note,
    walks::{AttendanceForm, YearQuery},
};
use lykta_tests::on_both;

/// Two organisations' people on one walk, with names that can't come from anywhere else.
struct Crew {
    two: Two,
    lea: Client,
    eva: Client,
    vega: Client,
}

impl Crew {
    async fn new(app: &App, guest: &str) -> Self {
        let two = Two::with(app, guest, 6, 3).await;
        let (lea, leader) = app.member(&two.host, "lea", LEADER).await;
        let (eva, _) = app.member(&two.host, "eva", VOLUNTEER).await;
        let (vega, _) = app.member(&two.guest, "vega", VOLUNTEER).await;
        let shift = two.shift;
        two.host
            .admin
            .call(
                api::SetShiftLeader { shift },
                lykta_shared::shifts::SetLeader {
                    leader: Some(leader),
                },
            )
            .await
            .ok();
        eva.sign_up(shift).await.ok();
        vega.sign_up(shift).await.ok();
        Self {
            two,
            lea,
            eva,
            vega,
        }
    }
}

fn names(roster: &Roster) -> Vec<&str> {
    let mut names: Vec<_> = roster
        .rows
        .iter()
        .map(|row| row.display_name.as_str())
        .collect();
    names.sort_unstable();
    names
}

async fn text_of(who: &Client, path: &str) -> String {
    who.send::<serde_json::Value>(api::Method::Get, path, None)
        .await
        .text
        .to_lowercase()
}

on_both! {
    async fn each_organisation_sees_its_own_people_and_the_leader_the_roster(app) {
        let crew = Crew::new(&app, "night_walk_group").await;
        let shift = crew.two.shift;
        let of = async |who: &Client| who.get(api::GetRoster { shift }).await.ok();
        let (host, guest, leader) = (of(&crew.two.host.admin).await, of(&crew.two.guest.admin).await, of(&crew.lea).await);
        assert_eq!((host.rows.len(), guest.rows.len(), leader.rows.len()), (2, 1, 3), "{:?}", names(&leader));
        assert_eq!(host.shift.staffing.taken, 3, "the whole as a number");
        assert_eq!(guest.shift.staffing.taken, 3);
        crew.eva.get(api::GetRoster { shift }).await.problem(ProblemKind::Forbidden);
        // Whoever could be added: one's own, never the other's members.
        assert!(guest.candidates.iter().all(|one| one.member == crew.two.guest.admin_member));
        let vega = guest.rows[0].member;
        assert!(host.rows.iter().all(|row| row.member != vega));
        // The planner of the host finds the others' people nowhere.
        for path in [format!("/api/v1/shifts/{shift}"), format!("/api/v1/shifts/{shift}/roster"), format!("/api/v1/shifts/{shift}/walk")] {
            let seen = text_of(&crew.two.host.admin, &path).await;
            assert!(!seen.contains("vega"), "{path}: {seen}");
        }
        let seen = text_of(&crew.two.guest.admin, &format!("/api/v1/shifts/{shift}")).await;
        assert!(!seen.contains("eva"), "{seen}");
        // Those on it see each other.
        let seen = crew.vega.get(api::GetShift { shift }).await.ok();
        assert_eq!(seen.walkers.unwrap().len(), 3);
        assert!(crew.two.host.admin.get(api::GetShift { shift }).await.ok().shares.is_some());
        assert!(crew.two.guest.admin.get(api::GetShift { shift }).await.ok().shares.is_none());
        // Nor can the host's planner take off whom they don't see, nor the guest's.
        let member = vega;
        crew.two.host.admin.get(api::RemoveMemberFromShift { shift, member }).await.ok();
        assert!(is_on(&state(&crew.vega, shift).await));
        crew.two.guest.admin.get(api::RemoveMemberFromShift { shift, member }).await.ok();
        assert!(!is_on(&state(&crew.vega, shift).await));
    }

    async fn nothing_links_a_special_categorys_member_to_it(app) {
        let crew = Crew::new(&app, "faith_community").await;
        let shift = crew.two.shift;
        for (who, name) in [(&crew.eva, "Eva Ekström"), (&crew.vega, "Vega Kanariefågel")] {
            let name = serde_json::from_value(serde_json::json!({ "displayName": name })).unwrap();
            who.call(api::PatchMe {}, name).await.ok();
        }
        let before = app.mails_to("vega@example.se").await.len();
        before_the_walk(&app, &crew.lea, shift, 20).await;
        app.work().await;
        let (lea, eva, admin) = (app.log_in("lea@example.se").await, app.log_in("eva@example.se").await, app.log_in("hallonbergens-admin@example.se").await);
        for who in [&lea, &eva] {
            for path in [format!("/api/v1/shifts/{shift}"), format!("/api/v1/shifts/{shift}/roster"), format!("/api/v1/shifts/{shift}/walk"), "/api/v1/shifts".to_owned(), "/api/v1/me/shifts".to_owned()] {
                let seen = text_of(who, &path).await;
                assert!(!seen.contains("hallonbergens vandrare"), "{path}: {seen}");
                assert!(!seen.contains("kanariefågel"), "{path}: {seen}");
                assert!(!seen.contains(&crew.two.guest.id.to_string()), "{path}: {seen}");
            }
        }
        // Everybody goes by the first name, so that nobody stands out.
        let roster = lea.get(api::GetRoster { shift }).await.ok();
        assert_eq!(names(&roster), ["Eva", "Vega", "lea"]);
        for (address, from) in [("vega@example.se", before), ("eva@example.se", 0)] {
            for mail in app.mails_to(address).await.iter().skip(from).filter(|mail| mail.subject.to_lowercase().contains("pass")) {
                let text = format!("{} {:?} {}", mail.subject, mail.header("From"), mail.body).to_lowercase();
                assert!(!text.contains("hallonbergens vandrare") && !text.contains("rissne nattvandrare"), "{text}");
            }
        }
        let member = admin.get(api::GetRoster { shift }).await.ok();
        assert_eq!(member.rows.len(), 1, "its own planner sees its own");
    }

    async fn everybody_of_all_organisations_is_told_once_of_a_move_and_of_a_cancellation(app) {
        let crew = Crew::new(&app, "night_walk_group").await;
        let shift = crew.two.shift;
        let detail = seen(&crew.two.host.admin, shift).await;
        let form = ShiftForm { start_time: at(21), ..detail.form.clone().unwrap() };
        change(&crew.two.host.admin, &detail, form).await.ok();
        let why = CancelShift { reason: CancellationReason::Weather, message: Note::default() };
        crew.two.host.admin.call(api::CancelShiftById { shift }, why).await.ok();
        for address in ["eva@example.se", "vega@example.se", "lea@example.se"] {
            let mails = app.mails_to(address).await;
            let count = |word: &str| mails.iter().filter(|mail| mail.subject.to_lowercase().contains(word)).count();
            assert_eq!(count("inställt"), 1, "{address}: {:?}", mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>());
        }
        // So is whoever plans for the guest and is not on it; nobody of a group that said no.
        let mails = app.mails_to("hallonbergens-admin@example.se").await;
        assert_eq!(mails.iter().filter(|mail| mail.subject.contains("Inställt pass")).count(), 1);
    }

    async fn a_guests_calendar_holds_what_it_walks_along_on_and_no_persons(app) {
        let crew = Crew::new(&app, "night_walk_group").await;
        let organisation = crew.two.guest.id;
        let feed = crew.two.guest.admin.get(api::MakeOrganisationFeed { organisation }).await.ok();
        let fetch = async || app.visitor().raw(|http, _| http.get(feed.address.clone())).await.text;
        let text = fetch().await;
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
        assert!(!text.contains("vega") && !text.contains("eva@") && !text.contains("lea@"), "{text}");
        crew.two.answer(ShareAnswer::Withdraw).await.ok();
        assert_eq!(fetch().await.matches("BEGIN:VEVENT").count(), 0);
    }

    async fn who_leaves_one_of_two_organisations_loses_only_its_walks(app) {
        let crew = Crew::new(&app, "night_walk_group").await;
        let shift = crew.two.shift;
        let own = app.walk(&crew.two.guest, app.plan(5, 4).await).await.card.id;
        let third = app.partner("Ursviks vandrare").await;
        app.join(&third, &crew.vega, "vega", VOLUNTEER).await;
        let there = app.walk(&third, app.plan(6, 4).await).await.card.id;
        for shift in [own, there] {
            crew.vega.sign_up(shift).await.ok();
        }
        let organisation = crew.two.guest.id;
        crew.vega.get(api::LeaveOrganisation { organisation }).await.ok();
        assert!(is_on(&state(&crew.vega, there).await));
        crew.vega.get(api::GetShift { shift }).await.problem(ProblemKind::NotFound);
        let shares = seen(&crew.two.host.admin, shift).await.shares.unwrap();
        assert_eq!((shares.own_used, shares.guests[0].used), (2, 0));
    }

    async fn a_guests_hours_are_its_own_and_counted_once(app) {
        let crew = Crew::new(&app, "night_walk_group").await;
        let shift = crew.two.shift;
        let start = seen(&crew.lea, shift).await.card.starts_at;
        app.set_clock(&start.plus_hours(1).to_string()).await;
        let lea = app.log_in("lea@example.se").await;
        for row in lea.get(api::GetRoster { shift }).await.ok().rows {
            let form = AttendanceForm { came_at: start, left_at: None, correction: false };
            lea.call(api::PutAttendance { shift, member: row.member }, form).await.ok();
        }
        app.set_clock(&start.plus_hours(3).to_string()).await;
        let lea = app.log_in("lea@example.se").await;
        lea.call(api::PutAllHome { shift }, lykta_shared::walks::Tick { at: start.plus_hours(3) }).await.ok();
        let year = seen(&lea, shift).await.card.date.year;
        let count = async |partner: &Partner, admin: &str| {
            let at = api::GetWalkStatistics { organisation: partner.id };
            let found = app.log_in(admin).await.ask(at, YearQuery { year }, ()).await.ok();
            (found.walks, found.attendances, found.minutes)
        };
        assert_eq!(count(&crew.two.host, "rissne-admin@example.se").await, (1, 2, 360));
        assert_eq!(count(&crew.two.guest, "hallonbergens-admin@example.se").await, (1, 1, 180));
    }
}
