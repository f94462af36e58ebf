//! Settings of an organisation beside its profile.

use super::texts;

texts! {
    REMINDERS: "Påminnelser", "Reminders";
    REMINDERS_LEAD: "Alla som är anmälda till ett pass får påminnelser med e-post. Påminnelser som inte har gått ut än följer det ni väljer.", "Everybody signed up for a shift is reminded by e-mail. Reminders that have not left yet follow what you choose.";
    FIRST: "Första påminnelsen", "First reminder";
    LAST: "Sista påminnelsen", "Last reminder";
    NONE: "Ingen", "None";
    WEEK_BEFORE: "En vecka före, samma tid på dagen", "A week before, at the same time of day";
    DAYS_BEFORE_ONE: "{n} dygn före, samma tid på dagen", "{n} day before, at the same time of day";
    DAYS_BEFORE_OTHER: "{n} dygn före, samma tid på dagen", "{n} days before, at the same time of day";
    HOURS_BEFORE_ONE: "{n} timme före", "{n} hour before";
    HOURS_BEFORE_OTHER: "{n} timmar före", "{n} hours before";
    SAVE_REMINDERS: "Spara påminnelserna", "Save the reminders";
    REMINDERS_SAVED: "Påminnelserna är sparade.", "The reminders have been saved.";
}
