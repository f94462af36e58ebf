//! Heartbeats: each job that has to run again and again writes down when it came to its end, so that somebody
//! else can notice when it no longer does.

use diesel::{ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl, insert_into};
use lykta_shared::{platform::JobState, time::Instant};

use crate::db::{Conn, DbTime, Tx, on_each, schema::job_heartbeats};

/// The jobs that are watched, and after how many minutes without a heartbeat one is late.
const WATCHED: &[(&str, i64)] = &[(SERIES, 60)];

/// The job that makes the shifts of series.
pub(crate) const SERIES: &str = "series";

/// Writes down that a job came to its end, and how many things it could not do.
pub(crate) fn beat(
    tx: &mut Tx<'_>,
    job: &'static str,
    failed: u32,
    now: Instant,
) -> QueryResult<()> {
    let (at, failed) = (DbTime::from(now), i32::try_from(failed).unwrap_or(i32::MAX));
    on_each!(tx.conn(), |c| {
        insert_into(job_heartbeats::table)
            .values((
                job_heartbeats::job.eq(job),
                job_heartbeats::beat_at.eq(at),
                job_heartbeats::failed.eq(failed),
            ))
            .on_conflict(job_heartbeats::job)
            .do_update()
            .set((
                job_heartbeats::beat_at.eq(at),
                job_heartbeats::failed.eq(failed),
            ))
            .execute(c)
            .map(drop)
    })
}

/// The watched jobs and whether one is late. One that never came to its end is.
pub(super) fn states(conn: &mut Conn, now: Instant) -> QueryResult<Vec<JobState>> {
    let beats: Vec<(String, DbTime, i32)> = job_heartbeats::table
        .select((
            job_heartbeats::job,
            job_heartbeats::beat_at,
            job_heartbeats::failed,
        ))
        .load(conn)?;
    Ok(WATCHED
        .iter()
        .map(|(job, minutes)| {
            let beat = beats.iter().find(|(held, _, _)| held == job);
            let last_at = beat.map(|(_, at, _)| Instant::from(*at));
            JobState {
                job: (*job).to_owned(),
                last_at,
                late: last_at.is_none_or(|at| now > at.plus_minutes(*minutes)),
                failed: beat.map_or(0, |(_, _, failed)| u32::try_from(*failed).unwrap_or(0)),
            }
        })
        .collect())
}
