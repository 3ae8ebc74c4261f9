//! JSON that is accepted without tracking its places is the same with it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::*;

/// Texts of JSON that each type reads or refuses.
fn texts() -> Vec<String> {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(7),
        json!(-1),
        json!(1.5),
        json!(300),
        json!(u64::MAX),
        json!(""),
        json!("a"),
        json!("red"),
        json!("é\n"),
        json!([]),
        json!(["a"]),
        json!([1, 2]),
        json!([["a", 1]]),
        json!({}),
        json!({"a": 1}),
        json!({"red": null}),
        json!({"big": 1}),
        json!({"named": {"a": 1}}),
        json!({"type": "big", "a": 1}),
        json!({"a": "x", "b": [true], "c": {"d": 1}}),
        json!({"7": "x"}),
    ];
    let whole = values.iter().map(Value::to_string);
    let as_field = values.iter().map(|value| json!({"a": value, "b": "x"}).to_string());
    let in_list = values.iter().map(|value| json!([value, value]).to_string());
    let mut texts: Vec<_> = whole.chain(as_field).chain(in_list).collect();
    let broken: Vec<_> = texts
        .iter()
        .flat_map(|text| [format!("{text} 1"), format!(" {text}\n"), text.replace('}', ",}")])
        .collect();
    texts.extend(broken);
    let odd = [
        "",
        " ",
        "340282366920938463463374607431768211455",
        "-170141183460469231731687303715884105728",
        "1e999",
        "1e400",
        "[",
        r#"{"a":1,"a":2}"#,
        r#"{"a":"\ud800"}"#,
        r#"{"a":"\u0000","b":"x"}"#,
        r#"{"a":1e2,"b":"x"}"#,
    ];
    texts.extend(odd.map(str::to_owned));
    texts.push("[".repeat(200) + &"]".repeat(200));
    texts
}

/// Returns how many texts a type accepts.
#[track_caller]
fn accepted<T: DeserializeOwned + Debug>() -> usize {
    let texts = texts();
    let agree = |text: &&String| {
        let Ok(value) = serde_json::from_str::<T>(text) else {
            return false;
        };
        let located = located_json::<T>(text);
        // `Debug`, because a `RawValue` can't be compared.
        assert_eq!(format!("{located:?}"), format!("Ok({value:?})"), "{text}");
        true
    };
    texts.iter().filter(agree).count()
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Fields<T> {
    a: T,
    #[serde(default)]
    b: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "printed")]
enum External {
    Red,
    Big(u8),
    Named { a: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[expect(dead_code, reason = "printed")]
enum Internal {
    Big { a: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "printed")]
enum Untagged {
    Number(u8),
    Fields { a: String },
    List(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Flat {
    a: Value,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "printed")]
struct Strict {
    a: Option<u8>,
}

#[test]
fn json_is_the_same_with_and_without_its_places() {
    for (name, accepted) in [
        ("value", accepted::<Value>()),
        ("raw", accepted::<Fields<Box<RawValue>>>()),
        ("text", accepted::<Fields<String>>()),
        ("number", accepted::<Fields<Option<u8>>>()),
        ("float", accepted::<Fields<f64>>()),
        ("large", accepted::<u128>()),
        ("signed", accepted::<i128>()),
        ("char", accepted::<Vec<char>>()),
        ("list", accepted::<Fields<Vec<Value>>>()),
        ("tuple", accepted::<Vec<(String, u8)>>()),
        ("map", accepted::<Fields<BTreeMap<String, u8>>>()),
        ("numbers", accepted::<HashMap<u8, String>>()),
        ("external", accepted::<Fields<External>>()),
        ("enum", accepted::<External>()),
        ("internal", accepted::<Internal>()),
        ("untagged", accepted::<Fields<Untagged>>()),
        ("flat", accepted::<Flat>()),
        ("strict", accepted::<Strict>()),
        ("unit", accepted::<()>()),
        ("ignored", accepted::<IgnoredAny>()),
    ] {
        assert!(accepted > 1, "{name}: {accepted}");
    }
}
