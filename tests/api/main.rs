//! Black-box tests of the API, on SQLite and on PostgreSQL. One module a room, and the stories across them.

mod identity;
mod mail;
mod organisations;
mod schema;
mod story;
