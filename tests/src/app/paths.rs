//! Methods, path parameters and queries.

use frontdesk::{Json, Method, Path, Query, Router, any, get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/hello", get(async || "hello"))
        .route("/only-get", get(async || "ok"))
        .route("/only-post", post(async || "ok"))
        .route("/any", any(method))
        .route("/params/{a}/{b}", get(params))
        .route("/number/{n}", get(async |Path(n): Path<u32>| Json(n)))
        .route("/files/{*path}", get(files))
        .route("/basic/endpoint", get(async || "literal"))
        .route(
            "/basic/{tenant}/endpoint",
            get(async |Path(tenant): Path<String>| tenant),
        )
        .route("/search", get(search))
}

async fn method(method: Method) -> Json<Value> {
    Json(json!({ "method": method.as_str() }))
}

#[derive(Serialize, Deserialize)]
struct Params {
    a: String,
    b: String,
}

async fn params(Path(params): Path<Params>) -> Json<Params> {
    Json(params)
}

async fn files(Path(path): Path<Vec<String>>) -> Json<Value> {
    Json(json!({ "path": path }))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    #[serde(default = "first_page")]
    page: u32,
    #[serde(default, rename = "tag")]
    tags: Vec<String>,
}

fn first_page() -> u32 {
    1
}

async fn search(Query(Search { q, page, tags }): Query<Search>) -> Json<Value> {
    Json(json!({ "q": q, "page": page, "tags": tags }))
}
