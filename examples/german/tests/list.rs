//! The German list is complete, and so is the English one.

use std::collections::BTreeSet;

use frontdesk::{Message, Param, Params, Word, Words, words};
use german::{Fluent, GERMAN};

/// Returns the message with parameters, and their values.
fn sample(word: &'static Word, number: i64) -> Message {
    let is_text = |name: &str| {
        [
            "choices", "names", "name", "methods", "type", "charset", "text", "kind", "limit",
        ]
        .contains(&name)
    };
    word.params()
        .fold(Message::of(word), |message, name| match is_text(name) {
            true => message.with(name, format!("<{name}>")),
            false => message.with(name, number),
        })
}

/// Returns the keys of a list.
fn keys(list: &str) -> BTreeSet<String> {
    let mut id = "";
    let mut keys = BTreeSet::new();
    for line in list.lines() {
        if let Some((name, value)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            id = name;
            if !value.trim().is_empty() {
                keys.insert(name.to_owned());
            }
        } else if let Some((name, _)) = line
            .trim_start()
            .strip_prefix('.')
            .and_then(|rest| rest.split_once(" ="))
        {
            keys.insert(format!("{id}.{name}"));
        }
    }
    keys
}

#[test]
fn german_list_has_every_message_and_no_other() {
    let all: BTreeSet<_> = words::all().map(|word| word.key().to_owned()).collect();
    let german = keys(GERMAN);
    assert_eq!(
        all.difference(&german).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "not in words/de.ftl"
    );
    assert_eq!(
        german.difference(&all).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "only in words/de.ftl"
    );
}

#[test]
fn german_texts_have_the_parameters_of_the_english_ones() {
    let german = Fluent::new(&[("de", GERMAN)]).unwrap();
    for word in words::all() {
        let message = sample(word, 7);
        let text = german.text(word.key(), message.params(), "de").unwrap_or_default();
        assert!(
            !text.is_empty(),
            "{}: it needs a parameter that the message hasn't, or is not there",
            word.key()
        );
        for name in word.params() {
            let value = message.params().get(name).map(Param::to_string).unwrap_or_default();
            assert!(text.contains(&value), "{}: {text:?} lacks {name}", word.key());
        }
        assert!(!word.params().any(|_| true) || german.text(word.key(), Params::NONE, "de").is_none());
    }
}

#[test]
fn english_list_has_the_texts_of_frontdesk() {
    let english = Fluent::new(&[("en", words::ENGLISH)]).unwrap();
    for word in words::all() {
        for number in [0, 1, 2, 40] {
            let message = sample(word, number);
            let text = english.text(word.key(), message.params(), "en");
            assert_eq!(text.as_deref(), Some(message.text()), "{}", word.key());
        }
    }
}

#[test]
fn unknown_languages_and_keys_have_no_text() {
    let german = Fluent::new(&[("de", GERMAN)]).unwrap();
    for (key, language) in [
        ("required", "fr"),
        ("gone", "de"),
        ("gone.title", "de"),
        ("required.title", "de"),
        ("", "de"),
        (".", "de"),
        ("\0\r\n", "de"),
    ] {
        assert_eq!(german.text(key, Params::NONE, language), None, "{key} {language}");
    }
    assert_eq!(
        german.text("required", Params::NONE, "de").as_deref(),
        Some("erforderlich")
    );
    assert!(Fluent::new(&[("de", "a = {")]).is_err() && Fluent::new(&[("d_", GERMAN)]).is_err());
}
