//! Clients that leave: an action that has begun is never cut in half.

use std::time::Duration;

use tokio::time::timeout;

use crate::client::PATIENCE;
use crate::raw::Raw;
use crate::site::Site;
use crate::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("aborts");
    topic.own("an_action_that_has_begun_finishes", finishes);
    topic.own("many_at_once_finish", many);
    topic.own("a_client_that_stays_gets_the_answer", stays);
    topic.own("a_body_that_breaks_off_does_not_run", breaks_off);
    topic.own("half_a_request_hurts_nobody", half);
    topic.own("calls_run_side_by_side", side_by_side);
    topic.own("a_timeout_ends_the_waiting_not_the_function", timed_out);
}

fn head(site: &Site, action: &str) -> String {
    let host = site.address();
    format!("POST /_actions/{action} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n")
}

async fn finishes(site: Site) {
    let gate = &site.app.gate;
    let mut raw = Raw::connect(&site).await;
    raw.send(head(&site, "gated") + "Content-Length: 0\r\n\r\n").await;
    timeout(PATIENCE, gate.reached(1)).await.expect("the action begins");
    drop(raw);
    // The server is up to other work meanwhile, and sees that the client has left.
    for _ in 0..20 {
        site.get("/hello").send().await.expect(200);
    }
    assert_eq!(gate.count(), 0);
    gate.open();
    timeout(PATIENCE, gate.passed(1)).await.expect("the action finishes");
}

async fn many(site: Site) {
    let gate = &site.app.gate;
    let mut clients = Vec::new();
    for _ in 0..20 {
        let mut raw = Raw::connect(&site).await;
        raw.send(head(&site, "gated") + "Content-Length: 0\r\n\r\n").await;
        clients.push(raw);
    }
    timeout(PATIENCE, gate.reached(20)).await.expect("all begin");
    drop(clients);
    site.get("/hello").send().await.expect(200);
    for _ in 0..20 {
        gate.open();
    }
    timeout(PATIENCE, gate.passed(20)).await.expect("all finish");
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

/// One that waits doesn't hold up the others, on however many workers.
async fn side_by_side(site: Site) {
    let gate = &site.app.gate;
    let waiting: Vec<_> = (0..8).map(|_| site.action("gated").send()).collect();
    let all = futures_util::future::join_all(waiting);
    let others = async {
        timeout(PATIENCE, gate.reached(8)).await.expect("all begin");
        for n in 1..=10 {
            assert_eq!(site.action("count").send().await.expect(200).json(), n);
        }
        for _ in 0..8 {
            gate.open();
        }
    };
    let (answers, ()) = timeout(Duration::from_secs(20), futures_util::future::join(all, others))
        .await
        .unwrap();
    for answer in answers {
        answer.expect(200);
    }
}

async fn timed_out(site: Site) {
    site.action("slow").form("ms=0").send().await.expect(204);
    assert_eq!(site.app.slow_ended.count(), 1);
    let answer = site.action("slow").form("ms=900").send().await;
    let problem = answer.problem(503, "timeout");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .starts_with("Your request may have been partly processed"),
        "{problem}"
    );
    assert!(answer.all("retry-after").is_empty(), "{answer}");
    timeout(PATIENCE, site.app.slow_ended.reaches(2))
        .await
        .expect("it ends all the same");
    // A browser goes back, with the problem; without a way back it gets a page.
    let form = "ms=900&__fd_return=%2Fnotes";
    let answer = site.action("slow").browser().form(form).send().await.expect(303);
    assert!(answer.location().starts_with("/notes?_fd="), "{answer}");
    let answer = site.action("slow").browser().form("ms=900").send().await;
    answer.problem_page(503, "timeout");
    timeout(PATIENCE, site.app.slow_ended.reaches(4))
        .await
        .expect("both end");
}
