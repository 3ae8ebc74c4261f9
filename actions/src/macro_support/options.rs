//! Which types the options of `#[field(…)]` are for.

use std::collections::{BTreeMap, HashMap};

/// A type whose field is a checkbox.
#[diagnostic::on_unimplemented(
    message = "`on` is the value of a checkbox, and `{Self}` is none",
    label = "not `bool` or `Option<bool>`"
)]
pub trait CheckboxField {}

impl CheckboxField for bool {}
impl CheckboxField for Option<bool> {}

/// Refuses `on` on other fields when they are compiled.
pub const fn takes_on<T: CheckboxField>() {}

/// A type whose field is a list.
#[diagnostic::on_unimplemented(
    message = "`split` and `skip_blank` are for lists, and `{Self}` is none",
    label = "not `Vec<_>`"
)]
pub trait ListField {}

impl<T> ListField for Vec<T> {}

/// Refuses options for lists on other fields when they are compiled.
pub const fn takes_items<T: ListField>() {}

/// A type that takes all names that no other field takes.
#[diagnostic::on_unimplemented(
    message = "`rest` takes names that are not known in advance, and `{Self}` has no place for them",
    label = "not `BTreeMap<String, _>`, `HashMap<String, _>` or `Vec<(String, _)>`"
)]
pub trait TakesRest {}

impl<K, V> TakesRest for BTreeMap<K, V> {}
impl<K, V, S> TakesRest for HashMap<K, V, S> {}
impl<K, V> TakesRest for Vec<(K, V)> {}
