//! Requests per second on one thread and on two, of Frontdesk and of axum.

use std::convert::Infallible;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, SystemTime};

use axum::routing;
use frontdesk::store::{MemoryStore, StateStore};
use frontdesk::{Body, Desk, Request, Response, Router, get, server_action};
use frontdesk_bench::finish;
use serde::Deserialize;
use tower_service::Service;

use crate::growth::request::{self, FORM};

const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(200);

/// Something that a thread does over and over.
type Work = Box<dyn FnMut() + Send>;

#[server_action]
async fn add(title: String, amount: u32) {
    drop(black_box((title, amount)));
}

#[derive(Deserialize)]
struct AddForm {
    title: String,
    amount: u32,
}

/// Prints a table. Rounds of one and of two threads alternate, so that a busy machine slows down
/// both.
pub(crate) fn run() {
    println!(
        "{:32} {:>14} {:>14} {:>8}",
        "per second, median", "1 thread", "2 threads", "ratio"
    );
    // All threads call clones of one app, as the connections of a server do.
    let (desk, axum) = (desk(), axum());
    compare("static route", || calls(desk.clone(), || request::get("/health")));
    compare("static route, axum", || calls(axum.clone(), || request::get("/health")));
    compare("cached hit", || calls(desk.clone(), || request::get("/about")));
    compare("action", || calls(desk.clone(), form));
    compare("Form<T>, axum", || calls(axum.clone(), form));
    let store = Arc::new(MemoryStore::new(1 << 28));
    let mut thread = 0;
    compare("MemoryStore, put and get", || {
        thread += 1;
        storing(Arc::clone(&store), thread)
    });
}

fn form() -> Request {
    request::post("/_actions/add", FORM, false, Body::from("title=Buy+milk&amount=12"))
}

#[expect(clippy::expect_used, reason = "the desk is made of constants")]
fn desk() -> Desk {
    let routes = Router::new()
        .route("/health", get(async || "ok"))
        .route("/about", get(async || "ok").cached());
    let desk = Desk::builder(()).routes(routes).action::<Add>();
    let desk = desk.build().expect("the desk has no mistakes");
    // From here on all responses of cached routes are hits.
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime
        .expect("a runtime is made")
        .block_on(desk.prerender())
        .expect("responses are cached");
    desk
}

fn axum() -> axum::Router {
    async fn add(axum::Form(form): axum::Form<AddForm>) -> axum::http::StatusCode {
        drop(black_box((form.title, form.amount)));
        axum::http::StatusCode::NO_CONTENT
    }
    axum::Router::new()
        .route("/health", routing::get(async || "ok"))
        .route("/_actions/add", routing::post(add))
}

fn calls<S>(mut service: S, request: fn() -> Request) -> Work
where
    S: Service<Request, Response = Response, Error = Infallible> + Send + 'static,
{
    Box::new(move || {
        let Ok(response) = finish(service.call(request()));
        debug_assert!(response.status().is_success());
        drop(black_box(response));
    })
}

/// Stores values under keys of its own and loads them again, as many clients do.
fn storing(store: Arc<MemoryStore>, thread: u64) -> Work {
    let (now, mut number) = (SystemTime::now(), 0);
    Box::new(move || {
        number = (number + 1) % 1_000;
        let key = format!("{thread}-{number}");
        black_box(finish(store.put(key.clone(), vec![0; 500], now, ROUND * 1_000)).is_ok());
        black_box(finish(store.get(&key, now)).is_ok());
    })
}

fn compare(name: &str, mut work: impl FnMut() -> Work) {
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        one.push(round(vec![work()]));
        two.push(round(vec![work(), work()]));
    }
    let (one, two) = (median(one), median(two));
    println!("{name:32} {one:14.0} {two:14.0} {:8.2}", two / one);
}

/// Returns how often the threads together did their work in a second.
fn round(work: Vec<Work>) -> f64 {
    let (begin, is_over) = (Barrier::new(work.len() + 1), AtomicBool::new(false));
    let repeat = |mut work: Work| {
        let mut count = 0;
        begin.wait();
        while !is_over.load(Ordering::Relaxed) {
            work();
            count += 1;
        }
        count
    };
    let repeat = &repeat;
    let count: u64 = thread::scope(|scope| {
        let threads: Vec<_> = work.into_iter().map(|work| scope.spawn(move || repeat(work))).collect();
        begin.wait();
        thread::sleep(ROUND);
        is_over.store(true, Ordering::Relaxed);
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_default())
            .sum()
    });
    count as f64 / ROUND.as_secs_f64()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}
