//! `If-None-Match` and `If-Modified-Since`: a client that has the current response gets 304. `If-Match` and
//! `If-Unmodified-Since`: one that wants another gets 412.

use frontdesk::http::header::{ETAG, LAST_MODIFIED};
use frontdesk::{Router, get};
use tower_http::compression::CompressionLayer;

use crate::cached::cache_status;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// The name, values of `If-None-Match`, and the status of the response. `{tag}` stands for the
/// response's own tag without `W/`.
const ROWS: &[(&str, &[&str], u16)] = &[
    ("own_tag", &["W/{tag}"], 304),
    ("own_tag_as_a_strong_one", &["{tag}"], 304),
    ("star", &["*"], 304),
    ("list", &["\"a\", W/\"b\" ,, W/{tag}, \"c\""], 304),
    ("list_without_spaces", &["\"a\",{tag}"], 304),
    ("comma_in_another_tag", &["\"a,b\", W/{tag}"], 304),
    ("two_lines", &["\"a\"", "W/{tag}"], 304),
    ("other_tag", &["\"a\""], 200),
    ("list_of_other_tags", &["\"a\", W/\"b\""], 200),
    ("empty", &[""], 200),
    ("no_quotes", &["W/abc, *"], 200),
    ("lower_case_w", &["w/{tag}"], 200),
    ("empty_tag", &["W/\"\""], 200),
];

const TARGETS: [&str; 3] = ["/static/now", "/cdn/now", "/cached/1?page=3"];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("conditional");
    for (name, values, status) in ROWS {
        topic.own(name, move |site| conditional(site, values, *status));
    }
    topic.own("miss_may_be_a_304_too", miss);
    topic.own("new_content_has_a_new_tag", changed);
    topic.own("compressed_response_has_the_same_tag", compressed);
    topic.own("date_counts_if_there_is_no_tag", dated);
    topic.own("another_version_is_a_412", other_version);
}

async fn conditional(site: Site, values: &[&str], status: u16) {
    for target in TARGETS {
        let made = site.get(target).send().await.expect(200);
        let tag = made.header("etag");
        let bare = tag.strip_prefix("W/").unwrap();
        for method in ["GET", "HEAD"] {
            let call = values.iter().fold(site.call(method, target), |call, value| {
                call.header("if-none-match", value.replace("{tag}", bare))
            });
            let response = call.send().await.expect(status);
            assert_eq!(response.header("etag"), tag, "{response}");
            assert_eq!(
                response.header("cache-control"),
                made.header("cache-control"),
                "{response}"
            );
            assert!(cache_status(&response).starts_with("frontdesk; hit"), "{response}");
            if status == 304 {
                assert!(response.body.is_empty(), "{response}");
                assert!(response.all("content-type").is_empty(), "{response}");
                // A length, if there is one, must be that of the 200 (RFC 9110, section 8.6).
                let length = made.body.len().to_string();
                assert!(
                    response.all("content-length").iter().all(|value| *value == length),
                    "{response}"
                );
            } else if method == "GET" {
                assert_eq!(response.body, made.body);
            }
        }
    }
}

async fn miss(site: Site) {
    let response = site
        .get("/conv/inside")
        .header("if-none-match", "*")
        .send()
        .await
        .expect(304);
    assert_eq!(cache_status(&response), "frontdesk; fwd=uri-miss; stored");
    let tag = response.header("etag");
    // The tag depends on the content only, so it is the same after a restart.
    let other = Site::start(site.adapter, &conformance::app::Settings::default());
    other
        .get("/conv/inside")
        .header("if-none-match", tag)
        .send()
        .await
        .expect(304);
}

async fn changed(site: Site) {
    let old = site.get("/static/now").send().await.expect(200);
    let call = site.post("/revalidate").json(r#"{"path":"/static/now"}"#);
    call.send().await.expect(204);
    let call = site.get("/static/now").header("if-none-match", old.header("etag"));
    let new = call.send().await.expect(200);
    assert_ne!(new.header("etag"), old.header("etag"));
    let call = site.get("/static/now").header("if-none-match", new.header("etag"));
    call.send().await.expect(304);
}

/// The tag is weak, so it is valid for the compressed bytes as well.
async fn compressed(site: Site) {
    let routes = Router::new()
        .route("/long", get(async || "many words ".repeat(1000)).cached())
        .layer(CompressionLayer::new());
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    let call = |encoding| site.get("/long").header("accept-encoding", encoding);
    let plain = call("identity").send().await.expect(200);
    let gzip = call("gzip").send().await.expect(200);
    assert_eq!(gzip.header("content-encoding"), "gzip");
    assert_eq!(cache_status(&gzip), "frontdesk; hit");
    assert_eq!(gzip.header("etag"), plain.header("etag"));
    let known = call("gzip").header("if-none-match", gzip.header("etag"));
    let response = known.send().await.expect(304);
    assert!(response.body.is_empty(), "{response}");
    assert!(response.all("content-encoding").is_empty(), "{response}");
}

/// The cases of dates are beside the code that compares them.
async fn dated(site: Site) {
    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const EARLIER: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    let dated = async || ([(LAST_MODIFIED, DATE)], "x");
    let routes = Router::new()
        .route("/dated", get(dated).cached())
        .route("/dated-dynamic", get(dated));
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    assert_eq!(
        site.get("/dated").send().await.expect(200).header("last-modified"),
        DATE
    );
    for method in ["GET", "HEAD"] {
        for (target, since, tag, status) in [
            ("/dated", DATE, None, 304),
            ("/dated", "Fri, 01 Jan 2100 00:00:00 GMT", None, 304),
            ("/dated", EARLIER, None, 200),
            ("/dated", "yesterday", None, 200),
            ("/dated", DATE, Some("\"other\""), 200),
            ("/dated", EARLIER, Some("*"), 304),
            // Without a last date, and where nothing is cached, it counts for nothing.
            ("/static/now", "Fri, 01 Jan 2100 00:00:00 GMT", None, 200),
            ("/dated-dynamic", DATE, None, 200),
        ] {
            let call = site.call(method, target).header("if-modified-since", since);
            let call = tag
                .into_iter()
                .fold(call, |call, tag| call.header("if-none-match", tag));
            let response = call.send().await.expect(status);
            if status == 304 {
                assert!(
                    response.body.is_empty() && !response.header("etag").is_empty(),
                    "{response}"
                );
            }
        }
    }
}

/// The cases of tags and dates are beside the code that compares them.
async fn other_version(site: Site) {
    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const EARLIER: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    let tagged = async || ([(ETAG, "\"a\""), (LAST_MODIFIED, DATE)], "x");
    let routes = Router::new()
        .route("/tagged", get(tagged).cached())
        .route("/layered", get(tagged).cached().layer(CompressionLayer::new()));
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    // A miss first, then hits.
    for target in ["/tagged", "/layered"] {
        for (method, name, value, status) in [
            ("GET", "if-match", "\"b\"", 412),
            ("GET", "if-match", "\"b\"", 412),
            ("HEAD", "if-match", "\"b\"", 412),
            ("GET", "if-match", "\"b\", \"a\"", 200),
            ("GET", "if-match", "*", 200),
            ("GET", "if-unmodified-since", EARLIER, 412),
            ("GET", "if-unmodified-since", DATE, 200),
        ] {
            let response = site.call(method, target).header(name, value).send().await;
            if status != 412 {
                assert_eq!(response.expect(status).body, "x");
                continue;
            }
            assert!(response.header("cache-control").contains("no-store"), "{response}");
            assert!(cache_status(&response).starts_with("frontdesk; "), "{response}");
            match method {
                "HEAD" => assert!(response.expect(412).body.is_empty()),
                _ => drop(response.problem(412, "precondition-failed")),
            }
        }
        let call = site
            .get(target)
            .header("if-match", "\"b\"")
            .header("accept", "text/html");
        let page = call.send().await.expect(412);
        assert!(page.header("content-type").starts_with("text/html"), "{page}");
    }
    // A 404 has no version.
    let call = site.get("/nothing").header("if-match", "\"b\"");
    call.send().await.expect(404);
}
