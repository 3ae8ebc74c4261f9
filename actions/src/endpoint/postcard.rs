//! The responses to Rust programs that call actions with postcard.
//!
//! [postcard](https://postcard.jamesmunns.com/wire-format) encodes neither names nor types, so both
//! sides must agree: a body is the tuple of the action's fields, in the order of its arguments. An
//! action accepts it if serde can deserialise every field and checks all that a form would be
//! checked for (`FromForm::takes_postcard`), nothing is sealed, and the action doesn't run `once`.

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_router::__desk::InLanguage;
use frontdesk_router::{Message, Param, Problem};
use http::HeaderValue;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use serde::{Deserialize, Serialize};

use crate::protocol::POSTCARD;

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static(POSTCARD);

/// A problem as postcard encodes it. The fields and their order are fixed.
///
/// ```
/// use frontdesk_actions::PostcardProblem;
///
/// # let sent = postcard::to_stdvec(&PostcardProblem {
/// #     status: 422, code: "invalid-fields".into(), title: "".into(), detail: None,
/// #     errors: vec![("title".into(), vec!["required".into()])], log_id: None, omitted: 0, codes: vec![],
/// # }).unwrap();
/// let problem: PostcardProblem = postcard::from_bytes(&sent)?;
/// assert_eq!(problem.errors, [("title".to_owned(), vec!["required".to_owned()])]);
/// # Ok::<(), postcard::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "another field would be another format")]
pub struct PostcardProblem {
    /// The status of the response.
    pub status: u16,
    /// The stable [code](crate::codes).
    pub code: String,
    /// The kind of problem, for people.
    pub title: String,
    /// What happened and what to do, for people.
    pub detail: Option<String>,
    /// Messages by field path.
    pub errors: Vec<(String, Vec<String>)>,
    /// The id that the log has for it, of a masked 500.
    pub log_id: Option<String>,
    /// How many messages were left out, because there are too many of them.
    pub omitted: u64,
    /// The codes and the parameters of the messages in [`errors`](Self::errors), by field path. Those of
    /// the last fields are left out where the response has no room for them.
    pub codes: Vec<(String, Vec<PostcardCode>)>,
}

/// The code of a message about a field, as postcard encodes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "another field would be another format")]
pub struct PostcardCode {
    /// The stable code: `too-long`, `custom`.
    pub code: String,
    /// The parameters, by name.
    pub params: Vec<(String, Param)>,
}

impl From<&Message> for PostcardCode {
    fn from(message: &Message) -> Self {
        let params = message.params().iter();
        Self {
            code: message.code().to_owned(),
            params: params.map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        }
    }
}

impl From<&Problem> for PostcardProblem {
    fn from(problem: &Problem) -> Self {
        let errors = problem.errors().iter();
        Self {
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
            title: problem.title().to_owned(),
            detail: problem.detail().map(str::to_owned),
            errors: errors
                .map(|(path, messages)| (path.clone(), messages.iter().map(ToString::to_string).collect()))
                .collect(),
            log_id: problem.log_id().map(str::to_owned),
            omitted: problem.omitted() as u64,
            codes: (problem.fields_with_codes())
                .map(|(path, messages)| (path.clone(), messages.iter().map(PostcardCode::from).collect()))
                .collect(),
        }
    }
}

/// Returns the response of a problem, with its status and headers.
pub(crate) fn problem(problem: &Problem, language: Option<&InLanguage>) -> Response {
    let translated = language.map(|language| problem.in_language(language));
    let problem = translated.as_ref().unwrap_or(problem);
    let body = postcard::to_stdvec(&PostcardProblem::from(problem));
    let mut response = problem.render(false);
    if let Ok(body) = body {
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
        *response.body_mut() = Body::from(body);
    }
    response
}

/// Returns the response of a value.
pub(crate) fn value(bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
    response
}
