//! Decodes types that only implement `Deserialize`.
//!
//! Serde describes types, not HTML: to it an unchecked checkbox is a missing field, and a blank
//! field is an error. So a value is first decoded plainly, which respects `#[serde(default)]` and
//! the like. If that fails and a rule of HTML may help, the rule is noted as a [`remedy`], and the
//! whole value is decoded again, until it succeeds or no rule is left.
//!
//! Nearly every form is flat and right, so [`flat`] tries that first.

mod access;
mod copies;
mod deserialize;
mod deserializer;
mod error;
mod flat;
mod guess;
mod key;
mod moments;
mod pairs;
mod path;
mod read;
mod remedy;
mod stand_in;
mod variant;
mod variants;

pub use deserialize::deserialize;
#[cfg(test)]
pub(crate) use flat::read_flat;
pub(crate) use guess::{guess, missing_feature, single};
pub(crate) use key::key;
#[cfg(test)]
pub(crate) use read::read;
pub(crate) use variants::variants;
