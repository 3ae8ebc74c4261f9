//! The attributes of inputs of every type, and controls that can't show all values.

use frontdesk::{Body, Desk, Forms, Html, Problem, Request, Router, server_action};

use crate::errors::logged;
use crate::fixtures::{browser_post, builder, page_after_redirect, text, with_body};

#[server_action]
async fn fields(
    #[garde(length(min = 1, max = 9))] title: String,
    #[garde(range(min = 1, max = 9))] count: u8,
    #[field(min = "2026-01-01", max = "2026-12-31")] day: jiff::civil::Date,
    terms: bool,
    aliases: Vec<String>,
) -> Result<(), Problem> {
    drop((title, count, day, terms, aliases));
    Err(Problem::field("title", "taken"))
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms
        .of::<Fields>()
        .fill_text(Fields::COUNT, "1,5")
        .fill_text(Fields::DAY, "soon")
        .fill(Fields::TERMS, false);
    let inputs = [
        ("title", "hidden"),
        ("title", "search"),
        ("title", "number"),
        ("count", "hidden"),
        ("count", "number"),
        ("day", "date"),
        ("day", "HIDDEN"),
        ("terms", "hidden"),
        ("aliases", "hidden"),
    ];
    let inputs = inputs.map(|(path, kind)| form.path(path).attr("class", "x").input(kind).into_string());
    Html(format!("{}{}</form>", form.open(), inputs.join("\n")))
}

async fn empty(forms: Forms) -> Html<String> {
    let form = forms.of::<Fields>().fill_text(Fields::COUNT, "3");
    let inputs = ["number", "range", "color"].map(|kind| form.field(Fields::COUNT).input(kind).into_string());
    Html(format!("{}{}</form>", form.open(), inputs.join("\n")))
}

/// One control for a list of texts, in the wrong ways and in the right ones.
async fn list(forms: Forms, frontdesk::Path(way): frontdesk::Path<String>) -> Html<String> {
    let form = forms.of::<Fields>().fill(Fields::ALIASES, ["a", "b"]);
    let aliases = form.field(Fields::ALIASES);
    let html = match &*way {
        "input" => aliases.typed_input().into_string(),
        "textarea" => aliases.textarea().into_string(),
        "choices" => ["a", "b"]
            .map(|alias| aliases.choice("checkbox", alias).into_string())
            .concat(),
        _ => {
            let rows = form.rows(Fields::ALIASES, 3).into_iter();
            rows.map(|row| form.field(row).typed_input().into_string()).collect()
        }
    };
    Html(format!("{}{html}</form>", form.open()))
}

fn desk() -> Desk {
    let routes = Router::new()
        .page("/", page)
        .page("/empty", empty)
        .page("/list/{way}", list);
    builder(()).routes(routes).action::<Fields>().build().unwrap()
}

fn get(path: &str) -> Request {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn inputs_have_only_the_attributes_of_their_type() {
    let desk = desk();
    let page = text(desk.respond(get("/")).await).await;
    for expected in [
        r#"<input type="hidden" id="fields-title" name="title" class="x" value="">"#,
        r#"<input type="search" id="fields-title" name="title" required class="x" maxlength="9" value="">"#,
        r#"<input type="number" id="fields-title" name="title" required class="x" step="any" value="">"#,
        r#"<input type="hidden" id="fields-count" name="count" class="x" value="1,5">"#,
        r#"<input type="text" id="fields-count" name="count" required class="x" value="1,5">"#,
        r#"<input type="text" id="fields-day" name="day" required class="x" value="soon">"#,
        r#"<input type="HIDDEN" id="fields-day" name="day" class="x" value="soon">"#,
        r#"<input type="hidden" id="fields-terms" name="terms" class="x" value="false">"#,
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let page = text(desk.respond(get("/empty")).await).await;
    for expected in [
        r#"<input type="number" id="fields-count" name="count" required min="1" max="9" value="3">"#,
        r#"<input type="range" id="fields-count" name="count" min="1" max="9" value="3">"#,
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    // Nobody reads messages of what is hidden.
    let sent = "__fd_return=/&title=ab&count=3&day=2026-05-01&aliases=a";
    let response = desk.respond(with_body(browser_post("fields"), sent)).await;
    let page = page_after_redirect(desk, &response).await;
    let page = page.text();
    for expected in [
        r#"<input type="hidden" id="fields-title" name="title" class="x" value="ab">"#,
        r#"<input type="search" id="fields-title" name="title" required aria-invalid="true""#,
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
}

#[tokio::test]
async fn one_control_for_a_list_of_texts_is_logged() {
    for (way, is_logged) in [("input", true), ("textarea", true), ("choices", false), ("rows", false)] {
        let (response, lines) = logged(&desk(), get(&format!("/list/{way}"))).await;
        let lines: Vec<_> = lines.iter().filter(|line| line.contains("form.rows")).collect();
        assert_eq!(!lines.is_empty(), is_logged, "{way}: {lines:?}");
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("WARN") && line.contains("aliases")),
            "{lines:?}"
        );
        let page = text(response).await;
        let inputs = page.matches("name=\"aliases").count();
        assert_eq!(
            inputs,
            match way {
                "rows" => 3,
                "choices" => 2,
                _ => 1,
            },
            "{page}"
        );
    }
}
