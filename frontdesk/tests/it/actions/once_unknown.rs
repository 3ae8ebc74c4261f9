//! `once` where it is unknown whether a form has run before: what the client receives, and `OnceKey`.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk::store::StateStore;
use frontdesk::testing::Browser;
use frontdesk::{
    Action, Desk, DeskBuilder, Forms, FromRequestParts, Html, OnceKey, Problem, Request, Router, State, get,
    server_action,
};

use crate::fixtures::{Clock, Runs, SharedStore, builder, json, keys, post, text, with_body};

/// Counts the runs, and has the keys of each.
#[derive(Clone, Default)]
struct App {
    runs: Runs,
    keys: Arc<Mutex<Vec<String>>>,
}

impl App {
    async fn run(&self, how: &str) -> Result<u32, Problem> {
        match (self.runs.add(), how) {
            (1, "panic") => panic!("while it ran"),
            (1, "slow") => {
                tokio::time::sleep(Duration::from_secs(5)).await;
                Ok(1)
            }
            (1, "error") => Err(Problem::field("how", "not now")),
            (run, _) => Ok(run),
        }
    }
}

#[server_action(once, timeout = "200ms")]
async fn plain(#[extract] State(app): State<App>, how: String) -> Result<u32, Problem> {
    app.run(&how).await
}

#[server_action(once, timeout = "200ms")]
async fn with_key(#[extract] State(app): State<App>, #[extract] key: OnceKey, how: String) -> Result<u32, Problem> {
    app.keys.lock().unwrap().push(key.as_str().to_owned());
    app.run(&how).await
}

async fn page(forms: Forms) -> Html<String> {
    let (plain, with_key) = (forms.of::<Plain>(), forms.of::<WithKey>());
    let code = with_key.problem().map_or("", |problem| &problem.code).to_owned();
    let how = with_key.field(WithKey::HOW).input("text");
    Html(format!(
        "{}</form>{}{how}<p id=code>{code}</p></form>",
        plain.open(),
        with_key.open()
    ))
}

fn desk(app: &App, more: impl FnOnce(DeskBuilder<App>) -> DeskBuilder<App>) -> Desk {
    let desk = builder(app.clone()).routes(Router::new().page("/", page));
    more(desk.action::<Plain>().action::<WithKey>()).build().unwrap()
}

async fn request<A: Action>(desk: &Desk, how: &str) -> impl Fn() -> Request + use<A> {
    let page = Browser::new(desk.clone()).get("/").await;
    let token = page.form::<A>().raw("__fd_once").unwrap().to_owned();
    let body = format!("how={how}&__fd_once={token}");
    move || with_body(post(A::NAME), &body)
}

/// Returns the value, or status, code and detail.
async fn send(desk: &Desk, request: Request) -> Result<String, (u16, String, String)> {
    let response = desk.respond(request).await;
    let status = response.status().as_u16();
    if status == 200 {
        return Ok(text(response).await);
    }
    let problem = json(response).await;
    let member = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    Err((status, member("code"), member("detail")))
}

/// Makes it unknown whether the form has run: returns the desk that gets the repeat.
type Forget = fn(&App, &SharedStore, &Clock, Desk) -> Desk;

/// What happens, what the function does, and the status, code and detail of the repeat.
type Case = (&'static str, &'static str, Forget, (u16, &'static str), &'static str);

#[tokio::test]
async fn form_whose_outcome_is_unknown_runs_again_only_with_its_key() {
    let unshared = |app: &App, _: &SharedStore, _: &Clock, _: Desk| desk(app, |desk| desk);
    let down = |_: &App, store: &SharedStore, _: &Clock, desk: Desk| {
        store.set_down(true);
        desk
    };
    let same = |_: &App, _: &SharedStore, _: &Clock, desk: Desk| desk;
    let cases: [Case; 5] = [
        (
            "another process",
            "ok",
            unshared,
            (409, "once-unknown"),
            "We cannot tell whether",
        ),
        (
            "the store fails",
            "ok",
            down,
            (503, "once-unavailable"),
            "we cannot tell whether",
        ),
        (
            "panic",
            "panic",
            same,
            (409, "already-sent"),
            "may have been partly processed",
        ),
        (
            "timeout",
            "slow",
            same,
            (409, "already-sent"),
            "may have been partly processed",
        ),
        // The outcome of an error is known: there is none.
        ("error", "error", same, (200, ""), ""),
    ];
    for (case, how, forget, (status, code), detail) in cases {
        for has_key in [false, true] {
            let (app, store, clock) = (App::default(), SharedStore::default(), Clock::default());
            let before = desk(&app, |desk| desk.state_store(store.clone()).runtime(clock.clone()));
            let request: Box<dyn Fn() -> Request> = match has_key {
                false => Box::new(request::<Plain>(&before, how).await),
                true => Box::new(request::<WithKey>(&before, how).await),
            };
            let first = send(&before, request()).await;
            assert_eq!(first.is_ok(), how == "ok", "{case}: {first:?}");
            let after = forget(&app, &store, &clock, before);
            let again = send(&after, request()).await;
            if has_key || status == 200 {
                assert_eq!(again.as_deref(), Ok("2"), "{case}");
                let keys = app.keys.lock().unwrap();
                assert!(
                    !has_key || (keys[0].len() == 22 && keys[0] == keys[1]),
                    "{case}: {keys:?}"
                );
                continue;
            }
            let refused = again.unwrap_err();
            assert_eq!((refused.0, &*refused.1), (status, code), "{case}");
            assert!(refused.2.contains(detail), "{case}: {}", refused.2);
            assert_eq!(app.runs.get(), 1, "{case}");
        }
    }
}

/// A form that the same process has run is not run again, with a key or without.
#[tokio::test]
async fn known_outcome_is_repeated_without_a_run() {
    let app = App::default();
    let desk = desk(&app, |desk| desk);
    let request = request::<WithKey>(&desk, "ok").await;
    for _ in 0..3 {
        assert_eq!(send(&desk, request()).await.as_deref(), Ok("1"));
    }
    assert_eq!(app.runs.get(), 1);
}

/// A token that doesn't open can't tell either. Its problem has only what is certain.
#[tokio::test]
async fn token_that_does_not_open_promises_nothing() {
    let (app, clock) = (App::default(), Clock::default());
    let before = desk(&app, |desk| desk.runtime(clock.clone()));
    let (plain, with_key) = (
        request::<Plain>(&before, "ok").await,
        request::<WithKey>(&before, "ok").await,
    );
    let other_key = desk(&app, |desk| desk.keys(keys(&[2])));
    assert_eq!(send(&before, plain()).await.as_deref(), Ok("1"));
    let late = |desk| {
        clock.advance(Duration::from_secs(24 * 3600 + 1));
        desk
    };
    for (case, desk) in [("another key", other_key), ("a day later", late(before))] {
        for request in [plain(), with_key(), with_body(post("plain"), "how=ok")] {
            let (status, code, detail) = send(&desk, request).await.unwrap_err();
            assert_eq!((status, &*code), (422, "form-expired"), "{case}");
            assert!(
                detail.starts_with("This time nothing was done. If you have sent it before, we cannot tell"),
                "{detail}"
            );
        }
    }
    assert_eq!(app.runs.get(), 1);
}

/// An app that changes from one kind of store to the other: neither knows the other's claims.
#[tokio::test]
async fn tokens_of_another_kind_of_store_are_unknown() {
    let app = App::default();
    let shared: fn(DeskBuilder<App>) -> DeskBuilder<App> = |desk| desk.state_store(SharedStore::default());
    let own: fn(DeskBuilder<App>) -> DeskBuilder<App> = |desk| desk;
    for (from, to) in [(shared, own), (own, shared)] {
        let form = request::<Plain>(&desk(&app, from), "ok").await;
        let refused = send(&desk(&app, to), form()).await.unwrap_err();
        assert_eq!((refused.0, &*refused.1), (409, "once-unknown"));
    }
    assert!(SharedStore::default().is_shared());
    assert_eq!(app.runs.get(), 0);
}

/// Takes the key, and reads it if the client asks for that.
struct EarlyKey;

impl<S: Sync> FromRequestParts<S> for EarlyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut http::request::Parts, state: &S) -> Result<Self, Problem> {
        let key = OnceKey::from_request_parts(parts, state).await?;
        if parts.headers.contains_key("x-early") {
            assert_eq!(key.as_str(), "");
        }
        Ok(Self)
    }
}

#[server_action(once)]
async fn early(#[extract] State(app): State<App>, #[extract] _early: EarlyKey, #[extract] key: OnceKey) -> String {
    app.runs.add();
    key.to_string()
}

type Renamed = OnceKey;

#[server_action]
async fn not_once(#[extract] State(app): State<App>, #[extract] key: Renamed) -> String {
    app.runs.add();
    key.to_string()
}

/// There is never an empty key: what has none is a masked 500.
#[tokio::test]
async fn key_without_a_form_is_a_masked_500() {
    let app = App::default();
    let page = async |forms: Forms| Html(format!("{}</form>", forms.of::<Early>().open()));
    let routes = Router::new()
        .page("/", page)
        .route("/key", get(async |key: OnceKey| key.to_string()));
    let desk = builder(app.clone())
        .routes(routes)
        .action::<Early>()
        .action::<NotOnce>()
        .build()
        .unwrap();
    let token = Browser::new(desk.clone())
        .get("/")
        .await
        .form::<Early>()
        .raw("__fd_once")
        .unwrap()
        .to_owned();
    let early = || post("early").header("x-early", "1");
    let body = format!("__fd_once={token}");
    let get = http::Request::get("/key").header("accept", "application/json");
    for (case, request) in [
        ("read by an extractor", with_body(early(), &body)),
        ("without `once`", with_body(post("not_once"), "")),
        ("a route handler", with_body(get, "")),
    ] {
        let response = desk.respond(request).await;
        assert_eq!(response.status(), 500, "{case}");
        assert_eq!(json(response).await["code"], "internal", "{case}");
    }
    assert_eq!(app.runs.get(), 0);
    let response = desk.respond(with_body(post("early"), &body)).await;
    assert_eq!(text(response).await.len(), 24, "taken by an extractor, not read");
}

/// A page that shows the form after a failure repeats its key: what failed may have been the commit.
#[tokio::test]
async fn failed_form_has_its_key_again() {
    for (how, runs) in [("panic", 2), ("slow", 2), ("error", 2), ("ok", 1)] {
        let app = App::default();
        let mut browser = Browser::new(desk(&app, |desk| desk));
        browser.get("/").await;
        for _ in 0..2 {
            browser.submit::<WithKey>(|form| form.set(WithKey::HOW, how)).await;
        }
        let keys = app.keys.lock().unwrap().clone();
        assert_eq!(keys.len(), 2, "{how}");
        // After a success, the page has a new form.
        assert_eq!(keys[0] == keys[1], runs == 2, "{how}: {keys:?}");
    }
    // What failed with one value is not run with another: that is another form.
    let app = App::default();
    let mut browser = Browser::new(desk(&app, |desk| desk));
    browser.get("/").await;
    let send = async |browser: &mut Browser, how: &str| {
        let page = browser.submit::<WithKey>(|form| form.set(WithKey::HOW, how)).await;
        (page.text_of("code").unwrap(), app.keys.lock().unwrap().clone())
    };
    assert_eq!(send(&mut browser, "panic").await.0, "internal");
    assert_eq!(send(&mut browser, "ok").await.0, "already-sent");
    let (code, keys) = send(&mut browser, "ok").await;
    assert_eq!((&*code, keys.len()), ("", 2));
    assert_ne!(keys[0], keys[1]);
}
