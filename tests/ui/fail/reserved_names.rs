use frontdesk::server_action;

#[server_action]
pub async fn create_todo(__fd_return: String, #[field(rename = "a.b")] nested: String) {
    drop((__fd_return, nested));
}

fn main() {}
