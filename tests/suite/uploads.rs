//! Forms with files: the page `/upload`, and what its action accepts.

use std::fmt::Write as _;

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::harness::browser::Browser;
use crate::harness::client::Response;
use crate::harness::multipart::{File, Parts};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const UPLOAD: &str = "/_actions/upload";

/// `body_limit = "5MB"`
const LIMIT: usize = 5_000_000;

/// The name, the parameter of the part's header, and the file name that the action sees.
#[rustfmt::skip]
const NAMES: &[(&str, &str, Option<&str>)] = &[
    ("plain", "filename=\"a.txt\"", Some("a.txt")),
    ("token", "filename=a.txt", Some("a.txt")),
    ("utf8", "filename=\"häß 日本.txt\"", Some("häß 日本.txt")),
    ("percent_quote", "filename=\"a%22b.txt\"", Some("a\"b.txt")),
    ("escaped_quote", "filename=\"a\\\"b.txt\"", Some("a\"b.txt")),
    ("semicolon", "filename=\"a; name=b.txt\"", Some("a; name=b.txt")),
    ("path", "filename=\"../../etc/passwd\"", Some("passwd")),
    ("absolute_path", "filename=\"/etc/passwd\"", Some("passwd")),
    ("windows_path", "filename=\"C:\\\\temp\\\\a.txt\"", Some("a.txt")),
    ("dots", "filename=\"..\"", None),
    ("control", "filename=\"a\tb.txt\"", Some("ab.txt")),
    ("not_utf8_is_replaced", "filename=\"a\u{fffd}.txt\"", Some("a\u{fffd}.txt")),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("uploads");
    for size in [0, 1, 65_536, 65_537, 1_000_000, 4_900_000] {
        topic.shared(&format!("file_of_{size}_bytes"), move |site| of_size(site, size));
    }
    for (name, head, expected) in NAMES {
        topic.shared(&format!("file_name_{name}"), move |site| named(site, head, *expected));
    }
    topic.own("page_shows_the_uploaded_file", page);
    topic.own("missing_file_loses_no_other_value", missing);
    topic.shared("parts_may_have_any_order", order);
    topic.shared("file_for_text_and_text_for_a_file_are_errors", confused);
    topic.shared("files_need_multipart", other_types);
    topic.shared("script_gets_field_errors_as_json", script);
    topic.shared("file_over_the_limit_is_413", too_large);
    topic.shared("file_over_the_limit_loses_no_other_value", too_large_in_a_browser);
    topic.shared("uploads_are_received_concurrently", many);
}

fn sha256(content: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(content) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Binary content, with the beginnings of boundaries in it.
fn content(size: usize) -> Bytes {
    let pattern = b"\r\n------conform\xff\0\r\n--\r\n\r\n";
    pattern.iter().copied().cycle().take(size).collect()
}

#[track_caller]
fn received(response: Response, name: Option<&str>, kind: Option<&str>, content: &[u8], note: &str) {
    let expected = json!({
        "name": name, "size": content.len(), "content_type": kind, "sha256": sha256(content), "note": note,
    });
    assert_eq!(response.expect(200).json(), expected);
}

async fn of_size(site: Site, size: usize) {
    let content = content(size);
    let file = File::new("a.bin", "application/x-thing", content.clone());
    let parts = Parts::default().text("note", "n").file("file", &file);
    let response = site.action("upload").multipart(parts.clone()).send().await;
    received(response, Some("a.bin"), Some("application/x-thing"), &content, "n");
    // In chunks, without a declared length.
    let body = parts.finished();
    let call = site.action("upload").multipart_type();
    let response = call.in_chunks(body, 1000).send().await;
    received(response, Some("a.bin"), Some("application/x-thing"), &content, "n");
}

async fn named(site: Site, head: &str, expected: Option<&str>) {
    let parts = Parts::default()
        .part(format!("name=\"file\"; {head}"), "x")
        .text("note", "");
    received(
        site.action("upload").multipart(parts).send().await,
        expected,
        None,
        b"x",
        "",
    );
}

async fn page(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/upload").await;
    let mut form = page.form(UPLOAD);
    assert!(form.control("file").has("required"), "{}", page.source());
    let content = content(200_000);
    form.set("note", "one\ntwo & three")
        .attach("file", File::new("<b>.png", "image/png", content.clone()));
    let response = browser.submit(&form).await;
    assert!(response.location().starts_with("/upload?_fd="), "{response}");
    let (page, _) = browser.open(response.location()).await;
    let shown = ["data-name", "data-size", "data-type", "data-sha256", "data-note-text"].map(|at| page.text_at(at));
    let hash = sha256(&content);
    let expected = ["<b>.png", "200000", "image/png", &hash, "one\ntwo & three"];
    assert_eq!(shown, expected.map(Some), "{}", page.source());
    assert_eq!(
        page.form(UPLOAD).value("note"),
        Some(""),
        "values of a success are not repopulated"
    );
    let (page, _) = browser.open(response.location()).await;
    assert_eq!(page.text_at("data-name"), None, "the result is shown once");
}

async fn missing(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/upload?x=1").await;
    let mut form = page.form(UPLOAD);
    let note = "a text of some length\n".repeat(4000);
    let url = browser.fail(form.set("note", &note)).await;
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.errors("file"), ["required"]);
    let mut form = page.form(UPLOAD);
    assert_eq!(form.value("note").unwrap().replace("\r\n", "\n"), note);
    assert_eq!(form.value("file"), None);
    assert_eq!(form.value("__fd_return"), Some("/upload?x=1"));
    // An empty file is a file.
    let response = browser
        .submit(form.attach("file", File::new("empty.txt", "text/plain", "")))
        .await;
    let (page, _) = browser.open(response.location()).await;
    assert_eq!(page.text_at("data-size"), Some("0"));
}

async fn order(site: Site) {
    let file = File::new("a", "", "1");
    let noise = File::new("b", "", content(100_000));
    for parts in [
        Parts::default().file("file", &file).text("note", "n"),
        Parts::default().text("note", "n").file("file", &file),
        Parts::default()
            .file("other", &noise)
            .text("note", "n")
            .text("x", "y")
            .file("file", &file),
    ] {
        received(
            site.action("upload").multipart(parts).send().await,
            Some("a"),
            None,
            b"1",
            "n",
        );
    }
}

async fn confused(site: Site) {
    let file = File::new("a.txt", "text/plain", "1");
    let none = File::default();
    for (parts, errors) in [
        (
            Parts::default().text("file", "text").text("note", ""),
            json!({"file": ["must be a file"]}),
        ),
        (
            Parts::default().file("file", &file).file("note", &file),
            json!({"note": ["must be text, not a file"]}),
        ),
        (
            Parts::default()
                .file("file", &file)
                .file("file", &file)
                .text("note", ""),
            json!({"file": ["sent more than once"]}),
        ),
        (
            Parts::default().file("file", &none).text("note", ""),
            json!({"file": ["required"]}),
        ),
        (Parts::default(), json!({"file": ["required"], "note": ["required"]})),
    ] {
        let problem = site.action("upload").multipart(parts).send().await;
        assert_eq!(problem.problem(422, "invalid-fields")["errors"], errors);
    }
}

async fn other_types(site: Site) {
    for call in [
        site.action("upload").form("note=x"),
        site.action("upload").json(r#"{"note":"x"}"#),
        site.action("upload")
            .header("content-type", "application/postcard")
            .body("x"),
    ] {
        let response = call.send().await;
        assert_eq!(response.status, 415, "{response}");
        assert_eq!(response.header("accept"), "multipart/form-data");
    }
}

async fn script(site: Site) {
    let response = site
        .action("upload")
        .multipart(Parts::default().text("note", "n"))
        .send()
        .await;
    let problem: Value = response.problem(422, "invalid-fields");
    assert_eq!(problem["errors"], json!({"file": ["required"]}));
    assert!(response.set_cookies().is_empty(), "{response}");
}

async fn too_large(site: Site) {
    for size in [LIMIT, LIMIT + 1, 3 * LIMIT] {
        let file = File::new("a", "", content(size));
        let parts = Parts::default().text("note", "n").file("file", &file);
        let response = site.action("upload").multipart(parts.clone()).send().await;
        response.problem(413, "body-too-large");
        let body = parts.finished();
        let call = site.action("upload").multipart_type();
        let response = call.in_chunks(body, 100_000).send().await;
        response.problem(413, "body-too-large");
    }
}

/// The other values are salvaged from the part of the body that was read.
async fn too_large_in_a_browser(site: Site) {
    for chunked in [false, true] {
        let mut browser = Browser::new(&site);
        let file = File::new("a", "", content(2 * LIMIT));
        let parts = Parts::default()
            .text("__fd_return", "/upload?x=1")
            .text("note", "a long story")
            .file("file", &file);
        let call = site
            .post(UPLOAD)
            .browser()
            .header("sec-fetch-site", "same-origin")
            .multipart_type();
        let body = parts.finished();
        let call = if chunked {
            call.in_chunks(body, 100_000)
        } else {
            call.body(body)
        };
        let response = call.send().await.expect(303);
        assert!(response.location().starts_with("/upload?x=1&_fd="), "{response}");
        browser.jar.take(&response);
        let (page, _) = browser.open(response.location()).await;
        assert_eq!(page.problems(), ["body-too-large"]);
        assert_eq!(page.errors("file"), ["choose the file again"]);
        assert_eq!(page.form(UPLOAD).value("note"), Some("a long story"), "{chunked}");
    }
}

async fn many(site: Site) {
    let calls = (0..20_usize).map(|n| {
        let site = site.clone();
        async move {
            let content = content(150_000 + n);
            let parts = Parts::default()
                .file("file", &File::new("a", "", content.clone()))
                .text("note", n.to_string());
            let response = site.action("upload").multipart(parts).send().await;
            received(response, Some("a"), None, &content, &n.to_string());
        }
    });
    futures_util::future::join_all(calls).await;
}
