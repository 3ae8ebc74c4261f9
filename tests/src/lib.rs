//! The reference app of Frontdesk, and the servers that the conformance suite runs it on.
//!
//! [`app`] is one desk that shows every promise over real HTTP. [`servers`] mounts that same desk
//! in an axum app, in an actix-web app and on plain hyper. The program `reference` starts one of
//! them, to be tried with curl. The suite in `suite/` starts all three and runs the same cases on
//! each. [`process`] starts the programs of examples, to stop them.

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    reason = "an app: no other crate depends on its types"
)]

pub mod app;
pub mod options;
pub mod process;
pub mod program;
pub mod servers;
