use frontdesk::{Flashes, Router, get};

async fn page(flashes: Flashes) -> String {
    format!("{flashes:?}")
}

fn main() {
    let _: Router<()> = Router::new().route("/", get(page).cached());
}
