//! Problems: the error responses of route handlers and actions. Nothing in this folder knows a
//! request.

pub mod codes;
mod details;
mod page;
mod response;

pub use details::Problem;
pub(crate) use details::Source;
pub(crate) use response::{replace_body, vary_by_accept};
