//! An extractor as somebody wrote it for their axum app: axum-core's trait, its state by `FromRef`, and nothing of Frontdesk.

use axum_core::extract::{FromRef, FromRequestParts};
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;

/// The header in which a proxy names the user.
#[derive(Debug, Clone, Copy)]
pub struct UserHeader(pub &'static str);

impl Default for UserHeader {
    fn default() -> Self {
        Self("x-user")
    }
}

/// Who is asking.
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
