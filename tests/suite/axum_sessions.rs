//! tower-sessions and axum-login as layers of a desk, under every adapter: login, logout, and a
//! session that ends while somebody writes.

use std::convert::Infallible;

use axum_login::tower_sessions::{MemoryStore, Session, SessionManagerLayer};
use axum_login::{AuthManagerLayerBuilder, AuthUser, AuthnBackend, UserId};
use conformance::app::App;
use conformance::servers::Adapter;
use frontdesk::http::request::Parts;
use frontdesk::{
    BrowserState, Desk, DeskBuilder, Forms, FromRequestParts, Html, IntoResponse, Problem, Redirect, Request, ReturnTo,
    Route, Router, StatusCode, server_action,
};
use tower::layer::layer_fn;

use crate::harness::browser::Browser;
use crate::harness::html::Page;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const PASSWORD: &str = "correct horse";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("axum_sessions");
    topic.bare("tower_sessions", &Adapter::ALL, |adapter| whole(adapter, Kind::Tower));
    topic.bare("axum_login", &Adapter::ALL, |adapter| whole(adapter, Kind::AxumLogin));
    topic.bare("layer_inside_the_sessions_gives_the_form_back", &Adapter::ALL, refused);
}

#[derive(Clone, Copy)]
enum Kind {
    Tower,
    AxumLogin,
}

fn logged_out() -> Problem {
    Problem::unauthorized("Session")
        .with_title("You are logged out")
        .with_login("/log-in")
}

/// The user of a session.
struct CurrentUser(String);

impl<S: Send + Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if let Ok(auth) = Auth::from_request_parts(parts, state).await {
            return auth.user.map(|user| Self(user.0)).ok_or_else(logged_out);
        }
        let session = Session::from_request_parts(parts, state).await;
        let session = session.map_err(|(_, reason)| Problem::internal(reason))?;
        session.get("user").await?.map(Self).ok_or_else(logged_out)
    }
}

#[derive(Debug, Clone)]
struct User(String);

impl AuthUser for User {
    type Id = String;

    fn id(&self) -> String {
        self.0.clone()
    }

    fn session_auth_hash(&self) -> &[u8] {
        PASSWORD.as_bytes()
    }
}

#[derive(Debug, Clone)]
struct Users;

impl AuthnBackend for Users {
    type User = User;
    type Credentials = (String, String);
    type Error = Infallible;

    async fn authenticate(&self, (name, password): (String, String)) -> Result<Option<User>, Infallible> {
        Ok((password == PASSWORD).then_some(User(name)))
    }

    async fn get_user(&self, id: &UserId<Self>) -> Result<Option<User>, Infallible> {
        Ok(Some(User(id.clone())))
    }
}

type Auth = axum_login::AuthSession<Users>;

fn wrong() -> Problem {
    Problem::field("password", "is wrong")
}

#[server_action]
async fn tower_log_in(
    #[extract] session: Session,
    #[extract] return_to: ReturnTo,
    name: String,
    #[field(secret)] password: String,
) -> Result<Redirect, Problem> {
    if password != PASSWORD {
        return Err(wrong());
    }
    session.cycle_id().await?;
    session.insert("user", name).await?;
    Ok(return_to.or("/welcome"))
}

#[server_action]
async fn axum_log_in(
    #[extract] mut auth: Auth,
    #[extract] return_to: ReturnTo,
    name: String,
    #[field(secret)] password: String,
) -> Result<Redirect, Problem> {
    let user = auth.authenticate((name, password)).await?.ok_or_else(wrong)?;
    auth.login(&user).await?;
    Ok(return_to.or("/welcome"))
}

#[server_action]
async fn tower_log_out(#[extract] session: Session, #[extract] browser: BrowserState) -> Result<Redirect, Problem> {
    session.flush().await?;
    browser.forget();
    Ok(Redirect::to("/log-in"))
}

#[server_action]
async fn axum_log_out(#[extract] mut auth: Auth, #[extract] browser: BrowserState) -> Result<Redirect, Problem> {
    auth.logout().await?;
    browser.forget();
    Ok(Redirect::to("/log-in"))
}

#[server_action]
async fn write(#[extract] _user: CurrentUser, text: String) -> Redirect {
    Redirect::to(format!("/welcome?{}", text.len()))
}

async fn diary(CurrentUser(name): CurrentUser, forms: Forms) -> Html<String> {
    let form = forms.of::<Write>();
    let problem = form.problem().map_or("", |problem| &problem.title);
    let text = form.field(Write::TEXT);
    Html(format!(
        "<p>{name}</p><p>{problem}</p>{}{}</form>",
        form.open(),
        text.input("text")
    ))
}

async fn log_in_page(forms: Forms) -> Html<String> {
    let (tower, axum) = (forms.of::<TowerLogIn>(), forms.of::<AxumLogIn>());
    Html(format!(
        "{}{}{}</form>{}{}{}</form>",
        tower.open(),
        tower.field(TowerLogIn::NAME).input("text"),
        tower.field(TowerLogIn::PASSWORD).input("password"),
        axum.open(),
        axum.field(AxumLogIn::NAME).input("text"),
        axum.field(AxumLogIn::PASSWORD).input("password"),
    ))
}

fn site(adapter: Adapter, layers: impl FnOnce(DeskBuilder<()>) -> DeskBuilder<()>) -> Site {
    let routes = Router::new()
        .page("/diary", diary)
        .page("/log-in", log_in_page)
        .page("/welcome", async || Html("welcome"));
    let desk = Desk::builder(()).routes(routes).action::<Write>();
    let desk = desk.action::<TowerLogIn>().action::<TowerLogOut>();
    let desk = desk.action::<AxumLogIn>().action::<AxumLogOut>();
    let desk = layers(desk.identity(|CurrentUser(name): CurrentUser| name))
        .build()
        .unwrap();
    let app = App::default();
    let server = adapter.start(app.clone(), desk, 0).unwrap();
    Site::with_server(adapter, app, server)
}

fn sessions() -> SessionManagerLayer<MemoryStore> {
    SessionManagerLayer::new(MemoryStore::default()).with_secure(false)
}

fn text(page: &Page) -> String {
    page.form("/_actions/write").value("text").unwrap().to_owned()
}

/// Opens the login page, and signs in. Returns where that leads.
async fn log_in(browser: &mut Browser, action: &str, url: &str, password: &str) -> String {
    let (page, _) = browser.open(url).await;
    let mut form = page.form(action);
    let response = browser.submit(form.set("name", "ada").set("password", password)).await;
    response.location().to_owned()
}

async fn whole(adapter: Adapter, kind: Kind) {
    let (site, name) = match kind {
        Kind::Tower => (site(adapter, |desk| desk.layer(sessions())), "tower"),
        Kind::AxumLogin => {
            let layer = AuthManagerLayerBuilder::new(Users, sessions()).build();
            (site(adapter, |desk| desk.layer(layer)), "axum")
        }
    };
    let action = &format!("/_actions/{name}_log_in");
    let mut browser = Browser::new(&site);
    let response = site.get("/diary").browser().send().await.expect(303);
    browser.jar.take(&response);
    let back = log_in(&mut browser, action, response.location(), PASSWORD).await;
    assert_eq!(back, "/diary");
    let (page, _) = browser.open("/diary").await;
    let mut form = page.form("/_actions/write");

    // The session ends while ada writes. A wrong password costs nothing.
    browser.jar.remove("id");
    let response = browser.submit(form.set("text", "Dear diary")).await;
    let login = response.location().to_owned();
    assert!(login.starts_with("/log-in?_fd_login="), "{login}");
    let failed = log_in(&mut browser, action, &login, "wrong").await;
    assert!(failed.starts_with(&login) && failed.contains("&_fd="), "{failed}");
    let back = log_in(&mut browser, action, &failed, PASSWORD).await;
    let (page, _) = browser.open(&back).await;
    assert_eq!(text(&page), "Dear diary", "{}", page.source());

    // After a logout, nothing of it remains.
    let call = site.post(&format!("/_actions/{name}_log_out")).browser();
    let call = call.header("sec-fetch-site", "same-origin").cookies(&browser.jar);
    let response = call.send().await.expect(303);
    assert_eq!(response.location(), "/log-in");
    browser.jar.take(&response);
    let response = site
        .get("/diary")
        .browser()
        .cookies(&browser.jar)
        .send()
        .await
        .expect(303);
    browser.jar.take(&response);
    let next = log_in(&mut browser, action, "/log-in", PASSWORD).await;
    assert_eq!(next, "/diary");
    let (page, _) = browser.open(&back).await;
    assert_eq!(text(&page), "");
}

/// A layer responds before a session is known to the desk, which is outside of both.
async fn refused(adapter: Adapter) {
    let busy = layer_fn(|route: Route| {
        Route::from_fn(move |request: Request| {
            if request.uri().path() != "/_actions/write" {
                return route.serve(request);
            }
            let busy = Problem::new(StatusCode::TOO_MANY_REQUESTS, "busy").with_title("Not now");
            Box::pin(async { busy.into_response() })
        })
    });
    let site = site(adapter, |desk| desk.layer(busy).layer(sessions()));
    let mut browser = Browser::new(&site);
    log_in(&mut browser, "/_actions/tower_log_in", "/log-in", PASSWORD).await;
    let (page, _) = browser.open("/diary").await;
    let mut form = page.form("/_actions/write");
    let url = browser.fail(form.set("text", "Dear diary")).await;
    let (page, _) = browser.open(&url).await;
    assert_eq!(text(&page), "Dear diary", "{}", page.source());
    assert!(page.source().contains("Not now"), "{}", page.source());
}
