//! What an organisation owns, out and back with each walk, and what is missing.

use lykta_shared::{
    ids::{EquipmentId, OrganisationId, ShiftId},
    organisations::OrgRight,
    problem::{FieldCode, ProblemKind},
    time::Instant,
    walks::{EquipmentForm, EquipmentView, LoanForm, OpenLoan, WalkEquipment, WalkPage},
};

use super::{
    super::store::{self, LoanRow},
    access::{Seen, hold_as_leader},
    view,
};
use crate::{
    db::{Conn, Tx},
    http::ApiError,
    identity::actor::Actor,
    organisations::service as organisations,
    platform::service as platform,
};

fn count(held: i32) -> u16 {
    u16::try_from(held).unwrap_or(0)
}

fn out(loan: &LoanRow) -> u16 {
    count(loan.taken - loan.returned)
}

/// What can go out with a walk: what is in use, what of it is missing from other walks, and what this one has.
pub(super) fn of_walk(conn: &mut Conn, seen: &Seen) -> Result<Vec<WalkEquipment>, ApiError> {
    let loans = store::loans(conn, seen.shift.organisation, Some(seen.shift.id))?;
    let mut things = Vec::new();
    for row in store::equipment(conn, seen.shift.organisation)? {
        let id = row.id.to_string();
        let of = || loans.iter().filter(|loan| loan.equipment == id);
        let here = of().find(|loan| loan.shift == seen.shift.id);
        if row.retired_at.is_some() && here.is_none() {
            continue;
        }
        things.push(WalkEquipment {
            equipment: row.id,
            equipment_type: view::key(&row.equipment_type)?,
            label: row.label,
            quantity: count(row.quantity),
            missing: of()
                .filter(|loan| loan.shift != seen.shift.id)
                .map(out)
                .sum(),
            taken: here.map_or(0, |loan| count(loan.taken)),
            returned: here.map_or(0, |loan| count(loan.returned)),
        });
    }
    Ok(things)
}

/// The organisation's equipment: what is in use, and what is still out of the rest; for all members.
pub(crate) fn list_equipment(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
) -> Result<Vec<EquipmentView>, ApiError> {
    organisations::require(conn, actor, organisation, OrgRight::TakePart)?;
    list(conn, organisation)
}

fn list(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<EquipmentView>, ApiError> {
    let loans = store::loans(conn, organisation, None)?;
    let mut things = Vec::new();
    for row in store::equipment(conn, organisation)? {
        let id = row.id.to_string();
        let open: Vec<OpenLoan> = loans
            .iter()
            .filter(|loan| loan.equipment == id && out(loan) > 0)
            .map(|loan| OpenLoan {
                shift: loan.shift,
                title: loan.title.clone(),
                date: loan.date,
                taken: count(loan.taken),
                returned: count(loan.returned),
            })
            .collect();
        if row.retired_at.is_some() && open.is_empty() {
            continue;
        }
        things.push(EquipmentView {
            id: row.id,
            equipment_type: view::key(&row.equipment_type)?,
            label: row.label,
            quantity: count(row.quantity),
            missing: open.iter().map(|loan| loan.taken - loan.returned).sum(),
            open,
        });
    }
    Ok(things)
}

/// Adds a thing or changes it. Repeating it changes nothing.
pub(crate) fn put_equipment(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, id): (OrganisationId, EquipmentId),
    form: &EquipmentForm,
    now: Instant,
) -> Result<Vec<EquipmentView>, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::ManageEquipment)?;
    if !(1..=999).contains(&form.quantity) {
        return Err(ApiError::field("/quantity", FieldCode::OutOfRange));
    }
    if form.label.as_str().is_empty() {
        return Err(ApiError::field("/label", FieldCode::Required));
    }
    if !platform::is_item(tx, "equipmentType", &form.equipment_type)? {
        return Err(ApiError::field("/equipmentType", FieldCode::UnknownKey));
    }
    if !store::insert_equipment(tx, organisation, id, form, now)? {
        let held = store::find_equipment(tx, id)?;
        if held.is_none_or(|held| held.organisation != organisation) {
            return Err(ApiError::new(ProblemKind::AlreadyExists));
        }
        store::update_equipment(tx, organisation, id, form)?;
    }
    list(tx, organisation)
}

/// Takes a thing out of use. What of it is out stays on record, on the organisation.
pub(crate) fn retire_equipment(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (organisation, id): (OrganisationId, EquipmentId),
    now: Instant,
) -> Result<Vec<EquipmentView>, ApiError> {
    organisations::require(tx, actor, organisation, OrgRight::ManageEquipment)?;
    store::retire(tx, organisation, id, now)?;
    list(tx, organisation)
}

/// How many of a thing went out with this walk and came back.
pub(crate) fn put_loan(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (shift, id): (ShiftId, EquipmentId),
    form: &LoanForm,
    now: Instant,
) -> Result<WalkPage, ApiError> {
    let seen = hold_as_leader(tx, actor, shift)?;
    let thing = store::find_equipment(tx, id)?
        .filter(|thing| thing.organisation == seen.shift.organisation)
        .ok_or_else(ApiError::not_found)?;
    let held = store::loan(tx, shift, id)?;
    // What went out may come back at any time; taking out belongs to the walk.
    if held.is_none_or(|(taken, _)| taken != i32::from(form.taken)) {
        seen.require_book(now)?;
    }
    if i32::from(form.taken) > thing.quantity {
        return Err(ApiError::field("/taken", FieldCode::OutOfRange));
    }
    if form.returned > form.taken {
        return Err(ApiError::field("/returned", FieldCode::OutOfRange));
    }
    store::set_loan(tx, seen.scope(), id, form)?;
    view::write(tx, &seen, now)
}
