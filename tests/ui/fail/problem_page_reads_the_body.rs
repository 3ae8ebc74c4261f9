//! A page for problems can't read the body, and its first argument is the problem.

use frontdesk::{Desk, Html, Json, Problem};

async fn reads(_: Problem, Json(_): Json<u32>) -> Html<String> {
    Html(String::new())
}

async fn takes_text(_: Problem, body: String) -> String {
    body
}

async fn has_it_last(_: frontdesk::Uri, _: Problem) -> String {
    String::new()
}

async fn without() -> String {
    String::new()
}

fn main() {
    let _ = Desk::builder(()).problem_page(reads);
    let _ = Desk::builder(()).problem_page(takes_text);
    let _ = Desk::builder(()).problem_page(has_it_last);
    let _ = Desk::builder(()).problem_page(without);
}
