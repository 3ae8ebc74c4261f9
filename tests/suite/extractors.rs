//! Extractors that were not written for Frontdesk: one of an axum app, and those of actix.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};
use conformance::servers::Adapter;
use frontdesk::actix::{Actix, ActixRequest};
use frontdesk::{Json, Problem, Router, get, post};
use serde_json::json;

use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("extractors");
    topic.shared("axum_extractor_works_in_an_action", axum_in_action);
    topic.shared("axum_rejection_is_sent_unchanged", rejection);
    topic.own("axum_extractor_works_in_a_route", axum_in_route);
    topic.on(
        "actix_extractor_works_in_a_route",
        &[Adapter::Actix],
        On::Own,
        actix_in_route,
    );
    topic.on("actix_request_is_reached", &[Adapter::Actix], On::Own, actix_request);
    topic.on(
        "actix_extractors_elsewhere_are_a_masked_500",
        &[Adapter::Hyper, Adapter::Axum],
        On::Own,
        elsewhere,
    );
}

async fn axum_in_action(site: Site) {
    let response = site.action("only_axum_user").header("x-user", "ada").send().await;
    assert_eq!(response.expect(200).json(), "ada");
}

async fn rejection(site: Site) {
    for call in [
        site.action("only_axum_user"),
        site.action("only_axum_user").header("x-user", ""),
        site.action("only_axum_user").browser().form("__fd_return=%2Fnotes"),
    ] {
        let response = call.send().await.expect(401);
        assert_eq!(response.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(response.text(), "who are you?");
    }
}

async fn axum_in_route(site: Site) {
    async fn me(user: conformance::app::User) -> String {
        user.name
    }
    let site = Site::with_desk(site.adapter, |desk| desk.routes(Router::new().route("/me", get(me))));
    assert_eq!(
        site.get("/me").header("x-user", "ada").send().await.expect(200).text(),
        "ada"
    );
    assert_eq!(site.get("/me").send().await.expect(401).text(), "who are you?");
}

/// An extractor of an actix app.
struct Token(String);

#[derive(Debug)]
struct NoToken;

impl std::fmt::Display for NoToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no token")
    }
}

impl ResponseError for NoToken {
    fn error_response(&self) -> HttpResponse {
        HttpResponse::Found()
            .insert_header(("location", "/login"))
            .body("log in first")
    }
}

impl FromRequest for Token {
    type Error = NoToken;
    type Future = std::future::Ready<Result<Self, NoToken>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let token = request.headers().get("x-token").and_then(|token| token.to_str().ok());
        std::future::ready(token.map(|token| Self(token.to_owned())).ok_or(NoToken))
    }
}

fn routes() -> Router<conformance::app::App> {
    async fn token(Actix(token): Actix<Token>) -> String {
        token.0
    }
    async fn peer(request: ActixRequest) -> Result<Json<serde_json::Value>, Problem> {
        let seen = request.with(|request| {
            let data = request
                .app_data::<actix_web::web::Data<conformance::app::App>>()
                .is_some();
            (
                request.peer_addr().map(|peer| peer.ip().to_string()),
                data,
                request.path().to_owned(),
            )
        });
        let (peer, data, path) = seen.await?;
        Ok(Json(json!({ "peer": peer, "data": data, "path": path })))
    }
    async fn both(request: ActixRequest, Actix(token): Actix<Token>, body: String) -> Result<String, Problem> {
        let method = request.with(|request| request.method().to_string()).await?;
        Ok(format!("{method} {} {body}", token.0))
    }
    async fn panics(request: ActixRequest) -> Result<(), Problem> {
        Ok(request.with(|_| panic!("{}", conformance::app::SECRET)).await?)
    }
    Router::new()
        .route("/actix/token", get(token))
        .route("/actix/peer", get(peer))
        .route("/actix/both", post(both))
        .route("/actix/panics", get(panics))
}

async fn actix_in_route(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    let response = site.get("/actix/token").header("x-token", "t").send().await.expect(200);
    assert_eq!(response.text(), "t");
    // Its rejection is the response.
    let response = site.get("/actix/token").send().await.expect(302);
    assert_eq!(
        (response.location(), response.text().as_str()),
        ("/login", "log in first")
    );
    let call = site.post("/actix/both").header("x-token", "t");
    assert_eq!(call.body("the body").send().await.expect(200).text(), "POST t the body");
}

async fn actix_request(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    let calls: Vec<_> = (0..20).map(|_| site.get("/actix/peer?x=1").send()).collect();
    for response in futures_util::future::join_all(calls).await {
        assert_eq!(
            response.expect(200).json(),
            json!({"peer": "127.0.0.1", "data": true, "path": "/actix/peer"})
        );
    }
    site.get("/actix/panics").send().await.problem(500, "internal");
    site.get("/actix/peer").send().await.expect(200);
}

async fn elsewhere(site: Site) {
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes()));
    for path in ["/actix/token", "/actix/peer"] {
        let problem = site
            .get(path)
            .header("x-token", "t")
            .send()
            .await
            .problem(500, "internal");
        assert!(!problem.to_string().contains("actix"), "{problem}");
    }
}
