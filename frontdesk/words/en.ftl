# Every message of Frontdesk, in English, in the format of Fluent (https://projectfluent.org): what to
# translate. A name before a dot is the code that programs read; the attributes of a message are other
# texts for the same code. A text keeps the parameters of the English one, or uses fewer.
#
# Written by a test: `UPDATE_WORDS=1 cargo test -p frontdesk --features words --test it words::`

required = required

not-valid = is not valid

not-a-bool = must be true or false

not-json = is not valid JSON

not-text = must be text

has-nul = contains a character that is not allowed (NUL)

not-a-character = must be a single character

text-for-number = send a number, not text

not-utf8 = is not valid UTF-8 text

unnumbered-rows = has rows that cannot be distinguished

not-a-number = not a number

not-whole = must be a whole number

out-of-range = out of range

not-between = must be between { $min } and { $max }

too-early = must be { $min } or later

too-late = must be { $max } or earlier

sent-twice = sent more than once

not-single = must be a single value

not-a-list = must be a list

not-a-group = must be a group of fields

not-a-file = must be a file

file-for-text = must be text, not a file

wrong-count = has the wrong number of values
    .exact = must be { $count } values

not-a-choice = must be one of the choices
    .list = must be one of: { $choices }
    .more = must be one of: { $choices } and { $more } more

not-empty = must be empty

zero = must not be 0

not-a-date = must be a date
    .time = must be a date, without a time

not-a-time = must be a time
    .date = must be a time, without a date or an offset

not-a-date-and-time = must be a date and a time
    .offset = must be a date and a time, without an offset

unknown-field = is not a known field
    .form = is not a field of this form
    .detail = The form has no such field.

too-many-fields =
    .detail = The form has more than { $limit } fields.
    .values = The body has more than { $limit } values.

too-many-levels =
    .detail = The form's names are nested more than { $limit } levels deep.

invalid-json =
    .syntax = The body is not valid JSON at line { $line }, column { $column }.
    .object = The JSON body must be an object.
    .long-name = A name in the JSON body is too long at line { $line }, column { $column }.
    .utf8 = The body is not UTF-8 text.
    .empty = The body is empty. Send JSON.
    .detail = The body is not JSON (line { $line }, column { $column }).

invalid-postcard =
    .detail = The postcard body does not have the expected fields.

postcard-unsupported = Postcard is not accepted here.

too-short = { $min ->
    [one] must have at least { $min } character
   *[other] must have at least { $min } characters
}
    .bytes = { $min ->
        [one] must have at least { $min } byte
       *[other] must have at least { $min } bytes
    }
    .count = is too short: at least { $min }

too-long = { $max ->
    [one] must have at most { $max } character
   *[other] must have at most { $max } characters
}
    .bytes = { $max ->
        [one] must have at most { $max } byte
       *[other] must have at most { $max } bytes
    }
    .count = is too long: at most { $max }

too-low = must be at least { $min }

too-high = must be at most { $max }

not-a-card-number = is not a valid card number

wrong-format = does not have the expected format

lacks = must contain "{ $text }"

lacks-prefix = must begin with "{ $text }"

lacks-suffix = must end with "{ $text }"

not-a-url = is not a valid web address

not-a-phone-number = is not a valid phone number

not-an-ip-address = is not a valid { $kind } address

not-the-same = is not the same

not-an-email = is not a valid email address

not-ascii = must have no accents or other special characters

not-alphanumeric = must have letters and digits only

page =
    .server-error = Something went wrong on our side. Please try again later.
    .more = and { $count } more
    .summary = There is a problem
    .still-there = Your browser's Back button usually still has the text.

invalid-fields =
    .title = Some fields need a change
    .limits = The form has too many fields, or their names have too many levels.
    .form = The form does not have the expected shape.
    .json = The JSON does not have the expected shape.

missing-or-not-valid = missing or not valid

method-not-allowed =
    .detail = This address supports { $methods } only.
    .action = A server action is called by sending its form, with POST.

unsupported-media-type =
    .detail = Send the body as `{ $type }`, with this Content-Type.
    .text-plain = The form was sent as `text/plain`: remove `enctype="text/plain"` from its tag.
    .json-charset = The charset { $charset } was declared. JSON is sent in UTF-8 (RFC 8259, section 8.1).
    .form-charset = The form was sent in the charset { $charset }: write `accept-charset="utf-8"` into its tag.
    .files = This server action takes files: send its form as `multipart/form-data`.
    .forms = A server action takes the data of an HTML form, or JSON.
    .not-sent = This form could not be sent
    .enctype = This page has a mistake, so that its files could not be sent. Nothing was done.

body-too-large =
    .detail = The body is larger than this endpoint accepts.
    .title = That is too large
    .limit = This form takes no more than { $limit } at a time.
    .server = This form is larger than the server accepts.

unreadable-body =
    .detail = The body is incomplete, or is not UTF-8 text.
    .incomplete = The request did not arrive completely.

invalid-path =
    .detail = A part of the address is not valid.
    .parameter = The part of the address for `{ $name }` is not valid.

invalid-query =
    .detail = A query parameter is missing or not valid.
    .one = The query parameter { $name } is missing or not valid.
    .list = The query parameters { $names } are missing or not valid.
    .more = The query parameters { $names } and others are missing or not valid.
    .limits = The query has too many parameters, or their names have too many levels.

precondition-failed =
    .detail = What is here now is not the version that was asked for (`If-Match`, `If-Unmodified-Since`).

unsupported-transfer-encoding =
    .detail = Send the body with its length, or in chunks, and without any other transfer coding.

invalid-request =
    .detail = The request line or a header is malformed.

status-400 = Bad Request

status-401 = Unauthorized

status-402 = Payment Required

status-403 = Forbidden

status-404 = Not Found

status-405 = Method Not Allowed

status-406 = Not Acceptable

status-408 = Request Timeout

status-409 = Conflict

status-410 = Gone

status-411 = Length Required

status-412 = Precondition Failed

status-413 = Payload Too Large

status-414 = URI Too Long

status-415 = Unsupported Media Type

status-416 = Range Not Satisfiable

status-417 = Expectation Failed

status-421 = Misdirected Request

status-422 = Unprocessable Entity

status-423 = Locked

status-424 = Failed Dependency

status-426 = Upgrade Required

status-428 = Precondition Required

status-429 = Too Many Requests

status-431 = Request Header Fields Too Large

status-451 = Unavailable For Legal Reasons

status-500 = Internal Server Error

status-501 = Not Implemented

status-502 = Bad Gateway

status-503 = Service Unavailable

status-504 = Gateway Timeout

status-507 = Insufficient Storage

expired = expired

file-too-large = is too large: at most { $max }

choose-file = choose the file again
    .limit = choose a file of at most { $max }

choose-files = choose the files again

guard =
    .repeated = The request repeats a header that identifies the page it came from.
    .unreadable = The request has an unreadable header where it should identify the page it came from.
    .other-site = The form was sent from another site.
    .unclear = The request does not clearly identify the page it came from.
    .no-host = The request does not clearly identify the host it is for.
    .other-host = The request is for a host under which this app is not served.
    .proxy = The proxy in front of this app does not clearly identify the host that the request is for.
    .not-a-browser = Server actions accept only requests from this app's own pages, and this request names no page. Programs and other services can use route handlers.

unknown-action =
    .detail = There is no such action. The page may be out of date: reload it and try again.

too-many-names =
    .detail = A check takes at most { $max } names of fields.

check-at-other-url =
    .detail = Forms are checked at the URL of their action followed by `/check`. Nothing was done.

unsupported-encoding =
    .detail = Send the body as it is, without compression.

body-stalled =
    .detail = The rest of the request did not arrive in time.

invalid-multipart =
    .detail = The multipart form is incomplete or malformed.
    .encoded = A part of the form is encoded (Content-Transfer-Encoding). Forms are sent without it (RFC 7578, section 4.7).

too-many-files =
    .detail = The form has more than { $limit } files.

too-much-text =
    .detail = The text fields of the form are longer than { $limit } in total.

part-headers-too-large =
    .detail = The headers of a part are longer than { $limit }.

form-expired =
    .title = This form has expired
    .detail = This time nothing was done. Please send it again from the page as it is now.
    .once = This time nothing was done. If you have sent it before, we cannot tell whether it was processed: check before sending it again.

no-identity =
    .title = You are not signed in any more
    .detail = This time nothing was done. Please sign in, and send it again.
    .once = This time nothing was done. Please sign in. If you have sent it before, check whether it was processed before sending it again.

already-sent =
    .title = This form was sent before
    .differently = It was sent with other values, and this time nothing was done. Check the result first. To submit these values as well, send the form again.
    .lost = Your request may have been partly processed, and this time nothing was done. Check the result before sending it again.

once-unknown =
    .title = This form may have been sent before
    .detail = We cannot tell whether this form was processed. Check before sending it again.

once-unavailable =
    .title = This can't be done right now
    .detail = This time nothing was done. If you have sent this form before, we cannot tell whether it was processed: check before sending it again.

timeout =
    .title = This is taking too long
    .detail = Your request may have been partly processed. Check the result before sending it again.

not-all-kept =
    .title = Some of your input could not be kept
    .detail = Please check the form before you send it again.

result-not-shown =
    .title = This was done
    .detail = Its result can't be shown. There is no need to send the form again.

cookies-needed =
    .title = This page needs cookies
    .not-run = The form was not processed. Allow cookies for this site, then send it again.
    .done = The form was processed, but the result can't be shown. There is no need to send it again.
    .failed = The form was received, but there was a problem that can't be shown. Allow cookies for this site, and check what was done before you send the form again.
