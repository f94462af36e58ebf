//! What the walk itself needs of a shift: everybody who was to come, and the last steps of its life.

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use lykta_shared::{
    ids::{MembershipId, OrganisationId, ShiftId, UserId},
    organisations::AgeBand,
    shifts::{ShiftPhase, SignupStatus},
    time::Instant,
};

use crate::db::{
    Conn, DbTime, Tx,
    schema::{memberships, shifts, signups, users},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = signups)]
struct Signed {
    #[diesel(deserialize_as = String)]
    membership_id: MembershipId,
    #[diesel(deserialize_as = String)]
    user_id: UserId,
    #[diesel(column_name = home_organisation_id, deserialize_as = String)]
    home: OrganisationId,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct Person {
    display_name: String,
    phone: Option<String>,
    show_phone: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = memberships)]
struct Band {
    #[diesel(deserialize_as = String)]
    age_band: AgeBand,
}

/// Somebody who is on a shift, or was.
#[derive(Debug, Clone)]
pub(crate) struct CrewMember {
    /// The membership.
    pub(crate) membership: MembershipId,
    /// The account.
    pub(crate) user: UserId,
    /// The person's own organisation on this shift. Never shown beside the name.
    pub(crate) home: OrganisationId,
    /// What the person is called.
    pub(crate) display_name: String,
    /// The number, if the person shows it.
    pub(crate) phone: Option<String>,
    /// Over or under the age limit, as it is today.
    pub(crate) age_band: AgeBand,
}

/// Everybody who has a place on a shift, also when it is over, in the order they came.
pub(in crate::shifts) fn crew(
    conn: &mut Conn,
    organisation: OrganisationId,
    shift: ShiftId,
) -> QueryResult<Vec<CrewMember>> {
    let rows: Vec<(Signed, Person, Band)> = signups::table
        .inner_join(users::table)
        .inner_join(memberships::table)
        .filter(signups::organisation_id.eq(organisation.to_string()))
        .filter(signups::shift_id.eq(shift.to_string()))
        .filter(signups::status.eq_any([
            SignupStatus::SignedUp.as_str(),
            SignupStatus::Attended.as_str(),
            SignupStatus::NoShow.as_str(),
        ]))
        .order((signups::signed_up_at, signups::id))
        .select((Signed::as_select(), Person::as_select(), Band::as_select()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(signed, person, band)| CrewMember {
            membership: signed.membership_id,
            user: signed.user_id,
            home: signed.home,
            display_name: person.display_name,
            phone: person.phone.filter(|_| person.show_phone),
            age_band: band.age_band,
        })
        .collect())
}

/// Sets the phase of a shift that has begun.
pub(in crate::shifts) fn set_phase(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    phase: ShiftPhase,
) -> QueryResult<()> {
    diesel::update(
        shifts::table
            .filter(shifts::organisation_id.eq(organisation.to_string()))
            .filter(shifts::id.eq(shift.to_string())),
    )
    .set((
        shifts::status.eq(phase.as_str()),
        shifts::version.eq(shifts::version + 1),
    ))
    .execute(tx.conn())
    .map(drop)
}

/// Writes down of everybody who was on it whether they came.
pub(in crate::shifts) fn set_attended(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    shift: ShiftId,
    came: &[MembershipId],
    now: Instant,
) -> QueryResult<()> {
    for member in crew(tx, organisation, shift)? {
        let status = if came.contains(&member.membership) {
            SignupStatus::Attended
        } else {
            SignupStatus::NoShow
        };
        diesel::update(
            signups::table
                .filter(signups::organisation_id.eq(organisation.to_string()))
                .filter(signups::shift_id.eq(shift.to_string()))
                .filter(signups::membership_id.eq(member.membership.to_string()))
                .filter(signups::status.eq_any([
                    SignupStatus::SignedUp.as_str(),
                    SignupStatus::Attended.as_str(),
                    SignupStatus::NoShow.as_str(),
                ])),
        )
        .set((
            signups::status.eq(status.as_str()),
            signups::changed_at.eq(DbTime::from(now)),
        ))
        .execute(tx.conn())?;
    }
    Ok(())
}
