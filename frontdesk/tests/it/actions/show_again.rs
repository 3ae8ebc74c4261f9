//! Actions that show their form again: rows without JavaScript, several buttons, a wizard.

use frontdesk::testing::Browser;
use frontdesk::{
    Desk, FormView, Forms, FromForm, Html, Markup, NextPage, Problem, Redirect, Router, ShowAgain, StatusCode,
    server_action,
};

use crate::fixtures::{browser_post, builder, page_after_redirect, post, text, with_body};

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

async fn page(forms: Forms) -> Html<String> {
    let order = forms.of::<Order>();
    let problem = order.problem().map_or("", |problem| &problem.code);
    Html(format!("{}<p id=problem>{problem}</p>", order_form(&order)))
}

fn desk() -> Desk {
    let desk = builder(()).routes(Router::new().page("/order", page));
    let desk = desk.action::<Order>().action::<AddLine>().action::<RemoveLine>();
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

#[tokio::test]
async fn form_alone_is_marked_for_the_script() {
    let request = browser_post("add_line").header("frontdesk-request", "1");
    let response = desk().respond(with_body(request, SENT)).await;
    for name in ["frontdesk-again", "frontdesk-part"] {
        assert_eq!(response.headers()[name], "true");
    }
}
