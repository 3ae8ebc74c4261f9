//! The identity of a request: its user or session.

use std::fmt;
use std::sync::Arc;

use axum_core::response::IntoResponse;
use frontdesk_router::{BoxFuture, Ctx, FromRequestParts, Problem};
use http::request::Parts;

/// A function that identifies the client of a request, over one extractor. It returns a name for the
/// user or the session, or `None` for nobody, or a future of either.
///
/// `DeskBuilder::identity` takes it. The type `M` only tells the kinds of functions apart.
///
/// ```
/// use axum_core::extract::FromRequestParts;
/// use frontdesk_actions::Identify;
/// use frontdesk_router::Cookies;
/// # struct CurrentUser { id: u64 }
/// # impl<S: Sync> FromRequestParts<S> for CurrentUser {
/// #     type Rejection = frontdesk_router::Problem;
/// #     async fn from_request_parts(_: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> { Ok(Self { id: 7 }) }
/// # }
///
/// fn accepts<M>(_: impl Identify<(), M>) {}
///
/// accepts(|user: CurrentUser| user.id.to_string());
/// accepts(|cookies: Cookies| cookies.get("session"));
/// accepts(async |user: CurrentUser| Some(user.id.to_string()));
/// // Several extractors are one tuple.
/// accepts(|(user, _): (CurrentUser, Cookies)| user.id.to_string());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not identify the client of a request",
    label = "not a function of one extractor that returns a name",
    note = "write a closure whose argument is an extractor for the desk's state: `|user: CurrentUser| user.id.to_string()`",
    note = "it returns `String` or `Option<String>`, or a future of one of them"
)]
pub trait Identify<S, M>: Send + Sync + 'static {
    /// Identifies the client of a request. Returns `None` if the extractor rejects the request.
    fn identify(&self, parts: &mut Parts, state: &S) -> impl Future<Output = Option<String>> + Send;
}

#[diagnostic::do_not_recommend]
impl<F, E, R, S> Identify<S, (E, R)> for F
where
    F: Fn(E) -> R + Send + Sync + 'static,
    E: FromRequestParts<S> + Send,
    R: Into<Option<String>>,
    S: Sync,
{
    async fn identify(&self, parts: &mut Parts, state: &S) -> Option<String> {
        let extracted = extract::<E, S>(parts, state).await?;
        self(extracted).into()
    }
}

#[diagnostic::do_not_recommend]
impl<F, E, R, U, S> Identify<S, (E, R, U)> for F
where
    F: Fn(E) -> U + Send + Sync + 'static,
    E: FromRequestParts<S> + Send,
    R: Into<Option<String>>,
    U: Future<Output = R> + Send,
    S: Sync,
{
    async fn identify(&self, parts: &mut Parts, state: &S) -> Option<String> {
        let extracted = extract::<E, S>(parts, state).await?;
        self(extracted).await.into()
    }
}

async fn extract<E: FromRequestParts<S>, S>(parts: &mut Parts, state: &S) -> Option<E> {
    match E::from_request_parts(parts, state).await {
        Ok(extracted) => Some(extracted),
        Err(rejection) => {
            log_rejection(rejection, parts);
            None
        }
    }
}

/// Logs a rejection that is not the client's: nobody is signed in as long as the extractor fails.
fn log_rejection(rejection: impl IntoResponse, parts: &Parts) {
    let mut response = rejection.into_response();
    let status = response.status();
    if !status.is_server_error() {
        return;
    }
    tracing::error!(
        %status,
        "the extractor of `DeskBuilder::identity` failed, so the request counts as nobody's: is its layer around the desk, and \
         around the host's own pages?"
    );
    if let (Some(problem), Some(ctx)) = (
        response.extensions_mut().remove::<Problem>(),
        Ctx::get(&parts.extensions),
    ) {
        // Logs the source of the problem.
        drop(problem.finish(ctx));
    }
}

/// How a desk identifies the client of a request. The names are never sent to a client.
#[derive(Clone)]
pub struct IdentityFn(Arc<dyn Erased>);

/// [`Identify`] without its types.
trait Erased: Send + Sync {
    fn identify<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Option<String>>;
}

struct WithState<I, S, M> {
    identify: I,
    state: Arc<S>,
    kind: std::marker::PhantomData<fn() -> M>,
}

impl<S: Send + Sync, M, I: Identify<S, M>> Erased for WithState<I, S, M> {
    fn identify<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Option<String>> {
        Box::pin(self.identify.identify(parts, &self.state))
    }
}

/// The identity of a request, as a request extension: the app's function runs once per request.
#[derive(Clone)]
struct Identified(Option<Arc<str>>);

impl IdentityFn {
    /// Creates it from the app's function, and the state for the function's extractor.
    #[must_use]
    pub fn new<S: Send + Sync + 'static, M: 'static>(state: Arc<S>, identify: impl Identify<S, M>) -> Self {
        let kind = std::marker::PhantomData;
        Self(Arc::new(WithState { identify, state, kind }))
    }

    /// Returns the identity of a request. Polling it may panic, since the function is the app's own.
    pub(crate) async fn of(&self, parts: &mut Parts) -> Option<Arc<str>> {
        if let Some(Identified(known)) = parts.extensions.get() {
            return known.clone();
        }
        // An empty name would bind the forms of all requests without a name to one identity.
        let name = self.0.identify(parts).await.filter(|name| !name.is_empty());
        let name = name.map(Arc::from);
        parts.extensions.insert(Identified(name.clone()));
        name
    }
}

impl fmt::Debug for IdentityFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityFn")
    }
}
