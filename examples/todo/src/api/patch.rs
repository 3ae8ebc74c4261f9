//! JSON merge patches (RFC 7396).

use frontdesk::http::header::{ACCEPT, CONTENT_TYPE};
use frontdesk::http::{HeaderName, HeaderValue};
use frontdesk::{FromRequest, Json, Problem, Request, StatusCode, Valid, codes};
use serde_json::{Map, Value};

use crate::todo::Content;

const MERGE_PATCH: &str = "application/merge-patch+json";

/// The members of a JSON object.
type Members = Map<String, Value>;

/// The changed members of a todo.
pub(super) struct MergePatch(Members);

impl<S: Send + Sync> FromRequest<S> for MergePatch {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        // Plain JSON too, since many clients know no other type. Other patches are not merge patches.
        if ![MERGE_PATCH, "application/json"]
            .iter()
            .any(|known| kind.eq_ignore_ascii_case(known))
        {
            return Err(unsupported());
        }
        Json::from_request(request, state)
            .await
            .map(|Json(members)| Self(members))
    }
}

impl MergePatch {
    /// Returns the content with the changes: missing members stay as they are, and `null` removes one.
    /// No member of a todo has members of its own.
    pub(super) fn apply(self, old: &Content) -> Result<Content, Problem> {
        let mut members: Members = serde_json::from_value(serde_json::to_value(old)?)?;
        members.extend(self.0);
        Valid::from_json(&serde_json::to_vec(&members)?).map(|Valid(content)| content)
    }
}

/// RFC 5789, section 2.2: `Accept-Patch` has the type.
fn unsupported() -> Problem {
    let kind = HeaderValue::from_static(MERGE_PATCH);
    Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        codes::router::UNSUPPORTED_MEDIA_TYPE,
    )
    .with_header(ACCEPT, kind.clone())
    .with_header(HeaderName::from_static("accept-patch"), kind)
}
