//! Decodes what nearly every form is: flat names with plain values, all of them right.
//!
//! The deserializer here knows a form's values and nothing else: no path, no remedies, no message. It takes
//! structs, maps and single fields, whose values are texts, numbers, checkboxes, choices without content,
//! and options and lists of them. It gives up on everything else, which is then decoded by
//! [`read`](super::read), with all its rules: groups below groups, values sent twice, blanks that count as missing,
//! JSON. It gives up on everything that is wrong as well, so there is one place only that refuses a
//! form. What it accepts is what [`read`](super::read) makes of the same values; `tests/flat.rs` compares them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::key::Key;
use super::moments::check_moment;
use crate::data::{Entry, Value};
use crate::names;
use crate::node::Node;
use crate::scalar;

/// How many unchecked checkboxes and empty lists a struct may have. Each is found by decoding once more.
const MAX_MISSING: usize = 32;

/// Decodes a value, or gives up.
pub(crate) fn read_flat<T: DeserializeOwned>(node: Node<'_>) -> Option<T> {
    if node.is_json() || node.wants_last() || node.skips_blank() {
        return None;
    }
    let (data, values, depth) = node.parts();
    let source = Source {
        node,
        is_plain: memchr::memchr2(b'\r', 0, data.text.as_bytes()).is_none(),
    };
    if depth > 0 {
        let field = Field {
            source: &source,
            values: Values::of(node, values, depth),
            in_copy: false,
        };
        return T::deserialize(field).ok();
    }
    let mut missing = Vec::new();
    loop {
        let form = Form {
            source: &source,
            missing: &missing,
        };
        match T::deserialize(form) {
            Ok(value) => return Some(value),
            Err(GaveUp::Missing(name)) if missing.len() < MAX_MISSING => {
                if missing.contains(&name) || !node.field(name).is_missing() {
                    return None;
                }
                missing.push(name);
            }
            Err(_) => return None,
        }
    }
}

/// Why a value is not decoded here.
#[derive(Debug)]
enum GaveUp {
    /// A struct lacks this field, which may be an unchecked checkbox or an empty list.
    Missing(&'static str),
    Other,
}

impl GaveUp {
    /// Replaces an error whose place is not the struct at the top of the form.
    fn because<E>(_: E) -> Self {
        Self::Other
    }
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not decoded at the first look")
    }
}

impl std::error::Error for GaveUp {}

impl de::Error for GaveUp {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Other
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}

/// What is decoded.
struct Source<'de> {
    node: Node<'de>,
    /// Whether the texts have neither CR nor NUL, so that not every value need be searched for them.
    is_plain: bool,
}

/// A whole form.
#[derive(Clone, Copy)]
struct Form<'de, 'p> {
    source: &'p Source<'de>,
    /// Fields to give to a struct although they were not submitted.
    missing: &'p [&'static str],
}

impl<'de, 'p> Form<'de, 'p> {
    fn fields(self, in_copy: bool) -> Fields<'de, 'p> {
        let (_, rest, _) = self.source.node.parts();
        Fields {
            source: self.source,
            rest,
            missing: self.missing,
            current: Values::None,
            in_copy,
        }
    }
}

macro_rules! give_up {
    ($($method:ident($($argument:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* _: V) -> Result<V::Value, GaveUp> {
            Err(GaveUp::Other)
        }
    )*};
}

impl<'de> Deserializer<'de> for Form<'de, '_> {
    type Error = GaveUp;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        let is_word = |name: &str| !name.is_empty() && !names::is_index(name);
        // Names that are all numbers are a list.
        if self.source.node.children().any(|(name, _)| is_word(name)) {
            self.deserialize_map(visitor)
        } else {
            Err(GaveUp::Other)
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, GaveUp> {
        visitor.visit_map(self.fields(false))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        if !self.missing.is_empty() {
            return Err(GaveUp::Other);
        }
        visitor.visit_map(self.fields(true)).map_err(GaveUp::because)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        if self.source.node.is_blank() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_unit()
    }

    give_up! {
        deserialize_bool() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128() deserialize_f32()
        deserialize_f64() deserialize_char() deserialize_str() deserialize_string() deserialize_bytes()
        deserialize_byte_buf() deserialize_seq() deserialize_identifier() deserialize_tuple(usize)
        deserialize_tuple_struct(&'static str, usize)
        deserialize_enum(&'static str, &'static [&'static str])
    }
}

/// What was submitted under one name.
#[derive(Clone, Copy)]
enum Values<'de> {
    None,
    One(&'de str),
    /// Texts at this very name.
    Many(&'de [Entry]),
    /// Names below this one, or something other than text.
    Other,
}

impl<'de> Values<'de> {
    fn of(node: Node<'de>, entries: &'de [Entry], depth: usize) -> Self {
        let is_text = |entry: &Entry| entry.kind == Value::Text && entry.depth() == depth;
        match entries {
            [] => Self::None,
            [only] if is_text(only) => Self::One(node.value(only)),
            [_, _, ..] if entries.iter().all(is_text) => Self::Many(entries),
            _ => Self::Other,
        }
    }
}

/// Gives serde the fields of a form, and then those that are missing.
struct Fields<'de, 'p> {
    source: &'p Source<'de>,
    rest: &'de [Entry],
    missing: &'p [&'static str],
    current: Values<'de>,
    /// Whether serde may copy the values, for a type that is read later.
    in_copy: bool,
}

impl<'de> Fields<'de, '_> {
    fn next_name(&mut self) -> Option<&'de str> {
        let (data, ..) = self.source.node.parts();
        let Some((first, rest)) = self.rest.split_first() else {
            self.current = Values::None;
            let (name, others) = self.missing.split_last()?;
            self.missing = others;
            return Some(name);
        };
        let name = data.segment(first, 0)?;
        let is_same = |entry: &&Entry| entry.root == first.root && data.segment(entry, 0) == Some(name);
        let others = rest.iter().take_while(is_same).count();
        let (own, rest) = self.rest.split_at_checked(1 + others)?;
        self.current = Values::of(self.source.node, own, 1);
        self.rest = rest;
        Some(name)
    }
}

impl<'de> MapAccess<'de> for Fields<'de, '_> {
    type Error = GaveUp;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, GaveUp> {
        let key = |name| seed.deserialize(Key::new(name)).map_err(GaveUp::because);
        self.next_name().map(key).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, GaveUp> {
        let field = Field {
            source: self.source,
            values: self.current,
            in_copy: self.in_copy,
        };
        seed.deserialize(field).map_err(GaveUp::because)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The values of one name, or one of them as the item of a list.
#[derive(Clone, Copy)]
struct Field<'de, 'p> {
    source: &'p Source<'de>,
    values: Values<'de>,
    in_copy: bool,
}

impl<'de> Field<'de, '_> {
    /// Returns the only value.
    fn single(&self) -> Result<&'de str, GaveUp> {
        match self.values {
            Values::One(text) => Ok(text),
            _ => Err(GaveUp::Other),
        }
    }

    fn text(&self) -> Result<Cow<'de, str>, GaveUp> {
        let text = self.single()?;
        if self.source.is_plain {
            return Ok(Cow::Borrowed(text));
        }
        scalar::plain(self.source.node, text).map_err(GaveUp::because)
    }
}

fn visit_text<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value, GaveUp> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $parse:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
            visitor.$visit(scalar::$parse(self.single()?.trim()).map_err(GaveUp::because)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Field<'de, '_> {
    type Error = GaveUp;

    numbers! {
        deserialize_u8 visit_u8 parse_int;
        deserialize_u16 visit_u16 parse_int;
        deserialize_u32 visit_u32 parse_int;
        deserialize_u64 visit_u64 parse_int;
        deserialize_u128 visit_u128 parse_int;
        deserialize_i8 visit_i8 parse_int;
        deserialize_i16 visit_i16 parse_int;
        deserialize_i32 visit_i32 parse_int;
        deserialize_i64 visit_i64 parse_int;
        deserialize_i128 visit_i128 parse_int;
        deserialize_f32 visit_f32 parse_float;
        deserialize_f64 visit_f64 parse_float;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        let truth = |text| scalar::checkbox(text).ok_or(GaveUp::Other);
        let is_true = match self.values {
            Values::None => false,
            Values::One(text) => truth(text)?,
            Values::Many(entries) => {
                let mut values = entries.iter().map(|entry| truth(self.source.node.value(entry)));
                values.try_fold(false, |is_true, value| Ok(is_true | value?))?
            }
            Values::Other => return Err(GaveUp::Other),
        };
        visitor.visit_bool(is_true)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        let text = self.text()?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => visitor.visit_char(only),
            _ => Err(GaveUp::Other),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        let text = self.text()?;
        check_moment(&text, &visitor).map_err(GaveUp::because)?;
        visit_text(text, visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        self.deserialize_string(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        if matches!(self.values, Values::Many(_)) {
            return self.deserialize_seq(visitor);
        }
        let text = self.text()?;
        // A blank copy may count as missing.
        if self.in_copy && text.is_empty() {
            return Err(GaveUp::Other);
        }
        visit_text(text, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        let is_blank = match self.values {
            Values::None => true,
            Values::One(text) => text.is_empty(),
            Values::Many(entries) => entries.iter().all(|entry| self.source.node.value(entry).is_empty()),
            Values::Other => return Err(GaveUp::Other),
        };
        if is_blank {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        if matches!(self.values, Values::Other) {
            return Err(GaveUp::Other);
        }
        visitor.visit_seq(Items { list: self })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, GaveUp> {
        let items = Items { list: self };
        if items.size_hint() == Some(length) {
            self.deserialize_seq(visitor)
        } else {
            Err(GaveUp::Other)
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, GaveUp> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, GaveUp> {
        let name = self.text()?;
        if name.is_empty() {
            return Err(GaveUp::Other);
        }
        visitor.visit_enum(Choice { name })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GaveUp> {
        visitor.visit_unit()
    }

    give_up! {
        deserialize_bytes() deserialize_byte_buf() deserialize_unit() deserialize_unit_struct(&'static str)
        deserialize_map() deserialize_struct(&'static str, &'static [&'static str])
    }
}

/// Gives serde the values of one name as a list.
struct Items<'de, 'p> {
    list: Field<'de, 'p>,
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = GaveUp;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, GaveUp> {
        let (value, rest) = match self.list.values {
            Values::One(text) => (text, Values::None),
            Values::Many([first, rest @ ..]) => (self.list.source.node.value(first), Values::Many(rest)),
            _ => return Ok(None),
        };
        let values = Values::One(value);
        let item = Field { values, ..self.list };
        self.list.values = rest;
        seed.deserialize(item).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        match self.list.values {
            Values::None => Some(0),
            Values::One(_) => Some(1),
            Values::Many(entries) => Some(entries.len()),
            Values::Other => None,
        }
    }
}

/// A variant without content, by its name.
struct Choice<'de> {
    name: Cow<'de, str>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = GaveUp;
    type Variant = NoContent;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, NoContent), GaveUp> {
        let variant = seed.deserialize(Key::new(self.name)).map_err(GaveUp::because)?;
        Ok((variant, NoContent))
    }
}

/// The content of a variant that has none.
struct NoContent;

impl<'de> VariantAccess<'de> for NoContent {
    type Error = GaveUp;

    fn unit_variant(self) -> Result<(), GaveUp> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, GaveUp> {
        Err(GaveUp::Other)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, GaveUp> {
        Err(GaveUp::Other)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, GaveUp> {
        Err(GaveUp::Other)
    }
}
