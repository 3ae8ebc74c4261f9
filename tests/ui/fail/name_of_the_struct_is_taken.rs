use frontdesk::{FromForm, server_action};

#[derive(FromForm)]
pub struct Todo {
    title: String,
}

#[server_action]
pub async fn todo(todo: Option<Todo>) {
    drop(todo.map(|todo| todo.title));
}

fn main() {}
