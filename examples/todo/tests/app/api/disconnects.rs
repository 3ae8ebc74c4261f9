//! A client that disconnects while its change runs: between the write and the revalidation of what is cached.

use std::io;
use std::sync::Arc;

use frontdesk::store::{CacheStore, Lookup, MemoryCache, Name, Names, StoredResponse};
use frontdesk::{Body, BoxFuture, Bytes, Desk, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use todo::store::Todos;
use tokio::sync::{Semaphore, mpsc};

/// A cache whose revalidations wait until the test lets them pass.
struct GatedCache {
    cache: MemoryCache,
    /// What revalidations do: wait, and end, be it that they are dropped.
    events: mpsc::UnboundedSender<&'static str>,
    gate: Arc<Semaphore>,
}

/// Tells that a revalidation has ended.
struct Ended<'a>(&'a GatedCache);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        let _ = self.0.events.send("ended");
    }
}

impl CacheStore for GatedCache {
    fn get<'a>(&'a self, key: &'a [u8], names: Names<'a>) -> BoxFuture<'a, io::Result<Lookup>> {
        self.cache.get(key, names)
    }

    fn put(&self, key: Bytes, response: StoredResponse) -> BoxFuture<'_, io::Result<bool>> {
        self.cache.put(key, response)
    }

    fn remove<'a>(&'a self, key: &'a [u8]) -> BoxFuture<'a, io::Result<()>> {
        self.cache.remove(key)
    }

    fn revalidate<'a>(&'a self, name: Name<'a>) -> BoxFuture<'a, io::Result<()>> {
        Box::pin(async move {
            let _ended = Ended(self);
            self.events.send("waits").unwrap();
            self.gate.acquire().await.unwrap().forget();
            self.cache.revalidate(name).await
        })
    }
}

fn request(call: &str, body: &'static str) -> Request {
    let (method, target) = call.split_once(' ').unwrap();
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header("host", "localhost");
    let request = request
        .header("content-type", "application/json")
        .header("if-match", "*");
    request.body(Body::from(body)).unwrap()
}

async fn list(desk: &Desk) -> (String, Value) {
    let response = desk
        .respond(Request::get("/api/todos").body(Body::empty()).unwrap())
        .await;
    let status = response.headers()["cache-status"].to_str().unwrap().to_owned();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap())
}

fn titles(todos: &Value) -> Vec<&str> {
    let todos = todos.as_array().unwrap();
    todos.iter().map(|todo| todo["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn change_of_a_client_that_disconnects_is_in_the_next_response() {
    for (call, body, expected) in [
        ("POST /api/todos", r#"{ "title": "Sleep" }"#, json!(["Rest", "Sleep"])),
        ("PUT /api/todos/1", r#"{ "title": "Sleep" }"#, json!(["Sleep"])),
        ("PATCH /api/todos/1", r#"{ "title": "Sleep" }"#, json!(["Sleep"])),
        ("DELETE /api/todos/1", "", json!([])),
    ] {
        let (sender, mut events) = mpsc::unbounded_channel();
        let gate = Arc::new(Semaphore::new(1));
        let cache = GatedCache {
            cache: MemoryCache::new(1024 * 1024),
            events: sender,
            gate: Arc::clone(&gate),
        };
        let dir = tempfile::tempdir().unwrap();
        let todos = Todos::open(dir.path().join("todo.db")).await.unwrap();
        let desk = todo::builder(todos).unwrap().cache_store(cache).build().unwrap();

        let added = desk.respond(request("POST /api/todos", r#"{ "title": "Rest" }"#)).await;
        assert_eq!(added.status(), 201, "{call}");
        assert_eq!(
            [events.recv().await, events.recv().await],
            [Some("waits"), Some("ended")]
        );
        list(&desk).await;
        assert_eq!(list(&desk).await.0, "frontdesk; hit", "{call}");

        // A host drops the future of a client that disconnects.
        let mut response = desk.respond(request(call, body));
        tokio::select! {
            _ = &mut response => panic!("{call} has responded before it revalidated"),
            event = events.recv() => assert_eq!(event, Some("waits"), "{call}"),
        }
        drop(response);
        gate.add_permits(1);
        assert_eq!(events.recv().await, Some("ended"), "{call}");
        assert_eq!(json!(titles(&list(&desk).await.1)), expected, "{call}");
    }
}
