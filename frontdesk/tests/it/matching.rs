//! Matching paths to routes: independent of the order in which the routes are registered.

use frontdesk::{Body, Desk, MatchedRoute, Request, Router, RouterExt as _, get, server_action};

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

macro_rules! actions {
    ($($name:ident)*) => {
        $(
            #[server_action]
            async fn $name(#[extract] route: MatchedRoute) -> String {
                route.to_string()
            }
        )*
    };
}

actions! { literal parameter literal_beside_it rest below_parameters }

/// The paths of the actions. Two have routes too.
fn actions(router: Router<()>) -> Router<()> {
    router
        .action_at::<Literal>("/users/new")
        .action_at::<Parameter>("/users/{id}/close")
        .action_at::<LiteralBesideIt>("/users/me/close")
        .action_at::<Rest>("/users/me/{*mine}")
        .action_at::<BelowParameters>("/{section}/{item}/drop")
}

/// Requests, and the pattern that serves each. `None` is 405: the path decides before the method.
const WINNERS_WITH_ACTIONS: [(&str, &str, Option<&str>); 17] = [
    ("GET", "/users/new", Some("/users/new")),
    ("POST", "/users/new", Some("/users/new")),
    ("POST", "/users/newer", None),
    ("POST", "/users/7/close", Some("/users/{id}/close")),
    ("GET", "/users/7/close", None),
    ("POST", "/users/me/close", Some("/users/me/close")),
    ("GET", "/users/me/close", None),
    ("GET", "/users/me/posts", Some("/users/me/posts")),
    ("POST", "/users/me/posts", None),
    ("POST", "/users/me/x/y", Some("/users/me/{*mine}")),
    ("GET", "/users/me/x/y", Some("/users/me/{*mine}")),
    ("POST", "/news/1/drop", Some("/{section}/{item}/drop")),
    ("GET", "/news/1/drop", None),
    ("POST", "/users/1/drop", None),
    ("GET", "/users/1/drop", Some("/users/{*rest}")),
    ("POST", "/news/1/edit", None),
    ("POST", "/a/b/c/d", None),
];

#[tokio::test]
async fn precedence_is_the_same_across_routes_and_actions() {
    for (name, order) in orders() {
        let routes = order.iter().fold(Router::new(), |router: Router<()>, pattern| {
            let pattern: &'static str = pattern;
            router.route(pattern, get(move || async move { pattern }))
        });
        let desk = Desk::builder(()).routes(actions(routes)).build().unwrap();
        for (method, path, winner) in WINNERS_WITH_ACTIONS {
            let request = Request::builder().method(method).uri(path);
            let request = request.header("sec-fetch-site", "same-origin");
            let response = desk.respond(request.body(Body::empty()).unwrap()).await;
            let status = response.status();
            let served = text(response).await;
            match winner {
                // An action's text is JSON for a script.
                Some(winner) => assert_eq!(served.trim_matches('"'), winner, "{method} {path}, {name}"),
                None => assert_eq!(status, 405, "{method} {path}, {name}: {served}"),
            }
        }
    }
}
