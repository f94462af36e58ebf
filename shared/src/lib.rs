//! What the server and the web app agree on: the API's types and the rules of the domain.
//!
//! No I/O, no clock, no randomness: everything here is a value or a pure function, compiled natively for
//! the server and to WebAssembly for the browser. The server decides with these rules; the browser
//! explains with them.
//!
//! Rooms carry the same names as in `backend/src` and `frontend/src/pages`.

pub mod api;
pub mod identity;
pub mod ids;
pub mod messages;
pub mod organisations;
pub mod platform;
pub mod problem;
pub mod shifts;
pub mod text;
pub mod time;
pub mod vocabulary;
pub mod walks;

/// A type the API takes in: serde with camelCase fields, unknown fields refused (mass assignment ends here),
/// and the OpenAPI schema when the server is built.
///
/// ```
/// lykta_shared::api_type! {
///     /// A greeting.
///     pub struct Greeting {
///         /// What is said.
///         pub words: String,
///     }
/// }
/// ```
#[macro_export]
macro_rules! api_type {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($body)* }
    };
}

/// A type the API hands out: as [`api_type!`], but readers pass over fields they don't know, so that a
/// newer server can say more to an older app.
#[macro_export]
macro_rules! api_reply {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "camelCase")]
        pub struct $name { $($body)* }
    };
}

/// A closed set of words with stable `snake_case` keys: serde, `as_str`, `ALL` and `FromStr` in one place.
///
/// ```
/// lykta_shared::keyed_enum! {
///     /// How it went.
///     pub enum Mood { /// Calm.
///         Calm = "calm", /// Lively.
///         Lively = "lively" }
/// }
/// assert_eq!(Mood::Calm.as_str(), "calm");
/// assert_eq!("lively".parse(), Ok(Mood::Lively));
/// ```
#[macro_export]
macro_rules! keyed_enum {
    ($(#[doc = $doc:literal])* pub enum $name:ident { $($(#[doc = $vdoc:literal])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        pub enum $name { $($(#[doc = $vdoc])* #[serde(rename = $key)] $variant),+ }

        // Written out, because utoipa's derive does not see a key that a macro hands on.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let meaning = concat!($($doc,)* "\n", $("\n`", $key, "`:", $($vdoc,)*)+);
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .enum_values(Some(Self::ALL.iter().map(|value| value.as_str())))
                    .description(Some(meaning.trim()))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        impl $name {
            /// Every value, in the order of the vocabulary.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable key, as it stands in the API and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        // By way of the text: a derived visitor for each set would weigh 2 kB in the browser, and this way an
        // unknown word is a fault of its field (`field:unknown_key`).
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let key = <String as serde::Deserialize>::deserialize(deserializer)?;
                key.parse().map_err(serde::de::Error::custom)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownKey;

            fn from_str(key: &str) -> Result<Self, Self::Err> {
                match key {
                    $($key => Ok(Self::$variant),)+
                    _ => Err($crate::vocabulary::UnknownKey),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::vocabulary::UnknownKey;

            fn try_from(key: String) -> Result<Self, Self::Error> {
                key.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }
    };
}
