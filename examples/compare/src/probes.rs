//! Requests that show the differences, by topic.

mod bodies;
mod caching;
mod callers;
mod cors;
mod methods;
mod responses;
mod way;
mod without_javascript;

use crate::client::Failure;

pub use way::{Kind, Way};

/// Runs all probes, and returns questions and results.
///
/// # Errors
///
/// Fails if the server doesn't respond.
pub async fn probe(way: &Way) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut found = vec![("URL", way.path.clone())];
    found.extend(methods::probe(way).await?);
    found.extend(callers::probe(way).await?);
    found.extend(bodies::probe(way).await?);
    found.extend(responses::probe(way).await?);
    found.extend(without_javascript::probe(way).await?);
    found.extend(caching::probe(way).await?);
    found.extend(cors::probe(way).await?);
    Ok(found)
}
