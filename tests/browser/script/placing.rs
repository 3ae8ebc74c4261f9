//! What is put in place, and what survives it.

use crate::suite::{ADD, Mode, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.both("state_of_the_page_survives", survives);
    suite.in_mode("state_of_the_page_survives", Mode::Broken("move"), survives);
    suite.both("parts_of_a_reply_are_placed", parts);
    suite.on("region_alone_is_placed", region);
    suite.on("whole_page_of_a_reply_is_shown", secret);
    suite.in_mode("whole_page_of_a_reply_is_shown", Mode::Broken("parser"), secret);
    suite.on("file_of_a_reply_is_saved", export);
    suite.on("view_transition_runs_if_the_page_wants_one", transition);
    suite.on("reduced_motion_is_respected", reduced_motion);
    suite.on("panic_shows_the_page_with_the_problem", panics);
    suite.on("details_with_errors_are_opened", details);
    suite.on("policy_is_never_violated", violations);
    suite.in_mode("scripts_without_the_nonce_never_run", Mode::Nonce, nonce);
}

async fn survives(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    for text in ["a", "b", "c"] {
        site.app.add(text);
    }
    visit.open().await;
    tab.click("#details summary").await;
    tab.type_into("#note-3 [name=text]", "half").await;
    tab.evaluate(
        "document.querySelector('#scrolled').scrollTop = 40
        document.querySelector('#note-3').player = 'plays'
        document.querySelector('#details').player = 'plays'
        scrollTo(0, 30)",
    )
    .await;
    let scrolled = visit.value("scrollY").await;
    // The row before it goes away.
    tab.evaluate("document.querySelector('#note-1 .remove').click()").await;
    visit.until("!document.querySelector('#note-1')").await;
    visit.until("!document.querySelector('[aria-busy]')").await;
    assert_eq!(
        visit
            .value(
                "[document.querySelector('#details').open, document.querySelector('#details').player,
                document.querySelector('#scrolled').scrollTop, document.querySelector('#note-3').player,
                document.querySelector('#note-3 [name=text]').value, document.activeElement.closest('li')?.id].join()"
            )
            .await,
        "true,plays,40,plays,half,note-3"
    );
    assert_eq!(visit.value("scrollY").await, scrolled);
    // Scripts of the page ran once.
    assert_eq!(visit.value("window.pageRan").await, 1);
    assert!(visit.is_in_place().await);
}

/// The page of a failed form has `open` on its `<details>`: users have closed some, and must see the errors in others.
async fn details(visit: Visit) {
    let Visit { tab, .. } = &visit;
    for has_errors in [false, true] {
        visit.open().await;
        tab.evaluate(&format!(
            "const {{ parseFromString }} = DOMParser.prototype
            DOMParser.prototype.parseFromString = function (...values) {{
                const page = parseFromString.apply(this, values)
                const details = page.querySelector('#details')
                details.setAttribute('open', '')
                if ({has_errors}) details.firstElementChild.setAttribute('aria-invalid', 'true')
                return page
            }}"
        ))
        .await;
        assert_eq!(visit.value("document.querySelector('#details').open").await, false);
        tab.type_into(TITLE, "taken").await;
        tab.click(ADD).await;
        visit.until_shown("There is one already.").await;
        visit.until_settled().await;
        assert_eq!(visit.value("document.querySelector('#details').open").await, has_errors);
        assert!(visit.is_in_place().await);
    }
}

async fn parts(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    site.app.add("old name");
    visit.open().await;
    tab.evaluate("document.addEventListener('note-renamed', event => window.renamed = event.detail)")
        .await;
    tab.type_into("#note-1 [name=text]", "taken").await;
    tab.click("#note-1 .rename").await;
    visit.until_shown("There is one already.").await;
    tab.type_into("#note-1 [name=text]", "new name").await;
    let before = site.requests().len();
    tab.click("#note-1 .rename").await;
    visit
        .until("document.querySelector('#text-1').textContent === 'new name'")
        .await;
    assert_eq!(tab.text("#last").await, "renamed");
    visit.until("window.renamed !== undefined").await;
    visit.until("!document.querySelector('[aria-busy]')").await;
    // One request.
    assert_eq!(site.requests().len(), before + 1, "{:#?}", site.requests());
}

async fn region(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.evaluate("document.querySelector('#last').textContent = 'of this page'")
        .await;
    for (title, expected) in [("one", 1), ("two", 2)] {
        // The app's page doesn't have it, so that it is gone after each time.
        tab.evaluate("document.querySelector('#add').setAttribute('data-frontdesk-region', '#notes')")
            .await;
        tab.type_into(TITLE, title).await;
        tab.click(ADD).await;
        visit
            .until(&format!("document.querySelectorAll('#notes li').length === {expected}"))
            .await;
        visit.until("!document.querySelector('[aria-busy]')").await;
        // The form is empty and has a new token; the rest is as it was.
        assert_eq!(tab.value(TITLE).await, "");
        assert_eq!(tab.text("#last").await, "of this page");
        assert_eq!(tab.texts("[data-flash]").await.len(), 0);
    }
    assert_eq!(site.app.texts().len(), 2);
}

async fn secret(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.click("#secret button").await;
    visit
        .until("document.querySelector('main#secret')?.textContent === 'hunter2'")
        .await;
    assert_eq!(tab.title().await, "Secret");
    assert_eq!(visit.value("document.querySelectorAll('form').length").await, 0);
    assert_eq!(visit.is_in_place().await, visit.mode.sends_in_place());
    tab.reload().await;
    visit.until("document.querySelector('#add')").await;
    assert_eq!(site.app.runs("secret"), 1);
}

async fn export(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    let folder = tempfile::tempdir().unwrap();
    tab.save_files_in(folder.path()).await;
    visit.open().await;
    tab.click("#export button").await;
    let file = folder.path().join("notes.csv");
    visit
        .until_server("the file is there", |_| {
            std::fs::read_to_string(&file).is_ok_and(|text| text == "id,text\n")
        })
        .await;
    visit
        .until("!document.querySelector('[aria-busy], button:disabled')")
        .await;
    assert_eq!(site.app.runs("export"), 1);
    assert!(visit.is_in_place().await);
}

const COUNT_TRANSITIONS: &str = "const start = document.startViewTransition
    document.startViewTransition = function(update) {
        window.transitions = (window.transitions ?? 0) + 1
        return start.call(this, update)
    }";

async fn transition(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate(COUNT_TRANSITIONS).await;
    for (title, transitions) in [("plain", 0), ("animated", 1)] {
        tab.type_into(TITLE, title).await;
        tab.click(ADD).await;
        visit.until_shown(&format!("Added {title}")).await;
        assert_eq!(visit.value("window.transitions ?? 0").await, transitions);
        tab.evaluate("document.body.setAttribute('data-frontdesk-transition', '')")
            .await;
    }
    assert!(visit.is_in_place().await);
}

async fn reduced_motion(visit: Visit) {
    let Visit { tab, .. } = &visit;
    tab.reduce_motion().await;
    visit.open().await;
    tab.evaluate(COUNT_TRANSITIONS).await;
    tab.evaluate("document.body.setAttribute('data-frontdesk-transition', '')")
        .await;
    tab.type_into(TITLE, "still").await;
    tab.click(ADD).await;
    visit.until_shown("Added still").await;
    assert_eq!(visit.value("window.transitions ?? 0").await, 0);
}

async fn panics(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "panic").await;
    tab.click(ADD).await;
    visit.until("document.querySelector('#add [data-problem]')").await;
    assert_eq!(tab.value(TITLE).await, "panic");
    assert!(visit.is_in_place().await);
    assert_eq!(site.app.runs("add"), 1);
}

async fn violations(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "window.violations = []
        document.addEventListener('securitypolicyviolation', event => window.violations.push(event.violatedDirective))",
    )
    .await;
    for (title, text) in [
        ("taken", "There is one already."),
        ("one", "Added one"),
        ("away", "Elsewhere"),
    ] {
        visit.retitle(title).await;
        tab.click(ADD).await;
        visit.until_shown(text).await;
    }
    visit.until("document.title === 'Elsewhere'").await;
    assert!(visit.is_in_place().await);
    assert_eq!(visit.value("window.violations.join()").await, "");
    // They would be seen.
    tab.evaluate("new Image().src = 'http://elsewhere.test/image'").await;
    visit.until("window.violations.includes('img-src')").await;
    // Not every browser has Trusted Types.
    tab.evaluate("try { document.body.innerHTML = '<p>' } catch {}").await;
    visit
        .until("!window.trustedTypes || window.violations.includes('require-trusted-types-for')")
        .await;
}

async fn nonce(visit: Visit) {
    visit.open().await;
    assert_eq!(visit.value("window.ran").await, "Notes (0)");
    visit.tab.type_into(TITLE, "one").await;
    visit.tab.click(ADD).await;
    visit.until("window.ran === 'Notes (1)'").await;
    assert!(visit.is_in_place().await);
    assert_eq!(visit.value("String(window.smuggled)").await, "undefined");
}
