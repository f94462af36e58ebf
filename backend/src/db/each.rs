//! What the derive of [`Conn`](super::Conn) can't say for both databases: one body, compiled for each.

/// Runs one body on the connection inside: `on_each!(conn, |c| diesel::insert_into(…).execute(c))`.
///
/// For upserts, batch inserts and `returning`, which do not compile on the enum. `conn` is a `&mut Conn`
/// (`tx.conn()` inside a write). Keep it in `store.rs` files and in `db/`.
macro_rules! on_each {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($c) => $body,
            $crate::db::Conn::Pg($c) => $body,
        }
    };
}

pub(crate) use on_each;
