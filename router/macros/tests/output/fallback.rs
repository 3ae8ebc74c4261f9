#[path = "/package/src/app/a/page.rs"]
#[allow(unreachable_pub)]
#[allow(dead_code)]
mod __routes_a_page;
#[path = "/package/src/app/page.rs"]
#[allow(unreachable_pub)]
#[allow(dead_code)]
mod __routes_page;
#[path = "/package/src/app/route.rs"]
#[allow(unreachable_pub)]
#[allow(dead_code)]
mod __routes_route;
pub fn routes() -> Router<App> {
    ::core::unreachable!()
}
