//! In the making.

mod build;
mod desk;
mod table;

pub use build::DeskBuilder;
pub use desk::Desk;
pub use frontdesk_actions::*;
#[cfg(feature = "actix")]
pub use frontdesk_actix as actix;
#[cfg(feature = "axum")]
pub use frontdesk_axum as axum;
pub use frontdesk_router::*;
pub use table::Table;

/// What generated code calls. Not public API: it changes without notice.
#[doc(hidden)]
pub use frontdesk_actions::__private;
