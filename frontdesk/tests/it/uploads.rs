//! Uploads: reading and saving files, refusing them, and removing temporary files.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use frontdesk::runtime::TokioRuntime;
use frontdesk::{Body, Desk, Forms, FromForm, Html, Limits, Problem, Request, Router, Upload, server_action};
use futures_util::StreamExt;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};

use crate::fixtures::{cookie_header, cookies, text};

/// Returns the note, and `name|type|size|first ten bytes` of each file.
#[server_action]
async fn describe(one: Upload, maybe: Option<Upload>, many: Vec<Upload>, note: String) -> Result<Vec<String>, Problem> {
    let mut all = vec![note];
    for mut upload in [one].into_iter().chain(maybe).chain(many) {
        let content = upload.bytes().await?;
        assert_eq!(content.len() as u64, upload.size());
        let begin = String::from_utf8_lossy(&content[..content.len().min(10)]).into_owned();
        all.push(format!(
            "{}|{}|{}|{begin}",
            upload.file_name().unwrap_or("-"),
            upload.content_type().unwrap_or("-"),
            upload.size()
        ));
    }
    Ok(all)
}

#[server_action]
async fn limited(#[field(max = "100KB", accept = "image/*,.pdf")] file: Option<Upload>, title: String) -> u64 {
    file.map_or(0, |file| file.size()) + title.len() as u64
}

/// The rules of a file may be declared on a type.
#[derive(FromForm)]
struct Photo(#[field(max = "100KB", accept = "image/*,.pdf")] Upload);

#[server_action]
async fn typed(file: Option<Photo>, more: Vec<Photo>, title: String) -> u64 {
    file.into_iter().chain(more).map(|photo| photo.0.size()).sum::<u64>() + title.len() as u64
}

#[server_action(body_limit = "4MiB")]
async fn keep(file: Upload, to: String, then: String) -> Result<(), Problem> {
    match then.as_str() {
        "panic" => panic!("as asked"),
        "fail" => return Err(Problem::conflict("as-asked")),
        "wait" => tokio::time::sleep(Duration::from_millis(50)).await,
        _ => {}
    }
    Ok(file.persist(to).await?)
}

#[server_action(body_limit = "4MiB")]
async fn echo(file: Upload) -> Result<usize, Problem> {
    let mut chunks = 0;
    let mut stream = Box::pin(file.into_stream());
    while let Some(chunk) = stream.next().await {
        assert!(chunk?.len() <= 64 * 1024);
        chunks += 1;
    }
    Ok(chunks)
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Limited>();
    let (file, title) = (form.field(Limited::FILE), form.field(Limited::TITLE));
    let many = forms.of::<Describe>();
    let many = many.field(Describe::MANY);
    let typed = forms.of::<Typed>();
    let (photo, photos) = (typed.field(Typed::FILE), typed.field(Typed::MORE));
    Html(format!(
        "{}{}{:?}{}{}{}{}",
        form.open(),
        file.typed_input(),
        file.errors(),
        title.typed_input(),
        many.typed_input(),
        photo.typed_input(),
        photos.typed_input()
    ))
}

struct Site {
    desk: Desk,
    dir: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut limits = Limits::default();
        limits.read_timeout = Duration::from_millis(200);
        let desk = Desk::builder(())
            .routes(Router::new().page("/", page))
            .action::<Describe>()
            .action::<Limited>()
            .action::<Typed>()
            .action::<Keep>()
            .action::<Echo>()
            .limits(limits)
            .runtime(TokioRuntime::new().spool_dir(dir.path()))
            .build()
            .unwrap();
        Self { desk, dir }
    }

    async fn post(&self, action: &str, body: impl Into<Body>) -> (StatusCode, String) {
        self.send(request(action).body(body.into()).unwrap()).await
    }

    async fn send(&self, request: Request) -> (StatusCode, String) {
        let response = self.desk.respond(request).await;
        (response.status(), text(response).await)
    }

    /// Returns how many temporary files there are: those with a name, and on Linux those without
    /// one, which are only open.
    fn spooled(&self) -> usize {
        let open = std::fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
        let open = open.filter_map(|entry| std::fs::read_link(entry.path()).ok());
        let open = open.filter(|path| path.starts_with(self.dir.path())).count();
        open.max(std::fs::read_dir(self.dir.path()).unwrap().count())
    }
}

fn request(action: &str) -> http::request::Builder {
    http::Request::post(format!("/_actions/{action}"))
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=xx")
}

fn part(disposition: &str, content: impl AsRef<[u8]>) -> Vec<u8> {
    let head = format!("--xx\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
    [head.as_bytes(), content.as_ref(), b"\r\n"].concat()
}

fn body(parts: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut body: Vec<u8> = parts.into_iter().flatten().collect();
    body.extend_from_slice(b"--xx--\r\n");
    body
}

fn json(values: &[&str]) -> String {
    serde_json::to_string(values).unwrap()
}

fn code(problem: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(problem).unwrap();
    value["code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn files_are_read_in_any_order_of_parts() {
    let site = Site::new();
    let large = "x".repeat(300_000);
    let form = body([
        part(
            "name=many; filename=\"../../a.txt\"\r\nContent-Type: text/plain",
            &large,
        ),
        part("name=many[]; filename=\"C:\\\\x\\\\y.png\"", ""),
        part("name=note", "n\r\no"),
        part(
            "name=one; filename=\"日本%22.bin\"\r\nContent-Type: application/x-y",
            b"\0\xff\r\n--x",
        ),
        part("name=many; filename=\"\"\r\nContent-Type: application/octet-stream", ""),
    ]);
    let expected = json(&[
        "n\no",
        "日本\".bin|application/x-y|7|\0\u{fffd}\r\n--x",
        "a.txt|text/plain|300000|xxxxxxxxxx",
        "y.png|-|0|",
    ]);
    // Arguments and parts may be in different order.
    assert_eq!(site.post("describe", form).await, (StatusCode::OK, expected));
    let form = body([
        part("name=one; filename=a", "1"),
        part("name=maybe; filename=b", "2"),
        part("name=note", ""),
    ]);
    assert_eq!(site.post("describe", form).await.1, json(&["", "a|-|1|1", "b|-|1|2"]));
    assert_eq!(site.spooled(), 0);
}

#[tokio::test]
async fn field_errors_name_missing_and_invalid_files() {
    let site = Site::new();
    for (parts, errors) in [
        (vec![], r#"{"note":["required"],"one":["required"]}"#),
        (
            vec![part("name=one; filename=\"\"", "")],
            r#"{"note":["required"],"one":["required"]}"#,
        ),
        (
            vec![part("name=one", "")],
            r#"{"note":["required"],"one":["required"]}"#,
        ),
        (
            vec![part("name=one", "text"), part("name=note", "")],
            r#"{"one":["must be a file"]}"#,
        ),
        (
            vec![part("name=one; filename=a", "1"), part("name=note; filename=b", "2")],
            r#"{"note":["must be text, not a file"]}"#,
        ),
        (
            vec![
                part("name=one; filename=a", "1"),
                part("name=one; filename=a", "1"),
                part("name=note", ""),
            ],
            r#"{"one":["sent more than once"]}"#,
        ),
        (
            vec![
                part("name=one; filename=a", "1"),
                part("name=many[x]; filename=a", "1"),
                part("name=note", b"\xff"),
            ],
            r#"{"many":["must be a list"],"note":["is not valid UTF-8 text"]}"#,
        ),
    ] {
        let (status, text) = site.post("describe", body(parts)).await;
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status.as_u16(), json["errors"].to_string()), (422, errors.to_owned()));
    }
}

#[tokio::test]
async fn file_rules_limit_size_and_kind() {
    let site = Site::new();
    for (head, size, expected) in [
        ("filename=a.pdf", 100_000, Ok("100001")),
        ("filename=a.PDF", 0, Ok("1")),
        ("filename=a\r\nContent-Type: image/png", 5, Ok("6")),
        ("filename=\"\"", 0, Ok("1")),
        ("filename=a.pdf", 100_001, Err("is too large: at most 100 KB")),
        ("filename=a.pdf", 700_000, Err("is too large: at most 100 KB")),
        ("filename=a.exe", 5, Err("must be one of: image/*, .pdf")),
    ] {
        let form = body([
            part(&format!("name=file; {head}"), vec![b'x'; size]),
            part("name=title", "t"),
        ]);
        for action in ["limited", "typed"] {
            let (status, body) = site.post(action, form.clone()).await;
            match expected {
                Ok(value) => assert_eq!((status.as_u16(), body.as_str()), (200, value), "{head}"),
                Err(message) => {
                    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
                    assert_eq!(
                        (status.as_u16(), &body["errors"]["file"][0]),
                        (422, &message.into()),
                        "{head}"
                    );
                }
            }
        }
        assert_eq!(site.spooled(), 0);
    }
}

#[tokio::test]
async fn form_and_inputs_have_the_attributes_for_files() {
    let site = Site::new();
    let page = site.send(Request::get("/").body(Body::empty()).unwrap()).await.1;
    for piece in [
        r#"accept-charset="utf-8" enctype="multipart/form-data">"#,
        r#"<input type="file" id="limited-file" name="file" accept="image/*,.pdf">"#,
        r#"<input type="text" id="limited-title" name="title" value="">"#,
        r#"<input type="file" id="describe-many" name="many" multiple>"#,
        r#"<input type="file" id="typed-file" name="file" accept="image/*,.pdf">"#,
        r#"<input type="file" id="typed-more" name="more" accept="image/*,.pdf" multiple>"#,
    ] {
        assert!(page.contains(piece), "{piece}\n{page}");
    }
}

#[tokio::test]
async fn failed_form_is_repopulated_without_files() {
    let site = Site::new();
    let form = body([
        part("name=file; filename=private.exe", "secret content"),
        part("name=title", "draft"),
        part("name=__fd_return", "/"),
    ]);
    let request = request("limited")
        .header("accept", "text/html")
        .body(form.into())
        .unwrap();
    let response = site.desk.respond(request).await;
    assert_eq!(response.status(), 303);
    let location = response.headers()[LOCATION].to_str().unwrap();
    let cookie = cookie_header(&cookies(&response));
    let page = Request::get(location)
        .header("cookie", cookie)
        .body(Body::empty())
        .unwrap();
    let page = site.send(page).await.1;
    assert!(page.contains("draft") && page.contains("must be one of"), "{page}");
    assert!(!page.contains("private") && !page.contains("secret"), "{page}");
}

#[tokio::test]
async fn files_are_accepted_only_in_multipart() {
    let site = Site::new();
    for kind in [
        "application/x-www-form-urlencoded",
        "application/json",
        "application/postcard",
        "text/plain",
    ] {
        let request = http::Request::post("/_actions/limited")
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, kind)
            .body(Body::from("title=x"))
            .unwrap();
        let response = site.desk.respond(request).await;
        assert_eq!(response.status(), 415, "{kind}");
        assert_eq!(response.headers()["accept"], "multipart/form-data");
    }
}

#[tokio::test]
async fn persisted_file_remains_and_all_others_are_removed() {
    let site = Site::new();
    let out = tempfile::tempdir().unwrap();
    let form = |then: &str, to: &Path, size: usize| {
        body([
            part("name=then", then),
            part("name=file; filename=f", vec![b'x'; size]),
            part("name=to", to.to_str().unwrap()),
        ])
    };
    for (index, size) in [0, 10, 64 * 1024, 64 * 1024 + 1, 3_000_000].into_iter().enumerate() {
        let to = out.path().join(index.to_string());
        assert_eq!(site.post("keep", form("", &to, size)).await.0, StatusCode::NO_CONTENT);
        assert_eq!(std::fs::metadata(&to).unwrap().len(), size as u64);
        assert_eq!(site.spooled(), 0);
    }
    let to = out.path().join("none");
    for (then, status) in [("panic", 500), ("fail", 409)] {
        assert_eq!(site.post("keep", form(then, &to, 500_000)).await.0, status);
        assert_eq!(site.spooled(), 0, "{then}");
    }
    assert_eq!(
        site.post("keep", form("", Path::new("/nowhere/at/all"), 500_000))
            .await
            .0,
        500
    );
    assert_eq!((site.spooled(), to.exists()), (0, false));
    assert_eq!(
        site.post("echo", body([part("name=file; filename=f", vec![b'x'; 130_000])]))
            .await
            .1,
        "2"
    );
}

/// Returns a body of these chunks that never ends.
fn endless(chunks: Vec<Vec<u8>>) -> Body {
    let chunks = futures_util::stream::iter(chunks.into_iter().map(Ok::<_, std::io::Error>));
    Body::from_stream(chunks.chain(futures_util::stream::pending()))
}

#[tokio::test]
async fn aborted_upload_leaves_no_temporary_file() {
    let site = Arc::new(Site::new());
    let start = || part("name=file; filename=f", vec![b'x'; 500_000]);
    // The body stalls.
    let (status, problem) = site.post("keep", endless(vec![start()])).await;
    assert_eq!((status.as_u16(), code(&problem).as_str()), (408, "body-stalled"));
    // The client disconnects.
    let upload = tokio::spawn({
        let site = Arc::clone(&site);
        async move { site.post("keep", endless(vec![start()])).await }
    });
    while site.spooled() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    upload.abort();
    assert!(upload.await.unwrap_err().is_cancelled());
    // The body fails, or is truncated.
    let broken = futures_util::stream::iter([Ok(start()), Err(std::io::Error::other("reset"))]);
    assert_eq!(site.post("keep", Body::from_stream(broken)).await.0, 400);
    assert_eq!(site.post("keep", start()).await.0, 400);
    // Another field is missing.
    assert_eq!(site.post("keep", body([start()])).await.0, 422);
    for _ in 0..200 {
        if site.spooled() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{} temporary files remain", site.spooled());
}

#[tokio::test]
async fn limits_apply_while_the_form_is_received() {
    let site = Site::new();
    let many = |count: usize| body((0..count).map(|_| part("name=a", "1")));
    let nested = format!("name=title{}", "[b]".repeat(500));
    for (form, status, expected) in [
        (many(5_000), 413, "too-many-fields"),
        (
            body([part(&format!("name=a{}", "\r\nX: y".repeat(50_000)), "")]),
            413,
            "part-headers-too-large",
        ),
        (
            body([part(&format!("name=a; filename={}", "x".repeat(9_000)), "")]),
            413,
            "part-headers-too-large",
        ),
        (body([part(&nested, "1")]), 413, "too-many-levels"),
        (body([part("name=title", vec![b'x'; 1_100_000])]), 413, "too-much-text"),
        (
            body([part("name=a; filename=x", vec![b'x'; 1_200_000])]),
            413,
            "body-too-large",
        ),
        (b"--xx\r\n".to_vec(), 400, "invalid-multipart"),
        (b"--yy--\r\n".to_vec(), 400, "invalid-multipart"),
        (Vec::new(), 400, "invalid-multipart"),
        (
            body([b"--xx\r\nContent-Type: text/plain\r\n\r\nx\r\n".to_vec()]),
            400,
            "invalid-multipart",
        ),
    ] {
        // In one chunk, and in many without a Content-Length.
        let chunks: Vec<_> = form
            .chunks(4096)
            .map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()))
            .collect();
        let responses = [
            site.post("limited", form).await,
            site.post("limited", Body::from_stream(futures_util::stream::iter(chunks)))
                .await,
        ];
        for (got, body) in responses {
            assert_eq!((got.as_u16(), code(&body).as_str()), (status, expected));
        }
    }
    let declared = request("limited")
        .header(CONTENT_LENGTH, "4294967296")
        .body(endless(vec![]))
        .unwrap();
    assert_eq!(site.send(declared).await.0, 413);
    let no_boundary = http::Request::post("/_actions/limited")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "multipart/form-data")
        .body(Body::from(many(1)))
        .unwrap();
    assert_eq!(site.send(no_boundary).await.0, 400);
    assert_eq!(site.spooled(), 0);
}
