//! Paths, their parameters and queries.

use std::future::{Ready, ready};

use conformance::app::App;
use frontdesk::{Path, Router, get};
use serde_json::json;

use crate::harness::site::Site;
use crate::harness::suite::Suite;

type Expected = Result<&'static str, (u16, &'static str)>;

/// The name, the target, and the JSON of the response or the status and code of the problem.
#[rustfmt::skip]
const ROWS: &[(&str, &str, Expected)] = &[
    ("params", "/params/x/y", Ok(r#"{"a":"x","b":"y"}"#)),
    ("params_are_decoded", "/params/%C3%A4%20%2B/a+b", Ok(r#"{"a":"ä +","b":"a+b"}"#)),
    ("encoded_slash_stays_inside_its_segment", "/params/a%2Fb/c%2fd", Ok(r#"{"a":"a/b","b":"c/d"}"#)),
    ("params_are_decoded_once_only", "/params/%2541/%25", Ok(r#"{"a":"%41","b":"%"}"#)),
    ("bad_escape_is_400", "/params/%zz/y", Err((400, "invalid-path"))),
    ("incomplete_escape_is_400", "/params/x/%4", Err((400, "invalid-path"))),
    ("escape_that_is_not_utf8_is_400", "/params/%FF/y", Err((400, "invalid-path"))),
    ("missing_segment_is_404", "/params/x", Err((404, "not-found"))),
    ("empty_segment_is_not_a_parameter", "/params//y", Err((404, "not-found"))),
    ("trailing_slash_is_another_path", "/hello/", Err((404, "not-found"))),
    ("doubled_slash_is_another_path", "//hello", Err((404, "not-found"))),
    ("literals_match_as_sent", "/hell%6F", Err((404, "not-found"))),
    ("letter_case_counts", "/Hello", Err((404, "not-found"))),
    ("dots_are_not_resolved", "/params/../hello", Ok(r#"{"a":"..","b":"hello"}"#)),
    ("number", "/number/42", Ok("42")),
    ("number_largest", "/number/4294967295", Ok("4294967295")),
    ("number_too_large", "/number/4294967296", Err((400, "invalid-path"))),
    ("number_negative", "/number/-1", Err((400, "invalid-path"))),
    ("number_a_word", "/number/abc", Err((400, "invalid-path"))),
    ("number_decoded", "/number/%34%32", Ok("42")),
    ("files", "/files/docs/a%20b/c%2Fd", Ok(r#"{"path":["docs","a b","c/d"]}"#)),
    ("files_one", "/files/x", Ok(r#"{"path":["x"]}"#)),
    ("files_none", "/files", Err((404, "not-found"))),
    ("files_bad_escape", "/files/a/%g1", Err((400, "invalid-path"))),
    ("search_defaults", "/search", Ok(r#"{"q":"","page":1,"tags":[]}"#)),
    ("search", "/search?q=a+b%26c&page=2&tag=x&tag=y", Ok(r#"{"q":"a b&c","page":2,"tags":["x","y"]}"#)),
    ("search_unknown", "/search?utm=1&q=x", Ok(r#"{"q":"x","page":1,"tags":[]}"#)),
    ("search_bad_page", "/search?page=x", Err((400, "invalid-query"))),
    ("search_negative_page", "/search?page=-1", Err((400, "invalid-query"))),
    ("not_found", "/nothing/here", Err((404, "not-found"))),
    ("not_found_root", "/", Err((404, "not-found"))),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("paths");
    for (name, target, expected) in ROWS {
        topic.shared(name, move |site| async move {
            let response = site.get(target).send().await;
            match expected {
                Ok(json) => {
                    let json: serde_json::Value = serde_json::from_str(json).unwrap();
                    assert_eq!(response.expect(200).json(), json);
                }
                Err((status, code)) => drop(response.problem(*status, code)),
            }
        });
    }
    topic.shared("literals_are_matched", literal);
    topic.shared("literals_win_over_parameters", literals_first);
    topic.shared("parameters_win_over_catch_alls", parameters_first);
    topic.shared("query_problem_names_the_parameter", bad_query);
    topic.shared(
        "query_that_is_not_utf8_is_refused_where_it_is_read",
        query_of_other_bytes,
    );
    topic.shared("long_path_is_served", long_path);
}

async fn literal(site: Site) {
    for (target, text) in [
        ("/hello", "hello"),
        ("/hello?x=1", "hello"),
        ("/basic/endpoint", "literal"),
        ("/basic/endpoint/endpoint", "endpoint"),
        ("/basic/acme%20inc/endpoint", "acme inc"),
    ] {
        let response = site.get(target).send().await.expect(200);
        assert_eq!(response.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(response.text(), text, "{target}");
    }
}

/// A handler that returns the route's own word and the parameter.
fn echo_with(word: &'static str) -> impl Fn(Path<String>) -> Ready<String> + Clone + Send + Sync + 'static {
    move |Path(parameter)| ready(format!("{word} {parameter}"))
}

async fn check(site: &Site, routes: Router<App>, rows: &[(&str, &str)]) {
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    for (target, text) in rows {
        assert_eq!(site.get(target).send().await.expect(200).text(), *text, "{target}");
    }
}

// Registered from the lowest to the highest precedence, so that the order can't decide.
async fn literals_first(site: Site) {
    let routes = Router::new()
        .route("/rank/{one}", get(echo_with("one")))
        .route("/rank/new", get(async || "new"))
        .route("/rank/{one}/edit", get(echo_with("edit")))
        .route("/all/{*rest}", get(echo_with("rest")))
        .route("/all/new", get(async || "new"));
    let rows = [
        ("/rank/new", "new"),
        ("/rank/newer", "one newer"),
        ("/rank/ne", "one ne"),
        ("/rank/n%65w", "one new"),
        ("/rank/new/edit", "edit new"),
        ("/all/new", "new"),
        ("/all/newer", "rest newer"),
        ("/all/new/", "rest new/"),
        ("/all/new/b", "rest new/b"),
    ];
    check(&site, routes, &rows).await;
}

async fn parameters_first(site: Site) {
    let routes = Router::new()
        .route("/rank/{*rest}", get(echo_with("rest")))
        .route("/rank/{one}", get(echo_with("one")))
        .route("/rank/{one}/edit", get(echo_with("edit")));
    let rows = [
        ("/rank/a", "one a"),
        ("/rank/a/edit", "edit a"),
        ("/rank/a/b", "rest a/b"),
        ("/rank/a/", "rest a/"),
    ];
    check(&site, routes, &rows).await;
}

async fn bad_query(site: Site) {
    let problem = site
        .get("/search?q=x&page=zwei")
        .send()
        .await
        .problem(400, "invalid-query");
    assert!(problem["detail"].as_str().unwrap().contains("`page`"), "{problem}");
    assert!(!problem.to_string().contains("zwei"), "{problem}");
}

async fn query_of_other_bytes(site: Site) {
    for target in ["/search?q=%ff", "/search?q=a%C3&junk=1", "/search?%71=%ff"] {
        let response = site.get(target).send().await;
        let problem = response.problem(400, "invalid-query");
        assert!(problem["detail"].as_str().unwrap().contains("`q`"), "{problem}");
    }
    // Parameters that nobody reads may have any bytes.
    for target in ["/search?q=%EF%BF%BD&junk=%ff", "/search?q=%EF%BF%BD&%ff"] {
        let response = site.get(target).send().await.expect(200);
        assert_eq!(response.json()["q"], "\u{fffd}");
    }
}

async fn long_path(site: Site) {
    let word = "x".repeat(4000);
    let response = site.get(&format!("/params/{word}/y")).send().await.expect(200);
    assert_eq!(response.json(), json!({"a": word, "b": "y"}));
}
