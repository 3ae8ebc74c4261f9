//! The job by route handlers: JSON for any client, and a form with what it needs written by hand.

use frontdesk::guard::Guard;
use frontdesk::{
    Form, HeaderMap, Html, IntoResponse, Json, Problem, Redirect, Response, Router, State, StatusCode, Uri, get,
};
use maud::html;
use serde::Deserialize;
use tower_http::cors::CorsLayer;

use crate::list::{App, Title};

/// What both clients send.
#[derive(Debug, Deserialize)]
struct NewTitle {
    title: String,
}

/// Returns the routes.
pub(crate) fn routes() -> Router<App> {
    // Scripts of other sites may call this one.
    let api = Router::new()
        .route("/api/title", get(show).put(replace))
        .layer(CorsLayer::permissive());
    Router::new().route("/by-route", get(page).post(submit)).merge(api)
}

async fn show(State(app): State<App>) -> Json<Title> {
    Json(app.title())
}

async fn replace(State(app): State<App>, Json(new): Json<NewTitle>) -> Result<Json<Title>, Problem> {
    app.rename(new.title).map(Json)
}

async fn page(State(app): State<App>) -> Html<String> {
    render(&app, &app.title().title, None)
}

async fn submit(
    State(app): State<App>,
    headers: HeaderMap,
    uri: Uri,
    Form(form): Form<NewTitle>,
) -> Result<Response, Problem> {
    if let Err(error) = Guard::new().check(&headers, &uri) {
        return Err(Problem::new(StatusCode::FORBIDDEN, error.code()));
    }
    match app.rename(form.title.clone()) {
        Ok(_) => Ok(Redirect::to("/by-route").into_response()),
        Err(problem) if problem.errors().is_empty() => Err(problem),
        Err(problem) => {
            let page = render(&app, &form.title, Some(&problem));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn render(app: &App, text: &str, problem: Option<&Problem>) -> Html<String> {
    let errors = problem.and_then(|problem| problem.errors().get("title"));
    let errors = errors.map_or(&[][..], Vec::as_slice);
    let page = html! {
        h1 { (app.title().title) }
        form method="post" action="/by-route" {
            input name="title" value=(text) required
                aria-invalid=[(!errors.is_empty()).then_some("true")]
                aria-describedby=[(!errors.is_empty()).then_some("title-errors")];
            @for error in errors { p id="title-errors" { (error.text()) } }
            button { "Rename" }
        }
        a href="/api/title" { "as JSON" }
    };
    Html(page.into_string())
}
