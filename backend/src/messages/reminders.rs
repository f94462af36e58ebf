//! The planner: derives reminders from sign-ups, again and again. The key of a reminder holds the shift's
//! `time_version`, so planning twice changes nothing and a moved shift gets reminders of its own.

use diesel::QueryResult;
use lykta_shared::{
    ids::{OrganisationId, ShiftId, SignupId},
    messages::{EARLIEST, reminders::Reminder},
    time::Instant,
};

use super::{Envelope, MailKind, Recipient, service, store};
use crate::db::Tx;

/// How far ahead the sweep plans, in hours: more than it may stand still without anybody noticing.
const HORIZON: i64 = 24;

/// Plans the reminders of one sign-up.
pub(crate) fn plan_for_signup(tx: &mut Tx<'_>, now: Instant, signup: SignupId) -> QueryResult<()> {
    for planned in store::signups_to_remind(tx, &store::Which::Signup(signup))? {
        plan(tx, now, &planned, planned.since)?;
    }
    Ok(())
}

/// Plans anew for everybody on a shift that was moved. What was planned for the old time is taken back; a
/// reminder that would be due already is left out, because the mail about the move says the same.
pub(crate) fn replan_for_shift(tx: &mut Tx<'_>, now: Instant, shift: ShiftId) -> QueryResult<()> {
    for planned in store::signups_to_remind(tx, &store::Which::Shift(shift))? {
        store::cancel_reminders(tx, planned.signup)?;
        plan(tx, now, &planned, now)?;
        for reminder in Reminder::ALL {
            let due = reminder.due_after(planned.hours(), planned.starts_at, now);
            if due.is_none() {
                service::enqueue(tx, now, &envelope(&planned, *reminder, now))?;
                store::cancel_key(tx, &planned.key(*reminder))?;
            }
        }
    }
    Ok(())
}

/// Plans anew for everybody ahead of an organisation that reminds at other hours now. A reminder that has left
/// stays the only one of its kind.
pub(super) fn replan_for_organisation(
    tx: &mut Tx<'_>,
    now: Instant,
    organisation: OrganisationId,
) -> QueryResult<()> {
    let which = store::Which::Organisation(organisation, now);
    for planned in store::signups_to_remind(tx, &which)? {
        for reminder in Reminder::ALL {
            let key = planned.key(*reminder);
            match reminder.due_after(planned.hours(), planned.starts_at, planned.since) {
                None => store::switch_off(tx, &key)?,
                Some(due) => {
                    store::put_off(tx, &key, due)?;
                    service::enqueue(tx, now, &envelope(&planned, *reminder, due))?;
                }
            }
        }
    }
    Ok(())
}

/// Plans whatever is due within a day: repairs what was missed. Answers how many sign-ups it looked at.
pub(crate) fn sweep(tx: &mut Tx<'_>, now: Instant) -> QueryResult<usize> {
    let which = store::Which::Between(now, now.plus_hours(i64::from(EARLIEST) + HORIZON));
    let planned = store::signups_to_remind(tx, &which)?;
    for signup in &planned {
        plan_until(tx, now, signup, signup.since, now.plus_hours(HORIZON))?;
    }
    Ok(planned.len())
}

fn plan(
    tx: &mut Tx<'_>,
    now: Instant,
    planned: &store::Planned,
    since: Instant,
) -> QueryResult<()> {
    plan_until(tx, now, planned, since, planned.starts_at)
}

/// Plans what is due by `until`.
fn plan_until(
    tx: &mut Tx<'_>,
    now: Instant,
    planned: &store::Planned,
    since: Instant,
    until: Instant,
) -> QueryResult<()> {
    if planned.starts_at <= now {
        return Ok(());
    }
    for reminder in Reminder::ALL {
        let due = reminder.due_after(planned.hours(), planned.starts_at, since);
        if let Some(due) = due.filter(|due| *due <= until) {
            service::enqueue(tx, now, &envelope(planned, *reminder, due))?;
        }
    }
    Ok(())
}

/// The key of a reminder: one for each sign-up, kind and time of the shift.
pub(super) fn key(signup: SignupId, reminder: Reminder, time_version: i32) -> String {
    format!("rem:{signup}:{reminder}:{time_version}")
}

impl store::Planned {
    fn key(&self, reminder: Reminder) -> String {
        key(self.signup, reminder, self.time_version)
    }
}

fn envelope(planned: &store::Planned, reminder: Reminder, due: Instant) -> Envelope {
    let signup = planned.signup;
    Envelope {
        kind: match reminder {
            Reminder::Early => MailKind::ReminderEarly { signup },
            Reminder::Late => MailKind::ReminderLate { signup },
        },
        to: Recipient::User(planned.user),
        organisation: Some(planned.organisation),
        dedupe: planned.key(reminder),
        not_before: due,
        expires_at: planned.starts_at,
    }
}
