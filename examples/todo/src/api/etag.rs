//! Entity tags, and changes that are made only if nothing else has changed (RFC 9110, section 13).

use std::fmt::Write as _;

use frontdesk::http::HeaderValue;
use frontdesk::http::header::IF_MATCH;
use frontdesk::http::request::Parts;
use frontdesk::{FromRequestParts, Message, Problem, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::todo::Content;

/// Returns the entity tag of a todo: a hash of its content. It is a strong one, as `If-Match` needs it.
pub(super) fn etag(content: &Content) -> Result<String, Problem> {
    let hash = Sha256::digest(serde_json::to_vec(content)?);
    let mut tag = "\"".to_owned();
    for byte in hash.iter().take(12) {
        write!(tag, "{byte:02x}")?;
    }
    tag.push('"');
    Ok(tag)
}

/// The values of `If-Match` of a request.
pub(super) struct IfMatch(Vec<HeaderValue>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(parts.headers.get_all(IF_MATCH).iter().cloned().collect()))
    }
}

impl IfMatch {
    /// Checks the header against what is stored.
    ///
    /// # Errors
    ///
    /// 412 if the todo is another than the client has, and 428 (RFC 6585) if the header is missing.
    pub(super) fn require(&self, old: &Content) -> Result<(), Problem> {
        if !self.0.is_empty() {
            return self.check(old);
        }
        let detail = Message::new(
            "no-if-match",
            "Send If-Match, with the ETag of the todo that you change.",
        );
        Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "precondition-required").with_detail(detail))
    }

    /// Checks the header if there is one.
    ///
    /// # Errors
    ///
    /// 412 if the todo is another than the client has.
    pub(super) fn check(&self, old: &Content) -> Result<(), Problem> {
        let own = etag(old)?;
        if self.0.is_empty() || self.0.iter().any(|list| names(list.as_bytes(), own.as_bytes())) {
            return Ok(());
        }
        let detail = Message::new(
            "changed-meanwhile",
            "The todo has changed. Get it again, and repeat the change.",
        );
        Err(Problem::new(StatusCode::PRECONDITION_FAILED, "precondition-failed").with_detail(detail))
    }
}

/// Returns whether a list of entity tags has `tag`, or is `*`. Weak tags never match (RFC 9110, section
/// 13.1.1). Our tags have no commas, so a part of another tag is not mistaken for one.
fn names(list: &[u8], tag: &[u8]) -> bool {
    list.trim_ascii() == b"*" || list.split(|byte| *byte == b',').any(|part| part.trim_ascii() == tag)
}
