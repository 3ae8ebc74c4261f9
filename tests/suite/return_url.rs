//! The return URL of a form: always a path on this origin.

use crate::harness::html::encode;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// `__fd_return`, and the `Location` of the redirect: `/` if the return URL is not acceptable.
const RETURNS: &[(&str, &str)] = &[
    ("/notes", "/notes"),
    ("/notes?page=2", "/notes?page=2"),
    ("/notes?a=b&_fd=abcdefghijklmnopqrstuv", "/notes?a=b"),
    ("/notes#new", "/notes#new"),
    ("/", "/"),
    ("", "/"),
    ("notes", "/"),
    ("//evil.example", "/"),
    ("//evil.example/notes", "/"),
    ("/\\evil.example", "/"),
    ("\\/evil.example", "/"),
    ("/\t/evil.example", "/"),
    ("/\r\nSet-Cookie: a=b", "/"),
    ("/x\0", "/"),
    ("http://evil.example/", "/"),
    ("https:/evil.example", "/"),
    ("javascript:alert(1)", "/"),
    ("/ä b", "/%C3%A4%20b"),
    ("/notes//x", "/notes//x"),
    ("/notes?to=/../_actions/count", "/notes?to=/../_actions/count"),
    ("/notes#/../_actions/count", "/notes#/../_actions/count"),
    ("/x/_actions/count", "/x/_actions/count"),
    ("/_actions", "/"),
    ("/_actions/", "/"),
    ("/_actions/count", "/"),
    ("/_actions/count?x=y", "/"),
    ("/_actions//count", "/"),
    ("/_actions\\count", "/"),
    ("/_actions%2Fcount", "/"),
    ("/%5Factions/count", "/"),
    ("/notes/../_actions/count", "/"),
    ("/notes/%2e%2e/_actions/count", "/"),
    ("/notes/%2E%2e/_actions/count", "/"),
    ("/notes/.%2E/_actions/count", "/"),
    ("/notes/%2e./_actions/count", "/"),
    ("/notes/..%2f_actions/count", "/"),
    ("/notes\\..\\_actions\\count", "/"),
    ("/ä/../_actions/count", "/"),
    ("/./_actions/count", "/"),
    ("/%2e/_actions/count", "/"),
    ("/../notes", "/"),
    ("/notes/..", "/"),
    ("/notes/.", "/"),
    ("/notes/.?x", "/"),
];

/// URLs of the page, as `Referer` and as `HX-Current-URL`, that no form leads back to.
const NOT_PAGES: &[&str] = &[
    "/_actions/count",
    "/_actions/count?x=y",
    "/_actions//count",
    "/%5factions/count",
    "/notes/../_actions/count",
    "/notes/%2e%2e/_actions/count",
    "/notes/.%2E/_actions/count",
    "/notes/..%2f_actions/count",
    "/./_actions/count",
    "/%2E/_actions/count",
    "/notes/..",
    "//_actions/count",
    "/\\_actions/count",
];

/// `Referer`, and the `Location` of the redirect. `{origin}` stands for the server's own.
const REFERERS: &[(&str, &str)] = &[
    ("{origin}/notes", "/notes"),
    ("{origin}/notes?page=2", "/notes?page=2"),
    ("{origin}/notes#part", "/notes"),
    ("{origin}", "/"),
    ("{origin}/", "/"),
    ("{origin}//evil.example", "/"),
    ("{origin}/\\evil.example", "/"),
    ("http://evil.example/notes", "/"),
    ("http://evil.example/{origin}/notes", "/"),
    ("http://127.0.0.1:1/notes", "/"),
    ("{origin}@evil.example/notes", "/"),
    ("{origin}.evil.example/notes", "/"),
    ("http://user@evil.example/notes", "/"),
    ("/notes", "/"),
    ("//evil.example/notes", "/"),
    ("javascript:alert(1)", "/"),
    ("about:blank", "/"),
    ("", "/"),
    ("{origin}/n\u{fc}", "/"),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("return_url");
    topic.shared("hidden_field_is_used", hidden_field);
    topic.shared("referer_is_used", referer);
    topic.shared("action_in_referer_and_current_url_is_ignored", not_pages);
    topic.shared("hidden_field_wins_over_the_referer", both);
    topic.shared("referer_is_used_if_the_hidden_field_is_not_acceptable", bad_and_referer);
    topic.shared("repeated_hidden_field_never_leaves_the_origin", twice);
    topic.shared("scripts_are_not_redirected", script);
}

async fn hidden_field(site: Site) {
    for (path, location) in RETURNS {
        let form = format!("theme=x&__fd_return={}", encode(path));
        let response = site.action("set_theme").browser().form(form).send().await.expect(303);
        assert_eq!(response.location(), *location, "{path:?}");
    }
}

async fn referer(site: Site) {
    let origin = site.origin();
    for (referer, location) in REFERERS {
        let referer: Vec<u8> = referer.replace("{origin}", &origin).chars().map(|c| c as u8).collect();
        let call = site.action("set_theme").browser().header("referer", &referer);
        let response = call.form("theme=x").send().await.expect(303);
        assert_eq!(
            response.location(),
            *location,
            "{:?}",
            String::from_utf8_lossy(&referer)
        );
    }
}

async fn not_pages(site: Site) {
    for path in NOT_PAGES {
        let url = format!("{}{path}", site.origin());
        let call = site.action("set_theme").browser().header("referer", &url);
        let response = call.form("theme=x").send().await.expect(303);
        assert_eq!(response.location(), "/", "{path:?}");
        let call = site
            .action("set_theme")
            .headers(&[("hx-request", "true"), ("hx-current-url", &url)]);
        let response = call.form("theme=x").send().await;
        assert_eq!(response.header("hx-redirect"), "/", "{path:?}");
    }
}

async fn both(site: Site) {
    let call = site
        .action("set_theme")
        .browser()
        .header("referer", format!("{}/a", site.origin()));
    let response = call.form("theme=x&__fd_return=%2Fb").send().await.expect(303);
    assert_eq!(response.location(), "/b");
}

async fn bad_and_referer(site: Site) {
    let call = site
        .action("set_theme")
        .browser()
        .header("referer", format!("{}/a", site.origin()));
    let response = call
        .form("theme=x&__fd_return=%2F%2Fevil.example")
        .send()
        .await
        .expect(303);
    assert_eq!(response.location(), "/a");
}

async fn twice(site: Site) {
    let form = "theme=x&__fd_return=%2F%2Fevil.example&__fd_return=%2Fnotes";
    let response = site.action("set_theme").browser().form(form).send().await.expect(303);
    assert!(["/", "/notes"].contains(&response.location()), "{response}");
}

async fn script(site: Site) {
    let call = site
        .action("set_theme")
        .header("referer", format!("{}/a", site.origin()));
    let response = call.form("theme=x&__fd_return=%2Fb").send().await.expect(204);
    assert!(
        response.all("location").is_empty() && response.all("frontdesk-redirect").is_empty(),
        "{response}"
    );
}
