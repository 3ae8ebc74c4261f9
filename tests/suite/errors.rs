//! Problems: their form for programs and for people, and which details they don't reveal.

use conformance::app::{self, App, SECRET};
use conformance::servers::Adapter;
use frontdesk::Desk;

use crate::harness::client::Response;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// `Accept`, and whether the problem is sent as a page.
const ACCEPTS: &[(Option<&str>, bool)] = &[
    (None, false),
    (Some("*/*"), false),
    (Some("application/json"), false),
    (Some("application/problem+json"), false),
    (Some("image/png"), false),
    (Some("text/html"), true),
    (
        Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        true,
    ),
    (Some("application/json, text/html;q=0.9"), false),
    (Some("text/html;q=0.9, application/json;q=0.1"), true),
    (Some("text/html;q=0"), false),
];

/// The target, the status and the code.
const PROBLEMS: &[(&str, u16, &str)] = &[
    ("/error/problem", 409, "conflict"),
    ("/error/internal", 500, "internal"),
    ("/error/panic", 500, "internal"),
    ("/auth", 401, "unauthorized"),
    ("/number/x", 400, "invalid-path"),
    ("/search?page=x", 400, "invalid-query"),
    ("/export?format=x", 400, "unknown-format"),
    ("/export", 400, "invalid-query"),
    ("/api/items/77", 404, "not-found"),
    ("/nothing", 404, "not-found"),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("errors");
    for (target, status, code) in PROBLEMS {
        let name = format!(
            "problem_is_a_page_or_json_by_accept{}",
            target.replace(['/', '?', '='], "_")
        );
        topic.shared(&name, move |site| async move {
            for (accept, page) in ACCEPTS {
                let call = site.get(target);
                let response = match accept {
                    Some(accept) => call.header("accept", accept).send().await,
                    None => call.send().await,
                };
                let vary = response.all("vary").join(", ");
                let varies = vary.split(", ").filter(|field| *field == "accept").count();
                assert_eq!(varies, 1, "{response}");
                if *page {
                    let page = response.problem_page(*status, code);
                    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
                } else {
                    response.problem(*status, code);
                }
            }
        });
    }
    topic.shared("internal_error_is_masked", |site| masked(site, "/error/internal"));
    topic.shared("panic_is_masked", |site| masked(site, "/error/panic"));
    topic.shared("server_survives_a_panic", lives_on);
    topic.shared("problem_has_its_detail", detail);
    topic.shared("authorization_is_401_then_403", auth);
    topic.bare(
        "page_whose_action_is_missing_is_a_masked_500",
        &Adapter::ALL,
        missing_action,
    );
    topic.shared("problem_echoes_nothing_of_the_request", echo);
}

fn assert_masked(response: &Response) {
    let all = format!("{:?} {}", response.headers, response.text());
    for leak in [SECRET, "panicked", "src/", ".rs", "io::Error", "Custom"] {
        assert!(!all.contains(leak), "{leak} in {response}");
    }
}

async fn masked(site: Site, target: &str) {
    let first = site.get(target).send().await;
    let second = site.get(target).send().await;
    let log_id = |response: &Response| {
        assert_masked(response);
        let problem = response.problem(500, "internal");
        let log_id = problem["log_id"].as_str().unwrap().to_owned();
        assert!(
            log_id.len() == 16 && log_id.bytes().all(|b| b.is_ascii_hexdigit()),
            "{log_id}"
        );
        log_id
    };
    assert_ne!(log_id(&first), log_id(&second));
    let page = site.get(target).browser().send().await;
    page.problem_page(500, "internal");
    assert_masked(&page);
}

async fn lives_on(site: Site) {
    for _ in 0..20 {
        site.get("/error/panic").send().await.problem(500, "internal");
    }
    assert_eq!(site.get("/hello").send().await.expect(200).text(), "hello");
}

async fn detail(site: Site) {
    let problem = site.get("/error/problem").send().await.problem(409, "conflict");
    assert_eq!(problem["detail"], "Another client changed it first.");
    assert_eq!(problem["title"], "Conflict");
    assert!(problem.get("log_id").is_none(), "{problem}");
    let page = site
        .get("/error/problem")
        .browser()
        .send()
        .await
        .problem_page(409, "conflict");
    assert!(page.contains("<p>Another client changed it first.</p>"), "{page}");
}

async fn auth(site: Site) {
    let nobody = site.get("/auth").send().await;
    nobody.problem(401, "unauthorized");
    assert_eq!(nobody.header("www-authenticate"), "Bearer");
    let page = site.get("/auth").browser().send().await;
    page.problem_page(401, "unauthorized");
    assert_eq!(page.header("www-authenticate"), "Bearer");
    let guest = site.get("/auth").header("authorization", "Bearer guest").send().await;
    guest.problem(403, "forbidden");
    let admin = site.get("/auth").header("authorization", "Bearer admin").send().await;
    assert_eq!(admin.expect(200).text(), "welcome");
}

/// On pages of the desk and of the host: neither a dropped connection nor a form that can't work.
async fn missing_action(adapter: Adapter) {
    let app = App::default();
    // Without `.linked_actions()`.
    let desk = Desk::builder(app.clone()).routes(app::routes()).build().unwrap();
    let server = adapter.start(app.clone(), desk, 0).unwrap();
    let site = Site::with_server(adapter, app, server);
    let pages: &[&str] = if adapter == Adapter::Hyper {
        &["/notes"]
    } else {
        &["/notes", "/host/notes"]
    };
    for path in pages {
        let response = site.get(path).send().await;
        let problem = response.problem(500, "internal");
        assert_eq!(problem["log_id"].as_str().unwrap().len(), 16, "{problem}");
        assert!(!response.text().contains("create_note"), "{response}");
        let page = site.get(path).browser().send().await;
        let text = page.problem_page(500, "internal");
        assert!(!text.contains("<form"), "{text}");
        let head = site.call("HEAD", path).send().await;
        assert_eq!((head.status, head.body.len()), (500, 0), "{head}");
    }
    site.get("/hello").send().await.expect(200);
}

async fn echo(site: Site) {
    let target = "/nothing/%3Cscript%3Ealert(1)%3C/script%3E?x=%3Cb%3E";
    for response in [site.get(target).browser().send().await, site.get(target).send().await] {
        let text = response.expect(404).text();
        for part in ["script>", "alert", "%3C", "nothing/"] {
            assert!(!text.contains(part), "{text}");
        }
    }
}
