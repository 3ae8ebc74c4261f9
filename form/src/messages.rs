//! The messages that people read beside a field.

use std::borrow::Cow;

/// A short sentence for the person at the form.
pub(crate) type Message = Cow<'static, str>;

pub(crate) const REQUIRED: Message = Cow::Borrowed("required");
pub(crate) const NOT_VALID: Message = Cow::Borrowed("is not valid");
pub(crate) const NOT_A_BOOL: Message = Cow::Borrowed("must be true or false");
pub(crate) const NOT_JSON: Message = Cow::Borrowed("is not valid JSON");
pub(crate) const NOT_TEXT: Message = Cow::Borrowed("must be text");
pub(crate) const HAS_NUL: Message = Cow::Borrowed("contains a character that is not allowed (NUL)");
pub(crate) const NOT_A_CHAR: Message = Cow::Borrowed("must be a single character");
/// A JSON text where a number belongs: it is for the author of the script.
pub(crate) const TEXT_FOR_NUMBER: Message = Cow::Borrowed("send a number, not text");
/// A text in another charset.
pub const NOT_UTF8: &str = "is not valid UTF-8 text";
/// Rows without numbers, which can't be put together without guessing.
pub const UNNUMBERED_ROWS: &str = "has rows that cannot be distinguished";
pub(crate) const NOT_A_NUMBER: Message = Cow::Borrowed("not a number");
pub(crate) const NOT_WHOLE: Message = Cow::Borrowed("must be a whole number");
pub(crate) const OUT_OF_RANGE: Message = Cow::Borrowed("out of range");
pub(crate) const TWICE: Message = Cow::Borrowed("sent more than once");
pub(crate) const NOT_SINGLE: Message = Cow::Borrowed("must be a single value");
pub(crate) const NOT_A_LIST: Message = Cow::Borrowed("must be a list");
pub(crate) const NOT_A_GROUP: Message = Cow::Borrowed("must be a group of fields");
pub(crate) const NOT_A_FILE: Message = Cow::Borrowed("must be a file");
pub(crate) const FILE_FOR_TEXT: Message = Cow::Borrowed("must be text, not a file");
pub(crate) const WRONG_LENGTH: Message = Cow::Borrowed("has the wrong number of values");
pub(crate) const NOT_A_CHOICE: Message = Cow::Borrowed("must be one of the choices");
pub(crate) const UNKNOWN_FIELD: Message = Cow::Borrowed("is not a known field");

/// How many choices a message lists, and how many bytes their names may take.
const CHOICES: usize = 10;
const CHOICES_BYTES: usize = 200;

/// The length of the longest message, in bytes.
const LONGEST: usize = 1024;

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
    Cow::Owned(match (shown, rest.len()) {
        (_, 0) => format!("must be one of: {}", shown.join(", ")),
        ([], _) => return NOT_A_CHOICE,
        (_, more) => format!("must be one of: {} and {more} more", shown.join(", ")),
    })
}

/// Shortens a message of more than 1 KiB: one that repeats what was submitted, say.
pub(crate) fn shortened(message: Message) -> Message {
    if message.len() <= LONGEST {
        return message;
    }
    let end = message.floor_char_boundary(LONGEST);
    Cow::Owned(format!("{}…", message.get(..end).unwrap_or_default()))
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
            assert_eq!(choices(&names), message);
        }
    }

    #[test]
    fn long_message_is_shortened_between_characters() {
        let long: Message = "ö".repeat(700).into();
        let short = shortened(long);
        assert!(
            short.len() <= LONGEST + "…".len() && short.ends_with("ö…"),
            "{}",
            short.len()
        );
        assert_eq!(shortened("ö".repeat(512).into()).len(), LONGEST);
    }
}
