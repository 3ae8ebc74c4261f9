//! Messages for people: codes, parameters and texts.

mod list;
mod message;
mod param;
mod stored;
mod word;

pub use message::{CUSTOM, Message};
pub use param::{Param, Params};
pub use stored::StoredMessage;
pub use word::Word;
