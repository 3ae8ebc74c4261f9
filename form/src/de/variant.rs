//! Gives serde the variant of an enum.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};

use super::deserializer::NodeDeserializer;
use super::error::Error;
use super::key::Key;
use super::path::Step;
use super::remedy::Remedy;
use crate::messages::{NOT_VALID, REQUIRED, choices};
use crate::node::Node;
use crate::scalar;

/// The chosen variant of an enum. It is named by a value (`colour=red`; its content stands below
/// that name: `shape=circle&shape.circle.radius=5`), or by the only name below (`{"circle": …}`).
pub(super) struct Variant<'de, 'p> {
    whole: NodeDeserializer<'de, 'p>,
    name: Cow<'de, str>,
    content: Node<'de>,
}

impl<'de, 'p> Variant<'de, 'p> {
    pub(super) fn new(whole: NodeDeserializer<'de, 'p>, variants: &'static [&'static str]) -> Result<Self, Error> {
        let node = whole.node;
        if !node.own().is_empty() || !node.has_children() {
            let name = scalar::text(node)?;
            if name.is_empty() {
                return Err(Error::new(REQUIRED));
            }
            let content = node.field(&name);
            return Ok(Self { whole, name, content });
        }
        // There may be other names, such as those of buttons at the top of a form.
        let mut known = node.children().filter(|(name, _)| variants.contains(name));
        match (known.next(), known.next()) {
            (Some((name, content)), None) => Ok(Self {
                whole,
                name: name.into(),
                content,
            }),
            (None, _) if whole.has_other_names() => Err(Error::new(choices(variants)).with_remedy(Remedy::DropBlank)),
            _ => Err(Error::new(choices(variants))),
        }
    }
}

impl<'de, 'p> EnumAccess<'de> for Variant<'de, 'p> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let variant = seed.deserialize(Key::new(self.name.clone()))?;
        Ok((variant, self))
    }
}

impl<'de> Variant<'de, '_> {
    fn read<T>(&self, read: impl FnOnce(NodeDeserializer<'de, '_>) -> Result<T, Error>) -> Result<T, Error> {
        let path = self.whole.step(Step::Name(&self.name));
        let content = self.whole.part(self.content, &path);
        read(content).map_err(|error| content.locate(error))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de, '_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        // A form may contain fields for another choice.
        let is_valid = !self.whole.node.is_json() || self.content.is_blank();
        self.read(|_| if is_valid { Ok(()) } else { Err(Error::new(NOT_VALID)) })
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.read(|content| seed.deserialize(content))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.read(|content| content.deserialize_tuple(length, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.read(|content| content.deserialize_struct("", fields, visitor))
    }
}
