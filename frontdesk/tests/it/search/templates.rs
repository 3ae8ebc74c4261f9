//! The same search form in askama, in maud and as text.

use askama::Template;
use frontdesk::testing::Browser;
use frontdesk::{Html, Router, Search, SearchForm};
use maud::html;

use super::pages::{Find, next};
use crate::fixtures::builder;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{{ form.open_with([("role", "search")]) }}{% let q = form.field(Find::Q) %}{{ q.label_tag() }}<input {{ q.typed_attrs() }}>{{ q.messages() }}
{%- let on = form.field(Find::ON) %}{{ on.label_tag() }}<input {{ on.typed_attrs() }}>{{ on.messages() }}</form>
{%- if let Some(next) = next %}<a rel="next" href="{{ next }}">More</a>{% endif %}"#
)]
struct Page {
    form: SearchForm<Find>,
    next: Option<String>,
}

async fn in_askama(search: Search<Find>) -> Html<String> {
    let (form, next) = (search.form(), next(&search));
    Html(Page { form, next }.render().unwrap())
}

async fn in_maud(search: Search<Find>) -> Html<String> {
    let form = search.form();
    let (q, on) = (form.field(Find::Q), form.field(Find::ON));
    let page = html! {
        (form.open_with([("role", "search")]))
        (q.label_tag()) (q.typed_input()) (q.messages())
        (on.label_tag()) (on.typed_input()) (on.messages())
        (form.close())
        @if let Some(next) = next(&search) { a rel="next" href=(next) { "More" } }
    };
    Html(page.into_string())
}

async fn as_text(search: Search<Find>) -> Html<String> {
    let form = search.form();
    let (q, on) = (form.field(Find::Q), form.field(Find::ON));
    let next = next(&search).map(|next| format!(r#"<a rel="next" href="{}">More</a>"#, next.replace('&', "&amp;")));
    Html(format!(
        "{}{}{}{}{}{}{}</form>{}",
        form.open_with([("role", "search")]),
        q.label_tag(),
        q.typed_input(),
        q.messages(),
        on.label_tag(),
        on.typed_input(),
        on.messages(),
        next.unwrap_or_default(),
    ))
}

#[tokio::test]
async fn search_form_is_the_same_in_askama_maud_and_as_text() {
    let routes = Router::new()
        .page("/maud", in_maud)
        .page("/text", as_text)
        .page("/askama", in_askama);
    let desk = builder(()).routes(routes).build().unwrap();
    for (query, start, end) in [
        (
            "q=a%26%22&on=2026-03-04&tag=x",
            r#"value="a&amp;&quot;""#,
            r#"?q=a%26%22&amp;page=2&amp;on=2026-03-04&amp;tag=x">More</a>"#,
        ),
        ("q=a&on=x", r#"value="a""#, "</form>"),
        ("", r#"name="q" value="""#, r#"?page=2">More</a>"#),
    ] {
        let mut all = Vec::new();
        for kind in ["askama", "maud", "text"] {
            let page = Browser::new(desk.clone()).get(&format!("/{kind}?{query}")).await;
            let text = page
                .text()
                .replace(&format!("/{kind}"), "/x")
                .replace("&#38;", "&amp;")
                .replace("&#34;", "&quot;");
            all.push(text);
        }
        assert!(
            all[0].starts_with(r#"<form action="/x" method="get" accept-charset="utf-8" role="search"><label"#),
            "{}",
            all[0]
        );
        assert!(all[0].contains(start) && all[0].ends_with(end), "{}", all[0]);
        assert_eq!(all[0].contains("must be a date"), query.ends_with("on=x"));
        assert_eq!((&all[0], &all[0]), (&all[1], &all[2]));
    }
}
