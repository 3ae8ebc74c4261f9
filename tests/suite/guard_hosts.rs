//! What the guard takes for the request's own host: ports, letter case, IPv6, proxies, and
//! malformed hosts.

use conformance::app::Settings;
use conformance::servers::Adapter;
use frontdesk::guard::ProxyHeaders;

use crate::guard::{Headers, assert_verdict};
use crate::harness::raw;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

/// The name, `Host`, `Origin`, and the code of the refusal.
#[rustfmt::skip]
const HOSTS: &[(&str, &str, &str, Option<&str>)] = &[
    ("host_equal", "app.example", "http://app.example", None),
    ("host_equal_https", "app.example", "https://app.example", None),
    ("host_case_of_host", "APP.Example", "http://app.example", None),
    ("host_case_of_origin", "app.example", "HTTP://App.EXAMPLE", None),
    ("host_port_equal", "app.example:8080", "http://app.example:8080", None),
    ("host_port_other", "app.example:8080", "http://app.example:8081", Some("origin-mismatch")),
    ("host_port_missing_in_host", "app.example", "http://app.example:8080", Some("origin-mismatch")),
    ("host_port_missing_in_origin", "app.example:8080", "http://app.example", Some("origin-mismatch")),
    ("host_port_default_in_host", "app.example:80", "http://app.example", None),
    ("host_port_default_in_origin", "app.example", "http://app.example:80", None),
    ("host_port_default_of_https", "app.example:443", "https://app.example", None),
    ("host_port_default_of_the_other_scheme", "app.example:80", "https://app.example", Some("origin-mismatch")),
    ("host_ipv6", "[::1]:3000", "http://[::1]:3000", None),
    ("host_ipv6_without_port", "[::1]", "http://[::1]", None),
    ("host_ipv6_spelled_out", "[0:0:0:0:0:0:0:1]:3000", "http://[::1]:3000", None),
    ("host_ipv6_case", "[2001:DB8::A]:3000", "http://[2001:db8::a]:3000", None),
    ("host_ipv6_other", "[::1]:3000", "http://[::2]:3000", Some("origin-mismatch")),
    ("host_ipv6_port_other", "[::1]:3000", "http://[::1]:3001", Some("origin-mismatch")),
    ("host_subdomain", "app.example", "http://a.app.example", Some("origin-mismatch")),
    ("host_parent", "a.app.example", "http://app.example", Some("origin-mismatch")),
    ("host_dot_at_the_end", "app.example.", "http://app.example", Some("origin-mismatch")),
];

/// The name, whether `--trust-proxy` is on, the headers, and the code of the refusal. `Host` is
/// `inner.local`.
#[rustfmt::skip]
const PROXIES: &[(&str, bool, Headers, Option<&str>)] = &[
    ("proxy_forwarded_host", true, &[("origin", "https://app.example"), ("x-forwarded-host", "app.example")], None),
    ("proxy_forwarded_host_and_proto", true, &[("origin", "https://app.example"), ("x-forwarded-host", "app.example"), ("x-forwarded-proto", "https")], None),
    ("proxy_proto_differs", true, &[("origin", "http://app.example"), ("x-forwarded-host", "app.example"), ("x-forwarded-proto", "https")], Some("origin-mismatch")),
    ("proxy_without_forwarded_host", true, &[("origin", "http://inner.local")], None),
    ("proxy_host_replaces_the_host", true, &[("origin", "http://inner.local"), ("x-forwarded-host", "app.example")], Some("origin-mismatch")),
    ("proxy_host_twice", true, &[("origin", "http://app.example"), ("x-forwarded-host", "app.example"), ("x-forwarded-host", "app.example")], Some("forwarded-host-ambiguous")),
    ("proxy_host_a_list", true, &[("origin", "http://app.example"), ("x-forwarded-host", "app.example, inner.local")], Some("forwarded-host-ambiguous")),
    ("proxy_host_malformed", true, &[("origin", "http://app.example"), ("x-forwarded-host", "app.example/x")], Some("forwarded-host-malformed")),
    ("proxy_proto_a_list", true, &[("origin", "http://app.example"), ("x-forwarded-host", "app.example"), ("x-forwarded-proto", "http, https")], Some("forwarded-proto-ambiguous")),
    ("proxy_forged_without_the_flag", false, &[("origin", "https://evil.example"), ("x-forwarded-host", "evil.example")], Some("origin-mismatch")),
    ("proxy_forged_in_forwarded", true, &[("origin", "https://evil.example"), ("forwarded", "host=evil.example")], Some("origin-mismatch")),
    ("proxy_port_completes_the_host", true, &[("origin", "https://app.example:8443"), ("x-forwarded-host", "app.example"), ("x-forwarded-port", "8443")], None),
    ("proxy_port_differs", true, &[("origin", "https://app.example"), ("x-forwarded-host", "app.example"), ("x-forwarded-port", "8443")], Some("origin-mismatch")),
    ("proxy_port_does_not_replace_that_of_the_host", true, &[("origin", "https://app.example:8443"), ("x-forwarded-host", "app.example:8443"), ("x-forwarded-port", "80")], None),
    ("proxy_port_a_list", true, &[("origin", "https://app.example"), ("x-forwarded-host", "app.example"), ("x-forwarded-port", "443, 443")], Some("forwarded-port-ambiguous")),
    ("proxy_forwarded_is_ignored", true, &[("origin", "https://app.example"), ("x-forwarded-host", "app.example"), ("forwarded", "host=evil.example;proto=http, junk")], None),
    ("proxy_of_a_loopback_host", true, &[("referer", "http://127.0.0.1/"), ("x-forwarded-host", "app.example")], Some("referer-mismatch")),
    ("proxy_site_is_checked_first", true, &[("sec-fetch-site", "cross-site"), ("origin", "https://app.example"), ("x-forwarded-host", "app.example")], Some("cross-site")),
];

/// The name, the headers, and the code of the refusal, under a proxy that sets `Forwarded`. `Host` is
/// `inner.local`.
#[rustfmt::skip]
const FORWARDED: &[(&str, Headers, Option<&str>)] = &[
    ("forwarded_host", &[("origin", "https://app.example"), ("forwarded", "for=192.0.2.60;host=app.example;proto=https")], None),
    ("forwarded_quoted_host", &[("origin", "https://app.example:8443"), ("forwarded", "host=\"app.example:8443\"")], None),
    ("forwarded_scheme_differs", &[("origin", "https://app.example"), ("forwarded", "host=app.example;proto=http")], Some("origin-mismatch")),
    ("forwarded_two_elements", &[("origin", "https://app.example"), ("forwarded", "host=app.example, host=app.example")], Some("forwarded-host-ambiguous")),
    ("forwarded_twice", &[("origin", "https://app.example"), ("forwarded", "host=app.example"), ("forwarded", "host=app.example")], Some("forwarded-host-ambiguous")),
    ("forwarded_malformed", &[("origin", "https://app.example"), ("forwarded", "host=\"app.example")], Some("forwarded-host-malformed")),
    ("forwarded_x_is_ignored", &[("origin", "https://app.example"), ("forwarded", "host=app.example"), ("x-forwarded-host", "evil.example"), ("x-forwarded-port", "1")], None),
    ("forwarded_x_alone_is_ignored", &[("origin", "https://evil.example"), ("x-forwarded-host", "evil.example")], Some("origin-mismatch")),
];

/// Heads that a well-behaved client can't send, and the statuses that are a refusal: servers may
/// refuse them by themselves.
#[rustfmt::skip]
const RAW: &[(&str, &str, &[u16])] = &[
    ("raw_host_twice", "POST /_actions/count HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\nOrigin: http://{host}", &[400, 403]),
    ("raw_hosts_differ", "POST /_actions/count HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nOrigin: http://evil.example", &[400, 403]),
    ("raw_host_twice_with_site", "POST /_actions/count HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\nSec-Fetch-Site: same-origin", &[400, 403]),
    ("raw_host_missing", "POST /_actions/count HTTP/1.1\r\nOrigin: http://{host}", &[400, 403]),
    ("raw_host_missing_in_http_1_0", "POST /_actions/count HTTP/1.0\r\nOrigin: http://{host}", &[400, 403]),
    ("raw_host_malformed", "POST /_actions/count HTTP/1.1\r\nHost: {host}/x\r\nOrigin: http://{host}", &[400, 403]),
    ("raw_host_with_userinfo", "POST /_actions/count HTTP/1.1\r\nHost: evil.example@{host}\r\nOrigin: http://{host}", &[400, 403]),
    ("raw_host_empty", "POST /_actions/count HTTP/1.1\r\nHost:\r\nOrigin: http://{host}", &[400, 403]),
    ("raw_absolute_form_overrides_host", "POST http://other.example/_actions/count HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}", &[400, 403]),
    ("raw_absolute_form_equal", "POST http://other.example/_actions/count HTTP/1.1\r\nHost: {host}\r\nOrigin: http://other.example", &[200]),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("guard_hosts");
    for (name, host, origin, refused) in HOSTS {
        topic.own(name, move |site| async move {
            assert_verdict(site, &[("host", host), ("origin", origin)], *refused).await;
        });
    }
    for (name, trust_proxy, headers, refused) in PROXIES {
        let settings = Settings {
            trust_proxy: *trust_proxy,
            ..Settings::default()
        };
        topic.on(name, &Adapter::ALL, On::With(settings), move |site| async move {
            let headers: Vec<_> = [("host", "inner.local")].iter().chain(*headers).copied().collect();
            assert_verdict(site, &headers, *refused).await;
        });
    }
    for (name, headers, refused) in FORWARDED {
        topic.bare(name, &Adapter::ALL, move |adapter| async move {
            let site = Site::with_desk(adapter, |desk| desk.trust_proxy_headers(ProxyHeaders::Forwarded));
            let headers: Vec<_> = [("host", "inner.local")].iter().chain(*headers).copied().collect();
            assert_verdict(site, &headers, *refused).await;
        });
    }
    for (name, head, statuses) in RAW {
        topic.own(name, |site| raw_head(site, head, statuses));
    }
}

async fn raw_head(site: Site, head: &str, statuses: &[u16]) {
    let request = format!("{head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let response = raw::exchange(&site, &request).await;
    assert!(statuses.contains(&response.status), "{}", response.head);
    assert_eq!(
        site.app.counts.calls(),
        u32::from(response.status == 200),
        "{}",
        response.head
    );
}
