//! The pages of `examples/chat`, in every state.

use std::sync::Arc;
use std::time::Instant;

use ::chat::Chat;
use axum::Router;
use frontdesk::axum::RouterExt as _;

use crate::MESSAGE;
use crate::axe::Axe;
use crate::host::Host;
use crate::keys::{Key, press, write};
use crate::visit::{DEADLINE, Visit};
use crate::webdriver::Tab;

const NAME: &str = "[name=name]";
const TEXT: &str = "[name=text]";
const BUTTON: &str = "form button";
const ROOM: &str = "/rooms/lobby";

/// Sends many messages at once.
const BURST: &str = "
    const send = text => fetch(location.pathname, { method: 'POST', body: new URLSearchParams({ text }) })
    return Promise.all([...Array(8)].map(() => send(Math.random()))).then(() => true)";

const LIST: &str = "document.querySelector('#messages')";

async fn start(tab: Tab, axe: Arc<Axe>, scripts: bool) -> (Visit, Chat) {
    let chat = Chat::new().unwrap();
    let desk = ::chat::desk(chat.clone()).unwrap();
    let host = Host::start(async |_| Router::new().desk(desk)).await;
    (Visit::new(tab, host, axe, scripts), chat)
}

async fn enter(visit: &Visit) {
    visit.open("/enter").await;
    visit.tab.type_into(NAME, "Ada").await;
    visit.tab.follow(BUTTON).await;
}

/// Opens the room, and waits for its events, which bring the names of the people.
async fn open_room(visit: &Visit) {
    visit.open(ROOM).await;
    if visit.scripts {
        visit.until("document.querySelector('#people li')").await;
    }
}

pub(crate) async fn people(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, chat) = start(tab, axe, scripts).await;
    visit.open("/").await;
    visit
        .look("rooms", "a stranger", "document.querySelector('.rooms')")
        .await;
    visit.open("/enter").await;
    visit.look("enter", "empty", "document.querySelector('h1')").await;
    visit.tab.type_into(NAME, "   ").await;
    visit.tab.click(BUTTON).await;
    visit.look("enter", "failed: blank", MESSAGE).await;
    enter(&visit).await;
    let _reader = chat.room("garden").unwrap().come_in("Bob".into());
    visit.open("/").await;
    visit.look("rooms", "a person", "document.querySelector('form')").await;
    visit.tab.click(BUTTON).await;
    visit
        .look("rooms", "a flash message", "document.querySelector('.flash')")
        .await;
    visit.finish();
}

pub(crate) async fn room(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, chat) = start(tab, axe, scripts).await;
    visit.open(ROOM).await;
    visit.look("room", "a stranger", LIST).await;
    enter(&visit).await;
    open_room(&visit).await;
    visit.look("room", "empty", LIST).await;
    for _ in 0..30 {
        chat.room("lobby").unwrap().post("Bob".into(), "Wort".repeat(40));
    }
    open_room(&visit).await;
    let is_full = "document.querySelectorAll('#messages li').length === 30";
    visit.look("room", "messages", is_full).await;
    visit.tab.type_into(TEXT, "   ").await;
    visit.tab.click(BUTTON).await;
    let message = match scripts {
        true => "!document.querySelector('#problem').hidden",
        false => MESSAGE,
    };
    visit
        .look(
            "room",
            if scripts { "refused: blank" } else { "failed: blank" },
            message,
        )
        .await;
    if scripts {
        waiting(&mut visit, &chat).await;
    } else {
        too_fast(&mut visit).await;
    }
    visit.finish();
}

/// More messages than a person may send at once.
async fn too_fast(visit: &mut Visit) {
    let alert = "document.querySelector('form .problem[role=alert]')";
    let end = Instant::now() + DEADLINE;
    while visit.tab.evaluate(&format!("return !!{alert}")).await != true {
        assert!(Instant::now() < end, "nothing is too fast");
        visit.tab.evaluate(BURST).await;
        visit.tab.type_into(TEXT, "One more").await;
        visit.tab.follow(BUTTON).await;
    }
    visit.look("room", "failed: too fast", alert).await;
}

/// A message that waits for its response, and what happens without the server.
async fn waiting(visit: &mut Visit, chat: &Chat) {
    open_room(visit).await;
    visit.host.hold(true);
    visit.tab.type_into(TEXT, "Slow").await;
    visit.tab.click(BUTTON).await;
    let pending = "document.querySelector('form button:disabled')";
    visit.look("room", "pending", pending).await;
    visit.host.hold(false);
    visit
        .until("document.querySelector('#messages').textContent.includes('Slow')")
        .await;
    visit.until("!document.querySelector(':disabled')").await;
    visit.tab.set_offline(true).await;
    visit.tab.type_into(TEXT, "Lost").await;
    visit.tab.click(BUTTON).await;
    let problem = "!document.querySelector('#problem').hidden";
    visit.look("room", "no network", problem).await;
    visit.tab.set_offline(false).await;
    open_room(visit).await;
    chat.close();
    let connection = "!document.querySelector('#connection').hidden";
    visit.look("room", "not connected", connection).await;
}

pub(crate) async fn problems(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, _chat) = start(tab, axe, scripts).await;
    for (path, state) in [
        ("/nothing", "404"),
        ("/rooms/cellar", "404 with a detail"),
        ("/rooms/lobby/events?after=x", "400"),
        ("/_actions/leave", "405"),
    ] {
        visit.open(path).await;
        visit
            .look("problem", state, "!document.querySelector('.rooms, form')")
            .await;
    }
    visit.open("/enter").await;
    visit.host.refuse(true);
    visit.tab.type_into(NAME, "Ada").await;
    visit.tab.click(BUTTON).await;
    visit
        .look("problem", "403, from another site", "!document.querySelector('form')")
        .await;
    visit.finish();
}

pub(crate) async fn keyboard(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (visit, chat) = start(tab, axe, scripts).await;
    let tab = &visit.tab;
    visit.open("/").await;
    visit.assert_order().await;
    visit.open("/").await;
    visit.go_to("a[href='/enter']").await;
    press(tab, Key::Enter).await;
    visit.until("document.querySelector('[name=name]')").await;
    visit.go_to(NAME).await;
    write(tab, "Ada").await;
    press(tab, Key::Enter).await;
    visit
        .until("location.pathname === '/' && document.querySelector('form')")
        .await;
    visit.go_to("a[href='/rooms/lobby']").await;
    press(tab, Key::Enter).await;
    visit.until(LIST).await;
    visit.until("document.readyState === 'complete'").await;
    visit.go_to(TEXT).await;
    write(tab, "Hello").await;
    press(tab, Key::Enter).await;
    visit
        .until("document.querySelector('#messages li')?.textContent.includes('Hello')")
        .await;
    visit
        .until("!document.querySelector(':disabled') && document.querySelector('[name=text]').value === ''")
        .await;
    if scripts {
        // The next message can be written at once.
        visit.until("document.activeElement.matches('[name=text]')").await;
    }
    visit.open(ROOM).await;
    visit.assert_order().await;
    // The older messages of a list that scrolls can be read.
    for _ in 0..30 {
        chat.room("lobby").unwrap().post("Bob".into(), "Hello".into());
    }
    visit.open(ROOM).await;
    visit
        .until("document.querySelectorAll('#messages li').length === 31")
        .await;
    visit.assert_order().await;
}
