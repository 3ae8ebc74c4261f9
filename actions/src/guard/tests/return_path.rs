//! Return paths from `Referer`.

use super::*;

#[test]
fn same_origin_path_refuses_other_origins() {
    let lines = headers(&[HOST]);
    for (referer, expected) in [
        ("https://example.com/todos?page=2#new", Some("/todos?page=2")),
        ("https://example.com/todos", Some("/todos")),
        ("http://EXAMPLE.com:80/a%20b", Some("/a%20b")),
        ("https://example.com/", Some("/")),
        ("https://example.com", Some("/")),
        ("https://example.com#x", Some("/")),
        (
            "https://example.com/?to=https://evil.example//x",
            Some("/?to=https://evil.example//x"),
        ),
        ("https://example.com/#//evil.example", Some("/")),
        ("https://example.com/a//b", Some("/a//b")),
        ("https://example.com?x", None),
        ("https://example.com//evil.example", None),
        ("https://example.com/\\evil.example", None),
        ("https://example.com/\t/evil.example", None),
        ("https://example.com/\n", None),
        ("https://example.com/a b", None),
        ("https://example.com/\u{e4}", None),
        ("https://example.com\\@evil.example/", None),
        ("https://me@example.com/", None),
        ("https://evil.example/todos", None),
        ("https://example.com.evil.example/todos", None),
        ("https://example.com:8443/todos", None),
        ("/todos", None),
        ("//example.com/todos", None),
        ("about:blank", None),
        ("javascript://example.com/%0aalert(1)", None),
        ("null", None),
        ("", None),
    ] {
        assert_eq!(
            Guard::new().same_origin_path(referer, &lines, &path()),
            expected,
            "{referer:?}"
        );
    }
}

#[test]
fn same_origin_path_uses_the_origins_of_the_guard() {
    let return_path = |guard: &Guard, lines: &[&str], referer| {
        let path = guard.same_origin_path(referer, &headers(lines), &path());
        path.map(str::to_owned)
    };
    let own = Guard::new()
        .origin(origin("https://example.com"))
        .trusted_origin(origin("https://pay.example"));
    assert_eq!(
        return_path(&own, &["host: inner"], "https://example.com/x").as_deref(),
        Some("/x")
    );
    assert_eq!(return_path(&own, &["host: inner"], "http://inner/x"), None);
    // Its pages may call actions, but they are not this app's.
    assert_eq!(return_path(&own, &["host: inner"], "https://pay.example/x"), None);

    let proxy = Guard::new().trust_proxy(ProxyHeaders::XForwarded);
    let forwarded: &[&str] = &[
        "host: inner",
        "x-forwarded-host: example.com",
        "x-forwarded-proto: https",
    ];
    assert_eq!(
        return_path(&proxy, forwarded, "https://example.com/x").as_deref(),
        Some("/x")
    );
    assert_eq!(return_path(&proxy, forwarded, "http://example.com/x"), None);
    assert_eq!(
        return_path(&proxy, &["host: inner", "x-forwarded-host: a, b"], "https://a/x"),
        None
    );

    assert_eq!(return_path(&Guard::new(), &[], "https://example.com/x"), None);
    assert_eq!(return_path(&Guard::new(), &[HOST, HOST], "https://example.com/x"), None);
}
