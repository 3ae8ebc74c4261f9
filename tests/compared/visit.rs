//! One visit of a page: it is loaded, the form fails, and then succeeds.

use std::time::Duration;

use serde_json::{Value, json};

use crate::site::Site;
use crate::webdriver::Tab;

/// How long a change may take.
const CHANGE: Duration = Duration::from_secs(10);

/// How long a page is left alone after it was loaded, or changed: scripts start, and finish.
const SETTLE: Duration = Duration::from_millis(150);

/// Runs in each document before its own scripts. `wanted` is a selector and the text that its element has after the
/// change; it survives a navigation, as do the times of the click and of the change.
const WATCH: &str = "
    addEventListener('click', event => {
        if (event.target.closest('#add button')) sessionStorage.start = performance.timeOrigin + event.timeStamp;
    }, true);
    new MutationObserver(() => {
        const { wanted, start, end } = sessionStorage;
        if (!wanted || !start || end) return;
        const [selector, text] = JSON.parse(wanted);
        if (document.querySelector(selector)?.textContent === text) {
            sessionStorage.end = performance.timeOrigin + performance.now();
        }
    }).observe(document, { childList: true, subtree: true, characterData: true });";

/// What a submit leads to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Submit<'a> {
    /// The title is taken, and the email is none.
    Fails,
    /// A row of this title is added.
    Adds(&'a str),
}

/// Has the browser note the times in all documents of this tab.
pub(crate) async fn watch(tab: &Tab) {
    let source = json!({ "source": WATCH });
    tab.command("Page.addScriptToEvaluateOnNewDocument", source).await;
}

/// Opens a page without cookies (those of all servers would add up, since they have one host), and waits until its
/// scripts have started.
pub(crate) async fn open(site: &Site, tab: &Tab, path: &str) {
    tab.command("Network.clearBrowserCookies", json!({})).await;
    tab.open(&site.url(path)).await;
    settle().await;
    tab.evaluate("window.mark = 'here'").await;
}

/// Waits until nothing happens any more.
pub(crate) async fn settle() {
    tokio::time::sleep(SETTLE).await;
}

impl<'a> Submit<'a> {
    /// Returns the values of title, email and note.
    pub(crate) fn values(self) -> [&'a str; 3] {
        match self {
            Self::Fails => ["taken", "nobody", "Some text."],
            Self::Adds(title) => [title, "b@example.com", "Some text."],
        }
    }

    /// Sets the values, as if they were typed.
    pub(crate) async fn fill(self, tab: &Tab) {
        let script = format!(
            "for (const [i, name] of ['title', 'email', 'note'].entries()) {{
                const control = document.querySelector(`#add [name=${{name}}]`);
                control.value = {:?}[i];
                control.dispatchEvent(new Event('input', {{ bubbles: true }}));
            }}",
            self.values()
        );
        tab.evaluate(&script).await;
    }

    /// Clicks the button. Returns the milliseconds from there to the change, or `None` if there was none in time.
    pub(crate) async fn click(self, tab: &Tab) -> Option<f64> {
        let wanted = match self {
            Self::Fails => json!(["#add li", "There is one already."]),
            Self::Adds(_) => {
                let [title, email, note] = self.values();
                json!(["#list li:last-child", format!("{title} by {email}: {note}")])
            }
        };
        let wanted = Value::from(wanted.to_string());
        tab.evaluate(&format!("sessionStorage.clear(); sessionStorage.wanted = {wanted}"))
            .await;
        tab.click("#add button").await;
        let has_changed = "return document.readyState === 'complete' && !!sessionStorage.end";
        let has_changed = tab.comes_true(has_changed, CHANGE).await;
        settle().await;
        match has_changed {
            true => tab
                .evaluate("return sessionStorage.end - sessionStorage.start")
                .await
                .as_f64(),
            false => None,
        }
    }
}

/// Returns whether the document is the one that was opened.
pub(crate) async fn is_in_place(tab: &Tab) -> bool {
    tab.evaluate("return window.mark === 'here'").await == true
}
