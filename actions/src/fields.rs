//! What is known of a form's fields: for a page to write their controls, and for the endpoint to
//! check a submission.

mod action_fields;
mod constraints;
mod control_value;
mod description;
mod moments;

pub(crate) use self::action_fields::ActionFields;
pub(crate) use self::constraints::{write_lengths, write_pattern, write_range};
pub(crate) use self::control_value::{has_always_a_value, in_control, step};
pub(crate) use self::description::FieldDescription;
