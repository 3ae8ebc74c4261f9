//! Extracts the app's state.

use std::convert::Infallible;

use axum_core::extract::{FromRef, FromRequestParts};
use http::request::Parts;

/// The app's state, or a part of it by [`FromRef`].
///
/// ```
/// use frontdesk_router::{FromRef, Router, State, get};
///
/// #[derive(Clone)]
/// struct Mailer;
///
/// #[derive(Clone)]
/// struct App { name: &'static str, mailer: Mailer }
///
/// impl FromRef<App> for Mailer {
///     fn from_ref(app: &App) -> Self { app.mailer.clone() }
/// }
///
/// async fn whole(State(app): State<App>) -> &'static str { app.name }
/// async fn part(State(_mailer): State<Mailer>) {}
///
/// let routes: Router<App> = Router::new().route("/name", get(whole)).route("/mail", get(part));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct State<T>(pub T);

impl<S: Sync, T: FromRef<S>> FromRequestParts<S> for State<T> {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(T::from_ref(state)))
    }
}
