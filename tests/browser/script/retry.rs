//! A slow network, a broken one, and a deploy in between: what a person does then, with the script, without it, and
//! with it failing.

use std::time::{Duration, Instant};

use crate::hosting::Deployed;
use crate::suite::{ADD, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.always("form_is_sent_again_when_the_network_is_back", offline);
    suite.always("form_without_a_response_is_sent_again", lost);
    suite.always("slow_network_adds_one", slow);
    suite.always("form_of_another_build_is_accepted", deploy);
}

/// Sends a form whose submit failed once more, as a person does: by the form's button, or by the reload button of the
/// browser's own page about the failure.
async fn send_again(visit: &Visit, repair: impl AsyncFn(&Visit)) {
    let Visit { tab, mode, .. } = visit;
    if mode.script_sends() {
        visit.until_shown("Not sent. Try again.").await;
        visit.until("!document.querySelector('[aria-busy]')").await;
        repair(visit).await;
        tab.click(ADD).await;
    } else {
        visit.until("!document.querySelector('#add')").await;
        repair(visit).await;
        tab.reload().await;
    }
}

async fn offline(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "later").await;
    tab.set_offline(true).await;
    tab.click(ADD).await;
    send_again(&visit, async |visit: &Visit| {
        assert_eq!(visit.site.app.runs("add"), 0);
        visit.tab.set_offline(false).await;
    })
    .await;
    visit.until_added("later").await;
    assert_eq!(site.app.texts(), ["later \"\" []"]);
    assert_eq!(site.app.runs("add"), 1);
}

async fn lost(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    site.lose_responses(true);
    tab.type_into(TITLE, "lost").await;
    tab.click(ADD).await;
    send_again(&visit, async |visit: &Visit| {
        assert_eq!(visit.site.app.texts(), ["lost \"\" []"]);
        visit.site.lose_responses(false);
    })
    .await;
    // It had run: it gets the redirect of the first time.
    visit.until_listed("lost").await;
    assert_eq!(tab.address().await, "/");
    assert_eq!(tab.value(TITLE).await, "");
    assert_eq!(site.app.texts(), ["lost \"\" []"]);
    assert_eq!(site.app.runs("add"), 1);
}

async fn slow(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    let latency = Duration::from_millis(300);
    visit.open().await;
    tab.type_into(TITLE, "patience").await;
    tab.slow_down(latency, 50_000).await;
    let start = Instant::now();
    tab.double_click(ADD).await;
    visit.until_listed("patience").await;
    // The form, and the page after it.
    assert!(start.elapsed() > 2 * latency, "{:?}", start.elapsed());
    assert_eq!(site.app.texts(), ["patience \"\" []"]);
    assert_eq!(site.app.runs("add"), 1);
}

async fn deploy(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    site.deploy(Deployed::Everywhere);
    tab.type_into(TITLE, "taken").await;
    tab.click(ADD).await;
    visit.until_shown("There is one already.").await;
    visit.until_responded().await;
    assert_eq!(tab.value(TITLE).await, "taken");
    visit.retitle("new").await;
    tab.click(ADD).await;
    visit.until_added("new").await;
    assert_eq!(site.app.texts(), ["new \"\" []"]);
    assert_eq!(tab.address().await, "/");
}
