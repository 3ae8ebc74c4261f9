//! Forms that were written for other libraries, on a page and in the log.

use std::collections::BTreeMap;

use frontdesk::{Body, Desk, Forms, FromForm, Html, Json, Markup, Request, Router, post, server_action};

use crate::errors::logged;
use crate::fixtures::{browser_post, builder, json, page_after_redirect, post as post_of, text, with_body};

#[derive(Debug, FromForm)]
struct Line {
    name: String,
    done: bool,
}

#[server_action]
async fn migrate(
    #[field(on = "forever")] remember: bool,
    #[field(split = ",")] words: Vec<String>,
    size: u8,
    lines: Vec<Line>,
    #[field(rest)] others: BTreeMap<String, u8>,
) {
    let _ = (remember, words, size, lines, others);
}

/// The same without a field for all other names.
#[server_action]
async fn strict(remember: bool, lines: Vec<Line>, #[field(default)] tags: Vec<String>) {
    let _ = (remember, lines, tags);
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Migrate>().fill(Migrate::WORDS, ["x", "y"]);
    let parts = [
        form.open(),
        form.field(Migrate::REMEMBER).typed_input(),
        form.field(Migrate::WORDS).typed_input(),
        form.field(Migrate::SIZE).typed_input(),
        form.path("extra-1").input("text"),
        form.path("extra-2").input("text"),
        form.path("extra-2").messages(),
        form.close(),
    ];
    Html(parts.into_iter().map(Markup::into_string).collect())
}

fn desk() -> Desk {
    builder(())
        .routes(Router::new().page("/", page))
        .action::<Migrate>()
        .action::<Strict>()
        .build()
        .unwrap()
}

#[tokio::test]
async fn options_of_fields_are_shown_again_as_they_were_sent() {
    let (first, _) = logged(&desk(), Request::get("/").body(Body::empty()).unwrap()).await;
    let first = text(first).await;
    for expected in [
        "type=\"checkbox\" id=\"migrate-remember\" name=\"remember\" value=\"forever\">",
        "type=\"text\" id=\"migrate-words\" name=\"words\" value=\"x,y\">",
    ] {
        assert!(first.contains(expected), "{expected}: {first}");
    }
    for (sent, expected) in [
        ("remember=forever", "name=\"remember\" value=\"forever\" checked>"),
        (
            "remember=0&remember=forever",
            "name=\"remember\" value=\"forever\" checked>",
        ),
        (
            "remember=forever&remember=0",
            "name=\"remember\" value=\"forever\" checked>",
        ),
        ("remember=0", "name=\"remember\" value=\"forever\">"),
        ("words=a,+b,", "name=\"words\" value=\"a, b,\">"),
        ("size[]=300", "aria-describedby=\"migrate-size-errors\" value=\"300\">"),
        ("extra-1=7", "name=\"extra-1\" value=\"7\">"),
        ("extra-2=x", "name=\"extra-2\" aria-invalid=\"true\""),
        ("extra-2=x", "<li>not a number</li>"),
    ] {
        let desk = desk();
        // The size is missing or not valid, so the page shows the form again.
        let response = desk
            .respond(with_body(browser_post("migrate"), &format!("__fd_return=/&{sent}")))
            .await;
        let page = page_after_redirect(desk, &response).await;
        assert!(page.text().contains(expected), "{sent}: {}", page.text());
    }
}

/// Returns what is logged about names and rows.
async fn lines_of(action: &str, body: &str) -> Vec<String> {
    let request = with_body(browser_post(action), body);
    let (_, lines) = logged(&desk(), request).await;
    let is_about_names = |line: &String| line.contains("no field of the action") || line.contains("have no numbers");
    lines.into_iter().filter(is_about_names).collect()
}

#[tokio::test]
#[cfg(debug_assertions)]
async fn names_that_no_field_took_are_logged_in_one_line() {
    for (action, body, names) in [
        (
            "strict",
            "form-0-name=a&form-1-name=b&form-0-name=c",
            "[\"form-0-name\", \"form-1-name\"]",
        ),
        ("strict", "[0].Name=a", "[\"[0].Name\"]"),
        ("strict", "lines[0].name=a&lines[0].Name=b", "[\"lines[0].Name\"]"),
    ] {
        let lines = lines_of(action, body).await;
        let [line] = lines.as_slice() else {
            panic!("{body}: {lines:?}")
        };
        assert!(line.starts_with("INFO") && line.contains(names), "{body}: {line}");
    }
    for (action, body) in [
        (
            "strict",
            "remember=on&lines[0].name=a&lines[0][done]=on&tags[]=a&tags=b&__fd_return=/",
        ),
        // Below a plain field, as `dirname` and image buttons send them.
        ("strict", "remember=on&remember.dir=ltr"),
        ("migrate", "size=7&extra-1=1"),
        ("migrate", "size[]=7&words=a"),
        // A button sent the form of another action.
        ("strict", "remember=on&size=7&words=a&__fd_form=migrate"),
    ] {
        assert_eq!(lines_of(action, body).await, [""; 0], "{body}");
    }
}

#[tokio::test]
async fn rows_without_numbers_are_logged_with_what_to_change() {
    let lines = lines_of("strict", "lines[].name=a&lines[].done=on").await;
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(line.starts_with("WARN") && line.contains("`lines[0].…`"), "{line}");
    assert_eq!(lines_of("strict", "lines[0].name=a").await, [""; 0]);
}

#[tokio::test]
async fn json_of_a_handler_may_begin_with_a_byte_order_mark() {
    async fn sum(Json(list): Json<Vec<u32>>) -> String {
        list.iter().sum::<u32>().to_string()
    }
    let desk = builder(())
        .routes(Router::new().route("/sum", post(sum)))
        .build()
        .unwrap();
    for (body, expected) in [
        ("\u{feff}[1,2]", 200),
        ("[1,2]", 200),
        ("\u{feff}\u{feff}[1,2]", 400),
        ("[\u{feff}1]", 400),
    ] {
        let request = Request::post("/sum")
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin");
        let response = desk.respond(request.body(body.into()).unwrap()).await;
        assert_eq!(response.status(), expected, "{body:?}");
    }
}

#[tokio::test]
async fn charset_that_a_browser_names_is_in_the_detail_of_texts_that_are_not_utf_8() {
    for (body, charset) in [
        ("_charset_=windows-1252&size=1&lines[0].name=%E9", Some("windows-1252")),
        ("_charset_=utf-8&size=1&lines[0].name=%E9", None),
        ("_charset_=windows-1252&size=x", None),
        ("_charset_=&size=1&lines[0].name=%E9", None),
    ] {
        let response = desk().respond(with_body(post_of("migrate"), body)).await;
        assert_eq!(response.status(), 422, "{body}");
        let detail = json(response).await["detail"].as_str().map(str::to_owned);
        let named = detail.filter(|detail| detail.contains("accept-charset"));
        assert_eq!(named.is_some(), charset.is_some(), "{body}: {named:?}");
        assert!(named.is_none_or(|detail| detail.contains(charset.unwrap())), "{body}");
    }
}
