use frontdesk::http::StatusCode;
use frontdesk::{Html, Reply, Response, server_action};

#[server_action]
pub async fn download() -> Response {
    Response::default()
}

#[server_action]
pub async fn fragment() -> Html<String> {
    Html(String::new())
}

#[server_action]
pub async fn create() -> (StatusCode, Reply) {
    (StatusCode::CREATED, Reply::back())
}

fn main() {}
