//! Applying to become a partner of the city, in four steps.

mod fields;
mod inputs;
mod page;
mod review;
mod step;

pub(crate) use fields::ApplicationFields;
pub(crate) use inputs::Inputs;
pub(crate) use page::apply;
pub(crate) use review::Facts;
pub(crate) use step::Step;
