//! The file convention: what the folder `tests/app` responses.

use std::time::Duration;

use conformance::app::{self, App};
use frontdesk::{Caching, RouteKind};
use serde_json::json;

use crate::harness::site::Site;
use crate::harness::suite::Suite;

type Expected = Result<&'static str, (u16, &'static str)>;

/// Target, and the response's text; or the status and code of the problem.
#[rustfmt::skip]
const ROWS: &[(&str, &str, Expected)] = &[
    ("no_users", "/conv/users", Ok("[]")),
    ("no_such_user", "/conv/users/1", Err((404, "not-found"))),
    ("not_a_user", "/conv/users/x", Err((400, "invalid-path"))),
    ("a_file", "/conv/files/a", Ok(r#"{"path":["a"]}"#)),
    ("files", "/conv/files/a%20b/c%2Fd/e", Ok(r#"{"path":["a b","c/d","e"]}"#)),
    ("a_catch_all_wants_a_segment", "/conv/files", Err((404, "not-found"))),
    ("an_optional_one_does_not", "/conv/docs", Ok(r#"{"slug":[]}"#)),
    ("docs", "/conv/docs/a/b%2Fc", Ok(r#"{"slug":["a","b/c"]}"#)),
    ("a_group_is_in_no_path", "/conv/inside", Ok("inside")),
    ("nor_has_it_one", "/conv/(group)/inside", Err((404, "not-found"))),
    ("a_page", "/conv/about", Ok("<!DOCTYPE html><title>About</title><h1>About</h1>")),
    ("folders_are_no_routes", "/conv", Err((404, "not-found"))),
    ("nor_files", "/conv/users/route.rs", Err((400, "invalid-path"))),
    ("nor_patterns", "/conv/files/", Err((404, "not-found"))),
];

/// Path, and its methods as `Allow` lists them.
const ALLOW: &[(&str, &str)] = &[
    ("/conv/users", "GET, HEAD, OPTIONS, POST"),
    ("/conv/users/1", "DELETE, GET, HEAD, OPTIONS"),
    ("/conv/files/a", "GET, HEAD, OPTIONS"),
    ("/conv/docs", "GET, HEAD, OPTIONS"),
    ("/conv/docs/a", "GET, HEAD, OPTIONS"),
    ("/conv/inside", "GET, HEAD, OPTIONS"),
    ("/conv/about", "GET, HEAD, OPTIONS"),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("conv");
    for (name, target, expected) in ROWS {
        topic.shared(name, move |site| async move {
            let response = site.get(target).send().await;
            match expected {
                Ok(text) => assert_eq!(response.expect(200).text(), *text),
                Err((status, code)) => drop(response.problem(*status, code)),
            }
        });
    }
    topic.shared("methods", methods);
    topic.own("users_come_and_go", users);
    topic.own("dynamic_and_revalidate", constants);
}

async fn methods(site: Site) {
    for (path, allow) in ALLOW {
        let response = site.call("OPTIONS", path).send().await.expect(204);
        assert_eq!(response.header("allow"), *allow, "{path}");
        let response = site.call("PUT", path).send().await;
        response.problem(405, "method-not-allowed");
        assert_eq!(response.header("allow"), *allow, "{path}");
    }
    let page = site.get("/conv/about").browser().send().await.expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
}

async fn users(site: Site) {
    let created = site.post("/conv/users").json(r#"{"name":"ada"}"#).send().await;
    let created = created.expect(201);
    assert_eq!(created.json(), json!({"id": 1, "name": "ada"}));
    assert_eq!(created.location(), "/conv/users/1");
    // A handler with arguments is run every time.
    let list = site.get("/conv/users").send().await.expect(200);
    assert_eq!(list.json(), json!([{"id": 1, "name": "ada"}]));
    let user = site.get("/conv/users/1").send().await.expect(200);
    assert_eq!(user.json()["name"], "ada");
    site.call("DELETE", "/conv/users/1").send().await.expect(204);
    let again = site.call("DELETE", "/conv/users/1").send().await;
    again.problem(404, "not-found");
    let wrong = site.post("/conv/users").json(r#"{"name":1}"#).send().await;
    wrong.expect(422);
}

/// What the files say of keeping is what the boot table says.
async fn constants(_: Site) {
    let desk = app::desk(&App::default(), &app::Settings::default()).unwrap();
    let table = desk.table();
    let row = |path: &str| table.routes().iter().find(|row| row.path == path).unwrap();
    for (path, caching) in [
        ("/conv/clock", Caching::Dynamic),
        ("/conv/slow-clock", Caching::Cached(Some(Duration::from_secs(1)))),
        ("/conv/inside", Caching::Static),
        ("/conv/about", Caching::Static),
        ("/conv/users", Caching::Dynamic),
        ("/static/now", Caching::Static),
        ("/cached/{id}", Caching::Cached(None)),
        ("/dynamic/now", Caching::Dynamic),
    ] {
        assert_eq!(row(path).get, Some(caching), "{path}");
    }
    assert_eq!(row("/conv/about").kind, RouteKind::Page);
    assert_eq!(row("/conv/inside").kind, RouteKind::Handler);
}
