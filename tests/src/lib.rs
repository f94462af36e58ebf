//! The harness of the black-box tests: starts the real binary on a database of its own and talks to it as
//! browsers, mail programs and API clients do.
//!
//! Every test written with [`on_both!`] runs on SQLite and on a throw-away PostgreSQL. Where PostgreSQL's
//! programs are missing, its half fails with what to install: a skipped half would look like a passed one.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a harness fails loudly: a panic here is a failed test"
)]

mod app;
mod authority;
mod client;
mod mailbox;
mod people;
mod postgres;
mod smtp;

pub use app::{App, Backend, Options};
pub use authority::Authority;
pub use client::{Answer, Client};
pub use mailbox::Mail;
pub use people::{PASSWORD, Partner, application, term};
pub use postgres::{Scratch, scratch_postgres};
pub use smtp::{Fault, Smtp, Taken, Tls};

/// Runs each test on both databases: `on_both! { async fn name(app: App) { … } }` becomes `name::sqlite` and
/// `name::postgres`. `options: …` before the first test starts every server with other options.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "not every test needs what its file imports")]
            use super::*;

            async fn run($app: $crate::App) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::App::start($crate::Backend::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run($crate::App::start($crate::Backend::Postgres).await).await;
            }
        }
    )+};
}
