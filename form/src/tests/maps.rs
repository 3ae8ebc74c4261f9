//! Rows and values keyed by names, and fields that take all other names.

use std::collections::{BTreeMap, HashMap};

use super::{Row, err, form, lines, only, read, read_json, row};
use crate::__private::rest;
use crate::{FieldErrors, FromForm, json};

fn map(entries: &[(&str, u8)]) -> BTreeMap<String, u8> {
    entries.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect()
}

#[test]
fn map_has_values_by_keys() {
    for (body, expected) in [
        ("", Ok(map(&[]))),
        ("v=", Ok(map(&[]))),
        ("v[b]=2&v[a]=1", Ok(map(&[("a", 1), ("b", 2)]))),
        ("v.a=1&v[10]=3&v[9]=2", Ok(map(&[("10", 3), ("9", 2), ("a", 1)]))),
        ("v[a.b]=1", Ok(map(&[("a.b", 1)]))),
        (
            "v[a]=x&v[b.c]=&v[7]=300",
            err("[7]: must be between 0 and 255; a: not a number; [b.c]: required"),
        ),
        ("v=x", err("must be a group of fields")),
        ("v=x&v[a]=1", err("must be a group of fields")),
        ("v[a]=1&v[a]=2", err("a: sent more than once")),
        ("v[][a]=1", err("has rows that cannot be distinguished")),
    ] {
        assert_eq!(read::<BTreeMap<String, u8>>(body), expected, "{body}");
        let hashed = read::<HashMap<String, u8>>(body).map(BTreeMap::from_iter);
        assert_eq!(hashed, expected, "{body}");
        let pairs = read::<Vec<(String, u8)>>(body).map(BTreeMap::from_iter);
        assert_eq!(pairs.is_ok(), expected.is_ok(), "{body}");
    }
    assert_eq!(read_json(r#"{"v":{"a":1}}"#), Ok(map(&[("a", 1)])));
    assert_eq!(read_json(r#"{"v":null}"#), Ok(map(&[])));
    assert_eq!(
        read_json::<BTreeMap<String, u8>>(r#"{"v":{"a":"1"}}"#),
        err("a: send a number, not text")
    );
}

#[test]
fn map_has_rows_with_errors_at_their_own_names() {
    let rows = BTreeMap::from([("x".to_owned(), row("a", Some(1))), ("y".to_owned(), row("b", None))]);
    assert_eq!(read("v[y][n]=b&v[x].n=a&v[x].count=1"), Ok(rows));
    assert_eq!(
        read::<BTreeMap<u32, Row>>("v[7].count=x&v[-1].n=a"),
        err("[7].n: required; [7].count: not a number; -1: must be between 0 and 4294967295")
    );
}

#[test]
fn pairs_are_in_the_order_sent() {
    let pair = |key: &str, n| (key.to_owned(), n);
    assert_eq!(
        read("v[z]=1&v[10]=2&x=9&v[a]=3&v[9]=4"),
        Ok(vec![pair("z", 1), pair("10", 2), pair("a", 3), pair("9", 4)])
    );
    assert_eq!(
        read_json(r#"{"v":{"z":1,"a":{"b":2}}}"#).map(|list: Vec<(String, BTreeMap<String, u8>)>| list.len()),
        err("z: must be a group of fields")
    );
    assert_eq!(
        read_json(r#"{"v":{"z":1,"a":2}}"#),
        Ok(vec![pair("z", 1), pair("a", 2)])
    );
}

#[test]
fn list_of_pairs_is_decoded_as_by_serde() {
    let pair = |key: &str, n: u8| (key.to_owned(), n);
    for (body, expected) in [
        ("v[0][0]=a&v[0][1]=1", Ok(vec![pair("a", 1)])),
        (
            "v[10][1]=2&v[9][0]=a&v[9][1]=1&v[10][0]=b",
            Ok(vec![pair("a", 1), pair("b", 2)]),
        ),
        ("v[0][0]=a&v[0][1]=x&v[3][0]=%00&v[3][1]=", {
            err("[0][1]: not a number; [3][0]: contains a character that is not allowed (NUL); [3][1]: required")
        }),
        // Not pairs.
        ("v[0][0]=a", err("[0]: must be a single value")),
        ("v[0][0]=a&v[0][1]=1&v[0][2]=1", err("[0]: must be a single value")),
        ("v[0][0]=a&v[0][1]=1&v[x]=1", err("[0]: must be a single value")),
    ] {
        assert_eq!(read::<Vec<(String, u8)>>(body), expected, "{body}");
    }
    assert_eq!(
        read_json(r#"{"v":[["z",1],["a",2]]}"#),
        Ok(vec![pair("z", 1), pair("a", 2)])
    );
    assert_eq!(
        read("v[0][0]=x&v[0][1].n=a"),
        Ok(vec![("x".to_owned(), row("a", None))])
    );
    // A list as the value of a number, or the second of a pair.
    let lists = |key: &str, list: &[&str]| vec![(key.to_owned(), list.iter().map(|text| (*text).to_owned()).collect())];
    for (body, expected) in [
        ("v[7][]=a&v[7][]=b", lists("7", &["a", "b"])),
        ("v[7][0]=a&v[7][1]=b", lists("7", &["a", "b"])),
        ("v[0][0]=k&v[0][1][]=a&v[0][1][]=b", lists("k", &["a", "b"])),
        ("v[0][0]=k&v[0][1][0]=a", lists("k", &["a"])),
    ] {
        assert_eq!(read::<Vec<(String, Vec<String>)>>(body), Ok(expected), "{body}");
    }
    assert_eq!(read_json(r#"{"v":[["k",["a"]]]}"#), Ok(lists("k", &["a"])));
    assert_eq!(read_json(r#"{"v":[["k",[]]]}"#), Ok(lists("k", &[])));
}

#[test]
fn map_may_be_optional() {
    assert_eq!(read::<Option<BTreeMap<String, u8>>>(""), Ok(None));
    assert_eq!(read("v[a]=1"), Ok(Some(map(&[("a", 1)]))));
}

#[test]
fn rest_has_the_names_that_no_other_field_takes() {
    let data = form("title=x&extra-1=a&extra-2=b&rows[0]=c&title.dir=ltr&extra-2=d");
    let decode = |names: &[&str]| {
        rest(data.root(), names, |node| {
            BTreeMap::<String, Vec<String>>::from_form(node)
        })
    };
    let found = decode(&["title", "rows"]).unwrap();
    assert_eq!(found["extra-1"], ["a"]);
    assert_eq!(found["extra-2"], ["b", "d"]);
    assert_eq!(found.len(), 2);
    let errors: FieldErrors = rest(data.root(), &["rows", "extra-1"], |node| {
        BTreeMap::<String, u8>::from_form(node).unwrap_err()
    });
    let mut errors = lines(&errors);
    errors.sort();
    assert_eq!(errors, ["extra-2: sent more than once", "title: not a number"]);
}

#[test]
fn json_is_decoded_from_text() {
    for (body, expected) in [
        ("v=[1,2]", Ok(vec![1, 2])),
        ("v=+[1,%0D%0A2]+", Ok(vec![1, 2])),
        ("v=", err("required")),
        ("", err("required")),
        ("v=[1,", err("is not valid JSON")),
        ("v=[1,300]", err("is not valid")),
        ("v=[1]&v=[2]", err("sent more than once")),
    ] {
        assert_eq!(only(json::<Vec<u8>>(form(body).root().field("v"))), expected, "{body}");
    }
    let data = super::json(r#"{"v":[1,2],"w":"[1]"}"#);
    assert_eq!(json::<Vec<u8>>(data.root().field("v")), Ok(vec![1, 2]));
    assert!(json::<Vec<u8>>(data.root().field("w")).is_err());
}
