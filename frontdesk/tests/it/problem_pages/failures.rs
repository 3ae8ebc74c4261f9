//! Pages for problems that fail: ours is sent, and the log has the reason.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use frontdesk::http::request::Parts;
use frontdesk::{
    Body, BuildError, Bytes, Desk, DeskBuilder, FromRequestParts, Html, IntoResponse, Path, Problem, Query, Redirect,
    Request, Response, Router, StatusCode, get,
};
use futures_util::stream;

use super::{SECRET, empty, request};
use crate::errors::logged;
use crate::fixtures::{Runs, builder, text};

/// An extractor of another crate, which knows nothing of problems.
struct Foreign;

impl<S: Sync> FromRequestParts<S> for Foreign {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Err((StatusCode::BAD_REQUEST, SECRET))
    }
}

fn streamed(chunks: impl IntoIterator<Item = Result<Bytes, std::io::Error>, IntoIter: Send + 'static>) -> Response {
    Body::from_stream(stream::iter(chunks)).into_response()
}

fn panicking_stream() -> Response {
    Body::from_stream(stream::once(async {
        assert!(SECRET.is_empty(), "{SECRET}");
        Ok::<_, Infallible>(Bytes::new())
    }))
    .into_response()
}

fn endless() -> Response {
    Body::from_stream(stream::repeat(Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 8192])))).into_response()
}

#[derive(serde::Deserialize, frontdesk::FromForm)]
struct Wanted {
    wanted: u32,
}

type Build = fn(DeskBuilder<Runs>) -> DeskBuilder<Runs>;

/// How a page fails, and what the log has of it.
const FAILURES: &[(Build, &str)] = &[
    (
        |desk| desk.problem_page(async |problem: Problem| problem),
        "it returned a problem: Not Found (404, not-found)",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| Err::<String, _>(Problem::internal(SECRET))),
        "it returned a problem: secret-internal-detail",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| Redirect::to("/")),
        "it responded with 303 See Other",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| (StatusCode::FOUND, [("location", "/")], "x")),
        "it responded with 302 Found",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| (StatusCode::INTERNAL_SERVER_ERROR, SECRET)),
        "it responded with 500 Internal Server Error",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| ()),
        "it is empty, with the status 200 OK",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| "x".repeat(1024 * 1024 + 1)),
        "it is longer than 1048576 bytes",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| endless()),
        "it is longer than 1048576 bytes",
    ),
    (
        |desk| {
            desk.problem_page(async |_: Problem| {
                streamed([Ok(Bytes::from_static(b"<h1>")), Err(std::io::Error::other(SECRET))])
            })
        },
        "its body failed: secret-internal-detail",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| panicking_stream()),
        "it panicked: secret-internal-detail",
    ),
    (
        |desk| {
            desk.problem_page(|_: Problem| {
                assert!(SECRET.is_empty(), "{SECRET}");
                async { "" }
            })
        },
        "it panicked: secret-internal-detail",
    ),
    (
        |desk| {
            desk.problem_page(async |_: Problem| {
                assert!(SECRET.is_empty(), "{SECRET}");
            })
        },
        "it panicked: secret-internal-detail",
    ),
    (
        |desk| desk.problem_page(async |_: Problem| pending::<String>().await),
        "it took longer than 5 seconds",
    ),
    (
        |desk| {
            desk.problem_page(async |_: Problem| {
                Body::from_stream(stream::pending::<Result<Bytes, Infallible>>()).into_response()
            })
        },
        "it took longer than 5 seconds",
    ),
    (
        |desk| desk.problem_page(async |_: Problem, _: Query<Wanted>| "never"),
        "rejected the request: Bad Request (400, invalid-query)",
    ),
    (
        |desk| desk.problem_page(async |_: Problem, _: Foreign| "never"),
        "rejected the request: 400 Bad Request",
    ),
];

fn page_request(path: &str) -> Request {
    empty(request("GET", path).header("accept", "text/html"))
}

#[tokio::test(start_paused = true)]
async fn our_page_is_sent_if_the_apps_fails() {
    for (index, (build, reason)) in FAILURES.iter().enumerate() {
        let desk = build(builder(Runs::default())).build().unwrap();
        let (response, lines) = logged(&desk, page_request("/nothing")).await;
        assert_eq!(response.status(), 404, "{index}");
        assert_eq!(
            response.headers()["content-type"],
            "text/html; charset=utf-8",
            "{index}"
        );
        assert_eq!(response.headers()["cache-control"], "no-store", "{index}");
        assert!(
            response.headers()["content-security-policy"]
                .to_str()
                .unwrap()
                .starts_with("default-src 'none'")
        );
        assert!(response.headers().get("location").is_none(), "{index}");
        let page = text(response).await;
        assert!(
            page.starts_with("<!DOCTYPE html>") && page.contains("404 not-found"),
            "{index}: {page}"
        );
        assert!(!page.contains(SECRET), "{index}: {page}");
        let found = lines.iter().any(|line| {
            line.starts_with("ERROR") && line.contains(reason) && line.contains("the app's page for a problem failed")
        });
        assert!(found, "{index}: {lines:?}");
    }
}

#[tokio::test]
async fn body_that_fails_is_problem_json() {
    let bodies: [Build; 3] = [
        |desk| desk.problem_body(|_, _| Problem::internal(SECRET)),
        |desk| {
            desk.problem_body(|problem, _| {
                assert!(SECRET.is_empty(), "{SECRET}{problem}");
            })
        },
        |desk| desk.problem_body(|_, _| StatusCode::NO_CONTENT),
    ];
    for body in bodies {
        let desk = body(builder(Runs::default())).build().unwrap();
        let (response, lines) = logged(&desk, empty(request("GET", "/nothing"))).await;
        assert_eq!(response.status(), 404);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert!(!text(response).await.contains(SECRET));
        assert!(
            lines
                .iter()
                .any(|line| line.contains("the app's page for a problem failed")),
            "{lines:?}"
        );
    }
}

#[tokio::test]
async fn page_of_a_masked_500_that_fails_has_the_log_id_of_the_500() {
    let routes = Router::new().route("/fails", get(async || Problem::internal(SECRET)));
    let desk = builder(Runs::default())
        .routes(routes)
        .problem_page(async |problem: Problem| problem);
    let (response, lines) = logged(&desk.build().unwrap(), page_request("/fails")).await;
    assert_eq!(response.status(), 500);
    let page = text(response).await;
    let ids: Vec<_> = lines
        .iter()
        .map(|line| line.split("log_id=").nth(1).unwrap().trim_matches('"')[..16].to_owned())
        .collect();
    assert!(
        ids.len() == 2 && ids[0] == ids[1] && page.contains(&ids[0]),
        "{lines:?} {page}"
    );
}

/// What the page awaits is dropped with the request.
#[tokio::test]
async fn page_ends_with_its_client() {
    let alive = Arc::new(());
    let held = Arc::clone(&alive);
    let page = async move |_: Problem| {
        let held = Arc::clone(&held);
        pending::<()>().await;
        drop(held);
        "never"
    };
    let desk = builder(()).problem_page(page).build().unwrap();
    let before = Arc::strong_count(&alive);
    let mut response = desk.respond(page_request("/nothing"));
    let waited = tokio::time::timeout(Duration::from_millis(50), &mut response).await;
    assert!(waited.is_err());
    assert_eq!(Arc::strong_count(&alive), before + 2, "the page is not running");
    drop(response);
    assert_eq!(Arc::strong_count(&alive), before);
}

#[tokio::test]
async fn pages_run_beside_each_other() {
    let barrier = Arc::new(tokio::sync::Barrier::new(20));
    let page = async move |_: Problem, uri: frontdesk::Uri| {
        barrier.wait().await;
        Html(uri.path().to_owned())
    };
    let desk = builder(()).problem_page(page).build().unwrap();
    let paths: Vec<_> = (0..20).map(|index| format!("/{index}")).collect();
    let responses = paths
        .iter()
        .map(|path| async { text(desk.respond(page_request(path)).await).await });
    assert_eq!(futures_util::future::join_all(responses).await, paths);
}

fn mistakes(desk: Result<Desk, BuildError>) -> Vec<String> {
    let error = desk.err().unwrap();
    error.mistakes().iter().map(ToString::to_string).collect()
}

#[test]
fn mistakes_in_pages_are_found_when_the_desk_is_built() {
    let page = async |_: Problem| "page";
    let first = line!() + 2;
    let desk = Desk::builder(())
        .problem_page(page)
        .problem_page(page)
        .problem_body(|_, _| "body")
        .problem_body(|_, _| "body")
        .problem_page(
            async |_: Problem, _: axum::extract::Path<u32>, _: Path<u32>, _: Result<Path<u32>, Problem>| "page",
        );
    let found = mistakes(desk.build());
    let place = |line: u32| format!("{}:{}", file!(), line);
    let expected = [
        vec![
            "the desk has two pages for problems".to_owned(),
            place(first),
            place(first + 1),
        ],
        vec![
            "the desk has two bodies for problems".to_owned(),
            place(first + 2),
            place(first + 3),
        ],
        vec![
            "works only in axum's own router".to_owned(),
            "use `frontdesk::Path`".to_owned(),
        ],
        vec![
            "rejects every request that matched no route".to_owned(),
            place(first + 4),
        ],
        vec![
            "the desk has two pages for problems".to_owned(),
            place(first),
            place(first + 4),
        ],
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for parts in expected {
        let is_found = found
            .iter()
            .any(|mistake| parts.iter().all(|part| mistake.contains(part)));
        assert!(is_found, "{parts:?} in {found:#?}");
    }
}
