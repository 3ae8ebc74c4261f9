//! The form of three fields as a server function of leptos's crate `server_fn`, mounted in axum as
//! its documentation does.

use std::sync::LazyLock;

use axum::routing::post;
use server_fn::ServerFnError;
use server_fn::axum::handle_server_fn;
use server_fn_macro_default::server;

use crate::app::App;
use crate::call::{Respond, respond};
use crate::forms::{Checked, Made, make};

/// The URL of the server function.
pub(crate) const PATH: &str = "/api/add";

/// A server function has no access to the state of axum's router.
static APP: LazyLock<App> = LazyLock::new(App::new);

#[server(prefix = "/api", endpoint = "add")]
async fn add(title: String, amount: Option<u32>, urgent: Option<Checked>) -> Result<Made, ServerFnError> {
    Ok(make(&APP, title, amount, matches!(urgent, Some(Checked::On))))
}

/// Builds an axum app with the server function.
pub(crate) fn app() -> Respond {
    let router: axum::Router = axum::Router::new().route("/api/{*fn_name}", post(handle_server_fn));
    respond(router.into_service())
}
