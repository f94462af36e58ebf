//! What went wrong, in words: every kind of problem, every code of a field, every reason.

use lykta_shared::{
    problem::{FieldCode, ProblemKind},
    shifts::SignUpReason,
};

use super::{Text, fill, inside, t, texts};
use crate::api::Failure;

texts! {
    OFFLINE: "Ingen kontakt med servern. Kontrollera uppkopplingen och försök igen.", "The server can't be reached. Check your connection and try again.";
    BROKEN: "Något annat än Lykta svarade. Försök igen om en stund.", "Something other than Lykta answered. Try again in a while.";
    MALFORMED: "Servern kunde inte läsa det som skickades. Ladda om sidan och försök igen.", "The server could not read what was sent. Reload the page and try again.";
    UNAUTHENTICATED: "Du behöver logga in.", "You need to log in.";
    LOGIN_FAILED: "E-postadressen och lösenordet stämmer inte ihop. Kontrollera båda och försök igen.", "The e-mail address and password don't match. Check both and try again.";
    EMAIL_UNVERIFIED: "Bekräfta din e-postadress först. Länken finns i mejlet vi skickade.", "Confirm your e-mail address first. The link is in the e-mail we sent.";
    SUSPENDED: "Kontot är avstängt. Kontakta staden om du tror att det är fel.", "The account is suspended. Contact the city if you think this is wrong.";
    FORBIDDEN: "Du har inte behörighet till det här. Be den som är ansvarig för organisationen.", "You don't have permission for this. Ask the person responsible for the organisation.";
    CROSS_SITE: "Begäran kom inte från den här webbplatsen. Ladda om sidan och försök igen.", "The request did not come from this site. Reload the page and try again.";
    FOUR_EYES: "Du är själv med i organisationen. En annan trygghetssamordnare behöver besluta.", "You belong to the organisation yourself. Another safety coordinator has to decide.";
    NOT_FOUND: "Det du söker finns inte, eller så får du inte se det.", "What you are looking for isn't there, or you may not see it.";
    METHOD: "Det går inte att göra så här. Ladda om sidan och försök igen.", "This can't be done here. Reload the page and try again.";
    TIMEOUT: "Det tog för lång tid att skicka. Försök igen.", "Sending took too long. Try again.";
    WRONG_STATE: "Läget har ändrats, så det går inte längre. Ladda om för att se hur det är nu.", "Things have changed, so this is no longer possible. Reload to see how they stand.";
    SIGN_UP_REFUSED: "Det gick inte att anmäla dig.", "You could not be signed up.";
    LAST_ADMIN: "Organisationen behöver minst en ansvarig. Utse någon annan först.", "The organisation needs at least one administrator. Appoint somebody else first.";
    ALREADY_MEMBER: "Personen är redan medlem eller har bett om att få bli det.", "The person is a member already, or has asked to be.";
    ALREADY_EXISTS: "Det finns redan.", "It exists already.";
    CAPACITY: "Fler är redan anmälda än det nya högsta antalet.", "More people are signed up than the new maximum allows.";
    SHIFTS_OVERLAP: "Några som är med har ett annat pass på den nya tiden.", "Some of those on it have another shift at the new time.";
    LINK_INVALID: "Länken går inte att använda. Den kan vara använd, återkallad eller för gammal.", "The link can't be used. It may have been used, withdrawn or be too old.";
    STALE: "Någon annan har ändrat under tiden. Det du har skrivit finns kvar. Spara igen om det ska gälla.", "Somebody else has changed this meanwhile. What you wrote is still here. Save again if it is to count.";
    TOO_LARGE: "Det är för mycket text på en gång. Korta ner och försök igen.", "That is too much text at once. Shorten it and try again.";
    KEY_REUSED: "Det gick inte att skicka. Ladda om sidan och försök igen.", "This could not be sent. Reload the page and try again.";
    INVALID_FIELDS: "Något behöver rättas.", "Something needs correcting.";
    TOO_MANY: "Det blev för många försök. Vänta en stund och försök igen.", "Too many attempts. Wait a while and try again.";
    INTERNAL: "Något gick fel hos oss. Försök igen om en stund.", "Something went wrong on our side. Try again in a while.";
    UNAVAILABLE: "Det är mycket att göra just nu. Försök igen om en liten stund.", "We are busy right now. Try again in a little while.";

    REQUIRED: "Fyll i {label}.", "Fill in {label}.";
    TOO_SHORT: "{Label} är för kort.", "{Label} is too short.";
    TOO_LONG: "{Label} är för lång.", "{Label} is too long.";
    CHARACTER: "{Label} innehåller tecken som inte går att använda.", "{Label} contains characters that can't be used.";
    NOT_AN_EMAIL: "Skriv en e-postadress, till exempel namn@exempel.se.", "Enter an e-mail address, such as name@example.se.";
    NOT_A_TIME: "Fyll i {label}.", "Fill in {label}.";
    NOT_AN_ORGANISATION_NUMBER: "Skriv ett organisationsnummer med tio siffror, till exempel 802001-1234.", "Enter an organisation number of ten digits, such as 802001-1234.";
    PERSONAL_NUMBER: "Det ser ut som ett personnummer. Skriv det inte här, vi sparar inga personnummer.", "This looks like a personal identity number. Don't enter it here; we keep none.";
    UNKNOWN_KEY: "Välj {label} i listan.", "Choose {label} from the list.";
    GUESSABLE: "Lösenordet är lätt att gissa. Ta några ord som inte hör ihop och inte har med dig att göra.", "The password is easy to guess. Use a few words that don't belong together or to you.";
    WRONG_PASSWORD: "Det är inte ditt nuvarande lösenord.", "That is not your present password.";
    END_NOT_AFTER_START: "Skriv en tid efter starttiden.", "Enter a time after the start.";
    TOO_LONG_SPAN: "Ett pass kan vara högst 24 timmar.", "A shift can be at most 24 hours.";
    IN_THE_PAST: "Välj en tid som inte har varit.", "Choose a time that has not passed.";
    MINIMUM_ABOVE_MAXIMUM: "Det minsta antalet kan inte vara större än det högsta.", "The minimum can't be larger than the maximum.";
    BELOW_FLOOR: "Det behövs fler. Vi går aldrig ensamma, minst två vuxna.", "More people are needed. We never walk alone: at least two adults.";
    LEADER_REQUIRED: "Den här aktiviteten ska ha en ledare. Kryssa i rutan; vem det blir kan ni bestämma senare.", "This activity has to have a leader. Tick the box; who it is can be settled later.";
    OUT_OF_RANGE: "{Label}: talet är för litet eller för stort.", "{Label}: the number is too small or too large.";
    OUTSIDE_CITY: "Platsen ligger utanför staden.", "The place is outside the city.";
    OUTSIDE_AGREEMENT: "Det ingår inte i er överenskommelse med staden.", "This is not part of your agreement with the city.";
    NOT_ELIGIBLE: "Personen har inte den roll som behövs.", "The person does not hold the role that is needed.";
    POSSIBLE_PERSON: "Det här kan peka ut en person. Skriv om platsen, inte om personer.", "This may point out a person. Write about the place, not about persons.";
    GOING_ON_NOW: "Pågår det nu? Ring 112. En rapport läses inte i natt.", "Is it going on now? Call 112. Nobody reads a report tonight.";
    GROUP_SIZE: "En grupp är två till fem personer. Ingen går ensam.", "A group is two to five people. Nobody walks alone.";
    NO_ADULT: "Ungdomar går alltid med en vuxen.", "Youth always walk with an adult.";
    INVALID: "{Label}: ange något annat.", "{Label}: enter something else.";

    FULL: "Passet är fullt.", "The shift is full.";
    OVERLAP: "Du är redan anmäld till ett annat pass samtidigt.", "You are signed up for another shift at that time.";
    NOT_A_MEMBER: "Passet är för medlemmar i organisationen.", "The shift is for members of the organisation.";
    MEMBERSHIP_PENDING: "Ditt medlemskap är inte godkänt ännu.", "Your membership has not been approved yet.";
    ORGANISATION_NOT_ACTIVE: "Organisationen är inte aktiv partner till staden just nu.", "The organisation is not an active partner of the city right now.";
    NOT_OPEN: "Passet är inte öppet för anmälan.", "The shift is not open for sign-up.";
    CANCELLED: "Passet är inställt.", "The shift is cancelled.";
    STARTED: "Passet har börjat.", "The shift has begun.";
    TOO_YOUNG: "Organisationen tar bara med den som har fyllt 18.", "The organisation only takes people of 18 and over.";
    GUARDIAN: "Vårdnadshavarens samtycke är inte noterat. Prata med den som är ansvarig.", "A guardian's consent has not been noted. Talk to the person responsible.";
    UNVERIFIED: "Bekräfta din e-postadress först.", "Confirm your e-mail address first.";
    NOT_YET_OPEN: "Anmälan har inte öppnat ännu.", "Sign-up has not opened yet.";
    CLOSED: "Anmälan har stängt. Prata med ledaren om du vill vara med.", "Sign-up has closed. Talk to the leader if you want to come.";
    QUALIFICATION: "Passet kräver något du inte har visat upp, eller som inte gäller den dagen. Prata med den som är ansvarig.", "The shift requires something you have not shown, or that is not good on that day. Talk to the person responsible.";
    TOO_MANY_OPEN: "Du är redan anmäld till så många pass som gruppen tänkt sig.", "You are on as many shifts ahead as the group has in mind.";
    TOO_LITTLE_REST: "Det blir kort vila före eller efter ett annat pass.", "There is little rest before or after another shift.";
    KEPT_FOR_OTHERS: "De platser som är kvar hålls för den som anmäler sig till just det datumet. Du kan göra det själv.", "The places left are kept for those who sign up for that date alone. You can do so yourself.";
}

/// What went wrong, in one or two sentences.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Offline => t(OFFLINE).to_owned(),
        Failure::Broken => t(BROKEN).to_owned(),
        Failure::Problem(problem) => {
            let mut words = t(kind(problem.code)).to_owned();
            for why in &problem.reasons {
                words.push(' ');
                words.push_str(t(reason(*why)));
            }
            words
        }
    }
}

/// A kind of problem.
pub(crate) const fn kind(kind: ProblemKind) -> Text {
    match kind {
        ProblemKind::MalformedRequest
        | ProblemKind::UnsupportedMediaType
        | ProblemKind::PreconditionRequired => MALFORMED,
        ProblemKind::Unauthenticated => UNAUTHENTICATED,
        ProblemKind::LoginFailed => LOGIN_FAILED,
        ProblemKind::EmailUnverified => EMAIL_UNVERIFIED,
        ProblemKind::AccountSuspended => SUSPENDED,
        ProblemKind::Forbidden => FORBIDDEN,
        ProblemKind::CrossSite => CROSS_SITE,
        ProblemKind::FourEyes => FOUR_EYES,
        ProblemKind::NotFound => NOT_FOUND,
        ProblemKind::MethodNotAllowed => METHOD,
        ProblemKind::RequestTimeout => TIMEOUT,
        ProblemKind::WrongState => WRONG_STATE,
        ProblemKind::SignUpRefused => SIGN_UP_REFUSED,
        ProblemKind::LastAdmin => LAST_ADMIN,
        ProblemKind::AlreadyMember => ALREADY_MEMBER,
        ProblemKind::AlreadyExists => ALREADY_EXISTS,
        ProblemKind::CapacityBelowSignups => CAPACITY,
        ProblemKind::ShiftsOverlap => SHIFTS_OVERLAP,
        ProblemKind::LinkInvalid => LINK_INVALID,
        ProblemKind::Stale => STALE,
        ProblemKind::PayloadTooLarge => TOO_LARGE,
        ProblemKind::KeyReused => KEY_REUSED,
        ProblemKind::InvalidFields => INVALID_FIELDS,
        ProblemKind::TooManyRequests => TOO_MANY,
        ProblemKind::Internal => INTERNAL,
        ProblemKind::Unavailable => UNAVAILABLE,
    }
}

/// Why the value of a field is not possible; `label` is the field's.
pub(crate) fn field(code: FieldCode, label: Text) -> String {
    let text = match code {
        FieldCode::Required => REQUIRED,
        FieldCode::TooShort => TOO_SHORT,
        FieldCode::TooLong => TOO_LONG,
        FieldCode::ForbiddenCharacter => CHARACTER,
        FieldCode::NotAnEmail => NOT_AN_EMAIL,
        FieldCode::NotATime => NOT_A_TIME,
        FieldCode::NotAnOrganisationNumber => NOT_AN_ORGANISATION_NUMBER,
        FieldCode::PersonalNumber => PERSONAL_NUMBER,
        FieldCode::UnknownKey => UNKNOWN_KEY,
        FieldCode::GuessablePassword => GUESSABLE,
        FieldCode::WrongPassword => WRONG_PASSWORD,
        FieldCode::EndNotAfterStart => END_NOT_AFTER_START,
        FieldCode::TooLongSpan => TOO_LONG_SPAN,
        FieldCode::InThePast => IN_THE_PAST,
        FieldCode::MinimumAboveMaximum => MINIMUM_ABOVE_MAXIMUM,
        FieldCode::BelowFloor => BELOW_FLOOR,
        FieldCode::LeaderRequired => LEADER_REQUIRED,
        FieldCode::OutOfRange => OUT_OF_RANGE,
        FieldCode::OutsideCity => OUTSIDE_CITY,
        FieldCode::OutsideAgreement => OUTSIDE_AGREEMENT,
        FieldCode::NotEligible => NOT_ELIGIBLE,
        FieldCode::PossiblePerson => POSSIBLE_PERSON,
        FieldCode::GoingOnNow => GOING_ON_NOW,
        FieldCode::GroupSize => GROUP_SIZE,
        FieldCode::NoAdult => NO_ADULT,
        FieldCode::Invalid => INVALID,
    };
    let label = t(label);
    fill(text, &[("label", &inside(label)), ("Label", label)])
}

/// Why a sign-up is not possible.
pub(crate) const fn reason(reason: SignUpReason) -> Text {
    match reason {
        SignUpReason::Full => FULL,
        SignUpReason::Overlap => OVERLAP,
        SignUpReason::NotAMember => NOT_A_MEMBER,
        SignUpReason::MembershipPending => MEMBERSHIP_PENDING,
        SignUpReason::OrganisationNotActive => ORGANISATION_NOT_ACTIVE,
        SignUpReason::NotOpen => NOT_OPEN,
        SignUpReason::Cancelled => CANCELLED,
        SignUpReason::Started => STARTED,
        SignUpReason::TooYoung => TOO_YOUNG,
        SignUpReason::GuardianConsentMissing => GUARDIAN,
        SignUpReason::EmailUnverified => UNVERIFIED,
        SignUpReason::AccountSuspended => SUSPENDED,
        SignUpReason::NotYetOpen => NOT_YET_OPEN,
        SignUpReason::Closed => CLOSED,
        SignUpReason::QualificationMissing => QUALIFICATION,
        SignUpReason::TooManyOpen => TOO_MANY_OPEN,
        SignUpReason::TooLittleRest => TOO_LITTLE_REST,
        SignUpReason::KeptForOthers => KEPT_FOR_OTHERS,
    }
}
