//! What a person does with a tab, and sees in it. Whatever can't be done fails the test.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

/// How long a page may take to follow a click.
const FOLLOW: Duration = Duration::from_secs(15);

/// The element that every page has.
const HERE: &str = "html";

/// The tabs of a browser, of which one is in front.
#[derive(Debug, Clone)]
pub(crate) struct Tab {
    client: Client,
}

impl Tab {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
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

    /// Another tab, which is in front from now on.
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

    /// Clicks something that leads to another page, and waits for that.
    pub(crate) async fn follow(&self, selector: &str) {
        let before = self.document().await;
        self.click(selector).await;
        let end = Instant::now() + FOLLOW;
        // Each page has an `html` element of its own. Between two pages there may be none.
        while [None, before.clone()].contains(&self.document().await) {
            assert!(Instant::now() < end, "{selector} leads nowhere");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        while self.ask("return document.readyState").await != "complete" {
            assert!(Instant::now() < end, "the page behind {selector} never ends");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Clicks something that stays on the page.
    pub(crate) async fn click(&self, selector: &str) {
        let element = self.find(selector).await;
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Types on the keyboard, in place of what stands in a control.
    pub(crate) async fn type_into(&self, selector: &str, text: &str) {
        let element = self.find(selector).await;
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    /// Chooses a file of this machine.
    pub(crate) async fn choose_file(&self, selector: &str, path: &Path) {
        let path = path.to_str().unwrap();
        self.find(selector).await.send_keys(path).await.unwrap();
    }

    /// Puts text into a control, so many times, as if it were pasted: typing a long one takes minutes.
    pub(crate) async fn paste_into(&self, selector: &str, text: &str, times: usize) {
        let arguments = vec![json!(self.find(selector).await), json!(text), json!(times)];
        let script = "arguments[0].value = arguments[1].repeat(arguments[2])";
        self.client.execute(script, arguments).await.unwrap();
    }

    /// The path and the query of the address bar.
    pub(crate) async fn address(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        let query = url.query().map(|query| format!("?{query}"));
        format!("{}{}", url.path(), query.unwrap_or_default())
    }

    pub(crate) async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    /// The text that people see in each such element.
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

    /// What stands in a control.
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

    /// Asks the browser, which runs the driver's scripts even where it runs none of a page's.
    pub(crate) async fn ask(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
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
