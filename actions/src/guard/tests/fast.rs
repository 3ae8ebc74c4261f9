//! The fast check against the guard's rules, and the walk over the headers against looking each up.

use http::{HeaderMap, Uri};

use super::{Guard, ProxyHeaders, headers, origin};
use crate::call_headers::{CallHeaders, Lines};

/// Lines that requests are made of. Some are there twice, so that they are drawn more often.
const LINES: [&str; 52] = [
    "host: example.com",
    "host: example.com",
    "host: example.com",
    "Host: EXAMPLE.com:443",
    "host: example.com:80",
    "host: [::1]:3000",
    "host: evil.example",
    "host: ex\u{e4}mple.com",
    "host: a b",
    "origin: https://example.com",
    "origin: https://example.com",
    "origin: https://example.com:443",
    "origin: https://EXAMPLE.com",
    "origin: http://example.com",
    "origin: https://example.com.evil.example",
    "origin: https://example.com/",
    "origin: https://evil.example",
    "origin: https://pay.example",
    "origin: http://[::1]:3000",
    "origin: http://[0:0::1]:3000",
    "origin: http://localhost:3000",
    "origin: null",
    "origin: https://ex\u{e4}mple.com",
    "origin: ",
    "sec-fetch-site: same-origin",
    "sec-fetch-site: same-origin",
    "sec-fetch-site: same-origin",
    "Sec-Fetch-Site: none",
    "sec-fetch-site: same-site",
    "sec-fetch-site: cross-site",
    "sec-fetch-site: SAME-ORIGIN",
    "sec-fetch-site: same-origin ",
    "sec-fetch-site: same-origin, none",
    "sec-fetch-site: same-origin\u{e9}",
    "sec-fetch-mode: navigate",
    "sec-fetch-dest: document",
    "referer: https://example.com/notes",
    "referer: https://evil.example/",
    "x-forwarded-host: example.com",
    "x-forwarded-host: evil.example",
    "x-forwarded-host: a, b",
    "x-forwarded-proto: https",
    "x-forwarded-proto: gopher",
    "x-forwarded-port: 443",
    "forwarded: host=example.com;proto=https",
    "forwarded: host=evil.example",
    "accept: */*",
    "content-type: application/x-www-form-urlencoded",
    "content-length: 12",
    "content-encoding: gzip",
    "cookie: a=b",
    "hx-request: true",
];

fn guards() -> Vec<Guard> {
    let own = || Guard::new().origin(origin("https://example.com"));
    vec![
        Guard::new(),
        Guard::new().allow_non_browser(true),
        Guard::new().trusted_origin(origin("https://pay.example")),
        Guard::new().trust_proxy(ProxyHeaders::XForwarded),
        Guard::new().trust_proxy(ProxyHeaders::Forwarded),
        own(),
        own().origin(origin("http://[::1]:3000")),
        own().trusted_origin(origin("https://pay.example")),
        own().trust_proxy(ProxyHeaders::XForwarded).allow_non_browser(true),
        Guard::new().origin(origin("http://LOCALHOST:3000")),
    ]
}

/// Calls `check` with many sets of headers.
fn for_many(mut check: impl FnMut(&HeaderMap)) {
    let mut state: u64 = 0x2545_F491_4F6C_DD1D;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 1_000_003).unwrap() % below
    };
    for _ in 0..4_000 {
        let count = random(7);
        let lines: Vec<_> = (0..count).map(|_| LINES[random(LINES.len())]).collect();
        check(&headers(&lines));
    }
}

#[test]
fn what_is_surely_accepted_passes_the_check() {
    let uris = ["/_actions/a", "https://example.com/_actions/a", "http://evil.example/a"].map(Uri::from_static);
    let (mut sure, mut refused) = (0, 0);
    for_many(|headers| {
        for guard in guards() {
            for uri in &uris {
                let verdict = guard.check(headers, uri);
                if guard.surely_accepts(&CallHeaders::of(headers)) {
                    sure += 1;
                    assert!(verdict.is_ok(), "{guard:?} {headers:?} {uri}: {verdict:?}");
                } else {
                    refused += usize::from(verdict.is_err());
                }
            }
        }
    });
    assert!(sure > 4_000 && refused > 20_000, "{sure} {refused}");
}

#[test]
fn requests_of_browsers_are_surely_accepted() {
    let own = Guard::new().origin(origin("https://example.com:443"));
    let site = "sec-fetch-site: same-origin";
    for (guard, lines, expected) in [
        (&Guard::new(), &["host: example.com", site][..], true),
        (
            &Guard::new(),
            &["host: example.com", site, "origin: https://example.com"],
            true,
        ),
        (&own, &["host: a", site, "origin: https://example.com"], true),
        (&own, &["host: a", "origin: https://example.com"], true),
        (&own, &["host: example.com", site], false),
        (&own, &["host: a", site, "origin: https://evil.example"], false),
        (
            &own,
            &["host: a", "sec-fetch-site: cross-site", "origin: https://example.com"],
            false,
        ),
        (
            &Guard::new(),
            &["host: example.com", "origin: https://example.com"],
            false,
        ),
        (&Guard::new(), &["host: a", "host: a", site], false),
        (&Guard::new(), &[], false),
    ] {
        let headers = headers(lines);
        assert_eq!(guard.surely_accepts(&CallHeaders::of(&headers)), expected, "{lines:?}");
    }
}

#[test]
fn walk_finds_what_look_ups_find() {
    for_many(|headers| {
        let found = CallHeaders::of(headers);
        let lines: [(&str, Lines<'_>); 9] = [
            ("accept", found.accept),
            ("content-length", found.content_length),
            ("content-type", found.content_type),
            ("host", found.host),
            ("hx-boosted", found.hx_boosted),
            ("hx-request", found.hx_request),
            ("origin", found.origin),
            ("sec-fetch-mode", found.sec_fetch_mode),
            ("sec-fetch-site", found.sec_fetch_site),
        ];
        for (name, lines) in lines {
            assert_eq!(lines.first, headers.get(name), "{name} of {headers:?}");
            let is_repeated = headers.get_all(name).iter().count() > 1;
            assert_eq!(lines.is_repeated, is_repeated, "{name} of {headers:?}");
        }
        for (name, is_there) in [
            ("content-encoding", found.has_content_encoding),
            ("cookie", found.has_cookies),
            ("transfer-encoding", found.has_transfer_encoding),
        ] {
            assert_eq!(is_there, headers.contains_key(name), "{name} of {headers:?}");
        }
    });
}
