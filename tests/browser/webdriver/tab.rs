//! What a person does with a tab, and sees in it. If an operation fails, it panics.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource as _, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use super::browsers::Kind;
use super::commands::Log;

/// How long a page may take to load after a click: long enough for a busy machine.
const FOLLOW: Duration = Duration::from_secs(60);

/// An element that every page has.
const HERE: &str = "html";

/// The tabs of a browser, one of which is in front.
#[derive(Debug, Clone)]
pub(crate) struct Tab {
    pub(super) kind: Kind,
    pub(super) client: Client,
}

/// Keys that have no character ([WebDriver, keyboard actions](https://www.w3.org/TR/webdriver2/#keyboard-actions)).
impl Tab {
    pub(crate) const TAB: &str = "\u{e004}";
    pub(crate) const ENTER: &str = "\u{e007}";
}

impl Tab {
    pub(super) fn new(kind: Kind, client: Client) -> Self {
        Self { kind, client }
    }

    pub(crate) async fn open(&self, url: &str) {
        self.client
            .goto(url)
            .await
            .unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    pub(crate) async fn reload(&self) {
        self.client.refresh().await.unwrap();
    }

    pub(crate) async fn back(&self) {
        self.client.back().await.unwrap();
    }

    pub(crate) async fn forward(&self) {
        self.client.forward().await.unwrap();
    }

    /// Opens another tab and brings it to the front.
    pub(crate) async fn open_another(&self) -> WindowHandle {
        let handle = self.client.new_window(true).await.unwrap().handle;
        self.switch_to(&handle).await;
        handle
    }

    pub(crate) async fn in_front(&self) -> WindowHandle {
        self.client.window().await.unwrap()
    }

    pub(crate) async fn switch_to(&self, handle: &WindowHandle) {
        self.client.switch_to_window(handle.clone()).await.unwrap();
    }

    /// Clicks an element that leads to another page, and waits until that is loaded.
    pub(crate) async fn follow(&self, selector: &str) {
        let before = self.document().await;
        self.click(selector).await;
        let end = Instant::now() + FOLLOW;
        // Each page has an `html` element of its own. Between two pages there may be none.
        while [None, before.clone()].contains(&self.document().await) {
            assert!(Instant::now() < end, "{selector} leads nowhere");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        while self.evaluate("return document.readyState").await != "complete" {
            assert!(Instant::now() < end, "the page behind {selector} is never complete");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Clicks an element twice.
    pub(crate) async fn double_click(&self, selector: &str) {
        let element = self.find(selector).await;
        let element = || element.clone();
        let (down, up) = (
            || PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            },
            || PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            },
        );
        let mouse = MouseActions::new("mouse".into())
            .then(PointerAction::MoveToElement {
                element: element(),
                duration: None,
                x: 0.0,
                y: 0.0,
            })
            .then(down())
            .then(up())
            .then(down())
            .then(up());
        self.client.perform_actions(mouse).await.unwrap();
    }

    /// Returns the events of the developer tools since the last time, in a browser that logs them: `method` and `params`.
    pub(crate) async fn events(&self) -> Vec<Value> {
        let log = self.client.clone().issue_cmd(Log).await.unwrap();
        let messages = log
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|entry| entry["message"].as_str());
        let events = messages.map(|message| serde_json::from_str::<Value>(message).unwrap());
        events.map(|mut event| event["message"].take()).collect()
    }

    /// Saves what the tab shows, for people.
    pub(crate) async fn screenshot(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// Clicks an element, and stays on the page.
    pub(crate) async fn click(&self, selector: &str) {
        let element = self.find(selector).await;
        match element.click().await {
            Ok(()) => {}
            // Firefox waits for the page that a click leads to, whose server may not exist.
            Err(error) if error.to_string().contains("Reached error page") => {}
            Err(error) => panic!("{selector}: {error}"),
        }
    }

    /// Replaces the value of a control by typing.
    pub(crate) async fn type_into(&self, selector: &str, text: &str) {
        let element = self.find(selector).await;
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    /// Replaces the value of the control that has the focus, as a person does who selects it all. (WebDriver
    /// clears a control by a change of its own.)
    pub(crate) async fn replace(&self, text: &str) {
        self.press(&format!("\u{e009}a\u{e000}{text}")).await;
    }

    /// Presses a key where the focus is.
    pub(crate) async fn press(&self, key: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(key).await.unwrap();
    }

    /// Chooses a file of the disk.
    pub(crate) async fn choose_file(&self, selector: &str, path: &Path) {
        let path = path.to_str().unwrap();
        self.find(selector).await.send_keys(path).await.unwrap();
    }

    /// Pastes text into a control, repeated `times` times. (Typing a long text takes minutes.)
    pub(crate) async fn paste_into(&self, selector: &str, text: &str, times: usize) {
        let arguments = vec![json!(self.find(selector).await), json!(text), json!(times)];
        let script = "arguments[0].value = arguments[1].repeat(arguments[2])";
        self.client.execute(script, arguments).await.unwrap();
    }

    /// Returns the path and the query of the address bar.
    pub(crate) async fn address(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        let query = url.query().map(|query| format!("?{query}"));
        format!("{}{}", url.path(), query.unwrap_or_default())
    }

    /// Returns the whole address.
    pub(crate) async fn url(&self) -> String {
        self.client.current_url().await.unwrap().into()
    }

    pub(crate) async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    /// Returns the visible text of each matching element.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.client.find_all(Locator::Css(selector)).await.unwrap() {
            texts.push(element.text().await.unwrap());
        }
        texts
    }

    pub(crate) async fn text(&self, selector: &str) -> String {
        self.find(selector).await.text().await.unwrap()
    }

    /// Returns the value of a control.
    pub(crate) async fn value(&self, selector: &str) -> String {
        self.find(selector)
            .await
            .prop("value")
            .await
            .unwrap()
            .unwrap_or_default()
    }

    pub(crate) async fn is_checked(&self, selector: &str) -> bool {
        self.find(selector).await.is_selected().await.unwrap()
    }

    /// Returns name and value of the cookies of the page's host.
    pub(crate) async fn cookies(&self) -> Vec<(String, String)> {
        let cookies = self.client.get_all_cookies().await.unwrap().into_iter();
        cookies
            .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
            .collect()
    }

    /// Removes a cookie of the page's host.
    pub(crate) async fn forget(&self, cookie: &str) {
        self.client.delete_cookie(cookie).await.unwrap();
    }

    /// Evaluates a script of the driver, which runs even where scripts of pages don't.
    pub(crate) async fn evaluate(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Returns whether a script of the driver returns `true` within this time, also on another page to
    /// which the tab goes meanwhile.
    pub(crate) async fn comes_true(&self, script: &str, within: Duration) -> bool {
        let end = Instant::now() + within;
        loop {
            // Between two pages it can't be evaluated.
            if self
                .client
                .execute(script, Vec::new())
                .await
                .is_ok_and(|found| found == true)
            {
                return true;
            }
            if Instant::now() >= end {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits until a script returns this text: what a browser does when it renders comes after loading.
    pub(crate) async fn wait_for(&self, script: &str, text: &str) {
        let end = Instant::now() + FOLLOW;
        loop {
            let found = self.evaluate(script).await;
            if found == text {
                return;
            }
            assert!(Instant::now() < end, "{script}: {found}, and not {text}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn document(&self) -> Option<ElementRef> {
        let element = self.client.find(Locator::Css(HERE)).await.ok()?;
        Some(element.element_id())
    }

    async fn find(&self, selector: &str) -> Element {
        match self.client.find(Locator::Css(selector)).await {
            Ok(element) => element,
            Err(error) => panic!(
                "no {selector}: {error}\n{}",
                self.client.source().await.unwrap_or_default()
            ),
        }
    }
}
