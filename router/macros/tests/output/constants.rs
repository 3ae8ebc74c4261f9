#[path = "/package/src/app/api/rates/route.rs"]
#[allow(unreachable_pub)]
mod __routes_api_rates_route;
#[path = "/package/src/app/clock/route.rs"]
#[allow(unreachable_pub)]
mod __routes_clock_route;
#[path = "/package/src/app/page.rs"]
#[allow(unreachable_pub)]
mod __routes_page;
pub fn routes() -> Router<App> {
    ::frontdesk::__private::AppDir::new()
        .route(
            "/api/rates",
            {
                let get = ::frontdesk::__private::get(__routes_api_rates_route::get);
                let get = if __routes_api_rates_route::DYNAMIC {
                    get.dynamic()
                } else {
                    get
                };
                let get = get.revalidate(__routes_api_rates_route::REVALIDATE);
                let get = __routes_api_rates_route::TAGS
                    .iter()
                    .fold(get, |get, tag| get.tag(*tag));
                get.put(__routes_api_rates_route::put)
            },
            "src/app/api/rates/route.rs",
            1u32,
        )
        .route(
            "/clock",
            {
                let get = ::frontdesk::__private::get(__routes_clock_route::get);
                let get = if __routes_clock_route::DYNAMIC {
                    get.dynamic()
                } else {
                    get
                };
                get
            },
            "src/app/clock/route.rs",
            1u32,
        )
        .page(
            "/",
            {
                let get = ::frontdesk::__private::get(__routes_page::page);
                let get = get.revalidate(__routes_page::REVALIDATE);
                let get = __routes_page::TAGS.iter().fold(get, |get, tag| get.tag(*tag));
                get
            },
            "src/app/page.rs",
            1u32,
        )
        .into_router()
}
