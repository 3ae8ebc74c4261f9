//! One action, and what each kind of client gets of its reply.

use conformance::app::App;
use conformance::servers::Adapter;
use frontdesk::http::header::SET_COOKIE;
use frontdesk::{Forms, Html, Problem, Redirect, Reply, Router, State, server_action};
use serde_json::json;

use crate::harness::browser::Browser;
use crate::harness::client::{Call, Response};
use crate::harness::html::{Form, Page, encode};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

type Headers = &'static [(&'static str, &'static str)];

const TOGGLE: &str = "/_actions/toggle_row";
const ANY: (&str, &str) = ("accept", "*/*");
const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const ALPINE: (&str, &str) = ("x-alpine-request", "true");

/// What a client gets of the parts of a reply.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Gets {
    /// It is redirected back to the page.
    Page,
    /// The part, and `hx-swap-oob`.
    Htmx,
    /// The part, and both in `X-Up-Target`.
    Unpoly,
    /// Both parts.
    Alpine,
    Streams,
    Templates,
    /// The value.
    Value,
    Postcard,
}

/// The name, the headers, and what the client gets. The page asks Alpine AJAX and Unpoly for row 2.
#[rustfmt::skip]
const CLIENTS: &[(&str, Headers, Gets)] = &[
    ("browser", &[HTML, ("sec-fetch-mode", "navigate")], Gets::Page),
    ("htmx_2", &[("hx-request", "true"), ANY], Gets::Htmx),
    ("htmx_4", &[("hx-request", "true"), ("hx-request-type", "partial"), HTML], Gets::Htmx),
    ("htmx_boosted", &[("hx-request", "true"), ("hx-boosted", "true"), ANY], Gets::Page),
    ("unpoly", &[("x-up-version", "3.14.3"), ("x-up-target", "#row-2"), ANY], Gets::Unpoly),
    ("alpine", &[ALPINE, ("x-alpine-target", "other row-2"), ANY], Gets::Alpine),
    ("alpine_for_another_element", &[ALPINE, ("x-alpine-target", "row-22 list"), ANY], Gets::Page),
    ("alpine_for_nothing", &[ALPINE, ANY], Gets::Page),
    ("turbo", &[("x-turbo-request-id", "1"), ("accept", "text/vnd.turbo-stream.html, text/html")], Gets::Streams),
    ("turbo_frame", &[("turbo-frame", "row-2"), ("accept", "text/vnd.turbo-stream.html, text/html")], Gets::Streams),
    ("own_script", &[("frontdesk-request", "1"), ANY], Gets::Templates),
    ("program", &[("accept", "application/json")], Gets::Value),
    ("fetch", &[ANY], Gets::Value),
    ("postcard", &[("content-type", "application/postcard")], Gets::Postcard),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("replies");
    for &(name, headers, gets) in CLIENTS {
        if gets != Gets::Postcard {
            topic.own(&format!("row_{name}"), move |site| row(site, headers, gets));
            topic.shared(&format!("page_{name}"), move |site| page(site, headers, gets));
            topic.shared(&format!("response_{name}"), move |site| response(site, headers));
            topic.bare(&format!("once_{name}"), &Adapter::ALL, move |adapter| {
                once(adapter, headers, gets)
            });
        }
        topic.bare(&format!("everything_{name}"), &Adapter::ALL, move |adapter| {
            everything(adapter, headers, gets)
        });
    }
    topic.own("row_without_javascript", without_javascript);
    topic.own("row_that_is_not_there_is_a_problem", no_row);
    topic.own("part_has_a_form_that_works", part_again);
    topic.bare("mistakes_are_left_out", &Adapter::ALL, mistakes);
    topic.bare("failed_parts_are_masked", &Adapter::ALL, failures);
    topic.bare("problem_has_a_part", &Adapter::ALL, problem_part);
    topic.bare(
        "repeats_get_headers_by_their_browser_id",
        &Adapter::ALL,
        headers_of_repeats,
    );
    topic.bare("large_reply_is_stored_as_its_redirect", &Adapter::ALL, large);
}

/// Returns the form of a row, and the page.
async fn form_of(site: &Site, row: usize) -> Form {
    let (page, _) = Browser::new(site).open("/rows").await;
    let mut forms = page.forms(TOGGLE);
    assert_eq!(forms.len(), 3, "{}", page.source());
    forms.remove(row - 1)
}

async fn row(site: Site, headers: Headers, gets: Gets) {
    let form = form_of(&site, 2).await;
    let call = site.action("toggle_row").headers(headers).form(form.encode());
    let response = call.send().await;
    assert_eq!(site.app.rows.all(), [(1, false), (2, true), (3, false)], "{response}");
    assert_eq!(response.header("cache-control"), "no-store");
    let is_row = |html: &str| html.starts_with(r#"<li id="row-2"><form "#) && html.ends_with("</form></li>");
    match gets {
        Gets::Page => assert_eq!(response.expect(303).location(), "/rows"),
        Gets::Htmx => {
            let text = html_of(&response);
            let row = text.strip_suffix(r#"<b hx-swap-oob="true" id="count">1</b>"#);
            assert!(row.is_some_and(is_row), "{text}");
            assert_eq!(response.header("hx-trigger"), r#"{"row-toggled":{"id":2}}"#);
            assert_eq!(response.header("hx-push-url"), "false");
            assert!(response.all("hx-redirect").is_empty());
        }
        Gets::Unpoly => {
            let text = html_of(&response);
            assert!(
                text.strip_suffix(r#"<b id="count">1</b>"#).is_some_and(is_row),
                "{text}"
            );
            assert_eq!(response.header("x-up-target"), "#row-2, #count:maybe");
            assert_eq!(response.header("x-up-events"), r#"[{"type":"row-toggled","id":2}]"#);
        }
        Gets::Alpine => {
            let text = html_of(&response);
            assert!(
                text.strip_suffix(r#"<b id="count">1</b>"#).is_some_and(is_row),
                "{text}"
            );
        }
        Gets::Streams => {
            let response = response.expect(200);
            assert_eq!(
                response.header("content-type"),
                "text/vnd.turbo-stream.html; charset=utf-8"
            );
            let text = response.text();
            let count = concat!(
                r#"</template></turbo-stream><turbo-stream action="replace" target="count"><template>"#,
                r#"<b id="count">1</b></template></turbo-stream>"#
            );
            let row = text.strip_prefix(r#"<turbo-stream action="replace" target="row-2"><template>"#);
            assert!(
                row.and_then(|row| row.strip_suffix(count)).is_some_and(is_row),
                "{text}"
            );
        }
        Gets::Templates => {
            let text = html_of(&response);
            let count = r##"<template data-frontdesk-for="#count"><b id="count">1</b></template>"##;
            assert!(text.strip_suffix(count).is_some_and(is_row), "{text}");
            assert_eq!(response.header("frontdesk-part"), "true");
            assert_eq!(
                response.header("frontdesk-events"),
                r#"[{"type":"row-toggled","id":2}]"#
            );
        }
        Gets::Value | Gets::Postcard => {
            let response = response.expect(204);
            assert!(response.body.is_empty(), "{response}");
        }
    }
}

/// Returns the HTML of a part.
#[track_caller]
fn html_of(response: &Response) -> String {
    assert_eq!(response.status, 200, "{response}");
    assert_eq!(
        response.header("content-type"),
        "text/html; charset=utf-8",
        "{response}"
    );
    response.text()
}

/// A page goes to all that show pages, cookies or not.
async fn page(site: Site, headers: Headers, gets: Gets) {
    let text = "<i>\"s3cret\"</i> ü";
    let call = site
        .action("reveal")
        .headers(headers)
        .form(format!("text={}", encode(text)));
    let response = call.send().await;
    assert_eq!(response.header("cache-control"), "no-store");
    assert!(response.set_cookies().is_empty(), "{response}");
    if gets == Gets::Value {
        assert_eq!(response.expect(200).json(), text);
        return;
    }
    // Turbo shows a page that it is not redirected to only if its status is an error.
    let status = if gets == Gets::Streams { 422 } else { 200 };
    let response = response.expect(status);
    assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
    if gets == Gets::Htmx {
        assert_eq!(response.header("hx-retarget"), "body");
    }
    let escaped = "<p id=\"revealed\">&lt;i&gt;&quot;s3cret&quot;&lt;/i&gt; ü</p>";
    assert!(response.text().contains(escaped), "{response}");
}

/// A response is the same for all.
async fn response(site: Site, headers: Headers) {
    let call = site.action("export_csv").headers(headers).form("list=3&list=1&list=2");
    let response = call.send().await.expect(200);
    assert_eq!(response.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        response.header("content-disposition"),
        "attachment; filename=\"export.csv\""
    );
    assert_eq!(response.text(), "3\n1\n2\n");
}

async fn without_javascript(site: Site) {
    let mut browser = Browser::new(&site);
    for (row, on) in [(1, "1"), (3, "2"), (1, "1")] {
        let (page, _) = browser.open("/rows").await;
        let form = page.forms(TOGGLE).remove(row - 1);
        assert_eq!(browser.submit(&form).await.location(), "/rows");
        let (page, _) = browser.open("/rows").await;
        assert_eq!(page.text_at_id("count"), Some(on));
    }
}

async fn no_row(site: Site) {
    let mut form = form_of(&site, 1).await;
    let sealed = form_of(&site, 2).await.value("id").unwrap().to_owned();
    // Sealed for the form of another row.
    let body = form.set("id", &sealed).encode();
    let call = site
        .action("toggle_row")
        .headers(&[("hx-request", "true")])
        .form(body.clone());
    let response = call.send().await.expect(200);
    assert!(response.header("hx-redirect").starts_with("/rows?_fd="), "{response}");
    let response = site.action("toggle_row").form(body).send().await;
    assert_eq!(response.status, 422, "{response}");
    assert_eq!(site.app.rows.on(), 0);
}

/// The form in a part is sent again from there, and shows nothing of a failed submit before.
async fn part_again(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/rows").await;
    let mut broken = page.forms(TOGGLE).remove(0);
    let failed = browser.fail(broken.set("id", "x")).await;
    let (page, _) = browser.open(&failed).await;
    assert_eq!(page.problems().len(), 1, "{}", page.source());
    let mut form = page.forms(TOGGLE).remove(0);
    let current = format!("{}{failed}", site.origin());
    for is_on in [true, false, true] {
        let call = site.action("toggle_row").cookies(&browser.jar).form(form.encode());
        let call = call.header("hx-request", "true").header("hx-current-url", &current);
        let response = call.send().await;
        let part = Page::parse(&html_of(&response));
        assert_eq!(site.app.rows.all()[0].1, is_on);
        assert!(part.is_clean(), "{}", part.source());
        form = part.form(TOGGLE);
        assert_eq!(form.value("__fd_enclosing_page"), Some("/rows"));
    }
    // A script of another library tells the page by `Referer` only.
    let call = site.action("toggle_row").form(form.encode());
    let call = call.header("x-up-version", "3.14.3").header("referer", &current);
    let part = Page::parse(&html_of(&call.send().await));
    assert_eq!(part.form(TOGGLE).value("__fd_enclosing_page"), Some("/rows"));
}

/// Adds something, with all that a reply can have.
#[server_action(state = App)]
async fn reply_everything(name: String) -> Result<Reply, Problem> {
    Ok(Reply::to("/notes")
        .value(json!({ "name": name }).to_string())
        .status(201)
        .part("<p id=\"new\">new</p>")
        .at("#new")
        .also("#list", "<li>new</li>")
        .append()
        .also("#old", "")
        .remove()
        .event("added", json!({ "name": name }))
        .event("changed", ())
        .flash("Added")
        .with([("x-total", "3")])
        .with([(SET_COOKIE, "a=1")])
        .with([(SET_COOKIE, "b=2")]))
}

async fn everything(adapter: Adapter, headers: Headers, gets: Gets) {
    let site = Site::with_desk(adapter, |desk| desk);
    let name = "\"ü\"\nx: y";
    let call = site.action("reply_everything").headers(headers);
    let call = match gets {
        Gets::Postcard => call.body(postcard::to_stdvec(&(name,)).unwrap()),
        _ => call.form(format!("name={}", encode(name))),
    };
    let response = call.send().await;
    assert_eq!(response.header("x-total"), "3");
    let cookies = response.set_cookies();
    for cookie in ["a=1", "b=2"] {
        assert!(cookies.contains(&cookie), "{response}");
    }
    let detail = r#""name":"\"\u00fc\"\nx: y""#;
    let object = format!("{{\"added\":{{{detail}}},\"changed\":{{}}}}");
    let array = format!("[{{\"type\":\"added\",{detail}}},{{\"type\":\"changed\"}}]");
    let value = json!({ "name": name }).to_string();
    let is_flashed = !matches!(gets, Gets::Value | Gets::Postcard);
    assert_eq!(
        cookies.iter().any(|cookie| cookie.contains("fd_flash")),
        is_flashed,
        "{response}"
    );
    match gets {
        // Unpoly can't remove an element.
        Gets::Page | Gets::Unpoly => {
            let response = response.expect(303);
            assert_eq!(response.location(), "/notes");
            assert!(response.all("x-up-events").is_empty());
        }
        // The page asks Alpine AJAX for another element.
        Gets::Alpine => assert_eq!(response.expect(303).location(), "/notes"),
        Gets::Htmx => {
            assert_eq!(
                html_of(&response),
                concat!(
                    "<p id=\"new\">new</p>",
                    "<ul hx-swap-oob=\"beforeend:#list\"><li>new</li></ul>",
                    "<div id=\"old\" hx-swap-oob=\"delete\"></div>"
                )
            );
            assert_eq!(response.header("hx-trigger"), object);
        }
        Gets::Streams => assert_eq!(
            response.expect(200).text(),
            concat!(
                "<turbo-stream action=\"replace\" target=\"new\"><template><p id=\"new\">new</p></template></turbo-stream>",
                "<turbo-stream action=\"append\" target=\"list\"><template><li>new</li></template></turbo-stream>",
                "<turbo-stream action=\"remove\" target=\"old\"></turbo-stream>"
            )
        ),
        Gets::Templates => {
            assert_eq!(
                html_of(&response),
                concat!(
                    "<p id=\"new\">new</p>",
                    "<template data-frontdesk-for=\"#list\" data-frontdesk-swap=\"append\"><li>new</li></template>",
                    "<template data-frontdesk-for=\"#old\" data-frontdesk-swap=\"remove\"></template>"
                )
            );
            assert_eq!(response.header("frontdesk-events"), array);
        }
        Gets::Value => {
            let response = response.expect(201);
            assert_eq!(response.json(), value);
            assert_eq!(response.header("frontdesk-redirect"), "/notes");
            assert_eq!(
                response.header("frontdesk-flash"),
                r#"[{"kind":"success","text":"Added"}]"#
            );
        }
        Gets::Postcard => {
            let response = response.expect(201);
            assert_eq!(postcard::from_bytes::<String>(&response.body).unwrap(), value);
            assert_eq!(response.header("content-type"), "application/postcard");
            assert_eq!(response.header("frontdesk-redirect"), "/notes");
        }
    }
}

/// Makes mistakes, which are left out.
#[server_action]
async fn reply_with_mistakes() -> Reply {
    Reply::to("/notes")
        .value(1)
        .status(404)
        .part("<p>x</p>")
        .at("#\"\r\nx: y")
        .also("no-hash", "<b>x</b>")
        .also("#text", "no element")
        .event("", 1)
        .event("long", "x".repeat(1024))
        .with([("location", "/evil"), ("content-type", "text/plain"), ("x-a", "1")])
        .with([
            ("content-length", "1"),
            ("frontdesk-redirect", "/evil"),
            ("transfer-encoding", "chunked"),
        ])
}

async fn mistakes(adapter: Adapter) {
    let site = Site::with_desk(adapter, |desk| desk);
    let call = || site.action("reply_with_mistakes").form("");
    let response = call().send().await.expect(200);
    assert_eq!(response.json(), 1);
    assert_eq!(response.header("frontdesk-redirect"), "/notes");
    assert!(response.all("location").is_empty(), "{response}");
    assert_eq!(response.header("x-a"), "1");
    let response = call().header("hx-request", "true").send().await;
    assert_eq!(html_of(&response), "<p>x</p>");
    assert!(response.all("hx-trigger").is_empty(), "{response}");
    // Without a place, Turbo is redirected.
    let response = call().header("turbo-frame", "x").send().await.expect(303);
    assert_eq!(response.location(), "/notes");
}

/// Returns a reply that can't be sent.
#[server_action]
async fn reply_that_fails(kind: String) -> Result<Reply, Problem> {
    Ok(match &*kind {
        "target" => Reply::to("//secret-internal-detail.example").value(1),
        "value" => Reply::back().value(std::collections::BTreeMap::from([((1, 2), 3)])),
        "with" => Reply::back().with([("x-a", "secret-internal-detail\n")]),
        "problem" => Reply::response(Problem::conflict("taken")),
        _ => return Err(Problem::not_found()),
    })
}

async fn failures(adapter: Adapter) {
    let site = Site::with_desk(adapter, |desk| desk);
    for (kind, status, code) in [
        ("target", 500, "internal"),
        ("value", 500, "internal"),
        ("with", 500, "internal"),
        ("problem", 409, "taken"),
        ("", 404, "not-found"),
    ] {
        let call = || {
            site.action("reply_that_fails")
                .form(format!("kind={kind}&__fd_return=%2Fnotes"))
        };
        let response = call().send().await;
        response.problem(status, code);
        assert!(!response.text().contains("secret"), "{response}");
        // The form is shown again, whatever the reply has for others.
        let response = call().browser().send().await.expect(303);
        assert!(response.location().starts_with("/notes?_fd="), "{response}");
    }
}

/// Fails, with the form as HTML.
#[server_action]
async fn reply_sold_out() -> Result<Redirect, Problem> {
    Err(Problem::conflict("sold-out").with_part("<form id=buy>Sold out</form>"))
}

async fn problem_part(adapter: Adapter) {
    let site = Site::with_desk(adapter, |desk| desk);
    let call = || site.action("reply_sold_out").form("__fd_return=%2Fnotes");
    let htmx_4 = [("hx-request", "true"), ("hx-request-type", "partial")];
    // htmx 2 drops errors.
    for (version, status) in [(&htmx_4[..1], 200), (&htmx_4[..], 409)] {
        let response = call().headers(version).send().await.expect(status);
        assert_eq!(response.text(), "<form id=buy>Sold out</form>", "{response}");
        assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
    }
    call().send().await.problem(409, "sold-out");
    for headers in [&[("x-up-version", "3")][..], &[("turbo-frame", "x")], &[HTML]] {
        let response = call().headers(headers).send().await.expect(303);
        assert!(response.location().starts_with("/notes?_fd="), "{response}");
    }
}

/// Counts, and replies with everything.
#[server_action(state = App, once)]
async fn reply_once(#[extract] State(app): State<App>, size: usize) -> Reply {
    let run = app.counts.call();
    Reply::to("/notes")
        .value(run)
        .part(format!("<p id=\"run\">{run}{}</p>", "x".repeat(size)))
        .at("#run")
        .also("#count", format!("<b id=\"count\">{run}</b>"))
        .event("ran", json!({ "run": run }))
        .flash("Ran")
        .with([("x-run", run.to_string())])
        .with([(SET_COOKIE, "secret=1")])
}

/// A site with a page that has the form of `reply_once`.
fn once_site(adapter: Adapter) -> Site {
    let page = async |forms: Forms| {
        let form = forms.of::<ReplyOnce>();
        let size = form.field(ReplyOnce::SIZE).typed_input();
        Html(format!("{}{size}</form>", form.open()))
    };
    Site::with_desk(adapter, |desk| desk.routes(Router::new().page("/reply-once", page)))
}

/// Returns the body of the form, and the browser that has its id.
async fn once_form(site: &Site, size: usize) -> (String, Browser) {
    let mut browser = Browser::new(site);
    let (page, _) = browser.open("/reply-once").await;
    let body = page
        .form("/_actions/reply_once")
        .set("size", &size.to_string())
        .encode();
    (body, browser)
}

/// A client that sends the form again gets the reply in its own manner.
async fn once(adapter: Adapter, headers: Headers, gets: Gets) {
    let site = once_site(adapter);
    let (body, browser) = once_form(&site, 1).await;
    let program = site.action("reply_once").form(body.clone()).send().await.expect(200);
    assert_eq!(program.json(), 1);
    for _ in 0..2 {
        let call = site.action("reply_once").headers(headers).cookies(&browser.jar);
        let response = call.form(body.clone()).send().await;
        assert_eq!(response.header("x-run"), "1");
        assert!(response.set_cookies().is_empty(), "{response}");
        let part = "<p id=\"run\">1x</p>";
        match gets {
            Gets::Page | Gets::Alpine => assert_eq!(response.expect(303).location(), "/notes"),
            Gets::Htmx => {
                let count = "<b hx-swap-oob=\"true\" id=\"count\">1</b>";
                assert_eq!(html_of(&response), format!("{part}{count}"));
                assert_eq!(response.header("hx-trigger"), r#"{"ran":{"run":1}}"#);
            }
            Gets::Unpoly => {
                assert_eq!(html_of(&response), format!("{part}<b id=\"count\">1</b>"));
                assert_eq!(response.header("x-up-target"), "#run, #count:maybe");
            }
            Gets::Streams => assert!(response.expect(200).text().contains(part)),
            Gets::Templates => assert!(html_of(&response).starts_with(part)),
            Gets::Value | Gets::Postcard => {
                let response = response.expect(200);
                assert_eq!(response.json(), 1);
                assert_eq!(response.header("frontdesk-redirect"), "/notes");
            }
        }
    }
    assert_eq!(site.app.counts.calls(), 1);
}

async fn headers_of_repeats(adapter: Adapter) {
    let site = once_site(adapter);
    let (body, browser) = once_form(&site, 1).await;
    let send = |call: Call| call.form(body.clone()).send();
    let first = send(site.action("reply_once").cookies(&browser.jar)).await.expect(200);
    assert_eq!(first.header("x-run"), "1");
    assert_eq!(first.set_cookies(), ["secret=1"]);
    let (name, _) = browser.jar.browser_id().unwrap();
    let other = format!("{name}=abcdefghijklmnopqrstu_");
    let stranger = send(site.action("reply_once").header("cookie", other)).await;
    let nobody = send(site.action("reply_once")).await;
    for response in [stranger, nobody] {
        let response = response.expect(200);
        assert_eq!(response.json(), 1);
        assert!(response.all("x-run").is_empty(), "{response}");
        assert!(response.all("frontdesk-flash").is_empty(), "{response}");
        assert!(response.set_cookies().is_empty(), "{response}");
    }
    let own = send(site.action("reply_once").cookies(&browser.jar)).await.expect(200);
    assert_eq!(own.header("x-run"), "1");
    assert!(own.set_cookies().is_empty(), "{own}");
}

/// The first client gets all of it.
async fn large(adapter: Adapter) {
    let site = once_site(adapter);
    let (body, browser) = once_form(&site, 65_536).await;
    let call = || {
        let call = site.action("reply_once").cookies(&browser.jar).form(body.clone());
        call.header("hx-request", "true")
    };
    let first = call().send().await;
    assert!(html_of(&first).len() > 65_536);
    let repeat = call().send().await.expect(200);
    assert_eq!(repeat.header("hx-redirect"), "/notes");
    assert!(repeat.body.is_empty() && repeat.all("x-run").is_empty(), "{repeat}");
    assert_eq!(site.app.counts.calls(), 1);
}
