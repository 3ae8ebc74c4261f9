//! What the log says of a desk that was built, though something in it may not be meant.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use frontdesk::{Body, Desk, DeskBuilder, Html, Problem, Request, Router, RouterExt as _, get, server_action};

use tower::layer::util::Identity;

use crate::fixtures::SUBSCRIBER;

#[derive(Clone, Default)]
pub(crate) struct Log(pub(crate) Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Collects what this thread logs, until the guard is dropped.
    pub(crate) fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || writer.clone());
        let guard = tracing::subscriber::set_default(subscriber.finish());
        tracing::callsite::rebuild_interest_cache();
        (log, guard)
    }
}

#[server_action(path = "/admin/books")]
async fn add_to_admin() {}

#[server_action(path = "/admin/{number}/drop")]
async fn drop_in_admin() {}

fn page() -> Router<()> {
    Router::new().page("/books", async || Html("books"))
}

fn admin(router: Router<()>) -> Router<()> {
    Router::new().nest("/admin", router)
}

fn none(name: &str) -> bool {
    name == "none"
}

/// Nobody, in every request.
struct User(String);

impl<S: Sync> frontdesk::FromRequestParts<S> for User {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut frontdesk::http::request::Parts, _: &S) -> Result<Self, Problem> {
        Err(Problem::unauthorized("Session"))
    }
}

type Build = fn(DeskBuilder<()>) -> DeskBuilder<()>;

/// Desks, and whether the action is outside of the layers of the page at its path.
const DESKS: [(&str, Build, bool); 10] = [
    (
        "under a layer",
        |desk| desk.routes(admin(page().layer(Identity::new()))).action::<AddToAdmin>(),
        true,
    ),
    (
        "under a layer further out",
        |desk| desk.routes(admin(page()).layer(Identity::new())).action::<AddToAdmin>(),
        true,
    ),
    (
        "in another router, with another layer",
        |desk| {
            let other = Router::new().action::<AddToAdmin>().layer(Identity::new());
            desk.routes(admin(page().layer(Identity::new()))).routes(other)
        },
        true,
    ),
    (
        "in the outer one of two",
        |desk| {
            let inner = admin(page().layer(Identity::new()));
            desk.routes(inner.action::<AddToAdmin>().layer(Identity::new()))
        },
        true,
    ),
    (
        "layers by name that are not for it",
        |desk| {
            let routes = admin(page().layer(Identity::new()));
            desk.routes(routes)
                .action::<AddToAdmin>()
                .layer_actions(none, Identity::new())
        },
        true,
    ),
    (
        "layers by name",
        |desk| {
            let routes = admin(page().layer(Identity::new()));
            desk.routes(routes)
                .action::<AddToAdmin>()
                .layer_actions(|_| true, Identity::new())
        },
        false,
    ),
    (
        "in the router",
        |desk| {
            desk.routes(admin(page().action::<AddToAdmin>().layer(Identity::new())))
                .action::<AddToAdmin>()
        },
        false,
    ),
    (
        "no layers",
        |desk| desk.routes(admin(page())).action::<AddToAdmin>(),
        false,
    ),
    (
        "layer of the page alone",
        |desk| {
            let page = get(async || Html("books")).layer(Identity::new());
            desk.routes(Router::new().route("/admin/books", page))
                .action::<AddToAdmin>()
        },
        false,
    ),
    (
        "no page at its path",
        |desk| {
            desk.routes(admin(page().layer(Identity::new())))
                .action::<DropInAdmin>()
        },
        false,
    ),
];

#[tokio::test]
async fn action_outside_of_the_layers_of_its_page_is_a_warning() {
    let _alone = SUBSCRIBER.lock().await;
    let (log, _guard) = Log::start();
    for (name, build, warns) in DESKS {
        drop(build(Desk::builder(())).build().unwrap());
        let lines = String::from_utf8(std::mem::take(&mut *log.0.lock().unwrap())).unwrap();
        let unused = lines.matches("covers no action").count();
        assert_eq!(
            unused,
            usize::from(name == "layers by name that are not for it"),
            "{lines}"
        );
        let warnings: Vec<_> = lines
            .lines()
            .filter(|line| line.contains("the layers around"))
            .collect();
        assert_eq!(warnings.len(), usize::from(warns), "{name}: {lines}");
        for warning in warnings {
            assert!(
                warning.contains("WARN") && warning.contains("`/admin/books`"),
                "{warning}"
            );
            assert!(warning.contains("the server action `add_to_admin`"), "{warning}");
            assert!(
                warning.contains(".action::<…>()") && warning.contains(".layer_actions(…)"),
                "{warning}"
            );
            // Both places.
            assert_eq!(warning.matches(file!()).count(), 2, "{warning}");
        }
    }
}

/// Returns the log's lines with warnings since the last call.
fn warnings(log: &Log) -> Vec<String> {
    let lines = String::from_utf8(std::mem::take(&mut *log.0.lock().unwrap())).unwrap();
    let is_about_mounting = |line: &&str| line.contains("is the fallback of an axum router");
    let warnings = lines
        .lines()
        .filter(|line| line.contains("WARN") && !is_about_mounting(line));
    warnings.map(str::to_owned).collect()
}

fn requested(path: &str) -> Request {
    let request = Request::get(path).header("accept", "text/html");
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn login_without_an_identity_is_one_warning() {
    let _alone = SUBSCRIBER.lock().await;
    let (log, _guard) = Log::start();
    let closed = async || Err::<(), _>(Problem::unauthorized("Session").with_login("/login"));
    let builder = || Desk::builder(()).routes(Router::new().page("/", closed));
    let identified = builder().identity(|user: User| user.0).build().unwrap();
    let unidentified = builder().build().unwrap();
    warnings(&log);
    assert_eq!(identified.respond(requested("/")).await.status(), 303);
    assert_eq!(warnings(&log), [""; 0]);
    for _ in 0..2 {
        assert_eq!(unidentified.respond(requested("/")).await.status(), 303);
    }
    let found = warnings(&log);
    assert!(
        found.len() == 1 && found[0].contains("`.identity(|user: CurrentUser|"),
        "{found:?}"
    );
}

#[cfg(feature = "axum")]
#[tokio::test]
async fn pages_of_a_desk_that_is_not_in_the_app_are_one_warning() {
    use tower::ServiceExt as _;

    let _alone = SUBSCRIBER.lock().await;
    let (log, _guard) = Log::start();
    let home = async |forms: frontdesk::Forms| forms.of::<AddToAdmin>().open().into_string();
    let desk = Desk::builder(()).action::<AddToAdmin>().build().unwrap();
    warnings(&log);
    for is_mounted in [true, false] {
        let app = axum::Router::new().route("/", axum::routing::get(home));
        let app: axum::Router = match is_mounted {
            true => frontdesk::axum::RouterExt::desk(app, desk.clone()),
            false => app.layer(frontdesk::axum::pages(&desk)),
        };
        for path in ["/", "/none", "/_actions/none", "/_actions/none"] {
            app.clone().oneshot(requested(path)).await.unwrap();
        }
        let found = warnings(&log);
        assert_eq!(found.len(), usize::from(!is_mounted), "{found:?}");
        assert!(
            found.iter().all(|line| line.contains("Write `.desk(desk)`")),
            "{found:?}"
        );
    }
}

#[cfg(feature = "actix")]
#[actix_web::test]
async fn pages_of_a_desk_that_is_not_in_the_actix_app_are_one_warning() {
    use actix_web::{App, test};

    let _alone = SUBSCRIBER.lock().await;
    let (log, _guard) = Log::start();
    let desk = Desk::builder(()).action::<AddToAdmin>().build().unwrap();
    let unmounted = App::new().wrap(frontdesk::actix::pages(&desk));
    let mounted = App::new()
        .wrap(frontdesk::actix::pages(&desk))
        .configure(frontdesk::actix::desk(desk.clone()));
    warnings(&log);
    for (app, expected) in [(mounted, 0), (unmounted, 1)] {
        let app = test::init_service(app).await;
        for path in ["/none", "/_actions/none", "/_actions/none"] {
            let request = test::TestRequest::get().uri(path).to_request();
            assert_eq!(test::call_service(&app, request).await.status(), 404);
        }
        let found = warnings(&log);
        assert_eq!(found.len(), expected, "{found:?}");
        let remedy = ".configure(frontdesk::actix::desk(desk.clone()))";
        assert!(found.iter().all(|line| line.contains(remedy)), "{found:?}");
    }
}
