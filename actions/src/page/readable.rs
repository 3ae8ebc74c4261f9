//! Names in readable form: `Due date` for `due_date`.

/// Returns a name as a label. It begins a word at `_`, `-` and blanks, and at capital letters, and
/// preserves abbreviations (`userID` is `User ID`) unless the whole name is in capitals.
pub(super) fn readable(name: &str) -> String {
    let has_lowercase = name.chars().any(char::is_lowercase);
    let mut label = String::with_capacity(name.len() + 4);
    for word in words(name) {
        let is_abbreviation = has_lowercase && word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        if label.is_empty() {
            let mut chars = word.chars();
            label.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            push(&mut label, chars.as_str(), is_abbreviation);
        } else {
            label.push(' ');
            push(&mut label, word, is_abbreviation);
        }
    }
    if label.is_empty() { name.to_owned() } else { label }
}

fn push(label: &mut String, word: &str, is_abbreviation: bool) {
    if is_abbreviation {
        label.push_str(word);
    } else {
        label.extend(word.chars().flat_map(char::to_lowercase));
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(['_', '-', ' ']).filter(|part| !part.is_empty());
    parts.flat_map(capitalised_words)
}

/// Splits `dueDate` and `HTMLBody` before the capital letters that begin a word.
fn capitalised_words(part: &str) -> impl Iterator<Item = &str> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let end = end_of_word(rest);
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

fn end_of_word(text: &str) -> usize {
    let mut before = None::<char>;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next_is_lowercase = chars.peek().is_some_and(|(_, next)| next.is_lowercase());
        let begins_word =
            char.is_uppercase() && before.is_some_and(|before| !before.is_uppercase() || next_is_lowercase);
        if begins_word {
            return at;
        }
        before = Some(char);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_style_are_readable() {
        for (name, label) in [
            ("title", "Title"),
            ("due_date", "Due date"),
            ("_unused", "Unused"),
            ("is-urgent", "Is urgent"),
            ("dueDate", "Due date"),
            ("ExtraLarge", "Extra large"),
            ("EXTRA_LARGE", "Extra large"),
            ("userID", "User ID"),
            ("HTMLBody", "HTML body"),
            ("line2", "Line2"),
            ("straße", "Straße"),
            ("élan_vital", "Élan vital"),
            ("a", "A"),
            ("X", "X"),
            ("_", "_"),
            ("", ""),
        ] {
            assert_eq!(readable(name), label, "{name}");
        }
    }
}
