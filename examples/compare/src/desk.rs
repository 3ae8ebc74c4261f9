//! The operation, and the two ways to call it.

use std::sync::{Arc, Mutex, PoisonError};

use frontdesk::{BuildError, Desk, Forms, Html, Json, Problem, Router, State, get, server_action};
use maud::html;
use serde::{Deserialize, Serialize};
use tower_http::cors::CorsLayer;

/// An origin that the desk trusts besides its own.
pub const TRUSTED: &str = "https://partner.example";

/// How long a title may be.
pub const LONGEST: usize = 20;

/// The state: the title of a list.
#[derive(Debug, Clone, Default)]
pub struct App(Arc<Mutex<String>>);

/// The title, as programs see it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Title {
    title: String,
}

impl App {
    fn title(&self) -> Title {
        let title = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Title { title }
    }

    /// Renames the list. The route handler and the server action both call this.
    fn rename(&self, title: String) -> Result<Title, Problem> {
        if title.chars().count() > LONGEST {
            return Err(Problem::field("title", format!("at most {LONGEST} characters")));
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&title);
        Ok(Title { title })
    }
}

/// The route handler, for any client.
async fn put_title(State(app): State<App>, Json(new): Json<Title>) -> Result<Json<Title>, Problem> {
    app.rename(new.title).map(Json)
}

async fn get_title(State(app): State<App>) -> Json<Title> {
    Json(app.title())
}

/// The server action, for the form on our page.
#[server_action]
pub async fn rename(#[extract] State(app): State<App>, title: String) -> Result<Title, Problem> {
    app.rename(title)
}

/// The page with the form. The probes find both URLs here.
async fn page(State(app): State<App>, forms: Forms) -> Html<String> {
    let form = forms.of::<Rename>();
    let field = form.field(Rename::TITLE);
    let page = html! {
        h1 { (app.title().title) }
        (form.open())
            (field.input("text"))
            @for error in field.errors() { p id=(field.errors_id()) { (error) } }
            button { "Rename" }
        (form.close())
        a href="/api/title" { "as JSON" }
    };
    Html(page.into_string())
}

/// Builds the desk that both apps embed.
///
/// # Errors
///
/// Fails if routes or actions have mistakes.
pub fn desk() -> Result<Desk, BuildError> {
    // Scripts of other sites may call the route handler. Actions never allow that.
    let api = Router::new()
        .route("/api/title", get(get_title).put(put_title))
        .layer(CorsLayer::permissive());
    Desk::builder(App::default())
        .routes(api)
        .routes(Router::new().page("/", page))
        .action::<Rename>()
        .trust_origin(TRUSTED)
        .build()
}
