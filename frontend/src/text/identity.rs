//! Words of accounts.

use super::texts;

texts! {
    SESSION_LOST: "Du har loggats ut för att det gått lång tid. Logga in igen, så kommer du tillbaka till sidan. Det du skrev finns kvar.", "You have been logged out because much time has passed. Log in again and you come back to the page. What you wrote is still there.";
    EMAIL: "E-postadress", "E-mail address";
    PASSWORD: "Lösenord", "Password";
    NEW_PASSWORD: "Nytt lösenord", "New password";
    PRESENT_PASSWORD: "Nuvarande lösenord", "Present password";
    PASSWORD_HINT: "Minst 15 tecken. Några ord som inte hör ihop går bra.", "At least 15 characters. A few words that don't belong together will do.";
    DISPLAY_NAME: "Namn", "Name";
    DISPLAY_NAME_HINT: "Det de du går med får se. Ett tilltalsnamn räcker.", "What those you walk with will see. A first name is enough.";
    EMAIL_HINT: "Hit skickar vi bekräftelser och påminnelser.", "We send confirmations and reminders here.";

    LOGIN_LEAD: "Har du inget konto ännu? Det tar en minut att skapa.", "No account yet? Creating one takes a minute.";
    FORGOT_TITLE: "Glömt lösenordet", "Forgotten password";
    FORGOT_LEAD: "Skriv din e-postadress, så skickar vi en länk där du väljer ett nytt lösenord.", "Enter your e-mail address and we will send a link to choose a new password.";
    SEND_LINK: "Skicka länk", "Send link";
    REGISTER_TITLE: "Skapa konto", "Create an account";
    REGISTER_LEAD: "Kontot är personligt. Du går med i en organisation efteråt, eller ansöker för din egen.", "The account is personal. Afterwards you join an organisation, or apply for your own.";
    REGISTER_TERMS: "Vi sparar namn, e-postadress och dina pass, aldrig personnummer.", "We keep your name, e-mail address and shifts, never a personal identity number.";
    HAVE_ACCOUNT: "Jag har redan ett konto", "I already have an account";
    LOOK_IN_INBOX: "Titta i inkorgen", "Look in your inbox";
    REGISTERED: "Vi har skickat ett mejl till {email}. Öppna länken i det för att bekräfta adressen och logga sedan in.", "We have sent an e-mail to {email}. Open the link in it to confirm the address, then log in.";
    FORGOTTEN: "Om det finns ett konto med {email} har vi skickat en länk dit. Den gäller i 30 minuter.", "If there is an account with {email}, we have sent a link there. It works for 30 minutes.";
    NO_MAIL: "Kommer det inget mejl? Titta i skräpposten och kontrollera att adressen är rätt.", "No e-mail? Look in the spam folder and check that the address is right.";
    RESEND: "Skicka bekräftelsen igen", "Send the confirmation again";
    RESENT: "Vi har skickat bekräftelsen igen. Titta i inkorgen.", "We have sent the confirmation again. Look in your inbox.";

    VERIFY_TITLE: "Bekräfta e-postadressen", "Confirm your e-mail address";
    VERIFY_LEAD: "Tryck på knappen för att bekräfta att adressen är din.", "Press the button to confirm that the address is yours.";
    VERIFY: "Bekräfta adressen", "Confirm the address";
    VERIFIED: "Adressen är bekräftad. Nu kan du logga in.", "The address is confirmed. You can log in now.";
    NO_TOKEN: "Länken är inte hel. Öppna den igen från mejlet, eller begär en ny.", "The link is not complete. Open it from the e-mail again, or ask for a new one.";

    RESET_TITLE: "Välj nytt lösenord", "Choose a new password";
    RESET_LEAD: "När du har bytt lösenord loggas alla enheter ut.", "Once you have changed it, all devices are signed out.";
    SAVE_PASSWORD: "Spara lösenordet", "Save the password";
    RESET_DONE: "Lösenordet är bytt. Logga in med det nya.", "The password is changed. Log in with the new one.";

    ME_TITLE: "Ditt konto", "Your account";
    PROFILE: "Uppgifter om dig", "About you";
    PHONE: "Telefonnummer", "Phone number";
    PHONE_HINT: "Till exempel 070-174 06 05.", "Such as 070-174 06 05.";
    SHOW_PHONE: "Visa numret för dem jag går med", "Show the number to those I walk with";
    SHOW_PHONE_HINT: "Från ett dygn före passet till tolv timmar efter, för passets ledare och, när du leder, för dem som är med.", "From a day before the shift until twelve hours after, to its leader and, when you lead, to those on it.";
    REMINDERS: "Påminn mig med e-post före mina pass", "Remind me by e-mail before my shifts";
    REMINDERS_HINT: "Ändringar och inställda pass får du alltid veta.", "You are always told of changes and cancelled shifts.";
    SAVE: "Spara", "Save";
    PROFILE_SAVED: "Uppgifterna är sparade.", "Your details are saved.";
    ORGANISATIONS: "Dina organisationer", "Your organisations";
    NO_ORGANISATIONS: "Du är inte med i någon organisation ännu. Be om en länk från den du vill gå med i, eller anmäl din egen.", "You are not in any organisation yet. Ask the one you want to join for a link, or register your own.";
    APPLY: "Anmäl en organisation", "Register an organisation";
    PENDING: "Väntar på godkännande", "Waiting for approval";
    CHANGE_PASSWORD: "Byt lösenord", "Change password";
    PASSWORD_CHANGED: "Lösenordet är bytt. Andra enheter har loggats ut.", "The password is changed. Other devices have been signed out.";
    SESSIONS: "Inloggade enheter", "Devices signed in";
    THIS_DEVICE: "Den här enheten", "This device";
    LAST_SEEN: "Senast använd", "Last used";
    END_SESSION: "Logga ut", "Log out";
    SESSION_ENDED: "Enheten är utloggad.", "The device is signed out.";
    LOG_OUT: "Logga ut", "Log out";
    LOG_OUT_EVERYWHERE: "Logga ut överallt", "Log out everywhere";
    LOG_OUT_EVERYWHERE_ASK: "Vill du logga ut på alla enheter?", "Log out on all devices?";
    LOG_OUT_EVERYWHERE_MEANS: "Även den här enheten loggas ut. Gör det om du har tappat bort en telefon eller glömt att logga ut någonstans.", "This device is signed out too. Do it if you have lost a phone or forgot to sign out somewhere.";

    JOIN_TITLE: "Gå med i en organisation", "Join an organisation";
    JOIN_IN: "Gå med i {name}", "Join {name}";
    JOIN_APPROVAL: "Någon i organisationen godkänner dig innan du kan anmäla dig till pass.", "Somebody in the organisation approves you before you can sign up for shifts.";
    JOIN: "Be om att få gå med", "Ask to join";
    INVITE_TITLE: "Inbjudan", "Invitation";
    INVITE_IN: "Du är inbjuden till {name}", "You are invited to {name}";
    INVITE_AS: "Roller:", "Roles:";
    INVITE_ADDRESS: "Inbjudan gäller bara för den e-postadress den skickades till.", "The invitation only works for the e-mail address it was sent to.";
    ACCEPT: "Tacka ja", "Accept";
    NEED_ACCOUNT: "Logga in eller skapa ett konto först. Du kommer tillbaka hit.", "Log in or create an account first. You will come back here.";
    JOINED: "Du är med. Nu kan du anmäla dig till pass.", "You are in. Now you can sign up for shifts.";
    ASKED: "Tack. Du får ett mejl när du är godkänd.", "Thank you. You will get an e-mail when you are approved.";
    SIGNED_IN_AS: "Du är inloggad som {email}.", "You are signed in as {email}.";

    WITHDRAW_TITLE: "Avanmäl dig från passet", "Withdraw from the shift";
    WITHDRAW: "Avanmäl dig", "Withdraw";
    WITHDRAWN: "Du är avanmäld. Tack för att du säger till.", "You are off the shift. Thank you for telling us.";
    NOT_SIGNED_UP: "Du är inte anmäld till det här passet.", "You are not signed up for this shift.";
    UNSUBSCRIBE_TITLE: "Sluta få påminnelser", "Stop reminders";
    UNSUBSCRIBE_LEAD: "Du får fortfarande veta om ett pass ändras eller ställs in. Du kan slå på påminnelser igen på ditt konto.", "You will still be told if a shift changes or is cancelled. You can turn reminders on again in your account.";
    UNSUBSCRIBE: "Sluta påminna mig", "Stop reminding me";
    UNSUBSCRIBED: "Du får inga fler påminnelser.", "You will get no more reminders.";
    TO_ACCOUNT: "Till ditt konto", "To your account";
}
