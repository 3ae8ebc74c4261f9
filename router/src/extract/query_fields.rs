//! The query fields that a type reads, found by probing its `Deserialize` implementation once.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::value::{StrDeserializer, UnitDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// A field name that no type has.
const UNKNOWN: &str = "\0unknown";

/// The query fields that a type reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum QueryFields {
    /// Only these, which are the fields of a struct.
    Named(BTreeSet<&'static str>),
    /// Every field: the type is a map, a list, or a struct that rejects unknown fields.
    All,
}

impl Default for QueryFields {
    fn default() -> Self {
        Self::Named(BTreeSet::new())
    }
}

impl QueryFields {
    /// Returns the fields that `T` reads, including aliases.
    pub(crate) fn of<T: DeserializeOwned>() -> Self {
        let mut found = None;
        // Always fails, as soon as the probe has found the fields.
        let _ = T::deserialize(Probe(&mut found));
        found.unwrap_or(Self::All)
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Named(names) if names.is_empty())
    }

    /// Returns whether the type may read a parameter of this name, in any spelling: `tag`, `tag[]`,
    /// `tag[0]`, `a.b`, `a[b]`.
    pub(crate) fn reads(&self, name: &str) -> bool {
        self.reads_root(name) || self.reads_root(root(name))
    }

    /// Returns whether the type reads the field `name`.
    pub(crate) fn reads_root(&self, name: &str) -> bool {
        match self {
            Self::Named(names) => names.contains(name),
            Self::All => true,
        }
    }

    /// Returns the fields that are in either.
    pub(crate) fn union(self, other: Self) -> Self {
        match (self, other) {
            (Self::Named(mut names), Self::Named(others)) => {
                names.extend(others);
                Self::Named(names)
            }
            _ => Self::All,
        }
    }
}

/// Returns the field that a name belongs to: `a` for `a.b[c]`. A malformed name is a field of its own, but
/// it does no harm to take it for a part of another.
pub(crate) fn root(name: &str) -> &str {
    name.split(['.', '[']).next().unwrap_or(name)
}

/// A deserializer without data that records which fields it is asked for.
struct Probe<'p>(&'p mut Option<QueryFields>);

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = ProbeEnded;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ProbeEnded> {
        Err(ProbeEnded)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ProbeEnded> {
        let mut taken = false;
        let visited = visitor.visit_map(OneUnknown {
            given: false,
            taken: &mut taken,
        });
        // With `deny_unknown_fields` even a field that the type does not read changes the result.
        *self.0 = Some(if taken {
            QueryFields::Named(fields.iter().copied().collect())
        } else {
            QueryFields::All
        });
        visited
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ProbeEnded> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

/// A map with one unknown field, followed by an error, so that no default of a missing field is
/// ever computed.
struct OneUnknown<'p> {
    given: bool,
    taken: &'p mut bool,
}

impl<'de> MapAccess<'de> for OneUnknown<'_> {
    type Error = ProbeEnded;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ProbeEnded> {
        if std::mem::replace(&mut self.given, true) {
            return Err(ProbeEnded);
        }
        seed.deserialize(StrDeserializer::new(UNKNOWN)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ProbeEnded> {
        *self.taken = true;
        seed.deserialize(UnitDeserializer::new())
    }
}

/// The error that ends the probe.
#[derive(Debug)]
struct ProbeEnded;

impl std::error::Error for ProbeEnded {}

impl fmt::Display for ProbeEnded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the probe has ended")
    }
}

impl serde::de::Error for ProbeEnded {
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
        panic!("a default was computed")
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
    fn fields_of_a_type_are_found() {
        let named = |names: &[&'static str]| QueryFields::Named(names.iter().copied().collect());
        for (found, expected) in [
            (QueryFields::of::<Search>(), named(&["page-number", "q", "query"])),
            (QueryFields::of::<Wrapped>(), named(&["page-number", "q", "query"])),
            (QueryFields::of::<Empty>(), named(&[])),
            (QueryFields::of::<Strict>(), QueryFields::All),
            (QueryFields::of::<Flat>(), QueryFields::All),
            (QueryFields::of::<HashMap<String, String>>(), QueryFields::All),
            (QueryFields::of::<Vec<(String, String)>>(), QueryFields::All),
            (QueryFields::of::<Option<Search>>(), QueryFields::All),
            (QueryFields::of::<()>(), QueryFields::All),
        ] {
            assert_eq!(found, expected);
        }
        assert_eq!(named(&["a"]).union(named(&["b"])), named(&["a", "b"]));
        assert_eq!(named(&["a"]).union(QueryFields::All), QueryFields::All);
    }
}
