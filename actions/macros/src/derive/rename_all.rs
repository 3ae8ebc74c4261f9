//! `#[form(rename_all = "…")]` on an enum.

/// A naming style for the variants of an enum. The rules are serde's, so that
/// `#[serde(rename_all)]` and `#[form(rename_all)]` give the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenameAll {
    Lower,
    Snake,
    Kebab,
    Camel,
    ScreamingSnake,
}

impl RenameAll {
    pub(crate) const KNOWN: [&str; 5] = [
        "lowercase",
        "snake_case",
        "kebab-case",
        "camelCase",
        "SCREAMING_SNAKE_CASE",
    ];

    pub(crate) fn named(style: &str) -> Option<Self> {
        match style {
            "lowercase" => Some(Self::Lower),
            "snake_case" => Some(Self::Snake),
            "kebab-case" => Some(Self::Kebab),
            "camelCase" => Some(Self::Camel),
            "SCREAMING_SNAKE_CASE" => Some(Self::ScreamingSnake),
            _ => None,
        }
    }

    /// Converts the name of a variant, such as `DarkRed`.
    pub(crate) fn apply(self, variant: &str) -> String {
        match self {
            Self::Lower => variant.to_lowercase(),
            Self::Snake => words(variant, '_'),
            Self::Kebab => words(variant, '-'),
            Self::Camel => {
                let mut chars = variant.chars();
                let first: String = chars.next().into_iter().flat_map(char::to_lowercase).collect();
                first + chars.as_str()
            }
            Self::ScreamingSnake => words(variant, '_').to_uppercase(),
        }
    }
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
        for (style, one, two) in [
            ("lowercase", "red", "darkred"),
            ("snake_case", "red", "dark_red"),
            ("kebab-case", "red", "dark-red"),
            ("camelCase", "red", "darkRed"),
            ("SCREAMING_SNAKE_CASE", "RED", "DARK_RED"),
        ] {
            assert!(RenameAll::KNOWN.contains(&style));
            let style = RenameAll::named(style).unwrap();
            assert_eq!(
                (style.apply("Red").as_str(), style.apply("DarkRed").as_str()),
                (one, two)
            );
        }
        assert_eq!(RenameAll::named("Title Case"), None);
    }
}
