//! The texts of problems, and of the page that shows one.

use frontdesk_form::Message;
use http::StatusCode;

frontdesk_form::__words! {
    // The page.
    SERVER_ERROR = frontdesk_form::Word::new("page.server-error", "Something went wrong on our side. Please try again later.");
    AND_MORE = frontdesk_form::Word::new("page.more", "and {count} more");
    // Fields.
    INVALID_FIELDS_TITLE = frontdesk_form::Word::new("invalid-fields.title", "Some fields need a change");
    BAD_MEMBER = frontdesk_form::Word::new("missing-or-not-valid", "missing or not valid");
    // Details.
    ONLY_METHODS = frontdesk_form::Word::new("method-not-allowed.detail", "This address supports {methods} only.");
    WRONG_TYPE = frontdesk_form::Word::new("unsupported-media-type.detail", "Send the body as `{type}`, with this Content-Type.");
    BODY_TOO_LARGE = frontdesk_form::Word::new("body-too-large.detail", "The body is larger than this endpoint accepts.");
    UNREADABLE_BODY = frontdesk_form::Word::new("unreadable-body.detail", "The body is incomplete, or is not UTF-8 text.");
    INVALID_PATH = frontdesk_form::Word::new("invalid-path.detail", "A part of the address is not valid.");
    INVALID_PARAMETER = frontdesk_form::Word::new("invalid-path.parameter", "The part of the address for `{name}` is not valid.");
    INVALID_QUERY = frontdesk_form::Word::new("invalid-query.detail", "A query parameter is missing or not valid.");
    INVALID_QUERY_ONE = frontdesk_form::Word::new("invalid-query.one", "The query parameter {name} is missing or not valid.");
    INVALID_QUERY_LIST = frontdesk_form::Word::new("invalid-query.list", "The query parameters {names} are missing or not valid.");
    INVALID_QUERY_MORE = frontdesk_form::Word::new("invalid-query.more", "The query parameters {names} and others are missing or not valid.");
    LARGE_QUERY = frontdesk_form::Word::new("invalid-query.limits", "The query has too many parameters, or their names have too many levels.");
    LARGE_FORM = frontdesk_form::Word::new("invalid-fields.limits", "The form has too many fields, or their names have too many levels.");
    FORM_SHAPE = frontdesk_form::Word::new("invalid-fields.form", "The form does not have the expected shape.");
    JSON_SHAPE = frontdesk_form::Word::new("invalid-fields.json", "The JSON does not have the expected shape.");
    NOT_UTF8_JSON = frontdesk_form::Word::new("invalid-json.utf8", "The body is not UTF-8 text.");
    EMPTY_JSON = frontdesk_form::Word::new("invalid-json.empty", "The body is empty. Send JSON.");
    NOT_JSON = frontdesk_form::Word::new("invalid-json.detail", "The body is not JSON (line {line}, column {column}).");
    OTHER_VERSION = frontdesk_form::Word::new(
        "precondition-failed.detail",
        "What is here now is not the version that was asked for (`If-Match`, `If-Unmodified-Since`)."
    );
    TRANSFER_ENCODING = frontdesk_form::Word::new(
        "unsupported-transfer-encoding.detail",
        "Send the body with its length, or in chunks, and without any other transfer coding."
    );
    INVALID_REQUEST = frontdesk_form::Word::new("invalid-request.detail", "The request line or a header is malformed.");
    // The reason phrases of statuses: the titles of problems that have no other.
    STATUS_400 = frontdesk_form::Word::new("status-400", "Bad Request");
    STATUS_401 = frontdesk_form::Word::new("status-401", "Unauthorized");
    STATUS_402 = frontdesk_form::Word::new("status-402", "Payment Required");
    STATUS_403 = frontdesk_form::Word::new("status-403", "Forbidden");
    STATUS_404 = frontdesk_form::Word::new("status-404", "Not Found");
    STATUS_405 = frontdesk_form::Word::new("status-405", "Method Not Allowed");
    STATUS_406 = frontdesk_form::Word::new("status-406", "Not Acceptable");
    STATUS_408 = frontdesk_form::Word::new("status-408", "Request Timeout");
    STATUS_409 = frontdesk_form::Word::new("status-409", "Conflict");
    STATUS_410 = frontdesk_form::Word::new("status-410", "Gone");
    STATUS_411 = frontdesk_form::Word::new("status-411", "Length Required");
    STATUS_412 = frontdesk_form::Word::new("status-412", "Precondition Failed");
    STATUS_413 = frontdesk_form::Word::new("status-413", "Payload Too Large");
    STATUS_414 = frontdesk_form::Word::new("status-414", "URI Too Long");
    STATUS_415 = frontdesk_form::Word::new("status-415", "Unsupported Media Type");
    STATUS_416 = frontdesk_form::Word::new("status-416", "Range Not Satisfiable");
    STATUS_417 = frontdesk_form::Word::new("status-417", "Expectation Failed");
    STATUS_421 = frontdesk_form::Word::new("status-421", "Misdirected Request");
    STATUS_422 = frontdesk_form::Word::new("status-422", "Unprocessable Entity");
    STATUS_423 = frontdesk_form::Word::new("status-423", "Locked");
    STATUS_424 = frontdesk_form::Word::new("status-424", "Failed Dependency");
    STATUS_426 = frontdesk_form::Word::new("status-426", "Upgrade Required");
    STATUS_428 = frontdesk_form::Word::new("status-428", "Precondition Required");
    STATUS_429 = frontdesk_form::Word::new("status-429", "Too Many Requests");
    STATUS_431 = frontdesk_form::Word::new("status-431", "Request Header Fields Too Large");
    STATUS_451 = frontdesk_form::Word::new("status-451", "Unavailable For Legal Reasons");
    STATUS_500 = frontdesk_form::Word::new("status-500", "Internal Server Error");
    STATUS_501 = frontdesk_form::Word::new("status-501", "Not Implemented");
    STATUS_502 = frontdesk_form::Word::new("status-502", "Bad Gateway");
    STATUS_503 = frontdesk_form::Word::new("status-503", "Service Unavailable");
    STATUS_504 = frontdesk_form::Word::new("status-504", "Gateway Timeout");
    STATUS_507 = frontdesk_form::Word::new("status-507", "Insufficient Storage");
}

/// Returns the title of problems with this status that have no other. `None` for statuses that are
/// too rare to have one.
pub(super) fn of_status(status: StatusCode) -> Option<Message> {
    let is_of = |key: &str| key.strip_prefix("status-").is_some_and(|own| own == status.as_str());
    all().find(|word| is_of(word.key())).map(Message::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_statuses_are_their_reason_phrases() {
        let mut count = 0;
        for status in (400..600).filter_map(|status| StatusCode::from_u16(status).ok()) {
            if let Some(title) = of_status(status) {
                assert_eq!(Some(title.text()), status.canonical_reason());
                count += 1;
            }
        }
        assert_eq!(count, all().filter(|word| word.key().starts_with("status-")).count());
    }
}
