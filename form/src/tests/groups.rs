//! Structs and maps that only implement `Deserialize`.

use std::collections::{BTreeMap, HashMap};

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
fn tagged_and_flattened_types_are_decoded_as_text() {
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
    check::<Tagged>("v.kind=number&v.number=7", Err(": not a number"));
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
