//! A write's transaction, as a type.

use std::ops::{Deref, DerefMut};

use super::{
    Conn, WorkError,
    pool::{begin, commit, depth, roll_back},
};

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

    /// Tries something that may be refused, without losing what was done before: the inner answer is its own. The
    /// outer one fails when the transaction as a whole has to run again or can't go on.
    pub(crate) fn attempt<T, E: WorkError>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Result<T, E>, E> {
        let open = depth(self.0)?.map_or(0, std::num::NonZeroU32::get);
        begin(self.0, "SAVEPOINT")?;
        match work(self) {
            Ok(value) => {
                commit(self.0)?;
                Ok(Ok(value))
            }
            Err(error) => {
                roll_back(self.0, open)?;
                if error.is_conflict() {
                    Err(error)
                } else {
                    Ok(Err(error))
                }
            }
        }
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
