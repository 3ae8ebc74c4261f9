//! The file convention: the routes of the folder `tests/app`.

use std::time::Duration;

use conformance::app::{self, App};
use frontdesk::{Caching, RouteKind};
use serde_json::json;

use crate::harness::site::Site;
use crate::harness::suite::Suite;

type Expected = Result<&'static str, (u16, &'static str)>;

/// The name, the target, and the text of the response or the status and code of the problem.
#[rustfmt::skip]
const ROWS: &[(&str, &str, Expected)] = &[
    ("users_are_an_empty_list_at_first", "/conv/users", Ok("[]")),
    ("user_is_missing", "/conv/users/1", Err((404, "not-found"))),
    ("user_id_is_not_a_number", "/conv/users/x", Err((400, "invalid-path"))),
    ("catch_all_takes_one_segment", "/conv/files/a", Ok(r#"{"path":["a"]}"#)),
    ("catch_all_takes_several_segments", "/conv/files/a%20b/c%2Fd/e", Ok(r#"{"path":["a b","c/d","e"]}"#)),
    ("catch_all_needs_a_segment", "/conv/files", Err((404, "not-found"))),
    ("optional_catch_all_needs_none", "/conv/docs", Ok(r#"{"slug":[]}"#)),
    ("optional_catch_all_takes_several_segments", "/conv/docs/a/b%2Fc", Ok(r#"{"slug":["a","b/c"]}"#)),
    ("group_is_not_part_of_the_path", "/conv/inside", Ok("inside")),
    ("group_has_no_path_of_its_own", "/conv/(group)/inside", Err((404, "not-found"))),
    ("page_is_served", "/conv/about", Ok("<!DOCTYPE html><title>About</title><h1>About</h1>")),
    ("folder_is_not_a_route", "/conv", Err((404, "not-found"))),
    ("file_name_is_not_a_route", "/conv/users/route.rs", Err((400, "invalid-path"))),
    ("catch_all_ignores_a_trailing_slash", "/conv/files/", Err((404, "not-found"))),
];

/// The path, and its methods as `Allow` lists them.
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
    let mut topic = suite.topic("app_dir");
    for (name, target, expected) in ROWS {
        topic.shared(name, move |site| async move {
            let response = site.get(target).send().await;
            match expected {
                Ok(text) => assert_eq!(response.expect(200).text(), *text),
                Err((status, code)) => drop(response.problem(*status, code)),
            }
        });
    }
    topic.shared("methods_are_listed_by_allow", methods);
    topic.own("users_are_created_and_deleted", users);
    topic.own("constants_set_the_caching", constants);
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
    // A handler with arguments runs every time.
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

/// The boot table shows the caching that the constants of the files set.
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
