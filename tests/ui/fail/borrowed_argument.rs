use frontdesk::server_action;

#[server_action]
pub async fn create_todo(title: &str, tags: &[u32]) {
    let _ = (title, tags);
}

fn main() {}
