//! Inputs of each type show what was filled in, and accept what people change it to.

use conformance::app::{App, Settings, builder};
use conformance::servers::{Adapter, Server};
use frontdesk::{Forms, Html, Router, server_action};
use serde_json::{Value, json};

use crate::site::Site;
use crate::suite::Suite;
use crate::webdriver::Tab;

pub(crate) fn trials(suite: &mut Suite) {
    suite.each("inputs::filled_values_arrive_unchanged", unchanged);
    suite.each("inputs::other_moments_are_accepted", other_moments);
    suite.each("inputs::no_value_is_cleared", none_is_cleared);
    suite.each("inputs::every_whole_number_is_accepted", whole_numbers);
}

const SEND: &str = "main button";

async fn unchanged(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/inputs")).await;
    for (name, expected) in [
        ("at", "2026-03-04T05:06:07.123"),
        ("time", "05:06:07.123"),
        ("day", "2026-03-04"),
        ("whole", "5"),
        ("ratio", "0.5"),
    ] {
        assert_eq!(tab.value(&format!("[name={name}]")).await, expected, "{name}");
    }
    let decoded = send(&tab).await;
    let expected = json!({
        "at": "2026-03-04T05:06:07.123", "time": "05:06:07.123", "day": "2026-03-04", "whole": 5, "ratio": 0.5,
    });
    assert_eq!(decoded, expected);
}

/// The browser counts steps from the value that the page filled in.
async fn other_moments(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/inputs")).await;
    for (name, value) in [
        ("at", "2027-01-01T10:30"),
        ("time", "10:30"),
        ("day", "2027-01-02"),
        ("whole", "8"),
        ("ratio", "0.123"),
    ] {
        let selector = format!("[name={name}]");
        tab.paste_into(&selector, value, 1).await;
        let is_valid = format!("return document.querySelector('{selector}').checkValidity()");
        assert_eq!(tab.evaluate(&is_valid).await, true, "{name}");
    }
    let decoded = send(&tab).await;
    let expected = json!({
        "at": "2027-01-01T10:30:00", "time": "10:30:00", "day": "2027-01-02", "whole": 8, "ratio": 0.123,
    });
    assert_eq!(decoded, expected);
}

/// Submits the form, and returns what the action decoded.
async fn send(tab: &Tab) -> Value {
    tab.follow(SEND).await;
    serde_json::from_str(&tab.text("#result").await).unwrap()
}

/// The type of the input, the value that is filled in, and the type and value that the browser shows.
const SHOWN: [(&str, &str, &str, &str); 34] = [
    ("number", "5", "number", "5"),
    ("number", "+5", "number", "5"),
    ("number", "5.", "number", "5"),
    ("number", "-.5", "number", "-.5"),
    ("number", "1E+3", "number", "1E+3"),
    ("number", "NaN", "text", "NaN"),
    ("number", "inf", "text", "inf"),
    ("number", "1e999", "text", "1e999"),
    ("number", "1,5", "text", "1,5"),
    ("number", "five", "text", "five"),
    ("range", "50.5", "range", "50.5"),
    ("range", "101", "text", "101"),
    ("date", "2026-03-04", "date", "2026-03-04"),
    ("date", "12026-03-04", "date", "12026-03-04"),
    ("date", "2026-02-29", "text", "2026-02-29"),
    ("date", "04/03/2026", "text", "04/03/2026"),
    ("time", "05:06", "time", "05:06"),
    ("time", "5:06:07.0", "time", "05:06:07"),
    ("time", "05:06:07.123999", "time", "05:06:07.123"),
    ("time", "23:59:60", "text", "23:59:60"),
    (
        "datetime-local",
        "2026-03-04 05:06",
        "datetime-local",
        "2026-03-04T05:06",
    ),
    (
        "datetime-local",
        "2026-03-04T05:06:07.999999999",
        "datetime-local",
        "2026-03-04T05:06:07.999",
    ),
    ("datetime-local", "2026-03-04T05:06Z", "text", "2026-03-04T05:06Z"),
    ("month", "2026-03", "month", "2026-03"),
    ("month", "2026-13", "text", "2026-13"),
    ("week", "2026-W53", "week", "2026-W53"),
    ("week", "2025-W53", "text", "2025-W53"),
    ("color", "#A0B1C2", "color", "#a0b1c2"),
    ("color", "red", "text", "red"),
    ("text", " a ", "text", " a "),
    ("email", "not an address", "email", "not an address"),
    ("url", "example.com", "url", "example.com"),
    ("hidden", "a\nb", "hidden", "a\nb"),
    ("search", "", "search", ""),
];

#[server_action]
async fn show(value: String, #[field(default)] whole: u32) -> usize {
    value.len() + whole as usize
}

/// A page with an input for each row.
async fn shown(forms: Forms) -> Html<String> {
    let input = |(at, (kind, value, ..)): (usize, &(&str, &str, &str, &str))| {
        let form = forms.of_key::<Show>(at).fill(Show::VALUE, *value);
        form.field(Show::VALUE).input(kind).into_string()
    };
    let inputs: String = SHOWN.iter().enumerate().map(input).collect();
    let whole = forms.of::<Show>().fill_text(Show::WHOLE, "1.5");
    let whole = whole.field(Show::WHOLE).typed_input();
    Html(format!(
        "<!DOCTYPE html><title>Shown</title><form>{inputs}</form>{whole}\
         <input type=number name=bare value=1.5><input type=time name=bare_time step=1 value=05:06:07.123>"
    ))
}

async fn open_shown(tab: &Tab, adapter: Adapter) -> Server {
    let app = App::default();
    let desk = builder(&app, &Settings::default())
        .routes(Router::new().page("/shown", shown))
        .build()
        .unwrap();
    let server = adapter.start(app, desk, 0).unwrap();
    tab.open(&format!("http://{}/shown", server.address())).await;
    server
}

async fn none_is_cleared(tab: Tab, adapter: Adapter) {
    let _server = open_shown(&tab, adapter).await;
    let script = "return [...document.querySelectorAll('[name=value]')].map(i => [i.type, i.value])";
    let found = tab.evaluate(script).await;
    let expected: Vec<_> = SHOWN.iter().map(|(_, _, kind, value)| json!([kind, value])).collect();
    assert_eq!(found.as_array().unwrap(), &expected);
}

/// With a value between two whole numbers, the browser would count its steps from there.
async fn whole_numbers(tab: Tab, adapter: Adapter) {
    let _server = open_shown(&tab, adapter).await;
    assert_eq!(tab.value("[name=whole]").await, "1.5");
    for (name, value, is_accepted) in [
        ("whole", "2", true),
        ("bare", "2", false),
        ("bare_time", "10:30", false),
    ] {
        let selector = format!("[name={name}]");
        tab.paste_into(&selector, value, 1).await;
        let is_valid = format!("return document.querySelector('{selector}').checkValidity()");
        assert_eq!(tab.evaluate(&is_valid).await, is_accepted, "{name}");
    }
}
