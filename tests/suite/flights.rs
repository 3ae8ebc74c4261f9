//! Many who ask at once for what is not kept yet: one run serves them all.

use conformance::app::Gate;
use frontdesk::{Router, get};
use futures_util::future::{join, join_all};
use tokio::time::timeout;

use crate::cached::{HIT, MISS, cache_status};
use crate::harness::client::TIMEOUT;
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("flights");
    topic.own("a_hundred_at_once_run_it_once", single_flight);
    topic.own("a_run_outlives_the_client_that_began_it", outlives);
}

async fn single_flight(site: Site) {
    let calls = (0..100).map(|number| {
        let method = if number % 10 == 9 { "HEAD" } else { "GET" };
        site.call(method, &format!("/slow-static?{number}")).send()
    });
    let responses = join_all(calls).await;
    let mut began = 0;
    for response in responses {
        let response = response.expect(200);
        assert_eq!(response.header("content-length"), "1");
        assert!(response.body == "1" || response.body.is_empty(), "{response}");
        match cache_status(&response) {
            MISS => began += 1,
            HIT | "frontdesk; fwd=uri-miss; stored; collapsed" => {}
            _ => panic!("{response}"),
        }
    }
    assert_eq!(began, 1);
    assert_eq!(site.get("/slow-static").send().await.expect(200).text(), "1");
}

async fn outlives(site: Site) {
    let gate = Gate::default();
    let waits = gate.clone();
    let slow = move || {
        let gate = waits.clone();
        async move { gate.pass().await.to_string() }
    };
    let site = Site::built(site.adapter, |desk| {
        desk.routes(Router::new().route("/gate", get(slow)))
    });
    let mut raw = Raw::connect(&site).await;
    raw.send(format!("GET /gate HTTP/1.1\r\nHost: {}\r\n\r\n", site.address()))
        .await;
    timeout(TIMEOUT, gate.reached(1)).await.expect("the run begins");
    let others = join_all((0..5).map(|_| site.get("/gate").send()));
    let leave = async {
        // The server is up to other work meanwhile, takes the others in, and sees that the first has left.
        for _ in 0..20 {
            site.get("/number/1").send().await.expect(200);
        }
        drop(raw);
        for _ in 0..20 {
            site.get("/number/1").send().await.expect(200);
        }
        gate.open();
    };
    let (responses, ()) = join(others, leave).await;
    for response in responses {
        assert_eq!(response.expect(200).text(), "1");
    }
    assert_eq!(gate.count(), 1);
}
