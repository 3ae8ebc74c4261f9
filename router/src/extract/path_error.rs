//! Why path parameters could not be deserialized.

use std::fmt;

use serde::de;

use crate::problem::{Problem, codes, texts};

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
    pub(super) fn into_problem(self, pattern: &str) -> Problem {
        match self {
            Self::Value(name) if name.is_empty() => {
                Problem::bad_request(codes::INVALID_PATH).with_detail(texts::INVALID_PATH)
            }
            Self::Value(name) => {
                Problem::bad_request(codes::INVALID_PATH).with_detail(texts::INVALID_PARAMETER.with("name", name))
            }
            error => Problem::internal(format!("`Path` does not fit the route `{pattern}`: {error}")),
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
