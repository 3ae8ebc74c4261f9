//! Reads postcard bodies.

mod bounded;
mod fields;
mod read;
mod reader;
#[cfg(test)]
mod tests;

pub use fields::{PostcardFields, ViaOther, ViaPostcard};
pub use reader::{PostcardReader, ReadPostcard};
