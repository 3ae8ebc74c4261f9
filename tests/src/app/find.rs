//! A page with a search form: filter, messages, and links that keep the rest.

use frontdesk::{Form, FromForm, Html, Json, Language, Method, Router, Search, get, on};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::App;
use super::document::{document, errors};

/// The tags that the page offers.
const TAGS: [&str; 3] = ["blue", "green", "red"];

/// The last page.
const LAST: u32 = 1000;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .page("/find", find)
        .route("/find/cached", get(cached).cached())
        .route(
            "/find/query",
            on(Method::QUERY, async |Form(text): Form<Text>| Json(text)),
        )
}

/// What a request with the method QUERY asks for, in its body.
#[derive(Serialize, Deserialize)]
struct Text {
    q: Option<String>,
    #[serde(default)]
    tag: Vec<String>,
}

/// The filter of `/find`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromForm)]
pub struct Find {
    /// What is searched for.
    pub q: Option<String>,
    /// The page of the results.
    #[field(default = 1)]
    #[garde(range(min = 1, max = 1000))]
    pub page: u32,
    /// How many results a page has.
    #[field(default = 20)]
    pub per: u32,
    /// The day.
    pub on: Option<Date>,
    /// All tags that a result must have.
    pub tag: Vec<String>,
}

/// Shows the form, what it decoded, and the links to the pages before and after.
async fn find(language: Language, search: Search<Find>) -> Html<String> {
    Html(find_page(language.tag(), &search))
}

/// The same page in one language, which is cached.
async fn cached(search: Search<Find>) -> Html<String> {
    Html(find_page("en", &search))
}

/// Renders the page. The host apps serve the same page from handlers of their own.
#[must_use]
pub fn find_page(language: &str, search: &Search<Find>) -> String {
    let form = search.form();
    let fields = [
        ("Text", form.field(Find::Q)),
        ("Page", form.field(Find::PAGE)),
        ("Per page", form.field(Find::PER)),
        ("Day", form.field(Find::ON)),
    ];
    let tag = form.field(Find::TAG);
    let own = tag.values().iter().map(String::as_str);
    let tags = TAGS.into_iter().chain(own.filter(|own| !TAGS.contains(own)));
    let content = html! {
        (form.open())
        @for (label, field) in &fields {
            div { label { (label) " " (field.typed_input()) } (errors(field)) }
        }
        @for name in tags {
            label { (tag.choice("checkbox", name)) (name) }
        }
        (errors(&tag))
        button { "Find" }
        (form.close())
        @if let Ok(filter) = search.value() { (found(search, filter)) }
    };
    document(language, "Find", &content)
}

fn found(search: &Search<Find>, filter: &Find) -> Markup {
    let at = |page| search.href(&Find { page, ..filter.clone() });
    html! {
        output id="found" { (serde_json::to_string(filter).unwrap_or_default()) }
        nav {
            @if filter.page > 1 { a rel="prev" href=(at(filter.page - 1)) { "Previous" } " " }
            @if filter.page < LAST { a rel="next" href=(at(filter.page + 1)) { "Next" } }
        }
    }
}
