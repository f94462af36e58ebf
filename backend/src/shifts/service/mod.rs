//! Use cases of shifts, and what other rooms may ask of them.
//!
//! # Locks
//!
//! Places and a person's evenings are kept right by row locks, on PostgreSQL; on SQLite a writer is alone. Whoever
//! changes who is on a shift holds, in this order: the people concerned by ascending id, then the shift (several
//! shifts by ascending id). Whoever keeps the order can't meet a deadlock.
//!
//! When a place becomes free, somebody else's evening changes too: the first of the queue moves up, and must not be
//! signing up elsewhere at that moment. Their row can't be locked after the shift's, so [`hold`] looks at the
//! front of the queue first and locks those people along with the others. If the queue has moved on meanwhile, the
//! person now first is locked without waiting; if that is not possible, the whole transaction runs again.

mod access;
mod attend;
mod calendar;
mod cancel;
mod crew;
mod feed;
mod hold;
mod kept;
mod leave;
mod list;
mod notify;
mod plan;
mod queue;
mod roster;
mod series;
mod shares;
mod signup;
mod standing;
#[cfg(feature = "test-hooks")]
mod unguarded;
mod view;
mod viewer;
mod walk;

pub(crate) use super::store::CrewMember;
pub(crate) use attend::{attend, due};
pub(crate) use calendar::calendar;
pub(crate) use cancel::cancel;
pub(crate) use crew::{ask_for_stand_in, set_rules, take_over, watch};
pub(crate) use feed::{
    end_my_feed, end_organisation_feed, fetch, make_my_feed, make_organisation_feed, my_feed,
    organisation_feed,
};
pub(crate) use kept::KeptLists;
pub(crate) use leave::{count_anew, release_future_places, stop_leading, take_off_for_consent};
pub(crate) use list::{my_shifts, schedule, shifts_ahead, upcoming_count};
pub(crate) use plan::{change, create, publish};
pub(crate) use roster::{add, remove, roster, set_leader};
#[cfg(feature = "test-hooks")]
pub(crate) use series::generate_unguarded;
pub(crate) use series::{
    Ahead, change as change_series, copy as copy_shift, copy_week, create as create_series,
    detail as series, due as series_due, generate as generate_series, list as list_series,
    preview as preview_series, preview_change as preview_series_change,
    preview_removal as preview_series_removal, publish_many, remove as remove_series,
    undo as undo_batch,
};
pub(crate) use shares::{
    answer as answer_share, list as shared_shifts, set as set_shares, shareable,
};
pub(crate) use signup::{accept_offer, sign_up, withdraw, withdraw_signup, would_refuse};
pub(crate) use standing::{
    begin as begin_standing, end as end_standing, view as standing, watch as watch_series,
};
#[cfg(feature = "test-hooks")]
pub(crate) use unguarded::sign_up_unguarded;
pub(crate) use view::{detail, signup_card};
pub(crate) use viewer::Who;
pub(crate) use walk::{WalkShift, end_walk, hold_walk, walk_shift};
