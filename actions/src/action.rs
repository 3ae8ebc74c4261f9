//! What a server action is, to the compiler.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use crate::form::{FieldInfo, FromForm};
use crate::outcome::Outcome;
use crate::registration::Registration;

/// A server action: a function that pages call through a form. `#[server_action]` implements it for the input struct.
pub trait Action: Sized + Send + 'static {
    /// What the form's fields decode to: the struct that the macro made.
    type Input: FromForm + Send + 'static;

    /// The state that its extractors read; `()` when they read none.
    type State: Send + Sync + 'static;

    /// Its name, and the last part of its URL: `/_actions/create_todo`.
    const NAME: &'static str;

    /// The fields of its form, in the order of the arguments.
    fn fields() -> &'static [FieldInfo];

    /// What the desk needs to run it; the same value that the program's registry holds.
    fn registration() -> Registration;
}

/// A server action under a state. `#[server_action]` implements it for [`Action::State`] alone.
pub trait ActionFor<S>: Action {
    /// What its `#[extract]` arguments gave.
    type Extracted: Send + 'static;

    /// Runs the extractors, in the order of the arguments; the first rejection ends the request.
    fn extract(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self::Extracted, Response>> + Send;

    /// Runs the function.
    fn run(extracted: Self::Extracted, input: Self::Input) -> impl Future<Output = Outcome> + Send + 'static;
}

/// The name of a form field, typed: `CreateTodo::TITLE` is a `Field<CreateTodo, String>`, and only fits that action's form.
pub struct Field<I, T> {
    name: &'static str,
    types: PhantomData<fn() -> (I, T)>,
}

impl<I, T> Field<I, T> {
    /// A field by the name that it has in the form.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            types: PhantomData,
        }
    }

    /// The name in the form.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<I, T> Clone for Field<I, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, T> Copy for Field<I, T> {}

impl<I, T> fmt::Debug for Field<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.name).finish()
    }
}

/// An extractor that fits an action's state; every `FromRequestParts<S>` is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be extracted under the state `{S}`",
    label = "not an extractor for the state `{S}`",
    note = "an extractor of an action implements `FromRequestParts<{S}>` and doesn't read the body: list the form's fields \
            as arguments instead of `Form<…>` or `Json<…>`; if it needs another state, name it: \
            `#[server_action(state = App)]`"
)]
pub trait ActionExtractor<S>: Sized {
    /// Extracts, with the rejection as the app's own response.
    fn extract(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<S: Send + Sync, T: FromRequestParts<S> + Send> ActionExtractor<S> for T {
    async fn extract(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        T::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)
    }
}
