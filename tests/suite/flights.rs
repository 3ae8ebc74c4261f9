//! Many simultaneous requests for a response that is not stored yet: one run serves them all.

use conformance::app::{Gate, Listeners};
use conformance::servers::Adapter;
use frontdesk::{Router, get};
use futures_util::future::{join, join_all};
use tokio::time::timeout;

use crate::cached::{HIT, MISS, cache_status};
use crate::harness::client::TIMEOUT;
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("flights");
    topic.own("handler_runs_once_for_a_hundred_requests", single_flight);
    topic.own("run_outlives_the_client_that_started_it", outlives);
    // actix-web notices a disconnected client only when it writes the response.
    let adapters = [Adapter::Hyper, Adapter::Axum];
    topic.on("run_ends_with_its_last_client", &adapters, On::Own, aborted);
}

async fn single_flight(site: Site) {
    let calls = (0..100).map(|number| {
        let method = if number % 10 == 9 { "HEAD" } else { "GET" };
        site.call(method, &format!("/slow-static?{number}")).send()
    });
    let responses = join_all(calls).await;
    let mut started = 0;
    for response in responses {
        let response = response.expect(200);
        assert_eq!(response.header("content-length"), "1");
        assert!(response.body == "1" || response.body.is_empty(), "{response}");
        match cache_status(&response) {
            MISS => started += 1,
            HIT | "frontdesk; fwd=uri-miss; stored; collapsed" => {}
            _ => panic!("{response}"),
        }
    }
    assert_eq!(started, 1);
    assert_eq!(site.get("/slow-static").send().await.expect(200).text(), "1");
}

async fn outlives(site: Site) {
    let gate = Gate::default();
    let waits = gate.clone();
    let slow = move || {
        let gate = waits.clone();
        async move { gate.pass().await.to_string() }
    };
    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(Router::new().route("/gate", get(slow).cached()))
    });
    let mut raw = Raw::connect(&site).await;
    raw.send(format!("GET /gate HTTP/1.1\r\nHost: {}\r\n\r\n", site.address()))
        .await;
    timeout(TIMEOUT, gate.reached(1)).await.expect("the run starts");
    let others = join_all((0..5).map(|_| site.get("/gate").send()));
    let disconnect = async {
        // Meanwhile the server handles other requests, accepts the rest, and notices that the
        // first client has disconnected.
        for _ in 0..20 {
            site.get("/number/1").send().await.expect(200);
        }
        drop(raw);
        for _ in 0..20 {
            site.get("/number/1").send().await.expect(200);
        }
        gate.open();
    };
    let (responses, ()) = join(others, disconnect).await;
    for response in responses {
        assert_eq!(response.expect(200).text(), "1");
    }
    assert_eq!(gate.count(), 1);
}

/// Clients that connect and disconnect leave nothing behind: each run ends, and the next client
/// doesn't wait for it.
async fn aborted(site: Site) {
    let (gate, ended) = (Gate::default(), Listeners::default());
    let slow = {
        let (gate, running) = (gate.clone(), ended.clone());
        move || {
            let (gate, running) = (gate.clone(), running.enter());
            async move {
                let run = gate.pass().await;
                drop(running);
                run.to_string()
            }
        }
    };
    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(Router::new().route("/gate", get(slow).cached()))
    });
    for number in 1..=3 {
        let mut raw = Raw::connect(&site).await;
        raw.send(format!("GET /gate HTTP/1.1\r\nHost: {}\r\n\r\n", site.address()))
            .await;
        timeout(TIMEOUT, gate.reached(number)).await.expect("the run starts");
        drop(raw);
        timeout(TIMEOUT, ended.are(0)).await.expect("the run is aborted");
    }
    gate.open();
    let response = site.get("/gate").send().await.expect(200);
    assert_eq!(cache_status(&response), MISS, "{response}");
}
