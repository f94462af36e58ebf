//! Mails about the account itself.

use lykta_shared::time::civil::local;

use super::{Desk, Letter};
use crate::messages::{MailKind, words};

pub(super) fn write(desk: &Desk<'_>, kind: &MailKind) -> Option<Letter> {
    match kind {
        MailKind::VerifyEmail { token } => Some(verify(desk, token)),
        MailKind::AlreadyRegistered => Some(already_registered(desk)),
        MailKind::ResetPassword { token } => Some(reset(desk, token)),
        MailKind::PasswordChanged => Some(password_changed(desk)),
        MailKind::RefreshReuse => Some(refresh_reuse(desk)),
        MailKind::DeviceMadeRoom => Some(device_made_room(desk)),
        _ => None,
    }
}

/// Until when a link works.
pub(super) fn until(desk: &Desk<'_>) -> String {
    let (date, at) = local(desk.expires_at);
    let (day, at) = (
        words::day(desk.language, date),
        words::time(desk.language, at),
    );
    let (before, between) = (
        desk.say("Länken gäller till", "The link works until"),
        desk.say("kl.", "at"),
    );
    format!("{before} {day} {between} {at}.")
}

fn verify(desk: &Desk<'_>, token: &str) -> Letter {
    let mut letter = desk.letter(
        desk.say("Bekräfta din e-postadress", "Confirm your e-mail address"),
        desk.say(
            "Bekräfta adressen, så kan du logga in på Lykta.",
            "Confirm the address, then you can sign in to Lykta.",
        ),
    );
    letter.button = Some(desk.press(
        "Bekräfta adressen",
        "Confirm the address",
        desk.links.page_with("/verify", token),
    ));
    letter.paragraphs.push(until(desk));
    letter.paragraphs.push(
        desk.say(
            "Har du inte bett om ett konto behöver du inte göra något.",
            "If you did not ask for an account, you need not do anything.",
        )
        .to_owned(),
    );
    letter
}

fn already_registered(desk: &Desk<'_>) -> Letter {
    let mut letter = desk.letter(
        desk.say("Du har redan ett konto", "You already have an account"),
        desk.say(
            "Någon, kanske du, bad om ett konto med den här adressen. Den har redan ett.",
            "Somebody, perhaps you, asked for an account with this address. It already has one.",
        ),
    );
    letter.button = Some(desk.press("Logga in", "Sign in", desk.links.page("/login")));
    letter.paragraphs.push(
        desk.say(
            "Har du glömt lösenordet kan du välja ett nytt från inloggningssidan. Var det inte du behöver du inte göra något.",
            "If you have forgotten the password, you can choose a new one from the sign-in page. If it was not you, you need not do anything.",
        )
        .to_owned(),
    );
    letter
}

fn reset(desk: &Desk<'_>, token: &str) -> Letter {
    let mut letter = desk.letter(
        desk.say("Välj ett nytt lösenord", "Choose a new password"),
        desk.say(
            "Någon, kanske du, har bett om att byta lösenord för ditt konto.",
            "Somebody, perhaps you, asked to change the password of your account.",
        ),
    );
    letter.button = Some(desk.press(
        "Välj nytt lösenord",
        "Choose a new password",
        desk.links.page_with("/reset", token),
    ));
    letter.paragraphs.push(until(desk));
    letter.paragraphs.push(
        desk.say(
            "Var det inte du behöver du inte göra något. Ditt lösenord är oförändrat.",
            "If it was not you, you need not do anything. Your password is unchanged.",
        )
        .to_owned(),
    );
    letter
}

fn password_changed(desk: &Desk<'_>) -> Letter {
    let mut letter = desk.letter(
        desk.say("Ditt lösenord är ändrat", "Your password was changed"),
        desk.say(
            "Lösenordet för ditt konto på Lykta har just ändrats.",
            "The password of your account on Lykta has just been changed.",
        ),
    );
    letter.button = Some(desk.press("Logga in", "Sign in", desk.links.page("/login")));
    letter.paragraphs.push(
        desk.say(
            "Var det inte du? Välj genast ett nytt lösenord från inloggningssidan.",
            "Was it not you? Choose a new password from the sign-in page at once.",
        )
        .to_owned(),
    );
    letter
}

fn refresh_reuse(desk: &Desk<'_>) -> Letter {
    let mut letter = desk.letter(
        desk.say("En enhet har loggats ut", "A device was signed out"),
        desk.say(
            "En inloggning som redan var förbrukad användes igen. Vi har avslutat den för säkerhets skull.",
            "A sign-in that had been used up was used again. To be safe, we have ended it.",
        ),
    );
    letter.button = Some(desk.press("Logga in", "Sign in", desk.links.page("/login")));
    letter.paragraphs.push(
        desk.say(
            "Känner du inte igen det? Byt lösenord och gå igenom dina enheter på kontosidan.",
            "Does that surprise you? Change your password and look through your devices on the account page.",
        )
        .to_owned(),
    );
    letter
}

fn device_made_room(desk: &Desk<'_>) -> Letter {
    let mut letter = desk.letter(
        desk.say("En enhet har loggats ut", "A device was signed out"),
        desk.say(
            "Du är inloggad på många enheter. När du loggade in på en ny loggades den ut som du inte har använt på längst tid.",
            "You are signed in on many devices. When you signed in on a new one, the one you have not used for longest was signed out.",
        ),
    );
    letter.button = Some(desk.press(
        "Se dina enheter",
        "See your devices",
        desk.links.page("/me"),
    ));
    letter.paragraphs.push(
        desk.say(
            "Var det inte du som loggade in? Byt lösenord genast och logga ut överallt.",
            "Was it not you who signed in? Change your password at once and sign out everywhere.",
        )
        .to_owned(),
    );
    letter
}
