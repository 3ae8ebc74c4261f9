//! Form state: old input, errors, problem and result after the redirect.

use std::time::Duration;

use frontdesk::testing::Browser;
use frontdesk::{Desk, DeskBuilder, Forms, Html, Problem, Router, server_action};
use http::StatusCode;

use crate::fixtures::{
    Clock, SharedStore, browser_post, builder, cookie_header, cookies, keys, location, text, with_body,
};

#[server_action]
async fn note(
    title: String,
    body: String,
    tags: Vec<String>,
    pinned: bool,
    #[field(secret)] password: String,
) -> Result<usize, Problem> {
    let _ = (pinned, password, tags);
    match title.as_str() {
        "" => Err(Problem::field("title", "give it one")),
        "busy" => Err(Problem::conflict("busy").with_detail("try later")),
        "boom" => Err(std::io::Error::other("secret-internal-detail").into()),
        "both" => Err(Problem::conflict("both").with_field("body", "too dull")),
        _ => Ok(title.len() + body.len()),
    }
}

#[server_action]
async fn vote(#[field(rename = "by")] by: u32) -> Result<u32, Problem> {
    if by == 0 {
        Err(Problem::field("by", "not nought"))
    } else {
        Ok(by)
    }
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Note>();
    let (title, body) = (form.field(Note::TITLE), form.field(Note::BODY));
    let note = format!(
        "{}<p id=problem>{}</p><p id=result>{:?}</p>{}<b id={}>{}</b>{}{}{}{}<b id={}>{}</b></form>",
        form.open(),
        form.problem()
            .map_or(String::new(), |problem| format!("{} {}", problem.status, problem.code)),
        form.result::<usize>(),
        title.input("text"),
        title.errors_id(),
        title.errors().join(";"),
        form.field(Note::PINNED).input("checkbox"),
        form.field(Note::TAGS).values().join("+"),
        form.field(Note::PASSWORD).input("password"),
        body.textarea(),
        body.errors_id(),
        body.errors().join(";"),
    );
    let votes = [1, 2].map(|key| {
        let form = forms.of_key::<Vote>(key);
        let by = form.field(Vote::BY);
        let error = format!("<b id={}>{}</b>", by.errors_id(), by.errors().join(";"));
        format!(
            "{}{}{error}<i>{:?}</i></form>",
            form.open(),
            by.input("number"),
            form.result::<u32>()
        )
    });
    Html(format!("{note}{}", votes.concat()))
}

fn desk(more: impl FnOnce(DeskBuilder<()>) -> DeskBuilder<()>) -> Desk {
    let routes = Router::new()
        .page("/", page)
        .page("/other", async || Html("nothing here"))
        .page("/fails", async |forms: Forms| {
            let shown = forms.of::<Note>().result::<usize>();
            Err::<(), _>(Problem::internal(format!("the database is down: {shown:?}")))
        });
    let desk = builder(()).routes(routes).action::<Note>().action::<Vote>();
    more(desk).build().unwrap()
}

async fn open_page(desk: &Desk) -> Browser {
    let mut browser = Browser::new(desk.clone());
    browser.get("/").await;
    browser
}

#[tokio::test]
async fn failure_is_shown_until_the_form_succeeds_and_a_result_once() {
    let desk = desk(|desk| desk);
    for (title, problem, result, title_error, body_error) in [
        ("", "", "None", "give it one", ""),
        ("busy", "409 busy", "None", "", ""),
        ("boom", "500 internal", "None", "", ""),
        ("both", "409 both", "None", "", "too dull"),
        ("hello", "", "Some(8)", "", ""),
    ] {
        let mut browser = open_page(&desk).await;
        let mut page = browser
            .submit::<Note>(|form| {
                let form = form
                    .set(Note::TITLE, title)
                    .set(Note::BODY, "<b>")
                    .set(Note::PINNED, true);
                form.set(Note::PASSWORD, "sesame")
            })
            .await;
        let failed = result == "None";
        for visit in 0..3 {
            let form = page.form::<Note>();
            let result = if visit == 0 { result } else { "None" };
            assert_eq!(page.text_of("problem").as_deref(), Some(problem), "{title} {visit}");
            assert_eq!(page.text_of("result").as_deref(), Some(result), "{title} {visit}");
            assert_eq!(
                (form.error(Note::TITLE), form.is_invalid(Note::TITLE)),
                (title_error.to_owned(), !title_error.is_empty())
            );
            assert_eq!(form.error(Note::BODY), body_error, "{title}");
            assert_eq!(form.value(Note::TITLE), if failed { title } else { "" });
            assert_eq!(form.value(Note::BODY), if failed { "<b>" } else { "" });
            assert_eq!(form.value(Note::PINNED), if failed { "true" } else { "" });
            assert!(
                !page.text().contains("sesame") && !page.text().contains("secret-internal"),
                "{title}"
            );
            let cache = if failed || visit == 0 {
                "no-store"
            } else {
                "private, no-cache"
            };
            assert_eq!(page.headers()["cache-control"], cache, "{title} {visit}");
            page = browser.reload().await;
        }

        let failed_at = page.url().to_owned();
        let title = |form: frontdesk::testing::FormToSend<Note>| form.set(Note::TITLE, "fine");
        browser.submit::<Note>(title).await;
        let page = browser.get(&failed_at).await;
        assert_eq!(page.text_of("problem").as_deref(), Some(""));
        assert_eq!(page.form::<Note>().value(Note::BODY), "");
        assert_eq!(page.form::<Note>().error(Note::TITLE), "");
    }
}

#[tokio::test]
async fn success_drops_the_states_of_its_form_only() {
    let store = SharedStore::default();
    let desk = desk(|desk| desk.state_store(store.clone()));
    let long = "long".repeat(1_000);
    let mut jar = Vec::new();
    let mut urls = Vec::new();
    for body in ["__fd_key=1&by=0", "__fd_key=2&by=0"] {
        let request = browser_post("vote").header("cookie", cookie_header(&jar));
        let response = desk.respond(with_body(request, &format!("{body}&__fd_return=/"))).await;
        urls.push(location(&response).to_owned());
        store_cookies(&mut jar, cookies(&response));
    }
    let request = browser_post("note").header("cookie", cookie_header(&jar));
    let form = format!("title=&body={long}&password=x&__fd_return=/");
    let response = desk.respond(with_body(request, &form)).await;
    urls.push(location(&response).to_owned());
    store_cookies(&mut jar, cookies(&response));
    assert_eq!((jar.len(), store.keys().len()), (1 + 3, 1));

    for (action, body, shown) in [
        // A script's success is not that of the form.
        ("script", "__fd_key=1&by=7", [true, true, true]),
        ("vote", "__fd_key=1&by=0", [true, true, true]),
        ("vote", "__fd_key=3&by=7", [true, true, true]),
        ("vote", "__fd_key=1&by=7", [false, true, true]),
        ("note", "title=x&body=y&password=x", [false, true, false]),
        ("vote", "__fd_key=2&by=7", [false, false, false]),
    ] {
        let request = match action {
            "script" => crate::fixtures::post("vote"),
            action => browser_post(action),
        };
        let mut sent = jar.clone();
        sent.retain(|(name, _)| !name.contains("result"));
        let request = request.header("cookie", cookie_header(&sent));
        let response = desk.respond(with_body(request, &format!("{body}&__fd_return=/"))).await;
        let set = cookies(&response);
        // The state of a repeated failure would push out the oldest.
        if !body.ends_with("by=0") {
            store_cookies(&mut jar, set);
        }
        for (url, shown) in urls.iter().zip(shown) {
            let page = get(&desk, "GET", url, &cookie_header(&jar), None).await;
            let is_shown = page.contains("not nought") || page.contains("give it one");
            assert_eq!(is_shown, shown, "{action} {body} {url}");
        }
    }
    assert_eq!(
        store.keys(),
        [""; 0],
        "the value in the store is removed with its cookie"
    );
}

#[tokio::test]
async fn state_is_shown_only_in_the_submitted_form() {
    let mut browser = open_page(&desk(|desk| desk)).await;
    let page = browser.submit_key::<Vote>(2, |form| form.set(Vote::BY, 0)).await;
    assert_eq!(page.form_of_key::<Vote>(2).error(Vote::BY), "not nought");
    assert_eq!(page.form_of_key::<Vote>(1).error(Vote::BY), "");
    assert_eq!(page.form_of_key::<Vote>(1).value(Vote::BY), "");
    let page = browser.submit_key::<Vote>(1, |form| form.set(Vote::BY, 7)).await;
    let results: Vec<_> = page.text().split("<i>").skip(1).map(|rest| &rest[..4]).collect();
    assert_eq!(results, ["Some", "None"]);
}

#[tokio::test]
async fn tabs_have_their_own_state_and_the_oldest_of_four_is_removed() {
    let desk = desk(|desk| desk);
    let mut jar = Vec::new();
    let mut urls = Vec::new();
    for tab in ["one", "two", "three", "four"] {
        let cookie = cookie_header(&jar);
        let body = format!("title=&body={tab}&tags=&password=x&__fd_return=/?tab={tab}");
        let response = desk
            .respond(with_body(browser_post("note").header("cookie", cookie), &body))
            .await;
        urls.push(location(&response).to_owned());
        store_cookies(&mut jar, cookies(&response));
        // Issue times have a precision of milliseconds.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(jar.len(), 1 + 3, "the browser id, and {jar:?}");
    for (url, tab) in urls.iter().zip(["one", "two", "three", "four"]) {
        let page = get(&desk, "GET", url, &cookie_header(&jar), None).await;
        assert_eq!(
            page.contains(&format!("\n{tab}</textarea>")),
            tab != "one",
            "{tab}: {page}"
        );
    }
}

#[tokio::test]
async fn result_is_consumed_by_the_page_that_shows_it() {
    let desk = desk(|desk| desk);
    let body = "title=hello&body=&password=x&__fd_return=/";
    let response = desk.respond(with_body(browser_post("note"), body)).await;
    let (url, cookie) = (location(&response).to_owned(), cookie_header(&cookies(&response)));
    let ask = async |method: &str, url: &str, headers: &[(&str, &str)]| {
        let request = http::Request::builder()
            .method(method)
            .uri(url)
            .header("cookie", &cookie);
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value));
        let response = desk.respond(with_body(request, "")).await;
        let set = cookies(&response);
        (text(response).await.contains("Some(5)"), set)
    };
    for (method, name, value) in [
        ("HEAD", "accept", "*/*"),
        ("GET", "sec-purpose", "prefetch"),
        ("GET", "sec-purpose", "prefetch;prerender"),
        ("GET", "x-sec-purpose", "prefetch"),
        ("GET", "purpose", "prefetch"),
        ("GET", "x-moz", "prefetch"),
    ] {
        let (shows, set) = ask(method, &url, &[(name, value)]).await;
        assert_eq!(shows, method == "GET", "{name}: {value}");
        assert!(set.is_empty(), "{method} {name}: {value} consumed it");
    }
    for other in [
        url.replace("/?", "/other?"),
        url.replace("/?", "/fails?"),
        "/".to_owned(),
    ] {
        let (shows, set) = ask("GET", &other, &[]).await;
        assert!(!shows && set.is_empty(), "{other} consumed it");
    }
    let (shows, set) = ask("GET", &url, &[]).await;
    assert!(shows);
    let [(name, value)] = <[_; 1]>::try_from(set).unwrap();
    assert!(name.starts_with("_fd_result_") && value.is_empty(), "{name}");
}

#[tokio::test]
async fn results_and_failures_do_not_push_each_other_out() {
    let desk = desk(|desk| desk);
    let mut jar = Vec::new();
    for (title, key) in [
        ("", "1"),
        ("", "2"),
        ("", "3"),
        ("x", "4"),
        ("y", "5"),
        ("z", "6"),
        ("w", "7"),
    ] {
        let by = u32::from(!title.is_empty());
        let body = format!("by={by}&__fd_key={key}&__fd_return=/?{key}");
        let request = browser_post("vote").header("cookie", cookie_header(&jar));
        let response = desk.respond(with_body(request, &body)).await;
        store_cookies(&mut jar, cookies(&response));
        // Issue times have a precision of milliseconds.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let count = |prefix: &str| jar.iter().filter(|(name, _)| name.starts_with(prefix)).count();
    assert_eq!((jar.len(), count("_fd_result_")), (1 + 3 + 3, 3), "{jar:?}");
}

#[tokio::test]
async fn page_without_the_form_shows_nothing() {
    let desk = desk(|desk| desk);
    let body = "title=&body=draft&password=x&__fd_return=/other";
    let response = desk.respond(with_body(browser_post("note"), body)).await;
    let cookie = cookie_header(&cookies(&response));
    let url = location(&response).to_owned();
    let other = desk
        .respond(with_body(http::Request::get(&url).header("cookie", &cookie), ""))
        .await;
    assert!(cookies(&other).is_empty());
}

#[tokio::test]
async fn large_state_is_in_the_store_and_old_state_expires() {
    let (clock, store) = (Clock::default(), SharedStore::default());
    let desk = desk(|desk| desk.runtime(clock.clone()).state_store(store.clone()));
    let long = "long text ".repeat(6_000);
    let mut browser = open_page(&desk).await;
    let page = browser.submit::<Note>(|form| form.set(Note::BODY, &long)).await;
    assert_eq!(page.form::<Note>().value(Note::BODY), long, "60 KB are repopulated");
    let written = store.written.lock().unwrap().clone();
    assert!(
        !written.windows(9).any(|part| part == b"long text"),
        "the store has only sealed values"
    );

    for (seconds, shown) in [(119, true), (121, false)] {
        for body in ["short", &long] {
            let form = format!("title=&body={body}&password=x&__fd_return=/").replace(' ', "+");
            let response = desk
                .respond(with_body(crate::fixtures::browser_post("note"), &form))
                .await;
            clock.advance(Duration::from_secs(seconds));
            let cookie = cookie_header(&cookies(&response));
            let page = get(&desk, "GET", location(&response), &cookie, None).await;
            assert_eq!(page.contains(body), shown, "{} bytes after {seconds} s", body.len());
        }
    }
}

#[tokio::test]
async fn store_failure_keeps_errors_and_the_longest_values_that_fit() {
    let long = "x".repeat(60_000);
    for (down_at_submit, down_at_page) in [(true, true), (true, false), (false, true)] {
        let store = SharedStore::default();
        let desk = desk(|desk| desk.state_store(store.clone()));
        let mut browser = open_page(&desk).await;
        store.set_down(down_at_submit);
        // If the store has the state, the cookie holds less of it.
        let fits = "y".repeat(if down_at_submit { 1500 } else { 700 });
        let form = format!("title=&tags={fits}&tags=short&body={long}&password=x&__fd_return=/");
        let response = desk
            .respond(with_body(crate::fixtures::browser_post("note"), &form))
            .await;
        store.set_down(down_at_page);
        let page = get(
            &desk,
            "GET",
            location(&response),
            &cookie_header(&cookies(&response)),
            None,
        )
        .await;
        assert!(page.contains("give it one"), "errors are shown");
        assert!(!page.contains(&long));
        assert!(page.contains(&fits), "the values that fit are shown");
        drop(browser.get("/").await);
    }
}

#[tokio::test]
async fn thousands_of_errors_fit_in_a_cookie_if_the_store_fails() {
    #[server_action]
    async fn numbers(all: Vec<u8>) {
        drop(all);
    }
    let store = SharedStore::default();
    store.set_down(true);
    let desk = builder(()).action::<Numbers>().state_store(store).build().unwrap();
    let form = "all=x&".repeat(900);
    let response = desk.respond(with_body(browser_post("numbers"), &form)).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let cookie = &cookies(&response)[0].1;
    assert!((1000..3500).contains(&cookie.len()), "{}", cookie.len());
}

#[server_action]
async fn choose(choice: String) -> Result<(), Problem> {
    let problem = Problem::field("choice", "no such choice");
    match choice.as_str() {
        "long" => Err(problem.with_field("all", "x".repeat(3_000))),
        _ => Err(problem),
    }
}

/// A page of two forms with keys, with problem and messages of each, and the problem that belongs
/// to no form.
fn choices(more: impl FnOnce(DeskBuilder<()>) -> DeskBuilder<()>) -> Desk {
    let page = async |forms: Forms| {
        // Used twice on the page, a form is still the same form.
        let shown = ["a.b", "a-b", "a.b"].map(|key| {
            let form = forms.of_key::<Choose>(key);
            let code = form.problem().map(|problem| problem.code.clone());
            let field = form.field(Choose::CHOICE);
            let choice = field.choice_attrs("é").into_string();
            format!("{key}: {code:?} {:?} {choice}\n", field.errors())
        });
        let unclaimed = forms.unclaimed_problem().map(|problem| &*problem.title);
        Html(format!("{}unclaimed: {unclaimed:?}", shown.concat()))
    };
    let desk = builder(()).routes(Router::new().page("/", page)).action::<Choose>();
    more(desk).build().unwrap()
}

async fn page_after(desk: &Desk, request: http::request::Builder, body: &str) -> String {
    let response = desk.respond(with_body(request, body)).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let cookie = format!("city=Zürich; {}", cookie_header(&cookies(&response)));
    get(desk, "GET", location(&response), &cookie, None).await
}

#[tokio::test]
async fn problem_of_an_unread_form_is_shown_in_the_first_form() {
    let request = http::Request::post("/_actions/choose")
        .header("host", "localhost")
        .header("sec-fetch-site", "same-origin")
        .header("sec-fetch-mode", "navigate")
        .header("accept", "text/html")
        .header("referer", "http://localhost/")
        .header("content-type", "image/png");
    let page = page_after(&choices(|desk| desk), request, "png").await;
    assert_eq!(page.matches("a.b: Some(").count(), 2, "{page}");
    assert!(page.contains("a-b: None") && page.contains("unclaimed: None"), "{page}");
}

#[tokio::test]
async fn errors_of_a_form_that_is_gone_are_unclaimed() {
    let desk = choices(|desk| desk);
    let page = page_after(&desk, browser_post("choose"), "choice=&__fd_key=gone&__fd_return=/").await;
    assert!(
        page.contains("unclaimed: Some(\"Some fields need a change\")"),
        "{page}"
    );
    let ids = page.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let ids: std::collections::HashSet<_> = ids.collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    let page = page_after(&desk, browser_post("choose"), "choice=&__fd_key=a-b&__fd_return=/").await;
    assert!(
        page.contains("a-b: None [\"no such choice\"]") && page.contains("unclaimed: None"),
        "{page}"
    );
}

#[tokio::test]
async fn errors_that_do_not_fit_become_a_general_problem() {
    let store = SharedStore::default();
    store.set_down(true);
    let desk = choices(|desk| desk.state_store(store));
    let page = page_after(&desk, browser_post("choose"), "choice=long&__fd_key=a.b&__fd_return=/").await;
    assert!(
        page.contains("a.b: Some(\"invalid-fields\") [\"no such choice\"]"),
        "{page}"
    );
    // Nor does the length of the form's key take room.
    let form = format!("choice=long&__fd_key={}&__fd_return=/", "k".repeat(3_000));
    let page = page_after(&desk, browser_post("choose"), &form).await;
    assert!(
        page.contains("unclaimed: Some(\"Some fields need a change\")"),
        "{page}"
    );
}

#[tokio::test]
async fn return_url_is_never_an_action() {
    for (base, back, expected) in [
        ("", "/_actions/choose", "/?_fd"),
        ("/app", "/app/_actions/choose", "/app?_fd"),
        ("/app", "/_actions/choose", "/_actions/choose?_fd"),
        ("", "/x/_actions/", "/x/_actions/?_fd"),
    ] {
        let desk = choices(|desk| if base.is_empty() { desk } else { desk.base(base) });
        let form = format!("choice=&__fd_return={back}");
        let response = desk.respond(with_body(browser_post("choose"), &form)).await;
        let location = location(&response);
        assert!(location.starts_with(expected), "{base} {back}: {location}");
    }
}

#[tokio::test]
async fn host_cookie_does_not_open_under_another_name() {
    let desk = desk(DeskBuilder::trust_proxy);
    let request = browser_post("note").header("x-forwarded-proto", "https");
    let form = "title=&body=draft&password=x&__fd_return=/";
    let response = desk.respond(with_body(request, form)).await;
    let [(name, value), (browser, browser_id)] = <[_; 2]>::try_from(cookies(&response)).unwrap();
    assert_eq!(browser, "__Host-fd_browser");
    let id = name.strip_prefix("__Host-fd_").unwrap();
    for (name, shown) in [(name.clone(), true), (format!("_fd_{id}"), false)] {
        let cookie = format!("{name}={value}; {browser}={browser_id}; _fd_browser={browser_id}");
        let page = get(&desk, "GET", location(&response), &cookie, None).await;
        assert_eq!(page.contains("draft"), shown, "{name}");
    }
}

#[tokio::test]
async fn state_cookies_together_stay_small() {
    for down in [true, false] {
        let store = SharedStore::default();
        store.set_down(down);
        let desk = desk(|desk| desk.state_store(store));
        let mut jar = Vec::new();
        for tab in 0..4 {
            let body = format!("title=&body={tab}{}&password=x&__fd_return=/", "y".repeat(1_900));
            let request = browser_post("note").header("cookie", cookie_header(&jar));
            let response = desk.respond(with_body(request, &body)).await;
            store_cookies(&mut jar, cookies(&response));
            let total: usize = jar.iter().map(|(_, value)| value.len()).sum();
            assert!(total <= 6 * 1024, "{total}");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        assert_eq!(jar.len(), 1 + if down { 2 } else { 3 });
    }
}

#[tokio::test]
async fn invalid_and_foreign_cookies_are_ignored() {
    let desk = desk(|desk| desk);
    let body = "title=&body=draft&password=x&__fd_return=/";
    let response = desk.respond(with_body(browser_post("note"), body)).await;
    let [(name, value), (browser, browser_id)] = <[_; 2]>::try_from(cookies(&response)).unwrap();
    let browser = format!("{browser}={browser_id}");
    let url = location(&response).to_owned();
    let foreign = self::desk(|desk| desk.app_name("another"));
    let other_keys = self::desk(|desk| desk.keys(keys(&[2])));
    for (desk, value) in [
        (&desk, value[..value.len() - 3].to_owned()),
        (&desk, format!("{value}AAAA")),
        (&desk, value.replacen('A', "B", 1)),
        (&desk, String::new()),
        (&desk, "x".repeat(5_000)),
        (&desk, "%00\u{7f}".to_owned()),
        (&foreign, value.clone()),
        (&other_keys, value.clone()),
    ] {
        let request = http::Request::get(&url);
        let request = request.header(
            "cookie",
            http::HeaderValue::from_bytes(format!("{browser}; {name}={value}").as_bytes())
                .unwrap_or(http::HeaderValue::from_static("x")),
        );
        let response = desk.respond(with_body(request, "")).await;
        assert_eq!(response.status(), StatusCode::OK, "{value}");
        assert!(!text(response).await.contains("draft"), "{value}");
    }
    let cookie = format!("{browser}; {name}={value}");
    let page = get(&desk, "GET", &url, &cookie, None).await;
    assert!(page.contains("draft"), "the unchanged cookie opens");
    // Another id in the URL names another state.
    let page = get(&desk, "GET", &url.replace("?_fd=", "?_fd=x"), &cookie, None).await;
    assert!(!page.contains("draft"));
}

async fn get(desk: &Desk, method: &str, url: &str, cookie: &str, purpose: Option<&str>) -> String {
    let mut request = http::Request::builder()
        .method(method)
        .uri(url)
        .header("cookie", cookie.as_bytes());
    if let Some(purpose) = purpose {
        request = request.header("sec-purpose", purpose);
    }
    text(desk.respond(with_body(request, "")).await).await
}

fn store_cookies(jar: &mut Vec<(String, String)>, set: Vec<(String, String)>) {
    for (name, value) in set {
        jar.retain(|(own, _)| *own != name);
        if !value.is_empty() {
            jar.push((name, value));
        }
    }
}
