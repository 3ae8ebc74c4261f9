//! Flash messages by the test kit's browser, and what the log says of those that nobody sees.

use frontdesk::testing::Browser;
use frontdesk::{Desk, Flash, FlashKind, Flashes, Html, Redirect, Router, get};
use serde::{Deserialize, Serialize};

use crate::build_log::Log;
use crate::fixtures::SUBSCRIBER;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Undo {
    id: u32,
}

fn desk() -> Desk {
    let shows = async |flashes: Flashes| {
        let texts = flashes.iter().map(|flash| match flash.value::<Undo>() {
            Some(undo) => format!("<p>undo {}</p>", undo.id),
            None => format!("<p>{}</p>", flash.text()),
        });
        Html(texts.collect::<String>())
    };
    let routes = Router::new()
        .page("/shows", shows)
        .page("/hides", async || Html("hides"))
        .route(
            "/to-shows",
            get(async || {
                Redirect::to("/shows")
                    .flash("Saved")
                    .flash(Flash::value(FlashKind::Info, &Undo { id: 5 }))
            }),
        )
        .route("/to-hides", get(async || Redirect::to("/hides?x=1").flash("Saved")))
        .route(
            "/away",
            get(async || Redirect::external("https://a.example/").flash("Saved")),
        )
        .route("/cached", get(async || Redirect::to("/shows").flash("Saved")).cached());
    Desk::builder(()).routes(routes).build().unwrap()
}

#[tokio::test]
async fn test_kit_shows_messages_once() {
    let mut browser = Browser::new(desk());
    let page = browser.get("/to-shows").await;
    assert_eq!(page.text(), "<p>Saved</p><p>undo 5</p>");
    let page = browser.get("/shows").await;
    assert_eq!(page.text(), "");
}

#[tokio::test]
async fn log_names_what_nobody_sees() {
    let _one_at_a_time = SUBSCRIBER.lock().await;
    let (log, _guard) = Log::start();
    let logged = |text: &str| {
        let bytes = log.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap().matches(text).count()
    };
    let mut browser = Browser::new(desk());
    browser.get("/hides").await;
    assert_eq!(logged("take `Flashes` in that page"), 0);
    browser.get("/to-hides").await;
    assert_eq!(logged("take `Flashes` in that page"), 1);
    browser.get("/to-hides").await;
    assert_eq!(logged("take `Flashes` in that page"), 1, "once for each page");
    browser.get("/to-shows").await;
    assert_eq!(logged("take `Flashes` in that page"), 1, "a page that shows them");
    let desk = desk();
    let request = |path| frontdesk::Request::get(path).body(frontdesk::Body::empty()).unwrap();
    for (path, reason) in [("/away", "leads to another origin"), ("/cached", "not for one browser")] {
        let response = desk.respond(request(path)).await;
        assert_eq!(response.headers().get("set-cookie"), None);
        assert_eq!(response.headers().get("frontdesk-flash"), None);
        assert_eq!(logged(reason), 1, "{path}");
    }
}
