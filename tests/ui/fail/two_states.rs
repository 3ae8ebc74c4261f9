use frontdesk::{State, server_action};

#[derive(Clone)]
pub struct App;

#[derive(Clone)]
pub struct Db;

#[server_action]
pub async fn create_todo(#[extract] State(app): State<App>, #[extract] State(db): State<Db>) {
    drop((app, db));
}

fn main() {}
