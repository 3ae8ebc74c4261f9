//! Finds the variants of an enum that only implements `Deserialize`.

use std::cell::Cell;

use serde::de::value::{Error, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::guess::reads;

/// Returns the names of the variants of an enum, or of an option or a list of it, if each of them
/// can be sent as one text. Returns an empty list for any other type.
pub(crate) fn variants<T: DeserializeOwned>() -> &'static [&'static str] {
    let names = Cell::new(&[][..]);
    // It always fails; the type has named its variants by then.
    drop(T::deserialize(Probe { names: &names }));
    let names = names.get();
    if names.iter().all(|name| reads::<T>(name)) {
        names
    } else {
        &[]
    }
}

/// A deserializer without a value, which notes the names of an enum's variants.
#[derive(Clone, Copy)]
struct Probe<'a> {
    names: &'a Cell<&'static [&'static str]>,
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("not an enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.names.set(variants);
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(std::iter::once(self)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl<'a> IntoDeserializer<'_, Error> for Probe<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Size {
        Small,
        ExtraLarge,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    enum Shape {
        Point,
        Circle(u32),
    }

    #[derive(Deserialize)]
    struct Wrapped(#[expect(dead_code, reason = "only decoded")] Option<Size>);

    #[test]
    fn variants_are_those_of_enums_that_one_text_can_be() {
        let sizes = ["small", "extra-large"];
        assert_eq!(variants::<Size>(), sizes);
        assert_eq!(variants::<Option<Size>>(), sizes);
        assert_eq!(variants::<Vec<Size>>(), sizes);
        assert_eq!(variants::<Wrapped>(), sizes);
        assert_eq!(variants::<Shape>(), [""; 0]);
        assert_eq!(variants::<String>(), [""; 0]);
        assert_eq!(variants::<Vec<(Size, u32)>>(), [""; 0]);
    }
}
