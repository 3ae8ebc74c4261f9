//! The stable `code` of every problem that actions respond with.
//!
//! A code keeps its meaning between releases; titles and details may change. Scripts find it in the
//! member `code` of the [problem JSON](https://www.rfc-editor.org/rfc/rfc9457), Rust programs in
//! [`PostcardProblem::code`](crate::PostcardProblem::code), and pages in
//! [`FormProblem::code`](crate::FormProblem::code).
//!
//! The origin guard responds with 403 and one of the codes of
//! [`GuardErrorReason`](crate::guard::GuardErrorReason::code). Retrying never helps: the request
//! doesn't come from one of the app's own pages, or a proxy is not configured.
//!
//! An action's own problems have the codes that the app gives them.
//!
//! ```
//! use frontdesk_actions::codes;
//! use frontdesk_router::Problem;
//!
//! let problem = Problem::field("email", "already taken");
//! assert_eq!(problem.code(), codes::INVALID_FIELDS);
//! ```

/// 404: no action of the desk has this name.
///
/// The page is older than the deployment, or the desk was built without the action. Reloading the
/// page helps; retrying does not.
pub const UNKNOWN_ACTION: &str = "unknown-action";

/// 400: a check of a form names a field that its action doesn't have.
///
/// The program that sent the request has to change.
pub const UNKNOWN_FIELD: &str = "unknown-field";

/// 400: a check of a form names more fields than one request may.
///
/// The program that sent the request has to ask for fewer, or for all fields, by no name.
pub const TOO_MANY_NAMES: &str = "too-many-names";

/// 400: a request with the header `Precognition` or `X-Up-Validate`, which asks for a check of the form,
/// was sent to the URL that runs the action. Nothing was done.
///
/// The page has to send it to [`FormView::check_url`](crate::FormView::check_url).
pub const CHECK_AT_OTHER_URL: &str = "check-at-other-url";

/// 405: an action was requested with another method than POST.
///
/// The program that sent the request has to change.
pub const METHOD_NOT_ALLOWED: &str = frontdesk_router::codes::METHOD_NOT_ALLOWED;

/// 415: the body is compressed (`Content-Encoding`).
///
/// The program that sent the request has to send the body as it is.
pub const UNSUPPORTED_ENCODING: &str = "unsupported-encoding";

/// 501: the body is in another transfer coding than `chunked` (`Transfer-Encoding`). The connection
/// is closed.
///
/// The program that sent the request has to send the body with its length, or in chunks.
pub const UNSUPPORTED_TRANSFER_ENCODING: &str = frontdesk_router::codes::UNSUPPORTED_TRANSFER_ENCODING;

/// 415: the action doesn't accept this `Content-Type`. The response header `Accept` lists those
/// that it does.
///
/// The page has to write the form with [`FormView::open`](crate::FormView::open), or the program
/// has to send another format.
pub const UNSUPPORTED_MEDIA_TYPE: &str = frontdesk_router::codes::UNSUPPORTED_MEDIA_TYPE;

/// 413: the body is larger than the action's `body_limit`.
///
/// The user can choose a smaller file or send less text.
pub const BODY_TOO_LARGE: &str = frontdesk_router::codes::BODY_TOO_LARGE;

/// 413: the form has more fields than [`FormLimits::fields`](crate::form::FormLimits::fields).
///
/// The program that sent the request has to send less, or the desk has to raise the limit.
pub const TOO_MANY_FIELDS: &str = "too-many-fields";

/// 413: the name of a field has more levels than
/// [`FormLimits::depth`](crate::form::FormLimits::depth). Names that no field takes are ignored.
///
/// The program that sent the request has to change, or the desk has to raise the limit.
pub const TOO_MANY_LEVELS: &str = "too-many-levels";

/// 413: a multipart form has more files than [`Limits::files`](crate::Limits::files).
///
/// The user can choose fewer files, or the desk can raise the limit.
pub const TOO_MANY_FILES: &str = "too-many-files";

/// 413: the text fields of a multipart form are longer than [`Limits::text`](crate::Limits::text).
///
/// The user can send less text, or the desk can raise the limit.
pub const TOO_MUCH_TEXT: &str = "too-much-text";

/// 413: the header of a part of a multipart form is longer than
/// [`Limits::part_headers`](crate::Limits::part_headers).
///
/// The program that sent the request has to change.
pub const PART_HEADERS_TOO_LARGE: &str = "part-headers-too-large";

/// 408: the body stalled for longer than [`Limits::read_timeout`](crate::Limits::read_timeout), or
/// took longer than [`Limits::read_deadline`](crate::Limits::read_deadline).
///
/// Nothing was done. Retrying helps if the connection is better then.
pub const BODY_STALLED: &str = "body-stalled";

/// 400: the connection broke before the body was complete.
///
/// Nothing was done. Retrying helps.
pub const UNREADABLE_BODY: &str = frontdesk_router::codes::UNREADABLE_BODY;

/// 400: the body is not valid JSON.
///
/// The program that sent the request has to change.
pub const INVALID_JSON: &str = frontdesk_router::codes::INVALID_JSON;

/// 400: the postcard body does not have the action's fields.
///
/// The program that sent the request was built against another version of the action.
pub const INVALID_POSTCARD: &str = "invalid-postcard";

/// 400: the multipart form is incomplete or malformed.
///
/// The program that sent the request has to change. Browsers send this only if the connection
/// broke.
pub const INVALID_MULTIPART: &str = "invalid-multipart";

/// 422: some fields have errors, which the problem lists by field. Nothing was done, unless the
/// action itself responded with this code.
///
/// The user can correct the fields and send the form again.
pub const INVALID_FIELDS: &str = frontdesk_router::codes::INVALID_FIELDS;

/// 422: a sealed field or the token of a form that runs once didn't open: it is too old, was sealed
/// with other keys, or was changed. This time nothing was done. Whether a form that runs once was
/// processed before is unknown.
///
/// The user can send the form again from the reloaded page; one that runs once, after checking its
/// result.
pub const FORM_EXPIRED: &str = "form-expired";

/// 403: the form is bound to an identity, and the request has none. This time nothing was done.
///
/// The user has to sign in. Retrying without that fails again.
pub const NO_IDENTITY: &str = "no-identity";

/// 409: this form was sent before, and what the first run returned can't be repeated here.
///
/// The user has to check the result of the first submit before sending the form again.
pub const ALREADY_SENT: &str = "already-sent";

/// 409: the page of this form that runs once is of another process, with another store, so it is
/// unknown whether the form was processed. This time nothing was done. An action that takes a
/// [`OnceKey`](crate::OnceKey) runs instead.
///
/// The user has to check the result before sending the form again.
pub const ONCE_UNKNOWN: &str = "once-unknown";

/// 503: the store failed, so it is unknown whether the form was processed before. This time nothing
/// was done.
///
/// Retrying the same request later helps. A user has to check the result before sending the form
/// again from its page.
pub const ONCE_UNAVAILABLE: &str = "once-unavailable";

/// 503: the action took longer than its `timeout`, and continues without its caller.
///
/// The action may take effect later: the user has to check the result before sending the form
/// again.
pub const TIMEOUT: &str = "timeout";

/// Only in a page's form state, never in a response: some of the submitted values did not fit into
/// the form state.
///
/// The user has to check the form before sending it again.
pub const NOT_ALL_KEPT: &str = "not-all-kept";

/// Only in a page's form state, never in a response: the page can't show a submitted form or its
/// result, since the browser sends no cookies. The detail has the fact whether the form was processed, and
/// [`FormProblem::status`](crate::FormProblem::status) is what a program would have received.
///
/// The user has to allow cookies for the site.
pub const COOKIES_NEEDED: &str = "cookies-needed";

/// Only in a page's form state, never in a response: the action succeeded, and what it returned was too
/// large for the form state, or the store failed.
///
/// Nobody has to do anything: the form was processed.
pub const RESULT_NOT_SHOWN: &str = "result-not-shown";
