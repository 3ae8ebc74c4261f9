//! Actions with `once`: a form runs its action once, however often it is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use frontdesk::testing::Browser;
use frontdesk::{
    Body, Cookies, Desk, DeskBuilder, Forms, Html, Problem, Redirect, Request, Router, State, server_action,
};
use futures_util::FutureExt;
use tokio::sync::Semaphore;

use crate::fixtures::{
    Clock, Runs, SharedStore, browser_post, builder, cookies, location, post, status_and_code, text, with_body,
};

/// Counts the runs, and lets the function wait.
#[derive(Clone)]
struct App {
    runs: Runs,
    /// Each run takes one permit.
    gate: Arc<Semaphore>,
}

impl App {
    fn new() -> Self {
        Self {
            runs: Runs::default(),
            gate: Arc::new(Semaphore::new(1_000)),
        }
    }

    fn closed() -> Self {
        Self {
            gate: Arc::new(Semaphore::new(0)),
            ..Self::new()
        }
    }

    async fn run(&self) -> u32 {
        let run = self.runs.add();
        self.gate.acquire().await.unwrap().forget();
        run
    }
}

#[server_action(once, timeout = "300ms")]
async fn order(
    #[extract] State(app): State<App>,
    #[extract] cookies: Cookies,
    what: String,
    n: u32,
) -> Result<u32, Problem> {
    let run = app.run().await;
    cookies.set("receipt", run.to_string());
    match what.as_str() {
        "refused" => Err(Problem::field("what", "no such thing")),
        "panic" => panic!("while it ran"),
        "slow" => {
            tokio::time::sleep(Duration::from_secs(5)).await;
            Ok(run)
        }
        _ => Ok(run * 100 + n),
    }
}

#[server_action(once = identity)]
async fn mine(#[extract] State(app): State<App>) -> Redirect {
    Redirect::to(format!("/done/{}", app.run().await))
}

#[server_action(once)]
async fn astray(#[extract] State(app): State<App>, to: String) -> Redirect {
    app.run().await;
    Redirect::to(to)
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of_key::<Order>("a");
    let order = format!(
        "{}{}{}<p id=code>{}</p><p id=result>{:?}</p></form>",
        form.open(),
        form.field(Order::WHAT).input("text"),
        form.field(Order::N).input("number"),
        form.problem().map_or("", |problem| &problem.code),
        form.result::<u32>(),
    );
    let other = forms.of_key::<Order>("b");
    let (mine, astray) = (forms.of::<Mine>(), forms.of::<Astray>());
    let code = mine.problem().map_or("", |problem| &problem.code);
    let mine = format!("{}<p id=mine>{code}</p></form>", mine.open());
    Html(format!("{order}{}</form>{mine}{}</form>", other.open(), astray.open()))
}

fn desk(app: &App, more: impl FnOnce(DeskBuilder<App>) -> DeskBuilder<App>) -> Desk {
    let routes = Router::new().page("/", page).page("/done/{n}", async || Html("done"));
    let desk = builder(app.clone()).routes(routes);
    let desk = desk
        .action::<Order>()
        .action::<Mine>()
        .action::<Astray>()
        .identity(|cookies: Cookies| cookies.get("sid"));
    more(desk).build().unwrap()
}

/// Returns the token of a new form.
async fn token(desk: &Desk) -> String {
    token_and_id(desk).await.0
}

/// Returns the token of a new form, and the cookie of the browser id that its page has set.
async fn token_and_id(desk: &Desk) -> (String, String) {
    let mut browser = Browser::new(desk.clone());
    let page = browser.get("/").await;
    assert_eq!(page.headers()["cache-control"], "no-store");
    let token = page.form_of_key::<Order>("a").raw("__fd_once").unwrap().to_owned();
    (token, format!("_fd_browser={}", browser.cookie("_fd_browser").unwrap()))
}

fn order_of(token: &str, fields: &str) -> Request {
    order_from("", token, fields)
}

/// The same, from a browser with these cookies.
fn order_from(cookies: &str, token: &str, fields: &str) -> Request {
    let request = post("order").header("cookie", cookies.as_bytes());
    with_body(request, &format!("{fields}&__fd_key=a&__fd_once={token}"))
}

async fn send(desk: &Desk, token: &str, fields: &str) -> Result<String, (u16, String)> {
    let response = desk.respond(order_of(token, fields)).await;
    match response.status().as_u16() {
        200 => Ok(text(response).await),
        _ => Err(status_and_code(response).await),
    }
}

fn already_sent() -> Result<String, (u16, String)> {
    Err((409, "already-sent".to_owned()))
}

fn expired() -> Result<String, (u16, String)> {
    Err((422, "form-expired".to_owned()))
}

#[tokio::test]
async fn repeated_submission_gets_the_stored_response_without_a_run() {
    let app = App::new();
    let desk = desk(&app, |desk| desk);
    let one = token(&desk).await;
    assert_eq!(send(&desk, &one, "what=tea&n=7").await, Ok("107".into()));
    // The order of the fields, the return URL and the button are not part of the fingerprint.
    for same in [
        "what=tea&n=7",
        "n=7&what=tea",
        "n=7&what=tea&__fd_return=/x",
        "what=tea&n=7&go.x=3&go.y=4",
        "what=tea&n=7&send=now",
    ] {
        let response = desk.respond(order_of(&one, same)).await;
        assert!(
            cookies(&response).is_empty(),
            "only requests that waited get the cookies"
        );
        assert_eq!(text(response).await, "107", "{same}");
    }
    for other in ["what=tea&n=8", "what=&n=7"] {
        assert_eq!(send(&desk, &one, other).await, already_sent(), "{other}");
    }
    assert_eq!(app.runs.get(), 1);
    let two = token(&desk).await;
    assert_eq!(
        send(&desk, &two, "what=tea&n=7").await,
        Ok("207".into()),
        "a new form is a new order"
    );
}

#[tokio::test]
async fn repeated_submission_by_a_browser_keeps_the_input() {
    let app = App::new();
    let mut browser = Browser::new(desk(&app, |desk| desk));
    browser.get("/").await;
    let mut again = browser.clone();
    let mut changed = browser.clone();
    let fill = |form: frontdesk::testing::FormToSend<Order>| form.set(Order::WHAT, "tea").set(Order::N, 7);
    for browser in [&mut browser, &mut again] {
        let page = browser.submit_key::<Order>("a", fill).await;
        assert_eq!(page.text_of("result").as_deref(), Some("Some(107)"));
    }
    let page = changed
        .submit_key::<Order>("a", |form| fill(form).set(Order::N, 8))
        .await;
    assert_eq!(page.text_of("code").as_deref(), Some("already-sent"));
    assert_eq!(page.form_of_key::<Order>("a").value(Order::N), "8");
    let page = changed.submit_key::<Order>("a", |form| form).await;
    assert_eq!(
        page.text_of("result").as_deref(),
        Some("Some(208)"),
        "the new token is valid"
    );
}

#[tokio::test]
async fn submission_during_the_run_waits_and_gets_the_cookies() {
    let app = App::closed();
    let desk = desk(&app, |desk| desk);
    let (one, id) = token_and_id(&desk).await;
    let call = |cookies: &str| tokio::spawn(desk.respond(order_from(cookies, &one, "what=tea&n=7")));
    // The run itself always gets its cookies, with any id or none.
    let mut calls = vec![(call(""), true)];
    while app.runs.get() == 0 {
        tokio::task::yield_now().await;
    }
    let (_, other) = token_and_id(&desk).await;
    calls.extend([
        (call(&id), true),
        (call(&format!("theme=dark; {id}")), true),
        (call(""), false),
        (call(&other), false),
        (call("_fd_browser="), false),
        (call("_fd_browser=x"), false),
        (call(&format!("{id}; {other}")), false),
        (call(&format!("{id}; {id}")), false),
        (call(&id.replace("_fd_", "\u{2000}_fd_")), false),
        (call(&format!("{id}; {}", id.replace("_fd_", "__Host-fd_"))), true),
        (call(&format!("{id}; {}", other.replace("_fd_", "__Host-fd_"))), false),
    ]);
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        send(&desk, &one, "what=tea&n=8").await,
        already_sent(),
        "other values don't wait"
    );
    app.gate.add_permits(1);
    for (at, (call, has_cookies)) in calls.into_iter().enumerate() {
        let response = call.await.unwrap();
        let expected = has_cookies.then(|| ("receipt".to_owned(), "1".to_owned()));
        assert_eq!(cookies(&response), Vec::from_iter(expected), "{at}");
        assert_eq!(text(response).await, "107", "{at}");
    }
    assert_eq!(app.runs.get(), 1);
}

#[tokio::test]
async fn double_click_that_aborts_the_first_request_runs_once() {
    let app = App::closed();
    let desk = desk(&app, |desk| desk);
    let (one, id) = token_and_id(&desk).await;
    let first = tokio::spawn(desk.respond(order_from(&id, &one, "what=tea&n=7")));
    while app.runs.get() == 0 {
        tokio::task::yield_now().await;
    }
    first.abort();
    drop(first.await);
    let second = tokio::spawn(desk.respond(order_from(&id, &one, "what=tea&n=7")));
    tokio::task::yield_now().await;
    app.gate.add_permits(1);
    let response = second.await.unwrap();
    assert_eq!(cookies(&response)[0].0, "receipt");
    assert_eq!((text(response).await.as_str(), app.runs.get()), ("107", 1));
}

#[tokio::test]
async fn error_releases_the_claim_but_panic_and_timeout_do_not() {
    let app = App::new();
    let desk = desk(&app, |desk| desk);
    let one = token(&desk).await;
    assert_eq!(
        send(&desk, &one, "what=refused&n=1").await,
        Err((422, "invalid-fields".into()))
    );
    assert_eq!(
        send(&desk, &one, "what=tea&n=x").await,
        Err((422, "invalid-fields".into())),
        "decoding precedes the claim"
    );
    assert_eq!(
        send(&desk, &one, "what=tea&n=2").await,
        Ok("202".into()),
        "other values are accepted"
    );

    for (what, first) in [("panic", (500, "internal")), ("slow", (503, "timeout"))] {
        let two = token(&desk).await;
        let fields = format!("what={what}&n=1");
        let runs = app.runs.get();
        assert_eq!(send(&desk, &two, &fields).await, Err((first.0, first.1.into())));
        assert_eq!(send(&desk, &two, &fields).await, already_sent(), "{what}");
        assert_eq!(send(&desk, &two, "what=tea&n=1").await, already_sent(), "{what}");
        assert_eq!(app.runs.get(), runs + 1, "{what}");
    }
    // A return value that can't be sent doesn't release the claim.
    let page = Browser::new(desk.clone()).get("/").await;
    let body = format!(
        "to=//evil.example&__fd_once={}",
        page.form::<Astray>().raw("__fd_once").unwrap()
    );
    for status in [500, 409] {
        let response = desk.respond(with_body(post("astray"), &body)).await;
        assert_eq!(response.status(), status);
    }
}

#[tokio::test]
async fn token_of_another_form_or_day_is_refused() {
    let app = App::new();
    let clock = Clock::default();
    let desk = desk(&app, |desk| desk.runtime(clock.clone()));
    let page = Browser::new(desk.clone()).get("/").await;
    let a = page.form_of_key::<Order>("a").raw("__fd_once").unwrap().to_owned();
    let b = page.form_of_key::<Order>("b").raw("__fd_once").unwrap().to_owned();
    let astray = page.form::<Astray>().raw("__fd_once").unwrap().to_owned();
    for wrong in ["", "x", &a[1..], &b, &astray] {
        assert_eq!(send(&desk, wrong, "what=tea&n=7").await, expired(), "{wrong}");
    }
    let response = desk.respond(with_body(post("order"), "what=tea&n=7&__fd_key=a")).await;
    assert_eq!(status_and_code(response).await.1, "form-expired");
    clock.advance(Duration::from_secs(24 * 3600 + 1));
    assert_eq!(send(&desk, &a, "what=tea&n=7").await, expired());
    assert_eq!(app.runs.get(), 0);
}

#[tokio::test]
async fn token_bound_to_an_identity_is_refused_for_another() {
    let app = App::new();
    let mut browser = Browser::new(desk(&app, |desk| desk));
    let page = browser.get("/").await;
    assert_eq!(
        page.form::<Mine>().raw("__fd_once"),
        None,
        "no token without an identity"
    );
    assert_eq!(
        browser.submit::<Mine>(|form| form).await.text_of("mine").as_deref(),
        Some("no-identity")
    );
    browser.set_cookie("sid", "ada");
    browser.get("/").await;
    let mut again = browser.clone();
    browser.set_cookie("sid", "bob");
    assert_eq!(
        browser.submit::<Mine>(|form| form).await.text_of("mine").as_deref(),
        Some("form-expired")
    );
    assert_eq!(app.runs.get(), 0);
    let mut twice = again.clone();
    for browser in [&mut again, &mut twice] {
        assert_eq!(browser.submit::<Mine>(|form| form).await.url(), "/done/1");
    }
}

#[tokio::test]
async fn store_failure_refuses_the_form_without_a_run() {
    let (app, store) = (App::new(), SharedStore::default());
    let desk = desk(&app, |desk| desk.state_store(store.clone()));
    let one = token(&desk).await;
    store.set_down(true);
    assert_eq!(
        send(&desk, &one, "what=tea&n=7").await,
        Err((503, "once-unavailable".into()))
    );
    store.set_down(false);
    assert_eq!(send(&desk, &one, "what=tea&n=7").await, Ok("107".into()));
}

/// Two desks stand for two instances, or for one before and after a restart.
#[tokio::test]
async fn instances_that_share_a_store_share_claims_and_outcomes() {
    let (app, store) = (App::closed(), SharedStore::default());
    let one = desk(&app, |desk| desk.state_store(store.clone()));
    let two = desk(&app, |desk| desk.state_store(store.clone()));
    let (token, id) = token_and_id(&one).await;
    let running = tokio::spawn(one.respond(order_of(&token, "what=tea&n=7")));
    while app.runs.get() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(send(&two, &token, "what=tea&n=8").await, already_sent());
    let waiting = tokio::spawn(two.respond(order_from(&id, &token, "what=tea&n=7")));
    tokio::time::sleep(Duration::from_millis(20)).await;
    app.gate.add_permits(1);
    assert_eq!(text(running.await.unwrap()).await, "107");
    let waited = waiting.await.unwrap();
    assert_eq!(cookies(&waited)[0].0, "receipt", "it waited for the other instance");
    assert_eq!(text(waited).await, "107");
    let later = two.respond(order_from(&id, &token, "what=tea&n=7")).await;
    assert!(cookies(&later).is_empty());
    assert_eq!((text(later).await.as_str(), app.runs.get()), ("107", 1));
}

/// The claim remains, although the process that held it is gone.
#[tokio::test]
async fn claim_remains_after_a_crash() {
    let (app, store, clock) = (App::closed(), SharedStore::default(), Clock::default());
    let before = desk(&app, |desk| {
        desk.state_store(store.clone())
            .runtime(StoppedRuntime(clock.clone(), Arc::default()))
    });
    let token = token(&before).await;
    let mut request = Box::pin(before.respond(order_of(&token, "what=tea&n=7")));
    // It runs up to the semaphore. Then its process ends: nothing of it is polled again.
    assert!(request.as_mut().now_or_never().is_none());
    assert_eq!(app.runs.get(), 1);
    drop(request);
    let after = desk(&app, |desk| desk.state_store(store).runtime(clock.clone()));
    clock.advance(Duration::from_secs(31));
    app.gate.add_permits(1);
    assert_eq!(send(&after, &token, "what=tea&n=7").await, already_sent());
    assert_eq!(app.runs.get(), 1);
}

/// A runtime that accepts tasks and never runs them.
#[derive(Clone)]
struct StoppedRuntime(Clock, Arc<AtomicBool>);

impl frontdesk::runtime::Runtime for StoppedRuntime {
    fn spawn(&self, future: frontdesk::BoxFuture<'static, ()>) {
        self.1.store(true, Ordering::SeqCst);
        std::mem::forget(future);
    }

    fn sleep(&self, duration: Duration) -> frontdesk::BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn now(&self) -> std::time::SystemTime {
        self.0.now()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.0.random(bytes);
    }

    fn spool(&self) -> frontdesk::BoxFuture<'static, std::io::Result<Box<dyn frontdesk::runtime::Spool>>> {
        self.0.spool()
    }
}

#[tokio::test]
async fn repeated_submission_fits_the_kind_of_client() {
    let app = App::new();
    let desk = desk(&app, |desk| desk);
    let one = token(&desk).await;
    assert_eq!(send(&desk, &one, "what=tea&n=7").await, Ok("107".into()));
    let body = format!("what=tea&n=7&__fd_key=a&__fd_once={one}&__fd_return=/");
    let response = desk.respond(with_body(browser_post("order"), &body)).await;
    assert_eq!(
        (response.status().as_u16(), location(&response).starts_with("/?_fd=")),
        (303, true)
    );
    let request = post("order")
        .header("hx-request", "true")
        .body(Body::from(body))
        .unwrap();
    assert!(desk.respond(request).await.headers().contains_key("hx-redirect"));
    assert_eq!(app.runs.get(), 1);
}
