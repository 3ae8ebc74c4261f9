//! actix-session and actix-identity in handlers and actions of a desk: their values are not `Send`.

use actix_identity::{Identity, IdentityMiddleware};
use actix_session::{Session, SessionMiddleware, storage::CookieSessionStore};
use actix_web::cookie::Key;
use actix_web::{App as ActixApp, HttpMessage as _, HttpServer};
use conformance::app::App;
use conformance::servers::{self, Adapter};
use frontdesk::actix::ActixRequest;
use frontdesk::{Desk, Problem, Router, get, server_action};

use crate::harness::client::Response;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("actix_sessions");
    topic.bare("session_values_are_read_and_written", &[Adapter::Actix], values);
    topic.bare("identity_logs_in_and_out", &[Adapter::Actix], login);
    topic.bare("rejected_request_is_a_problem", &[Adapter::Actix], rejected);
}

async fn visits(request: ActixRequest) -> Result<String, Problem> {
    let visits = request
        .extract(|session: Session| session.get::<u32>("visits"))
        .await??
        .unwrap_or(0)
        + 1;
    request
        .extract(move |session: Session| session.insert("visits", visits))
        .await??;
    Ok(visits.to_string())
}

async fn me(request: ActixRequest) -> Result<String, Problem> {
    Ok(request.extract(|identity: Identity| identity.id()).await??)
}

async fn maybe_me(request: ActixRequest) -> Result<String, Problem> {
    let id = request.extract(|identity: Option<Identity>| identity.and_then(|identity| identity.id().ok()));
    Ok(id.await?.unwrap_or_else(|| "nobody".to_owned()))
}

#[server_action]
async fn log_in(#[extract] request: ActixRequest, name: String) -> Result<(), Problem> {
    request
        .with(|request| Identity::login(&request.extensions(), name).map(drop))
        .await??;
    Ok(())
}

#[server_action]
async fn log_out(#[extract] request: ActixRequest) -> Result<(), Problem> {
    request.extract(|identity: Identity| identity.logout()).await
}

fn site(adapter: Adapter) -> Site {
    let routes = Router::new()
        .route("/visits", get(visits))
        .route("/me", get(me))
        .route("/maybe-me", get(maybe_me));
    let desk = Desk::builder(()).routes(routes).action::<LogIn>().action::<LogOut>();
    let desk = desk.build().unwrap();
    let server = servers::actix::start(0, move |listener| {
        let make = move || {
            let sessions = SessionMiddleware::builder(CookieSessionStore::default(), Key::from(&[7; 64]));
            ActixApp::new()
                .wrap(IdentityMiddleware::default())
                .wrap(sessions.cookie_secure(false).build())
                .configure(frontdesk::actix::desk(desk.clone()))
        };
        Ok(HttpServer::new(make)
            .workers(2)
            .disable_signals()
            .listen(listener)?
            .run())
    });
    Site::with_server(adapter, App::default(), server.unwrap())
}

/// Returns the session's cookie, as a client sends it.
fn cookie(response: &Response) -> String {
    let set = response.set_cookies();
    assert_eq!(set.len(), 1, "{response}");
    set[0].split(';').next().unwrap().to_owned()
}

async fn values(adapter: Adapter) {
    let site = site(adapter);
    let first = site.get("/visits").send().await.expect(200);
    let second = site
        .get("/visits")
        .header("cookie", cookie(&first))
        .send()
        .await
        .expect(200);
    let third = site
        .get("/visits")
        .header("cookie", cookie(&second))
        .send()
        .await
        .expect(200);
    assert_eq!(
        (first.text(), second.text(), third.text()),
        ("1".into(), "2".into(), "3".into())
    );
}

async fn login(adapter: Adapter) {
    let site = site(adapter);
    assert_eq!(site.get("/maybe-me").send().await.expect(200).text(), "nobody");
    let logged_in = cookie(&site.action("log_in").form("name=ann").send().await.expect(204));
    for path in ["/me", "/maybe-me"] {
        let response = site.get(path).header("cookie", &logged_in).send().await.expect(200);
        assert_eq!(response.text(), "ann");
    }
    let response = site
        .action("log_out")
        .header("cookie", &logged_in)
        .send()
        .await
        .expect(204);
    let logged_out = cookie(&response);
    assert_ne!(logged_out, logged_in);
    let response = site.get("/maybe-me").header("cookie", &logged_out).send().await;
    assert_eq!(response.expect(200).text(), "nobody");
}

async fn rejected(adapter: Adapter) {
    let site = site(adapter);
    site.get("/me").send().await.problem(401, "extractor-rejected");
    site.action("log_out").send().await.problem(401, "extractor-rejected");
}
