//! The kind of client, by its headers, decides the form of the response: the rows of the table.

use conformance::servers::Adapter;
use http::header::VARY;

use crate::harness::browser::{Browser, CREATE};
use crate::harness::client::{Call, Response};
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const ANY: (&str, &str) = ("accept", "*/*");
const HX: (&str, &str) = ("hx-request", "true");
const HX_4: (&str, &str) = ("hx-request-type", "partial");
const UP: (&str, &str) = ("x-up-version", "3.14.3");
const ALPINE: (&str, &str) = ("x-alpine-request", "true");
const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

type Headers = &'static [(&'static str, &'static str)];

/// How a client is responded to.
struct Row {
    /// Status and header of a redirect, also back to the page of a failed form.
    redirect: (u16, &'static str),
    /// Whether the redirect of a failed call has the status of its problem.
    tells_status: bool,
    /// The statuses of `()` and of field errors, if those are not redirects back.
    own: Option<(u16, u16)>,
    /// The status of a refusal of the guard, which is 403 as a problem.
    refused: u16,
    /// The header `HX-Reselect` of that.
    reselect: Option<&'static str>,
    /// The status of the page that shows a failed form.
    failed_page: u16,
    /// Whether pages that must not be stored vary by `X-Up-Fail-Target`.
    vary: bool,
}

const BROWSER: Row = Row {
    redirect: (303, "location"),
    tells_status: false,
    own: None,
    refused: 403,
    reselect: None,
    failed_page: 200,
    vary: false,
};

const HTMX: Row = Row {
    redirect: (200, "hx-redirect"),
    ..BROWSER
};

static PAGES: Row = BROWSER;

static HTMX_2: Row = Row {
    refused: 200,
    reselect: Some("unset"),
    ..HTMX
};

static HTMX_4: Row = Row {
    reselect: Some("body"),
    ..HTMX
};

static BOOSTED_2: Row = Row {
    redirect: BROWSER.redirect,
    ..HTMX_2
};

static BOOSTED_4: Row = Row {
    redirect: BROWSER.redirect,
    ..HTMX_4
};

static UNPOLY: Row = Row {
    failed_page: 422,
    vary: true,
    ..BROWSER
};

static OWN_SCRIPT: Row = Row {
    redirect: (200, "frontdesk-redirect"),
    tells_status: true,
    ..BROWSER
};

static PROGRAM: Row = Row {
    redirect: (200, "frontdesk-redirect"),
    own: Some((204, 422)),
    ..BROWSER
};

/// The name, the headers, and the row of the client that sends them.
#[rustfmt::skip]
const CALLERS: &[(&str, Headers, &Row)] = &[
    ("no_headers", &[], &PROGRAM),
    ("accepts_anything", &[ANY], &PROGRAM),
    ("json", &[("accept", "application/json")], &PROGRAM),
    ("json_over_html", &[("accept", "text/html;q=0.9, application/json")], &PROGRAM),
    ("fetch", &[("sec-fetch-mode", "cors"), ANY], &PROGRAM),
    ("html", &[HTML], &PAGES),
    ("html_like_json", &[("accept", "application/json, text/html")], &PAGES),
    ("html_on_a_second_line", &[("accept", "image/png"), ("accept", "text/html")], &PAGES),
    ("turbo", &[("accept", "text/vnd.turbo-stream.html, text/html, application/xhtml+xml"), ("x-turbo-request-id", "9")], &PAGES),
    ("turbo_frame", &[("turbo-frame", "list"), ANY], &PAGES),
    ("navigation", &[NAVIGATE], &PAGES),
    ("navigation_for_json", &[NAVIGATE, ("accept", "application/json")], &PAGES),
    ("htmx", &[HX, ANY], &HTMX_2),
    ("htmx_for_html", &[HX, HTML], &HTMX_2),
    ("htmx_boosted", &[HX, ("hx-boosted", "true"), ANY], &BOOSTED_2),
    ("htmx_4", &[HX, HX_4, ("accept", "text/html")], &HTMX_4),
    ("htmx_4_boosted", &[HX, HX_4, ("hx-boosted", "true"), ANY], &BOOSTED_4),
    ("unpoly", &[UP, ANY], &UNPOLY),
    ("unpoly_with_a_target", &[UP, ("x-up-fail-target", "form"), HTML], &UNPOLY),
    ("unpoly_in_a_boosted_page", &[HX, ("hx-boosted", "true"), UP, ANY], &UNPOLY),
    ("alpine", &[ALPINE, ("x-alpine-target", "list"), ANY], &PAGES),
    ("own_script", &[("frontdesk-request", ""), ANY], &OWN_SCRIPT),
    ("not_htmx", &[("hx-request", "false")], &PROGRAM),
];

/// Clients whose pages differ, and some whose pages don't.
const VISITORS: [&str; 6] = ["html", "turbo", "htmx", "htmx_4", "unpoly", "alpine"];

/// A form that fails.
const FAILED: &str = "title=taken&body=a+long+text&password=&__fd_return=%2Fnotes";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("callers");
    let hosts = [Adapter::Axum, Adapter::Actix];
    for (name, headers, row) in CALLERS {
        topic.own(name, |site| responses(site, headers, row));
        topic.own(&format!("{name}_is_sent_to_the_login_and_gets_messages"), |site| {
            login_and_flash(site, headers, row)
        });
        topic.shared(&format!("{name}_is_refused_by_the_guard"), |site| {
            refused(site, headers, row)
        });
    }
    for (name, headers, row) in CALLERS.iter().filter(|(name, ..)| VISITORS.contains(name)) {
        topic.shared(&format!("page_of_a_failed_form_for_{name}"), |site| {
            failed_page(site, "/notes", headers, row)
        });
        topic.on(
            &format!("host_page_of_a_failed_form_for_{name}"),
            &hosts,
            On::Shared,
            |site| failed_page(site, "/host/notes", headers, row),
        );
        topic.own(&format!("page_with_a_message_for_{name}"), |site| {
            flash(site, "/notes", headers, row)
        });
        topic.on(
            &format!("host_page_with_a_message_for_{name}"),
            &hosts,
            On::Own,
            |site| flash(site, "/host/notes", headers, row),
        );
        topic.shared(&format!("page_of_a_form_that_runs_once_for_{name}"), |site| {
            once_page(site, headers, row)
        });
    }
    topic.shared("form_of_alpine_is_never_an_error", alpine);
    topic.shared("unpoly_gets_problems_as_pages", unpoly_page);
    topic.shared("page_of_an_action_that_succeeded_has_not_failed", succeeded);
    topic.shared("form_that_is_shown_again_has_failed_for_unpoly", shown_again);
}

/// Calls an action as this client does.
fn call(site: &Site, action: &str, headers: &[(&str, &str)]) -> Call {
    site.action(action).headers(headers)
}

#[track_caller]
fn assert_redirects(response: &Response, row: &Row, target: &str) {
    assert_leads(response, row, row.redirect.0, target);
}

/// Asserts that a failed call leads to a page.
#[track_caller]
fn assert_fails(response: &Response, row: &Row, status: u16, target: &str) {
    let status = if row.tells_status { status } else { row.redirect.0 };
    assert_leads(response, row, status, target);
}

#[track_caller]
fn assert_leads(response: &Response, row: &Row, status: u16, target: &str) {
    let (_, header) = row.redirect;
    assert_eq!(response.status, status, "{response}");
    assert!(response.header(header).starts_with(target), "{response}");
    let others = ["location", "hx-redirect", "frontdesk-redirect"];
    for other in others.into_iter().filter(|other| *other != header) {
        assert!(response.all(other).is_empty(), "{response}");
    }
    assert!(response.body.is_empty(), "{response}");
}

async fn responses(site: Site, headers: &[(&str, &str)], row: &Row) {
    let right = "title=Right&body=&password=&__fd_return=%2Fnotes";
    let created = call(&site, "create_note", headers).form(right).send().await;
    assert_redirects(&created, row, "/notes");
    assert_eq!(site.app.notes.all().len(), 1);

    let done = call(&site, "set_theme", headers);
    let done = done.form("theme=x&__fd_return=%2Fnotes").send().await;
    let failed = call(&site, "create_note", headers).form(FAILED).send().await;
    let broken = call(&site, "fails", headers).form("__fd_return=%2Fnotes").send().await;
    let value = call(&site, "add", headers);
    let value = value.form("a=2&b=3&__fd_return=%2Fnotes").send().await;
    match row.own {
        Some((nothing, status)) => {
            done.expect(nothing);
            failed.problem(status, "invalid-fields");
            broken.problem(500, "internal");
            assert_eq!(value.expect(200).json(), 5);
        }
        None => {
            assert_redirects(&done, row, "/notes");
            assert_fails(&failed, row, 422, "/notes?_fd=");
            assert_fails(&broken, row, 500, "/notes?_fd=");
            assert_redirects(&value, row, "/notes?_fd=");
        }
    }
}

async fn refused(site: Site, headers: &[(&str, &str)], row: &Row) {
    let before = site.app.counts.calls();
    let call = site.post("/_actions/count").headers(headers);
    let call = call.header("sec-fetch-site", "cross-site");
    let response = call.form("__fd_return=%2Fnotes").send().await.expect(row.refused);
    assert_eq!(site.app.counts.calls(), before);
    assert!(response.set_cookies().is_empty(), "{response}");
    let type_of_page = "text/html; charset=utf-8";
    assert_eq!(
        response.header("content-type") == type_of_page,
        row.own.is_none(),
        "{response}"
    );
    assert_eq!(response.all("hx-reselect"), Vec::from_iter(row.reselect), "{response}");
    for (header, value) in [
        ("hx-retarget", "body"),
        ("hx-reswap", "innerHTML"),
        ("hx-push-url", "false"),
    ] {
        let expected = row.reselect.map(|_| value);
        assert_eq!(response.all(header), Vec::from_iter(expected), "{response}");
    }
}

/// Returns whether a response varies by this header, in this spelling: Unpoly compares it so.
fn varies_by(response: &Response, name: &str) -> bool {
    let names = response
        .all(VARY.as_str())
        .into_iter()
        .flat_map(|value| value.split(','));
    names.into_iter().any(|own| own.trim() == name)
}

#[track_caller]
fn assert_vary(response: &Response, row: &Row) {
    assert!(response.header("cache-control").contains("no-store"), "{response}");
    assert_eq!(varies_by(response, "X-Up-Fail-Target"), row.vary, "{response}");
}

/// A page and an action that need a login, and a redirect with a message.
async fn login_and_flash(site: Site, headers: &[(&str, &str)], row: &Row) {
    let page = site.get("/members").headers(headers).send().await;
    let note = call(&site, "members_note", headers);
    let note = note.form("text=x&__fd_return=%2Fnotes").send().await;
    let saved = call(&site, "save_note", headers);
    let saved = saved.form("title=Right&body=&__fd_return=%2Fnotes").send().await;
    assert_redirects(&saved, row, "/notes");
    match row.own {
        Some(_) => {
            page.problem(401, "unauthorized");
            note.problem(401, "unauthorized");
            assert!(saved.header("frontdesk-flash").contains("Saved"), "{saved}");
        }
        None => {
            assert_redirects(&page, row, "/login");
            assert_fails(&note, row, 401, "/login");
            assert!(saved.all("frontdesk-flash").is_empty(), "{saved}");
            assert_eq!(saved.set_states().len(), 1, "{saved}");
        }
    }
}

/// A browser requests pages, by a library of the page.
async fn open(browser: &mut Browser, url: &str, headers: &[(&str, &str)]) -> Response {
    let call = browser.site.get(url).headers(headers).cookies(&browser.jar);
    let response = call.send().await;
    browser.jar.take(&response);
    response
}

async fn failed_page(site: Site, path: &str, headers: &[(&str, &str)], row: &Row) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open(path).await;
    let mut form = page.form(CREATE);
    let url = browser
        .fail(form.set("title", "taken").set("body", "a long text"))
        .await;
    let page = open(&mut browser, &url, headers).await.expect(row.failed_page);
    assert!(page.text().contains("there is a note of that title already"), "{page}");
    assert!(page.text().contains("a long text"), "{page}");
    assert_vary(&page, row);
    // A page that shows nothing of it is one like any other.
    let plain = open(&mut browser, path, headers).await.expect(200);
    assert!(!plain.text().contains("a long text"), "{plain}");
}

async fn flash(site: Site, path: &str, headers: &[(&str, &str)], row: &Row) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open(path).await;
    let mut form = page.form("/_actions/save_note");
    browser.submit(form.set("title", "Right")).await;
    let page = open(&mut browser, path, headers).await.expect(200);
    assert!(page.text().contains("data-flash=\"success\""), "{page}");
    assert_vary(&page, row);
}

async fn once_page(site: Site, headers: &[(&str, &str)], row: &Row) {
    let page = site.get("/once").headers(headers).send().await.expect(200);
    assert_vary(&page, row);
}

/// Alpine AJAX sends a form again after an error, so that a function that failed would run twice.
async fn alpine(site: Site) {
    for action in ["fails", "panics", "refuses", "missing"] {
        // Without a page to go back to.
        let response = call(&site, action, &[ALPINE, ANY]).form("").send().await.expect(303);
        assert!(response.location().starts_with("/?_fd="), "{response}");
        // A browser whose id must not be replaced, so that no state can be stored.
        let twice = [ALPINE, ANY, ("cookie", "_fd_browser=a; _fd_browser=b")];
        let response = call(&site, action, &twice).form("").send().await.expect(303);
        assert!(response.location().starts_with("/?_fd="), "{response}");
        assert!(response.set_cookies().is_empty(), "{response}");
    }
}

/// Unpoly requests pages with `Accept: */*`, and can't render anything else.
async fn unpoly_page(site: Site) {
    for (path, status, code) in [("/nothing", 404, "not-found"), ("/error/internal", 500, "internal")] {
        site.get(path)
            .header("accept", "*/*")
            .send()
            .await
            .problem(status, code);
        let page = site.get(path).headers(&[UP, ANY]).send().await.expect(status);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{page}");
    }
}

async fn succeeded(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/inputs").await;
    let response = browser.submit(&page.form("/_actions/inputs")).await;
    let page = open(&mut browser, response.location(), &[UP, ANY]).await.expect(200);
    assert!(page.text().contains("id=\"result\""), "{page}");
}

async fn shown_again(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/booking").await;
    let mut form = page.form("/_actions/book");
    let url = browser.fail(form.press("/_actions/add_guest", None)).await;
    open(&mut browser, &url, &[UP, ANY]).await.expect(422);
}
