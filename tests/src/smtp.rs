//! A real mail server for tests, with the faults real ones have.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

use crate::{Authority, Mail};

/// What goes wrong with one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The recipient is answered with this line, such as `450 4.2.1 Busy`.
    Rcpt(&'static str),
    /// The end of the mail is answered with this line. The mail is not taken.
    Data(&'static str),
    /// The connection ends when the mail should be handed over. The mail is not taken.
    DropBeforeData,
    /// The mail is taken, but the connection ends before the answer.
    DropAfterData,
    /// The mail is taken; the answer comes this much later.
    Slow(Duration),
}

/// How the mail server protects its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Not at all.
    None,
    /// TLS from the first byte.
    Implicit,
    /// Offered after the greeting.
    StartTls,
}

/// A mail that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The recipient of the envelope.
    pub to: String,
    /// The mail.
    pub mail: Mail,
}

impl Taken {
    /// Its `Message-ID`.
    pub fn id(&self) -> String {
        self.mail.header("Message-ID").expect("a Message-ID")
    }
}

#[derive(Debug, Default)]
struct State {
    taken: Vec<Taken>,
    /// For the coming mails, one each.
    script: VecDeque<Fault>,
    /// Addresses that are refused, and how.
    refused: Vec<(String, &'static str)>,
    /// Every connection is closed at once.
    down: bool,
    /// The password that is asked for.
    password: Option<String>,
    /// How many recipients were named to it.
    asked: usize,
    /// The commands' words, as they came.
    heard: Vec<String>,
}

/// The mail server. Cheap to clone; ends with the test.
#[derive(Debug, Clone)]
pub struct Smtp {
    port: u16,
    tls: Tls,
    state: Arc<Mutex<State>>,
}

impl Smtp {
    /// Starts it on a free port, without TLS.
    pub async fn start() -> Self {
        Self::listen(Tls::None, None).await
    }

    /// Starts it with a certificate of this authority.
    pub async fn start_tls(tls: Tls, authority: &Authority) -> Self {
        Self::listen(tls, Some(authority.acceptor())).await
    }

    async fn listen(tls: Tls, acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let server = Self {
            port,
            tls,
            state: Arc::default(),
        };
        let state = Arc::clone(&server.state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (state, acceptor) = (Arc::clone(&state), acceptor.clone());
                tokio::spawn(async move {
                    // A client that goes away in the middle is part of the game.
                    let _ended = serve(stream, &state, tls, acceptor).await;
                });
            }
        });
        server
    }

    /// Its port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The word for `mail.tls`.
    pub const fn tls(&self) -> &'static str {
        match self.tls {
            Tls::None => "none",
            Tls::Implicit => "implicit",
            Tls::StartTls => "starttls",
        }
    }

    /// Its address for the server's settings, with name and password.
    pub fn url(&self, password: &str) -> String {
        format!("smtp://lykta:{password}@127.0.0.1:{}", self.port)
    }

    /// Its address for the server's settings.
    pub fn open_url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What goes wrong with the coming mails, one each.
    pub fn script(&self, faults: impl IntoIterator<Item = Fault>) {
        self.held().script.extend(faults);
    }

    /// Refuses this recipient with this line, always.
    pub fn refuse(&self, address: &str, line: &'static str) {
        self.held().refused.push((address.to_owned(), line));
    }

    /// Refuses this recipient no longer.
    pub fn accept(&self, address: &str) {
        self.held()
            .refused
            .retain(|(refused, _)| refused != address);
    }

    /// Goes away, or comes back.
    pub fn set_down(&self, down: bool) {
        self.held().down = down;
    }

    /// Asks for this password.
    pub fn set_password(&self, password: &str) {
        self.held().password = Some(password.to_owned());
    }

    /// The mails it took, in order.
    pub fn taken(&self) -> Vec<Taken> {
        self.held().taken.clone()
    }

    /// How many recipients were named to it, taken or not.
    pub fn asked(&self) -> usize {
        self.held().asked
    }

    /// The words of all commands it got, in order.
    pub fn heard(&self) -> Vec<String> {
        self.held().heard.clone()
    }

    fn held(&self) -> std::sync::MutexGuard<'_, State> {
        hold(&self.state)
    }
}

fn hold(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What bytes come and go through: with TLS or without.
trait Pipe: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Pipe for T {}

/// One connection.
struct Talk<'a> {
    line: BufReader<Box<dyn Pipe>>,
    state: &'a Mutex<State>,
    /// What STARTTLS leads to, as long as it was not taken.
    offer: Option<TlsAcceptor>,
    trusted: bool,
    to: String,
    fault: Fault,
}

async fn serve(
    stream: TcpStream,
    state: &Mutex<State>,
    tls: Tls,
    acceptor: Option<TlsAcceptor>,
) -> std::io::Result<()> {
    if hold(state).down {
        return Ok(());
    }
    let (stream, offer): (Box<dyn Pipe>, _) = match (tls, acceptor) {
        (Tls::Implicit, Some(acceptor)) => (Box::new(acceptor.accept(stream).await?), None),
        (_, offer) => (Box::new(stream), offer),
    };
    let trusted = hold(state).password.is_none();
    let mut talk = Talk {
        line: BufReader::new(stream),
        state,
        offer,
        trusted,
        to: String::new(),
        fault: Fault::None,
    };
    talk.say("220 test ESMTP").await?;
    loop {
        let mut line = String::new();
        if talk.line.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        if line == "STARTTLS" {
            talk = talk.start_tls().await?;
        } else if !talk.answer(line).await? {
            return Ok(());
        }
    }
}

impl Talk<'_> {
    async fn say(&mut self, line: &str) -> std::io::Result<()> {
        let line = format!("{line}\r\n");
        self.line.get_mut().write_all(line.as_bytes()).await?;
        self.line.get_mut().flush().await
    }

    /// Goes on with TLS, if that was on offer.
    async fn start_tls(mut self) -> std::io::Result<Self> {
        hold(self.state).heard.push("STARTTLS".to_owned());
        let Some(acceptor) = self.offer.take() else {
            self.say("502 5.5.1 Not implemented").await?;
            return Ok(self);
        };
        self.say("220 2.0.0 Go on").await?;
        let stream: Box<dyn Pipe> = Box::new(acceptor.accept(self.line.into_inner()).await?);
        Ok(Self {
            line: BufReader::new(stream),
            ..self
        })
    }

    /// Answers one command; `false` ends the connection.
    async fn answer(&mut self, line: &str) -> std::io::Result<bool> {
        let (word, rest) = line.split_once([' ', ':']).unwrap_or((line, ""));
        let word = word.to_uppercase();
        hold(self.state).heard.push(word.clone());
        match word.as_str() {
            "EHLO" => {
                let tls = if self.offer.is_some() {
                    "250-STARTTLS\r\n"
                } else {
                    ""
                };
                let can =
                    format!("250-test\r\n{tls}250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN");
                self.say(&can).await?;
            }
            "AUTH" => self.auth(rest).await?,
            "MAIL" if !self.trusted => self.say("530 5.7.0 Authentication required").await?,
            "MAIL" | "NOOP" | "RSET" => self.say("250 2.0.0 OK").await?,
            "RCPT" => self.rcpt(rest).await?,
            "DATA" => return self.data().await,
            "QUIT" => {
                self.say("221 2.0.0 Bye").await?;
                return Ok(false);
            }
            _ => self.say("502 5.5.1 Not implemented").await?,
        }
        Ok(true)
    }

    /// `PLAIN <base64 of \0user\0password>`: the password is at the end of it.
    async fn auth(&mut self, rest: &str) -> std::io::Result<()> {
        let decoded = crate::mailbox::base64(rest.trim_start_matches("PLAIN").trim());
        let given = decoded.rsplit(|b| *b == 0).next().unwrap_or_default();
        let wanted = hold(self.state).password.clone();
        self.trusted = wanted.is_none_or(|wanted| wanted.as_bytes() == given);
        let line = if self.trusted {
            "235 2.7.0 OK"
        } else {
            "535 5.7.8 Wrong"
        };
        self.say(line).await
    }

    async fn rcpt(&mut self, rest: &str) -> std::io::Result<()> {
        self.to = rest
            .split_once('<')
            .and_then(|(_, a)| a.split_once('>'))
            .map(|(a, _)| a.to_owned())
            .unwrap_or_default();
        let refused = {
            let mut state = hold(self.state);
            state.asked += 1;
            let refused = state
                .refused
                .iter()
                .find(|(address, _)| *address == self.to)
                .map(|(_, line)| *line);
            self.fault = match refused {
                Some(_) => Fault::None,
                None => state.script.pop_front().unwrap_or(Fault::None),
            };
            refused
        };
        match (refused, self.fault) {
            (Some(line), _) | (None, Fault::Rcpt(line)) => self.say(line).await,
            _ => self.say("250 2.1.5 OK").await,
        }
    }

    async fn data(&mut self) -> std::io::Result<bool> {
        if self.fault == Fault::DropBeforeData {
            return Ok(false);
        }
        self.say("354 Go on").await?;
        let mut raw = String::new();
        loop {
            let mut line = String::new();
            if self.line.read_line(&mut line).await? == 0 {
                return Ok(false);
            }
            if line == ".\r\n" {
                break;
            }
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        if let Fault::Data(line) = self.fault {
            self.say(line).await?;
            return Ok(true);
        }
        let taken = Taken {
            to: self.to.clone(),
            mail: Mail::parse(&raw),
        };
        hold(self.state).taken.push(taken);
        match self.fault {
            Fault::DropAfterData => return Ok(false),
            Fault::Slow(pause) => tokio::time::sleep(pause).await,
            _ => {}
        }
        self.say("250 2.0.0 Queued as TEST").await?;
        Ok(true)
    }
}
