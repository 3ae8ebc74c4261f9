//! Single values, lists and enums that only implement `Deserialize`.

use std::collections::HashSet;
use std::fmt::Debug;
use std::num::NonZeroU8;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{form, json, only};
use crate::deserialize;

pub(super) fn read<T: DeserializeOwned>(body: &str) -> Result<T, String> {
    only(deserialize(form(body).root()))
}

fn read_json<T: DeserializeOwned>(body: &str) -> Result<T, String> {
    only(deserialize(json(body).root()))
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Colour {
    Red,
    Green,
    #[serde(rename = "sky blue")]
    Blue,
}

#[derive(Debug, Deserialize, PartialEq)]
pub(super) struct One<T> {
    pub(super) v: T,
}

#[track_caller]
pub(super) fn check<T: DeserializeOwned + PartialEq + Debug>(body: &str, expected: Result<T, &str>) {
    let expected = expected.map_err(|message| format!("v{message}"));
    assert_eq!(read::<One<T>>(body).map(|one| one.v), expected, "{body}");
}

#[track_caller]
pub(super) fn check_json<T: DeserializeOwned + PartialEq + Debug>(body: &str, expected: Result<T, &str>) {
    let expected = expected.map_err(|message| format!("v{message}"));
    assert_eq!(read_json::<One<T>>(body).map(|one| one.v), expected, "{body}");
}

#[test]
fn names_below_a_value_are_ignored() {
    check("v=&v.dir=ltr", Ok(None::<String>));
    check("v=x&v.dir=ltr", Ok(Some("x".to_owned())));
    check("v=&v.dir=ltr", Ok(String::new()));
    check("v=&v.x=3&v.y=4", Ok(None::<u8>));
    check("v=7&v.x=3&v.y=4", Ok(Some(7_u8)));
    check("v=&v.dir=ltr", Ok(None::<jiff::civil::Date>));
    check("v=red&v.dir=ltr", Ok(Some(Colour::Red)));
    check("v=a&v.dir=ltr&v=b", Ok(vec!["a".to_owned(), "b".to_owned()]));
    // These may be groups.
    check("v.v=7", Ok(Some(One { v: 7 })));
    check("v=&v.v=7", Ok(Some(One { v: 7 })));
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
    check("v[a]=1", Ok(Vec::<u8>::new()));
    check("v=a&v=b&v=a", Ok(HashSet::from(["a".to_owned(), "b".to_owned()])));
    check("v=red&v=&v=green", Ok(vec![Colour::Red, Colour::Green]));
}

#[test]
fn tuples_have_a_fixed_number_of_values() {
    check("v=1&v=x", Ok((1_u8, "x".to_owned())));
    check("v=1&v=2", Ok([1_u8, 2]));
    check::<(u8, u8)>("v=1", Err(": must be 2 values"));
    check::<(u8, u8)>("v=1&v=2&v=3", Err(": must be 2 values"));
    check::<(u8, u8)>("", Err(": required"));
    check::<(u8, u8)>("v=1&v=x", Err("[1]: not a number"));
    check_json(r#"{"v":[1,"x"]}"#, Ok((1_u8, "x".to_owned())));
}

#[test]
fn unit_variants_are_read_by_name() {
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
fn variants_with_data_are_read_below_their_name() {
    let filled = Shape::Box {
        width: 3,
        filled: false,
    };
    check("v=point", Ok(Shape::Point));
    check("v.circle=1.5", Ok(Shape::Circle(1.5)));
    check("v[line][]=1&v[line][]=2", Ok(Shape::Line(1, 2)));
    check("v[box][width]=3", Ok(filled));
    // A select, with fields for each choice.
    check("v=circle&v.circle=2&v.box.width=", Ok(Shape::Circle(2.0)));
    check::<Shape>("v.box.width=x", Err(".box.width: not a number"));
    check::<Shape>("v=box", Err(".box.width: required"));
    check::<Shape>("v.oval=1", Err(": required"));
    check::<Shape>("v.oval.width=1", Err(": must be one of: point, circle, line, box"));
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
fn newtypes_do_not_show_their_own_messages() {
    check("v=1.5", Ok(Meters(1.5)));
    check("v=a-b", Ok(Slug("a-b".to_owned())));
    check::<Slug>("v=a+b", Err(": is not valid"));
    check::<Vec<Slug>>("v=a&v=b+c", Err("[1]: is not valid"));
    check::<Option<Slug>>("v=a+b", Err(": is not valid"));
}

#[test]
fn json_types_are_strict() {
    check_json::<u8>(r#"{"v":"7"}"#, Err(": send a number, not text"));
    check_json::<String>(r#"{"v":7}"#, Err(": must be text"));
    check_json::<bool>(r#"{"v":"true"}"#, Err(": must be true or false"));
    check_json::<Vec<u8>>(r#"{"v":1}"#, Err(": must be a list"));
    check_json(r#"{"v":""}"#, Ok(Some(String::new())));
    check_json(r#"{"v":18446744073709551615}"#, Ok(u64::MAX));
    check_json(&format!(r#"{{"v":{}}}"#, i128::MIN), Ok(i128::MIN));
    check_json::<u8>(r#"{"v":1,"v":2}"#, Err(": sent more than once"));
}

#[test]
fn self_describing_types_are_read_from_any_form() {
    let body = r#"{"a":[1,-2,1.5,"x",null,true,[],{}],"b":{"c":"10:30"}}"#;
    let value: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(read_json::<serde_json::Value>(body), Ok(value));
    let value = serde_json::json!({"a": ["1", "2"], "b": "", "c": {"d": "x\ny"}});
    assert_eq!(read::<serde_json::Value>("a=1&a=2&b=&c.d=x%0D%0Ay"), Ok(value));
}

/// Serde's types are read as ours, from every spelling.
#[test]
fn options_and_maps_are_read_as_by_from_form() {
    use std::collections::BTreeMap;

    fn same<T: crate::FromForm + DeserializeOwned + Debug>(body: &str) {
        let data = form(body);
        let own = T::from_form(data.root().field("v"));
        #[derive(Deserialize)]
        struct Whole<T> {
            v: T,
        }
        let serde = deserialize::<Whole<T>>(data.root()).map(|whole| whole.v);
        let write = |result: Result<T, crate::FieldErrors>| match result {
            Ok(value) => format!("{value:?}"),
            Err(errors) => format!("{:?}", errors.iter().map(|(_, message)| message).collect::<Vec<_>>()),
        };
        assert_eq!(write(serde), write(own), "{} {body}", std::any::type_name::<T>());
    }

    // An image button of the field's name, and the text direction of another control.
    for body in ["z=1", "v.x=3&v.y=4", "v=&v.dir=ltr", "v=1&v.x=3", "v[x]=1", "v=&v=1"] {
        same::<Option<bool>>(body);
        same::<Option<u32>>(body);
        same::<Option<String>>(body);
        same::<u32>(body);
        same::<String>(body);
        same::<bool>(body);
        same::<BTreeMap<String, u32>>(body);
    }
}

/// Names below a plain field are those of other controls, such as an image button.
#[test]
fn names_below_absent_fields_are_unknown() {
    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "lowercase")]
    enum Order {
        New,
        Old,
    }

    #[derive(Deserialize, Debug, PartialEq)]
    struct Sorted {
        order: Order,
        turn: Option<u8>,
    }

    #[derive(Deserialize, Debug, PartialEq)]
    struct Search {
        q: Option<String>,
        on: Option<jiff::civil::Date>,
        #[serde(default)]
        per: u32,
        #[serde(default)]
        word: String,
        tag: Vec<String>,
        open: bool,
        kind: Option<Order>,
        #[serde(flatten)]
        sorted: Option<Sorted>,
    }

    let empty = read::<Search>("").unwrap();
    for name in ["q", "on", "per", "word", "tag", "open", "kind", "order", "turn"] {
        for part in ["x=1", "dir=ltr", "x=1&{name}.y=2"] {
            let query = format!("{name}.{part}").replace("{name}", name);
            assert_eq!(read::<Search>(&query).as_ref(), Ok(&empty), "{query}");
        }
    }
    check::<Option<jiff::civil::DateTime>>("v.x=1", Ok(None));
    check::<Vec<String>>("v.x=1", Ok(vec![]));
}
