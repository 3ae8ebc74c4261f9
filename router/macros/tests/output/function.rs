#[path = "/package/src/app/page.rs"]
#[allow(unreachable_pub)]
mod __type_page;
/// Everything.
#[must_use]
pub(crate) fn r#type<S: Clone + Send + Sync + 'static>() -> frontdesk::Router<S>
where
    App: FromRef<S>,
{
    ::frontdesk::__private::AppDir::new()
        .page(
            "/",
            ::frontdesk::__private::get(__type_page::page),
            "src/app/page.rs",
            1u32,
        )
        .into_router()
}
