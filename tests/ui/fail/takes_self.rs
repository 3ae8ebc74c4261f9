use frontdesk::server_action;

struct Todos;

impl Todos {
    #[server_action]
    pub async fn create_todo(&self, title: String) {
        drop(title);
    }
}

fn main() {}
