//! A serde deserializer over path parameters.

use serde::de::{DeserializeOwned, Deserializer, Visitor};

use super::path_error::PathError;
use super::path_value::{Entries, Value, Values, reads_as_other};
use crate::path::{Params, Pattern};

/// How many parameters are tried as a number, for types that do not ask for one by themselves.
const MAX_TRIED: u32 = 4;

/// Deserializes the parameters of a path.
///
/// Behind `#[serde(flatten)]`, `#[serde(tag)]` and `#[serde(untagged)]` serde does not pass on which types
/// it wants, so if a parameter does not fit as text, those that look like numbers are tried as such.
pub(super) fn read<T: DeserializeOwned>(pattern: &Pattern, path: &str) -> Result<T, PathError> {
    let attempt = |others, pairs| {
        T::deserialize(PathDeserializer {
            params: pattern.params(path),
            others,
            pairs,
        })
    };
    let error = match attempt(0, false) {
        Err(error @ PathError::Value(_)) => error,
        Err(PathError::Pairs) => return attempt(0, true),
        done => return done,
    };
    let first: Vec<_> = pattern.params(path).take(MAX_TRIED as usize).collect();
    let fits = |others: &u32| {
        let mut chosen = first.iter().enumerate().filter(|(at, _)| others & 1 << at != 0);
        chosen.all(|(_, param)| reads_as_other(param.raw))
    };
    let mut tries = (1..1 << first.len()).filter(fits);
    let found = tries.find_map(|others| attempt(others, false).ok());
    found.ok_or_else(|| match first.as_slice() {
        [only] => error.or_named(only.name),
        _ => error,
    })
}

/// All parameters of a path.
struct PathDeserializer<'a> {
    params: Params<'a>,
    /// The parameters, from the lowest bit, to give as numbers or `bool` where a type takes any.
    others: u32,
    /// Whether a list has pairs of names and values, even if the only parameter is a catch-all.
    pairs: bool,
}

impl<'a> PathDeserializer<'a> {
    fn values(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let others = self.others;
        let params = self.params.clone().enumerate();
        params.map(move |(at, param)| Value {
            param,
            segment: false,
            other: at < MAX_TRIED as usize && others & 1 << at != 0,
        })
    }

    /// The only parameter.
    fn single(&self) -> Result<Value<'a>, PathError> {
        match (self.values().next(), self.params.len()) {
            (Some(value), 1) => Ok(value),
            (_, count) => Err(PathError::Shape(format!(
                "the pattern has {count} parameters, but the type takes one"
            ))),
        }
    }
}

macro_rules! single {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
                self.single()?.$method(visitor)
            }
        )*
    };
}

impl<'de> Deserializer<'de> for PathDeserializer<'de> {
    type Error = PathError;

    single! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_option deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        match self.params.len() {
            1 => self.single()?.deserialize_any(visitor),
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PathError> {
        self.single()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, PathError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, PathError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        let first = self.values().next().filter(|first| first.is_catch_all() && !self.pairs);
        if let (Some(rest), 1) = (first, self.params.len()) {
            return rest.deserialize_seq(visitor);
        }
        visitor.visit_seq(Values::new(self.values()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, PathError> {
        if length != self.params.len() {
            let count = self.params.len();
            return Err(PathError::Shape(format!(
                "the pattern has {count} parameters, but the type takes {length}"
            )));
        }
        visitor.visit_seq(Values::new(self.values()))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, PathError> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        visitor.visit_map(Entries::new(self.values()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PathError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        visitor.visit_unit()
    }
}

#[cfg(test)]
mod tests;
