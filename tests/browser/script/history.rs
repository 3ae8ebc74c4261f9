//! Back, forward, reload, and the address bar.

use crate::page::Written;
use crate::suite::{ADD, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.both("another_page_takes_its_place_in_the_history", another_page);
    // chromedriver runs no script while a page is loading.
    if suite.is_in_firefox() {
        suite.both("page_is_that_of_the_address_whenever_the_user_moves_on", moves_on);
    }
    suite.on("same_page_adds_nothing_to_the_history", same_page);
    suite.on("back_into_the_page_from_elsewhere", from_elsewhere);
    // Firefox restores texts when a page is loaded again. Chromium does it for a user who comes back.
    let way = if suite.is_in_firefox() { "reload" } else { "back" };
    suite.on("text_that_the_browser_restores_stays", move |visit| {
        restored(visit, way)
    });
    suite.always("back_forward_and_reload_send_nothing_again", everyday);
    suite.on("page_in_memory_works_again", |visit| in_memory(visit, false));
    suite.on("page_in_memory_that_waited_works_again", |visit| in_memory(visit, true));
    suite.on("redirect_to_another_origin_is_followed", foreign);
}

async fn another_page(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    let length = visit.value("history.length").await;
    tab.type_into(TITLE, "away").await;
    tab.click(ADD).await;
    visit.until_shown("Elsewhere").await;
    visit.until("document.title === 'Elsewhere'").await;
    assert_eq!(tab.address().await, "/elsewhere?from=add");
    assert!(visit.is_in_place().await);
    // The fragment is scrolled to; the styles are those of the page.
    visit
        .until("location.hash === '#end' && document.querySelector('#end').getBoundingClientRect().top < innerHeight")
        .await;
    visit
        .until("getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'")
        .await;
    assert_eq!(
        visit.value("history.length").await.as_i64(),
        length.as_i64().map(|length| length + 1)
    );

    tab.back().await;
    visit
        .until("document.title === 'Notes (0)' && document.querySelector('#add')")
        .await;
    assert_eq!(tab.address().await, "/");
    tab.forward().await;
    visit
        .until("document.title === 'Elsewhere' && document.querySelector('h1')")
        .await;
    assert_eq!(tab.address().await, "/elsewhere?from=add");
    tab.reload().await;
    visit.until("document.title === 'Elsewhere'").await;
    tab.back().await;
    visit
        .until("document.title === 'Notes (0)' && document.querySelector('#add')")
        .await;
    assert_eq!(site.app.runs("add"), 1);
}

/// The user goes to the last page of the history, and forward again before the script there runs.
async fn moves_on(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "away").await;
    tab.click(ADD).await;
    visit.until("document.title === 'Elsewhere'").await;
    visit.until_settled().await;
    site.app.hold("page.js");
    tab.evaluate("history.back()").await;
    visit
        .until("document.title === 'Notes (0)' && document.querySelector('#add') && document.readyState === 'loading'")
        .await;
    tab.evaluate("history.forward()").await;
    visit.until("location.pathname === '/elsewhere'").await;
    site.app.let_go("page.js");
    visit
        .until("document.title === 'Elsewhere' && document.querySelector('h1')")
        .await;
    visit.until_settled().await;
    assert_eq!(tab.address().await, "/elsewhere?from=add");
    assert_eq!(site.app.runs("add"), 1);
}

async fn same_page(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open_at("/elsewhere").await;
    visit.open_at("/?view=all").await;
    let length = visit.value("history.length").await;
    // A failed form is the same page, whatever else its query has.
    tab.type_into(TITLE, "taken").await;
    tab.click(ADD).await;
    visit.until_shown("There is one already.").await;
    assert!(
        tab.address().await.starts_with("/?view=all&_fd="),
        "{}",
        tab.address().await
    );
    assert_eq!(visit.value("history.length").await, length);

    visit.open_at("/elsewhere").await;
    visit.open().await;
    let length = visit.value("history.length").await;
    for (title, text) in [
        ("taken", "There is one already."),
        ("one", "Added one"),
        ("two", "Added two"),
    ] {
        visit.retitle(title).await;
        tab.click(ADD).await;
        visit.until_shown(text).await;
    }
    assert_eq!(visit.value("history.length").await, length);
    tab.reload().await;
    visit.until("document.title === 'Notes (2)'").await;
    tab.back().await;
    visit.until("document.title === 'Elsewhere'").await;
    tab.forward().await;
    visit.until("document.title === 'Notes (2)'").await;
    assert_eq!(site.app.runs("add"), 2);
}

async fn from_elsewhere(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "one").await;
    tab.click(ADD).await;
    visit.until_shown("Added one").await;
    tab.open(&site.url("/elsewhere")).await;
    travel(&visit, "back").await;
    // Out of the cache of pages, or loaded again: the form works.
    visit
        .until("document.title === 'Notes (1)' && !document.querySelector('[aria-busy], button:disabled')")
        .await;
    visit.until("Symbol.for('frontdesk') in window").await;
    tab.type_into(TITLE, "two").await;
    tab.click(ADD).await;
    visit.until_shown("Added two").await;
    assert_eq!(site.app.texts().len(), 2);
}

/// Browsers restore texts of users, without an event, unless the page has `no-store`.
async fn restored(visit: Visit, way: &str) {
    const TEXT: &str = "#text";
    let Visit { tab, site, .. } = &visit;
    let page = Written {
        head: String::new(),
        body: "<form><input id=text name=text></form>".into(),
        nonce: None,
        policy: None,
    };
    visit.open_at(&page.url()).await;
    tab.type_into(TEXT, "half").await;
    if way == "back" {
        // So that the page isn't in the browser's memory.
        tab.evaluate("addEventListener('unload', () => {})").await;
        tab.open(&site.url("/elsewhere")).await;
        travel(&visit, way).await;
    } else {
        tab.evaluate("location.reload()").await;
    }
    visit
        .until("document.documentElement.mark !== 'here' && document.readyState === 'complete'")
        .await;
    visit.until("Symbol.for('frontdesk') in window").await;
    assert_eq!(tab.value(TEXT).await, "half", "the browser restores nothing");
    visit.mark().await;
    tab.type_into("#to", &page.url()).await;
    tab.click("#go button").await;
    visit.until("document.querySelector('#to').value === ''").await;
    visit.until_settled().await;
    assert!(visit.is_in_place().await);
    assert_eq!(tab.value(TEXT).await, "half");
    assert_eq!(site.app.runs("go"), 1);
}

/// Goes to another document of the history, and waits for it. (The commands of chromedriver sometimes fail when a page
/// comes from memory.)
async fn travel(visit: &Visit, direction: &str) {
    let leave = format!("document.documentElement.left = '{direction}'");
    visit.tab.evaluate(&leave).await;
    // The driver may run it once more in the document behind it.
    let go = format!("if (document.documentElement.left === '{direction}') history.{direction}()");
    visit.tab.evaluate(&go).await;
    visit
        .until(&format!("document.documentElement.left !== '{direction}'"))
        .await;
    visit.until_settled().await;
}

async fn everyday(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open_at("/elsewhere").await;
    visit.open().await;
    tab.type_into(TITLE, "taken").await;
    tab.click(ADD).await;
    visit.until_shown("There is one already.").await;
    visit.until_responded().await;
    visit.retitle("one").await;
    tab.click(ADD).await;
    visit.until_added("one").await;
    tab.open(&site.url("/elsewhere")).await;
    travel(&visit, "back").await;
    visit.until("document.title === 'Notes (1)'").await;
    visit.until_settled().await;
    // A page of the past has a form that works.
    tab.type_into(TITLE, "two").await;
    tab.click(ADD).await;
    visit.until_added("two").await;
    tab.reload().await;
    visit.until("document.title === 'Notes (2)'").await;
    visit.until_settled().await;
    for direction in ["back", "forward"] {
        travel(&visit, direction).await;
    }
    visit.until("document.title === 'Notes (2)'").await;
    assert_eq!(site.app.runs("add"), 2);
    assert_eq!(site.app.texts().len(), 2);
}

/// The page stays in the browser's memory while the user is elsewhere, so that it isn't loaded again.
async fn in_memory(visit: Visit, waits: bool) {
    let Visit { tab, site, .. } = &visit;
    const TEXT: &str = "#comment [name=text]";
    const BUTTON: &str = "#comment button";
    visit.open_at("/comments").await;
    tab.evaluate("addEventListener('pageshow', event => window.fromMemory = event.persisted)")
        .await;
    tab.type_into(TEXT, "one").await;
    tab.click(BUTTON).await;
    visit.until_shown("comment one").await;
    visit.until_settled().await;
    if waits {
        site.app.hold("comment");
        tab.type_into(TEXT, "two").await;
        tab.click(BUTTON).await;
        visit
            .until_server("comment runs", |site| site.app.runs("comment") == 2)
            .await;
    }
    tab.open(&site.url("/elsewhere")).await;
    site.app.let_go("comment");
    travel(&visit, "back").await;
    visit.until("document.title === 'Comments'").await;
    let reasons = "JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons ?? null)";
    assert_eq!(
        visit.value("window.fromMemory").await,
        true,
        "{}",
        visit.value(reasons).await
    );
    visit
        .until("!document.querySelector('[aria-busy], button:disabled')")
        .await;
    tab.type_into(TEXT, "three").await;
    tab.click(BUTTON).await;
    visit.until_shown("comment three").await;
    assert!(visit.is_in_place().await);
}

async fn foreign(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "foreign").await;
    tab.click(ADD).await;
    // There is no such host here; what counts is that the browser itself goes there.
    visit.until("!document.querySelector('#add')").await;
    assert_eq!(site.app.runs("add"), 1);
    assert!(
        tab.url().await.starts_with("http://elsewhere.test/"),
        "{}",
        tab.url().await
    );
}
