//! Reads postcard bodies.

mod bounded;
mod fields;
mod read;
#[cfg(test)]
mod tests;

pub use fields::{PostcardFields, ViaOther, ViaPostcard};
