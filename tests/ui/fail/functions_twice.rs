use frontdesk::server_action;

#[server_action]
pub async fn create_todo() {}

#[server_action(name = "other")]
pub async fn createTodo() {}

fn main() {}
