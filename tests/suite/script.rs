//! The script of pages: its file, its tag, and the build of the app.

use std::io::Read as _;

use conformance::servers::Adapter;
use flate2::read::GzDecoder;
use frontdesk::{Html, Router, Script, get};
use frontdesk_script::{EXTRAS, File, INTEGRITY, MAIN};

use crate::harness::client::Response;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("script");
    topic.shared("file_is_stored_for_good", served);
    topic.shared("file_is_compressed_for_those_who_can_read_it", compressed);
    topic.shared("file_that_is_known_is_not_sent_again", known);
    topic.shared("file_of_another_build_is_not_found_and_not_stored", missing);
    topic.shared("other_methods_are_refused", methods);
    topic.on(
        "file_is_below_the_base_path",
        &[Adapter::Axum, Adapter::Actix],
        On::Own,
        below_base,
    );
    topic.own("pages_have_its_tag", tags);
    topic.own("build_is_named_where_the_script_asks", build);
}

fn path(file: &File) -> String {
    format!("/_frontdesk/{}", file.name)
}

#[track_caller]
fn assert_headers(response: &Response, encoding: &[&str]) {
    assert_eq!(
        response.header("cache-control"),
        "public, max-age=31536000, immutable",
        "{response}"
    );
    assert_eq!(response.header("x-content-type-options"), "nosniff", "{response}");
    assert_eq!(
        response.header("vary").to_ascii_lowercase(),
        "accept-encoding",
        "{response}"
    );
    assert_eq!(response.all("content-encoding"), encoding, "{response}");
    assert!(response.set_cookies().is_empty(), "{response}");
}

async fn served(site: Site) {
    for file in [&MAIN, &EXTRAS] {
        let path = path(file);
        let response = site.get(&path).send().await.expect(200);
        assert_headers(&response, &[]);
        assert_eq!(response.header("content-type"), JAVASCRIPT);
        assert_eq!(response.text(), file.text);
        let head = site.call("HEAD", &path).send().await.expect(200);
        assert_headers(&head, &[]);
        assert_eq!(head.header("content-length"), file.text.len().to_string());
        assert!(head.body.is_empty());
    }
}

async fn compressed(site: Site) {
    for (file, accept) in [(&MAIN, "gzip"), (&MAIN, "br, gzip;q=0.5, *;q=0"), (&EXTRAS, "gzip")] {
        let call = site.get(&path(file)).header("accept-encoding", accept);
        let response = call.send().await.expect(200);
        assert_headers(&response, &["gzip"]);
        assert_eq!(response.header("content-type"), JAVASCRIPT);
        let mut text = String::new();
        GzDecoder::new(&*response.body).read_to_string(&mut text).unwrap();
        assert_eq!(text, file.text);
    }
    let call = site.get(&path(&MAIN)).header("accept-encoding", "br, gzip;q=0");
    assert_eq!(call.send().await.expect(200).text(), MAIN.text);
}

async fn known(site: Site) {
    for file in [&MAIN, &EXTRAS] {
        let path = path(file);
        let plain = site.get(&path).send().await.expect(200).header("etag").to_owned();
        let gzip = site.get(&path).header("accept-encoding", "gzip").send().await;
        let gzip = gzip.expect(200).header("etag").to_owned();
        assert_ne!(plain, gzip);
        for (accept, tags, status) in [
            ("identity", plain.clone(), 304),
            ("gzip", gzip.clone(), 304),
            ("gzip", format!("\"x\", W/{gzip}"), 304),
            ("gzip", "*".to_owned(), 304),
            ("gzip", plain.clone(), 200),
            ("gzip", "\"x\"".to_owned(), 200),
        ] {
            let call = site.get(&path).header("accept-encoding", accept);
            let response = call.header("if-none-match", &tags).send().await.expect(status);
            assert_eq!(response.body.is_empty(), status == 304, "{response}");
            assert_eq!(response.header("cache-control"), "public, max-age=31536000, immutable");
            assert!(!response.header("etag").is_empty(), "{response}");
        }
    }
}

async fn missing(site: Site) {
    for name in [
        "0123456789abcdef.js",
        "",
        "x/y",
        &MAIN.name.to_uppercase(),
        &format!("{}/", MAIN.name),
    ] {
        let response = site.get(&format!("/_frontdesk/{name}")).send().await.expect(404);
        assert_eq!(response.header("cache-control"), "no-store", "{name}: {response}");
    }
}

async fn methods(site: Site) {
    for method in ["POST", "PUT", "DELETE"] {
        let response = site
            .call(method, &path(&MAIN))
            .header("sec-fetch-site", "same-origin")
            .send()
            .await;
        assert_eq!(response.expect(405).header("allow"), "GET, HEAD");
    }
}

async fn page(script: Script) -> Html<String> {
    Html(
        script
            .tag_with([
                ("nonce", "a\"b"),
                ("data-retry", "<Again>"),
                ("SRC", "/x"),
                ("de fer", ""),
            ])
            .into_string(),
    )
}

fn pages() -> Router<conformance::app::App> {
    Router::new().page("/dynamic", page).page("/cached", get(page).cached())
}

async fn tags(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| desk.routes(pages()).build_id("one"));
    let again = Site::with_desk(site.adapter, |desk| desk.routes(pages()).build_id("one"));
    let other = Site::with_desk(site.adapter, |desk| desk.routes(pages()).build_id("two"));
    let tag = site.get("/dynamic").send().await.expect(200).text();
    let start = format!(
        "<script src=\"{}\" integrity=\"{INTEGRITY}\" data-build=\"",
        path(&MAIN)
    );
    let rest = tag.strip_prefix(&start).unwrap_or_else(|| panic!("{tag}"));
    let (build, rest) = rest.split_at(12);
    assert!(build.bytes().all(|byte| byte.is_ascii_hexdigit()), "{tag}");
    assert_eq!(
        rest,
        "\" nonce=\"a&quot;b\" data-retry=\"&lt;Again&gt;\" defer></script>"
    );
    // Instances of one build have one page, which may be cached.
    assert_eq!(again.get("/cached").send().await.expect(200).text(), tag);
    assert_ne!(other.get("/cached").send().await.expect(200).text(), tag);
}

async fn below_base(site: Site) {
    let site = Site::below(site.adapter, "/app", |desk| desk.routes(pages()));
    let tag = site.get("/app/dynamic").send().await.expect(200).text();
    assert!(tag.contains(&format!("src=\"/app{}\"", path(&MAIN))), "{tag}");
    let response = site.get(&format!("/app{}", path(&MAIN))).send().await.expect(200);
    assert_eq!(response.text(), MAIN.text);
    site.get(&path(&MAIN)).send().await.expect(404);
}

async fn build(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| desk.routes(pages()).build_id("one"));
    let tag = site.get("/dynamic").send().await.expect(200).text();
    let own = tag
        .split("data-build=\"")
        .nth(1)
        .map(|rest| rest[..12].to_owned())
        .unwrap();
    let plain = site.get("/dynamic").send().await.expect(200);
    assert!(plain.all("frontdesk-build").is_empty(), "{plain}");
    for (asked, status) in [(&*own, 200), ("", 200), ("000000000000", 204)] {
        // No page is rendered for the script of another build: the browser loads it.
        for path in ["/dynamic", "/notes"] {
            let response = site
                .get(path)
                .header("frontdesk-request", asked)
                .send()
                .await
                .expect(status);
            assert_eq!(response.all("frontdesk-build"), [&*own], "{response}");
            assert_eq!(response.body.is_empty(), status == 204, "{response}");
            if status == 204 {
                assert_eq!(response.header("cache-control"), "no-store", "{response}");
            }
        }
        // But forms are served: they were filled in.
        let call = site.action("create_note").header("frontdesk-request", asked);
        let created = call
            .form("title=Right&body=&password=&__fd_return=%2Fnotes")
            .send()
            .await
            .expect(200);
        assert_eq!(created.header("frontdesk-redirect"), "/notes");
        assert_eq!(created.all("frontdesk-build"), [&*own], "{created}");
    }
    assert_eq!(site.app.notes.all().len(), 3);
}
