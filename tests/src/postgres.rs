//! A throw-away PostgreSQL for one run of the tests: own data folder, own port, gone with the process.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

/// The server, held for as long as the process lives: its keeper waits for our end of the pipe to close.
#[derive(Debug)]
struct Cluster {
    port: u16,
    bin: PathBuf,
    _keeper: Child,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The folder with `initdb` and `postgres`: Debian keeps it outside the path.
fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|v| v.path().join("bin")).collect())
        .unwrap_or_default();
    found.sort();
    found
        .into_iter()
        .rev()
        .find(|bin| bin.join("initdb").exists())
        .expect("PostgreSQL's server programs are missing: apt-get install postgresql")
}

/// PostgreSQL refuses to run as root; the package's own user does it then.
fn as_user(program: &Path) -> Command {
    let root = fs::read_to_string("/proc/self/status")
        .is_ok_and(|s| s.lines().any(|l| l.starts_with("Uid:\t0\t")));
    if root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn quietly(command: &mut Command) {
    let output = command
        .output()
        .expect("PostgreSQL's programs can be started");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn start() -> Cluster {
    let bin = programs();
    let base = std::env::temp_dir().join(format!("lykta-postgres-{}", std::process::id()));
    // The same user's who removes it at the end: in /tmp nobody removes another's folder.
    quietly(as_user(Path::new("/bin/mkdir")).arg(&base).current_dir("/"));
    let data = base.join("data");
    quietly(
        as_user(&bin.join("initdb"))
            .args([
                "--username=lykta",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ])
            .arg("--pgdata")
            .arg(&data)
            .current_dir("/"),
    );
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|l| l.local_addr())
        .expect("a free port")
        .port();
    // fsync off: these tests ask what is decided, not what survives a power cut.
    let script = format!(
        "{bin}/postgres -D {data} -p {port} -k {base} -h 127.0.0.1 -c fsync=off -c max_connections=400 \
         -c log_min_messages=fatal -c shared_buffers=64MB >{base}/log 2>&1 & server=$!; \
         read -r _; kill -INT $server; wait $server; rm -rf {base}",
        bin = bin.display(),
        data = data.display(),
        base = base.display(),
    );
    let keeper = as_user(Path::new("/bin/sh"))
        .args(["-c", &script])
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("PostgreSQL starts");
    let cluster = Cluster {
        port,
        bin,
        _keeper: keeper,
    };
    for _ in 0..200 {
        let ready = Command::new(cluster.bin.join("pg_isready"))
            .args([
                "-q",
                "-h",
                "127.0.0.1",
                "-U",
                "lykta",
                "-p",
                &port.to_string(),
            ])
            .status()
            .is_ok_and(|s| s.success());
        if ready {
            return cluster;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!(
        "PostgreSQL did not start: {}",
        fs::read_to_string(base.join("log")).unwrap_or_default()
    );
}

/// The address of a new, empty database.
pub(crate) fn database() -> String {
    let cluster = CLUSTER.get_or_init(start);
    let name = format!("test{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    quietly(Command::new(cluster.bin.join("createdb")).args([
        "-h",
        "127.0.0.1",
        "-U",
        "lykta",
        "-p",
        &cluster.port.to_string(),
        &name,
    ]));
    format!("postgres://lykta@127.0.0.1:{}/{name}", cluster.port)
}

/// What `sql` answers in the database at `url`, one row a line, for checks no API should offer.
pub(crate) fn query(url: &str, sql: &str) -> String {
    let cluster = CLUSTER.get_or_init(start);
    let output = Command::new(cluster.bin.join("psql"))
        .args(["-X", "-A", "-t", "-d", url, "-c", sql])
        .output()
        .expect("psql runs");
    assert!(
        output.status.success(),
        "{sql}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A new, empty database to try SQL in.
#[derive(Debug)]
pub struct Scratch {
    url: String,
}

/// A new, empty PostgreSQL database.
pub fn scratch_postgres() -> Scratch {
    Scratch { url: database() }
}

impl Scratch {
    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What `sql` answers, one row a line, fields between bars.
    pub fn query(&self, sql: &str) -> String {
        query(&self.url, sql)
    }
}
