//! Search forms: what a filter is as a query.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use frontdesk::form::{Fill, FormData, FormFields, FormLimits, Pressed};
use frontdesk::{FromForm, to_query};
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

mod pages;
mod random;
#[cfg(all(feature = "askama", feature = "maud"))]
mod templates;

use random::Random;

#[derive(Debug, Clone, Copy, Default, PartialEq, FromForm)]
#[form(rename_all = "kebab-case")]
enum Kind {
    #[default]
    NewItem,
    #[field(rename = "a,b c")]
    Other,
}

#[derive(Debug, Clone, PartialEq, FromForm)]
struct Cents(u32);

#[derive(Debug, Clone, PartialEq, FromForm)]
struct Group {
    city: Option<String>,
    #[field(default = 5)]
    n: u32,
    open: bool,
}

#[derive(Debug, Clone, PartialEq, FromForm)]
struct Row {
    note: Option<String>,
    tags: Vec<String>,
    pressed: Pressed,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Foreign {
    at: Option<Time>,
    ratio: f64,
    list: Vec<u8>,
}

#[derive(Debug, PartialEq, FromForm)]
struct Texts {
    #[field(default)]
    text: String,
    opt: Option<String>,
    #[field(trim, default = "x".to_owned())]
    trimmed: String,
    #[field(raw)]
    raw: Option<String>,
    #[field(last)]
    last: Option<String>,
    char: Option<char>,
    tags: Vec<String>,
    opts: Vec<Option<String>>,
    #[field(split = ",")]
    words: Vec<String>,
    #[field(skip_blank)]
    names: Vec<String>,
    #[field(default = vec!["a".to_owned()])]
    defaults: Vec<String>,
    map: BTreeMap<String, String>,
    hash: HashMap<String, Option<String>>,
    pairs: Vec<(String, String)>,
}

#[derive(Debug, PartialEq, FromForm)]
#[form(rename_all = "PascalCase")]
struct Values {
    #[field(default = 1)]
    number: u32,
    neg: Option<i64>,
    #[field(default = 0.5)]
    ratio: f64,
    small: Option<f32>,
    big: Option<u128>,
    nums: Vec<u8>,
    lists: Vec<Vec<i8>>,
    flag: bool,
    #[field(default = true)]
    yes: bool,
    maybe: Option<bool>,
    flags: Vec<bool>,
    #[field(on = "forever")]
    on: bool,
    pressed: Pressed,
    #[field(default)]
    kind: Kind,
    kinds: Vec<Kind>,
    opt_kinds: Vec<Option<Kind>>,
    cents: Option<Cents>,
    date: Option<Date>,
    at: Option<DateTime>,
    days: Vec<Date>,
}

#[derive(Debug, PartialEq, FromForm)]
struct Parts {
    group: Group,
    opt_group: Option<Group>,
    rows: Vec<Row>,
    opt_rows: Vec<Option<Row>>,
    groups: Vec<Group>,
    keyed: BTreeMap<String, Row>,
    by_number: BTreeMap<u8, Group>,
    foreign: Option<Foreign>,
    #[field(rename = "odd name")]
    odd: Option<String>,
}

/// No defaults, and the field that takes everything else.
#[derive(Debug, PartialEq, FromForm)]
struct Required {
    text: String,
    number: u32,
    #[field(rest)]
    rest: BTreeMap<String, String>,
}

/// Decodes a query, if it is valid.
fn decode<T: FormFields>(query: &str) -> Option<T> {
    let form = FormData::from_urlencoded(query.as_bytes(), &FormLimits::default()).ok()?;
    T::from_form(form.root()).ok()
}

/// Returns how many of the generated queries are valid. The query of each value decodes to that value, and
/// queries that decode to equal values have one canonical form.
fn check<T: FormFields + Fill<T> + PartialEq + Debug>(seed: u64, names: &[&str]) -> usize {
    let mut random = Random(seed);
    let mut seen: Vec<(T, String, String)> = Vec::new();
    let mut valid = 0;
    for _ in 0..20_000 {
        let query = random.query(names);
        let Some(value) = decode::<T>(&query) else { continue };
        valid += 1;
        let canonical = to_query(&value);
        let again = decode::<T>(&canonical);
        assert_eq!(again.as_ref(), Some(&value), "{query:?}, written as {canonical:?}");
        assert_eq!(to_query(&again.unwrap()), canonical, "{query:?}");
        if let Some((_, other, first)) = seen.iter().find(|(own, ..)| *own == value) {
            assert_eq!(*first, canonical, "{query:?} and {other:?} decode to equal values");
        } else if seen.len() < 300 {
            seen.push((value, query, canonical));
        }
    }
    valid
}

#[test]
fn query_of_texts_decodes_to_the_same_value() {
    let names = [
        "text",
        "opt",
        "trimmed",
        "raw",
        "last",
        "char",
        "tags",
        "tags[]",
        "tags[3]",
        "tags[1]",
        "opts",
        "opts[2]",
        "words",
        "words[]",
        "names",
        "defaults",
        "map.a",
        "map[b.c]",
        "map[7]",
        "map[]",
        "hash.a",
        "hash.b",
        "hash[ ü]",
        "pairs.z",
        "pairs.a",
        "pairs[1]",
        "pairs[01]",
        "unknown",
    ];
    assert!(check::<Texts>(1, &names) > 4000);
}

#[test]
fn query_of_numbers_and_choices_decodes_to_the_same_value() {
    let names = [
        "Number",
        "Neg",
        "Ratio",
        "Small",
        "Big",
        "Nums",
        "Nums[1]",
        "Nums[0]",
        "Lists[0]",
        "Lists[1]",
        "Lists[1][0]",
        "Flag",
        "Yes",
        "Maybe",
        "Flags",
        "On",
        "Pressed",
        "Pressed.x",
        "Kind",
        "Kinds",
        "OptKinds",
        "Cents",
        "Date",
        "At",
        "Days",
        "Days[]",
    ];
    assert!(check::<Values>(2, &names) > 2000);
}

#[test]
fn query_of_groups_rows_and_maps_decodes_to_the_same_value() {
    let names = [
        "group.city",
        "group[n]",
        "group.open",
        "opt_group.city",
        "opt_group.n",
        "opt_group.open",
        "rows[0].note",
        "rows[2].note",
        "rows[1].tags",
        "rows[1].tags[]",
        "rows[3].other",
        "rows[2].pressed",
        "opt_rows[0].note",
        "opt_rows[1].note",
        "opt_rows[1].tags",
        "opt_rows[2]",
        "groups[0].n",
        "groups[1].open",
        "groups[1].city",
        "keyed.a.note",
        "keyed[b.c].tags",
        "keyed.d.other",
        "by_number[7].n",
        "by_number[12].city",
        "foreign.at",
        "foreign.ratio",
        "foreign.list",
        "odd name",
    ];
    assert!(check::<Parts>(3, &names) > 2000);
}

#[test]
fn query_of_required_fields_decodes_to_the_same_value() {
    let names = [
        "text", "text", "text", "number", "number", "number", "other", "x y", "7", "a[b", "..", "",
    ];
    assert!(check::<Required>(4, &names) > 200);
}
