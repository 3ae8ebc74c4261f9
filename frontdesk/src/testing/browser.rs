//! A browser in process: requests, redirects, cookies.

use std::fmt;

use frontdesk_actions::{ACTIONS_PATH, Action};
use http::{HeaderValue, Method};
use serde::Serialize;

#[cfg(feature = "actix")]
use super::app::Actix;
use super::app::{App, Tower};
use super::call_response::CallResponse;
use super::clickable::Click;
use super::form::FormToSend;
use super::jar::{Jar, Target};
use super::location;
use super::page::Page;
use super::step::{Step, text};
use crate::desk::Desk;

const LOCALHOST: &str = "http://localhost";

/// A browser with JavaScript off that calls an app in process: a desk ([`new`](Self::new)), any tower
/// service such as an axum app ([`of`](Self::of)), or an actix-web app (`of_actix`, feature `actix`). See
/// the [module](crate::testing).
///
/// ```
/// # use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action, testing::Browser};
/// # #[server_action]
/// # async fn subscribe(email: String) -> Result<Redirect, Problem> {
/// #     match email.contains('@') {
/// #         true => Ok(Redirect::to("/thanks")),
/// #         false => Err(Problem::field("email", "That is not an address.")),
/// #     }
/// # }
/// # async fn home(forms: Forms) -> Html<String> {
/// #     let form = forms.of::<Subscribe>();
/// #     let email = form.field(Subscribe::EMAIL);
/// #     Html(format!("{}{}{}<button>Subscribe</button></form>", form.open(), email.input("email"), email.messages()))
/// # }
/// # fn desk() -> Desk {
/// #     let routes = Router::new().page("/", home).page("/thanks", async || Html("<h1 id=title>Thank you</h1>"));
/// #     Desk::builder(()).routes(routes).action::<Subscribe>().build().unwrap()
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut browser = Browser::new(desk());
/// browser.get("/").await;
/// let page = browser.submit::<Subscribe>(|form| form.set(Subscribe::EMAIL, "ada@example.com")).await;
/// assert_eq!((page.path(), page.status().as_u16()), ("/thanks", 200));
///
/// // A script in the page calls the same action by JSON.
/// let reply = browser.call::<Subscribe>(&serde_json::json!({ "email": "nonsense" })).await;
/// assert_eq!(reply.status(), 422);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Browser<S = Desk> {
    pub(super) app: S,
    /// Scheme, host and port.
    pub(super) origin: String,
    /// The languages that the person prefers, in `Accept-Language`.
    pub(super) languages: Option<HeaderValue>,
    pub(super) jar: Jar,
    pub(super) page: Option<Page>,
}

impl Browser {
    /// Creates a browser that has loaded no page and has no cookies. A clone has a copy of its page
    /// and its cookies. It reaches the desk at the first origin that was given to it
    /// ([`DeskBuilder::origin`](crate::DeskBuilder::origin)), else at `http://localhost`.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        let origin = desk.own_origin().unwrap_or_else(|| LOCALHOST.to_owned());
        Self::with(desk, origin)
    }
}

impl<S> Browser<Tower<S>> {
    /// Creates a browser of a tower service, such as an `axum::Router` with the desk, the app's own
    /// routes and the layers around them: a `Browser<testing::Tower<axum::Router>>`. It reaches it at `http://localhost`, or another
    /// [`origin`](Self::origin).
    ///
    /// ```
    /// use frontdesk::testing::Browser;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let app = axum::Router::new().route(
    ///     "/",
    ///     axum::routing::get(async || axum::response::Html("<form action=/search><input name=q><button>Find</button></form>")),
    /// );
    /// let app = app.route("/search", axum::routing::get(async |uri: axum::http::Uri| uri.to_string()));
    /// let mut browser = Browser::of(app);
    /// browser.get("/").await;
    /// let page = browser.press("Find", |form| form.set_path("q", "tea & cake")).await;
    /// assert_eq!(page.text(), "/search?q=tea+%26+cake");
    /// # }
    /// ```
    #[must_use]
    pub fn of(service: S) -> Self {
        Self::with(Tower(service), LOCALHOST.to_owned())
    }
}

#[cfg(feature = "actix")]
impl<S> Browser<Actix<S>> {
    /// Creates a browser of an actix-web app: of what `actix_web::test::init_service` returns. It reaches
    /// it at `http://localhost`, or another [`origin`](Self::origin).
    ///
    /// ```
    /// use actix_web::{App, HttpResponse, test, web};
    /// use frontdesk::testing::Browser;
    ///
    /// # #[actix_web::main]
    /// # async fn main() {
    /// let page = async || HttpResponse::Ok().body("<a href=/about>About us</a>");
    /// let app = App::new()
    ///     .route("/", web::get().to(page))
    ///     .route("/about", web::get().to(async || "We sell tea."));
    /// let mut browser = Browser::of_actix(test::init_service(app).await);
    /// browser.get("/").await;
    /// assert_eq!(browser.click("About us").await.text(), "We sell tea.");
    /// # }
    /// ```
    #[must_use]
    pub fn of_actix(service: S) -> Self {
        Self::with(Actix(service), LOCALHOST.to_owned())
    }
}

impl<S> Browser<S> {
    fn with(app: S, origin: String) -> Self {
        Self {
            app,
            origin,
            languages: None,
            jar: Jar::default(),
            page: None,
        }
    }

    /// Sets the origin at which the browser reaches the app: `https://app.example`. Over https, and on
    /// `localhost`, it stores and sends `Secure` cookies.
    ///
    /// # Panics
    ///
    /// If it is not a scheme, `http` or `https`, and a host with or without a port.
    #[must_use]
    #[track_caller]
    pub fn origin(mut self, origin: &str) -> Self {
        let host = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"));
        let is_host = |host: &str| !host.is_empty() && !host.contains(['/', '?', '#', '@']);
        assert!(
            host.is_some_and(is_host),
            "`{origin}` is not an origin, such as `https://app.example`"
        );
        origin.clone_into(&mut self.origin);
        self
    }

    /// Sets the languages that the person prefers, in the syntax of `Accept-Language`: `de-AT, de;q=0.9`.
    /// A new browser has none.
    ///
    /// # Panics
    ///
    /// If the text can't be the value of a header.
    #[must_use]
    #[track_caller]
    pub fn languages(mut self, languages: &str) -> Self {
        let Ok(value) = HeaderValue::from_str(languages) else {
            panic!("`{}` can't be the value of a header", languages.escape_debug());
        };
        self.languages = Some(value);
        self
    }

    /// Returns the current page.
    ///
    /// # Panics
    ///
    /// If no page has been loaded yet.
    #[must_use]
    #[track_caller]
    pub fn page(&self) -> &Page {
        match &self.page {
            Some(page) => page,
            None => panic!("there is no page yet: `get` one"),
        }
    }

    /// Returns the value of a cookie, or `None` if there is none of that name.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar.get(name)
    }

    /// Sets a cookie for all paths, for example that of a session.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.jar.set(name, value);
    }

    /// Returns host and port.
    pub(super) fn authority(&self) -> &str {
        self.origin.split_once("://").map_or(&*self.origin, |(_, host)| host)
    }

    pub(super) fn target<'a>(&'a self, url: &'a str) -> Target<'a> {
        let authority = self.authority();
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => authority,
        };
        let is_local =
            host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]";
        Target {
            host,
            secure: is_local || self.origin.starts_with("https:"),
            path: url.split(['?', '#']).next().unwrap_or_default(),
        }
    }
}

impl<S: App> Browser<S> {
    /// Loads a path and follows redirects. The path begins with the desk's base path, if it has
    /// one.
    ///
    /// # Panics
    ///
    /// If the path is not below the desk's base path, or there are more than 20 redirects.
    pub async fn get(&mut self, path: &str) -> Page {
        self.navigate(Step::get(location::encoded(path))).await
    }

    /// Loads the current page again, by GET.
    ///
    /// # Panics
    ///
    /// If no page has been loaded yet.
    pub async fn reload(&mut self) -> Page {
        let url = self.page().url().to_owned();
        self.get(&url).await
    }

    /// Clicks a button or a link on the current page, and follows redirects. `what` is the label of a
    /// button (`aria-label` if it has one), the text or the `href` of a link, or the id of either
    /// (`#save`).
    ///
    /// ```
    /// # use frontdesk::{Desk, Html, Router, testing::Browser};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let routes = Router::new()
    /// #     .page("/", async || Html("<ul><li id=tea><a href='/tea'>More</a><li id=cake><a href='/cake'>More</a></ul>"))
    /// #     .page("/tea", async || Html("Tea"));
    /// # let desk = Desk::builder(()).routes(routes).build().unwrap();
    /// let mut browser = Browser::new(desk);
    /// browser.get("/").await; // <li id=tea><a href="/tea">More</a> …
    /// assert_eq!(browser.click_in("tea", "More").await.path(), "/tea");
    /// browser.get("/").await;
    /// assert_eq!(browser.click("/tea").await.path(), "/tea");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the page has not exactly one such button or link that does something. The message lists what
    /// it has.
    #[track_caller]
    pub fn click(&mut self, what: &str) -> impl Future<Output = Page> {
        // At the call, not within the future, which doesn't know its caller.
        let click = self.page().find_click(None, what);
        self.perform(click, |form| form)
    }

    /// Does the same as [`click`](Self::click) within the element that has this id, such as a row of a
    /// table.
    ///
    /// # Panics
    ///
    /// As [`click`](Self::click), and if there is no such element.
    #[track_caller]
    pub fn click_in(&mut self, id: &str, what: &str) -> impl Future<Output = Page> {
        let click = self.page().find_click(Some(id), what);
        self.perform(click, |form| form)
    }

    /// Fills in the form of a button, presses the button, and follows redirects. It is for forms of any
    /// handler: a GET form, a login of the host app.
    ///
    /// # Panics
    ///
    /// As [`click`](Self::click), and if `what` is a link.
    #[track_caller]
    pub fn press(
        &mut self,
        what: &str,
        fill: impl FnOnce(FormToSend<()>) -> FormToSend<()>,
    ) -> impl Future<Output = Page> {
        match self.page().find_click(None, what) {
            Click::Link(url) => panic!("`{what}` is a link to {url}, not a button: `click` it"),
            click => self.perform(click, fill),
        }
    }

    #[track_caller]
    fn perform(
        &mut self,
        click: Click,
        fill: impl FnOnce(FormToSend<()>) -> FormToSend<()>,
    ) -> impl Future<Output = Page> {
        let step = match click {
            Click::Button { form, at } => {
                let form = self.page().form_at(form).press_at(at);
                Some(self.step(fill(form)))
            }
            Click::Link(url) if url.starts_with('#') => None,
            Click::Link(url) => Some(Step::get(self.resolve(&url))),
            Click::Nothing(why) => panic!("{why}"),
        };
        async move {
            match step {
                Some(step) => self.navigate(step).await,
                None => self.page().clone(),
            }
        }
    }

    /// Fills in the action's form on the current page (the first one, if there are several), sends
    /// it as the enter key does (by its first button, named or not; another one by
    /// [`FormToSend::press`]), and follows redirects.
    ///
    /// # Panics
    ///
    /// If the page has no form of the action, or its first button is disabled and no other is pressed.
    #[track_caller]
    pub fn submit<A: Action>(
        &mut self,
        fill: impl FnOnce(FormToSend<A>) -> FormToSend<A>,
    ) -> impl Future<Output = Page> {
        let form = FormToSend::new(self.page().element::<A>(None));
        let step = self.step(fill(form));
        self.navigate(step)
    }

    /// Does the same as [`submit`](Self::submit) with the form that has this key (`forms.of_key`), or these
    /// parameters of its path (`forms.at`), as they stand in the URL, with `/` between them.
    ///
    /// # Panics
    ///
    /// If the page has no form of the action with this key.
    #[track_caller]
    pub fn submit_key<A: Action>(
        &mut self,
        key: impl fmt::Display,
        fill: impl FnOnce(FormToSend<A>) -> FormToSend<A>,
    ) -> impl Future<Output = Page> {
        let form = FormToSend::new(self.page().element::<A>(Some(&key.to_string())));
        let step = self.step(fill(form));
        self.navigate(step)
    }

    /// Returns the request that a form is sent as.
    #[track_caller]
    fn step<A>(&self, form: FormToSend<A>) -> Step {
        let request = form.into_request();
        let mut url = self.resolve(&request.url);
        if let Some(query) = request.query {
            url = format!("{}?{query}", url.split(['?', '#']).next().unwrap_or_default());
        }
        let method = if request.body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let body = request.body.map(|(kind, body)| (kind, body.into()));
        Step { method, url, body }
    }

    /// Calls an action as a script in the page does: it sends JSON and asks for JSON. The page
    /// stays the same.
    ///
    /// # Panics
    ///
    /// If `fields` can't be serialized as JSON, or if the action's path has parameters and the page has no
    /// form of it.
    pub async fn call<A: Action>(&mut self, fields: &impl Serialize) -> CallResponse {
        let body = match serde_json::to_vec(fields) {
            Ok(body) => body,
            Err(error) => panic!("the fields for `{}` are not JSON: {error}", A::NAME),
        };
        const JSON: &str = "application/json";
        let step = Step {
            method: Method::POST,
            url: self.url_of::<A>(),
            body: Some((JSON.to_owned(), body.into())),
        };
        let response = self
            .exchange(&step, &[("accept", JSON), ("sec-fetch-mode", "cors")])
            .await;
        let (parts, body) = response.into_parts();
        CallResponse {
            status: parts.status,
            headers: parts.headers,
            text: text(body).await,
        }
    }

    /// Returns the URL of an action. If its path has parameters, that of its first form on the page.
    #[track_caller]
    fn url_of<A: Action>(&self) -> String {
        let path = match A::registration().own_path() {
            None => format!("{ACTIONS_PATH}{}", A::NAME),
            Some(path) if path.contains('{') => {
                let form = self.page.as_ref().and_then(|page| page.find::<A>(None));
                return match form {
                    Some(form) => self.resolve(&form.action),
                    None => panic!("`{path}` has parameters, and the page has no form of `{}`", A::NAME),
                };
            }
            Some(path) => path.to_owned(),
        };
        format!("{}{path}", self.app.base())
    }

    /// Returns where a URL on the current page leads to.
    #[track_caller]
    fn resolve(&self, url: &str) -> String {
        let page = self.page.as_ref().map_or("/", Page::url);
        match location::resolve(&self.origin, page, url) {
            Some(url) => url,
            None => panic!("`{url}` is not at `{}`", self.origin),
        }
    }
}
