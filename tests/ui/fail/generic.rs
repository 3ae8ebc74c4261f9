use frontdesk::server_action;

#[server_action]
pub async fn create_todo<T: Send>(title: String) -> Option<T> {
    drop(title);
    None
}

fn main() {}
