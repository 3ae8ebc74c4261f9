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
    assert!(!Guard::new().is_https(&headers(&["x-forwarded-proto: https"])));
}

#[test]
fn forwarded_host_of_a_trusted_proxy_is_the_host() {
    check_table(
        &Guard::new().trust_proxy(true),
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
    let guard = Guard::new().trust_proxy(true);
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
        &Guard::new().trust_proxy(true),
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
    let guard = Guard::new().trust_proxy(true).origin(origin("https://example.com"));
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
fn https_is_known_from_own_origins_proxy_and_origin() {
    let plain = Guard::new;
    let http = || plain().origin(origin("http://localhost:3000"));
    let both = || http().origin(origin("https://example.com"));
    let proxy = || plain().trust_proxy(true);
    for (guard, lines, expected) in [
        (plain(), &[][..], false),
        (plain(), &[OURS], true),
        (plain(), &["origin: http://example.com"], false),
        (plain(), &["origin: null"], false),
        (plain(), &["origin: https://example.com/"], false),
        (plain(), &[OURS, OURS], false),
        (both(), &[], true),
        (both(), &["origin: null"], true),
        (both(), &[OURS], true),
        (both(), &["origin: http://localhost:3000"], false),
        (http(), &[], false),
        (proxy(), &[], false),
        (proxy(), &["x-forwarded-proto: https"], true),
        (proxy(), &["x-forwarded-proto: Https"], true),
        (proxy(), &["x-forwarded-proto: http"], false),
        (proxy(), &["x-forwarded-proto: https, http"], false),
    ] {
        assert_eq!(guard.is_https(&headers(lines)), expected, "{guard:?} {lines:?}");
    }
}
