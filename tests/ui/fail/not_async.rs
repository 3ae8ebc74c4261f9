use frontdesk::server_action;

#[server_action]
pub fn create_todo(title: String) {
    drop(title);
}

fn main() {}
