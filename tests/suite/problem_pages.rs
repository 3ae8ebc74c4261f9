//! The app's own pages for problems, on real servers: which kinds they show, what they can't
//! change, what they don't see, and what replaces a page that fails.

use std::convert::Infallible;
use std::future::pending;

use actix_web::{App as ActixApp, HttpServer, web};
use conformance::app::{self, App, SECRET};
use conformance::servers::{self, Adapter};
use frontdesk::actix::ActixRequest;
use frontdesk::{Body, Bytes, Desk, Html, IntoResponse, Problem, Redirect, Response as DeskResponse, StatusCode, Uri};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::harness::client::{Call, Response};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// The name, the method, the target, headers, the status, the code, and a header of the problem.
type Kind = (
    &'static str,
    (&'static str, &'static str),
    &'static [(&'static str, &'static str)],
    (u16, &'static str),
    Option<(&'static str, &'static str)>,
);

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");
const FOREIGN: (&str, &str) = ("sec-fetch-site", "cross-site");

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    ("miss", ("GET", "/nothing"), &[], (404, "not-found"), None),
    ("miss_beside_the_host", ("GET", "/host/nothing"), &[], (404, "not-found"), None),
    ("other_method", ("DELETE", "/hello"), &[], (405, "method-not-allowed"), Some(("allow", "GET, HEAD, OPTIONS"))),
    ("path", ("GET", "/number/x"), &[], (400, "invalid-path"), None),
    ("query", ("GET", "/search?page=x"), &[], (400, "invalid-query"), None),
    ("login", ("GET", "/auth"), &[], (401, "unauthorized"), Some(("www-authenticate", "Bearer"))),
    ("handler", ("GET", "/error/problem"), &[], (409, "conflict"), None),
    ("internal", ("GET", "/error/internal"), &[], (500, "internal"), None),
    ("panic", ("GET", "/error/panic"), &[], (500, "internal"), None),
    ("method_of_an_action", ("GET", "/_actions/count"), &[], (405, "method-not-allowed"), Some(("allow", "POST"))),
    ("unknown_action", ("POST", "/_actions/nothing"), &[OWN], (404, "unknown-action"), None),
    ("guard", ("POST", "/_actions/count"), &[FOREIGN], (403, "cross-site"), None),
    ("action", ("POST", "/_actions/refuses"), &[OWN], (403, "forbidden"), None),
    ("action_internal", ("POST", "/_actions/fails"), &[OWN], (500, "internal"), None),
    ("action_panic", ("POST", "/_actions/panics"), &[OWN], (500, "internal"), None),
    ("action_timeout", ("POST", "/_actions/slow"), &[OWN, ("content-type", "application/x-www-form-urlencoded"), ("x-body", "ms=900")], (503, "timeout"), None),
    ("large_body", ("POST", "/_actions/count"), &[OWN, ("x-body", "large")], (413, "body-too-large"), None),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("problem_pages");
    for kind in KINDS {
        topic.shared(&format!("page_is_the_apps_{}", kind.0), |site| page(site, kind));
        topic.shared(&format!("programs_get_json_{}", kind.0), |site| program(site, kind));
    }
    topic.shared("head_has_the_headers_of_get", head);
    topic.shared("texts_of_the_client_are_escaped", escaped);
    topic.shared("conditional_requests_and_ranges_get_the_whole_page", whole);
    for (name, own) in PAGES {
        topic.bare(name, &Adapter::ALL, move |adapter| made(adapter, name, *own));
    }
    topic.bare("page_before_the_guard_sees_no_credentials", &Adapter::ALL, credentials);
    topic.bare(
        "page_of_the_host_that_cannot_work_is_the_apps",
        &Adapter::ALL,
        host_page,
    );
    topic.bare("page_extracts_what_is_of_actix", &[Adapter::Actix], of_actix);
    let hosts = [Adapter::Axum, Adapter::Actix];
    topic.bare("misses_of_the_host_look_the_same", &hosts, |adapter| {
        host_misses(adapter, "")
    });
    topic.bare("misses_around_a_nested_desk_look_the_same", &hosts, |adapter| {
        host_misses(adapter, "/app")
    });
}

fn call(site: &Site, kind: &Kind) -> Call {
    let (_, (method, target), headers, ..) = kind;
    let (bodies, headers): (Vec<_>, Vec<_>) = headers.iter().copied().partition(|(name, _)| *name == "x-body");
    let call = site.call(method, target).headers(&headers);
    match bodies.first() {
        Some((_, "large")) => call.form("x=".to_owned() + &"y".repeat(3_000_000)),
        Some((_, body)) => call.body(*body),
        None if *method == "POST" => call.form(""),
        None => call,
    }
}

/// Asserts that it is the page of the reference app.
fn check(response: &Response, (status, code): (u16, &str), own: Option<(&str, &str)>) -> String {
    let page = response.problem_page(status, code);
    assert!(page.contains("<html lang=\"en\">"), "{page}");
    assert!(
        page.contains("<meta name=\"generator\" content=\"reference\">"),
        "{page}"
    );
    assert!(!page.contains(SECRET), "{page}");
    check_headers(response, own);
    assert_eq!(response.header("cache-control"), "no-store", "{response}");
    page
}

fn check_headers(response: &Response, own: Option<(&str, &str)>) {
    for name in ["allow", "www-authenticate", "retry-after"] {
        let expected: Vec<_> = own.iter().filter(|own| own.0 == name).map(|own| own.1).collect();
        assert_eq!(response.all(name), expected, "{response}");
    }
    assert!(response.set_cookies().is_empty(), "{response}");
}

async fn page(site: Site, kind: &Kind) {
    let (.., expected, own) = kind;
    let response = call(&site, kind).browser().send().await;
    let page = check(&response, *expected, *own);
    assert_eq!(page.contains("<code>"), expected.0 == 500, "{page}");
    let vary = response.all("vary").join(", ").to_ascii_lowercase();
    assert!(vary.contains("accept"), "{response}");
}

async fn program(site: Site, kind: &Kind) {
    let (.., (status, code), own) = kind;
    let response = call(&site, kind).send().await;
    let problem = response.problem(*status, code);
    assert_eq!(problem.get("log_id").is_some(), *status == 500, "{problem}");
    check_headers(&response, *own);
}

async fn head(site: Site) {
    for kind in KINDS.iter().filter(|kind| kind.1.0 == "GET") {
        let (_, (_, target), headers, (status, _), own) = kind;
        let get = site.get(target).headers(headers).browser().send().await;
        let head = site.call("HEAD", target).headers(headers).browser().send().await;
        assert_eq!((head.status, head.body.len()), (*status, 0), "{head}");
        check_headers(&head, *own);
        for name in [
            "content-type",
            "cache-control",
            "content-security-policy",
            "x-content-type-options",
        ] {
            assert_eq!(head.all(name), get.all(name), "{name}: {head}");
        }
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{head}");
    }
}

async fn escaped(site: Site) {
    for target in [
        "/nothing/%3Cscript%3Ealert(1)%3C/script%3E",
        "/export?format=%3Cscript%3Ealert(1)%3C/script%3E",
        "/search?page=%3Cscript%3Ealert(1)%3C/script%3E",
        "/number/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    ] {
        let page = site.get(target).browser().send().await.text();
        assert!(
            page.contains("content=\"reference\"") && !page.contains("<script"),
            "{page}"
        );
    }
}

async fn whole(site: Site) {
    for (name, value) in [
        ("if-none-match", "*"),
        ("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"),
        ("range", "bytes=0-3"),
    ] {
        let response = site.get("/nothing").browser().header(name, value).send().await;
        check(&response, (404, "not-found"), None);
    }
}

/// What a page may do to its response: with these it is shown, or ours in its place.
#[derive(Clone, Copy)]
enum Own {
    Shown,
    Failed,
}

const PAGES: &[(&str, Own)] = &[
    ("status_of_the_page_is_ignored", Own::Shown),
    ("headers_of_the_problem_are_not_the_pages", Own::Shown),
    ("cookie_of_the_page_is_set", Own::Shown),
    ("page_may_be_streamed", Own::Shown),
    ("page_that_returns_a_problem", Own::Failed),
    ("page_that_redirects", Own::Failed),
    ("page_that_panics", Own::Failed),
    ("page_that_hangs", Own::Failed),
    ("page_whose_body_breaks_off", Own::Failed),
    ("page_whose_body_never_ends", Own::Failed),
];

/// A page that does what the path of the request names.
async fn by_path(problem: Problem, uri: Uri) -> Result<DeskResponse, Problem> {
    let html = || Html(format!("<h1>own {}</h1>", problem.status().as_u16()));
    let headers = [
        ("allow", "BREW"),
        ("retry-after", "9"),
        ("location", "/x"),
        ("cache-control", "public"),
    ];
    Ok(match uri.path().trim_start_matches('/') {
        "status_of_the_page_is_ignored" => (StatusCode::OK, html()).into_response(),
        "headers_of_the_problem_are_not_the_pages" => (headers, html()).into_response(),
        "cookie_of_the_page_is_set" => ([("set-cookie", "seen=1")], html()).into_response(),
        "page_may_be_streamed" => {
            let chunks =
                ["<h1>own ", "404</h1>"].map(|chunk| Ok::<_, Infallible>(Bytes::from_static(chunk.as_bytes())));
            Html(Body::from_stream(futures_util::stream::iter(chunks))).into_response()
        }
        "page_that_returns_a_problem" => return Err(Problem::internal(SECRET)),
        "page_that_redirects" => Redirect::to("/").into_response(),
        "page_that_panics" => panic!("{SECRET}"),
        "page_that_hangs" => pending().await,
        "page_whose_body_breaks_off" => {
            let chunks = [Ok(Bytes::from_static(b"<h1>")), Err(std::io::Error::other(SECRET))];
            Html(Body::from_stream(futures_util::stream::iter(chunks))).into_response()
        }
        "page_whose_body_never_ends" => {
            let chunk = Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 4096]));
            Html(Body::from_stream(futures_util::stream::repeat(chunk))).into_response()
        }
        path => {
            let seen = format!("own {} {path}", problem.status().as_u16());
            ([("set-cookie", "seen=1")], Html(seen)).into_response()
        }
    })
}

fn start(adapter: Adapter, desk: Desk) -> Site {
    let app = App::default();
    let server = adapter.start(app.clone(), desk, 0).unwrap();
    Site::with_server(adapter, app, server)
}

async fn made(adapter: Adapter, name: &str, own: Own) {
    let desk = Desk::builder(App::default()).routes(app::routes()).linked_actions();
    let desk = desk
        .substate::<app::Counts>()
        .identity(app::member_of)
        .problem_page(by_path);
    let site = start(adapter, desk.build().unwrap());
    let response = site.get(&format!("/{name}")).browser().send().await;
    match own {
        Own::Shown => {
            assert_eq!(response.clone().expect(404).text(), "<h1>own 404</h1>");
            assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
            let cookies = usize::from(name == "cookie_of_the_page_is_set");
            assert_eq!(response.set_cookies().len(), cookies, "{response}");
        }
        Own::Failed => {
            let page = response.problem_page(404, "not-found");
            assert!(page.starts_with("<!DOCTYPE html>") && !page.contains(SECRET), "{page}");
        }
    }
    for name in ["allow", "retry-after", "location"] {
        assert!(response.all(name).is_empty(), "{response}");
    }
    assert_eq!(response.header("cache-control"), "no-store", "{response}");
    // The server serves on.
    site.get("/hello").send().await.expect(200);
}

/// A page that shows what it sees of who sends the request, and sets a cookie.
async fn who(problem: Problem, headers: HeaderMap) -> impl IntoResponse {
    let seen = |name: &str| headers.contains_key(name);
    let html = format!("{} {} {}", problem.code(), seen("cookie"), seen("authorization"));
    let cookie = [(
        HeaderName::from_static("set-cookie"),
        HeaderValue::from_static("seen=1"),
    )];
    (cookie, Html(html))
}

async fn credentials(adapter: Adapter) {
    let app = App::default();
    let desk = Desk::builder(app).routes(app::routes()).linked_actions();
    let desk = desk
        .substate::<app::Counts>()
        .identity(app::member_of)
        .problem_page(who);
    let site = start(adapter, desk.build().unwrap());
    for kind in KINDS {
        let (.., (status, code), _) = *kind;
        let is_seen = !matches!(code, "cross-site" | "unknown-action") && kind.0 != "method_of_an_action";
        let call = call(&site, kind).browser().header("cookie", "a=b");
        let response = call.header("authorization", "Basic YQ==").send().await;
        let expected = format!("{code} {is_seen} {is_seen}");
        assert_eq!(response.clone().expect(status).text(), expected, "{response}");
        assert_eq!(response.set_cookies().len(), usize::from(is_seen), "{response}");
    }
}

/// On pages of the desk and of the host: a form of an action that the desk lacks.
async fn host_page(adapter: Adapter) {
    let desk = Desk::builder(App::default())
        .routes(app::routes())
        .problem_page(by_path);
    let site = start(adapter, desk.build().unwrap());
    let pages: &[&str] = match adapter {
        Adapter::Hyper => &["/notes"],
        Adapter::Axum | Adapter::Actix => &["/notes", "/host/notes"],
    };
    for path in pages {
        let response = site.get(path).browser().send().await;
        assert_eq!(
            response.clone().expect(500).text(),
            format!("own 500 {}", &path[1..]),
            "{response}"
        );
        assert_eq!(response.set_cookies().len(), 1, "{response}");
        assert_eq!(response.header("cache-control"), "no-store", "{response}");
        site.get(path).send().await.problem(500, "internal");
        let head = site.call("HEAD", path).browser().send().await;
        assert_eq!((head.status, head.body.len()), (500, 0), "{head}");
    }
}

/// In the desk, in a page of the host and in its fallback.
async fn of_actix(_: Adapter) {
    let page = async |problem: Problem, request: ActixRequest| {
        let path = request.with(|request| request.path().to_owned()).await?;
        Ok::<_, Problem>(format!("{} at {path}", problem.status().as_u16()))
    };
    let desk = Desk::builder(App::default())
        .routes(app::routes())
        .base("/app")
        .problem_page(page);
    let desk = desk.build().unwrap();
    let app = App::default();
    let server = servers::actix::start(0, move |listener| {
        let make = move || {
            let form = async |forms: frontdesk::actix::Forms| forms.of::<app::Count>().open().into_string();
            ActixApp::new()
                .wrap(frontdesk::actix::pages(&desk))
                .route("/form", web::get().to(form))
                .service(web::scope("/app").configure(frontdesk::actix::desk(desk.clone())))
                .default_service(frontdesk::actix::problem_service(&desk, Problem::not_found()))
        };
        Ok(HttpServer::new(make)
            .workers(2)
            .disable_signals()
            .listen(listener)?
            .run())
    });
    let site = Site::with_server(Adapter::Actix, app, server.unwrap());
    for (path, status) in [("/nothing", 404), ("/app/nothing", 404), ("/form", 500)] {
        let response = site.get(path).browser().send().await.expect(status);
        assert_eq!(response.text(), format!("{status} at {path}"));
    }
}

/// A host app with the desk below a path, or with its routes alone, and a fallback of its own.
async fn host_misses(adapter: Adapter, base: &'static str) {
    let desk = Desk::builder(()).base(base).problem_page(by_path).build().unwrap();
    let missing = Problem::not_found().with_detail("There is no such page.");
    let server = if adapter == Adapter::Axum {
        let fallback = frontdesk::axum::problem_service(&desk, missing);
        let host = axum::Router::new().route("/own", axum::routing::get(async || "own"));
        let host = match base {
            "" => host.merge(frontdesk::axum::routes(&desk)),
            base => host.nest_service(base, desk.clone()),
        };
        let nested = axum::Router::new().fallback_service(fallback.clone());
        servers::axum::start(host.nest("/nested", nested).fallback_service(fallback), 0)
    } else {
        servers::actix::start(0, move |listener| {
            let make = move || {
                let scope = web::scope(base).configure(frontdesk::actix::desk(desk.clone()));
                let app = ActixApp::new().route("/own", web::get().to(async || "own"));
                let app = app.default_service(frontdesk::actix::problem_service(&desk, missing.clone()));
                if base.is_empty() { app } else { app.service(scope) }
            };
            Ok(HttpServer::new(make)
                .workers(2)
                .disable_signals()
                .listen(listener)?
                .run())
        })
    };
    let site = Site::with_server(adapter, App::default(), server.unwrap());
    assert_eq!(site.get("/own").send().await.expect(200).text(), "own");
    let below = format!("{base}/below");
    for path in ["/nothing", "/nested/nothing", &below] {
        let response = site.get(path).browser().send().await;
        // Below the path of a desk, the page sees the path as the desk's routes do; else as it was sent.
        let seen = path.strip_prefix(base).filter(|_| path == below).unwrap_or(path);
        assert_eq!(
            response.clone().expect(404).text(),
            format!("own 404 {}", &seen[1..]),
            "{response}"
        );
        assert_eq!(response.header("cache-control"), "no-store", "{response}");
        assert_eq!(
            response.header("content-type"),
            "text/html; charset=utf-8",
            "{response}"
        );
        let head = site.call("HEAD", path).browser().send().await;
        assert_eq!((head.status, head.body.len()), (404, 0), "{head}");
        assert_eq!(head.header("content-length"), response.body.len().to_string(), "{head}");
        let json = site.get(path).send().await.problem(404, "not-found");
        let detail = (path != below || base.is_empty()).then_some("There is no such page.");
        assert_eq!(json["detail"].as_str(), detail, "{json}");
        site.post(path).form("a=b").send().await.problem(404, "not-found");
    }
}
