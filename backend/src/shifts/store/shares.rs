//! Which organisations share a shift, and how many of their people are on it.

use std::collections::HashMap;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, SelectableHelper, dsl::count_star,
};
use lykta_shared::{
    ids::{OrganisationId, ShiftId},
    organisations::OrganisationStatus,
    shifts::{
        ShiftSignUpRules, SignupStatus,
        rules::ShiftFacts,
        shares::{Share, ShareStatus, host_share, is_released, places_for},
        staffing::Places,
    },
    time::{Instant, Span},
};

use super::{
    read::LIVE,
    rows::{Json, OrgRow, ShiftRow},
};
use crate::db::{
    Conn, DbTime, Tx, either, on_each,
    schema::{organisations, shift_shares, shifts, signups},
};

/// A guest of a shift, and its share.
#[derive(Debug, Clone)]
pub(in crate::shifts) struct Guest {
    /// The organisation.
    pub(in crate::shifts) id: OrganisationId,
    /// Its word in paths.
    pub(in crate::shifts) slug: String,
    /// Its name.
    pub(in crate::shifts) name: String,
    /// Whether the rules for special categories hold.
    pub(in crate::shifts) special_category: bool,
    /// How it stands with the city.
    pub(in crate::shifts) standing: OrganisationStatus,
    /// Where it stands with the shift.
    pub(in crate::shifts) status: ShareStatus,
    /// Its places and how many are in use.
    pub(in crate::shifts) share: Share,
}

/// How a shift is shared. Of one organisation's own shift there is nothing here.
#[derive(Debug, Clone, Default)]
pub(in crate::shifts) struct Joint {
    /// So many hours before the start unused places are everybody's; none on a shift that is not shared.
    pub(in crate::shifts) release_hours: Option<u16>,
    /// How many of the host's people are on it or have a place kept.
    pub(in crate::shifts) host_used: u16,
    /// Everybody who was ever asked, by name.
    pub(in crate::shifts) guests: Vec<Guest>,
}

impl TryFrom<Option<String>> for Joint {
    type Error = serde_json::Error;

    /// When places are released stands with what the shift has settled on its sign-ups.
    fn try_from(rules: Option<String>) -> Result<Self, Self::Error> {
        let rules: Json<ShiftSignUpRules> = rules.try_into()?;
        Ok(Self {
            release_hours: rules.0.release_hours,
            ..Self::default()
        })
    }
}

impl Joint {
    /// The guests that walk along.
    pub(in crate::shifts) fn along(&self) -> impl Iterator<Item = &Guest> {
        self.guests
            .iter()
            .filter(|guest| guest.status == ShareStatus::Accepted)
    }

    /// The guests whose places are kept: those that walk along, and those that have not answered.
    pub(in crate::shifts) fn holding(&self) -> impl Iterator<Item = &Guest> {
        self.guests
            .iter()
            .filter(|guest| guest.status.holds_places())
    }

    /// The guest that walks along with this id.
    pub(in crate::shifts) fn guest(&self, id: OrganisationId) -> Option<&Guest> {
        self.along().find(|guest| guest.id == id)
    }

    /// Whether the rules for special categories hold for what is shown of people: nobody may be told from their
    /// organisation, so they hold for everybody on it.
    pub(in crate::shifts) fn discreet(&self) -> bool {
        self.along().any(|guest| guest.special_category)
    }
}

impl ShiftRow {
    /// Whether unused places are everybody's.
    pub(in crate::shifts) fn released(&self, now: Instant) -> bool {
        self.joint
            .release_hours
            .is_none_or(|hours| is_released(hours, self.starts_at, now))
    }

    /// The share of an organisation: a guest's, or the host's, which is what is left.
    pub(in crate::shifts) fn share_of(&self, home: OrganisationId) -> Share {
        if let Some(guest) = self.joint.guest(home) {
            return guest.share;
        }
        let promised = self.joint.holding().map(|guest| guest.share.places);
        Share {
            places: host_share(self.maximum, promised),
            used: self.joint.host_used,
        }
    }

    /// Its places, as somebody of this organisation finds them.
    pub(in crate::shifts) fn places_for(&self, home: OrganisationId, now: Instant) -> Places {
        if self.joint.release_hours.is_none() {
            return self.places();
        }
        places_for(self.places(), self.share_of(home), self.released(now))
    }

    /// What the rules need to know of it for somebody of this organisation. Both have to be in good standing: the one
    /// that holds the walk, and the person's own.
    pub(in crate::shifts) fn facts_for(
        &self,
        host: &OrgRow,
        home: OrganisationId,
        now: Instant,
    ) -> ShiftFacts {
        let mut facts = self.facts(host);
        facts.places = self.places_for(home, now);
        if let Some(guest) = self.joint.guest(home)
            && facts.organisation.can_schedule()
        {
            facts.organisation = guest.standing;
        }
        facts
    }
}

#[derive(Queryable)]
struct Row {
    shift: String,
    #[diesel(deserialize_as = String)]
    guest: OrganisationId,
    slug: String,
    name: String,
    special_category: bool,
    #[diesel(deserialize_as = String)]
    standing: OrganisationStatus,
    #[diesel(deserialize_as = String)]
    status: ShareStatus,
    #[diesel(deserialize_as = i32)]
    places: u16,
}

/// Fills in how those of these shifts that are shared are shared. Nothing is asked where none is.
pub(super) fn fill<'a>(
    conn: &mut Conn,
    rows: impl Iterator<Item = &'a mut ShiftRow>,
) -> QueryResult<()> {
    let mut shared: HashMap<String, &'a mut ShiftRow> = rows
        .filter(|row| row.joint.release_hours.is_some())
        .map(|row| (row.id.to_string(), row))
        .collect();
    if shared.is_empty() {
        return Ok(());
    }
    let ids: Vec<&String> = shared.keys().collect();
    let guests: Vec<Row> = shift_shares::table
        .inner_join(organisations::table.on(organisations::id.eq(shift_shares::guest_id)))
        .filter(shift_shares::shift_id.eq_any(&ids))
        .order((organisations::name, organisations::id))
        .select((
            shift_shares::shift_id,
            shift_shares::guest_id,
            organisations::slug,
            organisations::name,
            organisations::special_category,
            organisations::status,
            shift_shares::status,
            shift_shares::places,
        ))
        .load(conn)?;
    let counts: Vec<(String, String, i64)> = signups::table
        .filter(signups::shift_id.eq_any(&ids))
        .filter(
            signups::status
                .eq(SignupStatus::SignedUp.as_str())
                .or(signups::offered_until.is_not_null()),
        )
        .group_by((signups::shift_id, signups::home_organisation_id))
        .select((
            signups::shift_id,
            signups::home_organisation_id,
            count_star(),
        ))
        .load(conn)?;
    let mut used: HashMap<(String, String), u16> = counts
        .into_iter()
        .map(|(shift, home, count)| ((shift, home), u16::try_from(count).unwrap_or(u16::MAX)))
        .collect();
    for row in guests {
        let key = (row.shift.clone(), row.guest.to_string());
        let taken = used.remove(&key).unwrap_or(0);
        if let Some(shift) = shared.get_mut(&row.shift) {
            shift.joint.guests.push(Guest {
                id: row.guest,
                slug: row.slug,
                name: row.name,
                special_category: row.special_category,
                standing: row.standing,
                status: row.status,
                share: Share {
                    places: row.places,
                    used: taken,
                },
            });
        }
    }
    // A guest's row stays for good, so what is left is the host's.
    for ((shift, _), taken) in used {
        if let Some(shift) = shared.get_mut(&shift) {
            shift.joint.host_used = taken;
        }
    }
    Ok(())
}

/// Asks a guest, or asks it again.
pub(in crate::shifts) fn put_share(
    tx: &mut Tx<'_>,
    (organisation, shift, guest): (OrganisationId, ShiftId, OrganisationId),
    places: u16,
    now: Instant,
) -> QueryResult<()> {
    let values = (
        shift_shares::places.eq(i32::from(places)),
        shift_shares::status.eq(ShareStatus::Invited.as_str()),
        shift_shares::invited_at.eq(DbTime::from(now)),
        shift_shares::answered_at.eq(None::<DbTime>),
    );
    let key = (
        shift_shares::organisation_id.eq(organisation.to_string()),
        shift_shares::shift_id.eq(shift.to_string()),
        shift_shares::guest_id.eq(guest.to_string()),
    );
    on_each!(tx.conn(), |c| diesel::insert_into(shift_shares::table)
        .values((&key, values))
        .on_conflict((shift_shares::shift_id, shift_shares::guest_id))
        .do_update()
        .set(values)
        .execute(c))
    .map(drop)
}

/// Sets how many places a guest has.
pub(in crate::shifts) fn set_places(
    tx: &mut Tx<'_>,
    (organisation, shift, guest): (OrganisationId, ShiftId, OrganisationId),
    places: u16,
) -> QueryResult<()> {
    diesel::update(
        shift_shares::table
            .find((shift.to_string(), guest.to_string()))
            .filter(shift_shares::organisation_id.eq(organisation.to_string())),
    )
    .set(shift_shares::places.eq(i32::from(places)))
    .execute(tx.conn())
    .map(drop)
}

/// Sets where a guest stands.
pub(in crate::shifts) fn set_share_status(
    tx: &mut Tx<'_>,
    (organisation, shift, guest): (OrganisationId, ShiftId, OrganisationId),
    status: ShareStatus,
    now: Instant,
) -> QueryResult<()> {
    diesel::update(
        shift_shares::table
            .find((shift.to_string(), guest.to_string()))
            .filter(shift_shares::organisation_id.eq(organisation.to_string())),
    )
    .set((
        shift_shares::status.eq(status.as_str()),
        shift_shares::answered_at.eq(Some(DbTime::from(now))),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Others' published shifts that a guest was asked to share or shares and that are not over, the soonest first.
pub(in crate::shifts) fn shared_ahead(
    conn: &mut Conn,
    guest: OrganisationId,
    now: Instant,
) -> QueryResult<Vec<(ShiftRow, OrgRow)>> {
    let mut rows: Vec<(ShiftRow, OrgRow)> = shifts::table
        .inner_join(organisations::table)
        .inner_join(shift_shares::table.on(shift_shares::shift_id.eq(shifts::id)))
        .filter(shift_shares::guest_id.eq(guest.to_string()))
        .filter(either(shift_shares::status, HOLDING))
        .filter(either(shifts::status, LIVE))
        .filter(shifts::ends_at.gt(DbTime::from(now)))
        .order((shifts::starts_at, shifts::id))
        .select((ShiftRow::as_select(), OrgRow::as_select()))
        .load(conn)?;
    fill(conn, rows.iter_mut().map(|(shift, _)| shift))?;
    Ok(rows)
}

/// The statuses in which places are kept for a guest.
const HOLDING: [&str; 2] = [
    ShareStatus::Invited.as_str(),
    ShareStatus::Accepted.as_str(),
];

/// Others' shifts within `span` that a guest walks along on; none that is planned only.
pub(in crate::shifts) fn shared_schedule(
    conn: &mut Conn,
    guest: OrganisationId,
    span: Span,
) -> QueryResult<Vec<(ShiftRow, OrgRow)>> {
    let mut rows: Vec<(ShiftRow, OrgRow)> = shifts::table
        .inner_join(organisations::table)
        .inner_join(shift_shares::table.on(shift_shares::shift_id.eq(shifts::id)))
        .filter(shift_shares::guest_id.eq(guest.to_string()))
        .filter(shift_shares::status.eq(ShareStatus::Accepted.as_str()))
        .filter(shifts::status.ne("draft"))
        .filter(shifts::starts_at.ge(DbTime::from(span.start)))
        .filter(shifts::starts_at.lt(DbTime::from(span.end)))
        .order((shifts::starts_at, shifts::id))
        .select((ShiftRow::as_select(), OrgRow::as_select()))
        .load(conn)?;
    fill(conn, rows.iter_mut().map(|(shift, _)| shift))?;
    Ok(rows)
}

/// Shared shifts ahead with a queue: it moves when places are released.
pub(in crate::shifts) fn shared_with_queue(
    conn: &mut Conn,
    now: Instant,
) -> QueryResult<Vec<ShiftRow>> {
    let waited_for: Vec<String> = shift_shares::table
        .inner_join(shifts::table)
        .filter(either(shifts::status, LIVE))
        .filter(shifts::starts_at.gt(DbTime::from(now)))
        .filter(shifts::waiting.gt(0))
        .select(shift_shares::shift_id)
        .distinct()
        .load(conn)?;
    shifts::table
        .filter(shifts::id.eq_any(waited_for))
        .select(ShiftRow::as_select())
        .load(conn)
}
