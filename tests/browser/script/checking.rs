//! Checks of a form while it is filled in.

use crate::suite::{ADD, BODY, Mode, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.both("control_is_checked_when_the_user_leaves_it", left);
    suite.in_mode("control_is_checked_when_the_user_leaves_it", Mode::Nonce, left);
    suite.on("checks_are_loaded_when_the_network_is_back", offline);
    suite.on("last_response_wins", out_of_order);
    suite.on("form_that_was_reset_is_not_checked", reset);
    suite.on("untouched_control_is_not_checked", untouched);
}

async fn left(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "taken").await;
    assert_eq!(site.app.runs("check"), 0);
    tab.click(BODY).await;
    visit.until_shown("There is one already.").await;
    let state = "(control => [control.getAttribute('aria-invalid'),
        document.getElementById(control.getAttribute('aria-describedby').split(' ').at(-1)).textContent].join())
        (document.querySelector('#add [name=title]'))";
    assert_eq!(visit.value(state).await, "true,There is one already.");
    visit
        .until(
            "document.querySelector('div[role=status][data-frontdesk=keep]').textContent === 'There is one already.'",
        )
        .await;
    // From now on while the user types, a pause after the last key.
    tab.type_into(TITLE, "free").await;
    visit.until("!document.querySelector('#add [aria-invalid]')").await;
    assert_eq!(tab.texts("#add ul").await.len(), 0);
    assert_eq!(site.app.runs("add"), 0);
    // The token was not used up.
    tab.click(ADD).await;
    visit.until_shown("Added free").await;
    assert_eq!(site.app.texts(), ["free \"\" []"]);
}

async fn offline(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    let has_loaded =
        "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/_frontdesk/')).length > 1";
    visit.open().await;
    assert_eq!(visit.value(has_loaded).await, false);
    tab.set_offline(true).await;
    tab.type_into(TITLE, "taken").await;
    tab.click(BODY).await;
    visit.until(has_loaded).await;
    tab.set_offline(false).await;
    tab.type_into(TITLE, "taken too").await;
    tab.click(BODY).await;
    visit.until_shown("There is one already.").await;
    assert_eq!(site.app.runs("add"), 0);
}

async fn out_of_order(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    site.app.hold("taken first");
    tab.type_into(TITLE, "taken first").await;
    tab.click(BODY).await;
    visit
        .until_server("the first check runs", |site| site.app.runs("check") == 1)
        .await;
    tab.type_into(TITLE, "free").await;
    visit
        .until_server("the second check runs", |site| site.app.runs("check") == 2)
        .await;
    tab.type_into(TITLE, "taken last").await;
    visit.until_shown("There is one already.").await;
    tab.type_into(TITLE, "free").await;
    visit.until("!document.querySelector('#add [aria-invalid]')").await;
    site.app.let_go("taken first");
    // Its response has no way to the page any more: the submit is what the page shows next.
    tab.click(ADD).await;
    visit.until_shown("Added free").await;
    assert_eq!(
        visit
            .value("document.querySelectorAll('#add [aria-invalid], #add ul').length")
            .await,
        0
    );
}

async fn reset(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "taken").await;
    tab.click(BODY).await;
    visit.until_shown("There is one already.").await;
    assert_eq!(site.app.runs("check"), 1);
    // Timers run in their order: the one of the check would be the first.
    tab.evaluate(
        "const { fetch } = window
        window.fetch = (...values) => fetch(...values).finally(window.checked = true)
        const title = document.querySelector('#add [name=title]')
        title.value = 'free'
        title.dispatchEvent(new Event('input', { bubbles: true }))
        setTimeout(() => {
            document.querySelector('#add').reset()
            setTimeout(() => window.over = true, 400)
        })",
    )
    .await;
    visit.until("window.over").await;
    assert_eq!(visit.value("window.checked ?? false").await, false);
    assert_eq!(site.app.runs("check"), 1);
}

async fn untouched(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.click(TITLE).await;
    tab.click(BODY).await;
    tab.type_into("#comment [name=text]", "no checks here").await;
    tab.click(BODY).await;
    tab.type_into(TITLE, "one").await;
    tab.click(BODY).await;
    visit
        .until_server("the check runs", |site| site.app.runs("check") == 1)
        .await;
    let checks: Vec<_> = site
        .requests()
        .into_iter()
        .filter(|request| request.contains("/check"))
        .collect();
    assert_eq!(checks, ["POST /_actions/add/check?field=title"]);
}
