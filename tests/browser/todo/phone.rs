//! Uses the todo list on a small screen.

use crate::host::Host;
use crate::webdriver::Tab;

const TITLE: &str = "[name=title]";
const NOTES: &str = "[name=notes]";
const URGENT: &str = "[name=urgent]";
const SUBMIT: &str = ".primary";

/// The width of the screen, in CSS pixels.
const WIDTH: f64 = 390.0;

pub(crate) async fn whole(tab: Tab) {
    let host = Host::start().await;
    tab.open(&host.url("/")).await;
    assert_eq!(tab.address().await, "/todos");
    assert_fits(&tab).await;

    // The notes are too long. The title is a single word, which can't be wrapped between words.
    let (title, long) = (
        "Donaudampfschifffahrtsgesellschaftskapit\u{e4}n".repeat(4),
        "x".repeat(2001),
    );
    tab.type_into(TITLE, &title).await;
    tab.click("summary").await;
    tab.click(URGENT).await;
    tab.paste_into(NOTES, &long, 1).await;
    tab.follow(SUBMIT).await;
    assert_eq!(tab.texts(".error").await, ["must have at most 2000 characters"]);
    assert_eq!((tab.value(TITLE).await, tab.value(NOTES).await), (title.clone(), long));
    assert!(tab.is_checked(URGENT).await);
    assert_eq!(host.todo().await, None);
    assert_fits(&tab).await;

    // Fixed.
    tab.type_into(NOTES, "first\nsecond").await;
    tab.follow(SUBMIT).await;
    let todo = host.todo().await.unwrap();
    assert_eq!(todo.content.title.0, title);
    assert_eq!(todo.content.notes.0, "first\nsecond");
    assert!(todo.content.urgent && !todo.content.done);
    assert_eq!(tab.address().await, "/todos");
    assert_eq!(tab.texts(".todos h2").await, [title.as_str()]);
    assert_fits(&tab).await;

    // The same title again is refused.
    tab.type_into(TITLE, &title).await;
    tab.follow(SUBMIT).await;
    assert_eq!(tab.texts(".error").await, ["is already on your list"]);

    tab.follow(".tick").await;
    assert_eq!(tab.texts(".done h2").await, [title.as_str()]);
    assert!(host.todo().await.unwrap().content.done);
    assert_fits(&tab).await;

    tab.click(".todos summary").await;
    assert_fits(&tab).await;
    tab.follow(".danger").await;
    assert_eq!(tab.texts(".todos li").await.len(), 0);
    assert_eq!(host.todo().await, None);
}

pub(crate) async fn edit(tab: Tab) {
    let host = Host::start().await;
    tab.open(&host.url("/todos")).await;
    tab.type_into(TITLE, "Buy milk").await;
    tab.follow(SUBMIT).await;
    tab.follow(".tools a").await;
    assert_eq!(tab.value(TITLE).await, "Buy milk");
    assert_fits(&tab).await;

    // The browser refuses what its constraints forbid,
    tab.type_into(TITLE, "").await;
    tab.click(SUBMIT).await;
    assert_eq!(tab.texts("[name=title]:invalid").await.len(), 1);
    // and the app refuses the rest.
    tab.type_into(TITLE, "   ").await;
    tab.paste_into("[name=due]", "0026-11-20", 1).await;
    tab.follow(SUBMIT).await;
    assert_eq!(
        tab.texts(".error").await,
        ["required", "write the year with four digits"]
    );
    assert_eq!(tab.value("[name=due]").await, "0026-11-20");
    assert_fits(&tab).await;

    tab.type_into(TITLE, "Buy oat milk").await;
    tab.paste_into("[name=due]", "2026-11-20", 1).await;
    tab.follow(SUBMIT).await;
    assert_eq!(tab.texts(".todos h2").await, ["Buy oat milk"]);
    let content = host.todo().await.unwrap().content;
    assert_eq!(content.title.0, "Buy oat milk");
    assert_eq!(content.due.unwrap().0.to_string(), "2026-11-20");
}

/// A page of the host app, with a form of the desk.
pub(crate) async fn welcome(tab: Tab) {
    let host = Host::start().await;
    tab.open(&host.url("/welcome")).await;
    assert_fits(&tab).await;
    tab.type_into(TITLE, "   ").await;
    tab.follow(SUBMIT).await;
    assert!(tab.address().await.starts_with("/welcome?_fd="));
    assert_eq!(tab.texts(".error").await, ["required"]);
    assert_fits(&tab).await;
    tab.type_into(TITLE, "Buy milk").await;
    tab.follow(SUBMIT).await;
    assert_eq!(tab.texts(".todos h2").await, ["Buy milk"]);
}

/// Asserts that the page doesn't scroll sideways: on a phone, a page that is too wide is zoomed out
/// or cut off.
async fn assert_fits(tab: &Tab) {
    for width in ["innerWidth", "document.documentElement.scrollWidth"] {
        assert_eq!(tab.evaluate(&format!("return {width}")).await, WIDTH, "{width}");
    }
}
