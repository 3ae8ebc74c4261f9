//! Failed forms that come without their page (`form_fragment`).

use crate::hosting::Deployed;
use crate::odd_routes::FRAGMENTS;
use crate::suite::{ADD, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.always("failed_form_is_a_fragment", placed);
    suite.both("fragment_of_another_build_is_placed_too", after_deploy);
    suite.on("fragment_is_placed_only_where_that_is_certain", odd);
    suite.on("fragment_focuses_its_own_summary", focus);
    suite.on("fragment_makes_no_page_older", flash);
}

async fn placed(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    for text in ["a", "b", "c"] {
        site.app.add(text);
    }
    visit.open().await;
    if visit.mode.sends_in_place() {
        tab.type_into("#note-3 [name=text]", "half").await;
    }
    rename(&visit, 2, "taken").await;
    visit.until_shown("There is one already.").await;
    visit.until_responded().await;
    assert_eq!(
        tab.texts("#note-2 [aria-invalid=true] ~ ul").await,
        ["There is one already."]
    );
    assert_eq!(tab.value("#note-2 [name=text]").await, "taken");
    if visit.mode.sends_in_place() {
        let pages = site.requests().into_iter().filter(|request| request == "GET /");
        assert_eq!(pages.count(), 1);
        assert_eq!(tab.value("#note-3 [name=text]").await, "half");
        assert_eq!(visit.value("document.activeElement.closest('li').id").await, "note-2");
        assert_eq!(visit.value("location.pathname + location.search").await, "/");
    }
    rename(&visit, 2, "free").await;
    visit
        .until("document.querySelector('#text-2').textContent === 'free'")
        .await;
    visit.until_settled().await;
    assert_eq!(site.app.texts(), ["a", "free", "c"]);
}

async fn after_deploy(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    site.app.add("a");
    visit.open().await;
    site.deploy(Deployed::Everywhere);
    rename(&visit, 1, "taken").await;
    visit.until_shown("There is one already.").await;
    assert_eq!(tab.value("#note-1 [name=text]").await, "taken");
    assert!(visit.is_in_place().await);
    // The next success loads the page anew.
    rename(&visit, 1, "free").await;
    visit.until("document.documentElement.mark !== 'here'").await;
    visit
        .until("document.querySelector('#text-1').textContent === 'free'")
        .await;
    assert_eq!(site.app.texts(), ["free"]);
}

async fn rename(visit: &Visit, note: u32, text: &str) {
    visit.tab.type_into(&format!("#note-{note} [name=text]"), text).await;
    visit.tab.click(&format!("#note-{note} .rename")).await;
}

/// What has no certain place is not placed: the browser sends the form, and the rest of the page stays until then.
async fn odd(visit: Visit) {
    let Visit { tab, .. } = &visit;
    for (name, _, is_placed) in FRAGMENTS {
        visit.open().await;
        visit.add_form(&format!("/odd/fragment/{name}")).await;
        tab.evaluate(
            "const [card, inner] = ['card', 'inner'].map(name => {
                const element = document.createElement('div')
                element.className = name
                return element
            })
            document.querySelector('main').prepend(card)
            card.append(inner)
            inner.append(document.querySelector('#odd'))
            document.querySelector('#odd').removeAttribute('id')",
        )
        .await;
        tab.type_into(".inner [name=text]", "typed").await;
        tab.click("#go").await;
        visit.until_shown("It failed.").await;
        visit.until_settled().await;
        assert_eq!(visit.is_in_place().await, is_placed, "{name}");
        let forms = "[document.forms.length > 5, document.querySelectorAll('.card').length].join()";
        let expected = if is_placed { "true,1" } else { "false,0" };
        assert_eq!(visit.value(forms).await, expected, "{name}");
    }
}

async fn focus(visit: Visit) {
    let Visit { site, .. } = &visit;
    for text in ["a", "b"] {
        site.app.add(text);
    }
    visit.open().await;
    for note in [1, 2] {
        rename(&visit, note, "taken").await;
        visit
            .until(&format!("document.querySelector('#note-{note} [aria-invalid=true]')"))
            .await;
        visit.until_settled().await;
        let focus = "document.activeElement.getAttribute('role') + document.activeElement.closest('li')?.id";
        assert_eq!(visit.value(focus).await, format!("alertnote-{note}"));
    }
}

/// The page that another form's success leads to is under way, with a message that is shown once.
async fn flash(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    site.app.add("a");
    visit.open().await;
    tab.evaluate(
        "const { fetch } = window
        window.fetch = async (url, options) => {
            const response = await fetch(url, options)
            if (!options.method) await new Promise(resolve => window.go = resolve)
            return response
        }",
    )
    .await;
    tab.type_into(TITLE, "one").await;
    tab.click(ADD).await;
    visit.until("window.go").await;
    rename(&visit, 1, "taken").await;
    visit.until_shown("There is one already.").await;
    tab.evaluate("window.go()").await;
    visit.until_shown("Added one").await;
    visit.until_settled().await;
    assert_eq!(tab.value("#note-1 [name=text]").await, "taken");
}
