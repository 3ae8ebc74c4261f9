//! Server actions: form state, sealed arguments, `once`, responses by kind of client, and refusals.

mod browser_id;
mod browser_state;
mod claims;
mod controls;
mod cookies_blocked;
mod dates;
mod files_again;
mod fill;
mod foreign;
mod form_state;
#[cfg(all(feature = "garde", feature = "jiff"))]
mod input_types;
mod login;
mod once;
mod once_rejected;
mod once_sealed;
mod once_unknown;
mod options;
mod other_action;
mod pages;
mod paths;
mod refusals;
mod replies;
mod responses;
mod results;
mod salvaged;
mod sealed;
#[cfg(feature = "garde")]
mod secrets;
mod show_again;
#[cfg(all(feature = "askama", feature = "maud"))]
mod templates;
mod whole_page;
