//! Whether this server lives, and whether it can be given requests. Neither says more than that here; who watches
//! over the server reads the details on a listener of its own ([`watch`](crate::watch)).

use std::{path::Path, time::Duration};

use actix_web::web;

use crate::{
    app::State,
    db::{self, Address, DbFailure},
    http::ApiError,
};

/// How long the database may take to say that it is there.
const DATABASE_WITHIN: Duration = Duration::from_secs(1);
/// How full the queue of writes may be, in per cent.
const QUEUE_FULL: usize = 80;
/// What has to be free on the disk of an embedded database, in bytes: enough to write on until somebody comes.
const DISK_FREE: u64 = 200 * 1024 * 1024;

/// `/livez` and `/readyz`.
pub(crate) fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/livez", web::get().to(live))
        .route("/readyz", web::get().to(ready));
}

async fn live() -> &'static str {
    "alive"
}

async fn ready(state: State) -> Result<&'static str, ApiError> {
    match look(&state).await.obstacle() {
        None => Ok("ready"),
        Some((seconds, why)) => Err(ApiError::unavailable(seconds, why)),
    }
}

/// What readiness goes by. Mail is no part of it: people can sign up while the mail server is away.
#[derive(Debug)]
pub(crate) struct Findings {
    /// The server is about to end.
    pub(crate) ending: bool,
    /// How full the queue of writes is, in per cent.
    pub(crate) write_queue: usize,
    /// The bytes free on the disk of an embedded database, where that can be found out.
    pub(crate) disk_free: Option<u64>,
    /// What the database says: whether it has the tables this binary needs, or why it says nothing.
    pub(crate) database: Result<bool, String>,
}

impl Findings {
    /// What stands in the way of work, and in how many seconds to ask again.
    pub(crate) fn obstacle(&self) -> Option<(u32, &str)> {
        if self.ending {
            Some((5, "ending"))
        } else if self.write_queue > QUEUE_FULL {
            Some((1, "writes are piling up"))
        } else if self.disk_free.is_some_and(|free| free < DISK_FREE) {
            Some((30, "the disk is full"))
        } else {
            match &self.database {
                Ok(true) => None,
                Ok(false) => Some((30, "the tables are older than this server")),
                Err(failure) => Some((2, failure)),
            }
        }
    }
}

/// Looks at all of it.
pub(crate) async fn look(state: &State) -> Findings {
    let asked = state
        .db
        .read(|conn| db::has_our_tables(conn).map_err(DbFailure::from));
    let database = match tokio::time::timeout(DATABASE_WITHIN, asked).await {
        Ok(answer) => answer.map_err(|failure| failure.to_string()),
        Err(_late) => Err("the database takes longer than a second".to_owned()),
    };
    Findings {
        ending: state.stopping.is_on(),
        write_queue: state.db.write_queue_percent(),
        disk_free: match &state.config.database {
            Address::Sqlite(file) => free_beside(file),
            Address::Pg(_) => None,
        },
        database,
    }
}

/// The bytes a program without special rights can still write beside this file.
fn free_beside(file: &Path) -> Option<u64> {
    let folder = file.parent().filter(|parent| *parent != Path::new(""));
    let disk = rustix::fs::statvfs(folder.unwrap_or(Path::new("."))).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn well() -> Findings {
        Findings {
            ending: false,
            write_queue: 0,
            disk_free: Some(DISK_FREE),
            database: Ok(true),
        }
    }

    #[test]
    fn each_thing_that_stops_work_is_an_obstacle_and_nothing_else() {
        assert_eq!(well().obstacle(), None);
        let elsewhere = Findings {
            disk_free: None,
            ..well()
        };
        assert_eq!(elsewhere.obstacle(), None, "PostgreSQL minds its own disk");
        for ill in [
            Findings {
                ending: true,
                ..well()
            },
            Findings {
                write_queue: 81,
                ..well()
            },
            Findings {
                disk_free: Some(DISK_FREE - 1),
                ..well()
            },
            Findings {
                database: Ok(false),
                ..well()
            },
            Findings {
                database: Err("gone".to_owned()),
                ..well()
            },
        ] {
            assert!(ill.obstacle().is_some(), "{ill:?}");
        }
    }

    #[test]
    fn the_disk_of_the_database_is_looked_at() {
        assert!(free_beside(Path::new("lykta.db")).unwrap() > 0);
        assert_eq!(free_beside(Path::new("/no/such/folder/lykta.db")), None);
    }
}
