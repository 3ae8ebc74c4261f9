//! Matching paths to routes: independent of the order in which the routes are registered.

use frontdesk::{Body, Desk, Request, Router, get};

use crate::fixtures::text;

/// Patterns of all kinds. Each handler responds with its own pattern.
const PATTERNS: [&str; 20] = [
    "/",
    "/{page}",
    "/{*anything}",
    "/users",
    "/users/new",
    "/users/{id}",
    "/users/{*rest}",
    "/users/{user}/posts",
    "/users/{user}/posts/{post}",
    "/users/me/posts",
    "/users/me/{*mine}",
    "/{section}/{item}",
    "/{section}/latest",
    "/{section}/{item}/edit",
    "/files/{*path}",
    "/files/readme",
    "/img/{name}.png",
    "/img/{name}",
    "/img/{*path}",
    "/%7Bbraces%7D",
];

/// Paths, and the pattern that matches each.
const WINNERS: [(&str, &str); 33] = [
    ("/", "/"),
    ("/about", "/{page}"),
    ("/users", "/users"),
    ("/users/", "/{*anything}"),
    ("/Users", "/{page}"),
    ("/users/new", "/users/new"),
    ("/users/newer", "/users/{id}"),
    ("/users/7", "/users/{id}"),
    ("/users/me", "/users/{id}"),
    ("/users/latest", "/users/{id}"),
    ("/users/7/posts", "/users/{user}/posts"),
    ("/users/me/posts", "/users/me/posts"),
    ("/users/7/posts/3", "/users/{user}/posts/{post}"),
    ("/users/7/edit", "/users/{*rest}"),
    ("/users/me/edit", "/users/me/{*mine}"),
    ("/users/me/posts/3", "/users/me/{*mine}"),
    ("/users/7/posts/3/x", "/users/{*rest}"),
    ("/news/latest", "/{section}/latest"),
    ("/news/1", "/{section}/{item}"),
    ("/news/1/edit", "/{section}/{item}/edit"),
    ("/news/1/delete", "/{*anything}"),
    ("/files/readme", "/files/readme"),
    ("/files/latest", "/files/{*path}"),
    ("/files/a/edit", "/files/{*path}"),
    ("/files", "/{page}"),
    ("/img/a.png", "/img/{name}.png"),
    ("/img/a.jpg", "/img/{name}"),
    ("/img/a/b.png", "/img/{*path}"),
    ("/img/.png", "/img/{name}"),
    ("/{braces}", "/{page}"),
    ("/%7Bbraces%7D", "/%7Bbraces%7D"),
    ("/a%2Fb", "/{page}"),
    ("//", "/{*anything}"),
];

#[tokio::test]
async fn match_does_not_depend_on_the_order_of_registration() {
    for (name, order) in orders() {
        let routes = order.iter().fold(Router::new(), |router: Router<()>, pattern| {
            let pattern: &'static str = pattern;
            router.route(pattern, get(move || async move { pattern }))
        });
        let desk = Desk::builder(()).routes(routes).build().unwrap();
        for (path, winner) in WINNERS {
            let request = Request::get(path).body(Body::empty()).unwrap();
            assert_eq!(text(desk.respond(request).await).await, winner, "{path}, {name}");
        }
    }
}

/// Returns the patterns in order, backwards, in every rotation, and shuffled.
fn orders() -> Vec<(String, Vec<&'static str>)> {
    let backwards = PATTERNS.iter().rev().copied().collect();
    let mut orders = vec![("backwards".to_owned(), backwards)];
    for by in 0..PATTERNS.len() {
        let mut rotated = PATTERNS.to_vec();
        rotated.rotate_left(by);
        orders.push((format!("rotated by {by}"), rotated));
    }
    let mut seed: usize = 1;
    for at in 0..50 {
        let mut shuffled = PATTERNS.to_vec();
        for last in (1..shuffled.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(last, (seed >> 33) % (last + 1));
        }
        orders.push((format!("shuffle {at}"), shuffled));
    }
    orders
}
