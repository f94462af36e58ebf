//! A PostgreSQL of one's own, in a temporary folder, gone with this process.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::{command, install, say};

const START_LIMIT: Duration = Duration::from_mins(1);
const STOP_LIMIT: Duration = Duration::from_secs(10);

/// PostgreSQL refuses to run as root; Debian's package makes this user.
const USER: &str = "postgres";

/// A running server; dropping it stops it and removes its folder.
pub(crate) struct Postgres {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Finds (or installs) the server programs, makes a cluster and starts it on a free port of this machine only.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let programs = programs()?;
        say::step("Starting a throw-away PostgreSQL", || {
            Self::start_with(&programs)
        })
    }

    fn start_with(programs: &Path) -> anyhow::Result<Self> {
        let as_root = command::output(Command::new("id").arg("-u"))?.trim() == "0";
        let folder = env::temp_dir().join(format!("lykta-postgres-{}", std::process::id()));
        fs::create_dir(&folder)?;
        if as_root {
            command::run(Command::new("chown").arg(format!("{USER}:")).arg(&folder))?;
        }
        let mut initdb = as_user(as_root, &programs.join("initdb"));
        initdb.arg("-D").arg(folder.join("data"));
        initdb.args([
            "-U",
            USER,
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        command::output(initdb.current_dir(&folder))?;

        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = fs::File::create(folder.join("log"))?;
        let mut server = as_user(as_root, &programs.join("postgres"));
        server
            .arg("-D")
            .arg(folder.join("data"))
            .arg("-k")
            .arg(&folder);
        server.args(["-h", "127.0.0.1", "-p", &port.to_string(), "-N", "300"]);
        // The data is thrown away: nothing has to survive a power cut.
        for setting in [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ] {
            server.args(["-c", setting]);
        }
        let server = server
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut postgres = Self {
            server,
            folder,
            port,
        };
        postgres.wait_until_ready(programs)?;
        Ok(postgres)
    }

    /// Where it listens, as a user who may create databases.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> anyhow::Result<()> {
        let begin = Instant::now();
        let mut ready = Command::new(programs.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        while !ready.status()?.success() {
            let ended = self.server.try_wait()?.is_some();
            if ended || begin.elapsed() > START_LIMIT {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL does not start: {}", log.trim());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    fn stop(&mut self) -> anyhow::Result<()> {
        command::output(Command::new("kill").args(["-INT", &self.server.id().to_string()]))?;
        let begin = Instant::now();
        while self.server.try_wait()?.is_none() {
            if begin.elapsed() > STOP_LIMIT {
                self.server.kill()?;
                self.server.wait()?;
            }
            thread::sleep(Duration::from_millis(50));
        }
        fs::remove_dir_all(&self.folder)?;
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            say::failure(&error.context("the throw-away PostgreSQL does not stop"));
        }
    }
}

/// The program as a user who is not root, and ended by the kernel when this process ends in whatever way.
fn as_user(as_root: bool, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if as_root {
        let (user, group) = (format!("--reuid={USER}"), format!("--regid={USER}"));
        command.args([&user, &group, "--clear-groups"]);
    }
    command.arg(program);
    command
}

/// The folder of the server's programs: the newest of Debian's, or the one in `PATH`.
fn programs() -> anyhow::Result<PathBuf> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    install::debian(&["postgresql"])?;
    find_programs().context("initdb is neither in PATH nor below /usr/lib/postgresql")
}

fn find_programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").ok()?;
    debian
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .max_by_key(|folder| {
            let version = folder
                .iter()
                .rev()
                .nth(1)
                .map(|name| name.to_string_lossy().into_owned());
            version.and_then(|version| version.parse::<u32>().ok())
        })
        .or_else(|| Some(command::find("initdb")?.parent()?.to_owned()))
}
