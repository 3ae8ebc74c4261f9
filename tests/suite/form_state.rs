//! The form state that a failed submit stores, and which page may show it.

use conformance::app::Settings;
use conformance::servers::Adapter;
use frontdesk::Cookies;
use frontdesk::actix::Actix;

use crate::harness::browser::{Browser, CREATE};
use crate::harness::html::Page;
use crate::harness::jar::Jar;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const ONCE: &str = "/_actions/count_once";
const HOSTS: [Adapter; 2] = [Adapter::Axum, Adapter::Actix];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("form_state");
    topic.own("reload_shows_it_again_until_the_form_succeeds", |site| {
        reloaded(site, "/notes")
    });
    topic.on("reload_shows_it_again_on_a_host_page", &HOSTS, On::Own, |site| {
        reloaded(site, "/host/notes")
    });
    topic.own("state_is_shown_on_its_own_page_only", own_page);
    topic.own("result_is_shown_once_and_not_to_a_prefetch", result_once);
    topic.own("tabs_do_not_share_state", two_tabs);
    topic.own("states_are_three_at_most", three);
    topic.own("tampered_cookie_is_ignored", tampered);
    topic.own("cookie_of_another_id_is_ignored", swapped);
    topic.own("cookie_of_another_server_is_ignored", foreign);
    topic.own("parameter_without_a_cookie_is_ignored", no_cookie);
    topic.own("page_without_the_form_shows_nothing", other_page);
    topic.own("planted_state_is_not_shown", |site| planted(site, "/notes"));
    topic.on("planted_state_is_not_shown_on_a_host_page", &HOSTS, On::Own, |site| {
        planted(site, "/host/notes")
    });
    topic.bare("state_of_another_identity_is_not_shown", &Adapter::ALL, |adapter| {
        identities(adapter, "/notes")
    });
    topic.bare(
        "state_of_another_identity_is_not_shown_on_a_host_page",
        &HOSTS,
        |adapter| identities(adapter, "/host/notes"),
    );
    topic.bare("identity_by_an_extractor_of_actix", &[Adapter::Actix], by_actix);
    let proxy = Settings {
        trust_proxy: true,
        ..Settings::default()
    };
    topic.on(
        "plain_state_is_not_read_over_https",
        &Adapter::ALL,
        On::With(proxy),
        plain,
    );
    let https = Settings {
        origins: vec!["https://app.example".to_owned()],
        ..Settings::default()
    };
    topic.on("cookie_is_secure_on_https", &Adapter::ALL, On::With(https), secure);
}

/// Submits a title that is too long, and returns the URL that the browser is redirected to.
pub(crate) async fn fail(browser: &mut Browser, path: &str, title: &str) -> String {
    let (page, _) = browser.open(path).await;
    let title = format!("{title}{}", "x".repeat(40));
    browser.fail(page.form(CREATE).set("title", &title)).await
}

pub(crate) fn shows(page: &Page, title: &str) -> bool {
    page.form(CREATE)
        .value("title")
        .is_some_and(|value| value.starts_with(title))
}

async fn reloaded(site: Site, path: &'static str) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, path, "stored").await;
    for method in ["HEAD", "GET", "GET", "GET"] {
        let call = site.call(method, &url).browser().cookies(&browser.jar);
        let response = call.send().await.expect(200);
        assert!(response.set_cookies().is_empty(), "{response}");
        assert_eq!(response.header("cache-control"), "no-store");
        let page = Page::parse(&response.text());
        assert!(method == "HEAD" || shows(&page, "stored"), "{method}: {response}");
    }
    let (page, _) = browser.open(&url).await;
    // A second failure does not take the first one away: Back shows it.
    let mut form = page.form(CREATE);
    let second = browser.fail(form.set("title", "taken")).await;
    for (url, title) in [(&second, "taken"), (&url, "stored")] {
        let (page, _) = browser.open(url).await;
        assert!(shows(&page, title), "{}", page.source());
    }
    let response = browser.submit(form.set("title", "fine")).await;
    assert_eq!(response.location(), "/notes");
    assert_eq!(browser.jar.states(), [""; 0]);
    for url in [&url, &second] {
        let (page, _) = browser.open(url).await;
        assert!(page.is_clean(), "{}", page.source());
        assert_eq!(page.form(CREATE).value("title"), Some(""));
    }
}

async fn own_page(site: Site) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, "/notes", "stored").await;
    let parameter = url.split_once('?').unwrap().1;
    for path in ["/edit", "/once", "/notes/", "/%6eotes"] {
        let url = format!("{path}?{parameter}");
        let response = site.get(&url).browser().cookies(&browser.jar).send().await;
        assert!(!response.text().contains("storedx"), "{path}: {response}");
    }
    let (page, _) = browser.open(&format!("/notes?page=2&{parameter}#new")).await;
    assert!(shows(&page, "stored"), "{}", page.source());
}

async fn result_once(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/once").await;
    let response = browser.submit(page.form(ONCE).set("by", "5")).await;
    let url = response.location().to_owned();
    for (method, name, value) in [
        ("HEAD", "accept", "text/html"),
        ("GET", "sec-purpose", "prefetch;prerender"),
        ("GET", "x-sec-purpose", "prefetch"),
        ("GET", "purpose", "prefetch"),
        ("GET", "x-moz", "prefetch"),
    ] {
        let call = site.call(method, &url).browser().header(name, value);
        let response = call.cookies(&browser.jar).send().await.expect(200);
        assert!(response.set_cookies().is_empty(), "{name}: {response}");
    }
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.text_at("data-result"), Some("5"));
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.text_at("data-result"), None, "{}", page.source());
    assert!(page.is_clean(), "{}", page.source());
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
    assert_eq!(browser.jar.states().len(), 2);
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

/// Someone else has failed to submit in a browser of its own, and planted what it got (a subdomain,
/// another port).
async fn planted(site: Site, path: &'static str) {
    let (mut attacker, mut victim) = (Browser::new(&site), Browser::new(&site));
    let url = fail(&mut attacker, path, "planted").await;
    let state = attacker.jar.states()[0].to_owned();
    let value = attacker.jar.get(&state).unwrap().to_owned();
    // The victim has no id, and then one of its own.
    for _ in 0..2 {
        victim.jar.set(&state, &value);
        let has_id = victim.jar.browser_id().is_some();
        let (page, response) = victim.open(&url).await;
        assert!(
            !shows(&page, "planted") && response.set_cookies().is_empty(),
            "{response}"
        );
        // Without an id, a fixed sentence is shown.
        assert_eq!(page.problems(), if has_id { vec![] } else { vec!["cookies-needed"] });
        victim.jar.remove(&state);
        fail(&mut victim, path, "own").await;
    }
    // A second id is planted as well, and browsers send both.
    victim.jar.set(&state, &value);
    let (name, id) = attacker.jar.browser_id().unwrap();
    let call = site.get(&url).browser().cookies(&victim.jar);
    let response = call.header("cookie", format!("{name}={id}")).send().await.expect(200);
    assert!(!shows(&Page::parse(&response.text()), "planted"), "{response}");
    // Names of which a Unicode trim would make ours.
    for space in ["\u{2000}", "\u{85}", "\u{a0}", "\u{1680}", "\u{3000}"] {
        let cookies = format!("{space}{state}={value}; {name}={id}");
        let response = site
            .get(&url)
            .browser()
            .header("cookie", cookies)
            .send()
            .await
            .expect(200);
        assert!(Page::parse(&response.text()).is_clean(), "{response}");
    }
    let (page, _) = attacker.open(&url).await;
    assert!(shows(&page, "planted"), "its own browser shows it");
}

/// Two users of one browser, one after the other.
async fn identities(adapter: Adapter, path: &'static str) {
    let site = Site::with_desk(adapter, |desk| desk.identity(|cookies: Cookies| cookies.get("user")));
    let mut browser = Browser::new(&site);
    browser.jar.set("user", "ada");
    let url = fail(&mut browser, path, "ada's").await;
    browser.jar.set("user", "bob");
    let (page, _) = browser.open(&url).await;
    assert!(page.is_clean(), "{}", page.source());
    browser.jar.remove("user");
    let (page, _) = browser.open(&url).await;
    assert!(page.is_clean(), "{}", page.source());
    browser.jar.set("user", "ada");
    let (page, _) = browser.open(&url).await;
    assert!(shows(&page, "ada's"), "{}", page.source());
}

/// The user of a request, by an extractor that is written for actix-web.
struct ActixUser(String);

impl actix_web::FromRequest for ActixUser {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, actix_web::Error>>;

    fn from_request(request: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let user = request.headers().get("x-user").and_then(|user| user.to_str().ok());
        std::future::ready(match user {
            Some(user) => Ok(Self(user.to_owned())),
            None => Err(actix_web::error::ErrorUnauthorized("sign in")),
        })
    }
}

async fn by_actix(adapter: Adapter) {
    let site = Site::with_desk(adapter, |desk| {
        desk.identity(|Actix(ActixUser(name)): Actix<ActixUser>| name)
    });
    for path in ["/notes", "/host/notes"] {
        let mut jar = Jar::default();
        let call = site.post(CREATE).browser().header("sec-fetch-site", "same-origin");
        let body = format!("title=taken&body=&password=&__fd_return={path}");
        let response = call.header("x-user", "ada").form(body).send().await.expect(303);
        jar.take(&response);
        for (user, is_shown) in [(None, false), (Some("bob"), false), (Some("ada"), true)] {
            let call = site.get(response.location()).browser().cookies(&jar);
            let call = user.into_iter().fold(call, |call, user| call.header("x-user", user));
            let page = Page::parse(&call.send().await.expect(200).text());
            assert_eq!(shows(&page, "taken"), is_shown, "{path} {user:?}: {}", page.source());
        }
    }
}

/// Over https, plain cookies may be those of a subdomain, another port, or a man in the middle.
async fn plain(site: Site) {
    let body = "title=taken&body=&password=&__fd_return=%2Fnotes";
    let call = site.post(CREATE).browser().header("sec-fetch-site", "same-origin");
    let response = call
        .header("x-forwarded-proto", "http")
        .form(body)
        .send()
        .await
        .expect(303);
    let mut jar = Jar::default();
    jar.take(&response);
    for (proto, is_shown) in [("https", false), ("http", true)] {
        let call = site
            .get(response.location())
            .browser()
            .header("x-forwarded-proto", proto);
        let page = Page::parse(&call.cookies(&jar).send().await.expect(200).text());
        assert_eq!(shows(&page, "taken"), is_shown, "{proto}: {}", page.source());
    }
    // Nor where a `__Host-` id came, which only https can have set.
    jar.set("__Host-fd_browser", jar.browser_id().unwrap().1.to_owned().as_str());
    let call = site.get(response.location()).browser().cookies(&jar);
    let page = Page::parse(&call.send().await.expect(200).text());
    assert!(page.is_clean(), "{}", page.source());
}

async fn no_cookie(site: Site) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, "/notes", "stored").await;
    let (id, mark) = url.split_once("?_fd=").unwrap().1.split_once('.').unwrap();
    for url in [
        &format!("/notes?_fd={id}"),
        &format!("/notes?_fd={id}."),
        &format!("/notes?_fd={id}.{mark}A"),
        &format!("/notes?_fd={mark}.{id}"),
        &format!("/notes?_fd={}", "x".repeat(8000)),
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
    let call = site.post(CREATE).browser().headers(&https).cookies(&jar);
    let added = call.form("title=x&body=&password=").send().await.expect(303);
    let removed = added.header("set-cookie");
    for part in ["__Host-fd_", "Max-Age=0", "Secure", "Path=/"] {
        assert!(removed.contains(part), "{removed}");
    }
    assert_ne!(url, response.location());
}
