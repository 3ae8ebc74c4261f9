//! A failed form that is shown again: by the reload button, by Back and Forward, and where the
//! browser stores no cookies.

use conformance::servers::Adapter;

use crate::site::Site;
use crate::suite::{ADD, BODY, PASSWORD, PINNED, Suite, TAKEN, TITLE, TITLE_ERRORS, Visit};
use crate::webdriver::Tab;

const PREVIEW: &str = "button[formaction]";
const PROBLEM: &str = "[data-problem]";

pub(crate) fn trials(suite: &mut Suite) {
    suite.both_notes("again::reload_back_and_forward_show_the_submitted_values", history);
    suite.each("again::second_button_returns_to_the_form", second_button);
    suite.without_cookies("again::page_reports_that_it_needs_cookies", cookies_needed);
}

/// Returns the values of the page itself: after Back, the browser may restore the last input.
async fn filled(tab: &Tab) -> [String; 2] {
    let mut values = [TITLE, BODY].map(str::to_owned);
    for value in &mut values {
        let script = format!("return document.querySelector('{value}').defaultValue");
        *value = tab.evaluate(&script).await.as_str().unwrap().to_owned();
    }
    values
}

async fn assert_filled(tab: &Tab, body: &str) {
    assert_eq!(tab.texts(TITLE_ERRORS).await, [TAKEN]);
    assert_eq!(filled(tab).await, ["taken", body]);
}

async fn history(visit: Visit) {
    let Visit { tab, site, path } = &visit;
    visit.open().await;
    for body in ["first", "second"] {
        tab.type_into(TITLE, "taken").await;
        tab.type_into(BODY, body).await;
        tab.follow(ADD).await;
        for _ in 0..2 {
            assert_filled(tab, body).await;
            tab.reload().await;
        }
    }
    tab.back().await;
    assert_filled(tab, "first").await;
    tab.back().await;
    assert_eq!(tab.address().await, *path);
    for body in ["first", "second"] {
        tab.forward().await;
        assert_filled(tab, body).await;
    }
    tab.type_into(TITLE, "Right").await;
    tab.follow(ADD).await;
    assert_eq!(tab.texts("[data-note] h2").await, ["Right"]);
    // It is done: nothing to correct is left.
    for _ in 0..2 {
        tab.back().await;
        assert!(tab.address().await.starts_with(&format!("{path}?_fd=")));
        assert_eq!(tab.texts(TITLE_ERRORS).await.len(), 0);
        assert_eq!(filled(tab).await, ["", ""]);
    }
    assert_eq!(site.submissions().len(), 3);
}

async fn second_button(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/edit")).await;
    tab.type_into(TITLE, "A title").await;
    tab.type_into(BODY, "long text").await;
    tab.type_into(PASSWORD, "hunter2").await;
    tab.click(PINNED).await;
    tab.follow(PREVIEW).await;
    assert!(tab.address().await.starts_with("/edit?_fd="));
    assert_eq!(tab.texts(TITLE_ERRORS).await, ["only a preview"]);
    assert_eq!(tab.texts("[data-errors-for], [data-problem]").await.len(), 1);
    let values = [tab.value(TITLE).await, tab.value(BODY).await, tab.value(PASSWORD).await];
    assert_eq!(values, ["A title", "long text", ""]);
    assert!(tab.is_checked(PINNED).await);
    let paths: Vec<_> = site.submissions().into_iter().map(|sent| sent.path).collect();
    assert_eq!(paths, ["/_actions/preview_note"]);
    tab.follow("form[action='/_actions/create_note'] button:not([formaction])")
        .await;
    assert_eq!(site.note().body, "long text");
}

async fn cookies_needed(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/notes")).await;
    tab.type_into(TITLE, "taken").await;
    tab.follow(ADD).await;
    assert!(tab.address().await.starts_with("/notes?_fd="));
    let problem = tab.text(PROBLEM).await;
    assert!(
        problem.starts_with("This page needs cookies: The form was not processed."),
        "{problem}"
    );
    assert_eq!(tab.value(TITLE).await, "");

    tab.open(&site.url("/once")).await;
    tab.type_into("[name=by]", "5").await;
    tab.follow("form button").await;
    let problem = tab.text(PROBLEM).await;
    assert!(
        problem.starts_with("This page needs cookies: The form was processed,"),
        "{problem}"
    );
    assert_eq!(site.sum(), 5);
    assert_eq!(tab.cookies().await, []);
}
