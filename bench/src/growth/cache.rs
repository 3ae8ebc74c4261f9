//! Growth with the number of cached responses, and of requests that wait for one.

use std::future::poll_fn;
use std::sync::Arc;

use frontdesk::{Desk, Path, Router, State, get};
use frontdesk_bench::finish;
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use super::process::resident_bytes;
use super::request::{expect_status, get as request, receive, send};
use super::series::{Line, Series, Unit, median};

async fn item(Path(id): Path<u64>) -> String {
    format!("item {id}")
}

#[expect(clippy::expect_used, reason = "the desk is made of constants")]
pub(super) fn entries(runtime: &Runtime) -> Series {
    let routes = Router::new().route("/items/{id}", get(item).tag("items").tag("others"));
    let desk = Desk::builder(()).routes(routes).cache_capacity(1 << 32);
    let desk = desk.build().expect("the desk has no mistakes");
    let fill = |range: std::ops::Range<u64>| {
        runtime.block_on(async {
            for id in range {
                drop(receive(&desk, request(&format!("/items/{id}"))).await);
            }
        });
    };
    // What is allocated once is not the entries' memory.
    fill(0..1);
    let empty = resident_bytes();
    let mut hit = Line::new("hit", Unit::Time);
    let mut memory = Line::new("memory in all", Unit::Bytes);
    let mut by_tag = Line::new("revalidating by tag, and the next request", Unit::Time);
    let mut by_path = Line::new("revalidating by path, and the next request", Unit::Time);
    let mut filled = 1;
    for size in [10, 100, 1_000, 10_000, 100_000, 1_000_000] {
        fill(filled..size);
        filled = size;
        if size >= 1_000 {
            memory.push(size, resident_bytes().saturating_sub(empty) as f64);
        }
        let mut id = 0;
        let mut next = || {
            // Not the one that was stored last, which is still in the processor's caches.
            id = (id + 7_919) % size;
            request(&format!("/items/{id}"))
        };
        expect_status(&send(&desk, next()), 200);
        hit.push(size, median(&mut next, |request| drop(send(&desk, request))));
        let revalidate = desk.revalidate();
        let cost = median(&mut next, |request| {
            std::hint::black_box(finish(revalidate.tag("others")).is_ok());
            drop(runtime.block_on(receive(&desk, request)));
        });
        by_tag.push(size, cost);
        let cost = median(&mut next, |request| {
            std::hint::black_box(finish(revalidate.path(request.uri().path())).is_ok());
            drop(runtime.block_on(receive(&desk, request)));
        });
        by_path.push(size, cost);
        // The tag has outdated all others. They are made again.
        fill(0..size);
    }
    Series {
        name: "cache".into(),
        grows: "cached responses".into(),
        lines: vec![hit, memory, by_tag, by_path],
    }
}

async fn slow(State(release): State<Arc<Notify>>) -> &'static str {
    release.notified().await;
    "done"
}

#[expect(clippy::expect_used, reason = "the desk is made of constants")]
pub(super) fn waiting(runtime: &Runtime) -> Series {
    let release = Arc::new(Notify::new());
    let routes = Router::new().route("/slow", get(slow).cached());
    let desk = Desk::builder(Arc::clone(&release)).routes(routes);
    let desk = desk.build().expect("the desk has no mistakes");
    let mut all = Line::new("all requests, from the first to the last response", Unit::Time);
    for size in [1, 10, 100, 1_000, 10_000] {
        let run = |()| {
            std::hint::black_box(finish(desk.revalidate().path("/slow")).is_ok());
            runtime.block_on(async {
                let mut requests: Vec<_> = (0..size).map(|_| Box::pin(receive(&desk, request("/slow")))).collect();
                // Each joins the run before it may end.
                poll_fn(|cx| {
                    requests.retain_mut(|request| request.as_mut().poll(cx).is_pending());
                    std::task::Poll::Ready(())
                })
                .await;
                release.notify_one();
                for request in requests {
                    drop(request.await);
                }
            });
        };
        all.push(size, median(|| (), run));
    }
    Series {
        name: "waiting".into(),
        grows: "requests that wait for one run".into(),
        lines: vec![all],
    }
}
