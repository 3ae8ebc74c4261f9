//! The messages of validation, for people.

use std::borrow::Cow;
use std::fmt::Display;

use garde::I18n;
use garde::i18n::{InvalidCreditCard, InvalidEmail, InvalidPhoneNumber, InvalidUrl, IpKind};

/// Runs rules of garde with messages for the person at the form, about what to write. garde's own
/// are for programmers ("length is lower than 1"). Messages about lengths name the `unit`, which
/// may be empty.
pub fn with_messages<R>(unit: &'static str, rules: impl FnOnce() -> R) -> R {
    garde::with_i18n(Messages { unit }, rules)
}

struct Messages {
    unit: &'static str,
}

type Message = Cow<'static, str>;

impl Messages {
    /// "must have at least 3 characters", or without a unit "is too short: at least 3".
    fn length(&self, too: &str, bound: &str, count: usize) -> Message {
        let unit = match (self.unit, count) {
            ("", _) => return format!("is too {too}: at {bound} {count}").into(),
            (unit, 1) => unit.strip_suffix('s').unwrap_or(unit),
            (unit, _) => unit,
        };
        format!("must have at {bound} {count} {unit}").into()
    }
}

impl I18n for Messages {
    fn length_lower_than(&self, min: usize) -> Message {
        match min {
            1 => self.required_not_set(),
            _ => self.length("short", "least", min),
        }
    }

    fn length_greater_than(&self, max: usize) -> Message {
        self.length("long", "most", max)
    }

    fn range_lower_than(&self, min: &dyn Display) -> Message {
        format!("must be at least {min}").into()
    }

    fn range_greater_than(&self, max: &dyn Display) -> Message {
        format!("must be at most {max}").into()
    }

    fn credit_card_invalid(&self, _: InvalidCreditCard) -> Message {
        "is not a valid card number".into()
    }

    // Without the pattern, which few people can read.
    fn pattern_no_match(&self, _: &dyn Display) -> Message {
        "does not have the expected format".into()
    }

    fn contains_missing(&self, text: &dyn Display) -> Message {
        format!("must contain \"{text}\"").into()
    }

    fn url_invalid(&self, _: InvalidUrl) -> Message {
        "is not a valid web address".into()
    }

    fn prefix_missing(&self, text: &dyn Display) -> Message {
        format!("must begin with \"{text}\"").into()
    }

    fn suffix_missing(&self, text: &dyn Display) -> Message {
        format!("must end with \"{text}\"").into()
    }

    fn phone_number_invalid(&self, _: InvalidPhoneNumber) -> Message {
        "is not a valid phone number".into()
    }

    fn ip_invalid(&self, kind: IpKind) -> Message {
        format!("is not a valid {kind} address").into()
    }

    // Without the field: its name is Rust's, not the page's.
    fn matches_field_mismatch(&self, _: &dyn Display) -> Message {
        "is not the same".into()
    }

    fn email_invalid(&self, why: InvalidEmail) -> Message {
        match why {
            InvalidEmail::Empty => self.required_not_set(),
            _ => "is not a valid email address".into(),
        }
    }

    fn ascii_invalid(&self) -> Message {
        "must have no accents or other special characters".into()
    }

    fn alphanumeric_invalid(&self) -> Message {
        "must have letters and digits only".into()
    }

    fn required_not_set(&self) -> Message {
        "required".into()
    }
}
