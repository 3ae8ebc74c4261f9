use frontdesk::server_action;

#[server_action(method = "GET", name = "create")]
pub async fn create_todo(#[field(optional)] title: String) {
    drop(title);
}

fn main() {}
