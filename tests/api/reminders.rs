//! When reminders come: at the hours an organisation chose, over both nights on which the clock changes, each once.

use lykta_shared::{
    api,
    messages::{ReminderHours, ReminderSettings},
    organisations::OrgRole,
    problem::{FieldCode, ProblemKind},
    shifts::{CreateShift, ShiftDetail, ShiftForm},
    time::{Fold, Instant, LocalDate, LocalTime},
};
use lykta_tests::{App, Backend, Client, Mail, Partner, on_both};

const ANNA: &str = "anna@example.se";

fn hours(early: Option<u16>, late: Option<u16>) -> ReminderHours {
    ReminderHours {
        early_hours: early,
        late_hours: late,
    }
}

/// Renews the session: hours have gone by.
async fn awake(client: &Client) {
    client.get(api::Refresh {}).await.ok();
}

async fn choose(partner: &Partner, version: i32, chosen: ReminderHours) -> ReminderSettings {
    let endpoint = api::PutReminderSettings {
        organisation: partner.id,
    };
    awake(&partner.admin).await;
    let admin = partner.admin.if_match(version);
    admin.call(endpoint, chosen).await.ok()
}

/// Anna's reminders so far, at this moment.
async fn reminders_at(app: &App, at: Instant) -> Vec<Mail> {
    app.set_clock(&at.to_string()).await;
    // Whatever runs twice in an hour sends nothing twice.
    app.work().await;
    let mails = app.mails_to(ANNA).await;
    let reminders = mails
        .into_iter()
        .filter(|mail| mail.body.contains("Påminnelse om ditt pass."));
    reminders.collect()
}

async fn count_at(app: &App, at: Instant) -> usize {
    reminders_at(app, at).await.len()
}

/// A group with a walk in five days at 20.00, and Anna on it since two minutes ago.
async fn on_a_walk(app: &App) -> (Partner, Client, ShiftDetail) {
    let partner = app.partner("Rissne nattvandrare").await;
    let (anna, _) = app.member(&partner, "anna", &[OrgRole::Volunteer]).await;
    let plan = app.plan(5, 6).await;
    let shift = app.walk(&partner, plan).await;
    anna.sign_up(shift.card.id).await.ok();
    let now = app.now().await;
    assert_eq!(count_at(app, now.plus_minutes(2)).await, 0);
    (partner, anna, shift)
}

on_both! {
    async fn administrators_choose_when_to_remind(app) {
        let partner = app.partner("Rissne nattvandrare").await;
        let (scheduler, _) = app.member(&partner, "sam", &[OrgRole::Scheduler]).await;
        let stranger = app.person("rut").await;
        let organisation = partner.id;
        let get = || api::GetReminderSettings { organisation };
        let put = || api::PutReminderSettings { organisation };
        let held = partner.admin.get(get()).await.ok();
        assert_eq!((held.early_hours, held.late_hours, held.version), (Some(48), Some(3), 0));
        scheduler.get(get()).await.problem(ProblemKind::Forbidden);
        scheduler.if_match(0).call(put(), hours(None, None)).await.problem(ProblemKind::Forbidden);
        stranger.get(get()).await.problem(ProblemKind::NotFound);
        stranger.if_match(0).call(put(), hours(None, None)).await.problem(ProblemKind::NotFound);
        partner.admin.call(put(), hours(None, None)).await.problem(ProblemKind::PreconditionRequired);
        for (early, late, field) in [
            (Some(0), None, "/earlyHours"), (Some(169), Some(3), "/earlyHours"), (Some(24), Some(24), "/lateHours"),
            (Some(3), Some(48), "/lateHours"), (None, Some(0), "/lateHours"),
        ] {
            let answer = partner.admin.if_match(0).call(put(), hours(early, late)).await;
            answer.field(field, FieldCode::OutOfRange);
        }
        let chosen = choose(&partner, 0, hours(Some(24), None)).await;
        assert_eq!((chosen.early_hours, chosen.late_hours, chosen.version), (Some(24), None, 1));
        partner.admin.if_match(0).call(put(), hours(None, None)).await.problem(ProblemKind::Stale);
        assert_eq!(choose(&partner, 1, hours(Some(24), None)).await.version, 1, "no change, no new version");
        assert_eq!(partner.admin.get(get()).await.ok(), chosen);
    }

    async fn reminders_that_wait_move_when_the_setting_does(app) {
        let (partner, _, shift) = on_a_walk(&app).await;
        let starts = shift.card.starts_at;
        choose(&partner, 0, hours(Some(72), Some(6))).await;
        assert_eq!(count_at(&app, starts.plus_hours(-73)).await, 0);
        assert_eq!(count_at(&app, starts.plus_hours(-71)).await, 1);
        // The first has left: its new hour brings no second one. The last one moves.
        choose(&partner, 1, hours(Some(24), Some(1))).await;
        assert_eq!(count_at(&app, starts.plus_hours(-47)).await, 1);
        assert_eq!(count_at(&app, starts.plus_hours(-23)).await, 1);
        assert_eq!(count_at(&app, starts.plus_hours(-5)).await, 1);
        assert_eq!(count_at(&app, starts.plus_minutes(-59)).await, 2);
        choose(&partner, 2, hours(Some(48), Some(3))).await;
        assert_eq!(count_at(&app, starts.plus_minutes(-1)).await, 2);
    }

    async fn a_reminder_switched_off_does_not_come_and_switched_on_again_comes_once(app) {
        let (partner, _, shift) = on_a_walk(&app).await;
        let starts = shift.card.starts_at;
        choose(&partner, 0, hours(None, None)).await;
        assert_eq!(count_at(&app, starts.plus_hours(-47)).await, 0);
        choose(&partner, 1, hours(Some(48), Some(3))).await;
        assert_eq!(count_at(&app, starts.plus_hours(-46)).await, 1, "late, and not never");
        assert_eq!(count_at(&app, starts.plus_hours(-2)).await, 2);
        choose(&partner, 2, hours(None, Some(2))).await;
        assert_eq!(count_at(&app, starts.plus_minutes(-30)).await, 2);
    }

    async fn whoever_waits_withdrew_or_signed_up_late_is_not_reminded(app) {
        let partner = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&partner, "anna", &[OrgRole::Volunteer]).await;
        let (bo, _) = app.member(&partner, "bo", &[OrgRole::Volunteer]).await;
        let (eva, _) = app.member(&partner, "eva", &[OrgRole::Volunteer]).await;
        let plan = app.plan(5, 2).await;
        let shift = app.walk(&partner, plan).await;
        let (id, starts) = (shift.card.id, shift.card.starts_at);
        bo.sign_up(id).await.ok();
        eva.sign_up(id).await.ok();
        anna.sign_up_or_wait(id).await.ok();
        assert_eq!(count_at(&app, starts.plus_hours(-47)).await, 0, "she waits");
        awake(&bo).await;
        bo.get(api::Withdraw { shift: id }).await.ok();
        assert_eq!(count_at(&app, starts.plus_hours(-46)).await, 0, "she has just been told that she has a place");
        assert_eq!(count_at(&app, starts.plus_hours(-2)).await, 1);
        let bo_reminded = app.mails_to("bo@example.se").await.iter().any(|mail| {
            mail.body.contains("Påminnelse om ditt pass.") && mail.subject.contains("I dag")
        });
        assert!(!bo_reminded, "he withdrew before the last one");
    }

    async fn over_a_clock_change_each_reminder_comes_once_at_its_time_on_the_clock(app) {
        app.set_clock("2026-10-19T08:00:00Z").await;
        let partner = app.partner("Rissne nattvandrare").await;
        let (anna, _) = app.member(&partner, "anna", &[OrgRole::Volunteer]).await;
        let mut people = (partner.admin.clone(), anna);
        for night in NIGHTS {
            if night.begins.starts_with("2027") {
                app.set_clock("2027-03-20T08:00:00Z").await;
                people = (app.log_in("rissne-admin@example.se").await, app.log_in(ANNA).await);
            }
            remembered(&app, &partner, &people, night).await;
        }
    }
}

/// A walk near a clock change: when it is in wall time, and when its reminders are due.
struct Night {
    date: (i16, i8, i8),
    start: (i8, i8),
    end: (i8, i8),
    fold: Fold,
    begins: &'static str,
    early: &'static str,
    late: &'static str,
}

const NIGHTS: [Night; 6] = [
    // Ends in the hour that comes twice.
    Night {
        date: (2026, 10, 24),
        start: (22, 0),
        end: (2, 30),
        fold: Fold::Earlier,
        begins: "2026-10-24T20:00:00Z",
        early: "2026-10-22T20:00:00Z",
        late: "2026-10-24T17:00:00Z",
    },
    // Begins in it, the second time round.
    Night {
        date: (2026, 10, 25),
        start: (2, 30),
        end: (5, 0),
        fold: Fold::Later,
        begins: "2026-10-25T01:30:00Z",
        early: "2026-10-23T00:30:00Z",
        late: "2026-10-24T22:30:00Z",
    },
    // The last reminder is due in it.
    Night {
        date: (2026, 10, 25),
        start: (5, 30),
        end: (8, 0),
        fold: Fold::Earlier,
        begins: "2026-10-25T04:30:00Z",
        early: "2026-10-23T03:30:00Z",
        late: "2026-10-25T01:30:00Z",
    },
    // The first reminder is in summer time, the walk in winter time.
    Night {
        date: (2026, 10, 26),
        start: (18, 0),
        end: (21, 0),
        fold: Fold::Earlier,
        begins: "2026-10-26T17:00:00Z",
        early: "2026-10-24T16:00:00Z",
        late: "2026-10-26T14:00:00Z",
    },
    // Lies across the hour that is left out.
    Night {
        date: (2027, 3, 27),
        start: (22, 0),
        end: (4, 0),
        fold: Fold::Earlier,
        begins: "2027-03-27T21:00:00Z",
        early: "2027-03-25T21:00:00Z",
        late: "2027-03-27T18:00:00Z",
    },
    // Its first reminder would be due in that hour: it comes an hour later on the clock.
    Night {
        date: (2027, 3, 30),
        start: (2, 30),
        end: (5, 0),
        fold: Fold::Earlier,
        begins: "2027-03-30T00:30:00Z",
        early: "2027-03-28T01:30:00Z",
        late: "2027-03-29T21:30:00Z",
    },
];

async fn remembered(app: &App, partner: &Partner, (admin, anna): &(Client, Client), night: Night) {
    let begins: Instant = night.begins.parse().unwrap();
    // Walks are taken one by one, each signed up for well before its reminders.
    let four_days_before = begins.plus_days(-4);
    app.set_clock(&four_days_before.to_string()).await;
    let (year, month, day) = night.date;
    let time = |(hour, minute)| LocalTime { hour, minute };
    let plan = ShiftForm {
        date: LocalDate { year, month, day },
        start_time: time(night.start),
        end_time: time(night.end),
        start_fold: night.fold,
        ..app.plan(5, 6).await
    };
    awake(admin).await;
    awake(anna).await;
    let endpoint = api::PostShift {
        organisation: partner.id,
    };
    let create = CreateShift {
        shift: plan,
        publish: true,
    };
    let shift = admin.call(endpoint, create).await.ok();
    assert_eq!(shift.card.starts_at, begins);
    anna.sign_up(shift.card.id).await.ok();
    let before = count_at(app, four_days_before.plus_minutes(2)).await;
    let (early, late): (Instant, Instant) =
        (night.early.parse().unwrap(), night.late.parse().unwrap());
    for (at, expected) in [
        (early.plus_minutes(-1), 0),
        (early, 1),
        (early.plus_hours(1), 1),
        (early.plus_hours(2), 1),
        (late.plus_minutes(-1), 1),
        (late, 2),
        (late.plus_hours(1), 2),
        (begins, 2),
    ] {
        assert_eq!(
            count_at(app, at).await - before,
            expected,
            "{} at {at}",
            night.begins
        );
    }
    let mails = reminders_at(app, begins).await;
    let mail = mails.last().unwrap();
    let weekday = ["måndag", "tisdag", "lördag", "söndag"]
        .into_iter()
        .find(|day| mail.body.contains(day));
    assert!(weekday.is_some(), "{}", mail.body);
    let overnight = night.end < night.start;
    assert_eq!(
        mail.body.contains("natten till"),
        overnight,
        "{}",
        mail.body
    );
    assert!(mail.header("Cc").is_none() && mail.header("Bcc").is_none());
}

/// A worker may hold a reminder while its organisation puts it off: then it waits once more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reminder_whose_turn_comes_too_early_waits_and_is_not_lost() {
    let app = App::start(Backend::Postgres).await;
    let (_, _, shift) = on_a_walk(&app).await;
    app.query("UPDATE outbox SET next_attempt_at = '2026-01-01' WHERE kind LIKE 'reminder%'");
    let starts = shift.card.starts_at;
    assert_eq!(count_at(&app, starts.plus_hours(-50)).await, 0);
    assert_eq!(count_at(&app, starts.plus_hours(-47)).await, 1);
    assert_eq!(count_at(&app, starts.plus_hours(-2)).await, 2);
}
