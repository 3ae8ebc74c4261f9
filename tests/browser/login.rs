//! A session that ends while somebody writes: the text is there after the login, without JavaScript.

use conformance::servers::Adapter;

use crate::site::Site;
use crate::suite::Suite;
use crate::webdriver::Tab;

const TEXT: &str = "[name=text]";
const NAME: &str = "[name=name]";
const BUTTON: &str = "main form button";

pub(crate) fn trials(suite: &mut Suite) {
    suite.each(
        "login::text_is_there_after_a_wrong_password_and_the_right_one",
        same_user,
    );
    suite.each("login::text_of_one_user_is_not_shown_to_another", other_user);
}

/// Opens the page as ada, writes into its form, and sends it after the session has ended.
async fn submit_too_late(tab: &Tab, site: &Site, text: &str) {
    tab.open(&site.url("/members?page=2")).await;
    assert!(tab.address().await.starts_with("/login?_fd_login="));
    log_in(tab, "ada").await;
    assert_eq!(tab.address().await, "/members?page=2");
    assert_eq!(tab.text("#member").await, "ada");
    tab.type_into(TEXT, text).await;
    tab.forget("member").await;
    tab.follow(BUTTON).await;
    assert!(tab.address().await.starts_with("/login?_fd_login="));
}

async fn log_in(tab: &Tab, name: &str) {
    tab.type_into(NAME, name).await;
    tab.follow(BUTTON).await;
}

async fn same_user(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    submit_too_late(&tab, &site, "a long text").await;
    log_in(&tab, " ").await;
    assert_eq!(tab.text("[role=alert]").await, "Enter your name.");
    log_in(&tab, "ada").await;
    // A reload shows it again.
    for _ in 0..2 {
        assert!(tab.address().await.starts_with("/members?page=2&_fd="));
        assert_eq!(tab.value(TEXT).await, "a long text");
        assert_eq!(tab.texts("[data-problem], [data-errors-for]").await.len(), 0);
        tab.reload().await;
    }
    tab.follow(BUTTON).await;
    assert_eq!(tab.address().await, "/members");
    assert_eq!(tab.texts("main li").await, ["a long text"]);
    tab.back().await;
    assert_eq!(tab.value(TEXT).await, "");
}

async fn other_user(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    submit_too_late(&tab, &site, "ada's secret").await;
    log_in(&tab, "bob").await;
    assert_eq!(tab.text("#member").await, "bob");
    assert_eq!(tab.value(TEXT).await, "");
}
