//! One test for each fault of the past.

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
    desk.respond(request.body(Body::empty()).unwrap()).await
}

/// A problem was rendered outside a layer that had set `Content-Encoding: gzip` for another body.
#[tokio::test]
async fn content_encoding_matches_the_body() {
    async fn fails() -> Result<(), Problem> {
        Err(Problem::conflict("taken").with_detail("x".repeat(2000)))
    }
    let routes = Router::new()
        .route("/post", post(async || "ok"))
        .route("/fails", get(fails));
    let desk = desk(routes.layer(CompressionLayer::new()));
    for path in ["/post", "/fails"] {
        for accept in ["text/html", "*/*"] {
            let response = ask(&desk, path, accept).await;
            let declared = response
                .headers()
                .get(CONTENT_ENCODING)
                .is_some_and(|encoding| encoding == "gzip");
            let compressed = bytes(response).await.starts_with(&[0x1f, 0x8b]);
            assert_eq!(declared, compressed, "{path} {accept}");
        }
    }
}

/// If a type refused a value of a path, the response was a 500, as for a mistake in the pattern.
#[tokio::test]
async fn path_value_that_its_type_refuses_is_a_bad_request() {
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
        ("/wrong/abc", 500), // this pattern can never fill the type: a mistake in the app
    ] {
        assert_eq!(ask(&desk, path, "*/*").await.status(), status, "{path}");
    }
}

/// A handler that panicked before it returned its future closed the connection.
#[tokio::test]
async fn panic_before_the_first_await_is_a_500() {
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

/// A layer of the whole desk could not set cookies, because it ran outside the context.
#[tokio::test]
async fn layer_of_the_desk_can_set_cookies() {
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

/// A status that overrides the one of a problem was applied for programs but not for people. In
/// cached responses it was not applied at all, and the body had another status than the response.
#[tokio::test]
async fn status_that_overrides_a_problem_applies_to_all_clients() {
    async fn overridden_not_found() -> impl IntoResponse {
        (StatusCode::SERVICE_UNAVAILABLE, Problem::not_found())
    }
    async fn overridden_internal() -> impl IntoResponse {
        (StatusCode::SERVICE_UNAVAILABLE, Problem::internal("secret"))
    }
    let routes = Router::new()
        .route("/cached", get(overridden_not_found).cached())
        .route("/dynamic", get(overridden_not_found))
        .route("/masked-cached", get(overridden_internal).cached())
        .route("/masked", get(overridden_internal));
    let desk = desk(routes);
    for path in ["/cached", "/dynamic", "/masked-cached", "/masked"] {
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
