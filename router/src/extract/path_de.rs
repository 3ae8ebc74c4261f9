//! A serde deserializer over path parameters.

use std::fmt;

use serde::de::{self, DeserializeOwned, Deserializer, Visitor};

use super::path_value::{Entries, Value, Values, reads_as_other};
use crate::path::Params;
use crate::problem::{Problem, codes};

/// How many parameters are tried as a number, for types that do not ask for one by themselves.
const MAX_TRIED: u32 = 4;

/// Deserializes the parameters of a path.
///
/// Behind `#[serde(flatten)]`, `#[serde(tag)]` and `#[serde(untagged)]` serde does not pass on which types
/// it wants, so if a parameter does not fit as text, those that look like numbers are tried as such.
pub(super) fn read<T: DeserializeOwned>(params: &Params, path: &str) -> Result<T, PathError> {
    let attempt = |others, pairs| {
        T::deserialize(PathDeserializer {
            params,
            path,
            others,
            pairs,
        })
    };
    let error = match attempt(0, false) {
        Err(error @ PathError::Value(_)) => error,
        Err(PathError::Pairs) => return attempt(0, true),
        done => return done,
    };
    let first: Vec<_> = params.iter(path).take(MAX_TRIED as usize).collect();
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

/// Why the parameters could not be deserialized.
#[derive(Debug)]
pub(super) enum PathError {
    /// The client's mistake: the named parameter cannot be decoded or parsed.
    Value(String),
    /// The programmer's mistake: the type does not fit the pattern.
    Shape(String),
    /// The type takes pairs of a name and a value, and got the segments of a catch-all parameter.
    Pairs,
}

impl PathError {
    pub(super) fn into_problem(self, pattern: Option<&str>) -> Problem {
        match self {
            Self::Value(name) if name.is_empty() => {
                Problem::bad_request(codes::INVALID_PATH).with_detail("A part of the address is not valid.")
            }
            Self::Value(name) => Problem::bad_request(codes::INVALID_PATH)
                .with_detail(format!("The part of the address for `{name}` is not valid.")),
            error => Problem::internal(format!(
                "`Path` does not fit the route `{}`: {error}",
                pattern.unwrap_or_default()
            )),
        }
    }
}

impl PathError {
    /// Names the parameter of a value that was rejected, unless it is named.
    pub(super) fn or_named(self, name: &str) -> Self {
        match self {
            Self::Value(own) if own.is_empty() => Self::Value(name.to_owned()),
            error => error,
        }
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(text) | Self::Shape(text) => f.write_str(text),
            Self::Pairs => f.write_str("the type takes pairs"),
        }
    }
}

impl std::error::Error for PathError {}

impl de::Error for PathError {
    // A type that rejects a value, such as `NonZeroU32` or a newtype with rules of its own. The
    // caller fills in the parameter where it is known.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Value(String::new())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Shape(format!("the pattern has no parameter `{field}`"))
    }

    fn invalid_length(length: usize, _: &dyn de::Expected) -> Self {
        Self::Shape(format!("the type does not take {length} values"))
    }
}

/// All parameters of a path.
struct PathDeserializer<'a> {
    params: &'a Params,
    path: &'a str,
    /// The parameters, from the lowest bit, to give as numbers or `bool` where a type takes any.
    others: u32,
    /// Whether a list has pairs of names and values, even if the only parameter is a catch-all.
    pairs: bool,
}

impl<'a> PathDeserializer<'a> {
    fn values(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let others = self.others;
        let params = self.params.iter(self.path).enumerate();
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
