//! A desk that is mounted below a path of its host: axum's `nest` and actix's `scope`.

use conformance::app::App;
use conformance::servers::Adapter;
use frontdesk::{BasePath, Forms, Router, get};

use crate::harness::browser::Browser;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const HOSTS: [Adapter; 2] = [Adapter::Axum, Adapter::Actix];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("base_path");
    topic.on("routes_are_below_it", &HOSTS, On::Shared, routes);
    topic.on("other_paths_are_the_hosts", &HOSTS, On::Shared, outside);
    topic.on("form_loop_works", &HOSTS, On::Shared, |site| {
        form_loop(site, "/app/notes")
    });
    topic.on("form_loop_works_on_a_host_page", &HOSTS, On::Shared, |site| {
        form_loop(site, "/app/host/notes")
    });
    topic.on("it_is_the_default_return_url", &HOSTS, On::Shared, default_return_url);
    topic.on("root_of_the_desk_is_the_base_path", &HOSTS, On::Own, root);
    topic.on("actions_are_below_it", &HOSTS, On::Shared, actions);
}

fn below(site: &Site) -> Site {
    Site::below(site.adapter, "/app", |desk| desk)
}

async fn routes(site: Site) {
    let site = below(&site);
    for (path, text) in [
        ("/app/hello", "hello"),
        ("/app/basic/acme/endpoint", "acme"),
        (
            "/app/host/ping",
            if site.adapter == Adapter::Axum {
                "pong from axum"
            } else {
                "pong from actix"
            },
        ),
    ] {
        assert_eq!(site.get(path).send().await.expect(200).text(), text, "{path}");
    }
    let response = site.get("/app/files/a%20b/c%2Fd?x=1").send().await.expect(200);
    assert_eq!(response.json(), serde_json::json!({"path": ["a b", "c/d"]}));
    assert_eq!(site.get("/app/search?q=x").send().await.expect(200).json()["q"], "x");
    let created = site
        .post("/app/api/items")
        .json(r#"{"name":"x"}"#)
        .send()
        .await
        .expect(201);
    let location = created.location();
    assert_eq!(location, "/app/api/items/1");
    site.get(location).send().await.expect(200);
}

async fn outside(site: Site) {
    let site = below(&site);
    for path in [
        "/hello",
        "/",
        "/application",
        "/app2/hello",
        "/_actions/add",
        "/app/nothing",
    ] {
        let response = site.get(path).send().await.expect(404);
        // Below the path the desk responds, elsewhere the host.
        let ours = path.starts_with("/app/");
        assert_eq!(
            response.all("content-type").contains(&"application/problem+json"),
            ours,
            "{response}"
        );
    }
    let root = site.get("/app").send().await.expect(404);
    root.problem(404, "not-found");
}

async fn form_loop(site: Site, path: &str) {
    let site = below(&site);
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open(&format!("{path}?page=2")).await;
    let mut form = page.form("/app/_actions/create_note");
    assert_eq!(form.value("__fd_return"), Some(format!("{path}?page=2").as_str()));
    let url = browser.fail(form.set("title", "taken")).await;
    assert!(url.starts_with(&format!("{path}?page=2&_fd=")), "{url}");
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.errors("title"), ["there is a note of that title already"]);
    let response = browser
        .submit(page.form("/app/_actions/create_note").set("title", "x"))
        .await;
    assert!(browser.jar.states().is_empty(), "{:?}", browser.jar);
    assert_eq!(response.location(), "/app/notes");
    let (page, _) = browser.open("/app/notes").await;
    assert_eq!(page.notes(), ["1"]);
    browser.submit(&page.form("/app/_actions/delete_note")).await;
    assert!(site.app.notes.all().is_empty());
}

async fn default_return_url(site: Site) {
    let site = below(&site);
    let call = site
        .post("/app/_actions/set_theme")
        .browser()
        .header("sec-fetch-site", "same-origin");
    assert_eq!(call.form("theme=x").send().await.expect(303).location(), "/app");
    let call = site
        .post("/app/_actions/add")
        .browser()
        .header("sec-fetch-site", "same-origin");
    let response = call.form("a=x").send().await.expect(303);
    assert!(response.location().starts_with("/app?_fd="), "{response}");
    let call = site
        .post("/app/_actions/set_theme")
        .browser()
        .header("sec-fetch-site", "same-origin");
    let call = call.header("referer", format!("{}/app/notes?page=2", site.origin()));
    assert_eq!(
        call.form("theme=x").send().await.expect(303).location(),
        "/app/notes?page=2"
    );
}

async fn actions(site: Site) {
    let site = below(&site);
    let call = site.post("/app/_actions/add").header("origin", site.origin());
    assert_eq!(call.form("a=1&b=2").send().await.expect(200).json(), 3);
    let call = site.post("/app/_actions/add").header("origin", "http://evil.example");
    call.form("a=1&b=2").send().await.problem(403, "origin-mismatch");
    let call = site.post("/app/_actions/nope").header("origin", site.origin());
    call.send().await.problem(404, "unknown-action");
    let response = site.get("/app/_actions/add").send().await;
    response.problem(405, "method-not-allowed");
}

/// The page at `/` is at `/app`, and pages can ask for that.
async fn root(site: Site) {
    async fn page(base: BasePath, forms: Forms) -> String {
        format!("{base} {} {} {}", forms.base(), base.join("/"), base.join("/a?b=/"))
    }
    let routes = || {
        Router::<App>::new()
            .page("/base", page)
            .page("/cached-base", get(async |base: BasePath| base.to_string()).cached())
    };
    for (base, text) in [("", "  / /a?b=/"), ("/app", "/app /app /app /app/a?b=/")] {
        let site = Site::below(site.adapter, base, |desk| desk.routes(routes()));
        assert_eq!(site.get(&format!("{base}/base")).send().await.expect(200).text(), text);
        assert_eq!(
            site.get(&format!("{base}/cached-base")).send().await.expect(200).text(),
            base
        );
    }
    let site = Site::below(site.adapter, "/app", |desk| {
        desk.routes(Router::<App>::new().page("/", async |base: BasePath| base.join("/")))
    });
    assert_eq!(site.get("/app").send().await.expect(200).text(), "/app");
}
