//! While a form waits, and optimistic changes.

use std::time::Duration;

use crate::suite::{ADD, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.both("waiting_form_is_busy_and_is_sent_once", busy);
    suite.both("two_forms_wait_at_once", two_forms);
    suite.on("optimistic_change_is_taken_back_after_a_failure", optimistic);
    suite.on("events_can_be_cancelled", cancelled);
    suite.on("form_can_opt_out", opted_out);
    suite.on("text_typed_meanwhile_stays", typed_meanwhile);
    // The engine learns during the first ones.
    let (learning, measured) = if suite.is_whole() { (6, 10) } else { (2, 1) };
    suite.on("heap_does_not_grow_with_submits", move |visit| {
        heap(visit, learning, measured)
    });
}

async fn busy(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    visit.add_and_hold("slow").await;
    visit
        .until("document.querySelector('#add[aria-busy=true][data-frontdesk-state=pending]')")
        .await;
    assert_eq!(
        visit
            .value("document.querySelectorAll('#add button:disabled').length")
            .await,
        3
    );
    assert_eq!(
        visit
            .value("document.querySelectorAll('#comment button:disabled').length")
            .await,
        0
    );
    // By Enter, and by a script of the page.
    tab.evaluate("document.querySelector('#add').requestSubmit()").await;
    site.app.let_go("add");
    visit.until_shown("Added slow").await;
    visit
        .until("!document.querySelector('[aria-busy], button:disabled, [data-frontdesk-state]')")
        .await;
    assert_eq!(site.app.runs("add"), 1);
    assert_eq!(
        site.requests()
            .iter()
            .filter(|request| request.starts_with("POST"))
            .count(),
        1
    );
    // The form has a new token.
    tab.type_into(TITLE, "next").await;
    tab.click(ADD).await;
    visit.until_shown("Added next").await;
    assert_eq!(site.app.texts().len(), 2);
}

async fn two_forms(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    visit.add_and_hold("first").await;
    tab.type_into("#comment [name=text]", "second").await;
    tab.click("#comment button").await;
    visit.until_shown("comment second").await;
    // The page was put in place around the form that still waits.
    visit
        .until("document.querySelector('#add[aria-busy=true] #plain:disabled')")
        .await;
    assert_eq!(tab.value(TITLE).await, "first");
    assert_eq!(tab.value("#comment [name=text]").await, "");
    site.app.let_go("add");
    visit.until_shown("Added first").await;
    assert_eq!(tab.value(TITLE).await, "");
    assert_eq!(site.app.texts(), ["comment second", "first \"\" []"]);
}

async fn optimistic(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "document.addEventListener('frontdesk:submit', ({ detail }) => {
            const row = document.createElement('li')
            row.id = 'note-new'
            row.textContent = detail.data.get('title')
            document.querySelector('#notes').append(row)
            detail.rollback(() => { window.rolledBack = (window.rolledBack ?? 0) + 1; row.remove() })
        })",
    )
    .await;
    for (title, message, backs) in [("busy", "Try again later.", 1), ("works", "Added works", 1)] {
        visit.add_and_hold(title).await;
        assert_eq!(tab.texts("#notes li").await, [title]);
        site.app.let_go("add");
        visit.until_shown(message).await;
        visit.until("!document.querySelector('#note-new')").await;
        assert_eq!(visit.value("window.rolledBack").await, backs);
    }
    assert_eq!(tab.texts("#notes li > span").await, ["works \"\" []"]);
}

async fn cancelled(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "window.seen = []
        window.cancels = 'frontdesk:submit'
        for (const name of ['submit', 'success', 'error', 'finish']) {
            document.addEventListener('frontdesk:' + name, event => {
                window.seen.push(name + ' ' + (event.detail.response?.status ?? ''))
                if (event.type === window.cancels) event.preventDefault()
            })
        }",
    )
    .await;
    // Without the events of typing, here and below: a check of the title would show or remove a message, before or
    // after the submit.
    tab.paste_into(TITLE, "taken", 1).await;
    tab.click(ADD).await;
    visit.until("window.seen.length === 1").await;
    assert_eq!(site.app.runs("add"), 0);
    for (cancels, title, seen) in [
        ("frontdesk:error", "busy", 4),
        ("", "taken", 7),
        ("frontdesk:success", "works", 10),
    ] {
        tab.evaluate(&format!("window.cancels = {cancels:?}")).await;
        tab.paste_into(TITLE, title, 1).await;
        tab.click(ADD).await;
        visit.until(&format!("window.seen.length === {seen}")).await;
        visit.until("!document.querySelector('[aria-busy]')").await;
        // Only what was not cancelled is shown.
        assert_eq!(
            tab.texts("#add ul, #add [data-problem], [data-flash]").await.len(),
            usize::from(seen > 4)
        );
    }
    assert_eq!(tab.texts("#add ul").await, ["There is one already."]);
    let seen = visit.value("window.seen.join()").await;
    assert_eq!(
        seen,
        "submit ,submit ,error 409,finish ,submit ,error 422,finish ,submit ,success 200,finish "
    );
    assert_eq!(site.app.texts(), ["works \"\" []"]);
}

async fn opted_out(visit: Visit) {
    let Visit { tab, .. } = &visit;
    for (target, in_place) in [("#plain", false), ("#add", false), ("main", false), ("#comment", true)] {
        visit.open().await;
        tab.evaluate(&format!(
            "document.querySelector('{target}').setAttribute('data-frontdesk', 'off')"
        ))
        .await;
        tab.type_into(TITLE, target).await;
        tab.click(ADD).await;
        visit.until_shown(&format!("Added {target}")).await;
        assert_eq!(visit.is_in_place().await, in_place, "{target}");
    }
}

async fn typed_meanwhile(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    visit.add_and_hold("slow").await;
    tab.type_into("#comment [name=text]", "half a comm").await;
    tab.evaluate("document.querySelector('#comment [name=text]').setSelectionRange(2, 4)")
        .await;
    site.app.let_go("add");
    visit.until_shown("Added slow").await;
    visit.until("!document.querySelector('[aria-busy]')").await;
    assert_eq!(tab.value("#comment [name=text]").await, "half a comm");
    assert_eq!(tab.value(TITLE).await, "");
    // Nor did the focus and the selection move.
    assert_eq!(
        visit
            .value("[document.activeElement.form.id, document.activeElement.selectionStart].join()")
            .await,
        "comment,2"
    );
}

/// Submits a form some hundred times, and compares the heap at the end of two phases.
async fn heap(visit: Visit, learning: usize, measured: usize) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    // The form fails, so that the page is the same each time.
    tab.evaluate(
        "window.ran = 0
        window.submit = async count => {
            for (let i = 0; i < count; i++) {
                await new Promise(resolve => {
                    document.addEventListener('frontdesk:finish', resolve, { once: true })
                    document.querySelector('#add [name=title]').value = 'taken'
                    document.querySelector('#add').requestSubmit()
                })
                window.ran++
            }
        }",
    )
    .await;
    let mut used = Vec::new();
    for round in 1..=learning + measured {
        tab.evaluate("window.submit(100)").await;
        // Each look at the page leaves something in its heap.
        while visit.value("window.ran").await.as_u64() != u64::try_from(round * 100).ok() {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        used.push(tab.used_heap().await);
    }
    assert!(used[learning + measured - 1] < used[learning - 1] * 1.1, "{used:?}");
    assert_eq!(site.app.runs("check") as usize, 100 * (learning + measured));
}
