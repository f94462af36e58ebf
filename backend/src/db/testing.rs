//! A fresh, migrated SQLite database for unit tests. What must hold on PostgreSQL too is tested through the
//! API, in `tests/`.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use super::{Address, Db, DbOptions, migrate};
use crate::random::Random;

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder that goes away with the test.
#[derive(Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("lykta-unit-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn address(&self) -> Address {
        Address::Sqlite(self.0.join("lykta.db"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A database with all migrations, and the folder it is in.
pub(crate) fn open() -> (Db, Folder) {
    let folder = Folder::new();
    migrate(&folder.address()).unwrap();
    let options = DbOptions {
        address: folder.address(),
        connections: 4,
    };
    (Db::open(options, Random::default()).unwrap(), folder)
}
