//! `#[garde(…)]`: the rules of the crate garde, written as calls of its functions.
//!
//! garde's own derive validates a whole value. A form has to report all its errors at once, so the
//! rules of a field run as soon as that field is decoded, even if others are not; rules that
//! involve other fields run once all are decoded.

pub(crate) mod constraints;
pub(crate) mod emit;
#[cfg_attr(not(any(feature = "garde", test)), path = "no_pattern.rs")]
mod pattern;
mod rule;
pub(crate) mod rules;
