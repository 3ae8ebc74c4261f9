//! Browsers that store no cookies: the page reports that it needs them, and whether the form was
//! processed.

use conformance::servers::Adapter;

use crate::harness::browser::{Browser, CREATE};
use crate::harness::html::Form;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const ONCE: &str = "/_actions/count_once";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("cookies_blocked");
    topic.own("page_reports_whether_the_form_was_processed", |site| {
        notes(site, "/notes")
    });
    let hosts = [Adapter::Axum, Adapter::Actix];
    topic.on(
        "host_page_reports_whether_the_form_was_processed",
        &hosts,
        On::Own,
        |site| notes(site, "/host/notes"),
    );
    topic.own("once_form_reports_that_it_was_processed", once);
}

/// Sends what a browser sends that stores no cookies.
async fn send_without_cookies(site: &Site, form: &Form) -> String {
    let mut browser = Browser::new(site);
    browser.fail(form).await
}

async fn notes(site: Site, path: &'static str) {
    let (page, _) = Browser::new(&site).open(path).await;
    for (title, sentence) in [
        (&*"secret".repeat(10), "The form was not processed."),
        ("taken", "The form was not processed."),
    ] {
        let url = send_without_cookies(&site, page.form(CREATE).set("title", title)).await;
        assert!(!url.contains("secret") && !url.contains("taken"), "{url}");
        let (page, _) = Browser::new(&site).open(&url).await;
        assert_eq!(page.problems(), ["cookies-needed"]);
        let text = page.text_at("data-problem").unwrap();
        assert!(
            text.starts_with("This page needs cookies: ") && text.contains(sentence),
            "{text}"
        );
        assert!(
            !page.source().contains("secret") && !page.source().contains("taken"),
            "{}",
            page.source()
        );
        // A link that was shared shows nothing to those whose cookies work, nor on other pages.
        let mut other = Browser::new(&site);
        other.open("/once").await;
        assert!(other.jar.browser_id().is_some());
        let (page, _) = other.open(&url).await;
        assert!(page.is_clean(), "{}", page.source());
        let (page, _) = Browser::new(&site).open(&url.replace(path, "/edit")).await;
        assert!(page.is_clean(), "{}", page.source());
    }
}

async fn once(site: Site) {
    let (page, _) = Browser::new(&site).open("/once").await;
    let url = send_without_cookies(&site, page.form(ONCE).set("by", "5")).await;
    assert_eq!(site.app.sum.get(), 5);
    let (page, _) = Browser::new(&site).open(&url).await;
    assert_eq!(page.problems(), ["cookies-needed"]);
    assert!(
        page.text_at("data-problem")
            .unwrap()
            .contains("The form was processed,")
    );
    assert_eq!(page.text_at("data-result"), None);
}
