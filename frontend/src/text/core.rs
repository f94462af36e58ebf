//! Words of the frame around every page, and of the components.

use super::texts;

texts! {
    SKIP: "Hoppa till innehållet", "Skip to the content";
    MAIN_MENU: "Huvudmeny", "Main menu";
    FOOTER_MENU: "Om webbplatsen", "About this site";
    HOME: "Hem", "Home";
    SHIFTS: "Pass", "Shifts";
    MY_SHIFTS: "Mina pass", "My shifts";
    PARTNERS: "Partner", "Partners";
    REPORTS: "Rapporter", "Reports";
    ACCOUNT: "Konto", "Account";
    OVERVIEW: "Översikt", "Overview";
    SCHEDULE: "Schema", "Schedule";
    MEMBERS: "Medlemmar", "Members";
    APPLICATIONS: "Ansökningar", "Applications";
    LOG_IN: "Logga in", "Log in";
    ABOUT: "Om Lykta", "About Lykta";
    PRIVACY: "Personuppgifter", "Privacy";
    ACCESSIBILITY: "Tillgänglighet", "Accessibility";
    COOKIES: "Kakor", "Cookies";
    ACTING_AS: "Som: {who}", "As: {who}";
    CHOOSE_ROLE: "Byt roll", "Switch role";
    AS_MYSELF: "mig själv", "myself";
    AS_CITY: "staden", "the city";
    EMERGENCY: "Pågår det ett brott eller är någon i fara? Ring", "Is a crime under way or somebody in danger? Call";
    TIP: "Vill du tipsa eller anmäla utan brådska? Ring", "To tip or report without hurry, call";
    LANGUAGE: "Språk", "Language";
    THEME: "Utseende", "Appearance";
    THEME_SYSTEM: "Som enheten", "As the device";
    THEME_LIGHT: "Ljust", "Light";
    THEME_DARK: "Mörkt", "Dark";
    THEME_NIGHT: "Natt", "Night";

    LOADING: "Hämtar …", "Loading …";
    SLOW: "Det tar längre tid än vanligt.", "This takes longer than usual.";
    RETRY: "Försök igen", "Try again";
    ERROR_TITLE: "Det gick inte att visa sidan", "This could not be shown";
    OFFLINE_TITLE: "Ingen uppkoppling", "No connection";
    DENIED_TITLE: "Du får inte se det här", "You may not see this";
    NOT_FOUND_TITLE: "Sidan finns inte", "There is no such page";
    SIGN_IN_TITLE: "Logga in först", "Log in first";
    CODE: "Kod att uppge om du ber om hjälp:", "Code to quote when you ask for help:";
    STALE: "Det här är det senaste som hämtades.", "This is the latest that was loaded.";
    SHOWN_FROM: "Ingen uppkoppling. Det här visas från {when}.", "No connection. What you see is from {when}.";
    UPDATE: "Det finns en ny version av Lykta.", "There is a new version of Lykta.";
    TAKE_UPDATE: "Byt till den nya versionen", "Switch to the new version";
    GO_HOME: "Gå till startsidan", "Go to the start page";
    FIND_SHIFT: "Hitta ett pass", "Find a shift";

    SUMMARY_TITLE: "Något behöver rättas", "Something needs correcting";
    ERROR_PREFIX: "Fel: {title}", "Error: {title}";
    OPTIONAL: "(frivilligt)", "(optional)";
    SHOW_PASSWORD: "Visa lösenordet", "Show the password";
    CHOOSE: "Välj", "Choose";
    SENDING: "Skickar …", "Sending …";
    KEEP: "Avbryt", "Keep as it is";
    YES: "Ja", "Yes";
    NO: "Nej", "No";
    COPY: "Kopiera", "Copy";
    COPIED: "Kopierat", "Copied";

    ROW_KEYS: "Med tangentbordet: j och k går från rad till rad, Enter öppnar.", "With the keyboard: j and k go from row to row, Enter opens.";
    PAGES: "Sidor", "Pages";
    PREVIOUS: "Föregående", "Previous";
    NEXT: "Nästa", "Next";
    PAGE_OF: "Sida {page} av {pages}", "Page {page} of {pages}";
    ENDS_NEXT_DAY: "(slutar nästa dag)", "(ends the next day)";
}
