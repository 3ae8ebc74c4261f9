//! The browser stores no cookies.

use crate::suite::{ADD, BODY, Mode, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.in_mode("text_stays_where_cookies_are_blocked", Mode::NoCookies, blocked);
}

async fn blocked(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    // What failed is shown to the browser that sent it, which a cookie tells.
    tab.type_into(TITLE, "taken").await;
    tab.type_into(BODY, "long text").await;
    visit.until_checked().await;
    tab.click(ADD).await;
    visit.until_shown("Allow cookies for this site").await;
    visit.until_settled().await;
    assert_eq!(
        (&*tab.value(TITLE).await, &*tab.value(BODY).await),
        ("taken", "long text")
    );
    assert!(visit.is_in_place().await);

    visit.retitle("free").await;
    tab.click(ADD).await;
    visit.until_shown("free \"long text\" []").await;
    visit.until_settled().await;
    assert_eq!((tab.value(TITLE).await, tab.value(BODY).await), Default::default());
    assert_eq!(site.app.texts(), ["free \"long text\" []"]);
    assert_eq!(tab.cookies().await, []);
    assert!(visit.is_in_place().await);
}
