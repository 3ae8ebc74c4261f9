//! Parsing and writing origins of the configuration.

use super::*;

#[test]
fn origin_is_written_as_browsers_send_it() {
    for (text, spelled) in [
        ("https://example.com", "https://example.com"),
        ("HTTPS://Example.COM", "https://example.com"),
        ("https://example.com:443", "https://example.com"),
        ("http://example.com:80", "http://example.com"),
        ("http://example.com:443", "http://example.com:443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://[0:0:0:0:0:0:0:1]:3000", "http://[::1]:3000"),
        ("https://[2001:DB8::A]", "https://[2001:db8::a]"),
    ] {
        let origin = origin(text);
        assert_eq!(origin.to_string(), spelled);
        assert_eq!(origin, spelled.parse().unwrap());
        assert_eq!(origin.is_https(), spelled.starts_with("https:"));
    }
}

#[test]
fn invalid_origin_error_states_the_fix() {
    for (text, help) in [
        ("", "it is empty; write `https://example.com`"),
        ("null", "every sandboxed page sends `null`"),
        ("*", "it contains `*`"),
        ("https://*.example.com", "add each of them separately"),
        ("example.com", "it has no scheme; write `https://example.com`"),
        ("localhost:3000", "it has no scheme; write `https://localhost:3000`"),
        ("ftp://example.com", "its scheme is not http or https"),
        (
            "https://example.com/",
            "it ends with a slash; write `https://example.com`",
        ),
        (
            "https://example.com:8443/",
            "it ends with a slash; write `https://example.com:8443`",
        ),
        ("https://example.com/app", "without path, query or fragment"),
        ("https://example.com?x", "without path, query or fragment"),
        ("https://example.com#x", "without path, query or fragment"),
        ("https://b\u{fc}cher.example", "in punycode"),
        ("https://::1", "in brackets"),
        ("https://[::1", "in brackets"),
        ("https://[::1%25eth0]", "without a zone"),
        ("https://example.com:0", "from 1 to 65535"),
        ("https://example.com:65536", "from 1 to 65535"),
        ("https://example.com:http", "from 1 to 65535"),
        ("https://example.com:", "from 1 to 65535"),
        ("https://", "its host is not valid"),
        ("https:// example.com", "its host is not valid"),
        (
            "https://a.example,https://b.example",
            "it contains more than one origin; add each of them separately",
        ),
        ("https://a.example b.example", "its host is not valid"),
    ] {
        let message = text.parse::<Origin>().unwrap_err().to_string();
        assert!(message.contains(help), "{text:?}: {message}");
        assert!(message.contains(&format!("\"{}\"", text.escape_debug())), "{message}");
    }
}

#[test]
fn password_is_not_repeated_in_the_error() {
    for text in [
        "https://me:hunter2@example.com",
        "me:hunter2@example.com",
        "ftp://me:hunter2@x",
        "https://me:hunter2@x/",
    ] {
        let error = text.parse::<Origin>().unwrap_err();
        assert!(
            error.to_string().contains("write only scheme, host and port"),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
}
