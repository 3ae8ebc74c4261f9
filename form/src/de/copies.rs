//! Values that serde copies before it knows their types: below `#[serde(flatten)]` and `#[serde(tag)]`.
//!
//! The copy of a form's value is a text. If a type rejects it, the error has neither place nor field, so
//! the field is found by what was rejected, and its value is given as the wanted kind.

use serde::de::{Deserializer, Visitor};

use super::deserializer::NodeDeserializer;
use super::error::{Error, Found, MARK};
use super::path::{Step, is_item};
use super::remedy::{Kind, Remedy};
use crate::node::Node;
use crate::scalar;
use crate::words::Message;

impl<'de> NodeDeserializer<'de, '_> {
    /// Returns the field of this group of which serde's copy was rejected, and the remedy that may help.
    pub(super) fn culprit(&self, error: &Error) -> Option<(String, Option<Remedy>)> {
        let (found, wanted) = error.rejected()?;
        if self.node.is_json() || !self.node.own().is_empty() {
            return None;
        }
        let remedy = wanted.map(Remedy::As);
        let name = match found {
            Found::Text(text) => {
                let own = self.text_culprit(text).map(|name| (name, remedy));
                // An enum takes the only name below it for its variant.
                return own.or_else(|| self.group_culprit(|group| group.has_only(text)));
            }
            Found::Group => return self.group_culprit(|_| true),
            // Nothing helps a missing text.
            Found::Missing if wanted == Some(Kind::Text) => None,
            Found::Missing => self.offers().into_iter().rfind(|name| self.kind_of(name).is_none()),
            Found::Unreadable => self.find(|_, part| part.unreadable().is_some()),
            Found::List => self.find(|name, part| part.is_list() && self.kind_of(name).is_none()),
            Found::Number(number) => {
                let is_same = |own: &str| is_same_number(own, number);
                self.find(|name, part| self.kind_of(name) == Some(Kind::Number) && part.node.has_value(is_same))
            }
        };
        name.map(|name| (name.to_owned(), remedy))
    }

    /// Returns the field of this group that has a text, by its mark or because no other has it.
    fn text_culprit(&self, text: &str) -> Option<String> {
        if let Some((_, name)) = text.split_once(MARK) {
            return Some(name.to_owned());
        }
        let has_text = |part: NodeDeserializer<'de, '_>| part.node.has_value(|own| own == text);
        let mut own = self.node.children().filter(|(_, node)| has_text(self.with_node(*node)));
        let (name, _) = own.next()?;
        own.next().is_none().then(|| name.to_owned())
    }

    /// Returns the only field of this group with names below it and no value. They are
    /// those of other controls if its type wants a plain value.
    fn group_culprit(&self, is_wanted: impl Fn(Node<'de>) -> bool) -> Option<(String, Option<Remedy>)> {
        let is_group = |(name, node): &(&str, Node<'de>)| {
            let path = self.step(Step::Name(name));
            let part = self.part(*node, &path);
            part.has_other_names() && !part.is_dropped() && is_wanted(*node)
        };
        let mut groups = self.node.children().filter(is_group);
        let (name, _) = groups.next()?;
        groups
            .next()
            .is_none()
            .then(|| (name.to_owned(), Some(Remedy::DropBlank)))
    }

    /// Returns why this value, or an item of it, can't be read at all.
    pub(super) fn unreadable(&self) -> Option<Message> {
        self.node.unreadable()
    }

    fn find(&self, is_wanted: impl Fn(&str, NodeDeserializer<'de, '_>) -> bool) -> Option<&'de str> {
        let mut children = self.node.children();
        let found = children.find(|(name, node)| is_wanted(name, self.with_node(*node)));
        found.map(|(name, _)| name)
    }

    fn kind_of(&self, name: &str) -> Option<Kind> {
        let path = self.step(Step::Name(name));
        self.part(self.node.field(name), &path).kind()
    }

    /// Returns the kind as which this value is given to a type that doesn't say what it wants.
    pub(super) fn kind(&self) -> Option<Kind> {
        let is = |kind: &Kind| self.remedies.is_as(self.path, *kind);
        let own = [Kind::List, Kind::Number, Kind::Bool].into_iter().find(is);
        if !self.in_copy || self.remedies.everywhere().is_empty() || is(&Kind::Text) {
            return own;
        }
        // Kinds of lists are those of their items.
        let looks = |kind: &Kind| self.looks_as(*kind);
        let list = Some(Kind::List).filter(|list| self.remedies.everywhere().contains(list) && looks(list));
        list.or(own)
            .or_else(|| self.remedies.everywhere().iter().copied().find(looks))
    }

    fn looks_as(&self, kind: Kind) -> bool {
        match kind {
            Kind::List => !is_item(self.path) && !self.is_empty(),
            Kind::Number => scalar::float::<f64>(self.node).is_ok(),
            Kind::Bool => !self.is_empty() && scalar::boolean(self.node).is_ok(),
            Kind::Text => false,
        }
    }

    pub(super) fn deserialize_as<V: Visitor<'de>>(self, kind: Kind, visitor: V) -> Result<V::Value, Error> {
        match kind {
            Kind::List => self.deserialize_seq(visitor),
            Kind::Bool => self.deserialize_bool(visitor),
            Kind::Number if self.is_list() => self.deserialize_seq(visitor),
            Kind::Number => match scalar::int(self.node) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => match scalar::int(self.node) {
                    Ok(number) => visitor.visit_i64(number),
                    Err(_) => visitor.visit_f64(scalar::float(self.node)?),
                },
            },
            // A text is one already.
            Kind::Text => self.deserialize_string(visitor),
        }
    }
}

fn is_same_number(own: &str, number: &str) -> bool {
    let parsed = |text: &str| text.trim().parse::<f64>().ok();
    parsed(own).is_some_and(|own| parsed(number) == Some(own))
}
