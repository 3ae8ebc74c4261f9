//! Requests from scripts of other origins (CORS).

use crate::harness::client::Call;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("cors");
    topic.shared("request_is_allowed", call);
    topic.shared("preflight_is_allowed", preflight);
    topic.shared("plain_options_counts_as_a_preflight", options);
    topic.shared("other_paths_are_not_covered", others);
}

fn from_elsewhere(call: Call) -> Call {
    call.header("origin", "https://other.example")
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-mode", "cors")
}

async fn call(site: Site) {
    for _ in 0..2 {
        let response = from_elsewhere(site.get("/cors/hello")).send().await.expect(200);
        assert_eq!(response.text(), "hello");
        assert_eq!(response.header("access-control-allow-origin"), "*");
    }
    let refused = from_elsewhere(site.post("/cors/hello")).send().await;
    refused.problem(405, "method-not-allowed");
    assert_eq!(refused.header("access-control-allow-origin"), "*");
}

async fn preflight(site: Site) {
    let call = from_elsewhere(site.call("OPTIONS", "/cors/hello"))
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "x-own");
    let response = call.send().await.expect(200);
    assert_eq!(response.header("access-control-allow-origin"), "*");
    assert_eq!(response.header("access-control-allow-methods"), "*");
    assert_eq!(response.header("access-control-allow-headers"), "*");
    assert!(response.body.is_empty(), "{response}");
}

/// tower-http's layer treats every OPTIONS as a preflight, so the automatic response isn't sent.
async fn options(site: Site) {
    let response = site.call("OPTIONS", "/cors/hello").send().await.expect(200);
    assert_eq!(response.header("access-control-allow-methods"), "*");
}

async fn others(site: Site) {
    for call in [
        site.get("/hello"),
        site.get("/static/now"),
        site.get("/nothing"),
        site.post("/_actions/count"),
        site.call("OPTIONS", "/_actions/count")
            .header("access-control-request-method", "POST"),
    ] {
        let response = from_elsewhere(call).send().await;
        for name in ["origin", "methods", "headers", "credentials"] {
            assert!(
                response.all(&format!("access-control-allow-{name}")).is_empty(),
                "{response}"
            );
        }
    }
}
