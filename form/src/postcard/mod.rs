//! Reads postcard bodies.
//!
//! [postcard](https://postcard.jamesmunns.com/wire-format) carries neither names nor types, so both
//! sides must agree on them: a body is the tuple of a struct's fields, in their order.

mod bounded;
mod reader;
#[cfg(test)]
mod tests;

pub use reader::{PostcardReader, ReadPostcard};
