//! A write's transaction, as a type.

use std::ops::{Deref, DerefMut};

use super::Conn;

/// An open transaction. Only [`Db::write`](super::Db::write) makes one, so a store function that takes
/// `&mut Tx<'_>` can't be called outside a transaction.
///
/// It stands for its connection where a function wants `&mut Conn` (`store::find(tx, id)`); a query runs on
/// [`Tx::conn`] (`.execute(tx.conn())`).
pub(crate) struct Tx<'c>(&'c mut Conn);

impl<'c> Tx<'c> {
    /// Marks the connection's open transaction. For `db` only.
    pub(super) fn of(conn: &'c mut Conn) -> Self {
        Self(conn)
    }

    /// The connection, for diesel.
    pub(crate) fn conn(&mut self) -> &mut Conn {
        self.0
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.0
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.0
    }
}
