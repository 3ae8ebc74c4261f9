//! Converts between naming styles.

/// Converts the name of a function to that of its struct: `create_todo` → `CreateTodo`.
pub(crate) fn upper_camel(name: &str) -> String {
    let mut result = String::new();
    for word in name.split('_') {
        let mut chars = word.chars();
        result.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        result.push_str(chars.as_str());
    }
    result
}

/// Converts the name of a field to that of its constant: `first_name`, `firstName` → `FIRST_NAME`.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn struct_names_are_upper_camel_case() {
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
    fn constant_names_are_screaming_snake_case() {
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
}
