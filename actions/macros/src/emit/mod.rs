//! Writes the code of an action, and what actions and derived structs have in common.

pub(crate) mod action;
pub(crate) mod attributes;
pub(crate) mod checks;
pub(crate) mod constants;
pub(crate) mod field;
pub(crate) mod fill;
pub(crate) mod info;
pub(crate) mod input;
pub(crate) mod private;
pub(crate) mod run;
pub(crate) mod structure;
