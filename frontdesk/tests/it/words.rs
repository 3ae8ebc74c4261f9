//! Messages: the English list, and a desk with a catalogue.

use std::fmt::Write as _;

use frontdesk::{Word, words};

mod desk;

/// The beginning of the file.
const HEAD: &str = "\
# Every message of Frontdesk, in English, in the format of Fluent (https://projectfluent.org): what to
# translate. A name before a dot is the code that programs read; the attributes of a message are other
# texts for the same code. A text keeps the parameters of the English one, or uses fewer.
#
# Written by a test: `UPDATE_WORDS=1 cargo test -p frontdesk --features words --test it words::`
";

#[test]
fn english_list_has_every_message_and_no_other() {
    let list = fluent();
    if std::env::var_os("UPDATE_WORDS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/words/en.ftl"), &list).unwrap();
    }
    assert_eq!(words::ENGLISH, list, "run with UPDATE_WORDS=1 and read the difference");
}

/// Texts with the code of a problem that are not its detail: two stand beside a field, and one is a title.
const NOT_DETAILS: [&str; 3] = ["unknown-field", "unknown-field.form", "unsupported-media-type.not-sent"];

#[test]
fn details_of_problems_are_sentences() {
    let problems = include_str!("../../../docs/problems.md");
    let is_problem = |word: &&Word| problems.contains(&format!("| `{}` |", word.code()));
    let details = words::all().filter(is_problem).filter(|word| {
        let key = word.key();
        !key.ends_with(".title") && !NOT_DETAILS.contains(&key)
    });
    let mut count = 0;
    for word in details.chain(words::all().filter(|word| word.code() == "postcard-unsupported")) {
        let text = word.text();
        let begins = text.starts_with(|first: char| first.is_ascii_uppercase());
        assert!(begins && text.ends_with('.'), "{}: {text}", word.key());
        count += 1;
    }
    assert!(count > 40, "only {count} details were found");
}

#[test]
fn every_message_has_a_key_of_its_own_that_fluent_can_name() {
    let mut keys: Vec<_> = words::all().map(Word::key).collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count, "two messages have the same key");
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    for key in keys {
        assert!(key.split('.').count() <= 2 && key.split('.').all(is_name), "{key}");
    }
}

/// Returns the list of all messages as Fluent writes it.
fn fluent() -> String {
    let all: Vec<_> = words::all().collect();
    let mut codes: Vec<&str> = Vec::new();
    for word in &all {
        if !codes.contains(&word.code()) {
            codes.push(word.code());
        }
    }
    let mut list = HEAD.to_owned();
    for code in codes {
        let of_code = || all.iter().filter(|word| word.code() == code);
        let whole = of_code().find(|word| word.key() == code);
        let _ = writeln!(
            list,
            "\n{code} ={}",
            whole.map_or(String::new(), |word| value(word, ""))
        );
        for word in of_code().filter(|word| word.key() != code) {
            let name = word.key().split_once('.').unwrap().1;
            let _ = writeln!(list, "    .{name} ={}", value(word, "    "));
        }
    }
    list
}

fn value(word: &Word, indent: &str) -> String {
    let text = |text: &str| text.replace('{', "{ $").replace('}', " }");
    let other = text(word.text());
    match (word.text_for_one(), word.params().next()) {
        (Some(one), Some(count)) => format!(
            " {{ ${count} ->\n{indent}    [one] {}\n{indent}   *[other] {other}\n{indent}}}",
            text(one)
        ),
        _ => format!(" {other}"),
    }
}
