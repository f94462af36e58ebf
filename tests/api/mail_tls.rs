//! Mail over TLS: what a mail server has to show before it gets a password or a mail, and what happens to mails
//! when it can't.

use std::{fs, path::PathBuf};

use lykta_tests::{App, Authority, Backend, Options, Smtp, Tls, on_both};

const PASSWORD: &str = "kanariefågel-Ö7";

/// A file that names this authority as the one to believe, for one test.
struct Trusted(PathBuf);

impl Trusted {
    fn new(smtp: &Smtp, authority: &Authority) -> Self {
        let name = format!("lykta-ca-{}-{}.pem", std::process::id(), smtp.port());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, authority.pem()).unwrap();
        Self(path)
    }

    /// From the next start on another is believed.
    fn replace(&self, authority: &Authority) {
        fs::write(&self.0, authority.pem()).unwrap();
    }
}

impl Drop for Trusted {
    fn drop(&mut self) {
        let _removed = fs::remove_file(&self.0);
    }
}

async fn start(backend: Backend, smtp: &Smtp, trusted: &Trusted) -> App {
    let options = Options::default().smtp_with_tls(smtp, &trusted.0, PASSWORD);
    App::start_with(backend, options).await
}

/// Anna registers; the mail goes as far as it gets.
async fn one_mail(app: &App) {
    app.register("anna").await;
    for _ in 0..3 {
        app.work().await;
    }
}

/// The log has a line with this, and none with the password or the address.
fn logged(app: &App, what: &str) {
    let log = app.log();
    assert!(log.iter().any(|line| line.contains(what)), "{log:#?}");
    for secret in [PASSWORD, "anna@example.se"] {
        assert!(!log.iter().any(|line| line.contains(secret)), "{secret}");
    }
}

on_both! {
    async fn mail_and_password_go_through_tls_from_the_first_byte(app) {
        let authority = Authority::new();
        let smtp = Smtp::start_tls(Tls::Implicit, &authority).await;
        smtp.set_password(PASSWORD);
        let trusted = Trusted::new(&smtp, &authority);
        let app = start(app.backend, &smtp, &trusted).await;
        one_mail(&app).await;
        assert_eq!(smtp.heard()[..5], ["EHLO", "AUTH", "MAIL", "RCPT", "DATA"]);
        assert_eq!(smtp.taken()[0].to, "anna@example.se");
        logged(&app, "mail sent");
    }

    async fn starttls_comes_before_mail_and_password(app) {
        let authority = Authority::new();
        let smtp = Smtp::start_tls(Tls::StartTls, &authority).await;
        smtp.set_password(PASSWORD);
        let trusted = Trusted::new(&smtp, &authority);
        let app = start(app.backend, &smtp, &trusted).await;
        one_mail(&app).await;
        assert_eq!(smtp.heard()[..6], ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT"]);
        assert_eq!(smtp.taken()[0].to, "anna@example.se");
        logged(&app, "mail sent");
    }

    async fn a_server_nobody_vouches_for_gets_no_mail_and_no_password(app) {
        for tls in [Tls::Implicit, Tls::StartTls] {
            let (real, other) = (Authority::new(), Authority::new());
            let smtp = Smtp::start_tls(tls, &real).await;
            smtp.set_password(PASSWORD);
            let trusted = Trusted::new(&smtp, &other);
            let mut app = start(app.backend, &smtp, &trusted).await;
            one_mail(&app).await;
            let heard = smtp.heard();
            assert!(heard.iter().all(|word| word == "EHLO" || word == "STARTTLS"), "{heard:?}");
            logged(&app, "no certificate we trust");
            // The mail waited: once the operator names the right authority, it leaves.
            assert_eq!((smtp.taken().len(), smtp.asked()), (0, 0));
            trusted.replace(&real);
            app.crash_and_restart().await;
            app.work().await;
            assert_eq!(smtp.taken().len(), 1, "{tls:?}");
        }
    }

    async fn a_server_without_starttls_gets_nothing_in_clear(app) {
        let authority = Authority::new();
        let smtp = Smtp::start().await;
        smtp.set_password(PASSWORD);
        let trusted = Trusted::new(&smtp, &authority);
        let options = Options::default()
            .smtp_with_tls(&smtp, &trusted.0, PASSWORD)
            .env("LYKTA_MAIL_TLS", "starttls");
        let app = App::start_with(app.backend, options).await;
        one_mail(&app).await;
        let heard = smtp.heard();
        assert!(!heard.is_empty() && heard.iter().all(|word| word == "EHLO" || word == "QUIT"), "{heard:?}");
        assert_eq!((smtp.taken().len(), smtp.asked()), (0, 0));
        logged(&app, "offers no STARTTLS");
    }

    async fn a_wrong_password_is_said_in_the_log_without_the_password(app) {
        let authority = Authority::new();
        let smtp = Smtp::start_tls(Tls::Implicit, &authority).await;
        smtp.set_password("another one");
        let trusted = Trusted::new(&smtp, &authority);
        let app = start(app.backend, &smtp, &trusted).await;
        one_mail(&app).await;
        assert_eq!((smtp.taken().len(), smtp.asked()), (0, 0));
        logged(&app, "mail.user, mail.password or mail.from are wrong; mails wait");
        smtp.set_password(PASSWORD);
        app.work().await;
        assert_eq!(smtp.taken().len(), 1, "it waited");
    }
}
