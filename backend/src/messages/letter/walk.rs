//! Mails about walks: is everybody home, and what the city has received.

use super::{
    Desk, Fact, Letter,
    shift::{about_shift, lower},
};
use crate::messages::{MailKind, facts::CrewFacts, words};

pub(super) fn write(desk: &Desk<'_>, kind: &MailKind, crew: &CrewFacts) -> Option<Letter> {
    match kind {
        MailKind::AllHome { .. } => Some(all_home(desk, crew)),
        MailKind::ReportReceipt {
            reference, version, ..
        } => Some(receipt(desk, crew, reference, *version)),
        _ => None,
    }
}

fn all_home(desk: &Desk<'_>, crew: &CrewFacts) -> Letter {
    let lead = desk.say(
        "Vandringen skulle vara slut nu, och ingen har bockat av att alla är hemma.",
        "The walk should be over now, and nobody has ticked off that all are home.",
    );
    let subject = desk.say("Är alla hemma?", "Is everybody home?");
    let mut letter = about_shift(desk, crew, subject.to_owned(), lead);
    letter.paragraphs.insert(
        0,
        desk.say(
            "Kontrollera att alla har kommit hem och tryck sedan på Alla hemma på vandringens sida. Når du inte \
             någon och är orolig, ring 112.",
            "Make sure that everybody has come home, then press All home on the walk's page. If you can't reach \
             somebody and are worried, call 112.",
        )
        .to_owned(),
    );
    letter.button = Some(desk.press(
        "Öppna vandringen",
        "Open the walk",
        desk.links.page(&format!("/shifts/{}/walk", crew.shift.id)),
    ));
    letter
}

fn receipt(desk: &Desk<'_>, crew: &CrewFacts, reference: &str, version: i32) -> Letter {
    let lead = if version > 1 {
        desk.say(
            "Staden har tagit emot den rättade rapporten.",
            "The city has received the corrected report.",
        )
    } else {
        desk.say(
            "Staden har tagit emot rapporten.",
            "The city has received the report.",
        )
    };
    let subject = format!(
        "{} {reference}: {}",
        desk.say("Kvitto", "Receipt"),
        lower(
            desk.language,
            &words::soon(desk.language, crew.shift.starts_at, desk.now)
        )
    );
    let mut letter = about_shift(desk, crew, subject, lead);
    letter.facts.insert(
        0,
        Fact {
            label: desk.say("Referens", "Reference"),
            value: reference.to_owned(),
            link: None,
        },
    );
    letter.facts.insert(
        1,
        Fact {
            label: desk.say("Version", "Version"),
            value: version.to_string(),
            link: None,
        },
    );
    letter.paragraphs.push(
        desk.say(
            "Rapporten är nu en allmän handling. Rättar du den skickas en ny version under samma referens.",
            "The report is now a public record. If you correct it, a new version is sent under the same reference.",
        )
        .to_owned(),
    );
    letter.button = Some(
        desk.press(
            "Visa rapporten",
            "Show the report",
            desk.links
                .page(&format!("/shifts/{}/report", crew.shift.id)),
        ),
    );
    letter
}
