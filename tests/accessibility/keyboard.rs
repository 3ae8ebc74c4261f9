//! The todo app without a mouse.

use std::sync::Arc;

use crate::axe::Axe;
use crate::keys::{Key, press, write};
use crate::todos::{self, ADD, NOTES, TITLE};
use crate::visit::Visit;
use crate::webdriver::Tab;

const DETAILS: &str = "return document.querySelector('.card details').open";

/// Tab stops at every control once, in the order of the page, and goes on from the last one.
pub(crate) async fn order(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let visit = Visit::new(tab, todos::host().await, axe, scripts);
    todos::fill(&visit.host).await;
    for path in ["/todos", "/todos/1/edit", "/welcome", "/nothing"] {
        visit.open(path).await;
        visit.assert_order().await;
    }
}

/// Adds, completes, changes, finds and deletes a todo.
pub(crate) async fn everything(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let visit = Visit::new(tab, todos::host().await, axe, scripts);
    let tab = &visit.tab;
    visit.open("/todos").await;

    // Blank: the message is at the control that has the focus.
    visit.go_to(TITLE).await;
    write(tab, "   ").await;
    press(tab, Key::Enter).await;
    visit
        .until("document.activeElement.matches('[name=title][aria-invalid=true]')")
        .await;
    visit.until("document.getElementById(document.activeElement.getAttribute('aria-describedby'))?.textContent === 'required'").await;

    replace(tab, "Buy milk").await;
    visit.go_to(".card summary").await;
    let was_open = tab.evaluate(DETAILS).await;
    press(tab, Key::Enter).await;
    assert_ne!(tab.evaluate(DETAILS).await, was_open);
    press(tab, Key::Space).await;
    assert_eq!(tab.evaluate(DETAILS).await, was_open);
    if was_open == false {
        press(tab, Key::Space).await;
    }
    visit.go_to("[name=due]").await;
    write(tab, "11202099").await;
    visit.go_to("[name=urgent]").await;
    press(tab, Key::Space).await;
    visit.go_to(NOTES).await;
    write(tab, "Two litres.").await;
    visit.go_to(ADD).await;
    press(tab, Key::Space).await;
    visit
        .until("document.querySelector('.flash') && !document.querySelector('[aria-busy]')")
        .await;
    assert_eq!(tab.texts(".todos h2").await, ["Buy milk"]);
    assert_eq!(
        tab.texts(".urgent, .notes, time").await,
        ["Urgent", "Fri, 20 Nov 2099", "Two litres."]
    );

    visit.go_to(".tick").await;
    press(tab, Key::Space).await;
    visit
        .until("document.querySelector('.done .tick:not(:disabled)')")
        .await;

    visit.go_to(".tools a").await;
    press(tab, Key::Enter).await;
    visit
        .until("location.pathname === '/todos/1/edit' && document.readyState === 'complete'")
        .await;
    visit.open("/todos/1/edit").await;
    visit.go_to(TITLE).await;
    replace(tab, "Buy oat milk").await;
    press(tab, Key::Enter).await;
    visit
        .until("document.querySelector('.todos h2')?.textContent === 'Buy oat milk'")
        .await;

    visit.open("/todos").await;
    visit.go_to("nav a:nth-child(2)").await;
    press(tab, Key::Enter).await;
    visit
        .until("location.search === '?show=open' && document.querySelector('.empty')")
        .await;
    visit.go_to("[type=search]").await;
    write(tab, "bread").await;
    press(tab, Key::Enter).await;
    visit
        .until("location.search.includes('q=bread') && document.querySelector('.empty')")
        .await;

    visit.open("/todos").await;
    visit.go_to(".tools summary").await;
    press(tab, Key::Enter).await;
    press(tab, Key::Tab).await;
    visit.until("document.activeElement.matches('.danger')").await;
    press(tab, Key::Enter).await;
    visit
        .until("document.querySelector('.flash')?.textContent === 'Deleted'")
        .await;
    // The next stop isn't lost: it is one of the page.
    visit.go_to(TITLE).await;
}

/// Writes over what is in the control that has the focus.
async fn replace(tab: &Tab, text: &str) {
    tab.evaluate("document.activeElement.select()").await;
    write(tab, text).await;
}
