//! Validation of decoded fields by the rules of garde.

mod messages;
mod report;
mod validated;

pub use messages::with_messages;
pub use report::{merge_report, restore_indices};
pub use validated::Validated;
