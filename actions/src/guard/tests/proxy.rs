//! Requests with and without a trusted proxy.

use super::*;

const INNER: &str = "host: 10.0.0.7:8080";
const FORWARDED: &str = "x-forwarded-host: example.com";

#[test]
fn forwarded_headers_are_ignored_unless_trusted() {
    check_table(
        &Guard::new(),
        &[
            (&[INNER, FORWARDED, OURS], "origin-mismatch"),
            (&[HOST, "x-forwarded-host: evil.example", OTHER], "origin-mismatch"),
            (&[HOST, "x-forwarded-host: evil.example", OURS], "pass"),
            (&[HOST, "x-forwarded-proto: http", OURS], "pass"),
            (
                &[
                    HOST,
                    "x-forwarded-host: a, b",
                    FORWARDED,
                    "x-forwarded-proto: junk",
                    OURS,
                ],
                "pass",
            ),
        ],
    );
    assert!(!Guard::new().is_https(&headers(&["x-forwarded-proto: https"]), &path()));
}

#[test]
fn forwarded_host_of_a_trusted_proxy_is_the_host() {
    check_table(
        &Guard::new().trust_proxy(ProxyHeaders::XForwarded),
        &[
            (&[INNER, FORWARDED, OURS], "pass"),
            (&[INNER, "x-forwarded-host: EXAMPLE.com:443", OURS], "pass"),
            (&[INNER, "x-forwarded-host: example.com:8443", OURS], "origin-mismatch"),
            (&[INNER, FORWARDED, OTHER], "origin-mismatch"),
            (&[INNER, FORWARDED, "origin: http://10.0.0.7:8080"], "origin-mismatch"),
            // A proxy that passes Host on doesn't send X-Forwarded-Host.
            (&[HOST, OURS], "pass"),
            (&[INNER, FORWARDED, FORWARDED, OURS], "forwarded-host-ambiguous"),
            (
                &[INNER, "x-forwarded-host: evil.example", FORWARDED, OURS],
                "forwarded-host-ambiguous",
            ),
            (
                &[INNER, "x-forwarded-host: evil.example, example.com", OURS],
                "forwarded-host-ambiguous",
            ),
            (
                &[INNER, "x-forwarded-host: example.com,", OURS],
                "forwarded-host-ambiguous",
            ),
            (&[INNER, "x-forwarded-host: ", OURS], "forwarded-host-malformed"),
            (
                &[INNER, "x-forwarded-host: https://example.com", OURS],
                "forwarded-host-malformed",
            ),
            (
                &[INNER, "x-forwarded-host: me@example.com", OURS],
                "forwarded-host-malformed",
            ),
            (
                &[INNER, "x-forwarded-host: ex\u{e4}mple.com", OURS],
                "forwarded-host-malformed",
            ),
            (&[HOST, HOST, FORWARDED, OURS], "host-header-repeated"),
            // Only rule 4 uses them.
            (&[HOST, "sec-fetch-site: same-origin", FORWARDED, FORWARDED], "pass"),
            (&[INNER, FORWARDED], "not-a-browser"),
        ],
    );
}

#[test]
fn forwarded_host_takes_precedence_over_the_uri() {
    let guard = Guard::new().trust_proxy(ProxyHeaders::XForwarded);
    let uri = Uri::from_static("http://10.0.0.7:8080/x");
    assert_eq!(verdict_at(&guard, &[FORWARDED, OURS], &uri), "pass");
    assert_eq!(
        verdict_at(&guard, &[FORWARDED, "origin: http://10.0.0.7:8080"], &uri),
        "origin-mismatch"
    );
}

#[test]
fn forwarded_proto_of_a_trusted_proxy_is_the_scheme() {
    check_table(
        &Guard::new().trust_proxy(ProxyHeaders::XForwarded),
        &[
            (&[HOST, "x-forwarded-proto: https", OURS], "pass"),
            (&[HOST, "x-forwarded-proto: HTTPS", OURS], "pass"),
            (&[HOST, "x-forwarded-proto: http", "origin: http://example.com"], "pass"),
            (&[HOST, "x-forwarded-proto: http", OURS], "origin-mismatch"),
            (
                &[HOST, "x-forwarded-proto: https", "origin: http://example.com"],
                "origin-mismatch",
            ),
            (
                &[HOST, "x-forwarded-proto: https, http", OURS],
                "forwarded-proto-ambiguous",
            ),
            (&[HOST, "x-forwarded-proto: wss", OURS], "forwarded-proto-ambiguous"),
            (&[HOST, "x-forwarded-proto: ", OURS], "forwarded-proto-ambiguous"),
            (
                &[HOST, "x-forwarded-proto: https", "x-forwarded-proto: https", OURS],
                "forwarded-proto-ambiguous",
            ),
        ],
    );
}

#[test]
fn forwarded_headers_are_ignored_with_own_origins() {
    let guard = Guard::new()
        .trust_proxy(ProxyHeaders::XForwarded)
        .origin(origin("https://example.com"));
    check_table(
        &guard,
        &[
            (
                &[
                    INNER,
                    "x-forwarded-host: evil.example, a",
                    "x-forwarded-proto: http, https",
                    OURS,
                ],
                "pass",
            ),
            (&[INNER, "x-forwarded-host: evil.example", OTHER], "origin-mismatch"),
        ],
    );
}

#[test]
fn https_is_known_from_own_origins_and_the_proxy() {
    let plain = Guard::new;
    let https = || plain().origin(origin("https://example.com"));
    let local = || https().origin(origin("http://localhost:3000"));
    let both = || https().origin(origin("http://example.com"));
    let machine = || {
        plain()
            .origin(origin("https://localhost"))
            .origin(origin("http://localhost"))
    };
    let proxy = || plain().trust_proxy(ProxyHeaders::XForwarded);
    let own_proxy = || https().trust_proxy(ProxyHeaders::XForwarded);
    let forwarded = "x-forwarded-proto: https";
    for (guard, lines, expected) in [
        (plain(), &[][..], false),
        (plain(), &[HOST], false),
        (plain(), &[HOST, OURS], false),
        (plain(), &[HOST, "sec-fetch-site: none"], false),
        (plain(), &[HOST, forwarded], false),
        (https(), &[], false),
        (https(), &[OURS], false),
        (https(), &[HOST], true),
        (https(), &["host: EXAMPLE.com:443"], true),
        (https(), &["host: example.com:80"], false),
        (https(), &["host: example.com:8443"], false),
        (https(), &["host: www.example.com"], false),
        (https(), &["host: localhost:3000", OURS], false),
        (https(), &[HOST, HOST], false),
        (https(), &["host: example.com@evil.example"], false),
        (https(), &[HOST, "origin: http://example.com"], true),
        (local(), &[HOST], true),
        (local(), &["host: localhost:3000"], false),
        (local(), &["host: localhost:3000", OURS], false),
        // Nothing tells by which of the two a request came, unless it names the port.
        (both(), &[HOST, OURS], false),
        (both(), &[HOST, "sec-fetch-site: none"], true),
        (both(), &["host: example.com:443"], true),
        (both(), &["host: example.com:80"], false),
        // Browsers send Fetch Metadata to the own machine by http too.
        (machine(), &["host: localhost", "sec-fetch-site: none"], false),
        (proxy(), &[HOST], false),
        (proxy(), &[HOST, OURS], false),
        (proxy(), &[forwarded], true),
        (proxy(), &["x-forwarded-proto: Https"], true),
        (proxy(), &["x-forwarded-proto: http"], false),
        (proxy(), &["x-forwarded-proto: https, http"], false),
        (proxy(), &[forwarded, forwarded], false),
        (own_proxy(), &[INNER, FORWARDED], true),
        (own_proxy(), &[HOST, "x-forwarded-host: inner"], false),
        (own_proxy(), &[HOST, FORWARDED, FORWARDED], false),
        (own_proxy(), &[INNER, forwarded], true),
    ] {
        let found = guard.is_https(&headers(lines), &path());
        assert_eq!(found, expected, "{guard:?} {lines:?}");
    }
    let uri = Uri::from_static("https://example.com/x");
    assert!(https().is_https(&headers(&["host: inner"]), &uri));
    assert!(!plain().is_https(&headers(&[HOST]), &uri));
}
