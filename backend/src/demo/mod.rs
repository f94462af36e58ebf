//! Made-up people and organisations for trying Lykta out: one log-in for each role, partners, applicants, and
//! shifts in every state. Never in production mode, never on a database that somebody uses.
//!
//! Names are invented; addresses end in `example.se` and phone numbers are from the series reserved for fiction
//! (DOMAIN.md 5.1), so nobody real is ever written to.

mod cast;
mod large;
mod season;
mod stage;
mod store;
mod together;
mod walked;

use lykta_shared::text::Password;

use crate::{
    app::State, config::Mode, db::Tx, http::ApiError, identity::HashFailure,
    organisations::service::Moment,
};

/// Everybody's password. Long enough for the policy, easy to type.
pub(crate) const PASSWORD: &str = "demo natt vandring 2026";

/// A log-in of the demo.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Login {
    /// The address.
    pub(crate) email: &'static str,
    /// Who it is, for the list that is printed.
    pub(crate) role: &'static str,
}

/// One log-in for each role.
pub(crate) const LOGINS: &[Login] = &[
    Login {
        email: "medlem@example.se",
        role: "member of Rissne nattvandrare",
    },
    Login {
        email: "ung@example.se",
        role: "youth walker (16) of Rissne nattvandrare",
    },
    Login {
        email: "ledare@example.se",
        role: "walk leader of Rissne nattvandrare",
    },
    Login {
        email: "schema@example.se",
        role: "scheduler of Rissne nattvandrare",
    },
    Login {
        email: "ansvarig@example.se",
        role: "administrator of Rissne nattvandrare",
    },
    Login {
        email: "forsamling@example.se",
        role: "administrator of a faith community",
    },
    Login {
        email: "sokande@example.se",
        role: "applicant whom the city has asked a question",
    },
    Login {
        email: "trygghet@example.se",
        role: "city liaison",
    },
    Login {
        email: "system@example.se",
        role: "city administrator",
    },
];

/// How much is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Size {
    /// A small city's evening.
    Small,
    /// 20 000 members and 2 000 shifts ahead, for benchmarks.
    Large,
}

/// Why there is no demo data.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoFailure {
    /// Real people's data must not be mixed with made-up people's.
    #[error("demo data is not for production; set mode to demo or development")]
    Production,
    /// Somebody uses this database.
    #[error("the database holds accounts already; demo data is for an empty one")]
    NotEmpty,
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashFailure),
    /// The database, or a rule that the demo breaks.
    #[error("the demo data could not be written: {0}")]
    Write(ApiError),
}

impl From<ApiError> for DemoFailure {
    fn from(error: ApiError) -> Self {
        Self::Write(error)
    }
}

/// Loads the demo data, all of it or nothing.
pub(crate) async fn load(state: &State, size: Size) -> Result<(), DemoFailure> {
    if state.config.mode == Mode::Production {
        return Err(DemoFailure::Production);
    }
    if !state
        .db
        .read(|conn| Ok::<_, ApiError>(store::is_empty(conn)?))
        .await?
    {
        return Err(DemoFailure::NotEmpty);
    }
    let password = Password::try_from(PASSWORD.to_owned()).or(Err(HashFailure::Broken))?;
    let hash = state.identity.hashes().hash(&password).await?;
    let at = Moment {
        now: state.clock.now(),
        random: state.random,
    };
    let loaded = state.db.write(move |tx: &mut Tx<'_>| {
        let mut play = stage::Stage::new(at, hash.clone());
        let cast = cast::enter(tx, &mut play)?;
        season::plan(tx, &play, &cast)?;
        walked::walk(tx, &play, &cast)?;
        if size == Size::Large {
            large::fill(tx, &play)?;
        }
        Ok::<_, ApiError>(())
    });
    Ok(loaded.await?)
}
