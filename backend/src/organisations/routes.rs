//! HTTP for organisations: take out of the request, call one use case, answer.

use lykta_shared::api::{
    AcceptInvitation, ApplyAgain, ApproveApplication, ApproveMember, CreateJoinLink,
    CreateOrganisation, DeleteJoinLink, GetApplication, GetCityApplication, GetOrganisation,
    GetPartner, GetSignUpSettings, Invite, LeaveOrganisation, ListApplications, ListInvitations,
    ListMembers, ListPartners, ListPublicPartners, ListQualifications, PatchOrganisation,
    PreviewInvitation, PreviewJoinLink, PutApplication, PutMember, PutQualifications,
    PutSignUpSettings, RejectApplication, RemoveMembership, RequestCompletion, RequestToJoin,
    RevokeInvitation, StartReview, SubmitApplication, TakeBackDecision, WithdrawApplication,
};

use super::service::{self, Moment};
use crate::{
    app::State,
    db::{Conn, Tx, Violation},
    http::{Answer, ApiError, ClientIp, IdempotencyKey, IfMatch, Input, PathOf, QueryOf, Routes},
    identity::actor::{Actor, LiaisonActor},
    limits::Bucket,
    platform::once::{Occasion, once},
};
use lykta_shared::problem::ProblemKind;

/// Mounts the room's endpoints.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<CreateOrganisation, _, _>(create)
        .mount::<GetOrganisation, _, _>(get_organisation)
        .mount::<PatchOrganisation, _, _>(patch_organisation)
        .mount::<ApplyAgain, _, _>(apply_again)
        .mount::<GetApplication, _, _>(get_application)
        .mount::<PutApplication, _, _>(put_application)
        .mount::<SubmitApplication, _, _>(submit_application)
        .mount::<WithdrawApplication, _, _>(withdraw_application)
        .mount::<ListApplications, _, _>(list_applications)
        .mount::<GetCityApplication, _, _>(get_city_application)
        .mount::<StartReview, _, _>(start_review)
        .mount::<RequestCompletion, _, _>(request_completion)
        .mount::<ApproveApplication, _, _>(approve_application)
        .mount::<RejectApplication, _, _>(reject_application)
        .mount::<TakeBackDecision, _, _>(take_back_decision)
        .mount::<ListPartners, _, _>(list_partners)
        .mount::<GetPartner, _, _>(get_partner)
        .mount::<ListPublicPartners, _, _>(list_public_partners)
        .mount::<ListMembers, _, _>(list_members)
        .mount::<PutMember, _, _>(put_member)
        .mount::<ApproveMember, _, _>(approve_member)
        .mount::<RemoveMembership, _, _>(remove_membership)
        .mount::<LeaveOrganisation, _, _>(leave_organisation)
        .mount::<GetSignUpSettings, _, _>(get_signup_settings)
        .mount::<PutSignUpSettings, _, _>(put_signup_settings)
        .mount::<ListQualifications, _, _>(list_qualifications)
        .mount::<PutQualifications, _, _>(put_qualifications)
        .mount::<ListInvitations, _, _>(list_invitations)
        .mount::<Invite, _, _>(invite)
        .mount::<RevokeInvitation, _, _>(revoke_invitation)
        .mount::<PreviewInvitation, _, _>(preview_invitation)
        .mount::<AcceptInvitation, _, _>(accept_invitation)
        .mount::<CreateJoinLink, _, _>(create_join_link)
        .mount::<DeleteJoinLink, _, _>(delete_join_link)
        .mount::<PreviewJoinLink, _, _>(preview_join_link)
        .mount::<RequestToJoin, _, _>(request_to_join)
}

async fn write<T: Send + 'static>(
    state: &State,
    mut work: impl FnMut(&mut Tx<'_>, Moment) -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    let at = Moment {
        now: state.clock.now(),
        random: state.random,
    };
    let done = state.db.write(move |tx: &mut Tx<'_>| work(tx, at)).await;
    done.map_err(|error| error.or_violation(meaning))
}

/// Counts a token that fits nothing against the network it came from: tokens are not to be guessed.
fn guessed<T>(
    state: &State,
    client: ClientIp,
    outcome: Result<T, ApiError>,
) -> Result<T, ApiError> {
    match outcome {
        Err(error) if error.kind() == ProblemKind::LinkInvalid => {
            state.limits.take(Bucket::Credentials, client.network())?;
            Err(error)
        }
        outcome => outcome,
    }
}

/// What a constraint means when two requests were equally quick.
fn meaning(violation: &Violation) -> Option<ApiError> {
    if violation.is_unique("memberships_one_current") {
        Some(ApiError::new(ProblemKind::AlreadyMember))
    } else if violation.is_unique("organisations_slug_key") {
        Some(ApiError::unavailable(
            1,
            "two organisations of one name began at the same moment",
        ))
    } else {
        None
    }
}

async fn create(
    state: State,
    actor: Actor,
    key: IdempotencyKey,
    body: Input<CreateOrganisation>,
) -> Result<Answer<CreateOrganisation>, ApiError> {
    let occasion = Occasion::of(key, &actor, &CreateOrganisation {}, &body)?;
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        once(tx, occasion.as_ref(), at.now, |tx| {
            service::create(tx, &actor, &body, at)
        })
    };
    let done = write(&state, work).await?;
    let version = done.reply.version;
    Ok(done.answer().version(version))
}

async fn get_organisation(
    state: State,
    actor: Actor,
    at: PathOf<GetOrganisation>,
) -> Result<Answer<GetOrganisation>, ApiError> {
    let (id, now) = (at.organisation, state.clock.now());
    let read = move |conn: &mut Conn| service::get(conn, &actor, id, now);
    let reply = state.db.read(read).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn patch_organisation(
    state: State,
    actor: Actor,
    at: PathOf<PatchOrganisation>,
    version: IfMatch,
    body: Input<PatchOrganisation>,
) -> Result<Answer<PatchOrganisation>, ApiError> {
    let (id, version) = (at.organisation, version.0);
    let work =
        move |tx: &mut Tx<'_>, at: Moment| service::update(tx, &actor, id, version, &body, at);
    let reply = write(&state, work).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn apply_again(
    state: State,
    actor: Actor,
    key: IdempotencyKey,
    at: PathOf<ApplyAgain>,
    body: Input<ApplyAgain>,
) -> Result<Answer<ApplyAgain>, ApiError> {
    let id = at.organisation;
    let occasion = Occasion::of(key, &actor, &*at, &body)?;
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        once(tx, occasion.as_ref(), at.now, |tx| {
            service::apply_again(tx, &actor, id, &body, at)
        })
    };
    let done = write(&state, work).await?;
    let version = done.reply.version;
    Ok(done.answer().version(version))
}

async fn get_application(
    state: State,
    actor: Actor,
    at: PathOf<GetApplication>,
) -> Result<Answer<GetApplication>, ApiError> {
    let id = at.application;
    let read = move |conn: &mut Conn| service::get_application(conn, &actor, id);
    let reply = state.db.read(read).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn put_application(
    state: State,
    actor: Actor,
    at: PathOf<PutApplication>,
    version: IfMatch,
    body: Input<PutApplication>,
) -> Result<Answer<PutApplication>, ApiError> {
    let (id, version) = (at.application, version.0);
    let work = move |tx: &mut Tx<'_>, _at: Moment| {
        service::update_application(tx, &actor, id, version, &body)
    };
    let reply = write(&state, work).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn submit_application(
    state: State,
    actor: Actor,
    at: PathOf<SubmitApplication>,
) -> Result<Answer<SubmitApplication>, ApiError> {
    let id = at.application;
    let work = move |tx: &mut Tx<'_>, at: Moment| service::submit(tx, &actor, id, at);
    let reply = write(&state, work).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn withdraw_application(
    state: State,
    actor: Actor,
    at: PathOf<WithdrawApplication>,
) -> Result<Answer<WithdrawApplication>, ApiError> {
    let id = at.application;
    let work = move |tx: &mut Tx<'_>, at: Moment| service::withdraw(tx, &actor, id, at);
    let reply = write(&state, work).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn list_applications(
    state: State,
    _liaison: LiaisonActor,
    query: QueryOf<ListApplications>,
) -> Result<Answer<ListApplications>, ApiError> {
    let now = state.clock.now();
    let read = move |conn: &mut Conn| service::queue(conn, &query, now);
    state.db.read(read).await.map(Answer::new)
}

async fn get_city_application(
    state: State,
    actor: LiaisonActor,
    at: PathOf<GetCityApplication>,
) -> Result<Answer<GetCityApplication>, ApiError> {
    let id = at.application;
    let read = move |conn: &mut Conn| service::city_application(conn, &actor, id);
    state.db.read(read).await.map(Answer::new)
}

async fn start_review(
    state: State,
    actor: LiaisonActor,
    at: PathOf<StartReview>,
) -> Result<Answer<StartReview>, ApiError> {
    let id = at.application;
    let work = move |tx: &mut Tx<'_>, at: Moment| service::start_review(tx, &actor, id, at);
    write(&state, work).await.map(Answer::new)
}

async fn request_completion(
    state: State,
    actor: LiaisonActor,
    at: PathOf<RequestCompletion>,
    body: Input<RequestCompletion>,
) -> Result<Answer<RequestCompletion>, ApiError> {
    let id = at.application;
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        service::request_completion(tx, &actor, id, body.message.as_str(), at)
    };
    write(&state, work).await.map(Answer::new)
}

async fn approve_application(
    state: State,
    actor: LiaisonActor,
    at: PathOf<ApproveApplication>,
    body: Input<ApproveApplication>,
) -> Result<Answer<ApproveApplication>, ApiError> {
    let id = at.application;
    let work = move |tx: &mut Tx<'_>, at: Moment| service::approve(tx, &actor, id, &body, at);
    write(&state, work).await.map(Answer::new)
}

async fn reject_application(
    state: State,
    actor: LiaisonActor,
    at: PathOf<RejectApplication>,
    body: Input<RejectApplication>,
) -> Result<Answer<RejectApplication>, ApiError> {
    let id = at.application;
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        service::reject(tx, &actor, id, body.reason.as_str(), at)
    };
    write(&state, work).await.map(Answer::new)
}

async fn take_back_decision(
    state: State,
    actor: LiaisonActor,
    at: PathOf<TakeBackDecision>,
) -> Result<Answer<TakeBackDecision>, ApiError> {
    let id = at.application;
    let work = move |tx: &mut Tx<'_>, at: Moment| service::take_back(tx, &actor, id, at);
    write(&state, work).await.map(Answer::new)
}

async fn list_partners(
    state: State,
    _liaison: LiaisonActor,
    query: QueryOf<ListPartners>,
) -> Result<Answer<ListPartners>, ApiError> {
    let now = state.clock.now();
    let read = move |conn: &mut Conn| service::partners(conn, &query, now);
    state.db.read(read).await.map(Answer::new)
}

async fn get_partner(
    state: State,
    _liaison: LiaisonActor,
    at: PathOf<GetPartner>,
) -> Result<Answer<GetPartner>, ApiError> {
    let (id, now) = (at.organisation, state.clock.now());
    let read = move |conn: &mut Conn| service::partner(conn, id, now);
    state.db.read(read).await.map(Answer::new)
}

async fn list_public_partners(state: State) -> Result<Answer<ListPublicPartners>, ApiError> {
    let read = move |conn: &mut Conn| service::public_partners(conn);
    state.db.read(read).await.map(Answer::new)
}

async fn list_members(
    state: State,
    actor: Actor,
    at: PathOf<ListMembers>,
) -> Result<Answer<ListMembers>, ApiError> {
    state.limits.take(Bucket::Search, actor.user)?;
    let id = at.organisation;
    let read = move |conn: &mut Conn| service::members(conn, &actor, id);
    state.db.read(read).await.map(Answer::new)
}

async fn put_member(
    state: State,
    actor: Actor,
    at: PathOf<PutMember>,
    version: IfMatch,
    body: Input<PutMember>,
) -> Result<Answer<PutMember>, ApiError> {
    let (id, version) = ((at.organisation, at.member), version.0);
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        service::update_member(tx, &actor, id, version, &body, at)
    };
    let reply = write(&state, work).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn approve_member(
    state: State,
    actor: Actor,
    at: PathOf<ApproveMember>,
) -> Result<Answer<ApproveMember>, ApiError> {
    let id = (at.organisation, at.member);
    let work = move |tx: &mut Tx<'_>, at: Moment| service::approve_member(tx, &actor, id, at);
    let reply = write(&state, work).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn remove_membership(
    state: State,
    actor: Actor,
    at: PathOf<RemoveMembership>,
    body: Input<RemoveMembership>,
) -> Result<Answer<RemoveMembership>, ApiError> {
    let id = (at.organisation, at.member);
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        service::remove(tx, &actor, id, body.reason.as_str(), at)
    };
    write(&state, work).await.map(Answer::new)
}

async fn leave_organisation(
    state: State,
    actor: Actor,
    at: PathOf<LeaveOrganisation>,
) -> Result<Answer<LeaveOrganisation>, ApiError> {
    let id = at.organisation;
    let work = move |tx: &mut Tx<'_>, at: Moment| service::leave(tx, &actor, id, at);
    write(&state, work).await.map(Answer::new)
}

async fn list_invitations(
    state: State,
    actor: Actor,
    at: PathOf<ListInvitations>,
) -> Result<Answer<ListInvitations>, ApiError> {
    let (id, now) = (at.organisation, state.clock.now());
    let read = move |conn: &mut Conn| service::invitations(conn, &actor, id, now);
    state.db.read(read).await.map(Answer::new)
}

async fn invite(
    state: State,
    actor: Actor,
    key: IdempotencyKey,
    at: PathOf<Invite>,
    body: Input<Invite>,
) -> Result<Answer<Invite>, ApiError> {
    state.limits.take(Bucket::Invitation, at.organisation)?;
    let id = at.organisation;
    let occasion = Occasion::of(key, &actor, &*at, &body)?;
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        once(tx, occasion.as_ref(), at.now, |tx| {
            service::invite(tx, &actor, id, &body, at)
        })
    };
    Ok(write(&state, work).await?.answer())
}

async fn revoke_invitation(
    state: State,
    actor: Actor,
    at: PathOf<RevokeInvitation>,
) -> Result<Answer<RevokeInvitation>, ApiError> {
    let id = (at.organisation, at.invitation);
    let work = move |tx: &mut Tx<'_>, at: Moment| service::revoke(tx, &actor, id.0, id.1, at);
    write(&state, work).await.map(Answer::new)
}

async fn preview_invitation(
    state: State,
    client: ClientIp,
    body: Input<PreviewInvitation>,
) -> Result<Answer<PreviewInvitation>, ApiError> {
    state.limits.peek(Bucket::Credentials, client.network())?;
    let now = state.clock.now();
    let read = move |conn: &mut Conn| service::preview_invitation(conn, body.token.reveal(), now);
    guessed(&state, client, state.db.read(read).await).map(Answer::new)
}

async fn accept_invitation(
    state: State,
    actor: Actor,
    client: ClientIp,
    body: Input<AcceptInvitation>,
) -> Result<Answer<AcceptInvitation>, ApiError> {
    state.limits.peek(Bucket::Credentials, client.network())?;
    let work =
        move |tx: &mut Tx<'_>, at: Moment| service::accept(tx, &actor, body.token.reveal(), at);
    guessed(&state, client, write(&state, work).await).map(Answer::new)
}

async fn create_join_link(
    state: State,
    actor: Actor,
    at: PathOf<CreateJoinLink>,
) -> Result<Answer<CreateJoinLink>, ApiError> {
    let id = at.organisation;
    let work = move |tx: &mut Tx<'_>, at: Moment| service::create_join_link(tx, &actor, id, at);
    write(&state, work).await.map(Answer::new)
}

async fn delete_join_link(
    state: State,
    actor: Actor,
    at: PathOf<DeleteJoinLink>,
) -> Result<Answer<DeleteJoinLink>, ApiError> {
    let id = at.organisation;
    let work = move |tx: &mut Tx<'_>, at: Moment| service::delete_join_link(tx, &actor, id, at);
    write(&state, work).await.map(Answer::new)
}

async fn preview_join_link(
    state: State,
    client: ClientIp,
    body: Input<PreviewJoinLink>,
) -> Result<Answer<PreviewJoinLink>, ApiError> {
    state.limits.peek(Bucket::Credentials, client.network())?;
    let now = state.clock.now();
    let read = move |conn: &mut Conn| service::preview_join_link(conn, body.token.reveal(), now);
    guessed(&state, client, state.db.read(read).await).map(Answer::new)
}

async fn request_to_join(
    state: State,
    actor: Actor,
    client: ClientIp,
    body: Input<RequestToJoin>,
) -> Result<Answer<RequestToJoin>, ApiError> {
    state.limits.peek(Bucket::Credentials, client.network())?;
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        service::request_to_join(tx, &actor, body.token.reveal(), at)
    };
    guessed(&state, client, write(&state, work).await).map(Answer::new)
}

async fn get_signup_settings(
    state: State,
    actor: Actor,
    at: PathOf<GetSignUpSettings>,
) -> Result<Answer<GetSignUpSettings>, ApiError> {
    let id = at.organisation;
    let read = move |conn: &mut Conn| service::signup_settings(conn, &actor, id);
    let reply = state.db.read(read).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn put_signup_settings(
    state: State,
    actor: Actor,
    at: PathOf<PutSignUpSettings>,
    version: IfMatch,
    body: Input<PutSignUpSettings>,
) -> Result<Answer<PutSignUpSettings>, ApiError> {
    let (id, version) = (at.organisation, version.0);
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        service::set_signup_settings(tx, &actor, id, version, &body, at)
    };
    let reply = write(&state, work).await?;
    let version = reply.version;
    Ok(Answer::new(reply).version(version))
}

async fn list_qualifications(
    state: State,
    actor: Actor,
    at: PathOf<ListQualifications>,
) -> Result<Answer<ListQualifications>, ApiError> {
    let id = (at.organisation, at.member);
    let read = move |conn: &mut Conn| service::qualifications(conn, &actor, id);
    state.db.read(read).await.map(Answer::new)
}

async fn put_qualifications(
    state: State,
    actor: Actor,
    at: PathOf<PutQualifications>,
    body: Input<PutQualifications>,
) -> Result<Answer<PutQualifications>, ApiError> {
    let id = (at.organisation, at.member);
    let work = move |tx: &mut Tx<'_>, at: Moment| {
        service::set_qualifications(tx, &actor, id, &body.qualifications, at)
    };
    write(&state, work).await.map(Answer::new)
}
