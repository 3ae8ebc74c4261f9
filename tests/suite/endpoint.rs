//! The endpoint of actions: names, methods, headers.

use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// Paths below which there is no action.
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
    topic.shared("what_is_no_action_path_is_a_plain_miss", plain_miss);
    topic.own("other_methods_are_405", methods);
    topic.shared("head_sends_no_body", head);
    topic.shared("a_query_is_no_input", query);
    topic.shared("every_answer_says_no_store", no_store);
    topic.shared("no_cors_headers_and_no_preflight", cors);
    topic.shared("an_answer_has_no_stray_headers", headers);
}

async fn unknown(site: Site) {
    for path in UNKNOWN {
        let answer = site
            .post(path)
            .header("sec-fetch-site", "same-origin")
            .form("a=1&b=2")
            .send()
            .await;
        let problem = answer.problem(404, "unknown-action");
        let name = path.trim_start_matches("/_actions/");
        assert!(name.len() < 4 || !problem.to_string().contains(name), "{problem}");
        assert_eq!(answer.header("cache-control"), "no-store");
        let page = site.post(path).browser().send().await;
        page.problem_page(404, "unknown-action");
        site.get(path).send().await.problem(404, "unknown-action");
    }
}

async fn plain_miss(site: Site) {
    for path in ["/_actions", "/_action/add", "/x/_actions/add", "/_actionsadd"] {
        let answer = site.post(path).header("sec-fetch-site", "same-origin").send().await;
        answer.problem(404, "not-found");
    }
}

async fn methods(site: Site) {
    for method in ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE", "post"] {
        let call = site
            .call(method, "/_actions/count")
            .header("sec-fetch-site", "same-origin");
        let answer = call.send().await;
        answer.problem(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), "POST", "{method}");
        assert_eq!(answer.header("cache-control"), "no-store", "{method}");
    }
    let answer = site
        .get("/_actions/count")
        .browser()
        .header("sec-fetch-site", "none")
        .send()
        .await;
    let page = answer.problem_page(405, "method-not-allowed");
    assert!(page.contains("called by sending its form"), "{page}");
    assert_eq!(answer.header("allow"), "POST");
    assert_eq!(site.app.counts.calls(), 0);
}

async fn head(site: Site) {
    let answer = site.call("HEAD", "/_actions/count").send().await.expect(405);
    assert_eq!(answer.header("allow"), "POST");
    assert!(answer.body.is_empty());
}

async fn query(site: Site) {
    let answer = site.action("add?a=1&b=2").send().await;
    let problem = answer.problem(422, "invalid-fields");
    assert_eq!(problem["errors"].as_object().unwrap().len(), 2);
    let answer = site.action("add?a=1").form("a=5&b=6").send().await;
    assert_eq!(answer.expect(200).json(), 11);
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
            let answer = call.form(form).send().await;
            assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
        }
    }
}

async fn cors(site: Site) {
    let call = site
        .call("OPTIONS", "/_actions/add")
        .header("origin", "http://evil.example");
    let answer = call
        .header("access-control-request-method", "POST")
        .send()
        .await
        .expect(405);
    let answers = [answer, site.action("add").form("a=1&b=2").send().await.expect(200)];
    for answer in answers {
        let cors = answer
            .headers
            .keys()
            .any(|name| name.as_str().starts_with("access-control"));
        assert!(!cors, "{answer}");
    }
}

async fn headers(site: Site) {
    let answer = site.action("add").form("a=1&b=2").send().await.expect(200);
    let mut names: Vec<_> = answer.headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["cache-control", "content-length", "content-type", "date"]);
}
