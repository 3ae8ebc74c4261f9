//! A JSON API: every method on one resource.

use frontdesk::http::header::LOCATION;
use frontdesk::{IntoResponse, Json, NoContent, Path, Problem, Router, State, StatusCode, get};
use serde::Deserialize;

use super::{App, Base, Item, Items};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/api/items", get(list).post(create))
        .route("/api/items/{id}", get(show).put(replace).patch(change).delete(remove))
}

#[derive(Deserialize)]
struct NewItem {
    name: String,
}

#[derive(Deserialize)]
struct Change {
    name: Option<String>,
}

async fn list(State(items): State<Items>) -> Json<Vec<Item>> {
    Json(items.all())
}

async fn create(State(items): State<Items>, State(base): State<Base>, Json(new): Json<NewItem>) -> impl IntoResponse {
    let item = items.add(new.name);
    let location = base.join(&format!("/api/items/{}", item.id));
    (StatusCode::CREATED, [(LOCATION, location)], Json(item))
}

async fn show(State(items): State<Items>, Path(id): Path<u32>) -> Result<Json<Item>, Problem> {
    items.get(id).map(Json).ok_or_else(Problem::not_found)
}

async fn replace(
    State(items): State<Items>,
    Path(id): Path<u32>,
    Json(new): Json<NewItem>,
) -> Result<Json<Item>, Problem> {
    items.rename(id, new.name).map(Json).ok_or_else(Problem::not_found)
}

async fn change(
    State(items): State<Items>,
    Path(id): Path<u32>,
    Json(change): Json<Change>,
) -> Result<Json<Item>, Problem> {
    let changed = match change.name {
        Some(name) => items.rename(id, name),
        None => items.get(id),
    };
    changed.map(Json).ok_or_else(Problem::not_found)
}

async fn remove(State(items): State<Items>, Path(id): Path<u32>) -> Result<NoContent, Problem> {
    if items.remove(id) {
        Ok(NoContent)
    } else {
        Err(Problem::not_found())
    }
}
