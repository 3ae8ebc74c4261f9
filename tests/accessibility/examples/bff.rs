//! The pages of `examples/bff`, in every state.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ::bff::demo::{Mode, PASSWORD};
use ::bff::webhooks::{Backoff, Options, WorkOptions};
use ::bff::{Bff, Settings};
use axum::Router;
use frontdesk::axum::RouterExt as _;

use crate::axe::Axe;
use crate::host::Host;
use crate::keys::{Key, press, write};
use crate::sites::settings;
use crate::visit::{DEADLINE, Visit};
use crate::webdriver::Tab;
use crate::{ALERT, MESSAGE};

const NAME: &str = "[name=name]";
const LOG_IN: &str = "form:has([type=password]) button";
const ORDER: &str = "[aria-label='Order Tea']";
const MODES: &str = "details summary";
const SET: &str = "details button";
const SEND: &str = "form:has(select) button";

const FLASH: &str = "document.querySelector('.flash')";

/// Starts the app. The work of an event is tried once.
async fn start(tab: Tab, axe: Arc<Axe>, scripts: bool) -> (Visit, Bff) {
    let backoff = Backoff {
        attempts: 1,
        first: Duration::ZERO,
        longest: Duration::ZERO,
    };
    let work = WorkOptions {
        backoff,
        ..WorkOptions::default()
    };
    let webhooks = Options {
        work,
        ..Options::default()
    };
    let settings = Settings { webhooks, ..settings() };
    let bff = Bff::start(settings).await.unwrap();
    let desk = ::bff::desk(bff.clone()).unwrap();
    let host = Host::start(async |_| Router::new().desk(desk)).await;
    bff.webhooks.listen_on(host.address());
    (Visit::new(tab, host, axe, scripts), bff)
}

async fn log_in(visit: &Visit) {
    visit.open("/login").await;
    visit.tab.type_into(NAME, "Ada").await;
    visit.tab.type_into("[type=password]", PASSWORD).await;
    visit.tab.follow(LOG_IN).await;
}

pub(crate) async fn login(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, bff) = start(tab, axe, scripts).await;
    visit.open("/login").await;
    visit.look("login", "empty", "document.querySelector('h1')").await;
    visit.tab.paste_into(NAME, "x", 31).await;
    visit.tab.type_into("[type=password]", "guess").await;
    visit.tab.click(LOG_IN).await;
    visit.look("login", "failed: the name", MESSAGE).await;
    visit.tab.type_into(NAME, "Ada").await;
    visit.tab.type_into("[type=password]", "guess").await;
    visit.tab.follow(LOG_IN).await;
    visit.look("login", "failed: the password", MESSAGE).await;
    bff.demo.orders.set(Mode::Broken);
    visit.tab.type_into("[type=password]", PASSWORD).await;
    visit.tab.click(LOG_IN).await;
    visit.look("login", "failed: no service", ALERT).await;
    // A page that only people see who have logged in leads here.
    bff.demo.orders.set(Mode::Well);
    visit.open("/webhooks").await;
    visit
        .look("login", "on the way", "location.pathname === '/login'")
        .await;
    visit.finish();
}

pub(crate) async fn overview(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, bff) = start(tab, axe, scripts).await;
    log_in(&visit).await;
    visit
        .look("overview", "products", "document.querySelector('table')")
        .await;
    visit.tab.click(ORDER).await;
    visit.look("overview", "an order", FLASH).await;
    visit.tab.click(MODES).await;
    visit
        .look("overview", "modes", "document.querySelector('details[open]')")
        .await;
    visit
        .tab
        .evaluate("document.querySelector('details option').value = 'odd'")
        .await;
    visit.tab.click(SET).await;
    visit.look("overview", "failed: a mode", MESSAGE).await;
    visit.open("/").await;
    bff.demo.orders.set(Mode::Busy);
    visit.tab.click(ORDER).await;
    let in_row = "document.querySelector('td .problem[role=alert]')";
    visit.look("overview", "failed: an order", in_row).await;
    visit.open("/").await;
    visit.look("overview", "a part is missing", ALERT).await;

    bff.demo.orders.set(Mode::Well);
    visit.open("/").await;
    bff.demo.orders.set(Mode::Cut);
    bff.catalogue.revalidate().await;
    bff.demo.catalogue.set(Mode::Broken);
    visit.tab.click(ORDER).await;
    let both = "document.querySelectorAll('.problem[role=alert]').length > 1";
    visit.look("overview", "failed: all is missing", both).await;
    visit.finish();
}

pub(crate) async fn webhooks(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, _bff) = start(tab, axe, scripts).await;
    log_in(&visit).await;
    visit.open("/webhooks").await;
    visit
        .look("webhooks", "empty", "document.querySelector('#results')")
        .await;
    visit
        .tab
        .evaluate("document.querySelector('option').value = 'odd'")
        .await;
    visit.tab.click(SEND).await;
    visit.look("webhooks", "failed: a provider", MESSAGE).await;
    visit.open("/webhooks").await;
    visit.tab.click(SEND).await;
    visit.look("webhooks", "a flash message", FLASH).await;
    // There is no order 4.
    visit
        .tab
        .evaluate("document.querySelector('[name=order]').value = '4'")
        .await;
    visit.tab.follow(SEND).await;
    visit
        .until("document.querySelectorAll('section:has(code)').length === 2")
        .await;
    let end = Instant::now() + DEADLINE;
    while visit
        .tab
        .evaluate("return document.querySelector('section .problem')")
        .await
        .is_null()
    {
        assert!(Instant::now() < end, "no work has failed");
        visit.open("/webhooks").await;
    }
    visit
        .look("webhooks", "events", "document.querySelector('section .problem')")
        .await;
    visit
        .tab
        .evaluate("document.querySelector('section:has(code) form').elements.namedItem('number').value = 'odd'")
        .await;
    visit.tab.click("section:has(code) button").await;
    visit.look("webhooks", "failed: expired", ALERT).await;
    visit.finish();
}

pub(crate) async fn problems(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, bff) = start(tab, axe, scripts).await;
    log_in(&visit).await;
    visit.open("/nothing").await;
    visit.look("problem", "404", "document.querySelector('h1')").await;
    visit.open("/_actions/order").await;
    visit.look("problem", "405", "document.querySelector('h1')").await;
    bff.demo.orders.set(Mode::Broken);
    visit.open("/export").await;
    visit.look("problem", "502", "document.querySelector('h1')").await;
    visit.open("/").await;
    visit.host.refuse(true);
    visit.tab.follow(ORDER).await;
    visit
        .look("problem", "403, from another site", "!document.querySelector('table')")
        .await;
    visit.finish();
}

pub(crate) async fn keyboard(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (visit, bff) = start(tab, axe, scripts).await;
    let tab = &visit.tab;
    visit.open("/login").await;
    visit.assert_order().await;
    visit.open("/login").await;
    visit.go_to(NAME).await;
    write(tab, "Ada").await;
    visit.go_to("[type=password]").await;
    write(tab, "guess").await;
    press(tab, Key::Enter).await;
    visit.until(MESSAGE).await;
    visit.go_to("[type=password]").await;
    write(tab, PASSWORD).await;
    press(tab, Key::Enter).await;
    visit.until("document.querySelector('table')").await;
    visit.assert_order().await;

    visit.open("/").await;
    visit.go_to(ORDER).await;
    press(tab, Key::Enter).await;
    visit.until(FLASH).await;
    visit.go_to(MODES).await;
    press(tab, Key::Enter).await;
    visit.go_to("select").await;
    write(tab, "s").await;
    visit.go_to(SET).await;
    tab.evaluate("document.documentElement.mark = 'here'").await;
    press(tab, Key::Space).await;
    visit
        .until("!document.documentElement.mark && document.querySelector('details[open]')")
        .await;
    assert_eq!(bff.demo.orders.mode(), Mode::Slow);
    visit.open("/webhooks").await;
    visit.go_to(SEND).await;
    press(tab, Key::Space).await;
    visit.until(FLASH).await;
    visit.assert_order().await;
}
