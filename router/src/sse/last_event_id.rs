//! Extracts the id of the last event that a client received.

use std::convert::Infallible;

use axum_core::extract::FromRequestParts;
use http::HeaderName;
use http::request::Parts;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The id of the last event that a client received before it reconnected. `None` on its first
/// connection, or if the id is not UTF-8. It comes from the client, so it may be any text.
///
/// ```
/// use frontdesk_router::LastEventId;
///
/// async fn news(LastEventId(last): LastEventId) -> String {
///     let after: u64 = last.and_then(|id| id.parse().ok()).unwrap_or(0);
///     format!("what happened after {after}")
/// }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "handlers destructure it in their arguments")]
pub struct LastEventId(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for LastEventId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let value = parts.headers.get(LAST_EVENT_ID);
        // Browsers send the id in UTF-8, so `to_str`, which accepts only ASCII, would lose some.
        let text = value.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
        Ok(Self(text.map(str::to_owned)))
    }
}
