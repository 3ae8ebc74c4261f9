#[path = "/package/src/app/(shop)/items/[id]/route.rs"]
#[allow(unreachable_pub)]
mod __routes_items_id_route;
#[path = "/package/src/app/api/users/[userId]/route.rs"]
#[allow(unreachable_pub)]
mod __routes_api_users_userid_route;
#[path = "/package/src/app/api/users/by/id/route.rs"]
#[allow(unreachable_pub)]
mod __routes_api_users_by_id_route;
#[path = "/package/src/app/api/users/by-id/route.rs"]
#[allow(unreachable_pub)]
mod __routes_api_users_by_id_route_2;
#[path = "/package/src/app/api/users-by/id/route.rs"]
#[allow(unreachable_pub)]
mod __routes_api_users_by_id_route_3;
#[path = "/package/src/app/docs/[[...path]]/page.rs"]
#[allow(unreachable_pub)]
mod __routes_docs_path_page;
#[path = "/package/src/app/page.rs"]
#[allow(unreachable_pub)]
mod __routes_page;
pub fn routes() -> Router<App> {
    ::frontdesk::__private::AppDir::new()
        .route(
            "/items/{id}",
            ::frontdesk::__private::get(__routes_items_id_route::get)
                .post(__routes_items_id_route::post)
                .any(__routes_items_id_route::any),
            "src/app/(shop)/items/[id]/route.rs",
            2u32,
        )
        .route(
            "/api/users/{userId}",
            ::frontdesk::__private::delete(__routes_api_users_userid_route::delete),
            "src/app/api/users/[userId]/route.rs",
            1u32,
        )
        .route(
            "/api/users/by/id",
            ::frontdesk::__private::get(__routes_api_users_by_id_route::get),
            "src/app/api/users/by/id/route.rs",
            1u32,
        )
        .route(
            "/api/users/by-id",
            ::frontdesk::__private::get(__routes_api_users_by_id_route_2::get),
            "src/app/api/users/by-id/route.rs",
            1u32,
        )
        .route(
            "/api/users-by/id",
            ::frontdesk::__private::get(__routes_api_users_by_id_route_3::get),
            "src/app/api/users-by/id/route.rs",
            1u32,
        )
        .page(
            "/docs",
            ::frontdesk::__private::get(__routes_docs_path_page::page),
            "src/app/docs/[[...path]]/page.rs",
            1u32,
        )
        .page(
            "/docs/{*path}",
            ::frontdesk::__private::get(__routes_docs_path_page::page),
            "src/app/docs/[[...path]]/page.rs",
            1u32,
        )
        .page(
            "/",
            ::frontdesk::__private::get(__routes_page::page),
            "src/app/page.rs",
            1u32,
        )
        .into_router()
}
