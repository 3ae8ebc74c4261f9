//! Actions at paths of their own: the same rules as below `/_actions/`, and the page's own methods.

use conformance::servers::Adapter;
use frontdesk::{IntoResponse, Problem, Route, Router, RouterExt};
use tower::layer::layer_fn;

use crate::fixtures::layers::Mark;
use crate::harness::browser::Browser;
use crate::harness::client::{Call, Response};
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("action_paths");
    topic.own("page_has_the_other_methods", methods);
    topic.own("there_is_no_second_url", no_other_url);
    topic.own("order_of_the_checks_is_the_same", order);
    topic.own("failed_form_is_repopulated", form_loop);
    topic.own("failed_form_is_the_one_with_its_parameters", right_one);
    topic.own("parameters_are_percent_decoded", spellings);
    topic.on(
        "paths_are_below_the_base_path",
        &[Adapter::Axum, Adapter::Actix],
        On::Own,
        below,
    );
    topic.on(
        "forms_on_a_host_page_post_to_the_paths",
        &[Adapter::Axum, Adapter::Actix],
        On::Own,
        host_page,
    );
    topic.own("layers_of_the_router_cover_its_actions", router_layers);
    topic.own("layer_actions_covers_the_whole_url", action_layers);
}

fn shelve(site: &Site) -> Call {
    site.post("/shelf").header("sec-fetch-site", "same-origin")
}

async fn methods(site: Site) {
    let allow = "GET, HEAD, OPTIONS, POST";
    let page = site.get("/shelf").send().await.expect(200);
    let head = site.call("HEAD", "/shelf").send().await.expect(200);
    assert_eq!(head.header("content-length"), page.header("content-length"));
    assert_eq!(
        site.call("OPTIONS", "/shelf").send().await.expect(204).header("allow"),
        allow
    );
    for method in ["PUT", "PATCH", "DELETE", "PURGE", "post"] {
        let response = site.call(method, "/shelf").send().await;
        response.problem(405, "method-not-allowed");
        assert_eq!(response.header("allow"), allow, "{method}");
    }
    // Where there is no page.
    let drop = "/shelf/1/drop";
    assert_eq!(
        site.call("OPTIONS", drop).send().await.expect(204).header("allow"),
        "OPTIONS, POST"
    );
    for method in ["GET", "HEAD", "PUT"] {
        let response = site.call(method, drop).send().await.expect(405);
        assert_eq!(response.header("allow"), "OPTIONS, POST", "{method}");
    }
    let response = site.post(drop).header("sec-fetch-site", "same-origin").send().await;
    assert_eq!(response.expect(204).header("cache-control"), "no-store");
}

async fn no_other_url(site: Site) {
    for path in ["/_actions/shelve", "/_actions/drop_book", "/_actions/shelf"] {
        let call = site.post(path).header("sec-fetch-site", "same-origin");
        call.form("text=x").send().await.problem(404, "unknown-action");
    }
    for path in [
        "/shelf/",
        "/Shelf",
        "/%73helf",
        "/shelf//drop",
        "/shelf/1/drop/",
        "/shelf/1/2/drop",
        "/shelf/1/dro%70",
    ] {
        let call = site.post(path).header("sec-fetch-site", "same-origin");
        call.form("text=x").send().await.problem(404, "not-found");
    }
    assert!(site.app.shelf.all().is_empty());
}

async fn order(site: Site) {
    let long = "text=".to_owned() + &"x".repeat(2 * 1024 * 1024);
    for path in ["/shelf", "/shelf/1/drop"] {
        let post = || site.post(path);
        let cross = post()
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "text/plain");
        cross.body(long.clone()).send().await.problem(403, "cross-site");
        post().form("text=x").send().await.expect(403);
        let own = || post().header("sec-fetch-site", "same-origin");
        let wrong = own().header("content-type", "text/plain").body(long.clone());
        wrong.send().await.problem(415, "unsupported-media-type");
        own().form(long.clone()).send().await.problem(413, "body-too-large");
        let refused = post()
            .browser()
            .header("origin", "http://evil.example")
            .form("__fd_return=%2Fshelf");
        let refused = refused.send().await;
        refused.problem_page(403, "origin-mismatch");
        assert!(refused.set_cookies().is_empty(), "{refused}");
    }
    let bad = site.post("/shelf/x/drop").header("sec-fetch-site", "same-origin");
    bad.send().await.problem(400, "invalid-path");
    shelve(&site).form("text=").send().await.problem(422, "invalid-fields");
    assert!(site.app.shelf.all().is_empty());
    let response = shelve(&site).form("text=Dune").send().await.expect(200);
    assert_eq!(response.header("frontdesk-redirect"), "/shelf");
    assert_eq!(site.app.shelf.all(), [(1, "Dune".to_owned())]);
}

async fn form_loop(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/shelf").await;
    let mut form = page.form("/shelf");
    let long = "t".repeat(21);
    let url = browser.fail(form.set("text", &long)).await;
    assert!(url.starts_with("/shelf?_fd="), "{url}");
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.errors("text"), ["must have at most 20 characters"]);
    let mut form = page.form("/shelf");
    assert_eq!(form.value("text"), Some(long.as_str()));
    assert_eq!(browser.submit(form.set("text", "Dune")).await.location(), "/shelf");
    let (page, _) = browser.open("/shelf").await;
    assert!(page.source().contains("<li>Dune"), "{}", page.source());
    let form = page.form("/shelf/1/drop");
    assert!(form.value("__fd_key").is_none(), "the path is the key");
    assert_eq!(browser.submit(&form).await.location(), "/shelf");
    assert!(site.app.shelf.all().is_empty());
}

/// The body is refused unread, so that only the path tells which form was sent.
async fn right_one(site: Site) {
    for book in ["a", "b", "c"] {
        site.app.shelf.add(book.to_owned());
    }
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/shelf").await;
    let form = page.form("/shelf/2/drop");
    let call = site
        .post(&form.action)
        .browser()
        .header("sec-fetch-site", "same-origin");
    let call = call
        .header("origin", site.origin())
        .header("referer", format!("{}/shelf", site.origin()));
    let response = call
        .header("content-type", "text/plain")
        .body("x")
        .send()
        .await
        .expect(303);
    browser.jar.take(&response);
    let (page, _) = browser.open(response.location()).await;
    let source = page.source();
    let item = source.split("<li>").find(|item| item.starts_with('b')).unwrap();
    assert!(item.contains("data-problem=\"unsupported-media-type\""), "{source}");
    assert_eq!(source.matches("data-problem").count(), 1, "{source}");
}

async fn spellings(site: Site) {
    for book in ["a", "b"] {
        site.app.shelf.add(book.to_owned());
    }
    for (path, left) in [("/shelf/%31/drop", 1), ("/shelf/2/drop?x=1", 0), ("/shelf/2/drop", 0)] {
        let call = site.post(path).header("sec-fetch-site", "same-origin");
        call.send().await.expect(204);
        assert_eq!(site.app.shelf.all().len(), left, "{path}");
    }
}

async fn below(site: Site) {
    let site = Site::below(site.adapter, "/app", |desk| desk);
    site.app.shelf.add("Dune".to_owned());
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/app/shelf").await;
    let url = browser.fail(&page.form("/app/shelf")).await;
    assert!(url.starts_with("/app/shelf?_fd="), "{url}");
    let form = page.form("/app/shelf/1/drop");
    assert_eq!(browser.submit(&form).await.location(), "/app/shelf");
    assert!(site.app.shelf.all().is_empty());
}

async fn host_page(site: Site) {
    for base in ["", "/app"] {
        let site = Site::below(site.adapter, base, |desk| desk);
        let at = |path: &str| format!("{base}{path}");
        let mut browser = Browser::new(&site);
        let (page, _) = browser.open(&at("/host/shelf")).await;
        let mut form = page.form(&at("/shelf"));
        let long = "t".repeat(21);
        let url = browser.fail(form.set("text", &long)).await;
        assert!(url.starts_with(&at("/host/shelf?_fd=")), "{url}");
        let (page, _) = browser.open(&url).await;
        assert_eq!(page.errors("text"), ["must have at most 20 characters"]);
        let mut form = page.form(&at("/shelf"));
        assert_eq!(form.value("text"), Some(long.as_str()));
        let done = browser.submit(form.set("text", "Dune")).await;
        assert_eq!(done.location(), at("/shelf"));
        let (page, _) = browser.open(&at("/host/shelf")).await;
        let form = page.form(&at("/shelf/1/drop"));
        assert_eq!(browser.submit(&form).await.location(), at("/host/shelf"));
        assert!(site.app.shelf.all().is_empty());
    }
}

/// Requires the header `x-login`.
fn login(route: Route) -> Route {
    Route::from_fn(move |request| {
        if request.headers().contains_key("x-login") {
            return route.serve(request);
        }
        Box::pin(async { Problem::unauthorized("Bearer").into_response() })
    })
}

async fn refused(call: Call) -> Response {
    let response = call.send().await;
    response.problem(401, "unauthorized");
    response
}

async fn router_layers(site: Site) {
    let routes = || {
        let inner = Router::new()
            .action_at::<conformance::app::Count>("/count")
            .action::<conformance::app::Add>()
            .layer(Mark("inner"));
        Router::new().nest("/admin", inner).layer(layer_fn(login))
    };
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    for path in ["/admin/count", "/_actions/add"] {
        let call = || site.post(path).header("sec-fetch-site", "same-origin").form("a=1&b=2");
        refused(call()).await;
        // The guard is inside the layers, and before anything is read.
        let cross = site
            .post(path)
            .header("sec-fetch-site", "cross-site")
            .header("x-login", "1");
        assert_eq!(cross.send().await.expect(403).header("x-mark"), "inner");
        let response = call().header("x-login", "1").send().await.expect(200);
        assert_eq!(response.header("x-mark"), "inner", "{path}");
        refused(site.get(path)).await;
    }
    site.action("count").send().await.problem(404, "unknown-action");
    // A linked action is outside of all routers.
    shelve(&site).form("text=x").send().await.expect(200);
}

async fn action_layers(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| {
        let names = |name: &str| ["count", "shelve", "drop_book"].contains(&name);
        desk.layer_actions(names, layer_fn(login))
            .layer_actions(|_| true, Mark("all"))
    });
    for path in ["/_actions/count", "/shelf", "/shelf/1/drop"] {
        let response = refused(site.post(path).header("sec-fetch-site", "same-origin")).await;
        assert_eq!(response.header("x-mark"), "all", "{path}");
    }
    for path in ["/_actions/count", "/shelf/1/drop"] {
        refused(site.get(path)).await;
    }
    assert!(site.get("/shelf").send().await.expect(200).all("x-mark").is_empty());
    let response = site.action("add").form("a=1&b=2").send().await.expect(200);
    assert_eq!(response.header("x-mark"), "all");
    let call = shelve(&site).header("x-login", "1").form("text=Dune");
    call.send().await.expect(200);
    assert_eq!((site.app.shelf.all().len(), site.app.counts.calls()), (1, 0));
}
