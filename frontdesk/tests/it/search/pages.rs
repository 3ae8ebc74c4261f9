//! Pages with a search form: the first visit, links, the cache.

use frontdesk::testing::Browser;
use frontdesk::{FromForm, Html, Query, Router, Search, get};
use jiff::civil::Date;
use serde::Deserialize;

use crate::build_log::Log;
use crate::fixtures::{SUBSCRIBER, builder};

#[derive(Debug, Clone, PartialEq, FromForm)]
pub(super) struct Find {
    pub(super) q: Option<String>,
    #[field(default = 1)]
    pub(super) page: u32,
    #[field(label = "Since", hint = "A day.")]
    pub(super) on: Option<Date>,
    pub(super) tag: Vec<String>,
}

/// Returns the link to the next page of the results.
pub(super) fn next(search: &Search<Find>) -> Option<String> {
    let filter = search.value().ok()?;
    let page = filter.page + 1;
    Some(search.href(&Find { page, ..filter.clone() }))
}

/// A filter that has no value on the first visit.
#[derive(Debug, PartialEq, FromForm)]
struct Strict {
    word: String,
    n: u32,
}

async fn strict(search: Search<Strict>) -> String {
    let form = search.form();
    let value = search.value().map(|found| found.n);
    let value = value.map_or_else(|errors| format!("{} errors", errors.len()), |n| n.to_string());
    format!(
        "{value}; {}; {:?}",
        form.was_submitted(),
        form.errors().keys().collect::<Vec<_>>()
    )
}

#[tokio::test]
async fn first_visit_shows_no_messages() {
    let desk = builder(()).routes(Router::new().page("/", strict)).build().unwrap();
    let mut browser = Browser::new(desk);
    for (query, expected) in [
        ("", "2 errors; false; []"),
        ("utm=1&_fd=a.b", "2 errors; false; []"),
        ("n=", r#"2 errors; true; ["n", "word"]"#),
        ("word=&n=7", "7; true; []"),
    ] {
        assert_eq!(browser.get(&format!("/?{query}")).await.text(), expected, "{query}");
    }
}

/// A page is not to blame for the values that a client puts into a query.
#[tokio::test]
async fn values_of_a_query_are_not_warned_of() {
    let _one_at_a_time = SUBSCRIBER.lock().await;
    let (log, _guard) = Log::start();
    let page = async |search: Search<Find>| {
        let form = search.form();
        let (q, tag, on) = (form.field(Find::Q), form.field(Find::TAG), form.field(Find::ON));
        Html(format!(
            "{}{}{}",
            q.input("text"),
            tag.input("text"),
            on.select([("x", "X")])
        ))
    };
    let desk = builder(()).routes(Router::new().page("/", page)).build().unwrap();
    let page = Browser::new(desk).get("/?q=a%0Ab&tag=a&tag=b&on=2026-11-20").await;
    assert!(page.text().contains("2026-11-20"), "{}", page.text());
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(!logged.contains("WARN"), "{logged}");
}

#[tokio::test]
async fn links_have_the_base_path_and_the_path_of_their_page() {
    async fn href(search: Search<Find>) -> String {
        let form = search.form();
        format!("{} {}", form.url(), next(&search).unwrap())
    }
    let routes = Router::new().route("/{shop}/find", get(href).cached());
    let desk = builder(()).base("/app").routes(routes).build().unwrap();
    let mut browser = Browser::new(desk);
    for shop in ["one", "two", "one"] {
        let page = browser.get(&format!("/app/{shop}/find?tag=a&page=2")).await;
        assert_eq!(page.text(), format!("/app/{shop}/find /app/{shop}/find?page=3&tag=a"));
    }
}

#[tokio::test]
async fn search_beside_another_query_is_cached_by_both() {
    #[derive(Deserialize)]
    struct Sort {
        #[serde(default)]
        order: String,
    }
    async fn both(search: Search<Find>, Query(sort): Query<Sort>) -> String {
        format!("{:?} {}", search.value().map(|found| found.page), sort.order)
    }
    let desk = builder(())
        .routes(Router::new().route("/", get(both).cached()))
        .build()
        .unwrap();
    let mut browser = Browser::new(desk);
    for (query, expected) in [
        ("page=2&order=a", "Ok(2) a"),
        ("page=2&order=b", "Ok(2) b"),
        ("page=3&order=b", "Ok(3) b"),
    ] {
        assert_eq!(browser.get(&format!("/?{query}")).await.text(), expected);
    }
}
