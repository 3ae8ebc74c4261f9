//! What the deserializer of flat forms accepts is what the careful one makes of the same form.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::num::NonZeroU8;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{form, json};
use crate::de::{read, read_flat};
use crate::{FormData, FormLimits};

/// How many forms are made.
const FORMS: u64 = 5_000;

/// How many of them each type of flat values must have been decoded from at least.
const ENOUGH: usize = 5;

/// A generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % bound
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

const NAMES: &[&str] = &["a", "b", "c", "d", "type", "content", "bee", "0", "1", ""];

const OTHER_NAMES: &[&str] = &[
    "a[]",
    "a[0]",
    "a[1]",
    "a.b",
    "a[b]",
    "a.0",
    "b[x].c",
    "c[].d",
    "c[].e",
    "a.b.c.d.e.f.g.h.i",
    "a[",
    "..",
    "x.y",
    "é",
    "a\0",
    "\u{feff}a",
];

const VALUES: &[&str] = &[
    "",
    "a",
    "on",
    "7",
    "1",
    "red",
    "x y",
    " 7 ",
    "true",
    "false",
    "2026-11-20",
    "10:30",
];

const OTHER_VALUES: &[&str] = &[
    " ",
    "0",
    "-1",
    "+7",
    "007",
    "1.0",
    "1e1",
    "1.5",
    "256",
    "1e999",
    "NaN",
    "inf",
    "off",
    "ON",
    "blue",
    "Big",
    "Named",
    "None",
    "é",
    "日",
    "a\r\nb",
    "\r",
    "a\0",
    "2026-11-20T10:30",
    "2026-11-20T10:30:00Z",
    "10:30:00",
    "340282366920938463463374607431768211455",
    "{\"b\":1}",
    "a;b",
    "a=b",
    "a&b",
    "%",
    "\u{feff}",
];

/// Makes a form: mostly flat names once each, with values that fields expect.
fn body(numbers: &mut Numbers) -> Vec<u8> {
    let mut body = Vec::new();
    let is_odd = numbers.one_in(3);
    for at in 0..numbers.below(7) {
        if at > 0 {
            let separators: &[&[u8]] = if is_odd { &[b"&", b"&", b"&&", b";"] } else { &[b"&"] };
            body.extend_from_slice(numbers.one_of(separators));
        }
        let name = if is_odd && numbers.one_in(3) {
            numbers.one_of(OTHER_NAMES)
        } else {
            numbers.one_of(NAMES)
        };
        let value = if numbers.one_in(3) {
            numbers.one_of(OTHER_VALUES)
        } else {
            numbers.one_of(VALUES)
        };
        write(&mut body, name, numbers);
        if !value.is_empty() || numbers.one_in(2) {
            body.push(b'=');
            write(&mut body, value, numbers);
        }
        if is_odd && numbers.one_in(8) {
            let broken: &[&[u8]] = &[b"%", b"%4", b"%zz", b"%ff", b"\xff", b"%C3", b"=", b"%E2%82"];
            body.extend_from_slice(numbers.one_of(broken));
        }
    }
    body
}

/// Writes a text with the escapes that it needs, and some more.
fn write(body: &mut Vec<u8>, text: &str, numbers: &mut Numbers) {
    for byte in text.bytes() {
        let is_needed = matches!(byte, b'&' | b'=' | b'+' | b'%' | b'[' | b']');
        match byte {
            b' ' if numbers.one_in(2) => body.push(b'+'),
            _ if is_needed && !numbers.one_in(8) || numbers.one_in(16) => {
                body.extend_from_slice(format!("%{byte:02x}").as_bytes());
            }
            _ => body.push(byte),
        }
    }
}

/// Decodes a form in both ways. Returns whether the deserializer of flat forms accepted it.
#[track_caller]
fn agree<T: DeserializeOwned + PartialEq + Debug>(form: &FormData, body: &[u8]) -> bool {
    let roots = [
        form.root(),
        form.root().field("a"),
        form.root().raw(),
        form.root().field("a").last(),
    ];
    let mut accepted = false;
    for (at, node) in roots.into_iter().enumerate() {
        if let Some(value) = read_flat::<T>(node) {
            let careful = read::<T>(node);
            assert_eq!(careful.as_ref(), Ok(&value), "{at}: {}", body.escape_ascii());
            accepted = true;
        }
    }
    accepted
}

macro_rules! types {
    ($($name:ident $type:ty;)*) => {$(
        #[test]
        fn $name() {
            let mut numbers = Numbers(0);
            let mut accepted = 0;
            for _ in 0..FORMS {
                let body = body(&mut numbers);
                accepted += usize::from(agree::<$type>(&form(&body), &body));
            }
            assert!(accepted >= ENOUGH, "{accepted}");
        }
    )*};
}

#[derive(Debug, Deserialize, PartialEq)]
struct One<T> {
    a: T,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Unit {
    Red,
    #[serde(alias = "sky")]
    Blue,
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize, PartialEq)]
enum External {
    None,
    Big(Option<bool>),
    Named {
        b: Option<u8>,
    },
    #[serde(rename = "a")]
    A,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Internal {
    Red { b: String },
    A { c: Option<String> },
    On(Texts),
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "type", content = "content", rename_all = "lowercase")]
enum Adjacent {
    Red,
    A(String),
    On(Option<String>),
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Untagged {
    Number(u8),
    Pair { b: String, c: String },
    Text(String),
    List(Vec<String>),
    Other { a: Option<String> },
}

#[derive(Debug, Deserialize, PartialEq)]
struct Texts {
    a: String,
    b: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(default)]
struct Defaults {
    a: bool,
    #[serde(alias = "bee")]
    b: u8,
    c: Vec<u8>,
    #[serde(skip)]
    d: u8,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            a: true,
            b: 3,
            c: vec![1],
            d: 4,
            kind: Some("kind".to_owned()),
        }
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Strict {
    a: bool,
    #[serde(alias = "bee", default)]
    b: String,
    c: Option<u8>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Aliases {
    #[serde(alias = "b", alias = "c")]
    a: String,
    #[serde(alias = "type")]
    d: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Boxes {
    a: bool,
    b: bool,
    c: Vec<String>,
    d: Option<bool>,
    #[serde(default = "yes")]
    bee: bool,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize, PartialEq)]
struct Nested {
    a: Option<Texts>,
    b: Option<String>,
    c: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
struct FlatMap {
    a: Option<String>,
    b: bool,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct FlatStruct {
    c: Option<u8>,
    #[serde(flatten)]
    texts: Texts,
}

#[derive(Debug, Deserialize, PartialEq)]
struct FlatEnum {
    c: Vec<String>,
    #[serde(flatten)]
    internal: Option<Internal>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct With {
    #[serde(deserialize_with = "shout")]
    a: String,
    #[serde(default, deserialize_with = "shout")]
    b: String,
}

fn shout<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = Option::<Cow<'de, str>>::deserialize(deserializer)?;
    Ok(text.map_or("nothing".to_owned(), |text| text.to_uppercase()))
}

#[derive(Debug, Deserialize, PartialEq)]
struct Transparent(One<Wrapped>);

#[derive(Debug, Deserialize, PartialEq)]
struct Wrapped(Option<NonZeroU8>);

#[derive(Debug, Deserialize, PartialEq)]
struct Empty {}

#[derive(Debug, Deserialize, PartialEq)]
struct Unknown {
    a: serde::de::IgnoredAny,
    b: Option<()>,
}

/// Bytes, of which serde's own types take none.
#[derive(Debug, PartialEq)]
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;

        impl Visitor<'_> for Visit {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }

        deserializer.deserialize_byte_buf(Visit)
    }
}

/// The names of a form in the order in which they are given, as a type that asks for a struct or a map.
#[derive(Debug, PartialEq)]
struct Order<const STRUCT: bool>(Vec<(String, Option<serde_json::Value>)>);

impl<'de, const STRUCT: bool> Deserialize<'de> for Order<STRUCT> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit<const STRUCT: bool>(PhantomData<Order<STRUCT>>);

        impl<'de, const STRUCT: bool> Visitor<'de> for Visit<STRUCT> {
            type Value = Order<STRUCT>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Order<STRUCT>, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    list.push(entry);
                }
                Ok(Order(list))
            }
        }

        if STRUCT {
            deserializer.deserialize_struct("Order", &["a"], Visit(PhantomData))
        } else {
            deserializer.deserialize_map(Visit(PhantomData))
        }
    }
}

types! {
    strings_agree One<String>;
    optional_strings_agree One<Option<String>>;
    optional_options_agree One<Option<Option<u8>>>;
    booleans_agree One<bool>;
    optional_booleans_agree One<Option<bool>>;
    small_numbers_agree One<u8>;
    large_numbers_agree One<u128>;
    signed_numbers_agree One<Option<i128>>;
    nonzero_numbers_agree One<NonZeroU8>;
    floats_agree One<f32>;
    optional_floats_agree One<Option<f64>>;
    chars_agree One<char>;
    cows_agree One<Cow<'static, str>>;
    lists_agree One<Vec<String>>;
    lists_of_numbers_agree One<Vec<u8>>;
    lists_of_options_agree One<Vec<Option<u8>>>;
    lists_of_booleans_agree One<Vec<bool>>;
    lists_of_lists_agree One<Vec<Vec<String>>>;
    lists_of_anything_agree One<Vec<serde::de::IgnoredAny>>;
    sets_agree One<BTreeSet<String>>;
    optional_lists_agree One<Option<Vec<String>>>;
    tuples_agree One<(String, Option<u8>)>;
    arrays_agree One<[String; 1]>;
    no_arrays_agree One<[String; 0]>;
    units_agree One<Unit>;
    lists_of_units_agree One<Vec<Unit>>;
    optional_units_agree One<Option<Unit>>;
    external_enums_agree One<External>;
    untagged_enums_agree One<Untagged>;
    values_agree One<serde_json::Value>;
    optional_values_agree One<Option<serde_json::Value>>;
    chrono_dates_agree One<chrono::NaiveDate>;
    chrono_times_agree One<Option<chrono::NaiveTime>>;
    chrono_moments_agree One<chrono::DateTime<chrono::Utc>>;
    jiff_dates_agree One<jiff::civil::Date>;
    jiff_times_agree One<Option<jiff::civil::Time>>;
    jiff_moments_agree One<jiff::civil::DateTime>;
    jiff_timestamps_agree One<Vec<jiff::Timestamp>>;
    plain_values_agree Option<Option<String>>;
    plain_numbers_agree u8;
    plain_enums_agree Unit;
    plain_lists_agree Vec<String>;
    plain_dates_agree jiff::civil::Date;
    internal_enums_agree Internal;
    adjacent_enums_agree Adjacent;
    untagged_forms_agree Untagged;
    texts_agree Texts;
    optional_forms_agree Option<Texts>;
    defaults_agree Defaults;
    strict_structs_agree Strict;
    aliases_agree Aliases;
    boxes_agree Boxes;
    nested_structs_agree Nested;
    flattened_maps_agree FlatMap;
    flattened_structs_agree FlatStruct;
    flattened_enums_agree FlatEnum;
    functions_agree With;
    newtypes_agree Transparent;
    maps_agree BTreeMap<String, String>;
    maps_of_options_agree HashMap<String, Option<String>>;
    maps_of_lists_agree BTreeMap<String, Vec<String>>;
    maps_of_values_agree BTreeMap<String, serde_json::Value>;
    maps_by_numbers_agree BTreeMap<u8, String>;
    maps_by_chars_agree BTreeMap<char, Option<String>>;
    maps_by_units_agree BTreeMap<BTreeKey, Option<String>>;
    json_values_agree serde_json::Value;
    struct_order_agrees Order<true>;
    map_order_agrees Order<false>;
    empty_structs_agree Empty;
    unknown_values_agree Unknown;
    nothing_agrees ();
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum BTreeKey {
    A,
    B,
}

#[test]
fn what_is_not_flat_is_left_to_the_careful_deserializer() {
    let limits = FormLimits::default();
    for body in [
        "a=1&a=2", "a.b=1", "a[b]=1", "a[]=1", "a=%ff", "a=%00", "b=1", "a=x&a=x",
    ] {
        assert_eq!(read_flat::<One<String>>(form(body).root()), None, "{body}");
    }
    assert_eq!(read_flat::<One<Bytes>>(form("a=1").root()), None);
    assert_eq!(read_flat::<Vec<(String, String)>>(form("a=1").root()), None);
    assert_eq!(read_flat::<One<String>>(json(r#"{"a":"x"}"#).root()), None);
    assert_eq!(read_flat::<One<u8>>(form("a=1&a=2").root().last()), None);
    assert_eq!(read_flat::<One<Vec<String>>>(form("a=").root().skip_blank()), None);
    let many = "a=1&".repeat(limits.fields + 1);
    assert!(FormData::from_urlencoded(many.as_bytes(), &limits).is_err());
}
