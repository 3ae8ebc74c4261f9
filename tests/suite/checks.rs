//! Checks of a form while it is filled in, at the URL of its action followed by `/check`.

use conformance::app::App;
use frontdesk::{FieldErrors, FromForm, Message, Path, Problem, State, Upload, server_action};
use serde_json::{Value, json};

use crate::harness::browser::Browser;
use crate::harness::client::{Call, Response};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("checks");
    for row in VERDICTS {
        topic.shared(row.name, |site| verdict(site, row));
    }
    for row in CLIENTS {
        topic.shared(row.name, |site| client(site, row));
    }
    topic.own("function_never_runs", never_runs);
    topic.shared("submit_has_the_verdict_of_the_check", submitted);
    topic.shared("only_own_pages_may_ask", origins);
    topic.own("action_with_a_path_of_its_own_has_the_url_too", own_path);
    topic.own("refused_extractor_is_plain", refused);
    topic.shared("files_are_not_needed", files);
    topic.shared("sealed_arguments_are_opened", sealed);
    topic.own("token_of_a_once_form_is_not_used_up", once);
    topic.own("cookies_are_neither_read_nor_written", cookies);
    topic.shared("header_at_the_url_of_the_action_is_refused", other_url);
    topic.shared("form_has_the_url_for_unpoly", url_of_form);
}

/// A request to `/_actions/<action>/check`, and the verdict.
struct Verdict {
    name: &'static str,
    action: &'static str,
    query: &'static str,
    body: &'static str,
    status: u16,
    /// The messages by field of a 422, or the code of another problem.
    verdict: &'static str,
}

#[rustfmt::skip]
const VERDICTS: &[Verdict] = &[
    Verdict { name: "right_field", action: "create_note", query: "?field=title", body: "title=milk", status: 204, verdict: "" },
    Verdict { name: "wrong_field", action: "create_note", query: "?field=title", body: "title=&body=x", status: 422, verdict: r#"{"title":["required"]}"# },
    Verdict { name: "check_of_the_field", action: "create_note", query: "?field=title", body: "title=taken", status: 422, verdict: r#"{"title":["there is a note of that title already"]}"# },
    Verdict { name: "other_fields_are_left_out", action: "create_note", query: "?field=body", body: "title=taken&body=x", status: 204, verdict: "" },
    Verdict { name: "two_fields", action: "create_note", query: "?field=title&field=pinned", body: "title=taken&pinned=maybe", status: 422, verdict: r#"{"pinned":["must be true or false"],"title":["there is a note of that title already"]}"# },
    Verdict { name: "no_field_is_all", action: "create_note", query: "", body: "title=taken", status: 422, verdict: r#"{"body":["required"],"password":["required"],"title":["there is a note of that title already"]}"# },
    Verdict { name: "all_fields_right", action: "create_note", query: "", body: "title=a&body=&password=", status: 204, verdict: "" },
    Verdict { name: "unknown_field", action: "create_note", query: "?field=nope", body: "title=a", status: 400, verdict: "unknown-field" },
    Verdict { name: "unknown_field_beside_a_known_one", action: "create_note", query: "?field=title&field=nope", body: "title=a", status: 400, verdict: "unknown-field" },
    Verdict { name: "part_of_a_number_is_unknown", action: "checked_numbers", query: "?field=numbers%5B0%5D.x", body: "numbers[0].x=a", status: 400, verdict: "unknown-field" },
    Verdict { name: "key_of_a_list_is_unknown", action: "checked_numbers", query: "?field=numbers%5Bx%5D", body: "numbers[x]=a", status: 400, verdict: "unknown-field" },
    Verdict { name: "item_of_a_list", action: "checked_numbers", query: "?field=numbers%5B1%5D", body: "numbers[]=1&numbers[]=a", status: 422, verdict: r#"{"numbers[1]":["not a number"]}"# },
    Verdict { name: "part_of_a_text_is_unknown", action: "create_note", query: "?field=title.x", body: "title=a", status: 400, verdict: "unknown-field" },
    Verdict { name: "blank_field_is_unknown", action: "create_note", query: "?field=", body: "title=a", status: 400, verdict: "unknown-field" },
    Verdict { name: "ten_names", action: "create_note", query: "?field=title&field=title&field=title&field=title&field=title&field=title&field=title&field=title&field=title&field=body", body: "title=a&body=", status: 204, verdict: "" },
    Verdict { name: "eleven_names", action: "create_note", query: "?field=title&field=title&field=title&field=title&field=title&field=title&field=title&field=title&field=title&field=title&field=body", body: "title=a&body=", status: 400, verdict: "too-many-names" },
    Verdict { name: "field_in_the_body_is_a_field_of_the_form", action: "create_note", query: "?field=title", body: "title=a&field=nope", status: 204, verdict: "" },
    Verdict { name: "own_rules_come_before_the_check", action: "checked_order", query: "?field=count", body: "count=x", status: 422, verdict: r#"{"count":["not a number"]}"# },
    Verdict { name: "check_of_a_number", action: "checked_order", query: "?field=count", body: "count=7", status: 422, verdict: r#"{"count":["must be even"]}"# },
    Verdict { name: "check_runs_whatever_others_have", action: "checked_order", query: "", body: "count=7&name=ada&again=bob&lines[0].word=x", status: 422, verdict: r#"{"again":["is not the same"],"count":["must be even"],"lines[0].word":["is not a word"]}"# },
    Verdict { name: "errors_below_a_field", action: "checked_order", query: "?field=lines", body: "lines[3].word=x&lines[5].word=word", status: 422, verdict: r#"{"lines[0].word":["is not a word"]}"# },
    Verdict { name: "part_of_a_field", action: "checked_order", query: "?field=lines%5B0%5D.word", body: "lines[0].word=x", status: 422, verdict: r#"{"lines[0].word":["is not a word"]}"# },
    Verdict { name: "another_part_of_a_field", action: "checked_order", query: "?field=lines%5B1%5D.word", body: "lines[0].word=x&lines[1].word=word", status: 204, verdict: "" },
    Verdict { name: "rule_of_two_fields", action: "checked_order", query: "?field=again", body: "name=ada&again=bob&count=2", status: 422, verdict: r#"{"again":["is not the same"]}"# },
    Verdict { name: "problem_of_a_check_ends_the_request", action: "checked_order", query: "?field=name", body: "name=locked&again=locked&count=2", status: 403, verdict: "forbidden" },
    Verdict { name: "problem_of_a_check_that_was_not_asked_for", action: "checked_order", query: "?field=count", body: "name=locked&again=locked&count=2", status: 204, verdict: "" },
    Verdict { name: "error_of_a_check_is_masked", action: "checked_order", query: "?field=name", body: "name=broken&count=2", status: 500, verdict: "internal" },
    Verdict { name: "panic_of_a_check_is_masked", action: "checked_order", query: "?field=name", body: "name=panics&count=2", status: 500, verdict: "internal" },
    Verdict { name: "body_of_another_type", action: "create_note", query: "?field=title", body: "", status: 204, verdict: "json" },
    Verdict { name: "action_that_does_not_exist", action: "nothing", query: "", body: "", status: 404, verdict: "unknown-action" },
    Verdict { name: "action_that_any_site_may_call", action: "checked_by_anyone", query: "?field=text", body: "text=a", status: 404, verdict: "unknown-action" },
];

/// A word of an order.
#[derive(Debug, FromForm)]
struct CheckedLine {
    word: String,
}

/// Counts how often it runs.
#[server_action(state = App)]
async fn checked_order(
    #[extract] State(app): State<App>,
    #[field(check = is_known)] name: String,
    #[garde(matches(name))] again: String,
    #[field(check = is_even)] count: u32,
    #[field(check = are_words)] lines: Vec<CheckedLine>,
) -> u32 {
    drop((name, again, lines));
    app.counts.call() + count
}

/// Counts how often it runs.
#[server_action(state = App)]
async fn checked_numbers(#[extract] State(app): State<App>, numbers: Vec<u32>) -> u32 {
    drop(numbers);
    app.counts.call()
}

async fn is_known(State(app): State<App>, name: &str) -> Result<(), Problem> {
    match name {
        "locked" => Err(Problem::forbidden()),
        "broken" => Err(std::io::Error::other("secret-internal-detail"))?,
        "panics" => panic!("secret-internal-detail"),
        "noted" if app.notes.all().is_empty() => Err(Problem::field("name", "there are no notes")),
        _ => Ok(()),
    }
}

async fn is_even(count: &u32) -> Result<(), Message> {
    tokio::task::yield_now().await;
    match count.is_multiple_of(2) {
        true => Ok(()),
        false => Err("must be even".into()),
    }
}

async fn are_words(lines: &[CheckedLine]) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::none();
    for (index, line) in lines.iter().enumerate() {
        if line.word.len() < 2 {
            errors.merge(FieldErrors::new("is not a word").at("word").at_index(index));
        }
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(errors),
    }
}

/// Any site may call it, so it has no check.
#[server_action(origin = "any")]
async fn checked_by_anyone(#[field(check = is_lower)] text: String) -> usize {
    text.len()
}

async fn is_lower(text: &str) -> Result<(), Message> {
    match text.chars().all(char::is_lowercase) {
        true => Ok(()),
        false => Err("must be lowercase".into()),
    }
}

fn check(site: &Site, action: &str, query: &str) -> Call {
    site.action(&format!("{action}/check{query}"))
}

async fn verdict(site: Site, row: &Verdict) {
    let call = check(&site, row.action, row.query);
    let call = match row.verdict {
        "json" => call.json(r#"{"title":"a"}"#),
        _ => call.form(row.body),
    };
    let response = call.send().await.expect(row.status);
    assert_eq!(response.header("cache-control"), "no-store");
    assert_eq!(response.set_cookies(), [""; 0]);
    match row.status {
        204 => assert_eq!(response.text(), ""),
        422 => {
            let problem = response.problem(422, "invalid-fields");
            let expected: Value = serde_json::from_str(row.verdict).unwrap();
            assert_eq!(problem["errors"], expected);
            let codes: Vec<_> = problem["codes"].as_object().unwrap().keys().collect();
            assert_eq!(codes, expected.as_object().unwrap().keys().collect::<Vec<_>>());
        }
        status => drop(response.problem(status, row.verdict)),
    }
    assert!(!response.text().contains("secret"), "{response}");
}

async fn never_runs(site: Site) {
    for row in VERDICTS {
        check(&site, row.action, row.query).form(row.body).send().await;
    }
    for row in CLIENTS {
        row.call(&site).send().await;
    }
    assert!(site.app.notes.all().is_empty());
    assert_eq!(site.action("count").send().await.expect(200).json(), 1);
}

/// A submit of a form that is wrong in other fields, or only in the check's.
async fn submitted(site: Site) {
    for (body, expected) in [
        (
            "title=taken&body=x",
            r#"{"password":["required"],"title":["there is a note of that title already"]}"#,
        ),
        (
            "title=taken&body=x&password=",
            r#"{"title":["there is a note of that title already"]}"#,
        ),
        ("title=&body=x&password=", r#"{"title":["required"]}"#),
    ] {
        let expected: Value = serde_json::from_str(expected).unwrap();
        let checked = check(&site, "create_note", "").form(body).send().await;
        assert_eq!(checked.problem(422, "invalid-fields")["errors"], expected, "{body}");
        let submitted = site.action("create_note").form(body).send().await;
        assert_eq!(submitted.problem(422, "invalid-fields")["errors"], expected, "{body}");
    }
    for (body, status, code) in [
        ("name=locked&again=locked&count=2", 403, "forbidden"),
        ("name=broken&again=x&count=3", 500, "internal"),
        ("name=panics&again=panics&count=2", 500, "internal"),
    ] {
        let submitted = site.action("checked_order").form(body).send().await;
        submitted.problem(status, code);
        assert!(!submitted.text().contains("secret"), "{submitted}");
    }
}

/// A verdict depends on the app's data, so it is for the app's own pages in browsers that name the
/// origin of a request.
async fn origins(site: Site) {
    let settings = conformance::app::Settings {
        allow_non_browser: true,
        trusted_origins: vec!["https://pay.example".to_owned()],
        ..conformance::app::Settings::default()
    };
    let open = Site::start(site.adapter, &settings);
    let own = open.origin();
    let referer = format!("{own}/notes");
    for (headers, is_call_accepted, is_check_accepted) in [
        (&[("sec-fetch-site", "same-origin")][..], true, true),
        (&[("origin", &own)], true, true),
        (&[("sec-fetch-site", "none")], true, true),
        (&[], true, false),
        (&[("referer", &referer)], true, false),
        (&[("origin", "https://pay.example")], true, false),
        (
            &[("sec-fetch-site", "cross-site"), ("origin", "https://pay.example")],
            true,
            false,
        ),
        (&[("sec-fetch-site", "cross-site")], false, false),
        (&[("sec-fetch-site", "same-site")], false, false),
        (&[("origin", "https://evil.example")], false, false),
        (&[("origin", "null")], false, false),
    ] {
        for (path, is_accepted, accepted) in [
            ("/_actions/short_text", is_call_accepted, 200),
            ("/_actions/short_text/check", is_check_accepted, 204),
            ("/_actions/short_text/check?field=text", is_check_accepted, 204),
        ] {
            let response = open.post(path).headers(headers).form("text=a").send().await;
            let expected = if is_accepted { accepted } else { 403 };
            assert_eq!(response.status, expected, "{path} {headers:?}");
        }
    }
}

#[server_action(path = "/checked/{id}", state = App)]
async fn checked_at(
    #[extract] State(app): State<App>,
    #[extract] Path(id): Path<u32>,
    #[field(check = is_lower)] text: String,
) -> u32 {
    drop(text);
    app.counts.call() + id
}

#[server_action(path = "/checked-rest/{*rest}")]
async fn checked_rest(text: String) -> String {
    text
}

async fn own_path(site: Site) {
    let routes = frontdesk::Router::new()
        .page("/checked/{a}/{b}", async |Path((a, b)): Path<(String, String)>| {
            format!("page {a} {b}")
        })
        .page("/shelf/{id}", async |Path(id): Path<String>| format!("book {id}"));
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    let post = |path: &str, body: &str| {
        site.post(path)
            .header("sec-fetch-site", "same-origin")
            .form(body)
            .send()
    };
    post("/checked/7/check?field=text", "text=a").await.expect(204);
    let problem = post("/checked/7/check", "text=A").await.problem(422, "invalid-fields");
    assert_eq!(problem["errors"], json!({"text": ["must be lowercase"]}));
    // The extractors run as for a call.
    post("/checked/x/check", "text=a").await.problem(400, "invalid-path");
    assert_eq!(post("/checked/7", "text=a").await.expect(200).json(), 8);
    // Other methods are those of the page that the path matches too.
    assert_eq!(
        site.get("/checked/7/check").send().await.expect(200).text(),
        "page 7 check"
    );
    assert_eq!(site.get("/shelf/check").send().await.expect(200).text(), "book check");
    assert_eq!(site.get("/shelf/7").send().await.expect(200).text(), "book 7");
    post("/shelf/check?field=text", "text=")
        .await
        .problem(422, "invalid-fields");
    // Whatever the other route has, POST is among the methods of the path.
    for (method, path, status) in [
        ("DELETE", "/checked/7/check", 405),
        ("OPTIONS", "/checked/7/check", 204),
        ("PUT", "/shelf/check", 405),
        ("OPTIONS", "/shelf/check", 204),
    ] {
        for accept in ["*/*", "text/html"] {
            let response = site
                .call(method, path)
                .header("accept", accept)
                .send()
                .await
                .expect(status);
            assert_eq!(response.header("allow"), "GET, HEAD, OPTIONS, POST", "{method} {path}");
            if status == 405 {
                assert!(response.text().contains("GET, HEAD, OPTIONS, POST"), "{response}");
            }
        }
    }
    let allowed = site.call("DELETE", "/checked/7/other").send().await.expect(405);
    assert_eq!(allowed.header("allow"), "GET, HEAD, OPTIONS");
    // Without such a page there is only POST.
    let allowed = site.get("/shelf/7/drop/check").send().await.expect(405);
    assert_eq!(allowed.header("allow"), "OPTIONS, POST");
    let allowed = site.get("/_actions/create_note/check").send().await.expect(405);
    assert_eq!(allowed.header("allow"), "POST");
    // Nothing can follow the rest of a path.
    assert_eq!(post("/checked-rest/a/check", "text=b").await.expect(200).json(), "b");
}

#[server_action]
async fn checked_member(#[extract] member: Member, #[field(check = is_lower)] text: String) -> String {
    member.0 + &text
}

/// The value of the header `x-member`; others are sent to the login, or elsewhere by a response of the
/// extractor's own.
struct Member(String);

impl<S: Sync> frontdesk::FromRequestParts<S> for Member {
    type Rejection = frontdesk::Response;

    async fn from_request_parts(
        parts: &mut frontdesk::http::request::Parts,
        state: &S,
    ) -> Result<Self, frontdesk::Response> {
        use frontdesk::IntoResponse as _;
        let cookies = frontdesk::Cookies::from_request_parts(parts, state).await.unwrap();
        cookies.set("seen", "1");
        match parts.headers.get("x-member").map(|name| name.to_str().unwrap()) {
            Some("elsewhere") => Err((
                frontdesk::StatusCode::SEE_OTHER,
                [("location", "/elsewhere"), ("set-cookie", "x=1")],
            )
                .into_response()),
            Some("teapot") => Err((
                frontdesk::StatusCode::IM_A_TEAPOT,
                [("set-cookie", "x=1")],
                "short and stout",
            )
                .into_response()),
            Some(name) => Ok(Self(name.to_owned())),
            None => Err(Problem::unauthorized("Bearer").with_login("/login").into_response()),
        }
    }
}

async fn refused(site: Site) {
    const PEOPLE: &[(&str, &str)] = &[("accept", "text/html"), ("sec-fetch-mode", "navigate")];
    for (member, status) in [("", 401), ("elsewhere", 403), ("teapot", 418), ("ada", 204)] {
        for headers in [
            &[][..],
            PEOPLE,
            &[("x-up-validate", "text")],
            &[("precognition", "true")],
        ] {
            let call = check(&site, "checked_member", "?field=text").headers(headers);
            let call = match member {
                "" => call,
                member => call.header("x-member", member),
            };
            let response = call.form("text=a&__fd_return=%2Fnotes").send().await.expect(status);
            assert_eq!(response.set_cookies(), [""; 0], "{member}");
            assert_eq!(response.all("location"), [""; 0], "{member}");
        }
    }
}

#[server_action]
async fn checked_photo(
    photo: Upload,
    #[field(accept = "image/*", max = "1KB")] other: Upload,
    title: String,
    #[garde(matches(title))] again: String,
) -> u64 {
    drop((title, again, other));
    photo.size()
}

async fn files(site: Site) {
    for (query, body, status, errors) in [
        ("", "title=a&again=a", 204, ""),
        ("", "title=a&again=b", 422, r#"{"again":["is not the same"]}"#),
        ("?field=photo", "title=a&again=a", 204, ""),
        ("?field=title", "again=a", 422, r#"{"title":["required"]}"#),
    ] {
        let response = check(&site, "checked_photo", query)
            .form(body)
            .send()
            .await
            .expect(status);
        if status == 422 {
            let expected: Value = serde_json::from_str(errors).unwrap();
            assert_eq!(response.problem(422, "invalid-fields")["errors"], expected, "{body}");
        }
        // Sent as JSON, as multipart.
        let json = r#"{"title":"a","again":"a"}"#;
        check(&site, "checked_photo", "").json(json).send().await.expect(204);
    }
    let part = |name: &str, more: &str, text: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{text}\r\n")
    };
    let body = part("title", "", "a")
        + &part("again", "", "a")
        + &part("other", "; filename=\"a.txt\"\r\nContent-Type: text/plain", "text")
        + "--x--\r\n";
    let call = check(&site, "checked_photo", "").header("content-type", "multipart/form-data; boundary=x");
    // A file that was sent is checked.
    let problem = call.body(body).send().await.problem(422, "invalid-fields");
    assert_eq!(
        problem["errors"].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["other"]
    );
    check(&site, "checked_photo", "")
        .header("content-type", "application/postcard")
        .send()
        .await
        .problem(415, "unsupported-media-type");
}

async fn sealed(site: Site) {
    site.app.notes.add(|id| conformance::app::Note {
        id,
        title: "milk".to_owned(),
        body: String::new(),
        locked: false,
        pinned: false,
    });
    let (page, _) = Browser::new(&site).open("/notes").await;
    let form = page.form("/_actions/delete_note");
    let body = form.encode();
    check(&site, "delete_note", "")
        .form(body.clone())
        .send()
        .await
        .expect(204);
    check(&site, "delete_note", "?field=note_id")
        .form(body)
        .send()
        .await
        .expect(204);
    for body in ["note_id=1", "note_id=token-of-nobody", ""] {
        for query in ["", "?field=note_id"] {
            let response = check(&site, "delete_note", query).form(body).send().await;
            response.problem(422, "form-expired");
            assert!(!response.text().contains("token-of-nobody"), "{response}");
        }
    }
}

async fn once(site: Site) {
    let (page, _) = Browser::new(&site).open("/once").await;
    let body = page.form("/_actions/count_once").set("by", "3").encode();
    for _ in 0..2 {
        check(&site, "count_once", "?field=by")
            .form(body.clone())
            .send()
            .await
            .expect(204);
    }
    assert_eq!(site.app.sum.get(), 0);
    let run = site.action("count_once").form(body.clone()).send().await;
    assert_eq!(run.expect(200).json(), 3);
    // After the run, the values are as right as before.
    check(&site, "count_once", "?field=by")
        .form(body.clone())
        .send()
        .await
        .expect(204);
    let repeat = site.action("count_once").form(body).send().await;
    assert_eq!(repeat.expect(200).json(), 3);
}

async fn cookies(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/notes").await;
    let url = browser
        .fail(page.form("/_actions/create_note").set("title", "taken"))
        .await;
    let response = check(&site, "create_note", "?field=title")
        .browser()
        .cookies(&browser.jar)
        .form("title=taken&__fd_return=%2Fnotes")
        .send()
        .await;
    assert_eq!(response.expect(422).set_cookies(), [""; 0]);
    // The page still shows the submit that failed.
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.form("/_actions/create_note").value("title"), Some("taken"));
}

async fn other_url(site: Site) {
    for header in ["precognition", "x-up-validate"] {
        for (path, value) in [
            ("/_actions/count", "true"),
            ("/_actions/create_note", ""),
            ("/shelf", "title"),
        ] {
            let call = site
                .post(path)
                .header("sec-fetch-site", "same-origin")
                .header(header, value);
            call.form("title=a&body=&password=&text=a")
                .send()
                .await
                .problem(400, "check-at-other-url");
        }
        // Another site gets the response of the guard.
        let call = site.post("/_actions/count").header("sec-fetch-site", "cross-site");
        call.header(header, "true").send().await.problem(403, "cross-site");
    }
    // Without `Precognition`, names alone don't ask for a check, as for Laravel: it is a submit.
    let call = site.post("/_actions/count").header("sec-fetch-site", "same-origin");
    let call = call.header("precognition-validate-only", "title");
    call.json("{}").send().await.expect(200);
}

async fn url_of_form(site: Site) {
    let (page, _) = Browser::new(&site).open("/notes").await;
    let tag = r#"<form action="/_actions/create_note" method="post" up-validate-url="/_actions/create_note/check" accept-charset="utf-8">"#;
    assert!(page.source().contains(tag), "{}", page.source());
    let (page, _) = Browser::new(&site).open("/shelf").await;
    assert!(
        page.source().contains("up-validate-url=\"/shelf/check\""),
        "{}",
        page.source()
    );
    let (page, _) = Browser::new(&site).open("/find").await;
    assert!(!page.source().contains("up-validate-url"), "{}", page.source());
}

/// What a client of its own manner sends, and gets.
struct Client {
    name: &'static str,
    /// The action, and what follows `/check`.
    url: (&'static str, &'static str),
    headers: &'static [(&'static str, &'static str)],
    /// A form, or JSON.
    body: &'static str,
    status: u16,
    /// The JSON of a response to Precognition, else the text.
    response: &'static str,
}

const UNPOLY: (&str, &str) = ("x-up-version", "3.14.3");
const PRECOGNITION: (&str, &str) = ("precognition", "true");

#[rustfmt::skip]
const CLIENTS: &[Client] = &[
    Client { name: "unpoly_right", url: ORDER, headers: &[UNPOLY, ("x-up-validate", "count")], body: "count=2", status: 204, response: "" },
    Client { name: "unpoly_wrong", url: ORDER, headers: &[UNPOLY, ("x-up-validate", "count")], body: "count=7", status: 422, response: "" },
    Client { name: "unpoly_two_names", url: ORDER, headers: &[UNPOLY, ("x-up-validate", "again count")], body: "count=2", status: 422, response: "" },
    Client { name: "unpoly_does_not_know_the_names", url: ORDER, headers: &[UNPOLY, ("x-up-validate", ":unknown")], body: "count=2", status: 422, response: "" },
    Client { name: "unpoly_names_a_hidden_field_of_ours", url: ORDER, headers: &[UNPOLY, ("x-up-validate", "__fd_return count")], body: "count=2", status: 204, response: "" },
    Client { name: "unpoly_name_of_another_input", url: ORDER, headers: &[UNPOLY, ("x-up-validate", "csrf_token count")], body: "count=2&csrf_token=x", status: 204, response: "" },
    Client { name: "unpoly_unknown_part", url: ORDER, headers: &[UNPOLY, ("x-up-validate", "count.x")], body: "count=2", status: 400, response: "" },
    Client { name: "unpoly_with_a_query", url: ("checked_order", "?field=count"), headers: &[UNPOLY, ("x-up-validate", "lines[0].word")], body: "count=7", status: 422, response: "" },
    Client { name: "unpoly_unknown_action", url: ("nothing", ""), headers: &[UNPOLY, ("x-up-validate", "count")], body: "count=2", status: 404, response: "" },
    Client { name: "htmx_2_unknown_action", url: ("nothing", ""), headers: &[("hx-request", "true"), ("accept", "*/*")], body: "count=2", status: 404, response: "unknown-action" },
    Client { name: "htmx_2_without_a_part", url: ("checked_order", "?field=count"), headers: &[("hx-request", "true"), ("accept", "*/*")], body: "count=7", status: 422, response: "invalid-fields" },
    Client { name: "browser_unknown_action", url: ("nothing", ""), headers: &[("accept", "text/html"), ("sec-fetch-mode", "navigate")], body: "count=2", status: 404, response: "unknown-action" },
    Client { name: "unpoly_problem_of_a_check", url: ORDER, headers: &[UNPOLY, ("x-up-validate", "name")], body: "name=locked&count=2", status: 403, response: "" },
    Client { name: "precognition_right", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "count")], body: r#"{"count":"2"}"#, status: 204, response: "" },
    Client { name: "precognition_wrong", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "count")], body: r#"{"count":"7"}"#, status: 422, response: r#"{"count":["must be even"]}"# },
    Client { name: "precognition_number", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "count")], body: r#"{"count":7}"#, status: 422, response: r#"{"count":["must be even"]}"# },
    Client { name: "precognition_null", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "count")], body: r#"{"count":null}"#, status: 422, response: r#"{"count":["required"]}"# },
    Client { name: "precognition_dotted", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "lines.0.word,count")], body: r#"{"count":"2","lines":[{"word":"x"},{"word":"y"}]}"#, status: 422, response: r#"{"lines.0.word":["is not a word"]}"# },
    Client { name: "precognition_below_a_name", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "lines")], body: r#"{"lines":[{"word":"word"},{"word":"y"}]}"#, status: 422, response: r#"{"lines.1.word":["is not a word"]}"# },
    Client { name: "precognition_wildcard", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "lines.*.word")], body: r#"{"lines":[{"word":"word"},{"word":"y"}]}"#, status: 422, response: r#"{"lines.1.word":["is not a word"]}"# },
    Client { name: "precognition_all", url: ORDER, headers: &[PRECOGNITION], body: r#"{"count":"7","name":"a","again":"a"}"#, status: 422, response: r#"{"count":["must be even"]}"# },
    Client { name: "precognition_no_names_yet", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "")], body: r#"{"count":"7"}"#, status: 204, response: "" },
    Client { name: "precognition_unknown_name", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "nope")], body: "{}", status: 400, response: "unknown-field" },
    Client { name: "precognition_bad_json", url: ORDER, headers: &[PRECOGNITION], body: "{", status: 400, response: "invalid-json" },
    Client { name: "precognition_error_of_a_check", url: ORDER, headers: &[PRECOGNITION, ("precognition-validate-only", "name")], body: r#"{"name":"broken"}"#, status: 500, response: "internal" },
    Client { name: "precognition_from_another_site", url: ORDER, headers: &[PRECOGNITION, ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")], body: "{}", status: 403, response: "cross-site" },
    Client { name: "precognition_with_a_query", url: ("checked_order", "?field=count"), headers: &[PRECOGNITION, ("precognition-validate-only", "lines.0.word")], body: r#"{"count":"7","lines":[{"word":"x"}]}"#, status: 422, response: r#"{"count":["must be even"],"lines.0.word":["is not a word"]}"# },
    Client { name: "precognition_unknown_name_in_a_query", url: ("checked_order", "?field=nope"), headers: &[PRECOGNITION, ("precognition-validate-only", "count")], body: "{}", status: 400, response: "unknown-field" },
    Client { name: "precognition_unknown_action", url: ("nothing", ""), headers: &[PRECOGNITION], body: "{}", status: 404, response: "unknown-action" },
    Client { name: "precognition_action_that_any_site_may_call", url: ("checked_by_anyone", ""), headers: &[PRECOGNITION, ("accept", "text/html")], body: "{}", status: 404, response: "unknown-action" },
];

/// The action, and what follows `/check`.
const ORDER: (&str, &str) = ("checked_order", "");

impl Client {
    fn call(&self, site: &Site) -> Call {
        let (action, query) = self.url;
        let call = site
            .post(&format!("/_actions/{action}/check{query}"))
            .headers(self.headers);
        let call = match self.headers.iter().any(|(name, _)| *name == "sec-fetch-site") {
            true => call,
            false => call.header("sec-fetch-site", "same-origin"),
        };
        match self.body.starts_with('{') {
            true => call.json(self.body),
            false => call.form(self.body),
        }
    }
}

async fn client(site: Site, row: &Client) {
    let response = row.call(&site).send().await.expect(row.status);
    assert_eq!(response.header("cache-control"), "no-store");
    assert_eq!(response.set_cookies(), [""; 0]);
    if row.headers.contains(&PRECOGNITION) {
        precognition(&response, row);
    } else if row.headers.contains(&UNPOLY) {
        assert_eq!(response.text(), row.response);
        assert_eq!(response.all("content-type"), [""; 0]);
    } else {
        response.problem(row.status, row.response);
        let is_htmx = row.name.starts_with("htmx");
        assert_eq!(response.all("hx-reswap"), if is_htmx { &["none"][..] } else { &[] });
    }
}

fn precognition(response: &Response, row: &Client) {
    assert_eq!(response.header("precognition"), "true");
    assert!(
        response.header("vary").to_lowercase().contains("precognition"),
        "{response}"
    );
    let success: &[&str] = if row.status == 204 { &["true"] } else { &[] };
    assert_eq!(response.all("precognition-success"), success);
    match row.status {
        204 => {}
        422 => {
            assert_eq!(response.header("content-type"), "application/json");
            let json = response.json();
            let expected: Value = serde_json::from_str(row.response).unwrap();
            assert_eq!(json["errors"], expected);
            assert!(json["message"].is_string());
        }
        status => drop(response.problem(status, row.response)),
    }
}
