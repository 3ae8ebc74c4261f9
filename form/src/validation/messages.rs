//! The messages of validation, for people.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Display;

use garde::I18n;
use garde::i18n::{InvalidCreditCard, InvalidEmail, InvalidPhoneNumber, InvalidUrl, IpKind};

use crate::messages::{
    LACKS, LACKS_PREFIX, LACKS_SUFFIX, NO_MATCH, NOT_A_CARD, NOT_A_PHONE, NOT_A_URL, NOT_ALPHANUMERIC, NOT_AN_EMAIL,
    NOT_AN_IP, NOT_ASCII, NOT_THE_SAME, REQUIRED, TOO_HIGH, TOO_LONG, TOO_LONG_BYTES, TOO_LONG_COUNT, TOO_LOW,
    TOO_SHORT, TOO_SHORT_BYTES, TOO_SHORT_COUNT,
};
use crate::words::{Message, Param};

/// How many different messages are noted at once. Rules have few.
const MOST: usize = 256;

thread_local! {
    /// The messages of the rules that ran, until their report is merged: a report of garde's has
    /// nothing but texts.
    static NOTED: RefCell<Vec<Message>> = const { RefCell::new(Vec::new()) };
}

/// Notes a message whose text garde's report will have.
fn note(message: &Message) {
    NOTED.with_borrow_mut(|noted| {
        if noted.len() < MOST && !noted.contains(message) {
            noted.push(message.clone());
        }
    });
}

/// The message as the error of a rule of garde's: `#[garde(custom(…))]`. In a rule of a form's field
/// it keeps its code and its parameters.
impl From<Message> for garde::Error {
    fn from(message: Message) -> Self {
        note(&message);
        Self::new(message.text())
    }
}

/// Returns the message with a text that garde reported: one that was noted, or else a custom one.
pub(super) fn noted(text: &str) -> Message {
    let found = NOTED.with_borrow(|noted| noted.iter().find(|message| *message == text).cloned());
    found.unwrap_or_else(|| Message::from(text))
}

/// Forgets what was noted.
pub(super) fn forget() {
    NOTED.with_borrow_mut(Vec::clear);
}

/// Runs rules of garde with messages for the person at the form, about what to write. garde's own
/// are for programmers ("length is lower than 1"). Messages about lengths name the `unit`, which
/// may be empty.
pub fn with_messages<R>(unit: &'static str, rules: impl FnOnce() -> R) -> R {
    garde::with_i18n(Messages { unit }, rules)
}

struct Messages {
    unit: &'static str,
}

type Text = Cow<'static, str>;

fn text(message: Message) -> Text {
    note(&message);
    Cow::Owned(message.into())
}

impl Messages {
    /// Returns the message about a length in characters, in bytes, or in what the type counts.
    fn by_unit(&self, [characters, bytes, count]: [Message; 3]) -> Message {
        match self.unit {
            "" => count,
            "bytes" => bytes,
            _ => characters,
        }
    }
}

impl I18n for Messages {
    fn length_lower_than(&self, min: usize) -> Text {
        if min == 1 {
            return self.required_not_set();
        }
        text(
            self.by_unit([TOO_SHORT, TOO_SHORT_BYTES, TOO_SHORT_COUNT])
                .with("min", min),
        )
    }

    fn length_greater_than(&self, max: usize) -> Text {
        text(
            self.by_unit([TOO_LONG, TOO_LONG_BYTES, TOO_LONG_COUNT])
                .with("max", max),
        )
    }

    fn range_lower_than(&self, min: &dyn Display) -> Text {
        text(TOO_LOW.with("min", Param::read(&min.to_string())))
    }

    fn range_greater_than(&self, max: &dyn Display) -> Text {
        text(TOO_HIGH.with("max", Param::read(&max.to_string())))
    }

    fn credit_card_invalid(&self, _: InvalidCreditCard) -> Text {
        text(NOT_A_CARD)
    }

    // Without the pattern, which few people can read.
    fn pattern_no_match(&self, _: &dyn Display) -> Text {
        text(NO_MATCH)
    }

    fn contains_missing(&self, part: &dyn Display) -> Text {
        text(LACKS.with("text", part.to_string()))
    }

    fn url_invalid(&self, _: InvalidUrl) -> Text {
        text(NOT_A_URL)
    }

    fn prefix_missing(&self, part: &dyn Display) -> Text {
        text(LACKS_PREFIX.with("text", part.to_string()))
    }

    fn suffix_missing(&self, part: &dyn Display) -> Text {
        text(LACKS_SUFFIX.with("text", part.to_string()))
    }

    fn phone_number_invalid(&self, _: InvalidPhoneNumber) -> Text {
        text(NOT_A_PHONE)
    }

    fn ip_invalid(&self, kind: IpKind) -> Text {
        text(NOT_AN_IP.with("kind", kind.to_string()))
    }

    // Without the field: its name is Rust's, not the page's.
    fn matches_field_mismatch(&self, _: &dyn Display) -> Text {
        text(NOT_THE_SAME)
    }

    fn email_invalid(&self, why: InvalidEmail) -> Text {
        match why {
            InvalidEmail::Empty => self.required_not_set(),
            _ => text(NOT_AN_EMAIL),
        }
    }

    fn ascii_invalid(&self) -> Text {
        text(NOT_ASCII)
    }

    fn alphanumeric_invalid(&self) -> Text {
        text(NOT_ALPHANUMERIC)
    }

    fn required_not_set(&self) -> Text {
        text(REQUIRED)
    }
}
