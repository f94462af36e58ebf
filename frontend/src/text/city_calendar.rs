//! The city's calendar: peak nights and school holidays.

use super::texts;

texts! {
    TITLE: "Stadens kalender", "The city’s calendar";
    INTRO: "Riskkvällar och skollov visas för den som planerar en termin.", "Peak nights and school holidays are shown to those who plan a term.";
    YEARS: "År", "Years";
    EMPTY: "Inget är inlagt för {year}.", "Nothing has been entered for {year}.";
    EMPTY_MORE: "Lägg till riskkvällar och skollov, så ser grupperna dem när de planerar.", "Add peak nights and school holidays, so that groups see them when they plan.";
    CAPTION: "Riskkvällar och skollov {year}", "Peak nights and school holidays in {year}";
    WHEN: "När", "When";
    NAME: "Namn", "Name";
    KIND: "Slag", "Kind";
    ACTIONS: "Åtgärder", "Actions";
    RANGE: "{from} – {to}", "{from} – {to}";
    PEAK_NIGHT: "Riskkväll", "Peak night";
    SCHOOL_BREAK: "Skollov", "School holiday";
    CHANGE: "Ändra", "Change";
    REMOVE: "Ta bort", "Remove";
    REMOVED: "{name} är borttagen ur kalendern.", "{name} has been taken out of the calendar.";
    UNDO: "Ångra", "Undo";
    UNDONE: "{name} är tillbaka i kalendern.", "{name} is back in the calendar.";
    ADD_TITLE: "Lägg till i kalendern", "Add to the calendar";
    CHANGE_TITLE: "Ändra {name}", "Change {name}";
    SV: "Namn på svenska", "Name in Swedish";
    EN: "Namn på engelska", "Name in English";
    FIRST: "Första dag", "First day";
    LAST: "Sista dag", "Last day";
    LAST_HINT: "Lämna tomt om det är en enda kväll.", "Leave empty if it is a single night.";
    LEVEL: "Hur många som väntas ute", "How many are expected to be out";
    LEVEL_1: "Något fler än vanligt", "Somewhat more than usual";
    LEVEL_2: "Många", "Many";
    LEVEL_3: "Mycket många", "Very many";
    ADD: "Lägg till", "Add";
    SAVE: "Spara ändringen", "Save the change";
    CANCEL: "Avbryt", "Cancel";
    ADDED: "{name} är inlagt i kalendern.", "{name} has been added to the calendar.";
    SAVED: "{name} är ändrat.", "{name} has been changed.";
    OPEN: "Öppna kalendern", "Open the calendar";
}
