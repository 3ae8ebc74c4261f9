//! The browser runs no scripts of a page: all other trials depend on this.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use conformance::servers::axum::start;

use crate::suite::Suite;
use crate::webdriver::{Look, Tab};

const PAGE: &str = "<!DOCTYPE html><title>off</title><body>\
                    <script>document.title = 'on'</script><noscript><p>no scripts here</p></noscript>";

pub(crate) fn trials(suite: &mut Suite) {
    suite.browser("scripts::pages_run_none", Look::Window, |tab| shows(tab, "off", 1));
    // The same page with scripts on, so that the first trial can't pass for another reason.
    suite.browser("scripts::pages_run_them_if_allowed", Look::Scripts, |tab| {
        shows(tab, "on", 0)
    });
}

async fn shows(tab: Tab, title: &str, without: usize) {
    let server = start(Router::new().route("/", get(async || Html(PAGE))), 0).unwrap();
    tab.open(&format!("http://{}/", server.address())).await;
    assert_eq!(tab.title().await, title);
    assert_eq!(tab.texts("noscript p").await.len(), without);
}
