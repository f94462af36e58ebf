//! An organisation's space: overview, schedule, planning, members, application, settings.

mod application;
mod calendar;
pub(crate) mod frame;
mod invite;
mod join_link;
mod leave;
mod member_edit;
mod members;
mod month;
mod overview;
mod qualifications;
mod reminders;
mod schedule;
mod settings;
mod shared;
mod shares;
mod shift_fields;
mod shift_form;
mod shift_pages;
mod signup_settings;
mod term;
mod when;
mod words;

pub(crate) use application::{application, history};
pub(crate) use members::members;
pub(crate) use overview::overview;
pub(crate) use schedule::schedule;
pub(crate) use settings::settings;
pub(crate) use shift_pages::{edit_shift, new_shift};
pub(crate) use term::{change as edit_series, new_term, series};
pub(crate) use words::{application_status, organisation_status};
