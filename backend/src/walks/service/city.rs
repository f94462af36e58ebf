//! The city's side of reports: what was sent, as it was sent. Nothing here reads attendance or members.

use lykta_shared::{
    api::{DEFAULT_LIMIT, MAX_LIMIT, Page},
    ids::{OrganisationId, ReportId},
    problem::ProblemKind,
    time::Instant,
    walks::{CityReport, CityReportQuery, CityReportRow, CityReportVersion, CityReportView},
};

use super::super::store::{self, VersionRow};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::LiaisonActor,
    organisations::service as organisations,
    platform::audit::{AuditEvent, record},
};

fn read(version: &VersionRow) -> Result<CityReport, ApiError> {
    serde_json::from_str(&version.content)
        .map_err(|_damaged| ApiError::internal("a frozen report can't be read"))
}

/// The reports that were sent, the latest first.
pub(crate) fn city_reports(
    conn: &mut Conn,
    query: &CityReportQuery,
) -> Result<Page<CityReportRow>, ApiError> {
    let (page, limit) = (
        query.page.unwrap_or(1),
        query.limit.unwrap_or(DEFAULT_LIMIT),
    );
    if page == 0 || !(1..=MAX_LIMIT).contains(&limit) {
        return Err(ApiError::new(ProblemKind::MalformedRequest));
    }
    let cut = (
        i64::from(page - 1).saturating_mul(limit.into()),
        i64::from(limit),
    );
    let (rows, total) = store::city_reports(conn, query.organisation, cut)?;
    let ids: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
    let versions = store::latest_versions(conn, &ids)?;
    let mut items = Vec::new();
    for row in rows {
        let id = row.id.to_string();
        let mut own = versions.iter().filter(|version| version.report == id);
        let Some(latest) = own.next() else { continue };
        let report = read(latest)?;
        let seen: u16 = report
            .observation_counts
            .iter()
            .map(|held| held.count)
            .sum();
        items.push(CityReportRow {
            id: row.id,
            reference: row.reference.unwrap_or_default(),
            organisation: report.organisation,
            date: report.date,
            districts: report.districts,
            people: report.adults.saturating_add(report.youth),
            observations: seen,
            want_contact_from_city: report.want_contact_from_city,
            sent_at: latest.sent_at.into(),
            versions: latest.number.try_into().unwrap_or(0),
            accepted_at: row.accepted_at.map(Instant::from),
        });
    }
    Ok(Page {
        items,
        page,
        limit,
        total: u64::try_from(total).unwrap_or(0),
    })
}

/// Whether the liaison belongs to the organisation.
pub(super) fn own_organisation(
    conn: &mut Conn,
    actor: &LiaisonActor,
    organisation: OrganisationId,
) -> Result<bool, ApiError> {
    Ok(organisations::membership(conn, actor.user, organisation)?.is_some())
}

/// A report with all versions that were sent. One that was only saved is not the city's to know of.
pub(crate) fn city_report(
    conn: &mut Conn,
    actor: &LiaisonActor,
    report: ReportId,
) -> Result<CityReportView, ApiError> {
    let held = store::report(conn, report)?.ok_or_else(ApiError::not_found)?;
    let reference = held.reference.clone().ok_or_else(ApiError::not_found)?;
    let versions = store::versions(conn, report)?
        .iter()
        .map(|version| {
            Ok(CityReportVersion {
                number: version.number.try_into().unwrap_or(0),
                sent_at: version.sent_at.into(),
                report: read(version)?,
            })
        })
        .collect::<Result<_, ApiError>>()?;
    Ok(CityReportView {
        id: report,
        reference,
        versions,
        accepted_at: held.accepted_at.map(Instant::from),
        own_organisation: own_organisation(conn, actor, held.organisation_id)?,
    })
}

/// The city takes note of a report; repeating it changes nothing.
pub(crate) fn accept_report(
    tx: &mut Tx<'_>,
    actor: &LiaisonActor,
    report: ReportId,
    now: Instant,
) -> Result<CityReportView, ApiError> {
    let seen = city_report(tx, actor, report)?;
    if seen.own_organisation {
        return Err(ApiError::new(ProblemKind::FourEyes));
    }
    if store::accept(tx, report, actor.user, now)? {
        let event = AuditEvent {
            organisation: None,
            actor: Some(actor.user),
            action: "walk.report_accepted",
            object_type: "walk_report",
            object_id: report.to_string(),
            reason: None,
        };
        record(tx, now, event)?;
    }
    city_report(tx, actor, report)
}
