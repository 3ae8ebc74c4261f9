//! What `#[server_action(…)]` says: other names, time, and who may call.

use std::time::{Duration, Instant};

use frontdesk::{Problem, State, server_action};
use tokio::sync::mpsc;

use crate::fixtures::{builder, post, problem, text, with};

#[server_action(alias = "add_todo", alias = "new-todo")]
async fn create_todo(title: String) -> String {
    title
}

#[tokio::test]
async fn an_alias_still_arrives_and_is_the_same_action() {
    let desk = builder(()).action::<CreateTodo>().build().unwrap();
    for name in ["create_todo", "add_todo", "new-todo"] {
        let response = desk.answer(with(post(name), "title=x")).await;
        assert_eq!(text(response).await, "\"x\"", "{name}");
    }
    // What comes back names the action by its own name, so that its page finds it.
    let response = desk
        .answer(with(crate::fixtures::browser("add_todo"), "__fd_return=/"))
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
fn a_name_that_two_actions_answer_to_is_a_mistake_with_both_places() {
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
struct Told(mpsc::UnboundedSender<&'static str>);

#[server_action(timeout = "50ms")]
async fn slow(#[extract] State(told): State<Told>, ms: u64) -> Result<u64, Problem> {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    told.0.send("ended").unwrap();
    Ok(ms)
}

#[tokio::test]
async fn a_caller_stops_waiting_and_the_function_goes_on() {
    let (sender, mut told) = mpsc::unbounded_channel();
    let desk = builder(Told(sender)).action::<Slow>().build().unwrap();
    let begun = Instant::now();
    let response = desk.answer(with(post("slow"), "ms=400")).await;
    assert!(begun.elapsed() < Duration::from_millis(300));
    assert!(!response.headers().contains_key("retry-after"));
    let body = text(response).await;
    assert!(
        body.contains("\"timeout\"") && body.contains("may have been partly processed"),
        "{body}"
    );
    assert!(told.try_recv().is_err());
    assert_eq!(told.recv().await, Some("ended"), "never cut in half");

    let response = desk.answer(with(post("slow"), "ms=1")).await;
    assert_eq!(text(response).await, "1");
    let response = desk.answer(with(post("slow"), "ms=x")).await;
    assert_eq!(problem(response).await, (422, "invalid-fields".into()));
}

#[server_action(origin = "any")]
async fn open_door(n: u32) -> u32 {
    n
}

#[tokio::test]
async fn an_action_for_any_origin_is_not_guarded_and_the_boot_table_warns() {
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
            let response = desk.answer(with(request, "n=1&title=x")).await;
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
