//! Who came and went, and in which groups.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl,
    QueryResult, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, WalkerId},
    shifts::ShiftPhase,
    time::{Instant, Span},
    walks::CheckInWay,
};

use crate::db::{
    Conn, DbTime, Tx,
    schema::{attendances, memberships, shifts, users, walking_groups},
};

/// Somebody who came.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = attendances)]
pub(in crate::walks) struct AttendanceRow {
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) walker_id: WalkerId,
    #[diesel(column_name = home_organisation_id, deserialize_as = String)]
    pub(in crate::walks) home: OrganisationId,
    pub(in crate::walks) membership_id: Option<String>,
    pub(in crate::walks) first_name: Option<String>,
    pub(in crate::walks) adult: bool,
    #[diesel(deserialize_as = String)]
    pub(in crate::walks) way: CheckInWay,
    #[diesel(deserialize_as = DbTime)]
    pub(in crate::walks) came_at: Instant,
    pub(in crate::walks) left_at: Option<DbTime>,
    pub(in crate::walks) group_number: Option<i32>,
}

impl AttendanceRow {
    /// When they left.
    pub(in crate::walks) fn left(&self) -> Option<Instant> {
        self.left_at.map(Instant::from)
    }

    /// The membership, of a member.
    pub(in crate::walks) fn member(&self) -> Option<MembershipId> {
        self.membership_id
            .as_ref()
            .map(|_| MembershipId(self.walker_id.0))
    }
}

/// An attendance with the account and the name of a member.
pub(in crate::walks) type Named = (AttendanceRow, Option<String>, Option<String>);

/// Where somebody else was written down: the account, the walk's span, came, left.
pub(in crate::walks) type Elsewhere = (String, Span, Instant, Option<Instant>);

/// Somebody new on a walk.
#[derive(Debug, Clone)]
pub(in crate::walks) struct Presence {
    pub(in crate::walks) walker: WalkerId,
    /// The first name, of a guest.
    pub(in crate::walks) guest: Option<String>,
    /// The person's own organisation; a guest's without account is the walk's.
    pub(in crate::walks) home: OrganisationId,
    pub(in crate::walks) adult: bool,
    pub(in crate::walks) way: CheckInWay,
    pub(in crate::walks) came_at: Instant,
    pub(in crate::walks) left_at: Option<Instant>,
}

/// Everybody who came, in the order they came. With the name and account of members, who may have left since.
pub(in crate::walks) fn attendances(
    conn: &mut Conn,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<Vec<Named>> {
    attendances::table
        .left_join(memberships::table)
        .left_join(users::table.on(users::id.nullable().eq(memberships::user_id.nullable())))
        .filter(attendances::organisation_id.eq(organisation.to_string()))
        .filter(attendances::shift_id.eq(shift.to_string()))
        .order((attendances::came_at, attendances::walker_id))
        .select((
            AttendanceRow::as_select(),
            users::id.nullable(),
            users::display_name.nullable(),
        ))
        .load(conn)
}

/// Writes somebody down. The shift is held, and they are not written down yet.
pub(in crate::walks) fn insert_attendance(
    tx: &mut Tx<'_>,
    (organisation, shift): (OrganisationId, ShiftId),
    who: &Presence,
    now: Instant,
) -> QueryResult<()> {
    let member = who.guest.is_none().then(|| who.walker.to_string());
    diesel::insert_into(attendances::table)
        .values((
            attendances::shift_id.eq(shift.to_string()),
            attendances::walker_id.eq(who.walker.to_string()),
            attendances::organisation_id.eq(organisation.to_string()),
            attendances::home_organisation_id.eq(who.home.to_string()),
            attendances::membership_id.eq(member),
            attendances::first_name.eq(who.guest.as_ref()),
            attendances::adult.eq(who.adult),
            attendances::way.eq(who.way.as_str()),
            attendances::came_at.eq(DbTime::from(who.came_at)),
            attendances::left_at.eq(who.left_at.map(DbTime::from)),
            attendances::created_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())
        .map(drop)
}

/// Puts right when somebody came and left; of a guest also the name and whether they are an adult.
pub(in crate::walks) fn set_times(
    tx: &mut Tx<'_>,
    (organisation, shift): (OrganisationId, ShiftId),
    who: &Presence,
) -> QueryResult<()> {
    diesel::update(
        attendances::table
            .find((shift.to_string(), who.walker.to_string()))
            .filter(attendances::organisation_id.eq(organisation.to_string())),
    )
    .set((
        attendances::first_name.eq(who.guest.as_ref()),
        attendances::adult.eq(who.adult),
        attendances::came_at.eq(DbTime::from(who.came_at)),
        attendances::left_at.eq(who.left_at.map(DbTime::from)),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Takes somebody off again.
pub(in crate::walks) fn remove_attendance(
    tx: &mut Tx<'_>,
    (organisation, shift): (OrganisationId, ShiftId),
    walker: WalkerId,
) -> QueryResult<()> {
    diesel::update(walking_groups::table)
        .filter(walking_groups::shift_id.eq(shift.to_string()))
        .filter(walking_groups::phone_walker_id.eq(walker.to_string()))
        .set(walking_groups::phone_walker_id.eq(None::<String>))
        .execute(tx.conn())?;
    diesel::delete(
        attendances::table
            .find((shift.to_string(), walker.to_string()))
            .filter(attendances::organisation_id.eq(organisation.to_string())),
    )
    .execute(tx.conn())
    .map(drop)
}

/// Who has not left yet leaves at this moment; who came after it leaves as they came.
pub(in crate::walks) fn close_open(
    tx: &mut Tx<'_>,
    (organisation, shift): (OrganisationId, ShiftId),
    at: Instant,
) -> QueryResult<()> {
    for (row, _, _) in attendances(tx, organisation, shift)? {
        if row.left_at.is_none() {
            diesel::update(attendances::table.find((shift.to_string(), row.walker_id.to_string())))
                .set(attendances::left_at.eq(DbTime::from(at.max(row.came_at))))
                .execute(tx.conn())?;
        }
    }
    Ok(())
}

/// Where else people of these accounts were written down around this time.
pub(in crate::walks) fn with_others(
    conn: &mut Conn,
    users: &[String],
    shift: ShiftId,
    around: Span,
) -> QueryResult<Vec<Elsewhere>> {
    let rows: Vec<(String, DbTime, DbTime, DbTime, Option<DbTime>)> = attendances::table
        .inner_join(memberships::table)
        .inner_join(shifts::table)
        .filter(memberships::user_id.eq_any(users))
        .filter(attendances::shift_id.ne(shift.to_string()))
        .filter(shifts::starts_at.lt(DbTime::from(around.end)))
        .filter(shifts::ends_at.gt(DbTime::from(around.start)))
        .select((
            memberships::user_id,
            shifts::starts_at,
            shifts::ends_at,
            attendances::came_at,
            attendances::left_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(user, start, end, came, left)| {
            let span = Span {
                start: start.into(),
                end: end.into(),
            };
            (user, span, came.into(), left.map(Instant::from))
        })
        .collect())
}

/// A walking group.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct GroupRow {
    pub(in crate::walks) number: i32,
    pub(in crate::walks) area: String,
    pub(in crate::walks) phone_walker_id: Option<String>,
}

/// The walking groups, in order.
pub(in crate::walks) fn groups(conn: &mut Conn, shift: ShiftId) -> QueryResult<Vec<GroupRow>> {
    walking_groups::table
        .filter(walking_groups::shift_id.eq(shift.to_string()))
        .order(walking_groups::number)
        .select((
            walking_groups::number,
            walking_groups::area,
            walking_groups::phone_walker_id,
        ))
        .load(conn)
}

/// Puts these groups in the place of those that are there: area, phone holder, people. The shift is held.
pub(in crate::walks) fn replace_groups(
    tx: &mut Tx<'_>,
    (organisation, shift): (OrganisationId, ShiftId),
    groups: &[(String, Option<WalkerId>, Vec<WalkerId>)],
) -> QueryResult<()> {
    diesel::delete(walking_groups::table.filter(walking_groups::shift_id.eq(shift.to_string())))
        .execute(tx.conn())?;
    diesel::update(attendances::table.filter(attendances::shift_id.eq(shift.to_string())))
        .set(attendances::group_number.eq(None::<i32>))
        .execute(tx.conn())?;
    for (number, (area, phone, walkers)) in (1..).zip(groups) {
        diesel::insert_into(walking_groups::table)
            .values((
                walking_groups::shift_id.eq(shift.to_string()),
                walking_groups::number.eq(number),
                walking_groups::organisation_id.eq(organisation.to_string()),
                walking_groups::area.eq(area),
                walking_groups::phone_walker_id.eq(phone.map(|id| id.to_string())),
            ))
            .execute(tx.conn())?;
        let ids: Vec<String> = walkers.iter().map(ToString::to_string).collect();
        diesel::update(
            attendances::table
                .filter(attendances::shift_id.eq(shift.to_string()))
                .filter(attendances::walker_id.eq_any(ids)),
        )
        .set(attendances::group_number.eq(Some(number)))
        .execute(tx.conn())?;
    }
    Ok(())
}

/// A walk of a year with one of its attendances, if it has any.
#[derive(Debug, Clone, Queryable)]
pub(in crate::walks) struct YearRow {
    pub(in crate::walks) shift_id: String,
    pub(in crate::walks) local_date: String,
    pub(in crate::walks) starts_at: DbTime,
    pub(in crate::walks) ends_at: DbTime,
    pub(in crate::walks) came_at: Option<DbTime>,
    pub(in crate::walks) left_at: Option<DbTime>,
    pub(in crate::walks) adult: Option<bool>,
}

/// The organisation's walks that begin in this year and are closed, with the attendances of its own people: also on
/// walks that another organisation holds.
pub(in crate::walks) fn year(
    conn: &mut Conn,
    organisation: OrganisationId,
    year: i16,
) -> QueryResult<Vec<YearRow>> {
    shifts::table
        .left_join(
            attendances::table.on(attendances::shift_id
                .eq(shifts::id)
                .and(attendances::home_organisation_id.eq(organisation.to_string()))),
        )
        .filter(
            shifts::organisation_id
                .eq(organisation.to_string())
                .or(attendances::walker_id.is_not_null()),
        )
        .filter(shifts::local_date.between(format!("{year:04}-01-01"), format!("{year:04}-12-31")))
        .filter(shifts::status.eq_any([
            ShiftPhase::Completed.as_str(),
            ShiftPhase::Reported.as_str(),
            ShiftPhase::Aborted.as_str(),
        ]))
        .order((shifts::starts_at, shifts::id))
        .select((
            shifts::id,
            shifts::local_date,
            shifts::starts_at,
            shifts::ends_at,
            attendances::came_at.nullable(),
            attendances::left_at.nullable(),
            attendances::adult.nullable(),
        ))
        .load(conn)
}
