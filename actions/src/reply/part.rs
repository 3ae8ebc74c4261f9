//! A part of a page, and where clients place it.

use serde::{Deserialize, Serialize};

use super::element_id::ElementId;

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
}
