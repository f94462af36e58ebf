//! What the settings refuse, and what they make of what they get.

use super::*;
use crate::db::testing::Folder;

fn load(folder: &Folder, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let mut all: BTreeMap<String, String> = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    all.insert(
        "LYKTA_DATA_DIR".to_owned(),
        folder.0.to_string_lossy().into_owned(),
    );
    Config::from_parts(&Flags::default(), &all, Random::default())
}

fn refused(variables: &[(&str, &str)]) -> String {
    load(&Folder::new(), variables).unwrap_err().to_string()
}

#[test]
fn nothing_has_to_be_set() {
    let folder = Folder::new();
    let config = load(&folder, &[]).unwrap();
    assert_eq!(config.public_origin.as_str(), "http://localhost:8080");
    assert_eq!(config.database, Address::Sqlite(folder.0.join("lykta.db")));
    assert!(matches!(config.mail, MailRoute::Folder(_)));
    assert_eq!((config.jwt_keys.len(), config.peppers.len()), (1, 1));
    let again = load(&folder, &[]).unwrap();
    assert_eq!(
        again.jwt_keys[0].secret, config.jwt_keys[0].secret,
        "kept in the data folder"
    );
    assert!(!format!("{config:?}").contains("secret: Secret("));
}

#[test]
fn what_is_not_a_setting_is_an_error() {
    assert_eq!(
        refused(&[("LYKTA_LISTENN", "x")]),
        "LYKTA_LISTENN is not a setting"
    );
    let folder = Folder::new();
    let file = folder.0.join("lykta.toml");
    for text in [
        "listenn = \"x\"",
        "[mail]\nhosts = \"x\"",
        "mode = 3",
        "not toml at all",
    ] {
        std::fs::write(&file, text).unwrap();
        let flags = Flags {
            file: Some(file.clone()),
            settings: Vec::new(),
        };
        let loaded = Config::from_parts(&flags, &BTreeMap::new(), Random::default());
        assert!(matches!(loaded, Err(ConfigError::Toml(_))), "{text}");
    }
}

#[test]
fn each_impossible_value_is_named() {
    for (name, value, says) in [
        ("LYKTA_MODE", "prod", "mode must be"),
        ("LYKTA_LISTEN", "8080", "listen must be"),
        ("LYKTA_METRICS_LISTEN", "9090", "metrics_listen must be"),
        (
            "LYKTA_PUBLIC_ORIGIN",
            "http://lykta.example.se",
            "public_origin must begin with https",
        ),
        ("LYKTA_DATABASE_URL", "mysql://h/d", "database_url must be"),
        (
            "LYKTA_DATABASE_CONNECTIONS",
            "0",
            "database_connections must be at least 1",
        ),
        ("LYKTA_DATABASE_CONNECTIONS", "many", "must be a number"),
        (
            "LYKTA_RATE_LIMITS",
            "false",
            "rate_limits may be off in development only",
        ),
        ("LYKTA_JWT_KEYS", "a:c2hvcnQ=", "at least 32 bytes"),
        ("LYKTA_JWT_KEYS", "secret", "must be name:<base64>"),
        (
            "LYKTA_TRUSTED_PROXIES",
            "everybody",
            "trusted_proxies must be",
        ),
        ("LYKTA_ARGON2_MEMORY_KIB", "8", "argon2 is too cheap"),
        ("LYKTA_MAIL_HOST", "smtp.example.se", "mail.from is needed"),
        ("LYKTA_MAIL_SMTP_URL", "http://x", "mail.smtp_url must be"),
        ("LYKTA_MAIL_USER", "x", "mail.host is missing"),
        ("LYKTA_LOG", "xml", "log must be"),
        ("LYKTA_SERIES_WEEKS", "0", "series_weeks must be"),
    ] {
        let says_now = refused(&[(name, value)]);
        assert!(says_now.contains(says), "{name}={value}: {says_now}");
    }
}

#[test]
fn a_key_may_not_stand_there_twice() {
    let key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    assert!(refused(&[("LYKTA_JWT_KEYS", &format!("a:{key},b:{key}"))]).contains("twice"));
    let folder = Folder::new();
    let config = load(&folder, &[("LYKTA_JWT_KEYS", &format!("2026b:{key}"))]).unwrap();
    assert_eq!(config.jwt_keys[0].id, "2026b");
}

#[cfg(unix)]
#[test]
fn a_secret_that_everybody_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let file = folder.0.join("password");
    std::fs::write(&file, "hemligt\n").unwrap();
    let path = file.to_string_lossy().into_owned();
    let variables = [
        ("LYKTA_MAIL_HOST", "smtp.example.se"),
        ("LYKTA_MAIL_FROM", "lykta@example.se"),
        ("LYKTA_MAIL_USER", "lykta"),
        ("LYKTA_MAIL_PASSWORD_FILE", path.as_str()),
    ];
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(
        load(&folder, &variables),
        Err(ConfigError::Readable(_))
    ));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let config = load(&folder, &variables).unwrap();
    let MailRoute::Smtp {
        login: Some((user, password)),
        port: 587,
        tls: MailTls::StartTls,
        ..
    } = config.mail
    else {
        panic!("no login")
    };
    assert_eq!(
        (user.as_str(), password.reveal().as_str()),
        ("lykta", "hemligt")
    );
}

#[test]
fn a_mail_servers_address_says_how_to_reach_it() {
    for (url, host, port, tls) in [
        (
            "smtps://a:p%40ss@smtp.example.se",
            "smtp.example.se",
            465,
            MailTls::Implicit,
        ),
        (
            "smtp://a:b@smtp.example.se:2525",
            "smtp.example.se",
            2525,
            MailTls::StartTls,
        ),
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, MailTls::None),
    ] {
        let folder = Folder::new();
        let config = load(
            &folder,
            &[
                ("LYKTA_MAIL_SMTP_URL", url),
                ("LYKTA_MAIL_FROM", "lykta@example.se"),
            ],
        )
        .unwrap();
        let MailRoute::Smtp {
            host: h,
            port: p,
            tls: t,
            ..
        } = config.mail
        else {
            panic!("no route")
        };
        assert_eq!((h.as_str(), p, t), (host, port, tls), "{url}");
    }
    assert_eq!(
        mail::percent_decoded("p%40ss%C3%A5").as_deref(),
        Some("p@sså")
    );
    assert_eq!(mail::percent_decoded("%4"), None);
}

#[test]
fn who_vouches_for_the_mail_server_is_read_at_the_start() {
    let folder = Folder::new();
    let file = folder.0.join("ca.pem");
    let path = file.to_string_lossy().into_owned();
    let said = |content: &str, tls: &str| {
        std::fs::write(&file, content).unwrap();
        refused(&[
            ("LYKTA_MAIL_HOST", "localhost"),
            ("LYKTA_MAIL_FROM", "lykta@example.se"),
            ("LYKTA_MAIL_TLS", tls),
            ("LYKTA_MAIL_CA_FILE", &path),
        ])
    };
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for content in ["", "no certificate", broken] {
        assert_eq!(
            said(content, "implicit"),
            "mail.ca_file holds no certificate (PEM)"
        );
    }
    let authority = lykta_tests::Authority::new();
    assert_eq!(
        said(authority.pem(), "none"),
        "mail.ca_file is for a connection with TLS"
    );
    let alone = refused(&[("LYKTA_MAIL_CA_FILE", &path)]);
    assert_eq!(alone, "mail.host is missing");
    let missing = refused(&[
        ("LYKTA_MAIL_HOST", "localhost"),
        ("LYKTA_MAIL_FROM", "lykta@example.se"),
        ("LYKTA_MAIL_CA_FILE", "/nowhere/ca.pem"),
    ]);
    assert!(missing.starts_with("/nowhere/ca.pem: "), "{missing}");
    let config = load(
        &folder,
        &[
            ("LYKTA_MAIL_HOST", "localhost"),
            ("LYKTA_MAIL_FROM", "lykta@example.se"),
            ("LYKTA_MAIL_CA_FILE", &path),
        ],
    );
    assert!(matches!(
        config.unwrap().mail,
        MailRoute::Smtp {
            authority: Some(_),
            ..
        }
    ));
}

#[test]
fn variables_stand_over_the_file_and_flags_over_both() {
    let folder = Folder::new();
    let file = folder.0.join("lykta.toml");
    std::fs::write(
        &file,
        "listen = \"127.0.0.1:1\"\nmode = \"demo\"\n[argon2]\niterations = 3\n",
    )
    .unwrap();
    let flags = Flags {
        file: Some(file),
        settings: vec![
            ("data_dir", folder.0.to_string_lossy().into_owned()),
            ("listen", "127.0.0.1:3".to_owned()),
        ],
    };
    let variables = [("LYKTA_LISTEN".to_owned(), "127.0.0.1:2".to_owned())].into();
    let config = Config::from_parts(&flags, &variables, Random::default()).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!((config.mode, config.hash_cost.iterations), (Mode::Demo, 3));
}
