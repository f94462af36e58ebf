//! The walk itself: who came and went, in which groups, with which equipment; what was reported, and what the city pays
//! for it.

pub mod compensation;
mod compensation_types;
pub mod groups;
pub mod hours;
pub mod persons;
pub mod report;
mod report_types;
mod types;

pub use compensation_types::*;
pub use report_types::*;
pub use types::*;
