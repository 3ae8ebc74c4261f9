//! Extractors of our own, over axum-core's traits.

mod body;
mod extension;
mod path;
mod path_de;
mod query;
mod state;

pub use body::{Form, Json};
pub use extension::Extension;
pub use path::Path;
pub use query::Query;
pub use state::State;
