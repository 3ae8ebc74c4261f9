//! What a page keeps when a form fails, and what it can do without its script.

use std::fmt;
use std::io::Write as _;

use serde_json::{Value, json};

use crate::site::Site;
use crate::visit::{self, Submit};
use crate::webdriver::Tab;

/// How far the page is scrolled: the button is still in view.
const SCROLLED: u32 = 60;

/// Returns what there is after a failed form.
const LOOK: &str = "
    const value = name => document.querySelector(`#add [name=${name}]`)?.value;
    const focus = document.activeElement;
    return {
        values: ['title', 'email', 'note'].map(value),
        files: document.querySelector('#add [name=file]')?.files.length ?? 0,
        scroll: Math.round(scrollY),
        focus: focus?.name || focus?.localName || '',
        isOpen: document.querySelector('details').open,
    };";

/// What a failed form keeps.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// Whether the controls have the text.
    pub(crate) text: bool,
    pub(crate) file: bool,
    pub(crate) scroll: bool,
    pub(crate) details: bool,
    /// What has the focus.
    pub(crate) focus: String,
}

/// What works without the script.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Blocked {
    pub(crate) adds: bool,
    pub(crate) messages: bool,
    pub(crate) text: bool,
}

/// Types into the form of the page with a file, opens the `<details>`, scrolls, and clicks the button.
pub(crate) async fn of(site: &Site, tab: &Tab) -> Failure {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"some bytes").unwrap();
    visit::open(site, tab, "/file").await;
    type_in(tab).await;
    tab.choose_file("#add [name=file]", file.path()).await;
    tab.click("summary").await;
    tab.evaluate(&format!("scrollTo(0, {SCROLLED})")).await;
    let time = Submit::Fails.click(tab).await;
    assert!(time.is_some(), "{}: nothing changes", site.client.name);
    let found = tab.evaluate(LOOK).await;
    Failure {
        text: found["values"] == json!(Submit::Fails.values()),
        file: found["files"] == 1,
        scroll: found["scroll"] == SCROLLED,
        details: found["isOpen"] == true,
        focus: found["focus"].as_str().unwrap_or_default().to_owned(),
    }
}

/// Does the same while no script can be loaded.
pub(crate) async fn without_script(site: &Site, tab: &Tab) -> Blocked {
    let block = async |urls: Value| {
        tab.command("Network.enable", json!({})).await;
        tab.command("Network.setBlockedURLs", json!({ "urls": urls })).await;
    };
    block(json!(["*/scripts/*", "*/_frontdesk/*", "*.js"])).await;
    visit::open(site, tab, "/").await;
    type_in(tab).await;
    let messages = Submit::Fails.click(tab).await.is_some();
    let found = tab.evaluate(LOOK).await;
    let is_in_place = visit::is_in_place(tab).await;
    assert!(!is_in_place, "{}: the script is not blocked", site.client.name);
    visit::open(site, tab, "/").await;
    let submit = Submit::Adds("Without a script");
    submit.fill(tab).await;
    let adds = submit.click(tab).await.is_some();
    block(json!([])).await;
    Blocked {
        adds,
        messages,
        text: found["values"] == json!(Submit::Fails.values()),
    }
}

async fn type_in(tab: &Tab) {
    for (name, text) in ["title", "email", "note"].into_iter().zip(Submit::Fails.values()) {
        tab.type_into(&format!("#add [name={name}]"), text).await;
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { focus, .. } = self;
        for is_retained in [self.text, self.file, self.scroll, self.details] {
            write!(f, "{} | ", yes(is_retained))?;
        }
        match &**focus {
            "title" => f.write_str("first error"),
            "button" => f.write_str("button"),
            "body" => f.write_str("lost"),
            other => f.write_str(other),
        }
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} | {} | {}", yes(self.adds), yes(self.messages), yes(self.text))
    }
}

fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "**no**" }
}
