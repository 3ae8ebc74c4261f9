//! The cases that are measured.

use frontdesk::{Desk, DeskBuilder, Method, Request, StatusCode};
use tower_service::Service as _;

use crate::app::App;
use crate::call::{Call, Respond, call, respond};
use crate::{forms, requests, routes};

/// A kind of request.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The name in the output.
    pub name: &'static str,
    /// Makes a request.
    pub request: fn() -> Request,
    /// The status of the response on both sides.
    pub status: StatusCode,
}

/// The side to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// A desk.
    Frontdesk,
    /// axum's own router.
    Axum,
}

impl Peer {
    /// Builds the app of this side.
    #[must_use]
    pub fn app(self) -> Call {
        call(self.respond())
    }

    /// Builds the app of this side.
    #[must_use]
    pub fn respond(self) -> Respond {
        match self {
            Self::Frontdesk => respond(desk(|desk| desk)),
            Self::Axum => respond(forms::axum(routes::axum()).with_state(App::new()).into_service()),
        }
    }
}

/// Builds the desk, and makes its cached responses. From here on all responses of cached handlers
/// are hits.
#[expect(
    clippy::expect_used,
    reason = "the desk is built from constants of this crate, and a bench has no one to report to"
)]
pub(crate) fn desk(more: fn(DeskBuilder<App>) -> DeskBuilder<App>) -> Desk {
    let desk = forms::frontdesk(routes::frontdesk(Desk::builder(App::new())));
    let mut desk = more(desk).build().expect("the desk has no mistakes");
    // Cached handlers run in tasks.
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime is made").block_on(async {
        desk.prerender().await.expect("cached responses are made");
        let Ok(response) = desk.call(requests::get(routes::CACHED_ONE)).await;
        assert_eq!(response.status(), StatusCode::OK);
    });
    desk
}

macro_rules! cases {
    ($($(#[$doc:meta])* $constant:ident $name:literal $status:ident $request:expr;)*) => {
        $(
            $(#[$doc])*
            pub const $constant: Case = Case { name: $name, request: || $request, status: StatusCode::$status };
        )*

        /// All cases.
        pub const ALL: &[Case] = &[$($constant),*];
    };
}

cases! {
    /// A path without parameters, one of 50 routes.
    GET_STATIC "get, static path" OK requests::get("/health");
    /// A GET whose response is cached. axum runs the handler.
    GET_CACHED "get, cached" OK requests::get("/about");
    /// The same, of a response that becomes stale by time.
    GET_AGING "get, cached for a time" OK requests::get("/rates");
    /// `/users/{id}`.
    GET_ONE "get, one parameter" OK requests::get("/users/17");
    /// `/tenants/{tenant}/users/{user}/items/{item}`.
    GET_THREE "get, three parameters" OK requests::get("/tenants/acme/users/17/items/milk");
    /// A handler that extracts the app's state.
    GET_STATE "get, state" OK requests::get("/greeting");
    /// A JSON response.
    GET_JSON "get, json" OK requests::get("/items/first");
    /// HEAD of a path without parameters.
    HEAD "head" OK requests::by_page(Method::HEAD, "/health");
    /// A path without a route.
    MISS "miss" NOT_FOUND requests::get("/nothing/here");
    /// `Form<T>` of three fields.
    ROUTE_FORM "route with a form of 3" OK requests::by_script("/forms/three", forms::SMALL);
    /// A form of three fields, sent by its button. The response is a redirect.
    FORM_BUTTON "form of 3, by button" SEE_OTHER requests::by_button("/_actions/add", forms::SMALL);
    /// The same form, sent by a script. The response is JSON.
    FORM_SCRIPT "form of 3, by script" OK requests::by_script("/_actions/add_as_json", forms::SMALL);
    /// A form of twenty fields, sent by its button.
    FORM_LARGE "form of 20, by button" SEE_OTHER requests::by_button("/_actions/order", forms::LARGE);
}
