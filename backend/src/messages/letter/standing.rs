//! One mail for all the dates of a series.

use lykta_shared::{shifts::SignUpReason, time::Span};

use super::{Desk, Fact, Letter, shift::obstacle};
use crate::messages::{MailKind, standing::StandingFacts, words};

pub(super) fn write(desk: &Desk<'_>, kind: &MailKind, facts: &StandingFacts) -> Option<Letter> {
    let MailKind::Standing { first, .. } = kind else {
        return None;
    };
    let (subject, lead) = if *first {
        (
            desk.say("Du kommer på alla datum", "You come on every date"),
            desk.say(
                "Du är anmäld till alla datum i serien, även dem som läggs till senare.",
                "You are signed up for every date of the series, also those added later.",
            ),
        )
    } else {
        (
            desk.say("Alla datum gick inte", "Not every date was possible"),
            desk.say(
                "Nya datum har lagts till i serien du kommer på, men du kunde inte anmälas till alla.",
                "New dates were added to the series you come to, but you could not be signed up for all of them.",
            ),
        )
    };
    let mut letter = desk.letter(subject, lead);
    if let Some(title) = &facts.title {
        letter.facts.push(Fact {
            label: desk.say("Pass", "Shift"),
            value: title.clone(),
            link: None,
        });
    }
    if !facts.joined.is_empty() {
        let dates = facts.joined.iter().map(|span| day(desk, *span));
        let heading = desk.say("Du är med:", "You are on:");
        letter.paragraphs.push(list(heading, dates));
    }
    if !facts.refused.is_empty() {
        let dates = facts
            .refused
            .iter()
            .map(|(span, reasons)| format!("{}: {}", day(desk, *span), why(desk, reasons)));
        let heading = desk.say("Du är inte med:", "You are not on:");
        letter.paragraphs.push(list(heading, dates));
    }
    letter.paragraphs.push(
        desk.say(
            "Kan du inte komma ett datum? Avanmäl dig från det, så hoppas det över.",
            "Can't come on a date? Withdraw from it, and it is skipped.",
        )
        .to_owned(),
    );
    letter.button = Some(desk.press("Visa mina pass", "Show my shifts", desk.links.page("/my")));
    letter.emergency = true;
    Some(letter)
}

fn day(desk: &Desk<'_>, span: Span) -> String {
    words::when(desk.language, span)
}

fn why(desk: &Desk<'_>, reasons: &[SignUpReason]) -> String {
    let reasons: Vec<&str> = reasons.iter().map(|one| obstacle(desk, *one)).collect();
    reasons.join(" ")
}

fn list(heading: &str, lines: impl Iterator<Item = String>) -> String {
    let mut text = heading.to_owned();
    for line in lines {
        text.push_str("\n– ");
        text.push_str(&line);
    }
    text
}
