//! Extracts a request extension.

use std::any::type_name;

use axum_core::extract::FromRequestParts;
use http::request::Parts;

use crate::problem::Problem;

/// A request extension: a value that a layer inserted for handlers.
///
/// # Errors
///
/// A masked 500 if no layer inserted one. The log names the type.
///
/// ```
/// use frontdesk_router::{Extension, Route, Router, get};
/// use tower_layer::layer_fn;
///
/// #[derive(Clone)]
/// struct User(String);
///
/// async fn greet(Extension(user): Extension<User>) -> String { format!("Hello {}", user.0) }
///
/// let login = layer_fn(|route: Route| {
///     Route::from_fn(move |mut request| {
///         request.extensions_mut().insert(User("Ada".to_owned()));
///         route.serve(request)
///     })
/// });
/// let routes: Router<()> = Router::new().route("/greet", get(greet)).layer(login);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Extension<T>(pub T);

impl<S: Sync, T: Clone + Send + Sync + 'static> FromRequestParts<S> for Extension<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let found = parts.extensions.get::<T>().cloned();
        found.map(Self).ok_or_else(|| {
            Problem::internal(format!(
                "there is no request extension of type `{}`: add the layer that inserts it",
                type_name::<T>()
            ))
        })
    }
}
