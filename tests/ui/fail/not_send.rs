use std::rc::Rc;

use frontdesk::server_action;

#[server_action]
pub async fn create_todo(title: String) {
    let shared = Rc::new(title);
    std::future::ready(()).await;
    drop(shared);
}

fn main() {}
