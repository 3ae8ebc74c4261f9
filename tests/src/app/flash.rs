//! Route handlers that redirect with flash messages.

use frontdesk::{Flash, Form, Query, Redirect, Router, State, get};
use serde::Deserialize;

use super::{App, Base};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/flash", get(show).post(send))
}

#[derive(Debug, Deserialize)]
struct Messages {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    permanent: bool,
}

async fn show(Query(messages): Query<Messages>, State(base): State<Base>) -> Redirect {
    redirect(&base, messages)
}

async fn send(State(base): State<Base>, Form(messages): Form<Messages>) -> Redirect {
    redirect(&base, messages)
}

/// Redirects to `/notes` with a message for each text.
fn redirect(base: &Base, Messages { kind, text, permanent }: Messages) -> Redirect {
    let flash = |text| match &*kind {
        "info" => Flash::info(text),
        "warning" => Flash::warning(text),
        "error" => Flash::error(text),
        _ => Flash::success(text),
    };
    let to = Redirect::to(base.join("/notes"));
    let to = text.into_iter().map(flash).fold(to, Redirect::flash);
    if permanent { to.permanent() } else { to }
}
