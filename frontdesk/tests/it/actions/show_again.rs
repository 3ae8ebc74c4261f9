//! Actions that show their form again: rows without JavaScript, several buttons, a wizard.

use frontdesk::testing::Browser;
use frontdesk::{
    Desk, FormView, Forms, FromForm, Html, Markup, NextPage, Problem, Redirect, Request, Response, Router, ShowAgain,
    StatusCode, Upload, server_action,
};

use crate::fixtures::{
    browser_post, builder, cookie_header, cookies, location, page_after_redirect, post, text, with_body,
};

#[derive(Debug, FromForm)]
struct Line {
    name: String,
    count: u8,
}

#[derive(FromForm, Clone, Copy, PartialEq)]
#[form(rename_all = "lowercase")]
enum Step {
    Back,
    Next,
    Buy,
}

#[server_action(once)]
async fn order(
    lines: Vec<Line>,
    #[field(default = 1)] page: u8,
    step: Option<Step>,
    #[field(secret)] pin: String,
    note: String,
) -> Result<NextPage, Problem> {
    let _ = pin;
    Ok(match step {
        Some(Step::Back) => ShowAgain::new().set(Order::PAGE, page.saturating_sub(1)).into(),
        Some(Step::Next) => ShowAgain::new()
            .set(Order::PAGE, page + 1)
            .set(Order::NOTE, "checked")
            .into(),
        _ if lines.is_empty() => return Err(Problem::field("lines", "Order something.")),
        _ => Redirect::to(format!("/thanks?{}-{note}", lines.len())).into(),
    })
}

#[server_action]
async fn add_line() -> ShowAgain {
    ShowAgain::new().add_row(Order::LINES)
}

#[server_action]
async fn remove_line(row: usize) -> Result<ShowAgain, Problem> {
    Ok(ShowAgain::new().remove_row(Order::LINES, row))
}

#[server_action]
async fn sketch(note: String, file: Option<Upload>) -> ShowAgain {
    let _ = (note, file);
    ShowAgain::new()
}

fn order_form(form: &FormView<Order>) -> String {
    let mut all = vec![form.error_summary(), form.open()];
    for row in form.rows(Order::LINES, 1) {
        all.extend([
            form.field(row.part(Line::NAME)).input("text"),
            form.field(row.part(Line::COUNT)).typed_input(),
        ]);
    }
    all.extend([
        form.field(Order::PAGE).input("hidden"),
        form.field(Order::PIN).typed_input(),
    ]);
    all.extend([form.field(Order::NOTE).input("text"), form.close()]);
    all.into_iter().map(Markup::into_string).collect()
}

#[server_action]
async fn tally(note: String) -> usize {
    note.len()
}

async fn page(forms: Forms) -> Html<String> {
    let (order, sketch) = (forms.of::<Order>(), forms.of::<Sketch>());
    let problem = order.problem().map_or("", |problem| &problem.code);
    let sketch_note = sketch.field(Sketch::NOTE);
    let file = sketch.field(Sketch::FILE).messages();
    Html(format!(
        "{}<p id=problem>{problem}</p><p id=sketch>{}</p>{file}",
        order_form(&order),
        sketch_note.value()
    ))
}

fn desk() -> Desk {
    let desk = builder(()).routes(Router::new().page("/order", page));
    let desk = desk
        .action::<Order>()
        .action::<AddLine>()
        .action::<RemoveLine>()
        .action::<Sketch>()
        .action::<Tally>();
    desk.form_fragment(|form: FormView<Order>| order_form(&form))
        .build()
        .unwrap()
}

const SENT: &str = "__fd_return=/order&__fd_form=order&pin=1234&note=hi&page=1\
                    &lines[0].name=tea&lines[0].count=2&lines[3].name=&lines[3].count=many";

fn names(page: &str) -> Vec<&str> {
    let names = page
        .split("name=\"lines")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    names.filter(|name| name.ends_with("name")).collect()
}

/// The values of the rows are not valid, and nothing complains: they are not sent yet.
#[tokio::test]
async fn rows_are_added_and_removed_without_messages() {
    for (action, more, rows) in [
        ("add_line", "", vec!["[0].name", "[3].name", "[4].name"]),
        ("remove_line", "&row=0", vec!["[3].name"]),
        ("remove_line", "&row=3", vec!["[0].name"]),
        ("remove_line", "&row=9", vec!["[0].name", "[3].name"]),
    ] {
        let response = desk()
            .respond(browser_post(action).body(format!("{SENT}{more}").into()).unwrap())
            .await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{action}");
        let page = page_after_redirect(desk(), &response).await;
        assert_eq!(names(page.text()), rows, "{action}: {}", page.text());
        assert!(
            !page.text().contains("role=\"alert\"") && !page.text().contains("aria-invalid"),
            "{}",
            page.text()
        );
        assert!(page.text().contains("name=\"note\" value=\"hi\""), "{}", page.text());
        assert!(!page.text().contains("1234"), "{}", page.text());
        assert_eq!(page.text_of("problem").as_deref(), Some(""));
    }
}

#[tokio::test]
async fn wizard_keeps_its_values_until_the_last_step() {
    let mut browser = Browser::new(desk());
    browser.get("/order").await;
    let fill = |form: frontdesk::testing::FormToSend<Order>| {
        form.set_path("lines[0].name", "tea")
            .set_path("lines[0].count", 2)
            .tamper("step", Some("next"))
    };
    let page = browser.submit::<Order>(fill).await;
    let form = page.form::<Order>();
    assert_eq!(
        [form.raw("page"), form.raw("lines[0].count"), form.raw("note")],
        [Some("2"), Some("2"), Some("checked")]
    );
    // Each step is a form of its own that runs once.
    let page = browser.submit::<Order>(|form| form.tamper("step", Some("back"))).await;
    assert_eq!(page.form::<Order>().raw("page"), Some("1"));
    let page = browser.submit::<Order>(|form| form.tamper("step", Some("buy"))).await;
    assert_eq!(page.url(), "/thanks?1-checked");
}

/// A double click shows the form again twice.
#[tokio::test]
async fn form_that_runs_once_is_shown_again_to_both_clicks() {
    let desk = desk();
    let page = Browser::new(desk.clone()).get("/order").await;
    let token = page.form::<Order>().raw("__fd_once").unwrap().to_owned();
    let fields = "step=next&page=1&pin=&note=n&lines[0].name=a&lines[0].count=1";
    for _ in 0..2 {
        let body = format!("__fd_return=/order&__fd_once={token}&{fields}");
        let response = desk.respond(browser_post("order").body(body.into()).unwrap()).await;
        let page = page_after_redirect(desk.clone(), &response).await;
        assert_eq!(page.form::<Order>().raw("page"), Some("2"), "{}", page.text());
    }
}

#[tokio::test]
async fn programs_and_htmx_get_their_own_responses() {
    let response = desk().respond(post("add_line").body("".into()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);

    let request = post("add_line").header("hx-request", "true").body(SENT.into()).unwrap();
    let response = desk().respond(request).await;
    assert_eq!(response.status(), StatusCode::OK);
    let html = text(response).await;
    assert_eq!(names(&html), ["[0].name", "[3].name", "[4].name"], "{html}");
}

/// No page can repopulate a file input: without a message, the form would be sent without the file. Frontdesk's script
/// retains the file, but not if the browser loads the page in its place.
#[tokio::test]
async fn files_are_asked_for_again() {
    for (action, form) in [("sketch", "sketch"), ("tally", "sketch")] {
        let response = desk().respond(sketch_with_file(action, form, &[])).await;
        assert!(!response.headers().contains_key("frontdesk-again"), "{action}");
        assert_asks(location(&response), &response, &[], true).await;

        let script = [("frontdesk-request", "1"), ("accept", "*/*")];
        let response = desk().respond(sketch_with_file(action, form, &script)).await;
        assert_eq!(response.status(), StatusCode::OK, "{action}");
        assert_eq!(response.headers()["frontdesk-again"], "true", "{action}");
        let page = response.headers()["frontdesk-redirect"].to_str().unwrap();
        assert_asks(page, &response, &script, false).await;
        assert_asks(page, &response, &[], true).await;
    }
    // A success of the form's own action is its end.
    let script = [("frontdesk-request", "1"), ("accept", "*/*")];
    let response = desk().respond(sketch_with_file("tally", "tally", &script)).await;
    assert!(response.headers().contains_key("frontdesk-redirect"));
    assert!(!response.headers().contains_key("frontdesk-again"));
}

#[tokio::test]
async fn form_alone_is_marked_for_the_script() {
    let request = browser_post("add_line").header("frontdesk-request", "1");
    let response = desk().respond(with_body(request, SENT)).await;
    for name in ["frontdesk-again", "frontdesk-part"] {
        assert_eq!(response.headers()[name], "true");
    }
}

/// Returns a request with a file in the form of `sketch`.
fn sketch_with_file(action: &str, form: &str, headers: &[(&'static str, &'static str)]) -> Request {
    let part =
        |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\na\r\n--x--\r\n";
    let body = part("__fd_return", "/order") + &part("__fd_form", form) + &part("note", "mine") + file;
    let mut request = browser_post(action).body(body.into()).unwrap();
    let content_type = ("content-type", "multipart/form-data; boundary=x");
    for (name, value) in headers.iter().chain([&content_type]) {
        request
            .headers_mut()
            .insert(*name, http::HeaderValue::from_static(value));
    }
    request
}

/// Requests the page that a response leads to with these headers.
async fn assert_asks(page: &str, response: &Response, headers: &[(&'static str, &'static str)], asks: bool) {
    let mut request = http::Request::get(page).header("cookie", cookie_header(&cookies(response)));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let page = text(desk().respond(with_body(request, "")).await).await;
    assert!(page.contains("<p id=sketch>mine</p>"), "{page}");
    assert_eq!(page.contains("<li>choose the file again</li>"), asks, "{page}");
}
