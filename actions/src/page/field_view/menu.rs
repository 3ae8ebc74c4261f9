//! Menus: `<select>` and its options.

use frontdesk_form::FieldKind;

use super::FieldView;
use crate::markup::Markup;
use crate::page::pairs::{Pair as _, Pairs};

impl FieldView {
    /// Returns a `<select>` with these options, as values and texts. An option with the value `""`
    /// is selected if there is no value.
    ///
    /// A browser would select the first option in place of a value that has none, and the next submit
    /// would save that. So a value that was filled in or submitted gets an option of its own, selected,
    /// with the value as its text, and a line in the log (at WARN if the page filled it in, else at DEBUG).
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{FromForm, server_action};
    ///
    /// #[derive(FromForm)]
    /// enum Priority {
    ///     Low,
    ///     High,
    /// }
    ///
    /// #[server_action]
    /// async fn create_todo(priority: Priority) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let form = forms::<CreateTodo>().await.of::<CreateTodo>();
    /// let priority = form.field(CreateTodo::PRIORITY);
    /// let html = priority.select([("", "choose…"), ("low", "Low"), ("high", "High")]).to_string();
    /// assert!(html.contains(r#"<option value="" selected>choose…</option>"#), "{html}");
    ///
    /// let form = form.fill_text(CreateTodo::PRIORITY, "urgent");
    /// let html = form.field(CreateTodo::PRIORITY).select([("low", "Low"), ("high", "High")]).to_string();
    /// assert!(html.ends_with(r#"<option value="urgent" selected>urgent</option></select>"#), "{html}");
    /// # }
    /// ```
    pub fn select<How>(&self, options: impl Pairs<How>) -> Markup {
        let mut without_option = self.chosen();
        let mut written = Markup::new();
        for pair in options.into_pairs() {
            let (value, text) = pair.texts();
            without_option.retain(|chosen| *chosen != value);
            self.write_option(value, text, &mut written);
        }
        let mut markup = Markup::new();
        markup
            .raw("<select ")
            .append(&self.attrs_with_id(&self.id))
            .flag("multiple", self.field.kind == FieldKind::List)
            .raw(">");
        // Only as the first option does `""` stand for none
        // (https://html.spec.whatwg.org/multipage/form-elements.html#placeholder-label-option).
        if without_option == [""] {
            self.write_option("", "", &mut markup);
            without_option.clear();
        }
        markup.append(&written);
        for value in without_option {
            self.log_missing_option();
            self.write_option(value, value, &mut markup);
        }
        markup.raw("</select>");
        markup
    }

    /// Returns the values that a menu must show.
    fn chosen(&self) -> Vec<&str> {
        let mut values = self.values.iter().map(String::as_str);
        match self.field.kind {
            FieldKind::List => values.filter(|value| !value.is_empty()).collect(),
            _ => values
                .next_back()
                .or(self.is_filled.then_some(""))
                .into_iter()
                .collect(),
        }
    }

    fn write_option(&self, value: &str, text: &str, markup: &mut Markup) {
        markup
            .raw("<option ")
            .append(&self.option_attrs(value))
            .raw(">")
            .text(text)
            .raw("</option>");
    }

    /// Logs that a menu lacks an option. The page is wrong only if it filled the value in.
    fn log_missing_option(&self) {
        let why = "no option of the menu has this value, so it is written as one";
        if self.is_chosen_by_page() {
            tracing::warn!(field = self.name, "{why}");
        } else {
            tracing::debug!(field = self.name, "{why}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::FieldDescription;

    const OPTIONS: [(&str, &str); 2] = [("low", "Low"), ("high", "High")];

    /// The options of a menu as their values, with `*` after those that are selected.
    fn options(kind: FieldKind, values: &[&str], is_filled: bool, options: &[(&str, &str)]) -> String {
        let mut field = FieldDescription::unknown();
        field.kind = kind;
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let view = FieldView::new("size", "f-size".to_owned(), field, values, Vec::new()).filled(is_filled);
        let html = view.select(options).into_string();
        let tags = html.split("<option value=\"").skip(1);
        let tags = tags.filter_map(|tag| tag.split_once('"'));
        let written = tags.map(|(value, rest)| match rest.starts_with(" selected") {
            true => format!("{value}*"),
            false => value.to_owned(),
        });
        written.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn value_without_an_option_is_not_the_first_option() {
        let with_blank = [("", "choose…"), ("low", "Low"), ("high", "High")];
        for (values, is_filled, expected, expected_with_blank) in [
            // A new form: the page chooses what comes first.
            (&[][..], false, "low|high", "*|low|high"),
            // `None` was filled in, or a blank was submitted.
            (&[], true, "*|low|high", "*|low|high"),
            (&[""], false, "*|low|high", "*|low|high"),
            (&["high"], true, "low|high*", "|low|high*"),
            (&["gone"], true, "low|high|gone*", "|low|high|gone*"),
            (
                &["<b>\""],
                false,
                "low|high|&lt;b&gt;&quot;*",
                "|low|high|&lt;b&gt;&quot;*",
            ),
            // The last of several values counts.
            (&["gone", "high"], false, "low|high*", "|low|high*"),
        ] {
            let found = options(FieldKind::Choice, values, is_filled, &OPTIONS);
            assert_eq!(found, expected, "{values:?} {is_filled}");
            let found = options(FieldKind::Choice, values, is_filled, &with_blank);
            assert_eq!(found, expected_with_blank, "{values:?} {is_filled}");
        }
    }

    #[test]
    fn list_shows_every_value_that_has_no_option() {
        for (values, expected) in [
            (&[][..], "low|high"),
            (&[""], "low|high"),
            (&["gone", "low", "old"], "low*|high|gone*|old*"),
        ] {
            assert_eq!(options(FieldKind::List, values, true, &OPTIONS), expected, "{values:?}");
        }
    }
}
