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
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Debug;
    use std::sync::Arc;

    use serde::Deserialize;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::path::Pattern;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(untagged)]
    enum Untagged {
        Number(u32),
        Switch(bool),
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Flat {
        a: String,
        #[serde(flatten)]
        inner: Inner,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Inner {
        b: u32,
        c: String,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(try_from = "String")]
    struct Short(String);

    impl TryFrom<String> for Short {
        type Error = &'static str;

        fn try_from(text: String) -> Result<Self, Self::Error> {
            if text.len() < 3 {
                Ok(Self(text))
            } else {
                Err("too long")
            }
        }
    }

    /// Returns the value, or the detail of the problem.
    fn path<T: DeserializeOwned>(pattern: &str, path: &str) -> Result<T, String> {
        let catch_all = pattern.contains('*');
        let values: Vec<&str> = if catch_all {
            vec![&path[1..]]
        } else {
            path[1..].split('/').collect()
        };
        let params = Params::new(Arc::new(Pattern::new(pattern.to_owned())), path, values.into_iter());
        read(&params, path).map_err(|error| match error {
            PathError::Shape(why) => why,
            error => error.into_problem(None).detail().unwrap_or_default().to_owned(),
        })
    }

    #[track_caller]
    fn check<T: DeserializeOwned + Debug + PartialEq>(pattern: &str, text: &str, expected: Result<T, &str>) {
        assert_eq!(
            path::<T>(pattern, text),
            expected.map_err(str::to_owned),
            "{pattern} {text}"
        );
    }

    #[test]
    fn types_that_take_any_value_work() {
        let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
            list.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        };
        check("/{a}/{b}", "/x/%C3%A9", Ok(pairs(&[("a", "x"), ("b", "é")])));
        check("/{a}", "/x", Ok(pairs(&[("a", "x")])));
        check("/{*rest}", "/x/y", Ok(pairs(&[("rest", "x/y")])));
        check("/{*rest}", "/x/y", Ok(vec!["x".to_owned(), "y".to_owned()]));
        check(
            "/{a}/{b}",
            "/1/2",
            Ok(vec![("a".to_owned(), 1_u8), ("b".to_owned(), 2)]),
        );
        let map = |list| pairs(list).into_iter().collect::<BTreeMap<_, _>>();
        check("/{a}/{b}", "/x/y", Ok(map(&[("a", "x"), ("b", "y")])));
        check("/{a}", "/7", Ok(json!("7")));
        check("/{a}/{b}", "/7/x", Ok(json!({ "a": "7", "b": "x" })));
        check("/{a}", "/7", Ok(Untagged::Number(7)));
        check("/{a}", "/true", Ok(Untagged::Switch(true)));
        check("/{a}/{b}", "/7/1", Ok((Untagged::Number(7), 1_u8)));
        let flat = |a: &str, b, c: &str| Flat {
            a: a.to_owned(),
            inner: Inner { b, c: c.to_owned() },
        };
        check("/{a}/{b}/{c}", "/x/7/y", Ok(flat("x", 7, "y")));
        check("/{a}/{b}/{c}", "/1/2/3", Ok(flat("1", 2, "3")));
        check::<(Json, Json, Json)>(
            "/{a}/{b}",
            "/x/y",
            Err("the pattern has 2 parameters, but the type takes 3"),
        );
        check::<Vec<(u8, u8, u8)>>("/{a}/{b}", "/x/y", Err("`a` is one value, not 3"));
    }

    #[test]
    fn problem_names_the_parameter() {
        let named = |name| format!("The part of the address for `{name}` is not valid.");
        for (found, name) in [
            (path::<u32>("/{a}", "/x").err(), "a"),
            (path::<(u32, u32)>("/{a}/{b}", "/1/x").err(), "b"),
            (path::<Short>("/{a}", "/long").err(), "a"),
            (path::<(String, Short)>("/{a}/{b}", "/x/long").err(), "b"),
            (path::<BTreeMap<String, Short>>("/{a}/{b}", "/long/x").err(), "a"),
            (path::<Vec<(String, Short)>>("/{a}/{b}", "/x/long").err(), "b"),
            (path::<Vec<Short>>("/{*rest}", "/x/long").err(), "rest"),
            (path::<Untagged>("/{a}", "/long").err(), "a"),
        ] {
            assert_eq!(found, Some(named(name)));
        }
    }
}
