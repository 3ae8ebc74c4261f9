//! `/conv/users`: GET and POST.

use frontdesk::http::header::LOCATION;
use frontdesk::{IntoResponse, Json, State, StatusCode};
use serde::Deserialize;

use crate::app::{App, Item};

pub async fn get(State(app): State<App>) -> Json<Vec<Item>> {
    Json(app.users.all())
}

#[derive(Deserialize)]
pub struct NewUser {
    name: String,
}

pub async fn post(State(app): State<App>, Json(new): Json<NewUser>) -> impl IntoResponse {
    let user = app.users.add(new.name);
    let location = app.base.join(&format!("/conv/users/{}", user.id));
    (StatusCode::CREATED, [(LOCATION, location)], Json(user))
}
