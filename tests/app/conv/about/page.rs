//! `/conv/about`: a page.

use frontdesk::Html;

pub async fn page() -> Html<&'static str> {
    Html("<!DOCTYPE html><title>About</title><h1>About</h1>")
}
