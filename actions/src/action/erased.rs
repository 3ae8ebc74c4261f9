//! An action whose types are erased, as two steps: extract, then decode and run.

use std::future::ready;

use axum_core::response::{IntoResponse as _, Response};
use frontdesk_form::{FieldErrors, FormData, FormError, FormLimits};
use frontdesk_router::{BoxFuture, Problem};
use http::request::Parts;

use super::checks::{Checking, Checks};
use super::outcome::Outcome;

/// An action with its state. The first step is to run its extractors.
pub(crate) trait ErasedAction: Send + Sync {
    /// Returns whether the extractors read the request: there are others than that of the whole state.
    fn reads_request(&self) -> bool;

    /// Returns whether fields have checks.
    fn has_checks(&self) -> bool;

    /// Runs extractors that don't [read the request](Self::reads_request), which are ready at once, so
    /// that no future is boxed. Returns `None` if they are not. Cloning the state is the app's own code,
    /// so this may panic.
    fn extract_now(&self, parts: &mut Parts) -> Option<Result<Box<dyn ErasedCall>, Response>>;

    /// Runs the extractors. They are the app's own code, so polling the future may panic.
    fn extract<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<Box<dyn ErasedCall>, Response>>;
}

/// An action that the desk doesn't have, so nothing calls it.
pub(crate) struct AbsentAction;

impl ErasedAction for AbsentAction {
    fn reads_request(&self) -> bool {
        true
    }

    fn has_checks(&self) -> bool {
        false
    }

    fn extract_now(&self, _: &mut Parts) -> Option<Result<Box<dyn ErasedCall>, Response>> {
        None
    }

    fn extract<'a>(&'a self, _: &'a mut Parts) -> BoxFuture<'a, Result<Box<dyn ErasedCall>, Response>> {
        Box::pin(ready(Err(Problem::not_found().into_response())))
    }
}

/// A call whose extractors succeeded. The second step is to decode the input.
pub(crate) trait ErasedCall: Send {
    /// Decodes the input and calls the function with it. The types that decode and the rules that
    /// check them are the app's own code, so this may panic.
    ///
    /// # Errors
    ///
    /// [`DecodeError`], when the payload is not a valid input of the action.
    fn decode(self: Box<Self>, payload: Payload<'_>) -> Result<Function, DecodeError>;

    /// Decodes the input, and runs the checks of fields alone. Their result has the errors of decoding
    /// too. May panic like [`decode`](Self::decode).
    ///
    /// # Errors
    ///
    /// When the body as a whole is not valid.
    fn check(self: Box<Self>, payload: Payload<'_>, checks: Checks) -> Result<Checking, FormError>;
}

/// The function of an action, called and not polled yet. Polling it may panic.
pub(crate) type Function = BoxFuture<'static, Outcome>;

/// The body of a call, as an action's input is decoded from it.
pub(crate) enum Payload<'a> {
    /// Names and values, with the sealed fields opened.
    Form(&'a FormData),
    /// postcard, and how much of it is accepted.
    Postcard(&'a [u8], &'a FormLimits),
}

/// Why a payload is not a valid input.
pub(crate) enum DecodeError {
    Fields(FieldErrors),
    /// Some fields are wrong, and the checks of the others have not run yet.
    Unchecked(Checking),
    /// The postcard body as a whole is not valid.
    Body(FormError),
}
