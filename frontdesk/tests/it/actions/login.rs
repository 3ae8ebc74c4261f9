//! Problems that send people to the login page: from where, and what waits for how long.

use std::time::Duration;

use frontdesk::http::request::Parts;
use frontdesk::testing::{Browser, Page};
use frontdesk::{
    Body, BrowserState, Cookies, Desk, DeskBuilder, Forms, FromRequestParts, Html, IntoResponse, Problem, Redirect,
    Request, ReturnTo, Route, Router, get, server_action,
};
use tower::layer::layer_fn;

use crate::fixtures::{Clock, SharedStore, browser_post, builder, cookies, location, status_and_code, with_body};

fn logged_out() -> Problem {
    Problem::unauthorized("Session")
        .with_title("You are logged out")
        .with_login("/login")
}

/// The user of the cookie `user`.
struct User(String);

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        let name = cookies.get("user").filter(|name| !name.is_empty());
        name.map(Self).ok_or_else(logged_out)
    }
}

#[server_action]
async fn by_extractor(#[extract] _user: User, text: String, #[field(secret)] pin: String) -> Redirect {
    let _ = (text, pin);
    Redirect::to("/done")
}

#[server_action]
async fn by_function(#[extract] cookies: Cookies, text: String) -> Result<Redirect, Problem> {
    match cookies.get("user").as_deref() {
        None | Some("") => Err(logged_out()),
        Some(_) => Ok(Redirect::to(format!("/done?{}", text.len()))),
    }
}

#[server_action]
async fn by_layer(text: String) -> Redirect {
    Redirect::to(format!("/done?{}", text.len()))
}

#[server_action]
async fn log_in(
    #[extract] cookies: Cookies,
    #[extract] return_to: ReturnTo,
    name: String,
) -> Result<Redirect, Problem> {
    if name == "wrong" {
        return Err(Problem::field("name", "nobody has that name"));
    }
    cookies.set("user", name);
    Ok(return_to.or("/home"))
}

#[server_action]
async fn log_out(#[extract] cookies: Cookies, #[extract] browser: BrowserState) -> Redirect {
    cookies.remove("user");
    browser.forget();
    Redirect::to("/login")
}

/// Shows a form of each action.
async fn forms(forms: Forms) -> Html<String> {
    let (extractor, function, layer) = (
        forms.of::<ByExtractor>(),
        forms.of::<ByFunction>(),
        forms.of::<ByLayer>(),
    );
    let problems = [extractor.problem(), function.problem(), layer.problem()];
    let problem = problems
        .into_iter()
        .flatten()
        .next()
        .map_or("", |problem| &problem.title);
    Html(format!(
        "{}{}{}</form>{}{}</form>{}{}</form><p id=problem>{problem}</p>",
        extractor.open(),
        extractor.field(ByExtractor::TEXT).textarea(),
        extractor.field(ByExtractor::PIN).input("password"),
        function.open(),
        function.field(ByFunction::TEXT).textarea(),
        layer.open(),
        layer.field(ByLayer::TEXT).textarea(),
    ))
}

async fn members(_: User, page: Forms) -> Html<String> {
    forms(page).await
}

async fn login(forms: Forms, return_to: ReturnTo) -> Html<String> {
    let form = forms.of::<LogIn>();
    let name = form.field(LogIn::NAME);
    let to = return_to.url().unwrap_or_default();
    Html(format!(
        "{}{}{}</form><p id=to>{to}</p>",
        form.open(),
        name.input("text"),
        name.messages()
    ))
}

fn desk(more: impl FnOnce(DeskBuilder<()>) -> DeskBuilder<()>) -> Desk {
    let layer = layer_fn(|route: Route| {
        Route::from_fn(move |request: Request| {
            let line = request
                .headers()
                .get("cookie")
                .and_then(|line| line.to_str().ok())
                .unwrap_or_default();
            let user = line.split("; ").find_map(|pair| pair.strip_prefix("user="));
            match user {
                Some("panic") => Box::pin(async { panic!("a layer") }),
                None | Some("") => Box::pin(async { logged_out().into_response() }),
                Some(_) => route.serve(request),
            }
        })
    });
    let routes = Router::new()
        .page("/forms", forms)
        .page("/members", members)
        .page("/home", async || Html("home"))
        .page("/done", async || Html("done"))
        .page("/login", login)
        .route(
            "/guarded",
            get(async |_: User| "guarded").post(async |_: User| "guarded"),
        );
    let desk = builder(()).routes(routes).identity(|User(name): User| name);
    let desk = desk.action::<ByExtractor>().action::<ByFunction>().action::<ByLayer>();
    let desk = desk.action::<LogIn>().action::<LogOut>();
    more(desk.layer_actions(|name| name == "by_layer", layer))
        .build()
        .unwrap()
}

async fn log_in_as(browser: &mut Browser, name: &str) -> Page {
    browser.submit::<LogIn>(|form| form.set(LogIn::NAME, name)).await
}

macro_rules! comes_back {
    ($($action:ident),*) => {$(
        let mut browser = Browser::new(desk(|desk| desk));
        browser.get("/forms").await;
        let page = browser.submit::<$action>(|form| form.set($action::TEXT, "a text")).await;
        assert_eq!(page.path(), "/login", stringify!($action));
        assert!(page.text_of("to").unwrap().starts_with("/forms?_fd="));
        let page = log_in_as(&mut browser, "wrong").await;
        assert_eq!((page.path(), page.form::<LogIn>().error(LogIn::NAME)), ("/login", "nobody has that name".to_owned()));
        let page = log_in_as(&mut browser, "ada").await;
        assert_eq!((page.path(), page.form::<$action>().value($action::TEXT)), ("/forms", "a text".to_owned()));
        assert_eq!(page.text_of("problem").unwrap(), "", "nobody is logged out any more");
        let page = browser.submit::<$action>(|form| form).await;
        assert_eq!(page.path(), "/done");
    )*};
}

#[tokio::test]
async fn form_comes_back_whatever_asked_for_the_login() {
    comes_back!(ByExtractor, ByFunction, ByLayer);
}

#[tokio::test]
async fn secrets_do_not_wait() {
    let desk = desk(|desk| desk);
    let body = "text=visible&pin=12345678&__fd_return=/forms";
    let response = desk.respond(with_body(browser_post("by_extractor"), body)).await;
    let mut browser = Browser::new(desk);
    for (name, value) in cookies(&response) {
        browser.set_cookie(&name, &value);
    }
    browser.get("/login").await;
    let page = log_in_as(&mut browser, "ada").await;
    let form = page.form::<ByExtractor>();
    assert_eq!(
        (form.value(ByExtractor::TEXT), form.value(ByExtractor::PIN)),
        ("visible".to_owned(), String::new())
    );
    assert!(!page.text().contains("12345678"));
}

#[tokio::test]
async fn page_comes_back_and_the_login_page_does_not_lead_to_itself() {
    let mut browser = Browser::new(desk(|desk| desk));
    let page = browser.get("/members?tab=2").await;
    assert_eq!(
        (page.path(), page.text_of("to").as_deref()),
        ("/login", Some("/members?tab=2"))
    );
    let page = log_in_as(&mut browser, "ada").await;
    assert_eq!(page.url().split_once("/members").unwrap().1, "?tab=2");
    // Nothing waits any more.
    browser.get("/login").await;
    assert_eq!(log_in_as(&mut browser, "ada").await.path(), "/home");

    let routes = || Router::new().page("/own", async |_: User| Html("own"));
    let own = || Problem::unauthorized("Session").with_login("/own?x=y");
    let desk = builder(())
        .routes(routes())
        .identity(|User(name): User| name)
        .fallback(async move || own());
    let desk = desk.build().unwrap();
    for (path, status) in [("/own", 303), ("/else", 303), ("/login", 303)] {
        let request = Request::get(path)
            .header("accept", "text/html")
            .body(Body::empty())
            .unwrap();
        assert_eq!(desk.respond(request).await.status(), status, "{path}");
    }
    let routes = Router::new().page("/login", async |_: User| Html("own"));
    let desk = builder(())
        .routes(routes)
        .identity(|User(name): User| name)
        .build()
        .unwrap();
    let request = Request::get("/login?a=b")
        .header("accept", "text/html")
        .body(Body::empty())
        .unwrap();
    assert_eq!(desk.respond(request).await.status(), 401);
}

#[tokio::test]
async fn post_of_a_route_handler_leads_back_to_the_page_that_sent_it() {
    let desk = desk(|desk| desk);
    let request = Request::post("/guarded")
        .header("host", "localhost")
        .header("accept", "text/html")
        .header("referer", "http://localhost/forms?a=b");
    let response = desk.respond(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), 303);
    let mut browser = Browser::new(desk);
    for (name, value) in cookies(&response) {
        browser.set_cookie(&name, &value);
    }
    browser.get("/login").await;
    let page = log_in_as(&mut browser, "ada").await;
    assert!(page.url().ends_with("/forms?a=b"), "{}", page.url());
}

#[tokio::test]
async fn what_waits_expires() {
    let clock = Clock::default();
    for (lifetime, minutes, path) in [(None, 29, "/forms"), (None, 31, "/home"), (Some(5), 6, "/home")] {
        let runtime = clock.clone();
        let desk = desk(|desk| match lifetime {
            Some(minutes) => desk.runtime(runtime).login_lifetime(Duration::from_secs(minutes * 60)),
            None => desk.runtime(runtime),
        });
        let mut browser = Browser::new(desk);
        browser.get("/forms").await;
        browser
            .submit::<ByExtractor>(|form| form.set(ByExtractor::TEXT, "x"))
            .await;
        clock.advance(Duration::from_secs(minutes * 60));
        assert_eq!(
            log_in_as(&mut browser, "ada").await.path(),
            path,
            "{lifetime:?} {minutes}"
        );
    }
}

#[tokio::test]
async fn restored_form_can_be_reloaded_for_two_minutes() {
    let clock = Clock::default();
    let mut browser = Browser::new(desk(|desk| desk.runtime(clock.clone())));
    browser.get("/forms").await;
    browser
        .submit::<ByExtractor>(|form| form.set(ByExtractor::TEXT, "a text"))
        .await;
    log_in_as(&mut browser, "ada").await;
    for (seconds, text) in [(100, "a text"), (21, "")] {
        clock.advance(Duration::from_secs(seconds));
        let page = browser.reload().await;
        assert_eq!(page.form::<ByExtractor>().value(ByExtractor::TEXT), text);
    }
}

#[tokio::test]
async fn logout_drops_what_waits() {
    let mut browser = Browser::new(desk(|desk| desk));
    browser.get("/forms").await;
    browser
        .submit::<ByExtractor>(|form| form.set(ByExtractor::TEXT, "a text"))
        .await;
    let reply = browser.call::<LogOut>(&serde_json::json!({})).await;
    assert!(reply.status().is_success());
    browser.get("/login").await;
    assert_eq!(log_in_as(&mut browser, "ada").await.path(), "/home");
}

/// A form of which the end was not read may name there the identity that it was rendered for.
#[tokio::test]
async fn form_that_was_read_in_part_is_for_nobody_unless_it_names_someone() {
    let desk = desk(|desk| desk);
    let mut browser = Browser::new(desk.clone());
    browser.set_cookie("user", "ada");
    let page = browser.get("/forms").await;
    let form = page.form::<ByExtractor>();
    let hidden = ["__fd_for", "__fd_return", "__fd_form"].map(|name| format!("{name}={}", form.raw(name).unwrap()));
    let hidden = hidden.join("&").replace('/', "%2F");
    let many = "x=1&".repeat(1000);
    for (body, user, shown) in [
        (format!("{hidden}&text=mine&{many}"), "ada", "mine"),
        (format!("{hidden}&text=mine&{many}"), "bob", ""),
        (format!("text=mine&{many}{hidden}"), "ada", ""),
        (format!("text=mine&{many}{hidden}"), "bob", ""),
    ] {
        let request = browser_post("by_extractor").header("referer", "http://localhost/forms");
        let sent = desk.respond(with_body(request, &body)).await;
        let mut browser = Browser::new(desk.clone());
        for (name, value) in cookies(&sent) {
            browser.set_cookie(&name, &value);
        }
        browser.get(location(&sent)).await;
        let page = log_in_as(&mut browser, user).await;
        assert_eq!(page.path(), "/forms", "{user} {}", &body[..20]);
        assert_eq!(
            page.form::<ByExtractor>().value(ByExtractor::TEXT),
            shown,
            "{user} {}",
            &body[..20]
        );
    }
}

#[tokio::test]
async fn store_that_fails_costs_long_texts_only() {
    let store = SharedStore::default();
    let mut browser = Browser::new(desk(|desk| desk.state_store(store.clone())));
    for (is_down, shown) in [(false, 4000), (true, 0)] {
        store.set_down(is_down);
        browser.get("/forms?a=b").await;
        let long = "x".repeat(4000);
        browser
            .submit::<ByExtractor>(|form| form.set(ByExtractor::TEXT, long))
            .await;
        let page = log_in_as(&mut browser, "ada").await;
        assert!(page.url().contains("/forms?a=b&_fd="), "the return URL is never lost");
        assert_eq!(page.form::<ByExtractor>().value(ByExtractor::TEXT).len(), shown);
        assert_eq!(page.text_of("problem").unwrap().is_empty(), !is_down);
        browser.set_cookie("user", "");
    }
    let written = store.written.lock().unwrap();
    assert!(!written.windows(20).any(|part| part == [b'x'; 20]), "it is sealed");
}

#[tokio::test]
async fn limit_is_that_of_the_desk() {
    for (limit, shown) in [(16 * 1024, 0), (64 * 1024, 40_000)] {
        let mut browser = Browser::new(desk(|desk| desk.login_limit(limit)));
        browser.get("/forms").await;
        let long = "x".repeat(40_000);
        browser
            .submit::<ByExtractor>(|form| form.set(ByExtractor::TEXT, long))
            .await;
        let page = log_in_as(&mut browser, "ada").await;
        assert_eq!(page.form::<ByExtractor>().value(ByExtractor::TEXT).len(), shown);
        assert_eq!(page.text_of("problem").unwrap().is_empty(), shown > 0);
    }
}

async fn submit_logged_out(browser: &mut Browser, text: &str) -> String {
    browser.get("/forms").await;
    let page = browser
        .submit::<ByExtractor>(|form| form.set(ByExtractor::TEXT, text))
        .await;
    page.url().to_owned()
}

/// A session expires in all tabs at once.
#[tokio::test]
async fn each_tab_has_its_own_text_after_the_login() {
    for (tabs, size) in [(2, 900), (3, 600), (3, 15_000), (6, 1), (6, 200), (5, 3_000)] {
        let mut browser = Browser::new(desk(|desk| desk));
        let texts: Vec<_> = (0..tabs).map(|tab| format!("{tab:0>size$}")).collect();
        let mut logins = Vec::new();
        for text in &texts {
            logins.push(submit_logged_out(&mut browser, text).await);
        }
        for (login, text) in logins.iter().zip(&texts) {
            browser.get(login).await;
            let page = log_in_as(&mut browser, "ada").await;
            let shown = page.form::<ByExtractor>().value(ByExtractor::TEXT);
            assert!(shown == *text, "{tabs} tabs, {size} bytes: {}", shown.len());
        }
    }
}

/// Which login page a tab is at, and whether its login leads to the form of the other tab.
#[tokio::test]
async fn login_in_another_tab_costs_no_text() {
    for (other, leads_to_form) in [
        ("/login", true),
        ("/login?_fd_login=abcdefghijklmnopqrstu_", false),
        ("/login?_fd_login=x", true),
    ] {
        let mut browser = Browser::new(desk(|desk| desk));
        let login = submit_logged_out(&mut browser, "a text").await;
        browser.get(other).await;
        let page = log_in_as(&mut browser, "ada").await;
        assert_eq!(page.path() == "/forms", leads_to_form, "{other}");
        browser.get(&login).await;
        let page = log_in_as(&mut browser, "ada").await;
        let text = page.form::<ByExtractor>().value(ByExtractor::TEXT);
        assert_eq!(text, "a text", "{other}");
    }
}

/// A login can have a second step, and a session can end again: the page sends people to the login
/// once more.
#[tokio::test]
async fn form_waits_for_a_second_login() {
    let mut browser = Browser::new(desk(|desk| desk));
    browser.set_cookie("user", "ada");
    browser.get("/members").await;
    browser.set_cookie("user", "");
    let page = browser
        .submit::<ByExtractor>(|form| form.set(ByExtractor::TEXT, "a text"))
        .await;
    let login = page.url().to_owned();
    assert!(login.starts_with("/login?_fd_login="), "{login}");
    let form = page.text_of("to").unwrap();
    // Before the form was shown, and after.
    for _ in 0..2 {
        assert_eq!(browser.get(&form).await.url(), login);
        let page = log_in_as(&mut browser, "ada").await;
        assert_eq!(page.form::<ByExtractor>().value(ByExtractor::TEXT), "a text");
        browser.set_cookie("user", "");
    }
}

#[tokio::test]
async fn text_that_is_too_long_to_wait_is_reported() {
    let mut browser = Browser::new(desk(|desk| desk));
    submit_logged_out(&mut browser, &"x".repeat(1_100_000)).await;
    let page = log_in_as(&mut browser, "ada").await;
    assert_eq!(page.path(), "/forms");
    assert_eq!(page.text_of("problem").unwrap(), "Some of your input could not be kept");
}

/// Pages that were asked for don't displace a form.
#[tokio::test]
async fn few_wait_in_one_browser_and_forms_stay() {
    let desk = desk(|desk| desk);
    let mut browser = Browser::new(desk);
    browser.get("/forms").await;
    let page = browser
        .submit::<ByExtractor>(|form| form.set(ByExtractor::TEXT, "a text"))
        .await;
    let login = page.url().to_owned();
    for tab in 0..5 {
        browser.get(&format!("/members?tab={tab}")).await;
    }
    browser.get(&login).await;
    let page = log_in_as(&mut browser, "ada").await;
    assert_eq!(page.form::<ByExtractor>().value(ByExtractor::TEXT), "a text");
}

#[tokio::test]
async fn login_page_that_is_not_local_is_a_masked_500() {
    let desk = builder(()).fallback(async || Problem::unauthorized("Session").with_login("https://evil.example/"));
    let desk = desk.build().unwrap();
    for accept in ["text/html", "application/json"] {
        let request = Request::get("/").header("accept", accept).body(Body::empty()).unwrap();
        let response = desk.respond(request).await;
        assert_eq!(response.status(), 500);
        assert!(!response.headers().contains_key("location"));
    }
    let request = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(
        status_and_code(desk.respond(request).await).await,
        (500, "internal".to_owned())
    );
}

#[tokio::test]
async fn layer_that_panics_gives_the_form_back() {
    let mut browser = Browser::new(desk(|desk| desk));
    browser.set_cookie("user", "panic");
    browser.get("/forms").await;
    let page = browser
        .submit::<ByLayer>(|form| form.set(ByLayer::TEXT, "a text"))
        .await;
    assert_eq!(
        (page.path(), page.form::<ByLayer>().value(ByLayer::TEXT)),
        ("/forms", "a text".to_owned())
    );
    assert_eq!(page.text_of("problem").unwrap(), "Internal Server Error");
}
