//! Queries and forms of route handlers, decoded by the table of actions.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use frontdesk::{Form, Json, Path, Query, Router, get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// The name, the query, and how the JSON differs from that of an empty query.
#[rustfmt::skip]
const ROWS: &[(&str, &str, &str)] = &[
    ("none", "", "{}"),
    ("all_blank", "on=&q=&per=&open=&tag=&order=", r#"{"tag":[""]}"#),
    ("all", "on=2026-03-04&q=a+b&per=7&open=on&tag=a&tag=b&order=old",
        r#"{"on":"2026-03-04","q":"a b","per":7,"open":true,"tag":["a","b"],"order":"old"}"#),
    ("numbers_as_browsers_write_them", "per=%20007.0", r#"{"per":7}"#),
    ("numbers_with_a_sign", "per=%2B7", r#"{"per":7}"#),
    ("checkbox_off", "open=false", "{}"),
    ("checkbox_and_hidden", "open=false&open=true", r#"{"open":true}"#),
    ("brackets", "tag[]=a&tag[]=b", r#"{"tag":["a","b"]}"#),
    ("escaped_brackets", "tag%5B%5D=a", r#"{"tag":["a"]}"#),
    ("indices", "tag[9]=b&tag[2]=a", r#"{"tag":["a","b"]}"#),
    ("same_value_twice", "q=x&q=x", r#"{"q":"x"}"#),
    ("order", "order=new&per=1", r#"{"per":1}"#),
    ("unknown_names", "utm=1&_fd=x.y&__fd_key=%ff&_charset_=utf-8&a.b[c]=1&x[&..", "{}"),
    ("names_below_a_plain_parameter", "q=x&q.dir=ltr", r#"{"q":"x"}"#),
    ("names_below_an_absent_parameter", "q.x=1&q.y=2&q.dir=ltr&per.x=1&on.x=1&order.x=1&tag.x=1&open.x=1", "{}"),
];

/// Names and values.
type Pairs = &'static [(&'static str, &'static str)];

/// The name, the query, and the fields in `errors` with their messages.
#[rustfmt::skip]
const ERRORS: &[(&str, &str, Pairs)] = &[
    ("date", "on=x", &[("on", "is not valid")]),
    ("number", "per=x", &[("per", "not a number")]),
    ("number_too_large", "per=4294967296", &[("per", "must be between 0 and 4294967295")]),
    ("bool", "open=maybe", &[("open", "must be true or false")]),
    ("flattened", "order=x", &[("order", "must be one of: new, old")]),
    ("twice", "q=a&q=b", &[("q", "sent more than once")]),
    ("not_utf8", "tag=a&tag[1]=%ff", &[("tag[1]", "is not valid UTF-8 text")]),
    ("every_error", "on=x&per=x&open=maybe&q=a&q=b",
        &[("on", "is not valid"), ("open", "must be true or false"), ("per", "not a number"), ("q", "sent more than once")]),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("query");
    for (name, query, change) in ROWS {
        topic.shared(name, move |site| async move {
            let mut expected = json!({ "on": null, "q": null, "per": 20, "open": false, "tag": [], "order": "new" });
            let change: serde_json::Map<String, Value> = serde_json::from_str(change).unwrap();
            expected.as_object_mut().unwrap().extend(change);
            let response = site.get(&format!("/query?{query}")).send().await.expect(200);
            assert_eq!(response.json(), expected, "{query}");
        });
    }
    for (name, query, errors) in ERRORS {
        topic.shared(&format!("bad_{name}"), move |site| async move {
            let problem = site
                .get(&format!("/query?{query}"))
                .send()
                .await
                .problem(400, "invalid-query");
            let expected: serde_json::Map<_, _> = errors
                .iter()
                .map(|(name, message)| ((*name).to_owned(), json!([message])))
                .collect();
            assert_eq!(problem["errors"], Value::Object(expected), "{problem}");
            let detail = problem["detail"].as_str().unwrap();
            assert!(
                errors.iter().all(|(name, _)| detail.contains(&format!("`{name}`"))),
                "{detail}"
            );
        });
    }
    topic.shared("too_many_parameters_are_refused", too_many);
    topic.shared("form_of_a_route_handler_follows_the_table", forms);
    topic.shared("cached_handler_sees_every_spelling", cached);
    topic.shared("path_of_pairs", pairs);
}

async fn too_many(site: Site) {
    let query = "x=1&".repeat(1001);
    site.get(&format!("/query?{query}"))
        .send()
        .await
        .problem(400, "invalid-query");
}

#[derive(Serialize, Deserialize)]
struct Order {
    count: u32,
    note: Option<String>,
    gift: bool,
    lines: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    name: String,
    amount: Option<u32>,
}

async fn forms(site: Site) {
    let order = post(async |Form(order): Form<Order>| Json(order));
    let routes = Router::new().route("/order", order);
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    let send = async |body: &'static str| {
        let request = site
            .post("/order")
            .header("content-type", "application/x-www-form-urlencoded");
        request.body(body).send().await
    };
    let response = send("count=+7&note=&lines[1].name=b&lines[0].name=a&lines[0][amount]=2&button=x").await;
    let expected = json!({
        "count": 7, "note": null, "gift": false,
        "lines": [{ "name": "a", "amount": 2 }, { "name": "b", "amount": null }],
    });
    assert_eq!(response.expect(200).json(), expected);
    let problem = send("count=x&gift=maybe&lines[0].amount=x&lines[0].name=a")
        .await
        .problem(422, "invalid-fields");
    let errors: Vec<_> = problem["errors"].as_object().unwrap().keys().collect();
    assert_eq!(errors, ["count", "gift", "lines[0].amount"], "{problem}");
}

#[derive(Deserialize, Debug)]
struct Filter {
    tag: Vec<String>,
    at: Option<At>,
}

#[derive(Deserialize, Debug)]
#[expect(dead_code, reason = "read by Debug")]
struct At {
    x: Option<u8>,
}

/// Different values never share a response, and what is not read makes no difference.
async fn cached(site: Site) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let handler = move |Query(filter): Query<Filter>| {
        counted.fetch_add(1, Ordering::SeqCst);
        async move { format!("{:?} {:?}", filter.tag, filter.at) }
    };
    let routes = Router::new().route("/filter", get(handler).cached());
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    for (query, expected, run) in [
        ("", "[] None", 1),
        ("tag=a", r#"["a"] None"#, 2),
        ("tag[]=b", r#"["b"] None"#, 3),
        ("tag[1]=d&tag[0]=c", r#"["c", "d"] None"#, 4),
        ("tag%5B%5D=b&utm=1", r#"["b"] None"#, 4),
        ("at.x=1", "[] Some(At { x: Some(1) })", 5),
        ("at[x]=2", "[] Some(At { x: Some(2) })", 6),
        ("utm=1&at[x]=2&junk[tag]=1", "[] Some(At { x: Some(2) })", 6),
        ("tag=a", r#"["a"] None"#, 6),
    ] {
        let response = site.get(&format!("/filter?{query}")).send().await.expect(200);
        assert_eq!(
            (&*response.text(), runs.load(Ordering::SeqCst)),
            (expected, run),
            "{query}"
        );
    }
}

async fn pairs(site: Site) {
    let pairs = get(async |Path(pairs): Path<Vec<(String, String)>>| Json(pairs));
    let any = async |Path(any): Path<Value>| Json(any);
    let routes = Router::new()
        .route("/pairs/{a}/{b}", pairs)
        .route("/any/{a}", get(any))
        .route("/any/{a}/{b}", get(any));
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    for (path, expected) in [
        ("/pairs/x/%C3%A9", json!([["a", "x"], ["b", "é"]])),
        ("/any/7", json!("7")),
        ("/any/7/x", json!({ "a": "7", "b": "x" })),
    ] {
        assert_eq!(site.get(path).send().await.expect(200).json(), expected, "{path}");
    }
}
