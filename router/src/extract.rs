//! This crate's own extractors, over axum-core's traits.

mod base_path;
mod body;
mod extension;
mod foreign;
mod matched_route;
mod path;
mod path_de;
mod path_error;
mod path_value;
mod query;
mod query_fields;
mod read_body;
mod rejections;
mod state;
mod valid;

pub use base_path::BasePath;
pub use body::{Form, Json};
pub use extension::Extension;
pub use foreign::log_rejection;
pub(crate) use foreign::replacement;
pub use path::Path;
pub use query::{Query, large_query};
pub(crate) use query_fields::{QueryFields, root};
pub use rejections::outside_desk;
pub use state::State;
pub use valid::Valid;
