//! Calendars that are fetched by a secret address.

use super::texts;

texts! {
    TITLE: "Kalender", "Calendar";
    MINE_LEAD: "Prenumerera på dina pass i telefonens eller datorns kalender. Den visar tid, samlingsplats och passets namn, aldrig andra personer. För organisationer med extra skydd visas bara tiden och platsen.", "Subscribe to your shifts in the calendar of your phone or computer. It shows time, meeting point and the shift’s name, never other people. For organisations with extra protection it shows time and place only.";
    ORGANISATION_LEAD: "Prenumerera på organisationens alla pass. Kalendern visar tid, samlingsplats och passets namn, aldrig vilka som är anmälda. Har medlemmarna extra skydd visas bara tiden.", "Subscribe to all the organisation’s shifts. The calendar shows time, meeting point and the shift’s name, never who is signed up. Where members have extra protection it shows the time only.";
    SECRET: "Adressen är hemlig: den som har den kan läsa kalendern utan att logga in. Dela den inte vidare.", "The address is secret: whoever has it can read the calendar without signing in. Don’t pass it on.";
    ADDRESS: "Adress att klistra in i kalendern", "Address to paste into the calendar";
    OPEN: "Öppna i kalendern", "Open in the calendar";
    ONCE: "Adressen visas bara nu. Spara den i kalendern på en gång.", "The address is shown only now. Save it in the calendar at once.";
    ON: "En kalenderadress finns sedan {date}. Vi kan inte visa den igen, men du kan skapa en ny. Då slutar den gamla att fungera direkt.", "There has been a calendar address since {date}. We can’t show it again, but you can make a new one. The old one then stops working at once.";
    MAKE: "Skapa kalenderadress", "Make a calendar address";
    RENEW: "Skapa ny adress", "Make a new address";
    END: "Stäng av kalendern", "Switch the calendar off";
    ENDED: "Kalendern är avstängd. Adressen fungerar inte längre.", "The calendar is switched off. The address no longer works.";
}
