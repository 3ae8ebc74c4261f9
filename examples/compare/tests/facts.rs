//! The differences that matter for choosing between the two, as observed on running servers.

use compare::{Comparison, compare};

#[tokio::test(flavor = "multi_thread")]
async fn route_handler_and_server_action_differ_as_documented_on_both_adapters() {
    let found = compare().await.unwrap();
    assert_eq!(found.differences(), [""; 0], "{found}");

    for (question, route_handler, server_action) in [
        ("URL", "/api/title", "/_actions/rename"),
        ("methods supported", "GET, HEAD, PUT, OPTIONS", "POST"),
        ("Allow of a 405", "GET, HEAD, OPTIONS, PUT", "POST"),
        ("called by a program (curl)", "200", "403 not-a-browser"),
        ("called by our own page", "200", "200"),
        ("called by another site", "200", "403 cross-site"),
        ("called by a trusted origin", "200", "200"),
        ("body: urlencoded form", "415 unsupported-media-type", "200"),
        ("body: JSON", "200", "200"),
        ("to a script, success", "200 application/json", "200 application/json"),
        (
            "to a script, error",
            "422 application/problem+json",
            "422 application/problem+json",
        ),
        ("to a browser, success", "200 application/json", "303 to /?_fd=…"),
        ("to a browser, error", "422 text/html", "303 to /?_fd=…"),
        (
            "mistake fixed without JavaScript",
            "no: 405",
            "yes: text and message are there",
        ),
        ("Cache-Control of GET", "private, no-cache", "no: 405"),
        ("Cache-Control of the change", "none", "no-store"),
        ("CORS, preflight", "200, allows *", "405, allows none"),
        ("CORS, call", "200, allows *", "403, allows none"),
    ] {
        assert_row(&found, question, route_handler, server_action);
    }
}

fn assert_row(found: &Comparison, question: &str, route_handler: &str, server_action: &str) {
    let got = found
        .row(question)
        .map(|row| (row.route_handler[0].as_str(), row.server_action[0].as_str()));
    assert_eq!(got, Some((route_handler, server_action)), "{question}");
}
