//! With own origins, the request's host must be one of theirs where `Origin` names none.

use super::*;

const SITE: &str = "sec-fetch-site: same-origin";
const NULL: &str = "origin: null";

fn own(origins: &[&str]) -> Guard {
    origins
        .iter()
        .fold(Guard::new(), |guard, text| guard.origin(origin(text)))
}

#[test]
fn host_must_be_own_where_origin_is_null_or_absent() {
    let guard = own(&[
        "https://example.com",
        "http://localhost:3000",
        "https://[2001:db8::1]:8443",
        "http://10.0.0.7",
    ]);
    for (host, expected) in [
        ("example.com", "pass"),
        ("EXAMPLE.com", "pass"),
        ("example.com:443", "pass"),
        ("localhost:3000", "pass"),
        ("LocalHost:3000", "pass"),
        ("[2001:db8::1]:8443", "pass"),
        ("[2001:DB8:0:0:0:0:0:1]:8443", "pass"),
        ("10.0.0.7", "pass"),
        ("10.0.0.7:80", "pass"),
        ("evil.example", "host-mismatch"),
        ("evil.example:443", "host-mismatch"),
        ("example.com:80", "host-mismatch"),
        ("example.com:8443", "host-mismatch"),
        ("example.com:1", "host-mismatch"),
        ("example.com.", "host-mismatch"),
        ("www.example.com", "host-mismatch"),
        ("example.com.evil.example", "host-mismatch"),
        ("evil-example.com", "host-mismatch"),
        ("notexample.com", "host-mismatch"),
        ("example.co", "host-mismatch"),
        ("example", "host-mismatch"),
        ("localhost", "host-mismatch"),
        ("localhost:80", "host-mismatch"),
        ("localhost:443", "host-mismatch"),
        ("localhost:3001", "host-mismatch"),
        ("a.localhost:3000", "host-mismatch"),
        ("127.0.0.1:3000", "host-mismatch"),
        ("[::1]:3000", "host-mismatch"),
        ("[2001:db8::1]", "host-mismatch"),
        ("[2001:db8::1]:443", "host-mismatch"),
        ("[2001:db8::2]:8443", "host-mismatch"),
        ("[::ffff:10.0.0.7]", "host-mismatch"),
        ("10.0.0.7:443", "host-mismatch"),
        ("10.0.0.7.", "host-malformed"),
        ("10.0.0.07", "host-malformed"),
        ("10.0.7", "host-malformed"),
        ("0x0a000007", "host-malformed"),
        ("167772167", "host-malformed"),
        ("", "host-malformed"),
        (" ", "host-malformed"),
        (".", "host-malformed"),
        ("example.com:", "host-malformed"),
        ("example.com:0443", "host-malformed"),
        ("example.com:0", "host-malformed"),
        ("example.com:+443", "host-malformed"),
        ("example.com:65536", "host-malformed"),
        ("example.com:443:443", "host-malformed"),
        ("example.com:https", "host-malformed"),
        ("example.com/", "host-malformed"),
        ("example.com?", "host-malformed"),
        ("example.com#", "host-malformed"),
        ("example.com\\", "host-malformed"),
        ("example.com,evil.example", "host-malformed"),
        ("example.com evil.example", "host-malformed"),
        ("example.com\t", "host-malformed"),
        ("evil.example@example.com", "host-malformed"),
        ("example.com@evil.example", "host-malformed"),
        ("https://example.com", "host-malformed"),
        ("ex%61mple.com", "host-malformed"),
        ("*", "host-malformed"),
        ("a!b.evil.example", "host-malformed"),
        ("2001:db8::1", "host-malformed"),
        ("[2001:db8::1]8443", "host-malformed"),
        ("[2001:db8::1%25eth0]:8443", "host-malformed"),
        ("ex\u{e4}mple.com", "host-header-not-ascii"),
    ] {
        let host = format!("host: {host}");
        for lines in [
            &[&host, SITE][..],
            &[&host, SITE, NULL],
            &[&host, "sec-fetch-site: none"],
            &[&host, "sec-fetch-site: none", NULL],
        ] {
            assert_eq!(verdict_at(&guard, lines, &path()), expected, "{lines:?}");
        }
    }
}

#[test]
fn origin_decides_before_the_host() {
    let guard = own(&["https://example.com"]).trusted_origin(origin("https://pay.example"));
    check_table(
        &guard,
        &[
            (&[SITE], "host-missing"),
            (&[SITE, NULL], "host-missing"),
            (&[SITE, OURS], "pass"),
            (&["host: inner:8080", SITE, OURS], "pass"),
            (&["host: @", SITE, OURS], "pass"),
            (&["host: evil.example", SITE, "origin: https://pay.example"], "pass"),
            (&[HOST, HOST, SITE], "host-header-repeated"),
            (&[HOST, "host: evil.example", SITE, NULL], "host-header-repeated"),
            (&[HOST, SITE, OTHER], "origin-mismatch"),
            (&["host: evil.example", SITE, OTHER], "origin-mismatch"),
            (&["host: evil.example", "sec-fetch-site: cross-site"], "cross-site"),
            (&["host: evil.example", "sec-fetch-site: same-site", NULL], "same-site"),
            (
                &["host: evil.example", "sec-fetch-site: x", NULL],
                "sec-fetch-site-unknown",
            ),
            (&["host: evil.example", NULL], "origin-null"),
            (&["host: evil.example"], "not-a-browser"),
        ],
    );
}

#[test]
fn malformed_origin_does_not_turn_the_check_off() {
    // A page can't choose its `Origin`, but a host name of its own may be one that we don't accept.
    for text in [
        "http://a!b.evil.example",
        "junk",
        "",
        "NULL",
        "null ",
        "file://",
        "null, null",
    ] {
        let line = format!("origin: {text}");
        let lines = [HOST, SITE, &line];
        let guard = own(&["https://example.com"]);
        assert_eq!(verdict_at(&guard, &lines, &path()), "origin-malformed", "{text:?}");
        assert_eq!(verdict_at(&Guard::new(), &lines, &path()), "pass", "{text:?}");
    }
}

#[test]
fn authority_of_the_uri_precedes_the_host() {
    let guard = own(&["https://example.com"]);
    for (uri, host, expected) in [
        ("https://example.com/x", "host: evil.example", "pass"),
        ("https://example.com/x", "x: y", "pass"),
        ("http://example.com:443/x", HOST, "pass"),
        ("https://evil.example/x", HOST, "host-mismatch"),
        ("https://example.com:8443/x", HOST, "host-mismatch"),
        ("https://me@example.com/x", HOST, "host-malformed"),
        ("example.com:443", HOST, "pass"),
        ("*", HOST, "pass"),
    ] {
        let uri: Uri = uri.parse().unwrap();
        assert_eq!(verdict_at(&guard, &[host, SITE], &uri), expected, "{uri} {host}");
    }
}

#[test]
fn host_of_a_trusted_proxy_counts() {
    let inner = "host: 10.0.0.7:8080";
    let forwarded = "x-forwarded-host: example.com";
    let guard = own(&["https://example.com", "https://example.com:8443"]);
    check_table(&guard, &[(&[inner, SITE, forwarded], "host-mismatch")]);
    let guard = guard.trust_proxy(ProxyHeaders::XForwarded);
    check_table(
        &guard,
        &[
            (&[inner, SITE, forwarded], "pass"),
            (&[inner, SITE, NULL, "x-forwarded-host: Example.com:8443"], "pass"),
            (&[inner, SITE, forwarded, "x-forwarded-port: 8443"], "pass"),
            (&[inner, SITE, forwarded, "x-forwarded-port: 80"], "host-mismatch"),
            (
                &[inner, SITE, forwarded, "x-forwarded-port: x"],
                "forwarded-port-ambiguous",
            ),
            // The scheme may be that of the last hop.
            (&[inner, SITE, forwarded, "x-forwarded-proto: http"], "pass"),
            (&[inner, SITE], "host-mismatch"),
            (&[HOST, SITE], "pass"),
            (&[HOST, SITE, "x-forwarded-host: evil.example"], "host-mismatch"),
            (&[HOST, SITE, forwarded, forwarded], "forwarded-host-ambiguous"),
            (
                &[HOST, SITE, "x-forwarded-host: example.com, evil.example"],
                "forwarded-host-ambiguous",
            ),
            (&[HOST, SITE, "x-forwarded-host: "], "forwarded-host-malformed"),
            (&[HOST, SITE, "forwarded: host=evil.example"], "pass"),
        ],
    );
}

#[test]
fn error_names_the_own_hosts_and_what_pages_without_referrer_need() {
    let error = refused(&own(&["https://example.com"]), &["host: evil.example", SITE, NULL]);
    assert_eq!(
        error.received(),
        r#"sec-fetch-site: "same-origin", origin: "null", host: "evil.example""#
    );
    assert_eq!(error.expected(), "the host and port of https://example.com");
    let error = refused(&Guard::new(), &[HOST, NULL]);
    assert_eq!(
        error.expected(),
        "the request's host example.com; over plain http, a page with `Referrer-Policy: no-referrer` sends null: \
         give it `same-origin`"
    );
}
