//! The todo app without a mouse.

use std::sync::Arc;

use crate::axe::Axe;
use crate::host::Host;
use crate::keys::{Key, press, write};
use crate::todos::{self, ADD, NOTES, TITLE};
use crate::visit::Visit;
use crate::webdriver::Tab;

/// How often Tab may be pressed until it is back at the first control. A date has a stop for each of its parts.
const STOPS: usize = 60;

const DETAILS: &str = "return document.querySelector('.card details').open";

/// Tab stops at every control once, in the order of the page, and goes on from the last one.
pub(crate) async fn order(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let visit = Visit::new(tab, Host::todo().await, axe, scripts);
    todos::fill(&visit.host).await;
    for path in ["/todos", "/todos/1/edit", "/welcome", "/nothing"] {
        visit.open(path).await;
        let expected = visit.check("controls().map(named)").await;
        let mut stops: Vec<String> = Vec::new();
        for _ in 0..STOPS {
            press(&visit.tab, Key::Tab).await;
            let focused = visit
                .check("[document.activeElement].filter(one => one !== document.body).map(named)")
                .await;
            let Some(stop) = focused.into_iter().next() else { break };
            if stops.last() != Some(&stop) {
                if stops.len() >= expected.len() {
                    break;
                }
                stops.push(stop);
            }
        }
        assert_eq!(stops, expected, "{path}");
    }
}

/// Adds, completes, changes, finds and deletes a todo.
pub(crate) async fn everything(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let visit = Visit::new(tab, Host::todo().await, axe, scripts);
    let tab = &visit.tab;
    visit.open("/todos").await;

    // Blank: the message is at the control that has the focus.
    go_to(&visit, TITLE).await;
    write(tab, "   ").await;
    press(tab, Key::Enter).await;
    visit
        .until("document.activeElement.matches('[name=title][aria-invalid=true]')")
        .await;
    visit.until("document.getElementById(document.activeElement.getAttribute('aria-describedby'))?.textContent === 'required'").await;

    replace(tab, "Buy milk").await;
    go_to(&visit, ".card summary").await;
    let was_open = tab.evaluate(DETAILS).await;
    press(tab, Key::Enter).await;
    assert_ne!(tab.evaluate(DETAILS).await, was_open);
    press(tab, Key::Space).await;
    assert_eq!(tab.evaluate(DETAILS).await, was_open);
    if was_open == false {
        press(tab, Key::Space).await;
    }
    go_to(&visit, "[name=due]").await;
    write(tab, "11202099").await;
    go_to(&visit, "[name=urgent]").await;
    press(tab, Key::Space).await;
    go_to(&visit, NOTES).await;
    write(tab, "Two litres.").await;
    go_to(&visit, ADD).await;
    press(tab, Key::Space).await;
    visit
        .until("document.querySelector('.flash') && !document.querySelector('[aria-busy]')")
        .await;
    assert_eq!(tab.texts(".todos h2").await, ["Buy milk"]);
    assert_eq!(
        tab.texts(".urgent, .notes, time").await,
        ["Urgent", "Fri, 20 Nov 2099", "Two litres."]
    );

    go_to(&visit, ".tick").await;
    press(tab, Key::Space).await;
    visit
        .until("document.querySelector('.done .tick:not(:disabled)')")
        .await;

    go_to(&visit, ".tools a").await;
    press(tab, Key::Enter).await;
    visit
        .until("location.pathname === '/todos/1/edit' && document.readyState === 'complete'")
        .await;
    visit.open("/todos/1/edit").await;
    go_to(&visit, TITLE).await;
    replace(tab, "Buy oat milk").await;
    press(tab, Key::Enter).await;
    visit
        .until("document.querySelector('.todos h2')?.textContent === 'Buy oat milk'")
        .await;

    visit.open("/todos").await;
    go_to(&visit, "nav a:nth-child(2)").await;
    press(tab, Key::Enter).await;
    visit
        .until("location.search === '?show=open' && document.querySelector('.empty')")
        .await;
    go_to(&visit, "[type=search]").await;
    write(tab, "bread").await;
    press(tab, Key::Enter).await;
    visit
        .until("location.search.includes('q=bread') && document.querySelector('.empty')")
        .await;

    visit.open("/todos").await;
    go_to(&visit, ".tools summary").await;
    press(tab, Key::Enter).await;
    press(tab, Key::Tab).await;
    visit.until("document.activeElement.matches('.danger')").await;
    press(tab, Key::Enter).await;
    visit
        .until("document.querySelector('.flash')?.textContent === 'Deleted'")
        .await;
    // The next stop isn't lost: it is one of the page.
    go_to(&visit, TITLE).await;
}

/// Presses Tab until a control has the focus.
async fn go_to(visit: &Visit, selector: &str) {
    for _ in 0..STOPS {
        let script = format!("return document.activeElement.matches({selector:?})");
        if visit.tab.evaluate(&script).await == true {
            return;
        }
        press(&visit.tab, Key::Tab).await;
    }
    panic!("Tab doesn't stop at {selector}");
}

/// Writes over what is in the control that has the focus.
async fn replace(tab: &Tab, text: &str) {
    tab.evaluate("document.activeElement.select()").await;
    write(tab, text).await;
}
