//! Browsers that send neither `Sec-Fetch-Site` nor `Origin`, but `Referer`.

use super::*;

/// `Referer` to a guard of `https://example.com`, and the verdict.
const REFERERS: &[(&str, &str)] = &[
    ("https://example.com/notes", "pass"),
    ("https://example.com/", "pass"),
    ("https://example.com", "pass"),
    ("https://example.com?x", "pass"),
    ("https://example.com#x", "pass"),
    ("https://example.com:443/notes", "pass"),
    ("HTTPS://EXAMPLE.com/Notes?x=y", "pass"),
    ("https://example.com/n\u{fc}", "pass"),
    ("https://example.com/a b", "pass"),
    ("https://example.com/?to=http://evil.example/", "pass"),
    ("https://example.com/@evil.example", "pass"),
    ("https://example.com/\\evil.example", "pass"),
    ("http://example.com/notes", "referer-mismatch"),
    ("https://example.com:80/", "referer-mismatch"),
    ("https://example.com:8443/notes", "referer-mismatch"),
    ("https://example.com:/", "referer-mismatch"),
    ("https://example.com:0443/", "referer-mismatch"),
    ("https://example.com./notes", "referer-mismatch"),
    ("https://www.example.com/", "referer-mismatch"),
    ("https://example.com.evil.example/", "referer-mismatch"),
    ("https://evil-example.com/", "referer-mismatch"),
    ("https://evil.example/", "referer-mismatch"),
    ("https://evil.example/https://example.com/", "referer-mismatch"),
    ("https://evil.example?https://example.com/", "referer-mismatch"),
    ("https://evil.example#https://example.com/", "referer-mismatch"),
    ("https://example.com@evil.example/", "referer-mismatch"),
    ("https://evil.example@example.com/", "referer-mismatch"),
    ("https://me:secret@example.com/", "referer-mismatch"),
    ("https://example.com\\@evil.example/", "referer-mismatch"),
    ("https://evil.example\\@example.com/", "referer-mismatch"),
    ("https://example.com\\evil.example/", "referer-mismatch"),
    ("https://example.com%2f@evil.example/", "referer-mismatch"),
    ("https://ex%61mple.com/", "referer-mismatch"),
    ("https://example.com evil.example/", "referer-mismatch"),
    ("https://example.com\u{e9}.evil.example/", "referer-mismatch"),
    ("https://example.com\u{a0}/", "referer-mismatch"),
    ("https://example.com\t/", "referer-mismatch"),
    ("https:// example.com/", "referer-mismatch"),
    ("https://\u{e4}xample.com/", "referer-mismatch"),
    ("https://[::1]/", "referer-mismatch"),
    ("https://[::1/", "referer-mismatch"),
    ("https://127.1/", "referer-mismatch"),
    ("https:///example.com/", "referer-mismatch"),
    ("https:/example.com/", "referer-mismatch"),
    ("https:example.com/", "referer-mismatch"),
    ("https:\\\\example.com\\", "referer-mismatch"),
    ("https//example.com/", "referer-mismatch"),
    ("//example.com/", "referer-mismatch"),
    ("/notes", "referer-mismatch"),
    ("example.com", "referer-mismatch"),
    ("example.com/notes", "referer-mismatch"),
    ("about:blank", "referer-mismatch"),
    ("about:srcdoc", "referer-mismatch"),
    ("null", "referer-mismatch"),
    ("", "referer-mismatch"),
    (" ", "referer-mismatch"),
    ("*", "referer-mismatch"),
    ("file:///etc/passwd", "referer-mismatch"),
    ("data:text/html,x", "referer-mismatch"),
    ("blob:https://example.com/1", "referer-mismatch"),
    ("view-source:https://example.com/", "referer-mismatch"),
    ("javascript://example.com/%0aalert(1)", "referer-mismatch"),
    ("ftp://example.com/", "referer-mismatch"),
    ("wss://example.com/", "referer-mismatch"),
    ("android-app://com.example/", "referer-mismatch"),
    ("https://example.com, https://evil.example", "referer-mismatch"),
    ("<https://example.com/>", "referer-mismatch"),
    ("\"https://example.com/\"", "referer-mismatch"),
];

#[test]
fn referer_must_be_of_an_own_origin() {
    let strict = Guard::new().origin(origin("https://example.com"));
    let lenient = strict.clone().allow_non_browser(true);
    for (referer, expected) in REFERERS {
        let referer = format!("referer: {referer}");
        for guard in [&strict, &lenient] {
            // Whatever the host: `Referer` is compared as `Origin` is.
            for host in [HOST, "host: inner:8080", "x: y"] {
                let verdict = verdict_at(guard, &[host, &referer], &path());
                assert_eq!(verdict, *expected, "{host} {referer:?}");
            }
        }
    }
}

#[test]
fn referer_counts_only_alone() {
    let here = "referer: https://example.com/notes";
    let elsewhere = "referer: https://evil.example/";
    let guard = Guard::new()
        .origin(origin("https://example.com"))
        .origin(origin("https://www.example.com"))
        .trusted_origin(origin("https://pay.example"));
    let table: &[(&[&str], &str)] = &[
        (&[HOST, here], "pass"),
        (&[HOST, "referer: https://www.example.com/x"], "pass"),
        (&[HOST, here, here], "referer-mismatch"),
        (&[HOST, here, elsewhere], "referer-mismatch"),
        (&[HOST, elsewhere, here], "referer-mismatch"),
        // Its pages may call actions, but by `Origin`.
        (&[HOST, "referer: https://pay.example/"], "referer-mismatch"),
        (&[HOST, here, "origin: null"], "origin-null"),
        (&[HOST, here, OTHER], "origin-mismatch"),
        (&[HOST, here, "origin: "], "origin-malformed"),
        (&[HOST, elsewhere, OURS], "pass"),
        (&[HOST, here, "sec-fetch-site: cross-site"], "cross-site"),
        (&[HOST, elsewhere, "sec-fetch-site: same-origin"], "pass"),
        (&[HOST, elsewhere, "sec-fetch-mode: navigate"], "referer-mismatch"),
    ];
    check_table(&guard, table);
    check_table(&guard.clone().allow_non_browser(true), table);
    for part in ["mode: navigate", "dest: document", "user: ?1"] {
        let part = format!("sec-fetch-{part}");
        assert_eq!(verdict_at(&guard, &[HOST, here, &part], &path()), "not-a-browser");
    }
    check_table(&guard, &[(&[HOST], "not-a-browser")]);
    check_table(&guard.allow_non_browser(true), &[(&[HOST], "pass")]);
}

#[test]
fn without_own_origins_only_loopback_hosts_count_and_in_debug_builds_only() {
    let debug = |verdict| {
        if cfg!(debug_assertions) {
            verdict
        } else {
            "not-a-browser"
        }
    };
    for (host, referer, expected) in [
        ("localhost:3000", "http://localhost:3000/notes", debug("pass")),
        ("LOCALHOST:3000", "http://localhost:3000/notes", debug("pass")),
        ("localhost", "https://localhost/", debug("pass")),
        ("127.0.0.1:3000", "http://127.0.0.1:3000/notes", debug("pass")),
        ("127.8.9.10", "http://127.8.9.10/", debug("pass")),
        ("[::1]:3000", "http://[::1]:3000/notes", debug("pass")),
        ("[0::1]:3000", "http://[::1]:3000/notes", debug("pass")),
        ("localhost:3000", "http://localhost:3001/", "referer-mismatch"),
        ("localhost:3000", "http://127.0.0.1:3000/", "referer-mismatch"),
        ("127.0.0.1:3000", "http://127.0.0.2:3000/", "referer-mismatch"),
        ("localhost", "about:blank", "referer-mismatch"),
        ("localhost", "", "referer-mismatch"),
        ("example.com", "https://example.com/", "not-a-browser"),
        ("10.0.0.7", "http://10.0.0.7/", "not-a-browser"),
        ("0.0.0.0:3000", "http://0.0.0.0:3000/", "not-a-browser"),
        ("[::2]", "http://[::2]/", "not-a-browser"),
        ("[::]", "http://[::]/", "not-a-browser"),
        ("[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]/", "not-a-browser"),
        ("localhost.", "http://localhost./", "not-a-browser"),
        ("a.localhost", "http://a.localhost/", "not-a-browser"),
        (
            "localhost.evil.example",
            "http://localhost.evil.example/",
            "not-a-browser",
        ),
        (
            "127.0.0.1.evil.example",
            "http://127.0.0.1.evil.example/",
            "not-a-browser",
        ),
        ("localhost@evil.example", "http://localhost/", "host-malformed"),
        ("127.1", "http://127.1/", "referer-mismatch"),
    ] {
        let lines = [format!("host: {host}"), format!("referer: {referer}")];
        let lines = lines.each_ref().map(String::as_str);
        assert_eq!(verdict_at(&Guard::new(), &lines, &path()), expected, "{lines:?}");
        let lenient = Guard::new().allow_non_browser(true);
        let expected = if expected == "not-a-browser" { "pass" } else { expected };
        assert_eq!(verdict_at(&lenient, &lines, &path()), expected, "{lines:?}");
    }
    check_table(&Guard::new(), &[(&["referer: http://localhost/"], "host-missing")]);
    let proxy = Guard::new().trust_proxy(ProxyHeaders::XForwarded);
    let inner = "host: localhost:3000";
    check_table(
        &proxy,
        &[
            (
                &[inner, "x-forwarded-host: example.com", "referer: https://example.com/"],
                "not-a-browser",
            ),
            (
                &[
                    inner,
                    "x-forwarded-host: example.com",
                    "referer: http://localhost:3000/",
                ],
                "referer-mismatch",
            ),
        ],
    );
}

#[test]
fn log_has_the_referer_without_its_path() {
    let guard = Guard::new().origin(origin("https://example.com"));
    let error = refused(&guard, &[HOST, "referer: https://evil.example/reset?token=secret"]);
    assert_eq!(
        error.received(),
        r#"host: "example.com", referer: "https://evil.example""#
    );
    assert_eq!(error.expected(), "https://example.com");
    let error = refused(&Guard::new(), &[HOST, "referer: https://example.com/x"]);
    assert_eq!(
        error.expected(),
        "the header Sec-Fetch-Site or Origin, which browsers send; a Referer alone counts if the desk has its own origin"
    );
    let error = refused(&guard, &[HOST]);
    assert_eq!(error.received(), r#"host: "example.com""#);
}
