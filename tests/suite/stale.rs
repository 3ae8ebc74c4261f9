//! Stored responses that become stale: they are served while a refresh runs, and stay if it fails.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use crate::cached::{MISS, cache_status};
use crate::harness::client::{Response, TIMEOUT};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("stale");
    for target in ["/revalidate/now", "/cdn/now", "/conv/slow-clock"] {
        let name = format!(
            "stale_response_is_served_during_a_refresh{}",
            target.replace(['/', '-'], "_")
        );
        topic.own(&name, move |site| refreshed(site, target));
    }
    topic.own("stale_response_is_served_as_a_304_too", conditional);
    topic.own("failed_refresh_keeps_the_old_response", flaky);
}

/// Polls until a response matches: there is no event when one becomes stale.
async fn until(site: &Site, target: &str, mut matches: impl FnMut(&Response) -> bool) -> Response {
    let end = Instant::now() + TIMEOUT;
    loop {
        let response = site.get(target).send().await.expect(200);
        if matches(&response) {
            return response;
        }
        assert!(Instant::now() < end, "still {response}");
        sleep(Duration::from_millis(20)).await;
    }
}

fn is_stale(response: &Response) -> bool {
    cache_status(response).starts_with("frontdesk; hit; ttl=-")
}

async fn refreshed(site: Site, target: &str) {
    let first = site.get(target).send().await.expect(200);
    assert_eq!(cache_status(&first), MISS);
    assert!(first.all("age").is_empty(), "{first}");
    // Every response is a hit: no client waits for the handler. The first stale one is the old one.
    let mut hits = true;
    let stale = until(&site, target, |response| {
        hits &= cache_status(response).starts_with("frontdesk; hit");
        assert!(is_stale(response) || response.body == first.body, "{response}");
        is_stale(response)
    });
    let stale = stale.await;
    assert_eq!(stale.body, first.body);
    // A CDN must not take it for fresh.
    assert!(stale.header("age").parse::<u32>().unwrap() >= 1, "{stale}");
    let second = until(&site, target, |response| {
        hits &= cache_status(response).starts_with("frontdesk; hit");
        response.body != first.body
    });
    let second = second.await;
    assert!(hits);
    assert_ne!(second.header("etag"), first.header("etag"));
}

async fn conditional(site: Site) {
    let first = site.get("/revalidate/now").send().await.expect(200);
    let end = Instant::now() + TIMEOUT;
    let stale = loop {
        let call = site
            .get("/revalidate/now")
            .header("if-none-match", first.header("etag"));
        let response = call.send().await.expect(304);
        if is_stale(&response) {
            break response;
        }
        assert!(Instant::now() < end, "still {response}");
        sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(stale.header("etag"), first.header("etag"));
    assert!(stale.header("age").parse::<u32>().unwrap() >= 1, "{stale}");
    until(&site, "/revalidate/now", |response| response.body != first.body).await;
}

async fn flaky(site: Site) {
    let runs = &site.app.flaky_runs;
    let first = site.get("/flaky").send().await.expect(200);
    assert_eq!((cache_status(&first), first.text().as_str()), (MISS, "good"));
    let mut good = |response: &Response| {
        assert_eq!(response.text(), "good", "{response}");
        is_stale(response)
    };
    let before = Instant::now();
    until(&site, "/flaky", &mut good).await;
    timeout(TIMEOUT, runs.reaches(2)).await.expect("it is refreshed");
    // The refresh has failed, and is not retried immediately.
    for _ in 0..20 {
        assert!(good(&site.get("/flaky").send().await.expect(200)));
    }
    if before.elapsed() < Duration::from_secs(3) {
        assert_eq!(runs.count(), 2);
    }
    // It is retried some seconds later.
    until(&site, "/flaky", |response| good(response) && runs.count() >= 3).await;
    assert!(before.elapsed() >= Duration::from_secs(3));
    assert!(good(&site.get("/flaky").send().await.expect(200)));
}
