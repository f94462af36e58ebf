//! HTTP for walks: take out of the request, call one use case, answer.

use std::sync::Arc;

use lykta_shared::{
    api::{
        AbortWalkById, AcceptReport, ApproveStatement, CheckMyselfIn, DeleteAttendance,
        DeleteGuest, GetCheckInCode, GetCityReport, GetReport, GetStatementCsv, GetStatementXlsx,
        GetWalk, GetWalkSettings, GetWalkStatistics, ListCityCompensation, ListCityReports,
        ListCompensation, ListEquipment, ListReports, PreviewReport, PutAgreement, PutAllHome,
        PutAttendance, PutCheckpoint, PutEquipment, PutGroups, PutGuest, PutLoan, PutReport,
        PutWalkPlan, PutWalkSettings, RetireEquipment, SplitGroups, SubmitReport,
    },
    ids::WalkerId,
    walks::{CheckInCode, StatementView},
};

use super::{code, export, service};
use crate::{
    app::State,
    db::{Conn, Tx},
    http::{Answer, ApiError, IfMatch, Input, PathOf, QueryOf, Routes},
    identity::actor::{Actor, LiaisonActor},
};

/// Mounts the room's endpoints.
pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = routes
        .mount::<GetWalk, _, _>(get_walk)
        .mount::<PutWalkPlan, _, _>(put_plan)
        .mount::<CheckMyselfIn, _, _>(check_myself_in)
        .mount::<GetCheckInCode, _, _>(get_code)
        .mount::<PutAttendance, _, _>(put_attendance)
        .mount::<DeleteAttendance, _, _>(delete_attendance)
        .mount::<PutGuest, _, _>(put_guest)
        .mount::<DeleteGuest, _, _>(delete_guest)
        .mount::<SplitGroups, _, _>(split_groups)
        .mount::<PutGroups, _, _>(put_groups)
        .mount::<PutCheckpoint, _, _>(put_checkpoint)
        .mount::<PutAllHome, _, _>(put_all_home)
        .mount::<AbortWalkById, _, _>(abort)
        .mount::<PutLoan, _, _>(put_loan)
        .mount::<GetReport, _, _>(get_report)
        .mount::<PutReport, _, _>(put_report)
        .mount::<PreviewReport, _, _>(preview_report)
        .mount::<SubmitReport, _, _>(submit_report);
    organisation_routes(routes)
}

fn organisation_routes(routes: Routes) -> Routes {
    routes
        .mount::<ListReports, _, _>(list_reports)
        .mount::<GetWalkStatistics, _, _>(get_statistics)
        .mount::<GetWalkSettings, _, _>(get_settings)
        .mount::<PutWalkSettings, _, _>(put_settings)
        .mount::<ListEquipment, _, _>(list_equipment)
        .mount::<PutEquipment, _, _>(put_equipment)
        .mount::<RetireEquipment, _, _>(retire_equipment)
        .mount::<ListCompensation, _, _>(list_compensation)
        .mount::<ListCityReports, _, _>(list_city_reports)
        .mount::<GetCityReport, _, _>(get_city_report)
        .mount::<AcceptReport, _, _>(accept_report)
        .mount::<ListCityCompensation, _, _>(list_city_compensation)
        .mount::<PutAgreement, _, _>(put_agreement)
        .mount::<ApproveStatement, _, _>(approve_statement)
        .mount::<GetStatementCsv, _, _>(get_csv)
        .mount::<GetStatementXlsx, _, _>(get_xlsx)
}

async fn get_walk(
    state: State,
    actor: Actor,
    at: PathOf<GetWalk>,
) -> Result<Answer<GetWalk>, ApiError> {
    let (now, shift, reader) = (state.clock.now(), at.shift, actor.clone());
    let page = state
        .db
        .read(move |conn: &mut Conn| service::page(conn, &reader, shift, now))
        .await?;
    if page.briefing.is_some() {
        let write = move |tx: &mut Tx<'_>| service::note_briefing(tx, &actor, shift, now);
        state.db.write(write).await?;
    }
    Ok(Answer::new(page))
}

/// A handler that takes ids out of the path and a body, writes, and answers what the use case answers.
macro_rules! writes {
    ($($name:ident: $endpoint:ident($($id:ident),+) => $use_case:path;)+) => {$(
        async fn $name(
            state: State,
            actor: Actor,
            at: PathOf<$endpoint>,
            Input(body): Input<$endpoint>,
        ) -> Result<Answer<$endpoint>, ApiError> {
            let now = state.clock.now();
            let write = move |tx: &mut Tx<'_>| $use_case(tx, &actor, ($(at.$id),+), &body, now);
            state.db.write(write).await.map(Answer::new)
        }
    )+};
}

writes! {
    put_plan: PutWalkPlan(shift) => service::put_plan;
    put_attendance: PutAttendance(shift, member) => service::check_in;
    put_guest: PutGuest(shift, guest) => service::put_guest;
    put_groups: PutGroups(shift) => service::put_groups;
    put_checkpoint: PutCheckpoint(shift) => service::checkpoint;
    put_all_home: PutAllHome(shift) => service::all_home;
    abort: AbortWalkById(shift) => service::abort;
    put_loan: PutLoan(shift, equipment) => service::put_loan;
    put_report: PutReport(shift, report) => service::save_report;
    submit_report: SubmitReport(shift, report) => service::submit;
    put_equipment: PutEquipment(organisation, equipment) => service::put_equipment;
}

async fn check_myself_in(
    state: State,
    actor: Actor,
    at: PathOf<CheckMyselfIn>,
    Input(body): Input<CheckMyselfIn>,
) -> Result<Answer<CheckMyselfIn>, ApiError> {
    let (now, shift) = (state.clock.now(), at.shift);
    let by_code = service::code_of(&body, |code| code::is_good(&state.config, shift, code, now));
    let write = move |tx: &mut Tx<'_>| service::check_myself_in(tx, &actor, shift, by_code, now);
    state.db.write(write).await.map(Answer::new)
}

async fn get_code(
    state: State,
    actor: Actor,
    at: PathOf<GetCheckInCode>,
) -> Result<Answer<GetCheckInCode>, ApiError> {
    let (now, shift) = (state.clock.now(), at.shift);
    let config = Arc::clone(&state.config);
    state
        .db
        .read(move |conn: &mut Conn| service::leads(conn, &actor, shift))
        .await?;
    let (code, expires_at) = code::issue(&config, shift, now);
    let url = code::link(&config, shift, &code);
    Ok(Answer::new(CheckInCode {
        svg: code::picture(&url)?,
        url,
        expires_at,
    }))
}

async fn delete_attendance(
    state: State,
    actor: Actor,
    at: PathOf<DeleteAttendance>,
) -> Result<Answer<DeleteAttendance>, ApiError> {
    let (now, who) = (state.clock.now(), (at.shift, WalkerId(at.member.0)));
    let write = move |tx: &mut Tx<'_>| service::remove(tx, &actor, who, now);
    state.db.write(write).await.map(Answer::new)
}

async fn delete_guest(
    state: State,
    actor: Actor,
    at: PathOf<DeleteGuest>,
) -> Result<Answer<DeleteGuest>, ApiError> {
    let (now, who) = (state.clock.now(), (at.shift, WalkerId(at.guest.0)));
    let write = move |tx: &mut Tx<'_>| service::remove(tx, &actor, who, now);
    state.db.write(write).await.map(Answer::new)
}

async fn split_groups(
    state: State,
    actor: Actor,
    at: PathOf<SplitGroups>,
) -> Result<Answer<SplitGroups>, ApiError> {
    let (now, shift) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::split_groups(tx, &actor, shift, now);
    state.db.write(write).await.map(Answer::new)
}

async fn get_report(
    state: State,
    actor: Actor,
    at: PathOf<GetReport>,
) -> Result<Answer<GetReport>, ApiError> {
    let (now, shift) = (state.clock.now(), at.shift);
    let read = move |conn: &mut Conn| service::report_page(conn, &actor, shift, now);
    state.db.read(read).await.map(Answer::new)
}

async fn preview_report(
    state: State,
    actor: Actor,
    at: PathOf<PreviewReport>,
) -> Result<Answer<PreviewReport>, ApiError> {
    let which = (at.shift, at.report);
    let read = move |conn: &mut Conn| service::preview(conn, &actor, which);
    state.db.read(read).await.map(Answer::new)
}

async fn list_reports(
    state: State,
    actor: Actor,
    at: PathOf<ListReports>,
    query: QueryOf<ListReports>,
) -> Result<Answer<ListReports>, ApiError> {
    let (now, id) = (state.clock.now(), at.organisation);
    let read = move |conn: &mut Conn| service::reports(conn, &actor, id, query.year, now);
    state.db.read(read).await.map(Answer::new)
}

async fn get_statistics(
    state: State,
    actor: Actor,
    at: PathOf<GetWalkStatistics>,
    query: QueryOf<GetWalkStatistics>,
) -> Result<Answer<GetWalkStatistics>, ApiError> {
    let id = at.organisation;
    let read = move |conn: &mut Conn| service::statistics(conn, &actor, id, query.year);
    state.db.read(read).await.map(Answer::new)
}

async fn get_settings(
    state: State,
    actor: Actor,
    at: PathOf<GetWalkSettings>,
) -> Result<Answer<GetWalkSettings>, ApiError> {
    let id = at.organisation;
    let read = move |conn: &mut Conn| service::settings(conn, &actor, id);
    let view = state.db.read(read).await?;
    let version = view.version;
    Ok(Answer::new(view).version(version))
}

async fn put_settings(
    state: State,
    actor: Actor,
    at: PathOf<PutWalkSettings>,
    IfMatch(held): IfMatch,
    Input(form): Input<PutWalkSettings>,
) -> Result<Answer<PutWalkSettings>, ApiError> {
    let id = at.organisation;
    let write = move |tx: &mut Tx<'_>| service::put_settings(tx, &actor, id, held, &form);
    let view = state.db.write(write).await?;
    let version = view.version;
    Ok(Answer::new(view).version(version))
}

async fn list_equipment(
    state: State,
    actor: Actor,
    at: PathOf<ListEquipment>,
) -> Result<Answer<ListEquipment>, ApiError> {
    let id = at.organisation;
    let read = move |conn: &mut Conn| service::list_equipment(conn, &actor, id);
    state.db.read(read).await.map(Answer::new)
}

async fn retire_equipment(
    state: State,
    actor: Actor,
    at: PathOf<RetireEquipment>,
) -> Result<Answer<RetireEquipment>, ApiError> {
    let (now, which) = (state.clock.now(), (at.organisation, at.equipment));
    let write = move |tx: &mut Tx<'_>| service::retire_equipment(tx, &actor, which, now);
    state.db.write(write).await.map(Answer::new)
}

async fn list_compensation(
    state: State,
    actor: Actor,
    at: PathOf<ListCompensation>,
) -> Result<Answer<ListCompensation>, ApiError> {
    let (now, id) = (state.clock.now(), at.organisation);
    let read = move |conn: &mut Conn| service::own_statements(conn, &actor, id, now);
    state.db.read(read).await.map(Answer::new)
}

async fn list_city_reports(
    state: State,
    _actor: LiaisonActor,
    query: QueryOf<ListCityReports>,
) -> Result<Answer<ListCityReports>, ApiError> {
    let read = move |conn: &mut Conn| service::city_reports(conn, &query);
    state.db.read(read).await.map(Answer::new)
}

async fn get_city_report(
    state: State,
    actor: LiaisonActor,
    at: PathOf<GetCityReport>,
) -> Result<Answer<GetCityReport>, ApiError> {
    let report = at.report;
    let read = move |conn: &mut Conn| service::city_report(conn, &actor, report);
    state.db.read(read).await.map(Answer::new)
}

async fn accept_report(
    state: State,
    actor: LiaisonActor,
    at: PathOf<AcceptReport>,
) -> Result<Answer<AcceptReport>, ApiError> {
    let (now, report) = (state.clock.now(), at.report);
    let write = move |tx: &mut Tx<'_>| service::accept_report(tx, &actor, report, now);
    state.db.write(write).await.map(Answer::new)
}

async fn list_city_compensation(
    state: State,
    actor: LiaisonActor,
) -> Result<Answer<ListCityCompensation>, ApiError> {
    let now = state.clock.now();
    let read = move |conn: &mut Conn| service::city_statements(conn, &actor, now);
    state.db.read(read).await.map(Answer::new)
}

async fn put_agreement(
    state: State,
    actor: LiaisonActor,
    at: PathOf<PutAgreement>,
    Input(form): Input<PutAgreement>,
) -> Result<Answer<PutAgreement>, ApiError> {
    let (now, id) = (state.clock.now(), at.agreement);
    let write = move |tx: &mut Tx<'_>| service::put_agreement(tx, &actor, id, &form, now);
    let view = state.db.write(write).await?;
    let version = view.version;
    Ok(Answer::new(view).version(version))
}

async fn approve_statement(
    state: State,
    actor: LiaisonActor,
    at: PathOf<ApproveStatement>,
    IfMatch(held): IfMatch,
) -> Result<Answer<ApproveStatement>, ApiError> {
    let (now, which) = (state.clock.now(), (at.agreement, held));
    let write = move |tx: &mut Tx<'_>| service::approve_statement(tx, &actor, which, now);
    let view = state.db.write(write).await?;
    let version = view.version;
    Ok(Answer::new(view).version(version))
}

async fn statement(
    state: &State,
    actor: LiaisonActor,
    id: lykta_shared::ids::AgreementId,
) -> Result<StatementView, ApiError> {
    let now = state.clock.now();
    let read = move |conn: &mut Conn| service::statement(conn, &actor, id, now);
    state.db.read(read).await
}

async fn get_csv(
    state: State,
    actor: LiaisonActor,
    at: PathOf<GetStatementCsv>,
) -> Result<Answer<GetStatementCsv>, ApiError> {
    let language = actor.language;
    let statement = statement(&state, actor, at.agreement).await?;
    Ok(Answer::new(export::csv(&statement, language)))
}

async fn get_xlsx(
    state: State,
    actor: LiaisonActor,
    at: PathOf<GetStatementXlsx>,
) -> Result<Answer<GetStatementXlsx>, ApiError> {
    let language = actor.language;
    let statement = statement(&state, actor, at.agreement).await?;
    export::xlsx(&statement, language).map(Answer::new)
}
