//! Small actions, each of which shows one promise.

use std::io;
use std::time::Duration;

use frontdesk::{Cookies, Message, Problem, Redirect, State, server_action};

use super::cookies::is_cookie_value;
use super::{App, Counts, Gate, SECRET, User};

/// Returns a value.
#[server_action]
pub async fn add(a: i64, b: i64) -> Result<i64, Problem> {
    a.checked_add(b)
        .ok_or_else(|| Problem::field("b", Message::new("sum-too-large", "the sum is too large")))
}

/// Has the desk's own limit on bodies.
#[server_action]
pub async fn short_text(text: String) -> usize {
    text.len()
}

/// Has a body limit of its own.
#[server_action(body_limit = "5MB")]
pub async fn long_text(text: String) -> usize {
    text.len()
}

/// Sets a cookie and returns nothing.
#[server_action]
pub async fn set_theme(#[extract] cookies: Cookies, theme: String) -> Result<(), Problem> {
    if !is_cookie_value(&theme) {
        return Err(Problem::field(
            "theme",
            Message::new("bad-theme", "a cookie can't have that value"),
        ));
    }
    cookies.set("theme", theme);
    Ok(())
}

/// Redirects to a target that the caller chooses. Only paths of this origin are accepted.
#[server_action]
pub async fn go(to: String) -> Redirect {
    Redirect::to(to)
}

/// Returns how often it ran: shows that a refused request did not run it.
///
/// It takes only a part of the state, which the desk declares as a substate.
#[server_action]
pub async fn count(#[extract] State(counts): State<Counts>) -> u32 {
    counts.call()
}

/// Waits half way until the gate is opened.
#[server_action(state = App)]
pub async fn gated(#[extract] State(gate): State<Gate>) -> u32 {
    gate.pass().await
}

/// Sleeps. Callers wait for half a second at most; the function runs to its end nevertheless.
#[server_action(timeout = "500ms")]
pub async fn slow(#[extract] State(App { slow_ended, .. }): State<App>, ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    let _ = slow_ended.add();
}

/// Panics.
#[server_action]
#[expect(clippy::panic, reason = "to show how a panic is handled")]
pub async fn panics() {
    panic!("{SECRET}");
}

/// Fails with an internal error, which clients must not see.
#[server_action]
pub async fn fails() -> Result<(), io::Error> {
    Err(io::Error::other(SECRET))
}

/// Fails with a problem of status 403.
#[server_action]
pub async fn refuses() -> Result<(), Problem> {
    Err(Problem::forbidden().with_detail(Message::new("no-access.anyone", "This is not allowed.")))
}

/// Fails with a problem of status 404.
#[server_action]
pub async fn missing() -> Result<(), Problem> {
    Err(Problem::not_found().with_detail(Message::new("gone.item", "It no longer exists.")))
}

/// Uses an extractor that was written for an axum app.
#[server_action(state = App)]
pub async fn only_axum_user(#[extract] user: User) -> String {
    user.name
}
