//! The stable `code`s of the problems that this crate sends.
//!
//! Programs match on them ([`Problem::code`](crate::Problem::code), the JSON member `code`), so
//! they do not change. Apps add their own with [`Problem::new`](crate::Problem::new) and similar
//! functions.
//!
//! ```
//! use frontdesk_router::{Problem, codes};
//!
//! assert_eq!(Problem::not_found().code(), codes::NOT_FOUND);
//! assert_eq!(codes::NOT_FOUND, "not-found");
//! ```

/// `unauthorized`, 401: the client has not authenticated. Sent by
/// [`Problem::unauthorized`](crate::Problem::unauthorized).
///
/// The client can fix it: authenticate by the scheme in `WWW-Authenticate`, then retry.
pub const UNAUTHORIZED: &str = "unauthorized";

/// `forbidden`, 403: the client may not do this. Sent by
/// [`Problem::forbidden`](crate::Problem::forbidden).
///
/// The app's operators can grant access. Retrying without a change is useless.
pub const FORBIDDEN: &str = "forbidden";

/// `not-found`, 404: nothing exists at this path. Sent by a desk for a path without a route, and by
/// [`Problem::not_found`](crate::Problem::not_found).
///
/// The client can fix it by using another URL. Retrying without a change is useless.
pub const NOT_FOUND: &str = "not-found";

/// `method-not-allowed`, 405: the path has no handler for this method. `Allow` lists the methods
/// that it has.
///
/// The client can fix it by using another method. Retrying without a change is useless.
pub const METHOD_NOT_ALLOWED: &str = "method-not-allowed";

/// `invalid-path`, 400: a path parameter has a malformed escape, is not UTF-8, or does not parse as
/// its type. Sent by [`Path`](crate::Path).
///
/// The client can fix the URL. Retrying without a change is useless.
pub const INVALID_PATH: &str = "invalid-path";

/// `invalid-query`, 400: a query parameter is missing, is not UTF-8, or does not parse as its type.
/// Sent by [`Query`](crate::Query).
///
/// The client can fix the URL. Retrying without a change is useless.
pub const INVALID_QUERY: &str = "invalid-query";

/// `invalid-json`, 400: the body is not JSON in UTF-8. Sent by [`Json`](crate::Json) and
/// [`Valid`](crate::Valid).
///
/// The client can fix the body. Retrying without a change is useless.
pub const INVALID_JSON: &str = "invalid-json";

/// `invalid-fields`, 422: the body is well-formed, but fields are missing or have values that are
/// not accepted. The JSON member `errors` has the messages by field. Sent by [`Json`](crate::Json),
/// [`Valid`](crate::Valid), [`Form`](crate::Form), [`Problem::field`](crate::Problem::field) and
/// [`Problem::invalid_fields`](crate::Problem::invalid_fields).
///
/// The client, or the person at the form, can fix the fields, then send again.
pub const INVALID_FIELDS: &str = "invalid-fields";

/// `precondition-failed`, 412: the cached response of a GET is another version than the one that
/// `If-Match` or `If-Unmodified-Since` asks for. Apps send it for changes by handlers of their own.
///
/// The client can fix it by requesting the current version.
pub const PRECONDITION_FAILED: &str = "precondition-failed";

/// `unsupported-media-type`, 415: the body's `Content-Type` is not the one that the handler reads.
/// `Accept` names it, for PATCH also `Accept-Patch`. Sent by [`Json`](crate::Json), [`Valid`](crate::Valid) and
/// [`Form`](crate::Form).
///
/// The client can fix it by sending another `Content-Type`. Retrying without a change is useless.
pub const UNSUPPORTED_MEDIA_TYPE: &str = "unsupported-media-type";

/// `unsupported-transfer-encoding`, 501: the body is in another transfer coding than `chunked`
/// (`Transfer-Encoding`). The connection is closed. Sent by [`Json`](crate::Json),
/// [`Valid`](crate::Valid) and [`Form`](crate::Form).
///
/// The client can fix it by sending the body with its length, or in chunks.
pub const UNSUPPORTED_TRANSFER_ENCODING: &str = "unsupported-transfer-encoding";

/// `body-too-large`, 413: the body exceeds the limit (2 MiB unless a layer sets another). Sent by
/// every extractor that reads the body.
///
/// The client can send less; the app's developers can raise the limit. Retrying without a change is
/// useless.
pub const BODY_TOO_LARGE: &str = "body-too-large";

/// `unreadable-body`, 400: the body ended before it was complete, or a `String` extractor found it
/// not to be UTF-8.
///
/// The client can fix the body. Retry if the connection broke.
pub const UNREADABLE_BODY: &str = "unreadable-body";

/// `internal`, 500: an error or a panic in the app, whose details the client does not see. The JSON
/// member `log_id` names the log entry that has them.
///
/// The app's developers can fix it. A retry may succeed if the cause was temporary; repeat a
/// request that is not idempotent only after checking its result.
pub const INTERNAL: &str = "internal";

/// `invalid-request`, 400: the adapter for actix-web can't represent the request line or a header,
/// which actix-web accepted.
///
/// The client can fix the request. Retrying without a change is useless.
pub const INVALID_REQUEST: &str = "invalid-request";

/// `extractor-rejected`, with a status of the class 4xx: an extractor of actix-web, which a handler
/// or an action runs by `ActixRequest::extract`, rejected the request.
///
/// What helps depends on the extractor; the status shows it: with 401, authenticate.
pub const EXTRACTOR_REJECTED: &str = "extractor-rejected";
