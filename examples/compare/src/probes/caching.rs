//! What caches are told.

use frontdesk::Method;

use super::{Found, GOOD, SCRIPT, Way, is_answered};

pub(super) async fn probe(way: &Way) -> Found {
    let read = way.send(way.ask_by(Method::GET, GOOD).headers(SCRIPT)).await?;
    let control = |answer: &crate::client::Answer| answer.header("cache-control").unwrap_or("none").to_owned();
    let read = if is_answered(&read) {
        control(&read)
    } else {
        format!("no: {}", read.status.as_u16())
    };
    let change = way.send(way.ask(GOOD).headers(SCRIPT)).await?;
    Ok(vec![
        ("Cache-Control of GET", read),
        ("Cache-Control of the change", control(&change)),
    ])
}
