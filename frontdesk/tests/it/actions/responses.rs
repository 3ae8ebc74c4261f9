//! Responses by kind of client: programs, browsers, and the libraries that pages load.

use axum_core::extract::FromRequestParts;
use axum_core::response::IntoResponse;
use frontdesk::{
    Cookies, Desk, FormView, Forms, Html, Problem, Redirect, Response, Router, State, StatusCode, server_action,
};
use http::request::Parts;

use crate::fixtures::{Runs, builder, cookies, post, text, with_body};

#[server_action]
async fn act(#[extract] cookies: Cookies, what: String) -> Result<Redirect, Problem> {
    cookies.set("seen", "yes");
    match what.as_str() {
        "go" => Ok(Redirect::to("/next").permanent()),
        "astray" => Ok(Redirect::to("javascript:alert(1)")),
        "out" => Ok(Redirect::external("https://pay.example/1").temporary()),
        "busy" => Err(Problem::conflict("busy")),
        _ => Err(Problem::field("what", "no such thing")),
    }
}

#[server_action]
async fn value(#[extract] cookies: Cookies, n: u32) -> u32 {
    cookies.set("seen", "yes");
    n
}

#[server_action]
async fn nothing(#[extract] cookies: Cookies) {
    cookies.set("seen", "yes");
}

fn form(form: &FormView<Act>) -> String {
    let what = form.field(Act::WHAT);
    let code = form.problem().map_or("", |problem| &problem.code);
    format!(
        "{}{}<p>{:?}</p><p>{code}</p></form>",
        form.open(),
        what.input("text"),
        what.errors()
    )
}

async fn page(forms: Forms) -> Html<String> {
    Html(form(&forms.of()))
}

fn desk() -> Desk {
    let desk = builder(()).routes(Router::new().page("/", page));
    desk.action::<Act>()
        .action::<Value>()
        .action::<Nothing>()
        .build()
        .unwrap()
}

const SCRIPT: &[(&str, &str)] = &[("accept", "application/json")];
const ANY: &[(&str, &str)] = &[("accept", "*/*")];
const BROWSER: &[(&str, &str)] = &[("sec-fetch-mode", "navigate"), ("accept", "*/*")];
const TURBO: &[(&str, &str)] = &[("accept", "text/vnd.turbo-stream.html, text/html, application/xhtml+xml")];
const BOOSTED: &[(&str, &str)] = &[("hx-request", "true"), ("hx-boosted", "true"), ("accept", "*/*")];
const HTMX: &[(&str, &str)] = &[("hx-request", "true"), ("accept", "*/*")];
const HTMX_4: &[(&str, &str)] = &[
    ("hx-request", "true"),
    ("hx-request-type", "partial"),
    ("accept", "text/html"),
];
const UNPOLY: &[(&str, &str)] = &[("x-up-version", "3.14.3"), ("accept", "*/*")];
const ALPINE: &[(&str, &str)] = &[("x-alpine-request", "true"), ("accept", "*/*")];
const OWN_SCRIPT: &[(&str, &str)] = &[("frontdesk-request", "1"), ("accept", "*/*")];

async fn call(desk: &Desk, caller: &[(&str, &str)], action: &str, body: &str) -> Response {
    let request = caller
        .iter()
        .fold(post(action), |request, (name, value)| request.header(*name, *value));
    desk.respond(with_body(request, body)).await
}

/// Returns the status, and name and value of the header that redirects.
fn shape(response: &Response) -> (u16, &str, String) {
    let headers = response.headers();
    let header = ["location", "hx-redirect", "frontdesk-redirect"]
        .into_iter()
        .find(|name| headers.contains_key(*name));
    let target = header.map_or("", |name| headers[name].to_str().unwrap());
    let target = target.split("_fd=").next().unwrap_or_default();
    (response.status().as_u16(), header.unwrap_or(""), target.to_owned())
}

#[tokio::test]
async fn response_fits_the_kind_of_client_and_sets_cookies() {
    let desk = desk();
    let script = &[SCRIPT, ANY, &[]][..];
    let browser = &[BROWSER, TURBO, BOOSTED, UNPOLY, ALPINE][..];
    let own = &[OWN_SCRIPT][..];
    let htmx = &[HTMX, HTMX_4][..];
    for (action, body, callers, status, header, target) in [
        ("act", "what=go", script, 200, "frontdesk-redirect", "/next"),
        ("act", "what=go", browser, 303, "location", "/next"),
        ("act", "what=go", own, 200, "frontdesk-redirect", "/next"),
        ("act", "what=go", htmx, 200, "hx-redirect", "/next"),
        (
            "act",
            "what=out",
            script,
            200,
            "frontdesk-redirect",
            "https://pay.example/1",
        ),
        ("act", "what=out", browser, 303, "location", "https://pay.example/1"),
        (
            "act",
            "what=out",
            own,
            200,
            "frontdesk-redirect",
            "https://pay.example/1",
        ),
        ("act", "what=out", htmx, 200, "hx-redirect", "https://pay.example/1"),
        ("act", "what=busy", script, 409, "", ""),
        ("act", "what=busy", browser, 303, "location", "/?"),
        ("act", "what=busy", own, 409, "frontdesk-redirect", "/?"),
        ("act", "what=busy", htmx, 200, "hx-redirect", "/?"),
        ("act", "what=astray", script, 500, "", ""),
        ("act", "what=astray", browser, 303, "location", "/?"),
        ("act", "what=astray", own, 500, "frontdesk-redirect", "/?"),
        ("act", "what=astray", htmx, 200, "hx-redirect", "/?"),
        ("act", "what=", script, 422, "", ""),
        ("act", "what=", browser, 303, "location", "/?"),
        ("act", "what=", own, 422, "frontdesk-redirect", "/?"),
        ("act", "what=", htmx, 200, "hx-redirect", "/?"),
        ("act", "", script, 422, "", ""),
        ("value", "n=5", script, 200, "", ""),
        ("value", "n=5", browser, 303, "location", "/?"),
        ("value", "n=5", own, 200, "frontdesk-redirect", "/?"),
        ("value", "n=5", htmx, 200, "hx-redirect", "/?"),
        ("nothing", "", script, 204, "", ""),
        ("nothing", "", browser, 303, "location", "/"),
        ("nothing", "", own, 200, "frontdesk-redirect", "/"),
        ("nothing", "", htmx, 200, "hx-redirect", "/"),
    ] {
        for caller in callers {
            let response = call(&desk, caller, action, &format!("{body}&__fd_return=/")).await;
            let expected = (status, header, target.to_owned());
            assert_eq!(shape(&response), expected, "{action} {body} {caller:?}");
            assert_eq!(response.headers()["cache-control"], "no-store");
            let ran = !body.is_empty() || action == "nothing";
            let set = cookies(&response).contains(&("seen".to_owned(), "yes".to_owned()));
            assert_eq!(set, ran, "{action} {body} {caller:?}");
            assert!(!format!("{response:?}").contains("javascript"));
            assert!(!text(response).await.contains("javascript"));
        }
    }
}

#[tokio::test]
async fn clients_that_place_forms_get_a_fragment_if_the_app_provides_one() {
    let desk = builder(()).routes(Router::new().page("/", page)).action::<Act>();
    let desk = desk.form_fragment(|view: FormView<Act>| form(&view)).build().unwrap();
    // htmx 2 drops responses with an error status.
    for (caller, body, status, shown) in [
        (HTMX_4, "what=%3Cx%3E", 422, "no such thing"),
        (HTMX_4, "", 422, "required"),
        (HTMX_4, "what=busy", 409, "<p>busy</p>"),
        (HTMX, "what=%3Cx%3E", 200, "no such thing"),
        (HTMX, "what=busy", 200, "<p>busy</p>"),
        (OWN_SCRIPT, "what=%3Cx%3E", 422, "no such thing"),
        (OWN_SCRIPT, "", 422, "required"),
        (OWN_SCRIPT, "what=busy", 409, "<p>busy</p>"),
    ] {
        let body = format!("{body}&__fd_return=/list?page=2");
        let response = call(&desk, caller, "act", &body).await;
        assert_eq!(shape(&response), (status, "", String::new()), "{body}");
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        // Else `hx-push-url` would put the action's URL into the address bar.
        let (marked, unmarked) = match caller == OWN_SCRIPT {
            true => (("frontdesk-part", "true"), "hx-push-url"),
            false => (("hx-push-url", "false"), "frontdesk-part"),
        };
        assert_eq!(response.headers()[marked.0], marked.1);
        assert!(!response.headers().contains_key(unmarked));
        let html = text(response).await;
        assert!(
            html.contains(shown) && html.contains("value=\"/list?page=2\""),
            "{html}"
        );
        assert!(!body.contains("%3C") || html.contains("value=\"&lt;x&gt;\""), "{html}");
    }
    assert_eq!(
        shape(&call(&desk, HTMX, "act", "what=go").await),
        (200, "hx-redirect", "/next".to_owned())
    );
    for caller in [BROWSER, BOOSTED, UNPOLY, ALPINE] {
        let response = call(&desk, caller, "act", "what=x&__fd_return=/").await;
        assert_eq!(shape(&response), (303, "location", "/?".to_owned()), "{caller:?}");
    }

    let error = builder(())
        .form_fragment(|view: FormView<Act>| form(&view))
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("a fragment for the server action `act`"),
        "{error}"
    );
}

/// An extractor of the app that redirects to its login page.
struct User;

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        match parts.headers.get("x-user").map(http::HeaderValue::as_bytes) {
            Some(b"ada") => Ok(Self),
            Some(b"eve") => Err(Problem::forbidden().into_response()),
            _ => Err((
                StatusCode::TEMPORARY_REDIRECT,
                [("location", "/login"), ("x-why", "no user")],
                "log in",
            )
                .into_response()),
        }
    }
}

#[server_action]
async fn guarded(#[extract] State(runs): State<Runs>, #[extract] _user: User, n: u32) -> u32 {
    runs.add();
    n
}

#[tokio::test]
async fn rejection_of_an_extractor_is_not_changed() {
    let runs = Runs::default();
    let desk = builder(runs.clone()).action::<Guarded>().build().unwrap();
    for caller in [SCRIPT, BROWSER, HTMX] {
        let response = call(&desk, caller, "guarded", "n=1").await;
        assert_eq!(shape(&response), (307, "location", "/login".to_owned()));
        assert_eq!(response.headers()["x-why"], "no user");
        assert_eq!(text(response).await, "log in");
    }
    // A rejection that is a problem is rendered as one.
    let eve = &[("x-user", "eve"), ("accept", "application/json")];
    let response = call(&desk, eve, "guarded", "n=1").await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (403, &"application/problem+json".parse().unwrap())
    );
    let eve = &[("x-user", "eve"), ("sec-fetch-mode", "navigate")];
    assert_eq!(
        shape(&call(&desk, eve, "guarded", "n=1").await),
        (403, "", String::new()),
        "a page, if there is no return URL"
    );
    assert_eq!(runs.get(), 0);
    let ada = &[("x-user", "ada")];
    assert_eq!(text(call(&desk, ada, "guarded", "n=1").await).await, "1");
}
