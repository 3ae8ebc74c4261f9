//! Buttons, links and forms of any handler: what a browser presses, and what it sends.

use frontdesk::testing::Browser;
use frontdesk::{Body, Desk, Html, Query, Redirect, Request, Router, StatusCode, any, get, server_action};
use http_body_util::BodyExt as _;

use crate::fixtures::builder;

#[derive(serde::Deserialize)]
struct Part {
    html: String,
}

/// Writes the HTML in its query, so that each test brings its page.
async fn page(Query(part): Query<Part>) -> Html<String> {
    Html(part.html)
}

/// Describes a request: method, path and query, the beginning of the content type, and the body.
async fn sent(request: Request) -> String {
    let (parts, body) = request.into_parts();
    let kind = parts
        .headers
        .get("content-type")
        .map_or("", |kind| kind.to_str().unwrap());
    let kind = kind.split(';').next().unwrap();
    let body = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8_lossy(&body).replace("\r\n", "|");
    format!("{} {} {kind} {body}", parts.method, parts.uri)
        .trim_end()
        .to_owned()
}

fn desk() -> Desk {
    let routes = Router::new()
        .page("/", page)
        .route("/sent", any(sent))
        .route("/other", any(sent));
    builder(()).routes(routes).build().unwrap()
}

async fn browser(html: &str) -> Browser {
    let html: String = html.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let mut browser = Browser::new(desk());
    browser.get(&format!("/?html={html}")).await;
    browser
}

#[rustfmt::skip]
const CLICKS: &[(&str, &str, &str)] = &[
    // A given button sends its name and value, and no other.
    ("<form action=/sent method=post><input name=a value=1><button name=go value=save>Save</button><button name=go value=x>Delete</button></form>",
        "Delete", "POST /sent application/x-www-form-urlencoded a=1&go=x"),
    ("<form action=/sent method=post><button>Save</button><button id=del name=go>Delete</button></form>",
        "#del", "POST /sent application/x-www-form-urlencoded go="),
    ("<form action=/sent method=post><input name=a><input type=submit name=go value=Send></form>",
        "Send", "POST /sent application/x-www-form-urlencoded a=&go=Send"),
    ("<form action=/sent method=post><input type=image alt=Map name=at></form>",
        "Map", "POST /sent application/x-www-form-urlencoded at.x=0&at.y=0"),
    ("<form action=/sent method=post><input type=image alt=Map></form>",
        "Map", "POST /sent application/x-www-form-urlencoded x=0&y=0"),
    // Its attributes count.
    ("<form action=/sent method=post><input name=a value=1><button formaction=/other>Copy</button></form>",
        "Copy", "POST /other application/x-www-form-urlencoded a=1"),
    ("<form action=/sent method=post><input name=a value=1><button formmethod=get>Look</button></form>",
        "Look", "GET /sent?a=1"),
    ("<form action=/sent><input name=a value=1><button formmethod=POST formenctype=text/plain>Write</button></form>",
        "Write", "POST /sent text/plain a=1|"),
    // GET forms: the query is replaced.
    ("<form action='/sent?old=1#x'><input name=q value='a b&c'><button name=go value=1>Find</button></form>",
        "Find", "GET /sent?q=a+b%26c&go=1"),
    ("<form action=sent><input name=q value=1><button>Find</button></form>", "Find", "GET /sent?q=1"),
    // Controls and buttons outside of their form.
    ("<input form=f name=a value=1><form id=f action=/sent><input name=b value=2></form><button form=f name=go value=3>Go</button>",
        "Go", "GET /sent?a=1&b=2&go=3"),
    ("<form id=f action=/sent><input name=b value=2><input form=g name=c value=3><input form=none name=d><button>Go</button></form><form id=g></form>",
        "Go", "GET /sent?b=2"),
    // What is disabled is not sent.
    ("<form action=/sent><input name=a disabled><fieldset disabled><input name=b></fieldset><fieldset><input name=c value=1></fieldset><button>Go</button></form>",
        "Go", "GET /sent?c=1"),
    ("<form action=/sent><template><input name=a></template><button>Go</button></form>", "Go", "GET /sent?"),
    // Links, by text and by URL.
    ("<a href='/sent?x=1#top'>More <b>tea</b></a>", "More tea", "GET /sent?x=1"),
    ("<a href=/sent>More</a><a href='other?y'>More</a>", "other?y", "GET /other?y"),
    ("<a href='http://localhost/sent' aria-label=Edit>✎</a>", "Edit", "GET /sent"),
];

#[tokio::test]
async fn clicks_send_what_a_browser_sends() {
    for (html, what, expected) in CLICKS {
        let page = browser(html).await.click(what).await;
        assert_eq!(page.text(), *expected, "{html}");
    }
}

#[tokio::test]
async fn row_is_clicked_in_its_element() {
    let html = "<ul><li id=a><form action=/sent><button name=n value=1>Delete</button></form>\
        <li id=b><form action=/sent><button name=n value=2>Delete</button></form></ul>";
    // Without end tags, an element reaches to the end of the page, but for the last.
    let page = browser(html).await.click_in("b", "Delete").await;
    assert_eq!(page.text(), "GET /sent?n=2");
}

#[tokio::test]
async fn form_of_any_handler_is_filled_in() {
    let html = "<form action=/sent method=post><input name=user><button>Log in</button></form>";
    let page = browser(html)
        .await
        .press("Log in", |form| form.set_path("user", "ada"))
        .await;
    assert_eq!(page.text(), "POST /sent application/x-www-form-urlencoded user=ada");
}

#[tokio::test]
async fn link_within_the_page_loads_nothing() {
    let mut browser = browser("<a href='#top'>Up</a>").await;
    let url = browser.page().url().to_owned();
    assert_eq!(browser.click("Up").await.url(), url);
}

#[tokio::test]
async fn redirects_are_followed_as_in_a_browser() {
    let to = |status: u16| {
        any(async move || {
            let status = StatusCode::from_u16(status).unwrap();
            (status, [("location", "/sent?to#part")])
        })
    };
    let routes = [301, 302, 303, 307, 308]
        .into_iter()
        .fold(Router::new(), |routes, status| {
            routes.route(format!("/{status}"), to(status))
        });
    let again = get(async |Query(Count { n }): Query<Count>| match n {
        0 => (StatusCode::OK, [("location", String::new())]),
        n => (StatusCode::FOUND, [("location", format!("?n={}", n - 1))]),
    });
    let external = get(async || Redirect::external("https://other.example/"));
    let routes = routes
        .page("/", page)
        .route("/sent", any(sent))
        .route("/again", again)
        .route("/external", external);
    let desk = builder(()).routes(routes).build().unwrap();
    for (status, expected) in [
        (301, "GET /sent?to"),
        (302, "GET /sent?to"),
        (303, "GET /sent?to"),
        (307, "POST /sent?to application/x-www-form-urlencoded a=1"),
        (308, "POST /sent?to application/x-www-form-urlencoded a=1"),
    ] {
        let mut browser = Browser::new(desk.clone());
        let html = format!("%3Cform+method=post+action=/{status}%3E%3Cinput+name=a+value=1%3E%3Cbutton%3EGo");
        browser.get(&format!("/?html={html}")).await;
        let page = browser.click("Go").await;
        assert_eq!((page.text(), page.url()), (expected, "/sent?to#part"), "{status}");
    }
    let mut browser = Browser::new(desk);
    assert_eq!(browser.get("/again?n=20").await.url(), "/again?n=0");
    let external = browser.get("/external").await;
    assert_eq!((external.status().as_u16(), external.path()), (303, "/external"));
    let loops = tokio::spawn(async move { drop(browser.get("/again?n=21").await) });
    let panic = loops.await.unwrap_err().into_panic();
    assert!(
        panic
            .downcast_ref::<String>()
            .unwrap()
            .contains("more than 20 redirects")
    );
}

#[derive(serde::Deserialize)]
struct Count {
    n: u32,
}

#[tokio::test]
#[should_panic(expected = "has no button or link `Remove`. It has the button `Delete` #del, the link `Home` to /")]
async fn click_panics_with_what_the_page_has() {
    let html = "<form><button id=del>Delete</button></form><a href=/>Home</a>";
    browser(html).await.click("Remove").await;
}

#[server_action]
async fn on_no_page() {}

/// A test that fails is shown with its own line.
#[test]
fn panics_are_those_of_the_caller() {
    type Act = fn(&mut Browser);
    let acts: [Act; 5] = [
        |browser| drop(browser.click("None")),
        |browser| drop(browser.click_in("none", "None")),
        |browser| drop(browser.press("None", |form| form)),
        |browser| drop(browser.click("Away")),
        |browser| drop(browser.submit::<OnNoPage>(|form| form)),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let html = "<form><button>Delete</button></form><a href=https://other.example/>Away</a>";
    let page = runtime.block_on(browser(html));
    let (sender, files) = std::sync::mpsc::channel();
    let own = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == own {
            let _ = sender.send(panic.location().unwrap().file().to_owned());
        } else {
            before(panic);
        }
    }));
    for act in acts {
        let mut browser = page.clone();
        let act = std::panic::AssertUnwindSafe(|| act(&mut browser));
        std::panic::catch_unwind(act).unwrap_err();
        assert_eq!(files.try_recv().unwrap(), file!());
    }
}

#[tokio::test]
#[should_panic(expected = "has `Delete` 2 times: click one by its `#id`")]
async fn click_panics_if_several_match() {
    browser("<form><button>Delete</button><button>Delete</button></form>")
        .await
        .click("Delete")
        .await;
}

#[tokio::test]
#[should_panic(expected = "`https://other.example/` is not at `http://localhost`")]
async fn click_panics_on_a_link_to_another_origin() {
    browser("<a href=https://other.example/>Away</a>")
        .await
        .click("Away")
        .await;
}

/// `Secure` and the prefixes go by the scheme, and paths count.
#[tokio::test]
async fn cookies_follow_the_origin() {
    let set = get(async || {
        let headers = [("set-cookie", "__Host-id=1; Path=/; Secure"), ("x-other", "")];
        (headers, "")
    });
    let seen = |headers: frontdesk::HeaderMap| async move {
        let get = |name: &str| {
            headers
                .get(name)
                .map_or("-", |value| value.to_str().unwrap())
                .to_owned()
        };
        format!("{} {} {}", get("host"), get("cookie"), get("sec-fetch-site"))
    };
    let routes = Router::new().route("/set", set).route("/seen", get(seen));
    let desk = builder(()).routes(routes).build().unwrap();
    for (origin, expected) in [
        ("https://app.example", "app.example __Host-id=1 same-origin"),
        ("http://localhost:3000", "localhost:3000 __Host-id=1 same-origin"),
        ("http://127.0.0.1", "127.0.0.1 __Host-id=1 same-origin"),
        ("http://app.example", "app.example - -"),
    ] {
        let mut browser = Browser::new(desk.clone()).origin(origin);
        browser.get("/set").await;
        assert_eq!(browser.get("/seen").await.text(), expected);
    }
}

/// A layer with a session around the desk and the app's own login.
#[tokio::test]
async fn axum_app_is_called_with_its_layers() {
    use axum::extract::Request;
    use axum::http::HeaderMap;
    use axum::middleware::{Next, from_fn};
    use axum::response::{IntoResponse, Redirect};
    use axum::routing::get;

    let session = async |request: Request, next: Next| {
        let cookie = request
            .headers()
            .get("cookie")
            .map_or("", |cookie| cookie.to_str().unwrap());
        let is_open = cookie.contains("session=ada") || request.uri().path() == "/login";
        match is_open {
            true => next.run(request).await,
            false => Redirect::to("/login").into_response(),
        }
    };
    let form = axum::response::Html("<form method=post><input name=user><button>Log in</button></form>");
    let login = get(async move || form).post(async |body: String| {
        let cookie = format!("session={}; Path=/; HttpOnly", body.trim_start_matches("user="));
        ([("set-cookie", cookie)], Redirect::to("/seen?x"))
    });
    let seen = frontdesk::get(async |headers: HeaderMap| headers["cookie"].to_str().unwrap().to_owned());
    let desk = builder(()).routes(Router::new().route("/seen", seen)).build().unwrap();
    let app = axum::Router::new()
        .route("/login", login)
        .fallback_service(desk)
        .layer(from_fn(session));

    let mut browser = Browser::of(app);
    assert_eq!(browser.get("/seen").await.path(), "/login");
    let page = browser.press("Log in", |form| form.set_path("user", "ada")).await;
    assert_eq!((page.url(), page.text()), ("/seen?x", "session=ada"));
    assert_eq!(browser.cookie("session"), Some("ada"));
}

#[cfg(feature = "actix")]
#[actix_web::test]
async fn actix_app_is_called_with_its_desk() {
    use actix_web::{App, HttpRequest, HttpResponse, test, web};

    let seen = frontdesk::get(async |headers: frontdesk::HeaderMap| {
        let cookie = headers.get("cookie").map_or("-", |cookie| cookie.to_str().unwrap());
        cookie.to_owned()
    });
    let desk = builder(()).routes(Router::new().route("/seen", seen)).build().unwrap();
    let form = async || {
        HttpResponse::Ok().body("<form method=post action=login><input name=user><button>Log in</button></form>")
    };
    let login = async |request: HttpRequest, body: String| {
        assert_eq!(request.headers().get("host").unwrap(), "localhost");
        HttpResponse::SeeOther()
            .insert_header(("location", "/seen"))
            .insert_header(("set-cookie", format!("{body}; Path=/")))
            .finish()
    };
    let app = App::new()
        .route("/login", web::get().to(form))
        .route("/login", web::post().to(login))
        .configure(frontdesk::actix::desk(desk));
    let mut browser = Browser::of_actix(test::init_service(app).await);
    browser.get("/login").await;
    let page = browser.press("Log in", |form| form.set_path("user", "ada")).await;
    assert_eq!((page.path(), page.text()), ("/seen", "user=ada"));
    assert_eq!(browser.get("/nothing").await.status().as_u16(), 404);
}

#[tokio::test]
async fn body_of_a_failed_service_is_a_panic() {
    let failing = tower::service_fn(async |_: http::Request<Body>| Err::<http::Response<Body>, _>("no database"));
    let failed = tokio::spawn(async move { drop(Browser::of(failing).get("/").await) });
    let panic = failed.await.unwrap_err().into_panic();
    assert_eq!(
        panic.downcast_ref::<String>().map(String::as_str),
        Some("the service failed: \"no database\"")
    );
}
