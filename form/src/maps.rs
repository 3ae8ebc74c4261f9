//! Maps: groups of fields, or single values, by keys that are part of the names.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use serde::de::DeserializeOwned;

use crate::de::{deserialize, key};
use crate::describe::Control;
use crate::field_errors::FieldErrors;
use crate::from_form::FromForm;
use crate::kind::FieldKind;
use crate::messages::{NOT_A_GROUP, UNNUMBERED_ROWS};
use crate::names;
use crate::node::{Node, RowNames};

/// Decodes all entries, in the order of their names or in the order sent, and reports the errors of
/// all of them.
fn entries<K: DeserializeOwned, V: FromForm>(node: Node<'_>, in_order_sent: bool) -> Result<Vec<(K, V)>, FieldErrors> {
    if node.row_names() != RowNames::Numbered {
        return Err(FieldErrors::new(UNNUMBERED_ROWS));
    }
    if !node.only_own().is_blank() {
        return Err(FieldErrors::new(NOT_A_GROUP));
    }
    let mut children: Vec<_> = node.children().collect();
    if in_order_sent {
        children.sort_by_key(|(_, child)| child.position());
    }
    let mut list = Vec::with_capacity(children.len());
    let mut errors = FieldErrors::none();
    for (name, child) in children {
        match (key(name), V::from_form(child)) {
            (Ok(key), Ok(value)) => list.push((key, value)),
            (key, value) => {
                let own = [key.err(), value.err()];
                own.into_iter()
                    .flatten()
                    .for_each(|error| errors.merge(error.at_key(name)));
            }
        }
    }
    if errors.is_empty() { Ok(list) } else { Err(errors) }
}

/// Returns `true` for a list of pairs, which is how serde has the type: `v[0][0]=key&v[0][1]=value`, or
/// `[["key", "value"]]` in JSON. An entry with a number for its key, and a list for its value, has such
/// names as well: `v[7][0]=first&v[7][1]=second`.
fn is_list_of_pairs<V: FromForm>(node: Node<'_>) -> bool {
    let is_pair = |(name, pair): (&str, Node<'_>)| {
        let (key, value) = (pair.field("0"), pair.field("1"));
        let has_both = pair.own().is_empty() && pair.children().map(|(name, _)| name).eq(["0", "1"]);
        let may_be_list = matches!(V::KIND, FieldKind::List | FieldKind::Map | FieldKind::Files);
        let is_value = value.has_children() || value.is_empty_list() || !(may_be_list || V::control().is_json);
        names::is_index(name) && has_both && !key.has_children() && is_value
    };
    let is_field = node.parts().2 > 0;
    is_field && node.own().is_empty() && node.has_children() && node.children().all(is_pair)
}

/// Decodes a list of pairs, and reports the errors of all of them.
fn pairs<K: DeserializeOwned, V: FromForm>(node: Node<'_>) -> Result<Vec<(K, V)>, FieldErrors> {
    let mut list = Vec::new();
    let mut errors = FieldErrors::none();
    for (name, pair) in node.children() {
        match (deserialize(pair.field("0")), V::from_form(pair.field("1"))) {
            (Ok(key), Ok(value)) => list.push((key, value)),
            (key, value) => {
                let key = key.err().map(|error: FieldErrors| error.at_index(0));
                let value = value.err().map(|error| error.at_index(1));
                let own = [key, value].into_iter().flatten();
                own.for_each(|error| errors.merge(error.at_key(name)));
            }
        }
    }
    if errors.is_empty() { Ok(list) } else { Err(errors) }
}

/// Decodes a list of pairs, or entries by keys in the order sent.
fn pairs_or_entries<K: DeserializeOwned, V: FromForm>(node: Node<'_>) -> Result<Vec<(K, V)>, FieldErrors> {
    if is_list_of_pairs::<V>(node) {
        pairs(node)
    } else {
        entries(node, true)
    }
}

fn by_key<K: DeserializeOwned, V: FromForm, M: FromIterator<(K, V)>>(node: Node<'_>) -> Result<M, FieldErrors> {
    entries(node, false).map(M::from_iter)
}

macro_rules! map {
    ($map:ty, $read:expr, ($($parameters:tt)*)) => {
        impl<$($parameters)*> FromForm for $map
        {
            const KIND: FieldKind = FieldKind::Map;

            fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
                $read(node)
            }

            fn control() -> Control {
                Control::of(Self::KIND).with_item(V::control)
            }

            fn check(&self, errors: &mut FieldErrors) {
                for (index, (_, value)) in self.iter().enumerate() {
                    let mut own = FieldErrors::none();
                    value.check(&mut own);
                    errors.merge(own.at_index(index));
                }
            }

            fn takes_postcard() -> bool {
                V::takes_postcard()
            }
        }
    };
}

map! { BTreeMap<K, V>, by_key, (K: DeserializeOwned + Ord, V: FromForm) }
map! { HashMap<K, V, S>, by_key, (K: DeserializeOwned + Eq + Hash, V: FromForm, S: BuildHasher + Default) }
map! { Vec<(K, V)>, pairs_or_entries, (K: DeserializeOwned, V: FromForm) }
