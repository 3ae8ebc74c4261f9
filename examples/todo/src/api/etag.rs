//! Entity tags, and changes that are made only if nothing else has changed (RFC 9110, section 13).

use std::fmt::Write as _;

use frontdesk::http::HeaderValue;
use frontdesk::http::header::{IF_MATCH, IF_NONE_MATCH};
use frontdesk::http::request::Parts;
use frontdesk::{FromRequestParts, Message, Problem, StatusCode, codes};
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

/// The preconditions of a request. Todos have no dates, so those by date are ignored, as they have to be
/// (RFC 9110, section 13.1.4).
pub(super) struct Preconditions {
    if_match: Vec<HeaderValue>,
    if_none_match: Vec<HeaderValue>,
}

impl<S: Sync> FromRequestParts<S> for Preconditions {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let values = |name| parts.headers.get_all(name).iter().cloned().collect();
        Ok(Self {
            if_match: values(IF_MATCH),
            if_none_match: values(IF_NONE_MATCH),
        })
    }
}

impl Preconditions {
    /// Checks the preconditions against what is stored, and that `If-Match` is one of them.
    ///
    /// # Errors
    ///
    /// 412 if one of them fails, and 428 (RFC 6585) if `If-Match` is missing.
    pub(super) fn require(&self, old: &Content) -> Result<(), Problem> {
        self.check(old)?;
        if !self.if_match.is_empty() {
            return Ok(());
        }
        let detail = Message::new(
            "no-if-match",
            "Send If-Match, with the ETag of the todo that you change.",
        );
        Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "precondition-required").with_detail(detail))
    }

    /// Checks the preconditions against what is stored, in the order of RFC 9110, section 13.2.2.
    ///
    /// # Errors
    ///
    /// 412 if the todo is another than the client has, or one that it excludes.
    pub(super) fn check(&self, old: &Content) -> Result<(), Problem> {
        let own = etag(old)?;
        let has = |lists: &[HeaderValue], is_own: fn(&[u8], &[u8]) -> bool| {
            lists.iter().any(|list| names(list.as_bytes(), own.as_bytes(), is_own))
        };
        if !self.if_match.is_empty() && !has(&self.if_match, is_strongly_equal) {
            return Err(failed(Message::new(
                "changed-meanwhile",
                "The todo has changed. Get it again, and repeat the change.",
            )));
        }
        if has(&self.if_none_match, is_weakly_equal) {
            return Err(failed(Message::new(
                "excluded-version",
                "The todo is one that If-None-Match excludes.",
            )));
        }
        Ok(())
    }
}

fn failed(detail: Message) -> Problem {
    Problem::new(StatusCode::PRECONDITION_FAILED, codes::router::PRECONDITION_FAILED).with_detail(detail)
}

/// Returns whether a list of entity tags has `own`, or is `*`. Our tags have no commas, so a part of another
/// tag is not mistaken for one.
fn names(list: &[u8], own: &[u8], is_own: fn(&[u8], &[u8]) -> bool) -> bool {
    let mut tags = list.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    list.trim_ascii() == b"*" || tags.any(|tag| is_own(tag, own))
}

/// Compares for `If-Match`, which no weak tag matches (RFC 9110, section 13.1.1).
fn is_strongly_equal(tag: &[u8], own: &[u8]) -> bool {
    tag == own
}

/// Compares for `If-None-Match` (section 13.1.2).
fn is_weakly_equal(tag: &[u8], own: &[u8]) -> bool {
    tag.strip_prefix(b"W/").unwrap_or(tag) == own
}
