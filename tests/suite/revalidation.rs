//! Revalidation of stored responses by path and by tag, from routes and from actions. The next read
//! sees it.

use conformance::app::{App, Gate};
use frontdesk::{NoContent, Path, Problem, Revalidate, Router, get, post};
use serde_json::json;
use tokio::time::timeout;

use crate::cached::{HIT, MISS, cache_status};
use crate::harness::client::{Call, Response, TIMEOUT};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// The handler ran again, because the stored response was outdated.
const REFRESHED: &str = "frontdesk; fwd=stale; stored";

/// The name, the target, what is revalidated, and whether that outdates the target.
#[rustfmt::skip]
const ROWS: &[(&str, &str, (&str, &str), bool)] = &[
    ("by_path", "/static/now", ("path", "/static/now"), true),
    ("by_path_behind_a_layer", "/guarded/now", ("path", "/guarded/now"), true),
    ("by_path_with_a_query", "/static/now", ("path", "/static/now?x=1#y"), true),
    ("by_path_every_query", "/cached/7?page=2", ("path", "/cached/7"), true),
    ("by_path_decoded", "/cached/a%20b", ("path", "/cached/a b"), true),
    ("by_path_in_another_spelling", "/cached/%C3%BC", ("path", "/cached/%c3%bc"), true),
    ("by_path_of_a_page", "/conv/about", ("path", "/conv/about"), true),
    ("by_tag", "/revalidate/now", ("tag", "clock"), true),
    ("by_tag_of_a_route_file", "/conv/slow-clock", ("tag", "clock"), true),
    ("not_by_another_path", "/static/now", ("path", "/cdn/now"), false),
    ("not_by_a_path_above", "/static/now", ("path", "/static"), false),
    ("not_by_a_path_below", "/static/now", ("path", "/static/now/x"), false),
    ("not_by_a_trailing_slash", "/static/now", ("path", "/static/now/"), false),
    ("not_by_its_pattern", "/cached/7", ("path", "/cached/{id}"), false),
    ("not_by_another_parameter", "/cached/7", ("path", "/cached/8"), false),
    ("not_by_a_tag_of_other_routes", "/static/now", ("tag", "clock"), false),
    ("not_by_a_tag_like_its_path", "/static/now", ("tag", "/static/now"), false),
    ("not_by_an_unknown_tag", "/static/now", ("tag", "nothing"), false),
    ("not_by_an_unknown_path", "/static/now", ("path", "/nothing/here"), false),
    ("not_by_letter_case", "/static/now", ("path", "/STATIC/now"), false),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("revalidation");
    for (name, target, (kind, text), outdates) in ROWS {
        topic.own(name, move |site| row(site, target, kind, text, *outdates));
    }
    topic.own("invalid_names_are_refused", refused);
    topic.own("action_is_seen_by_the_next_read", action);
    topic.own("form_is_seen_by_the_page_it_redirects_to", form);
    topic.own("repeated_revalidation_always_takes_effect", many);
    topic.own("several_names_in_one_request_all_take_effect", several);
    topic.own("run_that_started_before_is_outdated", started_before);
}

fn read(site: &Site, target: &str) -> Call {
    site.get(target).header("authorization", "Bearer admin")
}

async fn outdate(site: &Site, kind: &str, text: &str) -> Response {
    let json = json!({ kind: text });
    site.post("/revalidate").json(json.to_string()).send().await
}

async fn row(site: Site, target: &str, kind: &str, text: &str, outdates: bool) {
    let first = read(&site, target).send().await.expect(200);
    assert_eq!(cache_status(&first), MISS);
    let response = outdate(&site, kind, text).await.expect(204);
    assert!(response.body.is_empty(), "{response}");
    let second = read(&site, target).send().await.expect(200);
    if outdates {
        assert_eq!(cache_status(&second), REFRESHED, "{second}");
    } else {
        assert_eq!((cache_status(&second), &second.body), (HIT, &first.body), "{second}");
    }
    if target.ends_with("now") || target.contains("/cached") {
        assert_eq!(second.body != first.body, outdates, "{second}");
    }
    let third = read(&site, target).send().await.expect(200);
    assert!(cache_status(&third).starts_with(HIT), "{third}");
}

async fn refused(site: Site) {
    let first = site.get("/static/now").send().await.expect(200);
    let long = "x".repeat(1024);
    for (kind, text) in [
        ("path", format!("/{long}")),
        ("tag", format!("{long}x")),
        ("path", format!("/{}", "ü".repeat(400))),
        ("path", "static/now".to_owned()),
        ("path", String::new()),
    ] {
        let problem = outdate(&site, kind, &text).await.problem(400, "invalid-name");
        assert!(!problem.to_string().contains("xxx"), "{problem}");
    }
    for (kind, text) in [
        ("tag", long.as_str()),
        ("path", &format!("/{}", &long[1..])),
        ("tag", ""),
    ] {
        outdate(&site, kind, text).await.expect(204);
    }
    let wrong = site.post("/revalidate").json(r#"{"host":"x"}"#);
    wrong.send().await.expect(422);
    let response = site.get("/static/now").send().await.expect(200);
    assert_eq!(response.body, first.body);
}

async fn action(site: Site) {
    let unrelated = site.get("/static/now").send().await.expect(200);
    for target in ["/revalidate/now", "/conv/slow-clock"] {
        let first = site.get(target).send().await.expect(200);
        let response = site.action("revalidate_clock").send().await.expect(204);
        assert_eq!(response.header("cache-control"), "no-store");
        let second = site.get(target).send().await.expect(200);
        assert_eq!(cache_status(&second), REFRESHED, "{second}");
        assert_ne!(second.body, first.body);
    }
    let refused = site
        .post("/_actions/revalidate_clock")
        .header("sec-fetch-site", "cross-site");
    refused.send().await.expect(403);
    let response = site.get("/static/now").send().await.expect(200);
    assert_eq!((cache_status(&response), &response.body), (HIT, &unrelated.body));
}

async fn form(site: Site) {
    let first = site.get("/revalidate/now").send().await.expect(200);
    let call = site.action("revalidate_clock").browser();
    let response = call.form("__fd_return=%2Frevalidate%2Fnow").send().await.expect(303);
    let next = site.get(response.location()).browser().send().await.expect(200);
    assert_eq!(cache_status(&next), REFRESHED, "{next}");
    assert_ne!(next.body, first.body);
}

async fn many(site: Site) {
    let mut last = site.get("/static/now").send().await.expect(200);
    for _ in 0..50 {
        outdate(&site, "path", "/static/now").await.expect(204);
        let next = site.get("/static/now").send().await.expect(200);
        assert_eq!(cache_status(&next), REFRESHED, "{next}");
        assert_ne!(next.body, last.body);
        last = next;
    }
}

async fn several(site: Site) {
    async fn all(revalidate: Revalidate) -> Result<NoContent, Problem> {
        revalidate.path("/static/now").await?;
        revalidate.tag("clock").await?;
        revalidate.path("/nothing").await?;
        revalidate.path_and_below("/cached").await?;
        Ok(NoContent)
    }
    let site = Site::with_desk(site.adapter, |desk| desk.routes(Router::new().route("/all", post(all))));
    let targets = ["/static/now", "/revalidate/now", "/cached/1", "/cached/2?page=2"];
    let unrelated = "/slow-static";
    for target in targets.into_iter().chain([unrelated]) {
        site.get(target).send().await.expect(200);
    }
    site.post("/all").send().await.expect(204);
    for target in targets {
        let response = site.get(target).send().await.expect(200);
        assert_eq!(cache_status(&response), REFRESHED, "{response}");
    }
    assert_eq!(cache_status(&site.get(unrelated).send().await), HIT);
}

/// A run that started before the revalidation may have read old data, whenever it ends.
async fn started_before(site: Site) {
    let gate = Gate::default();
    let waits = gate.clone();
    let handler = move |Path(_): Path<String>| {
        let gate = waits.clone();
        async move { gate.pass().await.to_string() }
    };
    let routes = Router::<App>::new().route("/gated/{id}", get(handler).cached());
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    let old = site.get("/gated/1").send();
    let new = async {
        timeout(TIMEOUT, gate.reached(1)).await.expect("the first run starts");
        outdate(&site, "path", "/gated/1").await.expect(204);
        let new = site.get("/gated/1").send();
        let open = async {
            timeout(TIMEOUT, gate.reached(2)).await.expect("another run starts");
            gate.open();
            gate.open();
        };
        futures_util::future::join(new, open).await.0
    };
    let (old, new) = futures_util::future::join(old, new).await;
    let (old, new) = (old.expect(200), new.expect(200));
    assert_ne!(old.text(), new.text());
    let next = site.get("/gated/1").send().await.expect(200);
    assert_eq!((cache_status(&next), &next.body), (HIT, &new.body));
}
