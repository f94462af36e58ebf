//! What is stored of shifts and sign-ups: Diesel queries, nothing else.

mod batches;
mod crew;
mod feeds;
mod people;
mod places;
mod read;
mod rows;
mod series;
mod shares;
mod standing;
mod walk;
mod write;

pub(super) use batches::{
    BatchRow, batch, batch_shifts, insert_batch, insert_batch_item, to_draft, undo_batch,
};
pub(super) use crew::{
    alerts, end_stand_in, insert_stand_in, note_alert, stand_ins, undecided, unwatch, watch,
    watchers, watches, with_lapsed_offers,
};
pub(super) use feeds::{
    Owner, calendar_organisation, end_feed, end_organisation_feed, feed_of, feed_owner,
    organisation_calendar, organisation_feed_of, own_calendar, set_feed, set_organisation_feed,
};
#[cfg(feature = "test-hooks")]
pub(super) use people::count_on_shift;
pub(super) use people::{OnShift, Waiting, current_of_membership, on_shift, queue, waiting_users};
pub(super) use places::{
    NewSignup, enter_queue, free_place, insert_signup, keep_place, leave_queue, let_go,
    next_position, set_adult, set_extra, swap_place, take_place, take_place_beyond, to_cancelled,
    to_offered, to_signed_up,
};
pub(super) use read::{
    Ahead, Looking, Narrowing, Sorting, count_ahead, find, led_ahead, list, my_shifts, my_signup,
    my_signups, queue_positions, schedule, signup, signups_of,
};
pub(super) use rows::{Mine, OrgRow, ShiftRow, SignupRow};
pub(super) use series::{
    SeriesPlan, SeriesRow, ahead_in_series, days_made, delete_shift, hand_over, has_history,
    insert_occurrence, insert_series, neighbours, occurrences, rekey_occurrence, remove_series,
    series, series_of, series_of_shift, series_to_make, set_made_until, shifts_of_member,
    update_series,
};
pub(super) use shares::{
    Guest, put_share, set_places, set_share_status, shared_ahead, shared_schedule,
    shared_with_queue,
};
pub(super) use standing::{
    Regular, StandingRow, dates_ahead, end_family, end_standing, end_standing_of, family,
    family_of_shift, insert_standing, left_since, mark_standing, series_watchers, standing,
    standing_on, taken_by_standing, unwatch_series, watch_series,
};
pub(crate) use walk::CrewMember;
pub(super) use walk::{crew, set_attended, set_phase};
pub(super) use write::{
    Plan, cancel, clear_leader, insert, publish, set_leader, set_rules, update,
};
