//! Growth with the number of fields, rows and errors of a form.

use frontdesk::{Body, Desk, Form, FromForm, Limits, Router, get, server_action};

use super::request::{FORM, expect_status, post, send};
use super::series::{Line, Series, Unit, median};
use super::wide::{Nine, NineHundred, Ninety, One, names};

const FIELDS: [u64; 4] = [1, 9, 90, 900];

const ROWS: [u64; 4] = [1, 10, 100, 1_000];

mod actions {
    use super::{Nine, NineHundred, Ninety, One, Row, server_action};

    #[server_action]
    pub(super) async fn wide1(form: One) {
        drop(std::hint::black_box(form));
    }
    #[server_action]
    pub(super) async fn wide9(form: Nine) {
        drop(std::hint::black_box(form));
    }
    #[server_action]
    pub(super) async fn wide90(form: Ninety) {
        drop(std::hint::black_box(form));
    }
    #[server_action]
    pub(super) async fn wide900(form: NineHundred) {
        drop(std::hint::black_box(form));
    }
    #[server_action]
    pub(super) async fn rows(rows: Vec<Row>) {
        drop(std::hint::black_box(rows));
    }
    #[server_action(deny_unknown)]
    pub(super) async fn strict(form: NineHundred) {
        drop(std::hint::black_box(form));
    }
}

#[derive(FromForm)]
struct Row {
    name: String,
    amount: u32,
}

/// Sends a body to an action or a route, and returns the median time.
fn time(desk: &Desk, path: &str, by_button: bool, body: &str, status: u16) -> f64 {
    let request = || post(path, FORM, by_button, Body::from(body.to_owned()));
    expect_status(&send(desk, request()), status);
    median(request, |request| drop(send(desk, request)))
}

pub(super) fn fields() -> Series {
    let desk = desk();
    let mut action = Line::new("action", Unit::Time);
    let mut form = Line::new("Form<T>", Unit::Time);
    let mut unknown = Line::new("action that denies these unknown fields", Unit::Time);
    let mut missing = Line::new("action without these fields", Unit::Time);
    for size in FIELDS {
        let names = names(size);
        let body = |prefix: &str| pairs(names.iter().map(|name| format!("{prefix}{name}=Buy+milk")));
        action.push(
            size,
            time(&desk, &format!("/_actions/wide{size}"), false, &body("form."), 204),
        );
        form.push(size, time(&desk, &format!("/form{size}"), false, &body(""), 200));
        unknown.push(size, time(&desk, "/_actions/strict", false, &body("other."), 422));
        missing.push(size, time(&desk, &format!("/_actions/wide{size}"), false, "", 422));
    }
    Series {
        name: "fields".into(),
        grows: "fields".into(),
        lines: vec![action, form, unknown, missing],
    }
}

pub(super) fn rows() -> Series {
    let desk = desk();
    let mut valid = Line::new("rows of two fields", Unit::Time);
    let mut shuffled = Line::new("the same, last row first", Unit::Time);
    for size in ROWS {
        let row = |row: u64| format!("rows[{row}].name=Milk&rows[{row}].amount=3");
        valid.push(
            size,
            time(&desk, "/_actions/rows", false, &pairs((0..size).map(row)), 204),
        );
        let body = pairs((0..size).rev().map(row));
        shuffled.push(size, time(&desk, "/_actions/rows", false, &body, 204));
    }
    Series {
        name: "rows".into(),
        grows: "rows of a list".into(),
        lines: vec![valid, shuffled],
    }
}

pub(super) fn errors() -> Series {
    let desk = desk();
    let mut script = Line::new("response with the errors, to a script", Unit::Time);
    let mut button = Line::new("redirect to the form, by its button", Unit::Time);
    let mut size_of = Line::new("size of the response to a script", Unit::Bytes);
    for size in ROWS {
        let body = pairs((0..size).map(|row| format!("rows[{row}].name=Milk&rows[{row}].amount=many")));
        script.push(size, time(&desk, "/_actions/rows", false, &body, 422));
        button.push(size, time(&desk, "/_actions/rows", true, &body, 303));
        let request = post("/_actions/rows", FORM, false, Body::from(body));
        size_of.push(size, send(&desk, request).1.concat().len() as f64);
    }
    Series {
        name: "errors".into(),
        grows: "field errors".into(),
        lines: vec![script, button, size_of],
    }
}

fn pairs(pairs: impl Iterator<Item = String>) -> String {
    pairs.collect::<Vec<_>>().join("&")
}

#[expect(clippy::expect_used, reason = "the desk is made of constants")]
fn desk() -> Desk {
    let routes = Router::new()
        .route(
            "/form1",
            frontdesk::post(async |form: Form<One>| drop(std::hint::black_box(form))),
        )
        .route(
            "/form9",
            frontdesk::post(async |form: Form<Nine>| drop(std::hint::black_box(form))),
        )
        .route(
            "/form90",
            frontdesk::post(async |form: Form<Ninety>| drop(std::hint::black_box(form))),
        )
        .route(
            "/form900",
            frontdesk::post(async |form: Form<NineHundred>| drop(std::hint::black_box(form))),
        )
        .route("/page", get(async || "page"));
    Desk::builder(())
        .routes(routes)
        .limits(Limits::default().with_fields(10_000))
        .action::<actions::Wide1>()
        .action::<actions::Wide9>()
        .action::<actions::Wide90>()
        .action::<actions::Wide900>()
        .action::<actions::Rows>()
        .action::<actions::Strict>()
        .build()
        .expect("the desk has no mistakes")
}
