//! Reads the body of a request: counted, bounded in size and time, and drained when it is rejected.

mod collected;
mod drain;
mod problems;
mod short_fields;
mod short_pairs;
mod stream;
#[cfg(test)]
mod tests;
mod timed;

pub(crate) use self::collected::Collected;
pub(crate) use self::drain::{drain_unread, waits_for_continue};
pub(crate) use self::problems::{form_problem, too_large};
pub(crate) use self::short_fields::{Salvaged, ShortFields};
pub(crate) use self::short_pairs::short_pairs;
pub(crate) use self::stream::LimitedBody;
