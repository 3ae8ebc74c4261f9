//! Maps: groups of fields, or single values, by keys that are part of the names.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use serde::de::DeserializeOwned;

use crate::de::key;
use crate::describe::Control;
use crate::field_errors::FieldErrors;
use crate::from_form::FromForm;
use crate::kind::FieldKind;
use crate::messages::{NOT_A_GROUP, UNNUMBERED_ROWS};
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

macro_rules! map {
    ($map:ty, $in_order_sent:literal, ($($parameters:tt)*)) => {
        impl<$($parameters)*> FromForm for $map
        {
            const KIND: FieldKind = FieldKind::Map;

            fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
                entries(node, $in_order_sent).map(Self::from_iter)
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

map! { BTreeMap<K, V>, false, (K: DeserializeOwned + Ord, V: FromForm) }
map! { HashMap<K, V, S>, false, (K: DeserializeOwned + Eq + Hash, V: FromForm, S: BuildHasher + Default) }
map! { Vec<(K, V)>, true, (K: DeserializeOwned, V: FromForm) }
