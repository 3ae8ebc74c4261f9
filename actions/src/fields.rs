//! What is known of a form's fields: for a page to write their controls, and for the endpoint to check what was sent.

mod action_fields;
mod constraints;
mod description;
mod field_info;

pub(crate) use self::action_fields::ActionFields;
pub use self::constraints::Constraints;
pub(crate) use self::description::FieldDescription;
pub use self::field_info::FieldInfo;
