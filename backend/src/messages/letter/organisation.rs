//! Mails about organisations, their members and their applications.

use super::{Desk, Letter, account::until};
use crate::messages::{MailKind, facts::OrganisationFacts};

pub(super) fn write(desk: &Desk<'_>, kind: &MailKind, facts: &OrganisationFacts) -> Option<Letter> {
    match kind {
        MailKind::Invitation { token, .. } => Some(invitation(desk, token, facts)),
        MailKind::ApplicationReceived { .. } => Some(received(desk, facts)),
        MailKind::CompletionRequested { message, .. } => Some(completion(desk, message, facts)),
        MailKind::ApplicationApproved { message, .. } => Some(approved(desk, message, facts)),
        MailKind::ApplicationRejected { reason, .. } => Some(rejected(desk, reason, facts)),
        _ => None,
    }
}

pub(super) fn write_member(
    desk: &Desk<'_>,
    kind: &MailKind,
    name: &str,
    facts: &OrganisationFacts,
) -> Option<Letter> {
    match kind {
        MailKind::JoinRequested { .. } => Some(join_requested(desk, name, facts)),
        MailKind::MembershipApproved { .. } => Some(membership_approved(desk, facts)),
        MailKind::MemberRemoved { reason, .. } => Some(removed(desk, reason, facts)),
        _ => None,
    }
}

/// The organisation in a sentence: its name, or that it is one.
fn named(desk: &Desk<'_>, facts: &OrganisationFacts) -> String {
    if facts.special_category {
        desk.say("din organisation", "your organisation").to_owned()
    } else {
        facts.name.clone()
    }
}

/// A page of the organisation's; the start page where its address would name it.
fn page(desk: &Desk<'_>, facts: &OrganisationFacts, below: &str) -> String {
    if facts.special_category {
        desk.links.page("/")
    } else {
        desk.links.page(&format!("/org/{}{below}", facts.slug))
    }
}

fn invitation(desk: &Desk<'_>, token: &str, facts: &OrganisationFacts) -> Letter {
    let lead = if facts.special_category {
        desk.say(
            "Du är inbjuden som medlem i en organisation på Lykta. Öppna inbjudan för att se vilken.",
            "You are invited to be a member of an organisation on Lykta. Open the invitation to see which.",
        )
        .to_owned()
    } else {
        format!(
            "{} {}",
            facts.name,
            desk.say(
                "bjuder in dig som medlem på Lykta.",
                "invites you to be a member on Lykta."
            )
        )
    };
    let mut letter = desk.letter(
        desk.say("Du har fått en inbjudan", "You have an invitation"),
        lead,
    );
    letter.button = Some(desk.press(
        "Öppna inbjudan",
        "Open the invitation",
        desk.links.page_with("/invite", token),
    ));
    letter.paragraphs.push(until(desk));
    letter.paragraphs.push(
        desk.say(
            "På Lykta anmäler sig frivilliga till nattvandringar och andra pass. Vill du inte vara med behöver du inte göra något.",
            "On Lykta, volunteers sign up for night walks and other shifts. If you do not want to join, you need not do anything.",
        )
        .to_owned(),
    );
    letter
}

fn join_requested(desk: &Desk<'_>, name: &str, facts: &OrganisationFacts) -> Letter {
    let lead = if facts.special_category {
        desk.say(
            "En person vill bli medlem i din organisation.",
            "A person wants to be a member of your organisation.",
        )
        .to_owned()
    } else {
        format!(
            "{name} {} {}.",
            desk.say("vill bli medlem i", "wants to be a member of"),
            facts.name
        )
    };
    let mut letter = desk.letter(
        desk.say("Någon vill bli medlem", "Somebody wants to join"),
        lead,
    );
    letter.button = Some(desk.press(
        "Visa förfrågan",
        "Show the request",
        page(desk, facts, "/members"),
    ));
    letter
}

fn membership_approved(desk: &Desk<'_>, facts: &OrganisationFacts) -> Letter {
    let lead = format!(
        "{} {}.",
        desk.say("Du är nu medlem i", "You are now a member of"),
        named(desk, facts)
    );
    let mut letter = desk.letter(
        desk.say("Välkommen som medlem", "Welcome as a member"),
        lead,
    );
    letter.button = Some(desk.press(
        "Visa öppna pass",
        "Show open shifts",
        desk.links.page("/shifts"),
    ));
    letter
}

fn removed(desk: &Desk<'_>, reason: &str, facts: &OrganisationFacts) -> Letter {
    let lead = format!(
        "{} {} {}",
        desk.say("Ditt medlemskap i", "Your membership of"),
        named(desk, facts),
        desk.say("är avslutat.", "has ended.")
    );
    let mut letter = desk.letter(
        desk.say("Ditt medlemskap är avslutat", "Your membership has ended"),
        lead,
    );
    push_quoted(&mut letter, desk.say("Skäl:", "Reason:"), reason);
    letter.paragraphs.push(
        desk.say(
            "Du är avanmäld från organisationens kommande pass.",
            "You have been taken off the organisation's coming shifts.",
        )
        .to_owned(),
    );
    letter
}

fn received(desk: &Desk<'_>, facts: &OrganisationFacts) -> Letter {
    let mut letter = desk.letter(
        desk.say("Ansökan är mottagen", "The application has arrived"),
        desk.say(
            "Staden har tagit emot er ansökan om samverkan.",
            "The city has received your partner application.",
        ),
    );
    letter.button = Some(desk.press(
        "Visa ansökan",
        "Show the application",
        page(desk, facts, "/application"),
    ));
    letter.paragraphs.push(
        desk.say(
            "Nästa steg: staden läser den och svarar med ett beslut eller en fråga.",
            "Next: the city reads it and answers with a decision or a question.",
        )
        .to_owned(),
    );
    letter
}

fn completion(desk: &Desk<'_>, message: &str, facts: &OrganisationFacts) -> Letter {
    let mut letter = desk.letter(
        desk.say(
            "Staden har en fråga om ansökan",
            "The city has a question about the application",
        ),
        desk.say(
            "Staden behöver en komplettering innan ansökan kan avgöras.",
            "The city needs something more before it can decide on the application.",
        ),
    );
    push_quoted(&mut letter, "", message);
    letter.button = Some(desk.press(
        "Komplettera ansökan",
        "Complete the application",
        page(desk, facts, "/application"),
    ));
    letter
}

fn approved(desk: &Desk<'_>, message: &str, facts: &OrganisationFacts) -> Letter {
    let mut letter = desk.letter(
        desk.say("Ansökan är godkänd", "The application is approved"),
        desk.say(
            "Staden har godkänt ansökan. Ni är nu samverkanspartner.",
            "The city has approved the application. You are now a partner.",
        ),
    );
    push_quoted(&mut letter, "", message);
    letter.paragraphs.push(
        desk.say(
            "Nästa steg: bjud in medlemmar och lägg ut ert första pass.",
            "Next: invite members and publish your first shift.",
        )
        .to_owned(),
    );
    letter.button = Some(desk.press("Kom igång", "Get started", page(desk, facts, "")));
    letter
}

fn rejected(desk: &Desk<'_>, reason: &str, facts: &OrganisationFacts) -> Letter {
    let mut letter = desk.letter(
        desk.say("Besked om ansökan", "Decision on the application"),
        desk.say(
            "Staden har sagt nej till ansökan.",
            "The city has said no to the application.",
        ),
    );
    push_quoted(&mut letter, desk.say("Skäl:", "Reason:"), reason);
    letter.paragraphs.push(
        desk.say(
            "Nästa steg: ni kan ändra ansökan och ansöka igen.",
            "Next: you can change the application and apply again.",
        )
        .to_owned(),
    );
    letter.button = Some(desk.press(
        "Visa beslutet",
        "Show the decision",
        page(desk, facts, "/application"),
    ));
    letter
}

/// Adds what somebody wrote, if they did.
fn push_quoted(letter: &mut Letter, before: &str, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        letter
            .paragraphs
            .push(format!("{before} {text}").trim().to_owned());
    }
}
