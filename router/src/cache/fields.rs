//! Which fields of the query a type reads, asked of its `Deserialize` once, when the route is made.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::value::{StrDeserializer, UnitDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// No field of a query is called this.
const UNKNOWN: &str = "\0unknown";

/// The fields of the query that a handler reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fields {
    /// A struct's: these and no others.
    Named(BTreeSet<&'static str>),
    /// A map, a list, or a struct that refuses fields it doesn't know: every field counts.
    All,
}

impl Default for Fields {
    fn default() -> Self {
        Self::Named(BTreeSet::new())
    }
}

impl Fields {
    /// The fields that `T` reads, its aliases included.
    pub(crate) fn of<T: DeserializeOwned>() -> Self {
        let mut found = None;
        // It always fails, as soon as the probe has seen enough.
        let _ = T::deserialize(Probe(&mut found));
        found.unwrap_or(Self::All)
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::Named(names) if names.is_empty())
    }

    pub(crate) fn reads(&self, name: &str) -> bool {
        match self {
            Self::Named(names) => names.contains(name),
            Self::All => true,
        }
    }

    /// These fields and the others.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Named(mut names), Self::Named(others)) => {
                names.extend(others);
                Self::Named(names)
            }
            _ => Self::All,
        }
    }
}

/// A deserializer that holds nothing and notes what it is asked for.
struct Probe<'p>(&'p mut Option<Fields>);

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Enough;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Enough> {
        Err(Enough)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Enough> {
        let mut taken = false;
        let visited = visitor.visit_map(OneUnknown {
            given: false,
            taken: &mut taken,
        });
        // With `deny_unknown_fields` even a field that it doesn't read changes its answer.
        *self.0 = Some(if taken {
            Fields::Named(fields.iter().copied().collect())
        } else {
            Fields::All
        });
        visited
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Enough> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// A map with one field that no struct has, and an error behind it: so no default of a missing field is ever made.
struct OneUnknown<'p> {
    given: bool,
    taken: &'p mut bool,
}

impl<'de> MapAccess<'de> for OneUnknown<'_> {
    type Error = Enough;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Enough> {
        if std::mem::replace(&mut self.given, true) {
            return Err(Enough);
        }
        seed.deserialize(StrDeserializer::new(UNKNOWN)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Enough> {
        *self.taken = true;
        seed.deserialize(UnitDeserializer::new())
    }
}

/// The probe has seen what it came for.
#[derive(Debug)]
struct Enough;

impl std::error::Error for Enough {}

impl fmt::Display for Enough {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the fields are known")
    }
}

impl serde::de::Error for Enough {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Search {
        #[serde(default, alias = "query")]
        q: String,
        #[serde(rename = "page-number", default = "never")]
        page: u32,
        #[serde(skip)]
        skipped: u32,
    }

    fn never() -> u32 {
        panic!("a default was made")
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Strict {
        q: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Flat {
        q: String,
        #[serde(flatten)]
        rest: HashMap<String, String>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Wrapped(Search);

    #[derive(Deserialize)]
    struct Empty {}

    #[test]
    fn the_fields_of_a_type() {
        let named = |names: &[&'static str]| Fields::Named(names.iter().copied().collect());
        for (found, expected) in [
            (Fields::of::<Search>(), named(&["page-number", "q", "query"])),
            (Fields::of::<Wrapped>(), named(&["page-number", "q", "query"])),
            (Fields::of::<Empty>(), named(&[])),
            (Fields::of::<Strict>(), Fields::All),
            (Fields::of::<Flat>(), Fields::All),
            (Fields::of::<HashMap<String, String>>(), Fields::All),
            (Fields::of::<Vec<(String, String)>>(), Fields::All),
            (Fields::of::<Option<Search>>(), Fields::All),
            (Fields::of::<()>(), Fields::All),
        ] {
            assert_eq!(found, expected);
        }
        assert_eq!(named(&["a"]).and(named(&["b"])), named(&["a", "b"]));
        assert_eq!(named(&["a"]).and(Fields::All), Fields::All);
    }
}
