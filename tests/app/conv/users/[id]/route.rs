//! `/conv/users/{id}`: GET and DELETE.

use frontdesk::{Json, NoContent, Path, Problem, State};

use crate::app::{App, Item};

pub async fn get(State(app): State<App>, Path(id): Path<u32>) -> Result<Json<Item>, Problem> {
    app.users.get(id).map(Json).ok_or_else(Problem::not_found)
}

pub async fn delete(State(app): State<App>, Path(id): Path<u32>) -> Result<NoContent, Problem> {
    if app.users.remove(id) {
        Ok(NoContent)
    } else {
        Err(Problem::not_found())
    }
}
