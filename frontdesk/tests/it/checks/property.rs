//! A check has the verdict of the submit, on any form.

use std::collections::BTreeMap;

use frontdesk::{Desk, FieldErrors, FromForm, Message, Problem, State, server_action};
use serde_json::{Value, json};

use crate::fixtures::{Random, Runs, builder, json as json_of, post, with_body};

#[derive(Clone, Default)]
struct App {
    runs: Runs,
}

#[derive(FromForm)]
struct Address {
    #[garde(length(chars, min = 2, max = 9))]
    city: String,
    zip: Option<u8>,
}

async fn is_free(title: &str) -> Result<(), Message> {
    match title {
        "taken" => Err(Message::new("taken", "already taken")),
        _ => Ok(()),
    }
}

async fn is_even(State(_): State<App>, count: &u8) -> Result<(), Problem> {
    match count {
        1 => Err(Problem::field("count", "must be even")),
        3 => Err(Problem::field("title", "does not go with this count")),
        _ => Ok(()),
    }
}

async fn are_known(tags: &[String]) -> Result<(), FieldErrors> {
    let unknown = tags.iter().enumerate().filter(|(_, tag)| tag.len() > 2);
    let mut errors = FieldErrors::none();
    unknown.for_each(|(index, _)| errors.merge(FieldErrors::new("unknown tag").at_index(index)));
    match errors.is_empty() {
        true => Ok(()),
        false => Err(errors),
    }
}

async fn is_reachable(address: &Address) -> Result<(), FieldErrors> {
    match address.zip {
        Some(0) => Err(FieldErrors::new("nobody lives there").at("zip")),
        _ => Ok(()),
    }
}

#[server_action]
async fn order(
    #[extract] State(app): State<App>,
    #[garde(length(chars, min = 1, max = 5))]
    #[field(check = is_free)]
    title: String,
    #[garde(matches(title))] again: String,
    #[field(check = is_even)] count: u8,
    #[field(check = are_known, skip_blank)] tags: Vec<String>,
    #[field(check = is_reachable)] address: Address,
    #[field(required)] terms: bool,
    note: Option<u32>,
) -> u32 {
    drop((title, again, count, tags, address, terms, note));
    app.runs.add()
}

/// The names of a form, and the values that each may have.
const POOL: &[(&str, &[&str])] = &[
    ("title", &["a", "taken", "", "toolong", "ab", "\u{e4}", "a\0"]),
    ("again", &["a", "taken", "ab", ""]),
    ("count", &["0", "1", "2", "3", "x", "", "256", "1.5"]),
    ("tags", &["a", "b", "", "abc"]),
    ("tags[1]", &["c", "def"]),
    ("address.city", &["Ghent", "", "G", "a very long city"]),
    ("address[zip]", &["9", "0", "x", "300", ""]),
    ("terms", &["on", "false", "maybe"]),
    ("note", &["7", "", "x", "-1"]),
    ("unknown", &["1"]),
];

const NAMES: &[&str] = &[
    "title",
    "again",
    "count",
    "tags",
    "tags[0]",
    "address",
    "address.city",
    "address.zip",
    "terms",
    "note",
];

/// Returns a form: mostly right values, of which some are missing and some are there twice.
fn form(random: &mut Random) -> Vec<(&'static str, &'static str)> {
    let mut pairs = Vec::new();
    for (name, values) in POOL {
        let times = match random.below(10) {
            0 => 0,
            1 => 2,
            _ if name.contains("tags") || *name == "unknown" => random.below(3),
            _ => 1,
        };
        for _ in 0..times {
            let value = if random.below(8) == 0 {
                random.below(values.len())
            } else {
                0
            };
            pairs.push((*name, values[value]));
        }
    }
    pairs
}

fn urlencoded(pairs: &[(&str, &str)]) -> String {
    let encode =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// The same as JSON, whose types are right in some forms and wrong in others.
fn as_json(pairs: &[(&str, &str)], random: &mut Random) -> String {
    let mut object = serde_json::Map::new();
    for (name, value) in pairs {
        let value = match value.parse::<i64>() {
            Ok(number) if random.below(4) > 0 => json!(number),
            _ if *value == "on" => json!(true),
            _ => json!(value),
        };
        match name.split_once(['.', '[']) {
            Some(("address", part)) => {
                let address = object.entry("address").or_insert_with(|| json!({}));
                address[part.trim_end_matches(']')] = value;
            }
            _ if name.starts_with("tags") => {
                let tags = object.entry("tags").or_insert_with(|| json!([]));
                tags.as_array_mut().unwrap().push(value);
            }
            _ => drop(object.insert((*name).to_owned(), value)),
        }
    }
    Value::Object(object).to_string()
}

/// Returns the messages of a response by field, or `None` if nothing is wrong.
async fn errors(desk: &Desk, path: &str, kind: &str, body: &str) -> Option<BTreeMap<String, Value>> {
    let mut request = with_body(post(path), body);
    request.headers_mut().insert("content-type", kind.parse().unwrap());
    let response = desk.respond(request).await;
    match response.status().as_u16() {
        200 | 204 => None,
        422 => Some(serde_json::from_value(json_of(response).await["errors"].take()).unwrap()),
        status => panic!("{status} at {path} for {body}"),
    }
}

fn is_at_or_below(path: &str, name: &str) -> bool {
    let rest = path.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[tokio::test]
async fn verdict_of_10_000_forms_is_that_of_the_submit() {
    let app = App::default();
    let desk = builder(app.clone()).action::<Order>().build().unwrap();
    let mut random = Random::new(14);
    let (mut right, mut wrong, mut silent) = (0, 0, 0);
    for _ in 0..10_000 {
        let pairs = form(&mut random);
        let (kind, body) = match random.below(3) {
            0 => ("application/json", as_json(&pairs, &mut random)),
            _ => ("application/x-www-form-urlencoded", urlencoded(&pairs)),
        };
        let names: Vec<_> = (0..random.below(4)).map(|_| NAMES[random.below(NAMES.len())]).collect();
        let query: Vec<_> = names.iter().map(|name| format!("field={name}")).collect();
        let before = app.runs.get();
        let checked = errors(&desk, &format!("order/check?{}", query.join("&")), kind, &body).await;
        assert_eq!(app.runs.get(), before, "the function ran: {body}");
        let submitted = errors(&desk, "order", kind, &body).await;
        match &submitted {
            None => right += 1,
            Some(_) => wrong += 1,
        }
        let mut expected = submitted.unwrap_or_default();
        let is_asked = |path: &str| names.is_empty() || names.iter().any(|name| is_at_or_below(path, name));
        silent += usize::from(!expected.is_empty());
        expected.retain(|path, _| is_asked(path));
        silent -= usize::from(!expected.is_empty());
        assert_eq!(checked.unwrap_or_default(), expected, "{names:?} {body}");
    }
    // The forms are of all kinds.
    assert!(right > 500 && wrong > 2_000 && silent > 500, "{right} {wrong} {silent}");
    assert_eq!(app.runs.get(), right);
}
