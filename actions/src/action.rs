//! What a server action is to the compiler, and what the program's registry holds of it.

use std::future::{Future, ready};

use axum_core::response::Response;
use frontdesk_form::{FieldInfo, FromForm};
use frontdesk_router::BoxFuture;
use http::request::Parts;

mod checks;
mod erased;
mod extractor;
mod field;
mod field_check;
mod field_path;
mod outcome;
mod registration;
mod show_again;
mod typed;

pub(crate) use self::checks::Checking;
pub use self::checks::{Checks, Submitted};
pub(crate) use self::erased::{AbsentAction, DecodeError, ErasedAction, ErasedCall, Function, Payload};
pub use self::extractor::ActionExtractor;
pub use self::field::{Field, SealedField};
pub use self::field_check::{CheckError, CheckExtractors, CheckFunction, CheckResult, FieldCheck, field_check};
pub use self::field_path::{FieldPath, FormField, HasParts, MapField, Row};
pub(crate) use self::outcome::OutcomeKind;
pub use self::outcome::{Outcome, Returned, Value, ViaPlain, ViaValue};
pub(crate) use self::registration::OnceFor;
pub use self::registration::Registration;
pub(crate) use self::show_again::Changes;
pub use self::show_again::{NextPage, ShowAgain};

/// A server action: a function that pages call through a form. `#[server_action]` implements it for
/// the input struct that it generates.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// use frontdesk_actions::{Action, server_action};
///
/// #[server_action]
/// async fn create_todo(title: String, urgent: bool) {
///     println!("{title} (urgent: {urgent})");
/// }
///
/// # fn main() {
/// assert_eq!(CreateTodo::NAME, "create_todo");
/// assert_eq!(CreateTodo::TITLE.name(), "title");
/// # }
/// ```
pub trait Action: Sized + Send + 'static {
    /// The struct that the form's fields decode to.
    type Input: FromForm + Send + 'static;

    /// The state that the action's extractors read; `()` if they read none.
    type State: Send + Sync + 'static;

    /// The name, which is unique in a desk. The URL is `/_actions/` and the name, unless the action has
    /// a path of its own.
    const NAME: &'static str;

    /// Returns the fields of the form, in the order of the arguments.
    fn fields() -> &'static [FieldInfo];

    /// Returns what a desk needs to run the action; the same value that the program's registry
    /// holds.
    fn registration() -> Registration;
}

/// A server action under a state. `#[server_action]` implements it for [`Action::State`] alone.
pub trait ActionFor<S>: Action {
    /// What the `#[extract]` arguments returned.
    type Extracted: Send + 'static;

    /// Runs the extractors, in the order of the arguments; the first rejection ends the request.
    fn extract(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self::Extracted, Response>> + Send;

    /// Runs the function, after the checks of fields.
    fn run(extracted: Self::Extracted, input: Self::Input) -> impl Future<Output = Outcome> + Send + 'static;

    /// Whether fields have checks.
    #[doc(hidden)]
    const HAS_CHECKS: bool = false;

    /// Runs the checks of fields alone, on a form that may not decode as a whole.
    #[doc(hidden)]
    #[must_use]
    fn check(_: Self::Extracted, _: Submitted<'_, Self::Input>, checks: Checks) -> BoxFuture<'static, Checks> {
        Box::pin(ready(checks))
    }
}
