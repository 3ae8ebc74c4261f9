use frontdesk::{State, server_action};

#[derive(Clone)]
pub struct App;

#[server_action]
pub async fn create_todo(State(app): State<App>, title: String) {
    drop((app, title));
}

fn main() {}
