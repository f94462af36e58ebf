//! Planning a shift.

use super::texts;

texts! {
    NEW_TITLE: "Nytt pass", "New shift";
    EDIT_TITLE: "Redigera passet", "Edit the shift";
    ACTIVITY: "Vad ska ni göra?", "What will you do?";
    CHOOSE: "Välj", "Choose";
    TITLE: "Rubrik", "Title";
    TITLE_HINT: "Kort, till exempel Nattvandring i Rissne", "Short, such as Night walk in Rissne";
    DISTRICT: "Stadsdel", "District";
    PLACE: "Samlingsplats", "Meeting point";
    PLACE_HINT: "Namnet på platsen, till exempel Rissne torg, vid biblioteket", "What the place is called, such as Rissne torg, by the library";
    ADDRESS: "Adress (frivilligt)", "Address (optional)";
    DATE: "Datum", "Date";
    START: "Samling kl.", "Gather at";
    END: "Slutar kl.", "Ends at";
    END_HINT: "En tid före samlingen betyder nästa dag.", "A time before gathering means the next day.";
    WORDS: "{day} kl. {start}–{end}, {length}", "{day}, {start}–{end}, {length}";
    WORDS_NEXT: "{day} kl. {start}–{end}, {length}; natten till {next}", "{day}, {start}–{end}, {length}; the night before {next}";
    CLOCK: "Klockan kan ställas om den natten. Den rätta längden visas när du har sparat.", "The clocks may change that night. The real length is shown when you have saved.";
    FOLD_START: "Samlingstiden infaller två gånger den natten", "The gathering time happens twice that night";
    FOLD_END: "Sluttiden infaller två gånger den natten", "The end time happens twice that night";
    FOLD_EARLIER: "Första gången (sommartid)", "The first time (summer time)";
    FOLD_LATER: "Andra gången (normaltid)", "The second time (standard time)";
    MINIMUM: "Minst antal vuxna", "Smallest number of adults";
    MINIMUM_HINT: "Aktiviteten kräver minst {n} vuxna. Ungdomar räknas inte.", "The activity demands at least {n} adults. Youth do not count.";
    MINIMUM_HINT_NONE: "Ungdomar räknas inte.", "Youth do not count.";
    MAXIMUM: "Högst antal deltagare", "Largest number of people";
    NEEDS_LEADER: "Passet ska ha en ledare", "The shift needs a leader";
    LEADER: "Ledare (frivilligt)", "Leader (optional)";
    NO_LEADER: "Utse senare", "Choose later";
    NOTES: "Bra att veta (frivilligt)", "Good to know (optional)";
    NOTES_HINT: "Syns för alla som får se passet.", "Seen by everybody who may see the shift.";
    BRIEFING: "Genomgång (frivilligt)", "Briefing (optional)";
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
    CANCEL: "Avbryt", "Back";
    CANNOT_PUBLISH: "Organisationen kan inte publicera pass just nu, men du kan spara ett utkast.", "The organisation can’t publish shifts right now, but you can save a draft.";
    RESTORED: "Det du skrev sist finns kvar.", "What you wrote last time is still here.";
    START_OVER: "Börja om", "Start over";
    STALE: "Någon annan har ändrat det här medan du skrev. Det du har skrivit finns kvar. Läs det nya och spara igen.", "Somebody else changed this while you were writing. What you wrote is still here. Read what is new and save again.";
}
