//! Errors are bounded, however many fields are submitted and however large the types are.

use std::borrow::Cow;

use serde::Deserialize;

use super::{form, json};
use crate::{FieldErrors, FieldKind, FormData, FromForm, Node, choice, deserialize, parse};

/// The longest list of errors, with what an error takes besides its texts.
const CAPACITY: usize = 64 * 1024;

/// 200 names of 20 bytes.
struct Shade;

impl FromForm for Shade {
    const KIND: FieldKind = FieldKind::Choice;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        let names: Vec<_> = (0..200).map(|at| format!("a-shade-of-grey-{at:04}")).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        choice(node, &names).map(|_| Self)
    }
}

/// Repeats what was submitted.
struct Echo;

impl std::str::FromStr for Echo {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Err(format!("{text} is not an echo"))
    }
}

impl FromForm for Echo {
    const KIND: FieldKind = FieldKind::Required;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        parse(node)
    }
}

/// Twenty required fields with long names.
struct Wide;

impl FromForm for Wide {
    const KIND: FieldKind = FieldKind::Group;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::none();
        for at in 0..20 {
            let name = format!("a_field_with_a_rather_long_name_{at}");
            if let Err(error) = u32::from_form(node.field(&name)) {
                errors.merge(error.at(&name));
            }
        }
        if errors.is_empty() { Ok(Self) } else { Err(errors) }
    }
}

/// A map, whose keys the client chooses.
struct Map;

impl FromForm for Map {
    const KIND: FieldKind = FieldKind::Group;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::none();
        for (name, child) in node.children() {
            if let Err(error) = Vec::<u32>::from_form(child) {
                errors.merge(error.at(name));
            }
        }
        Err(errors)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only decoded")]
struct Plain {
    one: u32,
}

fn errors<T: FromForm>(form: &FormData) -> FieldErrors {
    T::from_form(form.root().field("v")).err().expect("errors")
}

#[test]
fn errors_of_every_kind_of_field_are_bounded() {
    let many = |item: &str| form(vec![item; 1000].join("&"));
    let rows = (0..1000).map(|at| format!("v[{at}].x=1")).collect::<Vec<_>>().join("&");
    let long = "k".repeat(4000);
    let nested = format!(r#"{{"v":{{"{long}":[{}"x"]}}}}"#, r#""x","#.repeat(990));
    for (name, errors) in [
        ("enum", errors::<Vec<Shade>>(&many("v=x"))),
        ("number", errors::<Vec<u8>>(&many("v=300"))),
        (
            "custom message",
            errors::<Vec<Echo>>(&many(&format!("v={}", "e".repeat(3000)))),
        ),
        ("wide groups", errors::<Vec<Wide>>(&form(rows))),
        ("keys", errors::<Map>(&json(nested))),
        (
            "one long key",
            errors::<Map>(&form(format!("v[{}]=x", "k".repeat(70_000)))),
        ),
    ] {
        let size = errors.iter().map(|(path, message)| path.len() + message.len() + 24);
        assert!(size.sum::<usize>() <= CAPACITY, "{name}");
        assert!(!errors.is_empty(), "{name}");
        assert!(errors.len() >= 10 || errors.omitted() == 1, "{name}: {}", errors.len());
    }
    for node in [many("v=x").root(), many("v[x]=1").root()] {
        let errors = deserialize::<Plain>(node.field("v")).err().expect("errors");
        assert_eq!((errors.len(), errors.omitted()), (1, 0));
    }
}

#[test]
fn omitted_errors_are_counted_at_every_level() {
    let all = form(vec!["v=x"; 1000].join("&"));
    let first = errors::<Vec<Shade>>(&all);
    assert_eq!(first.len() + first.omitted(), 1000);
    assert!(first.omitted() > 500, "{}", first.omitted());
    // One level down, there is room for fewer.
    let below = first.clone().at(&"k".repeat(1000));
    assert_eq!(below.len() + below.omitted(), 1000);
    assert!(below.len() < 65, "{}", below.len());
    let mut both = below.clone();
    both.merge(first);
    assert_eq!(both.len() + both.omitted(), 2000);
    // A list in which nothing had room is not empty.
    let nothing = FieldErrors::new("required").at(&"k".repeat(70_000));
    assert_eq!((nothing.len(), nothing.omitted(), nothing.is_empty()), (0, 1, false));
}

#[test]
fn long_message_is_shortened() {
    let errors = FieldErrors::new(Cow::Owned("m".repeat(5000)));
    let (_, message) = errors.iter().next().unwrap();
    assert_eq!(*message, "m".repeat(1024) + "…");
}
