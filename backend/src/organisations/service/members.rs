//! Members: who sees them, what they may do, and how a membership ends. An organisation never loses its last
//! administrator (PRODUCT.md rule 9); an ended membership frees the places ahead (rule 10).

use lykta_shared::{
    ids::{MembershipId, OrganisationId, UserId},
    organisations::{
        AgeBand, MemberView, MembershipStatus, OrgRight, OrgRole, UpdateMember, may,
        rules::{check_member, check_roles},
    },
    problem::ProblemKind,
    time::civil::local,
};

use super::{
    super::store::{self, MembershipRow, PersonRow},
    Moment,
    apply::record,
    notify, require, view,
};
use crate::{
    db::{Conn, DbTime, Tx, lock_organisation, lock_user},
    http::{ApiError, all_fine},
    identity::{actor::Actor, service as identity},
    messages::MailKind,
    shifts::service as shifts,
};

/// All members, those who wait first, then in Swedish order. Addresses for administrators only.
pub(crate) fn members(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<Vec<MemberView>, ApiError> {
    let me = require(conn, actor, organisation, OrgRight::SeeMembers)?;
    let contacts = may(&me.roles, OrgRight::ManageMembers);
    let mut roles = store::grouped(store::all_roles(conn, organisation)?);
    let mut list = Vec::new();
    for (row, person) in store::members(conn, organisation)? {
        if row.status == MembershipStatus::Pending && !contacts {
            continue;
        }
        let held = roles.remove(&row.id.to_string()).unwrap_or_default();
        list.push(view_of(actor, row, person, held, contacts));
    }
    view::sort_by_name(&mut list, |member| &member.display_name)?;
    list.sort_by_key(|member| member.status != MembershipStatus::Pending);
    Ok(list)
}

fn view_of(
    actor: &Actor,
    row: MembershipRow,
    person: PersonRow,
    roles: Vec<OrgRole>,
    contacts: bool,
) -> MemberView {
    MemberView {
        id: row.id,
        display_name: person.display_name,
        email: contacts.then_some(person.email),
        phone: person.phone.filter(|_| contacts && person.show_phone),
        status: row.status,
        roles,
        age_band: row.age_band,
        guardian_consent_on: row.guardian_consent_on.and_then(|day| day.parse().ok()),
        joined_at: row.joined_at.map(Into::into),
        you: row.user_id == actor.user,
        version: row.version,
    }
}

/// One member, for an administrator.
fn member_view(
    conn: &mut Conn,
    actor: &Actor,
    row: MembershipRow,
    roles: Vec<OrgRole>,
) -> Result<MemberView, ApiError> {
    let person = identity::person(conn, row.user_id)?;
    let person = PersonRow {
        display_name: person.display_name,
        email: person.email,
        phone: person.phone,
        show_phone: person.show_phone,
    };
    Ok(view_of(actor, row, person, roles, true))
}

/// The membership, for an administrator who is about to change it; the organisation is held.
fn hold(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    member: MembershipId,
) -> Result<MembershipRow, ApiError> {
    require(tx, actor, organisation, OrgRight::ManageMembers)?;
    lock_organisation(tx, organisation)?;
    // Once more: the right may have gone while we waited.
    require(tx, actor, organisation, OrgRight::ManageMembers)?;
    store::membership_by_id(tx, organisation, member)?
        .filter(|row| row.status != MembershipStatus::Ended)
        .ok_or_else(ApiError::not_found)
}

/// Refuses to take the last administrator away. The organisation is held.
fn keep_an_administrator(tx: &mut Tx<'_>, row: &MembershipRow) -> Result<(), ApiError> {
    let administrators = super::administrators(tx, row.organisation_id)?;
    if administrators == [row.user_id] {
        return Err(ApiError::new(ProblemKind::LastAdmin));
    }
    Ok(())
}

/// Sets roles and age band.
pub(crate) fn update_member(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, member): (OrganisationId, MembershipId),
    version: i32,
    update: &UpdateMember,
    at: Moment,
) -> Result<MemberView, ApiError> {
    require(tx, actor, organisation, OrgRight::ManageMembers)?;
    let user = store::membership_by_id(tx, organisation, member)?
        .ok_or_else(ApiError::not_found)?
        .user_id;
    // The person first, then the organisation: the order of all locks.
    lock_user(tx, user)?;
    let mut row = hold(tx, actor, organisation, member)?;
    let partner = store::organisation(tx, organisation)?.ok_or_else(ApiError::not_found)?;
    // Who is a youth walker already stays one when the organisation stops taking new ones.
    let accepts_youth = partner.accepts_youth || row.age_band == AgeBand::Youth;
    all_fine(check_member(update, accepts_youth, local(at.now).0))?;
    if row.status != MembershipStatus::Active {
        return Err(ApiError::wrong_state(row.status));
    }
    if !update.roles.contains(&OrgRole::Admin) {
        keep_an_administrator(tx, &row)?;
    }
    let aged = row.age_band != update.age_band;
    row.age_band = update.age_band;
    row.guardian_consent_on = update.guardian_consent_on.map(|day| day.to_string());
    if !store::update_membership(tx, &row, version)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    let mut roles = update.roles.clone();
    roles.sort_unstable();
    roles.dedup();
    store::set_roles(tx, organisation, member, &roles, at.now)?;
    if !may(&roles, OrgRight::LeadShifts) {
        shifts::stop_leading(tx, organisation, member, at.now)?;
    }
    let adult = row.age_band == AgeBand::Adult;
    if aged {
        shifts::count_anew(tx, organisation, (member, user), adult, at.now)?;
    }
    if !adult && row.guardian_consent_on.is_none() {
        shifts::take_off_for_consent(tx, organisation, (member, user), at.now)?;
    }
    record(
        tx,
        at,
        actor,
        organisation,
        "member.changed",
        "membership",
        &member.to_string(),
    )?;
    row.version = version + 1;
    member_view(tx, actor, row, roles)
}

/// Lets somebody in who asked to join, as a volunteer. Asking twice changes nothing more.
pub(crate) fn approve_member(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, member): (OrganisationId, MembershipId),
    at: Moment,
) -> Result<MemberView, ApiError> {
    let mut row = hold(tx, actor, organisation, member)?;
    if row.status == MembershipStatus::Pending {
        row.status = MembershipStatus::Active;
        row.joined_at = Some(DbTime::from(at.now));
        let version = row.version;
        if !store::update_membership(tx, &row, version)? {
            return Err(ApiError::new(ProblemKind::Stale));
        }
        row.version = version + 1;
        store::set_roles(tx, organisation, member, &[OrgRole::Volunteer], at.now)?;
        record(
            tx,
            at,
            actor,
            organisation,
            "member.approved",
            "membership",
            &member.to_string(),
        )?;
        let kind = MailKind::MembershipApproved { membership: member };
        notify::to_user(
            tx,
            at.now,
            organisation,
            row.user_id,
            kind,
            &member.to_string(),
        )?;
    }
    let roles = store::roles(tx, member)?;
    member_view(tx, actor, row, roles)
}

/// Makes somebody a member without invitation: for demo data. Nobody else is asked.
pub(crate) fn enrol(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    user: UserId,
    roles: &[OrgRole],
    age_band: AgeBand,
    at: Moment,
) -> Result<MembershipId, ApiError> {
    check_roles(roles, age_band).map_err(ApiError::fields)?;
    let id = MembershipId(at.random.id(at.now));
    let today = local(at.now).0;
    store::insert_membership(
        tx,
        MembershipRow {
            id,
            organisation_id: organisation,
            user_id: user,
            status: MembershipStatus::Active,
            age_band,
            guardian_consent_on: (age_band == AgeBand::Youth).then(|| today.to_string()),
            joined_at: Some(DbTime::from(at.now)),
            ended_at: None,
            end_reason: None,
            version: 1,
            created_at: at.now,
        },
    )?;
    store::set_roles(tx, organisation, id, roles, at.now)?;
    Ok(id)
}

/// Ends somebody's membership, or refuses their wish to join. They are told why.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, member): (OrganisationId, MembershipId),
    reason: &str,
    at: Moment,
) -> Result<(), ApiError> {
    require(tx, actor, organisation, OrgRight::ManageMembers)?;
    let user = store::membership_by_id(tx, organisation, member)?
        .ok_or_else(ApiError::not_found)?
        .user_id;
    // The person first, then the organisation: the order of all locks.
    lock_user(tx, user)?;
    let row = hold(tx, actor, organisation, member)?;
    keep_an_administrator(tx, &row)?;
    end(tx, row, reason, at)?;
    record(
        tx,
        at,
        actor,
        organisation,
        "member.removed",
        "membership",
        &member.to_string(),
    )?;
    let kind = MailKind::MemberRemoved {
        membership: member,
        reason: reason.to_owned(),
    };
    notify::to_user(tx, at.now, organisation, user, kind, &member.to_string())
}

/// Ends one's own membership, or takes back the wish to join.
pub(crate) fn leave(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    at: Moment,
) -> Result<(), ApiError> {
    lock_user(tx, actor.user)?;
    lock_organisation(tx, organisation)?;
    let row =
        store::current_membership(tx, organisation, actor.user)?.ok_or_else(ApiError::not_found)?;
    keep_an_administrator(tx, &row)?;
    let member = row.id;
    end(tx, row, "", at)?;
    record(
        tx,
        at,
        actor,
        organisation,
        "member.left",
        "membership",
        &member.to_string(),
    )
}

/// Ends a membership: rights go, future places become free. The past stays.
fn end(tx: &mut Tx<'_>, mut row: MembershipRow, reason: &str, at: Moment) -> Result<(), ApiError> {
    let version = row.version;
    row.status = MembershipStatus::Ended;
    row.ended_at = Some(DbTime::from(at.now));
    row.end_reason = Some(reason.to_owned());
    if !store::update_membership(tx, &row, version)? {
        return Err(ApiError::new(ProblemKind::Stale));
    }
    store::set_roles(tx, row.organisation_id, row.id, &[], at.now)?;
    shifts::release_future_places(tx, row.organisation_id, row.id, at.now)
}
