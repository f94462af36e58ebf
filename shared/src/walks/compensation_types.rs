//! What the API says about compensation: agreements, statements, files.

use super::compensation::LineReason;
use crate::{
    api_reply, api_type,
    ids::{AgreementId, OrganisationId},
    text::Title,
    time::{Instant, LocalDate},
};

api_type! {
    /// What the city pays an organisation for, and how much. Safe to repeat.
    pub struct AgreementForm {
        /// Whom.
        pub organisation: OrganisationId,
        /// What it is called, such as the term.
        pub title: Title,
        /// The first day.
        pub starts_on: LocalDate,
        /// The last day.
        pub ends_on: LocalDate,
        /// How many evenings, 1–366.
        pub evenings: u16,
        /// How many adults of the organisation an evening needs, 2–50.
        pub minimum_adults: u16,
        /// The amount for all evenings, in öre.
        pub amount_ore: i32,
        /// Whether an evening needs a report that the city took note of.
        pub report_required: bool,
    }
}

api_reply! {
    /// A line of a statement: one walk.
    pub struct StatementLine {
        /// The walk's day.
        pub date: LocalDate,
        /// The walk's title; none of an organisation with special category for the city.
        pub title: Option<String>,
        /// How many adults were there.
        pub adults: u16,
        /// The reference of its report.
        pub reference: Option<String>,
        /// Whether it is paid, and why not.
        pub reason: LineReason,
        /// How much, in öre.
        pub ore: i32,
    }
}

api_reply! {
    /// An agreement with its statement: live until the liaison approves, frozen from then on.
    pub struct StatementView {
        /// The agreement.
        pub id: AgreementId,
        /// What was agreed.
        pub form: AgreementForm,
        /// The organisation's name.
        pub organisation_name: String,
        /// The lines, by day. Of an organisation with special category the city gets none.
        pub lines: Vec<StatementLine>,
        /// How many evenings are paid.
        pub paid_evenings: u16,
        /// The sum, in öre.
        pub sum_ore: i32,
        /// When it was approved.
        pub approved_at: Option<Instant>,
        /// Whether the liaison who asks belongs to the organisation, and so may not decide.
        pub own_organisation: bool,
        /// For `If-Match`.
        pub version: i32,
    }
}

api_reply! {
    /// A file to be saved.
    pub struct ExportFile {
        /// The name to save it under.
        pub file_name: String,
        /// What it is.
        pub media_type: String,
        /// Its bytes, base64.
        pub content: String,
    }
}
