//! `once` with a sealed argument: each page writes the same value as another token.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use frontdesk::testing::{Browser, Page};
use frontdesk::{Desk, Forms, Html, OnceKey, Request, Router, State, server_action};
use tower::service_fn;

use crate::fixtures::{Runs, builder};

/// The price that the page seals, the runs, and the ids of their forms.
#[derive(Clone, Default)]
struct App {
    price: Arc<AtomicU32>,
    runs: Runs,
    keys: Arc<Mutex<Vec<String>>>,
}

impl App {
    /// Does its work, and panics after the first time.
    fn pay(&self, price: u32) -> u32 {
        assert_ne!(self.runs.add(), 1, "after the commit");
        price
    }
}

#[server_action(once)]
async fn plain(#[extract] State(app): State<App>, #[sealed] price: u32, count: u32) -> u32 {
    app.pay(price) * count
}

#[server_action(once)]
async fn with_key(#[extract] State(app): State<App>, #[extract] key: OnceKey, #[sealed] price: u32, count: u32) -> u32 {
    app.keys.lock().unwrap().push(key.to_string());
    app.pay(price) * count
}

async fn page(forms: Forms, State(app): State<App>) -> Html<String> {
    let (plain, with_key) = (forms.of::<Plain>(), forms.of::<WithKey>());
    let price = app.price.load(Ordering::SeqCst);
    let problem = plain.problem().or(with_key.problem());
    let code = problem.map_or("", |problem| &problem.code);
    let result = plain.result::<u32>().or(with_key.result());
    Html(format!(
        "{}{}{}</form>{}{}{}</form><p id=code>{code}</p><p id=result>{result:?}</p>",
        plain.open(),
        plain.seal(Plain::PRICE, &price),
        plain.field(Plain::COUNT).input("text"),
        with_key.open(),
        with_key.seal(WithKey::PRICE, &price),
        with_key.field(WithKey::COUNT).input("text"),
    ))
}

fn desk(app: &App) -> Desk {
    let desk = builder(app.clone()).routes(Router::new().page("/", page));
    desk.action::<Plain>().action::<WithKey>().build().unwrap()
}

/// Returns the problem and the result on a page.
fn shown(page: &Page) -> (String, String) {
    (page.text_of("code").unwrap(), page.text_of("result").unwrap())
}

/// A function with the key did its work and panicked. The page writes the form again, and its user sends it.
#[tokio::test]
async fn form_written_again_runs_with_its_key_if_the_sealed_value_is_the_same() {
    for (price, count, restarts, expected) in [
        (7, "2", false, ("", "Some(14)", 2)),
        (7, "2", true, ("", "Some(14)", 2)),
        (8, "2", false, ("already-sent", "None", 1)),
        (7, "3", false, ("already-sent", "None", 1)),
    ] {
        let app = App::default();
        app.price.store(7, Ordering::SeqCst);
        let current = Arc::new(Mutex::new(desk(&app)));
        let served = Arc::clone(&current);
        let mut browser = Browser::of(service_fn(move |request: Request| {
            let desk = served.lock().unwrap().clone();
            async move { Ok::<_, std::convert::Infallible>(desk.respond(request).await) }
        }));
        let sealed = |page: &Page| page.form::<WithKey>().raw("price").unwrap().to_owned();
        let first = sealed(&browser.get("/").await);
        app.price.store(price, Ordering::SeqCst);
        let page = browser.submit::<WithKey>(|form| form.set(WithKey::COUNT, "2")).await;
        assert_eq!(shown(&page).0, "internal");
        assert_ne!(sealed(&page), first);
        if restarts {
            *current.lock().unwrap() = desk(&app);
        }
        let page = browser.submit::<WithKey>(|form| form.set(WithKey::COUNT, count)).await;
        let case = format!("{price} {count} {restarts}");
        let (code, result) = shown(&page);
        let keys = app.keys.lock().unwrap().clone();
        assert_eq!((&*code, &*result, keys.len()), expected, "{case}");
        assert!(keys.iter().all(|key| *key == keys[0]), "{case}: {keys:?}");
    }
}

/// Nobody got the response to the first send, and the second is rejected: its page writes the same form.
#[tokio::test]
async fn rejected_form_gets_the_outcome_of_its_first_send() {
    for (price, expected) in [(7, ("", "Some(14)")), (8, ("already-sent", "None"))] {
        let app = App::default();
        app.price.store(7, Ordering::SeqCst);
        app.runs.add(); // so that the function doesn't panic
        let desk = desk(&app);
        let mut lost = Browser::new(desk.clone());
        let first = lost.get("/").await;
        let first = first.form::<Plain>();
        let token = |name: &str| first.raw(name).unwrap().to_owned();
        let (once, sealed) = (token("__fd_once"), token("price"));
        let page = lost.submit::<Plain>(|form| form.set(Plain::COUNT, "2")).await;
        assert_eq!(shown(&page).1, "Some(14)");

        app.price.store(price, Ordering::SeqCst);
        let mut browser = Browser::new(desk);
        browser.get("/").await;
        let page = browser
            .submit::<Plain>(|form| {
                let form = form.set(Plain::COUNT, "two").tamper("price", Some(&sealed));
                form.tamper("__fd_once", Some(&once))
            })
            .await;
        assert!(page.form::<Plain>().is_invalid(Plain::COUNT), "{price}");
        assert_eq!(page.form::<Plain>().raw("__fd_once"), Some(&*once), "{price}");
        let page = browser.submit::<Plain>(|form| form.set(Plain::COUNT, "2")).await;
        let (code, result) = shown(&page);
        assert_eq!(
            (&*code, &*result, app.runs.get()),
            (expected.0, expected.1, 2),
            "{price}"
        );
    }
}
