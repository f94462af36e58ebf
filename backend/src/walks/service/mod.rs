//! Use cases of walks.
//!
//! Whoever changes what belongs to a walk holds its shift first (`shifts::hold_walk`), so that what arrives twice or from
//! two phones at once is done once.

mod access;
mod attendance;
mod city;
mod compensation;
mod equipment;
mod groups;
mod home;
mod plan;
mod report;
mod report_view;
mod settings;
mod statistics;
mod view;

pub(crate) use attendance::{
    abort, all_home, check_in, check_myself_in, checkpoint, code_of, leads, put_guest, remove,
};
pub(crate) use city::{accept_report, city_report, city_reports};
pub(crate) use compensation::{
    approve_statement, city_statements, own_statements, put_agreement, statement,
};
pub(crate) use equipment::{list_equipment, put_equipment, put_loan, retire_equipment};
pub(crate) use groups::{put_groups, split_groups};
pub(crate) use home::ask_for_home;
pub(crate) use plan::put_plan;
pub(crate) use report::{preview, save_report, submit};
pub(crate) use report_view::{report_page, reports};
pub(crate) use settings::{put_settings, settings};
pub(crate) use statistics::statistics;
pub(crate) use view::{note_briefing, page};
