//! A `once` form that was rejected before its function ran: an earlier send may have run it.

use std::sync::{Arc, Mutex};

use frontdesk::http::request::Parts;
use frontdesk::testing::{Browser, Page};
use frontdesk::{
    Action, Cookies, Desk, Forms, FromRequestParts, Html, OnceKey, Problem, Request, Router, State, server_action,
};
use tower::service_fn;

use crate::fixtures::{Runs, builder, post, with_body};

struct User;

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        match cookies.get("user").as_deref() {
            Some("ada") => Ok(Self),
            _ => Err(Problem::unauthorized("Session")),
        }
    }
}

#[server_action(once)]
async fn order(#[extract] _user: User, #[extract] State(runs): State<Runs>, count: u32) -> u32 {
    runs.add() * 100 + count
}

#[server_action(once)]
async fn with_key(
    #[extract] _user: User,
    #[extract] key: OnceKey,
    #[extract] State(runs): State<Runs>,
    count: u32,
) -> u32 {
    assert_eq!(key.len(), 22);
    runs.add() * 100 + count
}

/// Checks the form, and does nothing.
#[server_action]
async fn preview(count: u32) {
    let _ = count;
}

async fn page(forms: Forms) -> Html<String> {
    let (order, with_key) = (forms.of::<Order>(), forms.of::<WithKey>());
    let problems = [order.problem(), with_key.problem()];
    let code = problems
        .into_iter()
        .flatten()
        .next()
        .map_or("", |problem| &problem.code);
    let result = order.result::<u32>().or(with_key.result());
    Html(format!(
        "{}{}<button>Send</button><button formaction=/_actions/preview>Preview</button></form>{}{}<button>Send</button></form>\
         <p id=code>{code}</p><p id=result>{result:?}</p>",
        order.open(),
        order.field(Order::COUNT).input("text"),
        with_key.open(),
        with_key.field(WithKey::COUNT).input("text"),
    ))
}

fn desk(runs: &Runs) -> Desk {
    let desk = builder(runs.clone()).routes(Router::new().page("/", page));
    desk.action::<Order>()
        .action::<WithKey>()
        .action::<Preview>()
        .build()
        .unwrap()
}

fn token<A: Action>(page: &Page) -> String {
    page.form::<A>().raw("__fd_once").unwrap().to_owned()
}

#[derive(Clone, Copy, Debug)]
enum Rejected {
    Extractor,
    Type,
    Nothing,
}

/// Nobody gets the response to the first send. The second is rejected before it is known that the form was
/// sent before, and its page must not make a new form of it.
#[tokio::test]
async fn form_is_the_same_until_it_is_known_whether_it_ran() {
    for (rejected, restarts, expected) in [
        (Rejected::Extractor, false, ("", "Some(101)", 1)),
        (Rejected::Type, false, ("", "Some(101)", 1)),
        (Rejected::Nothing, false, ("", "Some(101)", 1)),
        (Rejected::Extractor, true, ("once-unknown", "None", 1)),
        (Rejected::Type, true, ("once-unknown", "None", 1)),
        (Rejected::Nothing, true, ("once-unknown", "None", 1)),
    ] {
        let (runs, current) = (Runs::default(), Arc::new(Mutex::new(None)));
        *current.lock().unwrap() = Some(desk(&runs));
        let app = Arc::clone(&current);
        let mut browser = Browser::of(service_fn(move |request: Request| {
            let desk = app.lock().unwrap().clone().unwrap();
            async move { Ok::<_, std::convert::Infallible>(desk.respond(request).await) }
        }));
        browser.set_cookie("user", "ada");
        let first = browser.get("/").await;
        let body = format!("count=1&__fd_once={}", token::<Order>(&first));
        let lost = with_body(post("order").header("cookie", "user=ada"), &body);
        let before = current.lock().unwrap().clone().unwrap();
        assert_eq!(before.respond(lost).await.status(), 200);
        if restarts {
            *current.lock().unwrap() = Some(desk(&runs));
        }
        let case = format!("{rejected:?} {restarts}");
        let page = match rejected {
            Rejected::Extractor => {
                browser.set_cookie("user", "");
                let page = browser.submit::<Order>(|form| form.set(Order::COUNT, "1")).await;
                assert_eq!(page.text_of("code").as_deref(), Some("unauthorized"), "{case}");
                browser.set_cookie("user", "ada");
                Some(page)
            }
            Rejected::Type => {
                let page = browser.submit::<Order>(|form| form.set(Order::COUNT, "one")).await;
                assert!(page.form::<Order>().is_invalid(Order::COUNT), "{case}");
                Some(page)
            }
            Rejected::Nothing => None,
        };
        assert!(
            page.is_none_or(|page| token::<Order>(&page) == token::<Order>(&first)),
            "{case}"
        );
        let page = browser.submit::<Order>(|form| form.set(Order::COUNT, "1")).await;
        let shown = (
            &*page.text_of("code").unwrap(),
            &*page.text_of("result").unwrap(),
            runs.get(),
        );
        assert_eq!(shown, expected, "{case}");
        // Now its user knows, and it is a new form.
        let page = browser.submit::<Order>(|form| form.set(Order::COUNT, "2")).await;
        let shown = (page.text_of("code").unwrap(), page.text_of("result").unwrap());
        assert_eq!(shown, (String::new(), "Some(202)".to_owned()), "{case}");
    }
}

#[tokio::test]
async fn key_is_the_same_after_a_rejection() {
    let runs = Runs::default();
    let mut browser = Browser::new(desk(&runs));
    let first = token::<WithKey>(&browser.get("/").await);
    let page = browser.submit::<WithKey>(|form| form.set(WithKey::COUNT, "1")).await;
    assert_eq!((token::<WithKey>(&page), runs.get()), (first, 0));
}

/// A button that sends the form elsewhere doesn't make a new form of it.
#[tokio::test]
async fn other_button_leaves_the_form_as_it_is() {
    let runs = Runs::default();
    let mut browser = Browser::new(desk(&runs));
    let first = token::<Order>(&browser.get("/").await);
    for count in ["x", "3"] {
        let page = browser.press("Preview", |form| form.set_path("count", count)).await;
        assert_eq!(token::<Order>(&page), first, "{count}");
    }
}

/// A client can send any text as a token. A page doesn't repeat a long one.
#[tokio::test]
async fn long_token_is_not_repeated() {
    for (length, is_repeated) in [(256, true), (257, false)] {
        let mut browser = Browser::new(desk(&Runs::default()));
        browser.get("/").await;
        let sent = "x".repeat(length);
        let page = browser
            .submit::<Order>(|form| form.tamper("__fd_once", Some(&sent)))
            .await;
        assert_eq!(token::<Order>(&page) == sent, is_repeated, "{length}");
    }
}
