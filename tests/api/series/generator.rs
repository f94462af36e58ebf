//! Making shifts ahead: again and again, by two at once, after a standstill (EDGE-CASES D35, D40, D41).

use super::*;
use diesel::connection::{Connection, SimpleConnection};
use futures_util::future::join_all;
use lykta_shared::{platform::JobState, time::civil::shift_days};
use lykta_tests::{Backend, Options, on_both, term};

/// A term of half a year of Fridays from 27 November 2026; twelve weeks of it are made at once.
async fn half_a_year(app: &App) -> (Partner, SeriesMade) {
    let group = group_at(app, "2026-11-23T08:00:00Z").await;
    let form = term(evening(app, "2026-11-27").await, 26);
    let made = plan(&group.admin, &group, form).await;
    (group, made)
}

/// The series job as the city sees it.
async fn job(app: &App) -> JobState {
    let jobs = app.liaison().await.get(api::ListJobs {}).await.ok();
    jobs.into_iter().find(|job| job.job == "series").unwrap()
}

/// How many shifts the organisation has on each day of the half-year.
async fn on_each_day(app: &App, group: &Partner) -> Vec<(LocalDate, usize)> {
    let (organisation, admin) = (group.id, planner(app).await);
    let mut days: Vec<(LocalDate, usize)> = Vec::new();
    for part in 0..4 {
        let from = shift_days(day("2026-11-23"), 62 * part);
        let query = lykta_shared::shifts::ScheduleQuery {
            from,
            to: shift_days(from, 61),
        };
        for card in admin
            .ask(api::ListSchedule { organisation }, query, ())
            .await
            .ok()
        {
            match days.iter_mut().find(|(on, _)| *on == card.date) {
                Some((_, count)) => *count += 1,
                None => days.push((card.date, 1)),
            }
        }
    }
    days
}

/// Gives the organisation another standing, as later endpoints of the city will.
fn set_status(app: &App, group: &Partner, status: &str) {
    let sql = format!(
        "UPDATE organisations SET status = '{status}' WHERE id = '{}'",
        group.id
    );
    match app.backend {
        Backend::Postgres => drop(app.query(&sql)),
        Backend::Sqlite => {
            let file = app.database_url.trim_start_matches("sqlite://");
            let mut conn = diesel::SqliteConnection::establish(file).unwrap();
            conn.batch_execute("PRAGMA busy_timeout = 5000;").unwrap();
            conn.batch_execute(&sql).unwrap();
        }
    }
}

/// The administrator, signed in anew: a session is younger than the weeks these tests jump over.
async fn planner(app: &App) -> Client {
    app.log_in("rissne-admin@example.se").await
}

on_both! {
    async fn shifts_are_made_twelve_weeks_ahead_and_the_rest_as_the_weeks_pass(app) {
        let (_group, made) = half_a_year(&app).await;
        assert_eq!(made.made, 12);
        assert_eq!(days(&made.series).last().map(String::as_str), Some("2027-02-12"));
        app.set_clock("2026-12-14T08:00:00Z").await;
        app.work().await;
        let later = seen(&planner(&app).await, made.series.id).await;
        assert_eq!(days(&later).len(), 15);
        assert_eq!(later.days.len(), 26);
        // Far beyond the season nothing more comes.
        app.set_clock("2027-05-20T08:00:00Z").await;
        app.work().await;
        app.set_clock("2027-09-01T08:00:00Z").await;
        app.work().await;
        assert!(days(&seen(&planner(&app).await, made.series.id).await).len() <= 26);
    }

    async fn making_twice_and_by_two_at_once_makes_nothing_twice(app) {
        let (group, made) = half_a_year(&app).await;
        let twin = match app.backend {
            Backend::Postgres => Some(app.twin().await),
            Backend::Sqlite => None,
        };
        for weeks in 1..=4 {
            let now = format!("2026-12-{:02}T08:00:00Z", 1 + 7 * (weeks - 1));
            app.set_clock(&now).await;
            if let Some(twin) = &twin {
                twin.set_clock(&now).await;
            }
            let other = twin.as_ref().unwrap_or(&app);
            join_all([app.work(), other.work(), app.work(), other.work()]).await;
        }
        app.work().await;
        let each = on_each_day(&app, &group).await;
        assert!(each.len() > 12, "{each:?}");
        assert!(each.iter().all(|(_, count)| *count == 1), "{each:?}");
        assert_eq!(days(&seen(&planner(&app).await, made.series.id).await).len(), each.len());
    }

    async fn after_three_days_of_standstill_the_horizon_is_filled_and_meanwhile_it_is_known(app) {
        let (_group, made) = half_a_year(&app).await;
        app.work().await;
        let before = job(&app).await;
        assert_eq!((before.late, before.failed), (false, 0));
        // Four days later; the job of the test server sleeps by the real clock and has not looked since.
        app.set_clock("2026-11-27T08:00:00Z").await;
        let stopped = job(&app).await;
        assert!(stopped.late, "{stopped:?}");
        assert_eq!(stopped.last_at, before.last_at);
        assert_eq!(days(&seen(&planner(&app).await, made.series.id).await).len(), 12);
        app.work().await;
        assert!(!job(&app).await.late);
        assert_eq!(days(&seen(&planner(&app).await, made.series.id).await).len(), 13);
    }

    async fn for_an_organisation_that_is_not_active_nothing_is_made_and_the_gap_is_not_filled_afterwards(app) {
        let (group, made) = half_a_year(&app).await;
        set_status(&app, &group, "suspended");
        app.set_clock("2026-12-21T08:00:00Z").await;
        app.work().await;
        assert_eq!(days(&seen(&planner(&app).await, made.series.id).await).len(), 12);
        // Back after the twelve weeks that had been made, and two more.
        app.set_clock("2027-03-01T08:00:00Z").await;
        app.work().await;
        assert_eq!(days(&seen(&planner(&app).await, made.series.id).await).len(), 12);
        set_status(&app, &group, "active");
        app.work().await;
        let after = days(&seen(&planner(&app).await, made.series.id).await);
        assert!(!after.contains(&"2027-02-19".to_owned()) && !after.contains(&"2027-02-26".to_owned()), "{after:?}");
        assert!(after.contains(&"2027-03-05".to_owned()) && after.contains(&"2027-05-21".to_owned()), "{after:?}");
        assert_eq!(after.len(), 24);
    }
}

/// Without the key and the lock the same two workers do make shifts twice, so the test above would notice.
async fn without_the_guard_two_workers_make_shifts_twice(backend: Backend) {
    let options = Options::default().env("LYKTA_FAILPOINTS", "series-guard-off");
    let app = App::start_with(backend, options).await;
    let (group, _made) = half_a_year(&app).await;
    let twin = match backend {
        Backend::Postgres => Some(app.twin().await),
        Backend::Sqlite => None,
    };
    let mut twice = false;
    for week in 1..=10 {
        let now = shift_days(day("2026-11-23"), 7 * week);
        let now = format!("{now}T08:00:00Z");
        app.set_clock(&now).await;
        if let Some(twin) = &twin {
            twin.set_clock(&now).await;
        }
        let other = twin.as_ref().unwrap_or(&app);
        join_all([app.work(), other.work(), app.work(), other.work()]).await;
        twice = on_each_day(&app, &group)
            .await
            .iter()
            .any(|(_, count)| *count > 1);
        if twice {
            break;
        }
    }
    assert!(twice, "two workers without a guard made nothing twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn negative_control_sqlite() {
    without_the_guard_two_workers_make_shifts_twice(Backend::Sqlite).await;
}

/// The same on PostgreSQL.
mod negative_control {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        without_the_guard_two_workers_make_shifts_twice(Backend::Postgres).await;
    }
}
