//! Async functions as route handlers.

use std::any::{Any, type_name};
use std::future::Future;
use std::sync::Arc;

use axum_core::extract::rejection::{BytesRejection, StringRejection};
use axum_core::extract::{FromRequest, FromRequestParts, Request};
use axum_core::response::{IntoResponse, Response};

use crate::context_use::ContextUse;
use crate::entry::Entry;
use crate::extract::log_rejection;
use crate::handler_call::HandlerCall;
use crate::problem::{Problem, unreadable_body};

/// An async function that handles requests: its arguments are extractors, its result is a response.
///
/// Implemented for async functions and closures of up to twelve arguments. All but the last
/// implement [`FromRequestParts`]; the last may implement [`FromRequest`], and so read the body.
/// Extractors borrow the state; it is never cloned per request.
///
/// `T` is the list of the argument types, which only the compiler needs.
///
/// ```
/// use frontdesk_router::{Handler, Json, Path, Problem, Router, State, get, post};
///
/// #[derive(Clone)]
/// struct App;
///
/// async fn ping() -> &'static str { "pong" }
/// async fn rename(State(_app): State<App>, Path(id): Path<u32>, Json(name): Json<String>) -> Result<(), Problem> {
///     if name.is_empty() { Err(Problem::field("name", "required")) } else { println!("{id}: {name}"); Ok(()) }
/// }
///
/// let routes: Router<App> = Router::new().route("/ping", get(ping)).route("/items/{id}", post(rename));
///
/// // A function that registers any handler:
/// fn add<T: 'static>(routes: Router<App>, path: &str, handler: impl Handler<T, App>) -> Router<App> {
///     routes.route(path, get(handler))
/// }
/// let routes = add(routes, "/closure", async || "a closure is a handler too");
/// # drop(routes);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route handler for the state `{S}`",
    label = "not a route handler",
    note = "a route handler is an `async fn` whose arguments are extractors (all but the last `FromRequestParts<{S}>`, the last \
            `FromRequest<{S}>`), whose result is `IntoResponse`, and whose future is `Send`"
)]
pub trait Handler<T, S>: Clone + Send + Sync + Sized + 'static {
    /// Whether it has no arguments, and so cannot read the request.
    #[doc(hidden)]
    const READS_NOTHING: bool = false;

    /// Returns the names of the arguments' types.
    #[doc(hidden)]
    #[must_use]
    fn argument_types() -> Vec<&'static str> {
        Vec::new()
    }

    /// Returns the name of the type that it returns.
    #[doc(hidden)]
    #[must_use]
    fn returned_type() -> &'static str {
        ""
    }

    /// Responds to one request. A handler that [reads nothing](Self::READS_NOTHING) needs no state.
    #[doc(hidden)]
    fn respond(self, call: &mut HandlerCall, state: Option<&S>) -> impl Future<Output = Response> + Send;

    /// Responds to one request.
    fn call(self, request: Request, state: Arc<S>) -> impl Future<Output = Response> + Send + 'static
    where
        T: 'static,
        S: Send + Sync + 'static,
    {
        let mut call = HandlerCall::new(request, Entry::Inside, ContextUse::Inserted);
        async move { self.respond(&mut call, Some(&state)).await }
    }
}

/// The list of arguments of which the last is of the request's parts.
#[doc(hidden)]
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "it has no values")]
pub enum OfParts {}

/// The list of arguments of which the last takes the whole request.
#[doc(hidden)]
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "it has no values")]
pub enum OfRequest {}

impl<F, Fut, R, S> Handler<((),), S> for F
where
    F: FnOnce() -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
    R: IntoResponse,
    S: Send + Sync + 'static,
{
    const READS_NOTHING: bool = true;

    fn returned_type() -> &'static str {
        type_name::<R>()
    }

    async fn respond(self, call: &mut HandlerCall, _: Option<&S>) -> Response {
        call.drop_body();
        call.drop_extensions();
        self().await.into_response()
    }
}

macro_rules! extract {
    ($call:ident $state:ident $type:ident) => {{
        let (parts, extraction) = $call.extract();
        match extraction.run($type::from_request_parts(parts, $state)).await {
            Ok(value) => value,
            Err(rejection) => return log_rejection::<$type>(rejection.into_response()),
        }
    }};
}

macro_rules! handler {
    ($($first:ident)*; $last:ident) => {
        #[allow(non_snake_case)]
        impl<F, Fut, R, S, $($first,)* $last> Handler<(OfParts, $($first,)* $last,), S> for F
        where
            F: FnOnce($($first,)* $last) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = R> + Send + 'static,
            R: IntoResponse,
            S: Send + Sync + 'static,
            $($first: FromRequestParts<S> + Send + 'static,)*
            $last: FromRequestParts<S> + Send + 'static,
        {
            fn argument_types() -> Vec<&'static str> {
                vec![$(type_name::<$first>(),)* type_name::<$last>()]
            }

            fn returned_type() -> &'static str {
                type_name::<R>()
            }

            async fn respond(self, call: &mut HandlerCall, state: Option<&S>) -> Response {
                let Some(state) = state else { return without_state() };
                call.drop_body();
                $(let $first = extract!(call state $first);)*
                let $last = extract!(call state $last);
                call.drop_extensions();
                self($($first,)* $last).await.into_response()
            }
        }

        #[allow(non_snake_case)]
        impl<F, Fut, R, S, $($first,)* $last> Handler<(OfRequest, $($first,)* $last,), S> for F
        where
            F: FnOnce($($first,)* $last) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output = R> + Send + 'static,
            R: IntoResponse,
            S: Send + Sync + 'static,
            $($first: FromRequestParts<S> + Send + 'static,)*
            $last: FromRequest<S> + Send + 'static,
            $last::Rejection: 'static,
        {
            fn argument_types() -> Vec<&'static str> {
                vec![$(type_name::<$first>(),)* type_name::<$last>()]
            }

            fn returned_type() -> &'static str {
                type_name::<R>()
            }

            async fn respond(self, call: &mut HandlerCall, state: Option<&S>) -> Response {
                let Some(state) = state else { return without_state() };
                $(let $first = extract!(call state $first);)*
                let $last = match $last::from_request(call.take_request(), state).await {
                    Ok(value) => value,
                    Err(rejection) => return log_rejection::<$last>(reject(rejection)),
                };
                self($($first,)* $last).await.into_response()
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

/// Responds for a handler with arguments that was called as one without.
fn without_state() -> Response {
    Problem::internal("a handler with arguments was called without the state").into_response()
}

/// Turns the rejection of an extractor into a response.
///
/// Rejections of the app's own extractors pass unchanged: a redirect to the login page stays one.
/// Those of axum-core's `Bytes` and `String` become problems, like those of our own extractors.
fn reject<R: IntoResponse + 'static>(rejection: R) -> Response {
    let any: &dyn Any = &rejection;
    if let Some(rejection) = any.downcast_ref::<BytesRejection>() {
        return unreadable_body(rejection).into_response();
    }
    if let Some(rejection) = any.downcast_ref::<StringRejection>() {
        return unreadable_body(rejection).into_response();
    }
    rejection.into_response()
}
