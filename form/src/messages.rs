//! The messages that people read beside a field: all that this library has.

use crate::words::{Message, Word};

crate::__words! {
    REQUIRED = Word::new("required", "required");
    NOT_VALID = Word::new("not-valid", "is not valid");
    NOT_A_BOOL = Word::new("not-a-bool", "must be true or false");
    NOT_JSON = Word::new("not-json", "is not valid JSON");
    NOT_TEXT = Word::new("not-text", "must be text");
    HAS_NUL = Word::new("has-nul", "contains a character that is not allowed (NUL)");
    NOT_A_CHAR = Word::new("not-a-character", "must be a single character");
    // A JSON text where a number belongs: it is for the author of the script.
    TEXT_FOR_NUMBER = Word::new("text-for-number", "send a number, not text");
    // A text in another charset.
    NOT_UTF8 = Word::new("not-utf8", "is not valid UTF-8 text");
    // Rows without numbers, which can't be put together without guessing.
    UNNUMBERED_ROWS = Word::new("unnumbered-rows", "has rows that cannot be distinguished");
    NOT_A_NUMBER = Word::new("not-a-number", "not a number");
    NOT_WHOLE = Word::new("not-whole", "must be a whole number");
    OUT_OF_RANGE = Word::new("out-of-range", "out of range");
    NOT_BETWEEN = Word::new("not-between", "must be between {min} and {max}");
    TOO_EARLY = Word::new("too-early", "must be {min} or later");
    TOO_LATE = Word::new("too-late", "must be {max} or earlier");
    TWICE = Word::new("sent-twice", "sent more than once");
    NOT_SINGLE = Word::new("not-single", "must be a single value");
    NOT_A_LIST = Word::new("not-a-list", "must be a list");
    NOT_A_GROUP = Word::new("not-a-group", "must be a group of fields");
    NOT_A_FILE = Word::new("not-a-file", "must be a file");
    FILE_FOR_TEXT = Word::new("file-for-text", "must be text, not a file");
    WRONG_COUNT = Word::new("wrong-count", "has the wrong number of values");
    NOT_A_CHOICE = Word::new("not-a-choice", "must be one of the choices");
    NOT_ONE_OF = Word::new("not-a-choice.list", "must be one of: {choices}");
    NOT_ONE_OF_MORE = Word::new("not-a-choice.more", "must be one of: {choices} and {more} more");
    NOT_SO_MANY = Word::new("wrong-count.exact", "must be {count} values");
    NOT_EMPTY = Word::new("not-empty", "must be empty");
    ZERO = Word::new("zero", "must not be 0");
    // Dates and times.
    NO_DATE = Word::new("not-a-date", "must be a date");
    NO_TIME = Word::new("not-a-time", "must be a time");
    NO_MOMENT = Word::new("not-a-date-and-time", "must be a date and a time");
    DATE_WITH_TIME = Word::new("not-a-date.time", "must be a date, without a time");
    TIME_WITH_DATE = Word::new("not-a-time.date", "must be a time, without a date or an offset");
    MOMENT_WITH_OFFSET = Word::new("not-a-date-and-time.offset", "must be a date and a time, without an offset");
    UNKNOWN_FIELD = Word::new("unknown-field", "is not a known field");
    // Bodies that are not a form.
    TOO_MANY_FIELDS = Word::new("too-many-fields.detail", "The form has more than {limit} fields.");
    TOO_MANY_VALUES = Word::new("too-many-fields.values", "The body has more than {limit} values.");
    TOO_DEEP = Word::new("too-many-levels.detail", "The form's names are nested more than {limit} levels deep.");
    JSON_SYNTAX = Word::new("invalid-json.syntax", "The body is not valid JSON at line {line}, column {column}.");
    NOT_AN_OBJECT = Word::new("invalid-json.object", "The JSON body must be an object.");
    LONG_NAME = Word::new("invalid-json.long-name", "A name in the JSON body is too long at line {line}, column {column}.");
    NOT_POSTCARD = Word::new("invalid-postcard.detail", "The postcard body does not have the expected fields.");
    POSTCARD_UNSUPPORTED = Word::new("postcard-unsupported", "Postcard is not accepted here.");
    // The rules of garde. A length is counted in characters, bytes, or whatever the type has.
    TOO_SHORT = Word::new("too-short", "must have at least {min} characters").one("must have at least {min} character");
    TOO_SHORT_BYTES = Word::new("too-short.bytes", "must have at least {min} bytes").one("must have at least {min} byte");
    TOO_SHORT_COUNT = Word::new("too-short.count", "is too short: at least {min}");
    TOO_LONG = Word::new("too-long", "must have at most {max} characters").one("must have at most {max} character");
    TOO_LONG_BYTES = Word::new("too-long.bytes", "must have at most {max} bytes").one("must have at most {max} byte");
    TOO_LONG_COUNT = Word::new("too-long.count", "is too long: at most {max}");
    TOO_LOW = Word::new("too-low", "must be at least {min}");
    TOO_HIGH = Word::new("too-high", "must be at most {max}");
    NOT_A_CARD = Word::new("not-a-card-number", "is not a valid card number");
    NO_MATCH = Word::new("wrong-format", "does not have the expected format");
    LACKS = Word::new("lacks", "must contain \"{text}\"");
    LACKS_PREFIX = Word::new("lacks-prefix", "must begin with \"{text}\"");
    LACKS_SUFFIX = Word::new("lacks-suffix", "must end with \"{text}\"");
    NOT_A_URL = Word::new("not-a-url", "is not a valid web address");
    NOT_A_PHONE = Word::new("not-a-phone-number", "is not a valid phone number");
    NOT_AN_IP = Word::new("not-an-ip-address", "is not a valid {kind} address");
    NOT_THE_SAME = Word::new("not-the-same", "is not the same");
    NOT_AN_EMAIL = Word::new("not-an-email", "is not a valid email address");
    NOT_ASCII = Word::new("not-ascii", "must have no accents or other special characters");
    NOT_ALPHANUMERIC = Word::new("not-alphanumeric", "must have letters and digits only");
}

/// How many choices a message lists, and how many bytes their names may take.
const CHOICES: usize = 10;
const CHOICES_BYTES: usize = 200;

/// "must be one of: red, green, blue", or for many choices "must be one of: a, b and 98 more".
///
/// Every item of a list can have this message, so it must not grow with the type.
#[must_use]
pub fn choices(names: &[&str]) -> Message {
    let mut bytes = 0;
    let fits = |(at, name): &(usize, &&str)| {
        bytes += name.len() + 2;
        *at < CHOICES && bytes <= CHOICES_BYTES
    };
    let shown = names.iter().enumerate().take_while(fits).count();
    let (shown, rest) = names.split_at_checked(shown).unwrap_or((names, &[]));
    match (shown, rest.len()) {
        (_, 0) => NOT_ONE_OF.with("choices", shown.join(", ")),
        ([], _) => NOT_A_CHOICE,
        (_, more) => NOT_ONE_OF_MORE.with("choices", shown.join(", ")).with("more", more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_shortened_to_ten_names_or_200_bytes() {
        let long = "x".repeat(98);
        let longer = "x".repeat(300);
        for (names, message) in [
            (vec!["a"], "must be one of: a".to_owned()),
            (vec!["a", "b"], "must be one of: a, b".to_owned()),
            (vec!["a"; 10], format!("must be one of: {}", ["a"; 10].join(", "))),
            (
                vec!["a"; 11],
                format!("must be one of: {} and 1 more", ["a"; 10].join(", ")),
            ),
            (
                vec![&long, &long, "c"],
                format!("must be one of: {long}, {long} and 1 more"),
            ),
            (vec![&longer, "b"], "must be one of the choices".to_owned()),
        ] {
            let found = choices(&names);
            assert_eq!((found.text(), found.code()), (&*message, "not-a-choice"));
        }
    }

    #[test]
    fn keys_are_kebab_case_and_there_once() {
        let mut keys: Vec<_> = all().map(Word::key).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        let is_kebab = |key: &str| {
            key.bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
        };
        assert!(keys.iter().all(|key| is_kebab(key)), "{keys:?}");
    }
}
