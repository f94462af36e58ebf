//! What the API says about accounts and sessions.

use crate::{
    api_reply, api_type,
    ids::{MembershipId, OrganisationId, SessionId, UserId},
    keyed_enum,
    organisations::{MembershipStatus, OrgRole, OrganisationStatus},
    text::{DisplayName, Email, Password, Phone, Token},
    time::Instant,
    vocabulary::Key,
};

keyed_enum! {
    /// The languages of the product.
    pub enum Language {
        /// Swedish, the first language.
        Sv = "sv",
        /// English.
        En = "en",
    }
}

keyed_enum! {
    /// Roles a person can hold in the city (DOMAIN.md 3.2).
    pub enum CityRole {
        /// Trygghetssamordnare: decides on applications, keeps the partner register.
        Liaison = "city_liaison",
        /// Handläggare.
        Handler = "city_handler",
        /// Handläggare i sektor eller bolag.
        SectorHandler = "sector_handler",
        /// Registrator.
        Registrar = "registrar",
        /// Systemförvaltare.
        Admin = "city_admin",
        /// Dataskyddsombud.
        DataProtectionOfficer = "data_protection_officer",
        /// Kommunpolis eller områdespolis.
        PoliceLiaison = "police_liaison",
        /// Fältassistent.
        FieldWorker = "field_worker",
    }
}

api_type! {
    /// A new account. The answer is the same whether the address is known or not.
    pub struct RegisterRequest {
        /// Where the confirmation goes.
        pub email: Email,
        /// What the person is called here.
        pub display_name: DisplayName,
        /// At least 15 characters (`identity::rules`).
        pub password: Password,
        /// The language of mails and pages.
        pub language: Language,
    }
}

api_type! {
    /// An address to which something is sent, if there is an account.
    pub struct EmailRequest {
        /// The address.
        pub email: Email,
    }
}

api_type! {
    /// A one-time token out of a link's fragment.
    pub struct TokenRequest {
        /// The token.
        pub token: Token,
    }
}

api_type! {
    /// Address and password.
    pub struct LoginRequest {
        /// The account's address.
        pub email: Email,
        /// Its password.
        pub password: Password,
    }
}

api_type! {
    /// A new password for whoever holds the mailed token.
    pub struct ResetPasswordRequest {
        /// The token out of the link's fragment.
        pub token: Token,
        /// The new password.
        pub password: Password,
    }
}

api_type! {
    /// A new password for whoever knows the present one.
    pub struct ChangePasswordRequest {
        /// The present password.
        pub current: Password,
        /// The new one.
        pub new: Password,
    }
}

api_reply! {
    /// The signed-in person.
    pub struct Me {
        /// The account.
        pub id: UserId,
        /// Its address.
        pub email: String,
        /// What the person is called here.
        pub display_name: String,
        /// The language of mails and pages.
        pub language: Language,
        /// An optional phone number.
        pub phone: Option<String>,
        /// Whether the number may be shown to those on a shift this person leads, and to the leader.
        pub show_phone: bool,
        /// Whether reminders are mailed. Changes and cancellations always are.
        pub reminders: bool,
        /// Roles in the city.
        pub city_roles: Vec<CityRole>,
        /// Memberships that are pending or active.
        pub memberships: Vec<MyMembership>,
        /// For `If-Match`.
        pub version: i32,
    }
}

api_reply! {
    /// One's own membership of an organisation.
    pub struct MyMembership {
        /// The membership.
        pub id: MembershipId,
        /// The organisation.
        pub organisation: OrganisationId,
        /// The organisation's word in paths of the web app.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// Its type (vocabulary `organisationType`).
        pub organisation_type: Key,
        /// Whether belonging to it reveals what GDPR art. 9 protects.
        pub special_category: bool,
        /// How it stands with the city.
        pub organisation_status: OrganisationStatus,
        /// How the membership stands.
        pub status: MembershipStatus,
        /// The roles held.
        pub roles: Vec<OrgRole>,
    }
}

api_type! {
    /// Changes to one's own account; what is left out stays.
    pub struct UpdateMe {
        /// What the person is called here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub display_name: Option<DisplayName>,
        /// The language of mails and pages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<Language>,
        /// A phone number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<Phone>,
        /// Takes the phone number away.
        #[serde(default)]
        pub remove_phone: bool,
        /// Whether the number may be shown on shifts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub show_phone: Option<bool>,
        /// Whether reminders are mailed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reminders: Option<bool>,
    }
}

api_reply! {
    /// A device that is signed in.
    pub struct SessionView {
        /// The session.
        pub id: SessionId,
        /// Browser and system in words, such as `Firefox, Android`.
        pub device: String,
        /// When it was signed in.
        pub created_at: Instant,
        /// When it was last used.
        pub last_seen_at: Instant,
        /// Whether it is the one that asks.
        pub current: bool,
    }
}
