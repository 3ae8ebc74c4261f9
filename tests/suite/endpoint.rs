//! The endpoint of actions: names, methods, headers.

use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// Paths below `/_actions/` that don't name an action.
const UNKNOWN: &[&str] = &[
    "/_actions/nope",
    "/_actions/",
    "/_actions/__proto__",
    "/_actions/constructor",
    "/_actions/add/",
    "/_actions/add/x",
    "/_actions//add",
    "/_actions/ADD",
    "/_actions/ad%64",
    "/_actions/%61dd",
    "/_actions/add%00",
    "/_actions/add%2F",
    "/_actions/add%20",
    "/_actions/add;x=1",
    "/_actions/../_actions/add",
    "/_actions/%2e%2e/add",
    "/_actions/%FF",
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("endpoint");
    topic.shared("unknown_names_are_404", unknown);
    topic.shared("other_paths_are_a_plain_404", plain_miss);
    topic.own("other_methods_are_405", methods);
    topic.shared("head_is_405_without_a_body", head);
    topic.shared("query_is_not_input", query);
    topic.shared("responses_are_never_stored", no_store);
    topic.shared("cors_headers_are_never_sent", cors);
    topic.shared("success_has_no_other_headers", headers);
}

async fn unknown(site: Site) {
    for path in UNKNOWN {
        let response = site
            .post(path)
            .header("sec-fetch-site", "same-origin")
            .form("a=1&b=2")
            .send()
            .await;
        let problem = response.problem(404, "unknown-action");
        let name = path.trim_start_matches("/_actions/");
        assert!(name.len() < 4 || !problem.to_string().contains(name), "{problem}");
        assert_eq!(response.header("cache-control"), "no-store");
        let page = site.post(path).browser().send().await;
        page.problem_page(404, "unknown-action");
        site.get(path).send().await.problem(404, "unknown-action");
    }
}

async fn plain_miss(site: Site) {
    for path in ["/_actions", "/_action/add", "/x/_actions/add", "/_actionsadd"] {
        let response = site.post(path).header("sec-fetch-site", "same-origin").send().await;
        response.problem(404, "not-found");
    }
}

async fn methods(site: Site) {
    for method in ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE", "post"] {
        let call = site
            .call(method, "/_actions/count")
            .header("sec-fetch-site", "same-origin");
        let response = call.send().await;
        response.problem(405, "method-not-allowed");
        assert_eq!(response.header("allow"), "POST", "{method}");
        assert_eq!(response.header("cache-control"), "no-store", "{method}");
    }
    let response = site
        .get("/_actions/count")
        .browser()
        .header("sec-fetch-site", "none")
        .send()
        .await;
    let page = response.problem_page(405, "method-not-allowed");
    assert!(page.contains("called by sending its form"), "{page}");
    assert_eq!(response.header("allow"), "POST");
    assert_eq!(site.app.counts.calls(), 0);
}

async fn head(site: Site) {
    let response = site.call("HEAD", "/_actions/count").send().await.expect(405);
    assert_eq!(response.header("allow"), "POST");
    assert!(response.body.is_empty());
}

async fn query(site: Site) {
    let response = site.action("add?a=1&b=2").send().await;
    let problem = response.problem(422, "invalid-fields");
    assert_eq!(problem["errors"].as_object().unwrap().len(), 2);
    let response = site.action("add?a=1").form("a=5&b=6").send().await;
    assert_eq!(response.expect(200).json(), 11);
}

async fn no_store(site: Site) {
    for (action, form) in [
        ("add", "a=1&b=2"),
        ("add", "a=x"),
        ("set_theme", "theme=dark"),
        ("go", "to=%2Fhello"),
        ("fails", ""),
        ("panics", ""),
        ("refuses", ""),
        ("only_axum_user", ""),
        ("nope", ""),
    ] {
        for call in [site.action(action), site.action(action).browser()] {
            let response = call.form(form).send().await;
            assert_eq!(response.header("cache-control"), "no-store", "{response}");
        }
    }
}

async fn cors(site: Site) {
    let call = site
        .call("OPTIONS", "/_actions/add")
        .header("origin", "http://evil.example");
    let response = call
        .header("access-control-request-method", "POST")
        .send()
        .await
        .expect(405);
    let responses = [response, site.action("add").form("a=1&b=2").send().await.expect(200)];
    for response in responses {
        let cors = response
            .headers
            .keys()
            .any(|name| name.as_str().starts_with("access-control"));
        assert!(!cors, "{response}");
    }
}

async fn headers(site: Site) {
    let response = site.action("add").form("a=1&b=2").send().await.expect(200);
    let mut names: Vec<_> = response.headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["cache-control", "content-length", "content-type", "date"]);
}
