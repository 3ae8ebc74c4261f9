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
use tower_layer::layer_fn;

use self::etag::{IfMatch, etag};
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
            get(show).tag(TAG).put(replace).patch(change).delete(remove),
        )
        .layer(layer_fn(admit::layer))
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

async fn show(State(todos): State<Todos>, Path(id): Path<i64>) -> Result<(Header, Json<Todo>), Problem> {
    let todo = todos.get(id).await?;
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
    Path(id): Path<i64>,
    if_match: IfMatch,
    content: Result<Valid<Content>, Problem>,
) -> Result<(Header, Json<Todo>), Problem> {
    let change = move |old: Content| {
        if_match.require(&old)?;
        content.map(|Valid(content)| content)
    };
    let todo = changes.change(id, change).await?;
    Ok(([(CONTENT_LOCATION, url(&base, id))], Json(todo)))
}

/// Changes some members of a todo.
async fn change(
    changes: Changes,
    Path(id): Path<i64>,
    if_match: IfMatch,
    patch: Result<MergePatch, Problem>,
) -> Result<(Header, Json<Todo>), Problem> {
    let change = move |old: Content| {
        if_match.require(&old)?;
        patch?.apply(&old)
    };
    let todo = changes.change(id, change).await?;
    Ok(([(ETAG, etag(&todo.content)?)], Json(todo)))
}

async fn remove(changes: Changes, Path(id): Path<i64>, if_match: IfMatch) -> Result<NoContent, Problem> {
    changes.delete(id, move |old| if_match.check(old)).await?;
    Ok(NoContent)
}

fn url(base: &BasePath, id: i64) -> String {
    base.join(&format!("/api/todos/{id}"))
}
