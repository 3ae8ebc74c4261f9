//! The JSON API: bodies of requests and responses, and every method of a resource.

use serde_json::{Value, json};

use crate::harness::client::Response;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// The name, the type, the body, and the status and code of the problem.
#[rustfmt::skip]
const BAD: &[(&str, Option<&str>, &str, u16, &str)] = &[
    ("not_json", Some("application/json"), "{\"name\":", 400, "invalid-json"),
    ("not_json_at_all", Some("application/json"), "name=x", 400, "invalid-json"),
    ("nothing", Some("application/json"), "", 400, "invalid-json"),
    ("text_after_the_json", Some("application/json"), "{\"name\":\"x\"} x", 400, "invalid-json"),
    ("wrong_shape", Some("application/json"), "{\"name\":7}", 422, "invalid-fields"),
    ("missing_field", Some("application/json"), "{}", 422, "invalid-fields"),
    ("a_list", Some("application/json"), "[1]", 422, "invalid-fields"),
    ("a_form", Some("application/x-www-form-urlencoded"), "name=x", 415, "unsupported-media-type"),
    ("text", Some("text/plain"), "{\"name\":\"x\"}", 415, "unsupported-media-type"),
    ("a_merge_patch", Some("application/merge-patch+json"), "{\"name\":\"x\"}", 415, "unsupported-media-type"),
    ("a_json_patch", Some("Application/JSON-Patch+JSON; charset=utf-8"), "{\"name\":\"x\"}", 415, "unsupported-media-type"),
    ("no_type", None, "{\"name\":\"x\"}", 415, "unsupported-media-type"),
    ("json_within_a_parameter", Some("text/plain; application/json"), "{\"name\":\"x\"}", 415, "unsupported-media-type"),
    ("two_types", Some("application/json, text/plain"), "{\"name\":\"x\"}", 415, "unsupported-media-type"),
    ("a_broken_type", Some("application"), "{\"name\":\"x\"}", 415, "unsupported-media-type"),
];

/// The name, the target, the JSON, and the fields that the problem names, or `None` if the JSON is
/// malformed.
type Shape = (
    &'static str,
    &'static str,
    &'static [u8],
    Option<&'static [&'static str]>,
);

#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    ("of_a_struct_with_a_number_that_is_too_large", "/api/items", b"{\"name\":1e999}", Some(&["name"])),
    ("of_a_struct_that_breaks_off", "/api/items", b"{\"name\":5", None),
    ("of_a_struct_that_breaks_off_in_a_list", "/api/items", b"[1", None),
    ("of_a_struct_with_half_a_surrogate", "/api/items", b"{\"name\":\"\\ud800\"}", Some(&["name"])),
    ("of_a_struct_that_is_not_utf8", "/api/items", b"{\"name\":\"\xff\"}", None),
    ("of_a_struct_that_is_not_utf8_where_nobody_looks", "/api/items", b"{\"name\":\"x\",\"other\":\"\xff\"}", None),
    ("of_a_struct_without_its_field", "/api/items", b"{}", Some(&[])),
    ("of_a_struct_that_is_null", "/api/items", b"null", Some(&[])),
    ("of_an_enum_that_is_empty", "/revalidate", b"{}", Some(&[])),
    ("of_an_enum_that_is_a_list", "/revalidate", b"[]", Some(&[])),
    ("of_an_enum_that_is_null", "/revalidate", b"null", Some(&[])),
    ("of_an_enum_that_is_two", "/revalidate", b"{\"path\":\"/a\",\"tag\":\"b\"}", Some(&[])),
    ("of_an_enum_with_another_content", "/revalidate", b"{\"path\":5}", Some(&["path"])),
    ("of_an_enum_that_breaks_off", "/revalidate", b"{\"path\":\"/a\"", None),
    ("of_an_enum_and_more", "/revalidate", b"{} {}", None),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("items");
    for (name, target, json, fields) in SHAPES {
        let name = format!("json_{name}");
        topic.shared(&name, move |site| shape(site, target, json, *fields));
    }
    topic.own("item_is_created_read_replaced_changed_and_deleted", life);
    topic.own("json_types_are_accepted", types);
    for (name, kind, body, status, code) in BAD {
        topic.shared(name, move |site| async move {
            let call = site.post("/api/items").body(*body);
            let call = match kind {
                Some(kind) => call.header("content-type", kind),
                None => call,
            };
            let response = call.send().await;
            response.problem(*status, code);
            assert_eq!(response.headers.contains_key("accept"), *status == 415, "{response}");
        });
    }
    topic.shared("json_of_the_wrong_shape_names_the_field_but_no_rust_type", wrong_shape);
    topic.shared("large_body_is_413", large);
}

fn id(response: &Response) -> u64 {
    response.json()["id"].as_u64().unwrap()
}

async fn life(site: Site) {
    assert_eq!(site.get("/api/items").send().await.expect(200).json(), json!([]));
    let created = site.post("/api/items").json(r#"{"name":"x"}"#).send().await.expect(201);
    assert_eq!(created.json(), json!({"id": 1, "name": "x"}));
    assert_eq!(created.location(), "/api/items/1");
    let second = site
        .post("/api/items")
        .json(r#"{"name":"y","other":1}"#)
        .send()
        .await
        .expect(201);
    assert_eq!(id(&second), 2);
    let list = site.get("/api/items").send().await.expect(200);
    assert_eq!(list.json(), json!([{"id": 1, "name": "x"}, {"id": 2, "name": "y"}]));

    let item = "/api/items/1";
    assert_eq!(site.get(item).send().await.expect(200).json()["name"], "x");
    for (method, body, name) in [
        ("PUT", r#"{"name":"new"}"#, "new"),
        ("PATCH", "{}", "new"),
        ("PATCH", r#"{"name":null}"#, "new"),
        ("PATCH", r#"{"name":"newer"}"#, "newer"),
    ] {
        let changed = site.call(method, item).json(body).send().await.expect(200);
        assert_eq!(changed.json(), json!({"id": 1, "name": name}), "{method} {body}");
    }
    site.call("PUT", item)
        .json("{}")
        .send()
        .await
        .problem(422, "invalid-fields");

    let deleted = site.call("DELETE", item).send().await.expect(204);
    assert!(deleted.body.is_empty());
    assert!(
        deleted.all("content-type").is_empty() && deleted.all("content-length").is_empty(),
        "{deleted}"
    );
    for method in ["GET", "DELETE"] {
        site.call(method, item).send().await.problem(404, "not-found");
    }
    for method in ["PUT", "PATCH"] {
        let response = site.call(method, item).json(r#"{"name":"x"}"#).send().await;
        response.problem(404, "not-found");
    }
    // Ids are not reused.
    let third = site.post("/api/items").json(r#"{"name":"z"}"#).send().await;
    assert_eq!(id(&third), 3);
}

async fn types(site: Site) {
    for kind in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/vnd.api+json",
        "application/json;charset=\"utf-8\"",
        "application/json ; charset=utf-8",
        "application/json\t;\tcharset=utf-8",
        "application/json;;charset=utf-8",
        "application/json;",
        "application/ld+json; profile=\"a;b\"",
    ] {
        let call = site.post("/api/items").header("content-type", kind);
        call.body(r#"{"name":"x"}"#).send().await.expect(201);
    }
}

async fn shape(site: Site, target: &str, json: &'static [u8], fields: Option<&[&str]>) {
    let call = site.post(target).header("content-type", "application/json");
    let response = call.body(json).send().await;
    let Some(fields) = fields else {
        response.problem(400, "invalid-json");
        return;
    };
    let problem = response.problem(422, "invalid-fields");
    let named = problem.get("errors").map(|errors| errors.as_object().unwrap().keys());
    assert_eq!(named.into_iter().flatten().collect::<Vec<_>>(), fields, "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("shape"), "{problem}");
}

async fn wrong_shape(site: Site) {
    let response = site.post("/api/items").json(r#"{"name":{"x":1}}"#).send().await;
    let problem = response.problem(422, "invalid-fields");
    let fields: Vec<_> = problem["errors"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["name"], "{problem}");
    for word in ["String", "struct", "NewItem", "expected a string"] {
        assert!(!problem.to_string().contains(word), "{problem}");
    }
}

async fn large(site: Site) {
    // Hardly more than is read: else a server may close while the client is still sending.
    let body = json!({ "name": "x".repeat(2 * 1024 * 1024) });
    let response = site.post("/api/items").json(Value::to_string(&body)).send().await;
    response.problem(413, "body-too-large");
}
