//! Extractors of an action.

use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use frontdesk_router::__desk::log_rejection;
use http::request::Parts;

/// An extractor that fits an action's state. Every `FromRequestParts<S>` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be extracted under the state `{S}`",
    label = "not an extractor for the state `{S}`",
    note = "an extractor of an action implements `FromRequestParts<{S}>` and doesn't read the body: list the form's fields \
            as arguments instead of `Form<…>` or `Json<…>`; if it needs another state, name it: \
            `#[server_action(state = App)]`"
)]
pub trait ActionExtractor<S>: Sized {
    /// Extracts the value.
    ///
    /// # Errors
    ///
    /// The extractor's rejection, as a response.
    fn extract(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<S: Send + Sync, T: FromRequestParts<S> + Send> ActionExtractor<S> for T {
    async fn extract(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        T::from_request_parts(parts, state)
            .await
            .map_err(|rejection| log_rejection::<T>(rejection.into_response()))
    }
}
