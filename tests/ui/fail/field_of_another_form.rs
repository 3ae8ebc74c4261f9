use frontdesk::{Forms, server_action};

#[server_action]
pub async fn create_todo(title: String) {
    drop(title);
}

#[server_action]
pub async fn rename_todo(title: String) {
    drop(title);
}

pub fn page(forms: &Forms) -> String {
    forms.of::<CreateTodo>().field(RenameTodo::TITLE).name().to_owned()
}

fn main() {}
