//! Types that only know serde, read from a form.
//!
//! Serde describes types, not HTML: to it an absent checkbox is a missing field, and a blank one is
//! an error. So a value is first decoded plainly, which leaves `#[serde(default)]` and friends alone.
//! If that fails and HTML has a rule for it, the rule is noted as a [`remedy`], and the whole value
//! is decoded again, until it succeeds or there is no rule left.

mod access;
mod deserialize;
mod deserializer;
mod error;
mod guess;
mod key;
mod path;
mod read;
mod remedy;
mod variant;

pub use deserialize::deserialize;
pub(crate) use guess::guess;
