//! What an action returned, for the page to show: also where it can't be stored.

use frontdesk::store::MemoryStore;
use frontdesk::testing::Browser;
use frontdesk::{Desk, Forms, Html, Router, server_action};

use crate::fixtures::{SharedStore, browser_post, builder, page_after_redirect, with_body};

#[server_action]
async fn report(size: usize) -> String {
    "x".repeat(size)
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Report>();
    let problem = form
        .problem()
        .map(|problem| format!("{} {}", problem.status, problem.code));
    Html(format!(
        "{}{}<p id=problem>{}</p><p id=result>{:?}</p></form>",
        form.open(),
        form.field(Report::SIZE).input("number"),
        problem.unwrap_or_default(),
        form.result::<String>().map(|result| result.len()),
    ))
}

fn desk(store: impl frontdesk::store::StateStore) -> Desk {
    let routes = Router::new().page("/", page);
    builder(())
        .routes(routes)
        .action::<Report>()
        .state_store(store)
        .build()
        .unwrap()
}

#[tokio::test]
async fn result_that_can_not_be_stored_is_reported_as_done() {
    let down = SharedStore::default();
    down.set_down(true);
    // The store takes up to 10 KB at a time. Without a store, a cookie takes about 1 KB.
    for (desk, case, sizes) in [
        (
            desk(MemoryStore::new(80_000)),
            "small",
            [(10, true), (9_000, true), (11_000, false), (500_000, false)],
        ),
        (
            desk(down),
            "down",
            [(10, true), (700, true), (1_100, false), (500_000, false)],
        ),
    ] {
        for (size, is_shown) in sizes {
            let mut browser = Browser::new(desk.clone());
            browser.get("/").await;
            let page = browser.submit::<Report>(|form| form.set(Report::SIZE, size)).await;
            let (problem, result) = match is_shown {
                true => ("", format!("Some({size})")),
                false => ("200 result-not-shown", "None".to_owned()),
            };
            assert_eq!(page.text_of("problem").as_deref(), Some(problem), "{case} {size}");
            assert_eq!(page.text_of("result"), Some(result), "{case} {size}");
            // It succeeded, so nothing invites to send it again.
            assert_eq!(page.form::<Report>().value(Report::SIZE), "", "{case} {size}");
            // Once, as a result.
            let again = browser.get("/").await;
            assert_eq!(again.text_of("problem").as_deref(), Some(""), "{case} {size}");
        }
    }
}

/// The store had it, and fails when the page is loaded.
#[tokio::test]
async fn result_that_can_not_be_loaded_is_reported_as_done() {
    let store = SharedStore::default();
    let desk = desk(store.clone());
    let request = with_body(browser_post("report"), "size=5000&__fd_return=%2F");
    let response = desk.respond(request).await;
    for (down, problem, result) in [(true, "200 result-not-shown", "None"), (false, "", "Some(5000)")] {
        store.set_down(down);
        let page = page_after_redirect(desk.clone(), &response).await;
        assert_eq!(page.text_of("problem").as_deref(), Some(problem));
        assert_eq!(page.text_of("result").as_deref(), Some(result));
    }
}
