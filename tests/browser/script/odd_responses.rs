//! Responses that no action gives: from what stands before the app, from its layers, from its own code.

use crate::odd_routes::{FAILURES, FILES, SUCCESSES};
use crate::page::Written;
use crate::suite::{ADD, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.on("redirect_to_another_origin_is_never_placed", foreign);
    suite.on("redirect_before_the_desk_is_left_to_the_browser", gateway);
    suite.on("failure_is_shown_in_the_form", failures);
    suite.on("success_without_a_page_only_ends_the_waiting", successes);
    suite.on("file_has_the_name_of_its_header", file_names);
    suite.on("page_that_only_a_browser_can_show_is_left_to_it", left_pages);
    suite.on("redirect_that_is_odd_is_followed_or_refused", odd_redirects);
    suite.on("page_that_never_comes_holds_no_other_form", held);
    suite.on("newer_page_is_placed_after_an_older_one", turns);
    suite.on("page_of_a_failed_form_has_no_address", address);
}

impl Visit {
    /// Puts a form for an action that is none of the desk's into the page.
    pub(crate) async fn add_form(&self, action: &str) {
        self.tab
            .evaluate(&format!(
                "document.querySelector('#odd')?.remove()
                const form = document.createElement('form')
                const attributes = {{ id: 'odd', method: 'post', action: {action:?}, 'data-frontdesk': '' }}
                for (const [name, value] of Object.entries(attributes)) form.setAttribute(name, value)
                const text = document.createElement('input')
                text.name = 'text'
                const button = document.createElement('button')
                button.textContent = 'Go'
                Object.assign(button, {{ id: 'go', name: 'how', value: 'this' }})
                form.append(text, button)
                document.querySelector('main').prepend(form)"
            ))
            .await;
    }

    /// Makes the form one with a file.
    async fn add_file(&self) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "text").unwrap();
        self.tab
            .evaluate(
                "const file = document.createElement('input')
                Object.assign(file, { type: 'file', name: 'file' })
                document.querySelector('#odd').append(file)
                document.querySelector('#odd').setAttribute('enctype', 'multipart/form-data')",
            )
            .await;
        self.tab.choose_file("#odd [type=file]", file.path()).await;
        file
    }

    /// Waits until the form doesn't wait any more.
    async fn until_idle(&self) {
        self.until("window.finished && !document.querySelector('[aria-busy], button:disabled')")
            .await;
    }

    async fn watch_finish(&self) {
        self.tab
            .evaluate(
                "window.finished = window.failed = 0
                if (!window.watches) {
                    document.addEventListener('frontdesk:finish', () => window.finished++)
                    document.addEventListener('frontdesk:error', () => window.failed++)
                }
                window.watches = true",
            )
            .await;
    }
}

async fn foreign(visit: Visit) {
    let Visit { tab, .. } = &visit;
    // Nothing but the script keeps what is foreign out of this page.
    let page = Written {
        policy: Some("default-src * 'unsafe-inline'".to_owned()),
        ..Written::default()
    };
    for name in ["evil", "opened"] {
        visit.open_at(&page.url()).await;
        visit.add_form(&format!("/odd/to/{name}")).await;
        tab.click("#odd button").await;
        // The browser goes there, so that its scripts run in their own origin.
        visit.until("document.title === 'Evil'").await;
        assert!(
            tab.url().await.starts_with("http://localhost:"),
            "{name}: {}",
            tab.url().await
        );
        visit.open().await;
        assert_eq!(visit.value("sessionStorage.evil ?? 'none'").await, "none", "{name}");
    }
}

async fn gateway(visit: Visit) {
    let Visit { tab, .. } = &visit;
    for has_file in [false, true] {
        visit.open().await;
        visit.add_form("/odd/to/login").await;
        let _file = if has_file { Some(visit.add_file().await) } else { None };
        tab.type_into("#odd [name=text]", "long").await;
        tab.click("#go").await;
        visit
            .until("document.title === 'Elsewhere' && document.readyState === 'complete'")
            .await;
        assert!(!visit.is_in_place().await);
        assert_eq!(tab.address().await, "/elsewhere?login&button=true");
    }
}

async fn failures(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    for has_file in [false, true] {
        for (name, .., text) in FAILURES {
            visit.add_form(&format!("/odd/reply/{name}")).await;
            let _file = if has_file { Some(visit.add_file().await) } else { None };
            tab.type_into("#odd [name=text]", "long").await;
            visit.watch_finish().await;
            tab.click("#go").await;
            visit.until_idle().await;
            assert_eq!(visit.value("window.failed").await, 1, "{name}");
            assert_eq!(
                tab.texts("#odd[data-frontdesk-state=failed] > [role=alert]").await,
                [text]
            );
            assert_eq!(tab.value("#odd [name=text]").await, "long");
        }
    }
    assert!(visit.is_in_place().await);
    assert_eq!(tab.address().await, "/");
    // The text is one of the script's, in the language of the page.
    visit.add_form("/odd/reply/again").await;
    tab.click("#go").await;
    visit.until("document.querySelector('#again')").await;
    tab.evaluate("document.body.append(document.createElement('main'))")
        .await;
    visit.add_form("/odd/reply/proxy").await;
    tab.click("#go").await;
    visit.until_shown("Anders: 502 Bad Gateway").await;
}

async fn successes(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate("URL.createObjectURL = () => { window.saved = true; return 'about:blank' }")
        .await;
    for has_file in [false, true] {
        for (name, ..) in SUCCESSES {
            visit.add_form(&format!("/odd/reply/{name}")).await;
            let _file = if has_file { Some(visit.add_file().await) } else { None };
            visit.watch_finish().await;
            tab.click("#go").await;
            visit.until_idle().await;
            assert_eq!(tab.texts("[role=alert]").await.len(), 0, "{name}");
            assert_eq!(visit.value("window.saved === true").await, false, "{name}");
        }
    }
    assert!(visit.is_in_place().await);
}

async fn file_names(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate("HTMLAnchorElement.prototype.click = function() { window.saved = this.download }")
        .await;
    for (name, .., file) in FILES {
        visit.add_form(&format!("/odd/reply/{name}")).await;
        visit.watch_finish().await;
        tab.click("#go").await;
        visit.until_idle().await;
        assert_eq!(visit.value("window.saved").await, file);
    }
}

async fn left_pages(visit: Visit) {
    let Visit { tab, .. } = &visit;
    let folder = tempfile::tempdir().unwrap();
    tab.save_files_in(folder.path()).await;
    visit.open().await;
    visit.add_form("/odd/to/attached").await;
    tab.click("#go").await;
    visit
        .until_server("the file is saved", |_| folder.path().join("odd.html").exists())
        .await;
    assert!(visit.is_in_place().await);
    for (name, is_it) in [
        ("sandboxed", "origin === 'null'"),
        ("latin", "document.querySelector('h1').textContent === 'Gr\u{fc}n'"),
    ] {
        visit.open().await;
        visit.add_form(&format!("/odd/to/{name}")).await;
        tab.click("#go").await;
        visit.until("document.title === 'Odd'").await;
        assert!(!visit.is_in_place().await, "{name}");
        assert_eq!(visit.value(is_it).await, true, "{name}");
    }
}

async fn odd_redirects(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    visit.add_form("/odd/to/javascript").await;
    tab.click("#go").await;
    visit.until_shown("Unexpected response of the server: 200 OK").await;
    assert_eq!(visit.value("window.evil === undefined").await, true);
    visit.add_form("/odd/to/percent").await;
    tab.click("#go").await;
    visit.until("document.title === 'Elsewhere'").await;
    visit.until("!document.querySelector('[aria-busy]')").await;
    assert!(visit.is_in_place().await);
    assert!(tab.url().await.ends_with("/elsewhere#%"), "{}", tab.url().await);
}

async fn held(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "const { fetch } = window
        const held = new Promise(resolve => window.release = resolve)
        window.fetch = async (url, options) => {
            const response = await fetch(url, options)
            if (String(url).includes('/elsewhere')) { window.holds = true; await held }
            return response
        }",
    )
    .await;
    tab.type_into(TITLE, "away").await;
    tab.click(ADD).await;
    visit.until("window.holds").await;
    tab.type_into("#comment [name=text]", "meanwhile").await;
    tab.click("#comment button").await;
    visit.until_shown("comment meanwhile").await;
    visit
        .until("!document.querySelector('#comment[aria-busy]') && document.querySelector('#add[aria-busy]')")
        .await;
    // The page that was held is older than the one in place: it is loaded again.
    tab.evaluate("window.release()").await;
    visit.until("document.title === 'Elsewhere'").await;
    let loads = site
        .requests()
        .iter()
        .filter(|request| request.contains("/elsewhere?"))
        .count();
    assert_eq!(loads, 2, "{:#?}", site.requests());
    assert!(visit.is_in_place().await);
}

async fn turns(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    site.app.hold("elsewhere.css");
    tab.type_into(TITLE, "away").await;
    tab.click(ADD).await;
    visit
        .until_server("the older page waits for its style", |site| {
            site.requests().contains(&"GET /elsewhere.css".to_owned())
        })
        .await;
    // At once: no page waits for its styles for more than two seconds.
    tab.evaluate(
        "document.querySelector('#comment [name=text]').value = 'later'
        document.querySelector('#comment').requestSubmit()",
    )
    .await;
    visit
        .until_server("the newer page is requested", |site| {
            site.requests().iter().filter(|request| *request == "GET /").count() == 2
        })
        .await;
    site.app.let_go("elsewhere.css");
    visit
        .until("!document.querySelector('[aria-busy]') && document.title === 'Notes (1)'")
        .await;
    assert!(visit.is_in_place().await);
}

/// The page of a failed form has none, also if the form's action has a fragment.
async fn address(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    visit.add_form("/odd/reply/again#part").await;
    tab.click("#go").await;
    visit.until("document.querySelector('#again')").await;
    assert!(visit.is_in_place().await);
    assert_eq!(tab.address().await, "/");
}
