//! The planner: derives reminders from sign-ups, again and again. The key of a reminder holds the shift's
//! `time_version`, so planning twice changes nothing and a moved shift gets reminders of its own.

use diesel::QueryResult;
use lykta_shared::{
    ids::{ShiftId, SignupId},
    messages::reminders::Reminder,
    time::Instant,
};

use super::{Envelope, MailKind, Recipient, service, store};
use crate::db::Tx;

/// How far ahead the sweep looks, in hours: a little more than the earliest reminder.
const HORIZON: i64 = 72;

/// Plans the reminders of one sign-up.
pub(crate) fn plan_for_signup(tx: &mut Tx<'_>, now: Instant, signup: SignupId) -> QueryResult<()> {
    for planned in store::signups_to_remind(tx, &store::Which::Signup(signup))? {
        plan(tx, now, &planned, planned.signed_up_at)?;
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
            if reminder.due_after(planned.starts_at, now).is_none() {
                service::enqueue(tx, now, &envelope(&planned, *reminder, now))?;
                store::cancel_key(tx, &key(&planned, *reminder))?;
            }
        }
    }
    Ok(())
}

/// Plans for all sign-ups of the coming three days: repairs whatever was missed. Answers how many it looked at.
pub(crate) fn sweep(tx: &mut Tx<'_>, now: Instant) -> QueryResult<usize> {
    let which = store::Which::Between(now, now.plus_hours(HORIZON));
    let planned = store::signups_to_remind(tx, &which)?;
    for signup in &planned {
        plan(tx, now, signup, signup.signed_up_at)?;
    }
    Ok(planned.len())
}

fn plan(
    tx: &mut Tx<'_>,
    now: Instant,
    planned: &store::Planned,
    since: Instant,
) -> QueryResult<()> {
    if planned.starts_at <= now {
        return Ok(());
    }
    for reminder in Reminder::ALL {
        if let Some(due) = reminder.due_after(planned.starts_at, since) {
            service::enqueue(tx, now, &envelope(planned, *reminder, due))?;
        }
    }
    Ok(())
}

fn key(planned: &store::Planned, reminder: Reminder) -> String {
    format!("rem:{}:{reminder}:{}", planned.signup, planned.time_version)
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
        dedupe: key(planned, reminder),
        not_before: due,
        expires_at: planned.starts_at,
    }
}
