//! As little HTTP/1.1 as it takes to ask the same questions again and again: the load shares the machine with the server, and
//! what a full client costs would be missing there.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A request as it goes over the wire.
pub(crate) type Request = Arc<[u8]>;

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    head: Vec<String>,
    body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The cookies it sets, as a request sends them.
    pub(crate) fn cookies(&self) -> String {
        let pairs: Vec<&str> = self
            .head
            .iter()
            .filter_map(|line| line.split_once(':'))
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .filter_map(|(_, value)| value.split(';').next())
            .map(str::trim)
            .collect();
        pairs.join("; ")
    }
}

/// A connection that is kept open.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
        })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        self.stream.get_mut().write_all(request).await?;
        let mut answer = Answer::default();
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).await? == 0 {
                bail!("the server closed the connection");
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().context("content-length")?;
            }
            answer.head.push(line.to_owned());
        }
        let status = answer.head.first().and_then(|line| line.split(' ').nth(1));
        answer.status = status.context("a status line")?.parse()?;
        answer.body.resize(length, 0);
        self.stream.read_exact(&mut answer.body).await?;
        Ok(answer)
    }
}

/// How long answers took.
#[derive(Debug)]
pub(crate) struct Numbers {
    elapsed: Duration,
    sorted: Vec<Duration>,
}

impl Numbers {
    /// How many answers there were.
    pub(crate) fn answers(&self) -> usize {
        self.sorted.len()
    }

    /// Answers a second.
    pub(crate) fn per_second(&self) -> f64 {
        let answers = u32::try_from(self.sorted.len()).unwrap_or(u32::MAX);
        f64::from(answers) / self.elapsed.as_secs_f64()
    }

    /// The time, in milliseconds, within which so many of a hundred answers came.
    pub(crate) fn percentile(&self, of_hundred: usize) -> f64 {
        let index = self.sorted.len() * of_hundred / 100;
        let found = self.sorted.get(index).or(self.sorted.last());
        found.map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}

/// Lets every plan have a connection of its own and send its requests one after the other: once, or over and over for `time`.
/// An answer other than 200 ends it.
pub(crate) async fn run(
    address: SocketAddr,
    plans: Vec<Vec<Request>>,
    time: Option<Duration>,
) -> anyhow::Result<Numbers> {
    let begin = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for plan in plans {
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut times = Vec::new();
            loop {
                for request in &plan {
                    let sent = Instant::now();
                    let answer = connection.exchange(request).await?;
                    times.push(sent.elapsed());
                    if answer.status != 200 {
                        bail!("{} instead of 200: {}", answer.status, answer.text());
                    }
                }
                if time.is_none_or(|time| begin.elapsed() >= time) {
                    return Ok(times);
                }
            }
        });
    }
    let mut sorted = Vec::new();
    while let Some(times) = tasks.join_next().await {
        sorted.extend(times??);
    }
    let elapsed = begin.elapsed();
    sorted.sort();
    Ok(Numbers { elapsed, sorted })
}
