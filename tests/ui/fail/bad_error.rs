use frontdesk::server_action;

#[server_action]
pub async fn create_todo(title: String) -> Result<(), String> {
    Err(title)
}

fn main() {}
