//! Webhooks: events that other services send, each signed, each processed once; and a sender.
//!
//! | module | contents |
//! |---|---|
//! | [`Signed`] | the extractor: the event of a request whose signature is right |
//! | [`Scheme`] | a scheme of signatures: [`Stripe`], [`GitHub`], [`Standard`] |
//! | [`Keys`] | the secrets of an endpoint: one, or two while it is being rotated |
//! | [`Inbox`] | the events in SQLite: each once |
//! | `worker`, `work` | what is done with an event, after the response |
//! | [`Sender`], [`Backoff`] | sends events, and tries again |
//! | `actions`, `pages` | a page that lists what was received, and sends test events |

pub mod actions;
mod backoff;
mod delivery;
mod endpoint;
mod github;
mod inbox;
mod keys;
mod pages;
mod scheme;
mod secrets;
mod sender;
mod signed;
mod source;
mod standard;
mod state;
mod stripe;
mod work;
mod worker;

pub use backoff::Backoff;
pub use delivery::Delivery;
pub(crate) use endpoint::routes;
pub use github::GitHub;
pub use inbox::{Entry, Inbox, State};
pub use keys::{Keys, Signature};
pub use scheme::{Claim, InvalidSecret, Refusal, Scheme, WINDOW};
pub use secrets::Secrets;
pub use sender::Sender;
pub use signed::{MAX_BODY, Signed};
pub use source::{Event, Source};
pub use standard::Standard;
pub use state::{Options, Webhooks};
pub use stripe::Stripe;
pub use worker::{WorkOptions, Worker};
