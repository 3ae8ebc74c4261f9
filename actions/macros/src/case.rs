//! Turning one naming style into another.

/// `create_todo` → `CreateTodo`: the struct of a function.
pub(crate) fn upper_camel(name: &str) -> String {
    let mut result = String::new();
    for word in name.split('_') {
        let mut chars = word.chars();
        result.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        result.push_str(chars.as_str());
    }
    result
}

/// `first_name`, `firstName` → `FIRST_NAME`: the constant of a field.
pub(crate) fn screaming_snake(name: &str) -> String {
    let mut result = String::new();
    let mut after_lower = false;
    for char in name.chars() {
        if char.is_uppercase() && after_lower {
            result.push('_');
        }
        after_lower = char.is_lowercase() || char.is_numeric();
        result.extend(char.to_uppercase());
    }
    result
}

/// A style for the variants of an enum. The rules are serde's, so that the same words in `#[serde(rename_all)]` and
/// `#[form(rename_all)]` give the same names.
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

    /// `variant` is written as Rust writes variants: `DarkRed`.
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
    fn structs() {
        for (function, name) in [
            ("create_todo", "CreateTodo"),
            ("create", "Create"),
            ("_create", "Create"),
            ("create__todo_", "CreateTodo"),
            ("createTodo", "CreateTodo"),
            ("step_2_b", "Step2B"),
            ("école_été", "ÉcoleÉté"),
            ("_", ""),
        ] {
            assert_eq!(upper_camel(function), name, "{function}");
        }
    }

    #[test]
    fn constants() {
        for (field, name) in [
            ("title", "TITLE"),
            ("first_name", "FIRST_NAME"),
            ("firstName", "FIRST_NAME"),
            ("line2Text", "LINE2_TEXT"),
            ("a1", "A1"),
            ("_skip", "_SKIP"),
            ("type_", "TYPE_"),
            ("URL", "URL"),
            ("été", "ÉTÉ"),
        ] {
            assert_eq!(screaming_snake(field), name, "{field}");
        }
    }

    #[test]
    fn variants() {
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
