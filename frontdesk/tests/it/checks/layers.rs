//! What layers around an action make of a check of its form.

use std::convert::Infallible;

use frontdesk::{Desk, IntoResponse as _, Problem, Redirect, Request, Response, StatusCode};
use tower::layer::layer_fn;
use tower::service_fn;

use super::{App, Rename};
use crate::fixtures::{builder, json, post, text, with_body};

const MANNERS: [(&str, &str); 4] = [
    ("x-none", "1"),
    ("precognition", "true"),
    ("x-up-validate", "title"),
    ("hx-request", "true"),
];

/// Returns desks with a layer around the action, and around the desk, that responds in its place.
fn desks(respond: fn() -> Response) -> [Desk; 2] {
    let layer = layer_fn(move |_| service_fn(move |_: Request| std::future::ready(Ok::<_, Infallible>(respond()))));
    let desk = || builder(App::default()).action::<Rename>();
    [
        desk().layer_actions(|_| true, layer).build().unwrap(),
        desk().layer(layer).build().unwrap(),
    ]
}

async fn check(desk: &Desk, (name, value): (&str, &str)) -> Response {
    let request = post("rename/check?field=title")
        .header(name, value)
        .header("accept", "text/html");
    desk.respond(with_body(request, "title=a")).await
}

/// Nothing that a layer sends in place of the endpoint is a verdict.
#[tokio::test]
async fn response_of_a_layer_is_a_refusal() {
    const LAYERS: [fn() -> Response; 6] = [
        || ([("set-cookie", "l=1")], Redirect::to("/login")).into_response(),
        || "a login page".into_response(),
        || StatusCode::NO_CONTENT.into_response(),
        || StatusCode::NOT_MODIFIED.into_response(),
        || (StatusCode::UNPROCESSABLE_ENTITY, "an error page").into_response(),
        || {
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                [("content-type", "application/json")],
                "{}",
            )
                .into_response()
        },
    ];
    for respond in LAYERS {
        for desk in desks(respond) {
            for manner in MANNERS {
                let response = check(&desk, manner).await;
                assert_eq!(response.status(), 403, "{manner:?}");
                for name in [
                    "location",
                    "set-cookie",
                    "precognition-success",
                    "content-security-policy",
                ] {
                    assert_eq!(response.headers().get(name), None, "{manner:?}");
                }
                let is_precognition = response.headers().contains_key("precognition");
                assert_eq!(is_precognition, manner.0 == "precognition");
                match manner.0 {
                    "x-up-validate" => assert_eq!(text(response).await, ""),
                    _ => assert_eq!(json(response).await["code"], "forbidden"),
                }
            }
        }
    }
}

/// A layer that sees a verdict may change it into an error, but into no other verdict.
#[tokio::test]
async fn verdict_that_a_layer_changes_is_a_refusal() {
    for (status, expected) in [(204, 204), (200, 403), (422, 403), (303, 403), (429, 429)] {
        let change = move |mut response: Response| {
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            response
        };
        let layer = tower::util::MapResponseLayer::new(change);
        let desk = builder(App::default()).action::<Rename>();
        let desk = desk.layer_actions(|_| true, layer).build().unwrap();
        for manner in MANNERS {
            let response = check(&desk, manner).await;
            assert_eq!(response.status(), expected, "{status} {manner:?}");
        }
    }
}

/// What a layer responds with, its status, and the code of its problem.
type Error = (fn() -> Response, u16, Option<&'static str>);

/// Errors of layers tell why there is no verdict.
#[tokio::test]
async fn error_of_a_layer_stays() {
    const LAYERS: [Error; 5] = [
        (|| (StatusCode::TOO_MANY_REQUESTS, "slowly").into_response(), 429, None),
        (
            || Problem::unauthorized("Bearer").with_login("/login").into_response(),
            401,
            Some("unauthorized"),
        ),
        (
            || Problem::field("title", "not now").into_response(),
            422,
            Some("invalid-fields"),
        ),
        (|| Problem::internal("secret").into_response(), 500, Some("internal")),
        (|| panic!("planned: secret"), 500, Some("internal")),
    ];
    for (respond, status, code) in LAYERS {
        for desk in desks(respond) {
            for manner in MANNERS {
                let response = check(&desk, manner).await;
                // A 422 would be a verdict: all fields but those with messages would look right.
                let expected = match manner.0 {
                    "precognition" if status == 422 => 409,
                    _ => status,
                };
                assert_eq!(response.status(), expected, "{manner:?} {code:?}");
                for name in ["location", "content-security-policy", "x-content-type-options"] {
                    assert_eq!(response.headers().get(name), None, "{manner:?} {code:?}");
                }
                match (manner.0, code) {
                    ("x-up-validate", _) => {
                        assert_eq!(response.headers().get("content-type"), None);
                        assert_eq!(text(response).await, "");
                    }
                    (_, Some(code)) => {
                        assert_eq!(response.headers()["content-type"], "application/problem+json");
                        assert_eq!(json(response).await["code"], code);
                    }
                    (_, None) => assert_eq!(text(response).await, "slowly"),
                }
            }
        }
    }
}
