//! A form that counts once, also with the browser's back and reload buttons.

use conformance::servers::Adapter;

use crate::site::Site;
use crate::suite::Suite;
use crate::webdriver::Tab;

const BY: &str = "[name=by]";
const COUNT: &str = "form[action='/_actions/count_once'] button";

pub(crate) fn trials(suite: &mut Suite) {
    suite.each("once::form_in_two_tabs_counts_once", copies);
    suite.each("once::form_after_history_back_is_a_new_one", back);
}

/// The same form in two tabs, as after duplicating a tab: the second gets the first response.
async fn copies(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/once")).await;
    let token = tab.value("[name=__fd_once]").await;
    let first = tab.in_front().await;
    tab.open_another().await;
    tab.open(&site.url("/once")).await;
    tab.paste_into("[name=__fd_once]", &token, 1).await;
    for by in ["3", "3"] {
        tab.type_into(BY, by).await;
        tab.follow(COUNT).await;
        assert_eq!(tab.text("[data-result]").await, "3");
        tab.switch_to(&first).await;
    }
    assert_eq!(site.sum(), 3);
    assert_eq!(site.submissions().len(), 2);
}

/// The page is not stored, so the Back button loads it again: it has a new form, which counts.
async fn back(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/once")).await;
    for sum in ["2", "4"] {
        tab.type_into(BY, "2").await;
        tab.follow(COUNT).await;
        assert_eq!(tab.text("[data-result]").await, sum);
        tab.reload().await;
        assert_eq!(tab.texts("[data-result]").await.len(), 0);
        tab.back().await;
    }
    assert_eq!(site.sum(), 4);
}
