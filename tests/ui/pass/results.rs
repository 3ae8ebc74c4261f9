//! Results under any name and with any error type: an `Err` is never taken for a value.

use std::io;

use frontdesk::{Problem, Redirect, server_action};

pub(crate) type Outcome<T> = Result<T, Problem>;

mod other {
    pub(crate) type Result<T> = std::io::Result<T>;
}

#[server_action]
pub(crate) async fn by_an_alias(title: String) -> Outcome<Redirect> {
    if title.is_empty() {
        return Err(Problem::field("title", "required"));
    }
    Ok(Redirect::to("/"))
}

#[server_action]
pub(crate) async fn of_io() -> other::Result<u32> {
    Err(io::Error::other("x"))
}

#[server_action]
pub(crate) async fn of_an_option() -> Option<Vec<(u8, String)>> {
    None
}

#[server_action]
pub(crate) async fn always_fails() -> Result<(), Problem> {
    Err(Problem::not_found())
}
