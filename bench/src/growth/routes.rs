//! Growth with the number of routes.

use frontdesk::{Desk, Revalidate, Router, get};

use super::request::{expect_status, get as request, send};
use super::series::{Line, Series, Unit, median};

const SIZES: [u64; 4] = [10, 100, 1_000, 10_000];

pub(super) fn measure() -> Series {
    let mut build = Line::new("building the desk", Unit::Time);
    let mut merged = Line::new("building it of routers with one route each", Unit::Time);
    let mut first = Line::new("GET of the first route", Unit::Time);
    let mut last = Line::new("GET of the last route", Unit::Time);
    let mut miss = Line::new("miss", Unit::Time);
    let mut revalidate = Line::new("revalidating a path", Unit::Time);
    for size in SIZES {
        build.push(size, median(|| (), |()| drop(desk(router(size)))));
        merged.push(
            size,
            median(|| (), |()| drop(desk((0..size).fold(Router::new(), merge)))),
        );
        let desk = desk(router(size));
        let time = |path: String, status| {
            expect_status(&send(&desk, request(&path)), status);
            median(|| request(&path), |request| drop(send(&desk, request)))
        };
        first.push(size, time(path(0), 200));
        last.push(size, time(path(size - 1), 200));
        miss.push(size, time("/nothing/here".to_owned(), 404));
        revalidate.push(size, time("/revalidate".to_owned(), 200));
    }
    Series {
        name: "routes".into(),
        grows: "routes".into(),
        lines: vec![build, merged, first, last, miss, revalidate],
    }
}

fn router(size: u64) -> Router<()> {
    (0..size).fold(Router::new(), add)
}

fn add(router: Router<()>, number: u64) -> Router<()> {
    router.route(pattern(number), get(async || "ok"))
}

fn merge(router: Router<()>, number: u64) -> Router<()> {
    router.merge(add(Router::new(), number))
}

/// Every third route has a parameter.
fn pattern(number: u64) -> String {
    let last = if number.is_multiple_of(3) { "/{id}" } else { "" };
    format!("/area-{}/part-{number}{last}", number % 10)
}

/// Returns a path that the pattern matches.
fn path(number: u64) -> String {
    pattern(number).replace("{id}", "17")
}

#[expect(clippy::expect_used, reason = "the routes are made by this crate")]
fn desk(router: Router<()>) -> Desk {
    let router = router.route("/revalidate", get(revalidate_one));
    Desk::builder(())
        .routes(router)
        .build()
        .expect("the desk has no mistakes")
}

async fn revalidate_one(revalidate: Revalidate) -> &'static str {
    match revalidate.path_and_below("/area-9").await {
        Ok(()) => "ok",
        Err(_) => "no name",
    }
}
