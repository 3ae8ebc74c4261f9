//! `Problem`: its members, constructors and accessors.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use frontdesk_form::Message;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::codes;
use super::size::{MESSAGES, message_written, shortened};
use super::texts;
use crate::words::InLanguage;

/// An error response of route handlers and actions: [RFC
/// 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details.
///
/// Programs receive `application/problem+json`, people a small readable page. The desk chooses by
/// `Accept` when it renders the response. A problem has a status, a stable `code` for programs to
/// match on, a title and a detail for people, and, for forms, messages per field.
///
/// `?` turns any error into a masked 500: the client sees only a log id, and the log entry with
/// this id has the error, its sources and the line of the `?`. (Except that the body which an extractor
/// of yours reads by `Bytes::from_request(…).await?` is 413 `body-too-large` over its limit.) What is not a
/// [`std::error::Error`], such as `anyhow::Error`, takes `.internal()?`, by
/// [`ProblemExt`](crate::ProblemExt). Apps map their own errors to better problems with the desk's
/// `map_error`.
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
/// assert_eq!(problem.title(), "Not Found");
/// assert_eq!(problem.detail(), Some("There is no such item."));
/// ```
#[derive(Clone)]
pub struct Problem(pub(super) Box<Inner>);

#[derive(Clone)]
pub(super) struct Inner {
    status: StatusCode,
    code: Cow<'static, str>,
    title: Option<Message>,
    pub(super) detail: Option<Message>,
    /// What the detail is put together of, each with what stands before it, if it is more than one.
    pub(super) detail_parts: Vec<(&'static str, Message)>,
    type_uri: Option<Cow<'static, str>>,
    errors: BTreeMap<String, Vec<Message>>,
    /// What the messages take in a response, in bytes.
    written: usize,
    /// What the texts may take in a response, in bytes.
    pub(super) room: usize,
    omitted: usize,
    /// Extension members, by name.
    pub(super) members: Vec<(Cow<'static, str>, Value)>,
    headers: HeaderMap,
    log_id: Option<String>,
    pub(super) login: Option<Box<str>>,
    pub(super) part: Option<Box<str>>,
    source: Option<Source>,
    /// The language of the texts, if a desk has chosen it.
    pub(super) language: Option<InLanguage>,
}

/// An error that the client must not see, and where it was turned into a problem.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) error: Arc<dyn Error + Send + Sync>,
    pub(crate) location: &'static Location<'static>,
}

impl Problem {
    /// Creates a problem with a status and a code: a short, stable name in kebab case that programs
    /// match on. It has at most 128 bytes; the rest is dropped.
    ///
    /// ```
    /// use frontdesk_router::{Problem, StatusCode};
    ///
    /// let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "quota-exceeded");
    /// assert_eq!(problem.to_string(), "Too Many Requests (429, quota-exceeded)");
    /// ```
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            status,
            code: shortened_code(code.into()),
            title: None,
            detail: None,
            detail_parts: Vec::new(),
            type_uri: None,
            errors: BTreeMap::new(),
            written: 0,
            room: MESSAGES,
            omitted: 0,
            members: Vec::new(),
            headers: HeaderMap::new(),
            log_id: None,
            login: None,
            part: None,
            source: None,
            language: None,
        }))
    }

    /// Creates a 400 with a code of the app's own.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::bad_request("unknown-currency").with_detail("Send `EUR` or `USD`.");
    /// assert_eq!(problem.status(), 400);
    /// ```
    #[must_use]
    pub fn bad_request(code: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// Creates a 401 `unauthorized` with a challenge in `WWW-Authenticate`, which
    /// [RFC 9110, section 15.5.2](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2) requires.
    ///
    /// # Panics
    ///
    /// If the challenge contains anything but visible ASCII characters and spaces.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::unauthorized("Bearer");
    /// assert_eq!(problem.headers()["www-authenticate"], "Bearer");
    /// ```
    #[must_use]
    pub fn unauthorized(challenge: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, codes::UNAUTHORIZED)
            .with_header(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// Creates a 403 `forbidden`.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// assert_eq!(Problem::forbidden().status(), 403);
    /// ```
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, codes::FORBIDDEN)
    }

    /// Creates a 404 `not-found`.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// assert_eq!(Problem::not_found().status(), 404);
    /// ```
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, codes::NOT_FOUND)
    }

    /// Creates a 409 with a code of the app's own.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// assert_eq!(Problem::conflict("already-published").status(), 409);
    /// ```
    #[must_use]
    pub fn conflict(code: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// Creates a 422 `invalid-fields` with one message for one field. The path is as in
    /// [`with_field`](Self::with_field).
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::field("email", "already taken");
    /// assert_eq!(problem.errors()["email"], ["already taken"]);
    /// ```
    #[must_use]
    pub fn field(path: impl Into<String>, message: impl Into<Message>) -> Self {
        Self::invalid_fields().with_field(path, message)
    }

    /// Creates a 422 `invalid-fields` without messages.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::invalid_fields().with_field("from", "is after `to`").with_field("to", "is before `from`");
    /// assert_eq!(problem.errors().len(), 2);
    /// ```
    #[must_use]
    pub fn invalid_fields() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, codes::INVALID_FIELDS).with_title(texts::INVALID_FIELDS_TITLE)
    }

    /// Creates a masked 500. `error` goes to the log only, with the line of this call. Accepts what
    /// `?` cannot convert, such as `anyhow::Error`: for these, write
    /// [`.internal()?`](crate::ProblemExt::internal) and not `.map_err(Problem::internal)?`, which is
    /// called in the standard library.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::internal("the rate table is empty");
    /// assert_eq!((problem.code(), problem.detail()), ("internal", None));
    /// assert_eq!(problem.source().unwrap().to_string(), "the rate table is empty");
    /// ```
    #[must_use]
    #[track_caller]
    pub fn internal(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::masked(Arc::from(error.into()), Location::caller())
    }

    /// Creates a masked 500 with the line of another call in the log.
    pub(crate) fn internal_at(
        location: &'static Location<'static>,
        error: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::masked(Arc::from(error.into()), location)
    }

    pub(super) fn masked(error: Arc<dyn Error + Send + Sync>, location: &'static Location<'static>) -> Self {
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, codes::INTERNAL);
        problem.0.source = Some(Source { error, location });
        problem
    }

    /// Sets the title: what kind of problem it is, for people. Default: the catalogue's text for the
    /// key `<code>.title`, or else the reason phrase of the status. A text is shown as it is in every
    /// language; a [`Message`] with a code is looked up in the catalogue by that.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// assert_eq!(Problem::forbidden().with_title("Members only").title(), "Members only");
    /// ```
    #[must_use]
    pub fn with_title(mut self, title: impl Into<Message>) -> Self {
        self.0.title = Some(title.into());
        self
    }

    /// Sets the detail: what happened this time and what to do about it, for people. A text is shown as
    /// it is in every language; a [`Message`] with a code is looked up in the desk's catalogue.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::conflict("already-published").with_detail("The post was published a minute ago.");
    /// assert_eq!(problem.detail(), Some("The post was published a minute ago."));
    /// ```
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Message>) -> Self {
        self.0.detail_parts.clear();
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds to the detail, with `before` between the two.
    #[doc(hidden)]
    #[must_use]
    pub fn with_more_detail(mut self, before: &'static str, detail: impl Into<Message>) -> Self {
        let Some(first) = self.0.detail.take() else {
            return self.with_detail(detail);
        };
        if self.0.detail_parts.is_empty() {
            self.0.detail_parts.push(("", first));
        }
        self.0.detail_parts.push((before, detail.into()));
        self.join_detail();
        self
    }

    /// Puts the detail together of its parts.
    pub(super) fn join_detail(&mut self) {
        let parts = self.0.detail_parts.iter();
        let whole: String = parts.flat_map(|(before, part)| [*before, part.text()]).collect();
        self.0.detail = Some(whole.into());
    }

    /// Sets the member `type`: a URI reference that identifies the kind of problem ([RFC 9457,
    /// section 3.1.1](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.1)). Default: absent.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::conflict("already-published").with_type("/problems/already-published");
    /// assert_eq!(serde_json::to_value(&problem)?["type"], "/problems/already-published");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn with_type(mut self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.0.type_uri = Some(uri.into());
        self
    }

    /// Adds a message for a field, named by its path: `email`, `address.city`, `tags[1]`.
    ///
    /// Error responses are bounded: messages beyond 64 KiB are only counted, in
    /// [`omitted`](Self::omitted), and in responses to actions also those beyond 4 KiB and 8 times
    /// the size of the request's body.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::field("tags[1]", "is too long").with_field("tags[1]", "has spaces");
    /// assert_eq!(problem.errors()["tags[1]"], ["is too long", "has spaces"]);
    /// ```
    #[must_use]
    pub fn with_field(mut self, path: impl Into<String>, message: impl Into<Message>) -> Self {
        self.add_message(path.into(), message.into(), MESSAGES);
        self
    }

    /// Adds a message if all of them then write at most `room` bytes, or else counts it.
    fn add_message(&mut self, path: String, message: Message, room: usize) {
        let written = self.0.written + message_written(&path, &message);
        if written > room {
            self.0.omitted = self.0.omitted.saturating_add(1);
            return;
        }
        self.0.written = written;
        self.0.errors.entry(path).or_default().push(message);
    }

    /// Omits messages, so that the others write at most `room` bytes.
    pub(super) fn retain_messages(&mut self, room: usize) {
        self.0.written = 0;
        for (path, messages) in std::mem::take(&mut self.0.errors) {
            for message in messages {
                self.add_message(path.clone(), message, room);
            }
        }
    }

    /// Replaces every text.
    pub(super) fn replace_texts(&mut self, title: Message, replace: impl Fn(&Message) -> Message) {
        self.0.title = Some(title);
        if let Some(detail) = &mut self.0.detail {
            *detail = replace(detail);
        }
        if !self.0.detail_parts.is_empty() {
            for (_, part) in &mut self.0.detail_parts {
                *part = replace(part);
            }
            self.join_detail();
        }
        for message in self.0.errors.values_mut().flatten() {
            *message = replace(message);
        }
        let errors = self.0.errors.iter();
        let written = errors.flat_map(|(path, messages)| messages.iter().map(|message| message_written(path, message)));
        self.0.written = written.sum();
    }

    /// Shortens the title and the detail to what writes at most so many bytes.
    pub(super) fn shorten_texts(&mut self, title: usize, detail: usize) {
        let texts = [(&mut self.0.title, title), (&mut self.0.detail, detail)];
        for (text, room) in texts {
            if let Some(message) = text
                && let Some(short) = shortened(message, room)
            {
                *message = message.with_text(short.into());
            }
        }
    }

    /// Adds to the number of messages that were left out, because there are too many of them: the
    /// `omitted` of `frontdesk_form::FieldErrors`, say.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::field("lines[0]", "required").with_omitted(999);
    /// assert_eq!(serde_json::to_value(&problem)?["omitted"], 999);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn with_omitted(mut self, count: usize) -> Self {
        self.0.omitted = self.0.omitted.saturating_add(count);
        self
    }

    /// Adds messages for fields, each with its path: those of `frontdesk_form::FieldErrors`, say. A
    /// message with the empty path is about the form as a whole, and becomes the
    /// [`detail`](Self::detail).
    ///
    /// ```
    /// use frontdesk_router::Problem;
    ///
    /// let problem = Problem::invalid_fields().with_fields([("age", "not a number"), ("", "too late")]);
    /// assert_eq!(problem.errors()["age"], ["not a number"]);
    /// assert_eq!(problem.detail(), Some("too late"));
    /// ```
    #[must_use]
    pub fn with_fields<P: Into<String>, M: Into<Message>>(self, messages: impl IntoIterator<Item = (P, M)>) -> Self {
        let messages = messages
            .into_iter()
            .map(|(path, message)| (path.into(), message.into()));
        let (whole, fields): (Vec<(String, Message)>, Vec<_>) = messages.partition(|(path, _)| path.is_empty());
        let problem = fields
            .into_iter()
            .fold(self, |problem, (path, message)| problem.with_field(path, message));
        let mut whole = whole.into_iter().map(|(_, message)| message);
        let Some(first) = whole.next() else {
            return problem;
        };
        whole.fold(problem.with_detail(first), |problem, message| {
            problem.with_more_detail("; ", message)
        })
    }

    /// Adds a header to the response.
    ///
    /// ```
    /// # use frontdesk_router::{Problem, StatusCode, http::{HeaderValue, header::RETRY_AFTER}};
    /// let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "maintenance")
    ///     .with_header(RETRY_AFTER, HeaderValue::from_static("120"));
    /// assert_eq!(problem.headers()[RETRY_AFTER], "120");
    /// ```
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the stable name for programs. [`codes`](crate::codes) has those that this crate
    /// sends.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// Returns the title, or the reason phrase of the status if none was set.
    #[must_use]
    pub fn title(&self) -> &str {
        let title = self.0.title.as_ref().map(Message::text);
        title.or_else(|| self.0.status.canonical_reason()).unwrap_or("Problem")
    }

    /// Returns the detail, if one was set.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_ref().map(Message::text)
    }

    /// Returns the messages that the detail is put together of, each with what stands before it.
    #[doc(hidden)]
    pub fn detail_parts(&self) -> impl Iterator<Item = (&'static str, &Message)> {
        let whole = self.0.detail.as_ref().filter(|_| self.0.detail_parts.is_empty());
        let parts = self.0.detail_parts.iter().map(|(before, part)| (*before, part));
        whole.map(|detail| ("", detail)).into_iter().chain(parts)
    }

    /// Returns the title as a message. `None` if it is the reason phrase of the status.
    #[doc(hidden)]
    #[must_use]
    pub fn title_message(&self) -> Option<&Message> {
        self.0.title.as_ref()
    }

    /// Returns the messages by field path. In JSON they are two members: `errors` has their texts,
    /// `codes` their codes and parameters, as in `{"title": [{"code": "too-long", "max": 200}]}`. A
    /// response that has no room for all of them has the texts, and the codes of the first fields.
    #[must_use]
    pub fn errors(&self) -> &BTreeMap<String, Vec<Message>> {
        &self.0.errors
    }

    /// Returns the number of messages that were left out, because there are too many of them.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.0.omitted
    }

    /// Returns the id of the log entry about this masked 500. `None` until the desk has logged it.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.0.log_id.as_deref()
    }

    /// Returns the member `type`, if one was set.
    pub(super) fn type_uri(&self) -> Option<&str> {
        self.0.type_uri.as_deref()
    }

    /// Returns the headers that are added to the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the error behind a masked 500. `None` for other problems, and once the desk has
    /// logged it.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.0.source.as_ref();
        source.map(|source| &*source.error as &(dyn Error + 'static))
    }

    pub(crate) fn take_source(&mut self) -> Option<Source> {
        self.0.source.take()
    }

    #[cfg(test)]
    pub(crate) fn location(&self) -> Option<&'static Location<'static>> {
        self.0.source.as_ref().map(|source| source.location)
    }

    pub(crate) fn set_status(&mut self, status: StatusCode) {
        self.0.status = status;
    }

    pub(crate) fn set_log_id(&mut self, log_id: String) {
        self.0.log_id = Some(log_id);
    }
}

/// The length of the longest code, in bytes.
const LONGEST_CODE: usize = 128;

fn shortened_code(code: Cow<'static, str>) -> Cow<'static, str> {
    if code.len() <= LONGEST_CODE {
        return code;
    }
    let end = code.floor_char_boundary(LONGEST_CODE);
    Cow::Owned(code.get(..end).unwrap_or_default().to_owned())
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
