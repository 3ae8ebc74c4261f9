//! What an action and its fields mean, with every error that can be found without running the
//! compiler.

pub(crate) mod action;
pub(crate) mod argument;
pub(crate) mod case;
pub(crate) mod collisions;
pub(crate) mod field;
pub(crate) mod names;
pub(crate) mod signature;
pub(crate) mod state;
pub(crate) mod types;
