//! What Unpoly shows of pages that it requests itself.

use std::time::Duration;

use crate::app::Site;
use crate::cell::Situation;
use crate::client::{CLIENTS, UNPOLY};
use crate::packages::Scripts;
use crate::webdriver::Tab;

/// How long a page may take.
const PAGE: Duration = Duration::from_secs(6);

async fn visit(scripts: Scripts, tab: &Tab) -> Site {
    let client = CLIENTS.iter().find(|client| client.name == UNPOLY).unwrap();
    let site = Site::start(client, scripts, Situation::Success);
    tab.open(&site.url("/list")).await;
    site
}

/// Unpoly shows a page again for 15 seconds that it has requested, `no-store` or not.
pub(crate) async fn message_is_shown_once(scripts: Scripts, tab: Tab) {
    let _site = visit(scripts, &tab).await;
    tab.type_into("[name=text]", "new").await;
    tab.click("#add button").await;
    let shown = "return document.body.innerText.includes('Added')";
    assert!(tab.comes_true(shown, PAGE).await);
    tab.click("#again").await;
    let gone = "return !document.body.innerText.includes('Added') && document.body.innerText.includes('new')";
    assert!(tab.comes_true(gone, PAGE).await, "the message is shown again");
}

/// Unpoly sends `Accept: */*`, and fails if it gets anything but HTML.
pub(crate) async fn problem_of_a_page_is_shown(scripts: Scripts, tab: Tab) {
    let _site = visit(scripts, &tab).await;
    tab.click("#nothing").await;
    let shown = "return document.body.innerText.includes('Not Found')";
    assert!(tab.comes_true(shown, PAGE).await, "{:?}", tab.texts("body").await);
}
