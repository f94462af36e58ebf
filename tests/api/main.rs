//! Black-box tests of the API, on SQLite and on PostgreSQL. One module a room, and the stories across them.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails loudly and says what it measured; its helpers too"
)]

mod bad_input;
mod calendar;
mod https;
mod identity;
mod isolation;
mod mail;
mod mail_tls;
mod once;
mod organisations;
mod races;
mod reminders;
mod schema;
mod series;
mod shifts;
mod story;
mod walks;
mod watch;
