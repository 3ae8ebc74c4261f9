//! How a body is encoded, by its headers.

use frontdesk_form::{FormData, Message};
use frontdesk_router::Problem;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::body::too_large;
use crate::call_headers::CallHeaders;
use crate::page_mistake;
use crate::protocol::POSTCARD;
use crate::registry::BoundAction;
use crate::{codes, texts};

/// How a body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyKind {
    UrlEncoded,
    Multipart,
    Json,
    /// JSON whose values are the texts that the form's inputs have.
    JsonOfForm,
    Postcard,
    /// There is no `Content-Type`, which is accepted as long as there is no body.
    Empty,
}

impl BodyKind {
    /// All kinds that have a media type, the most recommended first.
    const ALL: [(Self, &str); 4] = [
        (Self::UrlEncoded, "application/x-www-form-urlencoded"),
        (Self::Multipart, "multipart/form-data"),
        (Self::Json, "application/json"),
        (Self::Postcard, POSTCARD),
    ];

    /// Returns the kind of body that the headers announce, if they are those of most forms and scripts:
    /// a plain media type, and no more to check.
    pub(super) fn of_plain(headers: &CallHeaders<'_>, action: &BoundAction) -> Option<Self> {
        let kind = match headers.content_type.only()?.as_bytes() {
            b"application/x-www-form-urlencoded" => Self::UrlEncoded,
            b"application/json" => Self::Json,
            _ => return None,
        };
        (!headers.has_content_encoding && kind.is_accepted_by(action)).then_some(kind)
    }

    /// Returns the kind of body that the headers announce.
    ///
    /// # Errors
    ///
    /// When the action doesn't accept that kind, or the body is compressed (415).
    pub(super) fn of(headers: &HeaderMap, action: &BoundAction) -> Result<Self, Problem> {
        Self::of_accepted(headers, action, |kind| kind.is_accepted_by(action))
    }

    /// Returns the kind of body that the headers of a check announce. It needs no files, so that every
    /// kind of form will do.
    ///
    /// # Errors
    ///
    /// As those of [`of`](Self::of).
    pub(super) fn of_check(headers: &HeaderMap, action: &BoundAction) -> Result<Self, Problem> {
        Self::of_accepted(headers, action, |kind| kind != Self::Postcard)
    }

    fn of_accepted(
        headers: &HeaderMap,
        action: &BoundAction,
        is_accepted: impl Fn(Self) -> bool,
    ) -> Result<Self, Problem> {
        let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
        if encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
            return Err(
                Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::UNSUPPORTED_ENCODING)
                    .with_detail(texts::COMPRESSED)
                    .with_header(ACCEPT_ENCODING, HeaderValue::from_static("identity")),
            );
        }
        let mut types = headers.get_all(CONTENT_TYPE).iter();
        let Some(value) = types.next() else {
            return Ok(Self::Empty);
        };
        let essence = value
            .to_str()
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        let kind = Self::ALL
            .into_iter()
            .find(|(kind, name)| essence.eq_ignore_ascii_case(name) && is_accepted(*kind));
        // Two types can't both be true, and which one another reader of the request believes is
        // unknown.
        let kind = kind
            .filter(|_| types.next().is_none())
            .map(|(kind, _)| kind)
            .ok_or_else(|| match essence.eq_ignore_ascii_case("text/plain") {
                true => with_detail(action, texts::TEXT_PLAIN),
                false => unsupported(action),
            })?;
        match charset(value) {
            Some(charset) if kind.is_text() && !is_utf8(&charset) => {
                Err(with_detail(action, kind.in_charset(&charset)))
            }
            _ => Ok(kind),
        }
    }

    /// Explains the refusal of a body in another charset than UTF-8.
    fn in_charset(self, charset: &str) -> Message {
        let text = match self {
            Self::Json | Self::JsonOfForm => texts::JSON_CHARSET,
            _ => texts::FORM_CHARSET,
        };
        text.with("charset", format!("{charset:?}"))
    }

    /// Returns whether it is the data of an HTML form.
    pub(super) fn is_form(self) -> bool {
        matches!(self, Self::UrlEncoded | Self::Multipart)
    }

    fn is_text(self) -> bool {
        matches!(self, Self::UrlEncoded | Self::Json)
    }

    fn is_accepted_by(self, action: &BoundAction) -> bool {
        match self {
            Self::Multipart | Self::Empty => true,
            // Only multipart can have files.
            Self::UrlEncoded | Self::Json | Self::JsonOfForm => !action.fields.has_files(),
            Self::Postcard => action.takes_postcard,
        }
    }
}

/// Returns the `charset` of a content type, of at most 40 characters.
fn charset(value: &HeaderValue) -> Option<String> {
    let parameters = value.to_str().ok()?.split(';').skip(1);
    let mut charsets = parameters.filter_map(|parameter| {
        let (name, charset) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(charset)
    });
    Some(charsets.next()?.trim().trim_matches('"').chars().take(40).collect())
}

/// Returns `true` for charsets whose texts are UTF-8.
fn is_utf8(charset: &str) -> bool {
    ["utf-8", "utf8", "us-ascii", "ascii"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(charset))
}

/// Explains texts that are not UTF-8 by the charset that a browser wrote into the field `_charset_`.
///
/// <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fe-name-charset>
pub(super) fn other_charset(form: &FormData) -> Option<Message> {
    let charset: String = form.first("_charset_")?.trim().chars().take(40).collect();
    let is_other = !charset.is_empty() && !is_utf8(&charset);
    is_other.then(|| BodyKind::UrlEncoded.in_charset(&charset))
}

fn with_detail(action: &BoundAction, detail: Message) -> Problem {
    unsupported(action).with_detail(detail)
}

/// The problem of a body whose kind the action doesn't accept.
pub(super) fn unsupported(action: &BoundAction) -> Problem {
    let accepted = BodyKind::ALL
        .into_iter()
        .filter(|(kind, _)| kind.is_accepted_by(action));
    let accepted: Vec<_> = accepted.map(|(_, name)| name).collect();
    let detail = if action.fields.has_files() {
        texts::TAKES_FILES
    } else {
        texts::TAKES_FORMS
    };
    let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::UNSUPPORTED_MEDIA_TYPE).with_detail(detail);
    match HeaderValue::try_from(accepted.join(", ")) {
        Ok(accepted) => problem.with_header(ACCEPT, accepted),
        Err(_) => problem,
    }
}

/// Returns `true` if a form with files was sent as one without.
pub(super) fn lacks_enctype(headers: &HeaderMap, action: &BoundAction) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim();
    action.fields.has_files() && essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The problem of a page whose form tag lacks the `enctype` for files.
pub(super) fn enctype_forgotten(action: &BoundAction) -> Problem {
    let name = action.name;
    tracing::warn!(
        action = name,
        "a form with files was sent without them: its page has to write `form.open()`, or \
         `enctype=\"multipart/form-data\"` into its own tag"
    );
    let problem = unsupported(action)
        .with_title(texts::NOT_SENT)
        .with_detail(texts::NO_ENCTYPE);
    let remedy = format!("the form of `{name}` needs `enctype=\"multipart/form-data\"`, which `form.open()` writes");
    page_mistake::explain(problem, &remedy)
}

/// Checks the declared length of the body. It is only compared, never allocated.
///
/// # Errors
///
/// When the length is more than `limit` bytes (413).
pub(super) fn check_declared_length(declared: Option<u64>, limit: u64) -> Result<(), Problem> {
    if declared.is_some_and(|length| length > limit) {
        Err(too_large(limit))
    } else {
        Ok(())
    }
}

/// Returns the declared length of the body, if the headers have a valid one.
pub(super) fn declared_length(headers: &CallHeaders<'_>) -> Option<u64> {
    headers.content_length.first?.to_str().ok()?.parse().ok()
}
