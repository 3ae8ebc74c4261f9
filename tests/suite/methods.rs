//! Methods: automatic responses, and methods that a path doesn't have.

use crate::harness::client::Response;
use crate::harness::raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// The path, and its methods as `Allow` lists them.
const ALLOW: &[(&str, &str)] = &[
    ("/hello", "GET, HEAD, OPTIONS"),
    ("/only-get", "GET, HEAD, OPTIONS"),
    ("/only-post", "OPTIONS, POST"),
    ("/api/items", "GET, HEAD, OPTIONS, POST"),
    ("/api/items/1", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
    ("/echo", "OPTIONS, POST"),
    ("/notes", "GET, HEAD, OPTIONS"),
];

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE"];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("methods");
    topic.shared("own_methods_are_served", ok);
    topic.shared("options_is_204_with_allow", options);
    topic.shared("others_are_405_with_allow", refused);
    topic.shared("method_not_allowed_is_a_page_for_browsers", refused_page);
    topic.shared("any_serves_every_method", any);
    topic.shared("head_has_the_headers_of_get", head);
    topic.shared("head_sends_no_body", head_raw);
    topic.shared("head_keeps_a_pipeline_in_order", pipelined);
    topic.shared("head_of_a_stream_has_no_length", head_of_stream);
    topic.shared("head_of_a_miss_has_the_length_of_get", head_of_miss);
    topic.shared("options_of_a_miss_is_404", options_of_miss);
}

async fn ok(site: Site) {
    assert_eq!(site.get("/only-get").send().await.expect(200).text(), "ok");
    assert_eq!(site.post("/only-post").send().await.expect(200).text(), "ok");
}

async fn options(site: Site) {
    for (path, allow) in ALLOW {
        let response = site.call("OPTIONS", path).send().await.expect(204);
        assert_eq!(response.header("allow"), *allow, "{path}");
        assert!(response.body.is_empty(), "{response}");
        assert!(response.all("content-length").is_empty(), "{response}");
    }
}

async fn refused(site: Site) {
    for (path, allow) in ALLOW {
        for method in METHODS.into_iter().filter(|method| !allow.contains(method)) {
            let response = site.call(method, path).send().await.expect(405);
            assert_eq!(response.header("allow"), *allow, "{method} {path}");
            assert_eq!(response.header("vary"), "accept-language, accept", "{method} {path}");
            if method != "HEAD" {
                response.problem(405, "method-not-allowed");
            }
            // As dynamic responses to these methods have it.
            let reads = ["GET", "HEAD"].contains(&method);
            let expected: &[_] = if reads { &["private, no-cache"] } else { &[] };
            assert_eq!(response.all("cache-control"), expected, "{method} {path}");
        }
    }
}

async fn refused_page(site: Site) {
    let response = site.call("DELETE", "/hello").browser().send().await;
    let page = response.problem_page(405, "method-not-allowed");
    assert_eq!(response.header("allow"), "GET, HEAD, OPTIONS");
    assert!(page.contains("GET, HEAD, OPTIONS only"), "{page}");
}

async fn any(site: Site) {
    for method in METHODS.into_iter().chain(["OPTIONS", "M-SEARCH", "x"]) {
        let response = site.call(method, "/any").send().await.expect(200);
        if method == "HEAD" {
            assert!(response.body.is_empty());
        } else {
            assert_eq!(response.json(), serde_json::json!({ "method": method }));
        }
    }
}

/// The headers, except those that may differ between two responses: the time, and whether the first
/// was stored for the second.
fn comparable(response: &Response) -> Vec<(String, String)> {
    let headers = response
        .headers
        .iter()
        .filter(|(name, _)| *name != "date" && *name != "cache-status");
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    headers
}

async fn head(site: Site) {
    for target in [
        "/hello",
        "/api/items",
        "/number/7",
        "/number/x",
        "/report",
        "/export?format=csv",
        "/export?format=nope",
        "/auth",
        "/notes",
        "/cookie/set?name=a&value=b",
        "/api/items/99",
        "/error/problem",
        "/error/internal",
        "/error/panic",
    ] {
        for accept in ["*/*", "text/html"] {
            let get = site.get(target).header("accept", accept).send().await;
            let head = site.call("HEAD", target).header("accept", accept).send().await;
            assert_eq!(head.status, get.status, "{target}");
            assert!(head.body.is_empty(), "{target}");
            assert_eq!(comparable(&head), comparable(&get), "{target} as {accept}");
            assert_eq!(head.header("content-length"), get.body.len().to_string(), "{target}");
        }
    }
}

async fn head_raw(site: Site) {
    for target in [
        "/hello",
        "/report",
        "/nothing",
        "/error/panic",
        "/stream?chunks=3&bytes=10",
    ] {
        let request = format!("HEAD {target} HTTP/1.1\r\nHost: {{host}}\r\nConnection: close\r\n\r\n");
        let response = raw::exchange(&site, &request).await;
        assert_eq!(response.body, b"", "{target}: {}", response.head);
    }
    // The connection stays open: a stray body would be read as the second response.
    let two = "HEAD /hello HTTP/1.1\r\nHost: {host}\r\n\r\nGET /only-get HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n";
    let response = raw::exchange(&site, two).await;
    let rest = String::from_utf8_lossy(&response.body).to_lowercase();
    assert!(rest.starts_with("http/1.1 200"), "{rest}");
    assert!(rest.ends_with("\r\n\r\nok"), "{rest}");
}

/// Requests that are sent in one write get their responses in order.
async fn pipelined(site: Site) {
    let request = |line: &str| format!("{line} HTTP/1.1\r\nHost: {{host}}\r\n\r\n");
    for target in ["/hello", "/number/7", "/nothing", "/stream?chunks=3&bytes=10"] {
        let lines = [
            "POST /only-post",
            &format!("HEAD {target}"),
            "GET /hello",
            "OPTIONS /hello",
        ];
        let sent = lines.map(request).concat() + "GET /only-get HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n";
        let mut rest = raw::exchange(&site, &sent).await.all();
        let bodies = ["ok", "", "hello", "", "ok"];
        for body in bodies {
            let (head, after) = rest
                .split_once("\r\n\r\n")
                .unwrap_or_else(|| panic!("{target}: {rest:?}"));
            assert!(head.starts_with("http/1.1 "), "{target}: {head}");
            rest = after
                .strip_prefix(body)
                .unwrap_or_else(|| panic!("{target}: {after:?}"))
                .to_owned();
        }
        assert_eq!(rest, "", "{target}");
    }
}

async fn head_of_stream(site: Site) {
    let response = site.call("HEAD", "/stream?chunks=3&bytes=10").send().await.expect(200);
    assert!(response.all("content-length").is_empty(), "{response}");
}

async fn head_of_miss(site: Site) {
    let get = site.get("/nothing").send().await;
    let head = site.call("HEAD", "/nothing").send().await.expect(404);
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    assert!(head.body.is_empty());
}

async fn options_of_miss(site: Site) {
    site.call("OPTIONS", "/nothing").send().await.problem(404, "not-found");
}
