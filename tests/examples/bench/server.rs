//! The server under load: `LYKTA_BIN` on a data folder of its own.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::process::{Child, Command};

use crate::load::{Connection, Request};

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

/// Makes a database with a city's worth of made-up people and shifts.
pub(crate) async fn prepare(folder: &Path) -> anyhow::Result<()> {
    let mut demo = command(folder, "http://127.0.0.1:1")?;
    let status = demo.args(["demo", "--size", "large"]).status().await?;
    anyhow::ensure!(
        status.success(),
        "lykta demo --size large ended with {status}"
    );
    Ok(())
}

fn command(folder: &Path, origin: &str) -> anyhow::Result<Command> {
    let binary = std::env::var_os("LYKTA_BIN").context("run it by: cargo xtask bench")?;
    let mut command = Command::new(PathBuf::from(binary));
    command
        .env_clear()
        .env("LYKTA_DATA_DIR", folder)
        .env("LYKTA_PUBLIC_ORIGIN", origin)
        .env("LYKTA_MODE", "development")
        .env("LYKTA_RATE_LIMITS", "false")
        // Three years ahead: only series are made so, and there are none before they are measured.
        .env("LYKTA_SERIES_WEEKS", "160")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    Ok(command)
}

impl Server {
    /// Starts it and waits for the first answer of `/readyz`; returns how long that took.
    pub(crate) async fn start(folder: &Path) -> anyhow::Result<(Self, Duration)> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let begin = Instant::now();
        let mut child = command(folder, &format!("http://{address}"))?
            .args(["serve", "--listen", &address.to_string()])
            .spawn()?;
        loop {
            if let Some(status) = child.try_wait()? {
                bail!("lykta serve ended with {status}");
            }
            if let Ok(mut connection) = Connection::open(address).await {
                let request = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\n\r\n");
                if connection.exchange(request.as_bytes()).await?.status == 200 {
                    return Ok((Self { child, address }, begin.elapsed()));
                }
            }
            if begin.elapsed() > Duration::from_secs(30) {
                bail!("lykta serve does not answer");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A request as the web app would send it.
    pub(crate) fn request(
        &self,
        method: &str,
        path: &str,
        cookies: &str,
        body: Option<&str>,
    ) -> Request {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nx-requested-with: lykta\r\nsec-fetch-site: same-origin\r\n",
            self.address
        );
        if !cookies.is_empty() {
            head = format!("{head}cookie: {cookies}\r\n");
        }
        if let Some(body) = body {
            let length = body.len();
            head = format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n");
        }
        format!("{head}\r\n{}", body.unwrap_or_default())
            .into_bytes()
            .into()
    }

    /// Resident memory now and at its highest, out of `/proc`.
    pub(crate) fn memory(&self) -> anyhow::Result<String> {
        let id = self.child.id().context("the server runs")?;
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let megabytes = |key: &str| -> anyhow::Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(key));
            let kilobytes = line.and_then(|line| line.split_whitespace().next());
            let kilobytes: u32 = kilobytes.context("a number in /proc")?.parse()?;
            Ok(f64::from(kilobytes) / 1024.0)
        };
        Ok(format!(
            "{:.0} MB resident, {:.0} MB at its highest",
            megabytes("VmRSS:")?,
            megabytes("VmHWM:")?
        ))
    }

    /// Ends it as systemd would.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        let id = self.child.id().context("the server runs")?.to_string();
        Command::new("kill").args(["-TERM", &id]).status().await?;
        self.child.wait().await?;
        Ok(())
    }
}
