//! The two ways in: an invitation to one address, and a link for many, with approval.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lykta_shared::{
    identity::Language,
    ids::{InvitationId, MembershipId, OrganisationId},
    organisations::{
        AgeBand, InvitationPreview, InvitationView, InviteRequest, JoinLink, Joined,
        MembershipStatus, OrgRight, OrgRole,
        rules::{INVITATION_DAYS, JOIN_LINK_DAYS, check_roles},
    },
    problem::{FieldCode, ProblemKind},
    time::Instant,
};
use sha2::{Digest, Sha256};

use super::{
    super::store::{self, InvitationRow, MembershipRow, OrganisationRow},
    Moment,
    apply::record,
    notify, require,
};
use crate::{
    db::{Conn, DbTime, Tx, lock_organisation, lock_user},
    http::ApiError,
    identity::{actor::Actor, service as identity},
    messages::{Envelope, MailKind, Recipient, service::enqueue},
};

fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

fn gone() -> ApiError {
    ApiError::new(ProblemKind::LinkInvalid)
}

/// Invitations that can still be accepted.
pub(crate) fn invitations(
    conn: &mut Conn,
    actor: &Actor,
    organisation: OrganisationId,
    now: Instant,
) -> Result<Vec<InvitationView>, ApiError> {
    require(conn, actor, organisation, OrgRight::ManageMembers)?;
    store::open_invitations(conn, organisation, now)?
        .iter()
        .map(invitation_view)
        .collect()
}

fn invitation_view(row: &InvitationRow) -> Result<InvitationView, ApiError> {
    Ok(InvitationView {
        id: row.id,
        email: row.email.clone(),
        roles: roles(row)?,
        created_at: row.created_at,
        expires_at: row.expires_at,
    })
}

fn roles(row: &InvitationRow) -> Result<Vec<OrgRole>, ApiError> {
    serde_json::from_str(&row.roles).map_err(ApiError::internal)
}

/// Invites an address. Whether somebody with it has an account here does not show.
pub(crate) fn invite(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    request: &InviteRequest,
    at: Moment,
) -> Result<InvitationView, ApiError> {
    let me = require(tx, actor, organisation, OrgRight::ManageMembers)?;
    check_roles(&request.roles, request.age_band).map_err(ApiError::fields)?;
    lock_organisation(tx, organisation)?;
    let partner = store::organisation(tx, organisation)?.ok_or_else(ApiError::not_found)?;
    if request.age_band == AgeBand::Youth && !partner.accepts_youth {
        return Err(ApiError::field("/ageBand", FieldCode::NotEligible));
    }
    let email_norm = request.email.normalised();
    let account = identity::find_by_email_norm(tx, &email_norm)?;
    if let Some(person) = &account
        && store::current_membership(tx, organisation, person.id)?.is_some()
    {
        return Err(ApiError::new(ProblemKind::AlreadyMember));
    }
    store::revoke_for_address(tx, organisation, &email_norm, at.now)?;
    let token = at.random.token();
    let row = InvitationRow {
        id: InvitationId(at.random.id(at.now)),
        organisation_id: organisation,
        email: request.email.as_str().to_owned(),
        email_norm,
        roles: serde_json::to_string(&request.roles).map_err(ApiError::internal)?,
        age_band: request.age_band,
        token_hash: hash(&token),
        invited_by: me.id,
        created_at: at.now,
        expires_at: at.now.plus_days(INVITATION_DAYS),
        accepted_at: None,
        revoked_at: None,
    };
    store::insert_invitation(tx, row.clone())?;
    let language = account.map_or(actor.language, |person| person.language);
    send(tx, &row, token, language)?;
    record(
        tx,
        at,
        actor,
        organisation,
        "invitation.sent",
        "invitation",
        &row.id.to_string(),
    )?;
    invitation_view(&row)
}

fn send(
    tx: &mut Tx<'_>,
    row: &InvitationRow,
    token: String,
    language: Language,
) -> Result<(), ApiError> {
    let envelope = Envelope {
        kind: MailKind::Invitation {
            invitation: row.id,
            token,
        },
        to: Recipient::Address {
            email: row.email.clone(),
            language,
        },
        organisation: Some(row.organisation_id),
        dedupe: format!("invitation:{}", row.id),
        not_before: row.created_at,
        expires_at: row.expires_at,
    };
    Ok(enqueue(tx, row.created_at, &envelope)?)
}

/// Takes an invitation back. Doing so twice changes nothing more.
pub(crate) fn revoke(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    invitation: InvitationId,
    at: Moment,
) -> Result<(), ApiError> {
    require(tx, actor, organisation, OrgRight::ManageMembers)?;
    if store::revoke_invitation(tx, organisation, invitation, at.now)? {
        record(
            tx,
            at,
            actor,
            organisation,
            "invitation.revoked",
            "invitation",
            &invitation.to_string(),
        )
    } else {
        Err(ApiError::not_found())
    }
}

/// What an invitation is to. Its token is proof enough to see that.
pub(crate) fn preview_invitation(
    conn: &mut Conn,
    token: &str,
    now: Instant,
) -> Result<InvitationPreview, ApiError> {
    let row = store::open_invitation(conn, &hash(token), now)?.ok_or_else(gone)?;
    let partner = store::organisation(conn, row.organisation_id)?.ok_or_else(gone)?;
    Ok(InvitationPreview {
        organisation_name: partner.name,
        roles: roles(&row)?,
        needs_approval: false,
    })
}

/// Accepts an invitation: by the confirmed address it went to, while whoever sent it still may invite.
pub(crate) fn accept(
    tx: &mut Tx<'_>,
    actor: &Actor,
    token: &str,
    at: Moment,
) -> Result<Joined, ApiError> {
    let found = store::open_invitation(tx, &hash(token), at.now)?.ok_or_else(gone)?;
    lock_user(tx, actor.user)?;
    lock_organisation(tx, found.organisation_id)?;
    let row = store::open_invitation(tx, &hash(token), at.now)?.ok_or_else(gone)?;
    if !actor.email_verified {
        return Err(ApiError::new(ProblemKind::EmailUnverified));
    }
    // Somebody else's invitation is none, as far as this person may know.
    if actor.email_norm != row.email_norm {
        return Err(gone());
    }
    let inviter = super::member(tx, row.organisation_id, row.invited_by)?.ok_or_else(gone)?;
    let may_still = inviter.status == MembershipStatus::Active
        && lykta_shared::organisations::may(&inviter.roles, OrgRight::ManageMembers);
    if !may_still || !store::accept_invitation(tx, row.id, at.now)? {
        return Err(gone());
    }
    let partner = store::organisation(tx, row.organisation_id)?.ok_or_else(gone)?;
    let current = store::current_membership(tx, row.organisation_id, actor.user)?;
    let id = match current {
        Some(held) if held.status == MembershipStatus::Active => {
            return Err(ApiError::new(ProblemKind::AlreadyMember));
        }
        Some(waiting) => activate(tx, waiting, row.age_band, at)?,
        None => add(
            tx,
            actor,
            row.organisation_id,
            MembershipStatus::Active,
            row.age_band,
            at,
        )?,
    };
    store::set_roles(tx, row.organisation_id, id, &roles(&row)?, at.now)?;
    record(
        tx,
        at,
        actor,
        row.organisation_id,
        "invitation.accepted",
        "membership",
        &id.to_string(),
    )?;
    Ok(joined(&partner, MembershipStatus::Active))
}

fn joined(partner: &OrganisationRow, status: MembershipStatus) -> Joined {
    Joined {
        organisation: partner.id,
        slug: partner.slug.clone(),
        status,
    }
}

/// Somebody who had asked to join and is now invited.
fn activate(
    tx: &mut Tx<'_>,
    mut row: MembershipRow,
    age_band: AgeBand,
    at: Moment,
) -> Result<MembershipId, ApiError> {
    let version = row.version;
    row.status = MembershipStatus::Active;
    row.age_band = age_band;
    row.joined_at = Some(DbTime::from(at.now));
    if store::update_membership(tx, &row, version)? {
        Ok(row.id)
    } else {
        Err(ApiError::new(ProblemKind::Stale))
    }
}

fn add(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    status: MembershipStatus,
    age_band: AgeBand,
    at: Moment,
) -> Result<MembershipId, ApiError> {
    let id = MembershipId(at.random.id(at.now));
    store::insert_membership(
        tx,
        MembershipRow {
            id,
            organisation_id: organisation,
            user_id: actor.user,
            status,
            age_band,
            guardian_consent_on: None,
            joined_at: (status == MembershipStatus::Active).then(|| DbTime::from(at.now)),
            ended_at: None,
            end_reason: None,
            version: 1,
            created_at: at.now,
        },
    )?;
    Ok(id)
}

/// Makes a join link; the one before ends.
pub(crate) fn create_join_link(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    at: Moment,
) -> Result<JoinLink, ApiError> {
    require(tx, actor, organisation, OrgRight::ManageMembers)?;
    let token = at.random.token();
    let expires_at = at.now.plus_days(JOIN_LINK_DAYS);
    store::set_join_link(tx, organisation, &hash(&token), at.now, expires_at)?;
    record(
        tx,
        at,
        actor,
        organisation,
        "join_link.made",
        "organisation",
        &organisation.to_string(),
    )?;
    Ok(JoinLink { token, expires_at })
}

/// Ends the join link. Doing so twice changes nothing more.
pub(crate) fn delete_join_link(
    tx: &mut Tx<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    at: Moment,
) -> Result<(), ApiError> {
    require(tx, actor, organisation, OrgRight::ManageMembers)?;
    store::delete_join_link(tx, organisation)?;
    record(
        tx,
        at,
        actor,
        organisation,
        "join_link.ended",
        "organisation",
        &organisation.to_string(),
    )
}

/// What a join link leads to.
pub(crate) fn preview_join_link(
    conn: &mut Conn,
    token: &str,
    now: Instant,
) -> Result<InvitationPreview, ApiError> {
    let organisation = store::join_link_organisation(conn, &hash(token), now)?.ok_or_else(gone)?;
    let partner = store::organisation(conn, organisation)?.ok_or_else(gone)?;
    Ok(InvitationPreview {
        organisation_name: partner.name,
        roles: Vec::new(),
        needs_approval: true,
    })
}

/// Asks to join. Administrators are told; one of them decides. Asking twice changes nothing more.
pub(crate) fn request_to_join(
    tx: &mut Tx<'_>,
    actor: &Actor,
    token: &str,
    at: Moment,
) -> Result<Joined, ApiError> {
    if !actor.email_verified {
        return Err(ApiError::new(ProblemKind::EmailUnverified));
    }
    lock_user(tx, actor.user)?;
    let organisation = store::join_link_organisation(tx, &hash(token), at.now)?.ok_or_else(gone)?;
    let partner = store::organisation(tx, organisation)?.ok_or_else(gone)?;
    match store::current_membership(tx, organisation, actor.user)? {
        Some(held) if held.status == MembershipStatus::Active => {
            return Err(ApiError::new(ProblemKind::AlreadyMember));
        }
        Some(_) => {}
        None => {
            let id = add(
                tx,
                actor,
                organisation,
                MembershipStatus::Pending,
                AgeBand::Adult,
                at,
            )?;
            record(
                tx,
                at,
                actor,
                organisation,
                "member.asked",
                "membership",
                &id.to_string(),
            )?;
            for user in super::administrators(tx, organisation)? {
                let kind = MailKind::JoinRequested { membership: id };
                notify::to_user(tx, at.now, organisation, user, kind, &id.to_string())?;
            }
        }
    }
    Ok(joined(&partner, MembershipStatus::Pending))
}
