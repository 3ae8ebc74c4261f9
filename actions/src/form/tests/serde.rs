//! Types that only know serde.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Debug;
use std::num::NonZeroU8;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{err, form, json, only};
use crate::form::deserialize;

fn read<T: DeserializeOwned>(body: &str) -> Result<T, String> {
    only(deserialize(form(body).root()))
}

fn read_json<T: DeserializeOwned>(body: &str) -> Result<T, String> {
    only(deserialize(json(body).root()))
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Colour {
    Red,
    Green,
    #[serde(rename = "sky blue")]
    Blue,
}

#[derive(Debug, Deserialize, PartialEq)]
struct One<T> {
    v: T,
}

#[track_caller]
fn check<T: DeserializeOwned + PartialEq + Debug>(body: &str, expected: Result<T, &str>) {
    let expected = expected.map_err(|message| format!("v{message}"));
    assert_eq!(read::<One<T>>(body).map(|one| one.v), expected, "{body}");
}

#[track_caller]
fn check_json<T: DeserializeOwned + PartialEq + Debug>(body: &str, expected: Result<T, &str>) {
    let expected = expected.map_err(|message| format!("v{message}"));
    assert_eq!(read_json::<One<T>>(body).map(|one| one.v), expected, "{body}");
}

#[test]
fn scalars_follow_the_table() {
    check("", Ok(false));
    check("v=on", Ok(true));
    check("v=false&v=true", Ok(true));
    check::<bool>("v=x", Err(": must be true or false"));
    check("v=", Ok(None::<bool>));
    check("v=+7+", Ok(7_u8));
    check::<u8>("v=", Err(": required"));
    check::<u8>("", Err(": required"));
    check::<u8>("v=x", Err(": not a number"));
    check::<u8>("v=1.5", Err(": must be a whole number"));
    check::<u8>("v=256", Err(": must be between 0 and 255"));
    check::<f32>("v=NaN", Err(": not a number"));
    check("v=++", Ok(None::<u8>));
    check("v=7", Ok(Some(7_u8)));
    check("v=", Ok(String::new()));
    check::<String>("", Err(": required"));
    check::<String>("v=a&v=b", Err(": sent more than once"));
    check::<String>("v=%FF", Err(": is not valid UTF-8 text"));
    check("v=a%0D%0Ab", Ok("a\nb".to_owned()));
    check("v=", Ok(None::<String>));
    check("v=%C3%A9", Ok('é'));
    check(&format!("v={}", i128::MIN), Ok(i128::MIN));
    check(&format!("v={}", u128::MAX), Ok(u128::MAX));
    check::<NonZeroU8>("v=0", Err(": out of range"));
    check("v=", Ok(()));
    check::<()>("v=1", Err(": must be empty"));
}

#[test]
fn lists_follow_the_table() {
    check("", Ok(Vec::<u8>::new()));
    check("v=1&v=2", Ok(vec![1_u8, 2]));
    check("v=", Ok(Vec::<u8>::new()));
    check("v=&v=1&v=&v=2", Ok(vec![1_u8, 2]));
    check("v=", Ok(vec![String::new()]));
    check("v=&v=1", Ok(vec![None, Some(1_u8)]));
    check("v[7]=1&v[2]=2", Ok(vec![2_u8, 1]));
    check::<Vec<u8>>("v=1&v=x", Err("[1]: not a number"));
    check::<Vec<u8>>("v[a]=1", Err(": must be a list"));
    check("v=a&v=b&v=a", Ok(HashSet::from(["a".to_owned(), "b".to_owned()])));
    check("v=red&v=&v=green", Ok(vec![Colour::Red, Colour::Green]));
}

#[test]
fn tuples() {
    check("v=1&v=x", Ok((1_u8, "x".to_owned())));
    check("v=1&v=2", Ok([1_u8, 2]));
    check::<(u8, u8)>("v=1", Err(": must be 2 values"));
    check::<(u8, u8)>("v=1&v=2&v=3", Err(": must be 2 values"));
    check::<(u8, u8)>("", Err(": required"));
    check::<(u8, u8)>("v=1&v=x", Err("[1]: not a number"));
    check_json(r#"{"v":[1,"x"]}"#, Ok((1_u8, "x".to_owned())));
}

#[test]
fn unit_variants() {
    check("v=red", Ok(Colour::Red));
    check("v=sky+blue", Ok(Colour::Blue));
    check::<Colour>("", Err(": required"));
    check::<Colour>("v=", Err(": required"));
    check::<Colour>("v=Red", Err(": must be one of: red, green, sky blue"));
    check::<Colour>("v=red&v=green", Err(": sent more than once"));
    check("v=", Ok(None::<Colour>));
    check("v=green", Ok(Some(Colour::Green)));
    check_json(r#"{"v":"red"}"#, Ok(Colour::Red));
    check_json(r#"{"v":{"red":null}}"#, Ok(Colour::Red));
    check_json::<Colour>(r#"{"v":{"red":1}}"#, Err(".red: is not valid"));
    check_json::<Colour>(r#"{"v":""}"#, Err(": required"));
    check_json::<Colour>(r#"{"v":1}"#, Err(": must be text"));
    check_json::<Colour>(r#"{"v":[]}"#, Err(": must be a single value"));
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Point,
    Circle(f32),
    Line(u8, u8),
    Box { width: u8, filled: bool },
}

#[test]
fn variants_with_data() {
    let filled = Shape::Box {
        width: 3,
        filled: false,
    };
    check("v=point", Ok(Shape::Point));
    check("v.circle=1.5", Ok(Shape::Circle(1.5)));
    check("v[line][]=1&v[line][]=2", Ok(Shape::Line(1, 2)));
    check("v[box][width]=3", Ok(filled));
    // A select, and fields for each choice.
    check("v=circle&v.circle=2&v.box.width=", Ok(Shape::Circle(2.0)));
    check::<Shape>("v.box.width=x", Err(".box.width: not a number"));
    check::<Shape>("v=box", Err(".box.width: required"));
    check::<Shape>("v.oval=1", Err(": must be one of: point, circle, line, box"));
    check::<Shape>(
        "v.circle=1&v.box.width=1",
        Err(": must be one of: point, circle, line, box"),
    );
    check_json(r#"{"v":{"circle":2}}"#, Ok(Shape::Circle(2.0)));
    check_json(r#"{"v":{"line":[1,2]}}"#, Ok(Shape::Line(1, 2)));
    check_json(
        r#"{"v":{"box":{"width":1,"filled":true}}}"#,
        Ok(Shape::Box { width: 1, filled: true }),
    );
}

#[derive(Debug, Deserialize, PartialEq, Default)]
struct Address {
    city: String,
    primary: bool,
    tags: Vec<String>,
    zip: Option<u32>,
}

#[test]
fn absent_checkboxes_and_lists_inside_structs() {
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
fn serde_default_keeps_working() {
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
fn a_struct_of_many_checkboxes() {
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
fn maps() {
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

#[derive(Debug, Deserialize, PartialEq)]
struct Meters(f64);

#[derive(Debug, Deserialize, PartialEq)]
#[serde(try_from = "String")]
struct Slug(String);

impl TryFrom<String> for Slug {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.contains(' ') {
            Err("must not contain spaces")
        } else {
            Ok(Self(text))
        }
    }
}

#[test]
fn newtypes_and_messages_of_the_app() {
    check("v=1.5", Ok(Meters(1.5)));
    check("v=a-b", Ok(Slug("a-b".to_owned())));
    check::<Slug>("v=a+b", Err(": must not contain spaces"));
    check::<Vec<Slug>>("v=a&v=b+c", Err("[1]: must not contain spaces"));
    check::<Option<Slug>>("v=a+b", Err(": must not contain spaces"));
}

#[test]
fn json_types_are_strict() {
    check_json::<u8>(r#"{"v":"7"}"#, Err(": not a number"));
    check_json::<String>(r#"{"v":7}"#, Err(": must be text"));
    check_json::<bool>(r#"{"v":"true"}"#, Err(": must be true or false"));
    check_json::<Vec<u8>>(r#"{"v":1}"#, Err(": must be a list"));
    check_json(r#"{"v":""}"#, Ok(Some(String::new())));
    check_json(r#"{"v":18446744073709551615}"#, Ok(u64::MAX));
    check_json(&format!(r#"{{"v":{}}}"#, i128::MIN), Ok(i128::MIN));
    check_json::<u8>(r#"{"v":1,"v":2}"#, Err(": sent more than once"));
}

#[test]
fn any_type() {
    let body = r#"{"a":[1,-2,1.5,"x",null,true,[],{}],"b":{"c":"10:30"}}"#;
    let value: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(read_json::<serde_json::Value>(body), Ok(value));
    let value = serde_json::json!({"a": ["1", "2"], "b": "", "c": {"d": "x\ny"}});
    assert_eq!(read::<serde_json::Value>("a=1&a=2&b=&c.d=x%0D%0Ay"), Ok(value));
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
fn tagged_and_flattened_types() {
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
fn unknown_fields() {
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        a: u8,
    }

    assert_eq!(read("a=1&__fd_return=/"), Ok(Strict { a: 1 }));
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

#[test]
fn long_messages_are_cut() {
    #[derive(Debug)]
    struct Echo;

    impl<'de> Deserialize<'de> for Echo {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Err(serde::de::Error::custom(String::deserialize(deserializer)?))
        }
    }

    let body = format!("v={}", "é".repeat(10_000));
    assert_eq!(read::<One<Echo>>(&body).unwrap_err(), format!("v: {}", "é".repeat(200)));
}
