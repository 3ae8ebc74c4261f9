use frontdesk::{Html, State};

// `super` is the module that `app_dir!` stands in.
use super::App;

pub async fn page(State(app): State<App>) -> Html<String> {
    Html(format!("the cart of {}", app.name))
}
