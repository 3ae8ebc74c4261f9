//! A search form: decoding, messages, refilled inputs, links, and one stored response for equal filters.

use conformance::servers::Adapter;
use serde_json::{Value, json};

use crate::cached::{HIT, MISS, cache_status};
use crate::harness::html::Page;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

/// The name, the query, how the JSON differs from that of an empty query, and the queries of the links to
/// the page before and after, where there are such.
#[rustfmt::skip]
#[expect(clippy::type_complexity, reason = "a table")]
const FOUND: &[(&str, &str, &str, Option<&str>, Option<&str>)] = &[
    ("first_visit", "", "{}", None, Some("page=2")),
    ("blank", "q=&page=&per=&on=", "{}", None, Some("page=2")),
    ("all", "tag=b&on=2026-03-04&per=7&tag=a&page=2&q=a+b%26c",
        r#"{"q":"a b&c","page":2,"per":7,"on":"2026-03-04","tag":["b","a"]}"#,
        Some("q=a+b%26c&per=7&on=2026-03-04&tag=b&tag=a"),
        Some("q=a+b%26c&page=3&per=7&on=2026-03-04&tag=b&tag=a")),
    ("numbers_as_people_write_them", "page=%20007.0&per=%2B020", r#"{"page":7}"#, Some("page=6"), Some("page=8")),
    ("brackets", "tag[9]=b&tag%5B2%5D=a", r#"{"tag":["a","b"]}"#, None, Some("page=2&tag=a&tag=b")),
    ("blank_item", "tag=&tag=a", r#"{"tag":["","a"]}"#, None, Some("page=2&tag=&tag=a")),
    ("unknown_names", "utm=1&_fd=x.y&__fd_key=%ff&_charset_=utf-8&a.b[c]=1&x[&..&q=x", r#"{"q":"x"}"#,
        None, Some("q=x&page=2")),
    ("text_with_every_kind_of_character", "q=%20+%3Cb%3E%22%C3%BC%0D%0A", r#"{"q":"  <b>\"ü\n"}"#,
        None, Some("q=++%3Cb%3E%22%C3%BC%0A&page=2")),
    ("last_page", "page=1000", r#"{"page":1000}"#, Some("page=999"), None),
    ("second_page", "page=2", r#"{"page":2}"#, Some(""), Some("page=3")),
];

/// The name, the query, the fields with messages, and inputs of the page with their values.
#[rustfmt::skip]
#[expect(clippy::type_complexity, reason = "a table")]
const REFUSED: &[(&str, &str, &[(&str, &str)], &[(&str, &str)])] = &[
    ("not_a_number", "q=x&page=two", &[("page", "not a number")], &[("q", "x"), ("page", "two"), ("per", "20")]),
    ("page_too_large", "page=1001&per=5", &[("page", "must be at most 1000")], &[("page", "1001"), ("per", "5")]),
    ("page_too_small", "page=0", &[("page", "must be at least 1")], &[("page", "0")]),
    ("every_error", "page=x&per=-1&on=x&q=a&q=b&tag=t",
        &[("page", "not a number"), ("per", "must be between 0 and 4294967295"), ("on", "must be a date"),
            ("q", "sent more than once")],
        &[("page", "x"), ("per", "-1"), ("on", "x")]),
    ("not_utf8", "q=%ff", &[("q", "is not valid UTF-8 text")], &[("q", "\u{fffd}")]),
    ("markup", "page=%22%3E%3Cscript%3E", &[("page", "not a number")], &[("page", "\"><script>")]),
];

const HOSTS: [Adapter; 2] = [Adapter::Axum, Adapter::Actix];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("find");
    for (name, query, change, prev, next) in FOUND {
        topic.shared(name, move |site| found(site, "/find", query, change, [*prev, *next]));
        topic.on(&format!("{name}_in_host"), &HOSTS, On::Shared, move |site| {
            found(site, "/host/find", query, change, [*prev, *next])
        });
    }
    for (name, query, messages, values) in REFUSED {
        topic.shared(name, move |site| refused(site, "/find", query, messages, values));
        topic.on(&format!("{name}_in_host"), &HOSTS, On::Shared, move |site| {
            refused(site, "/host/find", query, messages, values)
        });
    }
    topic.shared("form_is_a_get_without_hidden_fields", form);
    topic.shared("submitted_form_is_refilled", submitted);
    topic.shared("too_many_parameters_are_a_problem", |site| too_many(site, "/find"));
    topic.on(
        "too_many_parameters_are_a_problem_in_host",
        &HOSTS,
        On::Shared,
        |site| too_many(site, "/host/find"),
    );
    topic.shared("method_query_needs_nothing_more", by_query);
    topic.own("equal_filters_share_one_stored_response", cached);
}

fn link(page: &str, rel: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!(r#"<a rel="{rel}" href=""#))?;
    let (href, _) = rest.split_once('"')?;
    Some(href.replace("&amp;", "&"))
}

fn decoded(page: &str) -> Option<Value> {
    let page = Page::parse(page);
    page.text_at_id("found").map(|json| serde_json::from_str(json).unwrap())
}

async fn found(site: Site, path: &str, query: &str, change: &str, links: [Option<&str>; 2]) {
    let page = site.get(&format!("{path}?{query}")).send().await.expect(200).text();
    let mut expected = json!({ "q": null, "page": 1, "per": 20, "on": null, "tag": [] });
    let change: serde_json::Map<String, Value> = serde_json::from_str(change).unwrap();
    expected.as_object_mut().unwrap().extend(change);
    assert_eq!(decoded(&page), Some(expected.clone()), "{page}");
    assert!(!page.contains("data-errors-for"), "{page}");
    let href = |query: &str| match query {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    };
    for (rel, expected) in ["prev", "next"].into_iter().zip(links) {
        assert_eq!(link(&page, rel), expected.map(href), "{rel}");
    }
    // A link leads to the same filter, but for the page.
    for rel in ["prev", "next"] {
        let Some(href) = link(&page, rel) else { continue };
        let mut other = decoded(&site.get(&href).send().await.expect(200).text()).unwrap();
        assert_ne!(other["page"], expected["page"], "{href}");
        other["page"] = expected["page"].clone();
        assert_eq!(other, expected, "{href}");
    }
}

async fn refused(site: Site, path: &str, query: &str, messages: &[(&str, &str)], values: &[(&str, &str)]) {
    let response = site.get(&format!("{path}?{query}")).send().await.expect(200);
    assert_eq!(response.header("cache-control"), "no-store", "{response}");
    let source = response.text();
    let page = Page::parse(&source);
    for field in ["q", "page", "per", "on", "tag"] {
        let expected = messages.iter().filter(|(name, _)| *name == field);
        let expected: Vec<_> = expected.map(|(_, message)| *message).collect();
        assert_eq!(page.errors(field), expected, "{field}: {source}");
    }
    for (name, value) in values {
        assert_eq!(page.form(path).value(name), Some(*value), "{source}");
    }
    assert_eq!((decoded(&source), link(&source, "next")), (None, None));
    assert!(!source.contains("<script>"));
}

async fn form(site: Site) {
    let page = site.get("/find?utm=1").send().await.expect(200).text();
    for tag in [
        r#"<form action="/find" method="get" accept-charset="utf-8"><div>"#,
        r#"<input type="text" id="search-q" name="q" value="">"#,
        r#"<input type="number" id="search-page" name="page" min="1" max="1000" value="1">"#,
        r#"<input type="number" id="search-per" name="per" value="20">"#,
        r#"<input type="date" id="search-on" name="on" value="">"#,
    ] {
        assert!(page.contains(tag), "{tag}\n{page}");
    }
    assert!(!page.contains(r#"type="hidden""#), "{page}");
}

async fn submitted(site: Site) {
    let page = site.get("/find").send().await.expect(200).text();
    let mut form = Page::parse(&page).form("/find");
    form.set("q", "a & b").set("page", "3").set("on", "2026-03-04");
    let page = site
        .get(&format!("/find?{}&tag=red", form.encode()))
        .send()
        .await
        .expect(200)
        .text();
    let expected = json!({ "q": "a & b", "page": 3, "per": 20, "on": "2026-03-04", "tag": ["red"] });
    assert_eq!(decoded(&page), Some(expected));
    let form = Page::parse(&page).form("/find");
    assert_eq!(
        ["q", "page", "per", "on", "tag"].map(|name| form.value(name)),
        [Some("a & b"), Some("3"), Some("20"), Some("2026-03-04"), Some("red")]
    );
}

async fn too_many(site: Site, path: &str) {
    let query = vec!["tag=a"; 1001].join("&");
    let response = site.get(&format!("{path}?{query}")).send().await;
    response.problem(400, "invalid-query");
}

async fn by_query(site: Site) {
    let call = site.call("QUERY", "/find/query").form("q=&tag=a&tag=b");
    let response = call.send().await.expect(200);
    assert_eq!(response.json(), json!({ "q": null, "tag": ["a", "b"] }));
}

async fn cached(site: Site) {
    let get = |query: &str| site.get(&format!("/find/cached?{query}")).send();
    let first = get("tag=a&q=x").await.expect(200);
    assert_eq!(cache_status(&first), MISS, "{first}");
    for query in [
        "q=x&tag=a",
        "q=x&page=1&per=20&tag[]=a&on=",
        "tag[7]=a&utm=2&q=x&page=%2B01.0",
        "_fd=x.y&q=x&q=x&tag=a",
    ] {
        let other = get(query).await.expect(200);
        assert_eq!((cache_status(&other), &other.body), (HIT, &first.body), "{query}");
    }
    for query in ["", "q=x", "q=X&tag=a", "q=x&tag=a&tag=a", "q=x&tag=a&page=2"] {
        let other = get(query).await.expect(200);
        assert_eq!(cache_status(&other), MISS, "{query}: {other}");
    }
    for _ in 0..2 {
        let refused = get("q=x&page=0").await.expect(200);
        assert_eq!(refused.header("cache-control"), "no-store", "{refused}");
        assert!(refused.text().contains(r#"data-errors-for="page""#), "{refused}");
        assert!(
            refused.all("cache-status").is_empty() || !cache_status(&refused).contains("stored"),
            "{refused}"
        );
    }
}
