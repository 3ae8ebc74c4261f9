//! The app's own pages for problems, and its own bodies for programs.
//!
//! A problem is rendered as ever, by [`render`](crate::render). Where its response leaves the desk, what
//! the app has for it replaces the body. So there is one place where the app's code runs, and one page to
//! fall back to if that fails.

mod handler;
mod head;
mod pages;
mod replace;
mod run;

pub use handler::ProblemHandler;
pub use head::ProblemHead;
pub use pages::ProblemPages;
