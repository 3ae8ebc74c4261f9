//! Server actions for [Frontdesk](https://docs.rs/frontdesk): functions that your own pages call through HTML forms.
//!
//! This crate is the half of Frontdesk that decodes forms, guards and runs actions, and keeps what a failed submit must not
//! lose. It knows no web framework and no async runtime. Apps use it through the `frontdesk` crate; libraries that offer actions
//! can depend on this crate alone.
//!
//! | part | what it is for |
//! |---|---|
//! | [`Action`], [`ActionFor`], [`Registration`] | what `#[server_action]` makes of a function |
//! | [`form`] | from the bytes of a form to typed values, with every bad field named |
//! | [`guard`] | the check that a call comes from the app's own pages |
//! | [`keys`] | sealing what travels through the browser |
//! | [`Actions`] | the table of a desk's actions, and their endpoint |
//! | [`Upload`] | a file that came with a form |
//! | [`Forms`], [`FormView`] | an action's form, as a page writes it |
//! | [`Mount`] | what an adapter needs for the host's own pages |
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `garde` | no | validation by `#[garde(…)]` on form fields |
//! | `askama` | no | [`Markup`] is safe HTML in askama templates |
//! | `maud` | no | [`Markup`] is safe HTML in maud templates |

mod action;
mod actions;
mod answer;
mod body;
mod caller;
mod constraints;
mod detach;
mod endpoint;
mod field_info;
mod form_state;
mod forms;
pub mod guard;
pub mod keys;
mod limits;
mod macro_support;
mod markup;
mod mount;
mod multipart;
mod once;
mod outcome;
mod page_url;
mod postcard;
mod registration;
mod run;
mod sealed;
mod seals;
mod source;
mod state_store;
mod submission;
mod table;
mod timeout;
mod timer;
mod upload;

pub use action::{Action, ActionExtractor, ActionFor, Field};
pub use actions::{ActionRow, Actions, Config, States};
pub use caller::Caller;
pub use endpoint::ACTIONS_PATH;
pub use form::__private::{Constraints, FieldInfo, FileRules};
pub use form::FromForm;
pub use form_state::FormProblem;
pub use forms::{FieldView, Fill, FormView, Forms, Fragments};
pub use frontdesk_actions_macros::{FromForm, server_action};
/// Decodes forms: the crate [`frontdesk-form`](frontdesk_form).
pub use frontdesk_form as form;
pub use limits::Limits;
pub use markup::Markup;
pub use mount::Mount;
pub use outcome::Outcome;
pub use postcard::PostcardProblem;
pub use registration::{Registration, StateType};
pub use sealed::{Sealable, SealedField};
pub use seals::IdentityFn;
pub use state_store::{MemoryStore, StateStore};
pub use upload::Upload;

/// The crate whose rules validate: for the functions of `#[garde(custom(…))]`.
#[cfg(feature = "garde")]
pub use garde;

/// What generated code calls. Not public API: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use axum_core::response::Response;
    #[cfg(feature = "garde")]
    pub use garde;
    pub use http;
    pub use inventory;

    pub use crate::action::{Action, ActionExtractor, ActionFor, Field};
    #[cfg(feature = "garde")]
    pub use crate::form::__private::Validated;
    pub use crate::form::__private::{Constraints, Control, FieldInfo, FileRules, InputType, PostcardReader};
    pub use crate::form::{FieldErrors, FieldKind, FormError, FormFields, FormLimits, FromForm, Node, choice};
    pub use crate::forms::Fill;
    pub use crate::macro_support::{FormReader, OptionalList, Type};
    #[cfg(feature = "garde")]
    pub use crate::macro_support::{apply_rule, dive, merge_report};
    pub use crate::outcome::{Outcome, Returned, Value};
    pub use crate::registration::Registration;
    pub use crate::sealed::SealedField;
    pub use crate::upload::{Upload, takes_files};

    /// The derive macro without the trait of the same name, for `frontdesk` to document.
    pub mod macros {
        pub use frontdesk_actions_macros::FromForm;
    }

    /// The traits whose methods and constants generated code uses, without names that could collide.
    pub mod traits {
        pub use crate::macro_support::{MaybeList as _, TypeOther as _};
        pub use crate::outcome::{ViaPlain as _, ViaValue as _};
    }

    /// Runs one extractor. A function of its own so that the bound's message stands at the argument's type.
    ///
    /// # Errors
    ///
    /// The extractor's rejection.
    pub async fn extract<T: ActionExtractor<S>, S: Sync>(
        parts: &mut http::request::Parts,
        state: &S,
    ) -> Result<T, Response> {
        T::extract(parts, state).await
    }
}
