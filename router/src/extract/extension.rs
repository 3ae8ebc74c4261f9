//! What a layer left in the request.

use std::any::type_name;

use axum_core::extract::FromRequestParts;
use http::request::Parts;

use crate::problem::Problem;

/// A request extension: what a layer left there for handlers.
///
/// # Errors
///
/// A masked 500 when no layer left one; the log names the type.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extension<T>(pub T);

impl<S: Sync, T: Clone + Send + Sync + 'static> FromRequestParts<S> for Extension<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let found = parts.extensions.get::<T>().cloned();
        found.map(Self).ok_or_else(|| {
            Problem::internal(format!(
                "no request extension of type `{}`: add the layer that leaves it",
                type_name::<T>()
            ))
        })
    }
}
