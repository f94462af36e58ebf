//! The city's space: applications to decide on, partners to keep an eye on, the calendar of nights and holidays.

mod calendar;
mod decision;
mod detail;
mod filter;
pub(crate) mod frame;
mod listing;
mod overview;
mod partner;
mod partners;
mod queue;
mod regret;
mod templates;

pub(crate) use calendar::calendar;
pub(crate) use detail::approval;
pub(crate) use overview::overview;
pub(crate) use partner::partner;
pub(crate) use partners::partners;
pub(crate) use queue::approvals;
