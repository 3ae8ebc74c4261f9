//! Routes from folders: what `app_dir!` writes calls to.

use std::fmt;

use crate::methods::Methods;
use crate::mistake::Place;
use crate::router::Router;
use crate::routes::RouteKind;

/// The routes of a folder under construction. Only generated code calls it.
#[must_use]
pub struct AppDir<S>(Router<S>);

impl<S: Send + Sync + 'static> AppDir<S> {
    /// A folder with no routes yet.
    #[expect(clippy::new_without_default, reason = "only generated code calls it")]
    pub fn new() -> Self {
        Self(Router::new())
    }

    /// The route handlers of a `route.rs`, of which the first is in that line.
    pub fn route(self, path: &str, methods: impl Into<Methods<S>>, file: &'static str, line: u32) -> Self {
        self.add(path, RouteKind::Handler, methods.into(), Place::new(file, line))
    }

    /// The page of a `page.rs`.
    pub fn page(self, path: &str, get: impl Into<Methods<S>>, file: &'static str, line: u32) -> Self {
        self.add(path, RouteKind::Page, get.into(), Place::new(file, line))
    }

    /// The routes.
    pub fn into_router(self) -> Router<S> {
        self.0
    }

    fn add(self, path: &str, kind: RouteKind, methods: Methods<S>, place: Place) -> Self {
        Self(self.0.add(path.to_owned(), kind, methods.placed(place), place))
    }
}

impl<S> fmt::Debug for AppDir<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[doc = include_str!("docs/app_dir.md")]
#[macro_export]
macro_rules! app_dir {
    ($($input:tt)*) => {
        $crate::__private::app_dir! { [$crate] $($input)* }
    };
}
