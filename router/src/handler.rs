//! Async functions as route handlers.

use std::any::Any;
use std::future::Future;
use std::sync::Arc;

use axum_core::extract::rejection::{BytesRejection, StringRejection};
use axum_core::extract::{FromRequest, FromRequestParts, Request};
use axum_core::response::{IntoResponse, Response};

use crate::problem::Problem;

/// An async function that answers requests: its arguments are extractors, its result a response.
///
/// Implemented for async functions and closures of up to twelve arguments. All but the last implement [`FromRequestParts`]; the
/// last may implement [`FromRequest`], and so read the body. The state is lent to the extractors, never cloned per request.
///
/// `T` is the list of the arguments' types, which only the compiler needs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route handler for the state `{S}`",
    label = "not a route handler",
    note = "a route handler is an `async fn` whose arguments are extractors (all but the last `FromRequestParts<{S}>`, the last \
            `FromRequest<{S}>`), whose result is `IntoResponse`, and whose future is `Send`"
)]
pub trait Handler<T, S>: Clone + Send + Sync + Sized + 'static {
    /// Whether it has no arguments, and so can't read the request.
    #[doc(hidden)]
    const READS_NOTHING: bool = false;

    /// Answers one request.
    fn call(self, request: Request, state: Arc<S>) -> impl Future<Output = Response> + Send + 'static;
}

impl<F, Fut, R, S> Handler<((),), S> for F
where
    F: FnOnce() -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
    R: IntoResponse,
    S: Send + Sync + 'static,
{
    const READS_NOTHING: bool = true;

    #[expect(clippy::manual_async_fn, reason = "an `async fn` would want `R: 'static`")]
    fn call(self, _: Request, _: Arc<S>) -> impl Future<Output = Response> + Send + 'static {
        // Called when polled, where its panic is caught.
        async move { self().await.into_response() }
    }
}

macro_rules! each {
    ($request:ident $state:ident) => {};
    ($request:ident $state:ident $($first:ident)+) => {
        let (mut parts, body) = $request.into_parts();
        $(
            let $first = match $first::from_request_parts(&mut parts, &$state).await {
                Ok(value) => value,
                Err(rejection) => return rejection.into_response(),
            };
        )+
        let $request = Request::from_parts(parts, body);
    };
}

macro_rules! handler {
    ($($first:ident)*; $last:ident) => {
        #[allow(non_snake_case, unused_mut)]
        impl<F, Fut, R, S, M, $($first,)* $last> Handler<(M, $($first,)* $last,), S> for F
        where
            F: FnOnce($($first,)* $last) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = R> + Send + 'static,
            R: IntoResponse,
            S: Send + Sync + 'static,
            $($first: FromRequestParts<S> + Send + 'static,)*
            $last: FromRequest<S, M> + Send + 'static,
            $last::Rejection: 'static,
        {
            fn call(self, request: Request, state: Arc<S>) -> impl Future<Output = Response> + Send + 'static {
                async move {
                    // Taken apart and put together only for those that read the head alone.
                    each!(request state $($first)*);
                    let $last = match $last::from_request(request, &state).await {
                        Ok(value) => value,
                        Err(rejection) => return reject(rejection),
                    };
                    drop(state);
                    self($($first,)* $last).await.into_response()
                }
            }
        }
    };
}

handler!(; T1);
handler!(T1; T2);
handler!(T1 T2; T3);
handler!(T1 T2 T3; T4);
handler!(T1 T2 T3 T4; T5);
handler!(T1 T2 T3 T4 T5; T6);
handler!(T1 T2 T3 T4 T5 T6; T7);
handler!(T1 T2 T3 T4 T5 T6 T7; T8);
handler!(T1 T2 T3 T4 T5 T6 T7 T8; T9);
handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9; T10);
handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10; T11);
handler!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11; T12);

/// What the app's own extractor answers passes unchanged (a redirect to the login stays one). The rejections of axum-core's
/// `Bytes` and `String` become problems like those of our own extractors.
fn reject<R: IntoResponse + 'static>(rejection: R) -> Response {
    let any: &dyn Any = &rejection;
    let ours = any.is::<BytesRejection>() || any.is::<StringRejection>();
    let response = rejection.into_response();
    if ours {
        unread_body(response.status()).into_response()
    } else {
        response
    }
}

/// The problem of a body that an extractor could not read, by the status that axum-core gives it.
pub(crate) fn unread_body(status: http::StatusCode) -> Problem {
    match status {
        http::StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(status, "body-too-large").with_detail("The body is larger than this endpoint takes.")
        }
        _ => Problem::bad_request("unreadable-body")
            .with_detail("The body could not be read whole, or is not UTF-8 text."),
    }
}
