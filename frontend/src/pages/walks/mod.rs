//! The walk: its page and its report, both made for a phone in the dark without network; and what coordinators and the
//! city do with them afterwards.

mod check_in;
mod city_compensation;
mod city_reports;
mod equipment;
mod facts;
mod finish;
mod groups;
mod observation;
mod office;
mod page;
mod people;
mod plan;
mod report;
mod report_form;
mod report_send;
mod sent;
mod statement;

pub(crate) use city_compensation::city_compensation;
pub(crate) use city_reports::{city_report, city_reports};
pub(crate) use equipment::equipment;
pub(crate) use office::office;
pub(crate) use page::walk;
pub(crate) use report::report;
