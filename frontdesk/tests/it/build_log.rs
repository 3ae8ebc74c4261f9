//! What the log says of a desk that was built, though something in it may not be meant.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use frontdesk::{Desk, DeskBuilder, Html, Router, RouterExt as _, get, server_action};
use tower::layer::util::Identity;

use crate::fixtures::SUBSCRIBER;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    tracing::callsite::rebuild_interest_cache();
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
