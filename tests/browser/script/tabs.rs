//! Two tabs of one browser, both with the script.

use crate::suite::{ADD, BODY, Suite, TITLE, Visit};
use crate::webdriver::Tab;

const COMMENT: &str = "#comment [name=text]";

pub(crate) fn trials(suite: &mut Suite) {
    suite.both("tabs_share_the_app_and_no_form", two);
}

async fn two(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    let first = tab.in_front().await;
    visit.open().await;
    let second = tab.open_another().await;
    visit.open().await;
    let tabs = [(&first, "one"), (&second, "two")];
    for (handle, name) in tabs {
        tab.switch_to(handle).await;
        tab.type_into(COMMENT, &format!("comment of {name}")).await;
        tab.type_into(BODY, &format!("body of {name}")).await;
        tab.type_into(TITLE, &format!("taken {name}")).await;
    }

    // The form of the first tab fails there, and in no other tab.
    tab.switch_to(&first).await;
    tab.click(ADD).await;
    visit.until("location.search.includes('_fd=')").await;
    visit.until_shown("There is one already.").await;
    tab.switch_to(&second).await;
    assert_eq!(visit.value("location.search").await, "");
    assert_typed(tab, "two").await;

    // The page of the second tab is older than what the first one adds.
    tab.switch_to(&first).await;
    assert_typed(tab, "one").await;
    visit.retitle("one").await;
    tab.click(ADD).await;
    visit.until_shown("Added one").await;
    tab.switch_to(&second).await;
    assert_eq!(visit.value("document.title").await, "Notes (0)");
    assert_typed(tab, "two").await;
    visit.retitle("two").await;
    tab.click(ADD).await;
    visit.until_shown("Added two").await;
    visit.until("document.title === 'Notes (2)'").await;
    assert_eq!(site.app.texts(), ["one \"body of one\" []", "two \"body of two\" []"]);
    for (handle, name) in tabs {
        tab.switch_to(handle).await;
        assert!(visit.is_in_place().await, "{name}");
        let values = (tab.value(TITLE).await, tab.value(BODY).await, tab.value(COMMENT).await);
        assert_eq!(values, (String::new(), String::new(), format!("comment of {name}")));
    }
}

async fn assert_typed(tab: &Tab, name: &str) {
    assert_eq!(tab.value(TITLE).await, format!("taken {name}"));
    assert_eq!(tab.value(BODY).await, format!("body of {name}"));
    assert_eq!(tab.value(COMMENT).await, format!("comment of {name}"));
}
