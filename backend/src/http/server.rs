//! The server: listens, answers, and ends without dropping anybody.

use std::{io, sync::Arc, time::Duration};

use actix_web::{App, HttpServer, dev::ServerHandle, middleware::from_fn, web};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{assets, assets::WebApp, layers};
use crate::{
    app::{self, State},
    health,
    jobs::{Jobs, Stop},
    watch,
};

/// How long requests under way may still take when the server ends, in seconds.
const LAST_ANSWERS: u64 = 25;

/// Everything this server answers, for one worker. Tests mount the same.
pub(crate) fn services(service: &mut web::ServiceConfig) {
    app::routes().register(service);
    health::routes(service);
    app::pages(service);
    service.default_service(web::to(assets::serve));
}

/// Serves until it is told to end; then says that it is not ready, waits for load balancers to notice, lets
/// requests under way finish, ends the jobs, and closes the database (SECURITY-AND-RELIABILITY.md 4.3).
pub(crate) async fn serve(state: State, stop: Stop) -> io::Result<()> {
    let (terminate, interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    let https = state.config.public_origin.is_https();
    let web_app = web::Data::from(Arc::new(WebApp::load(
        state.config.web_dir.as_deref(),
        https,
    )?));
    let data = web::Data::new(state.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web_app.clone())
            .configure(services)
            .wrap(from_fn(layers::gate))
            .wrap(from_fn(layers::edge))
    })
    .client_request_timeout(Duration::from_secs(5))
    .client_disconnect_timeout(Duration::from_secs(2))
    .keep_alive(Duration::from_secs(15))
    .max_connections(2048)
    .worker_max_blocking_threads(16)
    .shutdown_timeout(LAST_ANSWERS)
    .disable_signals()
    .bind(state.config.listen)?
    .run();
    tracing::info!(listen = %state.config.listen, origin = %state.config.public_origin, "serving");
    if !https {
        tracing::warn!("plain http: cookies go without Secure and __Host-; for this machine only");
    }
    // Ends last: how a server ends is worth watching.
    let watching = watch::listener(&state)?.map(|watch| (watch.handle(), tokio::spawn(watch)));
    let jobs = app::jobs(&state);
    let drain = Duration::from_secs(state.config.drain_seconds);
    tokio::spawn(end_on_signal(
        server.handle(),
        stop,
        drain,
        terminate,
        interrupt,
    ));
    server.await?;
    finish(jobs, state).await;
    if let Some((handle, watch)) = watching {
        handle.stop(true).await;
        drop(watch.await);
    }
    Ok(())
}

async fn finish(jobs: Jobs, state: State) {
    jobs.finished().await;
    state.db.close().await;
    tracing::info!("ended");
}

/// The first signal ends the server gently, the second at once. Somebody at a keyboard (Ctrl+C) does not have
/// a load balancer that has to notice.
async fn end_on_signal(
    server: ServerHandle,
    stop: Stop,
    drain: Duration,
    mut terminate: Signal,
    mut interrupt: Signal,
) {
    let drain = tokio::select! {
        _ = terminate.recv() => drain,
        _ = interrupt.recv() => Duration::ZERO,
    };
    tracing::info!("ending: no longer ready");
    stop.now();
    let gently = async {
        tokio::time::sleep(drain).await;
        server.stop(true).await;
    };
    tokio::select! {
        () = gently => {}
        _ = terminate.recv() => server.stop(false).await,
        _ = interrupt.recv() => server.stop(false).await,
    }
}
