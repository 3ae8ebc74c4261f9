//! Which content types of bodies actions accept.

use crate::harness::site::Site;
use crate::harness::suite::Suite;

const FORM: &str = "a=2&b=3";
const JSON: &str = r#"{"a":2,"b":3}"#;
const PARTS: &str = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n2\r\n--x\r\n\
                     Content-Disposition: form-data; name=\"b\"\r\n\r\n3\r\n--x--\r\n";

/// The name, the type, the body, and whether it is accepted.
#[rustfmt::skip]
const TYPES: &[(&str, Option<&str>, &str, bool)] = &[
    ("form", Some("application/x-www-form-urlencoded"), FORM, true),
    ("form_with_charset", Some("application/x-www-form-urlencoded; charset=UTF-8"), FORM, true),
    ("form_in_capitals", Some("Application/X-WWW-Form-URLEncoded"), FORM, true),
    ("form_with_a_space", Some("application/x-www-form-urlencoded ;charset=utf-8"), FORM, true),
    ("form_with_another_charset", Some("application/x-www-form-urlencoded; charset=iso-8859-1"), FORM, false),
    ("json_with_another_charset", Some("application/json; charset=\"utf-16\""), JSON, false),
    ("json", Some("application/json"), JSON, true),
    ("json_with_charset", Some("application/json;charset=utf-8"), JSON, true),
    ("json_in_capitals", Some("APPLICATION/JSON"), JSON, true),
    ("text", Some("text/plain"), FORM, false),
    ("json_as_text", Some("text/plain"), JSON, false),
    ("text_with_json_as_a_parameter", Some("text/plain; application/json"), JSON, false),
    ("json_like", Some("application/json-patch+json"), JSON, false),
    ("json_with_a_suffix", Some("application/jsonx"), JSON, false),
    ("two_types_in_one", Some("text/plain, application/json"), JSON, false),
    ("xml", Some("application/xml"), "<a/>", false),
    ("octets", Some("application/octet-stream"), FORM, false),
    ("multipart", Some("multipart/form-data; boundary=x"), PARTS, true),
    ("multipart_in_capitals", Some("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"x\""), PARTS, true),
    ("multipart_of_another_kind", Some("multipart/mixed; boundary=x"), PARTS, false),
    ("empty_type", Some(""), FORM, false),
    ("odd_type", Some(";"), FORM, false),
    ("not_ascii", Some("application/json\u{fc}"), JSON, false),
    ("missing_with_a_body", None, FORM, false),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("content_types");
    for (name, kind, body, accepted) in TYPES {
        topic.shared(name, move |site| async move {
            let call = site.action("add").body(*body);
            let call = match kind {
                Some(kind) => call.header("content-type", kind.chars().map(|c| c as u8).collect::<Vec<_>>()),
                None => call,
            };
            let response = call.send().await;
            if *accepted {
                assert_eq!(response.expect(200).json(), 5);
            } else {
                response.problem(415, "unsupported-media-type");
                let accept = response.header("accept");
                for kind in [
                    "application/x-www-form-urlencoded",
                    "multipart/form-data",
                    "application/json",
                ] {
                    assert!(accept.contains(kind), "{accept}");
                }
            }
        });
    }
    topic.shared("refusals_name_what_to_change", reasons);
    topic.own("missing_type_is_accepted_for_an_empty_body", missing);
    topic.own("action_does_not_run_on_a_refused_type", not_run);
    topic.own("repeated_header_is_refused", twice);
    topic.own("encoded_body_is_refused", encoded);
}

async fn reasons(site: Site) {
    for (kind, reason) in [
        ("text/plain", "remove `enctype=\"text/plain\"`"),
        (
            "application/x-www-form-urlencoded; charset=iso-8859-1",
            "charset \"iso-8859-1\"",
        ),
        ("application/json;charset=utf-16", "charset \"utf-16\""),
    ] {
        let call = site.action("add").header("content-type", kind).body(FORM);
        let problem = call.send().await.problem(415, "unsupported-media-type");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(reason), "{detail}");
    }
}

async fn missing(site: Site) {
    assert_eq!(site.action("count").send().await.expect(200).json(), 1);
    let response = site.action("count").header("content-length", "0").send().await;
    assert_eq!(response.expect(200).json(), 2);
    let nothing = futures_util::stream::empty();
    assert_eq!(site.action("count").chunked(nothing).send().await.expect(200).json(), 3);
}

async fn not_run(site: Site) {
    for kind in ["text/plain", "application/xml", "multipart/mixed; boundary=x"] {
        let call = site.action("count").header("content-type", kind);
        call.body("x").send().await.problem(415, "unsupported-media-type");
        let call = site.action("count").header("content-type", kind);
        call.send().await.problem(415, "unsupported-media-type");
    }
    site.action("count")
        .body("x")
        .send()
        .await
        .problem(415, "unsupported-media-type");
    assert_eq!(site.app.counts.calls(), 0);
}

async fn twice(site: Site) {
    for (first, second) in [
        ("application/json", "text/plain"),
        ("text/plain", "application/json"),
        ("application/json", "application/json"),
    ] {
        let call = site
            .action("count")
            .header("content-type", first)
            .header("content-type", second);
        call.body("{}").send().await.problem(415, "unsupported-media-type");
    }
    assert_eq!(site.app.counts.calls(), 0);
}

async fn encoded(site: Site) {
    for encoding in ["gzip", "GZIP", "br", "deflate", "identity, gzip", "x"] {
        let call = site.action("count").header("content-encoding", encoding);
        let response = call.form("a=1").send().await;
        response.problem(415, "unsupported-encoding");
        assert_eq!(response.header("accept-encoding"), "identity");
    }
    assert_eq!(site.app.counts.calls(), 0);
    let call = site.action("count").header("content-encoding", "identity");
    call.form("a=1").send().await.expect(200);
}
