//! Mail against a real mail server with its faults: nothing is lost, nothing arrives twice without need, and
//! what arrives is still true.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use lykta_shared::{
    api,
    identity::UpdateMe,
    messages::MailToken,
    organisations::OrgRole,
    problem::ProblemKind,
    shifts::{CancelShift, CancellationReason, ChangeQuery, ShiftForm, SignupState},
    text::{Email, Token},
    time::{Instant, LocalTime},
};
use lykta_tests::{App, Backend, Client, Fault, Mail, Options, Smtp, Taken, on_both};

/// Runs each scenario on both databases, each with a mail server of its own.
macro_rules! with_smtp {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident, $smtp:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "not every test needs what its file imports")]
            use super::*;

            #[allow(unused_mut, clippy::allow_attributes, reason = "some tests restart their server")]
            async fn run(backend: Backend) {
                let $smtp = Smtp::start().await;
                let mut $app = App::start_with(backend, Options::default().smtp(&$smtp)).await;
                $body
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run(Backend::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run(Backend::Postgres).await;
            }
        }
    )+};
}

/// Each mail's `Message-ID` and how often it was taken.
fn counted(taken: &[Taken]) -> BTreeMap<String, usize> {
    taken.iter().fold(BTreeMap::new(), |mut ids, taken| {
        *ids.entry(taken.id()).or_default() += 1;
        ids
    })
}

async fn pass(app: &App, minutes: i64) {
    let now = app.now().await;
    app.set_clock(&now.plus_minutes(minutes).to_string()).await;
    app.work().await;
}

fn count(mails: &[Mail], to: &str) -> usize {
    mails.iter().filter(|mail| mail.to == to).count()
}

fn token(text: &str) -> MailToken {
    MailToken {
        token: Token::try_from(text.to_owned()).unwrap(),
    }
}

with_smtp! {
    async fn every_mail_arrives_whatever_the_mail_server_does(app, smtp) {
        smtp.script([
            Fault::Rcpt("450 4.2.1 Busy"),
            Fault::Data("451 4.3.0 Try later"),
            Fault::DropBeforeData,
            Fault::DropAfterData,
            Fault::Slow(Duration::from_secs(2)),
            Fault::None,
            Fault::Rcpt("421 4.7.0 Closing"),
            Fault::Data("452 4.3.1 Full"),
        ]);
        let names: Vec<String> = (0..8).map(|n| format!("anna{n}")).collect();
        for name in &names {
            app.register(name).await;
        }
        app.work().await;
        for _ in 0..8 {
            pass(&app, 5).await;
        }
        let taken = smtp.taken();
        let reached: BTreeSet<&str> = taken.iter().map(|taken| taken.to.as_str()).collect();
        assert_eq!(reached.len(), names.len(), "nobody is forgotten");
        let ids = counted(&taken);
        assert_eq!(ids.len(), names.len(), "each mail keeps its Message-ID");
        assert_eq!(taken.len(), names.len() + 1, "only the one that may have been lost was sent twice");
    }

    async fn a_mail_that_may_have_arrived_is_sent_once_more_and_never_again(app, smtp) {
        smtp.script([Fault::DropAfterData, Fault::DropAfterData, Fault::DropAfterData]);
        app.register("anna").await;
        app.work().await;
        pass(&app, 9).await;
        assert_eq!(smtp.taken().len(), 1, "not before ten minutes have gone");
        for _ in 0..4 {
            pass(&app, 11).await;
        }
        let taken = smtp.taken();
        assert_eq!(taken.len(), 2);
        assert_eq!(counted(&taken).len(), 1, "with the same Message-ID");
    }

    async fn a_person_the_mail_server_does_not_know_is_not_tried_again(app, smtp) {
        smtp.refuse("nobody@example.se", "550 5.1.1 No such user");
        app.register("nobody").await;
        app.register("anna").await;
        app.work().await;
        for _ in 0..3 {
            pass(&app, 30).await;
        }
        assert_eq!(smtp.asked(), 2, "one try each");
        assert_eq!(smtp.taken().len(), 1);
    }

    async fn an_address_that_works_again_gets_its_mail_again(app, smtp) {
        app.person("anna").await;
        smtp.refuse("anna@example.se", "550 5.7.1 Not taken here");
        // Each time somebody asks for a new password, a mail bounces; security mail is always tried.
        let forget = async || {
            let request = lykta_shared::identity::EmailRequest { email: Email::try_from("anna@example.se".to_owned()).unwrap() };
            app.visitor().call(api::ForgotPassword {}, request).await.ok();
            pass(&app, 61).await;
        };
        let group = app.partner("Rissne nattvandrare").await;
        let organisation = group.id;
        let suppressed = async || {
            let admin = app.log_in("rissne-admin@example.se").await;
            let before = smtp.asked();
            let request = lykta_shared::organisations::InviteRequest {
                email: Email::try_from("anna@example.se".to_owned()).unwrap(), roles: vec![OrgRole::Volunteer], age_band: lykta_shared::organisations::AgeBand::Adult,
            };
            admin.call(api::Invite { organisation }, request).await.ok();
            pass(&app, 2).await;
            smtp.asked() == before
        };
        for _ in 0..2 {
            forget().await;
        }
        // The server's own worker may be at it still: a few looks, each some minutes later.
        let becomes = async |wanted: bool, why: &str| {
            for _ in 0..5 {
                if suppressed().await == wanted {
                    return;
                }
            }
            panic!("{why}");
        };
        becomes(true, "three in a row").await;
        forget().await;
        becomes(true, "a fourth changes nothing").await;
        smtp.accept("anna@example.se");
        forget().await;
        becomes(false, "one arrived").await;
    }

    async fn a_dead_mail_server_loses_nothing_and_costs_no_attempt(app, smtp) {
        smtp.set_down(true);
        for n in 0..5 {
            app.register(&format!("anna{n}")).await;
        }
        for _ in 0..10 {
            app.work().await;
        }
        smtp.set_down(false);
        app.work().await;
        let taken = smtp.taken();
        assert_eq!(taken.len(), 5, "at once, without waiting for a back-off");
        assert_eq!(counted(&taken).len(), 5);
    }

    async fn a_crash_between_mails_loses_none(app, smtp) {
        smtp.script((0..40).map(|_| Fault::Slow(Duration::from_millis(150))));
        for n in 0..20 {
            app.register(&format!("anna{n}")).await;
        }
        let some = async {
            while smtp.taken().len() < 4 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), some).await.expect("mails leave");
        let before = smtp.taken().len();
        assert!(before < 20, "it crashes in the middle");
        app.crash_and_restart().await;
        app.work().await;
        pass(&app, 16).await;
        let taken = smtp.taken();
        let ids = counted(&taken);
        assert_eq!(ids.len(), 20, "{before} had left before the crash");
        // Two workers: at most two mails were under way without an answer.
        assert!(taken.len() <= 22, "{} mails for 20", taken.len());
    }
}

on_both! {
    async fn a_wrong_password_keeps_the_mails_until_it_is_right(app) {
        let smtp = Smtp::start().await;
        smtp.set_password("right");
        let options = |password: &str| {
            Options::default()
                .smtp(&smtp)
                .env("LYKTA_MAIL_SMTP_URL", smtp.url(password))
        };
        let wrong = App::start_with(app.backend, options("wrong")).await;
        wrong.register("anna").await;
        for _ in 0..5 {
            wrong.work().await;
        }
        assert_eq!(smtp.taken().len(), 0);
        let right = App::start_with(app.backend, options("right")).await;
        right.register("bo").await;
        right.work().await;
        assert_eq!(smtp.taken().len(), 1);
        smtp.set_password("wrong");
        wrong.work().await;
        let taken = smtp.taken();
        assert_eq!(taken.iter().map(|t| t.to.as_str()).collect::<Vec<_>>(), ["bo@example.se", "anna@example.se"]);
    }
}

/// Two servers on one PostgreSQL and one mail server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_send_each_mail_once() {
    let smtp = Smtp::start().await;
    let one = App::start_with(Backend::Postgres, Options::default().smtp(&smtp)).await;
    let two = one.twin().await;
    for n in 0..30 {
        one.register(&format!("anna{n}")).await;
    }
    let work = || async { tokio::join!(one.work(), two.work()) };
    for _ in 0..3 {
        work().await;
    }
    let taken = smtp.taken();
    assert_eq!((taken.len(), counted(&taken).len()), (30, 30));
}

/// A walk in five days with a leader's organisation, and one member on it.
async fn on_a_walk(
    app: &App,
) -> (
    lykta_tests::Partner,
    Client,
    lykta_shared::shifts::ShiftDetail,
) {
    let partner = app.partner("Rissne nattvandrare").await;
    let (anna, _) = app.member(&partner, "anna", &[OrgRole::Volunteer]).await;
    let plan = app.plan(5, 6).await;
    let shift = app.walk(&partner, plan).await;
    anna.sign_up(shift.card.id).await.ok();
    (partner, anna, shift)
}

/// Lets the minute of undoing pass.
async fn confirm(app: &App) -> Vec<Mail> {
    pass(app, 2).await;
    app.mails().await
}

async fn mails_at(app: &App, at: Instant) -> Vec<Mail> {
    app.set_clock(&at.to_string()).await;
    app.mails().await
}

with_smtp! {
    async fn reminders_come_once_each_through_restarts(app, smtp) {
        let (_, _, shift) = on_a_walk(&app).await;
        let before = count(&confirm(&app).await, "anna@example.se");
        let starts = shift.card.starts_at;
        let early = count(&mails_at(&app, starts.plus_hours(-47)).await, "anna@example.se");
        app.crash_and_restart().await;
        let again = count(&mails_at(&app, starts.plus_hours(-46)).await, "anna@example.se");
        let late = count(&mails_at(&app, starts.plus_hours(-2)).await, "anna@example.se");
        app.crash_and_restart().await;
        let end = count(&mails_at(&app, starts.plus_minutes(-5)).await, "anna@example.se");
        let after = count(&mails_at(&app, starts.plus_hours(30)).await, "anna@example.se");
        assert_eq!([early - before, again - before, late - before, end - before, after - before], [1, 1, 2, 2, 2]);
        assert_eq!(counted(&smtp.taken()).len(), smtp.taken().len());
    }

    async fn a_moved_walk_moves_its_reminders_and_says_old_and_new(app, smtp) {
        let (partner, anna, shift) = on_a_walk(&app).await;
        confirm(&app).await;
        let before = count(&app.mails().await, "anna@example.se");
        let form = ShiftForm {
            date: lykta_shared::time::civil::shift_days(shift.card.date, 2),
            start_time: LocalTime { hour: 21, minute: 0 },
            ..app.plan(5, 6).await
        };
        let put = api::PutShift { shift: shift.card.id };
        let moved = partner.admin.if_match(shift.version).ask(put, ChangeQuery::default(), form).await.ok();
        let told = app.mails_to("anna@example.se").await;
        assert_eq!(told.len() - before, 1);
        let mail = told.last().unwrap();
        assert!(mail.body.contains("kl. 21.00–23.00") && mail.body.contains("kl. 20.00–23.00"), "{}", mail.body);
        assert!(mail.body.contains("SEQUENCE:2"), "above the first: {}", mail.body);
        // Nothing at the old times, both at the new ones.
        let old = shift.card.starts_at;
        let new = moved.card.starts_at;
        let counts = [
            count(&mails_at(&app, old.plus_hours(-24)).await, "anna@example.se"),
            count(&mails_at(&app, new.plus_hours(-47)).await, "anna@example.se"),
            count(&mails_at(&app, new.plus_hours(-2)).await, "anna@example.se"),
        ];
        assert_eq!(counts.map(|c| c - told.len()), [0, 1, 2]);
        drop((anna, smtp));
    }

    async fn a_withdrawn_sign_up_gets_no_reminder_and_an_undone_tap_no_mail(app, smtp) {
        let (_, anna, shift) = on_a_walk(&app).await;
        let before = count(&app.mails().await, "anna@example.se");
        anna.get(api::Withdraw { shift: shift.card.id }).await.ok();
        let after = count(&confirm(&app).await, "anna@example.se");
        assert_eq!(after, before, "undone within a minute: not a word");
        anna.sign_up(shift.card.id).await.ok();
        assert_eq!(count(&confirm(&app).await, "anna@example.se"), before + 1, "meant this time");
        anna.get(api::Withdraw { shift: shift.card.id }).await.ok();
        anna.get(api::Withdraw { shift: shift.card.id }).await.ok();
        let end = mails_at(&app, shift.card.starts_at.plus_hours(-1)).await;
        assert_eq!(count(&end, "anna@example.se"), before + 1);
        drop(smtp);
    }

    async fn a_cancelled_walk_is_told_once_with_its_reason_and_reminds_nobody(app, smtp) {
        let (partner, _, shift) = on_a_walk(&app).await;
        let before = count(&confirm(&app).await, "anna@example.se");
        let cancel = CancelShift { reason: CancellationReason::Weather, message: String::from("Halt överallt.").try_into().unwrap() };
        partner.admin.call(api::CancelShiftById { shift: shift.card.id }, cancel).await.ok();
        let told = app.mails_to("anna@example.se").await;
        assert_eq!(told.len(), before + 1);
        let body = &told.last().unwrap().body;
        assert!(body.contains("Skäl: vädret.") && body.contains("Halt överallt.") && body.contains("METHOD:CANCEL"), "{body}");
        let end = mails_at(&app, shift.card.starts_at.plus_hours(-1)).await;
        assert_eq!(count(&end, "anna@example.se"), before + 1);
        drop(smtp);
    }

    async fn whoever_stops_reminders_by_one_click_still_hears_of_a_cancellation(app, smtp) {
        let (partner, _, shift) = on_a_walk(&app).await;
        confirm(&app).await;
        let early = mails_at(&app, shift.card.starts_at.plus_hours(-47)).await;
        let reminder = early.iter().rev().find(|m| m.to == "anna@example.se").unwrap();
        let link = reminder.header("List-Unsubscribe").unwrap();
        let path = link.trim_matches(['<', '>']).split_once("/mail/").unwrap().1.to_owned();
        let visitor = app.visitor();
        // A scanner looks; nothing happens.
        let seen = visitor.raw(|http, origin| http.get(format!("{origin}/mail/{path}"))).await;
        assert_eq!(seen.status.as_u16(), 303);
        // Days have gone by; she signs in anew.
        let anna = app.log_in("anna@example.se").await;
        assert!(anna.get(api::GetMe {}).await.ok().reminders);
        let form = "List-Unsubscribe=One-Click";
        let clicked = visitor.raw(|http, origin| http.post(format!("{origin}/mail/{path}"))
            .header("content-type", "application/x-www-form-urlencoded").body(form)).await;
        assert_eq!(clicked.status.as_u16(), 200, "{}", clicked.text);
        assert!(!anna.get(api::GetMe {}).await.ok().reminders);
        let before = count(&app.mails().await, "anna@example.se");
        let late = mails_at(&app, shift.card.starts_at.plus_hours(-2)).await;
        assert_eq!(count(&late, "anna@example.se"), before);
        let cancel = CancelShift { reason: CancellationReason::Other, message: String::from("Tyvärr.").try_into().unwrap() };
        let admin = app.log_in("rissne-admin@example.se").await;
        admin.call(api::CancelShiftById { shift: shift.card.id }, cancel).await.ok();
        assert_eq!(count(&app.mails().await, "anna@example.se"), before + 1);
        drop((partner, smtp));
    }

    async fn a_faith_communitys_mails_and_links_do_not_name_it(app, smtp) {
        let partner = app.partner_of_type("Kanarie församling", "faith_community").await;
        let (anna, _) = app.member(&partner, "anna", &[OrgRole::Volunteer]).await;
        let mut plan = app.plan(5, 6).await;
        plan.title = String::from("Kanarietitel").try_into().unwrap();
        let shift = app.walk(&partner, plan).await;
        anna.sign_up(shift.card.id).await.ok();
        confirm(&app).await;
        let mails = mails_at(&app, shift.card.starts_at.plus_hours(-47)).await;
        let hers: Vec<&Mail> = mails.iter().filter(|m| m.to == "anna@example.se").collect();
        assert!(hers.len() >= 4, "verification, invitation, confirmation, reminder");
        for mail in &hers {
            let all = format!("{} {} {}", mail.subject, mail.head, mail.body).to_lowercase();
            assert!(!all.contains("kanarie"), "{all}");
        }
        let link = hers.last().unwrap().token("withdraw");
        let seen = app.visitor().call(api::PreviewMailWithdrawal {}, token(&link)).await;
        assert!(!seen.text.to_lowercase().contains("kanarie"), "{}", seen.text);
        drop(smtp);
    }

    async fn everybody_is_written_to_in_their_own_language(app, smtp) {
        let (partner, anna, shift) = on_a_walk(&app).await;
        confirm(&app).await;
        let english: UpdateMe = serde_json::from_str(r#"{"language":"en"}"#).unwrap();
        anna.call(api::PatchMe {}, english).await.ok();
        let cancel = CancelShift { reason: CancellationReason::LeaderIll, message: String::from("x").try_into().unwrap() };
        partner.admin.call(api::CancelShiftById { shift: shift.card.id }, cancel).await.ok();
        let told = app.mails_to("anna@example.se").await;
        let mail = told.last().unwrap();
        assert!(mail.body.contains("The shift is cancelled. Reason: leader unavailable."), "{}", mail.body);
        assert!(mail.subject.starts_with("Cancelled:"), "{}", mail.subject);
        drop(smtp);
    }

    async fn a_withdraw_link_works_until_the_walk_begins_and_no_other_token_does(app, smtp) {
        let (_, anna, shift) = on_a_walk(&app).await;
        let mails = confirm(&app).await;
        let mail = mails.iter().rev().find(|m| m.to == "anna@example.se").unwrap();
        let link = mail.token("withdraw");
        let visitor = app.visitor();
        assert!(visitor.call(api::PreviewMailWithdrawal {}, token(&link)).await.ok().signed_up);
        let mine = anna.get(api::GetShift { shift: shift.card.id }).await.ok();
        assert!(matches!(mine.card.signup, SignupState::Joined { .. }), "looking changes nothing");
        for bad in ["x", &link.chars().rev().collect::<String>()] {
            visitor.call(api::PreviewMailWithdrawal {}, token(bad)).await.problem(ProblemKind::LinkInvalid);
            visitor.call(api::WithdrawByMail {}, token(bad)).await.problem(ProblemKind::LinkInvalid);
            visitor.call(api::UnsubscribeByMail {}, token(bad)).await.problem(ProblemKind::LinkInvalid);
        }
        visitor.call(api::UnsubscribeByMail {}, token(&link)).await.problem(ProblemKind::LinkInvalid);
        assert!(!visitor.call(api::WithdrawByMail {}, token(&link)).await.ok().signed_up);
        assert!(!visitor.call(api::WithdrawByMail {}, token(&link)).await.ok().signed_up, "twice is as once");
        app.set_clock(&shift.card.starts_at.to_string()).await;
        visitor.call(api::WithdrawByMail {}, token(&link)).await.problem(ProblemKind::LinkInvalid);
        drop(smtp);
    }
}

/// Reminders with two servers on one PostgreSQL, each planning and sending.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_remind_once() {
    let smtp = Smtp::start().await;
    let one = App::start_with(Backend::Postgres, Options::default().smtp(&smtp)).await;
    let (_, _, shift) = on_a_walk(&one).await;
    confirm(&one).await;
    let two = one.twin().await;
    let before = count(&one.mails().await, "anna@example.se");
    for hours in [-47, -2] {
        let at = shift.card.starts_at.plus_hours(hours).to_string();
        tokio::join!(one.set_clock(&at), two.set_clock(&at));
        for _ in 0..3 {
            tokio::join!(one.work(), two.work());
        }
    }
    let mails = one.mails().await;
    assert_eq!(count(&mails, "anna@example.se") - before, 2);
}

on_both! {
    async fn the_outbox_page_shows_mails_and_nothing_else(app) {
        app.register("anna").await;
        app.work().await;
        let visitor = app.visitor();
        let list = visitor.raw(|http, origin| http.get(format!("{origin}/dev/outbox"))).await;
        assert!(list.text.contains("anna@example.se") && list.text.contains("Bekräfta"), "{}", list.text);
        let name = list.text.split_once("/dev/outbox/").unwrap().1.split('"').next().unwrap().to_owned();
        let mail = visitor.raw(|http, origin| http.get(format!("{origin}/dev/outbox/{name}"))).await;
        assert!(mail.text.contains("/verify#t="), "{}", mail.text);
        for bad in ["..%2Fsecrets%2Fpepper", "nothing", "..%2F..%2Fetc%2Fpasswd"] {
            let answer = visitor.raw(|http, origin| http.get(format!("{origin}/dev/outbox/{bad}"))).await;
            assert_eq!(answer.status.as_u16(), 404, "{bad}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_production_there_is_no_outbox_page() {
    let options = Options::default()
        .env("LYKTA_MODE", "production")
        .env("LYKTA_RATE_LIMITS", "true");
    let app = App::start_with(Backend::Sqlite, options).await;
    let answer = app
        .visitor()
        .raw(|http, origin| http.get(format!("{origin}/dev/outbox")))
        .await;
    assert_eq!(answer.status.as_u16(), 404);
}
