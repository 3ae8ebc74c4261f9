use std::borrow::Cow;
use std::iter::FusedIterator;

use super::data::Value;
use super::{Node, path};

/// The items of a list with their indices: as sent for `v[7]`, else the position.
///
/// Made by [`Node::items`].
#[derive(Clone, Debug)]
pub struct Items<'a> {
    rest: Node<'a>,
    position: usize,
}

impl<'a> Items<'a> {
    pub(super) fn new(node: Node<'a>) -> Result<Self, Cow<'static, str>> {
        let no_list = |kind| !matches!(kind, Value::Null | Value::Empty { list: true });
        let no_list = node.is_json() && node.own().iter().any(|entry| no_list(entry.kind));
        // Indices sort before names: if the last is an index, all are.
        let is_name = |name: &str| !name.is_empty() && !path::is_index(name);
        if no_list || node.last_child().is_some_and(is_name) {
            return Err(Cow::Borrowed("must be a list"));
        }
        Ok(Self {
            rest: node,
            position: 0,
        })
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = (usize, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        // `v: null` and `v: []` are lists without items, not items.
        let no_item = |kind| matches!(kind, Value::Null | Value::Empty { .. });
        while self.rest.own().first().is_some_and(|entry| no_item(entry.kind)) {
            self.rest = self.rest.split_item()?.2;
        }
        let (name, item, rest) = self.rest.split_item()?;
        let index = name.and_then(|name| name.parse().ok()).unwrap_or(self.position);
        self.rest = rest;
        self.position += 1;
        Some((index, item))
    }
}

impl FusedIterator for Items<'_> {}

/// The fields below a node with their names.
///
/// Made by [`Node::children`].
#[derive(Clone, Debug)]
pub struct Children<'a> {
    rest: Node<'a>,
}

impl<'a> Children<'a> {
    pub(super) fn new(node: Node<'a>) -> Self {
        Self {
            rest: node.without_own(),
        }
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = (&'a str, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, child, rest) = self.rest.split_child()?;
        self.rest = rest;
        Some((name, child))
    }
}

impl FusedIterator for Children<'_> {}
