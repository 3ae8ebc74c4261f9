//! Path parameters as values of serde.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::path_error::PathError;
use crate::path::{Param, percent_decode};

/// One parameter, or one segment of a catch-all parameter.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) param: Param<'a>,
    /// Whether a type that takes any value gets a number or `bool`, not a text.
    pub(super) other: bool,
    pub(super) segment: bool,
}

/// Returns `true` if a parameter can be given as something other than a text.
pub(super) fn reads_as_other(raw: &str) -> bool {
    raw.parse::<f64>().is_ok() || raw.parse::<bool>().is_ok()
}

impl<'a> Value<'a> {
    pub(super) fn is_catch_all(&self) -> bool {
        self.param.catch_all
    }

    /// Returns the segments of a catch-all parameter.
    fn segments(self) -> Result<Values<impl Iterator<Item = Self>>, PathError> {
        let Param { name, raw, catch_all } = self.param;
        if !catch_all {
            return Err(PathError::Shape(format!("`{name}` is one segment, not a list")));
        }
        let one = move |raw| Param {
            name,
            raw,
            catch_all: false,
        };
        Ok(Values::new(raw.split('/').map(move |raw| Self {
            param: one(raw),
            segment: true,
            ..self
        })))
    }

    fn text(self) -> Result<Cow<'a, str>, PathError> {
        percent_decode(self.param.raw).ok_or_else(|| self.invalid())
    }

    fn invalid(self) -> PathError {
        PathError::Value(self.param.name.to_owned())
    }

    /// Deserializes the value, whose name an error gets.
    fn seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, PathError> {
        seed.deserialize(self).map_err(|error| error.or_named(self.param.name))
    }

    /// Passes a value to the visitor. If the visitor rejects it, it is the client's mistake.
    fn visit<T>(self, visit: impl FnOnce(Cow<'a, str>) -> Result<T, PathError>) -> Result<T, PathError> {
        visit(self.text()?).map_err(|_| self.invalid())
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
                let value = self.text()?.parse().map_err(|_| self.invalid())?;
                visitor.$visit(value).map_err(|_: PathError| self.invalid())
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = PathError;

    parsed! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_i128 visit_i128 deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32
        deserialize_u64 visit_u64 deserialize_u128 visit_u128 deserialize_f32 visit_f32 deserialize_f64 visit_f64
        deserialize_char visit_char
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        let raw = self.param.raw;
        if !self.other {
            return self.deserialize_str(visitor);
        }
        if let Ok(number) = raw.parse() {
            visitor.visit_u64(number)
        } else if let Ok(number) = raw.parse() {
            visitor.visit_i64(number)
        } else if let Ok(number) = raw.parse() {
            visitor.visit_f64(number)
        } else if let Ok(value) = raw.parse() {
            visitor.visit_bool(value)
        } else {
            self.deserialize_str(visitor)
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        self.visit(|text| match text {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, PathError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        visitor.visit_seq(self.segments()?)
    }

    /// A pair is the name and the value, as in `Vec<(String, String)>`.
    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, PathError> {
        let Param { name, .. } = self.param;
        if self.segment && length == 2 {
            return Err(PathError::Pairs);
        }
        if length != 2 {
            return Err(PathError::Shape(format!("`{name}` is one value, not {length}")));
        }
        visitor.visit_seq(Pair(Some(name), Some(self)))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, PathError> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PathError> {
        let variant: StringDeserializer<PathError> = self.text()?.into_owned().into_deserializer();
        visitor.visit_enum(variant).map_err(|_| self.invalid())
    }

    forward_to_deserialize_any! {
        string bytes byte_buf unit unit_struct map struct identifier ignored_any
    }
}

/// Values as a list, or by their names as a map. Errors get the name of the value.
pub(super) struct Values<I> {
    rest: I,
}

impl<I> Values<I> {
    pub(super) fn new(rest: I) -> Self {
        Self { rest }
    }
}

impl<'de, I: Iterator<Item = Value<'de>>> SeqAccess<'de> for Values<I> {
    type Error = PathError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, PathError> {
        self.rest.next().map(|value| value.seed(seed)).transpose()
    }
}

/// Values by their names.
pub(super) struct Entries<'de, I> {
    rest: I,
    current: Option<Value<'de>>,
}

impl<I> Entries<'_, I> {
    pub(super) fn new(rest: I) -> Self {
        Self { rest, current: None }
    }
}

impl<'de, I: Iterator<Item = Value<'de>>> MapAccess<'de> for Entries<'de, I> {
    type Error = PathError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, PathError> {
        self.current = self.rest.next();
        let key = self
            .current
            .map(|value| seed.deserialize(BorrowedStrDeserializer::new(value.param.name)));
        key.transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, PathError> {
        match self.current.take() {
            Some(value) => value.seed(seed),
            // Serde asks for a value only after its key.
            None => Err(PathError::Shape("a value was read before its name".to_owned())),
        }
    }
}

/// A name and its value.
struct Pair<'de>(Option<&'de str>, Option<Value<'de>>);

impl<'de> SeqAccess<'de> for Pair<'de> {
    type Error = PathError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, PathError> {
        if let Some(name) = self.0.take() {
            return seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some);
        }
        self.1.take().map(|value| value.seed(seed)).transpose()
    }
}
