//! A user in a task-local that a layer sets: cached GETs can't read it, so nobody gets a page that
//! was made for another.

use conformance::app::{SetUser, user_if_any};
use frontdesk::http::header::SET_COOKIE;
use frontdesk::{Body, IntoResponse, Path, Response, Router, get};
use futures_util::future::join_all;
use futures_util::stream;

use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// Headers that name the user, and the user.
const USERS: [(&str, &str, &str); 4] = [
    ("x-user", "ada", "ada"),
    ("cookie", "user=bob", "bob"),
    ("cookie", "theme=dark; user=cleo", "cleo"),
    ("accept", "*/*", "nobody"),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("local_user");
    topic.shared("dynamic_handler_reads_the_user", dynamic);
    topic.own("cached_handler_fails_for_everyone", cached);
    topic.own("no_cached_response_has_a_user", lenient);
}

async fn dynamic(site: Site) {
    for (header, value, user) in USERS.into_iter().chain(USERS) {
        let response = site.get("/local-user").header(header, value).send().await.expect(200);
        assert_eq!(response.text(), user);
        assert!(response.all("cache-status").is_empty(), "{response}");
    }
}

async fn cached(site: Site) {
    for (header, value, user) in USERS.into_iter().chain(USERS) {
        let response = site.get("/local-user/cached").header(header, value).send().await;
        let problem = response.problem(500, "internal");
        assert!(problem["log_id"].is_string(), "{problem}");
        assert!(!problem.to_string().contains(user), "{problem}");
    }
}

/// The handler reads the user only if there is one, in every way in which a run may be called.
async fn lenient(site: Site) {
    async fn read(Path(kind): Path<String>) -> Response {
        match kind.as_str() {
            "cookie" => ([(SET_COOKIE, "a=b")], user_if_any()).into_response(),
            "stream" => Body::from_stream(stream::iter([Ok::<_, std::io::Error>(user_if_any())])).into_response(),
            _ => user_if_any().into_response(),
        }
    }
    let routes = Router::new()
        .route("/lenient/{kind}", get(read).cached())
        .layer(SetUser);
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    // A path that is too long for a key, too.
    let long = "x".repeat(2000);
    for kind in ["plain", "cookie", "stream", &long] {
        let target = format!("/lenient/{kind}");
        let calls = USERS.into_iter().chain(USERS);
        let calls = calls.map(|(header, value, _)| site.get(&target).header(header, value).send());
        for response in join_all(calls).await {
            let response = response.expect(200);
            assert_eq!(response.text(), "", "{response}");
        }
    }
}
