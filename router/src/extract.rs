//! Extractors of our own, over axum-core's traits.

mod body;
mod extension;
mod path;
mod path_de;
mod query;
mod state;

use serde_path_to_error::Segment;

pub use body::{Form, Json};
pub use extension::Extension;
pub use path::Path;
pub use query::Query;
pub use state::State;

/// Where a type refused its input, if that is one field.
fn field(path: &serde_path_to_error::Path) -> Option<String> {
    let known = |segment: &Segment| !matches!(segment, Segment::Unknown);
    (path.iter().len() > 0 && path.iter().all(known)).then(|| path.to_string())
}
