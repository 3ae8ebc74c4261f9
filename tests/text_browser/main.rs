//! The reference app in lynx and w3m, which send neither `Origin` nor Fetch Metadata with a form, but
//! `Referer`.
//!
//! If a browser is missing, its trials count as ignored and print why. If `FRONTDESK_NOTHING_IGNORED`
//! is set, they fail instead.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a trial fails"
)]

mod browser;
mod site;

use std::env;
use std::process::ExitCode;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use conformance::app::Settings;
use conformance::servers::Adapter;
use conformance::servers::axum::start;
use libtest_mimic::{Arguments, Failed, Trial};

use self::browser::{Browser, Key};
use self::site::{Site, Submission};

/// If this variable is set, trials fail instead of being ignored when a browser is missing.
const NOTHING_IGNORED: &str = "FRONTDESK_NOTHING_IGNORED";

type Test = fn(Browser, Adapter);

fn main() -> ExitCode {
    let tests: [(&str, Test); 4] = [
        ("failed_form_is_repopulated_and_sent_again", repopulated),
        ("own_origin_is_compared_with_the_referer", own_origin),
        ("form_of_another_origin_is_refused", refused),
        (
            "form_of_another_origin_is_refused_under_allow_non_browser",
            refused_by_lenient_guard,
        ),
    ];
    let mut trials = Vec::new();
    for browser in Browser::ALL {
        let missing = browser.missing();
        if let Some(program) = missing {
            eprintln!("\nNO TEST RUNS IN {browser:?}: {program} is missing.\nOn Debian: apt-get install lynx w3m\n");
        }
        // As it is configured by default, lynx sends no `Referer` from a page whose URL has a query,
        // so it can't send a form again that failed.
        let tests = match browser {
            Browser::Lynx => &tests[1..],
            Browser::W3m => &tests,
        };
        for adapter in Adapter::ALL {
            for &(name, test) in tests {
                let name = format!("{browser:?}::{adapter}::{name}").to_lowercase();
                trials.push(match missing {
                    None => Trial::test(name, move || {
                        test(browser, adapter);
                        Ok(())
                    }),
                    Some(program) => Trial::test(name, move || Err(Failed::from(format!("{program} is missing"))))
                        .with_kind("no browser")
                        .with_ignored_flag(env::var_os(NOTHING_IGNORED).is_none()),
                });
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The inputs of the form for a new note are, in order: title, text, password, pinned, button.
fn repopulated(browser: Browser, adapter: Adapter) {
    let site = Site::start(adapter, &Settings::default());
    browser.visit(
        &site.url("/notes"),
        &[
            Key::Fill("taken"),
            Key::Next(3),
            Key::Press, // pinned
            Key::Next(1),
            Key::Press, // the button; the page then has the message and the submitted values
            Key::Refill("Fixed"),
            Key::Next(4),
            Key::Press,
        ],
    );
    let note = site.note();
    assert_eq!((note.title.as_str(), note.pinned), ("Fixed", true));
    let submissions = site.submissions();
    assert_eq!(submissions.len(), 2, "{submissions:?}");
    for Submission { referer, others } in submissions {
        assert!(referer.starts_with(&site.url("/notes")), "{referer}");
        assert_eq!(others, Vec::<String>::new());
    }
}

fn own_origin(browser: Browser, adapter: Adapter) {
    // Without own origins, the loopback host is enough in debug builds.
    let by_default = usize::from(cfg!(debug_assertions));
    for (origin, notes) in [(Some("{own}"), 1), (Some("https://app.example"), 0), (None, by_default)] {
        let site = Site::reserve(adapter);
        let own = site.url("");
        let site = site.start_with(&Settings {
            origins: origin.iter().map(|origin| origin.replace("{own}", &own)).collect(),
            ..Settings::default()
        });
        browser.visit(&site.url("/notes"), &[Key::Fill("Milk"), Key::Next(4), Key::Press]);
        assert_eq!(site.submissions().len(), 1);
        assert_eq!(site.notes().len(), notes, "{origin:?}");
    }
}

fn refused(browser: Browser, adapter: Adapter) {
    foreign_form(browser, adapter, &Settings::default());
}

fn refused_by_lenient_guard(browser: Browser, adapter: Adapter) {
    let settings = Settings {
        allow_non_browser: true,
        ..Settings::default()
    };
    foreign_form(browser, adapter, &settings);
}

/// A page of another origin sends a form to the app.
fn foreign_form(browser: Browser, adapter: Adapter, settings: &Settings) {
    let site = Site::start(adapter, settings);
    let url = site.url("/_actions/create_note");
    let page = format!(
        "<!DOCTYPE html><title>Elsewhere</title><form method=post action='{url}'><input name=title>\
         <input type=hidden name=body><input type=hidden name=password><button>Win</button></form>"
    );
    let server = start(Router::new().route("/", get(async || Html(page))), 0).unwrap();
    let elsewhere = format!("http://{}/", server.address());
    browser.visit(&elsewhere, &[Key::Fill("Evil"), Key::Next(1), Key::Press]);
    let submissions = site.submissions();
    assert_eq!(submissions.len(), 1, "{submissions:?}");
    assert_eq!(submissions[0].referer, elsewhere);
    assert_eq!(site.notes().len(), 0);
}
