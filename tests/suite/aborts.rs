//! Clients that disconnect: an action that has started always runs to its end.

use std::time::Duration;

use conformance::app::Gate;
use frontdesk::Route;
use tokio::time::timeout;
use tower::layer::layer_fn;

use crate::harness::client::TIMEOUT;
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("aborts");
    topic.own("action_finishes_when_its_client_disconnects", finishes);
    topic.own("layers_finish_with_the_action_when_the_client_disconnects", layers);
    topic.own("actions_finish_when_many_clients_disconnect", many);
    topic.own("client_that_stays_gets_the_response", stays);
    topic.own("action_does_not_run_when_its_body_is_cut_off", breaks_off);
    topic.own("server_survives_half_a_request", half);
    topic.own("calls_run_concurrently", side_by_side);
    topic.own("function_finishes_after_its_timeout", timed_out);
}

fn head(site: &Site, action: &str) -> String {
    let host = site.address();
    format!("POST /_actions/{action} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n")
}

async fn finishes(site: Site) {
    let gate = &site.app.gate;
    let mut raw = Raw::connect(&site).await;
    raw.send(head(&site, "gated") + "Content-Length: 0\r\n\r\n").await;
    timeout(TIMEOUT, gate.reached(1)).await.expect("the action starts");
    drop(raw);
    // Meanwhile the server handles other requests, and notices that the client disconnected.
    for _ in 0..20 {
        site.get("/hello").send().await.expect(200);
    }
    assert_eq!(gate.count(), 0);
    gate.open();
    timeout(TIMEOUT, gate.passed(1)).await.expect("the action finishes");
}

/// Starts a site whose desk has a layer around everything and one around the actions, each of which
/// writes a session after the inner response.
fn with_sessions(site: &Site) -> (Site, [Gate; 2]) {
    let written = [Gate::default(), Gate::default()];
    let layer = |gate: &Gate| {
        let gate = gate.clone();
        layer_fn(move |route: Route| {
            let gate = gate.clone();
            Route::from_fn(move |request| {
                let (response, gate) = (route.serve(request), gate.clone());
                Box::pin(async move {
                    let response = response.await;
                    // A store is asynchronous.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    gate.open();
                    gate.pass().await;
                    response
                })
            })
        })
    };
    let site = Site::with_desk(site.adapter, |desk| {
        desk.layer(layer(&written[0]))
            .layer_actions(|_| true, layer(&written[1]))
    });
    (site, written)
}

async fn layers(site: Site) {
    let (site, written) = with_sessions(&site);
    let gate = &site.app.gate;
    let mut raw = Raw::connect(&site).await;
    raw.send(head(&site, "gated") + "Content-Length: 0\r\n\r\n").await;
    timeout(TIMEOUT, gate.reached(1)).await.expect("the action starts");
    drop(raw);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(written.iter().all(|written| written.count() == 0));
    gate.open();
    for written in &written {
        timeout(TIMEOUT, written.passed(1)).await.expect("the layer writes");
    }
}

async fn many(site: Site) {
    let gate = &site.app.gate;
    let mut clients = Vec::new();
    for _ in 0..20 {
        let mut raw = Raw::connect(&site).await;
        raw.send(head(&site, "gated") + "Content-Length: 0\r\n\r\n").await;
        clients.push(raw);
    }
    timeout(TIMEOUT, gate.reached(20)).await.expect("all start");
    drop(clients);
    site.get("/hello").send().await.expect(200);
    for _ in 0..20 {
        gate.open();
    }
    timeout(TIMEOUT, gate.passed(20)).await.expect("all finish");
}

async fn stays(site: Site) {
    site.app.gate.open();
    assert_eq!(site.action("gated").send().await.expect(200).json(), 1);
}

async fn breaks_off(site: Site) {
    let mut raw = Raw::connect(&site).await;
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    raw.send(head(&site, "count") + kind + "Content-Length: 100\r\n\r\na=1")
        .await;
    drop(raw);
    let mut raw = Raw::connect(&site).await;
    raw.send(head(&site, "count") + kind + "Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n")
        .await;
    drop(raw);
    for _ in 0..20 {
        site.get("/hello").send().await.expect(200);
    }
    assert_eq!(site.app.counts.calls(), 0);
}

async fn half(site: Site) {
    for start in [
        "",
        "POST",
        "POST /_actions/count HTTP/1.1\r\nHo",
        "\r\n\r\n",
        "\0\0\0\0",
        "GET /hello HTTP/9.9\r\n\r\n",
    ] {
        let mut raw = Raw::connect(&site).await;
        raw.send(start).await;
    }
    site.get("/hello").send().await.expect(200);
}

/// Calls that wait don't block others, however many workers there are.
async fn side_by_side(site: Site) {
    let gate = &site.app.gate;
    let waiting: Vec<_> = (0..8).map(|_| site.action("gated").send()).collect();
    let all = futures_util::future::join_all(waiting);
    let others = async {
        timeout(TIMEOUT, gate.reached(8)).await.expect("all start");
        for n in 1..=10 {
            assert_eq!(site.action("count").send().await.expect(200).json(), n);
        }
        for _ in 0..8 {
            gate.open();
        }
    };
    let (responses, ()) = timeout(Duration::from_secs(20), futures_util::future::join(all, others))
        .await
        .unwrap();
    for response in responses {
        response.expect(200);
    }
}

async fn timed_out(site: Site) {
    site.action("slow").form("ms=0").send().await.expect(204);
    assert_eq!(site.app.slow_ended.count(), 1);
    let response = site.action("slow").form("ms=900").send().await;
    let problem = response.problem(503, "timeout");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .starts_with("Your request may have been partly processed"),
        "{problem}"
    );
    assert!(response.all("retry-after").is_empty(), "{response}");
    timeout(TIMEOUT, site.app.slow_ended.reaches(2))
        .await
        .expect("the function ends nevertheless");
    // A browser is redirected back with the problem, or gets a page if there is no return URL.
    let form = "ms=900&__fd_return=%2Fnotes";
    let response = site.action("slow").browser().form(form).send().await.expect(303);
    assert!(response.location().starts_with("/notes?_fd="), "{response}");
    let response = site.action("slow").browser().form("ms=900").send().await;
    response.problem_page(503, "timeout");
    timeout(TIMEOUT, site.app.slow_ended.reaches(4))
        .await
        .expect("both end");
}
