//! Problems: the error responses of route handlers and actions. Nothing in this folder knows a
//! request.

mod bounded;
pub mod codes;
mod details;
mod ext;
mod field_codes;
mod from_error;
mod json;
mod login;
mod maskable;
mod members;
mod page;
mod part;
mod rendered;
mod response;
mod size;
mod spoken;
mod stored;
pub mod texts;

pub use details::Problem;
pub(crate) use details::Source;
pub use ext::ProblemExt;
pub(crate) use from_error::unreadable_body;
pub(crate) use rendered::RenderedProblem;
pub use response::replace_body;
pub(crate) use response::{remove_body_headers, remove_own_policy};
pub(crate) use stored::StoredProblem;
