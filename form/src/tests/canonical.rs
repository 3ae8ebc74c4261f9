//! The canonical encoding, which distinguishes submissions.

use super::{form, json};
use crate::{FormBuilder, FormData, FormLimits};

fn canonical(data: &FormData) -> Vec<u8> {
    let mut bytes = Vec::new();
    let is_field = |name: &str| ["a", "b", "c"].contains(&name);
    data.visit_canonical(is_field, |piece| bytes.extend_from_slice(piece));
    bytes
}

#[test]
fn canonical_encoding_depends_on_the_fields_alone() {
    let one = canonical(&form("a=1&b=2"));
    for same in ["b=2&a=1", "a=1&b=2&_csrf=x", "a=1&b=%32", "a=1&b=2&go.x=3&go.y=4"] {
        assert_eq!(canonical(&form(same)), one, "{same}");
    }
    for other in [
        "a=1",
        "a=1&b=2&c=",
        "a=12&b=",
        "a=1&b=3",
        "a.b=12",
        "a=1&b=2&b=2",
        "a[b]=1&b=2",
        "",
    ] {
        assert_ne!(canonical(&form(other)), one, "{other}");
    }
}

#[test]
fn canonical_encoding_distinguishes_kinds_of_values() {
    let values = ["1", "\"1\"", "true", "false", "null", "{}", "[]", "\"\"", "[1]"];
    let all: Vec<_> = values
        .iter()
        .map(|value| canonical(&json(format!("{{\"a\":{value}}}"))))
        .collect();
    for (at, one) in all.iter().enumerate() {
        assert!(all.iter().skip(at + 1).all(|other| one != other), "{}", values[at]);
    }
}

#[test]
fn canonical_encoding_has_the_fingerprint_of_a_file() {
    let file = |fingerprint| {
        let mut form = FormBuilder::new(&FormLimits::default());
        form.push_file(b"a", (), fingerprint).unwrap();
        canonical(&form.finish())
    };
    assert_eq!(file("x"), file("x"));
    assert_ne!(file("x"), file("y"));
    assert_ne!(file("x"), canonical(&form("a=x")));
}
