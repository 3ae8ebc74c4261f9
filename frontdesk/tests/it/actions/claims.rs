//! Which form of a page shows a submission: the one that is rendered.

use frontdesk::{Desk, FormView, Forms, Html, Problem, Query, Router, server_action};

use crate::fixtures::{browser_post, builder, cookie_header, cookies, location, text, with_body};

#[server_action]
async fn note(title: String) -> Result<usize, Problem> {
    match title.as_str() {
        "busy" => Err(Problem::conflict("busy")),
        title => Ok(title.len()),
    }
}

type Use = fn(&FormView<Note>, &Forms) -> String;

/// What a page does with its form, and whether that renders it.
const USES: &[(&str, Use, bool)] = &[
    ("open", |form, _| form.open().into_string(), true),
    ("hidden_fields", |form, _| form.hidden_fields().into_string(), true),
    (
        "field",
        |form, _| form.field(Note::TITLE).typed_input().into_string(),
        true,
    ),
    ("path", |form, _| form.path("title").value().to_owned(), true),
    ("problem", |form, _| format!("{:?}", form.problem()), true),
    ("errors", |form, _| format!("{:?}", form.errors()), true),
    ("nothing", |_, _| String::new(), false),
    ("was_submitted", |form, _| form.was_submitted().to_string(), false),
    ("has_failed", |_, forms| forms.has_failed().to_string(), false),
    ("url", |form, _| form.url().to_owned(), false),
    ("key", |form, _| format!("{:?}", form.key()), false),
    ("close", |form, _| form.close().into_string(), false),
    ("hidden", |form, _| form.hidden(Note::TITLE, "x").into_string(), false),
    ("result", |form, _| format!("{:?}", form.result::<usize>()), false),
    (
        "another key",
        |_, forms| forms.of_key::<Note>("other").open().into_string(),
        false,
    ),
];

#[derive(serde::Deserialize)]
struct What {
    what: String,
    /// Whether the page asks for the problem first.
    #[serde(default)]
    first: String,
}

async fn page(forms: Forms, Query(What { what, first }): Query<What>) -> Html<String> {
    let form = forms.of::<Note>().fill(Note::TITLE, "filled");
    let code = || {
        forms
            .unclaimed_problem()
            .map_or("none", |problem| &problem.code)
            .to_owned()
    };
    let early = if first.is_empty() { String::new() } else { code() };
    let (_, render, _) = USES.iter().find(|(name, ..)| *name == what).unwrap();
    let shown = render(&form, &forms);
    let late = [code(), code()];
    Html(format!("early={early} late={late:?} {shown}"))
}

fn desk() -> Desk {
    let desk = builder(()).routes(Router::new().page("/", page));
    desk.action::<Note>().build().unwrap()
}

async fn visit(desk: &Desk, title: &str, what: &str, first: &str) -> (String, bool, usize) {
    let what = what.replace(' ', "+");
    let body = format!("title={title}&__fd_return=/?what={what}%26first={first}");
    let response = desk.respond(with_body(browser_post("note"), &body)).await;
    let request = http::Request::get(location(&response)).header("cookie", cookie_header(&cookies(&response)));
    let page = desk.respond(with_body(request, "")).await;
    let no_store = page.headers()["cache-control"] == "no-store";
    let removed = cookies(&page).len();
    (text(page).await, no_store, removed)
}

#[tokio::test]
async fn problem_is_unclaimed_until_its_form_is_rendered() {
    let desk = desk();
    for (what, _, renders) in USES {
        let (page, no_store, _) = visit(&desk, "busy", what, "").await;
        // It is returned once.
        let late = if *renders {
            r#"late=["none", "none"]"#
        } else {
            r#"late=["busy", "none"]"#
        };
        assert!(page.contains(late), "{what}: {page}");
        assert!(no_store, "{what}: the page shows it in either case");
        // Asked for first, it is not in the form as well.
        let (page, ..) = visit(&desk, "busy", what, "1").await;
        assert!(page.contains(r#"early=busy late=["none", "none"]"#), "{what}: {page}");
        assert_eq!(
            page.matches("busy").count(),
            1 + usize::from(*what == "field" || *what == "path"),
            "{what}: {page}"
        );
    }
}

#[tokio::test]
async fn result_is_consumed_when_it_is_read() {
    let desk = desk();
    for (what, ..) in USES {
        let (page, _, removed) = visit(&desk, "good", what, "").await;
        let is_read = *what == "result";
        assert_eq!(
            (page.contains("Some(4)"), removed),
            (is_read, usize::from(is_read)),
            "{what}: {page}"
        );
    }
}

#[tokio::test]
async fn failure_is_known_above_the_forms() {
    let desk = desk();
    for (title, has_failed) in [("busy", "true"), ("good", "false")] {
        let (page, ..) = visit(&desk, title, "has_failed", "").await;
        assert!(page.ends_with(has_failed), "{title}: {page}");
    }
}
