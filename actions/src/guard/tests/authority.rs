//! Comparing hosts and ports.

use super::*;

#[test]
fn missing_port_is_the_default_port_of_the_origins_scheme() {
    for (origin, host, expected) in [
        ("https://example.com", "example.com", "pass"),
        ("https://example.com", "example.com:443", "pass"),
        ("https://example.com:443", "example.com", "pass"),
        ("http://example.com", "example.com:80", "pass"),
        ("http://example.com:80", "example.com", "pass"),
        ("https://example.com:8443", "example.com:8443", "pass"),
        ("https://example.com", "example.com:80", "origin-mismatch"),
        ("http://example.com", "example.com:443", "origin-mismatch"),
        ("https://example.com:80", "example.com", "origin-mismatch"),
        ("https://example.com:8443", "example.com", "origin-mismatch"),
        ("https://example.com", "example.com:8443", "origin-mismatch"),
        ("http://localhost:3000", "localhost:3000", "pass"),
        ("http://localhost:3000", "localhost:3001", "origin-mismatch"),
        ("http://127.0.0.1:3000", "127.0.0.1:3000", "pass"),
        ("http://127.0.0.1:3000", "localhost:3000", "origin-mismatch"),
        ("http://[::1]:3000", "[::1]:3000", "pass"),
        ("http://[::1]", "[::1]", "pass"),
        ("http://[::1]", "[0:0:0:0:0:0:0:1]:80", "pass"),
        ("http://[2001:DB8::1]", "[2001:db8::1]", "pass"),
        ("http://[::1]", "[::2]", "origin-mismatch"),
        ("http://[::1]:3000", "[::1]", "origin-mismatch"),
        ("http://[::ffff:127.0.0.1]", "127.0.0.1", "origin-mismatch"),
        ("http://[::1]", "::1", "host-malformed"),
    ] {
        let lines = [format!("origin: {origin}"), format!("host: {host}")];
        let lines = lines.each_ref().map(String::as_str);
        assert_eq!(
            verdict_at(&Guard::new(), &lines, &path()),
            expected,
            "{origin} to {host}"
        );
    }
}

#[test]
fn uri_authority_takes_precedence_over_host() {
    for (uri, lines, expected) in [
        ("https://example.com/x", &[OURS][..], "pass"),
        ("https://example.com/x", &[OURS, "host: evil.example"], "pass"),
        (
            "https://example.com/x",
            &[OTHER, "host: evil.example"],
            "origin-mismatch",
        ),
        (
            "http://example.com:8443/x",
            &[HOST, "origin: https://example.com:8443"],
            "pass",
        ),
        // The scheme of the URI is that of the last hop, not of the client.
        ("http://example.com/x", &[OURS], "pass"),
        ("example.com:443", &[OURS], "pass"),
        ("http://me@example.com/x", &[OURS], "host-malformed"),
        ("http://[::1]:3000/x", &["origin: http://[::1]:3000"], "pass"),
        ("*", &[OURS], "host-missing"),
    ] {
        let uri: Uri = uri.parse().unwrap();
        assert_eq!(verdict_at(&Guard::new(), lines, &uri), expected, "{uri} {lines:?}");
    }
}
