use frontdesk::{Router, State, get};

#[derive(Clone)]
struct Db;

async fn show(State(_): State<Db>) -> &'static str {
    "x"
}

fn main() {
    let _: Router<u32> = Router::new().route("/a", get(show));
}
