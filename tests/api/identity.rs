//! The ways in: registering, confirming, signing in, staying in, getting out, and what nobody may learn from them.

use lykta_shared::{
    api,
    identity::{
        ChangePasswordRequest, EmailRequest, Language, LoginRequest, Me, RegisterRequest,
        ResetPasswordRequest, TokenRequest, UpdateMe,
    },
    ids::SessionId,
    problem::{FieldCode, ProblemKind},
    text::{Email, Password, Token},
};
use lykta_tests::{Answer, App, Backend, Client, Options, PASSWORD, on_both};

const OTHER: &str = "sju blå vantar på staketet";

fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).expect("a text that is possible")
}

fn registration(email: &str, password: &str) -> RegisterRequest {
    RegisterRequest {
        email: text::<Email>(email),
        display_name: text("Anna"),
        password: text::<Password>(password),
        language: Language::En,
    }
}

async fn log_in(client: &Client, email: &str, password: &str) -> Answer<Me> {
    client
        .call(
            api::Login {},
            LoginRequest {
                email: text(email),
                password: text(password),
            },
        )
        .await
}

async fn verify(client: &Client, token: &str) -> Answer<()> {
    client
        .call(
            api::VerifyEmail {},
            TokenRequest {
                token: text::<Token>(token),
            },
        )
        .await
}

async fn reset(client: &Client, token: &str, password: &str) -> Answer<()> {
    let request = ResetPasswordRequest {
        token: text(token),
        password: text(password),
    };
    client.call(api::ResetPassword {}, request).await
}

async fn forgot(app: &App, email: &str) -> Answer<()> {
    app.visitor()
        .call(api::ForgotPassword {}, EmailRequest { email: text(email) })
        .await
}

/// The token of the newest mail to this address with a link to this page.
async fn link(app: &App, email: &str, page: &str) -> String {
    let marker = format!("/{page}#t=");
    let mails = app.mails_to(email).await;
    mails
        .iter()
        .rev()
        .find(|mail| mail.body.contains(&marker))
        .expect("a mail with the link")
        .token(page)
}

async fn advance(app: &App, seconds: i64) {
    let to = app.now().await.plus_seconds(seconds);
    app.set_clock(&to.to_string()).await;
}

/// What of an answer an attacker can see, but for what differs by chance.
fn seen<T>(answer: &Answer<T>) -> (u16, String, Vec<String>) {
    let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
    names.sort();
    let body = match answer.text.split_once("urn:uuid:") {
        Some((before, after)) => format!("{before}{}", after.get(36..).unwrap_or_default()),
        None => answer.text.clone(),
    };
    (answer.status.as_u16(), body, names)
}

on_both! {
    async fn registering_confirming_and_signing_in(app) {
        let client = app.visitor();
        client.call(api::Register {}, registration("Anna@Example.se", PASSWORD)).await.ok();
        let token = link(&app, "Anna@Example.se", "verify").await;
        log_in(&client, "anna@example.se", PASSWORD).await.problem(ProblemKind::EmailUnverified);
        let confirmed = verify(&client, &token).await;
        assert_eq!(confirmed.status.as_u16(), 204);
        client.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        let answer = log_in(&client, "ANNA@example.se", PASSWORD).await;
        assert_eq!(answer.etag(), "\"v1\"");
        let me = answer.ok();
        assert_eq!((me.email.as_str(), me.display_name.as_str(), me.language), ("Anna@Example.se", "Anna", Language::En));
        assert!(me.city_roles.is_empty() && me.memberships.is_empty() && me.reminders && !me.show_phone);
        assert_eq!(client.get(api::GetMe {}).await.ok(), me);
        verify(&client, &token).await.problem(ProblemKind::LinkInvalid);
    }

    async fn a_weak_password_is_refused_before_anything_is_kept(app) {
        let client = app.visitor();
        let refused = async |password: &str, code| {
            client.call(api::Register {}, registration("anna@example.se", password)).await.field("/password", code);
        };
        refused("kort", FieldCode::TooShort).await;
        refused("Sommar2026!!!!!", FieldCode::GuessablePassword).await;
        refused("anna example anna", FieldCode::GuessablePassword).await;
        let long = format!(r#"{{"email":"a@example.se","displayName":"A","language":"sv","password":"{}"}}"#, "å".repeat(129));
        client.send::<()>(api::Method::Post, "/api/v1/auth/register", Some(&long)).await.field("/password", FieldCode::TooLong);
        assert!(app.mails().await.is_empty());
    }

    async fn an_account_can_not_be_promoted_by_its_registration(app) {
        let body = r#"{"email":"a@example.se","displayName":"A","language":"sv","password":"fem gula lyktor i snön","cityRoles":["city_admin"]}"#;
        app.visitor().send::<()>(api::Method::Post, "/api/v1/auth/register", Some(body)).await.problem(ProblemKind::MalformedRequest);
    }

    async fn asking_tells_nobody_whether_an_address_is_known(app) {
        let _anna = app.person("anna").await;
        let known = app.visitor().call(api::Register {}, registration("anna@example.se", OTHER)).await;
        let unknown = app.visitor().call(api::Register {}, registration("bo@example.se", OTHER)).await;
        assert_eq!(known.status.as_u16(), 202);
        assert_eq!(seen(&known), seen(&unknown));
        let known = forgot(&app, "anna@example.se").await;
        let unknown = forgot(&app, "nobody@example.se").await;
        assert_eq!(seen(&known), seen(&unknown));
        let resend = async |email: &str| app.visitor().call(api::ResendVerification {}, EmailRequest { email: text(email) }).await;
        assert_eq!(seen(&resend("anna@example.se").await), seen(&resend("nobody@example.se").await));
        // The owner of the address learns of it; nobody else does.
        let subjects = app.mails_to("anna@example.se").await.len();
        assert_eq!(subjects, 4, "confirmation, twice that the account exists, the link");
        assert!(app.mails_to("nobody@example.se").await.is_empty());
    }

    async fn a_wrong_log_in_tells_nobody_why(app) {
        let _anna = app.person("anna").await;
        app.register("bo").await;
        app.work().await;
        let wrong = log_in(&app.visitor(), "anna@example.se", OTHER).await;
        assert_eq!(wrong.status.as_u16(), 401);
        for email in ["nobody@example.se", "bo@example.se", "liaison@sundbyberg.example"] {
            assert_eq!(seen(&log_in(&app.visitor(), email, OTHER).await), seen(&wrong), "{email}");
        }
        wrong.problem(ProblemKind::LoginFailed);
        assert!(app.visitor().cookie("at").is_none());
    }

    async fn the_newest_registration_of_an_unconfirmed_address_counts(app) {
        app.visitor().call(api::Register {}, registration("anna@example.se", OTHER)).await.ok();
        let thief = link(&app, "anna@example.se", "verify").await;
        app.visitor().call(api::Register {}, registration("anna@example.se", PASSWORD)).await.ok();
        let own = link(&app, "anna@example.se", "verify").await;
        verify(&app.visitor(), &thief).await.problem(ProblemKind::LinkInvalid);
        verify(&app.visitor(), &own).await.ok();
        log_in(&app.visitor(), "anna@example.se", OTHER).await.problem(ProblemKind::LoginFailed);
        log_in(&app.visitor(), "anna@example.se", PASSWORD).await.ok();
    }

    async fn a_confirmation_link_is_good_for_a_day_and_can_be_had_again(app) {
        app.register("anna").await;
        let old = link(&app, "anna@example.se", "verify").await;
        advance(&app, 24 * 60 * 60 + 1).await;
        verify(&app.visitor(), &old).await.problem(ProblemKind::LinkInvalid);
        app.visitor().call(api::ResendVerification {}, EmailRequest { email: text("anna@example.se") }).await.ok();
        let new = link(&app, "anna@example.se", "verify").await;
        assert_ne!(old, new);
        verify(&app.visitor(), &new).await.ok();
    }

    async fn failures_make_people_wait_but_never_lock_them_out(app) {
        let _anna = app.person("anna").await;
        let client = app.visitor();
        for _ in 0..8 {
            log_in(&client, "anna@example.se", OTHER).await.problem(ProblemKind::LoginFailed);
        }
        let locked = log_in(&client, "anna@example.se", PASSWORD).await;
        let wrong = log_in(&client, "anna@example.se", OTHER).await;
        assert_eq!(seen(&locked), seen(&wrong), "the right password while locked looks like a wrong one");
        advance(&app, 16 * 60).await;
        log_in(&client, "anna@example.se", PASSWORD).await.ok();
        // A success forgets: five more mistypes are free.
        for _ in 0..5 {
            log_in(&client, "anna@example.se", OTHER).await.problem(ProblemKind::LoginFailed);
        }
        log_in(&client, "anna@example.se", PASSWORD).await.ok();
    }

    async fn a_refresh_token_works_once_and_a_second_tab_does_no_harm(app) {
        let anna = app.person("anna").await;
        let tab = anna.fork();
        let before = anna.cookie("rt");
        anna.get(api::Refresh {}).await.ok();
        assert_ne!(anna.cookie("rt"), before);
        // The second tab comes with the same token within ten seconds.
        tab.get(api::Refresh {}).await.ok();
        anna.get(api::GetMe {}).await.ok();
        tab.get(api::GetMe {}).await.ok();
        assert_eq!(anna.get(api::ListSessions {}).await.ok().len(), 1);
    }

    async fn a_stolen_refresh_token_ends_the_session_when_it_comes_again(app) {
        let anna = app.person("anna").await;
        let elsewhere = app.log_in("anna@example.se").await;
        let thief = anna.fork();
        anna.get(api::Refresh {}).await.ok();
        advance(&app, 11).await;
        let caught = thief.get(api::Refresh {}).await;
        assert!(thief.cookie("rt").is_none() && thief.cookie("at").is_none(), "the cookies are taken away");
        caught.problem(ProblemKind::Unauthenticated);
        anna.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        anna.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        elsewhere.get(api::GetMe {}).await.ok();
        let mails = app.mails_to("anna@example.se").await;
        assert_eq!(mails.len(), 2, "the confirmation and the warning");
    }

    async fn a_token_whose_successor_was_used_is_a_reuse_even_at_once(app) {
        let anna = app.person("anna").await;
        let thief = anna.fork();
        anna.get(api::Refresh {}).await.ok();
        anna.get(api::Refresh {}).await.ok();
        thief.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        anna.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
    }

    async fn ten_tabs_refreshing_at_once_all_stay_in(app) {
        let anna = app.person("anna").await;
        let tabs: Vec<Client> = (0..10).map(|_| anna.fork()).collect();
        let running: Vec<_> = tabs
            .iter()
            .cloned()
            .map(|tab| tokio::spawn(async move { tab.get(api::Refresh {}).await.ok() }))
            .collect();
        for tab in running {
            tab.await.expect("the tab stays in");
        }
        for tab in &tabs {
            tab.get(api::GetMe {}).await.ok();
        }
        assert_eq!(anna.get(api::ListSessions {}).await.ok().len(), 1);
    }

    async fn an_access_token_is_good_for_ten_minutes(app) {
        let anna = app.person("anna").await;
        advance(&app, 10 * 60 + 10).await;
        anna.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        anna.get(api::Refresh {}).await.ok();
        anna.get(api::GetMe {}).await.ok();
    }

    async fn one_token_is_never_taken_for_another(app) {
        let anna = app.person("anna").await;
        let (access, refresh) = (anna.cookie("at").expect("at"), anna.cookie("rt").expect("rt"));
        let mixed = app.visitor();
        mixed.set_cookie("at", &refresh);
        mixed.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        let mixed = app.visitor();
        mixed.set_cookie("rt", &access);
        mixed.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        reset(&app.visitor(), &refresh, OTHER).await.problem(ProblemKind::LinkInvalid);
        app.register("bo").await;
        let confirmation = link(&app, "bo@example.se", "verify").await;
        reset(&app.visitor(), &confirmation, OTHER).await.problem(ProblemKind::LinkInvalid);
        verify(&app.visitor(), &confirmation).await.ok();
    }

    async fn a_member_stays_in_for_two_weeks_and_a_liaison_for_an_hour(app) {
        let anna = app.person("anna").await;
        let liaison = app.liaison().await;
        advance(&app, 59 * 60).await;
        liaison.get(api::Refresh {}).await.ok();
        advance(&app, 61 * 60).await;
        liaison.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        advance(&app, 13 * 24 * 60 * 60).await;
        anna.get(api::Refresh {}).await.ok();
        advance(&app, 14 * 24 * 60 * 60).await;
        anna.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
    }

    async fn a_liaison_is_out_after_twelve_hours_whatever_happens(app) {
        let liaison = app.liaison().await;
        for _ in 0..14 {
            advance(&app, 50 * 60).await;
            liaison.get(api::Refresh {}).await.ok();
        }
        advance(&app, 21 * 60).await;
        liaison.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
    }

    async fn logging_out_ends_the_session_and_clears_the_browser(app) {
        let anna = app.person("anna").await;
        let copy = anna.fork();
        let answer = anna.get(api::Logout {}).await;
        assert_eq!(answer.status.as_u16(), 204);
        assert_eq!(answer.headers["clear-site-data"], r#""cache", "cookies", "storage""#);
        assert!(anna.cookie("at").is_none() && anna.cookie("rt").is_none());
        copy.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        copy.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        // Again, or without a session: nothing to do.
        anna.get(api::Logout {}).await.ok();
    }

    async fn logging_out_with_the_refresh_token_alone_works_too(app) {
        let anna = app.person("anna").await;
        let copy = anna.fork();
        advance(&app, 11 * 60).await;
        anna.get(api::Logout {}).await.ok();
        copy.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
    }

    async fn logging_out_everywhere_ends_all_sessions_at_the_next_request(app) {
        let (phone, desk) = (app.person("anna").await, app.log_in("anna@example.se").await);
        phone.get(api::LogoutEverywhere {}).await.ok();
        desk.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        desk.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        phone.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        app.log_in("anna@example.se").await.get(api::GetMe {}).await.ok();
    }

    async fn sessions_are_seen_and_ended_one_by_one(app) {
        let desk = app.person("anna").await;
        let phone = app.visitor().with_header("user-agent", "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0");
        log_in(&phone, "anna@example.se", PASSWORD).await.ok();
        let sessions = desk.get(api::ListSessions {}).await.ok();
        assert_eq!(sessions.iter().filter(|s| s.current).count(), 1);
        let other = sessions.iter().find(|s| !s.current).expect("the phone");
        assert_eq!(other.device, "Firefox, Android");
        // Somebody else can neither see nor end it.
        let bo = app.person("bo").await;
        assert_eq!(bo.get(api::ListSessions {}).await.ok().len(), 1);
        bo.get(api::EndSession { session: other.id }).await.problem(ProblemKind::NotFound);
        phone.get(api::GetMe {}).await.ok();
        desk.get(api::EndSession { session: other.id }).await.ok();
        phone.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        desk.get(api::EndSession { session: other.id }).await.ok();
        let nobodys: SessionId = "01928e7a-0000-7000-8000-000000000001".parse().expect("an id");
        desk.get(api::EndSession { session: nobodys }).await.problem(ProblemKind::NotFound);
    }

    async fn the_twenty_first_device_signs_the_oldest_out(app) {
        let oldest = app.person("anna").await;
        let mut newer = Vec::new();
        for _ in 0..19 {
            newer.push(app.log_in("anna@example.se").await);
        }
        oldest.get(api::GetMe {}).await.ok();
        let newest = app.log_in("anna@example.se").await;
        oldest.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        newer[0].get(api::GetMe {}).await.ok();
        assert_eq!(newest.get(api::ListSessions {}).await.ok().len(), 20);
        let told = app.mails_to("anna@example.se").await;
        let told = told.iter().filter(|mail| mail.subject.contains("En enhet har loggats ut"));
        assert_eq!(told.count(), 1, "and says so");
    }

    async fn a_forgotten_password_is_set_anew_and_ends_all_sessions(app) {
        let anna = app.person("anna").await;
        forgot(&app, "ANNA@example.se").await.ok();
        let token = link(&app, "anna@example.se", "reset").await;
        let browser = app.visitor();
        reset(&browser, &token, "anna anna anna anna").await.field("/password", FieldCode::GuessablePassword);
        let done = reset(&browser, &token, OTHER).await;
        assert_eq!(done.status.as_u16(), 204);
        browser.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        anna.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        anna.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        reset(&browser, &token, PASSWORD).await.problem(ProblemKind::LinkInvalid);
        log_in(&browser, "anna@example.se", PASSWORD).await.problem(ProblemKind::LoginFailed);
        log_in(&browser, "anna@example.se", OTHER).await.ok();
        assert_eq!(app.mails_to("anna@example.se").await.len(), 3, "confirmation, link, notice of the change");
    }

    async fn a_reset_link_is_good_for_half_an_hour_and_one_use_ends_the_others(app) {
        let _anna = app.person("anna").await;
        forgot(&app, "anna@example.se").await.ok();
        let first = link(&app, "anna@example.se", "reset").await;
        advance(&app, 30 * 60 + 1).await;
        reset(&app.visitor(), &first, OTHER).await.problem(ProblemKind::LinkInvalid);
        let mut tokens = Vec::new();
        for _ in 0..4 {
            forgot(&app, "anna@example.se").await.ok();
            tokens.push(link(&app, "anna@example.se", "reset").await);
        }
        reset(&app.visitor(), &tokens[0], OTHER).await.problem(ProblemKind::LinkInvalid);
        reset(&app.visitor(), &tokens[1], OTHER).await.ok();
        reset(&app.visitor(), &tokens[3], PASSWORD).await.problem(ProblemKind::LinkInvalid);
    }

    async fn of_two_who_use_a_reset_link_at_once_one_succeeds(app) {
        let _anna = app.person("anna").await;
        forgot(&app, "anna@example.se").await.ok();
        let token = link(&app, "anna@example.se", "reset").await;
        let racers: Vec<_> = (0..6)
            .map(|_| (app.visitor(), token.clone()))
            .map(|(client, token)| tokio::spawn(async move { reset(&client, &token, OTHER).await.status.as_u16() }))
            .collect();
        let mut answers = Vec::new();
        for racer in racers {
            answers.push(racer.await.expect("an answer"));
        }
        answers.sort_unstable();
        assert_eq!(answers, [204, 410, 410, 410, 410, 410]);
    }

    async fn a_reset_confirms_an_address_that_was_never_confirmed(app) {
        app.register("anna").await;
        app.work().await;
        forgot(&app, "anna@example.se").await.ok();
        let token = link(&app, "anna@example.se", "reset").await;
        reset(&app.visitor(), &token, OTHER).await.ok();
        log_in(&app.visitor(), "anna@example.se", OTHER).await.ok();
    }

    async fn changing_the_password_signs_the_other_devices_out(app) {
        let (anna, other) = (app.person("anna").await, app.log_in("anna@example.se").await);
        let old = anna.fork();
        let change = async |current: &str, new: &str| {
            anna.call(api::ChangePassword {}, ChangePasswordRequest { current: text(current), new: text(new) }).await
        };
        change(OTHER, "tre små båtar vid kajen").await.field("/current", FieldCode::WrongPassword);
        change(PASSWORD, "kort").await.field("/new", FieldCode::TooShort);
        change(PASSWORD, OTHER).await.ok();
        anna.get(api::GetMe {}).await.ok();
        anna.get(api::Refresh {}).await.ok();
        for client in [other, old] {
            client.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
            client.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        }
        log_in(&app.visitor(), "anna@example.se", OTHER).await.ok();
        assert_eq!(app.mails_to("anna@example.se").await.len(), 2);
    }

    async fn whoever_finds_an_open_session_can_not_guess_the_password(app) {
        let anna = app.person("anna").await;
        let guess = async |current: &str| {
            anna.call(api::ChangePassword {}, ChangePasswordRequest { current: text(current), new: text("tre små båtar vid kajen") }).await
        };
        for _ in 0..9 {
            let answer = guess(OTHER).await;
            assert!([422, 429].contains(&answer.status.as_u16()), "{}", answer.text);
        }
        let locked = guess(PASSWORD).await;
        assert!(locked.headers.contains_key("retry-after"));
        locked.problem(ProblemKind::TooManyRequests);
        // Signing in is another door.
        app.log_in("anna@example.se").await;
    }

    async fn people_change_what_they_are_called_and_how_they_are_reached(app) {
        let anna = app.person("anna").await;
        let patch = async |body: &str| anna.send::<Me>(api::Method::Patch, "/api/v1/me", Some(body)).await;
        let me = patch(r#"{"displayName":"Anna B","language":"en","phone":"070-174 06 05","showPhone":true,"reminders":false}"#).await.ok();
        assert_eq!((me.display_name.as_str(), me.language, me.phone.as_deref()), ("Anna B", Language::En, Some("070-174 06 05")));
        assert!(me.show_phone && !me.reminders && me.version == 2);
        let me = patch("{}").await.ok();
        assert_eq!(me.phone.as_deref(), Some("070-174 06 05"));
        let me = patch(r#"{"removePhone":true}"#).await.ok();
        assert!(me.phone.is_none() && !me.show_phone);
        patch(r#"{"displayName":""}"#).await.field("/displayName", FieldCode::Required);
        patch(r#"{"phone":"ring mig"}"#).await.field("/phone", FieldCode::Invalid);
        patch(r#"{"phone":"070-174 06 05","removePhone":true}"#).await.field("/removePhone", FieldCode::Invalid);
        patch(r#"{"cityRoles":["city_admin"]}"#).await.problem(ProblemKind::MalformedRequest);
        patch(r#"{"email":"x@example.se"}"#).await.problem(ProblemKind::MalformedRequest);
        let update = UpdateMe { display_name: None, language: Some(Language::Sv), phone: None, remove_phone: false, show_phone: None, reminders: None };
        assert_eq!(anna.call(api::PatchMe {}, update).await.ok().language, Language::Sv);
    }

    async fn without_a_session_nothing_of_an_account_is_reached(app) {
        let client = app.visitor();
        client.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
        client.get(api::ListSessions {}).await.problem(ProblemKind::Unauthenticated);
        client.get(api::LogoutEverywhere {}).await.problem(ProblemKind::Unauthenticated);
        client.get(api::Refresh {}).await.problem(ProblemKind::Unauthenticated);
        client.send::<()>(api::Method::Patch, "/api/v1/me", Some("{}")).await.problem(ProblemKind::Unauthenticated);
        let change = ChangePasswordRequest { current: text(PASSWORD), new: text(OTHER) };
        client.call(api::ChangePassword {}, change).await.problem(ProblemKind::Unauthenticated);
        let session: SessionId = "01928e7a-0000-7000-8000-000000000001".parse().expect("an id");
        client.get(api::EndSession { session }).await.problem(ProblemKind::Unauthenticated);
    }

    async fn what_other_sites_send_is_refused(app) {
        let anna = app.person("anna").await;
        let path = "/api/v1/me/sessions";
        let post = |headers: &'static [(&'static str, &'static str)]| {
            let anna = anna.clone();
            async move {
                anna.raw(|http, origin| {
                    let request = http.post(format!("{origin}/api/v1/auth/logout-everywhere"));
                    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
                })
                .await
            }
        };
        let foreign: &[&[(&str, &str)]] = &[
            &[],
            &[("x-requested-with", "lykta")],
            &[("sec-fetch-site", "same-origin")],
            &[("x-requested-with", "lykta"), ("sec-fetch-site", "cross-site")],
            &[("x-requested-with", "lykta"), ("sec-fetch-site", "same-site")],
            &[("x-requested-with", "lykta"), ("origin", "https://evil.example")],
        ];
        for headers in foreign {
            post(headers).await.problem(ProblemKind::CrossSite);
        }
        let reading = anna.raw(|http, origin| http.get(format!("{origin}{path}"))).await;
        assert_eq!(reading.status.as_u16(), 200, "nothing changed, and reading needs no proof");
    }

    async fn the_cookies_are_out_of_reach_of_scripts_and_other_sites(app) {
        let _anna = app.person("anna").await;
        let answer = log_in(&app.visitor(), "anna@example.se", PASSWORD).await;
        let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().filter_map(|c| c.to_str().ok()).collect();
        assert_eq!(cookies.len(), 2);
        for cookie in cookies {
            for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
                assert!(cookie.contains(part), "{cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        assert_eq!(answer.headers["cache-control"], "no-store");
    }

    async fn the_first_liaison_sets_a_password_with_a_link_from_the_command_line(app) {
        let liaison = app.liaison().await;
        let me = liaison.get(api::GetMe {}).await.ok();
        assert_eq!(me.city_roles.len(), 1);
        assert_eq!(me.display_name, "Lia Lindgren");
    }

    async fn a_password_counts_to_its_last_byte(app) {
        app.visitor().call(api::Register {}, registration("anna@example.se", "  fem gula lyktor i snön  ")).await.ok();
        let token = link(&app, "anna@example.se", "verify").await;
        verify(&app.visitor(), &token).await.ok();
        for wrong in ["fem gula lyktor i snön", "  fem gula lyktor i snön", "  FEM gula lyktor i snön  "] {
            log_in(&app.visitor(), "anna@example.se", wrong).await.problem(ProblemKind::LoginFailed);
        }
        log_in(&app.visitor(), "anna@example.se", "  fem gula lyktor i snön  ").await.ok();
    }

    async fn a_registration_survives_a_crash_and_is_answered_once(app) {
        let mut app = app;
        app.register("anna").await;
        app.crash_and_restart().await;
        assert_eq!(app.mails_to("anna@example.se").await.len(), 1);
        app.crash_and_restart().await;
        assert_eq!(app.mails_to("anna@example.se").await.len(), 1);
        let token = link(&app, "anna@example.se", "verify").await;
        verify(&app.visitor(), &token).await.ok();
    }

    async fn a_session_survives_a_restart(app) {
        let mut app = app;
        let anna = app.person("anna").await;
        let (access, refresh) = (anna.cookie("at").expect("at"), anna.cookie("rt").expect("rt"));
        app.crash_and_restart().await;
        let again = app.visitor();
        again.set_cookie("rt", &refresh);
        again.get(api::Refresh {}).await.ok();
        again.get(api::GetMe {}).await.ok();
        // The server came back on another port, which is another issuer: access tokens of the first are not its own.
        let other = app.visitor();
        other.set_cookie("at", &access);
        other.get(api::GetMe {}).await.problem(ProblemKind::Unauthenticated);
    }
}

/// Suspending and taking roles away come with the city's administration; until then the database says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_suspended_is_out_at_the_next_request_and_only_learns_it_with_the_password() {
    let app = App::start(Backend::Postgres).await;
    let anna = app.person("anna").await;
    app.query("UPDATE users SET suspended_at = now() AT TIME ZONE 'UTC' WHERE email_norm = 'anna@example.se'");
    anna.get(api::GetMe {})
        .await
        .problem(ProblemKind::Unauthenticated);
    anna.get(api::Refresh {})
        .await
        .problem(ProblemKind::Unauthenticated);
    let wrong = log_in(&app.visitor(), "anna@example.se", OTHER).await;
    let unknown = log_in(&app.visitor(), "nobody@example.se", OTHER).await;
    assert_eq!(seen(&wrong), seen(&unknown));
    log_in(&app.visitor(), "anna@example.se", PASSWORD)
        .await
        .problem(ProblemKind::AccountSuspended);
    forgot(&app, "anna@example.se").await.ok();
    assert_eq!(
        app.mails_to("anna@example.se").await.len(),
        1,
        "the confirmation, and no link since"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_is_taken_away_is_gone_at_the_next_request() {
    let app = App::start(Backend::Postgres).await;
    let liaison = app.liaison().await;
    assert_eq!(liaison.get(api::GetMe {}).await.ok().city_roles.len(), 1);
    app.query("DELETE FROM city_roles");
    assert!(liaison.get(api::GetMe {}).await.ok().city_roles.is_empty());
    let application = "01928e7a-0000-7000-8000-000000000001"
        .parse()
        .expect("an id");
    liaison
        .get(api::GetCityApplication { application })
        .await
        .problem(ProblemKind::Forbidden);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_and_passwords_are_nowhere_in_the_database() {
    let app = App::start(Backend::Postgres).await;
    let anna = app.person("anna").await;
    forgot(&app, "anna@example.se").await.ok();
    let token = link(&app, "anna@example.se", "reset").await;
    let (access, refresh) = (
        anna.cookie("at").expect("at"),
        anna.cookie("rt").expect("rt"),
    );
    let mut all = String::new();
    for table in [
        "users",
        "sessions",
        "refresh_tokens",
        "one_time_tokens",
        "auth_requests",
        "login_failures",
        "outbox",
        "audit_events",
    ] {
        all.push_str(&app.query(&format!("SELECT t::text FROM {table} t")));
    }
    assert!(all.contains("anna@example.se"), "the tables were read");
    for secret in [PASSWORD, token.as_str(), access.as_str(), refresh.as_str()] {
        assert!(!all.contains(secret));
    }
}

async fn with_limits() -> App {
    App::start_with(
        Backend::Sqlite,
        Options::default().env("LYKTA_RATE_LIMITS", "true"),
    )
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_from_one_network_is_slowed_down_whatever_is_guessed() {
    let app = with_limits().await;
    for number in 0..20 {
        log_in(&app.visitor(), &format!("nobody{number}@example.se"), OTHER)
            .await
            .problem(ProblemKind::LoginFailed);
    }
    let limited = log_in(&app.visitor(), "nobody@example.se", OTHER).await;
    assert!(limited.headers.contains_key("retry-after"));
    limited.problem(ProblemKind::TooManyRequests);
    verify(&app.visitor(), "x")
        .await
        .problem(ProblemKind::TooManyRequests);
    reset(&app.visitor(), "x", OTHER)
        .await
        .problem(ProblemKind::TooManyRequests);
    advance(&app, 6).await;
    log_in(&app.visitor(), "nobody@example.se", OTHER)
        .await
        .problem(ProblemKind::LoginFailed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_can_flood_a_mailbox() {
    let app = with_limits().await;
    for _ in 0..3 {
        forgot(&app, "nobody@example.se").await.ok();
    }
    forgot(&app, "Nobody@example.se")
        .await
        .problem(ProblemKind::TooManyRequests);
    app.visitor()
        .call(api::Register {}, registration("anna@example.se", PASSWORD))
        .await
        .ok();
    // The sixth from one network within the hour, whatever the address.
    let sixth = app
        .visitor()
        .call(api::Register {}, registration("bo@example.se", PASSWORD))
        .await;
    sixth.problem(ProblemKind::TooManyRequests);
}
