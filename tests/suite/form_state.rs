//! The form state that a failed submit stores, and which page may show it.

use conformance::app::Settings;
use conformance::servers::Adapter;

use crate::harness::browser::{Browser, CREATE};
use crate::harness::html::Page;
use crate::harness::jar::Jar;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const HOSTS: [Adapter; 2] = [Adapter::Axum, Adapter::Actix];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("form_state");
    topic.own("head_does_not_consume", |site| peeked_at(site, "/notes", Peek::Head));
    topic.own("prefetch_does_not_consume", |site| {
        peeked_at(site, "/notes", Peek::Prefetch)
    });
    topic.on("head_does_not_consume_on_a_host_page", &HOSTS, On::Own, |site| {
        peeked_at(site, "/host/notes", Peek::Head)
    });
    topic.on("prefetch_does_not_consume_on_a_host_page", &HOSTS, On::Own, |site| {
        peeked_at(site, "/host/notes", Peek::Prefetch)
    });
    topic.own("tabs_do_not_share_state", two_tabs);
    topic.own("states_are_three_at_most", three);
    topic.own("tampered_cookie_is_ignored", tampered);
    topic.own("cookie_of_another_id_is_ignored", swapped);
    topic.own("cookie_of_another_server_is_ignored", foreign);
    topic.own("parameter_without_a_cookie_is_ignored", no_cookie);
    topic.own("page_without_the_form_does_not_consume", other_page);
    let https = Settings {
        origins: vec!["https://app.example".to_owned()],
        ..Settings::default()
    };
    topic.on("cookie_is_secure_on_https", &Adapter::ALL, On::With(https), secure);
}

#[derive(Clone, Copy)]
enum Peek {
    Head,
    Prefetch,
}

/// Submits a title that is too long, and returns the URL that the browser is redirected to.
async fn fail(browser: &mut Browser, path: &str, title: &str) -> String {
    let (page, _) = browser.open(path).await;
    let title = format!("{title}{}", "x".repeat(40));
    browser.fail(page.form(CREATE).set("title", &title)).await
}

fn shows(page: &Page, title: &str) -> bool {
    page.form(CREATE)
        .value("title")
        .is_some_and(|value| value.starts_with(title))
}

async fn peeked_at(site: Site, path: &'static str, peek: Peek) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, path, "stored").await;
    for _ in 0..2 {
        let call = match peek {
            Peek::Head => site.call("HEAD", &url),
            Peek::Prefetch => site.get(&url).header("sec-purpose", "prefetch;prerender"),
        };
        let response = call.browser().cookies(&browser.jar).send().await.expect(200);
        assert!(response.set_cookies().is_empty(), "{response}");
        assert_eq!(response.header("cache-control"), "no-store");
        browser.jar.take(&response);
    }
    let (page, response) = browser.open(&url).await;
    assert!(shows(&page, "stored"), "{}", page.source());
    assert_eq!(response.set_cookies().len(), 1, "{response}");
}

async fn two_tabs(site: Site) {
    let mut browser = Browser::new(&site);
    let first = fail(&mut browser, "/notes", "first").await;
    let second = fail(&mut browser, "/notes", "second").await;
    assert_ne!(first, second);
    assert_eq!(browser.jar.states().len(), 2);
    // Opened in the opposite order.
    let (page, _) = browser.open(&second).await;
    assert!(
        shows(&page, "second") && !page.source().contains("firstx"),
        "{}",
        page.source()
    );
    let (page, _) = browser.open(&first).await;
    assert!(
        shows(&page, "first") && !page.source().contains("secondx"),
        "{}",
        page.source()
    );
    assert!(browser.jar.states().is_empty());
}

async fn three(site: Site) {
    let mut browser = Browser::new(&site);
    let mut urls = Vec::new();
    for n in 0..5 {
        urls.push(fail(&mut browser, "/notes", &format!("try {n} ")).await);
        assert!(browser.jar.states().len() <= 3, "{:?}", browser.jar);
    }
    assert_eq!(browser.jar.states().len(), 3);
    // The last one is always there. Which is the oldest of those of one second is not defined.
    let (page, _) = browser.open(&urls[4]).await;
    assert!(shows(&page, "try 4 "), "{}", page.source());
    assert_eq!(browser.jar.states().len(), 2);
}

async fn tampered(site: Site) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, "/notes", "stored").await;
    let name = browser.jar.states()[0].to_owned();
    let value = browser.jar.get(&name).unwrap().to_owned();
    let flipped = |at: usize| {
        let mut bytes = value.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    let mut bad = vec![
        String::new(),
        "x".to_owned(),
        value[1..].to_owned(),
        value[..value.len() / 2].to_owned(),
    ];
    bad.extend([0, 1, 5, 20, value.len() / 2, value.len() - 3].map(flipped));
    bad.push(format!("{value}A"));
    bad.push("A".repeat(4000));
    for value in bad {
        let mut jar = browser.jar.clone();
        jar.set(&name, &value);
        let response = site.get(&url).browser().cookies(&jar).send().await.expect(200);
        let page = Page::parse(&response.text());
        assert!(page.is_clean() && !shows(&page, "stored"), "{value}: {}", page.source());
    }
    let (page, _) = browser.open(&url).await;
    assert!(shows(&page, "stored"));
}

/// The cookie of one id is sent under the name of another.
async fn swapped(site: Site) {
    let mut browser = Browser::new(&site);
    let first = fail(&mut browser, "/notes", "first").await;
    let _second = fail(&mut browser, "/notes", "second").await;
    let names: Vec<String> = browser.jar.states().into_iter().map(str::to_owned).collect();
    let other = browser.jar.get(&names[1]).unwrap().to_owned();
    let mut jar = browser.jar.clone();
    jar.set(&names[0], &other);
    let response = site.get(&first).browser().cookies(&jar).send().await.expect(200);
    assert!(Page::parse(&response.text()).is_clean(), "{response}");
}

async fn foreign(site: Site) {
    let other = Site::start(site.adapter, &Settings::default());
    let mut browser = Browser::new(&other);
    let url = fail(&mut browser, "/notes", "stored").await;
    let response = site.get(&url).browser().cookies(&browser.jar).send().await.expect(200);
    assert!(Page::parse(&response.text()).is_clean(), "{response}");
}

async fn no_cookie(site: Site) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, "/notes", "stored").await;
    for url in [
        url.as_str(),
        "/notes?_fd=",
        "/notes?_fd=x",
        "/notes?_fd=%00",
        "/notes?_fd=../../etc/passwd",
    ] {
        let response = site.get(url).browser().send().await.expect(200);
        assert!(Page::parse(&response.text()).is_clean(), "{response}");
        assert!(response.set_cookies().is_empty(), "{response}");
    }
    // And the cookie without the parameter stays until its page is opened.
    let (page, _) = browser.open("/notes").await;
    assert!(page.is_clean());
    assert_eq!(browser.jar.states().len(), 1);
}

async fn other_page(site: Site) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, "/notes", "stored").await;
    let query = url.split_once('?').unwrap().1;
    for path in ["/hello", "/whoami", "/nothing"] {
        let response = site.get(&format!("{path}?{query}")).cookies(&browser.jar).send().await;
        assert!(response.set_cookies().is_empty(), "{response}");
    }
    // The state belongs to the form of an action that this page doesn't have.
    let call = site.action("add").browser().form("a=x&__fd_return=%2Fnotes");
    let response = call.cookies(&browser.jar).send().await.expect(303);
    let mut jar = browser.jar.clone();
    jar.take(&response);
    let shown = site.get(response.location()).cookies(&jar).send().await.expect(200);
    assert!(
        Page::parse(&shown.text()).is_clean() && shown.set_cookies().is_empty(),
        "{shown}"
    );
}

async fn secure(site: Site) {
    let https = [("origin", "https://app.example"), ("host", "app.example")];
    let call = site.action("add").browser().headers(&https);
    let response = call.form("a=x&__fd_return=%2Fnotes").send().await.expect(303);
    let cookie = response.set_states()[0];
    assert!(
        cookie.starts_with("__Host-fd_") && cookie.contains("Secure") && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert!(!cookie.contains("Domain"), "{cookie}");
    let mut jar = Jar::default();
    jar.take(&response);
    let url = response.location().to_owned();
    let call = site.post(CREATE).browser().headers(&https).cookies(&jar);
    let response = call
        .form("title=&body=&password=&__fd_return=%2Fnotes")
        .send()
        .await
        .expect(303);
    jar.take(&response);
    let shown = site.get(response.location()).cookies(&jar).send().await.expect(200);
    assert_eq!(Page::parse(&shown.text()).errors("title"), ["required"]);
    let removed = shown.header("set-cookie");
    for part in ["__Host-fd_", "Max-Age=0", "Secure", "Path=/"] {
        assert!(removed.contains(part), "{removed}");
    }
    assert_ne!(url, response.location());
}
