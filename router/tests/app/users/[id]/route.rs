use frontdesk_router::{Path, State};

// `super` is the module in which `app_dir!` stands.
use super::App;

pub async fn get(State(app): State<App>, Path(id): Path<u32>) -> String {
    format!("{} {id}", app.greeting)
}

pub async fn delete(Path(_id): Path<u32>) {}
