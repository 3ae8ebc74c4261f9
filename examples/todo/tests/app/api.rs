//! The JSON API, over sockets.

mod disconnects;
mod errors;
mod life;
mod patches;
mod steps;

use frontdesk::testing::Browser;
use serde_json::json;
use todo::actions::{AddTodo, DeleteTodo, EditTodo};

use self::steps::{JSON, PATCH};
use crate::site::{Response, sites};

/// Without a login the API has nothing to steal by a cookie; an app that copies it will.
#[tokio::test]
async fn pages_of_other_sites_can_read_nothing_and_change_nothing() {
    const OTHER: [(&str, &str); 2] = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
    for site in sites().await {
        for (headers, status) in [
            (vec![], 201),
            (vec![("sec-fetch-site", "same-origin")], 201),
            (OTHER.to_vec(), 403),
            (vec![("origin", "https://evil.example")], 403),
            (vec![("origin", "null")], 403),
            (vec![("sec-fetch-site", "same-site")], 403),
        ] {
            let before = site.get("/api/todos").await.titles().len();
            let body = json!({ "title": format!("Todo {before}") }).to_string();
            let all: Vec<_> = headers.iter().copied().chain([JSON]).collect();
            let response = site.call("POST /api/todos", &all, body).await;
            assert_eq!(response.status, status, "{headers:?} {response:?}");
            let after = site.get("/api/todos").await.titles().len();
            assert_eq!(after - before, usize::from(status == 201), "{headers:?}");
        }
        // A form or a script without a preflight can't send JSON, and no script may read a response.
        let response = site.call("GET /api/todos", &OTHER, "").await;
        assert_eq!(
            (response.status, response.header("access-control-allow-origin")),
            (200, None)
        );
        let preflight = [OTHER[1], ("access-control-request-method", "DELETE")];
        let response = site.call("OPTIONS /api/todos/1", &preflight, "").await;
        assert_eq!(response.header("access-control-allow-origin"), None);
        // Actions are for the app's own pages; programs use the API.
        let response = site
            .call("POST /_actions/add_todo", &[JSON], r#"{ "title": "Rest" }"#)
            .await;
        assert_eq!(response.status, 403);
    }
}

#[tokio::test]
async fn list_has_pages_and_links() {
    for site in sites().await {
        for number in 1..=25 {
            site.add(&format!("Todo {number}")).await;
        }
        for (target, lengths) in [
            ("/api/todos", &[20, 5][..]),
            ("/api/todos?limit=5", &[5, 5, 5, 5, 5]),
            ("/api/todos?limit=100", &[25]),
            ("/api/todos?limit=4&show=open&q=TODO+1", &[4, 4, 3]), // 1, 10 to 19
            ("/api/todos?q=%26", &[0]),
            ("/api/todos?show=done", &[0]),
            ("/api/todos?after=23", &[2]),
            ("/api/todos?after=9223372036854775807", &[0]),
            ("/api/todos?after=-7&limit=25", &[25]),
        ] {
            let (mut pages, mut next, mut titles) = (Vec::new(), Some(target.to_owned()), Vec::new());
            while let Some(target) = next {
                let page = site.get(&target).await;
                assert_eq!(page.status, 200, "{page:?}");
                pages.push(page.titles().len());
                titles.extend(page.titles());
                next = page.next();
            }
            assert_eq!(pages, lengths, "{target}");
            let all = titles.len();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), all, "{target} has a todo twice");
        }
        let link = site.get("/api/todos?limit=4&show=open&q=TODO+1").await.next();
        assert_eq!(link.as_deref(), Some("/api/todos?show=open&q=TODO+1&limit=4&after=12"));
        // A page is not moved by what happens on those before it.
        site.call("DELETE /api/todos/1", &[], "").await;
        assert_eq!(site.get("/api/todos?after=23").await.titles(), ["Todo 24", "Todo 25"]);
    }
}

#[tokio::test]
async fn forms_and_api_see_each_others_changes_at_once() {
    for site in sites().await {
        let status = |response: &Response| response.header("cache-status").unwrap_or_default().to_owned();
        let mut browser = Browser::new(site.desk.clone());
        browser.get("/todos").await;
        assert!(site.get("/api/todos").await.titles().is_empty());
        assert!(status(&site.get("/api/todos").await).starts_with("frontdesk; hit"));

        browser
            .submit::<AddTodo>(|form| form.set(AddTodo::TITLE, "By form"))
            .await;
        let list = site.get("/api/todos").await;
        assert_eq!(list.titles(), ["By form"]);
        assert!(status(&list).contains("fwd="), "{list:?}");
        let old = site.etag(1).await;

        browser.get("/todos/1/edit").await;
        browser
            .submit::<EditTodo>(|form| form.set(EditTodo::TITLE, "By form again"))
            .await;
        let read = site.call("GET /api/todos/1", &[("if-none-match", &old)], "").await;
        assert_eq!(
            (read.status, read.json()["title"].as_str()),
            (200, Some("By form again"))
        );
        let late = site
            .call("PATCH /api/todos/1", &[PATCH, ("if-match", &old)], "{}")
            .await;
        assert_eq!(late.status, 412);

        site.add("By program").await;
        let page = browser.get("/todos").await;
        assert!(page.text().contains("<h2>By program</h2>"), "{}", page.text());

        browser.submit_key::<DeleteTodo>(1, |form| form).await;
        assert_eq!(site.get("/api/todos/1").await.status, 404);
        assert_eq!(site.get("/api/todos").await.titles(), ["By program"]);
    }
}

#[tokio::test]
async fn one_of_two_changes_of_the_same_version_is_refused() {
    for site in sites().await {
        site.add("Rest").await;
        for _ in 0..10 {
            let etag = site.etag(1).await;
            let headers = [PATCH, ("if-match", &*etag)];
            let change = |notes: &str| {
                let body = json!({ "notes": format!("{notes} {etag}") }).to_string();
                site.call("PATCH /api/todos/1", &headers, body)
            };
            let (one, other) = tokio::join!(change("one"), change("other"));
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412], "{}", site.host);
        }
    }
}

#[tokio::test]
async fn problem_is_in_the_language_of_each_reader() {
    for site in sites().await {
        for (language, detail) in [
            ("de", "Diese Aufgabe gibt es nicht."),
            ("en", "There is no such todo."),
            ("de", "Diese Aufgabe gibt es nicht."),
        ] {
            let response = site
                .call("GET /api/todos/1", &[("accept-language", language)], "")
                .await;
            assert_eq!(response.status, 404);
            assert!(response.body.contains(detail), "{language}: {response:?}");
        }
    }
}
