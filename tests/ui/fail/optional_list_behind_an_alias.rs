use frontdesk::server_action;

type Tags = Option<Vec<String>>;

#[server_action]
pub async fn create_todo(tags: Tags) {
    drop(tags);
}

fn main() {}
