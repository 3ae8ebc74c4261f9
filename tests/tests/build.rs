//! What is registered wrong is said when the desk is built: all of it at once, with every place and the mend.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by it")]

use frontdesk::{Action, BuildError, Desk, FromRef, Mistake, Path, Router, State, any, get, post, server_action};

mod one {
    #[frontdesk::server_action]
    pub(crate) async fn twin() {}

    pub(crate) const TWIN: u32 = line!() - 2;
}

mod two {
    #[frontdesk::server_action]
    pub(crate) async fn twin() {}

    pub(crate) const TWIN: u32 = line!() - 2;
}

#[derive(Debug, Clone)]
struct Db;

#[derive(Debug, Clone)]
struct Whole {
    db: Db,
}

impl FromRef<Whole> for Db {
    fn from_ref(whole: &Whole) -> Self {
        whole.db.clone()
    }
}

#[server_action]
async fn stores(#[extract] State(_): State<Db>) {}

const STORES: u32 = line!() - 2;

async fn hello() -> &'static str {
    "hello"
}

async fn named(Path(name): Path<String>) -> String {
    name
}

/// What is said, the lines of this file that it is about, and a part of the mend.
type Expected<'a> = (&'a str, &'a [u32], &'a str);

#[track_caller]
fn check(built: Result<Desk, BuildError>, expected: &[Expected<'_>]) {
    let error = built.expect_err("there are mistakes");
    let text = error.to_string();
    let found = error.mistakes();
    assert_eq!(found.len(), expected.len(), "{text}");
    for (what, lines, mend) in expected {
        let one = found.iter().find(|mistake| mistake.what().contains(what));
        let one = one.unwrap_or_else(|| panic!("no {what:?} in {text}"));
        assert_eq!(lines_of(one), *lines, "{text}");
        assert!(one.mend().contains(mend), "{text}");
        // The error as it is printed has all of it.
        assert!(text.contains(one.what()) && text.contains(one.mend()), "{text}");
        for line in *lines {
            assert!(text.contains(&format!("{}:{line}", file!())), "{text}");
        }
    }
}

fn lines_of(mistake: &Mistake) -> Vec<u32> {
    let places = mistake.places().iter();
    places
        .map(|place| {
            assert_eq!(place.file(), file!());
            place.line()
        })
        .collect()
}

#[test]
fn nothing_wrong() {
    let routes = Router::new()
        .route("/a", get(hello))
        .route("/a", post(hello))
        .page("/b", hello);
    let desk = Desk::builder(())
        .routes(routes)
        .action::<one::Twin>()
        .action::<one::Twin>()
        .build();
    let table = desk.unwrap().table();
    assert_eq!(table.routes().len(), 2);
    assert_eq!(table.actions().len(), 1);
    assert_eq!(table.actions()[0].place.line(), one::TWIN);
}

#[test]
fn two_handlers_of_one_method() {
    let line = line!();
    let routes = Router::new()
        .route("/a", get(hello))
        .route("/a", get(hello).post(hello))
        .route("/b", post(hello).post(hello))
        .route("/c", any(hello).any(hello));
    check(
        Desk::builder(()).routes(routes).build(),
        &[
            (
                "/a: GET has two handlers",
                &[line + 2, line + 3],
                "remove one of the two",
            ),
            (
                "/b: POST has two handlers",
                &[line + 4, line + 4],
                "remove one of the two",
            ),
            (
                "/c: any method has two handlers",
                &[line + 5, line + 5],
                "remove one of the two",
            ),
        ],
    );
}

#[test]
fn one_path_in_two_routers() {
    let line = line!();
    let first = Router::new().route("/a", get(hello));
    let second = Router::new().route("/a", get(hello));
    check(
        Desk::builder(()).routes(first.merge(second)).build(),
        &[("`/a` is registered", &[line + 1, line + 2], "register the path once")],
    );
}

#[test]
fn a_page_against_a_route_handler() {
    let line = line!();
    let routes = Router::new().route("/a", get(hello)).page("/b", hello);
    let routes = routes.page("/a", hello).route("/b", post(hello));
    check(
        Desk::builder(()).routes(routes).build(),
        &[
            (
                "`/a` has a page and a route handler",
                &[line + 1, line + 2],
                "another path",
            ),
            (
                "`/b` has a page and a route handler",
                &[line + 1, line + 2],
                "another path",
            ),
        ],
    );
}

#[test]
fn ambiguous_patterns() {
    let line = line!();
    let routes = Router::new()
        .route("/a/{x}", get(named))
        .route("/a/{y}", get(named))
        .route("/b/{x}/{x}", get(named))
        .route("c", get(hello))
        .route("/_actions/mine", get(hello))
        .route("/d/{", get(hello))
        .nest("in", Router::new().route("/x", get(hello)));
    check(
        Desk::builder(()).routes(routes).build(),
        &[
            (
                "`/a/{y}` and `/a/{x}` match the same paths",
                &[line + 3, line + 2],
                "keep one",
            ),
            (
                "`/b/{x}/{x}` has the parameter `x` twice",
                &[line + 4],
                "a name of its own",
            ),
            ("the path `c` doesn't begin with `/`", &[line + 5], "write `/c`"),
            (
                "the path `/_actions/mine` belongs to server actions",
                &[line + 6],
                "doesn't begin with `/_actions`",
            ),
            ("/d/{", &[line + 7], ""),
            ("can't be nested below `in`", &[line + 8], "such as `/api`"),
        ],
    );
}

#[test]
fn two_actions_of_one_name() {
    check(
        Desk::builder(()).action::<two::Twin>().action::<one::Twin>().build(),
        &[(
            "two server actions are named `twin`",
            &[one::TWIN, two::TWIN],
            "rename one",
        )],
    );
    // A name is taken with its state or without.
    assert_eq!((one::Twin::NAME, two::Twin::NAME), ("twin", "twin"));
}

#[test]
fn an_action_of_another_state() {
    check(
        Desk::builder(()).action::<Stores>().build(),
        &[("`stores` reads the state", &[STORES], ".substate::<")],
    );
    // It is a part of the state, but nobody has said so.
    let whole = || Desk::builder(Whole { db: Db });
    check(
        whole().action::<Stores>().build(),
        &[("which this desk doesn't have", &[STORES], ".substate::<")],
    );
    whole().action::<Stores>().substate::<Db>().build().unwrap();
    Desk::builder(Db).action::<Stores>().build().unwrap();
}

#[test]
fn origins_and_bases() {
    let line = line!();
    let builder = Desk::builder(())
        .origin("https://app.example/")
        .origin("app.example")
        .trust_origin("null")
        .trust_origin("https://*.example")
        .base("/app/")
        .base("app")
        .base("//app")
        .base("/app?x");
    check(
        builder.build(),
        &[
            ("`https://app.example/` is no origin", &[line + 2], "https://host"),
            ("`app.example` is no origin", &[line + 3], "https://host"),
            ("`null` is no origin", &[line + 4], "https://host"),
            ("`https://*.example` is no origin", &[line + 5], "https://host"),
            ("`/app/` is no base path", &[line + 6], "`/app`"),
            ("`app` is no base path", &[line + 7], "`/app`"),
            ("`//app` is no base path", &[line + 8], "`/app`"),
            ("`/app?x` is no base path", &[line + 9], "`/app`"),
        ],
    );
}

#[test]
fn everything_at_once() {
    let line = line!();
    let routes = Router::new()
        .route("/a", get(hello).get_twice())
        .page("/a", hello)
        .route("/b/{x}", get(named))
        .route("/b/{y}", get(named));
    let builder = Desk::builder(())
        .routes(routes)
        .base("app")
        .origin("x")
        .action::<Stores>()
        .action::<one::Twin>()
        .action::<two::Twin>();
    check(
        builder.build(),
        &[
            ("/a: GET has two handlers", &[line + 2, line + 2], ""),
            ("`/a` has a page and a route handler", &[line + 2, line + 3], ""),
            ("`/b/{y}` and `/b/{x}`", &[line + 5, line + 4], ""),
            ("`app` is no base path", &[line + 8], ""),
            ("`x` is no origin", &[line + 9], ""),
            ("`stores`", &[STORES], ""),
            ("`twin`", &[one::TWIN, two::TWIN], ""),
        ],
    );
}

/// GET for a second time, which `Get` itself has no method for.
trait GetTwice {
    fn get_twice(self) -> frontdesk::Methods<()>;
}

impl<H: frontdesk::Handler<T, ()>, T: 'static> GetTwice for frontdesk::Get<H, T, ()> {
    #[track_caller]
    fn get_twice(self) -> frontdesk::Methods<()> {
        self.on(frontdesk::Method::GET, hello)
    }
}
