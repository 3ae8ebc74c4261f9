use frontdesk_router::Html;

pub async fn page() -> Html<&'static str> {
    Html("<h1>Welcome</h1>")
}
