//! The error answer of route handlers and actions.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use axum_core::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

mod page;
mod render;

pub(crate) use render::{render, replace, vary_by_accept};

/// What went wrong, as [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details.
///
/// Programs get `application/problem+json`, people a small readable page: the desk decides by `Accept`, when it renders the
/// answer. A problem holds a status, a stable `code` for programs to match on, a title and a detail for people, and, for
/// forms, messages per field.
///
/// `?` turns any error into a masked 500: the client sees a log_id, and the log has the log_id, the error's chain and the line
/// of the `?`. Apps map their own errors to better problems with the desk's `map_error`.
///
/// ```
/// use frontdesk_router::{Problem, StatusCode};
///
/// fn find(id: u32) -> Result<u32, Problem> {
///     let known: u32 = "17".parse()?; // an error here is a masked 500
///     if id == known { Ok(id) } else { Err(Problem::not_found().with_detail("There is no such item.")) }
/// }
///
/// let problem = find(3).unwrap_err();
/// assert_eq!(problem.status(), StatusCode::NOT_FOUND);
/// assert_eq!(problem.code(), "not-found");
/// ```
#[derive(Clone)]
pub struct Problem(Box<Inner>);

#[derive(Clone)]
struct Inner {
    status: StatusCode,
    code: Cow<'static, str>,
    title: Option<Cow<'static, str>>,
    detail: Option<Cow<'static, str>>,
    type_uri: Option<Cow<'static, str>>,
    errors: BTreeMap<String, Vec<String>>,
    headers: HeaderMap,
    log_id: Option<String>,
    source: Option<Source>,
}

/// An error that the client must not see, and where it turned into a problem.
#[derive(Clone)]
struct Source {
    error: Arc<dyn Error + Send + Sync>,
    place: &'static Location<'static>,
}

impl Problem {
    /// A problem with a status and a code: a stable, short name in kebab-case that programs match on.
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            status,
            code: code.into(),
            title: None,
            detail: None,
            type_uri: None,
            errors: BTreeMap::new(),
            headers: HeaderMap::new(),
            log_id: None,
            source: None,
        }))
    }

    /// 400 with a code of your own.
    #[must_use]
    pub fn bad_request(code: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// 401 `unauthorized`, with the challenge that RFC 9110 section 15.5.2 wants in `WWW-Authenticate`.
    #[must_use]
    pub fn unauthorized(challenge: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized")
            .with_header(http::header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// 403 `forbidden`.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden")
    }

    /// 404 `not-found`.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found")
    }

    /// 409 with a code of your own.
    #[must_use]
    pub fn conflict(code: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// 422 `invalid-fields`, with one message for one field: `Problem::field("email", "already taken")`.
    #[must_use]
    pub fn field(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid_fields().with_field(path, message)
    }

    /// 422 `invalid-fields`, with no message yet.
    #[must_use]
    pub fn invalid_fields() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields").with_title("Some fields need a change")
    }

    /// A masked 500 that keeps `error` for the log. Takes what `?` can't, such as `anyhow::Error`.
    #[must_use]
    #[track_caller]
    pub fn internal(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::masked(Arc::from(error.into()), Location::caller())
    }

    fn masked(error: Arc<dyn Error + Send + Sync>, place: &'static Location<'static>) -> Self {
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal");
        problem.0.source = Some(Source { error, place });
        problem
    }

    /// The same problem with a title: what kind of problem it is, for people. Without one it is the status's own phrase.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.0.title = Some(title.into());
        self
    }

    /// The same problem with a detail: what happened this time and what to do, for people.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// The same problem with a `type`: a URI reference that names the kind of problem (RFC 9457 section 3.1.1).
    #[must_use]
    pub fn with_type(mut self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.0.type_uri = Some(uri.into());
        self
    }

    /// The same problem with one more message for a field, by its path (`email`, `address.city`, `tags[1]`).
    #[must_use]
    pub fn with_field(mut self, path: impl Into<String>, message: impl Into<String>) -> Self {
        self.0.errors.entry(path.into()).or_default().push(message.into());
        self
    }

    /// Adds messages for fields, each with its path: those of `frontdesk_form::FieldErrors`, say. A message with the empty path
    /// is about the form as a whole, and becomes the [`detail`](Self::detail).
    #[must_use]
    pub fn with_fields<P: Into<String>, M: Into<String>>(self, messages: impl IntoIterator<Item = (P, M)>) -> Self {
        let messages = messages
            .into_iter()
            .map(|(path, message)| (path.into(), message.into()));
        let (whole, fields): (Vec<_>, Vec<_>) = messages.partition(|(path, _)| path.is_empty());
        let problem = fields
            .into_iter()
            .fold(self, |problem, (path, message)| problem.with_field(path, message));
        if whole.is_empty() {
            return problem;
        }
        let whole: Vec<_> = whole.into_iter().map(|(_, message)| message).collect();
        problem.with_detail(whole.join("; "))
    }

    /// The same problem with one more header on its answer.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The stable name for programs.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The title, or the status's own phrase.
    #[must_use]
    pub fn title(&self) -> &str {
        self.0
            .title
            .as_deref()
            .or_else(|| self.0.status.canonical_reason())
            .unwrap_or("Problem")
    }

    /// The detail, if there is one.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The messages by field path.
    #[must_use]
    pub fn errors(&self) -> &BTreeMap<String, Vec<String>> {
        &self.0.errors
    }

    /// The number by which the log knows this masked 500, once the desk has seen it.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.0.log_id.as_deref()
    }

    /// The headers that its answer carries.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The hidden error behind a masked 500.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0
            .source
            .as_ref()
            .map(|source| &*source.error as &(dyn Error + 'static))
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Problem {
    #[track_caller]
    fn from(error: E) -> Self {
        Self::masked(Arc::new(error), Location::caller())
    }
}

impl IntoResponse for Problem {
    /// Answers with JSON, and leaves the problem in the response's extensions, where the desk finds it: only there is it known
    /// what the client accepts and how the app maps errors.
    fn into_response(self) -> Response {
        let mut response = render::json(&self);
        response.extensions_mut().insert(self);
        response
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {})", self.title(), self.0.status.as_u16(), self.0.code)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Problem")
            .field("status", &inner.status)
            .field("code", &inner.code)
            .field("detail", &inner.detail)
            .field("errors", &inner.errors)
            .field("source", &inner.source.as_ref().map(|source| &source.error))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
