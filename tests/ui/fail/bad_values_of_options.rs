use frontdesk::server_action;

#[server_action(name = "create/todo", body_limit = "5TB")]
pub async fn create_todo() {}

#[server_action(struct = "Other")]
pub async fn rename_todo() {}

fn main() {}
