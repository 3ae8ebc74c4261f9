//! An app whose routes are the folder `tests/app`, by `app_dir!`.

use frontdesk::{Body, Desk, Request, Router, get};

use crate::fixtures::text;

mod responses {
    pub(crate) async fn feed() -> &'static str {
        "<feed/>"
    }
}

#[derive(Clone)]
pub(crate) struct App {
    name: &'static str,
}

frontdesk::app_dir!("tests/app", fn routes() -> Router<App>);

fn desk() -> Desk {
    Desk::builder(App { name: "ada" }).routes(routes()).build().unwrap()
}

#[tokio::test]
async fn folders_become_paths() {
    let desk = desk();
    for (method, path, status, body) in [
        ("GET", "/", 200, "home"),
        ("GET", "/cart", 200, "the cart of ada"),
        ("GET", "/shop/cart", 404, ""),
        ("GET", "/items/3", 200, "item 3"),
        ("GET", "/items/30", 404, ""),
        ("DELETE", "/items/3", 200, "deleted 3"),
        ("POST", "/items/3", 405, ""),
        ("PUT", "/api/users/ada/posts/7", 200, "ada 7"),
        ("GET", "/docs", 200, "[]"),
        ("GET", "/docs/a/b%2Fc", 200, r#"["a", "b/c"]"#),
        ("GET", "/files/a/b", 200, "the file a/b"),
        ("GET", "/files", 404, ""),
        ("GET", "/feed.xml", 200, "<feed/>"),
        ("POST", "/api/echo", 200, "sent"),
        ("GET", "/_shared/stock", 404, ""),
        ("TRACE", "/api/echo", 200, "TRACE"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::from("sent"))
            .unwrap();
        let response = desk.respond(request).await;
        assert_eq!(response.status(), status, "{method} {path}");
        let sent = text(response).await;
        if status == 200 {
            assert_eq!(sent, body, "{method} {path}");
        }
    }
}

#[test]
fn boot_table_names_the_files() {
    let table = desk().table();
    let rows = table.routes().iter().map(|row| {
        let place = row.place.to_string();
        (row.path.as_str().to_owned(), row.methods.join(" "), place)
    });
    let rows: Vec<_> = rows.collect();
    let expected = [
        ("/cart", "GET", "tests/app/(shop)/cart/page.rs:6"),
        ("/items/{id}", "DELETE GET", "tests/app/(shop)/items/[id]/route.rs:9"),
        ("/api/echo", "* POST", "tests/app/api/echo/route.rs:1"),
        (
            "/api/users/{user-id}/posts/{post}",
            "PUT",
            "tests/app/api/users/[user-id]/posts/[post]/route.rs:3",
        ),
        ("/docs", "GET", "tests/app/docs/[[...path]]/page.rs:3"),
        ("/docs/{*path}", "GET", "tests/app/docs/[[...path]]/page.rs:3"),
        ("/feed.xml", "GET", "tests/app/feed.xml/route.rs:1"),
        ("/files/{*path}", "GET", "tests/app/files/[...path]/route.rs:3"),
        ("/", "GET", "tests/app/page.rs:3"),
    ];
    assert_eq!(
        rows,
        expected.map(|(path, methods, place)| (path.to_owned(), methods.to_owned(), place.to_owned()))
    );
}

#[test]
fn path_in_a_folder_and_by_hand_is_a_mistake_with_both_places() {
    let by_hand = Router::new()
        .page("/feed.xml", async || "")
        .route("/items/{id}", get(async || ""));
    let error = Desk::builder(App { name: "" })
        .routes(routes())
        .routes(by_hand)
        .build()
        .unwrap_err();
    let error = error.to_string();
    for part in [
        "`/feed.xml` has both a page and a route handler\n      at tests/app/feed.xml/route.rs:1\n      at frontdesk/tests/it/app_dir.rs",
        "at tests/app/(shop)/items/[id]/route.rs:9\n      at frontdesk/tests/it/app_dir.rs",
    ] {
        assert!(error.contains(part), "{part}\n{error}");
    }
}
