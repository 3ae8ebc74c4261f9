//! The deserializer of a node.

use std::borrow::Cow;

use serde::de::value::SeqDeserializer;
use serde::de::{Deserializer, Expected, Visitor};

use super::access::{Fields, Group, Items};
use super::error::{Error, MARK, UNREADABLE};
use super::moments::{check_moment, lacks_seconds};
use super::pairs::Pair;
use super::path::{Path, Step, field, is_item, place};
use super::remedy::{Remedies, Remedy};
use super::variant::Variant;
use crate::messages::{NOT_A_GROUP, NOT_EMPTY, REQUIRED, UNNUMBERED_ROWS};
use crate::names;
use crate::node::{Node, RowNames};
use crate::scalar::{self, Scalar};
use crate::words::Message;

/// A node as a serde deserializer, with its path and the remedies noted so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeDeserializer<'de, 'p> {
    pub(super) node: Node<'de>,
    pub(super) path: Option<&'p Path<'p>>,
    pub(super) remedies: &'p Remedies,
    /// Whether the value is that of an option, so that the empty text is none.
    is_optional: bool,
    /// Whether this is a field that serde may copy, for a type that is read later.
    pub(super) in_copy: bool,
}

impl<'de, 'p> NodeDeserializer<'de, 'p> {
    pub(super) fn root(node: Node<'de>, remedies: &'p Remedies) -> Self {
        Self {
            node,
            path: None,
            remedies,
            is_optional: false,
            in_copy: false,
        }
    }

    /// Returns the path of a part of this value.
    pub(super) fn step(&self, step: Step<&'p str>) -> Path<'p> {
        Path {
            parent: self.path,
            step,
        }
    }

    /// Returns the deserializer of a part of this value.
    pub(super) fn part<'q>(&self, node: Node<'de>, path: &'q Path<'q>) -> NodeDeserializer<'de, 'q>
    where
        'p: 'q,
    {
        NodeDeserializer {
            node,
            path: Some(path),
            remedies: self.remedies,
            is_optional: false,
            in_copy: false,
        }
    }

    /// Returns this value with another node.
    pub(super) fn with_node(self, node: Node<'de>) -> Self {
        Self { node, ..self }
    }

    /// Returns the deserializer of an item of this list.
    pub(super) fn item<'q>(&self, node: Node<'de>, path: &'q Path<'q>) -> NodeDeserializer<'de, 'q>
    where
        'p: 'q,
    {
        NodeDeserializer {
            in_copy: self.in_copy,
            ..self.part(node, path)
        }
    }

    pub(super) fn in_copy(self) -> Self {
        Self { in_copy: true, ..self }
    }

    /// Returns which made-up value takes the place of this one, if one does.
    pub(super) fn stand_in(&self) -> Option<usize> {
        self.remedies.stand_in(self.path)
    }

    /// Adds to a new error that it happened here, and the remedy that may help.
    pub(super) fn locate(&self, error: Error) -> Error {
        if error.is_located() {
            return error;
        }
        if let Some((name, remedy)) = self.culprit(&error) {
            let path = self.step(Step::Name(&name));
            let error = error.of_copy().locate(place(Some(&path)));
            let part = self.part(self.node.field(&name), &path);
            return match (part.unreadable(), remedy) {
                (Some(message), _) => error.with_message(message),
                (None, Some(remedy)) => error.with_remedy(remedy),
                (None, None) => error,
            };
        }
        let error = error.locate(place(self.path));
        match scalar::scalar(self.node) {
            // A parser's message about the empty text is of no use to people.
            Ok(Scalar::Form(text)) if text.trim().is_empty() => {
                error.with_message(REQUIRED).with_remedy(Remedy::DropBlank)
            }
            Ok(Scalar::Form(text)) if text.trim().len() < text.len() && error.is_not_valid() && !self.is_trimmed() => {
                error.with_remedy(Remedy::Trim)
            }
            Ok(Scalar::Form(text)) if lacks_seconds(text.trim()) => error.with_remedy(Remedy::AddSeconds),
            _ => error,
        }
    }

    pub(super) fn offers(&self) -> Vec<&'static str> {
        self.remedies.offers(self.path)
    }

    /// Returns `true` if this value is blank and blanks count as missing here.
    pub(super) fn is_dropped(&self) -> bool {
        (scalar::is_spaces(self.node) || self.is_missing_value())
            && (self.remedies.has(self.path, Remedy::DropBlank)
                || self.in_copy && self.is_empty() && self.remedies.drops_all(self.path))
    }

    /// Returns `true` if there are only names below this one, should it be a plain value.
    pub(super) fn is_missing_value(&self) -> bool {
        self.node.has_children() && matches!(scalar::scalar(self.node), Ok(Scalar::Missing))
    }

    /// Returns `true` if the names below this one may be those of other controls, rather than of groups.
    pub(super) fn has_other_names(&self) -> bool {
        self.is_missing_value() && !self.node.children().any(|(_, node)| node.has_children())
    }

    /// Returns an error if there are only names below this plain value: those of other controls, such as an
    /// image button, and unknown ones.
    fn check_value(&self) -> Result<(), Error> {
        if self.is_missing_value() && (self.is_optional || !is_item(self.path)) {
            return Err(Error::new(REQUIRED).with_remedy(Remedy::DropBlank));
        }
        Ok(())
    }

    /// Returns `true` for the empty text.
    pub(super) fn is_empty(&self) -> bool {
        matches!(scalar::scalar(self.node), Ok(Scalar::Form("")))
    }

    fn is_trimmed(&self) -> bool {
        self.remedies.has(self.path, Remedy::Trim)
    }

    fn text(&self) -> Result<Cow<'de, str>, Message> {
        let text = scalar::text(self.node)?;
        if self.is_optional && text.is_empty() && !self.node.is_json() {
            // Only now is it known that the names below the empty text are not fields.
            return Err(REQUIRED);
        }
        Ok(self.prepared(text))
    }

    /// Returns a text as the remedies say.
    fn prepared(&self, text: Cow<'de, str>) -> Cow<'de, str> {
        let text = if self.is_trimmed() {
            Cow::Owned(text.trim().to_owned())
        } else {
            text
        };
        if lacks_seconds(&text) && self.remedies.has(self.path, Remedy::AddSeconds) {
            return Cow::Owned(text.into_owned() + ":00");
        }
        text
    }

    /// Returns an error if a single value was submitted for a struct or map.
    fn check_group(&self) -> Result<(), Error> {
        if self.node.row_names() != RowNames::Numbered {
            return Err(Error::new(UNNUMBERED_ROWS));
        }
        let is_single = !self.node.has_children() && !self.node.is_blank();
        if is_single {
            Err(Error::new(NOT_A_GROUP))
        } else {
            Ok(())
        }
    }

    pub(super) fn is_list(&self) -> bool {
        let node = self.node;
        (node.own().len() > 1 && !node.is_json() && !node.wants_last())
            || node
                .last_child()
                .is_some_and(|name| name.is_empty() || names::is_index(name))
    }
}

fn visit_text<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value, Error> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

macro_rules! scalars {
    ($($method:ident $visit:ident $decode:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.check_value()?;
            visitor.$visit($decode(self.node)?)
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.check_value()?;
            let text = self.text()?;
            check_moment(&text, &visitor)?;
            visit_text(text, visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for NodeDeserializer<'de, '_> {
    type Error = Error;

    scalars! {
        deserialize_u8 visit_u8 scalar::int;
        deserialize_u16 visit_u16 scalar::int;
        deserialize_u32 visit_u32 scalar::int;
        deserialize_u64 visit_u64 scalar::int;
        deserialize_u128 visit_u128 scalar::int;
        deserialize_i8 visit_i8 scalar::int;
        deserialize_i16 visit_i16 scalar::int;
        deserialize_i32 visit_i32 scalar::int;
        deserialize_i64 visit_i64 scalar::int;
        deserialize_i128 visit_i128 scalar::int;
        deserialize_f32 visit_f32 scalar::float;
        deserialize_f64 visit_f64 scalar::float;
        deserialize_char visit_char scalar::character;
    }

    texts! { deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.check_value()?;
        if self.is_optional && self.is_empty() {
            return Err(Error::new(REQUIRED));
        }
        visitor.visit_bool(scalar::boolean(self.node)?)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(kind) = self.kind() {
            return self.deserialize_as(kind, visitor);
        }
        if self.is_list() {
            return self.deserialize_seq(visitor);
        }
        if self.node.has_children() {
            return self.deserialize_map(visitor);
        }
        match scalar::scalar(self.node) {
            // Refused where something reads it.
            _ if self.in_copy && self.unreadable().is_some() => visitor.visit_borrowed_bytes(UNREADABLE),
            Ok(Scalar::Missing) => visitor.visit_unit(),
            Ok(Scalar::Form(text)) if self.remedies.is_marked(text) => {
                visitor.visit_string(format!("{text}{MARK}{}", field(self.path)))
            }
            Ok(Scalar::Form("")) => {
                // What serde's own copy expects. A `serde_json::Value` has blank texts.
                if self.in_copy && !is_item(self.path) && (&visitor as &dyn Expected).to_string() == "any value" {
                    self.remedies.note_blank(self.path);
                }
                visitor.visit_borrowed_str("")
            }
            Ok(Scalar::Form(text)) => visit_text(self.prepared(scalar::plain(self.node, text)?), visitor),
            Ok(Scalar::Text(text)) => visit_text(scalar::plain(self.node, text)?, visitor),
            Ok(Scalar::Bool(value)) => visitor.visit_bool(value),
            Ok(Scalar::Number(text)) => visit_number(text, visitor),
            Err(_) if self.node.is_empty_list() => self.deserialize_seq(visitor),
            Err(_) if self.node.is_blank() => self.deserialize_map(visitor),
            Err(message) => Err(message.into()),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_bytes(text.as_bytes()),
            Cow::Owned(text) => visitor.visit_byte_buf(text.into_bytes()),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_blank() || self.is_dropped() {
            visitor.visit_none()
        } else {
            visitor.visit_some(Self {
                is_optional: true,
                ..self
            })
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // Names that nothing reads are ignored at the top of a form.
        if self.node.is_form() || self.node.is_blank() {
            return visitor.visit_unit();
        }
        Err(Error::new(NOT_EMPTY))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_form() {
            let pairs = self.node.valid_pairs()?.map(|(name, value)| Pair { name, value });
            return visitor.visit_seq(SeqDeserializer::new(pairs));
        }
        visitor.visit_seq(Items::list(self)?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Items::tuple(self, length)?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.check_group()?;
        let group = match (&visitor as &dyn Expected).to_string().as_str() {
            // The expectation of every map; that of a struct contains its name.
            "a map" if !self.node.is_form() && !self.node.only_own().is_blank() => {
                return Err(Error::new(NOT_A_GROUP));
            }
            "a map" => Group::Map,
            _ => Group::Flattened,
        };
        visitor.visit_map(Fields::new(self, group))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.check_group()?;
        visitor.visit_map(Fields::new(self, Group::Struct))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Variant::new(self, variants)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

/// Visits a JSON number as the narrowest type that holds it exactly.
fn visit_number<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Error> {
    if let Ok(number) = text.parse() {
        visitor.visit_u64(number)
    } else if let Ok(number) = text.parse() {
        visitor.visit_i64(number)
    } else if let Ok(number) = text.parse() {
        visitor.visit_u128(number)
    } else if let Ok(number) = text.parse() {
        visitor.visit_i128(number)
    } else {
        visitor.visit_f64(scalar::parse_float(text)?)
    }
}
