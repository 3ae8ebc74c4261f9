//! What each library gets of the same action.

use frontdesk::{Body, Desk, Request, Response};
use http_body_util::BodyExt as _;
use hypermedia::{App, Way};

const HTMX: &[(&str, &str)] = &[("hx-request", "true"), ("hx-request-type", "partial")];
const UNPOLY: &[(&str, &str)] = &[("x-up-version", "3.14.3"), ("accept", "*/*")];
const TURBO: &[(&str, &str)] = &[
    ("x-turbo-request-id", "1"),
    ("accept", "text/vnd.turbo-stream.html, text/html"),
];
const BROWSER: &[(&str, &str)] = &[("sec-fetch-mode", "navigate"), ("accept", "text/html")];
const PROGRAM: &[(&str, &str)] = &[("accept", "application/json")];

async fn post(path: &str, body: &'static str, headers: &[(&str, &str)]) -> Response {
    let desk: Desk = hypermedia::desk(App::default()).unwrap();
    let mut request = Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    desk.respond(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn toggle_by_client() {
    for (way, headers, expected) in [
        (Way::Htmx, HTMX, (200, "text/html; charset=utf-8")),
        (Way::Unpoly, UNPOLY, (200, "text/html; charset=utf-8")),
        (Way::Turbo, TURBO, (200, "text/vnd.turbo-stream.html; charset=utf-8")),
        (Way::Plain, BROWSER, (303, "")),
        (Way::Plain, PROGRAM, (200, "application/json")),
    ] {
        let path = format!("{}/toggle/1", way.path());
        let response = post(&path, "done=true", headers).await;
        let kind = response
            .headers()
            .get("content-type")
            .map_or("", |kind| kind.to_str().unwrap());
        assert_eq!((response.status().as_u16(), kind), expected, "{way:?}");
    }
}

#[tokio::test]
async fn failed_form_for_htmx_is_the_element_of_its_target() {
    let response = post("/htmx/edit/3", "text=Buy+milk", HTMX).await;
    assert_eq!(response.status(), 422);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let body = str::from_utf8(&body).unwrap();
    assert!(body.starts_with("<li id=\"item-3\">"), "{body}");
    assert!(body.contains("is on the list already"), "{body}");
    assert!(body.contains("value=\"Buy milk\""), "{body}");
}
