//! The typed endpoint table: every endpoint of the API once, as a type.
//!
//! The server mounts these types, the web app calls them, the OpenAPI document is written from them. An
//! endpoint's value holds the parameters of its path; query, body and reply are types of their own.

mod table;

pub use table::*;

use serde::{Serialize, de::DeserializeOwned};

/// The HTTP methods the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Reads; changes nothing.
    Get,
    /// Creates or decides.
    Post,
    /// Sets the whole; repeating it changes nothing more.
    Put,
    /// Changes the named fields.
    Patch,
    /// Takes away; repeating it changes nothing more.
    Delete,
}

impl Method {
    /// The method's name as HTTP spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may call an endpoint at all. Rights on one object ("coordinator of *this* organisation") are decided
/// in the use case, on top of this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// Whoever has a session.
    SignedIn,
    /// City liaisons.
    Liaison,
    /// City administrators.
    CityAdmin,
    /// City liaisons and city administrators.
    CityStaff,
}

/// What is known of an endpoint without calling it.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// The endpoint's name, unique; the `operationId` of the OpenAPI document.
    pub name: &'static str,
    /// The room it belongs to; the tag of the OpenAPI document.
    pub room: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with `{parameters}`.
    pub path: &'static str,
    /// Who may call it at all.
    pub access: Access,
    /// The status of its success.
    pub status: u16,
    /// One sentence on what it does.
    pub summary: &'static str,
}

/// One endpoint of the API. Made by [`endpoints!`](crate::endpoints) only.
pub trait Endpoint: Serialize + DeserializeOwned + 'static {
    /// What is known of it without calling it.
    const META: Meta;
    /// The query string; `()` when there is none.
    type Query: Serialize + DeserializeOwned + 'static;
    /// The JSON body; `()` when there is none.
    type Body: Serialize + DeserializeOwned + 'static;
    /// The JSON of a success; `()` for an answer without body.
    type Reply: Serialize + DeserializeOwned + 'static;

    /// The path with this value's parameters filled in.
    fn path(&self) -> String;
}

/// A list that is handed out page by page.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// This page's number; the first is 1.
    pub page: u32,
    /// The largest number of rows on a page.
    pub limit: u32,
    /// How many rows there are on all pages.
    pub total: u64,
}

// Written out, because utoipa calls every `Page<…>` just `Page` and leaves its rows undescribed.
#[cfg(feature = "openapi")]
mod page_schema {
    use std::borrow::Cow;

    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{ArrayBuilder, ObjectBuilder, Ref, RefOr, schema::Schema},
    };

    use super::Page;

    impl<T: ToSchema> PartialSchema for Page<T> {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new()
                .description(Some("A list that is handed out page by page."))
                .property(
                    "items",
                    ArrayBuilder::new().items(Ref::from_schema_name(T::name())),
                )
                .property("page", u32::schema())
                .property("limit", u32::schema())
                .property("total", u64::schema())
                .required("items")
                .required("page")
                .required("limit")
                .required("total")
                .into()
        }
    }

    impl<T: ToSchema> ToSchema for Page<T> {
        fn name() -> Cow<'static, str> {
            Cow::Owned(format!("PageOf{}", T::name()))
        }

        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            schemas.push((T::name().into_owned(), T::schema()));
            T::schemas(schemas);
        }
    }
}

/// The number of rows on a page when nothing else is asked for (national REST profile FNS.07).
pub const DEFAULT_LIMIT: u32 = 20;
/// The largest number of rows on a page.
pub const MAX_LIMIT: u32 = 100;

/// Declares endpoints: `Name { parameter: Type, … } = METHOD "path", access, status, query, body → reply, "summary"`.
///
/// Each becomes a struct with its path parameters as fields, an [`Endpoint`], and a row of `ALL`.
#[macro_export]
macro_rules! endpoints {
    ($($room:literal { $(
        $(#[$meta:meta])*
        $name:ident { $($field:ident : $ty:ty),* $(,)? }
        = $method:ident $path:literal, $access:ident, $status:literal,
          $query:ty, $body:ty => $reply:ty, $summary:literal;
    )+ })+) => {
        $($(
            #[doc = $summary]
            ///
            #[doc = concat!("`", $path, "`")]
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            pub struct $name {
                $(
                    #[doc = concat!("The `", stringify!($field), "` of the path.")]
                    pub $field: $ty
                ),*
            }

            impl $crate::api::Endpoint for $name {
                const META: $crate::api::Meta = $crate::api::Meta {
                    name: stringify!($name),
                    room: $room,
                    method: $crate::api::Method::$method,
                    path: $path,
                    access: $crate::api::Access::$access,
                    status: $status,
                    summary: $summary,
                };
                type Query = $query;
                type Body = $body;
                type Reply = $reply;

                fn path(&self) -> String {
                    let path = String::from($path);
                    $( let path = path.replace(concat!("{", stringify!($field), "}"), &self.$field.to_string()); )*
                    path
                }
            }
        )+)+

        /// Every endpoint of the API.
        pub const ALL: &[$crate::api::Meta] = &[$($(<$name as $crate::api::Endpoint>::META),+),+];

        /// Calls `$visit!` once for each endpoint with its type: for code that has to name them all.
        #[macro_export]
        macro_rules! for_each_endpoint {
            ($visit:ident) => { $($( $visit!($name); )+)+ };
        }
    };
}
