//! Names and values in the order submitted.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{form, json};
use crate::{FormBuilder, FormData, FormLimits, FromForm as _};

fn pairs(data: &FormData) -> Vec<(&str, &str)> {
    data.pairs().collect()
}

fn encode(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pair = |&(name, value): &(&str, &str)| format!("{}={}", escape(name), escape(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

#[test]
fn pairs_are_in_the_order_submitted() {
    let data = form("b=1&a[10].x=2&a[9].x=&b=3&c&=4&a[=5");
    let expected = [
        ("b", "1"),
        ("a[10].x", "2"),
        ("a[9].x", ""),
        ("b", "3"),
        ("c", ""),
        ("", "4"),
        ("a[", "5"),
    ];
    assert_eq!(pairs(&data), expected);
}

#[test]
fn pairs_survive_a_round_trip() {
    for body in [
        "title=Buy+milk&tags=a&tags=b&due=",
        "i[7].n=x&i[2].n=y&i[7].m=%C3%A9",
        "a%5B0%5D.b=%26%3D%25+%2B&=&==&=x",
        "t=1%0D%0A2&a[b.c]=1&a..b=2",
    ] {
        let first = form(body);
        let again = form(encode(&pairs(&first)));
        assert_eq!(pairs(&first), pairs(&again), "{body}");
    }
}

#[test]
fn pairs_of_json_can_be_read_as_a_form() {
    let data = json(r#"{"z":{"b":[{"n":"x"},{"n":1.50}],"a.b":true},"tags":["q","p"],"no":null,"none":[],"e":""}"#);
    let expected = [
        ("z.b[0].n", "x"),
        ("z.b[1].n", "1.50"),
        ("z[a.b]", "true"),
        ("tags[0]", "q"),
        ("tags[1]", "p"),
        ("e", ""),
    ];
    assert_eq!(pairs(&data), expected);
    assert_eq!(pairs(&form(encode(&expected))), expected);
}

#[test]
fn pairs_skip_entries_without_text() {
    assert_eq!(pairs(&form("b=1&c%FF=2")), [("b", "1")]);
    assert_eq!(pairs(&form("a=caf%E9+au+lait")), [("a", "caf\u{fffd} au lait")]);
    let long = "n".repeat(300);
    let body = format!(r#"{{"a":{{"{long}":1}},"{long}":2}}"#);
    assert_eq!(pairs(&json(body)), [(long.as_str(), "2")]);
}

#[test]
fn first_returns_the_first_valid_value_of_a_name() {
    let data = form("d=%FF&d=1&a=1&_to=%2Fx&a=2&b.c=3&a=%FF");
    assert_eq!(data.first("_to"), Some("/x"));
    assert_eq!((data.first("a"), data.first("d")), (Some("1"), Some("1")));
    assert_eq!(data.first("b.c"), Some("3"));
    assert_eq!(data.first("b"), None);
    assert_eq!(json(r#"{"_to":"/x"}"#).first("_to"), Some("/x"));
    assert_eq!(FormData::empty().first("a"), None);
}

/// The values that are taken, sorted by name.
fn taken(data: &mut FormData) -> Vec<(String, String)> {
    let mut taken = Vec::new();
    data.take_prefixed("_", |name, value| taken.push((name.to_owned(), value.to_owned())));
    taken.sort_by(|(a, _), (b, _)| a.cmp(b));
    taken
}

fn owned<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

#[test]
fn take_prefixed_removes_every_field_of_the_prefix_and_visits_text() {
    let mut data = form("_b=2&a=1&_a[x]=1&_a.y=%FF&a._c=3&_b=3&_%FF=4&__=&c=5");
    assert_eq!(
        taken(&mut data),
        owned([("__", ""), ("_a[x]", "1"), ("_b", "2"), ("_b", "3")])
    );
    assert_eq!(pairs(&data), [("a", "1"), ("a._c", "3"), ("c", "5")]);
    assert_eq!(u8::from_form(data.root().field("a").field("_c")), Ok(3));
    assert_eq!(u8::from_form(data.root().field("c")), Ok(5));
    assert!(data.root().field("_b").is_missing());
    assert_eq!(taken(&mut data), []);

    let mut data = json(r#"{"_n":7,"_t":true,"_o":{"x":"y"},"_z":null,"_l":[],"a":1}"#);
    assert_eq!(taken(&mut data), owned([("_n", "7"), ("_o.x", "y"), ("_t", "true")]));
    assert_eq!(pairs(&data), [("a", "1")]);
}

#[test]
fn builder_enforces_limits_on_each_part() {
    let mut builder = FormBuilder::new(&FormLimits { fields: 2, depth: 1 });
    builder.push(b"a", b"x+%41").unwrap();
    builder.push(b"b", b"\xFF").unwrap();
    assert!(builder.push(b"c", b"").unwrap_err().is_too_many_fields());
    let data = builder.finish();
    assert_eq!(pairs(&data), [("a", "x+%41"), ("b", "\u{fffd}")]);
}

#[test]
fn builder_ignores_and_counts_names_with_too_many_levels() {
    let mut builder = FormBuilder::new(&FormLimits { fields: 2, depth: 1 });
    builder.push(b"a", b"1").unwrap();
    builder.push(b"a.b", b"2").unwrap();
    assert!(builder.push(b"c", b"").unwrap_err().is_too_many_fields());
    let data = builder.finish();
    assert_eq!(pairs(&data), [("a", "1")]);
    assert!(data.check_depth(|name| name == "a").unwrap_err().is_too_deep());
}
