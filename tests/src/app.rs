//! The real binary, started on a database of its own.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use lykta_shared::time::Instant;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::{Client, Mail, Smtp, mailbox, postgres};

static APPS: AtomicU32 = AtomicU32::new(0);

/// Which database a server runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// The embedded one, a file.
    Sqlite,
    /// A database of its own in the run's PostgreSQL.
    Postgres,
}

/// How a server is started, where it differs from the usual.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Environment variables on top of the harness's own.
    pub env: Vec<(String, String)>,
    /// The address of a database to use instead of a new one (several servers on one PostgreSQL).
    pub database_url: Option<String>,
    /// The mail server it sends to, instead of the outbox folder.
    pub smtp: Option<Smtp>,
}

impl Options {
    /// With one more environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl Into<String>) -> Self {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    /// Sending to this mail server with TLS, whom the authority in this file vouches for, with a password.
    #[must_use]
    pub fn smtp_with_tls(mut self, smtp: &Smtp, authority: &Path, password: &str) -> Self {
        self.smtp = Some(smtp.clone());
        self.env("LYKTA_MAIL_HOST", "127.0.0.1")
            .env("LYKTA_MAIL_PORT", smtp.port().to_string())
            .env("LYKTA_MAIL_TLS", smtp.tls())
            .env("LYKTA_MAIL_CA_FILE", authority.to_string_lossy())
            .env("LYKTA_MAIL_USER", "lykta")
            .env("LYKTA_MAIL_PASSWORD", password)
            .env("LYKTA_MAIL_FROM", "lykta@sundbyberg.example")
    }

    /// Sending to this mail server.
    #[must_use]
    pub fn smtp(mut self, smtp: &Smtp) -> Self {
        self.smtp = Some(smtp.clone());
        self.env("LYKTA_MAIL_SMTP_URL", smtp.open_url())
            .env("LYKTA_MAIL_FROM", "lykta@sundbyberg.example")
    }
}

/// A running server.
#[derive(Debug)]
pub struct App {
    /// Its origin, `http://127.0.0.1:<port>`.
    pub origin: String,
    /// The database it runs on.
    pub backend: Backend,
    /// The address of that database.
    pub database_url: String,
    /// Its data folder: SQLite's file, secrets, the outbox of `.eml` files.
    pub data_dir: PathBuf,
    admin_link: String,
    child: Child,
    options: Options,
    http: reqwest::Client,
    log: Log,
}

/// The lines a server has written, through its restarts.
type Log = Arc<Mutex<Vec<String>>>;

/// When it is at the start of every test, a Monday: what a test means by a date lies ahead in all years to come.
const START: &str = "2026-11-23T08:00:00Z";

/// The liaison every test has at hand.
pub(crate) const LIAISON: &str = "liaison@sundbyberg.example";

/// A folder of its own for one server.
fn data_dir() -> PathBuf {
    let number = APPS.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("lykta-test-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).expect("a data folder");
    folder
}

fn binary() -> PathBuf {
    let path = std::env::var_os("LYKTA_BIN").map_or_else(
        || {
            let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
                || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
                PathBuf::from,
            );
            target.join("debug/lykta")
        },
        PathBuf::from,
    );
    assert!(
        path.exists(),
        "no server at {}: cargo build -p lykta --features test-hooks, or use cargo xtask test",
        path.display()
    );
    path
}

impl App {
    /// A server on a new, empty database of this kind.
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, Options::default()).await
    }

    /// A server on a new, empty database of this kind, started with other options.
    pub async fn start_with(backend: Backend, options: Options) -> Self {
        Self::start_in(data_dir(), backend, options).await
    }

    async fn start_in(data_dir: PathBuf, backend: Backend, options: Options) -> Self {
        let database_url = options
            .database_url
            .clone()
            .unwrap_or_else(|| match backend {
                Backend::Sqlite => format!("sqlite://{}", data_dir.join("lykta.db").display()),
                Backend::Postgres => postgres::database(),
            });
        let admin_link = if options.database_url.is_none() {
            create_liaison(&data_dir, &database_url, &options).await
        } else {
            String::new()
        };
        let log = Log::default();
        let (child, origin) = serve(&data_dir, &database_url, &options, &log).await;
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(64)
            .build()
            .expect("an HTTP client");
        Self {
            origin,
            backend,
            database_url,
            data_dir,
            admin_link,
            child,
            options,
            http,
            log,
        }
    }

    /// A second server on the same database. PostgreSQL only: SQLite belongs to one process.
    pub async fn twin(&self) -> Self {
        assert_eq!(
            self.backend,
            Backend::Postgres,
            "SQLite belongs to one process"
        );
        let mut options = self.options.clone();
        options.database_url = Some(self.database_url.clone());
        let secrets = self.data_dir.join("secrets");
        let data_dir = data_dir();
        fs::create_dir_all(data_dir.join("secrets")).expect("a folder for secrets");
        for file in fs::read_dir(secrets)
            .expect("the first server's secrets")
            .flatten()
        {
            fs::copy(file.path(), data_dir.join("secrets").join(file.file_name())).expect("a copy");
        }
        Self::start_in(data_dir, Backend::Postgres, options).await
    }

    /// Ends the server at once, as a crash would, and starts it again on the same data.
    ///
    /// Its clock goes on from where it was.
    pub async fn crash_and_restart(&mut self) {
        let now = self.now().await.to_string();
        self.options = self.options.clone().env("LYKTA_CLOCK", now);
        self.child.kill().await.expect("the server can be killed");
        let (child, origin) =
            serve(&self.data_dir, &self.database_url, &self.options, &self.log).await;
        self.child = child;
        self.origin = origin;
    }

    /// Ends the server as systemd would and says whether it ended well.
    pub async fn stop(&mut self) -> bool {
        let id = self.child.id().expect("the server runs").to_string();
        let sent = Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .await
            .expect("kill runs");
        assert!(sent.success());
        let ended = tokio::time::timeout(Duration::from_secs(40), self.child.wait()).await;
        ended
            .expect("the server ends within 40 s")
            .expect("its status")
            .success()
    }

    /// A browser that has never been here.
    pub fn visitor(&self) -> Client {
        Client::new(self.http.clone(), self.origin.clone())
    }

    /// The one-time link `lykta create-admin` printed for the liaison.
    pub(crate) fn admin_link(&self) -> &str {
        &self.admin_link
    }

    /// Lets jobs, planner and mail worker run until there is nothing left to do now.
    pub async fn work(&self) {
        let answer = self
            .http
            .post(format!("{}/dev/work", self.origin))
            .send()
            .await
            .expect("the server answers");
        assert!(
            answer.status().is_success(),
            "/dev/work: {}",
            answer.status()
        );
    }

    /// The server's time.
    pub async fn now(&self) -> Instant {
        let answer = self
            .http
            .get(format!("{}/dev/clock", self.origin))
            .send()
            .await
            .expect("the server answers");
        let body: serde_json::Value = answer.json().await.expect("JSON");
        body.get("now")
            .expect("a time")
            .as_str()
            .and_then(|t| t.parse().ok())
            .expect("a time")
    }

    /// Sets the server's clock.
    pub async fn set_clock(&self, now: &str) {
        let answer = self
            .http
            .post(format!("{}/dev/clock", self.origin))
            .json(&serde_json::json!({ "now": now }))
            .send()
            .await
            .expect("the server answers");
        assert!(
            answer.status().is_success(),
            "/dev/clock: {}",
            answer.status()
        );
    }

    /// All mails that left, oldest first, after letting the worker run.
    pub async fn mails(&self) -> Vec<Mail> {
        self.work().await;
        if let Some(smtp) = &self.options.smtp {
            return smtp.taken().into_iter().map(|taken| taken.mail).collect();
        }
        mailbox::read(&self.data_dir.join("outbox"))
    }

    /// The mails to one address, oldest first.
    pub async fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.mails()
            .await
            .into_iter()
            .filter(|m| m.to == address)
            .collect()
    }

    /// What the server has written to its log so far.
    pub fn log(&self) -> Vec<String> {
        let log = self.log.lock();
        log.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What `sql` answers, one row a line: for checks no API should offer. PostgreSQL only.
    pub fn query(&self, sql: &str) -> String {
        postgres::query(&self.database_url, sql)
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _killed = self.child.start_kill();
        let _removed = fs::remove_dir_all(&self.data_dir);
    }
}

fn command(data_dir: &Path, database_url: &str, options: &Options) -> Command {
    let mut command = Command::new(binary());
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("TZ", std::env::var_os("TZ").unwrap_or_default())
        .env("LYKTA_DATA_DIR", data_dir)
        .env("LYKTA_DATABASE_URL", database_url)
        .env("LYKTA_MODE", "development")
        .env("LYKTA_RATE_LIMITS", "false")
        .env("LYKTA_CLOCK", START)
        .envs(options.env.iter().map(|(k, v)| (k, v)))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Creates the liaison before the server starts: SQLite belongs to one process at a time.
async fn create_liaison(data_dir: &Path, database_url: &str, options: &Options) -> String {
    let output = command(data_dir, database_url, options)
        .args([
            "create-admin",
            "--email",
            LIAISON,
            "--name",
            "Lia Lindgren",
            "--role",
            "city_liaison",
        ])
        .env("LYKTA_PUBLIC_ORIGIN", "http://127.0.0.1:1")
        .output()
        .await
        .expect("lykta create-admin runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "create-admin: {text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text.split_whitespace()
        .find(|word| word.contains("#t="))
        .expect("create-admin prints a link")
        .to_owned()
}

/// Where people reach the server: where it listens, unless the test says otherwise.
fn public_origin<'a>(options: &'a Options, origin: &'a str) -> &'a str {
    let said = options
        .env
        .iter()
        .find(|(key, _)| key == "LYKTA_PUBLIC_ORIGIN");
    said.map_or(origin, |(_, value)| value)
}

/// Starts the server on a free port and waits until it is ready. Another program may take the port between
/// our asking and its binding: then another port is tried.
async fn serve(
    data_dir: &Path,
    database_url: &str,
    options: &Options,
    kept: &Log,
) -> (Child, String) {
    for _ in 0..5 {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|l| l.local_addr())
            .expect("a free port")
            .port();
        let origin = format!("http://127.0.0.1:{port}");
        let mut child = command(data_dir, database_url, options)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .env("LYKTA_PUBLIC_ORIGIN", public_origin(options, &origin))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut log = BufReader::new(child.stderr.take().expect("its log")).lines();
        let quiet = std::env::var_os("LYKTA_TEST_LOG").is_none();
        let kept = Arc::clone(kept);
        tokio::spawn(async move {
            while let Ok(Some(line)) = log.next_line().await {
                kept.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(line.clone());
                if !quiet || line.contains("ERROR") {
                    #[expect(
                        clippy::print_stderr,
                        reason = "the server's log belongs to the test's output"
                    )]
                    {
                        eprintln!("{line}");
                    }
                }
            }
        });
        let probe = reqwest::Client::new();
        for _ in 0..400 {
            if child.try_wait().expect("its state").is_some() {
                break;
            }
            let ready = probe.get(format!("{origin}/readyz")).send().await;
            if ready.is_ok_and(|r| r.status().is_success()) {
                return (child, origin);
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let _killed = child.start_kill();
    }
    panic!("the server did not become ready; run with LYKTA_TEST_LOG=1 to see why");
}
