//! The kind of caller, by its headers, decides the form of the response.

use crate::harness::site::Site;
use crate::harness::suite::Suite;

#[derive(Clone, Copy, PartialEq)]
enum Caller {
    Program,
    Browser,
    Htmx,
}

const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const ANY: (&str, &str) = ("accept", "*/*");
const HX: (&str, &str) = ("hx-request", "true");
const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

type Headers = &'static [(&'static str, &'static str)];

/// The name, the headers, and the kind of caller that sends them.
#[rustfmt::skip]
const CALLERS: &[(&str, Headers, Caller)] = &[
    ("no_headers", &[], Caller::Program),
    ("accepts_anything", &[ANY], Caller::Program),
    ("json", &[("accept", "application/json")], Caller::Program),
    ("json_over_html", &[("accept", "text/html;q=0.9, application/json")], Caller::Program),
    ("fetch", &[("sec-fetch-mode", "cors"), ANY], Caller::Program),
    ("html", &[HTML], Caller::Browser),
    ("html_like_json", &[("accept", "application/json, text/html")], Caller::Browser),
    ("html_on_a_second_line", &[("accept", "image/png"), ("accept", "text/html")], Caller::Browser),
    ("turbo", &[("accept", "text/vnd.turbo-stream.html, text/html, application/xhtml+xml")], Caller::Browser),
    ("navigation", &[NAVIGATE], Caller::Browser),
    ("navigation_for_json", &[NAVIGATE, ("accept", "application/json")], Caller::Browser),
    ("htmx", &[HX, ANY], Caller::Htmx),
    ("htmx_for_html", &[HX, HTML], Caller::Htmx),
    ("htmx_boosted", &[HX, ("hx-boosted", "true"), ANY], Caller::Browser),
    ("htmx_4", &[HX, ("hx-request-type", "partial"), HTML], Caller::Htmx),
    ("unpoly", &[("x-up-version", "3.14.3"), ANY], Caller::Browser),
    ("alpine", &[("x-alpine-request", "true"), ANY], Caller::Browser),
    ("turbo_frame", &[("turbo-frame", "list"), ANY], Caller::Browser),
    ("own_script", &[("frontdesk-request", "1"), ANY], Caller::Browser),
    ("not_htmx", &[("hx-request", "false")], Caller::Program),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("callers");
    for (name, headers, caller) in CALLERS {
        topic.shared(name, |site| recognised(site, headers, *caller));
    }
}

async fn recognised(site: Site, headers: &[(&str, &str)], caller: Caller) {
    let done = site
        .action("set_theme")
        .headers(headers)
        .form("theme=x&__fd_return=%2Fnotes")
        .send()
        .await;
    let moved = site.action("go").headers(headers).form("to=%2Fhello").send().await;
    match caller {
        Caller::Program => {
            done.expect(204);
            assert_eq!(moved.expect(200).header("frontdesk-redirect"), "/hello");
        }
        Caller::Browser => {
            assert_eq!(done.expect(303).location(), "/notes");
            assert_eq!(moved.expect(303).location(), "/hello");
        }
        Caller::Htmx => {
            assert_eq!(done.expect(200).header("hx-redirect"), "/notes");
            assert_eq!(moved.expect(200).header("hx-redirect"), "/hello");
        }
    }
}
