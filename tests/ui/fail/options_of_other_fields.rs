use std::collections::BTreeMap;

use frontdesk::{FromForm, server_action};

#[server_action]
pub async fn save(
    #[field(on = "forever")] remember: String,
    #[field(split = ",")] words: String,
    #[field(skip_blank)] names: BTreeMap<String, String>,
    #[field(rest)] others: Vec<String>,
    #[field(required)] title: String,
) {
}

#[derive(FromForm)]
pub struct Other {
    #[field(on = "yes")]
    pub count: u8,
    #[field(rest, last)]
    pub others: BTreeMap<String, String>,
}

fn main() {}
