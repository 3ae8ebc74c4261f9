//! A form with everything around its controls: labels, hints, options, bounds, rows, a summary of errors.

use conformance::app::{App, Book, Booking, UploadForm};
use conformance::servers::Adapter;
use frontdesk::{Forms, PostcardProblem, Router};
use serde_json::{Value, json};

use crate::harness::browser::Browser;
use crate::harness::client::Response;
use crate::harness::html::{Form, Page};
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const ACTION: &str = "/_actions/book";
const ADD: &str = "/_actions/add_guest";
const REMOVE: &str = "/_actions/remove_guest";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("booking");
    topic.shared("controls_have_labels_hints_options_and_bounds", controls);
    topic.shared("bounds_and_required_checkbox_are_checked", checked);
    topic.shared("they_are_checked_in_postcard", checked_in_postcard);
    topic.shared("error_summary_links_to_the_controls", summary);
    topic.shared("rows_are_added_and_removed", |site| rows(site, ""));
    let hosts = [Adapter::Axum, Adapter::Actix];
    topic.on("rows_are_added_below_a_base_path", &hosts, On::Shared, |site| {
        rows(Site::below(site.adapter, "/app", |desk| desk), "/app")
    });
    topic.shared("edit_form_sends_what_it_was_filled_with", edited);
    topic.shared("submitted_values_come_before_those_filled_in", submitted_first);
    topic.shared("value_without_an_option_is_not_the_first_option", without_option);
    topic.own("attributes_that_the_form_writes_are_not_replaced", own_attributes);
}

async fn controls(site: Site) {
    let page = site.get("/booking").send().await.expect(200).text();
    for part in [
        r#"<form action="/_actions/book" method="post" up-validate-url="/_actions/book/check" accept-charset="utf-8" class="booking" autocomplete="off">"#,
        r#"<label for="book-from">Arrival</label><div id="book-from-hint">No later than noon.</div>"#,
        r#"<input type="date" id="book-from" name="from" required aria-describedby="book-from-hint" min="2026-01-01" max="2026-12-31" value="">"#,
        r#"<label for="book-at">At</label><div id="book-at-hint">Leave it blank if you don&#39;t know yet.</div>"#,
        r#"<input type="time" id="book-at" name="at" aria-describedby="book-at-hint" min="08:00" max="20:30" value="">"#,
        r#"<fieldset role="radiogroup"><legend>Room</legend><div><label for="book-room"><input type="radio" id="book-room" name="room" required value="single"> Single</label></div><div>"#,
        r#"name="room" required value="double-bed"> Double (2 people)</label></div></fieldset>"#,
        r#"<select id="book-board" name="board"><option value="" selected>no meals</option><option value="half-board">Half board</option><option value="full-board">Full board</option></select>"#,
        r#"<fieldset><legend>Extras</legend><div><label for="book-extras"><input type="checkbox" id="book-extras" name="extras" value="parking"> Parking</label></div><div>"#,
        r#"value="late-checkout"> Late check-out</label></div></fieldset>"#,
        r#"<input type="checkbox" id="book-terms" name="terms" required value="true"><label for="book-terms">I accept the terms</label>"#,
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("role=\"alert\""), "{page}");
}

/// Names and values.
type Pairs = &'static [(&'static str, &'static str)];

/// Changes of a valid booking (arrival, time, terms), and the messages for them.
const CHANGES: [(&str, &str, bool, Pairs); 8] = [
    ("2026-01-01", "08:00", true, &[]),
    ("2026-12-31", "20:30", true, &[]),
    ("2026-05-01", "", true, &[]),
    ("2025-12-31", "", true, &[("from", "must be 2026-01-01 or later")]),
    ("2027-01-01", "", true, &[("from", "must be 2026-12-31 or earlier")]),
    ("2026-05-01", "07:59", true, &[("at", "must be 08:00 or later")]),
    ("2026-05-01", "20:31", true, &[("at", "must be 20:30 or earlier")]),
    (
        "2027-01-01",
        "07:59",
        false,
        &[
            ("from", "must be 2026-12-31 or earlier"),
            ("at", "must be 08:00 or later"),
            ("terms", "required"),
        ],
    ),
];

async fn checked(site: Site) {
    for (from, at, terms, errors) in CHANGES {
        let guest = json!([{"name": "Ada", "age": 36}]);
        let time = (!at.is_empty()).then_some(at);
        let json = json!({"from": from, "at": time, "room": "single", "board": null, "extras": [], "guests": guest, "terms": terms});
        let checkbox = if terms { "&terms=true" } else { "" };
        let form = format!("from={from}&at={at}&room=single&board=&guests[0].name=Ada&guests[0].age=36{checkbox}");
        for call in [
            site.action("book").form(&form),
            site.action("book").json(json.to_string()),
        ] {
            check(&call.send().await, errors);
        }
    }
    // Unchecked in other ways.
    for terms in ["&terms=false", "&terms=", "&terms=off"] {
        let form = format!("from=2026-05-01&room=single{terms}");
        check(&site.action("book").form(form).send().await, &[("terms", "required")]);
    }
}

#[track_caller]
fn check(response: &Response, errors: &[(&str, &str)]) {
    if errors.is_empty() {
        assert_eq!(response.status, 200, "{response}");
        return;
    }
    let problem = response.problem(422, "invalid-fields");
    let expected: serde_json::Map<_, _> = errors
        .iter()
        .map(|(field, message)| ((*field).to_owned(), json!([message])))
        .collect();
    assert_eq!(problem["errors"], Value::Object(expected), "{response}");
}

async fn checked_in_postcard(site: Site) {
    for (from, at, terms, errors) in CHANGES {
        let at = (!at.is_empty()).then(|| format!("{at}:00"));
        let input = (
            from,
            at,
            0_u32,
            None::<u32>,
            [1_u32].as_slice(),
            [("Ada", 36_u8)].as_slice(),
            terms,
        );
        let call = site.action("book").header("content-type", "application/postcard");
        let response = call.body(::postcard::to_stdvec(&input).unwrap()).send().await;
        if errors.is_empty() {
            let booking: Booking = ::postcard::from_bytes(&response.expect(200).body).unwrap();
            assert_eq!(serde_json::to_value(booking).unwrap()["from"], from);
            continue;
        }
        let problem: PostcardProblem = ::postcard::from_bytes(&response.expect(422).body).unwrap();
        let found: Vec<_> = problem
            .errors
            .iter()
            .map(|(field, messages)| (field.as_str(), messages[0].as_str()))
            .collect();
        let mut expected = errors.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}

async fn open(browser: &mut Browser, url: &str) -> (Page, Form) {
    let (page, _) = browser.open(url).await;
    let base = if url.starts_with("/app/") { "/app" } else { "" };
    let form = page.form(&format!("{base}{ACTION}"));
    (page, form)
}

async fn summary(site: Site) {
    let mut browser = Browser::new(&site);
    let (_, mut form) = open(&mut browser, "/booking").await;
    form.set("from", "2027-01-01")
        .set("guests[0].name", "<Ada>")
        .set("guests[0].age", "old");
    let url = browser.fail(&form).await;
    let (page, _) = open(&mut browser, &url).await;
    let links: String = [
        ("book-from", "Arrival: must be 2026-12-31 or earlier"),
        ("book-room", "Room: required"),
        ("book-guests.5b.0.5d..2e.age", "Guests 1, Age: not a number"),
        ("book-terms", "I accept the terms: required"),
    ]
    .map(|(id, text)| format!("<li><a href=\"#{id}\">{text}</a></li>"))
    .concat();
    let expected = format!(
        "<div role=\"alert\" tabindex=\"-1\" autofocus id=\"book--summary\" aria-labelledby=\"book--summary-title\">\
         <h2 id=\"book--summary-title\">There is a problem</h2><ul>{links}</ul></div>"
    );
    assert!(page.source().contains(&expected), "{expected}\n{}", page.source());
    for id in ["book-from", "book-room", "book-guests.5b.0.5d..2e.age", "book-terms"] {
        assert_eq!(page.source().matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
    }

    // A problem of the whole form.
    let (_, mut form) = open(&mut browser, "/booking").await;
    form.set("from", "2026-12-24")
        .set("room", "single")
        .set("terms", "true");
    form.set("guests[0].name", "Ada").set("guests[0].age", "36");
    let url = browser.fail(&form).await;
    let (page, form) = open(&mut browser, &url).await;
    let expected =
        "There is a problem</h2><p>We are full</p><ul><li><a href=\"#book-room\">Room: taken on that day</a></li></ul>";
    assert!(page.source().contains(expected), "{}", page.source());
    assert_eq!(
        [form.value("room"), form.value("from")],
        [Some("single"), Some("2026-12-24")]
    );
}

/// What is not finished is not complained about.
async fn rows(site: Site, base: &str) {
    let mut browser = Browser::new(&site);
    let page = format!("{base}/booking");
    let (_, mut form) = open(&mut browser, &page).await;
    form.set("guests[0].name", "Ada")
        .set("guests[0].age", "old")
        .set("board", "full-board");
    for (button, pressed, names) in [
        (ADD, None, ["Ada", ""].as_slice()),
        (ADD, None, &["Ada", "", ""]),
        (REMOVE, Some(("row", "1")), &["Ada", ""]),
        (REMOVE, Some(("row", "0")), &[""]),
    ] {
        let url = browser.fail(form.press(&format!("{base}{button}"), pressed)).await;
        assert!(url.starts_with(&format!("{page}?_fd=")), "{url}");
        let (shown, again) = open(&mut browser, &url).await;
        form = again;
        let controls = form.controls.iter().filter_map(|control| control.get("name"));
        let rows = controls.filter(|name| name.starts_with("guests[") && name.ends_with(".name"));
        let found: Vec<_> = rows.map(|name| form.value(name).unwrap()).collect();
        assert_eq!(found, names, "{button} {pressed:?}");
        assert_eq!(form.value("board"), Some("full-board"));
        assert!(!shown.source().contains("aria-invalid") && !shown.source().contains("role=\"alert\""));
    }
    let program = site
        .post(&format!("{base}{ADD}"))
        .header("sec-fetch-site", "same-origin");
    program.form("guests[0].name=Ada").send().await.expect(204);
}

async fn edited(site: Site) {
    let expected = json!({
        "from": "2026-05-01", "at": "10:30:00", "room": "double-bed", "board": "half-board", "extras": ["late-checkout"],
        "guests": [{"name": "Ada <1>", "age": 36}, {"name": "Grace", "age": 85}], "terms": true,
    });
    let mut browser = Browser::new(&site);
    let (page, form) = open(&mut browser, "/booking/edit").await;
    assert!(
        page.source().contains(r#"<input type="date" id="book-7-from""#),
        "{}",
        page.source()
    );
    let url = browser.submit(&form).await.location().to_owned();
    let (page, _) = browser.open(&url).await;
    let result: Value = serde_json::from_str(page.text_at_id("result").unwrap()).unwrap();
    assert_eq!(result, expected);
}

async fn submitted_first(site: Site) {
    let mut browser = Browser::new(&site);
    let (_, mut form) = open(&mut browser, "/booking/edit").await;
    form.set("board", "")
        .set("guests[1].name", "")
        .set("from", "2026-06-01")
        .set("at", "23:00");
    form.unset("extras").unset("terms");
    let url = browser.fail(&form).await;
    let (page, form) = open(&mut browser, &url).await;
    let shown = [
        "from",
        "at",
        "room",
        "board",
        "extras",
        "guests[0].name",
        "guests[1].name",
        "terms",
    ];
    let shown = shown.map(|name| form.value(name).unwrap_or_default());
    assert_eq!(shown, ["2026-06-01", "23:00", "double-bed", "", "", "Ada <1>", "", ""]);
    let summary = "<ul><li><a href=\"#book-7-at\">At: must be 20:30 or earlier</a></li>\
                   <li><a href=\"#book-7-terms\">I accept the terms: required</a></li></ul>";
    assert!(page.source().contains(summary), "{}", page.source());
}

/// A browser would select the first option, and the next submit would save that.
async fn without_option(site: Site) {
    let mut browser = Browser::new(&site);
    let (_, mut form) = open(&mut browser, "/booking").await;
    let url = browser.fail(form.set("board", "<all>").set("room", "suite")).await;
    let (page, form) = open(&mut browser, &url).await;
    let option = r#"<option value="full-board">Full board</option><option value="&lt;all&gt;" selected>&lt;all&gt;</option></select>"#;
    assert!(page.source().contains(option), "{}", page.source());
    assert_eq!([form.value("board"), form.value("room")], [Some("<all>"), None]);
}

async fn own_attributes(site: Site) {
    async fn page(forms: Forms) -> String {
        let attributes = [
            ("action", "https://evil.example/"),
            ("METHOD", "get"),
            ("Enctype", "text/plain"),
            ("accept-charset", "latin1"),
            ("data-a", "\"><script>"),
            ("x onload", "y"),
            ("", "y"),
            ("a>b", "y"),
            ("target", "_top"),
        ];
        let (book, upload) = (forms.of::<Book>(), forms.of::<UploadForm>());
        format!(
            "{}</form>{}</form>",
            book.open_with(attributes),
            upload.open_with(attributes)
        )
    }
    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(Router::<App>::new().page("/attributes", page))
    });
    let page = site.get("/attributes").send().await.expect(200).text();
    let own = r#" data-a="&quot;&gt;&lt;script&gt;" target="_top">"#;
    for start in [
        r#"<form action="/_actions/book" method="post" up-validate-url="/_actions/book/check" accept-charset="utf-8""#,
        r#"<form action="/_actions/upload" method="post" up-validate-url="/_actions/upload/check" accept-charset="utf-8" enctype="multipart/form-data""#,
    ] {
        assert!(page.contains(&format!("{start}{own}")), "{page}");
    }
}
