//! `Forwarded` of a trusted proxy, and which family of headers counts.

use super::super::forwarded::Forwarded;
use super::*;

const INNER: &str = "host: 10.0.0.7:8080";

#[test]
fn forwarded_has_one_element_with_host_and_proto() {
    for (text, host, proto) in [
        ("host=example.com", Some("example.com"), None),
        ("proto=https", None, Some("https")),
        ("for=192.0.2.60;proto=http;by=203.0.113.43", None, Some("http")),
        ("Host=a;PROTO=HTTPS;For=x", Some("a"), Some("HTTPS")),
        (
            "host=\"example.com:8443\";proto=https",
            Some("example.com:8443"),
            Some("https"),
        ),
        ("host=\"[::1]:80\"", Some("[::1]:80"), None),
        ("proto=\"https\"", None, Some("https")),
        ("for=\"[2001:db8::1]:4711\";host=a", Some("a"), None),
        ("for=\"a,b;c\\\";host=evil\";host=a", Some("a"), None),
        ("for=\"\\\\\";host=a", Some("a"), None),
        ("for=\"\";host=a", Some("a"), None),
        ("for=_hidden;secret=x;host=a", Some("a"), None),
        (";;host=a;;proto=http;", Some("a"), Some("http")),
        ("host=a ", Some("a"), None),
        ("host=\"\"", Some(""), None),
        ("host=\"a\\b\"", Some("a\\b"), None),
        ("for=a;for=b", None, None),
        (";", None, None),
    ] {
        assert_eq!(Forwarded::parse(text), Ok(Forwarded { host, proto }), "{text:?}");
    }
}

#[test]
fn forwarded_is_refused_when_ambiguous_or_malformed() {
    let guard = Guard::new().trust_proxy(ProxyHeaders::Forwarded);
    for (text, expected) in [
        ("host=example.com", "pass"),
        ("host=example.com;proto=https", "pass"),
        ("HOST=\"Example.com:443\";Proto=HTTPS", "pass"),
        ("host=\"example.com\"", "pass"),
        ("for=\"[::1]\";host=example.com", "pass"),
        ("host=evil.example", "origin-mismatch"),
        ("host=example.com;proto=http", "origin-mismatch"),
        ("for=\"host=example.com\"", "origin-mismatch"),
        ("for=\"x\\\";host=example.com\"", "origin-mismatch"),
        ("xhost=example.com", "origin-mismatch"),
        ("host=example.com,", "forwarded-host-ambiguous"),
        (",host=example.com", "forwarded-host-ambiguous"),
        (",", "forwarded-host-ambiguous"),
        ("host=evil.example, host=example.com", "forwarded-host-ambiguous"),
        ("host=example.com,host=example.com", "forwarded-host-ambiguous"),
        ("host=example.com , for=x", "forwarded-host-ambiguous"),
        ("for=1.2.3.4, for=5.6.7.8;host=example.com", "forwarded-host-ambiguous"),
        ("host=example.com;host=example.com", "forwarded-host-ambiguous"),
        ("host=evil.example;HOST=example.com", "forwarded-host-ambiguous"),
        ("proto=http;proto=https;host=example.com", "forwarded-proto-ambiguous"),
        ("proto=https;PROTO=https", "forwarded-proto-ambiguous"),
        ("proto=wss;host=example.com", "forwarded-proto-ambiguous"),
        ("proto=\"https,http\";host=example.com", "forwarded-proto-ambiguous"),
        ("proto=\"\";host=example.com", "forwarded-proto-ambiguous"),
        ("proto=\"htt\\ps\";host=example.com", "forwarded-proto-ambiguous"),
        ("", "forwarded-host-malformed"),
        ("host", "forwarded-host-malformed"),
        ("host=", "forwarded-host-malformed"),
        ("=example.com", "forwarded-host-malformed"),
        ("=", "forwarded-host-malformed"),
        ("example.com", "forwarded-host-malformed"),
        ("host==example.com", "forwarded-host-malformed"),
        ("host =example.com", "forwarded-host-malformed"),
        ("host= example.com", "forwarded-host-malformed"),
        ("host:example.com", "forwarded-host-malformed"),
        ("host=example.com:443", "forwarded-host-malformed"),
        ("host=[::1]", "forwarded-host-malformed"),
        ("host=example.com/", "forwarded-host-malformed"),
        ("host=example.com proto=https", "forwarded-host-malformed"),
        ("host=example.com; proto=https", "forwarded-host-malformed"),
        ("host=example.com ;proto=https", "forwarded-host-malformed"),
        ("host=\"example.com", "forwarded-host-malformed"),
        ("host=example.com\"", "forwarded-host-malformed"),
        ("host=\"example.com\"x", "forwarded-host-malformed"),
        ("host=\"example.com\"\"\"", "forwarded-host-malformed"),
        ("host=\"example.com\\\"", "forwarded-host-malformed"),
        ("host=\"ex\\ample.com\"", "forwarded-host-malformed"),
        ("host=\"\"", "forwarded-host-malformed"),
        ("host=\" example.com\"", "forwarded-host-malformed"),
        ("host=\"example.com \"", "forwarded-host-malformed"),
        ("host=\"example.com:\"", "forwarded-host-malformed"),
        ("host=\"example.com:0\"", "forwarded-host-malformed"),
        ("host=\"me@example.com\"", "forwarded-host-malformed"),
        ("host=\"https://example.com\"", "forwarded-host-malformed"),
        ("host=\"example.com,evil.example\"", "forwarded-host-ambiguous"),
        ("host='example.com'", "forwarded-host-malformed"),
        ("(x)=y;host=example.com", "forwarded-host-malformed"),
        ("{}", "forwarded-host-malformed"),
        ("\"host\"=example.com", "forwarded-host-malformed"),
        ("\"", "forwarded-host-malformed"),
        ("host=ex\u{e4}mple.com", "forwarded-host-malformed"),
        ("for=\u{e4};host=example.com", "forwarded-host-malformed"),
    ] {
        let forwarded = format!("forwarded: {text}");
        assert_eq!(
            verdict_at(&guard, &[INNER, OURS, &forwarded], &path()),
            expected,
            "{text:?}"
        );
        // Even if it would be accepted otherwise.
        let ignored = verdict_at(&Guard::new(), &[HOST, OURS, &forwarded], &path());
        assert_eq!(ignored, "pass", "{text:?}");
    }
    let twice = ["forwarded: host=example.com", "forwarded: host=example.com"];
    assert_eq!(
        verdict_at(&guard, &[INNER, OURS, twice[0], twice[1]], &path()),
        "forwarded-host-ambiguous"
    );
}

#[test]
fn other_family_of_headers_is_ignored() {
    let x = Guard::new().trust_proxy(ProxyHeaders::XForwarded);
    let forwarded = Guard::new().trust_proxy(ProxyHeaders::Forwarded);
    assert_eq!(ProxyHeaders::default(), ProxyHeaders::XForwarded);
    let ours = ("x-forwarded-host: example.com", "forwarded: host=example.com");
    let evil = ("x-forwarded-host: evil.example", "forwarded: host=evil.example");
    for (lines, by_x, by_forwarded) in [
        (&[INNER, OURS, ours.0, evil.1][..], "pass", "origin-mismatch"),
        (&[INNER, OURS, evil.0, ours.1], "origin-mismatch", "pass"),
        (&[INNER, OURS, ours.0], "pass", "origin-mismatch"),
        (&[INNER, OURS, ours.1], "origin-mismatch", "pass"),
        (&[HOST, OURS, evil.1], "pass", "origin-mismatch"),
        (&[HOST, OURS, evil.0], "origin-mismatch", "pass"),
        (
            &[HOST, OURS, "forwarded: junk", "forwarded: ,"],
            "pass",
            "forwarded-host-ambiguous",
        ),
        (&[HOST, OURS, ours.0, ours.0], "forwarded-host-ambiguous", "pass"),
        (&[HOST, OURS, "forwarded: proto=http"], "pass", "origin-mismatch"),
        (&[HOST, OURS, "x-forwarded-proto: http"], "origin-mismatch", "pass"),
        (
            &[HOST, OURS, "x-forwarded-proto: x"],
            "forwarded-proto-ambiguous",
            "pass",
        ),
        (&[HOST, OURS, "x-forwarded-port: 8443"], "origin-mismatch", "pass"),
        (&[HOST, OURS, "x-forwarded-port: x"], "forwarded-port-ambiguous", "pass"),
    ] {
        assert_eq!(verdict_at(&x, lines, &path()), by_x, "{lines:?}");
        assert_eq!(verdict_at(&forwarded, lines, &path()), by_forwarded, "{lines:?}");
    }
    for (line, by_x, by_forwarded) in [
        ("x-forwarded-proto: https", true, false),
        ("forwarded: proto=https", false, true),
        ("forwarded: host=a;proto=\"https\"", false, true),
        ("forwarded: proto=https, proto=https", false, false),
        ("forwarded: proto=http", false, false),
    ] {
        assert_eq!(x.is_https(&headers(&[line]), &path()), by_x, "{line}");
        assert_eq!(forwarded.is_https(&headers(&[line]), &path()), by_forwarded, "{line}");
    }
}

#[test]
fn forwarded_port_counts_only_for_a_host_without_one() {
    let guard = Guard::new().trust_proxy(ProxyHeaders::XForwarded);
    let page = "origin: https://example.com:8443";
    for (host, port, expected) in [
        ("example.com", "8443", "pass"),
        ("example.com:8443", "8443", "pass"),
        ("example.com:8443", "443", "pass"),
        ("example.com:8443", "junk", "pass"),
        ("example.com:8443", "", "pass"),
        ("example.com:443", "8443", "origin-mismatch"),
        ("example.com", "443", "origin-mismatch"),
        ("example.com", "", "forwarded-port-ambiguous"),
        ("example.com", "0", "forwarded-port-ambiguous"),
        ("example.com", "08443", "forwarded-port-ambiguous"),
        ("example.com", "+8443", "forwarded-port-ambiguous"),
        ("example.com", "-8443", "forwarded-port-ambiguous"),
        ("example.com", "8443,8443", "forwarded-port-ambiguous"),
        ("example.com", "8443, 443", "forwarded-port-ambiguous"),
        ("example.com", ":8443", "forwarded-port-ambiguous"),
        ("example.com", "65536", "forwarded-port-ambiguous"),
        ("example.com", "99999999999", "forwarded-port-ambiguous"),
        ("example.com", "https", "forwarded-port-ambiguous"),
        ("example.com", "8443\u{e9}", "forwarded-port-ambiguous"),
    ] {
        let port = format!("x-forwarded-port: {port}");
        for lines in [
            [INNER.to_owned(), format!("x-forwarded-host: {host}")],
            ["x: y".to_owned(), format!("host: {host}")],
        ] {
            let lines = [&*lines[0], &*lines[1], page, &port];
            assert_eq!(verdict_at(&guard, &lines, &path()), expected, "{lines:?}");
        }
    }
    let (port, other) = ("x-forwarded-port: 8443", "x-forwarded-port: 443");
    check_table(
        &guard,
        &[
            (&[HOST, page, port, other], "forwarded-port-ambiguous"),
            (&[HOST, page, port, port], "forwarded-port-ambiguous"),
        ],
    );
}
