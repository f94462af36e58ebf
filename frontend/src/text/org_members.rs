//! Members and invitations.

use super::texts;

texts! {
    MEMBER_COUNT_ONE: "{n} medlem", "{n} member";
    MEMBER_COUNT_OTHER: "{n} medlemmar", "{n} members";
    PENDING_TITLE: "Vill bli medlemmar", "Want to become members";
    PENDING_HINT: "Släpp bara in personer som ni känner till.", "Let in only people you know of.";
    APPROVE_MEMBER: "Godkänn", "Approve";
    APPROVED_MEMBER: "{name} är medlem.", "{name} is a member.";
    DECLINE_MEMBER: "Avböj", "Decline";
    ONLY_YOU: "Bara du här ännu. Bjud in med e-post eller dela en länk.", "Just you so far. Invite by e-mail or share a link.";
    M_SINCE: "Medlem sedan", "Member since";
    M_YOU: "du", "you";
    M_CHANGE: "Ändra", "Change";
    M_AGE: "Ålder", "Age";
    M_ADULT: "18 år eller äldre", "18 or older";
    M_YOUTH: "15–17 år", "15–17";
    M_CONSENT: "Vårdnadshavarens samtycke noterat den", "Guardian’s consent noted on";
    M_CONSENT_HINT: "Utan samtycke kan en ungdom inte anmäla sig.", "Without consent a young person can’t sign up.";
    M_SAVE: "Spara", "Save";
    M_SAVED: "Rollerna för {name} är sparade.", "The roles of {name} have been saved.";
    M_REMOVE: "Ta bort medlemmen", "Remove the member";
    M_REMOVE_TITLE: "Ta bort medlemmen?", "Remove the member?";
    M_REMOVE_TEXT: "Kommande pass blir lediga och de som står i kö får platserna. Personen får besked med skälet.", "Coming shifts become free and those waiting get the places. The person is told the reason.";
    M_REMOVE_REASON: "Skäl", "Reason";
    M_REMOVED: "{name} är inte längre medlem.", "{name} is no longer a member.";
    INVITE_TITLE: "Bjud in med e-post", "Invite by e-mail";
    INVITE_EMAIL: "E-postadress", "E-mail address";
    INVITE_ROLES: "Roller", "Roles";
    INVITE_SEND: "Skicka inbjudan", "Send the invitation";
    INVITE_SENT: "Inbjudan är skickad till {email}. Den gäller i sju dagar.", "The invitation has been sent to {email}. It is valid for seven days.";
    INVITE_OUT: "Inbjudningar som väntar", "Invitations that are out";
    INVITE_UNTIL: "till {date}", "until {date}";
    INVITE_REVOKE: "Ta tillbaka", "Take back";
    INVITE_REVOKED: "Inbjudan till {email} är tillbakatagen.", "The invitation to {email} has been taken back.";
    LINK_TITLE: "Länk för att be om medlemskap", "Link to ask for membership";
    LINK_TEXT: "Den som öppnar länken kan be om att bli medlem. Ni godkänner varje person.", "Whoever opens the link can ask to become a member. You approve each person.";
    LINK_MAKE: "Skapa länk", "Make a link";
    LINK_RENEW: "Skapa en ny länk", "Make a new link";
    LINK_RENEW_HINT: "Den gamla länken slutar fungera.", "The old link stops working.";
    LINK_OUT: "En länk är ute. Av säkerhetsskäl visas den bara när den skapas.", "A link is out. For safety it is shown only when it is made.";
    LINK_URL: "Länken", "The link";
    LINK_UNTIL: "Gäller till {date}. Den visas bara nu, så kopiera den.", "Valid until {date}. It is shown only now, so copy it.";
    LINK_END: "Avsluta länken", "End the link";
    LINK_ENDED: "Länken fungerar inte längre.", "The link no longer works.";
    LEAVE_TITLE: "Lämna organisationen?", "Leave the organisation?";
    LEAVE_TEXT: "Dina kommande pass blir lediga. Du kan be om att bli medlem igen.", "Your coming shifts become free. You can ask to become a member again.";
    LEAVE: "Lämna organisationen", "Leave the organisation";
    LEFT: "Du har lämnat {name}.", "You have left {name}.";
}
