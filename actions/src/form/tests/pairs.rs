//! Names and values as sent.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{form, json};
use crate::form::{FormBuilder, FormData, FormLimits};

fn pairs(data: &FormData) -> Vec<(&str, &str)> {
    data.pairs().collect()
}

fn encode(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pair = |&(name, value): &(&str, &str)| format!("{}={}", escape(name), escape(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

#[test]
fn are_in_the_order_sent() {
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
fn survive_a_round_trip() {
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
fn of_json_read_back_as_a_form() {
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
fn leave_out_what_has_no_text() {
    assert_eq!(pairs(&form("b=1&c%FF=2")), [("b", "1")]);
    assert_eq!(pairs(&form("a=caf%E9+au+lait")), [("a", "caf\u{fffd} au lait")]);
    let long = "n".repeat(300);
    let body = format!(r#"{{"a":{{"{long}":1}},"{long}":2}}"#);
    assert_eq!(pairs(&json(body)), [(long.as_str(), "2")]);
}

#[test]
fn first_value_of_a_name() {
    let data = form("d=%FF&d=1&a=1&__fd_return=%2Fx&a=2&b.c=3&a=%FF");
    assert_eq!(data.first("__fd_return"), Some("/x"));
    assert_eq!((data.first("a"), data.first("d")), (Some("1"), Some("1")));
    assert_eq!(data.first("b.c"), Some("3"));
    assert_eq!(data.first("b"), None);
    assert_eq!(json(r#"{"__fd_return":"/x"}"#).first("__fd_return"), Some("/x"));
    assert_eq!(FormData::empty().first("a"), None);
}

#[test]
fn builder_takes_parts() {
    let mut builder = FormBuilder::new(&FormLimits { fields: 2, depth: 1 });
    builder.push(b"a", b"x+%41").unwrap();
    assert!(builder.push(b"a.b", b"").unwrap_err().is_too_deep());
    builder.push(b"b", b"\xFF").unwrap();
    assert!(builder.push(b"c", b"").unwrap_err().is_too_many_fields());
    let data = builder.finish();
    assert_eq!(pairs(&data), [("a", "x+%41"), ("b", "\u{fffd}")]);
}
