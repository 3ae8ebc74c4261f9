//! Forms, pages and browsers that are odd.

use crate::suite::{ADD, BODY, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.on("controls_may_be_named_like_members_of_the_form", names);
    suite.on("script_runs_once_and_never_under_another_element", tags);
    suite.on("first_load_ends_no_waiting", page_show);
    suite.on("text_typed_into_the_waiting_form_stays", typed_meanwhile);
    suite.on("pressed_button_is_sent_by_older_browsers", older_browsers);
    suite.on("line_breaks_are_those_of_browsers", line_breaks);
    suite.on("form_of_another_charset_or_with_keep_is_the_browsers", browsers_forms);
    suite.on("entries_without_state_show_their_page", entries);
    suite.on("mistakes_of_the_app_hide_no_messages", mistakes);
    suite.on("every_changed_control_is_checked", many_checks);
}

/// Members of forms that the script uses, or has used.
const MEMBERS: &str = "matches querySelector querySelectorAll closest setAttribute removeAttribute getAttribute append \
                       children attributes remove nextSibling enctype dispatchEvent isConnected method action";

async fn names(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    visit.add_form("/odd/reply/proxy").await;
    tab.evaluate(&format!(
        "for (const name of {MEMBERS:?}.split(/\\s+/)) {{
            const input = document.createElement('input')
            input.setAttribute('name', name)
            Node.prototype.appendChild.call(document.querySelector('#odd'), input)
        }}"
    ))
    .await;
    for _ in 0..2 {
        visit.mark().await;
        tab.evaluate("document.querySelectorAll('#odd [role=alert]').forEach(alert => alert.textContent = '')")
            .await;
        tab.click("#go").await;
        visit.until_shown("502 Bad Gateway").await;
        assert_eq!(tab.texts("#odd > [data-frontdesk-failed]").await.len(), 1);
        assert_eq!(tab.texts("#odd[aria-busy], #odd button:disabled").await.len(), 0);
        assert!(visit.is_in_place().await);
    }
    tab.set_offline(true).await;
    tab.click("#go").await;
    visit.until_shown("The connection failed.").await;
    assert!(visit.is_in_place().await);
}

async fn tags(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    for (name, regions) in [("twice", 1), ("clobbered", 0)] {
        tab.open(&site.url(&format!("/odd/tags/{name}"))).await;
        visit.until("document.readyState === 'complete'").await;
        assert_eq!(
            visit
                .value("[document.querySelectorAll('[data-frontdesk=keep]').length, window.errors].join()")
                .await,
            format!("{regions},0"),
            "{name}"
        );
        assert_eq!(
            visit.value("Symbol.for('frontdesk') in window").await,
            regions == 1,
            "{name}"
        );
    }
}

async fn page_show(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    visit.add_and_hold("slow").await;
    for (persisted, waits) in [(false, 1), (true, 0)] {
        tab.evaluate(&format!(
            "dispatchEvent(new PageTransitionEvent('pageshow', {{ persisted: {persisted} }}))"
        ))
        .await;
        let waiting = visit.value("document.querySelectorAll('[aria-busy]').length").await;
        assert_eq!(waiting, waits, "{persisted}");
    }
    site.app.let_go("add");
}

async fn typed_meanwhile(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(BODY, "sent").await;
    for (title, text) in [("slow", "Added slow"), ("busy", "Try again later.")] {
        visit.add_and_hold(title).await;
        tab.type_into(TITLE, "next one").await;
        site.app.let_go("add");
        visit.until_shown(text).await;
        visit.until("!document.querySelector('[aria-busy]')").await;
        assert_eq!(tab.value(TITLE).await, "next one", "{title}");
        assert_eq!(tab.value(BODY).await, "", "{title}");
    }
    // It is typed as any text: a success with it empties the form.
    tab.click(ADD).await;
    visit.until_shown("Added next one").await;
    assert_eq!(tab.value(TITLE).await, "");
}

async fn older_browsers(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.evaluate("window.FormData = class extends FormData { constructor(form) { super(form) } }")
        .await;
    tab.type_into(TITLE, "old").await;
    tab.click("#draft").await;
    visit.until_shown("Added old").await;
    assert_eq!(site.app.texts(), ["old \"\" [] draft"]);
    assert!(visit.is_in_place().await);
    // What an image button has to send, nobody but the browser knows.
    visit.add_form("/odd/to/login").await;
    tab.evaluate("Object.assign(document.querySelector('#odd [name=text]'), { type: 'image', alt: 'how=this', name: 'howthis' })")
        .await;
    tab.evaluate("addEventListener('frontdesk:submit', () => sessionStorage.seen = 1)")
        .await;
    tab.click("#odd [type=image]").await;
    visit.until("document.title === 'Elsewhere'").await;
    assert_eq!(tab.address().await, "/elsewhere?login&button=true");
    assert_eq!(visit.value("sessionStorage.seen ?? 'none'").await, "none");
}

async fn line_breaks(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "const { fetch } = window
        window.fetch = (url, options) => {
            if (options.body) window.sent = String(options.body)
            return fetch(url, options)
        }",
    )
    .await;
    tab.type_into(TITLE, "breaks").await;
    tab.type_into(BODY, "a\nb").await;
    tab.click(ADD).await;
    visit.until_shown("Added breaks").await;
    visit.until("/=a%0D%0Ab(&|$)/.test(window.sent)").await;
}

async fn browsers_forms(visit: Visit) {
    let Visit { tab, .. } = &visit;
    for (name, value) in [("data-frontdesk", "keep"), ("accept-charset", "windows-1252")] {
        visit.open().await;
        visit.add_form("/odd/to/login").await;
        tab.evaluate(&format!(
            "document.querySelector('#odd').setAttribute('{name}', '{value}')"
        ))
        .await;
        tab.evaluate("addEventListener('frontdesk:submit', () => sessionStorage.seen = 1)")
            .await;
        tab.click("#go").await;
        visit.until("document.title === 'Elsewhere'").await;
        assert_eq!(visit.value("sessionStorage.seen ?? 'none'").await, "none", "{name}");
    }
}

async fn entries(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate("location.hash = 'last'").await;
    tab.type_into(TITLE, "away").await;
    tab.click(ADD).await;
    visit.until("document.title === 'Elsewhere'").await;
    tab.evaluate("history.go(-2)").await;
    visit
        .until("location.pathname === '/' && document.querySelector('#add')")
        .await;
    assert_eq!(tab.url().await, visit.site.url("/"));
}

async fn mistakes(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "document.addEventListener('frontdesk:submit', ({ detail }) => {
            detail.rollback(() => window.undone = true)
            detail.rollback(() => { throw new Error('of the app') })
        })
        document.addEventListener('frontdesk:error', () => { throw new Error('of the app') })",
    )
    .await;
    tab.type_into(TITLE, "taken").await;
    tab.click(ADD).await;
    visit.until_shown("There is one already.").await;
    assert_eq!(visit.value("window.undone").await, true);
    assert!(visit.is_in_place().await);
    assert_eq!(tab.texts("[data-frontdesk-failed]").await.len(), 0);
}

async fn many_checks(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "window.asked = []
        window.fetch = async url => {
            window.asked.push(new URL(url, location.href).searchParams.getAll('field'))
            return new Response(null, { status: 204 })
        }
        const form = document.createElement('form')
        form.setAttribute('up-validate-url', '/none')
        form.setAttribute('data-frontdesk-check', '')
        document.querySelector('main').append(form)
        for (let i = 0; i < 12; i++) {
            const input = document.createElement('input')
            input.name = 'field' + i
            form.append(input)
            input.dispatchEvent(new Event('input', { bubbles: true }))
            input.dispatchEvent(new Event('focusout', { bubbles: true }))
        }",
    )
    .await;
    visit.until("new Set(window.asked.flat()).size === 12").await;
    assert_eq!(
        visit.value("window.asked.map(names => names.length).join()").await,
        "10,2"
    );
}
