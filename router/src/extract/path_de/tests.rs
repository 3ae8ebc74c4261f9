//! Types of path parameters.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::*;
use crate::path::Pattern;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Untagged {
    Number(u32),
    Switch(bool),
}

#[derive(Debug, Deserialize, PartialEq)]
struct Flat {
    a: String,
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Inner {
    b: u32,
    c: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
struct Short(String);

impl TryFrom<String> for Short {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() < 3 {
            Ok(Self(text))
        } else {
            Err("too long")
        }
    }
}

/// Returns the value, or the detail of the problem.
fn path<T: DeserializeOwned>(pattern: &str, path: &str) -> Result<T, String> {
    read(&Pattern::new(pattern.to_owned()), path).map_err(|error| match error {
        PathError::Shape(why) => why,
        error => error.into_problem("").detail().unwrap_or_default().to_owned(),
    })
}

#[track_caller]
fn check<T: DeserializeOwned + Debug + PartialEq>(pattern: &str, text: &str, expected: Result<T, &str>) {
    assert_eq!(
        path::<T>(pattern, text),
        expected.map_err(str::to_owned),
        "{pattern} {text}"
    );
}

#[test]
fn types_that_take_any_value_work() {
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    check("/{a}/{b}", "/x/%C3%A9", Ok(pairs(&[("a", "x"), ("b", "é")])));
    check("/{a}", "/x", Ok(pairs(&[("a", "x")])));
    check("/{*rest}", "/x/y", Ok(pairs(&[("rest", "x/y")])));
    check("/{*rest}", "/x/y", Ok(vec!["x".to_owned(), "y".to_owned()]));
    check(
        "/{a}/{b}",
        "/1/2",
        Ok(vec![("a".to_owned(), 1_u8), ("b".to_owned(), 2)]),
    );
    let map = |list| pairs(list).into_iter().collect::<BTreeMap<_, _>>();
    check("/{a}/{b}", "/x/y", Ok(map(&[("a", "x"), ("b", "y")])));
    check("/{a}", "/7", Ok(json!("7")));
    check("/{a}/{b}", "/7/x", Ok(json!({ "a": "7", "b": "x" })));
    check("/{a}", "/7", Ok(Untagged::Number(7)));
    check("/{a}", "/true", Ok(Untagged::Switch(true)));
    check("/{a}/{b}", "/7/1", Ok((Untagged::Number(7), 1_u8)));
    let flat = |a: &str, b, c: &str| Flat {
        a: a.to_owned(),
        inner: Inner { b, c: c.to_owned() },
    };
    check("/{a}/{b}/{c}", "/x/7/y", Ok(flat("x", 7, "y")));
    check("/{a}/{b}/{c}", "/1/2/3", Ok(flat("1", 2, "3")));
    check::<(Json, Json, Json)>(
        "/{a}/{b}",
        "/x/y",
        Err("the pattern has 2 parameters, but the type takes 3"),
    );
    check::<Vec<(u8, u8, u8)>>("/{a}/{b}", "/x/y", Err("`a` is one value, not 3"));
}

#[test]
fn problem_names_the_parameter() {
    let named = |name| format!("The part of the address for `{name}` is not valid.");
    for (found, name) in [
        (path::<u32>("/{a}", "/x").err(), "a"),
        (path::<(u32, u32)>("/{a}/{b}", "/1/x").err(), "b"),
        (path::<Short>("/{a}", "/long").err(), "a"),
        (path::<(String, Short)>("/{a}/{b}", "/x/long").err(), "b"),
        (path::<BTreeMap<String, Short>>("/{a}/{b}", "/long/x").err(), "a"),
        (path::<Vec<(String, Short)>>("/{a}/{b}", "/x/long").err(), "b"),
        (path::<Vec<Short>>("/{*rest}", "/x/long").err(), "rest"),
        (path::<Untagged>("/{a}", "/long").err(), "a"),
    ] {
        assert_eq!(found, Some(named(name)));
    }
}
