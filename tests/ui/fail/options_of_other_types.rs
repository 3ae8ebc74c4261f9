use frontdesk::server_action;

#[server_action]
async fn search(
    #[field(on = "forever")] text: String,
    #[field(split = ",")] tag: String,
    #[field(skip_blank)] number: u32,
    #[field(rest)] others: Vec<String>,
) {
}

fn main() {}
