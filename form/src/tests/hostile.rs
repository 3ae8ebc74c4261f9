//! Limits, and hostile bodies.

use std::time::{Duration, Instant};

use super::{Row, json};
use crate::{FormData, FormLimits, FromForm, deserialize};

fn read_form(body: impl AsRef<[u8]>) -> Result<FormData, crate::FormError> {
    FormData::from_urlencoded(body.as_ref(), &FormLimits::default())
}

fn read_json(body: impl AsRef<[u8]>) -> Result<FormData, crate::FormError> {
    FormData::from_json(body.as_ref(), &FormLimits::default())
}

#[test]
fn too_many_fields_are_an_error() {
    let body = |n: usize| vec!["a=1"; n].join("&");
    assert!(read_form(body(1000)).is_ok());
    let error = read_form(body(5000)).unwrap_err();
    assert!(error.is_too_many_fields() && !error.is_too_deep() && !error.is_syntax());
    assert_eq!(error.to_string(), "The form has more than 1000 fields.");

    let body = |n: usize| format!("{{\"a\":[{}]}}", vec!["1"; n].join(","));
    assert!(read_json(body(1000)).is_ok());
    assert!(read_json(body(5000)).unwrap_err().is_too_many_fields());
    let empty = format!("{{\"a\":[{}]}}", vec!["[]"; 5000].join(","));
    assert!(read_json(empty).unwrap_err().is_too_many_fields());
}

/// Checks the depth as if the form had the field `a` only.
fn check_depth(form: Result<FormData, crate::FormError>) -> Result<(), crate::FormError> {
    form?.check_depth(|name| name == "a")
}

#[test]
fn too_deep_names_are_an_error_of_a_field_only() {
    assert_eq!(check_depth(read_form("a.b.c.d.e.f.g.h=1")), Ok(()));
    assert!(check_depth(read_form("a.b.c.d.e.f.g.h.i=1")).unwrap_err().is_too_deep());
    let error = check_depth(read_form(format!("a{}=1", "[b]".repeat(500)))).unwrap_err();
    assert!(error.is_too_deep());
    assert_eq!(
        error.to_string(),
        "The form's names are nested more than 8 levels deep."
    );
    // Ignored, like all names that no field takes.
    let data = read_form(format!("a=1&b{}=2&c=3", "[b]".repeat(500))).unwrap();
    assert_eq!(data.check_depth(|name| name == "a"), Ok(()));
    assert_eq!(data.pairs().collect::<Vec<_>>(), [("a", "1"), ("c", "3")]);
    let many = vec!["b[b][b][b][b][b][b][b][b][b]=1"; 1001].join("&");
    assert!(read_form(many).unwrap_err().is_too_many_fields());

    let nest = |n: usize| format!("{}1{}", "{\"a\":".repeat(n), "}".repeat(n));
    assert_eq!(check_depth(read_json(nest(8))), Ok(()));
    for depth in [9, 127, 128, 129, 500, 100_000] {
        assert!(
            check_depth(read_json(nest(depth))).unwrap_err().is_too_deep(),
            "{depth}"
        );
        assert_eq!(
            check_depth(read_json(nest(depth).replacen('a', "b", 1))),
            Ok(()),
            "{depth}"
        );
    }
    let nest = |n: usize| format!("{{\"a\":{}{}}}", "[".repeat(n), "]".repeat(n));
    assert_eq!(check_depth(read_json(nest(8))), Ok(()));
    assert!(check_depth(read_json(nest(500))).unwrap_err().is_too_deep());
}

#[test]
fn depth_is_at_most_64_whatever_the_limit() {
    let limits = FormLimits {
        depth: usize::MAX,
        ..FormLimits::default()
    };
    let body = format!("{}1{}", "{\"a\":".repeat(65), "}".repeat(65));
    assert!(
        check_depth(FormData::from_json(body.as_bytes(), &limits))
            .unwrap_err()
            .is_too_deep()
    );
}

#[test]
fn brackets_without_end_are_one_plain_name() {
    for body in [
        "[".repeat(50_000),
        "]".repeat(50_000),
        ".".repeat(50_000),
        "a[".repeat(50_000),
    ] {
        let data = read_form(&body).unwrap();
        assert_eq!(data.first(&body), Some(""));
        assert!(read_json(&body).unwrap_err().is_syntax());
    }
    assert!(
        read_json(format!("{{\"a\":{}", "[".repeat(50_000)))
            .unwrap_err()
            .is_syntax()
    );
}

#[test]
fn long_names_cost_no_more_than_their_bytes() {
    let start = Instant::now();
    let name = "n".repeat(400_000);
    assert!(read_form(format!("{name}a=1&{name}b=2")).is_ok());

    let name = "n".repeat(4096);
    let leaves = vec!["1"; 999].join(",");
    assert!(read_json(format!("{{\"{name}\":[{leaves}]}}")).is_ok());
    assert!(read_json(format!("{{\"{name}n\":1}}")).unwrap_err().is_syntax());
    let message = read_json(format!("{{\n\"{name}n\":1}}")).unwrap_err().to_string();
    assert!(
        message.starts_with("A name in the JSON body is too long at line 2"),
        "{message}"
    );
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn index_never_allocates() {
    let data = read_form("v[99999999999999999999999999999999999999].n=x&v[4294967295].n=y").unwrap();
    let rows = Vec::<Row>::from_form(data.root().field("v")).unwrap();
    assert_eq!(rows.iter().map(|row| row.n.as_str()).collect::<Vec<_>>(), ["y", "x"]);
}

/// Deterministic random bytes.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn body(&mut self, alphabet: &[u8]) -> Vec<u8> {
        let length = self.next() % 120;
        let mut byte = || alphabet[usize::try_from(self.next() % 1000).unwrap() % alphabet.len()];
        (0..length).map(|_| byte()).collect()
    }
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Everything {
    a: Option<String>,
    b: Vec<u8>,
    #[serde(default)]
    c: std::collections::HashMap<String, Vec<Option<f32>>>,
    d: Choice,
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "only decoded")]
enum Choice {
    A,
    B(Box<Everything>),
    C { a: (u8, char), b: bool },
}

fn read_everything(data: &FormData) {
    let root = data.root();
    for node in [root, root.field("a"), root.field("b"), root.field("0"), root.field("")] {
        let _ = bool::from_form(node);
        let _ = Vec::<u64>::from_form(node);
        let _ = Option::<Row>::from_form(node.last());
        let _ = Vec::<Vec<String>>::from_form(node.raw());
        let _ = crate::Pressed::from_form(node);
        let _ = std::collections::BTreeMap::<u8, Vec<String>>::from_form(node);
        let _ = Vec::<(String, Option<Row>)>::from_form(node);
        let _ = crate::json::<Vec<u8>>(node);
        let rewrite = crate::__private::Rewrite::NONE.trim().split(",").on("b").skip_blank();
        let _ = rewrite.apply(node, Vec::<Row>::from_form);
        let _ = rewrite.apply(node, Vec::<bool>::from_form);
        let _ = crate::__private::rest(node, &["a"], Vec::<(String, bool)>::from_form);
        let _ = deserialize::<Everything>(node);
        let _ = deserialize::<serde_json::Value>(node);
        let _ = deserialize::<jiff::civil::Time>(node);
    }
    assert!(
        data.pairs()
            .all(|(name, value)| (data.first(name).is_some() || value.contains('\u{fffd}')) && value.len() < 500)
    );
}

#[test]
fn random_bytes_never_panic() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let all: Vec<u8> = (0..=255).collect();
    for _ in 0..4000 {
        for alphabet in [&all[..], b"abcABC[].&=%+01\xC3\xA9", b"ab=&.01"] {
            if let Ok(data) = read_form(random.body(alphabet)) {
                read_everything(&data);
            }
        }
        for alphabet in [&all[..], b"{}[]\",:01abntrue\\ud8 "] {
            let mut body = random.body(alphabet);
            if body.len().is_multiple_of(2) {
                body.insert(0, b'{');
            }
            if let Ok(data) = read_json(body) {
                read_everything(&data);
            }
        }
    }
}

#[test]
fn random_json_never_panics() {
    let mut random = Random(42);
    for _ in 0..4000 {
        let data = json(format!("{{{}}}", members(&mut random, 3)));
        read_everything(&data);
    }
}

fn members(random: &mut Random, depth: u32) -> String {
    let member = |random: &mut Random| {
        let name = ["a", "b", "c", "d", "A", "B", "C", "", "0"][(random.next() % 9) as usize];
        format!("\"{name}\":{}", value(random, depth))
    };
    let count = random.next() % 4;
    (0..count).map(|_| member(random)).collect::<Vec<_>>().join(",")
}

fn value(random: &mut Random, depth: u32) -> String {
    match random.next() % if depth == 0 { 6 } else { 9 } {
        0 => "null".to_owned(),
        1 => "true".to_owned(),
        2 => (random.next() >> (random.next() % 60)).to_string(),
        3 => "-1.5e3".to_owned(),
        4 => "\"A\"".to_owned(),
        5 => "\"10:30\"".to_owned(),
        6 => format!("[{},{}]", value(random, depth - 1), value(random, depth - 1)),
        7 => "[]".to_owned(),
        _ => format!("{{{}}}", members(random, depth - 1)),
    }
}

thread_local! {
    static READS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts how often it is decoded.
#[derive(Debug, PartialEq)]
struct Counted<T>(T);

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Counted<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READS.set(READS.get() + 1);
        T::deserialize(deserializer).map(Self)
    }
}

#[derive(serde::Deserialize)]
struct Flat<T> {
    #[serde(default)]
    note: String,
    #[serde(flatten)]
    rest: std::collections::HashMap<String, Counted<T>>,
}

/// Decodes 999 made-up names, each with one of the values, and counts.
fn read_flat<T: serde::de::DeserializeOwned>(values: &[&str]) -> (usize, usize) {
    let pair = |(at, value): (usize, &&str)| format!("&k{at}={value}");
    let pairs: String = values.iter().cycle().take(999).enumerate().map(pair).collect();
    let data = read_form(format!("note={pairs}")).unwrap();
    READS.set(0);
    let found = deserialize::<Flat<T>>(data.root()).map_or(0, |flat| {
        assert_eq!(flat.note, "");
        flat.rest.len()
    });
    (found, READS.get())
}

#[test]
fn many_flattened_fields_are_found_in_few_attempts() {
    for (name, (found, reads), expected) in [
        ("texts", read_flat::<String>(&["x"]), 999),
        ("blanks", read_flat::<String>(&["", "x"]), 499),
        ("numbers", read_flat::<u32>(&["7"]), 999),
        ("different numbers", read_flat::<u32>(&["1", "2", "3"]), 999),
        ("blank numbers", read_flat::<Option<u32>>(&["", "7"]), 499),
        ("fractions", read_flat::<f64>(&["1.5"]), 999),
        ("checkboxes", read_flat::<bool>(&["on", "false"]), 999),
        ("lists", read_flat::<Vec<u32>>(&["1"]), 999),
        ("lists of texts", read_flat::<Vec<String>>(&["x"]), 999),
        ("errors", read_flat::<u32>(&["1", "x"]), 0),
        ("only errors", read_flat::<u32>(&["x"]), 0),
    ] {
        assert_eq!(found, expected, "{name}");
        assert!(reads < 20_000, "{name}: {reads}");
    }
}

#[test]
fn looking_for_further_errors_ends() {
    #[derive(serde::Deserialize)]
    struct Ten {
        #[expect(dead_code, reason = "only decoded")]
        rows: Vec<[Counted<u8>; 10]>,
    }
    // Each slot of the last row has an error of its own.
    let value = |at: usize| if at < 990 { "1" } else { "x" };
    let pairs: Vec<_> = (0..1000)
        .map(|at| format!("rows[{}][{}]={}", at / 10, at % 10, value(at)))
        .collect();
    let data = read_form(pairs.join("&")).unwrap();
    READS.set(0);
    let errors = deserialize::<Ten>(data.root()).err().unwrap();
    assert!(
        errors.len() > 5 && READS.get() < 20_000,
        "{} {}",
        errors.len(),
        READS.get()
    );
}
