//! Browsers that store no cookies: the page says that it needs them, and whether the form was
//! processed.

use std::time::Duration;

use frontdesk::{Desk, Forms, Html, Problem, Router, server_action};

use crate::fixtures::{Clock, browser_post, builder, cookie_header, cookies, location, text, with_body};

#[server_action]
async fn note(title: String) -> Result<usize, Problem> {
    match title.as_str() {
        "" => Err(Problem::field("title", "give it one")),
        "boom" => panic!("a bug"),
        _ => Ok(title.len()),
    }
}

#[server_action(once)]
async fn order() {}

#[server_action]
async fn plain() {}

/// Shows the problem of each form, and the one that belongs to none.
async fn page(forms: Forms) -> Html<String> {
    let (note, order) = (forms.of::<Note>().fill(Note::TITLE, "filled in"), forms.of::<Order>());
    let keyed = forms.of_key::<Note>("7");
    let problems = [note.problem(), keyed.problem(), order.problem()];
    let shown = problems.map(|problem| {
        problem.map_or_else(String::new, |problem| {
            format!(
                "{} {}: {}",
                problem.status,
                problem.code,
                problem.detail.as_deref().unwrap_or_default()
            )
        })
    });
    let unclaimed = forms.unclaimed_problem().map_or("", |problem| &problem.code);
    Html(format!(
        "<p>{}</p>{}{}<i>{:?}</i><b>{unclaimed}</b>",
        shown.join("</p><p>"),
        note.field(Note::TITLE).typed_input(),
        order.open(),
        note.result::<usize>(),
    ))
}

fn desk(clock: &Clock) -> Desk {
    let routes = Router::new().page("/", page).page("/other", page);
    let desk = builder(()).routes(routes).runtime(clock.clone());
    desk.action::<Note>()
        .action::<Order>()
        .action::<Plain>()
        .build()
        .unwrap()
}

async fn open(desk: &Desk, url: &str, cookie: &str) -> String {
    let request = http::Request::get(url).header("host", "localhost");
    let request = if cookie.is_empty() {
        request
    } else {
        request.header("cookie", cookie)
    };
    text(desk.respond(with_body(request, "")).await).await
}

/// Returns the problem that the page shows, and in which of the three forms, or the last one for
/// none of them.
fn shown(page: &str) -> Option<(usize, String)> {
    let problems: Vec<_> = page
        .split("<p>")
        .skip(1)
        .map(|part| part.split("</p>").next().unwrap())
        .collect();
    let found = problems.iter().position(|problem| !problem.is_empty());
    if page.contains("<b>cookies-needed</b>") {
        assert_eq!(found, None, "{page}");
        return Some((problems.len(), String::new()));
    }
    found.map(|at| (at, problems[at].to_owned()))
}

const NOT_RUN: &str = "The form was not processed.";
const DONE: &str = "The form was processed,";
const FAILED: &str = "The form was received,";

#[tokio::test]
async fn page_says_whether_the_form_was_processed() {
    let desk = desk(&Clock::default());
    for (action, body, form, problem, sentence) in [
        ("note", "title=hello", 0, "200 cookies-needed", DONE),
        ("note", "title=", 0, "422 cookies-needed", FAILED),
        ("note", "title=boom", 0, "500 cookies-needed", FAILED),
        ("note", "x=secret-text", 0, "422 cookies-needed", NOT_RUN),
        ("note", "x=secret-text&__fd_key=7", 1, "422 cookies-needed", NOT_RUN),
        ("note", "x=secret-text&__fd_key=8", 3, "", ""),
        // It runs once, and without its token nothing tells whether it has.
        ("order", "", 2, "422 cookies-needed", FAILED),
    ] {
        let body = format!("{body}&__fd_return=/");
        let response = desk.respond(with_body(browser_post(action), &body)).await;
        assert_eq!(response.status(), 303, "{body}");
        let (url, set) = (location(&response).to_owned(), cookies(&response));
        assert!(!url.contains("secret") && url.len() < 150, "{url}");
        let page = open(&desk, &url, "").await;
        let (at, text) = shown(&page).unwrap_or_else(|| panic!("{action} {body}: {page}"));
        assert_eq!(at, form, "{action} {body}: {text}");
        assert!(
            text.starts_with(problem) && text.contains(sentence),
            "{action} {body}: {text}"
        );
        assert!(
            page.contains(r#"value="filled in""#) && !page.contains("secret"),
            "{page}"
        );
        // It says nothing to a browser that has cookies, whoever it is; nor on other pages.
        for (url, cookie) in [
            (url.clone(), cookie_header(&set)),
            (url.clone(), "_fd_browser=abcdefghijklmnopqrstu_".to_owned()),
            (url.replace("/?", "/other?"), String::new()),
            ("/".to_owned(), String::new()),
        ] {
            let page = open(&desk, &url, &cookie).await;
            assert!(!page.contains("cookies-needed"), "{url} {cookie}: {page}");
        }
    }
}

#[tokio::test]
async fn success_is_marked_only_where_it_would_look_like_nothing() {
    let desk = desk(&Clock::default());
    // Every page with a form that runs once sets an id; here its cookie did not return.
    let page = open(&desk, "/", "").await;
    let token = page
        .split(r#"name="__fd_once" value=""#)
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let body = format!("__fd_once={token}&__fd_return=/");
    let response = desk.respond(with_body(browser_post("order"), &body)).await;
    let page = open(&desk, location(&response), "").await;
    let (form, sentence) = shown(&page).unwrap();
    assert_eq!(form, 2, "{page}");
    assert!(sentence.contains(DONE), "{sentence}");
    // It was not blocked, but new.
    let page = open(&desk, location(&response), &cookie_header(&cookies(&response))).await;
    assert_eq!(shown(&page), None, "{page}");
    // With an id there is nothing to say.
    let request = browser_post("order").header("cookie", cookie_header(&cookies(&response)));
    let again = desk.respond(with_body(request, &body)).await;
    assert_eq!(location(&again), "/");
    let response = desk.respond(with_body(browser_post("plain"), "__fd_return=/")).await;
    assert_eq!((location(&response), cookies(&response).len()), ("/", 0));
}

#[tokio::test]
async fn mark_expires_with_the_state() {
    let clock = Clock::default();
    let desk = desk(&clock);
    let response = desk
        .respond(with_body(browser_post("note"), "title=&__fd_return=/"))
        .await;
    let url = location(&response).to_owned();
    for (seconds, is_shown) in [(119, true), (2, false)] {
        clock.advance(Duration::from_secs(seconds));
        assert_eq!(shown(&open(&desk, &url, "").await).is_some(), is_shown, "{seconds}");
    }
}
