//! Matching alone: the path's route, with its parameters.

use std::hint::black_box;
use std::sync::Arc;

use frontdesk::Method;
use frontdesk_router::__desk::Routes;

use crate::app::App;
use crate::routes;
use crate::subject::Subject;

/// Makes the table of one side.
type Make = fn() -> Box<dyn Subject>;

/// A path with one parameter and a path with three, each in the table of a desk and in that of
/// matchit.
pub(crate) const PARTS: [[Make; 2]; 2] = [
    [|| Box::new(Ours::new(ONE)), || Box::new(Matchit::new(ONE))],
    [|| Box::new(Ours::new(THREE)), || Box::new(Matchit::new(THREE))],
];

const ONE: &str = "/users/17";
const THREE: &str = "/tenants/acme/users/17/items/milk";

struct Ours {
    routes: Routes,
    path: &'static str,
}

impl Ours {
    fn new(path: &'static str) -> Self {
        let (routes, mistakes) = Routes::build(routes::router(), Vec::new(), &Arc::new(App::new()), "");
        assert!(mistakes.is_empty(), "{mistakes:?}");
        Self { routes, path }
    }
}

impl Subject for Ours {
    fn prepare(&mut self, _: usize) {}

    fn run(&mut self) {
        black_box(self.routes.find(black_box(self.path), &Method::GET));
    }
}

struct Matchit {
    routes: matchit::Router<usize>,
    path: &'static str,
}

impl Matchit {
    #[expect(clippy::expect_used, reason = "the patterns are constants of this crate")]
    fn new(path: &'static str) -> Self {
        let mut routes = matchit::Router::new();
        for (at, pattern) in Ours::new(path).routes.patterns().into_iter().enumerate() {
            routes.insert(pattern, at).expect("the patterns have no conflicts");
        }
        Self { routes, path }
    }
}

impl Subject for Matchit {
    fn prepare(&mut self, _: usize) {}

    fn run(&mut self) {
        black_box(self.routes.at(black_box(self.path)).ok());
    }
}
