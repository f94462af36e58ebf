//! Writing the API's types as JSON, small.
//!
//! `serde_json` brings ten kilobytes of tables for numbers with a fraction, of which the app sends two (a position):
//! the browser writes those itself. What no request holds can't be written ([`Unwritable`]).

use std::fmt::{self, Display, Write as _};

use serde::{
    Serialize, Serializer,
    ser::{Error, Impossible, SerializeMap, SerializeSeq, SerializeStruct},
};

use crate::text::format;

/// The value holds what no request of ours does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unwritable;

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unwritable")
    }
}

impl std::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// The value as JSON.
pub(super) fn write(value: &impl Serialize) -> Result<String, Unwritable> {
    let mut text = String::new();
    value.serialize(Writer { text: &mut text })?;
    Ok(text)
}

struct Writer<'a> {
    text: &'a mut String,
}

fn quoted(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            // Writing into a `String` never fails.
            c if c < ' ' => drop(write!(text, "\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
}

/// Whole numbers, by one way.
macro_rules! integers {
    ($($method:ident $kind:ty),*) => {$(
        fn $method(self, value: $kind) -> Result<(), Unwritable> {
            self.text.push_str(&value.to_string());
            Ok(())
        }
    )*};
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Impossible<(), Unwritable>;
    type SerializeTupleStruct = Impossible<(), Unwritable>;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Impossible<(), Unwritable>;

    integers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.text.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritable> {
        self.text.push_str(&format::decimal(value));
        Ok(())
    }

    fn serialize_char(self, _: char) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        quoted(self.text, value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::begin(self.text, '[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'a>, Unwritable> {
        Ok(Parts::begin(self.text, '{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Unwritable> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(Unwritable)
    }
}

/// What stands between brackets or braces.
struct Parts<'a> {
    text: &'a mut String,
    close: char,
    first: bool,
}

impl<'a> Parts<'a> {
    fn begin(text: &'a mut String, open: char, close: char) -> Self {
        text.push(open);
        Self {
            text,
            close,
            first: true,
        }
    }

    /// Where the next part goes.
    fn next(&mut self) -> Writer<'_> {
        if !self.first {
            self.text.push(',');
        }
        self.first = false;
        Writer { text: self.text }
    }

    fn close(self) {
        self.text.push(self.close);
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self.next())
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        key.serialize(self.next())?;
        self.text.push(':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(Writer { text: self.text })
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.serialize_entry(name, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use lykta_shared::{
        identity::{Language, UpdateMe},
        organisations::{AgeBand, InviteRequest, OrgRole},
        shifts::SignUpRequest,
    };

    use super::*;

    /// Both writers say the same.
    #[track_caller]
    fn same(value: &impl Serialize) {
        assert_eq!(write(value), Ok(serde_json::to_string(value).unwrap()));
    }

    #[test]
    fn requests_are_written_as_everybody_writes_them() {
        same(&());
        same(&SignUpRequest { waitlist: true });
        same(&"rad\n\"ett\" \\ \u{1}å");
        same(&InviteRequest {
            email: "a@example.se".to_owned().try_into().unwrap(),
            roles: vec![OrgRole::Volunteer, OrgRole::ShiftLeader],
            age_band: AgeBand::Adult,
        });
        same(&UpdateMe {
            display_name: None,
            language: Some(Language::Sv),
            phone: None,
            remove_phone: false,
            show_phone: Some(true),
            reminders: None,
        });
        same(&vec![Some(-3), None, Some(40_000)]);
    }
}
