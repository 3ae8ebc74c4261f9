use frontdesk::{Html, Path};

pub async fn page(Path(path): Path<Vec<String>>) -> Html<String> {
    Html(format!("{path:?}"))
}
