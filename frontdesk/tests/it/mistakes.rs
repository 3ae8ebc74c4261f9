//! Mistakes in the app: building the desk reports all of them at once, each with its places and the
//! help.

use std::io;
use std::time::{Duration, SystemTime};

use frontdesk::store::StateStore;
use frontdesk::{
    BoxFuture, Desk, DeskBuilder, FormView, FromForm, Router, RouterExt, Upload, any, get, post, server_action,
};

mod shop {
    #[super::server_action]
    pub(super) async fn pay() {} // pay: shop
}

mod club {
    #[super::server_action]
    pub(super) async fn pay() {} // pay: club
}

#[server_action(state = String)]
async fn greet() {} // greet

#[server_action(body_limit = "1MB")]
async fn attach(#[field(max = "5MB")] _file: Upload) {} // attach

#[server_action]
async fn attach2(_file: Option<Upload>) {}

/// A type with more parts than the desk inspects.
#[derive(FromForm)]
struct Tree {
    a: Vec<Tree>,
    b: Vec<Tree>,
    c: Vec<Tree>,
}

#[server_action]
async fn grow(_tree: Tree) {} // grow

/// The crate `time` without its feature `serde-human-readable`.
#[server_action]
async fn plan(_days: Vec<Day>) {} // plan

#[derive(FromForm)]
struct Day {
    on: Option<time::Date>,
}

#[server_action]
async fn remind(#[field(min = "08:30")] _at: String) {} // remind

async fn handler() {}

#[server_action(path = "/shelf/{n}")]
async fn shelve() {} // shelve

#[server_action(path = "/shelf/{m}")]
async fn reshelve() {} // reshelve

#[server_action(alias = "discard")]
async fn throw_away() {} // throw_away

async fn axum_path(_: axum::extract::Path<u32>) {}

/// The message, its places (each a comment at the end of a line of this file), and the help.
type Expected = (&'static str, &'static [&'static str], &'static str);

type Case = (fn(DeskBuilder<()>) -> DeskBuilder<()>, &'static [Expected]);

const CASES: &[Case] = &[
    (
        |desk| desk.action::<Attach>(),
        &[(
            "the files of the server action `attach` may have 5000000 bytes by their `max`, and its body no more than 1000000",
            &["attach"],
            "leave out `body_limit`",
        )],
    ),
    (
        |desk| {
            let desk = desk.action::<Attach2>();
            let desk = desk.form_fragment(|_: FormView<Attach2>| ""); // fragment: first
            desk.form_fragment(|_: FormView<Attach2>| "") // fragment: second
        },
        &[(
            "two fragments for the server action `attach2`",
            &["fragment: first", "fragment: second"],
            "take one",
        )],
    ),
    (
        |desk| desk.form_lifetime(Duration::ZERO), // lifetime
        &[("form lifetime of zero", &["lifetime"], "form_lifetime(")],
    ),
    (
        |desk| {
            let desk = desk.form_state_lifetime(Duration::from_millis(999)); // state: short
            desk.form_state_lifetime(Duration::from_secs(24 * 60 * 60 + 1)) // state: long
        },
        &[
            (
                "form state can't live for 999ms",
                &["state: short"],
                "form_state_lifetime(",
            ),
            (
                "form state can't live for 86401s",
                &["state: long"],
                "form_state_lifetime(",
            ),
        ],
    ),
    (
        |desk| desk.action::<Plan>(),
        &[(
            "the field `on` of the server action `plan` can't be read from a form",
            &["plan"],
            "turn on the feature `serde-human-readable` of the crate `time`",
        )],
    ),
    (
        |desk| desk.action::<Remind>(),
        &[(
            "`min` or `max` of the field `at` of the server action `remind` is `08:30`, which is not a value of its type",
            &["remind"],
            "write a date",
        )],
    ),
    (
        |desk| desk.action::<Grow>(),
        &[(
            "`tree` of the server action `grow` has more than 1000 parts",
            &["grow"],
            "make the type smaller",
        )],
    ),
    (
        |desk| {
            desk.routes(
                Router::new()
                    .route("/a", get(handler)) // GET: first
                    .route("/a", get(handler).post(handler)), // GET: second
            )
        },
        &[(
            "/a: GET has two handlers on one path",
            &["GET: first", "GET: second"],
            "remove one of the two",
        )],
    ),
    (
        |desk| {
            desk.routes(
                Router::new().route(
                    "/a",
                    any(handler) // any: first
                        .any(handler), // any: second
                ),
            )
        },
        &[(
            "/a: any method has two handlers",
            &["any: first", "any: second"],
            "a path of its own",
        )],
    ),
    (
        |desk| {
            desk.routes(
                Router::new()
                    .page("/a", handler) // two pages: first
                    .page("/a", handler), // two pages: second
            )
        },
        &[(
            "/a: GET has two handlers",
            &["two pages: first", "two pages: second"],
            "remove one",
        )],
    ),
    (
        |desk| {
            desk.routes(
                Router::new()
                    .route("/a", post(handler)) // kinds: route
                    .page("/a", handler) // kinds: page
                    .page("/b/{x}", handler) // kinds: page with a parameter
                    .route("/b/{y}", post(handler)), // kinds: route with a parameter
            )
        },
        &[
            (
                "`/a` has both a page and a route handler",
                &["kinds: route", "kinds: page"],
                "another path, such as `/api/…` for the route handler, or make one route of both: \
                 `.route(\"/a\", get(index).post(api))`",
            ),
            (
                "`/b/{x}` and `/b/{y}` match the same paths, but one is a page and one a route handler",
                &["kinds: page with a parameter", "kinds: route with a parameter"],
                "another path",
            ),
        ],
    ),
    (
        |desk| {
            let nested = || {
                Router::new()
                    .route("/{id}", get(handler)) // nested: inner
                    .route("/{id}/{key}", get(handler)) // nested: twice
            };
            desk.routes(Router::new().nest("/a", nested().nest("/b", nested())))
                .routes(
                    Router::new()
                        .route("/a/{name}", get(handler)) // nested: outer
                        .nest("/a/{key}", Router::new().merge(nested())),
                )
        },
        &[
            (
                "`/a/{id}` and `/a/{name}` match the same paths",
                &["nested: inner", "nested: outer"],
                "`/a/{id}`",
            ),
            (
                "`/a/{id}/{key}` and `/a/{key}/{id}` match the same paths",
                &["nested: twice", "nested: inner"],
                "remove one",
            ),
            (
                "`/a/{key}/{id}/{key}` has the parameter `key` twice",
                &["nested: twice"],
                "a name of its own",
            ),
        ],
    ),
    (
        |desk| {
            desk.routes(Router::new().route("/a/{x}", get(handler))) // routers: first
                .routes(Router::new().route("/a/{x}", post(handler))) // routers: second
        },
        &[(
            "`/a/{x}` is registered in two routers or under different layers",
            &["routers: first", "routers: second"],
            "with all its methods",
        )],
    ),
    (
        |desk| {
            desk.routes(
                Router::new()
                    .route("/a/{*x}", get(handler)) // catch-alls: first
                    .route("/a/{*y}", get(handler)) // catch-alls: second
                    .route("/a/x{a}", get(handler)) // mixed: first
                    .route("/a/{b}x", get(handler)) // mixed: suffix
                    .route("/a/x{c}x", get(handler)), // mixed: both
            )
        },
        &[
            (
                "`/a/{*x}` and `/a/{*y}` match the same paths",
                &["catch-alls: first", "catch-alls: second"],
                "remove one",
            ),
            (
                "`/a/x{a}` and `/a/{b}x` conflict",
                &["mixed: first", "mixed: suffix"],
                "a whole segment",
            ),
            (
                "`/a/x{a}` and `/a/x{c}x` conflict",
                &["mixed: first", "mixed: both"],
                "a whole segment",
            ),
        ],
    ),
    (
        |desk| {
            desk.routes(
                Router::new()
                    .route("a", get(handler)) // no slash
                    .route("/{a", get(handler)) // brace
                    .route("/{}", get(handler)) // no name
                    .route("/{a}-{b}", get(handler)) // two in one
                    .route("/{*a}/b", get(handler)) // not last
                    .route("/_actions/a", get(handler)) // reserved
                    .nest("/b/", Router::new()), // nest
            )
        },
        &[
            ("the path `a` does not begin with `/`", &["no slash"], "write `/a`"),
            ("a router cannot be nested below `/b/`", &["nest"], "such as `/api`"),
            (
                "the path `/_actions/a` is reserved for server actions",
                &["reserved"],
                "does not begin with",
            ),
            ("`/{a` is not a path pattern", &["brace"], "`/{name}`"),
            ("`/{}` is not a path pattern", &["no name"], "`/{name}`"),
            (
                "`/{a}-{b}` is not a path pattern",
                &["two in one"],
                "a segment of its own",
            ),
            ("`/{*a}/b` is not a path pattern", &["not last"], "to the end"),
        ],
    ),
    (
        // More rows are beside the rules, in the router's `unmatchable.rs`.
        |desk| {
            desk.base("/a b") // base with a blank
                .base("/a/:b") // base with a colon
                .routes(
                    Router::new()
                        .route("/:id", get(handler)) // colon
                        .page("/*rest", handler) // star
                        .route("/a?x=1", get(handler)) // query
                        .route("/a#x", get(handler)) // fragment
                        .route("/a b", get(handler)) // blank
                        .merge(Router::new().route("/é", get(handler))) // umlaut
                        .nest("/%c3", Router::new().route("/x", get(handler))) // nest with an escape
                        .nest("/b", Router::new().route("/../x", get(handler))), // dots
                )
        },
        &[
            (
                "`/a b` is not a valid base path",
                &["base with a blank"],
                "percent-encoded",
            ),
            (
                "`/a/:b` is not a valid base path: a parameter is written in braces",
                &["base with a colon"],
                "write `/a/{b}`",
            ),
            (
                "no request matches the path `/%c3`",
                &["nest with an escape"],
                "write `/%C3`",
            ),
            (
                "no request matches the path `/:id`: a parameter",
                &["colon"],
                "write `/{id}`",
            ),
            (
                "no request matches the path `/*rest`: a parameter",
                &["star"],
                "write `/{*rest}`",
            ),
            (
                "no request matches the path `/a?x=1`: the query",
                &["query"],
                "write `/a`, and read the query",
            ),
            (
                "no request matches the path `/a#x`: clients",
                &["fragment"],
                "write `/a`",
            ),
            (
                "no request matches the path `/a b`: clients",
                &["blank"],
                "write `/a%20b`",
            ),
            (
                "no request matches the path `/é`: clients",
                &["umlaut"],
                "write `/%C3%A9`",
            ),
            (
                "no request matches the path `/b/../x`: clients",
                &["dots"],
                "write `/x`",
            ),
        ],
    ),
    (
        |desk| {
            desk.routes(
                Router::new()
                    .route("/a/{x}", get(axum_path).post(axum_path)) // axum: POST
                    .route("/b", any(async |_: axum::extract::MatchedPath| ())), // axum: any
            )
        },
        &[
            (
                "/a/{x}: a handler reads `axum::extract::path::Path<u32>`, which works only in axum's own router",
                &["axum: POST"],
                "use `frontdesk::Path`",
            ),
            (
                "/a/{x}: a handler reads `axum::extract::path::Path<u32>`",
                &["axum: POST"],
                "use `frontdesk::Path`",
            ),
            (
                "/b: a handler reads `axum::extract::matched_path::MatchedPath`",
                &["axum: any"],
                "use `frontdesk::MatchedRoute`",
            ),
        ],
    ),
    (
        |desk| {
            desk.action::<shop::Pay>()
                .action::<club::Pay>()
                .action::<Greet>()
                .action::<shop::Pay>()
        },
        &[
            (
                "the server action `greet` reads the state `alloc::string::String`",
                &["greet"],
                ".substate::<",
            ),
            (
                "two server actions are named `pay`",
                &["pay: shop", "pay: club"],
                "put the module into the name: `#[server_action(name = \"shop/pay\")]` at ",
            ),
        ],
    ),
    (
        |desk| {
            desk.routes(Router::new().action_at::<Attach2>("/files/check")) // reserved path
        },
        &[(
            "the path `/files/check` of the server action `attach2` is reserved",
            &["reserved path"],
            "choose another path",
        )],
    ),
    (
        |desk| {
            desk.routes(Router::new().route("/shelf/{n}", post(handler))) // POST: route
                .action::<Shelve>()
        },
        &[(
            "`/shelf/{n}` has a route handler for POST, and is the path of the server action `shelve`",
            &["POST: route", "shelve"],
            "remove the route handler",
        )],
    ),
    (
        |desk| {
            desk.routes(Router::new().page("/shelf/{id}", handler)) // shape: page
                .action::<Shelve>()
        },
        &[(
            "`/shelf/{id}` and `/shelf/{n}`, the path of the server action `shelve`, match the same paths",
            &["shape: page", "shelve"],
            "`/shelf/{id}`",
        )],
    ),
    (
        |desk| {
            desk.routes(Router::new().route("/shelf/{n}/check", post(handler))) // check: route
                .action::<Shelve>()
        },
        &[(
            "`/shelf/{n}/check` has a route handler for POST, and is the path of the check of the form of the server action `shelve`",
            &["check: route", "shelve"],
            "remove the route handler",
        )],
    ),
    (
        |desk| desk.action_at::<Shelve>("/books/check"), // at: check
        &[(
            "the path `/books/check` of the server action `shelve` is reserved",
            &["at: check"],
            "choose another path",
        )],
    ),
    (
        |desk| desk.action::<Shelve>().action::<Reshelve>(),
        &[(
            "the server action `reshelve` at `/shelf/{m}` and the server action `shelve` at `/shelf/{n}` have the same path",
            &["reshelve", "shelve"],
            "another path",
        )],
    ),
    (
        |desk| {
            desk.action_at::<Shelve>("shelf") // at: relative
                .action_at::<Reshelve>("/_actions/x") // at: reserved
                .action_at::<ThrowAway>("/a") // at: alias
        },
        &[
            (
                "the path `/_actions/x` is reserved",
                &["at: reserved"],
                "does not begin with",
            ),
            (
                "the path `shelf` of the server action `shelve` does not begin with `/`",
                &["at: relative"],
                "write `/shelf`",
            ),
            (
                "`throw_away` has the path `/a`, so there is no URL for its alias `discard`",
                &["throw_away", "at: alias"],
                "remove the alias",
            ),
        ],
    ),
    (
        |desk| {
            let first = Router::new().action::<Shelve>(); // shelves: first
            let second = Router::new().action::<Shelve>(); // shelves: second
            desk.routes(first.merge(second))
                .action_at::<Reshelve>("/a") // at: /a
                .action_at::<Reshelve>("/b") // at: /b
        },
        &[
            (
                "`reshelve` is added at two paths, `/a` and `/b`",
                &["at: /a", "at: /b"],
                "one of the two",
            ),
            (
                "`shelve` is added to two routers",
                &["shelves: first", "shelves: second"],
                "its layers cover",
            ),
        ],
    ),
    (
        // A desk without keys still reports all other mistakes.
        |desk| {
            desk.origin("example.com") // origin
                .base("app") // base
                .routes(Router::new().route("b", get(handler))) // last
                .action::<Greet>()
                .state_store(Shared)
        },
        &[
            (
                "\"example.com\" is not a valid origin",
                &["origin"],
                "write `https://host`",
            ),
            (
                "`app` is not a valid base path",
                &["base"],
                "write the path at which the host mounts",
            ),
            ("the state store is shared", &["build"], "FRONTDESK_KEY"),
            ("the path `b` does not begin", &["last"], "write `/b`"),
            ("the server action `greet` reads the state", &["greet"], "substate"),
        ],
    ),
];

/// A store that is shared with other instances, and therefore requires keys.
struct Shared;

impl StateStore for Shared {
    fn put(&self, _: String, _: Vec<u8>, _: SystemTime, _: Duration) -> BoxFuture<'_, io::Result<()>> {
        Box::pin(async { Ok(()) })
    }

    fn put_new(&self, _: String, _: Vec<u8>, _: SystemTime, _: Duration) -> BoxFuture<'_, io::Result<bool>> {
        Box::pin(async { Ok(true) })
    }

    fn get(&self, _: &str, _: SystemTime) -> BoxFuture<'_, io::Result<Option<Vec<u8>>>> {
        Box::pin(async { Ok(None) })
    }

    fn remove(&self, _: &str) -> BoxFuture<'_, io::Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

#[test]
fn mistakes_are_reported_with_places_and_help() {
    for (at, (build, expected)) in CASES.iter().enumerate() {
        let error = build(Desk::builder(())).build().unwrap_err(); // build
        assert_eq!(error.mistakes().len(), expected.len(), "case {at}: {error}");
        for (mistake, (what, places, help)) in error.mistakes().iter().zip(*expected) {
            assert!(mistake.what().contains(what), "{what}\n{error}");
            assert!(mistake.help().contains(help), "{help}\n{error}");
            let lines: Vec<_> = mistake.places().iter().map(frontdesk::Place::line).collect();
            let marked: Vec<_> = places.iter().map(|mark| line_of(mark)).collect();
            assert_eq!(lines, marked, "{what}\n{error}");
            assert!(
                mistake
                    .places()
                    .iter()
                    .all(|place| place.file().ends_with("mistakes.rs")),
                "{error}"
            );
        }
    }
}

/// Returns the number of the line that ends with the comment.
fn line_of(mark: &str) -> u32 {
    let comment = format!("// {mark}");
    let lines = include_str!("mistakes.rs").lines().zip(1..);
    let mut found = lines.filter(|(line, _)| line.ends_with(&comment));
    let line = found.next().map(|(_, number)| number);
    assert!(found.next().is_none(), "{mark} is in two places");
    line.unwrap()
}

macro_rules! twins {
    () => {
        mod one {
            #[super::server_action]
            pub(super) async fn twin() {}
        }
        mod two {
            #[super::server_action]
            pub(super) async fn twin() {}
        }
    };
}

twins!();

#[test]
fn actions_generated_on_the_same_line_are_distinct() {
    let desk = Desk::builder(()).action::<one::Twin>().action::<two::Twin>();
    let error = desk.build().unwrap_err().to_string();
    assert!(error.contains("two server actions are named `twin`"), "{error}");
    // Registering an action twice is allowed.
    let desk = Desk::builder(()).action::<one::Twin>().action::<one::Twin>();
    desk.build().unwrap();
}
