//! Forms on pages: nested groups, pages that fail, and fragments that htmx loads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use frontdesk::store::StateStore;
use frontdesk::testing::Browser;
use frontdesk::{Desk, Forms, FromForm, Html, Markup, Problem, Router, State, StatusCode, get, server_action};
use http_body_util::BodyExt;

use crate::fixtures::{SharedStore, browser_post, builder, cookie_header, cookies, location, post, text, with_body};

#[derive(FromForm)]
struct Address {
    street: String,
    #[field(secret)]
    code: String,
}

#[server_action]
async fn move_house(title: String, pin: String, news: Option<bool>, address: Address, rooms: Vec<Vec<Address>>) {
    let _ = (title, pin, news, address.street, address.code, rooms);
}

/// Whether the page fails after it has rendered its form.
#[derive(Clone, Default)]
struct Fails(Arc<AtomicBool>);

async fn page(forms: Forms, State(fails): State<Fails>) -> Result<Html<String>, Problem> {
    let form = forms
        .of::<MoveHouse>()
        .fill_path("address[street]", "Main Street")
        .fill(MoveHouse::NEWS, true);
    let inputs = [
        form.field(MoveHouse::TITLE).input("text"),
        form.field(MoveHouse::PIN).input("password"),
        form.field(MoveHouse::NEWS).typed_input(),
        form.path("address.street").input("text"),
        form.path("address.code").typed_input(),
        form.path("rooms[0][1].code").typed_input(),
    ];
    let inputs = inputs.map(Markup::into_string).concat();
    let problem = form.problem().map_or("", |problem| &problem.code);
    let errors = form.path("address[street]").errors().join(" ");
    let page = format!(
        "{}{inputs}<p id=problem>{problem}</p><p id=street>{errors}</p></form>",
        form.open()
    );
    match fails.0.load(Ordering::SeqCst) {
        true => Err(Problem::internal("the database is down")),
        false => Ok(Html(page)),
    }
}

fn desk(fails: &Fails, store: impl StateStore) -> Desk {
    let routes = Router::new().page("/move", page).route("/part", get(page));
    let desk = builder(fails.clone()).routes(routes).action::<MoveHouse>();
    desk.state_store(store).build().unwrap()
}

const BAD: &str = "title=draft&pin=1234&news=&address[code]=s3cret&rooms[0][1].code=s3cret&__fd_return=/move";

/// Submits an invalid form. Returns the URL of the redirect, and the cookies.
async fn fail(desk: &Desk) -> (String, String) {
    let response = desk.respond(with_body(browser_post("move_house"), BAD)).await;
    (location(&response).to_owned(), cookie_header(&cookies(&response)))
}

async fn ask(desk: &Desk, url: &str, headers: &[(&str, &str)]) -> (StatusCode, String, usize) {
    let request = headers.iter().fold(http::Request::get(url), |request, (name, value)| {
        request.header(*name, *value)
    });
    let response = desk.respond(with_body(request.header("host", "localhost"), "")).await;
    let set = cookies(&response).len();
    (response.status(), text(response).await, set)
}

#[tokio::test]
async fn path_spellings_name_the_same_field() {
    let desk = desk(&Fails::default(), SharedStore::default());
    let (_, fresh, _) = ask(&desk, "/move", &[]).await;
    assert!(
        fresh.contains(r#"name="address.street" value="Main Street""#),
        "{fresh}"
    );
    let checked = r#"type="checkbox" id="move_house-news" name="news" value="true" checked"#;
    assert!(fresh.contains(checked), "{fresh}");

    let (url, cookie) = fail(&desk).await;
    let (_, page, _) = ask(&desk, &url, &[("cookie", &cookie)]).await;
    assert!(page.contains(r#"name="title" value="draft""#), "{page}");
    assert!(page.contains("<p id=street>required</p>"), "{page}");
    assert!(!page.contains(" checked"), "the blank value is repopulated: {page}");
    for secret in ["1234", "s3cret"] {
        assert!(!page.contains(secret), "{secret} in {page}");
    }
}

/// A form in a fragment belongs to the page around it, whose URL may change.
#[tokio::test]
async fn fragment_of_htmx_belongs_to_the_enclosing_page() {
    let desk = desk(&Fails::default(), SharedStore::default());
    let (url, cookie) = fail(&desk).await;
    let enclosing_page = format!("http://localhost{url}");
    let htmx = [
        ("hx-request", "true"),
        ("hx-current-url", &*enclosing_page),
        ("cookie", &*cookie),
    ];
    let (_, part, _) = ask(&desk, "/part", &htmx).await;
    assert!(part.contains("draft") && !part.contains("__fd_return"), "{part}");
    // A whole page has its own URL, whatever page was shown before.
    for headers in [
        vec![("hx-request", "true"), ("hx-current-url", "https://evil.example/x")],
        vec![("hx-current-url", "http://localhost/x")],
        vec![
            ("hx-request", "true"),
            ("hx-boosted", "true"),
            ("hx-current-url", "http://localhost/x"),
        ],
    ] {
        let (_, part, _) = ask(&desk, "/part", &headers).await;
        assert!(
            part.contains(r#"name="__fd_return" value="/part""#),
            "{headers:?}: {part}"
        );
    }
    assert!(part.contains(r#"name="__fd_enclosing_page" value="/move""#), "{part}");
    // With htmx, the return URL is that of the address bar, which may have changed. Otherwise it is
    // `Referer`, and if that is missing or only an origin, the page for which the fragment was
    // loaded.
    let here = ("referer", "http://localhost/here?x=1");
    for (headers, body, return_url) in [
        (
            vec![
                ("hx-request", "true"),
                ("hx-current-url", "http://localhost/now?y=2"),
                here,
            ],
            "title=x",
            "/now?y=2&_fd=",
        ),
        (
            vec![("hx-request", "true"), ("hx-current-url", "http://localhost/now")],
            "title=x&__fd_return=/then",
            "/now?_fd=",
        ),
        (
            vec![
                ("hx-request", "true"),
                ("hx-current-url", "http://evil.example/now"),
                here,
            ],
            "title=x&__fd_return=//evil",
            "/here?x=1&_fd=",
        ),
        (vec![("sec-fetch-mode", "navigate"), here], "title=x", "/here?x=1&_fd="),
        (
            vec![("sec-fetch-mode", "navigate"), here],
            "title=x&__fd_return=/then",
            "/then?_fd=",
        ),
        (
            vec![("sec-fetch-mode", "navigate"), here],
            "title=x&__fd_enclosing_page=/then",
            "/here?x=1&_fd=",
        ),
        (
            vec![("sec-fetch-mode", "navigate"), ("referer", "http://localhost/")],
            "title=x&__fd_enclosing_page=/then",
            "/then?_fd=",
        ),
        (
            vec![("sec-fetch-mode", "navigate")],
            "title=x&__fd_enclosing_page=/then",
            "/then?_fd=",
        ),
        (
            vec![("sec-fetch-mode", "navigate")],
            "title=x&__fd_enclosing_page=//evil",
            "/?_fd=",
        ),
    ] {
        let request = headers.iter().fold(post("move_house"), |request, (name, value)| {
            request.header(*name, *value)
        });
        let response = desk.respond(with_body(request, body)).await;
        let to = ["hx-redirect", "location"]
            .into_iter()
            .find_map(|name| response.headers().get(name));
        let to = to.unwrap().to_str().unwrap();
        assert!(to.starts_with(return_url), "{headers:?}: {to}");
    }
}

/// Lost input must not look as if it had never been entered.
#[tokio::test]
async fn discarded_input_is_reported_as_a_problem() {
    for (down_at_submit, down_at_page) in [(true, true), (false, true)] {
        let store = SharedStore::default();
        let desk = desk(&Fails::default(), store.clone());
        store.set_down(down_at_submit);
        let body = format!("{BAD}&title={}", "x".repeat(5_000));
        let response = desk.respond(with_body(browser_post("move_house"), &body)).await;
        let cookie = cookie_header(&cookies(&response));
        store.set_down(down_at_page);
        let (_, page, _) = ask(&desk, location(&response), &[("cookie", &cookie)]).await;
        assert!(page.contains("<p id=problem>not-all-kept</p>"), "{page}");
        assert!(page.contains("<p id=street>required</p>"), "{page}");
    }
}

#[tokio::test]
async fn text_in_another_encoding_is_repopulated_as_far_as_possible() {
    let desk = desk(&Fails::default(), SharedStore::default());
    let mut form = Browser::new(desk.clone());
    let body = "title=caf%E9+au+lait&__fd_return=/move";
    let response = desk.respond(with_body(browser_post("move_house"), body)).await;
    for (name, value) in cookies(&response) {
        form.set_cookie(&name, &value);
    }
    let page = form.get(location(&response)).await;
    assert_eq!(page.form::<MoveHouse>().value(MoveHouse::TITLE), "caf\u{fffd} au lait");
}

/// Cookies are not bound to a port, so another app on the same host may set cookies with the same
/// prefix.
#[tokio::test]
async fn cookies_of_another_app_are_not_removed() {
    let (one, other) = (Fails::default(), Fails::default());
    let one = desk(&one, SharedStore::default());
    let other = builder(other).app_name("other").action::<MoveHouse>().build().unwrap();
    let (_, cookie) = fail(&one).await;
    let response = other
        .respond(with_body(browser_post("move_house").header("cookie", &cookie), BAD))
        .await;
    let set = cookies(&response);
    assert_eq!(set.len(), 1, "{set:?}");
    drop(response.into_body().collect().await);
}
