//! Pages that are longer than an item's documentation.

#[doc = include_str!("docs/forms.md")]
pub mod forms {}

#[doc = include_str!("docs/layers.md")]
pub mod layers {}
