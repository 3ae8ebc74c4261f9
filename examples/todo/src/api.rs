//! The list as a JSON API: route handlers, which any client may call.
//!
//! Errors are problem details (RFC 9457) with the same messages as in the forms.

use frontdesk::form::{FormData, FormLimits};
use frontdesk::http::HeaderName;
use frontdesk::http::header::LOCATION;
use frontdesk::{FromForm, Json, NoContent, Path, Problem, Query, Router, State, StatusCode, get};
use serde_json::{Map, Value};

use crate::pages::Filter;
use crate::store::Todos;
use crate::todo::{Content, Todo};

pub(crate) fn routes() -> Router<Todos> {
    Router::new()
        .route("/todos", get(list).post(create))
        .route("/todos/{id}", get(show).put(replace).patch(change).delete(remove))
}

async fn list(State(todos): State<Todos>, Query(filter): Query<Filter>) -> Result<Json<Vec<Todo>>, Problem> {
    Ok(Json(todos.list(filter.show, filter.q.as_deref()).await?))
}

type Created = (StatusCode, [(HeaderName, String); 1], Json<Todo>);

async fn create(State(todos): State<Todos>, Json(members): Json<Members>) -> Result<Created, Problem> {
    let todo = todos.add(content(&members)?).await?;
    let location = format!("/api/todos/{}", todo.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(todo)))
}

async fn show(State(todos): State<Todos>, Path(id): Path<i64>) -> Result<Json<Todo>, Problem> {
    Ok(Json(todos.get(id).await?))
}

async fn replace(
    State(todos): State<Todos>,
    Path(id): Path<i64>,
    Json(members): Json<Members>,
) -> Result<Json<Todo>, Problem> {
    Ok(Json(todos.change(id, |_| content(&members)).await?))
}

async fn change(
    State(todos): State<Todos>,
    Path(id): Path<i64>,
    Json(changes): Json<Members>,
) -> Result<Json<Todo>, Problem> {
    Ok(Json(todos.change(id, |old| patched(&old, changes)).await?))
}

async fn remove(State(todos): State<Todos>, Path(id): Path<i64>) -> Result<NoContent, Problem> {
    todos.delete(id).await?;
    Ok(NoContent)
}

/// The members of a JSON object.
type Members = Map<String, Value>;

/// Decodes a todo from JSON just as from a form, so that the same rules apply and every bad field
/// is reported.
fn content(members: &Members) -> Result<Content, Problem> {
    let json = serde_json::to_vec(members)?;
    let form = FormData::from_json(&json, &FormLimits::default())
        .map_err(|error| Problem::bad_request("invalid-json").with_detail(error.to_string()))?;
    Content::from_form(form.root()).map_err(|errors| Problem::invalid_fields().with_fields(errors))
}

/// Applies a merge patch (RFC 7396): missing members stay as they are, and `null` removes one.
fn patched(old: &Content, changes: Members) -> Result<Content, Problem> {
    let mut members: Members = serde_json::from_value(serde_json::to_value(old)?)?;
    members.extend(changes);
    content(&members)
}
