//! An organisation's space: overview, schedule, planning, members, application, settings.

mod calendar;
mod frame;
mod month;
mod overview;
mod schedule;
mod shift_fields;
mod shift_form;
mod shift_pages;
mod when;
mod words;

pub(crate) use overview::overview;
pub(crate) use schedule::schedule;
pub(crate) use shift_pages::{edit_shift, new_shift};
pub(crate) use words::{application_status, organisation_status};
