//! A part of a page, and where clients place it.

use serde::{Deserialize, Serialize};

use super::element_id::ElementId;
use super::markup::Root;

/// HTML for an element of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(super) html: String,
    pub(super) at: Option<ElementId>,
    pub(super) placement: Placement,
}

/// What becomes of the element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Placement {
    /// The HTML is the element, and takes its place.
    Replace,
    /// The HTML becomes the last child of the element.
    Append,
    /// The element is removed.
    Remove,
}

impl Part {
    pub(super) fn new(html: String, at: Option<ElementId>) -> Self {
        Self {
            html,
            at,
            placement: Placement::Replace,
        }
    }

    /// Returns what is wrong with the HTML of an element that is replaced by it.
    pub(super) fn mistake(&self) -> Option<String> {
        let at = self.at.as_ref().filter(|_| self.placement == Placement::Replace)?;
        let id = at.as_str();
        match Root::of(&self.html) {
            None => Some(format!("the HTML for `#{id}` does not begin with an element")),
            Some(root) if root.may_have_id(id) => None,
            Some(_) => Some(format!("the element for `#{id}` does not have that id")),
        }
    }
}
