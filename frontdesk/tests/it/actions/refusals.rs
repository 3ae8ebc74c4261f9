//! Refused requests: the order of the checks, that refused actions don't run, and one test for each
//! attack that is known from other frameworks.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use frontdesk::{Body, Desk, Limits, Request, State, server_action};
use http_body::Frame;

use crate::fixtures::{
    Clock, Runs, SUBSCRIBER, browser_post, builder, cookies, location, post, status_and_code, text, with_body,
};

#[server_action]
async fn count(#[extract] State(runs): State<Runs>, n: Option<String>) -> u32 {
    drop(n);
    runs.add()
}

fn desk() -> (Desk, Runs) {
    let runs = Runs::default();
    let desk = builder(runs.clone()).action::<Count>().build().unwrap();
    (desk, runs)
}

/// A body with a number of chunks that counts how often it is polled.
struct Counted {
    polls: Arc<AtomicUsize>,
    chunks: usize,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.polls.fetch_add(1, Ordering::SeqCst);
        if self.chunks == 0 {
            return Poll::Ready(None);
        }
        self.chunks -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'a'; 1024])))))
    }
}

fn counted(request: http::request::Builder, chunks: usize) -> (Request, Arc<AtomicUsize>) {
    let polls = Arc::default();
    let body = Counted {
        polls: Arc::clone(&polls),
        chunks,
    };
    (request.body(Body::new(body)).unwrap(), polls)
}

/// Requests with many faults, in the order of the checks: each line corrects one fault of the line
/// before.
#[tokio::test]
async fn checks_run_in_a_fixed_order() {
    let (desk, runs) = desk();
    let base = |method: &str, name: &str| http::Request::builder().method(method).uri(format!("/_actions/{name}"));
    let bad_type = ("content-type", "text/plain");
    let bad_length = ("content-length", "99999999");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let cross = ("sec-fetch-site", "cross-site");
    let own = ("sec-fetch-site", "same-origin");
    for (method, name, headers, status, code, reads) in [
        (
            "GET",
            "nope",
            &[bad_type, bad_length, cross][..],
            404,
            "unknown-action",
            false,
        ),
        (
            "GET",
            "count",
            &[bad_type, bad_length, cross],
            405,
            "method-not-allowed",
            false,
        ),
        (
            "POST",
            "count",
            &[bad_type, bad_length, cross],
            403,
            "cross-site",
            false,
        ),
        (
            "POST",
            "count",
            &[bad_type, bad_length, own],
            415,
            "unsupported-media-type",
            true,
        ),
        ("POST", "count", &[form, bad_length, own], 413, "body-too-large", true),
    ] {
        for html in [false, true] {
            let mut request = base(method, name);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            if html {
                request = request
                    .header("accept", "text/html")
                    .header("sec-fetch-mode", "navigate");
            }
            let (request, polls) = counted(request, 3);
            let response = desk.respond(request).await;
            assert_eq!(response.status(), status, "{code}");
            assert!(
                cookies(&response).is_empty() && !response.headers().contains_key("location"),
                "{code}"
            );
            // Before the guard, the body isn't polled. After it, the body is drained.
            assert_eq!(polls.load(Ordering::SeqCst) > 0, reads, "{code}");
            if html {
                let headers = response.headers();
                assert!(
                    headers["content-type"].to_str().unwrap().starts_with("text/html"),
                    "{code}"
                );
                assert!(
                    headers["content-security-policy"]
                        .to_str()
                        .unwrap()
                        .contains("default-src 'none'")
                );
                assert_eq!(headers["x-content-type-options"], "nosniff");
                let page = text(response).await;
                assert!(page.contains(code) && page.len() < 3_000, "{page}");
            } else {
                assert_eq!(status_and_code(response).await.1, code);
            }
        }
    }
    assert_eq!(runs.get(), 0);
}

/// After the guard, a browser that sends `Referer` is redirected back.
#[tokio::test]
async fn refused_browser_is_redirected_back_with_the_problem() {
    let (desk, runs) = desk();
    let request = browser_post("count").header("referer", "http://localhost/page?x=1");
    let (mut request, _) = counted(request, 3);
    request
        .headers_mut()
        .insert("content-type", "text/plain".parse().unwrap());
    let response = desk.respond(request).await;
    assert_eq!(response.status(), 303);
    assert!(location(&response).starts_with("/page?x=1&_fd="));
    assert_eq!(runs.get(), 0);
}

async fn status(desk: &Desk, request: Request) -> u16 {
    desk.respond(request).await.status().as_u16()
}

#[tokio::test]
async fn json_smuggled_as_text_is_refused() {
    let (desk, runs) = desk();
    let json = r#"{"n":"x"}"#;
    for kind in [
        "text/plain",
        "text/plain; charset=utf-8",
        "application/json-seq",
        "",
        "application/json, text/plain",
    ] {
        let mut request = with_body(post("count"), json);
        request.headers_mut().insert("content-type", kind.parse().unwrap());
        assert_eq!(status(&desk, request).await, 415, "{kind}");
    }
    // With two types, another parser may choose the other one.
    let mut request = with_body(post("count"), json);
    request
        .headers_mut()
        .append("content-type", "text/plain".parse().unwrap());
    assert_eq!(status(&desk, request).await, 415);
    // A missing type is allowed only for an empty body.
    let mut request = with_body(post("count"), json);
    request.headers_mut().remove("content-type");
    assert_eq!(status(&desk, request).await, 415);
    assert_eq!(runs.get(), 0);
}

#[tokio::test]
async fn content_type_ignores_letter_case_and_parameters() {
    let (desk, runs) = desk();
    let form = "application/x-www-form-urlencoded";
    for (kind, body) in [
        (form, "n=1"),
        ("Application/X-WWW-Form-URLEncoded", "n=1"),
        ("application/x-www-form-urlencoded;charset=UTF-8", "n=1"),
        ("application/x-www-form-urlencoded ; x=\"y\"", "n=1"),
        ("APPLICATION/JSON; charset=utf-8", r#"{"n":"1"}"#),
    ] {
        let mut request = with_body(post("count"), body);
        request.headers_mut().insert("content-type", kind.parse().unwrap());
        assert_eq!(status(&desk, request).await, 200, "{kind}");
    }
    assert_eq!(runs.get(), 5);
}

#[tokio::test]
async fn null_origin_is_accepted_only_with_same_origin() {
    let (desk, runs) = desk();
    for (site, expected) in [
        (None, 403),
        (Some("same-origin"), 200),
        (Some("cross-site"), 403),
        (Some("same-site"), 403),
    ] {
        let mut request = with_body(post("count").header("origin", "null"), "");
        request.headers_mut().remove("sec-fetch-site");
        if let Some(site) = site {
            request.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
        }
        assert_eq!(status(&desk, request).await, expected, "{site:?}");
    }
    assert_eq!(runs.get(), 1);
}

#[tokio::test]
async fn action_runs_only_by_post() {
    let (desk, runs) = desk();
    for method in [
        "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post", "FETCH",
    ] {
        let mut request = with_body(post("count"), "");
        *request.method_mut() = method.parse().unwrap();
        let response = desk.respond(request).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["allow"]),
            (405, &"POST".parse().unwrap()),
            "{method}"
        );
    }
    let request = post("count").header("x-http-method-override", "DELETE");
    assert_eq!(status(&desk, with_body(request, "_method=DELETE")).await, 200);
    assert_eq!(runs.get(), 1);
}

#[tokio::test]
async fn action_names_are_matched_exactly() {
    let (desk, runs) = desk();
    for name in [
        "__proto__",
        "constructor",
        "toString",
        "%63ount",
        "Count",
        "COUNT",
        "count/",
        "/count",
        "count/..",
        "./count",
        "count%00",
        "count;x",
        "",
        "%2e%2e/count",
    ] {
        let (request, polls) = counted(post(name), 1);
        let response = desk.respond(request).await;
        assert_eq!(
            status_and_code(response).await,
            (404, "unknown-action".into()),
            "{name}"
        );
        assert_eq!(polls.load(Ordering::SeqCst), 0, "{name}");
    }
    assert_eq!(runs.get(), 0);
}

#[tokio::test]
async fn return_url_never_leaves_the_origin() {
    let (desk, _) = desk();
    for path in [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "@evil.example",
        "evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/x\r\nset-cookie: a=b",
        "/\u{0}",
        "",
        "http:/x",
        "\\\\evil.example",
    ] {
        let field = percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC).to_string();
        let by_field = with_body(browser_post("count"), &format!("n=1&__fd_return={field}"));
        let response = desk.respond(by_field).await;
        assert!(
            location(&response).starts_with("/?_fd="),
            "{path:?}: {}",
            location(&response)
        );
    }
    for referer in [
        "https://evil.example/page",
        "http://localhost@evil.example/page",
        "http://localhost.evil.example/page",
        "http://localhost:81/page",
        "http://localhost//evil.example",
        "http://localhost/\\evil.example",
        "//localhost/page",
        "javascript:alert(1)",
        "/page",
        "",
    ] {
        let request = with_body(browser_post("count").header("referer", referer), "n=1");
        let response = desk.respond(request).await;
        assert!(
            location(&response).starts_with("/?_fd="),
            "{referer:?}: {}",
            location(&response)
        );
    }
    let request = with_body(
        browser_post("count").header("referer", "http://localhost/page#x"),
        "n=1",
    );
    assert!(location(&desk.respond(request).await).starts_with("/page?_fd="));
}

#[tokio::test]
async fn body_limit_applies_with_and_without_content_length() {
    let runs = Runs::default();
    let limits = Limits::default().with_body(4 * 1024);
    let desk = builder(runs.clone()).action::<Count>().limits(limits).build().unwrap();
    for (chunks, expected) in [(4, 200), (5, 413), (1_000, 413)] {
        let (request, _) = counted(post("count"), chunks);
        assert_eq!(status(&desk, request).await, expected, "{chunks} KiB");
    }
    // The declared length is compared with the limit, but never allocated.
    for (declared, expected) in [
        ("4294967296", 413),
        ("18446744073709551616", 200),
        ("-1", 200),
        ("1", 200),
    ] {
        let (request, _) = counted(post("count").header("content-length", declared), 1);
        assert_eq!(status(&desk, request).await, expected, "{declared}");
    }
    assert_eq!(runs.get(), 4);
}

#[tokio::test]
async fn endless_body_is_refused() {
    let (desk, runs) = desk();
    let (request, polls) = counted(post("count"), usize::MAX);
    assert_eq!(
        status_and_code(desk.respond(request).await).await,
        (413, "body-too-large".into())
    );
    assert!(polls.load(Ordering::SeqCst) < 70_000, "more than the limit was drained");

    let limits = Limits::default().with_read_timeout(std::time::Duration::from_millis(20));
    let desk = builder(runs.clone())
        .action::<Count>()
        .limits(limits)
        .runtime(Clock::default())
        .build()
        .unwrap();
    let body = Body::new(http_body_util::StreamBody::new(futures_util::stream::pending::<
        Result<Frame<Bytes>, std::io::Error>,
    >()));
    let response = desk.respond(post("count").body(body).unwrap()).await;
    assert_eq!(status_and_code(response).await, (408, "body-stalled".into()));
    assert_eq!(runs.get(), 0);
}

/// Returns an endless body with one byte per interval.
fn slow_body(interval: std::time::Duration) -> Body {
    let bytes = futures_util::stream::unfold((), move |()| async move {
        tokio::time::sleep(interval).await;
        Some((Ok::<_, std::io::Error>(Frame::data(Bytes::from_static(b"a"))), ()))
    });
    Body::new(http_body_util::StreamBody::new(bytes))
}

#[tokio::test(start_paused = true)]
async fn slow_body_is_refused_at_the_deadline() {
    use std::time::Duration;

    let (desk, runs) = desk();
    let started = tokio::time::Instant::now();
    let request = post("count").body(slow_body(Duration::from_secs(20))).unwrap();
    assert_eq!(
        status_and_code(desk.respond(request).await).await,
        (408, "body-stalled".into())
    );
    assert_eq!(started.elapsed().as_secs(), 300);

    // A refused body is drained for a shorter time.
    let started = tokio::time::Instant::now();
    let request = post("count").header("content-length", "4294967296");
    let request = request.body(slow_body(Duration::from_millis(400))).unwrap();
    assert_eq!(
        status_and_code(desk.respond(request).await).await,
        (413, "body-too-large".into())
    );
    assert_eq!(started.elapsed().as_secs(), 60);

    let limits = Limits::default().with_read_deadline(Duration::from_secs(7));
    let desk = builder(runs.clone()).action::<Count>().limits(limits).build().unwrap();
    let started = tokio::time::Instant::now();
    let request = post("count").body(slow_body(Duration::from_secs(2))).unwrap();
    assert_eq!(
        status_and_code(desk.respond(request).await).await,
        (408, "body-stalled".into())
    );
    assert_eq!(started.elapsed().as_secs(), 7);
    assert_eq!(runs.get(), 0);
}

struct Locked;

impl<S: Sync> frontdesk::FromRequestParts<S> for Locked {
    type Rejection = frontdesk::Problem;

    async fn from_request_parts(_: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        Err(frontdesk::Problem::forbidden())
    }
}

#[server_action]
async fn lock(#[extract] key: Locked) {
    let Locked = key;
}

#[tokio::test]
async fn refused_body_with_expect_is_not_requested() {
    let desk = builder(Runs::default())
        .action::<Count>()
        .action::<Lock>()
        .build()
        .unwrap();
    let with_type = |name: &str, content_type: &str| {
        let request = http::Request::post(format!("/_actions/{name}")).header("sec-fetch-site", "same-origin");
        request.header("content-type", content_type)
    };
    let form = "application/x-www-form-urlencoded";
    for expect in ["100-continue", "100-Continue"] {
        for (request, expected) in [
            (with_type("count", "text/plain"), 415),
            (with_type("count", form).header("content-length", "4294967296"), 413),
            (with_type("lock", form), 403),
        ] {
            let (request, polls) = counted(request.header("expect", expect), 3);
            assert_eq!(status(&desk, request).await, expected);
            assert_eq!(polls.load(Ordering::SeqCst), 0, "{expect} {expected}");
        }
    }
    // Without `Expect`, a refused body is drained. With it, an accepted body is read.
    let (request, polls) = counted(with_type("lock", form), 3);
    assert_eq!(status(&desk, request).await, 403);
    assert_eq!(polls.load(Ordering::SeqCst), 4);
    let (request, _) = counted(with_type("count", form).header("expect", "100-continue"), 3);
    assert_eq!(status(&desk, request).await, 200);
}

#[server_action(deny_unknown)]
async fn exact(n: u32) {
    let _ = n;
}

#[tokio::test]
async fn unknown_fields_are_reported_with_other_errors() {
    let desk = builder(()).action::<Exact>().build().unwrap();
    let response = desk.respond(with_body(post("exact"), "n=x&oops=1")).await;
    assert_eq!(response.status(), 422);
    let body = text(response).await;
    assert!(body.contains("is not a field of this form"), "{body}");
    assert!(body.contains("\"n\""), "{body}");
}

#[tokio::test]
async fn too_many_fields_are_refused_and_too_deep_ones_ignored() {
    let (desk, runs) = desk();
    let many: String = (0..5_000).map(|at| format!("f{at}=&")).collect();
    let deep = format!("a{}=1", "[x]".repeat(500));
    let json = format!("{}1{}", r#"{"a":"#.repeat(500), "}".repeat(500));
    assert_eq!(
        status_and_code(desk.respond(with_body(post("count"), &many)).await).await,
        (413, "too-many-fields".into())
    );
    assert_eq!(runs.get(), 0);
    assert!(status(&desk, with_body(post("count"), &deep)).await < 300);
    let mut request = with_body(post("count"), &json);
    request
        .headers_mut()
        .insert("content-type", "application/json".parse().unwrap());
    assert!(status(&desk, request).await < 300);
    assert_eq!(runs.get(), 2);
}

#[tokio::test]
async fn forged_forwarded_host_is_ignored() {
    let (desk, runs) = desk();
    let mut request = with_body(post("count").header("origin", "https://evil.example"), "");
    request.headers_mut().remove("sec-fetch-site");
    request
        .headers_mut()
        .insert("x-forwarded-host", "evil.example".parse().unwrap());
    request
        .headers_mut()
        .insert("x-forwarded-proto", "https".parse().unwrap());
    assert_eq!(
        status_and_code(desk.respond(request).await).await,
        (403, "origin-mismatch".into())
    );
    let request = browser_post("count").header("x-forwarded-host", "evil.example");
    let request = request.header("referer", "https://evil.example/x");
    assert!(location(&desk.respond(with_body(request, "")).await).starts_with("/?_fd="));
    assert_eq!(runs.get(), 1);
}

#[tokio::test]
async fn request_cannot_forge_lines_of_the_log() {
    let _alone = SUBSCRIBER.lock().await;
    let (desk, _) = desk();
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let path = bytes::Bytes::from_static(b"/_actions/x\xc2\x9b31mforged-name");
    let mut name = with_body(post("count"), "");
    *name.uri_mut() = http::Uri::from_maybe_shared(path).unwrap();
    assert_eq!(desk.respond(name).await.status(), 404);
    let mut request = with_body(post("count"), "");
    request.headers_mut().remove("sec-fetch-site");
    let origin = http::HeaderValue::from_bytes(b"https://evil.example\t\xc2\x9b31m ERROR forged-origin").unwrap();
    request.headers_mut().insert("origin", origin);
    assert_eq!(desk.respond(request).await.status(), 403);
    drop(guard);
    let lines = log.0.lock().unwrap().clone();
    for forged in ["forged-name", "forged-origin"] {
        assert!(lines.iter().any(|line| line.contains(forged)), "{forged}: {lines:?}");
    }
    assert!(
        !lines.iter().any(|line| line.contains(|c: char| c.is_control())),
        "{lines:?}"
    );
}

/// A subscriber that stores all events as text.
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<String>>>);

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        struct Write(String);
        impl tracing::field::Visit for Write {
            fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                self.0 += &format!("{field}={value:?} ");
            }
        }
        let mut line = Write(String::new());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}
