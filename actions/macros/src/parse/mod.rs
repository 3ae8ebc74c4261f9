//! Reads the function, its attributes and their options, as they are written.

pub(crate) mod action_options;
pub(crate) mod argument;
pub(crate) mod field_options;
pub(crate) mod function;
mod moment;
pub(crate) mod option_list;
pub(crate) mod rename_all;
pub(crate) mod sealed;
pub(crate) mod size;
pub(crate) mod time;
