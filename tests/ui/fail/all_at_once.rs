use frontdesk::server_action;

#[server_action(name = "a b", no_such)]
pub fn create_todo<T>(title: &str, tags: Option<Vec<T>>, (x, y): (u8, u8)) {
    let _ = (title, tags, x, y);
}

// The function is still there, so no message says that it can't be found.
pub fn calls() {
    create_todo::<u8>("", None, (0, 0));
}

fn main() {}
