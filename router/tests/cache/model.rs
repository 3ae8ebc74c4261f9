//! Compares the cache with a reference model under pseudo-random reads, writes, revalidations,
//! clock steps and failures.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use frontdesk_router::__desk::Cache;
use frontdesk_router::{
    CacheStore, IntoResponse, MemoryCache, Method, Path, Problem, Query, Response, Revalidate, Router, State,
    StatusCode, get,
};
use serde::Deserialize;

use crate::harness::{App, BytesStore, SECOND};
use crate::reference::{Mode, Model};

#[derive(Clone)]
struct Data(Arc<Inner>);

struct Inner {
    versions: [AtomicU64; 3],
    mode: Mutex<Mode>,
    runs: AtomicU32,
}

#[derive(Deserialize)]
struct Page {
    page: u64,
}

async fn handler(State(data): State<Data>, Path(id): Path<u64>, Query(Page { page }): Query<Page>) -> Response {
    data.0.runs.fetch_add(1, Ordering::SeqCst);
    let mode = *data.0.mode.lock().unwrap();
    let version = data.0.versions[usize::try_from(id).unwrap()].load(Ordering::SeqCst);
    let (status, text) = mode.respond(&(id, page), version);
    match mode {
        Mode::Panics => std::panic::resume_unwind(Box::new("on purpose")),
        Mode::Private => ([("cache-control", "private")], text).into_response(),
        Mode::Missing => Problem::not_found().with_detail(text).into_response(),
        Mode::Good | Mode::Fails => (StatusCode::from_u16(status).unwrap(), text).into_response(),
    }
}

/// Steele and Vigna's `SplitMix64`: the same numbers on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

async fn play(store: Arc<dyn CacheStore>, seed: u64, steps: u32) {
    let mut random = Random(seed);
    let data = Data(Arc::new(Inner {
        versions: Default::default(),
        mode: Mutex::new(Mode::Good),
        runs: AtomicU32::new(0),
    }));
    let cache = Cache::new(store);
    let get = get(handler).revalidate(SECOND * 10).expire(SECOND * 40).tag("m");
    let app = App::build(Router::new().route("/m/{id}", get), data.clone(), Some(cache.clone()));
    let revalidate = Revalidate::new(Some(cache));
    let mut model = Model::default();
    for step in 0..steps {
        let id = random.below(3);
        match random.below(20) {
            0..11 => {
                let key = (id, random.below(2));
                let method = if random.below(4) == 0 {
                    Method::HEAD
                } else {
                    Method::GET
                };
                let received = app
                    .request(method.clone(), &format!("/m/{id}?page={}", key.1), &[])
                    .await;
                let (expected, status) = model.read(key);
                let at = format!("seed {seed} step {step} key {key:?}");
                assert_eq!(
                    (received.status.as_u16(), received.cache_status()),
                    (expected.0, status.as_str()),
                    "{at}"
                );
                assert!(
                    method == Method::HEAD || received.body.contains(&expected.1),
                    "{at}: {} {expected:?}",
                    received.body
                );
            }
            11..13 => {
                data.0.versions[usize::try_from(id).unwrap()].fetch_add(1, Ordering::SeqCst);
                model.versions[usize::try_from(id).unwrap()] += 1;
            }
            13 => {
                revalidate.path(&format!("/m/{id}")).await.unwrap();
                model.revalidate(|key| key.0 == id);
            }
            14 => {
                let name = random.below(4);
                match name {
                    0 => revalidate.path_and_below("/m").await,
                    1 => revalidate.path_and_below("/").await,
                    2 => revalidate.tag("m").await,
                    _ => revalidate.tag("other").await,
                }
                .unwrap();
                model.revalidate(|_| name < 3);
            }
            15..18 => {
                let seconds = random.below(15);
                app.runtime.advance(SECOND * u32::try_from(seconds).unwrap());
                model.now += seconds;
            }
            18 => {
                let modes = [
                    Mode::Good,
                    Mode::Good,
                    Mode::Missing,
                    Mode::Panics,
                    Mode::Fails,
                    Mode::Private,
                ];
                model.mode = modes[usize::try_from(random.below(6)).unwrap()];
                *data.0.mode.lock().unwrap() = model.mode;
            }
            _ => {
                app.runtime.run_tasks().await;
                model.run_tasks();
            }
        }
        assert_eq!(
            data.0.runs.load(Ordering::SeqCst),
            model.runs,
            "seed {seed} step {step}"
        );
    }
}

#[tokio::test]
async fn cache_behaves_like_the_model() {
    for seed in 0..8 {
        play(Arc::new(MemoryCache::default()), seed, 4000).await;
        play(Arc::new(BytesStore::default()), seed, 4000).await;
    }
}
