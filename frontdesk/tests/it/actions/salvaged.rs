//! Repopulating a form although it was refused before it was read, was too large, or the action
//! panicked.

use frontdesk::testing::{Browser, FormToSend, Page};
use frontdesk::{
    Body, Desk, FormView, Forms, Html, Limits, Markup, Problem, Router, StatusCode, Upload, form, server_action,
};
use http::request::Parts;

use crate::fixtures::{browser_post, builder, page_after_redirect};

mod files;

/// An extractor that fails or panics if the cookie `out` is set.
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

/// A type whose `from_form` panics on some input.
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

/// Returns title, text and checkbox of the second form, and the problem codes of both.
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
async fn rejection_or_panic_of_an_extractor_keeps_the_input() {
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
async fn panic_while_decoding_keeps_the_input() {
    let page = submit("", |form| form.set(Write::TITLE, "mine").set(Write::CARELESS, "x")).await;
    assert_eq!(
        shown(&page),
        ("mine".to_owned(), "stored text".to_owned(), true, code("internal"))
    );
}

#[tokio::test]
async fn too_long_text_costs_no_other_field() {
    let long = "x".repeat(20_000);
    let page = submit("", |form| {
        form.set(Write::TITLE, "mine")
            .set(Write::TEXT, &long)
            .clear(Write::DONE)
    })
    .await;
    // The text that was too long shows the value of the page. Otherwise the next submission would blank
    // it. The checkbox was read, and stays clear.
    assert_eq!(
        shown(&page),
        (
            "mine".to_owned(),
            "stored text".to_owned(),
            false,
            code("body-too-large")
        )
    );
}

#[tokio::test]
async fn too_many_fields_keep_those_before_the_limit() {
    let mut body = "__fd_return=%2Fedit&__fd_key=2&title=mine&text=long".to_owned();
    body += &"&x=1".repeat(30);
    let desk = desk();
    let response = desk
        .respond(browser_post("write").body(Body::from(body)).unwrap())
        .await;
    let page = page_after_redirect(desk, &response).await;
    assert_eq!(
        shown(&page),
        ("mine".to_owned(), "long".to_owned(), true, code("too-many-fields"))
    );
}
