//! Planning a shift.

use super::texts;

texts! {
    NEW_TITLE: "Nytt pass", "New shift";
    EDIT_TITLE: "Redigera passet", "Edit the shift";
    ACTIVITY: "Aktivitet", "Activity";
    TITLE: "Rubrik", "Title";
    TITLE_HINT: "Kort, till exempel Nattvandring i Rissne", "Short, such as Night walk in Rissne";
    DISTRICT: "Stadsdel", "District";
    PLACE: "Samlingsplats", "Meeting point";
    PLACE_HINT: "Namnet på platsen, till exempel Rissne torg, vid biblioteket", "What the place is called, such as Rissne torg, by the library";
    ADDRESS: "Adress", "Address";
    DATE: "Datum", "Date";
    START: "Samlingstid", "Gathering time";
    END: "Sluttid", "End time";
    END_HINT: "En tid före samlingen betyder nästa dag.", "A time before gathering means the next day.";
    WORDS: "{day} kl. {start}–{end}, {length}", "{day}, {start}–{end}, {length}";
    WORDS_NEXT: "{day} kl. {start}–{end}, {length}; natten till {next}", "{day}, {start}–{end}, {length}; the night before {next}";
    CLOCK: "Klockan kan ställas om den natten. Den rätta längden visas när du har sparat.", "The clocks may change that night. The real length is shown when you have saved.";
    FOLD_START: "Samlingstiden infaller två gånger den natten", "The gathering time happens twice that night";
    FOLD_END: "Sluttiden infaller två gånger den natten", "The end time happens twice that night";
    FOLD_EARLIER: "Första gången (sommartid)", "The first time (summer time)";
    FOLD_LATER: "Andra gången (normaltid)", "The second time (standard time)";
    MINIMUM: "Minsta antal vuxna", "Smallest number of adults";
    MINIMUM_HINT: "Aktiviteten kräver minst {n} vuxna. Ungdomar räknas inte.", "The activity demands at least {n} adults. Youth do not count.";
    MINIMUM_HINT_NONE: "Ungdomar räknas inte.", "Youth do not count.";
    MAXIMUM: "Högsta antal deltagare", "Largest number of people";
    NEEDS_LEADER: "Passet ska ha en ledare", "The shift needs a leader";
    LEADER: "Ledare", "Leader";
    LEADER_HINT: "Medlemmar med rollen vandringsledare. Ledaren kan också utses senare.", "Members with the role walk leader. The leader can also be chosen later.";
    NOTES: "Bra att veta", "Good to know";
    NOTES_HINT: "Syns för alla som får se passet.", "Seen by everybody who may see the shift.";
    BRIEFING: "Genomgång", "Briefing";
    BRIEFING_HINT: "Syns bara för dem som är med, ledaren och er som planerar. Skriv om platser, inte om personer.", "Seen only by those on the shift, the leader and the planners. Write about places, not about people.";
    PUBLIC: "Visa passet för besökare", "Show the shift to visitors";
    PUBLIC_HINT: "Besökare ser tid, stadsdel och bemanning, aldrig samlingsplatsen.", "Visitors see time, district and places, never the meeting point.";
    SAVE_DRAFT: "Spara utkast", "Save draft";
    PUBLISH: "Publicera passet", "Publish the shift";
    SAVE: "Spara ändringarna", "Save the changes";
    TOLD: "Ändrar du tid eller plats får alla anmälda besked med e-post.", "If you change time or place, everybody signed up is told by e-mail.";
    SAVED_DRAFT: "Utkastet är sparat.", "The draft has been saved.";
    PUBLISHED: "Passet är öppet för anmälan.", "The shift is open for sign-up.";
    SAVED: "Ändringarna är sparade.", "The changes have been saved.";
    OVERLAPPING: "De här personerna är anmälda till ett annat pass på den nya tiden:", "These people are on another shift at the new time:";
    OVERLAPPING_CHOICE: "Välj en annan tid, eller flytta passet utan dem. Då förlorar de sin plats, får veta varför med e-post, och kön flyttar fram.", "Choose another time, or move the shift without them. Then they lose their place, are told why by e-mail, and the queue moves up.";
    OVERLAPPING_FREE: "Flytta passet utan dem", "Move the shift without them";
    CANCEL: "Avbryt", "Back";
    CANNOT_PUBLISH: "Organisationen kan inte publicera pass just nu, men du kan spara ett utkast.", "The organisation can’t publish shifts right now, but you can save a draft.";
}
