//! Mails about shifts.

use lykta_shared::{
    identity::Language,
    shifts::{CancellationReason, SignUpReason, SignupStatus, shares::ShareStatus},
    time::{Instant, Span, civil::local},
};

use super::{Desk, Fact, Letter};
use crate::messages::{
    MailKind,
    facts::{CrewFacts, SignupFacts},
    ics::{self, Event, Method},
    words,
};

pub(super) fn write(desk: &Desk<'_>, kind: &MailKind, facts: &SignupFacts) -> Option<Letter> {
    let when = words::soon(desk.language, facts.crew.shift.starts_at, desk.now);
    let subject = |before: &str| format!("{before}: {}", lower(desk.language, &when));
    let letter = match kind {
        MailKind::SignupConfirmed { .. } => on_it(
            desk,
            facts,
            subject(desk.say("Du är med", "You are on")),
            desk.say(
                "Du är anmäld till passet.",
                "You are signed up for the shift.",
            ),
        ),
        MailKind::Promoted { .. } => on_it(
            desk,
            facts,
            subject(desk.say("Du fick plats", "You got a place")),
            desk.say(
                "En plats blev ledig. Du stod först i kön och är nu anmäld.",
                "A place became free. You were first in the queue and are signed up now.",
            ),
        ),
        MailKind::AddedByLeader { .. } => on_it(
            desk,
            facts,
            subject(desk.say("Du är anmäld", "You are signed up")),
            desk.say(
                "Ledaren har anmält dig till passet.",
                "The leader has signed you up for the shift.",
            ),
        ),
        MailKind::ReminderEarly { .. } | MailKind::ReminderLate { .. } => {
            let subject = format!("{when}: {}", desk.say("ditt pass", "your shift"));
            reminder(
                desk,
                facts,
                subject,
                matches!(kind, MailKind::ReminderLate { .. }),
            )
        }
        MailKind::ShiftChanged {
            old_start,
            old_end,
            old_place,
            ..
        } => changed(
            desk,
            facts,
            subject(desk.say("Ändrat pass", "Shift changed")),
            (*old_start, *old_end, old_place),
        ),
        MailKind::ShiftCancelled { .. } => {
            cancelled(desk, facts, subject(desk.say("Inställt", "Cancelled")))
        }
        MailKind::RemovedFromShift { .. } => removed(
            desk,
            facts,
            subject(desk.say("Du är inte längre med", "You are no longer on")),
        ),
        _ => return write_place(desk, kind, facts, subject),
    };
    Some(letter)
}

/// Of places that come, are kept and go.
fn write_place(
    desk: &Desk<'_>,
    kind: &MailKind,
    facts: &SignupFacts,
    subject: impl Fn(&str) -> String,
) -> Option<Letter> {
    let letter = match kind {
        MailKind::PlaceOffered { until, .. } => offered(
            desk,
            facts,
            subject(desk.say("En plats är ledig för dig", "A place is free for you")),
            *until,
        ),
        MailKind::OfferLapsed { .. } => plain(
            desk,
            facts,
            subject(desk.say("Platsen gick vidare", "The place went on")),
            desk.say(
                "Du svarade inte i tid, så platsen gick till nästa i kön. Du står inte längre i kön, men kan ställa dig där igen.",
                "You did not answer in time, so the place went to the next. You are no longer in the queue, but can join it again.",
            ),
        ),
        MailKind::TakenOver { .. } => {
            let mut letter = plain(
                desk,
                facts,
                subject(desk.say("Någon tar ditt pass", "Somebody takes your shift")),
                desk.say(
                    "En ersättare har tagit över din plats. Du behöver inte komma.",
                    "A stand-in has taken over your place. You need not come.",
                ),
            );
            letter.calendar = Some(taken_out(desk, facts));
            letter
        }
        MailKind::FreedByMove {
            old_start,
            old_end,
            old_place,
            ..
        } => freed_by_move(
            desk,
            facts,
            subject(desk.say("Du är inte längre med", "You are no longer on")),
            (*old_start, *old_end, old_place),
        ),
        MailKind::SkippedInQueue { reasons, .. } => skipped(
            desk,
            facts,
            subject(desk.say("Platsen gick vidare", "The place went on")),
            reasons,
        ),
        _ => return None,
    };
    Some(letter)
}

/// To the leader, the planners or the city.
pub(super) fn write_leader(desk: &Desk<'_>, kind: &MailKind, crew: &CrewFacts) -> Option<Letter> {
    let when = lower(
        desk.language,
        &words::soon(desk.language, crew.shift.starts_at, desk.now),
    );
    let (what, lead) = match kind {
        MailKind::TooFew { .. }
        | MailKind::PeopleMissing {
            to_planners: true, ..
        } => missing(desk, crew.shift.missing()),
        MailKind::NoLeader { .. } => missing(desk, 0),
        MailKind::CalledOff { to_planners, .. } => {
            return Some(called_off(desk, crew, &when, *to_planners));
        }
        MailKind::ShareAnswered { status, .. } => {
            return Some(share_answered(desk, crew, &when, *status));
        }
        MailKind::LateDropOut { .. } => late_drop_out(desk, crew),
        MailKind::PeopleMissing { .. }
        | MailKind::PlaceFree { .. }
        | MailKind::StandInAsked { .. }
        | MailKind::ShareAsked { .. } => return Some(call_for_help(desk, kind, crew, &when)),
        _ => return None,
    };
    let subject = format!("{what}: {when}");
    let mut letter = about_shift(desk, crew, subject, lead);
    letter.paragraphs.push(
        desk.say(
            "Fråga fler medlemmar, eller ställ in passet i god tid.",
            "Ask more members, or cancel the shift in good time.",
        )
        .to_owned(),
    );
    Some(letter)
}

/// Somebody withdrew at short notice: how it stands now.
fn late_drop_out(desk: &Desk<'_>, crew: &CrewFacts) -> (String, String) {
    let what = desk.say("Sent avhopp", "Late drop-out").to_owned();
    let lead = desk.say(
        "En deltagare har avanmält sig sent.",
        "Somebody withdrew at short notice.",
    );
    let how = match crew.shift.missing() {
        0 if crew.leaderless() => missing(desk, 0).1,
        0 => desk
            .say(
                "Ni är fortfarande tillräckligt många.",
                "You are still enough.",
            )
            .to_owned(),
        adults => missing(desk, adults).1,
    };
    (what, format!("{lead} {how}"))
}

/// To members who could help: without names, without numbers of others.
fn call_for_help(desk: &Desk<'_>, kind: &MailKind, crew: &CrewFacts, when: &str) -> Letter {
    let (what, lead) = match kind {
        MailKind::StandInAsked { .. } => (
            desk.say("Ersättare sökes", "Stand-in wanted"),
            desk.say(
                "En deltagare har fått förhinder och söker någon som kan ta över platsen.",
                "Somebody can't come and looks for someone to take over the place.",
            ),
        ),
        MailKind::ShareAsked { .. } => (
            desk.say("Fråga om gemensamt pass", "Asked to share a shift"),
            desk.say(
                "Er förening har fått en fråga om att gå med på ett gemensamt pass. Svara på föreningens översikt.",
                "Your organisation has been asked to share a shift. Answer on your organisation's overview.",
            ),
        ),
        MailKind::PlaceFree { .. } => (
            desk.say("Ledig plats", "A free place"),
            desk.say(
                "En plats har blivit ledig med kort varsel. Kan du vara med?",
                "A place has become free at short notice. Can you come?",
            ),
        ),
        _ => (
            desk.say("Fler behövs", "More people needed"),
            desk.say(
                "Det saknas folk på passet. Kan du vara med? Vi går aldrig ensamma.",
                "People are missing on the shift. Can you come? We never walk alone.",
            ),
        ),
    };
    about_shift(desk, crew, format!("{what}: {when}"), lead)
}

/// To whoever plans the shift: what an organisation that was asked says. Which one stands with the shift, not in a mail.
fn share_answered(desk: &Desk<'_>, crew: &CrewFacts, when: &str, status: ShareStatus) -> Letter {
    let (what, lead) = match status {
        ShareStatus::Accepted => (
            desk.say("Ja till gemensamt pass", "Yes to the shared shift"),
            desk.say(
                "En förening som ni frågade går med på passet. Dess medlemmar kan nu anmäla sig.",
                "An organisation you asked joins the shift. Its members can sign up now.",
            ),
        ),
        ShareStatus::Declined => (
            desk.say("Nej till gemensamt pass", "No to the shared shift"),
            desk.say(
                "En förening som ni frågade tackar nej. Dess platser är era igen.",
                "An organisation you asked says no. Its places are yours again.",
            ),
        ),
        ShareStatus::Invited | ShareStatus::Withdrawn => (
            desk.say("En förening går inte med", "An organisation drops out"),
            desk.say(
                "En förening går inte längre med på passet. Dess platser är era igen.",
                "An organisation no longer joins the shift. Its places are yours again.",
            ),
        ),
    };
    about_shift(desk, crew, format!("{what}: {when}"), lead)
}

/// To the city: that, when and where, and why. Of people nothing, of the group what [`about_shift`] allows; of a group
/// whose members' faith it would tell, the day alone (PRODUCT.md rule 5). To planners: which one it is.
fn called_off(desk: &Desk<'_>, crew: &CrewFacts, when: &str, to_planners: bool) -> Letter {
    let (date, _) = local(crew.shift.starts_at);
    let day = words::day(desk.language, date);
    let the_day_alone = crew.organisation.special_category && !to_planners;
    let when = if the_day_alone { &day } else { when };
    let subject = format!("{}: {when}", desk.say("Inställt pass", "Shift called off"));
    let reason = crew
        .shift
        .reason()
        .map_or(desk.say("annat", "other"), |reason| {
            reason_words(desk, reason)
        });
    let lead = format!(
        "{} {reason}.",
        desk.say(
            "Ett pass har ställts in. Skäl:",
            "A shift has been called off. Reason:"
        )
    );
    if the_day_alone {
        return desk.letter(subject, lead);
    }
    let mut letter = about_shift(desk, crew, subject, lead);
    if !to_planners {
        letter
            .facts
            .retain(|fact| fact.label != desk.say("Ledare", "Leader"));
        letter.button = None;
    }
    letter
}

/// Who is missing: for the subject, and as the first sentence. No adult missing means that nobody leads.
fn missing(desk: &Desk<'_>, adults: i32) -> (String, String) {
    match (desk.language, adults) {
        (Language::Sv, 0) => (
            "Ledare saknas".to_owned(),
            "Passet saknar ledare.".to_owned(),
        ),
        (Language::Sv, 1) => (
            "En vuxen saknas".to_owned(),
            "Passet saknar 1 vuxen. Vi går aldrig ensamma.".to_owned(),
        ),
        (Language::Sv, _) => (
            format!("{adults} vuxna saknas"),
            format!("Passet saknar {adults} vuxna. Vi går aldrig ensamma."),
        ),
        (Language::En, 0) => (
            "No leader".to_owned(),
            "The shift has no leader.".to_owned(),
        ),
        (Language::En, 1) => (
            "One adult missing".to_owned(),
            "The shift lacks 1 adult. We never walk alone.".to_owned(),
        ),
        (Language::En, _) => (
            format!("{adults} adults missing"),
            format!("The shift lacks {adults} adults. We never walk alone."),
        ),
    }
}

/// In the middle of a sentence "I dag" is "i dag"; English weekdays keep their capital.
pub(super) fn lower(language: Language, when: &str) -> String {
    let keep = language == Language::En && !when.starts_with("To");
    let mut letters = when.chars();
    match letters.next() {
        Some(first) if !keep => first.to_lowercase().chain(letters).collect(),
        _ => when.to_owned(),
    }
}

/// The facts everybody needs: day and time, place, leader.
pub(super) fn about_shift(
    desk: &Desk<'_>,
    crew: &CrewFacts,
    subject: String,
    lead: impl Into<String>,
) -> Letter {
    let shift = &crew.shift;
    let mut letter = desk.letter(subject, lead);
    letter.facts.push(Fact {
        label: desk.say("När", "When"),
        value: words::when(desk.language, shift.span()),
        link: None,
    });
    letter.facts.push(Fact {
        label: desk.say("Var", "Where"),
        value: place(crew),
        link: shift.position().map(map),
    });
    if let Some(leader) = &crew.leader {
        letter.facts.push(Fact {
            label: desk.say("Ledare", "Leader"),
            value: first_name(&leader.display_name),
            link: None,
        });
    }
    if !crew.organisation.special_category {
        letter.facts.push(Fact {
            label: desk.say("Pass", "Shift"),
            value: format!("{}, {}", shift.title, crew.organisation.name),
            link: None,
        });
    }
    letter
        .paragraphs
        .extend(words::clock_note(desk.language, shift.span()));
    letter.button = Some(desk.press(
        "Visa passet",
        "Show the shift",
        desk.links.page(&format!("/shifts/{}", shift.id)),
    ));
    letter.emergency = true;
    letter.thread = Some(shift.id);
    letter
}

fn place(crew: &CrewFacts) -> String {
    match &crew.shift.place_address {
        Some(address) if !address.is_empty() => format!("{}, {address}", crew.shift.place_name),
        _ => crew.shift.place_name.clone(),
    }
}

fn map((latitude, longitude): (f64, f64)) -> String {
    format!(
        "https://www.openstreetmap.org/?mlat={latitude:.6}&mlon={longitude:.6}#map=18/{latitude:.6}/{longitude:.6}"
    )
}

/// Other people are told of by their first name only.
fn first_name(display_name: &str) -> String {
    display_name
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The event in the calendar.
fn event(desk: &Desk<'_>, facts: &SignupFacts, sequence: i32) -> Event {
    let crew = &facts.crew;
    Event {
        id: facts.id.0,
        host: desk.links.host().to_owned(),
        span: crew.shift.span(),
        sequence,
        title: ics::title(
            desk.language,
            crew.organisation.special_category,
            &crew.shift.title,
            crew.shift.starts_at,
        ),
        place: place(crew),
        position: crew.shift.position(),
        url: desk.links.page(&format!("/shifts/{}", crew.shift.id)),
        made_at: desk.now,
    }
}

fn published(desk: &Desk<'_>, facts: &SignupFacts) -> (Event, Method) {
    let version = facts.crew.shift.time_version;
    (event(desk, facts, version), Method::Publish)
}

fn taken_out(desk: &Desk<'_>, facts: &SignupFacts) -> (Event, Method) {
    // Above whatever was sent before, so that calendars believe it.
    let version = facts.crew.shift.time_version.saturating_add(1);
    (event(desk, facts, version), Method::Cancel)
}

fn push_withdraw(desk: &Desk<'_>, letter: &mut Letter, facts: &SignupFacts) {
    letter.links.push(desk.press(
        "Kan du inte? Avanmäl dig",
        "Can't come? Withdraw",
        desk.links.withdraw(facts.id),
    ));
}

fn on_it(desk: &Desk<'_>, facts: &SignupFacts, subject: String, lead: &'static str) -> Letter {
    let mut letter = about_shift(desk, &facts.crew, subject, lead);
    push_withdraw(desk, &mut letter, facts);
    letter.calendar = Some(published(desk, facts));
    letter
}

fn reminder(desk: &Desk<'_>, facts: &SignupFacts, subject: String, late: bool) -> Letter {
    let lead = desk.say("Påminnelse om ditt pass.", "A reminder of your shift.");
    let mut letter = about_shift(desk, &facts.crew, subject, lead);
    if late {
        push_phone(desk, &mut letter, facts);
    }
    letter.paragraphs.push(
        desk.say(
            "Klä dig efter vädret och syns i mörkret. Ta med laddad telefon.",
            "Dress for the weather and be seen in the dark. Bring a charged phone.",
        )
        .to_owned(),
    );
    letter.paragraphs.push(
        desk.say(
            "Gå aldrig ensam. Ingrip inte, ring efter hjälp. Skriv om platsen, inte om personer.",
            "Never walk alone. Do not intervene, call for help. Write about the place, not about persons.",
        )
        .to_owned(),
    );
    push_withdraw(desk, &mut letter, facts);
    letter.links.push(desk.press(
        "Sluta med påminnelser",
        "Stop reminders",
        desk.links.unsubscribe(facts.user),
    ));
    letter.stoppable = Some(facts.user);
    letter
}

/// The leader's number, if the leader agreed; only in the mail of the last hours.
fn push_phone(desk: &Desk<'_>, letter: &mut Letter, facts: &SignupFacts) {
    let leader = facts
        .crew
        .leader
        .as_ref()
        .filter(|leader| leader.show_phone && leader.user != facts.user);
    if let Some(phone) = leader.and_then(|leader| leader.phone.clone()) {
        let dialled = phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect::<String>();
        letter.facts.push(Fact {
            label: desk.say("Ledarens telefon", "Leader's phone"),
            value: phone,
            link: Some(format!("tel:{dialled}")),
        });
    }
}

fn changed(
    desk: &Desk<'_>,
    facts: &SignupFacts,
    subject: String,
    before: (Instant, Instant, &str),
) -> Letter {
    let waiting = facts.status == SignupStatus::Waitlisted;
    let lead = if waiting {
        desk.say(
            "Passet du står i kö till har ändrats.",
            "The shift you are waiting for has changed.",
        )
    } else {
        desk.say(
            "Passet du är anmäld till har ändrats.",
            "The shift you are signed up for has changed.",
        )
    };
    let mut letter = about_shift(desk, &facts.crew, subject, lead);
    push_before(desk, &mut letter, &facts.crew, before);
    push_withdraw(desk, &mut letter, facts);
    if !waiting {
        letter.calendar = Some(published(desk, facts));
    }
    letter
}

fn cancelled(desk: &Desk<'_>, facts: &SignupFacts, subject: String) -> Letter {
    let shift = &facts.crew.shift;
    let lead = match shift.reason() {
        Some(reason) => format!(
            "{} {}.",
            desk.say(
                "Passet är inställt. Skäl:",
                "The shift is cancelled. Reason:"
            ),
            reason_words(desk, reason)
        ),
        None => desk
            .say("Passet är inställt.", "The shift is cancelled.")
            .to_owned(),
    };
    let mut letter = about_shift(desk, &facts.crew, subject, lead);
    let message = shift.cancel_message.as_deref().unwrap_or_default().trim();
    if !message.is_empty() {
        letter.paragraphs.insert(0, message.to_owned());
    }
    letter.button = Some(desk.press(
        "Visa andra pass",
        "Show other shifts",
        desk.links.page("/shifts"),
    ));
    if facts.status != SignupStatus::Waitlisted {
        letter.calendar = Some(taken_out(desk, facts));
    }
    letter
}

/// The vocabulary's words (DOMAIN.md 3.22), as they stand in a sentence.
fn reason_words(desk: &Desk<'_>, reason: CancellationReason) -> &'static str {
    match reason {
        CancellationReason::TooFew => desk.say("för få anmälda", "too few signed up"),
        CancellationReason::Weather => desk.say("vädret", "weather"),
        CancellationReason::PoliceAdvice => desk.say("polisens avrådan", "advice from the police"),
        CancellationReason::LeaderIll => {
            desk.say("ledaren har fått förhinder", "leader unavailable")
        }
        CancellationReason::EventMoved => desk.say("flyttat till annan dag", "moved"),
        CancellationReason::Unrest => desk.say("oroligt läge", "unrest"),
        CancellationReason::Other => desk.say("annat", "other"),
    }
}

fn skipped(
    desk: &Desk<'_>,
    facts: &SignupFacts,
    subject: String,
    reasons: &[SignUpReason],
) -> Letter {
    let mut letter = about_shift(
        desk,
        &facts.crew,
        subject,
        desk.say(
            "En plats blev ledig på passet, men den gick till nästa i kön.",
            "A place on the shift became free, but it went to the next in the queue.",
        ),
    );
    let why = reasons.iter().map(|reason| obstacle(desk, *reason));
    letter.paragraphs.extend(why.map(str::to_owned));
    letter.paragraphs.push(
        if facts.status == SignupStatus::Waitlisted {
            desk.say(
                "Du står kvar i kön och får nästa plats när hindret är borta.",
                "You stay in the queue and get the next place once the obstacle is gone.",
            )
        } else {
            desk.say(
                "Du står inte längre i kön till passet.",
                "You are no longer in the queue of this shift.",
            )
        }
        .to_owned(),
    );
    letter
}

/// Why somebody could not get the place, and what they can do.
pub(super) fn obstacle(desk: &Desk<'_>, reason: SignUpReason) -> &'static str {
    match reason {
        SignUpReason::Overlap => desk.say(
            "Du är anmäld till ett annat pass vid samma tid. Avanmäl dig där om du hellre vill vara med här.",
            "You are on another shift at the same time. Withdraw there if you would rather be on this one.",
        ),
        SignUpReason::NotAMember | SignUpReason::MembershipPending => desk.say(
            "Du är inte längre medlem i gruppen.",
            "You are no longer a member of the group.",
        ),
        SignUpReason::TooYoung => desk.say(
            "Gruppen tar inte med någon under 18 år.",
            "The group takes nobody under 18 along.",
        ),
        SignUpReason::GuardianConsentMissing => desk.say(
            "Vårdnadshavarens samtycke är inte noterat. Be den som är ansvarig för gruppen.",
            "A guardian's consent has not been noted. Ask the person responsible for the group.",
        ),
        SignUpReason::EmailUnverified => desk.say(
            "Din e-postadress är inte bekräftad.",
            "Your e-mail address is not confirmed.",
        ),
        SignUpReason::Full => desk.say("Det är fullt.", "It is full."),
        SignUpReason::KeptForOthers => desk.say(
            "De platser som är kvar hålls för den som anmäler sig till just det datumet. Du kan göra det själv.",
            "The places left are kept for those who sign up for that date alone. You can do so yourself.",
        ),
        SignUpReason::QualificationMissing => desk.say(
            "Passet kräver något du inte har visat upp, eller som inte gäller den dagen.",
            "The shift requires something you have not shown, or that is not good on that day.",
        ),
        SignUpReason::TooManyOpen => desk.say(
            "Du är redan anmäld till så många pass som gruppen tänkt sig.",
            "You are on as many shifts ahead as the group has in mind.",
        ),
        SignUpReason::TooLittleRest => desk.say(
            "Det blir för kort vila före eller efter ett annat pass.",
            "There is too little rest before or after another shift.",
        ),
        _ => desk.say(
            "Du kunde inte vara med på passet just då.",
            "You could not be on the shift at that moment.",
        ),
    }
}

fn offered(desk: &Desk<'_>, facts: &SignupFacts, subject: String, until: Instant) -> Letter {
    let lead = desk.say(
        "En plats blev ledig och hålls för dig, som står först i kön.",
        "A place became free and is kept for you, first in the queue.",
    );
    let mut letter = about_shift(desk, &facts.crew, subject, lead);
    letter.facts.push(Fact {
        label: desk.say("Svara senast", "Answer before"),
        value: words::soon(desk.language, until, desk.now),
        link: None,
    });
    letter.paragraphs.push(
        desk.say(
            "Öppna länken och välj Ta platsen eller Tacka nej. Svarar du inte i tid går platsen till nästa i kön.",
            "Open the link and choose to take the place or to decline. If you don't answer in time, it goes to the next.",
        )
        .to_owned(),
    );
    letter.button = Some(desk.press("Svara", "Answer", desk.links.withdraw(facts.id)));
    letter
}

/// A letter that says one thing, with the way to other shifts.
fn plain(desk: &Desk<'_>, facts: &SignupFacts, subject: String, lead: &'static str) -> Letter {
    let mut letter = about_shift(desk, &facts.crew, subject, lead);
    letter.button = Some(desk.press(
        "Visa andra pass",
        "Show other shifts",
        desk.links.page("/shifts"),
    ));
    letter
}

fn freed_by_move(
    desk: &Desk<'_>,
    facts: &SignupFacts,
    subject: String,
    before: (Instant, Instant, &str),
) -> Letter {
    let lead = desk.say(
        "Passet har flyttats till en tid då du är anmäld till ett annat pass. Därför är du inte längre med.",
        "The shift was moved to a time when you are on another shift. So you are no longer on it.",
    );
    let mut letter = about_shift(desk, &facts.crew, subject, lead);
    push_before(desk, &mut letter, &facts.crew, before);
    letter.paragraphs.push(
        desk.say(
            "Vill du hellre vara med här? Avanmäl dig från det andra passet och anmäl dig igen.",
            "Would you rather be on this one? Withdraw from the other shift and sign up again.",
        )
        .to_owned(),
    );
    letter.calendar = Some(taken_out(desk, facts));
    letter
}

/// The time and the place it had before, where they were others.
fn push_before(
    desk: &Desk<'_>,
    letter: &mut Letter,
    crew: &CrewFacts,
    (start, end, place): (Instant, Instant, &str),
) {
    let before = Span { start, end };
    if before != crew.shift.span() {
        letter.facts.push(Fact {
            label: desk.say("Tidigare tid", "Time before"),
            value: words::when(desk.language, before),
            link: None,
        });
    }
    if place != crew.shift.place_name {
        letter.facts.push(Fact {
            label: desk.say("Tidigare plats", "Place before"),
            value: place.to_owned(),
            link: None,
        });
    }
}

fn removed(desk: &Desk<'_>, facts: &SignupFacts, subject: String) -> Letter {
    let mut letter = about_shift(
        desk,
        &facts.crew,
        subject,
        desk.say(
            "Ledaren har avanmält dig från passet.",
            "The leader has taken you off the shift.",
        ),
    );
    letter.button = Some(desk.press(
        "Visa andra pass",
        "Show other shifts",
        desk.links.page("/shifts"),
    ));
    letter.calendar = Some(taken_out(desk, facts));
    letter
}
