//! The same list for programs: route handlers, which any client may call.
//!
//! Errors are problem details (RFC 9457) with the same messages as the forms show.

use frontdesk::http::HeaderName;
use frontdesk::http::header::LOCATION;
use frontdesk::{Json, NoContent, Path, Problem, Query, Router, State, StatusCode, get};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::pages::Filter;
use crate::store::Todos;
use crate::todo::{Content, Todo};

pub(crate) fn routes() -> Router<Todos> {
    Router::new()
        .route("/todos", get(list).post(create))
        .route("/todos/{id}", get(show).put(replace).patch(change).delete(remove))
}

async fn list(State(todos): State<Todos>, Query(filter): Query<Filter>) -> Result<Json<Vec<Todo>>, Problem> {
    Ok(Json(todos.list(filter.show).await?))
}

type Created = (StatusCode, [(HeaderName, String); 1], Json<Todo>);

async fn create(State(todos): State<Todos>, Json(content): Json<Content>) -> Result<Created, Problem> {
    let todo = todos.add(content).await?;
    let place = format!("/api/todos/{}", todo.id);
    Ok((StatusCode::CREATED, [(LOCATION, place)], Json(todo)))
}

async fn show(State(todos): State<Todos>, Path(id): Path<i64>) -> Result<Json<Todo>, Problem> {
    Ok(Json(todos.get(id).await?))
}

async fn replace(
    State(todos): State<Todos>,
    Path(id): Path<i64>,
    Json(content): Json<Content>,
) -> Result<Json<Todo>, Problem> {
    Ok(Json(todos.change(id, |old| *old = content).await?))
}

async fn change(
    State(todos): State<Todos>,
    Path(id): Path<i64>,
    Json(changes): Json<Changes>,
) -> Result<Json<Todo>, Problem> {
    Ok(Json(todos.change(id, |content| changes.apply(content)).await?))
}

async fn remove(State(todos): State<Todos>, Path(id): Path<i64>) -> Result<NoContent, Problem> {
    todos.delete(id).await?;
    Ok(NoContent)
}

/// The fields to change; those left out stay as they are.
#[derive(Debug, Deserialize)]
struct Changes {
    title: Option<String>,
    /// `null` takes the date away.
    #[serde(default, deserialize_with = "given")]
    due: Option<Option<Date>>,
    urgent: Option<bool>,
    notes: Option<String>,
    done: Option<bool>,
}

impl Changes {
    fn apply(self, content: &mut Content) {
        set(&mut content.title, self.title);
        set(&mut content.due, self.due);
        set(&mut content.urgent, self.urgent);
        set(&mut content.notes, self.notes);
        set(&mut content.done, self.done);
    }
}

fn set<T>(place: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *place = value;
    }
}

/// Tells a field that is `null` from one that isn't there.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
