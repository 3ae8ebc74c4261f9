//! Forms on pages of other origins (CSRF), and pages that send no referrer.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use conformance::servers::Adapter;
use conformance::servers::axum::start;

use crate::site::Site;
use crate::suite::{ADD, BODY, Suite, TAKEN, TITLE, TITLE_ERRORS};
use crate::webdriver::Tab;

pub(crate) fn trials(suite: &mut Suite) {
    suite.each("origins::other_origin_is_refused", |tab, adapter| async move {
        refused(&tab, adapter, "localhost", "cross-site").await;
        refused(&tab, adapter, "127.0.0.1", "same-site").await;
    });
    suite.each("origins::page_without_referrer_is_accepted", without_referrer);
}

/// A page of another origin sends a form to an action of the app, and to one that doesn't exist.
async fn refused(tab: &Tab, adapter: Adapter, host: &str, relation: &str) {
    let site = Site::start(adapter);
    let page = ["create_note", "delete_nothing"].map(|action| {
        let url = site.url(&format!("/_actions/{action}"));
        format!(
            "<form id={action} method=post action='{url}'>\
             <input name=title value=Evil><input name=body><input name=password><button>Win</button></form>"
        )
    });
    let page = Html(format!("<!DOCTYPE html><title>Elsewhere</title>{}", page.concat()));
    let server = start(Router::new().route("/", get(async || page)), 0).unwrap();
    let elsewhere = format!("http://{host}:{}", server.address().port());

    // The code is the relation of the two origins, in the browser's own words.
    let code = format!("403 {relation}");
    for (action, small) in [("create_note", code.as_str()), ("delete_nothing", "404 unknown-action")] {
        tab.open(&elsewhere).await;
        tab.follow(&format!("#{action} button")).await;
        assert_eq!(tab.address().await, format!("/_actions/{action}"));
        assert_eq!(tab.text("main small").await, small);
        assert_readable(tab).await;
        let submission = site.submissions().pop().unwrap();
        assert_eq!((submission.site.as_str(), &submission.origin), (relation, &elsewhere));
    }
    assert_eq!(site.notes().len(), 0);
}

/// The page has a text, and its own policy allows its style.
async fn assert_readable(tab: &Tab) {
    assert!(!tab.text("h1").await.is_empty());
    assert!(!tab.text("h1 + p").await.is_empty());
    assert_eq!(tab.title().await, tab.text("h1").await);
    let width = tab.evaluate("return getComputedStyle(document.body).maxWidth").await;
    assert!(width.as_str().is_some_and(|width| width.ends_with("px")), "{width}");
}

/// Such a page sends `Origin: null` and no `Referer`, and is still a page of the app.
async fn without_referrer(tab: Tab, adapter: Adapter) {
    let site = Site::with_policy(adapter, "no-referrer");
    tab.open(&site.url("/notes?page=2")).await;
    tab.type_into(TITLE, "taken").await;
    tab.type_into(BODY, "repopulated").await;
    tab.follow(ADD).await;
    assert!(tab.address().await.starts_with("/notes?page=2&_fd="));
    assert_eq!(tab.texts(TITLE_ERRORS).await, [TAKEN]);
    assert_eq!(tab.value(BODY).await, "repopulated");
    tab.type_into(TITLE, "Fixed").await;
    tab.follow(ADD).await;
    assert_eq!(site.note().body, "repopulated");
    let submissions = site.submissions();
    assert_eq!(submissions.len(), 2);
    for submission in submissions {
        assert_eq!((&*submission.origin, &*submission.site), ("null", "same-origin"));
    }
}
