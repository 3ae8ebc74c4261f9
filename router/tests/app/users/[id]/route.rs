use frontdesk_router::{Path, State};

// `super` is the module that contains `app_dir!`.
use super::App;

pub async fn get(State(app): State<App>, Path(id): Path<u32>) -> String {
    format!("{} {id}", app.greeting)
}

pub async fn delete(Path(_id): Path<u32>) {}
