//! The texts of the endpoint's problems, and of what pages show.

use frontdesk_form::__private::StoredMessage;
use frontdesk_form::{Message, Word};
use frontdesk_router::__desk::{InLanguage, texts as of_router};

frontdesk_form::__words! {
    // Fields.
    EXPIRED = Word::new("expired", "expired");
    NOT_OF_FORM = Word::new("unknown-field.form", "is not a field of this form");
    FILE_TOO_LARGE = Word::new("file-too-large", "is too large: at most {max}");
    CHOOSE_SMALLER_FILE = Word::new("choose-file.limit", "choose a file of at most {max}");
    CHOOSE_FILE = Word::new("choose-file", "choose the file again");
    CHOOSE_FILES = Word::new("choose-files", "choose the files again");
    // What a page shows.
    THERE_IS_A_PROBLEM = Word::new("page.summary", "There is a problem");
    STILL_THERE = Word::new("page.still-there", "Your browser's Back button usually still has the text.");
    // The guard.
    GUARD_REPEATED = Word::new("guard.repeated", "The request repeats a header that identifies the page it came from.");
    GUARD_UNREADABLE = Word::new(
        "guard.unreadable",
        "The request has an unreadable header where it should identify the page it came from."
    );
    GUARD_OTHER_SITE = Word::new("guard.other-site", "The form was sent from another site.");
    GUARD_UNCLEAR = Word::new("guard.unclear", "The request does not clearly identify the page it came from.");
    GUARD_NO_HOST = Word::new("guard.no-host", "The request does not clearly identify the host it is for.");
    GUARD_OTHER_HOST = Word::new("guard.other-host", "The request is for a host under which this app is not served.");
    GUARD_PROXY = Word::new(
        "guard.proxy",
        "The proxy in front of this app does not clearly identify the host that the request is for."
    );
    GUARD_NOT_A_BROWSER = Word::new(
        "guard.not-a-browser",
        "Server actions accept only requests from this app's own pages, and this request names no page. \
         Programs and other services can use route handlers."
    );
    // The call.
    UNKNOWN_ACTION = Word::new(
        "unknown-action.detail",
        "There is no such action. The page may be out of date: reload it and try again."
    );
    POST_ONLY = Word::new("method-not-allowed.action", "A server action is called by sending its form, with POST.");
    UNKNOWN_FIELD = Word::new("unknown-field.detail", "The form has no such field.");
    TOO_MANY_NAMES = Word::new("too-many-names.detail", "A check takes at most {max} names of fields.");
    CHECK_AT_OTHER_URL = Word::new(
        "check-at-other-url.detail",
        "Forms are checked at the URL of their action followed by `/check`. Nothing was done."
    );
    COMPRESSED = Word::new("unsupported-encoding.detail", "Send the body as it is, without compression.");
    TEXT_PLAIN = Word::new(
        "unsupported-media-type.text-plain",
        "The form was sent as `text/plain`: remove `enctype=\"text/plain\"` from its tag."
    );
    JSON_CHARSET = Word::new(
        "unsupported-media-type.json-charset",
        "The charset {charset} was declared. JSON is sent in UTF-8 (RFC 8259, section 8.1)."
    );
    FORM_CHARSET = Word::new(
        "unsupported-media-type.form-charset",
        "The form was sent in the charset {charset}: write `accept-charset=\"utf-8\"` into its tag."
    );
    TAKES_FILES = Word::new(
        "unsupported-media-type.files",
        "This server action takes files: send its form as `multipart/form-data`."
    );
    TAKES_FORMS = Word::new(
        "unsupported-media-type.forms",
        "A server action takes the data of an HTML form, or JSON."
    );
    NOT_SENT = Word::new("unsupported-media-type.not-sent", "This form could not be sent");
    NO_ENCTYPE = Word::new(
        "unsupported-media-type.enctype",
        "This page has a mistake, so that its files could not be sent. Nothing was done."
    );
    // The body.
    TOO_LARGE = Word::new("body-too-large.title", "That is too large");
    LARGER_THAN = Word::new("body-too-large.limit", "This form takes no more than {limit} at a time.");
    LARGER_THAN_SERVER = Word::new("body-too-large.server", "This form is larger than the server accepts.");
    STALLED = Word::new("body-stalled.detail", "The rest of the request did not arrive in time.");
    INCOMPLETE = Word::new("unreadable-body.incomplete", "The request did not arrive completely.");
    BAD_MULTIPART = Word::new("invalid-multipart.detail", "The multipart form is incomplete or malformed.");
    ENCODED_PART = Word::new(
        "invalid-multipart.encoded",
        "A part of the form is encoded (Content-Transfer-Encoding). Forms are sent without it (RFC 7578, section 4.7)."
    );
    TOO_MANY_FILES = Word::new("too-many-files.detail", "The form has more than {limit} files.");
    TOO_MUCH_TEXT = Word::new(
        "too-much-text.detail",
        "The text fields of the form are longer than {limit} in total."
    );
    LONG_PART_HEADERS = Word::new("part-headers-too-large.detail", "The headers of a part are longer than {limit}.");
    // Tokens.
    FORM_EXPIRED_TITLE = Word::new("form-expired.title", "This form has expired");
    FORM_EXPIRED = Word::new(
        "form-expired.detail",
        "This time nothing was done. Please send it again from the page as it is now."
    );
    FORM_EXPIRED_ONCE = Word::new(
        "form-expired.once",
        "This time nothing was done. If you have sent it before, we cannot tell whether it was processed: \
         check before sending it again."
    );
    NO_IDENTITY_TITLE = Word::new("no-identity.title", "You are not signed in any more");
    NO_IDENTITY = Word::new("no-identity.detail", "This time nothing was done. Please sign in, and send it again.");
    NO_IDENTITY_ONCE = Word::new(
        "no-identity.once",
        "This time nothing was done. Please sign in. If you have sent it before, check whether it was \
         processed before sending it again."
    );
    // Forms that run once.
    ALREADY_SENT_TITLE = Word::new("already-sent.title", "This form was sent before");
    SENT_DIFFERENTLY = Word::new(
        "already-sent.differently",
        "It was sent with other values, and this time nothing was done. Check the result first. \
         To submit these values as well, send the form again."
    );
    SENT_AND_LOST = Word::new(
        "already-sent.lost",
        "Your request may have been partly processed, and this time nothing was done. \
         Check the result before sending it again."
    );
    ONCE_UNKNOWN_TITLE = Word::new("once-unknown.title", "This form may have been sent before");
    ONCE_UNKNOWN = Word::new(
        "once-unknown.detail",
        "We cannot tell whether this form was processed. Check before sending it again."
    );
    ONCE_UNAVAILABLE_TITLE = Word::new("once-unavailable.title", "This can't be done right now");
    ONCE_UNAVAILABLE = Word::new(
        "once-unavailable.detail",
        "This time nothing was done. If you have sent this form before, we cannot tell whether it was \
         processed: check before sending it again."
    );
    // The outcome.
    TIMEOUT_TITLE = Word::new("timeout.title", "This is taking too long");
    TIMEOUT = Word::new(
        "timeout.detail",
        "Your request may have been partly processed. Check the result before sending it again."
    );
    NOT_ALL_KEPT_TITLE = Word::new("not-all-kept.title", "Some of your input could not be kept");
    NOT_ALL_KEPT = Word::new("not-all-kept.detail", "Please check the form before you send it again.");
    RESULT_NOT_SHOWN_TITLE = Word::new("result-not-shown.title", "This was done");
    RESULT_NOT_SHOWN = Word::new(
        "result-not-shown.detail",
        "Its result can't be shown. There is no need to send the form again."
    );
    COOKIES_NEEDED_TITLE = Word::new("cookies-needed.title", "This page needs cookies");
    COOKIES_NEEDED_NOT_RUN = Word::new(
        "cookies-needed.not-run",
        "The form was not processed. Allow cookies for this site, then send it again."
    );
    COOKIES_NEEDED_DONE = Word::new(
        "cookies-needed.done",
        "The form was processed, but the result can't be shown. There is no need to send it again."
    );
    COOKIES_NEEDED_FAILED = Word::new(
        "cookies-needed.failed",
        "The form was received, but there was a problem that can't be shown. Allow cookies for this site, and \
         check what was done before you send the form again."
    );
}

/// Returns every message that Frontdesk has: those of forms, of problems and of server actions.
pub fn every() -> impl Iterator<Item = &'static Word> {
    frontdesk_form::__private::words().chain(of_router::all()).chain(all())
}

/// Puts a stored message into words, in a language or in English.
pub(crate) fn in_words(stored: &StoredMessage, language: Option<&InLanguage>) -> Message {
    let message = stored.message(find);
    match language {
        Some(language) => language.say(&message),
        None => message,
    }
}

/// Returns the message with a key, if Frontdesk has it.
pub(crate) fn find(key: &str) -> Option<Message> {
    every().find(|word| word.key() == key).map(Message::of)
}
