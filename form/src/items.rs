//! The parts of a node: items of a list, fields of a group.

use std::iter::FusedIterator;

use crate::data::{FormData, Value};
use crate::describe::Control;
use crate::field_errors::FieldErrors;
use crate::messages::{NOT_A_LIST, UNNUMBERED_ROWS};
use crate::names;
use crate::node::{Node, RowNames};
use crate::words::Message;

impl FormData {
    /// Returns the different names at the top level, in no particular order.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits};
    ///
    /// let body = b"title=x&go.x=3&go.y=4&_charset_=utf-8";
    /// let form = FormData::from_urlencoded(body, &FormLimits::default())?;
    /// let mut names: Vec<_> = form.names().collect();
    /// names.sort();
    /// assert_eq!(names, ["_charset_", "go", "title"]);
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.root().children().map(|(name, _)| name)
    }
}

impl<'a> Node<'a> {
    /// Returns the items of a list, in order.
    ///
    /// # Errors
    ///
    /// Returns an error if what was submitted is not a list.
    pub fn items(self) -> Result<Items<'a>, FieldErrors> {
        Items::new(self).map_err(FieldErrors::new)
    }

    /// Returns the fields below this one, each with its name. Below the top level they are sorted
    /// by name.
    #[must_use]
    pub fn children(self) -> Children<'a> {
        Children::new(self)
    }
}

/// An iterator over the items of a list with their indices: 7 for `v[7]`, and the position for
/// `v[]` and `v`.
///
/// Returned by [`Node::items`].
///
/// ```
/// use frontdesk_form::{FormData, FormLimits, FromForm};
///
/// let form = FormData::from_urlencoded(b"v[7]=b&v[2]=a", &FormLimits::default())?;
/// let items = form.root().field("v").items().unwrap();
/// let items: Vec<_> = items.map(|(index, item)| (index, char::from_form(item).unwrap())).collect();
/// assert_eq!(items, [(2, 'a'), (7, 'b')]);
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Items<'a> {
    rest: Node<'a>,
    position: usize,
}

impl<'a> Items<'a> {
    pub(crate) fn new(node: Node<'a>) -> Result<Self, Message> {
        let is_other = |kind| !matches!(kind, Value::Null | Value::Empty { list: true });
        let has_other = node.is_json() && node.own().iter().any(|entry| is_other(entry.kind));
        // Indices sort before names: if the last is an index, all are.
        let is_name = |name: &str| !name.is_empty() && !names::is_index(name);
        if has_other || node.last_child().is_some_and(is_name) {
            return Err(NOT_A_LIST);
        }
        if node.row_names() != RowNames::Numbered {
            return Err(UNNUMBERED_ROWS);
        }
        Ok(Self {
            rest: node,
            position: 0,
        })
    }

    /// Returns the items of a list of groups. Rows that were sent without numbers are put together
    /// only if a browser can leave out no field of a row.
    pub(crate) fn of_rows(node: Node<'a>, control: fn() -> Control) -> Result<Self, FieldErrors> {
        if node.row_names() == RowNames::Paired && control().is_always_sent() {
            return Ok(Self {
                rest: node,
                position: 0,
            });
        }
        node.items()
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = (usize, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        // `v: null` and `v: []` are lists without items, not items.
        let is_empty = |kind| matches!(kind, Value::Null | Value::Empty { .. });
        while self.rest.own().first().is_some_and(|entry| is_empty(entry.kind)) {
            self.rest = self.rest.split_item()?.2;
        }
        loop {
            let (name, item, rest) = self.rest.split_item()?;
            let index = name.and_then(|name| name.parse().ok()).unwrap_or(self.position);
            self.rest = rest;
            self.position += 1;
            if !item.skips_blank() || !item.is_blank() {
                return Some((index, item));
            }
        }
    }
}

impl FusedIterator for Items<'_> {}

/// An iterator over the fields of a group with their names.
///
/// Returned by [`Node::children`].
///
/// ```
/// use frontdesk_form::{FormData, FormLimits, FromForm};
///
/// let form = FormData::from_urlencoded(b"price.tea=3&price.cake=5", &FormLimits::default())?;
/// let children = form.root().field("price").children();
/// let prices: Vec<_> = children.map(|(name, node)| (name, u8::from_form(node).unwrap())).collect();
/// assert_eq!(prices, [("cake", 5), ("tea", 3)]);
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Children<'a> {
    rest: Node<'a>,
}

impl<'a> Children<'a> {
    pub(crate) fn new(node: Node<'a>) -> Self {
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
