//! Controls on a page: selects, checkboxes, rows of lists, optional groups, and extra attributes.

use frontdesk::testing::Browser;
use frontdesk::{Desk, Forms, FromForm, Html, Markup, Problem, Router, server_action};

use crate::fixtures::{browser_post, builder, page_after_redirect};

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

#[derive(Debug, Default, FromForm)]
struct Gift {
    count: u8,
    stray: String,
}

#[server_action]
async fn buy(
    size: Option<Size>,
    wrap: Size,
    extras: Vec<Size>,
    lines: Vec<Line>,
    spare: Vec<Option<Line>>,
    #[field(default)] gift: Gift,
    #[sealed] id: Option<u8>,
) -> Result<String, Problem> {
    let problem = |path: &str| Problem::field(path, "no");
    match gift.stray.as_str() {
        "" => {}
        "detail" => return Err(problem("wrapp").with_detail("so it is")),
        path => return Err(problem(path.trim_start_matches('='))),
    }
    let _ = (id, gift.count);
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
    let wrap = wrap
        .attr("aria-describedby", "hint")
        .attr("value", "mine")
        .attr("ID", "mine");
    let extras = form.field(Buy::EXTRAS);
    let mut all = vec![form.open(), form.field(Buy::SIZE).select(SIZES), wrap.select(SIZES)];
    all.extend(["small", "extra-large"].map(|size| extras.choice("checkbox", size)));
    all.push(form.seal(Buy::ID, &Some(1)));
    all.extend(["count", "stray"].map(|part| form.path(&format!("gift.{part}")).typed_input()));
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
async fn elements_have_ids_values_and_attributes() {
    let page = Browser::new(desk()).get("/").await;
    for expected in [
        "<select id=\"buy-k-size\" name=\"size\"><option value=\"\" selected>choose…</option><option value=\"small\">S",
        "<select id=\"buy-k-wrap\" name=\"wrap\" required aria-describedby=\"hint\" class=\"a &quot;b&quot;\" data-x=\"\"><option value=\"\">",
        "<option value=\"extra-large\" selected>&quot;XL&quot;</option></select>",
        "<input type=\"checkbox\" id=\"buy-k-extras\" name=\"extras\" value=\"small\" checked>",
        "<input type=\"checkbox\" id=\"buy-k-extras--extra.2d.large\" name=\"extras\" value=\"extra-large\">",
        "name=\"lines[0].count\" required",
        "name=\"lines[1].name\"",
        "name=\"spare[3].name\" value=\"there\"",
        "name=\"gift.count\" value",
        // A row that may be left blank has no required inputs.
        "name=\"spare[4].count\" value",
    ] {
        assert!(page.text().contains(expected), "{expected}: {}", page.text());
    }
    assert!(!page.text().contains("lines[2]") && !page.text().contains("spare[0]"));
}

#[tokio::test]
async fn rows_are_repopulated_with_their_indices() {
    let mut browser = Browser::new(desk());
    browser.get("/").await;
    let page = browser
        .submit_key::<Buy>("k", |form| {
            form.set_path("lines[1].name", "x")
                .set_path("lines[1].count", "many")
                .tamper("lines[7].name", Some("far"))
        })
        .await;
    // Blank rows were sent, too. They are refused, because the list is of `Line`, not of
    // `Option<Line>`.
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

/// If a form has too many fields, the page shows its own values in the rows that were not read.
#[tokio::test]
async fn rows_that_were_not_read_keep_the_values_of_the_page() {
    let limits = frontdesk::Limits::default().with_fields(6);
    let routes = Router::new().page("/", page);
    let desk = builder(())
        .routes(routes)
        .action::<Buy>()
        .limits(limits)
        .build()
        .unwrap();
    let body = "__fd_return=/&__fd_key=k&spare[0].name=x&lines[5].name=y&a=1&b=2&c=3&spare[3].name=changed";
    let response = desk.respond(browser_post("buy").body(body.into()).unwrap()).await;
    let page = page_after_redirect(desk, &response).await;
    let form = page.form_of_key::<Buy>("k");
    let shown = ["spare[0].name", "spare[3].name", "lines[5].name"].map(|name| form.raw(name));
    assert_eq!(shown, [Some("x"), Some("there"), Some("y")]);
}

#[tokio::test]
async fn error_without_a_field_becomes_the_detail_of_the_problem() {
    for (stray, shown) in [
        ("spares", "invalid-fields Some(\"“spares”: no\")"),
        ("gift.coun", "invalid-fields Some(\"“gift.coun”: no\")"),
        ("lines[0].nmae", "invalid-fields Some(\"“lines[0].nmae”: no\")"),
        // A sealed field has no control.
        ("id", "invalid-fields Some(\"“id”: no\")"),
        ("=", "invalid-fields Some(\"no\")"),
        ("detail", "invalid-fields Some(\"so it is — “wrapp”: no\")"),
        ("gift.count", ""),
        ("lines[0].name", ""),
        ("lines[0]", ""),
        ("lines", ""),
    ] {
        let mut browser = Browser::new(desk());
        browser.get("/").await;
        let page = browser
            .submit_key::<Buy>("k", |form| {
                let form = form.set_path("lines[0].count", 1).set_path("lines[1].count", 2);
                let form = form.set_path("gift.stray", stray).set_path("gift.count", 1);
                ["spare[3].name", "spare[4].name"]
                    .into_iter()
                    .fold(form, |form, name| form.tamper(name, None))
            })
            .await;
        assert_eq!(page.text_of("problem").as_deref(), Some(shown), "{stray}");
    }
}
