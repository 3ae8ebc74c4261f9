//! Validation of decoded fields by the rules of garde.

mod messages;
mod validated;

pub use messages::in_words;
pub use validated::{Validated, as_sent, tell};
