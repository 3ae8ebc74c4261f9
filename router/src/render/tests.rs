use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

use axum_core::response::IntoResponse;
use http::{HeaderMap, Uri};
use serde_json::json;

use super::*;
use crate::error_map::ErrorMap;
use crate::runtime::{BoxFuture, Runtime, Spool};
use crate::shared::Shared;

/// Randomness that counts, so that log ids are known.
struct Fixed;

impl Runtime for Fixed {
    fn spawn(&self, _: BoxFuture<'static, ()>) {}
    fn sleep(&self, _: std::time::Duration) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
    fn now(&self) -> std::time::SystemTime {
        std::time::SystemTime::UNIX_EPOCH
    }
    fn random(&self, bytes: &mut [u8]) {
        bytes.fill(0xab);
    }
    fn spool(&self) -> BoxFuture<'static, io::Result<Box<dyn Spool>>> {
        Box::pin(async { Err(io::Error::other("no disk")) })
    }
}

fn ctx(accept: &str, map: ErrorMap) -> Ctx {
    let mut headers = HeaderMap::new();
    headers.insert("accept", accept.parse().unwrap());
    let shared = Shared::new(Arc::new(Fixed), map, String::new());
    Ctx::new(Arc::new(shared), &Uri::from_static("/x"), &headers)
}

fn text(response: Response) -> String {
    let body = http_body_util::BodyExt::collect(response.into_body());
    let bytes = futures_util::FutureExt::now_or_never(body).unwrap().unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The line of the `?` below.
const FAILS_AT: u32 = line!() + 3;

fn failing() -> Result<(), Problem> {
    Err(io::Error::other("secret-internal-detail"))?;
    Ok(())
}

#[test]
fn question_mark_masks_any_error_and_logs_its_line() {
    let problem = failing().unwrap_err();
    let place = problem.location().unwrap();
    assert!(place.file().ends_with("tests.rs"), "{place}");
    assert_eq!(place.line(), FAILS_AT);
    let response = ctx("*/*", ErrorMap::default()).finish_response(problem.into_response());
    assert_eq!(response.status(), 500);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let body: serde_json::Value = serde_json::from_str(&text(response)).unwrap();
    assert_eq!(
        body,
        json!({"title": "Internal Server Error", "status": 500, "code": "internal", "log_id": "abababababababab"})
    );
}

#[test]
fn errors_are_mapped_by_their_type_through_the_chain() {
    #[derive(Debug)]
    struct Outer(io::Error);
    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("outer")
        }
    }
    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }
    for error in [
        Problem::from(io::Error::other("x")),
        Problem::from(Outer(io::Error::other("x"))),
    ] {
        let mut map = ErrorMap::default();
        map.add(|_: &io::Error| Problem::conflict("disk-busy"));
        let response = ctx("*/*", map).finish_response(error.into_response());
        assert_eq!(response.status(), 409);
        assert!(text(response).contains("disk-busy"));
    }
}

#[test]
fn page_is_escaped_and_its_policy_allows_its_style() {
    let problem = Problem::field("<b>", "\"no\" & 'never'").with_detail("</p><script>alert(1)</script>");
    let response = ctx("text/html", ErrorMap::default()).finish_response(problem.into_response());
    assert_eq!(response.status(), 422);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    let page = text(response);
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
    assert!(page.contains("&quot;no&quot; &amp; &#39;never&#39;"), "{page}");

    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(style));
    let hash = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, hash);
    assert!(policy.contains(&hash), "the policy's hash should be {hash}");
}

#[test]
fn headers_of_layers_stay_and_those_of_the_problem_are_set_once() {
    let mut response = Problem::unauthorized("Bearer").into_response();
    response.headers_mut().insert("x-layer", "here".parse().unwrap());
    let response = ctx("text/html", ErrorMap::default()).finish_response(response);
    assert_eq!(response.headers()["x-layer"], "here");
    assert_eq!(response.headers().get_all("www-authenticate").iter().count(), 1);
    assert_eq!(response.headers().get_all("content-type").iter().count(), 1);
}

#[test]
fn vary_names_accept_once() {
    for (layers, expected) in [
        (&[][..], &["accept"][..]),
        (&["accept-encoding"], &["accept-encoding, accept"]),
        (&["origin, Accept"], &["origin, Accept"]),
        (&["origin", "accept"], &["origin", "accept"]),
        (&["*"], &["*"]),
    ] {
        for accept in ["text/html", "*/*"] {
            let mut response = Problem::not_found().into_response();
            for value in layers {
                response.headers_mut().append("vary", HeaderValue::from_static(value));
            }
            let response = ctx(accept, ErrorMap::default()).finish_response(response);
            let vary: Vec<_> = response.headers().get_all("vary").iter().collect();
            assert_eq!(vary, expected, "{layers:?}");
        }
    }
}
