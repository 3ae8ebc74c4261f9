//! Adds actions to a router, beside the pages that have their forms.

use frontdesk_router::{Place, Router};

use crate::action::Action;

/// Adds server actions to a [`Router`], so that its layers cover them.
///
/// An action that a desk takes by `linked_actions()` is outside of all routers: their layers, a
/// login say, don't cover it. One that is added to a router is covered by the layers of that
/// router, and of those that it is nested or merged into, whatever the order of the calls. It may be
/// linked as well.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// use frontdesk_actions::{RouterExt, server_action};
/// use frontdesk_router::{Html, IntoResponse, Problem, Route, Router};
/// use tower_layer::layer_fn;
///
/// #[server_action(path = "/admin/newsletters")]
/// async fn send_newsletter(subject: String) {}
///
/// # fn main() {
/// // A layer that requires a header.
/// let login = layer_fn(|route: Route| {
///     Route::from_fn(move |request| {
///         if request.headers().contains_key("authorization") {
///             return route.serve(request);
///         }
///         Box::pin(async { Problem::unauthorized("Bearer").into_response() })
///     })
/// });
/// let admin: Router<()> = Router::new()
///     .page("/newsletters", async || Html("…"))
///     .action::<SendNewsletter>() // POST /admin/newsletters, which needs the header too
///     .layer(login);
/// let routes = Router::new().nest("/admin", admin);
/// # }
/// ```
pub trait RouterExt: Sized {
    /// Adds an action. Its URL is the same as without the router: the path in its attribute, which
    /// is absolute wherever the router is nested, else `/_actions/<name>`.
    #[must_use]
    #[track_caller]
    fn action<A: Action>(self) -> Self;

    /// Adds an action at a path of the router, like [`Router::route`]: it is below the prefix that
    /// the router is nested at. It replaces the path in the action's attribute.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// use frontdesk_actions::{RouterExt, server_action};
    /// use frontdesk_router::{Path, Router};
    ///
    /// #[server_action]
    /// async fn delete_paste(#[extract] Path(id): Path<u32>) {}
    ///
    /// # fn main() {
    /// let pastes: Router<()> = Router::new().action_at::<DeletePaste>("/{id}/delete");
    /// let routes = Router::new().nest("/pastes", pastes); // POST /pastes/{id}/delete
    /// # }
    /// ```
    #[must_use]
    #[track_caller]
    fn action_at<A: Action>(self, path: impl Into<String>) -> Self;
}

impl<S: Send + Sync + 'static> RouterExt for Router<S> {
    #[track_caller]
    fn action<A: Action>(self) -> Self {
        self.attach(A::registration(), None, Place::caller())
    }

    #[track_caller]
    fn action_at<A: Action>(self, path: impl Into<String>) -> Self {
        self.attach(A::registration(), Some(path.into()), Place::caller())
    }
}
