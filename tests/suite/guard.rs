//! The origin guard (CSRF): from which pages an action may be called. `{host}` stands for the
//! server's own address.

use conformance::app::Settings;
use conformance::servers::Adapter;

use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

pub(crate) type Headers = &'static [(&'static str, &'static str)];

/// The name, the headers, and the code of the refusal, or `None` if the call is allowed.
#[rustfmt::skip]
const STRICT: &[(&str, Headers, Option<&str>)] = &[
    ("site_same_origin", &[("sec-fetch-site", "same-origin")], None),
    ("site_none", &[("sec-fetch-site", "none")], None),
    ("site_same_site", &[("sec-fetch-site", "same-site")], Some("same-site")),
    ("site_cross_site", &[("sec-fetch-site", "cross-site")], Some("cross-site")),
    ("site_unknown", &[("sec-fetch-site", "same-planet")], Some("sec-fetch-site-unknown")),
    ("site_empty", &[("sec-fetch-site", "")], Some("sec-fetch-site-unknown")),
    ("site_in_capitals", &[("sec-fetch-site", "Same-Origin")], Some("sec-fetch-site-unknown")),
    ("site_twice", &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")], Some("sec-fetch-site-header-repeated")),
    ("site_a_list", &[("sec-fetch-site", "same-origin, cross-site")], Some("sec-fetch-site-unknown")),
    ("site_not_ascii", &[("sec-fetch-site", "same-origin\u{fc}")], Some("sec-fetch-site-header-not-ascii")),
    ("site_same_origin_overrides_origin_null", &[("sec-fetch-site", "same-origin"), ("origin", "null")], None),
    ("site_same_origin_overrides_another_origin", &[("sec-fetch-site", "same-origin"), ("origin", "http://evil.example")], None),
    ("site_cross_site_overrides_an_equal_origin", &[("sec-fetch-site", "cross-site"), ("origin", "http://{host}")], Some("cross-site")),
    ("site_cross_site_overrides_origin_null", &[("sec-fetch-site", "cross-site"), ("origin", "null")], Some("cross-site")),
    ("origin_equal", &[("origin", "http://{host}")], None),
    ("origin_other", &[("origin", "http://evil.example")], Some("origin-mismatch")),
    ("origin_other_port", &[("origin", "http://127.0.0.1:1")], Some("origin-mismatch")),
    ("origin_without_the_port", &[("origin", "http://127.0.0.1")], Some("origin-mismatch")),
    ("origin_as_a_prefix", &[("origin", "http://{host}.evil.example")], Some("origin-malformed")),
    ("origin_as_a_subdomain", &[("origin", "http://127.0.0.1.evil.example")], Some("origin-mismatch")),
    ("origin_with_userinfo", &[("origin", "http://{host}@evil.example")], Some("origin-malformed")),
    ("origin_with_a_path", &[("origin", "http://{host}/")], Some("origin-malformed")),
    ("origin_null", &[("origin", "null")], Some("origin-null")),
    ("origin_null_in_capitals", &[("origin", "NULL")], Some("origin-malformed")),
    ("origin_malformed", &[("origin", "{host}")], Some("origin-malformed")),
    ("origin_empty", &[("origin", "")], Some("origin-malformed")),
    ("origin_of_another_scheme", &[("origin", "ftp://{host}")], Some("origin-malformed")),
    ("origin_of_an_extension", &[("origin", "chrome-extension://abcdefghijklmnop")], Some("origin-malformed")),
    ("origin_twice", &[("origin", "http://{host}"), ("origin", "http://{host}")], Some("origin-header-repeated")),
    ("origin_twice_with_site", &[("sec-fetch-site", "same-origin"), ("origin", "a"), ("origin", "b")], Some("origin-header-repeated")),
    ("origin_a_list", &[("origin", "http://{host}, http://{host}")], Some("origin-malformed")),
    ("origin_not_ascii", &[("origin", "http://\u{fc}.example")], Some("origin-header-not-ascii")),
    ("neither", &[], Some("not-a-browser")),
    // Builds without debug assertions accept it only with own origins.
    ("neither_but_own_referer", &[("referer", "http://{host}/notes")], if cfg!(debug_assertions) { None } else { Some("not-a-browser") }),
    ("neither_but_own_referer_twice", &[("referer", "http://{host}/notes"), ("referer", "http://{host}/notes")], Some("referer-mismatch")),
    ("neither_but_own_referer_and_fetch_metadata", &[("referer", "http://{host}/notes"), ("sec-fetch-dest", "document")], Some("not-a-browser")),
    ("neither_but_own_referer_of_another_host", &[("host", "app.example"), ("referer", "http://app.example/notes")], Some("not-a-browser")),
    ("neither_but_another_referer", &[("referer", "http://evil.example/")], Some("referer-mismatch")),
    ("neither_but_referer_of_another_port", &[("referer", "http://127.0.0.1:1/")], Some("referer-mismatch")),
    ("neither_but_referer_with_userinfo", &[("referer", "http://{host}@evil.example/")], Some("referer-mismatch")),
    ("neither_but_referer_with_backslash", &[("referer", "http://{host}\\@evil.example/")], Some("referer-mismatch")),
    ("neither_but_referer_of_no_web_page", &[("referer", "about:blank")], Some("referer-mismatch")),
    ("neither_but_empty_referer", &[("referer", "")], Some("referer-mismatch")),
    ("origin_null_and_own_referer", &[("origin", "null"), ("referer", "http://{host}/notes")], Some("origin-null")),
    ("neither_but_htmx", &[("hx-request", "true"), ("hx-request-type", "partial")], Some("not-a-browser")),
    ("neither_but_xhr", &[("x-requested-with", "XMLHttpRequest")], Some("not-a-browser")),
    ("htmx_from_elsewhere", &[("hx-request", "true"), ("hx-request-type", "partial"), ("sec-fetch-site", "cross-site")], Some("cross-site")),
    ("forwarded_host_is_ignored", &[("origin", "http://evil.example"), ("x-forwarded-host", "evil.example")], Some("origin-mismatch")),
    ("forwarded_proto_is_ignored", &[("origin", "http://{host}"), ("x-forwarded-proto", "https")], None),
];

/// With `--allow-non-browser`.
const LAX: &[(&str, Headers, Option<&str>)] = &[
    ("lax_neither", &[], None),
    (
        "lax_cross_site",
        &[("sec-fetch-site", "cross-site")],
        Some("cross-site"),
    ),
    (
        "lax_origin_other",
        &[("origin", "http://evil.example")],
        Some("origin-mismatch"),
    ),
    ("lax_origin_null", &[("origin", "null")], Some("origin-null")),
    ("lax_own_referer", &[("referer", "http://{host}/")], None),
    (
        "lax_own_referer_elsewhere",
        &[("host", "app.example"), ("referer", "http://app.example/")],
        None,
    ),
    (
        "lax_another_referer",
        &[("referer", "http://evil.example/")],
        Some("referer-mismatch"),
    ),
    (
        "lax_referer_of_no_web_page",
        &[("referer", "file:///x")],
        Some("referer-mismatch"),
    ),
];

/// With `--trust-origin https://shop.example --trust-origin http://[::1]:3000`.
#[rustfmt::skip]
const TRUSTED: &[(&str, Headers, Option<&str>)] = &[
    ("trusted", &[("origin", "https://shop.example")], None),
    ("trusted_overrides_site", &[("origin", "https://shop.example"), ("sec-fetch-site", "cross-site")], None),
    ("trusted_in_capitals", &[("origin", "HTTPS://SHOP.example")], None),
    ("trusted_with_its_default_port", &[("origin", "https://shop.example:443")], None),
    ("trusted_ipv6", &[("origin", "http://[0:0:0:0:0:0:0:1]:3000")], None),
    ("trusted_other_scheme", &[("origin", "http://shop.example")], Some("origin-mismatch")),
    ("trusted_other_port", &[("origin", "https://shop.example:8443")], Some("origin-mismatch")),
    ("trusted_subdomain", &[("origin", "https://a.shop.example"), ("sec-fetch-site", "same-site")], Some("same-site")),
    ("trusted_twice", &[("origin", "https://shop.example"), ("origin", "https://shop.example")], Some("origin-header-repeated")),
    ("trusted_still_allows_the_own", &[("origin", "http://{host}")], None),
];

/// With `--origin https://app.example --origin https://www.app.example`.
#[rustfmt::skip]
const OWN: &[(&str, Headers, Option<&str>)] = &[
    ("own", &[("origin", "https://app.example")], None),
    ("own_second", &[("origin", "https://www.app.example")], None),
    ("own_whatever_the_host", &[("origin", "https://app.example"), ("host", "inner.local:8080")], None),
    ("own_other_scheme", &[("origin", "http://app.example")], Some("origin-mismatch")),
    ("own_replaces_the_host", &[("origin", "http://{host}")], Some("origin-mismatch")),
    ("own_replaces_a_forged_host", &[("origin", "https://evil.example"), ("host", "evil.example")], Some("origin-mismatch")),
    ("own_still_allows_site", &[("host", "app.example"), ("sec-fetch-site", "same-origin")], None),
    ("own_host_with_its_default_port", &[("host", "APP.example:443"), ("sec-fetch-site", "same-origin")], None),
    ("own_host_with_origin_null", &[("host", "www.app.example"), ("sec-fetch-site", "same-origin"), ("origin", "null")], None),
    ("own_host_after_navigation", &[("host", "app.example"), ("sec-fetch-site", "none")], None),
    ("own_host_missing_in_site", &[("sec-fetch-site", "same-origin")], Some("host-mismatch")),
    ("own_host_rebound", &[("host", "evil.example"), ("sec-fetch-site", "same-origin")], Some("host-mismatch")),
    ("own_host_rebound_with_origin_null", &[("host", "evil.example"), ("sec-fetch-site", "same-origin"), ("origin", "null")], Some("host-mismatch")),
    ("own_host_rebound_after_navigation", &[("host", "evil.example"), ("sec-fetch-site", "none")], Some("host-mismatch")),
    ("own_host_rebound_with_odd_origin", &[("host", "a!b.example"), ("sec-fetch-site", "same-origin"), ("origin", "http://a!b.example")], Some("origin-malformed")),
    ("own_host_of_another_port", &[("host", "app.example:80"), ("sec-fetch-site", "same-origin"), ("origin", "null")], Some("host-mismatch")),
    ("own_host_with_dot", &[("host", "app.example."), ("sec-fetch-site", "same-origin")], Some("host-mismatch")),
    ("own_host_in_forwarded_is_ignored", &[("x-forwarded-host", "app.example"), ("forwarded", "host=app.example"), ("sec-fetch-site", "same-origin")], Some("host-mismatch")),
    ("own_host_cross_site_is_checked_first", &[("host", "evil.example"), ("sec-fetch-site", "cross-site")], Some("cross-site")),
    ("own_referer", &[("referer", "https://app.example/notes")], None),
    ("own_referer_second", &[("referer", "https://www.app.example")], None),
    ("own_referer_other_scheme", &[("referer", "http://app.example/")], Some("referer-mismatch")),
    ("own_referer_replaces_the_host", &[("referer", "http://{host}/")], Some("referer-mismatch")),
    ("own_without_referer", &[], Some("not-a-browser")),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("guard");
    let strings = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    let lax = Settings {
        allow_non_browser: true,
        ..Settings::default()
    };
    let trusted = Settings {
        trusted_origins: strings(&["https://shop.example", "http://[::1]:3000"]),
        ..Settings::default()
    };
    let own = Settings {
        origins: strings(&["https://app.example", "https://www.app.example"]),
        ..Settings::default()
    };
    let tables = [
        (Settings::default(), STRICT),
        (lax, LAX),
        (trusted, TRUSTED),
        (own, OWN),
    ];
    for (settings, table) in tables {
        for (name, headers, refused) in table {
            topic.on(name, &Adapter::ALL, On::With(settings.clone()), |site| {
                assert_verdict(site, headers, *refused)
            });
        }
    }
}

/// Asserts that the call is a 403 with this code and didn't run, or that it ran.
pub(crate) async fn assert_verdict(site: Site, headers: &[(&str, &str)], refused: Option<&str>) {
    let host = site.address().to_string();
    let call = headers
        .iter()
        .fold(site.post("/_actions/count"), |call, (name, value)| {
            // Latin-1, so that a value may have bytes beyond ASCII.
            let value: Vec<u8> = value.replace("{host}", &host).chars().map(|c| c as u8).collect();
            call.header(name, value)
        });
    let response = call.send().await;
    assert_eq!(response.header("cache-control"), "no-store");
    match refused {
        None => assert_eq!(response.expect(200).json(), 1),
        Some(code) => {
            if headers.iter().any(|(name, _)| *name == "hx-request") {
                response.problem_page(403, code);
            } else {
                response.problem(403, code);
            }
            assert!(response.set_cookies().is_empty(), "{response}");
            assert!(
                !response.headers.contains_key("access-control-allow-origin"),
                "{response}"
            );
        }
    }
    assert_eq!(site.app.counts.calls(), u32::from(refused.is_none()));
}
