//! Flash messages: shown once by the page that a redirect leads to, and to nobody else.

use conformance::app::{App, Gate};
use conformance::servers::Adapter;
use frontdesk::{
    BrowserState, Flash, FlashKind, Flashes, Forms, Html, Problem, Redirect, Router, State, StatusCode, get, post,
    server_action,
};

use crate::form_state::fail;
use crate::harness::browser::Browser;
use crate::harness::client::{Call, Response};
use crate::harness::html::Page;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

/// Names and values.
type Headers = &'static [(&'static str, &'static str)];

const SAVE: &str = "/_actions/save_note";

/// The headers of a request for a part of a page, and whether its redirect may have a message.
const SAFE_REQUESTS: [(&str, Headers, bool); 10] = [
    (
        "link_of_another_site",
        &[
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ],
        true,
    ),
    (
        "bookmark",
        &[
            ("sec-fetch-site", "none"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ],
        true,
    ),
    (
        "own_script",
        &[
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-dest", "empty"),
        ],
        true,
    ),
    (
        "own_frame",
        &[
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "iframe"),
        ],
        true,
    ),
    ("plain_http", &[], true),
    (
        "plain_http_of_another_origin",
        &[("origin", "http://evil.example")],
        false,
    ),
    ("plain_http_of_no_origin", &[("origin", "null")], false),
    (
        "image_of_another_site",
        &[
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "no-cors"),
            ("sec-fetch-dest", "image"),
        ],
        false,
    ),
    (
        "frame_of_another_site",
        &[
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "iframe"),
        ],
        false,
    ),
    (
        "script_of_a_neighbour",
        &[
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-dest", "empty"),
        ],
        false,
    ),
];

/// Requests for a page that show messages and don't use them up.
const NOT_USING_UP: [(&str, &str, Headers); 4] = [
    ("head", "HEAD", &[]),
    ("prefetch", "GET", &[("sec-purpose", "prefetch")]),
    ("prerender", "GET", &[("sec-purpose", "prefetch;prerender")]),
    ("turbo_hover", "GET", &[("x-sec-purpose", "prefetch")]),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("flash");
    topic.own("message_of_an_action_is_shown_once", |site| shown_once(site, "/notes"));
    let hosts = [Adapter::Axum, Adapter::Actix];
    topic.on("page_of_the_host_shows_it_once", &hosts, On::Own, |site| {
        shown_once(site, "/host/notes")
    });
    topic.shared("failed_submit_has_no_message", failed);
    topic.own("programs_get_a_header", programs);
    topic.shared("texts_come_as_they_were_sent", texts);
    topic.shared("messages_of_several_redirects_accumulate_up_to_five", accumulated);
    topic.shared("route_handler_that_reads_a_form_may_flash", form_handler);
    topic.shared("large_messages_are_dropped_and_push_nothing_out", large);
    topic.shared("permanent_redirect_carries_none", permanent);
    topic.shared("only_the_browser_of_the_redirect_sees_it", bound);
    topic.shared("two_tabs_show_each_message_once", tabs);
    for (name, headers, expected) in SAFE_REQUESTS {
        topic.shared(&format!("get_by_{name}"), move |site| safe(site, headers, expected));
    }
    for (name, method, headers) in NOT_USING_UP {
        topic.shared(&format!("{name}_uses_nothing_up"), move |site| {
            not_used_up(site, method, headers)
        });
    }
    topic.bare("page_that_fails_uses_nothing_up", &Adapter::ALL, failing_page);
    topic.bare("logout_has_a_message_of_its_own", &Adapter::ALL, logout);
    topic.bare("double_click_shows_one_message", &Adapter::ALL, double_click);
}

fn flashes(page: &Page) -> Vec<(String, String)> {
    let parts = page.source().split("data-flash=\"").skip(1);
    let pair = |part: &str| {
        let (kind, rest) = part.split_once("\">").unwrap();
        let (text, _) = rest.split_once("</p>").unwrap();
        (kind.to_owned(), text.to_owned())
    };
    parts.map(pair).collect()
}

fn texts_of(page: &Page) -> Vec<String> {
    flashes(page).into_iter().map(|(_, text)| text).collect()
}

fn cookies(browser: &Browser) -> usize {
    let all = browser.jar.states().into_iter();
    all.filter(|name| name.starts_with("_fd_flash_")).count()
}

async fn flash(browser: &mut Browser, query: &str) -> Response {
    let call = browser.site.get(&format!("/flash?{query}")).browser();
    let response = call.cookies(&browser.jar).send().await;
    browser.jar.take(&response);
    response
}

async fn shown_once(site: Site, url: &str) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open(url).await;
    assert_eq!(texts_of(&page), [""; 0]);
    let response = browser.submit(page.form(SAVE).set("title", "x")).await;
    assert_eq!(response.location(), "/notes");
    assert!(response.all("frontdesk-flash").is_empty());
    assert_eq!(response.header("cache-control"), "no-store");
    for line in response.set_states() {
        assert!(
            line.contains("HttpOnly") && line.contains("SameSite=Lax") && line.contains("Path=/"),
            "{line}"
        );
    }
    let (page, response) = browser.open(url).await;
    assert_eq!(flashes(&page), [("success".to_owned(), "Saved".to_owned())]);
    assert_eq!(response.header("cache-control"), "no-store");
    let (page, response) = browser.open(url).await;
    assert_eq!((flashes(&page), cookies(&browser)), (vec![], 0), "{response}");
}

async fn failed(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/notes").await;
    let url = browser.fail(page.form(SAVE).set("title", "taken")).await;
    let (page, _) = browser.open(&url).await;
    assert_eq!((flashes(&page), cookies(&browser)), (vec![], 0));
}

async fn programs(site: Site) {
    let response = site.action("save_note").form("title=x&body=").send().await.expect(200);
    assert_eq!(
        response.header("frontdesk-flash"),
        r#"[{"kind":"success","text":"Saved"}]"#
    );
    assert!(response.set_cookies().is_empty(), "{response}");
    let long = "x".repeat(1000);
    for (query, expected) in [
        (
            "kind=error&text=%C3%BC%F0%9F%98%80%1B",
            r#"[{"kind":"error","text":"\u00fc\ud83d\ude00\u001b"}]"#.to_owned(),
        ),
        (
            "text=a&text=%22",
            r#"[{"kind":"success","text":"a"},{"kind":"success","text":"\""}]"#.to_owned(),
        ),
        (
            &format!("text={long}&text=b"),
            r#"[{"kind":"success","text":"b"}]"#.to_owned(),
        ),
        (&format!("text={long}{long}"), String::new()),
    ] {
        let response = site.get(&format!("/flash?{query}")).send().await.expect(303);
        assert_eq!(response.all("frontdesk-flash").join(""), expected);
        assert!(response.set_cookies().is_empty(), "{response}");
    }
}

async fn texts(site: Site) {
    let mut browser = Browser::new(&site);
    for (kind, sent, shown) in [
        ("info", "%3Cb%3E%26%22", "&lt;b&gt;&amp;&quot;"),
        ("warning", "%C3%BC%F0%9F%98%80", "ü😀"),
        (
            "error",
            "a%0D%0ASet-Cookie%3A%20x%3Dy%1B%7F",
            "a\nSet-Cookie: x=y\u{1b}\u{7f}",
        ),
        ("success", "", ""),
    ] {
        flash(&mut browser, &format!("kind={kind}&text={sent}"))
            .await
            .expect(303);
        let (page, _) = browser.open("/notes").await;
        assert_eq!(flashes(&page), [(kind.to_owned(), shown.to_owned())]);
    }
    assert_eq!(browser.jar.get("x"), None);
}

async fn accumulated(site: Site) {
    let mut browser = Browser::new(&site);
    for query in ["text=1", "text=2&text=3", "text=4", "text=5&text=6"] {
        flash(&mut browser, query).await;
    }
    let (page, _) = browser.open("/notes").await;
    assert_eq!(texts_of(&page), ["2", "3", "4", "5", "6"]);
    assert_eq!(cookies(&browser), 0);
    for number in 0..30 {
        flash(&mut browser, &format!("text={number}")).await;
        assert!(cookies(&browser) <= 5);
    }
    let (page, _) = browser.open("/notes").await;
    assert_eq!(texts_of(&page), ["25", "26", "27", "28", "29"]);
    let many: Vec<_> = (0..9).map(|number| format!("text={number}")).collect();
    flash(&mut browser, &many.join("&")).await;
    let (page, _) = browser.open("/notes").await;
    assert_eq!(texts_of(&page), ["4", "5", "6", "7", "8"]);
}

async fn form_handler(site: Site) {
    let mut browser = Browser::new(&site);
    flash(&mut browser, "text=first").await;
    let call = site.post("/flash").browser().header("sec-fetch-site", "same-origin");
    let response = call
        .form("kind=info&text=second")
        .cookies(&browser.jar)
        .send()
        .await
        .expect(303);
    browser.jar.take(&response);
    let (page, _) = browser.open("/notes").await;
    assert_eq!(texts_of(&page), ["first", "second"]);
}

async fn large(site: Site) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, "/notes", "typed").await;
    let big = "x".repeat(1300);
    for _ in 0..6 {
        flash(&mut browser, &format!("text={big}")).await.expect(303);
        let all = browser
            .jar
            .states()
            .into_iter()
            .filter(|name| name.starts_with("_fd_flash_"));
        let room: usize = all.map(|name| browser.jar.get(name).unwrap().len()).sum();
        assert!(room <= 2048, "{room}");
    }
    let (page, _) = browser.open(&url).await;
    assert!(page.source().contains("typed"), "{}", page.source());
    assert_eq!(texts_of(&page), [&*big]);
    flash(
        &mut browser,
        &format!("text=a&text={big}&text=b&text={big}{big}&text=c"),
    )
    .await;
    let (page, _) = browser.open("/notes").await;
    assert_eq!(
        texts_of(&page),
        ["a", &big, "b", "c"],
        "but for the one that never fits"
    );
}

async fn permanent(site: Site) {
    let mut browser = Browser::new(&site);
    let response = flash(&mut browser, "text=x&permanent=true").await.expect(308);
    assert!(response.set_cookies().is_empty(), "{response}");
}

async fn bound(site: Site) {
    let mut browser = Browser::new(&site);
    let mut other = Browser::new(&site);
    flash(&mut other, "text=own").await;
    flash(&mut browser, "text=secret").await;
    let stolen = browser
        .jar
        .states()
        .into_iter()
        .find(|name| name.starts_with("_fd_flash_"))
        .unwrap();
    let value = browser.jar.get(stolen).unwrap();
    let mut forged = value.to_owned();
    forged.replace_range(10..11, if &forged[10..11] == "A" { "B" } else { "A" });
    for planted in [value, &forged, "", &"x".repeat(6000)] {
        other.jar.set(stolen, planted);
        let page = site.call("HEAD", "/notes").browser().cookies(&other.jar).send().await;
        assert!(page.set_cookies().is_empty(), "{page}");
        let page = site
            .get("/notes")
            .browser()
            .header("sec-purpose", "prefetch")
            .cookies(&other.jar);
        assert_eq!(texts_of(&Page::parse(&page.send().await.expect(200).text())), ["own"]);
    }
    // Twice in a request, it is one message; with two ids, nothing is shown.
    let id = browser.jar.browser_id().unwrap();
    let pair = |(name, value): (&str, &str)| format!("{name}={value}");
    let (id, cookie) = (pair(id), pair((stolen, value)));
    for (line, expected) in [
        (format!("{id}; {cookie}; {cookie}"), &["secret"][..]),
        (format!("{id}; {id}; {cookie}"), &[]),
        (cookie.clone(), &[]),
    ] {
        let page = site
            .get("/notes")
            .browser()
            .header("cookie", &line)
            .send()
            .await
            .expect(200);
        assert_eq!(texts_of(&Page::parse(&page.text())), expected, "{line}");
    }
}

async fn tabs(site: Site) {
    let mut browser = Browser::new(&site);
    let (left, _) = browser.open("/notes").await;
    let (right, _) = browser.open("/notes").await;
    flash(&mut browser, "text=id").await;
    browser.open("/notes").await;
    // Both are sent before either has a response.
    let send = |page: &Page, browser: &Browser| {
        let call = site.post(SAVE).browser().header("sec-fetch-site", "same-origin");
        page.form(SAVE)
            .set("title", "x")
            .clone()
            .into_body_of(call.cookies(&browser.jar))
            .send()
    };
    let (left, right) = futures_util::future::join(send(&left, &browser), send(&right, &browser)).await;
    browser.jar.take(&left.expect(303));
    browser.jar.take(&right.expect(303));
    let (page, _) = browser.open("/notes").await;
    assert_eq!(texts_of(&page), ["Saved", "Saved"]);
    let (page, _) = browser.open("/notes").await;
    assert_eq!(texts_of(&page), [""; 0]);
}

async fn safe(site: Site, headers: &[(&str, &str)], expected: bool) {
    let accept = ("accept", "text/html");
    let response = site
        .get("/flash?text=x")
        .headers(&[accept])
        .headers(headers)
        .send()
        .await
        .expect(303);
    assert_eq!(!response.set_cookies().is_empty(), expected, "{response}");
    let program = site.get("/flash?text=x").headers(headers).send().await.expect(303);
    let has_header = !program.all("frontdesk-flash").is_empty() || !program.set_cookies().is_empty();
    assert_eq!(has_header, expected, "{program}");
}

async fn not_used_up(site: Site, method: &str, headers: &[(&str, &str)]) {
    let mut browser = Browser::new(&site);
    flash(&mut browser, "text=x").await;
    let call = site.call(method, "/notes").browser().headers(headers);
    let response = call.cookies(&browser.jar).send().await.expect(200);
    assert!(response.set_cookies().is_empty(), "{response}");
    browser.jar.take(&response);
    let (page, _) = browser.open("/notes").await;
    assert_eq!((texts_of(&page), cookies(&browser)), (vec!["x".to_owned()], 0));
}

async fn failing_page(adapter: Adapter) {
    let fails = async |flashes: Flashes| (StatusCode::CONFLICT, format!("{}", flashes.iter().count()));
    // A page that redirects, and doesn't look.
    let redirects = async |_: Flashes| Redirect::to("/notes").flash(Flash::error("second"));
    let routes = Router::new()
        .route("/fails", get(fails))
        .route("/redirects", get(redirects));
    let site = Site::with_desk(adapter, |desk| desk.routes(routes));
    let mut browser = Browser::new(&site);
    flash(&mut browser, "text=first").await;
    for (url, status) in [("/fails", 409), ("/redirects", 303)] {
        let response = site
            .get(url)
            .browser()
            .cookies(&browser.jar)
            .send()
            .await
            .expect(status);
        browser.jar.take(&response);
    }
    let (page, _) = browser.open("/notes").await;
    assert_eq!(texts_of(&page), ["first", "second"]);
}

async fn logout(adapter: Adapter) {
    let leave = async |state: BrowserState| {
        state.forget();
        Redirect::to("/notes").flash("Logged out")
    };
    let site = Site::with_desk(adapter, |desk| desk.routes(Router::new().route("/leave", post(leave))));
    let mut browser = Browser::new(&site);
    flash(&mut browser, "text=of+the+last+user").await;
    let before = browser.jar.clone();
    let call: Call = site.post("/leave").browser().header("sec-fetch-site", "same-origin");
    let response = call.cookies(&browser.jar).send().await.expect(303);
    browser.jar.take(&response);
    assert_ne!(browser.jar.browser_id(), before.browser_id());
    assert!(browser.jar.browser_id().is_some(), "{response}");
    let (page, _) = browser.open("/notes").await;
    assert_eq!(texts_of(&page), ["Logged out"]);
}

/// Waits until the gate is opened, and flashes.
#[server_action(once, state = App)]
async fn flash_once(#[extract] State(gate): State<Gate>, text: String) -> Result<Redirect, Problem> {
    gate.pass().await;
    Ok(Redirect::to("/notes").flash(Flash::info(text)))
}

async fn double_click(adapter: Adapter) {
    let page = async |forms: Forms| {
        let form = forms.of::<FlashOnce>();
        Html(format!(
            "{}{}</form>",
            form.open(),
            form.field(FlashOnce::TEXT).input("text")
        ))
    };
    let site = Site::with_desk(adapter, |desk| {
        desk.action::<FlashOnce>()
            .routes(Router::new().page("/flash_once", page))
    });
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/flash_once").await;
    let mut form = page.form("/_actions/flash_once");
    form.set("text", "done");
    let send = |jar| {
        let call = site.action("flash_once").browser().cookies(jar);
        tokio::spawn(form.clone().into_body_of(call).send())
    };
    // The first request runs it; the others wait for it, and need less than half a second to arrive.
    let first = send(&browser.jar);
    site.app.gate.reached(1).await;
    let stranger = Browser::new(&site);
    let (waiter, other) = (send(&browser.jar), send(&stranger.jar));
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    site.app.gate.open();
    let [first, waiter, other] = [first.await.unwrap(), waiter.await.unwrap(), other.await.unwrap()];
    assert!(other.expect(303).set_states().is_empty());
    for response in [&first, &waiter] {
        assert_eq!(
            (response.location(), response.set_states().len()),
            ("/notes", 1),
            "{response}"
        );
    }
    // Whichever response the browser gets, or both.
    for responses in [&[&first][..], &[&waiter], &[&first, &waiter], &[&waiter, &first]] {
        let jar = browser.jar.clone();
        let mut browser = Browser::new(&site);
        browser.jar = jar;
        responses.iter().for_each(|response| browser.jar.take(response));
        let (page, _) = browser.open("/notes").await;
        assert_eq!(flashes(&page), [(FlashKind::Info.to_string(), "done".to_owned())]);
    }
    let again = send(&browser.jar).await.unwrap().expect(303);
    assert!(again.set_states().is_empty(), "a later repeat has no message: {again}");
}
