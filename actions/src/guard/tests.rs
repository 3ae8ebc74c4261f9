//! The rules as tables: configuration and headers of a request, and the guard's verdict.

mod authority;
mod fast;
mod forwarded;
mod origin;
mod own_host;
mod proxy;
mod referer;
mod return_path;

use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::{Guard, GuardError, Origin, ProxyHeaders};

/// Builds the headers of a request from `name: value` lines.
fn headers(lines: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        let name: HeaderName = name.parse().unwrap();
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

fn origin(text: &str) -> Origin {
    text.parse().unwrap()
}

fn path() -> Uri {
    Uri::from_static("/_actions/create_todo")
}

fn refused(guard: &Guard, lines: &[&str]) -> GuardError {
    guard.check(&headers(lines), &path()).unwrap_err()
}

/// Returns "pass", or the code of the error.
fn verdict_at(guard: &Guard, lines: &[&str], uri: &Uri) -> &'static str {
    guard
        .check(&headers(lines), uri)
        .map_or_else(|refused| refused.code(), |()| "pass")
}

fn check_table(guard: &Guard, table: &[(&[&str], &str)]) {
    for (lines, expected) in table {
        assert_eq!(verdict_at(guard, lines, &path()), *expected, "{lines:?}");
    }
}

const HOST: &str = "host: example.com";
const OURS: &str = "origin: https://example.com";
const OTHER: &str = "origin: https://evil.example";

#[test]
fn headers_are_refused_when_repeated_or_not_ascii() {
    // Even if a later rule would accept the request.
    let guard = Guard::new()
        .trusted_origin(origin("https://example.com"))
        .allow_non_browser(true);
    let site = "sec-fetch-site: same-origin";
    check_table(
        &guard,
        &[
            (&[HOST, site, site], "sec-fetch-site-header-repeated"),
            (
                &[HOST, site, "sec-fetch-site: cross-site"],
                "sec-fetch-site-header-repeated",
            ),
            (&[HOST, OURS, OURS], "origin-header-repeated"),
            (&[HOST, OURS, OTHER], "origin-header-repeated"),
            (&[HOST, site, OURS, "origin: null"], "origin-header-repeated"),
            (&[HOST, HOST, site], "host-header-repeated"),
            (&[HOST, "host: evil.example", OURS], "host-header-repeated"),
            (
                &[HOST, "sec-fetch-site: same-origin\u{e9}"],
                "sec-fetch-site-header-not-ascii",
            ),
            (
                &[HOST, site, "origin: https://ex\u{e4}mple.com"],
                "origin-header-not-ascii",
            ),
            (&["host: ex\u{e4}mple.com", site], "host-header-not-ascii"),
            (&["host: ex\u{e4}mple.com"], "host-header-not-ascii"),
        ],
    );
}

#[test]
fn trusted_origin_passes_regardless_of_other_headers() {
    let guard = Guard::new()
        .origin(origin("https://example.com"))
        .trusted_origin(origin("https://pay.example:8443"))
        .trusted_origin(origin("http://[::1]:3000"));
    let cross = "sec-fetch-site: cross-site";
    check_table(
        &guard,
        &[
            (&[HOST, cross, "origin: https://pay.example:8443"], "pass"),
            (&[HOST, cross, "origin: HTTPS://PAY.example:8443"], "pass"),
            (&["origin: https://pay.example:8443"], "pass"),
            (&[HOST, "sec-fetch-site: junk", "origin: http://[0:0::1]:3000"], "pass"),
            (&[HOST, cross, "origin: https://pay.example"], "cross-site"),
            (&[HOST, cross, "origin: http://pay.example:8443"], "cross-site"),
            (&[HOST, cross, "origin: https://pay.example:8443/"], "cross-site"),
            (
                &[HOST, cross, "origin: https://pay.example:8443.evil.example"],
                "cross-site",
            ),
            (&[HOST, cross, "origin: https://a.pay.example:8443"], "cross-site"),
            (&[HOST, "origin: https://pay.example"], "origin-mismatch"),
        ],
    );
}

#[test]
fn sec_fetch_site_takes_precedence_over_origin() {
    check_table(
        &Guard::new(),
        &[
            (&[HOST, "sec-fetch-site: same-origin"], "pass"),
            (&[HOST, "sec-fetch-site: none"], "pass"),
            (&[HOST, "sec-fetch-site: same-site"], "same-site"),
            (&[HOST, "sec-fetch-site: cross-site"], "cross-site"),
            (&[HOST, "sec-fetch-site: "], "sec-fetch-site-unknown"),
            (&[HOST, "sec-fetch-site: junk"], "sec-fetch-site-unknown"),
            (&[HOST, "sec-fetch-site: SAME-ORIGIN"], "sec-fetch-site-unknown"),
            (&[HOST, "sec-fetch-site: Same-Origin"], "sec-fetch-site-unknown"),
            (&[HOST, "sec-fetch-site: same-origin, none"], "sec-fetch-site-unknown"),
            (&[HOST, "sec-fetch-site: same-origin;x"], "sec-fetch-site-unknown"),
            (&[HOST, "sec-fetch-site: same-origin", "origin: null"], "pass"),
            (&[HOST, "sec-fetch-site: same-origin", OTHER], "pass"),
            (&[HOST, "sec-fetch-site: same-origin", "origin: junk"], "pass"),
            (&["sec-fetch-site: same-origin"], "pass"),
            (&["host: @", "sec-fetch-site: none"], "pass"),
            (&[HOST, "sec-fetch-site: cross-site", OURS], "cross-site"),
            (&[HOST, "sec-fetch-site: same-site", OURS], "same-site"),
            (&[HOST, "sec-fetch-site: ", OURS], "sec-fetch-site-unknown"),
        ],
    );
}

#[test]
fn sec_fetch_site_takes_precedence_over_own_origins() {
    let guard = Guard::new().origin(origin("https://example.com"));
    check_table(
        &guard,
        &[
            (&[HOST, "sec-fetch-site: same-origin"], "pass"),
            (&[HOST, "sec-fetch-site: same-origin", "origin: null"], "pass"),
            (&[HOST, "sec-fetch-site: cross-site", OURS], "cross-site"),
            (&[HOST, "sec-fetch-site: cross-site", OTHER], "cross-site"),
            (&[HOST, "sec-fetch-site: junk", OURS], "sec-fetch-site-unknown"),
        ],
    );
}

#[test]
fn own_origins_refuse_dns_rebinding() {
    // What a browser sends if `evil.example` resolves to our address: it considers the attacker's
    // page and the app one origin.
    let site = "sec-fetch-site: same-origin";
    let none = "sec-fetch-site: none";
    let (host, page) = ("host: evil.example", "origin: http://evil.example");
    let guard = Guard::new().origin(origin("https://example.com"));
    check_table(
        &guard,
        &[
            (&[host, site, page], "origin-mismatch"),
            (&[host, none, page], "origin-mismatch"),
            (&[HOST, site, OTHER], "origin-mismatch"),
            (&[HOST, site, "origin: http://example.com"], "origin-mismatch"),
            (&[HOST, site, OURS], "pass"),
            (&[HOST, none, OURS], "pass"),
            (&["host: 10.0.0.7:8080", site, OURS], "pass"),
        ],
    );
    let guard = guard.trusted_origin(origin("https://pay.example"));
    check_table(
        &guard,
        &[
            (&[host, site, page], "origin-mismatch"),
            (&[HOST, site, "origin: https://pay.example"], "pass"),
            (&[HOST, site, "origin: null"], "pass"),
        ],
    );
    // Without own origins, the guard can't detect it.
    let guard = Guard::new().trusted_origin(origin("https://pay.example"));
    check_table(&guard, &[(&[host, site, page], "pass")]);
}

#[test]
fn origin_must_equal_the_host_of_the_request() {
    check_table(
        &Guard::new(),
        &[
            (&[HOST, OURS], "pass"),
            (&[HOST, "origin: http://example.com"], "pass"),
            (&["host: EXAMPLE.com", "origin: https://example.COM"], "pass"),
            (&[HOST, OTHER], "origin-mismatch"),
            (&[HOST, "origin: https://example.com.evil.example"], "origin-mismatch"),
            (&[HOST, "origin: https://notexample.com"], "origin-mismatch"),
            (&[HOST, "origin: https://a.example.com"], "origin-mismatch"),
            (&[HOST, "origin: https://example.com."], "origin-mismatch"),
            (&[HOST, "origin: null"], "origin-null"),
            (&[OURS], "host-missing"),
            (&["host: ", OURS], "host-malformed"),
            (&["host: me@example.com", OURS], "host-malformed"),
            (&["host: example.com/", OURS], "host-malformed"),
            (&["host: example.com, evil.example", OURS], "host-malformed"),
            (&["host: example.com:", OURS], "host-malformed"),
        ],
    );
}

#[test]
fn malformed_origin_is_refused() {
    for text in [
        "",
        "NULL",
        "example.com",
        "//example.com",
        "https:example.com",
        "https:/example.com",
        "https://",
        "https:///",
        "https://:443",
        "https://example.com/",
        "https://example.com/path",
        "https://example.com?query",
        "https://example.com#fragment",
        "https://me@example.com",
        "https://me:secret@example.com",
        "https://evil.example\\@example.com",
        "https://example.com https://evil.example",
        "https://example.com, https://evil.example",
        "https://example.com\t",
        "ftp://example.com",
        "file://",
        "chrome-extension://abcdefgh",
        "javascript://example.com",
        "https://*.example.com",
        "https://ex%61mple.com",
        "https://[::1",
        "https://::1",
    ] {
        let line = format!("origin: {text}");
        assert_eq!(
            verdict_at(&Guard::new(), &[HOST, &line], &path()),
            "origin-malformed",
            "{text:?}"
        );
    }
}

#[test]
fn request_without_either_header_is_not_a_browser() {
    let none: &[&str] = &[HOST];
    let htmx: &[&str] = &[HOST, "hx-request: true", "referer: https://example.com/"];
    check_table(
        &Guard::new(),
        &[(none, "not-a-browser"), (htmx, "not-a-browser"), (&[], "not-a-browser")],
    );

    let lenient = Guard::new().allow_non_browser(true);
    check_table(
        &lenient,
        &[
            (none, "pass"),
            (htmx, "pass"),
            (&[], "pass"),
            // It lets programs in, but not other sites.
            (&[HOST, OTHER], "origin-mismatch"),
            (&[HOST, "origin: null"], "origin-null"),
            (&[HOST, "sec-fetch-site: cross-site"], "cross-site"),
            (&[HOST, "hx-request: true", OTHER], "origin-mismatch"),
        ],
    );
}

#[test]
fn own_origins_replace_the_host() {
    let guard = Guard::new()
        .origin(origin("https://example.com"))
        .origin(origin("https://www.example.com"))
        .origin(origin("http://localhost:3000"));
    check_table(
        &guard,
        &[
            (&[HOST, OURS], "pass"),
            (&["host: 10.0.0.7:8080", OURS], "pass"),
            (&["host: @", OURS], "pass"),
            (&[OURS], "pass"),
            (&["origin: https://www.example.com:443"], "pass"),
            (&["origin: http://LOCALHOST:3000"], "pass"),
            (&["host: evil.example", OTHER], "origin-mismatch"),
            (&[HOST, "origin: http://example.com"], "origin-mismatch"),
            (&[HOST, "origin: https://example.com:8443"], "origin-mismatch"),
            (&[HOST, "origin: https://localhost:3000"], "origin-mismatch"),
            (&[HOST, "origin: null"], "origin-null"),
            (&[HOST], "not-a-browser"),
        ],
    );
}

#[test]
fn error_contains_received_and_expected_values() {
    let error = refused(&Guard::new(), &[HOST, OTHER, "sec-fetch-site: cross-site"]);
    assert_eq!(
        error.received(),
        r#"sec-fetch-site: "cross-site", origin: "https://evil.example", host: "example.com""#
    );
    assert_eq!(error.expected(), "the request's host example.com");
    assert_eq!(error.to_string(), "The form was sent from another site.");

    let guard = (0..6).fold(Guard::new(), |guard, n| {
        guard.origin(origin(&format!("https://{n}.example")))
    });
    let guard = guard.trusted_origin(origin("https://pay.example"));
    assert_eq!(
        refused(&guard, &[OURS]).expected(),
        "https://0.example, https://1.example, https://2.example, https://3.example and 2 more, \
         or trusted https://pay.example"
    );
    assert_eq!(
        refused(&Guard::new(), &[OURS]).expected(),
        "the request's host, which is unknown (host-missing)"
    );
}

#[test]
fn error_texts_cannot_forge_the_log() {
    let long = format!("origin: {}", "a".repeat(10_000));
    let hostile: &[&[&str]] = &[
        &[HOST, "origin: https://x\t\u{9b}2J\u{202e}\", host: \"ours"],
        &[HOST, "origin: \u{e9}\u{1f600}\\"],
        &[&long, HOST],
        &["host: a\tb", OURS],
    ];
    for lines in hostile {
        let error = refused(&Guard::new(), lines);
        for text in [error.received(), error.expected()] {
            assert!(text.bytes().all(|b| matches!(b, b' '..=b'~')), "{text}");
            assert!(text.len() < 500, "{text}");
        }
    }
    let quoted = refused(&Guard::new(), &["origin: x\", host: \"ours"]);
    assert_eq!(quoted.received(), r#"origin: "x\", host: \"ours""#);

    let hundred = vec![OURS; 100];
    assert!(refused(&Guard::new(), &hundred).received().len() < 100);
}
