//! What is stored of walks: Diesel queries, nothing else.

mod compensation;
mod equipment;
mod people;
mod report;
mod sweep;
mod walk;

pub(super) use compensation::{
    AgreementRow, EveningRow, agreement, agreements, approve, evenings, insert_agreement,
    update_agreement,
};
pub(super) use equipment::{
    LoanRow, equipment, find_equipment, insert_equipment, loan, loans, retire, set_loan,
    update_equipment,
};
pub(super) use people::{
    AttendanceRow, Named, Presence, attendances, close_open, groups, insert_attendance,
    remove_attendance, replace_groups, set_times, with_others, year,
};
pub(super) use report::{
    NewReport, ReportRow, VersionRow, accept, city_reports, insert_report, insert_version,
    latest_versions, next_number, report, report_of, reports_of_year, set_sent, update_report,
    versions,
};
pub(super) use sweep::{Unticked, unticked};
pub(super) use walk::{
    SettingsRow, WalkRow, has_read, note_reading, put_settings, put_walk, settings, walk,
};
