//! What mails say and how they are made: both languages, discreet organisations, hostile text, clock changes.

use lettre::Address;
use lykta_shared::{
    identity::Language,
    ids::{MessageId, ShiftId, SignupId, UserId},
    organisations::OrganisationStatus,
    shifts::{ShiftPhase, SignUpReason, SignupStatus, shares::ShareStatus},
    time::{Instant, civil::local},
};
use uuid::Uuid;

use super::*;
use crate::messages::{
    MailKind,
    facts::{CrewFacts, LeaderFacts, OrganisationFacts, ShiftFacts, SignupFacts},
    letter::{self, About, Desk},
    links::tests::links,
    words,
};

const SIGNUP: SignupId = SignupId(Uuid::from_u128(1));
const USER: UserId = UserId(Uuid::from_u128(2));

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn organisation(special_category: bool) -> OrganisationFacts {
    OrganisationFacts {
        name: "KANARIEFÖRENINGEN".to_owned(),
        slug: "kanarie".to_owned(),
        special_category,
        status: OrganisationStatus::Active,
    }
}

fn facts(special_category: bool) -> SignupFacts {
    SignupFacts {
        id: SIGNUP,
        user: USER,
        status: SignupStatus::SignedUp,
        crew: CrewFacts {
            shift: ShiftFacts {
                id: "01928e7a-0000-7000-8000-000000000003".parse().unwrap(),
                title: "KANARIETITEL".to_owned(),
                place_name: "Rissne torg".to_owned(),
                place_address: Some("Rissneleden 1".to_owned()),
                latitude: Some(59.375),
                longitude: Some(17.94),
                starts_at: at("2026-11-27T20:00:00Z"),
                ends_at: at("2026-11-28T00:00:00Z"),
                minimum: 4,
                adults: 2,
                needs_leader: true,
                leader_membership_id: None,
                status: ShiftPhase::Open,
                cancel_reason: Some("weather".to_owned()),
                cancel_message: Some("Halt överallt.\nVi ses nästa vecka.".to_owned()),
                time_version: 3,
            },
            organisation: organisation(special_category),
            leader: Some(LeaderFacts {
                user: UserId(Uuid::from_u128(9)),
                display_name: "Amira Lindström".to_owned(),
                phone: Some("070-174 06 05".to_owned()),
                show_phone: true,
            }),
        },
    }
}

fn desk(links: &Links, language: Language) -> Desk<'_> {
    Desk {
        links,
        language,
        now: at("2026-11-25T20:00:00Z"),
        expires_at: at("2026-11-26T20:00:00Z"),
    }
}

fn letter_of(language: Language, kind: &MailKind, about: &About) -> Letter {
    letter::write(&desk(&links(), language), kind, about).unwrap()
}

/// Every kind about a sign-up.
fn shift_kinds() -> Vec<MailKind> {
    let signup = SIGNUP;
    vec![
        MailKind::SignupConfirmed { signup },
        MailKind::Promoted { signup },
        MailKind::SkippedInQueue {
            signup,
            reasons: vec![SignUpReason::Overlap],
        },
        MailKind::FreedByMove {
            signup,
            old_start: at("2026-11-26T20:00:00Z"),
            old_end: at("2026-11-26T23:00:00Z"),
            old_place: "Duvbo".to_owned(),
        },
        MailKind::ReminderEarly { signup },
        MailKind::ReminderLate { signup },
        MailKind::ShiftChanged {
            signup,
            old_start: at("2026-11-27T19:00:00Z"),
            old_end: at("2026-11-27T23:00:00Z"),
            old_place: "Hallonbergens centrum".to_owned(),
        },
        MailKind::ShiftCancelled { signup },
        MailKind::AddedByLeader { signup },
        MailKind::RemovedFromShift { signup },
    ]
}

fn stationery() -> Stationery {
    Stationery {
        from: "lykta@example.se".to_owned(),
        contact: "trygg@example.se".to_owned(),
        links: links(),
    }
}

fn source(letter: &Letter) -> String {
    let id = MessageId(Uuid::from_u128(5));
    let mail = mail(
        &stationery(),
        letter,
        id,
        "anna@example.se",
        at("2026-11-25T20:00:00Z"),
    );
    String::from_utf8(mail.unwrap().bytes).unwrap()
}

#[test]
fn a_confirmation_has_the_facts_first_and_all_of_them() {
    let kind = MailKind::SignupConfirmed { signup: SIGNUP };
    let sv = letter_of(Language::Sv, &kind, &About::Signup(facts(false)));
    assert_eq!(sv.subject, "Du är med: fredag 27 november kl. 21.00");
    let (text, html) = bodies(&sv, "trygg@example.se").unwrap();
    for fact in [
        "fredag 27 november 2026 kl. 21.00–01.00, natten till lördag",
        "Rissne torg, Rissneleden 1",
        "Amira",
        "KANARIETITEL, KANARIEFÖRENINGEN",
        "Ring 112.",
        "Ring 114 14.",
        "https://lykta.example.se/withdraw#t=",
        "https://lykta.example.se/shifts/01928e7a-0000-7000-8000-000000000003",
    ] {
        assert!(text.contains(fact), "{fact} in\n{text}");
        assert!(html.contains(fact), "{fact} in\n{html}");
    }
    assert!(
        !text.contains("Lindström") && !text.contains("070-174"),
        "{text}"
    );
    assert!(text.find("fredag").unwrap() < text.find("withdraw").unwrap());
    let en = letter_of(Language::En, &kind, &About::Signup(facts(false)));
    assert_eq!(en.subject, "You are on: Friday 27 November at 21:00");
    let (text, html) = bodies(&en, "x").unwrap();
    assert!(
        text.contains("Friday 27 November 2026, 21:00–01:00 (ends Saturday)"),
        "{text}"
    );
    assert!(html.contains("<html lang=\"en\" dir=\"ltr\">") && text.contains("Call 112."));
}

#[test]
fn the_leaders_phone_stands_in_the_last_reminder_only_and_only_if_the_leader_agreed() {
    let of = |kind: MailKind, facts: SignupFacts| {
        let letter = letter_of(Language::Sv, &kind, &About::Signup(facts));
        bodies(&letter, "x").unwrap().0
    };
    let late = || MailKind::ReminderLate { signup: SIGNUP };
    assert!(of(late(), facts(false)).contains("070-174 06 05\ntel:0701740605"));
    let early = MailKind::ReminderEarly { signup: SIGNUP };
    assert!(!of(early, facts(false)).contains("070"));
    let mut shy = facts(false);
    shy.crew.leader.as_mut().unwrap().show_phone = false;
    assert!(!of(late(), shy).contains("070"));
}

#[test]
fn every_shift_mail_names_112_and_has_a_subject_without_the_organisation() {
    for language in [Language::Sv, Language::En] {
        for kind in shift_kinds() {
            let letter = letter_of(language, &kind, &About::Signup(facts(false)));
            assert!(letter.emergency, "{kind:?}");
            assert!(!letter.subject.contains("KANARIE"), "{kind:?}");
            assert!(
                !letter.subject.contains('!') && !letter.lead.contains('!'),
                "{kind:?}"
            );
        }
    }
}

fn called_off(shift: ShiftId, to_planners: bool) -> MailKind {
    MailKind::CalledOff { shift, to_planners }
}

#[test]
fn of_a_faith_communitys_shift_the_city_learns_the_day_and_the_reason_only() {
    let letter = |to_planners, special| {
        let crew = facts(special).crew;
        letter_of(
            Language::Sv,
            &called_off(crew.shift.id, to_planners),
            &About::Crew(crew),
        )
    };
    let (told, shift) = (letter(false, true), facts(true).crew.shift);
    let all = format!(
        "{} {} {:?} {:?}",
        told.subject, told.lead, told.facts, told.paragraphs
    );
    let (date, at) = local(shift.starts_at);
    assert!(all.contains(&words::day(Language::Sv, date)), "{all}");
    assert!(!all.contains(&words::time(Language::Sv, at)), "{all}");
    assert!(
        !all.contains(&shift.place_name) && told.button.is_none(),
        "{all}"
    );
    let others = letter(false, false);
    assert!(
        others
            .facts
            .iter()
            .any(|fact| fact.value.contains(&shift.place_name))
    );
    assert!(
        letter(true, true)
            .facts
            .iter()
            .any(|fact| fact.value.contains(&shift.place_name))
    );
}

#[test]
fn a_faith_communitys_mails_name_it_nowhere() {
    let mut all: Vec<(MailKind, About)> = shift_kinds()
        .into_iter()
        .map(|kind| (kind, About::Signup(facts(true))))
        .collect();
    let membership = "01928e7a-0000-7000-8000-000000000004".parse().unwrap();
    let application = "01928e7a-0000-7000-8000-000000000005".parse().unwrap();
    let text = || "Hej".to_owned();
    let org = || About::Organisation(organisation(true));
    let member = || About::Member("Kanariemedlem".to_owned(), organisation(true));
    let shift = facts(true).crew.shift.id;
    let crew = || About::Crew(facts(true).crew);
    all.extend([
        (MailKind::TooFew { shift }, crew()),
        (MailKind::NoLeader { shift }, crew()),
        (called_off(shift, false), crew()),
        (called_off(shift, true), crew()),
        (MailKind::ShareAsked { shift }, crew()),
        (
            MailKind::ShareAnswered {
                shift,
                status: ShareStatus::Accepted,
            },
            crew(),
        ),
        (
            MailKind::Invitation {
                invitation: "01928e7a-0000-7000-8000-000000000006".parse().unwrap(),
                token: "t".to_owned(),
            },
            org(),
        ),
        (MailKind::ApplicationReceived { application }, org()),
        (
            MailKind::CompletionRequested {
                application,
                message: text(),
            },
            org(),
        ),
        (
            MailKind::ApplicationApproved {
                application,
                message: text(),
            },
            org(),
        ),
        (
            MailKind::ApplicationRejected {
                application,
                reason: text(),
            },
            org(),
        ),
        (MailKind::JoinRequested { membership }, member()),
        (MailKind::MembershipApproved { membership }, member()),
        (
            MailKind::MemberRemoved {
                membership,
                reason: text(),
            },
            member(),
        ),
    ]);
    for language in [Language::Sv, Language::En] {
        for (kind, about) in &all {
            let letter = letter_of(language, kind, about);
            let (text, html) = bodies(&letter, "x").unwrap();
            let calendar = letter
                .calendar
                .as_ref()
                .map(|(event, method)| ics::file(event, *method))
                .unwrap_or_default();
            for part in [&letter.subject, &text, &html, &calendar] {
                assert!(!part.to_lowercase().contains("kanarie"), "{kind:?}: {part}");
            }
        }
    }
}

#[test]
fn a_clock_change_is_said_in_the_mail() {
    let mut night = facts(false);
    night.crew.shift.starts_at = at("2027-03-27T20:00:00Z");
    night.crew.shift.ends_at = at("2027-03-28T02:00:00Z");
    let kind = MailKind::ReminderEarly { signup: SIGNUP };
    let letter = letter_of(Language::Sv, &kind, &About::Signup(night));
    let (text, _) = bodies(&letter, "x").unwrap();
    assert!(
        text.contains("Obs! Klockan ställs fram kl. 02.00. Passet är 6 timmar långt."),
        "{text}"
    );
}

#[test]
fn a_move_tells_old_and_new_and_raises_the_calendars_sequence() {
    let kind = shift_kinds()
        .into_iter()
        .find(|kind| matches!(kind, MailKind::ShiftChanged { .. }))
        .unwrap();
    let letter = letter_of(Language::Sv, &kind, &About::Signup(facts(false)));
    let (text, _) = bodies(&letter, "x").unwrap();
    assert!(
        text.contains("kl. 21.00–01.00")
            && text.contains("Tidigare tid: fredag 27 november 2026 kl. 20.00–00.00")
    );
    assert!(
        text.contains("Tidigare plats: Hallonbergens centrum"),
        "{text}"
    );
    assert!(source(&letter).contains("method=PUBLISH"));
    assert_eq!(letter.calendar.unwrap().0.sequence, 3);
}

#[test]
fn a_cancelled_shift_takes_itself_out_of_the_calendar_and_says_why() {
    let mut gone = facts(false);
    gone.crew.shift.status = ShiftPhase::Cancelled;
    let kind = MailKind::ShiftCancelled { signup: SIGNUP };
    let letter = letter_of(Language::Sv, &kind, &About::Signup(gone));
    let (text, _) = bodies(&letter, "x").unwrap();
    assert!(
        text.starts_with("Passet är inställt. Skäl: vädret.\n"),
        "{text}"
    );
    assert!(text.contains("Halt överallt.\nVi ses nästa vecka."));
    let (event, method) = letter.calendar.unwrap();
    assert_eq!((event.sequence, method), (4, ics::Method::Cancel));
}

#[test]
fn text_people_typed_makes_no_header_no_tag_and_no_panic() {
    let mut hostile = facts(false);
    let evil = "X\r\nBcc: evil@example.se\r\n\r\n<script>alert(1)</script>\0";
    hostile.crew.shift.title = evil.to_owned();
    hostile.crew.shift.place_name = evil.to_owned();
    hostile.crew.organisation.name = evil.to_owned();
    hostile.crew.leader.as_mut().unwrap().display_name = evil.to_owned();
    for kind in shift_kinds() {
        let mut letter = letter_of(Language::Sv, &kind, &About::Signup(hostile.clone()));
        assert!(!bodies(&letter, evil).unwrap().1.contains("<script>"));
        letter.subject = evil.to_owned();
        let source = source(&letter);
        let (head, _) = source.split_once("\r\n\r\n").unwrap();
        let people: Vec<&str> = head
            .lines()
            .filter(|l| {
                ["From", "To", "Cc", "Bcc"]
                    .iter()
                    .any(|name| l.starts_with(name))
            })
            .collect();
        assert_eq!(
            people,
            ["From: Lykta <lykta@example.se>", "To: anna@example.se"]
        );
    }
}

#[test]
fn the_headers_say_that_a_machine_wrote_it_and_how_to_stop_it() {
    let about = About::Signup(facts(false));
    let reminder = letter_of(
        Language::Sv,
        &MailKind::ReminderLate { signup: SIGNUP },
        &about,
    );
    let source_of = |letter: &Letter| source(letter).replace("\r\n ", " ");
    let reminder = source_of(&reminder);
    for header in [
        "From: Lykta <lykta@example.se>",
        "To: anna@example.se",
        "Date: Wed, 25 Nov 2026 20:00:00 +0000",
        "Message-ID: <00000000-0000-0000-0000-000000000005@lykta.example.se>",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "List-Unsubscribe: <https://lykta.example.se/mail/unsubscribe/",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ] {
        assert!(reminder.contains(header), "{header} in\n{reminder}");
    }
    let confirmation = letter_of(
        Language::Sv,
        &MailKind::SignupConfirmed { signup: SIGNUP },
        &about,
    );
    let confirmation = source_of(&confirmation);
    assert!(!confirmation.contains("List-Unsubscribe"));
    assert!(confirmation.contains("text/calendar; method=PUBLISH; charset=utf-8"));
    assert!(confirmation.contains("application/ics; name=\"pass.ics\""));
}

#[test]
fn an_address_that_is_none_stops_at_the_desk() {
    let letter = letter_of(Language::Sv, &MailKind::PasswordChanged, &About::Account);
    let id = MessageId(Uuid::from_u128(5));
    for to in ["", "a@b\r\nBcc: c@d", "a@b, c@d"] {
        let made = mail(&stationery(), &letter, id, to, at("2026-11-25T20:00:00Z"));
        assert!(matches!(made, Err(ComposeFailure::Address)), "{to:?}");
    }
    assert!("anna@exämple.se".parse::<Address>().is_ok());
}
