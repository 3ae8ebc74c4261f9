//! What a page writes of a form's controls: lists, rows, groups that may be left out, attributes of its own.

use frontdesk::testing::Browser;
use frontdesk::{Desk, Forms, FromForm, Html, Markup, Problem, Router, server_action};

use crate::fixtures::builder;

#[derive(Debug, FromForm)]
#[form(rename_all = "kebab-case")]
enum Size {
    Small,
    ExtraLarge,
}

#[derive(Debug, FromForm)]
struct Line {
    name: String,
    count: u8,
}

#[server_action]
async fn buy(
    size: Option<Size>,
    wrap: Size,
    extras: Vec<Size>,
    lines: Vec<Line>,
    spare: Vec<Option<Line>>,
) -> Result<String, Problem> {
    if spare.is_empty() {
        return Err(Problem::field("spares", "there is no such field"));
    }
    Ok(format!(
        "{size:?} {wrap:?} {extras:?} {} {}",
        lines.len(),
        spare.iter().flatten().count()
    ))
}

const SIZES: [(&str, &str); 3] = [("", "choose…"), ("small", "S"), ("extra-large", "\"XL\"")];

async fn page(forms: Forms) -> Html<String> {
    let form = forms
        .of_key::<Buy>("k")
        .fill(Buy::WRAP, Size::ExtraLarge)
        .fill(Buy::EXTRAS, [Size::Small]);
    let form = form.fill_path("spare[3].name", "there");
    assert_eq!(form.key(), Some("k"));
    let wrap = form.field(Buy::WRAP).attr("class", "a \"b\"").attr("data-x", "");
    let extras = form.field(Buy::EXTRAS);
    let mut all = vec![form.open(), form.field(Buy::SIZE).select(SIZES), wrap.select(SIZES)];
    all.extend(["small", "extra-large"].map(|size| extras.choice("checkbox", size)));
    for row in form.rows(Buy::LINES, 2) {
        all.push(form.path(&format!("lines[{row}].name")).input("text"));
        all.push(form.path(&format!("lines[{row}].count")).typed_input());
        all.push(form.path(&format!("lines[{row}].count")).messages());
    }
    for row in form.rows(Buy::SPARE, 2) {
        all.push(form.path(&format!("spare[{row}].name")).input("text"));
        all.push(form.path(&format!("spare[{row}].count")).typed_input());
    }
    all.push(form.close());
    let result = form.result::<String>().unwrap_or_default();
    let problem = form.problem().map_or(String::new(), |problem| {
        format!("{} {:?}", problem.code, problem.detail)
    });
    let rest = format!("<p id=result>{result}</p><p id=problem>{problem}</p>");
    Html(all.into_iter().map(Markup::into_string).collect::<String>() + &rest)
}

fn desk() -> Desk {
    builder(())
        .routes(Router::new().page("/", page))
        .action::<Buy>()
        .build()
        .unwrap()
}

#[tokio::test]
async fn whole_elements_have_what_they_need() {
    let page = Browser::new(desk()).get("/").await;
    for expected in [
        "<select id=\"buy-k-size\" name=\"size\"><option value=\"\">choose…</option><option value=\"small\">S",
        "<select id=\"buy-k-wrap\" name=\"wrap\" required class=\"a &quot;b&quot;\" data-x=\"\"><option value=\"\">",
        "<option value=\"extra-large\" selected>&quot;XL&quot;</option></select>",
        "<input type=\"checkbox\" id=\"buy-k-extras--small\" name=\"extras\" value=\"small\" checked>",
        "<input type=\"checkbox\" id=\"buy-k-extras--extra.2d.large\" name=\"extras\" value=\"extra-large\">",
        "name=\"lines[0].count\" required",
        "name=\"lines[1].name\"",
        "name=\"spare[3].name\" value=\"there\"",
        // A row that may be left blank has nothing that must be there.
        "name=\"spare[4].count\" value",
    ] {
        assert!(page.text().contains(expected), "{expected}: {}", page.text());
    }
    assert!(!page.text().contains("lines[2]") && !page.text().contains("spare[0]"));
}

#[tokio::test]
async fn rows_come_back_as_they_were_sent() {
    let mut browser = Browser::new(desk());
    browser.get("/").await;
    let page = browser
        .submit_key::<Buy>("k", |form| {
            form.set_path("lines[1].name", "x")
                .set_path("lines[1].count", "many")
                .tamper("lines[7].name", Some("far"))
        })
        .await;
    // Blank rows were sent too, and are refused: a list of lines is a list of lines.
    let form = page.form_of_key::<Buy>("k");
    assert_eq!(form.raw("lines[1].name"), Some("x"));
    assert_eq!(form.raw("lines[7].name"), Some("far"));
    assert!(
        page.text()
            .contains("<ul id=\"buy-k-lines.5b.1.5d..2e.count-errors\"><li>not a number</li></ul>")
    );
    let page = browser
        .submit_key::<Buy>("k", |form| {
            let form = form.set_path("lines[0].count", 1).set_path("lines[1].count", 2);
            form.set_path("lines[7].count", 3).set_path("spare[3].count", 4)
        })
        .await;
    assert_eq!(page.text_of("result").as_deref(), Some("None ExtraLarge [Small] 3 1"));
}

#[tokio::test]
async fn a_message_for_no_field_is_shown_all_the_same() {
    let mut browser = Browser::new(desk());
    browser.get("/").await;
    let page = browser
        .submit_key::<Buy>("k", |form| {
            let form = form.set_path("lines[0].count", 1).set_path("lines[1].count", 2);
            ["spare[3].name", "spare[3].count", "spare[4].name", "spare[4].count"]
                .into_iter()
                .fold(form, |form, name| form.tamper(name, None))
        })
        .await;
    let problem = page.text_of("problem").unwrap();
    assert_eq!(problem, "invalid-fields Some(\"spares: there is no such field\")");
}
