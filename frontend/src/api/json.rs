//! Reading JSON into the API's types, small.
//!
//! `serde_json` reads a struct also from a list, and tells in words what is wrong where: in the browser nobody
//! needs either, and together they were an eighth of the module. This reader takes what our server writes; what
//! it can't read is [`Unreadable`].

use std::fmt::{self, Display};

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
    },
    forward_to_deserialize_any,
};

/// The text is not JSON, or not of the type asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Reads a whole text.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut reader = Reader { rest: text };
    let value = T::deserialize(&mut reader)?;
    reader.skip_space();
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(Unreadable)
    }
}

/// What of the text has not been read yet.
struct Reader<'de> {
    rest: &'de str,
}

impl<'de> Reader<'de> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// The first byte of what comes next; 0 at the end.
    fn next(&mut self) -> u8 {
        self.skip_space();
        self.rest.bytes().next().unwrap_or(0)
    }

    fn try_eat(&mut self, token: &str) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn eat(&mut self, token: &str) -> Result<(), Unreadable> {
        if self.try_eat(token) {
            Ok(())
        } else {
            Err(Unreadable)
        }
    }

    /// Takes the first `length` bytes.
    fn take(&mut self, length: usize) -> Result<&'de str, Unreadable> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Unreadable)?;
        self.rest = rest;
        Ok(taken)
    }

    fn string(&mut self) -> Result<String, Unreadable> {
        self.eat("\"")?;
        let mut text = String::new();
        loop {
            let plain = self.rest.find(['"', '\\']).ok_or(Unreadable)?;
            text.push_str(self.take(plain)?);
            if self.take(1)? == "\"" {
                return Ok(text);
            }
            text.push(self.escape()?);
        }
    }

    /// The character after a backslash.
    fn escape(&mut self) -> Result<char, Unreadable> {
        Ok(match self.take(1)? {
            "n" => '\n',
            "t" => '\t',
            "r" => '\r',
            "b" => '\u{8}',
            "f" => '\u{c}',
            "u" => {
                let first = self.unit()?;
                if (0xD800..0xDC00).contains(&first) {
                    if self.take(2)? != "\\u" {
                        return Err(Unreadable);
                    }
                    let pair = [first, self.unit()?];
                    return char::decode_utf16(pair)
                        .next()
                        .and_then(Result::ok)
                        .ok_or(Unreadable);
                }
                char::from_u32(first.into()).ok_or(Unreadable)?
            }
            itself => itself.chars().next().ok_or(Unreadable)?,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u16, Unreadable> {
        u16::from_str_radix(self.take(4)?, 16).or(Err(Unreadable))
    }

    fn number(&mut self) -> Result<&'de str, Unreadable> {
        self.skip_space();
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')))
            .unwrap_or(self.rest.len());
        self.take(end)
    }

    fn boolean(&mut self) -> Result<bool, Unreadable> {
        if self.try_eat("true") {
            Ok(true)
        } else {
            self.eat("false").map(|()| false)
        }
    }
}

/// A number that may have a fraction, such as a position. Fifteen digits are exact, and what comes after them would be
/// less than a hair's breadth on a map; the standard library's way brings tables of ten kilobytes along.
fn decimal(text: &str) -> Result<f64, Unreadable> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, digits),
    };
    let mut scale: i32 = exponent.parse().or(Err(Unreadable))?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut value = 0.0_f64;
    let mut exact = 0;
    for (place, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
        if !digit.is_ascii_digit() {
            return Err(Unreadable);
        }
        let before_point = place < whole.len();
        if exact < 15 {
            value = value * 10.0 + f64::from(digit - b'0');
            exact += i32::from(value > 0.0);
            scale -= i32::from(!before_point);
        } else {
            scale += i32::from(before_point);
        }
    }
    if scale.abs() > 300 {
        return Err(Unreadable);
    }
    // Powers of ten up to the 22nd are exact too.
    let power = |n| (0..n).fold(1.0_f64, |power, _| power * 10.0);
    let size = if scale < 0 {
        value / power(-scale)
    } else {
        value * power(scale)
    };
    Ok(sign * size)
}

/// Numbers, by one way.
macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_i64(self.number()?.parse().or(Err(Unreadable))?)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.next() {
            b'"' => self.deserialize_string(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => {
                let number = self.number()?;
                match number.parse() {
                    Ok(whole) => visitor.visit_i64(whole),
                    Err(_) => visitor.visit_f64(decimal(number)?),
                }
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.boolean()?)
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_f64(decimal(self.number()?)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.string()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.string()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(&self.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.try_eat("null") {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.eat("null")?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.eat("[")?;
        visitor.visit_seq(Items::of(self))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.eat("{")?;
        visitor.visit_map(Items::of(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(self.string()?.into_deserializer())
    }

    forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit_struct tuple tuple_struct ignored_any
    }
}

/// What stands between brackets or braces, separated by commas.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    fn of(reader: &'a mut Reader<'de>) -> Self {
        Self {
            reader,
            first: true,
        }
    }

    /// Whether another item follows; otherwise the end has been read.
    fn more(&mut self, end: &str) -> Result<bool, Unreadable> {
        if self.reader.try_eat(end) {
            return Ok(false);
        }
        if !self.first {
            self.reader.eat(",")?;
        }
        self.first = false;
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        if self.more("]")? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unreadable> {
        if self.more("}")? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        self.reader.eat(":")?;
        seed.deserialize(&mut *self.reader)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use lykta_shared::{
        problem::Problem,
        shifts::{MeetingPoint, SignupState},
    };
    use serde::de::DeserializeOwned;

    use super::*;

    /// Both readers say the same.
    #[track_caller]
    fn same<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) {
        let expected: Option<T> = serde_json::from_str(text).ok();
        assert_eq!(read::<T>(text).ok(), expected, "{text}");
    }

    #[test]
    fn texts_are_read_with_their_escapes() {
        for text in [
            r#""å ä ö""#,
            r#""a\"b\\c\/d\n\t\r\b\f""#,
            r#""\u00e5 \ud83c\udfee""#,
            r#""\ud83c""#,
            r#""\ud83cx""#,
            r#""open"#,
            r#""\u12""#,
            "\"å",
        ] {
            same::<String>(text);
        }
    }

    #[test]
    fn numbers_and_lists_are_read() {
        for text in [
            "[1, -2 ,3]",
            "[]",
            "[1,]",
            "[1 2]",
            "[1.5]",
            "[99999999999]",
            "[1] x",
            "",
        ] {
            same::<Vec<i32>>(text);
        }
        same::<BTreeMap<String, Option<bool>>>(r#"{"a":true,"b":null , "c":false}"#);
        same::<()>("null");
    }

    #[test]
    fn the_types_of_the_api_are_read() {
        same::<MeetingPoint>(
            r#"{"name":"Rissne torg","address":null,"latitude":59.375,"longitude":-17.9e0}"#,
        );
        same::<MeetingPoint>(r#"{"address":null}"#);
        for number in [
            "59.360001",
            "-0.5",
            "17",
            "1e-7",
            "2.5E2",
            "0.000012345",
            "59.3612345678901",
        ] {
            let expected: f64 = serde_json::from_str(number).unwrap();
            assert_eq!(decimal(number), Ok(expected), "{number}");
        }
        let long = decimal("59.361234567890123456").unwrap();
        assert!((long - 59.361_234_567_890_12).abs() < 1e-12);
        assert!(decimal("1.2.3").is_err() && decimal("--1").is_err() && decimal("1e").is_err());
        same::<Problem>(
            r#"{"type":"/problems/stale","title":"x","status":412,"code":"stale","instance":"y","new":{"a":[1,{"b":"c"}]}}"#,
        );
        same::<Problem>(
            r#"{"type":"","title":"","status":422,"code":"invalid-fields","instance":"","errors":[{"pointer":"/email","code":"required"}],"reasons":["full"]}"#,
        );
        for text in [
            r#"{"state":"open"}"#,
            r#"{"state":"waitlisted","signup":"01928e7a-0000-7000-8000-000000000001","position":2}"#,
            r#"{"position":2,"signup":"01928e7a-0000-7000-8000-000000000001","state":"waitlisted"}"#,
            r#"{"state":"not_eligible","reasons":["too_young","full"]}"#,
            r#"{"state":"unheard"}"#,
        ] {
            same::<SignupState>(text);
        }
    }
}
