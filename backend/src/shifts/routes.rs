//! HTTP for shifts: take out of the request, call one use case, answer.

use std::sync::Arc;

use lykta_shared::{
    api::{
        AddMemberToShift, AnswerSharedShift, AskForStandIn, CancelShiftById, GetRoster, GetShift,
        GetShiftCalendar, ListMyShifts, ListSchedule, ListShareable, ListSharedShifts, ListShifts,
        PostShift, PublishShift, PutShares, PutShift, PutSignUpRules, RemoveMemberFromShift,
        SetShiftLeader, SignUp, StopAskingForStandIn, TakeOver, UnwatchShift, WatchShift, Withdraw,
    },
    ids::ShiftId,
};

use super::service;
use crate::{
    app::State,
    db::{Conn, Tx},
    http::{Answer, ApiError, IdempotencyKey, IfMatch, Input, PathOf, QueryOf, Routes},
    identity::actor::{Actor, MaybeActor},
    limits::Bucket,
    platform::once::{Occasion, once},
};

/// Mounts the room's endpoints.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<ListShifts, _, _>(list_shifts)
        .mount::<GetShift, _, _>(get_shift)
        .mount::<GetShiftCalendar, _, _>(get_calendar)
        .mount::<ListMyShifts, _, _>(list_my_shifts)
        .mount::<ListSchedule, _, _>(list_schedule)
        .mount::<PostShift, _, _>(post_shift)
        .mount::<PutShift, _, _>(put_shift)
        .mount::<PublishShift, _, _>(publish_shift)
        .mount::<CancelShiftById, _, _>(cancel_shift)
        .mount::<SetShiftLeader, _, _>(set_leader)
        .mount::<SignUp, _, _>(sign_up)
        .mount::<Withdraw, _, _>(withdraw)
        .mount::<PutSignUpRules, _, _>(put_rules)
        .mount::<WatchShift, _, _>(watch)
        .mount::<UnwatchShift, _, _>(unwatch)
        .mount::<AskForStandIn, _, _>(ask_for_stand_in)
        .mount::<StopAskingForStandIn, _, _>(stop_asking)
        .mount::<TakeOver, _, _>(take_over)
        .mount::<GetRoster, _, _>(get_roster)
        .mount::<AddMemberToShift, _, _>(add_member)
        .mount::<RemoveMemberFromShift, _, _>(remove_member)
        .mount::<PutShares, _, _>(put_shares)
        .mount::<ListSharedShifts, _, _>(list_shared)
        .mount::<ListShareable, _, _>(list_shareable)
        .mount::<AnswerSharedShift, _, _>(answer_shared)
}

fn who(actor: &MaybeActor) -> Option<service::Who> {
    actor.0.as_ref().map(Into::into)
}

async fn list_shifts(
    state: State,
    actor: MaybeActor,
    query: QueryOf<ListShifts>,
) -> Result<Answer<ListShifts>, ApiError> {
    let (now, who) = (state.clock.now(), who(&actor));
    service::shifts_ahead(&state.db, &state.lists, who, &query, now)
        .await
        .map(Answer::new)
}

async fn get_shift(
    state: State,
    actor: MaybeActor,
    at: PathOf<GetShift>,
) -> Result<Answer<GetShift>, ApiError> {
    let (now, who, id) = (state.clock.now(), who(&actor), at.shift);
    let read = move |conn: &mut Conn| service::detail(conn, who, id, now);
    let detail = state.db.read(read).await?;
    let version = detail.version;
    Ok(Answer::new(detail).version(version))
}

async fn get_calendar(
    state: State,
    actor: Actor,
    at: PathOf<GetShiftCalendar>,
) -> Result<Answer<GetShiftCalendar>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let config = Arc::clone(&state.config);
    let read = move |conn: &mut Conn| service::calendar(conn, &actor, id, &config, now);
    state.db.read(read).await.map(Answer::new)
}

async fn list_my_shifts(
    state: State,
    actor: Actor,
    query: QueryOf<ListMyShifts>,
) -> Result<Answer<ListMyShifts>, ApiError> {
    let now = state.clock.now();
    let read = move |conn: &mut Conn| service::my_shifts(conn, (&actor).into(), &query, now);
    state.db.read(read).await.map(Answer::new)
}

async fn list_schedule(
    state: State,
    actor: Actor,
    at: PathOf<ListSchedule>,
    query: QueryOf<ListSchedule>,
) -> Result<Answer<ListSchedule>, ApiError> {
    let (now, id) = (state.clock.now(), at.organisation);
    let read = move |conn: &mut Conn| service::schedule(conn, &actor, id, &query, now);
    state.db.read(read).await.map(Answer::new)
}

async fn post_shift(
    state: State,
    actor: Actor,
    key: IdempotencyKey,
    at: PathOf<PostShift>,
    Input(new): Input<PostShift>,
) -> Result<Answer<PostShift>, ApiError> {
    let (now, id) = (state.clock.now(), at.organisation);
    let occasion = Occasion::of(key, &actor, &*at, &new)?;
    let write = move |tx: &mut Tx<'_>| {
        once(tx, occasion.as_ref(), now, |tx| {
            service::create(tx, &actor, id, &new, now)
        })
    };
    let done = state.db.write(write).await?;
    let version = done.reply.version;
    Ok(done.answer().version(version))
}

async fn put_shift(
    state: State,
    actor: Actor,
    at: PathOf<PutShift>,
    query: QueryOf<PutShift>,
    IfMatch(held): IfMatch,
    Input(form): Input<PutShift>,
) -> Result<Answer<PutShift>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let free = query.free_overlapping == Some(true);
    let write = move |tx: &mut Tx<'_>| service::change(tx, &actor, id, held, (&form, free), now);
    let detail = state.db.write(write).await?;
    let version = detail.version;
    Ok(Answer::new(detail).version(version))
}

async fn publish_shift(
    state: State,
    actor: Actor,
    at: PathOf<PublishShift>,
) -> Result<Answer<PublishShift>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::publish(tx, &actor, id, now);
    let detail = state.db.write(write).await?;
    let version = detail.version;
    Ok(Answer::new(detail).version(version))
}

async fn cancel_shift(
    state: State,
    actor: Actor,
    at: PathOf<CancelShiftById>,
    Input(why): Input<CancelShiftById>,
) -> Result<Answer<CancelShiftById>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::cancel(tx, &actor, id, &why, now);
    let detail = state.db.write(write).await?;
    let version = detail.version;
    Ok(Answer::new(detail).version(version))
}

async fn set_leader(
    state: State,
    actor: Actor,
    at: PathOf<SetShiftLeader>,
    Input(new): Input<SetShiftLeader>,
) -> Result<Answer<SetShiftLeader>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::set_leader(tx, &actor, id, new.leader, now);
    let detail = state.db.write(write).await?;
    let version = detail.version;
    Ok(Answer::new(detail).version(version))
}

async fn sign_up(
    state: State,
    actor: Actor,
    at: PathOf<SignUp>,
    Input(how): Input<SignUp>,
) -> Result<Answer<SignUp>, ApiError> {
    not_too_often(&state, &actor, at.shift)?;
    let (now, id, who) = (state.clock.now(), at.shift, service::Who::from(&actor));
    #[cfg(feature = "test-hooks")]
    if crate::failpoints::is_on("capacity-guard-off") {
        let card = service::sign_up_unguarded(&state, who, id, now).await?;
        return Ok(Answer::new(card));
    }
    let read = move |conn: &mut Conn| service::would_refuse(conn, who, id, how.waitlist, now);
    state.db.read(read).await?;
    let write = move |tx: &mut Tx<'_>| service::sign_up(tx, who, id, how.waitlist, now);
    state.db.write(write).await.map(Answer::new)
}

/// Each change moves the queue and may mail somebody, so going back and forth has an end (SECURITY 2.5).
fn not_too_often(state: &State, actor: &Actor, shift: ShiftId) -> Result<(), ApiError> {
    state.limits.take(Bucket::SignUp, actor.user)?;
    state.limits.take(Bucket::FlipFlop, (actor.user, shift))
}

async fn withdraw(
    state: State,
    actor: Actor,
    at: PathOf<Withdraw>,
) -> Result<Answer<Withdraw>, ApiError> {
    not_too_often(&state, &actor, at.shift)?;
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::withdraw(tx, (&actor).into(), id, now);
    state.db.write(write).await.map(Answer::new)
}

async fn get_roster(
    state: State,
    actor: Actor,
    at: PathOf<GetRoster>,
) -> Result<Answer<GetRoster>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let read = move |conn: &mut Conn| service::roster(conn, &actor, id, now);
    state.db.read(read).await.map(Answer::new)
}

async fn add_member(
    state: State,
    actor: Actor,
    at: PathOf<AddMemberToShift>,
    Input(how): Input<AddMemberToShift>,
) -> Result<Answer<AddMemberToShift>, ApiError> {
    let (now, whom) = (state.clock.now(), (at.shift, at.member));
    let write = move |tx: &mut Tx<'_>| service::add(tx, &actor, whom, &how, now);
    state.db.write(write).await.map(Answer::new)
}

async fn remove_member(
    state: State,
    actor: Actor,
    at: PathOf<RemoveMemberFromShift>,
) -> Result<Answer<RemoveMemberFromShift>, ApiError> {
    let (now, whom) = (state.clock.now(), (at.shift, at.member));
    let write = move |tx: &mut Tx<'_>| service::remove(tx, &actor, whom, now);
    state.db.write(write).await.map(Answer::new)
}

async fn put_rules(
    state: State,
    actor: Actor,
    at: PathOf<PutSignUpRules>,
    IfMatch(held): IfMatch,
    Input(rules): Input<PutSignUpRules>,
) -> Result<Answer<PutSignUpRules>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::set_rules(tx, &actor, id, held, &rules, now);
    let detail = state.db.write(write).await?;
    let version = detail.version;
    Ok(Answer::new(detail).version(version))
}

async fn watch(
    state: State,
    actor: Actor,
    at: PathOf<WatchShift>,
) -> Result<Answer<WatchShift>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::watch(tx, &actor, id, true, now);
    state.db.write(write).await.map(Answer::new)
}

async fn unwatch(
    state: State,
    actor: Actor,
    at: PathOf<UnwatchShift>,
) -> Result<Answer<UnwatchShift>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::watch(tx, &actor, id, false, now);
    state.db.write(write).await.map(Answer::new)
}

async fn ask_for_stand_in(
    state: State,
    actor: Actor,
    at: PathOf<AskForStandIn>,
) -> Result<Answer<AskForStandIn>, ApiError> {
    not_too_often(&state, &actor, at.shift)?;
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::ask_for_stand_in(tx, &actor, id, true, now);
    state.db.write(write).await.map(Answer::new)
}

async fn stop_asking(
    state: State,
    actor: Actor,
    at: PathOf<StopAskingForStandIn>,
) -> Result<Answer<StopAskingForStandIn>, ApiError> {
    not_too_often(&state, &actor, at.shift)?;
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::ask_for_stand_in(tx, &actor, id, false, now);
    state.db.write(write).await.map(Answer::new)
}

async fn take_over(
    state: State,
    actor: Actor,
    at: PathOf<TakeOver>,
) -> Result<Answer<TakeOver>, ApiError> {
    not_too_often(&state, &actor, at.shift)?;
    let (now, id) = (state.clock.now(), at.shift);
    let write = move |tx: &mut Tx<'_>| service::take_over(tx, &actor, id, now);
    state.db.write(write).await.map(Answer::new)
}

async fn put_shares(
    state: State,
    actor: Actor,
    at: PathOf<PutShares>,
    query: QueryOf<PutShares>,
    IfMatch(held): IfMatch,
    Input(form): Input<PutShares>,
) -> Result<Answer<PutShares>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let release = query.release_people == Some(true);
    let write =
        move |tx: &mut Tx<'_>| service::set_shares(tx, &actor, id, (held, &form, release), now);
    let detail = state.db.write(write).await?;
    let version = detail.version;
    Ok(Answer::new(detail).version(version))
}

async fn list_shared(
    state: State,
    actor: Actor,
    at: PathOf<ListSharedShifts>,
) -> Result<Answer<ListSharedShifts>, ApiError> {
    let (now, id) = (state.clock.now(), at.organisation);
    let read = move |conn: &mut Conn| service::shared_shifts(conn, &actor, id, now);
    state.db.read(read).await.map(Answer::new)
}

async fn list_shareable(
    state: State,
    actor: Actor,
    at: PathOf<ListShareable>,
) -> Result<Answer<ListShareable>, ApiError> {
    let id = at.organisation;
    let read = move |conn: &mut Conn| service::shareable(conn, &actor, id);
    state.db.read(read).await.map(Answer::new)
}

async fn answer_shared(
    state: State,
    actor: Actor,
    at: PathOf<AnswerSharedShift>,
    Input(body): Input<AnswerSharedShift>,
) -> Result<Answer<AnswerSharedShift>, ApiError> {
    let (now, key) = (state.clock.now(), (at.organisation, at.shift));
    let write = move |tx: &mut Tx<'_>| service::answer_share(tx, &actor, key, &body, now);
    state.db.write(write).await.map(Answer::new)
}
