use frontdesk::server_action;

pub struct Todo;

#[server_action]
pub async fn create_todo() -> Todo {
    Todo
}

fn main() {}
