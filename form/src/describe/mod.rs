//! What a page must know of a type to write its control.
//!
//! None of this is decoding. It stands here because [`FromForm`](crate::FromForm) has to carry it:
//! a trait of its own could not be implemented for `Vec<T>` and `Option<T>` of every `T: FromForm`.

mod choices;
mod constraints;
mod field_info;
mod file_rules;
mod input;

pub use choices::{Choice, Choices};
pub use constraints::Constraints;
pub use field_info::{Control, FieldInfo};
pub use file_rules::FileRules;
pub use input::InputType;
