//! Calendars that programs fetch by a secret address, read back by a library that is not ours.

use icalendar::{Calendar, CalendarComponent, Component, Event, EventLike};
use lykta_shared::{
    api,
    organisations::OrgRole,
    problem::ProblemKind,
    shifts::{CancelShift, CancellationReason, NewFeed, ShiftDetail, ShiftForm},
    text::{Note, Title},
    time::civil::shift_days,
};
use lykta_tests::{Answer, App, Client, Partner, on_both};

fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).unwrap()
}

/// What a calendar program gets: no cookie, nothing but the address.
async fn fetch(app: &App, feed: &NewFeed) -> Answer<()> {
    let address = feed.address.clone();
    app.visitor().raw(|http, _| http.get(address)).await
}

/// The calendar's text, as it has to be.
async fn calendar(app: &App, feed: &NewFeed) -> String {
    let answer = fetch(app, feed).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    assert_eq!(
        answer.headers["content-type"],
        "text/calendar; charset=utf-8"
    );
    answer.text
}

fn events(text: &str) -> Vec<Event> {
    let parsed: Calendar = text.parse().unwrap_or_else(|e| panic!("{e}: {text}"));
    parsed
        .components
        .iter()
        .filter_map(CalendarComponent::as_event)
        .cloned()
        .collect()
}

fn property<'a>(event: &'a Event, name: &str) -> &'a str {
    event.property_value(name).unwrap_or_default()
}

async fn mine(client: &Client) -> NewFeed {
    client.get(api::MakeMyFeed {}).await.ok()
}

/// A group with a walk, led by its administrator's choice of nobody, and Anna on it.
async fn on_a_walk(app: &App, form: ShiftForm) -> (Partner, Client, ShiftDetail) {
    let partner = app.partner("Rissne nattvandrare").await;
    let (anna, _) = app.member(&partner, "anna", &[OrgRole::Volunteer]).await;
    let shift = app.walk(&partner, form).await;
    anna.sign_up(shift.card.id).await.ok();
    (partner, anna, shift)
}

async fn cancel(partner: &Partner, shift: &ShiftDetail) {
    let why = CancelShift {
        reason: CancellationReason::Weather,
        message: text::<Note>("Halt."),
    };
    let endpoint = api::CancelShiftById {
        shift: shift.card.id,
    };
    partner.admin.call(endpoint, why).await.ok();
}

on_both! {
    async fn a_calendar_without_shifts_is_valid(app) {
        let anna = app.person("anna").await;
        assert_eq!(anna.get(api::GetMyFeed {}).await.ok().made_at, None);
        let feed = mine(&anna).await;
        assert_eq!(anna.get(api::GetMyFeed {}).await.ok().made_at, Some(feed.made_at));
        let text = calendar(&app, &feed).await;
        assert!(events(&text).is_empty());
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\n"));
        assert!(!text.contains("METHOD:"), "it is subscribed to, not sent");
    }

    async fn lines_are_folded_and_texts_come_back_as_they_were(app) {
        let mut form = app.plan(5, 6).await;
        let title = "Å".repeat(60) + "; natt, \\ vandring";
        form.title = text::<Title>(&title);
        form.meeting_point.name = text(&"Rissne torg, vid kiosken; söder ".repeat(3));
        let (_, anna, _) = on_a_walk(&app, form).await;
        let text = calendar(&app, &mine(&anna).await).await;
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "CRLF everywhere");
        let events = events(&text);
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].get_summary().unwrap(), title);
        assert_eq!(events[0].get_location().unwrap().trim(), "Rissne torg, vid kiosken; söder ".repeat(3).trim());
        assert_eq!(property(&events[0], "STATUS"), "CONFIRMED");
    }

    async fn a_moved_shift_is_the_same_event_with_a_higher_number(app) {
        let form = app.plan(5, 6).await;
        let (partner, anna, shift) = on_a_walk(&app, form).await;
        let feed = mine(&anna).await;
        let before = events(&calendar(&app, &feed).await);
        assert_eq!(events(&calendar(&app, &feed).await)[0].property_value("UID"), before[0].property_value("UID"));
        let now = app.now().await;
        app.set_clock(&now.plus_minutes(5).to_string()).await;
        let form = ShiftForm { date: shift_days(shift.card.date, 1), ..app.plan(5, 6).await };
        let put = api::PutShift { shift: shift.card.id };
        partner.admin.if_match(shift.version).ask(put, lykta_shared::shifts::ChangeQuery::default(), form).await.ok();
        let after = events(&calendar(&app, &feed).await);
        assert_eq!(property(&after[0], "UID"), property(&before[0], "UID"));
        let number = |event: &Event| property(event, "SEQUENCE").parse::<i32>().unwrap();
        assert!(number(&after[0]) > number(&before[0]));
        assert!(property(&after[0], "LAST-MODIFIED") > property(&before[0], "LAST-MODIFIED"));
        assert_ne!(property(&after[0], "DTSTART"), property(&before[0], "DTSTART"));
    }

    async fn a_cancelled_shift_stays_cancelled_for_thirty_days(app) {
        let mut form = app.plan(40, 6).await;
        form.date = shift_days(form.date, 5);
        let (partner, anna, shift) = on_a_walk(&app, form).await;
        let mine = mine(&anna).await;
        let organisation = partner.id;
        let all = partner.admin.get(api::MakeOrganisationFeed { organisation }).await.ok();
        cancel(&partner, &shift).await;
        let now = app.now().await;
        for (days, expected) in [(0, 1), (29, 1), (31, 0)] {
            app.set_clock(&now.plus_days(days).to_string()).await;
            for feed in [&mine, &all] {
                let events = events(&calendar(&app, feed).await);
                assert_eq!(events.len(), expected, "after {days} days");
                assert!(events.iter().all(|event| property(event, "STATUS") == "CANCELLED"));
            }
        }
    }

    async fn who_waits_or_withdrew_has_nothing_in_the_calendar(app) {
        let form = app.plan(5, 2).await;
        let (partner, anna, shift) = on_a_walk(&app, form).await;
        let (bo, _) = app.member(&partner, "bo", &[OrgRole::Volunteer]).await;
        let (eva, _) = app.member(&partner, "eva", &[OrgRole::Volunteer]).await;
        bo.sign_up(shift.card.id).await.ok();
        eva.sign_up_or_wait(shift.card.id).await.ok();
        let (annas, evas) = (mine(&anna).await, mine(&eva).await);
        assert!(events(&calendar(&app, &evas).await).is_empty(), "she waits");
        anna.get(api::Withdraw { shift: shift.card.id }).await.ok();
        assert!(events(&calendar(&app, &annas).await).is_empty());
        assert_eq!(events(&calendar(&app, &evas).await).len(), 1, "she moved up");
    }

    async fn nobody_elses_name_address_or_number_is_in_a_calendar(app) {
        let form = app.plan(5, 6).await;
        let (partner, anna, shift) = on_a_walk(&app, form).await;
        let (bo, _) = app.member(&partner, "kanarie-bo", &[OrgRole::Volunteer]).await;
        bo.sign_up(shift.card.id).await.ok();
        let organisation = partner.id;
        let all = partner.admin.get(api::MakeOrganisationFeed { organisation }).await.ok();
        for feed in [mine(&anna).await, all] {
            let text = calendar(&app, &feed).await;
            assert_eq!(events(&text).len(), 1);
            for word in ["kanarie", "anna", "example.se", "ATTENDEE", "ORGANIZER", "CONTACT", "Vi går i två grupper"] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }

    async fn a_faith_communitys_calendar_says_when_and_nothing_else(app) {
        let parish = app.partner_of_type("KANARIE församling", "faith_community").await;
        let (anna, _) = app.member(&parish, "anna", &[OrgRole::Volunteer]).await;
        let mut form = app.plan(5, 6).await;
        form.title = text::<Title>("KANARIE vandring");
        let shift = app.walk(&parish, form).await;
        anna.sign_up(shift.card.id).await.ok();
        let organisation = parish.id;
        let all = calendar(&app, &parish.admin.get(api::MakeOrganisationFeed { organisation }).await.ok()).await;
        let own = calendar(&app, &mine(&anna).await).await;
        for text in [&all, &own] {
            assert!(!text.contains("KANARIE"), "{text}");
            assert_eq!(events(text)[0].get_summary(), Some("Pass kl. 20.00"));
        }
        assert!(!all.contains("LOCATION") && !all.contains("GEO"), "{all}");
        assert!(own.contains("Rissne torg"), "she has to find it");
    }

    async fn a_renewed_or_ended_address_is_dead_at_once(app) {
        let form = app.plan(5, 6).await;
        let (partner, anna, _) = on_a_walk(&app, form).await;
        let first = mine(&anna).await;
        let second = mine(&anna).await;
        assert_eq!(fetch(&app, &first).await.status.as_u16(), 404);
        calendar(&app, &second).await;
        anna.get(api::EndMyFeed {}).await.ok();
        anna.get(api::EndMyFeed {}).await.ok();
        assert_eq!(fetch(&app, &second).await.status.as_u16(), 404);
        assert_eq!(anna.get(api::GetMyFeed {}).await.ok().made_at, None);
        // An organisation's is its planners' to make and to end.
        let organisation = partner.id;
        let make = || api::MakeOrganisationFeed { organisation };
        anna.get(make()).await.problem(ProblemKind::Forbidden);
        app.person("rut").await.get(make()).await.problem(ProblemKind::NotFound);
        let (sam, _) = app.member(&partner, "sam", &[OrgRole::Scheduler]).await;
        let feed = sam.get(make()).await.ok();
        calendar(&app, &feed).await;
        partner.admin.get(api::EndOrganisationFeed { organisation }).await.ok();
        assert_eq!(fetch(&app, &feed).await.status.as_u16(), 404);
    }

    async fn an_address_is_in_no_log_no_cookie_and_no_cache(app) {
        let anna = app.person("anna").await;
        let feed = mine(&anna).await;
        let answer = fetch(&app, &feed).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
        assert_eq!(answer.headers["x-robots-tag"], "noindex");
        assert!(!answer.headers.contains_key("set-cookie"));
        let tag = answer.headers["etag"].clone();
        let address = feed.address.clone();
        let again = app.visitor().raw(|http, _| http.get(address).header("if-none-match", tag)).await;
        assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
        let wrong = feed.address.replace("/calendar/", "/calendar/x");
        let miss = app.visitor().raw(|http, _| http.get(wrong)).await;
        assert_eq!(miss.status.as_u16(), 404);
        let token = feed.address.rsplit('/').next().unwrap().trim_end_matches(".ics").to_owned();
        assert_eq!(token.len(), 43);
        let log = app.log();
        assert!(log.iter().any(|line| line.contains("/calendar/{token}.ics")), "the access log names the template");
        assert!(!log.iter().any(|line| line.contains(&token)), "and never the address");
    }
}

/// Suspending has no endpoint yet; what it means for the calendar holds all the same. The database keeps a hash only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_persons_calendar_is_gone() {
    let app = App::start(lykta_tests::Backend::Postgres).await;
    let form = app.plan(5, 6).await;
    let (_, anna, _) = on_a_walk(&app, form).await;
    let feed = mine(&anna).await;
    calendar(&app, &feed).await;
    let token = feed
        .address
        .rsplit('/')
        .next()
        .unwrap()
        .trim_end_matches(".ics");
    let kept = app.query("SELECT token_hash FROM calendar_feeds");
    assert!(!kept.is_empty() && !kept.contains(token));
    app.query("UPDATE users SET suspended_at = '2026-01-01' WHERE email_norm = 'anna@example.se'");
    let answer = fetch(&app, &feed).await;
    assert_eq!(answer.status.as_u16(), 410);
    assert!(!answer.text.contains("BEGIN:VEVENT"));
}
