//! Messages for people: codes, parameters and texts.

mod list;
mod message;
mod param;
mod word;

pub use message::{CUSTOM, Message};
pub use param::{Param, Params};
pub use word::Word;
