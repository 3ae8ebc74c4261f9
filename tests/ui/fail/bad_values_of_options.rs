use frontdesk::server_action;

#[server_action(name = "create todo", body_limit = "5TB")]
pub async fn create_todo() {}

#[server_action(struct = "Other")]
pub async fn rename_todo() {}

#[server_action(path = "todos")]
pub async fn list_todos() {}

#[server_action(path = /todos)]
pub async fn drop_todo() {}

#[server_action(path = "/todos", alias = "add_todo")]
pub async fn add() {}

fn main() {}
