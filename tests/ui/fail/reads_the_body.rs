use frontdesk::{Json, server_action};

#[server_action]
pub async fn create_todo(#[extract] Json(todo): Json<String>) {
    drop(todo);
}

fn main() {}
