//! What the server does in a second, and with how much memory: `cargo xtask bench` runs it on the release build.
//!
//! Server and load share the machine, so the numbers are what a machine twice as free would better. It is a benchmark, not a
//! test: it fails when the server answers wrongly, never because it is slow.

mod city;
mod load;
mod server;
mod terms;

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::load::{Connection, Numbers};
use crate::server::Server;

/// Connections that ask at the same time.
const CONNECTIONS: usize = 16;

/// Log-ins at the same time.
const SIGNING_IN: usize = 8;

/// How much is measured.
struct Extent {
    list_for: Duration,
    /// So many of each partner sign in and work.
    walkers_each: u32,
    starts: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let extent = if quick {
        Extent {
            list_for: Duration::from_secs(3),
            walkers_each: 1,
            starts: 3,
        }
    } else {
        Extent {
            list_for: Duration::from_secs(15),
            walkers_each: 4,
            starts: 9,
        }
    };
    let folder = own_folder()?;
    let measured = measure(&folder, &extent).await;
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn own_folder() -> anyhow::Result<std::path::PathBuf> {
    let folder = std::env::temp_dir().join(format!("lykta-bench-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    Ok(folder)
}

async fn measure(folder: &std::path::Path, extent: &Extent) -> anyhow::Result<()> {
    let begin = Instant::now();
    server::prepare(folder).await?;
    say(&format!(
        "SQLite with {} (made in {:.1} s); {CONNECTIONS} connections",
        city::CONTENT,
        begin.elapsed().as_secs_f64()
    ))?;

    let mut starts = Vec::new();
    for _ in 0..extent.starts {
        let (server, took) = Server::start(folder).await?;
        starts.push(took);
        server.stop().await?;
    }
    starts.sort();
    let median = starts.get(starts.len() / 2).copied().unwrap_or_default();
    row(
        "start to first answer",
        &format!("{} ms (median of {})", median.as_millis(), starts.len()),
        "< 300 ms",
    )?;

    let (server, _) = Server::start(folder).await?;
    row("memory after the start", &server.memory()?, "")?;
    let cookies = log_in(&server, extent.walkers_each).await?;

    list(&server, &cookies, extent.list_for).await?;
    sign_up(&server, &cookies).await?;
    row("memory after all this", &server.memory()?, "< 80 MB")?;
    series(&server, &cookies, extent.list_for).await?;
    server.stop().await
}

/// Three years of Fridays for 200 organisations, and the list with all of it present.
async fn series(server: &Server, cookies: &[String], time: Duration) -> anyhow::Result<()> {
    let made = terms::plan(server).await?;
    let count = u32::try_from(made.shifts)?;
    let speed = f64::from(count) / made.took.as_secs_f64();
    let text = format!(
        "{speed:.0} shifts per second ({count} shifts of {} organisations in {:.1} s)",
        terms::ORGANISATIONS,
        made.took.as_secs_f64()
    );
    row("series of three years", &text, "")?;
    let plans = (0..CONNECTIONS)
        .filter_map(|index| cookies.get(index % cookies.len().max(1)))
        .map(|cookie| vec![server.request("GET", "/api/v1/shifts?limit=50", cookie, None)])
        .collect();
    let numbers = load::run(server.address(), plans, Some(time)).await?;
    rate("list of 50, series present", &numbers, "")?;
    row("memory with all series", &server.memory()?, "")
}

/// Signs walkers in, a few at a time; returns a cookie header for each.
async fn log_in(server: &Server, walkers_each: u32) -> anyhow::Result<Vec<String>> {
    let begin = Instant::now();
    let mut shares = vec![Vec::new(); SIGNING_IN];
    for (index, body) in city::sign_ins(walkers_each).enumerate() {
        let request = server.request("POST", "/api/v1/auth/login", "", Some(&body));
        shares
            .get_mut(index % SIGNING_IN)
            .context("a share")?
            .push(request);
    }
    let mut tasks = tokio::task::JoinSet::new();
    for share in shares {
        let address = server.address();
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut cookies = Vec::new();
            for request in share {
                let answer = connection.exchange(&request).await?;
                anyhow::ensure!(
                    answer.status == 200,
                    "login: {} {}",
                    answer.status,
                    answer.text()
                );
                cookies.push(answer.cookies());
            }
            Ok(cookies)
        });
    }
    let mut all = Vec::new();
    while let Some(cookies) = tasks.join_next().await {
        all.extend(cookies??);
    }
    let count = u32::try_from(all.len())?;
    let rate = f64::from(count) / begin.elapsed().as_secs_f64();
    row("logins", &format!("{rate:.0} per second"), ">= 100")?;
    Ok(all)
}

async fn list(server: &Server, cookies: &[String], time: Duration) -> anyhow::Result<()> {
    for (name, path, goal) in [
        (
            "list of 50 open shifts",
            "/api/v1/shifts?limit=50",
            ">= 10000",
        ),
        (
            "list of 20, second page",
            "/api/v1/shifts?limit=20&page=2",
            "",
        ),
    ] {
        let plans = (0..CONNECTIONS)
            .filter_map(|index| cookies.get(index % cookies.len().max(1)))
            .map(|cookie| vec![server.request("GET", path, cookie, None)])
            .collect();
        let numbers = load::run(server.address(), plans, Some(time)).await?;
        rate(name, &numbers, goal)?;
    }
    Ok(())
}

/// Every signed-in walker joins all shifts of the organisation, then leaves them; connections work on different walkers.
async fn sign_up(server: &Server, cookies: &[String]) -> anyhow::Result<()> {
    let mut connection = Connection::open(server.address()).await?;
    let mut walkers = Vec::new();
    for cookie in cookies {
        walkers.push((
            cookie,
            city::shifts_of(&mut connection, server, cookie).await?,
        ));
    }
    for (name, method, body) in [
        (
            "sign-ups, each durable",
            "PUT",
            Some(r#"{"waitlist":false}"#),
        ),
        ("withdrawals, each durable", "DELETE", None),
    ] {
        let mut plans = vec![Vec::new(); CONNECTIONS];
        for (index, (cookie, shifts)) in walkers.iter().enumerate() {
            let plan = plans
                .get_mut(index % CONNECTIONS)
                .context("a plan for each connection")?;
            plan.extend(shifts.iter().map(|shift| {
                server.request(
                    method,
                    &format!("/api/v1/shifts/{shift}/signup"),
                    cookie,
                    body,
                )
            }));
        }
        let numbers = load::run(server.address(), plans, None).await?;
        rate(name, &numbers, ">= 4000")?;
    }
    Ok(())
}

fn rate(name: &str, numbers: &Numbers, goal: &str) -> anyhow::Result<()> {
    let text = format!(
        "{:.0} per second (p50 {:.1} ms, p99 {:.1} ms, {} answers)",
        numbers.per_second(),
        numbers.percentile(50),
        numbers.percentile(99),
        numbers.answers()
    );
    row(name, &text, goal)
}

fn row(name: &str, value: &str, goal: &str) -> anyhow::Result<()> {
    let goal = if goal.is_empty() {
        String::new()
    } else {
        format!("   goal {goal}")
    };
    say(&format!("  {name:<28} {value}{goal}"))
}

fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
