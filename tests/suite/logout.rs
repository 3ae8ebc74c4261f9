//! A logout drops what Frontdesk stores in the browser.

use actix_web::{HttpResponse, HttpServer, web};
use conformance::app::{self, App, Settings};
use conformance::servers::{self, Adapter};
use frontdesk::actix::BrowserState as ActixBrowserState;
use frontdesk::axum::RouterExt as _;
use frontdesk::{BrowserState, Router, post};

use crate::form_state::fail;
use crate::harness::browser::Browser;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const ONCE: &str = "/_actions/count_once";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("logout");
    topic.bare("states_and_browser_id_are_dropped", &Adapter::ALL, logout);
    let hosts = [Adapter::Axum, Adapter::Actix];
    topic.bare("logout_of_the_host_drops_them", &hosts, host_logout);
}

async fn logout(adapter: Adapter) {
    let route = async |browser: BrowserState| browser.forget();
    let site = Site::with_desk(adapter, |desk| desk.routes(Router::new().route("/logout", post(route))));
    check_logout(site).await;
}

async fn host_logout(adapter: Adapter) {
    let app = App::default();
    let desk = app::desk(&app, &Settings::default()).unwrap();
    let server = match adapter {
        Adapter::Actix => servers::actix::start(0, move |listener| {
            let make = move || {
                let route = async |browser: ActixBrowserState| {
                    browser.forget();
                    HttpResponse::Ok().finish()
                };
                actix_web::App::new()
                    .wrap(frontdesk::actix::pages(&desk))
                    .route("/logout", web::post().to(route))
                    .configure(frontdesk::actix::desk(desk.clone()))
            };
            Ok(HttpServer::new(make)
                .workers(1)
                .disable_signals()
                .listen(listener)?
                .run())
        }),
        _ => {
            let route = async |browser: BrowserState| browser.forget();
            let host = axum::Router::new().route("/logout", axum::routing::post(route));
            servers::axum::start(host.desk(desk), 0)
        }
    };
    check_logout(Site::with_server(adapter, app, server.unwrap())).await;
}

async fn check_logout(site: Site) {
    let mut browser = Browser::new(&site);
    browser.jar.set("session", "1");
    let url = fail(&mut browser, "/notes", "typed").await;
    let (page, _) = browser.open("/once").await;
    browser.submit(page.form(ONCE).set("by", "5")).await;
    let used = browser.jar.clone();
    assert_eq!(used.states().len(), 2, "{used:?}");
    let response = site
        .call("POST", "/logout")
        .browser()
        .cookies(&browser.jar)
        .send()
        .await
        .expect(200);
    browser.jar.take(&response);
    assert_eq!(
        (browser.jar.states().len(), browser.jar.browser_id()),
        (0, None),
        "{response}"
    );
    assert_eq!(browser.jar.get("session"), Some("1"));
    // The next user of the browser gets another id, so that nothing of before can be shown.
    fail(&mut browser, "/notes", "own").await;
    assert_ne!(browser.jar.browser_id(), used.browser_id());
    for state in used.states() {
        browser.jar.set(state, used.get(state).unwrap());
    }
    let (page, _) = browser.open(&url).await;
    assert!(page.is_clean(), "{}", page.source());
}
