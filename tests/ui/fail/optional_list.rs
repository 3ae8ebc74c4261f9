use frontdesk::server_action;

#[server_action]
pub async fn create_todo(tags: Option<Vec<String>>) {
    drop(tags);
}

fn main() {}
