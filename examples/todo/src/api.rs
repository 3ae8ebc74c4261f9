//! The list as a JSON API: route handlers, which any client may call.
//!
//! A todo is decoded by the type and the rules of the forms ([`Valid`]), so errors are problem details
//! (RFC 9457) with the same messages. Responses to GET are cached until [`Changes`] writes. A change
//! needs the `ETag` of the todo that it is based on, so that no client overwrites another's changes
//! unseen.

mod admit;
mod etag;
mod listing;
mod patch;

use frontdesk::http::header::{CONTENT_LOCATION, ETAG, LINK, LOCATION};
use frontdesk::http::{HeaderName, StatusCode};
use frontdesk::{BasePath, Json, NoContent, Path, Problem, Router, Search, State, Valid, codes, get};
use serde::Deserialize;
use sqlx::Error;
use tower_layer::layer_fn;

use self::etag::{Preconditions, etag};
use self::listing::Listing;
use self::patch::MergePatch;
use crate::changes::{Changes, TAG};
use crate::store::Todos;
use crate::todo::{Content, Todo};

pub(crate) fn routes() -> Router<Todos> {
    Router::new()
        .route("/todos", get(list).tag(TAG).post(create))
        .route(
            "/todos/{id}",
            get(show)
                .tag(TAG)
                .put(replace)
                .patch(change)
                .delete(remove)
                .layer(layer_fn(patch::layer)),
        )
        .layer(layer_fn(admit::layer))
}

/// The id in a URL. `None` if it isn't spelled as in `Location`: a todo has one URL, and `/todos/02` is not
/// that of todo 2.
#[derive(Deserialize)]
#[serde(from = "String")]
struct Id(Option<i64>);

impl From<String> for Id {
    fn from(text: String) -> Self {
        let id = text.parse().ok();
        Self(id.filter(|id: &i64| id.to_string() == text))
    }
}

impl Id {
    /// Returns the id. Without one there is no such todo.
    fn get(self) -> Result<i64, Error> {
        self.0.ok_or(Error::RowNotFound)
    }
}

/// One header.
type Header = [(HeaderName, String); 1];

/// Lists todos by id: `/api/todos?show=open&q=milk&limit=50`. `Link` has the URL of the next page.
async fn list(
    State(todos): State<Todos>,
    search: Search<Listing>,
) -> Result<(Option<Header>, Json<Vec<Todo>>), Problem> {
    let listing = search.value().map_err(|errors| {
        let problem = Problem::bad_request(codes::router::INVALID_QUERY);
        problem.with_fields(errors.clone())
    })?;
    let (page, next) = listing.page(&todos).await?;
    let link = next.map(|next| [(LINK, format!("<{}>; rel=\"next\"", search.href(&next)))]);
    Ok((link, Json(page)))
}

async fn create(
    changes: Changes,
    base: BasePath,
    Valid(content): Valid<Content>,
) -> Result<(StatusCode, [(HeaderName, String); 2], Json<Todo>), Problem> {
    let todo = changes.add(content).await?;
    let headers = [(LOCATION, url(&base, todo.id)), (ETAG, etag(&todo.content)?)];
    Ok((StatusCode::CREATED, headers, Json(todo)))
}

async fn show(State(todos): State<Todos>, Path(id): Path<Id>) -> Result<(Header, Json<Todo>), Problem> {
    let todo = todos.get(id.get()?).await?;
    Ok(([(ETAG, etag(&todo.content)?)], Json(todo)))
}

/// Replaces a todo. Members that are missing get their defaults.
///
/// The body is checked after the precondition, which is the order of RFC 9110, section 13.2.1: hence
/// the `Result`. There is no `ETag`, because texts are trimmed and defaults filled in: by section
/// 9.3.4 it would mean that what the client sent was saved as it is.
async fn replace(
    changes: Changes,
    base: BasePath,
    Path(id): Path<Id>,
    preconditions: Preconditions,
    content: Result<Valid<Content>, Problem>,
) -> Result<(Header, Json<Todo>), Problem> {
    let change = move |old: Content| {
        preconditions.require(&old)?;
        content.map(|Valid(content)| content)
    };
    let id = id.get()?;
    let todo = changes.change(id, change).await?;
    Ok(([(CONTENT_LOCATION, url(&base, id))], Json(todo)))
}

/// Changes some members of a todo.
async fn change(
    changes: Changes,
    Path(id): Path<Id>,
    preconditions: Preconditions,
    patch: Result<MergePatch, Problem>,
) -> Result<(Header, Json<Todo>), Problem> {
    let change = move |old: Content| {
        preconditions.require(&old)?;
        patch?.apply(&old)
    };
    let todo = changes.change(id.get()?, change).await?;
    Ok(([(ETAG, etag(&todo.content)?)], Json(todo)))
}

async fn remove(changes: Changes, Path(id): Path<Id>, preconditions: Preconditions) -> Result<NoContent, Problem> {
    changes.delete(id.get()?, move |old| preconditions.check(old)).await?;
    Ok(NoContent)
}

fn url(base: &BasePath, id: i64) -> String {
    base.join(&format!("/api/todos/{id}"))
}
