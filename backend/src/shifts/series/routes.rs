//! HTTP for series and for things done with many shifts at once: take out of the request, call one use case, answer.

use lykta_shared::api::{
    BeginStanding, ChangeSeries, CopyShiftTo, CopyWeekTo, EndStanding, GetSeries, GetStanding,
    ListSeries, PostSeries, PreviewSeries, PreviewSeriesChange, PreviewSeriesRemoval, PublishMany,
    RemoveSeriesById, UndoBatch, UnwatchSeries, WatchSeries,
};

use crate::{
    app::State,
    db::{Conn, Tx},
    http::{Answer, ApiError, IdempotencyKey, IfMatch, Input, PathOf, QueryOf, Routes},
    identity::actor::Actor,
    limits::Bucket,
    platform::once::{Occasion, once},
    shifts::service::{self, Ahead},
};

/// Mounts the endpoints.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .mount::<ListSeries, _, _>(list_series)
        .mount::<PostSeries, _, _>(post_series)
        .mount::<PreviewSeries, _, _>(preview_series)
        .mount::<GetSeries, _, _>(get_series)
        .mount::<PreviewSeriesChange, _, _>(preview_change)
        .mount::<ChangeSeries, _, _>(change_series)
        .mount::<PreviewSeriesRemoval, _, _>(preview_removal)
        .mount::<RemoveSeriesById, _, _>(remove_series)
        .mount::<GetStanding, _, _>(get_standing)
        .mount::<BeginStanding, _, _>(begin_standing)
        .mount::<EndStanding, _, _>(end_standing)
        .mount::<WatchSeries, _, _>(watch_series)
        .mount::<UnwatchSeries, _, _>(unwatch_series)
        .mount::<CopyShiftTo, _, _>(copy_shift)
        .mount::<CopyWeekTo, _, _>(copy_week)
        .mount::<PublishMany, _, _>(publish_many)
        .mount::<UndoBatch, _, _>(undo_batch)
}

fn ahead(state: &State) -> Ahead {
    Ahead {
        now: state.clock.now(),
        weeks: state.config.series_weeks,
    }
}

async fn list_series(
    state: State,
    actor: Actor,
    at: PathOf<ListSeries>,
) -> Result<Answer<ListSeries>, ApiError> {
    let (now, id) = (state.clock.now(), at.organisation);
    let read = move |conn: &mut Conn| service::list_series(conn, &actor, id, now);
    state.db.read(read).await.map(Answer::new)
}

async fn post_series(
    state: State,
    actor: Actor,
    at: PathOf<PostSeries>,
    key: IdempotencyKey,
    Input(form): Input<PostSeries>,
) -> Result<Answer<PostSeries>, ApiError> {
    let (ahead, id) = (ahead(&state), at.organisation);
    let occasion = Occasion::of(key, &actor, &*at, &form)?;
    let write = move |tx: &mut Tx<'_>| {
        once(tx, occasion.as_ref(), ahead.now, |tx| {
            service::create_series(tx, &actor, id, &form, ahead)
        })
    };
    let done = state.db.write(write).await?;
    let version = done.reply.series.version;
    Ok(done.answer().version(version))
}

async fn preview_series(
    state: State,
    actor: Actor,
    at: PathOf<PreviewSeries>,
    Input(form): Input<PreviewSeries>,
) -> Result<Answer<PreviewSeries>, ApiError> {
    let (ahead, id) = (ahead(&state), at.organisation);
    let read = move |conn: &mut Conn| service::preview_series(conn, &actor, id, &form, ahead);
    state.db.read(read).await.map(Answer::new)
}

async fn get_series(
    state: State,
    actor: Actor,
    at: PathOf<GetSeries>,
) -> Result<Answer<GetSeries>, ApiError> {
    let (ahead, id) = (ahead(&state), at.series);
    let read = move |conn: &mut Conn| service::series(conn, &actor, id, ahead);
    let detail = state.db.read(read).await?;
    let version = detail.version;
    Ok(Answer::new(detail).version(version))
}

async fn preview_change(
    state: State,
    actor: Actor,
    at: PathOf<PreviewSeriesChange>,
    Input(change): Input<PreviewSeriesChange>,
) -> Result<Answer<PreviewSeriesChange>, ApiError> {
    let (ahead, id) = (ahead(&state), at.series);
    let read =
        move |conn: &mut Conn| service::preview_series_change(conn, &actor, id, &change, ahead);
    state.db.read(read).await.map(Answer::new)
}

async fn change_series(
    state: State,
    actor: Actor,
    at: PathOf<ChangeSeries>,
    IfMatch(held): IfMatch,
    Input(change): Input<ChangeSeries>,
) -> Result<Answer<ChangeSeries>, ApiError> {
    let (ahead, key) = (ahead(&state), (at.series, held));
    let write = move |tx: &mut Tx<'_>| service::change_series(tx, &actor, key, &change, ahead);
    let changed = state.db.write(write).await?;
    let version = changed.series.version;
    Ok(Answer::new(changed).version(version))
}

async fn preview_removal(
    state: State,
    actor: Actor,
    at: PathOf<PreviewSeriesRemoval>,
) -> Result<Answer<PreviewSeriesRemoval>, ApiError> {
    let (now, id) = (state.clock.now(), at.series);
    let read = move |conn: &mut Conn| service::preview_series_removal(conn, &actor, id, now);
    state.db.read(read).await.map(Answer::new)
}

async fn remove_series(
    state: State,
    actor: Actor,
    at: PathOf<RemoveSeriesById>,
    Input(why): Input<RemoveSeriesById>,
) -> Result<Answer<RemoveSeriesById>, ApiError> {
    let (now, id) = (state.clock.now(), at.series);
    let write = move |tx: &mut Tx<'_>| service::remove_series(tx, &actor, id, &why, now);
    state.db.write(write).await.map(Answer::new)
}

async fn copy_shift(
    state: State,
    actor: Actor,
    at: PathOf<CopyShiftTo>,
    key: IdempotencyKey,
    Input(how): Input<CopyShiftTo>,
) -> Result<Answer<CopyShiftTo>, ApiError> {
    let (now, id) = (state.clock.now(), at.shift);
    let occasion = Occasion::of(key, &actor, &*at, &how)?;
    let write = move |tx: &mut Tx<'_>| {
        once(tx, occasion.as_ref(), now, |tx| {
            service::copy_shift(tx, &actor, id, &how, now)
        })
    };
    Ok(state.db.write(write).await?.answer())
}

async fn copy_week(
    state: State,
    actor: Actor,
    at: PathOf<CopyWeekTo>,
    key: IdempotencyKey,
    Input(how): Input<CopyWeekTo>,
) -> Result<Answer<CopyWeekTo>, ApiError> {
    let (now, id) = (state.clock.now(), at.organisation);
    let occasion = Occasion::of(key, &actor, &*at, &how)?;
    let write = move |tx: &mut Tx<'_>| {
        once(tx, occasion.as_ref(), now, |tx| {
            service::copy_week(tx, &actor, id, &how, now)
        })
    };
    Ok(state.db.write(write).await?.answer())
}

async fn publish_many(
    state: State,
    actor: Actor,
    at: PathOf<PublishMany>,
    key: IdempotencyKey,
    Input(which): Input<PublishMany>,
) -> Result<Answer<PublishMany>, ApiError> {
    let (now, id) = (state.clock.now(), at.organisation);
    let occasion = Occasion::of(key, &actor, &*at, &which)?;
    let write = move |tx: &mut Tx<'_>| {
        once(tx, occasion.as_ref(), now, |tx| {
            service::publish_many(tx, &actor, id, &which, now)
        })
    };
    Ok(state.db.write(write).await?.answer())
}

async fn undo_batch(
    state: State,
    actor: Actor,
    at: PathOf<UndoBatch>,
) -> Result<Answer<UndoBatch>, ApiError> {
    let (now, id) = (state.clock.now(), at.batch);
    let write = move |tx: &mut Tx<'_>| service::undo_batch(tx, &actor, id, now);
    state.db.write(write).await.map(Answer::new)
}

async fn get_standing(
    state: State,
    actor: Actor,
    at: PathOf<GetStanding>,
) -> Result<Answer<GetStanding>, ApiError> {
    let (now, id) = (state.clock.now(), at.series);
    let read = move |conn: &mut Conn| service::standing(conn, (&actor).into(), id, now);
    state.db.read(read).await.map(Answer::new)
}

async fn begin_standing(
    state: State,
    actor: Actor,
    at: PathOf<BeginStanding>,
) -> Result<Answer<BeginStanding>, ApiError> {
    let (now, id) = (state.clock.now(), at.series);
    state.limits.take(Bucket::FlipFlop, (actor.user, id))?;
    let write = move |tx: &mut Tx<'_>| service::begin_standing(tx, &actor, id, now);
    state.db.write(write).await.map(Answer::new)
}

async fn end_standing(
    state: State,
    actor: Actor,
    at: PathOf<EndStanding>,
    query: QueryOf<EndStanding>,
) -> Result<Answer<EndStanding>, ApiError> {
    let (now, how) = (
        state.clock.now(),
        (at.series, query.free_dates == Some(true)),
    );
    state
        .limits
        .take(Bucket::FlipFlop, (actor.user, at.series))?;
    let write = move |tx: &mut Tx<'_>| service::end_standing(tx, &actor, how, now);
    state.db.write(write).await.map(Answer::new)
}

async fn watch_series(
    state: State,
    actor: Actor,
    at: PathOf<WatchSeries>,
) -> Result<Answer<WatchSeries>, ApiError> {
    let (now, how) = (state.clock.now(), (at.series, true));
    let write = move |tx: &mut Tx<'_>| service::watch_series(tx, &actor, how, now);
    state.db.write(write).await.map(Answer::new)
}

async fn unwatch_series(
    state: State,
    actor: Actor,
    at: PathOf<UnwatchSeries>,
) -> Result<Answer<UnwatchSeries>, ApiError> {
    let (now, how) = (state.clock.now(), (at.series, false));
    let write = move |tx: &mut Tx<'_>| service::watch_series(tx, &actor, how, now);
    state.db.write(write).await.map(Answer::new)
}
