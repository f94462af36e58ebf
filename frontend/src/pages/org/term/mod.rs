//! Planning a term: the form with every date before it is saved, the series it became, editing it, and what is
//! done with many shifts at once.

mod batch;
mod change;
mod dates;
mod fields;
mod many;
mod new;
mod series;
mod words;

pub(crate) use change::change;
pub(super) use many::Many;
pub(crate) use new::new_term;
pub(crate) use series::series;
