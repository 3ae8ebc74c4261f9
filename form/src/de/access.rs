//! Gives serde the parts of lists and groups.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::deserializer::NodeDeserializer;
use super::error::Error;
use super::key::Key;
use super::path::{Path, Step};
use super::remedy::Remedy;
use super::stand_in::StandIn;
use crate::items::{self, Children};
use crate::kind::FieldKind;
use crate::messages::{NOT_SO_MANY, REQUIRED};
use crate::node::Node;

/// Gives serde the items of a list or tuple.
pub(super) struct Items<'de, 'p> {
    whole: NodeDeserializer<'de, 'p>,
    rest: items::Items<'de>,
    step: fn(usize) -> Step<&'static str>,
}

impl<'de, 'p> Items<'de, 'p> {
    pub(super) fn list(whole: NodeDeserializer<'de, 'p>) -> Result<Self, Error> {
        let node = if whole.is_dropped() {
            whole.node.nothing()
        } else {
            whole.node.of_kind(FieldKind::Required)
        };
        let rest = items::Items::new(node).map_err(|message| {
            let error = Error::new(message);
            if whole.has_other_names() {
                error.with_remedy(Remedy::DropBlank)
            } else {
                error
            }
        })?;
        Ok(Self {
            whole,
            rest,
            step: Step::Item,
        })
    }

    pub(super) fn tuple(whole: NodeDeserializer<'de, 'p>, length: usize) -> Result<Self, Error> {
        let rest = items::Items::new(whole.node)?;
        match rest.clone().count() {
            found if found == length => Ok(Self {
                whole,
                rest,
                step: Step::Slot,
            }),
            0 => Err(Error::new(REQUIRED)),
            _ => Err(Error::new(NOT_SO_MANY.with("count", length))),
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        for (index, node) in self.rest.by_ref() {
            let path = self.whole.step((self.step)(index));
            let item = self.whole.item(node, &path);
            if let Some(number) = item.stand_in() {
                return seed
                    .deserialize(StandIn(number))
                    .map(Some)
                    .map_err(|error| item.locate(error));
            }
            if !item.is_dropped() {
                return seed.deserialize(item).map(Some).map_err(|error| item.locate(error));
            }
        }
        Ok(None)
    }
}

/// The type that asks for fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Struct,
    /// A map, with any keys.
    Map,
    /// A struct that asks as a map does, because parts of it are flattened.
    Flattened,
}

/// Gives serde the fields of a struct or the entries of a map.
pub(super) struct Fields<'de, 'p> {
    whole: NodeDeserializer<'de, 'p>,
    rest: Children<'de>,
    /// Fields that were not submitted, to be given as missing ones.
    offers: Vec<&'static str>,
    group: Group,
    current: Option<(&'de str, Node<'de>)>,
}

impl<'de, 'p> Fields<'de, 'p> {
    pub(super) fn new(whole: NodeDeserializer<'de, 'p>, group: Group) -> Self {
        let rest = whole.node.children();
        Self {
            whole,
            rest,
            offers: whole.offers(),
            group,
            current: None,
        }
    }

    fn path<'q>(&'q self, name: &'q str) -> Path<'q> {
        self.whole.step(match self.group {
            Group::Map => Step::Key(name),
            Group::Struct | Group::Flattened => Step::Name(name),
        })
    }

    fn part<'q>(&self, node: Node<'de>, path: &'q Path<'q>) -> NodeDeserializer<'de, 'q>
    where
        'p: 'q,
    {
        let part = self.whole.part(node, path);
        match self.group {
            Group::Flattened => part.in_copy(),
            Group::Struct | Group::Map => part,
        }
    }

    fn next_field(&mut self) -> Option<(&'de str, Node<'de>)> {
        while let Some((name, node)) = self.rest.next() {
            if !self.is_hidden(name, node) {
                return Some((name, node));
            }
        }
        // A place stands for all items of a list, so this item may have the field that another
        // lacks.
        while let Some(name) = self.offers.pop() {
            let node = self.whole.node.field(name);
            if node.is_missing() || self.is_hidden(name, node) {
                // A copy's text may be blank, which only its type knows.
                let node = if self.group == Group::Flattened && !node.has_children() {
                    node
                } else {
                    node.nothing()
                };
                return Some((name, node));
            }
        }
        None
    }

    /// Returns `true` for `null` and some blanks, which are missing fields to a struct.
    fn is_hidden(&self, name: &str, node: Node<'de>) -> bool {
        let path = self.path(name);
        let part = self.part(node, &path);
        match self.group {
            _ if part.stand_in().is_some() => false,
            Group::Struct => node.is_missing() || part.is_dropped(),
            Group::Flattened => !node.is_missing() && part.is_dropped(),
            Group::Map => false,
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.current = self.next_field();
        let Some((name, node)) = self.current else {
            return Ok(None);
        };
        let path = self.path(name);
        let locate = |error| self.whole.part(node, &path).locate(error);
        seed.deserialize(Key::new(name)).map(Some).map_err(locate)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        // Serde asks for a value only after its key.
        let (name, node) = self.current.take().unwrap_or(("", self.whole.node.nothing()));
        let path = self.path(name);
        let part = self.part(node, &path);
        let noted = part.remedies.noted_blanks();
        let value = match part.stand_in() {
            Some(number) => seed.deserialize(StandIn(number)),
            None => seed.deserialize(part),
        };
        if part.in_copy && part.is_empty() && part.remedies.noted_blanks() == noted && !part.remedies.is_marked("") {
            part.remedies.note_read_blank(part.path);
        }
        value.map_err(|error| part.locate(error))
    }
}
