//! Responses that are produced while they are sent, and bodies that are read as they arrive.

use std::time::Duration;

use frontdesk::Bytes;
use futures_util::stream;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};

use crate::harness::client::TIMEOUT;
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("streams");
    topic.shared("chunks_add_up", add_up);
    topic.shared("chunks_arrive_one_by_one", one_by_one);
    topic.shared("chunk_size_is_limited", too_large);
    topic.shared("echo_returns_each_chunk_at_once", chunk_by_chunk);
    topic.own("stream_waits_for_a_client_that_does_not_read", held_back);
    topic.own("stream_ends_when_its_client_disconnects", ends);
    topic.own("echo_waits_for_a_client_that_does_not_read", echo_held_back);
}

async fn add_up(site: Site) {
    for (chunks, bytes) in [(0, 10), (1, 0), (3, 10), (100, 1), (7, 100_000)] {
        let target = format!("/stream?chunks={chunks}&bytes={bytes}");
        let response = site.get(&target).send().await.expect(200);
        assert_eq!(response.body.len(), chunks * bytes, "{target}");
        assert!(response.all("content-length").is_empty(), "{response}");
    }
}

async fn one_by_one(site: Site) {
    let mut open = site.get("/stream?chunks=20&bytes=100000").open().await;
    let (mut chunks, mut bytes) = (0, 0);
    while let Some(chunk) = open.chunk().await {
        chunks += 1;
        bytes += chunk.len();
    }
    assert_eq!(bytes, 2_000_000);
    assert!(chunks >= 10, "{chunks} chunks");
}

async fn too_large(site: Site) {
    let response = site.get("/stream?chunks=1&bytes=9999999").send().await;
    response.problem(400, "chunk-too-large");
}

/// Each chunk is returned before the next is sent: the body is never buffered as a whole.
async fn chunk_by_chunk(site: Site) {
    let (sender, receiver) = mpsc::channel::<Bytes>(1);
    let receiver = stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
    sender.try_send(Bytes::from_static(b"first")).unwrap();
    let mut open = timeout(TIMEOUT, site.post("/echo").chunked(receiver).open())
        .await
        .unwrap();
    assert_eq!(open.response.status(), 200);
    assert_eq!(open.chunk().await.unwrap(), "first");
    for word in ["second", "third"] {
        sender.send(Bytes::from_static(word.as_bytes())).await.unwrap();
        assert_eq!(open.chunk().await.unwrap(), word);
    }
    drop(sender);
    assert_eq!(open.chunk().await, None);
}

/// Waits until a count has stopped growing: there is no event when a server stops producing.
async fn settled(count: impl Fn() -> u64) -> u64 {
    let end = Instant::now() + TIMEOUT;
    let mut last = count();
    loop {
        sleep(Duration::from_millis(250)).await;
        let now = count();
        if now == last && now > 0 {
            return now;
        }
        assert!(Instant::now() < end, "still growing at {now}");
        last = now;
    }
}

const CHUNK: usize = 64 * 1024;

/// A generous limit for what fits into the buffers of two sockets and a server.
const BUFFERED: u64 = 32 * 1024 * 1024;

async fn held_back(site: Site) {
    let all = 16_000;
    let mut raw = Raw::connect(&site).await;
    let request = format!(
        "GET /stream?chunks={all}&bytes={CHUNK} HTTP/1.1\r\nHost: {}\r\n\r\n",
        site.address()
    );
    raw.send(request).await;
    let counts = &site.app.counts;
    let made = settled(|| counts.chunks()).await;
    assert!(
        made * CHUNK as u64 <= BUFFERED,
        "{made} chunks of {CHUNK} bytes that nobody reads"
    );
    // The stream has not ended: it goes on when the client reads.
    let response = raw.response().await;
    assert_eq!(response.status, 200);
}

async fn ends(site: Site) {
    let mut open = site.get(&format!("/stream?chunks=1000000&bytes={CHUNK}")).open().await;
    open.chunk().await.unwrap();
    drop(open);
    let counts = &site.app.counts;
    let made = settled(|| counts.chunks()).await;
    assert!(made < 100_000, "{made} chunks for a client that has disconnected");
}

async fn echo_held_back(site: Site) {
    // Sends as long as the server reads, and reads nothing itself.
    let mut raw = Raw::connect(&site).await;
    let head = format!(
        "POST /echo HTTP/1.1\r\nHost: {}\r\nContent-Length: 1000000000\r\n\r\n",
        site.address()
    );
    raw.send(head).await;
    let chunk = vec![b'x'; CHUNK];
    let mut taken = 0;
    while timeout(Duration::from_secs(1), raw.send(&chunk)).await.is_ok() {
        taken += CHUNK as u64;
        assert!(taken <= BUFFERED, "{taken} bytes were accepted and never read back");
    }
}
