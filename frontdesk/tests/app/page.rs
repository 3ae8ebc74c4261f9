use frontdesk::Html;

pub async fn page() -> Html<&'static str> {
    Html("home")
}
