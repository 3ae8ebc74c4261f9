use frontdesk::{Upload, server_action};

#[server_action]
async fn no_struct(#[input] form: String) {
    drop(form);
}

#[server_action]
async fn no_file(#[field(max = "5MB")] name: String, #[field(accept = ".png")] photo: Option<Upload>) {
    drop((name, photo));
}

fn main() {}
