//! The tag of the desk's own script.

use super::form_tag::is_name;
use super::pairs::{Pair as _, Pairs};
use crate::markup::Markup;

/// Returns the tag of a script with these attributes, and with those of the page whose names are not among them.
pub fn script_tag<How>(own: &[(&'static str, &str)], attributes: impl Pairs<How>) -> Markup {
    let mut markup = Markup::new();
    markup.raw("<script");
    for (name, value) in own {
        markup.attribute(name, value);
    }
    for pair in attributes.into_pairs() {
        let (name, value) = pair.texts();
        if own.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) || !is_name(name) {
            tracing::warn!(
                name,
                "the tag of the script can't have this attribute, or has it itself"
            );
        } else {
            markup.raw(" ").text(name).raw("=\"").text(value).raw("\"");
        }
    }
    markup.raw(" defer></script>");
    markup
}
