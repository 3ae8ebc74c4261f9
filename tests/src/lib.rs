//! The reference app of Frontdesk, and the servers that the conformance suite runs it on.
//!
//! [`app`] is one desk that shows every promise over real HTTP. [`servers`] mounts that same desk in an axum app, in an
//! actix-web app and on plain hyper. The program `reference` starts one of them for anyone with curl; the suite in
//! `suite/` starts all three and asks each the same questions.

pub mod app;
pub mod options;
pub mod program;
pub mod servers;
