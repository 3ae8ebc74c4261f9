//! One test for each thing that once went wrong.

use std::num::NonZeroU32;

use frontdesk::{
    Body, Cookies, Desk, IntoResponse, Path, Problem, Request, Response, Router, StatusCode, get, http, post,
};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, SET_COOKIE};
use tower_http::compression::CompressionLayer;

use crate::fixtures::{bytes, json, text};

fn desk(routes: Router<()>) -> Desk {
    Desk::builder(()).routes(routes).build().unwrap()
}

async fn ask(desk: &Desk, path: &str, accept: &str) -> Response {
    let request = Request::get(path)
        .header(ACCEPT, accept)
        .header(ACCEPT_ENCODING, "gzip");
    desk.answer(request.body(Body::empty()).unwrap()).await
}

/// A refusal was rendered outside a layer that had said `Content-Encoding: gzip` of another body.
#[tokio::test]
async fn what_is_said_to_be_compressed_is() {
    async fn fails() -> Result<(), Problem> {
        Err(Problem::conflict("taken").with_detail("x".repeat(2000)))
    }
    let routes = Router::new()
        .route("/post", post(async || "ok"))
        .route("/fails", get(fails).dynamic());
    let desk = desk(routes.layer(CompressionLayer::new()));
    for path in ["/post", "/fails"] {
        for accept in ["text/html", "*/*"] {
            let response = ask(&desk, path, accept).await;
            let said = response
                .headers()
                .get(CONTENT_ENCODING)
                .is_some_and(|encoding| encoding == "gzip");
            let is = bytes(response).await.starts_with(&[0x1f, 0x8b]);
            assert_eq!(said, is, "{path} {accept}");
        }
    }
}

/// A value that only its type refuses was taken for the programmer's mistake, and became a 500.
#[tokio::test]
async fn a_type_that_refuses_a_value_refuses_the_request() {
    #[derive(serde::Deserialize)]
    #[serde(try_from = "String")]
    struct Slug(String);
    impl TryFrom<String> for Slug {
        type Error = &'static str;
        fn try_from(text: String) -> Result<Self, Self::Error> {
            if text.len() > 2 {
                Ok(Self(text))
            } else {
                Err("too short")
            }
        }
    }
    #[derive(serde::Deserialize)]
    struct Both {
        slug: Slug,
        n: NonZeroU32,
    }
    let routes = Router::new()
        .route("/n/{n}", get(async |Path(n): Path<NonZeroU32>| n.to_string()))
        .route("/slug/{slug}", get(async |Path(slug): Path<Slug>| slug.0))
        .route(
            "/both/{slug}/{n}",
            get(async |Path(both): Path<Both>| format!("{}{}", both.slug.0, both.n)),
        )
        .route("/wrong/{other}", get(async |Path(both): Path<Both>| both.slug.0));
    let desk = desk(routes);
    for (path, status) in [
        ("/n/7", 200),
        ("/n/0", 400),
        ("/slug/abc", 200),
        ("/slug/ab", 400),
        ("/both/abc/7", 200),
        ("/both/ab/7", 400),
        ("/both/abc/0", 400),
        ("/wrong/abc", 500), // the type can't come from this pattern: that is the programmer's
    ] {
        assert_eq!(ask(&desk, path, "*/*").await.status(), status, "{path}");
    }
}

/// A handler that panics before it returns its future took the connection with it.
#[tokio::test]
async fn a_panic_before_the_first_await_ends_its_request_only() {
    let routes = Router::new().route(
        "/panic",
        get(|| {
            if true {
                panic!("at once");
            }
            async { "never" }
        }),
    );
    assert_eq!(ask(&desk(routes), "/panic", "*/*").await.status(), 500);
}

/// A layer of the whole desk found no context to set its cookie in.
#[tokio::test]
async fn a_layer_of_the_desk_sets_cookies() {
    use axum::middleware::{Next, from_fn};
    async fn session(cookies: Cookies, request: Request, next: Next) -> Response {
        cookies.set("session", "s1");
        next.run(request).await
    }
    async fn page(cookies: Cookies) -> &'static str {
        cookies.set("page", "p1");
        "page"
    }
    let routes = Router::new().route("/", get(page));
    let desk = Desk::builder(())
        .routes(routes)
        .layer(from_fn(session))
        .build()
        .unwrap();
    for (path, set) in [("/", 2), ("/nowhere", 1)] {
        let response = ask(&desk, path, "*/*").await;
        assert_eq!(response.headers().get_all(SET_COOKIE).iter().count(), set, "{path}");
    }
}

/// A status put over a problem held for programs, and was lost for people; for kept ones it was lost altogether, and the body
/// said another status than the answer.
#[tokio::test]
async fn a_status_over_a_problem_holds_for_everyone() {
    async fn over_not_found() -> impl IntoResponse {
        (StatusCode::SERVICE_UNAVAILABLE, Problem::not_found())
    }
    async fn over_masked() -> impl IntoResponse {
        (StatusCode::SERVICE_UNAVAILABLE, Problem::internal("secret"))
    }
    let routes = Router::new()
        .route("/kept", get(over_not_found))
        .route("/dynamic", get(over_not_found).dynamic())
        .route("/masked-kept", get(over_masked))
        .route("/masked", get(over_masked).dynamic());
    let desk = desk(routes);
    for path in ["/kept", "/dynamic", "/masked-kept", "/masked"] {
        for _ in 0..2 {
            let response = ask(&desk, path, "application/json").await;
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
            let json = json(response).await;
            assert_eq!(json["status"], 503, "{path} {json}");
            let response = ask(&desk, path, "text/html").await;
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
            let page = text(response).await;
            assert!(page.contains("503 "), "{path} {page}");
        }
    }
}
