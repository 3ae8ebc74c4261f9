//! Problems: the error responses of route handlers and actions. Nothing in this folder knows a
//! request.

mod bounded;
pub mod codes;
mod details;
mod ext;
mod field_codes;
mod json;
mod login;
mod maskable;
mod page;
mod response;
mod size;
mod spoken;
mod stored;
pub mod texts;

pub use details::Problem;
pub(crate) use details::Source;
pub use ext::ProblemExt;
pub use response::replace_body;
pub(crate) use stored::StoredProblem;
