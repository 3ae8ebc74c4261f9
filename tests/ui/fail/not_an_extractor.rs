use frontdesk::server_action;

pub struct CurrentUser;

#[server_action]
pub async fn create_todo(#[extract] user: CurrentUser, title: String) {
    drop((user, title));
}

fn main() {}
