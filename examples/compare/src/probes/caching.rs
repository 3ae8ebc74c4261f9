//! The caching headers.

use frontdesk::Method;

use super::way::{Found, GOOD, SCRIPT, Way, is_supported};
use crate::client::Response;

pub(super) async fn probe(way: &Way) -> Found {
    let read = way.send(way.call_by(Method::GET, GOOD).headers(SCRIPT)).await?;
    let control = |response: &Response| response.header("cache-control").unwrap_or("none").to_owned();
    let read = if is_supported(&read) {
        control(&read)
    } else {
        format!("no: {}", read.status.as_u16())
    };
    let change = way.send(way.call(GOOD).headers(SCRIPT)).await?;
    Ok(vec![
        ("Cache-Control of GET", read),
        ("Cache-Control of the change", control(&change)),
    ])
}
