//! The options of `#[server_action(…)]`: `alias`, `timeout` and `origin`.

use std::time::{Duration, Instant};

use frontdesk::{Problem, State, server_action};
use tokio::sync::mpsc;

use crate::fixtures::{builder, post, status_and_code, text, with_body};

#[server_action(alias = "add_todo", alias = "new-todo")]
async fn create_todo(title: String) -> String {
    title
}

#[tokio::test]
async fn alias_runs_the_same_action() {
    let desk = builder(()).action::<CreateTodo>().build().unwrap();
    for name in ["create_todo", "add_todo", "new-todo"] {
        let response = desk.respond(with_body(post(name), "title=x")).await;
        assert_eq!(text(response).await, "\"x\"", "{name}");
    }
    // The form state contains the canonical name, so that the page finds it.
    let response = desk
        .respond(with_body(crate::fixtures::browser_post("add_todo"), "__fd_return=/"))
        .await;
    assert_eq!(response.status(), 303);
    let table = desk.table();
    assert_eq!(table.actions()[0].aliases, ["add_todo", "new-todo"]);
    assert!(
        table
            .to_string()
            .contains("/_actions/create_todo(title) = add_todo = new-todo"),
        "{table}"
    );
}

mod other {
    #[frontdesk::server_action]
    pub(super) async fn add_todo() {}

    #[frontdesk::server_action(name = "third", alias = "new-todo")]
    pub(super) async fn third() {}
}

#[test]
fn name_of_two_actions_is_a_mistake_with_both_places() {
    let desk = builder(()).action::<CreateTodo>();
    let error = desk
        .action::<other::AddTodo>()
        .action::<other::Third>()
        .build()
        .unwrap_err();
    let mistakes = error.mistakes();
    assert_eq!(mistakes.len(), 2, "{error}");
    for (mistake, what) in mistakes.iter().zip([
        "`add_todo`, an alias of the server action `create_todo`, is also a name of `add_todo`",
        "`new-todo`, an alias of the server action `third`, is also a name of `create_todo`",
    ]) {
        let text = mistake.to_string();
        assert!(text.contains(what), "{text}");
        assert_eq!(text.matches("options.rs:").count(), 2, "{text}");
    }
}

#[derive(Clone)]
struct Notify(mpsc::UnboundedSender<&'static str>);

#[server_action(timeout = "50ms")]
async fn slow(#[extract] State(notify): State<Notify>, ms: u64) -> Result<u64, Problem> {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    notify.0.send("ended").unwrap();
    Ok(ms)
}

#[tokio::test]
async fn timeout_ends_the_wait_but_not_the_function() {
    let (sender, mut ended) = mpsc::unbounded_channel();
    let desk = builder(Notify(sender)).action::<Slow>().build().unwrap();
    let begun = Instant::now();
    let response = desk.respond(with_body(post("slow"), "ms=400")).await;
    assert!(begun.elapsed() < Duration::from_millis(300));
    assert!(!response.headers().contains_key("retry-after"));
    let body = text(response).await;
    assert!(
        body.contains("\"timeout\"") && body.contains("may have been partly processed"),
        "{body}"
    );
    assert!(ended.try_recv().is_err());
    assert_eq!(ended.recv().await, Some("ended"), "the function was cancelled");

    let response = desk.respond(with_body(post("slow"), "ms=1")).await;
    assert_eq!(text(response).await, "1");
    let response = desk.respond(with_body(post("slow"), "ms=x")).await;
    assert_eq!(status_and_code(response).await, (422, "invalid-fields".into()));
}

#[server_action(origin = "any")]
async fn open_door(n: u32) -> u32 {
    n
}

#[tokio::test]
async fn any_origin_disables_the_guard_and_is_marked_in_the_boot_table() {
    let desk = builder(()).action::<OpenDoor>().action::<CreateTodo>().build().unwrap();
    for (action, allowed) in [("open_door", true), ("create_todo", false)] {
        for headers in [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..],
            &[("origin", "null")],
            &[],
        ] {
            let mut request = http::Request::post(format!("/_actions/{action}"))
                .header("content-type", "application/x-www-form-urlencoded");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let response = desk.respond(with_body(request, "n=1&title=x")).await;
            assert_eq!(response.status() == 200, allowed, "{action} {headers:?}");
        }
    }
    let table = desk.table();
    assert!(
        table.to_string().contains("/_actions/open_door(n) !any origin"),
        "{table}"
    );
    assert_eq!(table.to_string().matches("!any origin").count(), 1);
}
