use frontdesk::{Json, Router, get, post};

fn not_async() -> &'static str {
    "x"
}

async fn body_first(_: Json<String>, _: String) -> &'static str {
    "x"
}

async fn no_response() -> Vec<u32> {
    Vec::new()
}

fn main() {
    let _: Router<()> = Router::new()
        .route("/a", get(not_async))
        .route("/b", post(body_first))
        .route("/c", get(no_response));
}
