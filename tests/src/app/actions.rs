//! Small actions, each for one promise.

use std::io;
use std::time::Duration;

use frontdesk::{Cookies, Problem, Redirect, State, server_action};

use super::cookies::is_cookie_value;
use super::{App, Counts, Gate, SECRET, User};

/// A value.
#[server_action]
pub async fn add(a: i64, b: i64) -> Result<i64, Problem> {
    a.checked_add(b)
        .ok_or_else(|| Problem::field("b", "the sum is too large"))
}

/// The desk's own limit on bodies.
#[server_action]
pub async fn short_text(text: String) -> usize {
    text.len()
}

/// A limit of its own.
#[server_action(body_limit = "5MB")]
pub async fn long_text(text: String) -> usize {
    text.len()
}

/// A cookie, and nothing to say.
#[server_action]
pub async fn set_theme(#[extract] cookies: Cookies, theme: String) -> Result<(), Problem> {
    if !is_cookie_value(&theme) {
        return Err(Problem::field("theme", "no cookie can have that value"));
    }
    cookies.set("theme", theme);
    Ok(())
}

/// A redirect to wherever the caller says, if that is a path of this origin.
#[server_action]
pub async fn go(to: String) -> Redirect {
    Redirect::to(to)
}

/// How often this ran: shows that a refused request did not run it.
///
/// It reads a part of the state alone; the desk says that it has that part.
#[server_action]
pub async fn count(#[extract] State(counts): State<Counts>) -> u32 {
    counts.call()
}

/// Stops half way until somebody opens the gate.
#[server_action(state = App)]
pub async fn gated(#[extract] State(gate): State<Gate>) -> u32 {
    gate.pass().await
}

/// Takes its time, and is not waited for longer than half a second; it ends all the same.
#[server_action(timeout = "500ms")]
pub async fn slow(#[extract] State(App { slow_ended, .. }): State<App>, ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    let _ = slow_ended.add();
}

/// A panic.
#[server_action]
#[expect(clippy::panic, reason = "to show what becomes of a panic")]
pub async fn panics() {
    panic!("{SECRET}");
}

/// An error that is nobody's business.
#[server_action]
pub async fn fails() -> Result<(), io::Error> {
    Err(io::Error::other(SECRET))
}

/// A problem with status 403.
#[server_action]
pub async fn refuses() -> Result<(), Problem> {
    Err(Problem::forbidden().with_detail("Nobody may do this."))
}

/// A problem with status 404.
#[server_action]
pub async fn missing() -> Result<(), Problem> {
    Err(Problem::not_found().with_detail("It is gone."))
}

/// An extractor that was written for an axum app.
#[server_action(state = App)]
pub async fn only_axum_user(#[extract] user: User) -> String {
    user.name
}
