use std::time::Duration;

use frontdesk::{Cookies, Extension, HeaderMap, Path, Router, State, get};

async fn greeting(cookies: Cookies) -> String {
    cookies.get("name").unwrap_or_default().to_owned()
}

async fn agent(State(_): State<()>, headers: HeaderMap) -> String {
    format!("{:?}", headers.get("user-agent"))
}

async fn session(Path(_): Path<u32>, Extension(name): Extension<&'static str>) -> &'static str {
    name
}

fn main() {
    let _: Router<()> = Router::new()
        .route("/greeting", get(greeting).cached())
        .route("/agent", get(agent).revalidate(Duration::from_secs(1)))
        .route("/session/{id}", get(session).tag("sessions"));
}
