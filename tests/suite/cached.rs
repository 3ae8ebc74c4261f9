//! Stored responses: which are stored, under which key, and with which headers.

use conformance::app::{App, Tally};
use conformance::servers::Adapter;
use frontdesk::http::header::{CACHE_CONTROL, SET_COOKIE};
use frontdesk::{Body, Problem, Router, StatusCode, get};
use futures_util::stream;

use crate::harness::client::Response;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

pub(crate) const MISS: &str = "frontdesk; fwd=uri-miss; stored";
pub(crate) const HIT: &str = "frontdesk; hit";

/// The status of a response with a time to live; the seconds that remain follow.
const TIMED: &str = "frontdesk; hit; ttl=";

/// The path, its `Cache-Control`, and the `Cache-Status` of its hits.
const CACHED: &[(&str, &str, &str)] = &[
    ("/static/now", "no-cache", HIT),
    ("/cdn/now", "s-maxage=60, stale-while-revalidate=60", TIMED),
    ("/revalidate/now", "no-cache", TIMED),
    ("/cached/7?page=2", "no-cache", HIT),
    ("/slow-static", "no-cache", HIT),
    ("/conv/slow-clock", "no-cache", TIMED),
    ("/conv/inside", "no-cache", HIT),
    ("/conv/about", "no-cache", HIT),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("cached");
    for (target, cache_control, status) in CACHED {
        let name = format!("status_of{}", target.replace(['/', '?', '='], "_"));
        topic.own(&name, move |site| hit(site, target, cache_control, status));
    }
    topic.own("dynamic_responses_are_not_stored", dynamic);
    topic.own("static_response_is_the_same_for_everyone", everyone);
    topic.own("key_has_the_path_and_the_query_that_is_read", keyed);
    topic.own("head_shares_the_entry", head);
    topic.own("range_is_ignored", range);
    topic.own("layer_in_front_guards_hits_too", guarded);
    topic.own("stored_problem_is_a_page_or_json", problem);
    topic.own("response_for_one_client_is_not_stored", for_one);
    topic.on(
        "responses_below_a_base_path_are_stored",
        &[Adapter::Axum, Adapter::Actix],
        On::Own,
        below_base,
    );
}

/// Returns what the cache did, as its header reports.
#[track_caller]
pub(crate) fn cache_status(response: &Response) -> &str {
    response.header("cache-status")
}

async fn hit(site: Site, target: &str, cache_control: &str, status: &str) {
    let first = site.get(target).send().await.expect(200);
    assert_eq!(cache_status(&first), MISS, "{first}");
    let second = site.get(target).send().await.expect(200);
    let seconds = cache_status(&second).strip_prefix(status);
    let seconds = seconds.unwrap_or_else(|| panic!("{second}"));
    // 0, or -1 on a machine that is busy.
    assert_eq!(seconds.parse::<i64>().is_ok(), status == TIMED, "{second}");
    assert_eq!(second.body, first.body, "{target}");
    for response in [first, second] {
        assert_eq!(response.header("cache-control"), cache_control, "{response}");
        assert_eq!(response.header("content-length"), response.body.len().to_string());
        let tag = response.header("etag");
        assert!(
            tag.starts_with("W/\"") && tag.ends_with('"') && tag.len() > 10,
            "{response}"
        );
    }
}

async fn dynamic(site: Site) {
    for target in ["/dynamic/now", "/conv/clock", "/number/1", "/any", "/hello"] {
        let first = site.get(target).send().await.expect(200);
        let second = site.get(target).header("if-none-match", "*").send().await.expect(200);
        if target.ends_with("now") || target.ends_with("clock") {
            assert_ne!(first.body, second.body, "{target}");
        }
        for response in [first, second] {
            assert!(response.all("cache-status").is_empty(), "{response}");
            assert!(response.all("etag").is_empty(), "{response}");
            assert_eq!(response.header("cache-control"), "private, no-cache", "{response}");
        }
    }
}

async fn everyone(site: Site) {
    let first = site.get("/static/now").send().await.expect(200);
    for call in [
        site.get("/static/now").header("host", "other.example"),
        site.get("/static/now").header("host", "other.example:81"),
        site.get("/static/now?x=1&y"),
        site.get("/static/now?"),
        site.get("/static/now").browser(),
        site.get("/static/now").header("cookie", "theme=dark"),
        site.get("/static/now").header("authorization", "Bearer admin"),
        site.get("/static/now").header("cache-control", "no-cache"),
    ] {
        let response = call.send().await.expect(200);
        assert_eq!(
            (cache_status(&response), &response.body),
            (HIT, &first.body),
            "{response}"
        );
    }
}

async fn keyed(site: Site) {
    let mut made: Vec<serde_json::Value> = Vec::new();
    for (target, id, page) in [
        ("/cached/7", "7", 1),
        ("/cached/7?page=2", "7", 2),
        ("/cached/8?page=2", "8", 2),
        ("/cached/a%20b", "a b", 1),
        ("/cached/a%2Fb", "a/b", 1),
    ] {
        let response = site.get(target).send().await.expect(200);
        assert_eq!(cache_status(&response), MISS, "{response}");
        let json = response.json();
        assert_eq!((json["id"].as_str(), json["page"].as_i64()), (Some(id), Some(page)));
        assert!(made.iter().all(|other| other["now"] != json["now"]));
        made.push(json);
    }
    // Other spellings of the same key, and parameters that nobody reads.
    for (target, same) in [
        ("/cached/7", 0),
        ("/cached/%37", 0),
        ("/cached/7?utm=1", 0),
        ("/cached/7?x=1&page=2", 1),
        ("/cached/7?p%61ge=2&x=1", 1),
        ("/cached/a%2fb", 4),
    ] {
        let response = site.get(target).send().await.expect(200);
        assert_eq!(cache_status(&response), HIT, "{response}");
        assert_eq!(response.json(), made[same], "{target}");
    }
    // Bad requests are not stored, and stay bad requests.
    for _ in 0..2 {
        let response = site.get("/cached/7?page=x").send().await;
        response.problem(400, "invalid-query");
        assert_eq!(cache_status(&response), "frontdesk; fwd=uri-miss");
        site.get("/cached/%zz").send().await.problem(400, "invalid-path");
    }
}

async fn head(site: Site) {
    for target in ["/static/now", "/cached/1", "/revalidate/now"] {
        let head = site.call("HEAD", target).send().await.expect(200);
        assert_eq!(cache_status(&head), MISS, "{head}");
        assert!(head.body.is_empty());
        let get = site.get(target).send().await.expect(200);
        assert!(cache_status(&get).starts_with(HIT), "{get}");
        for name in ["etag", "cache-control", "content-type", "content-length"] {
            assert_eq!(head.header(name), get.header(name), "{head}");
        }
        assert_eq!(head.header("content-length"), get.body.len().to_string());
        let head = site.call("HEAD", target).send().await.expect(200);
        assert!(cache_status(&head).starts_with(HIT), "{head}");
    }
}

async fn range(site: Site) {
    let whole = site.get("/static/now").send().await.expect(200);
    for range in ["bytes=0-3", "bytes=99999-", "bytes=-1", "lines=1-2", "nonsense"] {
        let response = site.get("/static/now").header("range", range).send().await.expect(200);
        assert_eq!(response.body, whole.body, "{range}");
        assert!(response.all("content-range").is_empty(), "{response}");
    }
}

async fn guarded(site: Site) {
    let admin = |method| {
        site.call(method, "/guarded/now")
            .header("authorization", "Bearer admin")
    };
    let refused = |response: Response| {
        response.problem(401, "unauthorized");
        assert_eq!(response.header("www-authenticate"), "Bearer");
        assert!(response.all("cache-status").is_empty(), "{response}");
    };
    refused(site.get("/guarded/now").send().await);
    let made = admin("GET").send().await.expect(200);
    assert_eq!(cache_status(&made), MISS);
    let hit = admin("GET").send().await.expect(200);
    assert_eq!((cache_status(&hit), &hit.body), (HIT, &made.body));
    assert_eq!(hit.header("cache-control"), "no-cache");

    refused(site.get("/guarded/now").send().await);
    let guest = site.get("/guarded/now").header("authorization", "Bearer guest");
    refused(guest.send().await);
    let known = site.get("/guarded/now").header("if-none-match", made.header("etag"));
    refused(known.send().await);
    let head = site.call("HEAD", "/guarded/now").send().await.expect(401);
    assert!(head.all("etag").is_empty(), "{head}");
    let known = admin("GET").header("if-none-match", made.header("etag"));
    known.send().await.expect(304);
}

async fn problem(site: Site) {
    let runs = Tally::default();
    let counted = runs.clone();
    let gone = async move || {
        let _ = counted.add();
        Err::<(), _>(Problem::new(StatusCode::GONE, "gone"))
    };
    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(Router::new().route("/gone", get(gone).cached()))
    });
    for status in [MISS, HIT] {
        let json = site.get("/gone").send().await;
        json.problem(410, "gone");
        assert_eq!(cache_status(&json), status);
        assert_eq!(json.header("vary"), "accept, accept-language");
        let page = site.get("/gone").browser().send().await;
        page.problem_page(410, "gone");
        assert_eq!(cache_status(&page), HIT);
        assert_eq!(page.header("vary"), "accept, accept-language");
    }
    assert_eq!(runs.count(), 1);
}

/// Such a handler runs for every client, though it is cached.
async fn for_one(site: Site) {
    let runs = Tally::default();
    let run = || {
        let runs = runs.clone();
        move || runs.add().to_string()
    };
    let (cookie, no_store, private, streamed, failed) = (run(), run(), run(), run(), run());
    let routes = Router::<App>::new()
        .route(
            "/one/cookie",
            get(async move || ([(SET_COOKIE, "a=b")], cookie())).cached(),
        )
        .route(
            "/one/no-store",
            get(async move || ([(CACHE_CONTROL, "no-store")], no_store())).cached(),
        )
        .route(
            "/one/private",
            get(async move || ([(CACHE_CONTROL, "private, max-age=60")], private())).cached(),
        )
        .route(
            "/one/stream",
            get(async move || Body::from_stream(stream::iter([Ok::<_, std::io::Error>(streamed())]))).cached(),
        )
        .route(
            "/one/failed",
            get(async move || (StatusCode::BAD_GATEWAY, failed())).cached(),
        );
    let paths = ["cookie", "no-store", "private", "stream", "failed"];
    let site = Site::with_desk(site.adapter, |desk| desk.routes(routes));
    let mut expected = 0;
    for path in paths {
        for _ in 0..2 {
            expected += 1;
            let response = site.get(&format!("/one/{path}")).send().await;
            assert_eq!(response.text(), expected.to_string(), "{response}");
            assert_eq!(cache_status(&response), "frontdesk; fwd=uri-miss", "{response}");
            assert_ne!(response.header("cache-control"), "no-cache", "{response}");
        }
    }
}

async fn below_base(site: Site) {
    let site = Site::below(site.adapter, "/app", |desk| desk);
    let first = site.get("/app/static/now").send().await.expect(200);
    let hit = site.get("/app/static/now").send().await.expect(200);
    assert_eq!((cache_status(&hit), &hit.body), (HIT, &first.body));
    // Paths to revalidate are those of the desk, wherever it is mounted.
    let call = site.post("/app/revalidate").json(r#"{"path":"/static/now"}"#);
    call.send().await.expect(204);
    assert_ne!(site.get("/app/static/now").send().await.expect(200).body, first.body);
}
