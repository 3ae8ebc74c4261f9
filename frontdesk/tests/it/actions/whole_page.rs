//! A page with everything around its controls: labels, hints, bounds, a summary of errors, ids.

use frontdesk::testing::Browser;
use frontdesk::{Desk, FormView, Forms, FromForm, Html, Problem, Router, StatusCode, Upload, server_action};
use http::header::CONTENT_TYPE;
use serde::Deserialize;

use crate::fixtures::{browser_post, builder, page_after_redirect, post, text};

/// A date of a crate that only knows serde.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
struct Day(String);

impl TryFrom<String> for Day {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_day = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        is_day.then_some(Self(text)).ok_or("not a day")
    }
}

/// An enum that only knows serde.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Board {
    HalfBoard,
    FullBoard,
}

#[derive(Debug, FromForm)]
enum Bed {
    Single,
    #[field(label = "Double (2 people)")]
    Double,
}

#[derive(Debug, FromForm)]
struct Guest {
    #[field(label = "Full name")]
    name: u8,
    age: u8,
}

#[server_action]
async fn book(
    #[field(
        label = "Arrival",
        hint = "No later than noon.",
        min = "2026-01-01",
        max = "2026-12-31"
    )]
    from: Day,
    #[field(min = "2026-01-01")] until: Option<Day>,
    guests: Vec<Guest>,
    bed: Bed,
    board: Option<Board>,
    emails: Vec<u8>,
    note: String,
    #[field(required, label = "I accept the terms")] terms: bool,
) -> Result<String, Problem> {
    if note == "full" {
        return Err(Problem::conflict("full")
            .with_title("We are full")
            .with_field("bed", "taken"));
    }
    Ok(format!(
        "{from:?} {until:?} {} {bed:?} {board:?} {emails:?} {terms}",
        guests.len()
    ))
}

#[server_action]
async fn attach(note: String, #[sealed] id: u8, file: Option<Upload>) {
    let _ = (note, id, file);
}

#[server_action]
async fn erase(#[sealed] id: u8, note: String) {
    let _ = (id, note);
}

fn book_form(form: &FormView<Book>) -> String {
    let (from, terms) = (form.field(Book::FROM), form.field(Book::TERMS));
    let mut all = vec![form.error_summary(), form.open()];
    all.extend([from.label_tag(), from.hint_tag(), from.typed_input(), from.messages()]);
    let until = form
        .field(Book::UNTIL)
        .attr("max", "2027-01-01")
        .attr("min", "1999-01-01");
    all.push(until.typed_input());
    for row in form.rows(Book::GUESTS, 1) {
        all.extend([
            form.field(row.part(Guest::NAME)).typed_input(),
            form.field(row.part(Guest::AGE)).typed_input(),
        ]);
    }
    all.extend([form.field(Book::BED).choices(), form.field(Book::BOARD).menu("none")]);
    all.push(form.field(Book::NOTE).input("text"));
    all.extend([terms.typed_input(), terms.label_tag(), form.close()]);
    all.iter().map(frontdesk::Markup::as_str).collect()
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Book>();
    let result = form.result::<String>().unwrap_or_default();
    Html(format!("{}<p id=result>{result}</p>", book_form(&form)))
}

async fn page_with_ids(forms: Forms) -> Html<String> {
    let form = forms
        .of::<Book>()
        .with_id_prefix("trip_")
        .with_id(Book::FROM, "arrival");
    Html(book_form(&form))
}

/// A page that forgets what the forms need.
async fn careless(forms: Forms) -> Html<String> {
    let (attach, erase) = (forms.of::<Attach>(), forms.of::<Erase>());
    let shown = |name: &str, problem: Option<&frontdesk::FormProblem>, note: &str| {
        let problem = problem.map_or(String::new(), |problem| {
            format!("{}: {}", problem.title, problem.detail.clone().unwrap_or_default())
        });
        format!("<p id={name}>{problem}</p><p id={name}-note>{note}</p>")
    };
    Html(
        shown("attach", attach.problem(), attach.field(Attach::NOTE).value())
            + &shown("erase", erase.problem(), erase.field(Erase::NOTE).value()),
    )
}

fn desk() -> Desk {
    let routes = Router::new()
        .page("/book", page)
        .page("/ids", page_with_ids)
        .page("/careless", careless);
    let desk = builder(()).routes(routes).action::<Book>().action::<Attach>();
    desk.action::<Erase>().build().unwrap()
}

const VALID: &str = "from=2026-05-01&guests[0].name=1&guests[0].age=4&bed=Single&terms=true&note=";

#[tokio::test]
async fn controls_have_labels_hints_and_bounds() {
    let page = Browser::new(desk()).get("/book").await;
    assert!(page.text().starts_with("<form"), "{}", page.text());
    for expected in [
        "<label for=\"book-from\">Arrival</label><div id=\"book-from-hint\">No later than noon.</div>\
         <input type=\"date\" id=\"book-from\" name=\"from\" required aria-describedby=\"book-from-hint\" \
         min=\"2026-01-01\" max=\"2026-12-31\" value=\"\">",
        // The page may set the bound that the field doesn't have.
        "<input type=\"date\" id=\"book-until\" name=\"until\" max=\"2027-01-01\" min=\"2026-01-01\" value=\"\">",
        "<fieldset role=\"radiogroup\"><legend>Bed</legend><label for=\"book-bed\"><input type=\"radio\" id=\"book-bed\" \
         name=\"bed\" required value=\"Single\"> Single</label>",
        "value=\"Double\"> Double (2 people)</label></fieldset>",
        "<option value=\"\" selected>none</option><option value=\"half-board\">Half board</option>",
        "<input type=\"checkbox\" id=\"book-terms\" name=\"terms\" required value=\"true\">\
         <label for=\"book-terms\">I accept the terms</label>",
    ] {
        assert!(page.text().contains(expected), "{expected}\n{}", page.text());
    }
}

/// What HTML refuses, the server refuses too.
#[tokio::test]
async fn bounds_and_required_checkboxes_are_checked() {
    for (change, errors) in [
        (("", ""), vec![]),
        (("2026-05-01", "2026-01-01"), vec![]),
        (("2026-05-01", "2026-12-31"), vec![]),
        (
            ("2026-05-01", "2025-12-31"),
            vec![("from", "must be 2026-01-01 or later")],
        ),
        (
            ("2026-05-01", "2027-01-01"),
            vec![("from", "must be 2026-12-31 or earlier")],
        ),
        (("bed=", "until=&bed="), vec![]),
        (
            ("bed=", "until=2025-01-01&bed="),
            vec![("until", "must be 2026-01-01 or later")],
        ),
        (("terms=true", "terms=false"), vec![("terms", "required")]),
        (("&terms=true", ""), vec![("terms", "required")]),
        (
            (VALID, "from=2027-05-01&bed=Single&note="),
            vec![("from", "must be 2026-12-31 or earlier"), ("terms", "required")],
        ),
    ] {
        let body = VALID.replace(change.0, change.1);
        let response = desk().respond(post("book").body(body.clone().into()).unwrap()).await;
        let text = text(response).await;
        let problem: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let found = problem["errors"].as_object().map_or(0, serde_json::Map::len);
        assert_eq!(found, errors.len(), "{body}: {text}");
        for (field, message) in errors {
            let messages = problem["errors"][field].to_string();
            assert!(
                messages.contains(message) || message == "was sent twice",
                "{body}: {text}"
            );
        }
    }
}

#[tokio::test]
async fn error_summary_links_to_controls_in_the_order_of_the_fields() {
    let rows: String = (0..11)
        .map(|row| {
            format!(
                "&guests[{row}].name=1&guests[{row}].age={}",
                if row == 2 || row == 10 { "x" } else { "1" }
            )
        })
        .collect();
    let body = format!("__fd_return=/book&from=&bed=&board=all&emails=1&emails=x&note=<&terms={rows}");
    let response = desk().respond(browser_post("book").body(body.into()).unwrap()).await;
    let page = page_after_redirect(desk(), &response).await;
    let links = [
        ("book-from", "Arrival: required"),
        ("book-guests.5b.2.5d..2e.age", "Guests 3, Age: not a number"),
        ("book-guests.5b.10.5d..2e.age", "Guests 11, Age: not a number"),
        ("book-bed", "Bed: required"),
        ("book-board", "Board: must be one of: half-board, full-board"),
        ("book-emails", "Emails 2: not a number"),
        ("book-terms", "I accept the terms: required"),
    ];
    let links: String = links
        .map(|(id, text)| format!("<li><a href=\"#{id}\">{text}</a></li>"))
        .concat();
    let expected = format!(
        "<div role=\"alert\" tabindex=\"-1\" autofocus id=\"book--summary\" aria-labelledby=\"book--summary-title\">\
         <h2 id=\"book--summary-title\">There is a problem</h2><ul>{links}</ul></div><form"
    );
    assert!(page.text().starts_with(&expected), "{expected}\n{}", page.text());
    for target in [
        "id=\"book-guests.5b.10.5d..2e.age\"",
        "id=\"book-bed\"",
        "id=\"book-terms\"",
    ] {
        assert_eq!(page.text().matches(target).count(), 1, "{target}");
    }
    assert!(
        page.text()
            .contains("aria-describedby=\"book-from-hint book-from-errors\""),
        "{}",
        page.text()
    );
    assert!(
        page.text()
            .contains("<fieldset role=\"radiogroup\" aria-invalid=\"true\" aria-describedby=\"book-bed-errors\">")
    );
}

#[tokio::test]
async fn error_summary_has_the_problem_and_chosen_ids() {
    let body = VALID.replace("note=", "note=full&__fd_return=/ids");
    let response = desk().respond(browser_post("book").body(body.into()).unwrap()).await;
    let page = page_after_redirect(desk(), &response).await;
    let expected = "<h2 id=\"trip_--summary-title\">There is a problem</h2><p>We are full</p>\
                    <ul><li><a href=\"#trip_bed\">Bed: taken</a></li></ul></div>";
    assert!(page.text().contains(expected), "{}", page.text());
    for id in [
        "<label for=\"arrival\">",
        "id=\"arrival-hint\"",
        "id=\"trip_bed\"",
        "id=\"trip_bed-errors\"",
    ] {
        assert!(page.text().contains(id), "{id}: {}", page.text());
    }
}

/// The developer reads in debug builds what to write, and visitors a plain sentence.
#[tokio::test]
async fn forgotten_enctype_and_seal_are_explained_to_developers() {
    for (action, body, title, remedy) in [
        (
            "attach",
            "note=mine&file=photo.jpg",
            "This form could not be sent",
            "the form of `attach` needs `enctype=\"multipart/form-data\"`, which `form.open()` writes",
        ),
        (
            "erase",
            "note=mine",
            "This form has expired",
            "the page of `erase` has to write `form.seal(…)` for the argument `id`",
        ),
    ] {
        let body = format!("__fd_return=/careless&{body}");
        let response = desk().respond(browser_post(action).body(body.into()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{action}");
        let page = page_after_redirect(desk(), &response).await;
        let problem = page.text_of(action).unwrap();
        assert!(problem.starts_with(title), "{problem}");
        assert_eq!(problem.contains(remedy), cfg!(debug_assertions), "{problem}");
        // And the form is repopulated.
        assert_eq!(page.text_of(&format!("{action}-note")).as_deref(), Some("mine"));
    }
    // A program gets its own refusal.
    let request = post("attach")
        .header(CONTENT_TYPE, "application/json")
        .body("{}".into());
    let response = desk().respond(request.unwrap()).await;
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
