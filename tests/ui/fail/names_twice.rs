use frontdesk::server_action;

#[server_action]
pub async fn create_todo(title: String, #[field(rename = "title")] heading: String) {
    drop((title, heading));
}

#[server_action]
pub async fn rename_todo(todo_id: u32, todoId: u32) {
    let _ = (todo_id, todoId);
}

fn main() {}
