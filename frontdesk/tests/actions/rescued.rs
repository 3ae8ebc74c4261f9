//! Whatever fails, what was typed comes back: also when the form was refused before it was read.

use frontdesk::testing::{Browser, FormToSend, Page};
use frontdesk::{
    Body, Desk, FormView, Forms, Html, Limits, Markup, Problem, Router, StatusCode, Upload, form, server_action,
};
use http::request::Parts;

use crate::fixtures::{browser, builder, location};

/// Logged in, as long as nobody has taken the cookie away.
struct User;

impl<S: Sync> frontdesk::FromRequestParts<S> for User {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let cookie = parts
            .headers
            .get("cookie")
            .map(|cookie| cookie.to_str().unwrap_or_default());
        match cookie.and_then(|cookie| cookie.split("out=").nth(1)) {
            Some("panic") => panic!("unforeseen"),
            Some("1") => Err(Problem::new(StatusCode::UNAUTHORIZED, "logged-out")),
            _ => Ok(Self),
        }
    }
}

/// A type whose author forgot something.
struct Careless;

impl form::FromForm for Careless {
    const KIND: form::FieldKind = form::FieldKind::Text;

    fn from_form(node: form::Node<'_>) -> Result<Self, form::FieldErrors> {
        match <String as form::FromForm>::from_form(node)?.as_str() {
            "" => Ok(Self),
            _ => panic!("unforeseen"),
        }
    }
}

#[server_action]
async fn write(#[extract] _user: User, title: String, text: String, careless: Careless, done: bool) {
    let _ = (title, text, careless, done);
}

#[server_action]
async fn send(#[extract] _user: User, before: String, file: Upload, after: String, n: Option<u8>) {
    let _ = (before, file, after, n);
}

fn input(form: &FormView<Write>) -> [Markup; 4] {
    [
        form.field(Write::TITLE).input("text"),
        form.field(Write::TEXT).textarea(),
        form.field(Write::CARELESS).input("text"),
        form.field(Write::DONE).input("checkbox"),
    ]
}

async fn page(forms: Forms) -> Html<String> {
    let write = ["1", "2"].map(|key| {
        let form = forms
            .of_key::<Write>(key)
            .fill(Write::TITLE, "stored title")
            .fill(Write::TEXT, "stored text")
            .fill(Write::DONE, true);
        let code = form.problem().map_or("", |problem| &problem.code);
        format!(
            "{}{}<p id=p{key}>{code}</p></form>",
            form.open(),
            input(&form).map(Markup::into_string).concat()
        )
    });
    let send = forms.of::<Send>().fill(Send::AFTER, "stored");
    let code = send.problem().map_or("", |problem| &problem.code);
    let inputs = [
        send.field(Send::BEFORE).input("text"),
        send.field(Send::FILE).typed_input(),
        send.field(Send::AFTER).input("text"),
        send.field(Send::N).input("text"),
    ];
    let inputs = inputs.map(Markup::into_string).concat();
    let file = send.field(Send::FILE).errors().concat();
    Html(format!(
        "{}{}{inputs}<p id=p>{code}</p><p id=file>{file}</p></form>",
        write.concat(),
        send.open()
    ))
}

fn desk() -> Desk {
    let routes = Router::new().page("/edit", page);
    let desk = builder(()).routes(routes).action::<Write>().action::<Send>();
    desk.limits(Limits::default().with_body(10_000).with_fields(20))
        .build()
        .unwrap()
}

/// Title, text and the box of the second form, and the codes of both.
fn shown(page: &Page) -> (String, String, bool, [Option<String>; 2]) {
    let form = page.form_of_key::<Write>(2);
    let codes = ["p1", "p2"].map(|id| page.text_of(id));
    (
        form.value(Write::TITLE),
        form.value(Write::TEXT),
        !form.values(Write::DONE).is_empty(),
        codes,
    )
}

fn code(second: &str) -> [Option<String>; 2] {
    ["", second].map(|code| Some(code.to_owned()))
}

async fn submit(out: &str, fill: impl FnOnce(FormToSend<Write>) -> FormToSend<Write>) -> Page {
    let mut browser = Browser::new(desk());
    browser.get("/edit").await;
    browser.set_cookie("out", out);
    browser.submit_key::<Write>(2, fill).await
}

#[tokio::test]
async fn an_extractor_that_refuses_or_panics_costs_nobody_their_text() {
    for (out, expected) in [("1", "logged-out"), ("panic", "internal")] {
        let page = submit(out, |form| {
            form.set(Write::TITLE, "mine")
                .set(Write::TEXT, "long")
                .clear(Write::DONE)
        })
        .await;
        assert_eq!(
            shown(&page),
            ("mine".to_owned(), "long".to_owned(), false, code(expected))
        );
    }
}

#[tokio::test]
async fn a_panic_while_a_form_is_decoded_neither() {
    let page = submit("", |form| form.set(Write::TITLE, "mine").set(Write::CARELESS, "x")).await;
    assert_eq!(
        shown(&page),
        ("mine".to_owned(), "stored text".to_owned(), true, code("internal"))
    );
}

#[tokio::test]
async fn of_a_form_that_is_too_long_comes_back_what_is_not() {
    let long = "x".repeat(20_000);
    let page = submit("", |form| form.set(Write::TITLE, "mine").set(Write::TEXT, &long)).await;
    // What could not be kept is what it was before: else the next submit would store a blank, or untick the box.
    assert_eq!(
        shown(&page),
        (
            "mine".to_owned(),
            "stored text".to_owned(),
            true,
            code("body-too-large")
        )
    );
}

#[tokio::test]
async fn of_a_form_of_too_many_fields_come_back_as_many_as_are_taken() {
    let mut body = "__fd_return=%2Fedit&__fd_key=2&title=mine&text=long".to_owned();
    body += &"&x=1".repeat(30);
    let desk = desk();
    let response = desk.answer(browser("write").body(Body::from(body)).unwrap()).await;
    let mut browser = Browser::new(desk);
    for (name, value) in crate::fixtures::cookies(&response) {
        browser.set_cookie(&name, &value);
    }
    let page = browser.get(location(&response)).await;
    assert_eq!(
        shown(&page),
        ("mine".to_owned(), "long".to_owned(), true, code("too-many-fields"))
    );
}

#[tokio::test]
async fn a_file_that_is_too_large_costs_nobody_the_texts_around_it() {
    for (out, size, expected) in [
        ("", 20_000, "body-too-large"),
        ("", 2_000_000, "body-too-large"),
        ("1", 100, "logged-out"),
        ("panic", 100, "internal"),
    ] {
        let mut browser = Browser::new(desk());
        browser.get("/edit").await;
        browser.set_cookie("out", out);
        let page = browser
            .submit::<Send>(|form| {
                form.set(Send::BEFORE, "first").set(Send::AFTER, "last").attach(
                    "file",
                    "a.png",
                    "image/png",
                    vec![0; size],
                )
            })
            .await;
        assert_eq!(texts(&page), ["first", "last", expected, AGAIN], "{size}");
    }
}

const AGAIN: &str = "choose the file again";

/// Both texts, the problem, and what is said of the file.
fn texts(page: &Page) -> [String; 4] {
    let form = page.form::<Send>();
    let said = |id| page.text_of(id).unwrap();
    [
        form.value(Send::BEFORE),
        form.value(Send::AFTER),
        said("p"),
        said("file"),
    ]
}

#[tokio::test]
async fn who_has_to_send_again_is_told_to_choose_the_file_again() {
    for (n, file, expected) in [("x", true, AGAIN), ("x", false, "required"), ("1", false, "required")] {
        let mut browser = Browser::new(desk());
        browser.get("/edit").await;
        let page = browser
            .submit::<Send>(|form| {
                let form = form.set(Send::BEFORE, "first").set(Send::N, n);
                if file {
                    form.attach("file", "a.png", "image/png", "x")
                } else {
                    form
                }
            })
            .await;
        assert_eq!(texts(&page), ["first", "stored", "", expected], "{n} {file}");
        assert_eq!(page.form::<Send>().is_invalid(Send::N), n == "x");
    }
}

/// Of a multipart form, whatever stops it: the texts before that and those behind it.
#[tokio::test]
async fn of_a_broken_form_comes_back_what_is_whole() {
    let part =
        |name: &str, text: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n";
    let (before, after, end) = (part("before", "first"), part("after", "last"), "--b--\r\n");
    let long = part("n", &"x".repeat(5000));
    let many = part("n", "1").repeat(30);
    let head = format!("--b\r\nX: {}", "x".repeat(9000));
    for (body, expected) in [
        (
            format!("{before}{long}{after}{end}"),
            ["first", "last", "too-much-text", ""],
        ),
        (
            format!("{before}{file}{long}{after}{end}"),
            ["first", "last", "too-much-text", AGAIN],
        ),
        (
            format!("{before}{many}{after}{end}"),
            ["first", "last", "too-many-parts", ""],
        ),
        (
            format!("{before}{many}{file}{after}{end}"),
            ["first", "last", "too-many-parts", AGAIN],
        ),
        // What is cut off can't be told from what is whole, so it is not shown; what the page had is.
        (format!("{before}{after}"), ["first", "stored", "invalid-multipart", ""]),
        (
            format!("{before}{after}--b\r\n"),
            ["first", "last", "invalid-multipart", ""],
        ),
        (
            format!("{before}{after}{head}"),
            ["first", "last", "part-headers-too-large", ""],
        ),
        (
            format!("{before}--b\r\nX\r\n\r\nnobody's\r\n{after}{end}"),
            ["first", "last", "invalid-multipart", ""],
        ),
        (
            format!("{before}{after}--b\r\nX\r\n\r\n"),
            ["first", "last", "invalid-multipart", ""],
        ),
    ] {
        let limits = Limits::default().with_text(2000).with_parts(25);
        let routes = Router::new().page("/edit", page);
        let desk = builder(())
            .routes(routes)
            .action::<Send>()
            .action::<Write>()
            .limits(limits)
            .build()
            .unwrap();
        let body = format!("{}{body}", part("__fd_return", "/edit"));
        let request = browser("send").header("content-type", "multipart/form-data; boundary=b");
        let mut request = request.body(Body::from(body.clone())).unwrap();
        request
            .headers_mut()
            .insert("content-type", "multipart/form-data; boundary=b".parse().unwrap());
        let response = desk.answer(request).await;
        let mut browser = Browser::new(desk);
        for (name, value) in crate::fixtures::cookies(&response) {
            browser.set_cookie(&name, &value);
        }
        let page = browser.get(location(&response)).await;
        assert_eq!(
            texts(&page),
            expected,
            "{:?}",
            body.chars().take(2000).collect::<String>()
        );
    }
}
