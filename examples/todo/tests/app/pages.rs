//! Forms, from the page that shows them to the page that comes back.

use frontdesk::StatusCode;

use crate::browser::Browser;

#[tokio::test]
async fn a_todo_is_added() {
    let mut browser = Browser::new().await;
    let page = browser.open("/").await;
    assert_eq!(page.path, "/todos");
    page.assert_shows("Nothing here yet.");

    let typed = [
        ("title", " Buy milk & <bread> "),
        ("due", "2026-11-20"),
        ("urgent", "true"),
        ("notes", "two bottles\r\nand a loaf"),
    ];
    let page = browser.submit(&page, "add_todo", "", &typed).await;
    assert_eq!(page.path, "/todos#todo-1");
    assert_eq!(page.titles(), ["Buy milk &#38; &#60;bread&#62;"]);
    page.assert_shows("Urgent");
    page.assert_shows("<time datetime=\"2026-11-20\"");
    page.assert_shows("two bottles\nand a loaf");
}

#[tokio::test]
async fn a_bad_form_comes_back_as_it_was_typed() {
    let mut browser = Browser::new().await;
    let page = browser.open("/todos?show=open").await;
    let typed = [
        ("title", "   "),
        ("due", "0026-11-20"),
        ("urgent", "true"),
        ("notes", "Nice & \"easy\""),
    ];
    let page = browser.submit(&page, "add_todo", "", &typed).await;

    // Back on the page that it was sent from, with every message and every value.
    assert!(page.path.starts_with("/todos?show=open&_fd="), "{}", page.path);
    let form = page.form("add_todo", "");
    for expected in [
        "Say what is to be done.",
        "Write the year with all four digits.",
        "aria-describedby=\"add_todo-title-errors\" value=\"   \"",
        "aria-describedby=\"add_todo-due-errors\" value=\"0026-11-20\"",
        "value=\"true\" checked",
        "Nice &amp; &quot;easy&quot;</textarea>",
    ] {
        assert!(form.contains(expected), "no {expected:?} in {form}");
    }

    // Mended, it goes in.
    let typed = [("title", "Rest"), ("due", "2026-11-20"), ("notes", "Nice & easy")];
    let page = browser.submit(&page, "add_todo", "", &typed).await;
    assert_eq!(page.titles(), ["Rest"]);
    page.assert_hides("Say what is to be done.");
}

#[tokio::test]
async fn messages_are_shown_once() {
    let mut browser = Browser::new().await;
    let page = browser.open("/todos").await;
    let page = browser.submit(&page, "add_todo", "", &[("title", "")]).await;
    page.assert_shows("Say what is to be done.");
    let page = browser.open(&page.path).await;
    page.assert_hides("Say what is to be done.");
}

#[tokio::test]
async fn a_date_that_is_none_is_a_field_error() {
    let mut browser = Browser::new().await;
    let page = browser.open("/todos").await;
    let typed = [("title", "Rest"), ("due", "tomorrow")];
    let page = browser.submit(&page, "add_todo", "", &typed).await;
    let form = page.form("add_todo", "");
    for expected in [
        "add_todo-due-errors\" value=\"tomorrow\"",
        "<p class=\"error\" id=\"add_todo-due-errors\">",
    ] {
        assert!(form.contains(expected), "no {expected:?} in {form}");
    }
    assert!(form.contains("value=\"Rest\""), "{form}");
}

#[tokio::test]
async fn an_open_title_is_taken() {
    let mut browser = Browser::new().await;
    let page = browser.open("/todos").await;
    let page = browser.submit(&page, "add_todo", "", &[("title", "Rest")]).await;
    let page = browser.submit(&page, "add_todo", "", &[("title", "rest")]).await;
    let form = page.form("add_todo", "");
    assert!(form.contains("This is on your list already"), "{form}");
    assert!(form.contains("value=\"rest\""), "{form}");

    // Once the first is done there may be a second, and then the first can't be opened again.
    let page = browser.submit(&page, "set_done", "1", &[]).await;
    let page = browser.submit(&page, "add_todo", "", &[("title", "rest")]).await;
    assert_eq!(page.titles(), ["rest", "Rest"]);
    let page = browser.submit(&page, "set_done", "1", &[]).await;
    page.assert_shows("<p class=\"error\" role=\"alert\">This is on your list already");
}

#[tokio::test]
async fn a_todo_is_edited() {
    let mut browser = Browser::new().await;
    let page = browser.open("/todos").await;
    let typed = [
        ("title", "Rest"),
        ("due", "2026-11-20"),
        ("urgent", "true"),
        ("notes", "a lot"),
    ];
    browser.submit(&page, "add_todo", "", &typed).await;

    let page = browser.open("/todos/1/edit").await;
    let form = page.form("edit_todo", "1");
    for expected in [
        "value=\"Rest\"",
        "value=\"2026-11-20\"",
        "value=\"true\" checked",
        "\na lot</textarea>",
    ] {
        assert!(form.contains(expected), "no {expected:?} in {form}");
    }

    // What was typed stays, and not what is in the database: the box that was unchecked is.
    let page = browser
        .submit(
            &page,
            "edit_todo",
            "1",
            &[("title", ""), ("due", ""), ("notes", "a bit")],
        )
        .await;
    let form = page.form("edit_todo", "1");
    assert!(form.contains("Say what is to be done."), "{form}");
    assert!(form.contains("\na bit</textarea>"), "{form}");
    assert!(!form.contains("checked"), "{form}");

    let page = browser
        .submit(
            &page,
            "edit_todo",
            "1",
            &[("title", "Rest more"), ("due", ""), ("notes", "")],
        )
        .await;
    assert_eq!(page.path, "/todos#todo-1");
    assert_eq!(page.titles(), ["Rest more"]);
    page.assert_hides("<time");
}

#[tokio::test]
async fn todos_are_completed_opened_again_and_deleted() {
    let mut browser = Browser::new().await;
    let mut page = browser.open("/todos").await;
    for title in ["One", "Two"] {
        page = browser.submit(&page, "add_todo", "", &[("title", title)]).await;
    }

    // From the filtered list one comes back to the filtered list.
    let page = browser.open("/todos?show=open").await;
    let page = browser.submit(&page, "set_done", "1", &[]).await;
    assert_eq!((page.path.as_str(), page.titles()), ("/todos?show=open", vec!["Two"]));
    let page = browser.open("/todos?show=done").await;
    assert_eq!(page.titles(), ["One"]);
    let page = browser.submit(&page, "set_done", "1", &[]).await;
    assert!(page.titles().is_empty());

    let page = browser.open("/todos").await;
    let page = browser.submit(&page, "delete_todo", "1", &[]).await;
    assert_eq!(page.titles(), ["Two"]);
}

#[tokio::test]
async fn a_todo_that_is_gone_is_no_harm() {
    let mut browser = Browser::new().await;
    let page = browser.open("/todos").await;
    let list = browser.submit(&page, "add_todo", "", &[("title", "Rest")]).await;
    let edit = browser.open("/todos/1/edit").await;
    browser.submit(&list, "delete_todo", "1", &[]).await;

    let page = browser.submit(&list, "delete_todo", "1", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    // Its form is on the page no more, and what went wrong is said all the same, once.
    let page = browser.submit(&list, "set_done", "1", &[]).await;
    page.assert_shows("There is no such todo");
    browser.open("/todos").await.assert_hides("There is no such todo");
    let page = browser
        .submit(&edit, "edit_todo", "1", &[("title", "Rest"), ("notes", "")])
        .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.assert_shows("There is no such todo");
}

#[tokio::test]
async fn pages_that_are_none() {
    let mut browser = Browser::new().await;
    for (path, status) in [
        ("/todos/7/edit", StatusCode::NOT_FOUND),
        ("/todos/seven/edit", StatusCode::BAD_REQUEST),
        ("/todos?show=some", StatusCode::BAD_REQUEST),
        ("/nothing", StatusCode::NOT_FOUND),
    ] {
        let page = browser.open(path).await;
        assert_eq!(page.status, status, "{path}");
        page.assert_shows("<h1>");
    }
}
