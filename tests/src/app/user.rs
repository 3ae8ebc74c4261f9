//! An extractor as an axum app has it: axum-core's trait, its state by `FromRef`, and nothing of
//! Frontdesk.

use axum_core::extract::{FromRef, FromRequestParts};
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;

/// The name of the header in which a proxy sends the user.
#[derive(Debug, Clone, Copy)]
pub struct UserHeader(pub &'static str);

impl Default for UserHeader {
    fn default() -> Self {
        Self("x-user")
    }
}

/// The user who sends the request.
#[derive(Debug, Clone)]
pub struct User {
    /// The name.
    pub name: String,
}

impl<S> FromRequestParts<S> for User
where
    UserHeader: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let UserHeader(header) = UserHeader::from_ref(state);
        let name = parts.headers.get(header).and_then(|name| name.to_str().ok());
        match name {
            Some(name) if !name.is_empty() => Ok(Self { name: name.to_owned() }),
            _ => Err((StatusCode::UNAUTHORIZED, "who are you?").into_response()),
        }
    }
}
