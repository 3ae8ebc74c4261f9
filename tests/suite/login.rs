//! A login between a submit and its success: the form waits, and for whom.

use conformance::servers::Adapter;
use frontdesk::{IntoResponse, Problem, Request, Route, StatusCode};
use tower::layer::layer_fn;

use crate::harness::browser::{Browser, CREATE};
use crate::harness::client::{Call, Response};
use crate::harness::html::Page;
use crate::harness::jar::Jar;
use crate::harness::multipart::Parts;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const NOTE: &str = "/_actions/members_note";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("login");
    topic.own("page_leads_to_the_login_and_back", page);
    topic.own("form_waits_for_the_login", form);
    topic.own("form_by_hand_waits_for_the_login", by_hand);
    topic.own("wrong_password_loses_nothing", wrong_password);
    topic.own("large_form_waits_for_the_login", large);
    topic.own("form_of_one_user_is_not_shown_to_another", other_user);
    topic.own("tampered_identity_returns_no_values", tampered);
    topic.own("nothing_is_shown_to_another_browser", other_browser);
    topic.own("login_that_nothing_waits_for", nothing_waits);
    topic.own("programs_get_the_problem", programs);
    topic.own("cross_site_form_gets_nothing", cross_site);
    topic.own("form_is_dropped_after_its_success", success);
    topic.bare("layer_of_an_action", &Adapter::ALL, |adapter| {
        layered(adapter, Around::Action)
    });
    topic.bare("layer_of_the_desk", &Adapter::ALL, |adapter| {
        layered(adapter, Around::Desk)
    });
    topic.bare("layer_around_a_path_of_its_own", &Adapter::ALL, own_path);
    topic.bare(
        "other_problems_of_layers_give_the_form_back",
        &Adapter::ALL,
        other_problems,
    );
    topic.bare("layer_that_reads_the_body", &Adapter::ALL, body_is_read);
    topic.bare(
        "other_responses_of_layers_are_not_changed",
        &Adapter::ALL,
        not_a_problem,
    );
}

/// The headers with which a browser sends a form of the app's own.
fn submit(site: &Site, path: &str, jar: &Jar, body: impl Into<String>) -> Call {
    let call = site.post(path).browser().header("sec-fetch-site", "same-origin");
    call.header("origin", site.origin()).cookies(jar).form(body)
}

/// Sends a form, and takes the cookies of the redirect that it gets.
async fn sent(browser: &mut Browser, path: &str, body: impl Into<String>) -> Response {
    let call = submit(&browser.site, path, &browser.jar, body);
    let response = call.send().await.expect(303);
    browser.jar.take(&response);
    response
}

/// Signs in at a login page's URL, and returns where that leads.
async fn log_in(browser: &mut Browser, url: &str, name: &str) -> String {
    let response = sent(browser, url, format!("name={name}")).await;
    response.location().to_owned()
}

fn note(page: &Page) -> Option<String> {
    page.form(NOTE).value("text").map(ToOwned::to_owned)
}

/// Asserts that a redirect leads to the login page with an id and nothing else.
#[track_caller]
fn login_url(response: &Response) -> &str {
    let url = response.location();
    let id = url.strip_prefix("/login?_fd_login=");
    assert_eq!(id.map(str::len), Some(22), "{response}");
    url
}

async fn page(site: Site) {
    let mut browser = Browser::new(&site);
    let call = site.get("/members?page=2").browser().cookies(&browser.jar);
    let response = call.send().await.expect(303);
    assert_eq!(response.header("cache-control"), "no-store");
    browser.jar.take(&response);
    let login = login_url(&response).to_owned();
    let (page, _) = browser.open(&login).await;
    assert!(page.source().contains("Log in"));
    assert_eq!(log_in(&mut browser, &login, "ada").await, "/members?page=2");
    let (page, _) = browser.open("/members?page=2").await;
    assert!(page.source().contains("ada"));
    // It was used up.
    assert_eq!(log_in(&mut browser, "/login", "ada").await, "/members");
}

async fn form(site: Site) {
    let mut browser = Browser::new(&site);
    browser.jar.set("member", "ada");
    let (page, _) = browser.open("/members").await;
    let mut form = page.form(NOTE).clone();
    browser.jar.remove("member");
    let response = browser.submit(form.set("text", "from ada")).await;
    let login = login_url(&response).to_owned();
    assert!(!response.location().contains("ada"));
    let back = log_in(&mut browser, &login, "ada").await;
    assert!(back.starts_with("/members?_fd="), "{back}");
    // A prefetch and HEAD don't count as shown, and after that a reload shows it again.
    for method in ["HEAD", "GET"] {
        let call = site.call(method, &back).browser().header("sec-purpose", "prefetch");
        let response = call.cookies(&browser.jar).send().await.expect(200);
        assert!(response.set_cookies().is_empty(), "{response}");
    }
    for _ in 0..2 {
        let (page, response) = browser.open(&back).await;
        assert_eq!(note(&page).as_deref(), Some("from ada"));
        assert!(page.is_clean(), "{}", page.source());
        assert_eq!(response.header("cache-control"), "no-store");
    }
    // It waits no more.
    assert_eq!(log_in(&mut browser, "/login", "ada").await, "/members");
    let (page, _) = browser.open("/members").await;
    assert_eq!(note(&page).as_deref(), Some(""));
    assert!(site.app.member_notes.all().is_empty());
}

/// Without a page of ours, and without anything at the login that names what waits.
async fn by_hand(site: Site) {
    let mut browser = Browser::new(&site);
    sent(&mut browser, NOTE, "text=by+hand&__fd_return=%2Fmembers").await;
    let back = log_in(&mut browser, "/login", "bob").await;
    let (page, _) = browser.open(&back).await;
    assert_eq!(note(&page).as_deref(), Some("by hand"));
    // Now it is bob's.
    browser.jar.set("member", "ada");
    let (page, _) = browser.open(&back).await;
    assert_eq!(note(&page).as_deref(), Some(""));
}

async fn wrong_password(site: Site) {
    let mut browser = Browser::new(&site);
    let response = sent(&mut browser, NOTE, "text=stored&__fd_return=%2Fmembers").await;
    let login = login_url(&response).to_owned();
    for _ in 0..2 {
        let call = submit(&site, &login, &browser.jar, "name=");
        let response = call.send().await.expect(422);
        assert!(response.set_cookies().is_empty(), "{response}");
    }
    // The browser names the login page in `Referer` only.
    let call = submit(&site, "/login", &browser.jar, "name=ada").header("referer", format!("{}{login}", site.origin()));
    let response = call.send().await.expect(303);
    browser.jar.take(&response);
    let (page, _) = browser.open(response.location()).await;
    assert_eq!(note(&page).as_deref(), Some("stored"));
}

/// Too large for a cookie, and then for the limit.
async fn large(site: Site) {
    for (length, is_whole) in [(900, true), (5_000, true), (15_000, true), (20_000, false)] {
        let mut browser = Browser::new(&site);
        let text = "ü".repeat(length / 2);
        let response = sent(
            &mut browser,
            NOTE,
            format!("text={text}&__fd_return=%2Fmembers%3Fpage%3D2"),
        )
        .await;
        let size: usize = response.set_cookies().iter().map(|line| line.len()).sum();
        assert!(size < 2000, "{length}: {size} bytes of cookies");
        let login = login_url(&response).to_owned();
        let back = log_in(&mut browser, &login, "ada").await;
        assert!(back.starts_with("/members?page=2&_fd="), "{back}");
        let (page, _) = browser.open(&back).await;
        let shown = if is_whole { text } else { String::new() };
        assert_eq!(note(&page), Some(shown), "{length}");
        // What is missing is not silently missing.
        assert_eq!(
            page.source().contains("could not be kept"),
            !is_whole,
            "{}",
            page.source()
        );
    }
}

/// The session of ada ended, and bob signs in.
async fn other_user(site: Site) {
    let mut browser = Browser::new(&site);
    browser.jar.set("member", "ada");
    let (page, _) = browser.open("/members").await;
    let mut form = page.form(NOTE).clone();
    browser.jar.remove("member");
    let response = browser.submit(form.set("text", "ada's secret")).await;
    let login = login_url(&response).to_owned();
    let back = log_in(&mut browser, &login, "bob").await;
    assert!(back.starts_with("/members"), "the return URL counts: {back}");
    let (page, _) = browser.open(&back).await;
    assert!(
        page.source().contains("bob") && !page.source().contains("secret"),
        "{}",
        page.source()
    );
    // It still waits for ada.
    browser.jar.set("member", "ada");
    let (page, _) = browser.open(&back).await;
    assert_eq!(note(&page).as_deref(), Some("ada's secret"));
}

async fn tampered(site: Site) {
    let mut browser = Browser::new(&site);
    let body = "text=secret&__fd_return=%2Fmembers&__fd_for=AbCd";
    let response = sent(&mut browser, NOTE, body).await;
    let login = login_url(&response).to_owned();
    assert_eq!(log_in(&mut browser, &login, "ada").await, "/members");
}

async fn other_browser(site: Site) {
    let mut browser = Browser::new(&site);
    let response = sent(&mut browser, NOTE, "text=secret&__fd_return=%2Fmembers%3Fpage%3D2").await;
    let login = login_url(&response).to_owned();
    let mut other = Browser::new(&site);
    assert_eq!(log_in(&mut other, &login, "ada").await, "/members");
    // With an id of its own, and with all cookies but the id.
    sent(&mut other, CREATE, "title=&body=&password=&__fd_return=%2Fnotes").await;
    for name in browser.jar.states() {
        other.jar.set(name, browser.jar.get(name).unwrap());
    }
    assert_eq!(log_in(&mut other, &login, "ada").await, "/members");
    let back = log_in(&mut browser, &login, "ada").await;
    let (page, _) = other.open(&back).await;
    assert!(!page.source().contains("secret"), "{}", page.source());
    let (page, _) = browser.open(&back).await;
    assert_eq!(note(&page).as_deref(), Some("secret"));
}

async fn nothing_waits(site: Site) {
    let mut browser = Browser::new(&site);
    for url in [
        "/login",
        "/login?_fd_login=",
        "/login?_fd_login=abcdefghijklmnopqrstuv",
        "/login?_fd_login=//evil.example",
    ] {
        assert_eq!(log_in(&mut browser, url, "ada").await, "/members");
    }
    // A return URL that is not a page of this origin.
    for to in [
        "%2F%2Fevil.example",
        "https%3A%2F%2Fevil.example",
        "%2F_actions%2Fmembers_note",
        "%2F%5Cevil.example",
    ] {
        browser.jar.remove("member");
        let response = sent(&mut browser, NOTE, format!("text=x&__fd_return={to}")).await;
        let login = login_url(&response).to_owned();
        let back = log_in(&mut browser, &login, "ada").await;
        assert!(back.starts_with("/?_fd="), "{to}: {back}");
    }
}

async fn programs(site: Site) {
    site.get("/members").send().await.problem(401, "unauthorized");
    let response = site.action("members_note").form("text=x").send().await;
    response.problem(401, "unauthorized");
    assert!(response.set_cookies().is_empty(), "{response}");
    let call = site.action("members_note").header("hx-request", "true");
    let call = call.header("hx-current-url", format!("{}/members", site.origin()));
    let response = call.form("text=x").send().await.expect(200);
    assert!(
        response.header("hx-redirect").starts_with("/login?_fd_login="),
        "{response}"
    );
    let response = site.call("HEAD", "/members").browser().send().await.expect(303);
    assert_eq!((response.location(), response.set_cookies().len()), ("/login", 0));
}

async fn cross_site(site: Site) {
    let call = site.post(NOTE).browser().header("sec-fetch-site", "cross-site");
    let response = call.form("text=x&__fd_return=%2Fmembers").send().await;
    response.problem_page(403, "cross-site");
    assert!(response.set_cookies().is_empty(), "{response}");
    // A link on another site may lead to a page; a frame there gets no browser id.
    for (dest, cookies) in [("document", 2), ("iframe", 0)] {
        let call = site.get("/members").browser().header("sec-fetch-site", "cross-site");
        let response = call.header("sec-fetch-dest", dest).send().await.expect(303);
        assert_eq!(response.set_cookies().len(), cookies, "{response}");
    }
}

async fn success(site: Site) {
    let mut browser = Browser::new(&site);
    let response = sent(&mut browser, NOTE, "text=once&__fd_return=%2Fmembers").await;
    let login = login_url(&response).to_owned();
    let back = log_in(&mut browser, &login, "ada").await;
    let (page, _) = browser.open(&back).await;
    let form = page.form(NOTE).clone();
    let response = browser.submit(&form).await;
    assert_eq!(response.location(), "/members");
    assert_eq!(site.app.member_notes.all(), ["once"]);
    let (page, _) = browser.open(&back).await;
    assert_eq!(
        note(&page).as_deref(),
        Some(""),
        "Back shows no form that was processed"
    );
}

#[derive(Clone, Copy)]
enum Around {
    Action,
    Desk,
}

/// A layer that responds with a problem to every call of an action, unless a header lets it pass.
fn refusing(
    problem: impl Fn() -> Problem + Clone + Send + Sync + 'static,
) -> impl tower::Layer<Route, Service = Route> + Clone {
    layer_fn(move |route: Route| {
        let problem = problem.clone();
        Route::from_fn(move |request: Request| {
            if request.method() != "POST" || request.headers().contains_key("x-pass") {
                return route.serve(request);
            }
            let response = (problem)().into_response();
            Box::pin(async move { response })
        })
    })
}

fn logged_out() -> Problem {
    Problem::unauthorized("Session").with_login("/login")
}

async fn layered(adapter: Adapter, around: Around) {
    let site = Site::with_desk(adapter, |desk| match around {
        Around::Action => desk.layer_actions(|name| name == "create_note", refusing(logged_out)),
        Around::Desk => desk.layer(refusing(logged_out)),
    });
    let fields = "title=stored&body=long&password=x&pinned=on&__fd_return=%2Fnotes";
    // The guard comes first, and nothing of a refused call is stored.
    let call = site.post(CREATE).browser().header("sec-fetch-site", "cross-site");
    let response = call.form(fields).send().await;
    response.problem_page(403, "cross-site");
    assert!(response.set_cookies().is_empty(), "{response}");
    // Programs get the layer's response.
    let response = site.action("create_note").form(fields).send().await;
    response.problem(401, "unauthorized");

    let mut browser = Browser::new(&site);
    for is_multipart in [false, true] {
        let call = site
            .post(CREATE)
            .browser()
            .header("sec-fetch-site", "same-origin")
            .cookies(&browser.jar);
        let call = match is_multipart {
            false => call.form(fields),
            true => call.multipart(Parts::of_urlencoded(fields)),
        };
        let response = call.send().await.expect(303);
        browser.jar.take(&response);
        assert!(response.headers.get("www-authenticate").is_none(), "{response}");
        let login = login_url(&response).to_owned();
        let call = submit(&site, &login, &browser.jar, "name=ada").header("x-pass", "1");
        let response = call.send().await.expect(303);
        browser.jar.take(&response);
        let (page, _) = browser.open(response.location()).await;
        let form = page.form(CREATE);
        assert_eq!(
            (form.value("title"), form.value("body"), form.value("password")),
            (Some("stored"), Some("long"), Some(""))
        );
        assert!(page.is_clean(), "{}", page.source());
    }
    assert!(site.app.notes.all().is_empty());
    let call = submit(&site, CREATE, &browser.jar, fields).header("x-pass", "1");
    assert_eq!(call.send().await.expect(303).location(), "/notes");
}

async fn own_path(adapter: Adapter) {
    for desk in [false, true] {
        let site = Site::with_desk(adapter, |builder| match desk {
            false => builder.layer_actions(|name| ["shelve", "drop_book"].contains(&name), refusing(logged_out)),
            true => builder.layer(refusing(logged_out)),
        });
        let mut browser = Browser::new(&site);
        let response = sent(&mut browser, "/shelf", "text=a+book&__fd_return=%2Fshelf").await;
        let login = login_url(&response).to_owned();
        let call = submit(&site, &login, &browser.jar, "name=ada").header("x-pass", "1");
        let response = call.send().await.expect(303);
        browser.jar.take(&response);
        let (page, _) = browser.open(response.location()).await;
        assert_eq!(page.form("/shelf").value("text"), Some("a book"));
        // The parameters of the path are the key of the form.
        site.app.shelf.add("one".to_owned());
        let response = sent(&mut browser, "/shelf/1/drop", "__fd_return=%2Fshelf").await;
        login_url(&response);
        assert_eq!(site.app.shelf.all().len(), 1);
    }
}

async fn other_problems(adapter: Adapter) {
    for (status, code) in [(429, "too-many-requests"), (403, "forbidden"), (503, "closed")] {
        let problem = move || Problem::new(StatusCode::from_u16(status).unwrap(), code).with_title("Not now");
        for desk in [false, true] {
            let site = Site::with_desk(adapter, |builder| match desk {
                false => builder.layer_actions(|name| name == "create_note", refusing(problem)),
                true => builder.layer(refusing(problem)),
            });
            let mut browser = Browser::new(&site);
            let (page, _) = browser.open("/notes").await;
            let url = browser
                .fail(page.form(CREATE).clone().set("title", "stored").set("body", "long"))
                .await;
            let (page, _) = browser.open(&url).await;
            assert_eq!(page.form(CREATE).value("title"), Some("stored"), "{}", page.source());
            assert_eq!(page.form(CREATE).value("body"), Some("long"));
            assert!(page.source().contains("Not now"), "{}", page.source());
            site.action("create_note")
                .form("title=x")
                .send()
                .await
                .problem(status, code);
        }
    }
}

/// A layer reads the body, then responds with a problem: the values are gone, and the page shows the problem.
async fn body_is_read(adapter: Adapter) {
    let reading = layer_fn(|_: Route| {
        Route::from_fn(|request: Request| {
            Box::pin(async move {
                let _ = http_body_util::BodyExt::collect(request.into_body()).await;
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many")
                    .with_title("Not now")
                    .into_response()
            })
        })
    });
    let site = Site::with_desk(adapter, |desk| {
        desk.layer_actions(|name| name == "create_note", reading)
    });
    let mut browser = Browser::new(&site);
    let call = submit(&site, CREATE, &browser.jar, "title=stored&body=&password=");
    let response = call
        .header("referer", format!("{}/notes", site.origin()))
        .send()
        .await
        .expect(303);
    browser.jar.take(&response);
    let (page, _) = browser.open(response.location()).await;
    assert!(page.source().contains("Not now"), "{}", page.source());
}

async fn not_a_problem(adapter: Adapter) {
    let plain = layer_fn(|_: Route| {
        Route::from_fn(|_| Box::pin(async { (StatusCode::UNAUTHORIZED, "go away").into_response() }))
    });
    let site = Site::with_desk(adapter, |desk| desk.layer_actions(|name| name == "create_note", plain));
    let response = submit(&site, CREATE, &Jar::default(), "title=x")
        .send()
        .await
        .expect(401);
    assert_eq!(response.text(), "go away");
}
