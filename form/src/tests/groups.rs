//! Structs and maps that only implement `Deserialize`.

use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU8;

use serde::Deserialize;

use super::serde::{Colour, One, check, check_json, read};
use super::{err, form, only};
use crate::deserialize;

#[derive(Debug, Deserialize, PartialEq, Default)]
struct Address {
    city: String,
    primary: bool,
    tags: Vec<String>,
    zip: Option<u32>,
}

#[test]
fn structs_may_lack_checkboxes_and_lists() {
    let ghent = || Address {
        city: "Ghent".to_owned(),
        ..Address::default()
    };
    check("v.city=Ghent", Ok(ghent()));
    check("v[city]=Ghent&v[zip]=", Ok(ghent()));
    check(
        "v.city=Ghent&v.tags=a&v.primary=on&v.zip=9000",
        Ok(Address {
            primary: true,
            tags: vec!["a".to_owned()],
            zip: Some(9000),
            ..ghent()
        }),
    );
    check(
        "i[0].city=x&v[1].city=Ghent&v[0].city=Ghent&v[0].primary=on",
        Ok(vec![
            Address {
                primary: true,
                ..ghent()
            },
            ghent(),
        ]),
    );
    check::<Address>("v.zip=1", Err(".city: required"));
    check::<Address>("", Err(".city: required"));
    check::<Address>("v=x", Err(": must be a group of fields"));
    check("", Ok(None::<Address>));
    check("v.city=&v.zip=", Ok(None::<Address>));
    check("v.city=Ghent", Ok(Some(ghent())));
    check_json(r#"{"v":{"city":"Ghent"}}"#, Ok(ghent()));
    check_json(r#"{"v":{"city":"Ghent","primary":null,"tags":null}}"#, Ok(ghent()));
    check_json::<Address>(r#"{"v":"x"}"#, Err(": must be a group of fields"));
}

#[derive(Debug, Deserialize, PartialEq)]
struct Settings {
    #[serde(default = "yes")]
    on: bool,
    #[serde(default = "ten")]
    page: u32,
    #[serde(default)]
    names: Vec<String>,
    #[serde(rename = "is-old", alias = "old")]
    old: bool,
}

fn yes() -> bool {
    true
}

fn ten() -> u32 {
    10
}

#[test]
fn serde_default_is_respected() {
    let plain = || Settings {
        on: true,
        page: 10,
        names: vec![],
        old: false,
    };
    check("", Ok(plain()));
    check("v.page=", Ok(plain()));
    check(
        "v.page=3&v.on=false",
        Ok(Settings {
            page: 3,
            on: false,
            ..plain()
        }),
    );
    check("v.old=on", Ok(Settings { old: true, ..plain() }));
    check("v.is-old=on", Ok(Settings { old: true, ..plain() }));
    check::<Settings>("v.page=x", Err(".page: not a number"));
    check_json(r#"{"v":{"page":null,"on":null}}"#, Ok(plain()));
}

#[test]
fn struct_of_many_checkboxes_is_decoded() {
    macro_rules! many {
        ($($name:ident)*) => {
            #[derive(Debug, Deserialize, PartialEq)]
            struct Many { $($name: bool),* }
        };
    }
    many! { a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc dd ee ff gg hh ii jj kk }
    let many = read::<Many>("q=on").unwrap();
    assert!(many.q && !many.a && !many.kk);
}

#[test]
fn maps_have_any_names_as_keys() {
    let map = |pairs: &[(&str, u32)]| -> HashMap<String, u32> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
    };
    check("v[a]=1&v.b=2", Ok(map(&[("a", 1), ("b", 2)])));
    check("", Ok(map(&[])));
    check::<HashMap<String, u32>>("v[a]=x", Err(".a: not a number"));
    check::<HashMap<String, u32>>("v[a]=", Err(".a: required"));
    check::<HashMap<String, u32>>("v=1", Err(": must be a group of fields"));
    check(
        "v[3]=a&v[10]=b",
        Ok(BTreeMap::from([(3_u8, "a".to_owned()), (10, "b".to_owned())])),
    );
    check::<BTreeMap<u8, String>>("v[x]=a", Err(".x: not a number"));
    check_json(r#"{"v":{"a":1}}"#, Ok(map(&[("a", 1)])));
    check_json(
        r#"{"v":{"a":null}}"#,
        Ok(BTreeMap::from([("a".to_owned(), None::<u8>)])),
    );
    let rows = BTreeMap::from([(
        "x".to_owned(),
        Address {
            city: "y".to_owned(),
            ..Address::default()
        },
    )]);
    check("v[x].city=y", Ok(rows));
}

#[test]
fn remedy_holds_for_every_entry_of_a_map() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Line {
        #[serde(default = "ten")]
        page: u32,
        done: bool,
    }

    let body = (0..900).map(|n| format!("v[k{n}].page=")).collect::<Vec<_>>().join("&");
    let lines = read::<One<HashMap<String, Line>>>(&body).unwrap().v;
    assert_eq!(lines.len(), 900);
    assert!(lines.values().all(|line| *line == Line { page: 10, done: false }));
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Untagged {
    Number { number: u8 },
    Text { text: String },
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Tagged {
    Text {
        text: String,
        #[serde(default)]
        bold: bool,
    },
    Number {
        number: u8,
    },
}

#[derive(Debug, Deserialize, PartialEq)]
struct Flat {
    open: bool,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Rest {
    city: String,
    note: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Catching {
    #[serde(flatten)]
    colour: Colour,
}

#[test]
fn tagged_and_flattened_types_are_decoded() {
    check("v.text=x", Ok(Untagged::Text { text: "x".to_owned() }));
    check_json(r#"{"v":{"number":1}}"#, Ok(Untagged::Number { number: 1 }));
    check::<Untagged>("v.other=x", Err(": is not valid"));
    let text = || Tagged::Text {
        text: "x".to_owned(),
        bold: false,
    };
    check("v.kind=text&v.text=x", Ok(text()));
    check::<Tagged>("v.kind=oval", Err(".kind: must be one of: text, number"));
    check::<Tagged>("v.kind=text", Err(".text: required"));
    check::<Tagged>("v.text=x", Err(".kind: required"));
    check("v.kind=number&v.number=7", Ok(Tagged::Number { number: 7 }));
    check::<Tagged>("v.kind=number&v.number=x", Err(".number: not a number"));
    check::<Tagged>("v.kind=number&v.number=", Err(".number: required"));
    check::<Tagged>("v.kind=number&v.number=300", Err(".number: out of range"));
    check_json(
        r#"{"v":{"kind":"number","number":7}}"#,
        Ok(Tagged::Number { number: 7 }),
    );
    let rest = || Rest {
        city: "x".to_owned(),
        note: None,
    };
    check(
        "v.city=x",
        Ok(Flat {
            open: false,
            rest: rest(),
        }),
    );
    check(
        "v.city=x&v.open=on",
        Ok(Flat {
            open: true,
            rest: rest(),
        }),
    );
    check::<Flat>("v.open=on", Err(".city: required"));
    check::<Catching>("v.x=1", Err(": is not valid"));
}

#[derive(Debug, Deserialize, PartialEq)]
struct Deep {
    own: Option<u8>,
    #[serde(default = "five")]
    start: u8,
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Inner {
    text: String,
    whole: u32,
    maybe: Option<i64>,
    ratio: f64,
    open: bool,
    tags: Vec<String>,
    ids: Vec<u16>,
    note: Option<String>,
    #[serde(default = "five")]
    page: u8,
    colour: Option<Colour>,
}

fn five() -> u8 {
    5
}

#[test]
fn flattened_fields_follow_the_table() {
    let deep = |change: fn(&mut Deep)| {
        let inner = Inner {
            text: "7".to_owned(),
            whole: 7,
            maybe: None,
            ratio: 0.5,
            open: false,
            tags: vec![],
            ids: vec![],
            note: None,
            page: 5,
            colour: None,
        };
        let mut deep = Deep {
            own: None,
            start: 5,
            inner,
        };
        change(&mut deep);
        Ok(deep)
    };
    // The same text may be a number in one field and a text in another.
    let base = "text=7&whole=7&ratio=0.5&junk=7";
    for (more, expected) in [
        ("", deep(|_| ())),
        ("&own=&start=&maybe=&open=&note=&page=&colour=&other=", deep(|_| ())),
        ("&own=7&start=7", deep(|all| (all.own, all.start) = (Some(7), 7))),
        ("&maybe=-7", deep(|all| all.inner.maybe = Some(-7))),
        ("&open=on", deep(|all| all.inner.open = true)),
        ("&open=false&open=true", deep(|all| all.inner.open = true)),
        ("&tags=a", deep(|all| all.inner.tags = vec!["a".to_owned()])),
        (
            "&tags[]=7&tags[]=b",
            deep(|all| all.inner.tags = vec!["7".to_owned(), "b".to_owned()]),
        ),
        ("&ids=7", deep(|all| all.inner.ids = vec![7])),
        ("&ids[0]=1&ids[1]=7", deep(|all| all.inner.ids = vec![1, 7])),
        (
            "&note=7&page=+7",
            deep(|all| (all.inner.note, all.inner.page) = (Some("7".to_owned()), 7)),
        ),
        ("&colour=red", deep(|all| all.inner.colour = Some(Colour::Red))),
        ("&colour=x", err("colour: must be one of: red, green, sky blue")),
        // No error where nothing reads it.
        ("&other=%ff&more[]=%ff&zero=%00", deep(|_| ())),
        ("&note=%ff", err("note: is not valid UTF-8 text")),
        ("&note=%00", err("note: contains a character that is not allowed (NUL)")),
        ("&colour=%ff", err("colour: is not valid UTF-8 text")),
        ("&tags=a&tags=%ff", err("tags: is not valid UTF-8 text")),
        ("&page=%ff", err("page: is not valid UTF-8 text")),
        ("&maybe=x", err("maybe: not a number")),
        ("&page=300", err("page: out of range")),
        ("&page=1.5", err("page: must be a whole number")),
        ("&ids=1&ids=x", err("ids[1]: not a number")),
    ] {
        assert_eq!(read::<Deep>(&format!("{base}{more}")), expected, "{more}");
    }
    assert_eq!(
        read::<Deep>("text=&whole=1&ratio=1").map(|deep| deep.inner.text),
        Ok(String::new())
    );
    for (body, expected) in [
        ("whole=7&ratio=1", "text: required"),
        ("text=7&ratio=1", "whole: required"),
        ("text=7&whole=&ratio=1", "whole: required"),
    ] {
        assert_eq!(read::<Deep>(body), err(expected), "{body}");
    }
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is never decoded")]
struct Many {
    a: u8,
    b: bool,
    c: NonZeroU8,
    d: Colour,
    e: Vec<u8>,
    f: Small,
    g: Option<u8>,
    missing: String,
    also: u8,
    inner: Pair,
    rows: Vec<Pair>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is never decoded")]
struct Pair {
    x: u8,
    y: u8,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Small;

impl TryFrom<String> for Small {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.starts_with("20") { Ok(Self) } else { Err("no") }
    }
}

#[test]
fn every_error_is_found() {
    let body = "a=x&b=x&c=0&d=x&e=1&e=x&f=x&g=x&inner.x=1&rows[0].x=1&rows[0].y=x&rows[1].x=x&rows[1].y=1";
    let errors = deserialize::<Many>(form(body).root()).unwrap_err();
    let mut errors: Vec<_> = errors
        .iter()
        .map(|(name, message)| format!("{name}: {message}"))
        .collect();
    errors.sort();
    assert_eq!(
        errors,
        [
            "a: not a number",
            "also: required",
            "b: must be true or false",
            "c: out of range",
            "d: must be one of: red, green, sky blue",
            "e[1]: not a number",
            "f: is not valid",
            "g: not a number",
            "inner.y: required",
            "missing: required",
            "rows[0].y: not a number",
            "rows[1].x: not a number",
        ]
    );
}

#[test]
fn whole_form_is_a_list_of_pairs() {
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    assert_eq!(
        read("b=1&a.x=2&b=&c[]=3"),
        Ok(pairs(&[("b", "1"), ("a.x", "2"), ("b", ""), ("c[]", "3")]))
    );
    assert_eq!(
        read::<Vec<(String, u8)>>("b=1&a=2"),
        Ok(vec![("b".to_owned(), 1), ("a".to_owned(), 2)])
    );
    assert_eq!(read::<Vec<(String, String)>>("b=%ff"), err("is not valid UTF-8 text"));
    assert_eq!(read::<()>("b=1"), Ok(()));
}

#[test]
fn unknown_fields_are_errors_only_if_denied() {
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        a: u8,
    }

    let mut data = form("a=1&_csrf=x");
    assert!(deserialize::<Strict>(data.root()).is_err());
    data.take_prefixed("_", |_, _| {});
    assert_eq!(only(deserialize(data.root())), Ok(Strict { a: 1 }));
    assert_eq!(read::<Strict>("a=1&b=2"), err("b: is not a known field"));
    check::<Strict>("v.a=1&v.b=2", Err(".b: is not a known field"));
    check(
        "v.a=1&v.b=&w=2&w.x=3",
        Ok(One { v: () }).map(|_: One<()>| IgnoringRest { a: 1 }),
    );
}

#[derive(Debug, Deserialize, PartialEq)]
struct IgnoringRest {
    a: u8,
}
