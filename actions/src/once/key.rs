//! The id of a form that runs once, for the app's own database.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use axum_core::extract::FromRequestParts;
use frontdesk_router::Problem;
use http::request::Parts;

/// The id of the submitted form, for an action that runs [`once`](macro@crate::server_action): the
/// same each time that form is sent, and another one for each form that a page writes. It is 22
/// characters that nobody can guess.
///
/// `once` alone can't know what a function did that ended without a response: the process was killed,
/// the function panicked or took longer than its timeout. The form is then refused and its user has to
/// check (`once-unknown`, `already-sent`). A database can know: store the key in a `UNIQUE` column, in
/// the transaction that does the work. Then the form takes effect **exactly once**, whatever crashes,
/// without any shared store:
///
/// ```sql
/// CREATE TABLE orders (
///     id INTEGER PRIMARY KEY,
///     once_key TEXT NOT NULL UNIQUE,
///     item TEXT NOT NULL
/// );
///
/// -- A repeat inserts nothing.
/// INSERT INTO orders (once_key, item) VALUES (?1, ?2) ON CONFLICT (once_key) DO NOTHING;
/// -- The row of this form: inserted now, or by an earlier request with it.
/// SELECT id, item FROM orders WHERE once_key = ?1;
/// ```
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// # use frontdesk_router::{Problem, Redirect};
/// use frontdesk::{OnceKey, server_action};
///
/// #[server_action(once)]
/// async fn order(#[extract] key: OnceKey, item: String) -> Result<Redirect, Problem> {
///     let (id, ordered) = insert_or_find(key.as_str(), &item).await?; // the two statements
///     if ordered != item {
///         return Err(Problem::field("item", "the form was sent before with another value"));
///     }
///     Ok(Redirect::to(format!("/orders/{id}")))
/// }
/// # async fn insert_or_find(key: &str, item: &str) -> Result<(u32, String), Problem> { Ok((1, item.to_owned())) }
/// # fn main() {}
/// ```
///
/// **An action that takes the key declares that it recognises a repeat by it.** So wherever the outcome of
/// a form is unknown, its function runs (again), with the same key: after a panic, a timeout, an
/// aborted process, a failure of the store, and for a form from before a restart. All else that
/// `once` does remains: while an outcome is known, a repeat gets it without a run, and two requests
/// with one form don't run at the same time in one process. In several they may; the `UNIQUE` column
/// decides between them.
///
/// A page that shows the form again after its function failed writes it with the same key, since the
/// failure may be that of the commit. If another value was sent meanwhile, it is another form.
///
/// After a restart, forms open only with the same keys (`FRONTDESK_KEY`). Only work in that one
/// transaction is done exactly once: mail and other requests are best sent from what it stored.
///
/// The key is there when the function runs. An extractor of your own may take it, but not read it:
/// the form has not arrived yet, so the response is then a masked 500, as it is outside of an action
/// that runs once.
#[derive(Clone)]
pub struct OnceKey(Arc<OnceLock<Box<str>>>);

/// In the extensions of a request to an action that runs once.
#[derive(Clone, Copy)]
pub(crate) struct RunsOnce;

impl OnceKey {
    /// Returns the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Code that reads it too early fills it, so that `fill` fails and the function never sees it.
        self.0.get_or_init(Box::default)
    }

    /// Returns the key once it is known.
    pub(crate) fn filled(&self) -> Option<&str> {
        self.0.get().map(|key| &**key).filter(|key| !key.is_empty())
    }

    /// Sets the key.
    ///
    /// # Errors
    ///
    /// Returns a masked problem if it has been read already.
    pub(super) fn fill(&self, key: &str) -> Result<(), Problem> {
        let filled = self.0.set(key.into());
        filled.map_err(|_| {
            Problem::internal(
                "an extractor has read `OnceKey` before the form arrived: read it in the action's function",
            )
        })
    }
}

impl<S: Sync> FromRequestParts<S> for OnceKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        if parts.extensions.get::<RunsOnce>().is_none() {
            return Err(Problem::internal(
                "`OnceKey` is the id of a form that runs once: write `#[server_action(once)]`, and extract it nowhere else",
            ));
        }
        if let Some(key) = parts.extensions.get::<Self>() {
            return Ok(key.clone());
        }
        let key = Self(Arc::default());
        parts.extensions.insert(key.clone());
        Ok(key)
    }
}

impl Deref for OnceKey {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for OnceKey {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for OnceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Writes no key: an extractor that is logged has none yet.
impl fmt::Debug for OnceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnceKey").finish_non_exhaustive()
    }
}
