//! A serde deserializer over path parameters.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::path::{Param, Params, percent_decode};
use crate::problem::{Problem, codes};

/// Why the parameters could not be deserialized.
#[derive(Debug)]
pub(super) enum PathError {
    /// The client's mistake: the named parameter cannot be decoded or parsed.
    Value(String),
    /// The programmer's mistake: the type does not fit the pattern.
    Shape(String),
}

impl PathError {
    pub(super) fn into_problem(self, pattern: Option<&str>) -> Problem {
        match self {
            Self::Value(name) if name.is_empty() => {
                Problem::bad_request(codes::INVALID_PATH).with_detail("A part of the address is not valid.")
            }
            Self::Value(name) => Problem::bad_request(codes::INVALID_PATH)
                .with_detail(format!("The part of the address for `{name}` is not valid.")),
            Self::Shape(why) => Problem::internal(format!(
                "`Path` does not fit the route `{}`: {why}",
                pattern.unwrap_or_default()
            )),
        }
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Value(text) | Self::Shape(text)) = self;
        f.write_str(text)
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
pub(super) struct PathDeserializer<'a> {
    params: &'a Params,
    path: &'a str,
}

impl<'a> PathDeserializer<'a> {
    pub(super) fn new(params: &'a Params, path: &'a str) -> Self {
        Self { params, path }
    }

    fn iter(&self) -> impl ExactSizeIterator<Item = Param<'a>> + Clone + use<'a> {
        self.params.iter(self.path)
    }

    /// The only parameter.
    fn single(&self) -> Result<Value<'a>, PathError> {
        let mut all = self.iter();
        match (all.next(), self.params.len()) {
            (Some(param), 1) => Ok(Value(param)),
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
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_any
        deserialize_option deserialize_identifier
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
        if let (Some(param), 1) = (self.iter().next().filter(|param| param.catch_all), self.params.len()) {
            return Value(param).deserialize_seq(visitor);
        }
        visitor.visit_seq(SeqDeserializer::new(self.iter().map(Value)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, PathError> {
        if length != self.params.len() {
            let count = self.params.len();
            return Err(PathError::Shape(format!(
                "the pattern has {count} parameters, but the type takes {length}"
            )));
        }
        visitor.visit_seq(SeqDeserializer::new(self.iter().map(Value)))
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
        visitor.visit_map(MapDeserializer::new(
            self.iter().map(|param| (param.name, Value(param))),
        ))
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

/// One parameter.
#[derive(Clone, Copy)]
struct Value<'a>(Param<'a>);

impl<'a> IntoDeserializer<'a, PathError> for Value<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'a> Value<'a> {
    fn text(self) -> Result<Cow<'a, str>, PathError> {
        percent_decode(self.0.raw).ok_or_else(|| self.invalid())
    }

    fn invalid(self) -> PathError {
        PathError::Value(self.0.name.to_owned())
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
        if !self.0.catch_all {
            return Err(PathError::Shape(format!(
                "`{}` is one segment, not a list",
                self.0.name
            )));
        }
        let segments = self.0.raw.split('/').map(|segment| {
            Value(Param {
                raw: segment,
                catch_all: false,
                ..self.0
            })
        });
        visitor.visit_seq(SeqDeserializer::new(segments))
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
        str string bytes byte_buf unit unit_struct tuple tuple_struct map struct identifier ignored_any
    }
}
