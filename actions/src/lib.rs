//! Server actions for [Frontdesk](https://docs.rs/frontdesk): functions that your own pages call
//! through HTML forms.
//!
//! This crate decodes forms, guards actions against CSRF, runs them, and repopulates the forms of
//! failed submits. It knows no web framework and no async runtime. Apps use it through the
//! `frontdesk` crate; libraries that offer actions can depend on this crate alone.
//!
//! | part | what it is for |
//! |---|---|
//! | [`server_action`], [`Action`], [`ActionFor`] | the macro, and the traits that it implements for a function |
//! | [`Forms`], [`FormView`], [`FieldView`] | an action's form, as a page writes it |
//! | [`Search`] | a page's own query as a form: decoded, written again, and as links |
//! | [`ReturnTo`] | the page that a login leads back to |
//! | [`form`] | decodes a form into typed values, with an error for every bad field |
//! | [`OnceKey`] | the id of a form that runs once, for the app's own database |
//! | [`Upload`] | a file that was sent with a form |
//! | [`guard`] | checks that a call comes from the app's own pages |
//! | [`keys`] | seals what the server writes into forms and cookies |
//! | [`StateStore`], [`MemoryStore`] | store what is too large for a cookie, and which forms were sent |
//! | [`codes`] | the stable codes of all problems |
//! | [`Mount`] | what an adapter needs for the host app's own pages |
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `garde` | no | validation by `#[garde(…)]` on form fields |
//! | `askama` | no | [`Markup`] is safe HTML in askama templates |
//! | `maud` | no | [`Markup`] is safe HTML in maud templates |

#![cfg_attr(docsrs, feature(doc_cfg))]

mod action;
mod actions;
mod ascii_json;
mod body;
mod browser;
mod call_headers;
mod caller;
pub mod codes;
mod desk;
mod endpoint;
mod fields;
mod flash;
mod for_whom;
mod form_state;
pub mod guard;
pub mod keys;
mod limits;
mod login;
mod macro_support;
mod markup;
mod mount;
mod multipart;
mod once;
mod page;
mod page_mistake;
mod private;
mod protocol;
mod random_id;
mod registry;
mod reply;
mod router_ext;
mod sealed;
mod state_cookie;
mod store;
mod texts;
mod timer;
mod upload;

pub use action::{
    Action, ActionExtractor, ActionFor, CheckFunction, CheckResult, Field, FieldPath, FormField, HasParts, MapField,
    NextPage, Row, SealedField, ShowAgain,
};
pub use caller::Caller;
pub use endpoint::{PostcardCode, PostcardProblem};
pub use form_state::FormProblem;
pub use frontdesk_actions_macros::{Fill, FromForm, server_action};
pub use limits::Limits;
pub use markup::Markup;
pub use mount::Mount;
#[doc(hidden)]
pub use mount::MountCheck;
pub use once::OnceKey;
pub use page::{
    BrowserState, Direct, FieldOption, FieldView, FlashMessage, Flashes, FormView, Forms, HasForm, Pair, Pairs,
    Referenced, ReturnTo, Search, SearchForm, SearchOf, to_query,
};
pub use protocol::ACTIONS_PATH;
pub use registry::ActionRow;
pub use reply::Reply;
pub use router_ext::RouterExt;
pub use sealed::{Identify, Sealable};
pub use store::{MemoryStore, StateStore};
pub use upload::Upload;

/// Decodes forms: the crate [`frontdesk-form`](frontdesk_form).
pub use frontdesk_form as form;
pub use frontdesk_form::{Fill, FromForm};

/// What only the desk uses. Not public API: it changes without notice.
#[doc(hidden)]
pub mod __desk {
    pub use crate::desk::*;
}

/// What generated code calls. Not public API: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;
}

/// The crate whose rules validate: for the functions of `#[garde(custom(…))]`.
#[cfg(feature = "garde")]
pub use garde;
