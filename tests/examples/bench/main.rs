//! What the server does in a second, and with how much memory: `cargo xtask bench` runs it on the release build.
//!
//! Server and load share the machine, so the numbers are what a machine twice as free would better. It is a benchmark, not a
//! test: it fails when the server answers wrongly, never because it is slow.

mod load;
mod seed;
mod server;

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::load::{Connection, Numbers, Request};
use crate::server::Server;

/// Connections that ask at the same time.
const CONNECTIONS: usize = 16;

/// How much is measured.
struct Extent {
    list_for: Duration,
    members: u32,
    starts: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let extent = if quick {
        Extent {
            list_for: Duration::from_secs(3),
            members: 50,
            starts: 3,
        }
    } else {
        Extent {
            list_for: Duration::from_secs(15),
            members: 200,
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
    seed::seed(&folder.join("lykta.db"))?;
    say(&format!(
        "SQLite with {} members in {} organisations, {} upcoming shifts (seeded in {:.1} s); {CONNECTIONS} connections",
        seed::MEMBERS,
        seed::ORGANISATIONS,
        seed::SHIFTS,
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
    let begin = Instant::now();
    let cookies = log_in(&server, extent.members).await?;
    let rate = f64::from(extent.members) / begin.elapsed().as_secs_f64();
    row("logins", &format!("{rate:.0} per second"), ">= 100")?;

    list(&server, &cookies, extent.list_for).await?;
    sign_up(&server, &cookies).await?;
    row("memory after all this", &server.memory()?, "< 80 MB")?;
    server.stop().await
}

/// Signs members in, eight at a time; returns a cookie header for each.
async fn log_in(server: &Server, members: u32) -> anyhow::Result<Vec<String>> {
    let mut waiting: Vec<(u32, Request)> = (0..members)
        .map(|member| {
            let body = format!(
                r#"{{"email":"{}","password":"{}"}}"#,
                seed::email(member),
                server::PASSWORD
            );
            (
                member,
                server.request("POST", "/api/v1/auth/login", "", Some(&body)),
            )
        })
        .collect();
    let mut tasks = tokio::task::JoinSet::new();
    while !waiting.is_empty() {
        let rest = waiting.split_off(waiting.len().min(eighth(members)));
        let share = std::mem::replace(&mut waiting, rest);
        let address = server.address();
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut found = Vec::new();
            for (member, request) in share {
                let answer = connection.exchange(&request).await?;
                anyhow::ensure!(
                    answer.status == 200,
                    "login: {} {}",
                    answer.status,
                    answer.text()
                );
                found.push((member, answer.cookies()));
            }
            Ok(found)
        });
    }
    let mut all = Vec::new();
    while let Some(found) = tasks.join_next().await {
        all.extend(found??);
    }
    all.sort();
    Ok(all.into_iter().map(|(_, cookies)| cookies).collect())
}

fn eighth(members: u32) -> usize {
    usize::try_from(members.div_ceil(8)).unwrap_or(1).max(1)
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

/// Every signed-in member joins all shifts of the organisation, then leaves them; connections work on different members.
async fn sign_up(server: &Server, cookies: &[String]) -> anyhow::Result<()> {
    for (name, method, body) in [
        (
            "sign-ups, each durable",
            "PUT",
            Some(r#"{"waitlist":false}"#),
        ),
        ("withdrawals, each durable", "DELETE", None),
    ] {
        let mut plans = vec![Vec::new(); CONNECTIONS];
        for (member, cookie) in (0_u32..).zip(cookies) {
            let index = usize::try_from(member).context("a member's number")? % CONNECTIONS;
            let plan = plans.get_mut(index).context("a plan for each connection")?;
            for shift in seed::shifts_of(member) {
                let path = format!("/api/v1/shifts/{shift}/signup");
                plan.push(server.request(method, &path, cookie, body));
            }
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
