use frontdesk::server_action;

#[server_action]
pub struct CreateTodo {
    pub title: String,
}

fn main() {}
