//! The attributes that an `<input>` of a type may have.

/// Which attributes an `<input>` may have, by its type ([HTML, the table of the attributes that
/// apply](https://html.spec.whatwg.org/multipage/input.html#the-input-element:attr-input-type-3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Allowed {
    /// `required`
    pub(super) required: bool,
    /// `minlength`, `maxlength` and `pattern`
    pub(super) text: bool,
    /// `min`, `max` and `step`
    pub(super) range: bool,
    /// Nobody sees the input, so that it has no messages.
    pub(super) is_hidden: bool,
}

impl Allowed {
    /// The attributes of a control that is no `<input>`, or whose type is not known here.
    pub(super) const ALL: Self = Self {
        required: true,
        text: true,
        range: true,
        is_hidden: false,
    };

    const NONE: Self = Self {
        required: false,
        text: false,
        range: false,
        is_hidden: false,
    };

    /// Returns the attributes of an `<input>` of this type, in any case of letters.
    pub(super) fn of(kind: &str) -> Self {
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(kind));
        if is(&["hidden"]) {
            return Self {
                is_hidden: true,
                ..Self::NONE
            };
        }
        let is_range = is(&["range"]);
        let is_dated = is(&["number", "date", "month", "week", "time", "datetime-local"]);
        let is_chosen = is(&["checkbox", "radio", "file"]);
        let is_other = is(&["color", "submit", "image", "reset", "button"]);
        Self {
            required: !is_range && !is_other,
            // All others are lines of text, and so are unknown types.
            text: !is_range && !is_dated && !is_chosen && !is_other,
            range: is_range || is_dated,
            is_hidden: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_the_attributes_of_html() {
        for (kinds, expected) in [
            ("hidden HIDDEN", "hidden"),
            ("text search url tel email password unknown", "required text"),
            ("number date month week time datetime-local Date", "required range"),
            ("range", "range"),
            ("checkbox radio file", "required"),
            ("color submit image reset button", ""),
        ] {
            for kind in kinds.split(' ') {
                let allowed = Allowed::of(kind);
                let words = [
                    (allowed.required, "required"),
                    (allowed.text, "text"),
                    (allowed.range, "range"),
                    (allowed.is_hidden, "hidden"),
                ];
                let words = words
                    .into_iter()
                    .filter_map(|(is_allowed, word)| is_allowed.then_some(word));
                assert_eq!(words.collect::<Vec<_>>().join(" "), expected, "{kind}");
            }
        }
    }
}
