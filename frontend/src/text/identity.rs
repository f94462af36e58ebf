//! Words of accounts.

use super::texts;

texts! {
    EMAIL: "E-postadress", "E-mail address";
    PASSWORD: "Lösenord", "Password";
    FORGOT_TITLE: "Glömt lösenordet", "Forgotten password";
    REGISTER_TITLE: "Skapa konto", "Create an account";
    RESEND: "Skicka bekräftelsen igen", "Send the confirmation again";
    RESENT: "Vi har skickat bekräftelsen igen. Titta i inkorgen.", "We have sent the confirmation again. Look in your inbox.";
}
