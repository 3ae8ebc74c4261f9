//! The pages and their forms, in a browser without JavaScript.

use frontdesk::StatusCode;
use frontdesk::testing::{Browser, FormToSend, Page};
use tempfile::TempDir;
use todo::actions::{AddTodo, DeleteTodo, EditTodo, SetDone};

/// Opens an empty list in a browser.
async fn browser() -> (Browser, TempDir) {
    let (desk, list) = crate::app().await;
    let mut browser = Browser::new(desk);
    browser.get("/todos").await;
    (browser, list)
}

async fn add(browser: &mut Browser, title: &str) -> Page {
    browser.submit::<AddTodo>(|form| form.set(AddTodo::TITLE, title)).await
}

/// Leaves a form as it is on the page.
fn as_it_is<A>(form: FormToSend<A>) -> FormToSend<A> {
    form
}

/// Returns the titles of the list, in order.
fn titles(page: &Page) -> Vec<&str> {
    let rest = page.text().split("<h2>").skip(1);
    rest.filter_map(|rest| rest.split("</h2>").next()).collect()
}

#[track_caller]
fn assert_shows(page: &Page, text: &str) {
    assert!(page.text().contains(text), "no {text:?} in {}", page.text());
}

#[track_caller]
fn assert_hides(page: &Page, text: &str) {
    assert!(!page.text().contains(text), "{text:?} in {}", page.text());
}

#[tokio::test]
async fn todo_is_added() {
    let (mut browser, _list) = browser().await;
    let page = browser.get("/").await;
    assert_eq!(page.url(), "/todos");
    assert_shows(&page, "Nothing here yet.");

    let page = browser
        .submit::<AddTodo>(|form| {
            form.set(AddTodo::TITLE, " Buy milk & <bread> ")
                .set(AddTodo::DUE, "2026-11-20")
                .set(AddTodo::URGENT, true)
                .set(AddTodo::NOTES, "two bottles\nand a loaf")
        })
        .await;
    assert_eq!(page.url(), "/todos#todo-1");
    assert_eq!(titles(&page), ["Buy milk &#38; &#60;bread&#62;"]);
    assert_shows(&page, "Urgent");
    assert_shows(&page, "<time datetime=\"2026-11-20\"");
    assert_shows(&page, "two bottles\nand a loaf");
}

#[tokio::test]
async fn inputs_have_the_constraints_of_the_rules() {
    let (mut browser, _list) = browser().await;
    let list = add(&mut browser, "Rest").await;
    let edit = browser.get("/todos/1/edit").await;
    for (page, title) in [(list, "add_todo-title"), (edit, "edit_todo-1-title")] {
        assert_shows(
            &page,
            &format!("id=\"{title}\" name=\"title\" required maxlength=\"200\""),
        );
        assert_shows(&page, "name=\"notes\" maxlength=\"2000\"");
    }
}

#[tokio::test]
async fn messages_are_beside_the_submitted_values() {
    let (mut browser, _list) = browser().await;
    add(&mut browser, "Rest").await;
    let (fits, long, longer) = ("\u{fc}".repeat(200), "\u{fc}".repeat(201), "x".repeat(2001));
    let year = "write the year with four digits";
    for (typed, messages) in [
        (["", "", ""], ["required", "", ""]),
        ([" \u{a0}\t", "0026-11-20", "a & \"b\""], ["required", year, ""]),
        (
            [&long, "", &longer],
            [
                "must have at most 200 characters",
                "",
                "must have at most 2000 characters",
            ],
        ),
        (["rest", "2026-11-20", ""], ["is already on your list", "", ""]),
        (["Sleep", "tomorrow", ""], ["", "must be a date", ""]),
        (
            [&fits, "2026-11-20", &longer],
            ["", "", "must have at most 2000 characters"],
        ),
    ] {
        browser.get("/todos?show=open").await;
        let [title, due, notes] = typed;
        let page = browser
            .submit::<AddTodo>(|form| {
                form.set(AddTodo::TITLE, title)
                    .set(AddTodo::DUE, due)
                    .set(AddTodo::URGENT, true)
                    .set(AddTodo::NOTES, notes)
            })
            .await;
        // The browser is redirected back to the page of the form.
        assert!(page.url().starts_with("/todos?show=open&_fd="), "{}", page.url());
        let form = page.form::<AddTodo>();
        let shown = [
            form.value(AddTodo::TITLE),
            form.value(AddTodo::DUE),
            form.value(AddTodo::NOTES),
        ];
        let errors = [
            form.error(AddTodo::TITLE),
            form.error(AddTodo::DUE),
            form.error(AddTodo::NOTES),
        ];
        assert_eq!((shown, errors), (typed.map(str::to_owned), messages.map(str::to_owned)));
        assert_eq!(form.value(AddTodo::URGENT), "true");
        assert_eq!(titles(&page), ["Rest"]);
    }

    // A reload shows them again.
    let before = browser.page().form::<AddTodo>().error(AddTodo::NOTES);
    let page = browser.reload().await;
    assert_eq!(page.form::<AddTodo>().error(AddTodo::NOTES), before);
    assert_ne!(before, "");
    // Fixed, the todo is added, and the form is empty again.
    let page = browser
        .submit::<AddTodo>(|form| form.set(AddTodo::TITLE, "Sleep").set(AddTodo::NOTES, ""))
        .await;
    assert_eq!(page.form::<AddTodo>().value(AddTodo::TITLE), "");
    assert_eq!(titles(&page), ["Sleep", "Rest"]);
}

#[tokio::test]
async fn form_that_is_sent_twice_adds_one_todo() {
    let (mut browser, _list) = browser().await;
    let mut again = browser.clone();
    let mut changed = browser.clone();
    for browser in [&mut browser, &mut again] {
        let page = add(browser, "Rest").await;
        assert_eq!((page.url(), titles(&page)), ("/todos#todo-1", vec!["Rest"]));
        assert_eq!(page.form::<AddTodo>().error(AddTodo::TITLE), "");
    }

    // The same form with another title is refused. The page has a new form with the submitted
    // values.
    let page = add(&mut changed, "Sleep").await;
    assert_shows(&page, "This form was sent before");
    assert_eq!(page.form::<AddTodo>().value(AddTodo::TITLE), "Sleep");
    let page = changed.submit::<AddTodo>(as_it_is).await;
    assert_eq!(titles(&page), ["Rest", "Sleep"]);

    let mut again = changed.clone();
    for browser in [&mut changed, &mut again] {
        let page = browser.submit_key::<DeleteTodo>(1, as_it_is).await;
        assert_eq!(titles(&page), ["Sleep"]);
        assert_hides(&page, "role=\"alert\"");
    }
}

#[tokio::test]
async fn title_of_an_open_todo_is_taken() {
    let (mut browser, _list) = browser().await;
    add(&mut browser, "Rest").await;
    // If the first is done, a second is allowed, and then the first can't be reopened.
    browser.submit_key::<SetDone>(1, as_it_is).await;
    let page = add(&mut browser, "rest").await;
    assert_eq!(titles(&page), ["rest", "Rest"]);
    let page = browser.submit_key::<SetDone>(1, as_it_is).await;
    assert_shows(&page, "<p>“title”: is already on your list</p>");
}

#[tokio::test]
async fn todo_is_edited() {
    let (mut browser, _list) = browser().await;
    browser
        .submit::<AddTodo>(|form| {
            form.set(AddTodo::TITLE, "Rest")
                .set(AddTodo::DUE, "2026-11-20")
                .set(AddTodo::URGENT, true)
                .set(AddTodo::NOTES, "a lot")
        })
        .await;
    browser.submit_key::<SetDone>(1, as_it_is).await;

    let form = browser.get("/todos/1/edit").await.form::<EditTodo>();
    assert_eq!(form.value(EditTodo::TITLE), "Rest");
    assert_eq!(form.value(EditTodo::DUE), "2026-11-20");
    assert_eq!(form.value(EditTodo::URGENT), "true");
    assert_eq!(form.value(EditTodo::NOTES), "a lot");

    // The form has the submitted values, not those of the database: the checkbox stays unchecked.
    let page = browser
        .submit::<EditTodo>(|form| {
            form.set(EditTodo::TITLE, "")
                .set(EditTodo::DUE, "")
                .clear(EditTodo::URGENT)
                .set(EditTodo::NOTES, "a bit")
        })
        .await;
    let form = page.form::<EditTodo>();
    assert_eq!(form.error(EditTodo::TITLE), "required");
    assert_eq!(form.value(EditTodo::NOTES), "a bit");
    assert_eq!(form.value(EditTodo::URGENT), "");

    let page = browser
        .submit::<EditTodo>(|form| form.set(EditTodo::TITLE, "Rest more"))
        .await;
    assert_eq!(page.url(), "/todos#todo-1");
    assert_eq!(titles(&page), ["Rest more"]);
    assert_shows(&page, "class=\"card done\"");
    assert_hides(&page, "<time");
}

#[tokio::test]
async fn todos_are_completed_reopened_and_deleted() {
    let (mut browser, _list) = browser().await;
    for title in ["One", "Two"] {
        add(&mut browser, title).await;
    }

    // From the filtered list the browser is redirected to the filtered list.
    browser.get("/todos?show=open").await;
    let page = browser.submit_key::<SetDone>(1, as_it_is).await;
    assert_eq!((page.url(), titles(&page)), ("/todos?show=open", vec!["Two"]));
    let page = browser.get("/todos?show=done").await;
    assert_eq!(titles(&page), ["One"]);
    let page = browser.submit_key::<SetDone>(1, as_it_is).await;
    assert!(titles(&page).is_empty());

    browser.get("/todos").await;
    let page = browser.submit_key::<DeleteTodo>(1, as_it_is).await;
    assert_eq!(titles(&page), ["Two"]);
}

#[tokio::test]
async fn list_is_searched_and_links_keep_the_text() {
    let (mut browser, _list) = browser().await;
    for title in ["Buy milk", "Call Ada"] {
        add(&mut browser, title).await;
    }
    let page = browser.get("/todos?q=bread&show=open").await;
    assert!(titles(&page).is_empty());
    assert_shows(&page, "Nothing found.");
    let page = browser.get("/todos?q=MILK&show=open").await;
    assert_eq!(titles(&page), ["Buy milk"]);
    assert_shows(&page, "value=\"MILK\"");
    assert_shows(&page, "<a href=\"/todos?q=MILK\">All</a>");
    assert_shows(
        &page,
        "<a href=\"/todos?show=open&#38;q=MILK\" aria-current=\"page\">Open</a>",
    );

    let page = browser.get("/todos?q=milk&show=<script>").await;
    assert_eq!((page.status(), titles(&page).len()), (StatusCode::OK, 0));
    assert_shows(&page, "value=\"milk\"");
    assert_shows(&page, "class=\"error\"");
    assert_hides(&page, "<script>");
}

#[tokio::test]
async fn id_must_be_sealed_into_the_form() {
    let (mut browser, _list) = browser().await;
    add(&mut browser, "One").await;
    let list = add(&mut browser, "Two").await;
    let own = list.form_of_key::<SetDone>(1);
    let of_another = list.form_of_key::<SetDone>(2);
    let of_delete = list.form_of_key::<DeleteTodo>(1);
    let [own, of_another, of_delete] = [own.raw("id"), of_another.raw("id"), of_delete.raw("id")].map(Option::unwrap);

    for id in ["", "1", "2", &own[1..], of_another, of_delete] {
        browser.get("/todos").await;
        let page = browser
            .submit_key::<SetDone>(1, |form| form.tamper("id", Some(id)))
            .await;
        assert_shows(&page, "This form has expired");
        assert_eq!(titles(&page), ["One", "Two"], "{id}");
        assert_hides(&page, "class=\"card done\"");
    }
    // That page has a valid form.
    let page = browser.submit_key::<SetDone>(1, as_it_is).await;
    assert_eq!(titles(&page), ["Two", "One"]);

    // The submitted values are not lost.
    browser.get("/todos/1/edit").await;
    let page = browser
        .submit::<EditTodo>(|form| form.set(EditTodo::TITLE, "Won").tamper("id", Some("2")))
        .await;
    assert_shows(&page, "This form has expired");
    let page = browser.submit::<EditTodo>(as_it_is).await;
    assert_eq!(titles(&page), ["Two", "Won"]);
}

#[tokio::test]
async fn todo_that_was_deleted_is_a_problem() {
    let (mut browser, _list) = browser().await;
    add(&mut browser, "Rest").await;
    let (mut late, mut edit) = (browser.clone(), browser.clone());
    edit.get("/todos/1/edit").await;
    browser.submit_key::<DeleteTodo>(1, as_it_is).await;

    // The page doesn't have the form any more, but shows its problem.
    let page = late.submit_key::<SetDone>(1, as_it_is).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert_shows(&page, "There is no such todo");
    assert_shows(&late.reload().await, "There is no such todo");
    assert_hides(&late.get("/todos").await, "There is no such todo");
    let page = edit.submit::<EditTodo>(as_it_is).await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert_shows(&page, "There is no such todo");
}

#[tokio::test]
async fn problems_are_pages_in_the_apps_look() {
    let (mut browser, _list) = browser().await;
    for (path, status) in [
        ("/todos/7/edit", StatusCode::NOT_FOUND),
        ("/todos/seven/edit", StatusCode::BAD_REQUEST),
        ("/nothing", StatusCode::NOT_FOUND),
        ("/_actions/add_todo", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status(), status, "{path}");
        assert_shows(&page, "<link rel=\"stylesheet\" href=\"/style.css\">");
        assert_shows(&page, "<a href=\"/todos\">Back to the list</a>");
        assert_hides(&page, "<script>");
    }
}
