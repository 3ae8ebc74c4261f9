//! A logout drops what is stored in the browser: form states, results, and the browser id.

use frontdesk::{BrowserState, Desk, Forms, Html, Problem, Redirect, Router, get, server_action};

use crate::fixtures::{browser_post, builder, cookie_header, cookies, location, text, with_body};

#[server_action]
async fn note(title: String) -> Result<usize, Problem> {
    match title.as_str() {
        "" => Err(Problem::field("title", "give it one")),
        title => Ok(title.len()),
    }
}

/// Ends the session. A text makes it fail, or return something, after that.
#[server_action]
async fn log_out(#[extract] browser: BrowserState, then: String) -> Result<String, Problem> {
    browser.forget();
    match then.as_str() {
        "fail" => Err(Problem::conflict("half-done")),
        then => Ok(then.to_owned()),
    }
}

async fn page(forms: Forms) -> Html<String> {
    let (note, log_out) = (forms.of::<Note>(), forms.of::<LogOut>());
    let problem = log_out.problem().map(|problem| &problem.code);
    Html(format!(
        "{:?} {:?} {problem:?}",
        note.errors(),
        log_out.result::<String>()
    ))
}

async fn route(browser: BrowserState) -> Redirect {
    browser.forget();
    Redirect::to("/")
}

fn desk() -> Desk {
    let routes = Router::new().page("/", page).route("/logout", get(route));
    builder(())
        .routes(routes)
        .action::<Note>()
        .action::<LogOut>()
        .build()
        .unwrap()
}

/// A browser with a failed form, a result that was not shown yet, and cookies of the app.
async fn used(desk: &Desk) -> (Vec<(String, String)>, String) {
    let mut jar = vec![("session".to_owned(), "1".to_owned())];
    let mut url = String::new();
    for title in ["x", ""] {
        let request = browser_post("note").header("cookie", cookie_header(&jar));
        let response = desk
            .respond(with_body(request, &format!("title={title}&__fd_return=/")))
            .await;
        url = location(&response).to_owned();
        jar.extend(cookies(&response));
    }
    assert_eq!(jar.len(), 1 + 3, "{jar:?}");
    (jar, url)
}

fn apply(jar: &mut Vec<(String, String)>, set: Vec<(String, String)>) {
    for (name, value) in set {
        jar.retain(|(own, _)| *own != name);
        if !value.is_empty() {
            jar.push((name, value));
        }
    }
}

async fn open(desk: &Desk, url: &str, jar: &[(String, String)]) -> String {
    let request = http::Request::get(url).header("cookie", cookie_header(jar));
    text(desk.respond(with_body(request, "")).await).await
}

#[tokio::test]
async fn forget_removes_everything_of_ours() {
    let desk = desk();
    let (mut jar, url) = used(&desk).await;
    assert!(open(&desk, &url, &jar).await.contains("give it one"));
    // Those of both schemes.
    jar.push(("__Host-fd_browser".to_owned(), "abcdefghijklmnopqrstu_".to_owned()));
    let old = jar.clone();
    let request = http::Request::get("/logout").header("cookie", cookie_header(&jar));
    let response = desk.respond(with_body(request, "")).await;
    for line in response.headers().get_all("set-cookie") {
        let line = line.to_str().unwrap();
        assert!(line.contains("Max-Age=0") && line.contains("Path=/"), "{line}");
        assert_eq!(line.contains("Secure"), line.starts_with("__Host-"), "{line}");
    }
    apply(&mut jar, cookies(&response));
    assert_eq!(jar, [("session".to_owned(), "1".to_owned())]);
    assert!(!open(&desk, &url, &jar).await.contains("give it one"));
    // The next one in the same browser has a new id, so even the old cookies show nothing.
    let request = browser_post("note").header("cookie", cookie_header(&jar));
    let response = desk.respond(with_body(request, "title=&__fd_return=/")).await;
    let id = cookies(&response)
        .into_iter()
        .find(|(name, _)| name == "_fd_browser")
        .unwrap();
    let mut mixed = old;
    mixed.retain(|(name, _)| !name.ends_with("fd_browser"));
    mixed.push(id);
    assert!(!open(&desk, &url, &mixed).await.contains("give it one"));
}

#[tokio::test]
async fn what_is_stored_after_it_has_a_new_id() {
    let desk = desk();
    for (then, shown) in [("bye", r#"Some("bye")"#), ("fail", r#"Some("half-done")"#)] {
        let (mut jar, url) = used(&desk).await;
        let id = jar.iter().find(|(name, _)| name == "_fd_browser").unwrap().clone();
        let request = browser_post("log_out").header("cookie", cookie_header(&jar));
        let response = desk
            .respond(with_body(request, &format!("then={then}&__fd_return=/")))
            .await;
        apply(&mut jar, cookies(&response));
        assert_eq!(jar.len(), 3, "the app's cookie, a new id, and one state: {jar:?}");
        assert!(!jar.contains(&id), "{jar:?}");
        let page = open(&desk, location(&response), &jar).await;
        assert!(page.contains(shown), "{page}");
        assert!(!open(&desk, &url, &jar).await.contains("give it one"));
    }
}
