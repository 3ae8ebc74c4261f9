//! The names of fields that a check is asked for.

use std::collections::HashMap;

use frontdesk::{Message, server_action};

use crate::fixtures::{builder, json as json_of, post, with_body};

#[derive(Clone, Debug, frontdesk::FromForm)]
struct Line {
    count: u32,
}

async fn none_is_bad(tags: &[String]) -> Result<(), Message> {
    match tags.iter().any(|tag| tag == "bad") {
        true => Err(Message::new("bad", "has a bad one")),
        false => Ok(()),
    }
}

#[server_action]
async fn list_all(
    #[field(check = none_is_bad)] tags: Vec<String>,
    numbers: Vec<u32>,
    lines: Vec<Line>,
    #[sealed] id: Option<u32>,
) -> usize {
    drop((lines, id));
    tags.len() + numbers.len()
}

/// The header of a client's manner, the names, and the keys of the errors; nothing is wrong if there are
/// none.
type Asked = (&'static str, &'static str, &'static [&'static str]);

/// However a client names an item of a list, it never looks right if the submit would refuse it.
#[tokio::test]
async fn items_are_found_by_every_spelling() {
    const BODY: &str = "tags=bad&numbers[]=1&numbers[]=x&lines[].count=1&lines[].count=z&id=forged";
    const ASKED: &[Asked] = &[
        ("", "field=numbers", &["numbers[1]"]),
        ("", "field=numbers[]", &["numbers[1]"]),
        ("", "field=numbers[01]", &["numbers[1]"]),
        ("", "field=numbers[0]", &[]),
        ("", "field=lines[].count", &["lines[1].count"]),
        ("", "field=lines[0].count", &[]),
        ("", "field=tags[0]", &["tags"]),
        ("precognition", "numbers[],tags.0", &["numbers[].1", "tags.0"]),
        ("precognition", "tags.*", &["tags"]),
        (
            "precognition",
            "lines.1.count,lines[1][count]",
            &["lines.1.count", "lines[1][count]"],
        ),
        ("precognition", "numbers.0", &[]),
    ];
    let desk = builder(()).action::<ListAll>().build().unwrap();
    for (manner, names, expected) in ASKED {
        let query = if manner.is_empty() { names } else { "" };
        let query = query.replace('[', "%5B").replace(']', "%5D");
        let body = BODY.replace("&id=forged", "");
        let mut request = post(&format!("list_all/check?{query}"));
        if !manner.is_empty() {
            request = request
                .header("precognition", "true")
                .header("precognition-validate-only", *names);
        }
        let response = desk.respond(with_body(request, &body)).await;
        let status = response.status().as_u16();
        assert!([204, 422].contains(&status), "{names}: {status}");
        let found: Vec<String> = match status {
            204 => Vec::new(),
            _ => {
                let json = json_of(response).await;
                json["errors"].as_object().unwrap().keys().cloned().collect()
            }
        };
        assert_eq!(
            (status == 204, found),
            (
                expected.is_empty(),
                expected.iter().map(|key| (*key).to_owned()).collect()
            ),
            "{names}"
        );
    }
    // A problem that is not about fields is an error of each field that was asked for.
    for (names, status) in [("tags.0,id", 422), ("", 409)] {
        let mut request = post("list_all/check").header("precognition", "true");
        if !names.is_empty() {
            request = request.header("precognition-validate-only", names);
        }
        let response = desk
            .respond(with_body(
                request,
                &BODY.replace("tags=bad", "tags=a").replace(['x', 'z'], "2"),
            ))
            .await;
        assert_eq!(response.status().as_u16(), status, "{names}");
        if status == 422 {
            let errors = json_of(response).await["errors"].clone();
            assert_eq!(errors.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "tags.0"]);
        }
    }
}

#[server_action]
async fn every_kind(
    text: String,
    count: Option<u32>,
    numbers: Vec<u32>,
    grid: Vec<Vec<u32>>,
    words: Vec<String>,
    lines: Vec<Line>,
    by_key: HashMap<String, u32>,
    line: Option<Line>,
) -> usize {
    drop((text, count, numbers, grid, words, lines, by_key, line));
    0
}

/// A name that no value can have is a mistake of the page: it would always look right.
#[tokio::test]
async fn name_that_no_value_can_have_is_unknown() {
    const KNOWN: &[&str] = &[
        "text",
        "text[]",
        "count",
        "numbers",
        "numbers[]",
        "numbers[3]",
        "numbers.3",
        "grid[0][1]",
        "words[0]",
        "lines",
        "lines[0]",
        "lines[0].count",
        "lines[][count]",
        "by_key",
        "by_key.x",
        "by_key[0]",
        "line.count",
    ];
    const UNKNOWN: &[&str] = &[
        "nope",
        "nope[0]",
        "text.x",
        "text[0]",
        "count.x",
        "count[0]",
        "numbers[x]",
        "numbers.x",
        "numbers[0].y",
        "numbers[0][y]",
        "grid[0][1].y",
        "words[0].y",
        "words.y",
        "lines.count",
        "lines[x]",
        "__fd_once",
        "__fd_nope",
        "lines[0].nope",
        "lines[0].count.x",
        "lines[0].count[0]",
        "by_key.x.y",
        "line.nope",
        "line.count.x",
    ];
    let desk = builder(()).action::<EveryKind>().build().unwrap();
    let ask = async |query: &str, header: Option<(&'static str, &str)>| {
        let mut request = post(&format!("every_kind/check?{query}"));
        if let Some((name, value)) = header {
            request = request.header(name, value);
            if name.starts_with("precognition") {
                request = request.header("precognition", "true");
            }
        }
        let response = desk.respond(with_body(request, "text=a")).await;
        response.status().as_u16()
    };
    for (names, status) in [(KNOWN, 204), (UNKNOWN, 400)] {
        for name in names {
            let query = format!("field={}", name.replace('[', "%5B").replace(']', "%5D"));
            assert_eq!(ask(&query, None).await, status, "{name}");
            let precognition = ask("", Some(("precognition-validate-only", name))).await;
            assert_eq!(precognition, status, "{name}");
        }
    }
    // Unpoly sends the names of all inputs of a group, which may be of a middleware.
    for (names, status) in [
        ("csrf_token", 204),
        ("text csrf_token", 204),
        ("text.x", 400),
        ("__fd_once", 204),
    ] {
        assert_eq!(ask("", Some(("x-up-validate", names))).await, status, "{names}");
    }
}

/// What a query asks for is never ignored.
#[tokio::test]
async fn names_of_query_and_header_add_up() {
    let desk = builder(()).action::<ListAll>().build().unwrap();
    for (query, header, value, expected) in [
        (
            "field=numbers",
            "x-up-validate",
            "lines[0].count",
            "lines[0].count numbers[0]",
        ),
        ("field=numbers", "x-up-validate", ":unknown", "numbers[0]"),
        ("field=nope", "x-up-validate", "numbers", "400"),
        (
            "field=numbers",
            "precognition-validate-only",
            "lines.0.count",
            "lines.0.count numbers.0",
        ),
        ("field=numbers", "precognition-validate-only", "", "numbers.0"),
        ("field=numbers", "precognition", "true", "numbers.0"),
        ("", "precognition-validate-only", "", "204"),
        ("", "precognition", "true", "lines.0.count numbers.0 tags"),
        ("field=nope", "precognition-validate-only", "numbers", "400"),
        ("field=numbers", "precognition-validate-only", "nope", "400"),
    ] {
        let mut request = post(&format!("list_all/check?{query}")).header(header, value);
        if header == "precognition-validate-only" {
            request = request.header("precognition", "true");
        }
        let part = builder(())
            .action::<ListAll>()
            .form_fragment(|form: frontdesk::FormView<ListAll>| {
                let fields = [
                    ("lines[0].count", form.field(ListAll::LINES.row(0).part(Line::COUNT))),
                    ("numbers[0]", form.field(ListAll::NUMBERS.row(0))),
                    ("tags", form.field(ListAll::TAGS)),
                ];
                let wrong = fields.iter().filter(|(_, field)| !field.errors().is_empty());
                wrong.map(|(path, _)| *path).collect::<Vec<_>>().join(" ")
            });
        let with_part = part.build().unwrap();
        let is_unpoly = header == "x-up-validate";
        let desk = if is_unpoly { &with_part } else { &desk };
        let response = desk
            .respond(with_body(request, "tags=bad&numbers=x&lines[].count=x"))
            .await;
        let found = match response.status().as_u16() {
            422 if is_unpoly => crate::fixtures::text(response).await,
            422 => {
                let json = json_of(response).await;
                let keys: Vec<_> = json["errors"].as_object().unwrap().keys().cloned().collect();
                keys.join(" ")
            }
            status => status.to_string(),
        };
        assert_eq!(found, expected, "{query} {header}: {value}");
    }
}
