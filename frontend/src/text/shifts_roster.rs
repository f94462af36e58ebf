//! The roster of a shift.

use super::texts;

texts! {
    TITLE: "Deltagarlista", "Roster";
    CAPTION: "Anmälda till passet", "Signed up for the shift";
    NAME: "Namn", "Name";
    PHONE: "Telefon", "Phone";
    STATE: "Status", "Status";
    ACTIONS: "Åtgärder", "Actions";
    SIGNED_UP: "Anmäld", "Signed up";
    WAITING: "Reserv, plats {n}", "Waiting list, number {n}";
    YOUTH: "Ungdom 15–17 år", "Youth 15–17";
    LEADER: "Leder passet", "Leads the shift";
    EMPTY: "Ingen är anmäld än.", "Nobody has signed up yet.";
    ADD: "Lägg till en medlem", "Add a member";
    MEMBER: "Medlem", "Member";
    ADD_BUTTON: "Lägg till", "Add";
    NOBODY: "Alla medlemmar som kan vara med är redan anmälda.", "All members who can join are already signed up.";
    OVERRIDE: "Skäl att ta med fler", "Reason for taking more people";
    OVERRIDE_HINT: "Passet är fullt. Skälet sparas i loggen med ditt namn.", "The shift is full. The reason is kept in the log with your name.";
    ADDED: "{name} är anmäld.", "{name} is signed up.";
    REMOVE: "Ta bort", "Remove";
    REMOVE_TITLE: "Ta bort från passet?", "Remove from the shift?";
    REMOVE_TEXT: "Personen får besked med e-post, och den som står först i kön får platsen.", "The person is told by e-mail, and the first on the waiting list gets the place.";
    REMOVED: "{name} är borttagen från passet.", "{name} has been removed from the shift.";
    WHO_LEADS: "Ledare", "Leader";
    SET_LEADER: "Utse ledare", "Set the leader";
    LEADER_SAVE: "Spara ledare", "Save leader";
    LEADER_SAVED: "Ledaren är sparad.", "The leader has been saved.";
    LEADER_HINT: "Bara medlemmar med rollen vandringsledare kan leda.", "Only members with the role walk leader can lead.";
    PRINT: "Skriv ut", "Print";
    PRIVACY: "Listan är för passet. Ta hand om utskriften och förstör den efteråt.", "The list is for the shift. Look after the printout and destroy it afterwards.";
}
