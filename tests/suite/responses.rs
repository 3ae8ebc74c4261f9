//! The responses of actions to scripts, browsers and htmx.

use conformance::app::SECRET;
use serde_json::json;

use crate::harness::client::{Call, Response};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// Actions that end with a problem: the name, the status and the code.
const FAILING: &[(&str, u16, &str)] = &[
    ("refuses", 403, "forbidden"),
    ("missing", 404, "not-found"),
    ("fails", 500, "internal"),
    ("panics", 500, "internal"),
];

/// Redirect targets that leave this origin, or try to.
const BAD_TARGETS: &[&str] = &[
    "//evil.example",
    "/x/../y",
    "/x/%2E%2e/y",
    "/.%2e/evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/x\r\nSet-Cookie: a=b",
    "/x\nLocation: http://evil.example",
    "\t//evil.example",
    " //evil.example",
    " /x",
    "http://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,x",
    "evil.example",
    "?x",
    "#x",
    "",
    "/\u{7f}x",
    "/\u{85}x",
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("responses");
    topic.shared("value_for_a_script", value);
    topic.shared("value_for_a_browser", value_browser);
    topic.shared("unit_for_a_script", unit);
    topic.shared("cookies_are_set_for_every_caller", cookie);
    topic.shared("field_errors_for_a_script", fields);
    topic.shared("field_errors_for_a_browser", fields_browser);
    topic.shared("field_errors_for_htmx", fields_htmx);
    topic.shared("redirects_for_every_caller", redirect);
    topic.shared("redirects_that_leave_are_refused", bad_redirects);
    for (action, status, code) in FAILING {
        topic.shared(&format!("{action}_for_a_script"), move |site| async move {
            let response = site.action(action).send().await;
            let problem = response.problem(*status, code);
            assert_eq!(problem.get("log_id").is_some(), *status == 500, "{problem}");
            assert_no_leak(&response);
        });
        topic.shared(&format!("{action}_for_a_browser"), |site| {
            failing_browser(site, action, *status, code)
        });
        topic.shared(&format!("{action}_for_htmx"), move |site| async move {
            let call = site.action(action).header("hx-request", "true");
            let response = call.form("__fd_return=%2Fnotes%3Fpage%3D2").send().await.expect(200);
            assert!(
                response.header("hx-redirect").starts_with("/notes?page=2&_fd="),
                "{response}"
            );
            assert!(response.body.is_empty(), "{response}");
            assert_no_leak(&response);
        });
    }
    topic.shared("server_survives_panics", lives_on);
}

#[track_caller]
fn assert_no_leak(response: &Response) {
    let all = format!("{:?} {}", response.headers, response.text());
    for leak in [SECRET, "panicked", ".rs"] {
        assert!(!all.contains(leak), "{leak} in {response}");
    }
}

async fn value(site: Site) {
    for call in [
        site.action("add").form("a=2&b=3"),
        site.action("add").json(r#"{"a":2,"b":3}"#),
    ] {
        let response = call.send().await.expect(200);
        assert_eq!(response.json(), json!(5));
        assert!(response.set_cookies().is_empty(), "{response}");
    }
    let response = site.action("add").form("a=-9223372036854775808&b=1").send().await;
    assert_eq!(response.expect(200).text(), "-9223372036854775807");
}

/// The browser is redirected back, and the page can show the result.
async fn value_browser(site: Site) {
    let response = site
        .action("add")
        .browser()
        .form("a=2&b=3&__fd_return=%2Fnotes")
        .send()
        .await
        .expect(303);
    assert!(response.location().starts_with("/notes?_fd="), "{response}");
    assert_eq!(response.set_states().len(), 1, "{response}");
}

async fn unit(site: Site) {
    let response = site.action("set_theme").form("theme=dark").send().await.expect(204);
    assert!(response.body.is_empty());
    assert!(response.all("content-type").is_empty(), "{response}");
}

async fn cookie(site: Site) {
    let modes: [fn(Call) -> Call; 3] = [|call| call, Call::browser, |call| call.header("hx-request", "true")];
    for (mode, status) in modes.iter().zip([204, 303, 200]) {
        let response = mode(site.action("set_theme"))
            .form("theme=dark")
            .send()
            .await
            .expect(status);
        let cookie = response.header("set-cookie");
        assert!(cookie.starts_with("theme=dark; "), "{cookie}");
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
    }
    let response = site.action("set_theme").form("theme=a%0D%0Ab%3Bc").send().await;
    response.problem(422, "invalid-fields");
    assert!(response.set_cookies().is_empty(), "{response}");
}

async fn fields(site: Site) {
    let response = site.action("add").form("a=x").send().await;
    let problem = response.problem(422, "invalid-fields");
    assert_eq!(problem["errors"], json!({"a": ["not a number"], "b": ["required"]}));
    assert!(response.set_cookies().is_empty(), "{response}");
    let response = site
        .action("create_note")
        .form("title=taken&body=&password=")
        .send()
        .await;
    let problem = response.problem(422, "invalid-fields");
    assert_eq!(
        problem["errors"]["title"],
        json!(["there is a note of that title already"])
    );
    let title = "ü".repeat(41);
    let form = format!("title={title}&body=&password=&pinned=maybe");
    let problem = site
        .action("create_note")
        .form(form)
        .send()
        .await
        .problem(422, "invalid-fields");
    let errors = json!({"pinned": ["must be true or false"], "title": ["must have at most 40 characters"]});
    assert_eq!(problem["errors"], errors);
}

async fn fields_browser(site: Site) {
    let response = site
        .action("add")
        .browser()
        .form("a=x&__fd_return=%2Fnotes")
        .send()
        .await
        .expect(303);
    assert!(response.location().starts_with("/notes?_fd="), "{response}");
    // Without a return URL the form state goes to the start page.
    let response = site.action("add").browser().form("a=x").send().await.expect(303);
    assert!(response.location().starts_with("/?_fd="), "{response}");
}

async fn fields_htmx(site: Site) {
    let call = site.action("add").header("hx-request", "true").header("accept", "*/*");
    let response = call.form("a=x&__fd_return=%2Fnotes").send().await.expect(200);
    assert!(response.header("hx-redirect").starts_with("/notes?_fd="), "{response}");
    assert_eq!(response.set_states().len(), 1, "{response}");
}

async fn redirect(site: Site) {
    for (to, location) in [
        ("/x", "/x"),
        ("/x?a=1#b", "/x?a=1#b"),
        ("/süß", "/s%C3%BC%C3%9F"),
        ("/a b", "/a%20b"),
        ("/x//y", "/x//y"),
    ] {
        let form = format!("to={}&__fd_return=%2Fnotes", crate::harness::html::encode(to));
        let script = site.action("go").form(form.clone()).send().await.expect(200);
        assert_eq!(script.header("frontdesk-redirect"), location);
        assert!(script.all("location").is_empty() && script.body.is_empty(), "{script}");
        let browser = site.action("go").browser().form(form.clone()).send().await.expect(303);
        assert_eq!(browser.location(), location);
        let htmx = site
            .action("go")
            .header("hx-request", "true")
            .form(form)
            .send()
            .await
            .expect(200);
        assert_eq!(htmx.header("hx-redirect"), location);
    }
}

async fn bad_redirects(site: Site) {
    for to in BAD_TARGETS {
        let form = format!("to={}", crate::harness::html::encode(to));
        let script = site.action("go").form(form.clone()).send().await;
        script.problem(500, "internal");
        let page = site.action("go").browser().form(form.clone()).send().await;
        page.problem_page(500, "internal");
        let back = format!("{form}&__fd_return=%2Fnotes");
        let browser = site.action("go").browser().form(back.clone()).send().await.expect(303);
        assert!(browser.location().starts_with("/notes?_fd="), "{to:?}: {browser}");
        let htmx = site
            .action("go")
            .header("hx-request", "true")
            .form(back)
            .send()
            .await
            .expect(200);
        assert!(htmx.header("hx-redirect").starts_with("/notes?_fd="), "{to:?}: {htmx}");
        for response in [script, page, browser, htmx] {
            let all = format!("{:?}{}", response.headers, response.text());
            for leak in ["evil", "alert", "refused", "a=b"] {
                assert!(!all.contains(leak), "{to:?}: {response}");
            }
        }
    }
}

async fn failing_browser(site: Site, action: &'static str, status: u16, code: &str) {
    // With a return URL the browser is redirected back, and the page shows the problem.
    let response = site
        .action(action)
        .browser()
        .form("__fd_return=%2Fnotes")
        .send()
        .await
        .expect(303);
    assert!(response.location().starts_with("/notes?_fd="), "{response}");
    assert_eq!(response.set_states().len(), 1, "{response}");
    assert_no_leak(&response);
    // Without one, a page.
    let response = site.action(action).browser().send().await;
    response.problem_page(status, code);
    assert_no_leak(&response);
}

async fn lives_on(site: Site) {
    for _ in 0..20 {
        site.action("panics").send().await.problem(500, "internal");
    }
    site.action("add").form("a=1&b=1").send().await.expect(200);
}
