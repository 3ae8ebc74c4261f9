//! `rename_all = "…"` on enums, structs and actions.

use syn::parse::ParseStream;
use syn::{Ident, LitStr};

use super::option_list::{quoted, value};

/// A naming style. The rules are serde's, so that `#[serde(rename_all)]` gives the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenameAll {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

use RenameAll::{Camel, Kebab, Lower, Pascal, ScreamingKebab, ScreamingSnake, Snake, Upper};

const KNOWN: [(&str, RenameAll); 8] = [
    ("lowercase", Lower),
    ("UPPERCASE", Upper),
    ("PascalCase", Pascal),
    ("camelCase", Camel),
    ("snake_case", Snake),
    ("SCREAMING_SNAKE_CASE", ScreamingSnake),
    ("kebab-case", Kebab),
    ("SCREAMING-KEBAB-CASE", ScreamingKebab),
];

impl RenameAll {
    /// Reads the value of the option.
    pub(crate) fn parse(key: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let style: LitStr = value(key, input, "rename_all = \"snake_case\"")?;
        Self::named(&style.value()).ok_or_else(|| {
            let known = quoted(&KNOWN.map(|(name, _)| name));
            let message = format!("unknown style `{}`; write one of {known}", style.value());
            syn::Error::new(style.span(), message)
        })
    }

    fn named(style: &str) -> Option<Self> {
        KNOWN
            .into_iter()
            .find(|(name, _)| *name == style)
            .map(|(_, style)| style)
    }

    /// Converts the name of a variant, such as `DarkRed`.
    pub(crate) fn of_variant(self, variant: &str) -> String {
        match self {
            Pascal => variant.to_owned(),
            Lower => variant.to_lowercase(),
            Upper => variant.to_uppercase(),
            Camel => first(variant, char::to_lowercase),
            Snake => words(variant, '_'),
            ScreamingSnake => words(variant, '_').to_uppercase(),
            Kebab => words(variant, '-'),
            ScreamingKebab => words(variant, '-').to_uppercase(),
        }
    }

    /// Converts the name of a field, such as `dark_red`.
    pub(crate) fn of_field(self, field: &str) -> String {
        match self {
            Lower | Snake => field.to_owned(),
            Upper | ScreamingSnake => field.to_uppercase(),
            Pascal => field.split('_').map(|word| first(word, char::to_uppercase)).collect(),
            Camel => first(&Pascal.of_field(field), char::to_lowercase),
            Kebab => field.replace('_', "-"),
            ScreamingKebab => field.replace('_', "-").to_uppercase(),
        }
    }
}

/// Converts the first character.
fn first<I: Iterator<Item = char>>(name: &str, convert: fn(char) -> I) -> String {
    let mut chars = name.chars();
    let first: String = chars.next().into_iter().flat_map(convert).collect();
    first + chars.as_str()
}

fn words(variant: &str, separator: char) -> String {
    let mut result = String::new();
    for (index, char) in variant.char_indices() {
        if index > 0 && char.is_uppercase() {
            result.push(separator);
        }
        result.extend(char.to_lowercase());
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_those_of_serde() {
        for (style, one, two, field) in [
            ("lowercase", "red", "darkred", "dark_red"),
            ("UPPERCASE", "RED", "DARKRED", "DARK_RED"),
            ("PascalCase", "Red", "DarkRed", "DarkRed"),
            ("camelCase", "red", "darkRed", "darkRed"),
            ("snake_case", "red", "dark_red", "dark_red"),
            ("SCREAMING_SNAKE_CASE", "RED", "DARK_RED", "DARK_RED"),
            ("kebab-case", "red", "dark-red", "dark-red"),
            ("SCREAMING-KEBAB-CASE", "RED", "DARK-RED", "DARK-RED"),
        ] {
            let style = RenameAll::named(style).unwrap();
            assert_eq!((&*style.of_variant("Red"), &*style.of_variant("DarkRed")), (one, two));
            assert_eq!(style.of_field("dark_red"), field);
        }
        assert_eq!(RenameAll::named("Title Case"), None);
    }
}
