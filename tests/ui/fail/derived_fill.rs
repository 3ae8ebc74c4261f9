//! The fields of a struct fit those of the form that they fill in.

use frontdesk::{Fill, server_action};

#[server_action]
async fn edit(#[sealed] id: u64, name: String, age: Option<u8>) {
    let _ = (id, name, age);
}

#[derive(Fill)]
#[fill(Edit)]
struct Profile {
    id: u64,
    name: String,
    age: String,
    email: String,
}

fn main() {}
