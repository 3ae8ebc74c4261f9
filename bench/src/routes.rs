//! The same routes on both sides: fifty in all, a few of which are called.

use std::sync::Arc;

use frontdesk::{DeskBuilder, StatusCode};
use serde::Serialize;

/// The state of both apps.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) greeting: Arc<str>,
}

impl App {
    pub(crate) fn new() -> Self {
        Self {
            greeting: "Good day".into(),
        }
    }
}

/// The number of routes besides those that are called.
const OTHERS: usize = 44;

/// A response that is serialized.
#[derive(Debug, Serialize)]
struct Item {
    id: u32,
    title: &'static str,
    tags: [&'static str; 2],
}

const ITEM: Item = Item {
    id: 17,
    title: "Buy milk",
    tags: ["home", "shop"],
};

/// The body that Frontdesk sends for a 404, so that axum's app does the same work.
#[derive(Serialize)]
struct Miss {
    title: &'static str,
    status: u16,
    code: &'static str,
}

fn others() -> impl Iterator<Item = String> {
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
    use frontdesk::{Json, Path, Router, State, get};

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

    let routes = Router::new()
        .route("/health", get(text))
        .route("/about", get(text).cached())
        .route("/users/{id}", get(one))
        .route("/tenants/{tenant}/users/{user}/items/{item}", get(three))
        .route("/greeting", get(state))
        .route("/items/first", get(json));
    desk.routes(others().fold(routes, |routes, path| routes.route(path, get(text))))
}

pub(crate) fn axum() -> axum::Router<App> {
    use axum::Json;
    use axum::extract::{Path, State};
    use axum::routing::get;

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
        .fallback(miss);
    others().fold(routes, |routes, path| routes.route(&path, get(text)))
}
