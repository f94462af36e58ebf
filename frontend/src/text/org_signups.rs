//! How an organisation's sign-ups work, and what members have shown.

use super::texts;

texts! {
    TITLE: "Anmälan", "Sign-up";
    READ_ONLY: "Organisationsansvariga kan ändra det här.", "Administrators can change this.";
    NONE_HINT: "Lämna tomt om det inte ska finnas någon gräns.", "Leave empty for no limit.";
    OFF_HINT: "0 betyder aldrig.", "0 means never.";
    OPENS: "Anmälan öppnar så många dagar före", "Sign-up opens so many days ahead";
    OPENS_HINT: "Lämna tomt om anmälan ska öppna genast.", "Leave empty to open sign-up at once.";
    CLOSES: "Anmälan stänger så många minuter före", "Sign-up closes so many minutes ahead";
    CLOSES_HINT: "0 betyder när passet börjar.", "0 means when the shift begins.";
    CANCEL: "Avanmälan räknas som sen från så många timmar före", "Withdrawing is late from so many hours ahead";
    LATE_TEXT: "Er text till den som avanmäler sig sent", "Your words to whoever withdraws late";
    OFFER: "En ledig plats erbjuds kön i stället för att ges, från så många timmar före", "A free place is offered to the queue instead of given, from so many hours ahead";
    OFFER_MINUTES: "Så många minuter har den som erbjuds en plats på sig att svara", "Minutes to answer such an offer";
    MAX_OPEN: "Högsta antal kommande pass per person", "Most shifts ahead per person";
    REST: "Minsta vila mellan två pass, i timmar", "Least rest between two shifts, in hours";
    RULE_MAX: "När någon har för många pass", "When somebody has too many shifts";
    RULE_REST: "När vilan är för kort", "When the rest is too short";
    WARN: "Säg till, men låt personen välja", "Say so, and let the person decide";
    BLOCK: "Säg nej", "Refuse";
    ALERT_PLANNERS: "Ledare och schemaläggare får veta att folk saknas så många timmar före", "Leader and planners are told of missing people so many hours ahead";
    ALERT_WATCHERS: "De som bett om det får veta så många timmar före", "Those who asked for it are told so many hours ahead";
    ALERT_EVERYBODY: "Alla som kan vara med får veta så många timmar före", "Everybody who could come is told so many hours ahead";
    DECIDE: "Passet bekräftas, eller ställs in om folk saknas, så många timmar före", "The shift is confirmed, or called off if people are missing, so many hours ahead";
    DECIDE_HINT: "0 betyder aldrig. Vi går aldrig ensamma.", "0 means never. We never walk alone.";
    SAVE: "Spara anmälan", "Save sign-up";
    SAVED: "Inställningarna för anmälan är sparade.", "The settings of sign-up have been saved.";
    SHOWN: "Visat upp", "Has shown";
    SHOWN_NONE: "Inget noterat.", "Nothing noted.";
    SHOWN_HINT: "Notera bara att och när något visades. Spara aldrig själva handlingen eller vad som stod i den.", "Note only that and when something was shown. Never keep the document or what it said.";
    SHOWN_WHAT: "Vad", "What";
    SHOWN_ON: "Visat den", "Shown on";
    VALID_UNTIL: "Gäller till och med", "Good until";
    ADD: "Notera", "Note";
    FORGET: "Ta bort", "Take away";
    LINE: "{what}, visat {on}", "{what}, shown {on}";
    LINE_UNTIL: "{what}, visat {on}, gäller till {until}", "{what}, shown {on}, good until {until}";
    NOTED: "Noterat.", "Noted.";
}
