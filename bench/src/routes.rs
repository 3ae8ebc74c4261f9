//! The same routes on both sides: fifty in all, a few of which are called.

use std::hint::black_box;
use std::time::Duration;

use frontdesk::{DeskBuilder, StatusCode};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::forms::{Add, Order};

/// The number of routes besides those that are called.
const OTHERS: usize = 39;

/// A path of a route that is cached by its parameter.
pub(crate) const CACHED_ONE: &str = "/cached/17";

/// How long responses are fresh that don't stay so for ever. No measurement takes that long.
const FRESH: Duration = Duration::from_secs(24 * 3600);

/// A response that is serialized.
#[derive(Debug, Serialize)]
pub(crate) struct Item {
    id: u32,
    title: &'static str,
    tags: [&'static str; 2],
}

pub(crate) const ITEM: Item = Item {
    id: 17,
    title: "Buy milk",
    tags: ["home", "shop"],
};

/// A body that is deserialized.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the fields are only decoded")]
pub(crate) struct NewItem {
    title: String,
    amount: Option<u32>,
    urgent: bool,
    tags: Vec<String>,
}

/// A [`NewItem`].
pub(crate) const NEW_ITEM: &str = r#"{"title":"Buy milk & bread","amount":12,"urgent":true,"tags":["home","shop"]}"#;

/// The body that Frontdesk sends for a 404, so that axum's app does the same work.
#[derive(Serialize)]
struct Miss {
    title: &'static str,
    status: u16,
    code: &'static str,
}

pub(crate) fn others() -> impl Iterator<Item = String> {
    const AREAS: [&str; 9] = [
        "accounts", "billing", "carts", "devices", "events", "files", "groups", "hooks", "invoices",
    ];
    (0..OTHERS).map(|at| match at % 3 {
        0 => format!("/{}/list-{at}", AREAS[at % 9]),
        1 => format!("/{}/{at}/{{id}}", AREAS[at % 9]),
        _ => format!("/{}/{at}/{{id}}/history", AREAS[at % 9]),
    })
}

async fn text() -> &'static str {
    "ok"
}

pub(crate) fn frontdesk(desk: DeskBuilder<App>) -> DeskBuilder<App> {
    desk.routes(router())
}

/// All routes of the desk.
pub(crate) fn router() -> frontdesk::Router<App> {
    use frontdesk::{Form, Json, Path, Router, State, get, post};

    async fn one(Path(id): Path<u32>) -> String {
        id.to_string()
    }
    async fn three(Path((tenant, user, item)): Path<(String, u32, String)>) -> String {
        format!("{tenant} {user} {item}")
    }
    async fn state(State(app): State<App>) -> String {
        app.greeting.to_string()
    }
    async fn json() -> Json<Item> {
        Json(ITEM)
    }
    async fn form_of_three(Form(form): Form<Add>) -> &'static str {
        black_box(form);
        text().await
    }
    async fn form_of_twenty(Form(form): Form<Order>) -> &'static str {
        black_box(form);
        text().await
    }
    async fn json_body(Json(item): Json<NewItem>) -> &'static str {
        black_box(item);
        text().await
    }

    let routes = Router::new()
        .route("/health", get(text))
        .route("/about", get(text).cached())
        .route("/users/{id}", get(one))
        .route("/tenants/{tenant}/users/{user}/items/{item}", get(three))
        .route("/greeting", get(state))
        .route("/items/first", get(json))
        .route("/rates", get(text).revalidate(FRESH))
        .route("/cached/{id}", get(one).cached())
        .route("/forms/three", post(form_of_three))
        .route("/forms/twenty", post(form_of_twenty))
        .route("/items", post(json_body));
    others().fold(routes, |routes, path| routes.route(path, get(text)))
}

pub(crate) fn axum() -> axum::Router<App> {
    use axum::extract::{Path, State};
    use axum::routing::{get, post};
    use axum::{Form, Json};

    async fn one(Path(id): Path<u32>) -> String {
        id.to_string()
    }
    async fn three(Path((tenant, user, item)): Path<(String, u32, String)>) -> String {
        format!("{tenant} {user} {item}")
    }
    async fn state(State(app): State<App>) -> String {
        app.greeting.to_string()
    }
    async fn json() -> Json<Item> {
        Json(ITEM)
    }
    async fn form_of_three(Form(form): Form<Add>) -> &'static str {
        black_box(form);
        text().await
    }
    async fn form_of_twenty(Form(form): Form<Order>) -> &'static str {
        black_box(form);
        text().await
    }
    async fn json_body(Json(item): Json<NewItem>) -> &'static str {
        black_box(item);
        text().await
    }
    async fn miss() -> (StatusCode, Json<Miss>) {
        let miss = Miss {
            title: "Not Found",
            status: 404,
            code: "not-found",
        };
        (StatusCode::NOT_FOUND, Json(miss))
    }

    let routes = axum::Router::new()
        .route("/health", get(text))
        .route("/about", get(text))
        .route("/users/{id}", get(one))
        .route("/tenants/{tenant}/users/{user}/items/{item}", get(three))
        .route("/greeting", get(state))
        .route("/items/first", get(json))
        .route("/rates", get(text))
        .route("/cached/{id}", get(one))
        .route("/forms/three", post(form_of_three))
        .route("/forms/twenty", post(form_of_twenty))
        .route("/items", post(json_body))
        .fallback(miss);
    others().fold(routes, |routes, path| routes.route(&path, get(text)))
}
