//! `examples/hypermedia`: each of its pages, with its library, and with JavaScript off.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ::hypermedia::{App, Scripts as Place, Way};
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use axum::routing::get;
use conformance::servers::Server;
use conformance::servers::axum::start;
use frontdesk::axum::RouterExt as _;
use frontdesk::http::Method;
use tower::util::MapRequestLayer;

use crate::packages::Scripts;
use crate::webdriver::Tab;

/// How long a change may take.
const CHANGE: Duration = Duration::from_secs(6);

/// The app with a page of it in a tab.
struct Site<'a> {
    app: App,
    /// How many forms have arrived.
    posts: Arc<AtomicU32>,
    tab: &'a Tab,
    has_scripts: bool,
    _server: Server,
}

impl<'a> Site<'a> {
    async fn open(way: Way, scripts: Scripts, tab: &'a Tab, has_scripts: bool) -> Self {
        let app = App {
            scripts: Place::below("/scripts"),
            ..App::default()
        };
        let posts = Arc::<AtomicU32>::default();
        let counted = Arc::clone(&posts);
        let count = move |request: axum::extract::Request| {
            if request.method() == Method::POST {
                counted.fetch_add(1, Ordering::SeqCst);
            }
            request
        };
        let script = move |Path(name): Path<String>| {
            let text = scripts.get(&name).unwrap_or_default().to_owned();
            std::future::ready(([(CONTENT_TYPE, "text/javascript")], text).into_response())
        };
        let host = axum::Router::new()
            .route("/scripts/{*name}", get(script))
            .desk(::hypermedia::desk(app.clone()).unwrap());
        // Around the whole app, the desk included.
        let host = axum::Router::new().fallback_service(tower::Layer::layer(&MapRequestLayer::new(count), host));
        let server = start(host, 0).unwrap();
        tab.open(&format!("http://{}{}", server.address(), way.path())).await;
        tab.evaluate("window.mark = 'here'").await;
        Self {
            app,
            posts,
            tab,
            has_scripts,
            _server: server,
        }
    }

    /// Waits until the page has all these texts, and none of these elements.
    async fn shows(&self, texts: &[&str], without: &str) {
        let script = format!(
            "{texts:?}.every(text => document.body.innerText.includes(text)) && !document.querySelector({without:?})"
        );
        self.comes_true(&script).await;
    }

    /// Waits until this is true of a page that is complete.
    async fn comes_true(&self, condition: &str) {
        let script = format!("return document.readyState === 'complete' && {condition}");
        let comes_true = self.tab.comes_true(&script, CHANGE).await;
        assert!(comes_true, "{condition}: {}", self.tab.text("body").await);
    }

    /// Clicks a link, and waits for an element.
    async fn reveal(&self, link: &str, element: &str) {
        self.tab.click(link).await;
        self.comes_true(&format!("!!document.querySelector({element:?})")).await;
    }

    /// Checks how many forms have arrived. Since each has had its effect, it ran once.
    async fn arrived(&self, posts: u32) {
        assert_eq!(self.posts.load(Ordering::SeqCst), posts);
        let is_in_place = self.tab.evaluate("return window.mark === 'here'").await == true;
        assert_eq!(is_in_place, self.has_scripts, "after {posts} forms");
    }

    /// Checks that people can go on with the keyboard.
    async fn has_focus(&self, element: &str) {
        let script = format!("document.activeElement.matches({element:?})");
        self.comes_true(&script).await;
    }

    fn texts(&self) -> Vec<String> {
        self.app.list.items().into_iter().map(|item| item.text).collect()
    }
}

/// Does all that can be done on a page.
pub(crate) async fn trial(way: Way, scripts: Scripts, tab: Tab, has_scripts: bool) {
    let site = Site::open(way, scripts, &tab, has_scripts).await;
    add(&site).await;
    edit(&site).await;
    toggle(&site).await;
    delete(&site).await;
    gone(&site).await;
    leave(&site, way).await;
}

async fn add(site: &Site<'_>) {
    let (tab, input) = (site.tab, "#add [name=text]");
    tab.type_into(input, "Call Ada").await;
    tab.click("#add button").await;
    site.shows(&["is on the list already"], "dialog[open]").await;
    assert_eq!(tab.value(input).await, "Call Ada");
    site.has_focus(input).await;
    site.arrived(1).await;

    tab.type_into(input, "Bake bread").await;
    tab.click("#add button").await;
    site.shows(&["Bake bread", "1 of 4 done"], "#add [aria-invalid]").await;
    assert_eq!(tab.texts("#list .toggle").await, site.texts());
    assert_eq!((site.texts().len(), &*tab.value(input).await), (4, ""));
    if site.has_scripts {
        site.has_focus(input).await;
    }
    site.arrived(2).await;
}

async fn edit(site: &Site<'_>) {
    let (tab, input) = (site.tab, "#edit-3 [name=text]");
    site.reveal("#item-3 a[href$='edit=3']", input).await;
    site.has_focus(input).await;
    assert_eq!(tab.texts("#list .toggle").await.len(), 3, "the other rows stay");
    tab.type_into(input, "Buy milk").await;
    tab.click("#edit-3 button").await;
    site.shows(&["is on the list already"], "dialog[open]").await;
    assert_eq!(tab.value(input).await, "Buy milk");
    tab.type_into(input, "Call Grace").await;
    tab.click("#edit-3 button").await;
    site.shows(&["Call Grace", "1 of 4 done"], "#edit-3").await;
    if site.has_scripts {
        site.has_focus("#item-3 .toggle").await;
    }
    assert_eq!(tab.texts("#list .toggle").await, site.texts());
    site.arrived(4).await;

    site.reveal("#item-4 a[href$='edit=4']", "#edit-4").await;
    site.reveal("#item-4 > a, #item-4 > turbo-frame > a", "#item-4 .toggle")
        .await;
    assert_eq!(tab.texts("#list .toggle").await, site.texts());
    site.arrived(4).await;
}

async fn toggle(site: &Site<'_>) {
    for (posts, count, pressed) in [(5, "2 of 4 done", "true"), (6, "1 of 4 done", "false")] {
        site.tab.click("#item-1 .toggle").await;
        let element = format!("#item-1 [aria-pressed='{pressed}']");
        site.shows(&[count], &format!("body:not(:has({element}))")).await;
        if site.has_scripts {
            site.has_focus("#item-1 .toggle").await;
        }
        site.arrived(posts).await;
    }
}

async fn delete(site: &Site<'_>) {
    let open = match site.has_scripts {
        true => "dialog:modal",
        false => "dialog[open]",
    };
    let link = "#item-2 a[href$='delete=2']";
    site.reveal(link, open).await;
    site.shows(&["Delete “Water the plants”?"], "#edit-2").await;
    site.has_focus("dialog [method=dialog] button").await;
    site.tab.click("dialog [method=dialog] button").await;
    site.shows(&["1 of 4 done"], "dialog[open]").await;
    if site.has_scripts {
        site.has_focus(link).await;
    }
    site.arrived(6).await;

    site.reveal(link, open).await;
    site.tab.click("#delete button").await;
    site.shows(&["0 of 3 done"], "dialog[open], #item-2").await;
    assert_eq!(site.texts(), ["Buy milk", "Call Grace", "Bake bread"]);
    site.arrived(7).await;
}

/// Another tab has deleted the items. After a form, htmx loads the page, and the others update it.
async fn gone(site: &Site<'_>) {
    site.app.list.delete(1).unwrap();
    site.tab.click("#item-1 .toggle").await;
    site.shows(&["This item has been deleted.", "0 of 2 done"], "#item-1")
        .await;
    assert_eq!(site.posts.load(Ordering::SeqCst), 8);

    site.app.list.delete(4).unwrap();
    site.tab.click("#item-4 a[href$='edit=4']").await;
    site.shows(&["Call Grace"], "#item-4").await;
    assert_eq!(site.tab.texts("#list .toggle").await, ["Call Grace"]);
}

/// The page of another library has no script of this one.
async fn leave(site: &Site<'_>, way: Way) {
    let other = Way::ALL.into_iter().find(|other| *other != way).unwrap();
    site.tab.evaluate("window.mark = 'here'").await;
    site.tab.click(&format!("nav a[href='{}']", other.path())).await;
    site.comes_true(&format!("location.pathname === '{}' && !window.mark", other.path()))
        .await;
}
