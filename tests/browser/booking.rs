//! A page with every kind of control: what the browser enforces, and the summary of errors by keyboard.

use conformance::servers::Adapter;
use serde_json::{Value, json};

use crate::site::Site;
use crate::suite::Suite;
use crate::webdriver::Tab;

const SEND: &str = "#send";
const FROM: &str = "[name=from]";
const TERMS: &str = "[name=terms]";

pub(crate) fn trials(suite: &mut Suite) {
    suite.each("booking::browser_enforces_bounds_and_required_controls", enforced);
    suite.each("booking::summary_leads_to_the_controls_by_keyboard", summary);
    suite.each("booking::rows_are_added_while_the_form_is_incomplete", rows);
    suite.each("booking::edit_form_sends_the_same_again", edited);
}

/// Returns the problem that the browser has with a control.
async fn validity(tab: &Tab, selector: &str) -> Value {
    let script = format!(
        "const v = document.querySelector('{selector}').validity; \
         for (const key in v) if (v[key]) return key"
    );
    tab.evaluate(&script).await
}

/// Fills in everything but the arrival and the terms.
async fn fill_in(tab: &Tab) {
    tab.click("label[for='book-room--double.2d.bed']").await;
    tab.click("[name=board] [value=full-board]").await;
    tab.click("[name=extras][value=parking]").await;
    tab.type_into("[name='guests[0].name']", "Ada").await;
    tab.type_into("[name='guests[0].age']", "36").await;
}

async fn result(tab: &Tab) -> Value {
    serde_json::from_str(&tab.text("#result").await).unwrap()
}

async fn enforced(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/booking")).await;
    assert_eq!(validity(&tab, "[name=room]").await, "valueMissing");
    fill_in(&tab).await;
    assert_eq!(validity(&tab, "[name=room]").await, "valid");
    for (from, at, problem) in [
        ("", "", [json!("valueMissing"), json!("valid")]),
        (
            "2025-12-31",
            "07:59",
            [json!("rangeUnderflow"), json!("rangeUnderflow")],
        ),
        ("2027-01-01", "20:31", [json!("rangeOverflow"), json!("rangeOverflow")]),
        ("2026-12-31", "20:30", [json!("valid"), json!("valid")]),
    ] {
        tab.paste_into(FROM, from, 1).await;
        tab.paste_into("[name=at]", at, 1).await;
        let found = [validity(&tab, FROM).await, validity(&tab, "[name=at]").await];
        assert_eq!(found, problem, "{from} {at}");
        // The browser stays on the page and sends nothing.
        tab.click(SEND).await;
        assert_eq!(tab.address().await, "/booking");
    }
    assert_eq!(validity(&tab, TERMS).await, "valueMissing");
    assert_eq!(site.submissions().len(), 0);

    tab.click("label[for=book-terms]").await;
    tab.follow(SEND).await;
    let expected = json!({
        "from": "2026-12-31", "at": "20:30:00", "room": "double-bed", "board": "full-board", "extras": ["parking"],
        "guests": [{"name": "Ada", "age": 36}], "terms": true,
    });
    assert_eq!(result(&tab).await, expected);
}

async fn summary(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/booking")).await;
    // As a browser that checks nothing.
    tab.evaluate("document.forms[0].noValidate = true").await;
    tab.paste_into(FROM, "2027-01-01", 1).await;
    tab.type_into("[name='guests[0].name']", "Ada").await;
    tab.click("[name=board] [value=half-board]").await;
    tab.follow(SEND).await;

    let texts = [
        "Arrival: must be 2026-12-31 or earlier",
        "Room: required",
        "Guests 1, Age: required",
        "I accept the terms: required",
    ];
    assert_eq!(tab.texts("[role=alert] a").await, texts);
    let failed = site.url(&tab.address().await);
    let focused = "return document.activeElement.id";
    let ids = ["book-from", "book-room", "book-guests.5b.0.5d..2e.age", "book-terms"];
    for (at, id) in ids.iter().enumerate() {
        tab.open(&failed).await;
        // The summary has the focus, and the first link is the next stop.
        tab.wait_for(focused, "book--summary").await;
        for _ in 0..=at {
            tab.press(Tab::TAB).await;
        }
        tab.press(Tab::ENTER).await;
        tab.wait_for(focused, id).await;
    }
    // The control that has the focus is the checkbox: the space bar checks it.
    tab.press(" ").await;
    assert!(tab.is_checked(TERMS).await);
    assert_eq!(tab.value("[name=board]").await, "half-board");

    // Corrected, the form is sent.
    tab.paste_into(FROM, "2026-12-30", 1).await;
    tab.click("[name=room][value=single]").await;
    tab.type_into("[name='guests[0].age']", "36").await;
    tab.follow(SEND).await;
    assert_eq!(result(&tab).await["room"], "single");
    assert_eq!(tab.texts("[role=alert]").await.len(), 0);
}

async fn rows(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/booking")).await;
    tab.type_into("[name='guests[0].name']", "Ada").await;
    tab.follow("#add").await;
    tab.type_into("[name='guests[1].name']", "Grace").await;
    tab.follow("button[name=row][value='0']").await;
    assert_eq!(tab.texts("legend").await, ["Room", "Extras", "Guest 2"]);
    assert_eq!(tab.value("[name='guests[1].name']").await, "Grace");
    assert_eq!(tab.texts("[role=alert], li").await.len(), 0);
    // Enter in an input presses the first button, which sends the form: the browser stops it.
    tab.type_into("[name='guests[1].name']", "Hopper\u{e007}").await;
    assert_eq!(validity(&tab, FROM).await, "valueMissing");
    let paths: Vec<_> = site.submissions().into_iter().map(|sent| sent.path).collect();
    assert_eq!(paths, ["/_actions/add_guest", "/_actions/remove_guest"]);
}

async fn edited(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/booking/edit")).await;
    assert!(tab.is_checked("[name=room][value=double-bed]").await);
    tab.follow(SEND).await;
    let expected = json!({
        "from": "2026-05-01", "at": "10:30:00", "room": "double-bed", "board": "half-board", "extras": ["late-checkout"],
        "guests": [{"name": "Ada <1>", "age": 36}, {"name": "Grace", "age": 85}], "terms": true,
    });
    assert_eq!(result(&tab).await, expected);
}
