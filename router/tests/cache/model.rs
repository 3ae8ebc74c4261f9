//! The cache against a plain model of it: the same pseudo-random reads, writes, revalidations, clock moves and failures.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use frontdesk_router::{
    Cache, CacheStore, IntoResponse, MemoryCache, Method, Path, Problem, Query, Response, Revalidate, Router, State,
    StatusCode, get,
};
use serde::Deserialize;

use crate::harness::{App, BytesStore, SECOND};

const FRESH: u64 = 10;
const LIFETIME: u64 = 40;
const PATIENCE: u64 = 60;

/// What the handler does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Good,
    Missing,
    Panics,
    Fails,
    Private,
}

impl Mode {
    /// What the handler says of data of this version.
    fn says(self, key: &Key, version: u64) -> (u16, String) {
        let text = format!("{} {} {version}", key.0, key.1);
        match self {
            Self::Good | Self::Private => (200, text),
            Self::Missing => (404, text),
            Self::Panics => (500, String::new()),
            Self::Fails => (503, text),
        }
    }
}

/// Path and page.
type Key = (u64, u64);

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
    let (status, text) = mode.says(&(id, page), version);
    match mode {
        Mode::Panics => std::panic::resume_unwind(Box::new("as it should")),
        Mode::Private => ([("cache-control", "private")], text).into_response(),
        Mode::Missing => Problem::not_found().with_detail(text).into_response(),
        Mode::Good | Mode::Fails => (StatusCode::from_u16(status).unwrap(), text).into_response(),
    }
}

/// What the model keeps under a key.
#[derive(Debug, Clone)]
struct Kept {
    says: (u16, String),
    made: u64,
    outdated: bool,
    failures: u32,
    failed: u64,
}

/// A refresh that waits in the background.
#[derive(Debug)]
struct Refresh {
    key: Key,
    since: u64,
    /// A revalidation came after it began.
    outdated: bool,
    /// It has its place among the flights.
    current: bool,
    done: bool,
}

/// How a run ended: what it says, and what `Cache-Status` says of it.
enum Ended {
    Found(Kept),
    Made((u16, String), bool),
    Passed((u16, String)),
}

struct Model {
    now: u64,
    mode: Mode,
    versions: [u64; 3],
    kept: BTreeMap<Key, Kept>,
    refreshes: Vec<Refresh>,
    runs: u32,
}

impl Model {
    fn age(&self, kept: &Kept) -> u64 {
        self.now - kept.made
    }

    fn is_valid(&self, kept: &Kept) -> bool {
        !kept.outdated && self.age(kept) < LIFETIME
    }

    fn may_retry(&self, kept: &Kept) -> bool {
        let wait = match kept.failures {
            0 => 0,
            1 => 3,
            2 => 6,
            3 => 12,
            4 => 24,
            _ => 30,
        };
        self.now - kept.failed >= wait
    }

    fn hit(&self, kept: &Kept) -> String {
        format!("hit; ttl={}", FRESH.cast_signed() - self.age(kept).cast_signed())
    }

    /// A run of the handler; `current` says whether its answer may be kept.
    fn run(&mut self, key: Key, refresh: bool, current: bool) -> Ended {
        let valid = self.kept.get(&key).filter(|kept| self.is_valid(kept)).cloned();
        if let Some(kept) = &valid
            && (self.age(kept) < FRESH || refresh && !self.may_retry(kept))
        {
            return Ended::Found(kept.clone());
        }
        self.runs += 1;
        let says = self.mode.says(&key, self.versions[usize::try_from(key.0).unwrap()]);
        match self.mode {
            Mode::Good | Mode::Missing => {
                if current {
                    let kept = Kept {
                        says: says.clone(),
                        made: self.now,
                        outdated: false,
                        failures: 0,
                        failed: 0,
                    };
                    self.kept.insert(key, kept);
                }
                Ended::Made(says, current)
            }
            Mode::Panics | Mode::Fails => {
                if let Some(mut kept) = valid.filter(|_| current) {
                    kept.failures += 1;
                    kept.failed = self.now;
                    self.kept.insert(key, kept);
                }
                Ended::Made(says, false)
            }
            Mode::Private => {
                if valid.is_some() && current {
                    self.kept.remove(&key);
                }
                Ended::Passed(says)
            }
        }
    }

    /// The refresh that a request may wait for.
    fn joinable(&self, key: Key) -> Option<usize> {
        let suits = |refresh: &Refresh| refresh.current && !refresh.outdated && self.now - refresh.since < PATIENCE;
        let found = |refresh: &Refresh| refresh.key == key && !refresh.done && suits(refresh);
        self.refreshes.iter().position(found)
    }

    /// A new flight takes the place of all before it.
    fn take_place(&mut self, key: Key) {
        for refresh in self.refreshes.iter_mut().filter(|refresh| refresh.key == key) {
            refresh.current = false;
        }
    }

    fn read(&mut self, key: Key) -> ((u16, String), String) {
        let forward = match self.kept.get(&key).cloned() {
            None => "uri-miss",
            Some(kept) if !self.is_valid(&kept) => "stale",
            Some(kept) => {
                if self.age(&kept) >= FRESH && self.may_retry(&kept) && self.joinable(key).is_none() {
                    self.take_place(key);
                    self.refreshes.push(Refresh {
                        key,
                        since: self.now,
                        outdated: false,
                        current: true,
                        done: false,
                    });
                }
                let status = self.hit(&kept);
                return (kept.says, status);
            }
        };
        let joined = self.joinable(key);
        let ended = match joined {
            Some(at) => {
                let ended = self.run(key, true, true);
                self.refreshes[at].done = true;
                ended
            }
            None => {
                self.take_place(key);
                self.run(key, false, true)
            }
        };
        match ended {
            Ended::Found(kept) => {
                let status = self.hit(&kept);
                (kept.says, status)
            }
            Ended::Made(says, stored) => {
                let stored = if stored { "; stored" } else { "" };
                let collapsed = if joined.is_some() { "; collapsed" } else { "" };
                (says, format!("fwd={forward}{stored}{collapsed}"))
            }
            Ended::Passed(says) => (says, format!("fwd={forward}")),
        }
    }

    fn run_tasks(&mut self) {
        for at in 0..self.refreshes.len() {
            let Refresh { key, current, done, .. } = self.refreshes[at];
            if !done {
                self.run(key, true, current);
                self.refreshes[at].done = true;
            }
        }
        self.refreshes.clear();
    }

    fn revalidate(&mut self, reaches: impl Fn(&Key) -> bool) {
        for (key, kept) in &mut self.kept {
            kept.outdated |= reaches(key);
        }
        for refresh in &mut self.refreshes {
            refresh.outdated |= reaches(&refresh.key);
        }
    }
}

/// The generator of Steele and Vigna's `SplitMix64`: the same numbers on every run.
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
    let mut model = Model {
        now: 0,
        mode: Mode::Good,
        versions: [0; 3],
        kept: BTreeMap::new(),
        refreshes: Vec::new(),
        runs: 0,
    };
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
                let seen = app.ask(method.clone(), &format!("/m/{id}?page={}", key.1), &[]).await;
                let (says, cache) = model.read(key);
                let at = format!("seed {seed} step {step} key {key:?}");
                assert_eq!((seen.status.as_u16(), seen.cache()), (says.0, cache.as_str()), "{at}");
                assert!(
                    method == Method::HEAD || seen.body.contains(&says.1),
                    "{at}: {} {says:?}",
                    seen.body
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
                app.world.advance(SECOND * u32::try_from(seconds).unwrap());
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
                app.world.run_tasks().await;
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
async fn the_cache_does_what_the_model_does() {
    for seed in 0..8 {
        play(Arc::new(MemoryCache::default()), seed, 4000).await;
        play(Arc::new(BytesStore::default()), seed, 4000).await;
    }
}
