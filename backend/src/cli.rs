//! The command line. The only place that prints.

use std::{fmt, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use lykta_shared::{
    identity::CityRole,
    text::{DisplayName, Email},
};

use crate::{
    app::State,
    config::{Config, Flags, MailRoute, Mode},
    db::{self, Address, MigrateFailure, ServerLock},
    demo, http,
    identity::{self, Made},
    jobs::Stop,
    log, openapi, platform,
    random::Random,
};

/// Lykta: voluntary night walks and other safety shifts, from a group's application to its members' reminders.
#[derive(Debug, Parser)]
#[command(name = "lykta", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the web app. Brings a SQLite database up to date first.
    Serve {
        #[command(flatten)]
        common: Common,
        /// Where to listen, such as 127.0.0.1:8080
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<String>,
        /// Where people reach the service, such as `https://lykta.example.se`
        #[arg(long, value_name = "ORIGIN")]
        public_origin: Option<String>,
        /// The folder of a built web app, instead of the one inside this binary
        #[arg(long, value_name = "DIR")]
        web_dir: Option<String>,
        /// Never change the schema; refuse to start when it is not up to date
        #[arg(long)]
        no_migrate: bool,
    },
    /// Bring the database's schema up to date and end.
    Migrate {
        #[command(flatten)]
        common: Common,
    },
    /// Make an account with a role in the city and print the one-time link that sets its password.
    CreateAdmin {
        #[command(flatten)]
        common: Common,
        /// The person's e-mail address
        #[arg(long, value_name = "ADDRESS", value_parser = parse::<Email>)]
        email: Email,
        /// What the person is called
        #[arg(long, value_name = "NAME", value_parser = parse::<DisplayName>)]
        name: DisplayName,
        /// The role: `city_admin` or `city_liaison`
        #[arg(long, value_name = "ROLE", default_value = "city_admin", value_parser = parse_role)]
        role: CityRole,
    },
    /// Load made-up people and organisations into an empty database, for trying Lykta out.
    Demo {
        #[command(flatten)]
        common: Common,
        /// How much: a small city's evening, or 20 000 members for benchmarks
        #[arg(long, value_enum, default_value = "small")]
        size: demo::Size,
    },
    /// Print the API's OpenAPI document.
    Openapi,
    /// Check settings and database, change nothing, and say what is found.
    Check {
        #[command(flatten)]
        common: Common,
    },
}

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// The file with the settings (TOML); else the one `LYKTA_CONFIG` names, if any
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder for the database, secrets and mails
    #[arg(long, value_name = "DIR")]
    data_dir: Option<String>,
}

impl Common {
    fn flags(self) -> Flags {
        let mut settings = Vec::new();
        add(&mut settings, "data_dir", self.data_dir);
        Flags {
            file: self.config,
            settings,
        }
    }
}

fn add(settings: &mut Vec<(&'static str, String)>, key: &'static str, value: Option<String>) {
    settings.extend(value.map(|value| (key, value)));
}

/// Why a command did not do its work: a text for the person who typed it.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Does what the command line says.
pub(crate) fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve {
            common,
            listen,
            public_origin,
            web_dir,
            no_migrate,
        } => {
            let mut flags = common.flags();
            add(&mut flags.settings, "listen", listen);
            add(&mut flags.settings, "public_origin", public_origin);
            add(&mut flags.settings, "web_dir", web_dir);
            serve(&flags, no_migrate)
        }
        Command::Migrate { common } => migrate(&common.flags()),
        Command::CreateAdmin {
            common,
            email,
            name,
            role,
        } => create_admin(&common.flags(), email, name, role),
        Command::Demo { common, size } => load_demo(&common.flags(), size),
        Command::Openapi => print_openapi(),
        Command::Check { common } => check(&common.flags()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(text)) => {
            complain(&text);
            ExitCode::FAILURE
        }
    }
}

fn serve(flags: &Flags, no_migrate: bool) -> Result<(), Failure> {
    let random = Random::default();
    let config = Config::load(flags, random)?;
    log::start(&config);
    #[cfg(feature = "test-hooks")]
    crate::failpoints::set(&config.failpoints);
    // Held until the end: a second server on the same file would undo what group commit promises.
    let _lock = ServerLock::take(&config.database)?;
    // PostgreSQL may be shared by servers of two versions during a roll-out: there an operator migrates.
    if no_migrate || matches!(config.database, Address::Pg(_)) {
        db::current(&config.database)?;
    } else {
        db::migrate(&config.database)?;
    }
    actix_web::rt::System::new().block_on(async {
        let (state, stop) = State::new(config, random)?;
        prepare(&state).await?;
        if state.config.mode == Mode::Demo {
            say(format_args!("address: {}", state.config.public_origin));
            say_logins();
        }
        Ok(http::serve(state, stop).await?)
    })
}

/// What has to be in the database before anything else: the vocabularies.
async fn prepare(state: &State) -> Result<(), Failure> {
    Ok(platform::service::fill(state).await?)
}

/// Opens everything a command needs beside a server, brings the schema up to date where that is safe, runs the
/// command and closes the database. A server may be running on the same database.
fn with_state<T, F>(flags: &Flags, command: impl FnOnce(State) -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    let random = Random::default();
    let config = Config::load(flags, random)?;
    log::start(&config);
    let lock = match ServerLock::take(&config.database) {
        Ok(lock) => {
            db::migrate(&config.database)?;
            lock
        }
        Err(MigrateFailure::InUse) => {
            db::current(&config.database)?;
            None
        }
        Err(failure) => return Err(failure.into()),
    };
    let done = actix_web::rt::System::new().block_on(async {
        let (state, stop): (State, Stop) = State::new(config, random)?;
        prepare(&state).await?;
        let done = command(state.clone()).await;
        stop.now();
        state.db.close().await;
        done
    });
    drop(lock);
    done
}

fn migrate(flags: &Flags) -> Result<(), Failure> {
    let config = Config::load(flags, Random::default())?;
    let _lock = ServerLock::take(&config.database)?;
    let done = db::migrate(&config.database)?;
    for name in &done {
        say(format_args!("migrated {name}"));
    }
    if done.is_empty() {
        say("the schema is up to date");
    }
    Ok(())
}

fn load_demo(flags: &Flags, size: demo::Size) -> Result<(), Failure> {
    with_state(
        flags,
        |state| async move { Ok(demo::load(&state, size).await?) },
    )?;
    say("demo data loaded; everybody in it is made up");
    say_logins();
    Ok(())
}

/// Who can sign in to the demo, and how.
fn say_logins() {
    say(format_args!(
        "log-ins of the demo, all with the password '{}':",
        demo::PASSWORD
    ));
    for login in demo::LOGINS {
        say(format_args!("  {:<24} {}", login.email, login.role));
    }
}

fn create_admin(
    flags: &Flags,
    email: Email,
    name: DisplayName,
    role: CityRole,
) -> Result<(), Failure> {
    let made = with_state(flags, async |state| {
        Ok(identity::create_admin(&state, email, name, role).await?)
    })?;
    match made {
        Made::Link(link) => {
            say("This link sets the password. It works once, within 24 hours:");
            say(link);
        }
        Made::RoleGranted => say("The account has a password already; it has the role now."),
    }
    Ok(())
}

/// Reads one of the API's text types.
fn parse<T: TryFrom<String>>(text: &str) -> Result<T, &'static str> {
    T::try_from(text.to_owned()).or(Err("can not be used as one"))
}

/// Other roles are given in the web app, by somebody who is answerable for it.
fn parse_role(text: &str) -> Result<CityRole, &'static str> {
    match text.parse() {
        Ok(role @ (CityRole::Admin | CityRole::Liaison)) => Ok(role),
        _ => Err("must be city_admin or city_liaison"),
    }
}

fn print_openapi() -> Result<(), Failure> {
    say(serde_json::to_string_pretty(openapi::document())?);
    Ok(())
}

fn check(flags: &Flags) -> Result<(), Failure> {
    let config = Config::load(flags, Random::default())?;
    say("settings: fine");
    say(format_args!("address:  {}", config.public_origin));
    say(format_args!("database: {:?}", config.database));
    db::current(&config.database)?;
    say("schema:   up to date");
    match &config.mail {
        MailRoute::Smtp { host, port, .. } => say(format_args!("mail:     by {host}:{port}")),
        MailRoute::Folder(folder) => {
            say(format_args!(
                "mail:     written to {} (nobody gets it)",
                folder.display()
            ));
        }
    }
    if !config.public_origin.is_https() {
        say("note:     plain http, for this machine only");
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the command line's own words")]
fn say(text: impl fmt::Display) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "the command line's own words")]
fn complain(text: &str) {
    eprintln!("lykta: {text}");
}
