//! Black-box tests of the API, on SQLite and on PostgreSQL. One module a room, and the stories across them.

mod schema;
mod story;
