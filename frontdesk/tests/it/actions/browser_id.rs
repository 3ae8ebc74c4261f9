//! The browser id: which responses set it, and that form state is shown only to its browser and
//! identity.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk::testing::Browser;
use frontdesk::{
    Body, Cookies, Desk, DeskBuilder, Forms, FromRef, FromRequestParts, Html, Problem, Response, Router, StatusCode,
    server_action,
};
use http::request::{Builder, Parts};

use crate::fixtures::{browser_post, builder, cookie_header, cookies, location, post, text, with_body};

/// Counts how often the client was identified.
#[derive(Clone, Default)]
struct Asked(Arc<AtomicU32>);

impl Asked {
    fn take(&self) -> u32 {
        self.0.swap(0, Ordering::SeqCst)
    }
}

/// The user of the cookie `user`, written for the app's state. `panic` stands for a bug.
struct User(String);

impl<S: Sync> FromRequestParts<S> for User
where
    Asked: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Asked::from_ref(state).0.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        let cookies = Cookies::from_request_parts(parts, state).await?;
        match cookies.get("user").as_deref() {
            None => Err(Problem::new(StatusCode::UNAUTHORIZED, "not-signed-in")),
            Some("panic") => panic!("while it identified the client"),
            Some(user) => Ok(Self(user.to_owned())),
        }
    }
}

#[server_action]
async fn note(title: String) -> Result<usize, Problem> {
    match title.as_str() {
        "" => Err(Problem::field("title", "give it one")),
        _ => Ok(title.len()),
    }
}

#[server_action(once)]
async fn order() {}

#[server_action(origin = "any")]
async fn open_to_all(title: String) -> Result<usize, Problem> {
    note(title).await
}

#[server_action]
async fn mine(#[sealed(identity)] n: u32) -> u32 {
    n
}

/// Shows what was submitted.
async fn page(forms: Forms) -> Html<String> {
    let (form, open) = (forms.of::<Note>(), forms.of::<OpenToAll>());
    let title = form.field(Note::TITLE);
    Html(format!(
        "{}{}{}</form><p id=result>{:?}</p><p>{}</p>",
        form.open(),
        title.input("text"),
        title.errors().join(";"),
        form.result::<usize>(),
        open.field(OpenToAll::TITLE).errors().join(";"),
    ))
}

async fn once_page(forms: Forms) -> Html<String> {
    // Twice, with one id.
    let form = forms.of::<Order>();
    Html(format!("{}</form>{}</form>", form.open(), form.open()))
}

fn desk(more: impl FnOnce(DeskBuilder<Asked>) -> DeskBuilder<Asked>) -> Desk {
    let routes = Router::new()
        .page("/", page)
        .page("/once", once_page)
        .page("/plain", async || Html("plain"));
    let desk = builder(Asked::default()).routes(routes);
    let desk = desk.action::<Note>().action::<Order>().action::<OpenToAll>();
    more(desk).build().unwrap()
}

fn get(url: &str) -> Builder {
    http::Request::get(url).header("host", "localhost")
}

/// A submit that fails.
fn fails() -> Builder {
    browser_post("note")
}

const BAD: &str = "title=&draft=1&__fd_return=/";

async fn send(desk: &Desk, request: Builder, cookie: &str, body: &str) -> Response {
    let request = match cookie {
        "" => request,
        cookie => request.header("cookie", cookie.as_bytes()),
    };
    desk.respond(with_body(request, body)).await
}

/// Returns the names of the cookies that a response sets, without the ids of states.
fn names(response: &Response) -> Vec<String> {
    let cookies = cookies(response).into_iter();
    cookies
        .map(|(name, _)| match name.strip_suffix("browser") {
            Some(_) => name,
            None => name.rsplit_once("fd_").unwrap().0.to_owned() + "fd_…",
        })
        .collect()
}

#[tokio::test]
async fn id_is_set_with_a_once_form_or_the_first_state_only() {
    let desk = desk(|desk| desk);
    let id = "_fd_browser=abcdefghijklmnopqrstu_";
    for (request, cookie, body, set) in [
        (get("/plain"), "", "", &[][..]),
        (get("/"), "", "", &[]),
        (get("/once"), "", "", &["_fd_browser"]),
        (get("/once"), "theme=dark; _fd_browser=x", "", &["_fd_browser"]),
        (get("/once"), id, "", &[]),
        (fails(), "", BAD, &["_fd_…", "_fd_browser"]),
        (fails(), id, BAD, &["_fd_…"]),
        // A result is state too.
        (fails(), "", "title=x&__fd_return=/", &["_fd_…", "_fd_browser"]),
        (post("note"), "", "title=", &[]),
        (post("note"), "", "title=x", &[]),
    ] {
        let uri = request.uri_ref().unwrap().to_string();
        let response = send(&desk, request, cookie, body).await;
        assert_eq!(names(&response), set, "{uri} {cookie} {body}");
    }
    let response = send(&desk, get("/once"), "", "").await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    let line = response.headers()["set-cookie"].to_str().unwrap();
    let (pair, attributes) = line.split_once("; ").unwrap();
    assert_eq!((attributes, pair.len()), ("HttpOnly; SameSite=Lax; Path=/", 12 + 22));
}

#[tokio::test]
async fn host_cookies_are_used_where_https_is_known() {
    let https = || desk(|desk| desk.origin("https://app.example"));
    let both = || desk(|desk| desk.origin("https://app.example").origin("http://app.example"));
    let local = || desk(|desk| desk.origin("https://app.example").origin("http://localhost:3000"));
    let proxy = || desk(DeskBuilder::trust_proxy);
    let none = || desk(|desk| desk);
    let origin = ("origin", "https://app.example");
    for (at, (desk, headers, is_https)) in [
        (none(), &[("host", "app.example")][..], false),
        (none(), &[("host", "localhost")], false),
        (
            none(),
            &[("host", "app.example"), ("cookie", "__Host-fd_browser=x")],
            true,
        ),
        (
            none(),
            &[("host", "app.example"), ("x-forwarded-proto", "https")],
            false,
        ),
        (https(), &[("host", "app.example"), origin], true),
        (https(), &[("host", "app.example:443"), origin], true),
        // A proxy that replaces the host.
        (https(), &[("host", "10.0.0.7:3000"), origin], true),
        (local(), &[("host", "app.example"), origin], true),
        (
            local(),
            &[("host", "localhost:3000"), ("origin", "http://localhost:3000")],
            false,
        ),
        // Only to https do browsers send Fetch Metadata, as these requests do.
        (both(), &[("host", "app.example"), origin], true),
        (
            proxy(),
            &[("host", "app.example"), ("x-forwarded-proto", "https")],
            true,
        ),
        (
            proxy(),
            &[("host", "app.example"), ("x-forwarded-proto", "http")],
            false,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let prefix = if is_https { "__Host-" } else { "_" };
        let mut request = http::Request::post("/_actions/note")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = send(&desk, request, "", BAD).await;
        assert_eq!(response.status(), 303, "{at}");
        assert_eq!(
            names(&response),
            [format!("{prefix}fd_…"), format!("{prefix}fd_browser")],
            "{at}"
        );
        for line in response.headers().get_all("set-cookie") {
            assert_eq!(line.to_str().unwrap().contains("; Secure"), is_https, "{at}");
        }
    }
}

#[tokio::test]
async fn cross_site_request_sets_no_id() {
    let desk = desk(|desk| desk.trust_origin("https://shop.example"));
    let fetch = |site: &'static str, mode: &'static str, dest: &'static str| {
        move |request: Builder| {
            let request = request.header("sec-fetch-site", site).header("sec-fetch-mode", mode);
            request.header("sec-fetch-dest", dest)
        }
    };
    let page = || get("/once");
    for (site, mode, dest, is_set) in [
        ("same-origin", "navigate", "document", true),
        ("same-site", "navigate", "iframe", true),
        ("none", "navigate", "document", true),
        ("cross-site", "navigate", "document", true),
        ("cross-site", "navigate", "iframe", false),
        ("cross-site", "no-cors", "image", false),
        ("cross-site", "cors", "empty", false),
        ("", "cors", "empty", false),
    ] {
        let response = send(&desk, fetch(site, mode, dest)(page()), "", "").await;
        assert_eq!(names(&response).len(), usize::from(is_set), "{site} {mode} {dest}");
    }
    let call = || {
        let request = http::Request::post("/_actions/open_to_all").header("host", "localhost");
        let request = request.header("accept", "text/html");
        request.header("content-type", "application/x-www-form-urlencoded")
    };
    // Its cookies stayed away, so which browser it is can't be known: there is no state, and the
    // problem is the response.
    for (at, (request, status)) in [
        (fetch("cross-site", "navigate", "document")(call()), 422),
        (fetch("cross-site", "cors", "empty")(call()), 422),
        (call().header("origin", "https://shop.example"), 422),
        (call().header("origin", "null"), 422),
        (fetch("same-site", "navigate", "document")(call()), 303),
        (call().header("origin", "http://localhost"), 303),
        (call(), 303),
    ]
    .into_iter()
    .enumerate()
    {
        let response = send(&desk, request, "", BAD).await;
        assert_eq!(response.status(), status, "{at}");
        assert_eq!(cookies(&response).is_empty(), status == 422, "{at}");
        assert_eq!(text(response).await.contains("give it one"), status == 422, "{at}");
    }
}

/// A browser that has failed to submit: the URL of its page, its state, and its id.
async fn failed(desk: &Desk, request: Builder, cookie: &str) -> (String, String, String) {
    let response = send(desk, request, cookie, BAD).await;
    let url = location(&response).to_owned();
    let mut set = cookies(&response);
    let id = match set.len() {
        2 => cookie_header(&set.split_off(1)),
        _ => cookie.to_owned(),
    };
    (url, cookie_header(&set), id)
}

async fn shows(desk: &Desk, request: Builder, cookie: &str) -> bool {
    let response = send(desk, request, cookie, "").await;
    let is_stored = response.headers()["cache-control"] != "no-store";
    let shows = text(response).await.contains("give it one");
    assert!(!(shows && is_stored), "{cookie}");
    shows
}

/// The attacker has failed to submit in a browser of its own, and plants what it got.
#[tokio::test]
async fn planted_state_is_not_shown_over_http() {
    let desk = desk(|desk| desk);
    let (url, state, id) = failed(&desk, fails(), "").await;
    let (_, _, victim) = failed(&desk, fails(), "").await;
    let spaced = |space: &str| state.replace("_fd_", &format!("{space}_fd_"));
    for (cookie, is_shown) in [
        (format!("{state}; {id}"), true),
        (format!("theme=dark;\t{id} ;{state}"), true),
        // The victim has no id, or its own.
        (state.clone(), false),
        (format!("{state}; {victim}"), false),
        // A second id, before and after that of the victim.
        (format!("{id}; {state}; {victim}"), false),
        (format!("{victim}; {state}; {id}"), false),
        (format!("{id}; {state}; {id}"), false),
        (format!("{state}; _fd_browser="), false),
        (format!("{state}; {id}x"), false),
        (format!("{}; {id}", spaced("\u{2000}")), false),
        (format!("{state}; {}", id.replace("_fd", "\u{a0}_fd")), false),
    ] {
        assert_eq!(shows(&desk, get(&url), &cookie).await, is_shown, "{cookie}");
    }
}

/// Over https, a subdomain, another port or a man in the middle over http can set plain cookies only.
#[tokio::test]
async fn plain_cookies_are_not_read_over_https() {
    let local = |desk: DeskBuilder<Asked>| desk.origin("https://app.example").origin("http://localhost");
    let both = |desk: DeskBuilder<Asked>| desk.origin("https://app.example").origin("http://app.example");
    let desks = [
        (desk(local), "localhost"),
        (desk(both), "app.example"),
        (desk(DeskBuilder::trust_proxy), "localhost"),
        (desk(|desk| desk), "localhost"),
    ];
    // The attacker uses http, where the desk is there as well. Browsers send no Fetch Metadata there.
    let http = |host: &str| {
        let request = http::Request::post("/_actions/note").header("host", host);
        let request = request.header("origin", format!("http://{host}"));
        let request = request
            .header("x-forwarded-proto", "http")
            .header("accept", "text/html");
        request.header("content-type", "application/x-www-form-urlencoded")
    };
    let https = |url: &str| {
        let request = http::Request::get(url).header("host", "app.example");
        request
            .header("sec-fetch-site", "none")
            .header("x-forwarded-proto", "https")
    };
    for (at, (desk, host)) in desks.iter().enumerate() {
        let last = at == desks.len() - 1;
        let (url, state, id) = failed(desk, http(host), "").await;
        assert!(state.starts_with("_fd_") && id.starts_with("_fd_"), "{at}");
        let victim = "__Host-fd_browser=abcdefghijklmnopqrstu_";
        let planted = format!("{state}; {id}");
        for (cookie, is_shown) in [
            // Nothing in a request shows that the last one is reached over https.
            (planted.clone(), last),
            (format!("{planted}; {victim}"), false),
            (
                format!("{planted}; {}", planted.replace("_fd_", "\u{2000}__Host-fd_")),
                last,
            ),
            (
                format!("{planted}; {}", planted.replace("_fd_", "\u{85}__Host-fd_")),
                last,
            ),
            (planted.replace("_fd_", "\u{3000}__Host-fd_"), false),
            // No browser would accept these from the attacker. The name is sealed with the state.
            (planted.replace("_fd_", "__Host-fd_"), false),
        ] {
            assert_eq!(shows(desk, https(&url), &cookie).await, is_shown, "{at} {cookie}");
        }
    }
}

#[tokio::test]
async fn two_ids_are_reported_as_cookies_that_do_not_work() {
    let desk = desk(|desk| desk);
    let ids = "_fd_browser=abcdefghijklmnopqrstu_; _fd_browser=abcdefghijklmnopqrstu-";
    let response = send(&desk, fails(), ids, BAD).await;
    assert_eq!((response.status().as_u16(), names(&response).len()), (422, 0));
    assert!(text(response).await.contains("give it one"));
    // A page with a `once` form works without an id.
    let response = send(&desk, get("/once"), ids, "").await;
    assert_eq!(names(&response).len(), 0);
    assert!(text(response).await.contains("__fd_once"));
}

#[tokio::test]
async fn state_is_shown_to_the_identity_that_submitted() {
    let asked = Asked::default();
    let desk = builder(asked.clone()).routes(Router::new().page("/", page));
    let desk = desk.action::<Note>().action::<OpenToAll>();
    let desk = desk.identity(|User(name): User| name).build().unwrap();
    for (at_submit, at_page, is_shown) in [
        ("user=ada", "user=ada", true),
        ("user=ada", "user=bob", false),
        ("user=ada", "theme=dark", false),
        ("user=ada", "user=", false),
        ("theme=dark", "theme=dark", true),
        ("theme=dark", "user=", true),
        ("theme=dark", "user=ada", false),
    ] {
        let (url, state, id) = failed(&desk, fails(), at_submit).await;
        assert_eq!(asked.take(), 1, "{at_submit}");
        let cookie = format!("{at_page}; {state}; {id}");
        assert_eq!(
            shows(&desk, get(&url), &cookie).await,
            is_shown,
            "{at_submit} {at_page}"
        );
        assert_eq!(asked.take(), 1, "{at_submit}");
        // After the login as someone else, the first one logs in again.
        let cookie = format!("{at_submit}; {state}; {id}");
        assert!(shows(&desk, get(&url), &cookie).await, "{at_submit}");
        asked.take();
    }
    // A page asks for it, because its forms name the identity that they are rendered for, and an action
    // only if it stores form state.
    for (request, cookie, body, times) in [
        (get("/"), "user=ada", "", 1),
        (get("/?_fd=abcdefghijklmnopqrstu_"), "user=ada", "", 1),
        (post("note"), "user=ada", "title=x", 0),
        (post("note"), "user=ada", "title=", 0),
    ] {
        send(&desk, request, cookie, body).await;
        assert_eq!(asked.take(), times);
    }
}

#[tokio::test]
async fn client_is_identified_once_where_a_form_asks_for_it() {
    let asked = Asked::default();
    let page = async |first: Forms, second: Forms| {
        let (mine, note) = (first.of::<Mine>(), second.of::<Note>());
        let errors = note.field(Note::TITLE).errors().join(";");
        Html(format!("{}{}</form>{errors}", mine.open(), mine.seal(Mine::N, &7)))
    };
    let desk = builder(asked.clone()).routes(Router::new().page("/", page));
    let desk = desk.action::<Note>().action::<Mine>();
    let desk = desk.identity(async |User(name): User| Some(name)).build().unwrap();
    let mut browser = Browser::new(desk.clone());
    browser.set_cookie("user", "ada");
    browser.get("/").await;
    assert_eq!(asked.take(), 1);
    let mut other = browser.clone();
    browser.submit::<Mine>(|form| form).await;
    assert_eq!(asked.take(), 2, "the submit, and the page with its result");
    other.set_cookie("user", "bob");
    other.submit::<Mine>(|form| form).await;
    assert_eq!(asked.take(), 2);
    let (url, state, id) = failed(&desk, fails(), "user=ada").await;
    assert_eq!(asked.take(), 1);
    assert!(shows(&desk, get(&url), &format!("user=ada; {state}; {id}")).await);
    assert_eq!(asked.take(), 1);
}

#[tokio::test]
async fn panic_while_identifying_stores_no_state() {
    let desk = builder(Asked::default()).routes(Router::new().page("/", page));
    let desk = desk.action::<Note>().action::<OpenToAll>();
    let desk = desk.identity(|User(name): User| name).build().unwrap();
    let response = send(&desk, fails(), "user=panic", BAD).await;
    assert_eq!((response.status().as_u16(), names(&response).len()), (422, 0));
    let (url, state, id) = failed(&desk, fails(), "user=ada").await;
    let response = send(&desk, get(&url), &format!("user=panic; {state}; {id}"), "").await;
    assert_eq!((response.status().as_u16(), names(&response).len()), (500, 0));
}

/// After a login, the states of the last identity are the first to be removed, and take no room from
/// those of the present one.
#[tokio::test]
async fn states_of_others_are_removed_first() {
    let desk = builder(Asked::default()).action::<Note>();
    let desk = desk.identity(|User(name): User| name).build().unwrap();
    let mut jar: Vec<(String, String)> = Vec::new();
    for user in ["ada", "bob", "ada", "ada", "ada"] {
        let cookie = format!("user={user}; {}", cookie_header(&jar));
        let response = send(&desk, fails(), &cookie, BAD).await;
        for (name, value) in cookies(&response) {
            jar.retain(|(own, _)| *own != name);
            if !value.is_empty() {
                jar.push((name, value));
            }
        }
        assert!(jar.len() <= 1 + 3, "{jar:?}");
        // Issue times have a precision of milliseconds.
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let response = send(&desk, fails(), &format!("user=ada; {}", cookie_header(&jar)), BAD).await;
    let removed: Vec<_> = cookies(&response)
        .into_iter()
        .filter(|(_, value)| value.is_empty())
        .collect();
    assert_eq!(removed.len(), 1, "the oldest of ada's, since bob's was removed before");
}

#[server_action(deny_unknown)]
async fn exact(title: String) {
    drop(title);
}

#[tokio::test]
async fn names_that_a_client_chose_are_quoted_and_shortened() {
    let page = async |forms: Forms| {
        let form = forms.of::<Exact>();
        let detail = form.problem().and_then(|problem| problem.detail.clone());
        Html(format!("{}|{:?}", detail.unwrap_or_default(), form.errors()))
    };
    let desk = builder(())
        .routes(Router::new().page("/", page))
        .action::<Exact>()
        .build()
        .unwrap();
    let message = "is not a field of this form";
    let long = format!("Your account is locked, call 0800 1234! {}", "Now! ".repeat(200));
    for (name, quoted) in [
        ("word", "“word”".to_owned()),
        ("Call 0800", "“Call 0800”".to_owned()),
        (&long, "“Your account is locked, call 0800 1234! …”".to_owned()),
        ("a” Call 0800\n\u{202e}", "“a? Call 0800??”".to_owned()),
        ("<b>", "“<b>”".to_owned()),
    ] {
        let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
        let body = format!("title=x&{encoded}=1&__fd_return=/");
        let response = send(&desk, browser_post("exact"), "", &body).await;
        let shown = crate::fixtures::page_after_redirect(desk.clone(), &response).await;
        assert_eq!(shown.text(), format!("{quoted}: {message}|{{}}"), "{name}");
        // Cookies don't work: the problem is the page.
        let request = browser_post("exact").header("cookie", "_fd_browser=x; _fd_browser=x");
        let page = text(desk.respond(request.body(Body::from(body)).unwrap()).await).await;
        let escaped = quoted.replace('<', "&lt;").replace('>', "&gt;");
        assert!(page.contains(&format!("<li>{escaped}: {message}</li>")), "{page}");
    }
}
