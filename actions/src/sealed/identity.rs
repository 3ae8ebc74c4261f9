//! The identity of a request: its session or user.

use std::fmt;
use std::sync::Arc;

use http::request::Parts;

/// A function that returns a name for the session or user of a request. The name is never sent to a
/// client.
#[derive(Clone)]
pub struct IdentityFn(Arc<NameOf>);

type NameOf = dyn Fn(&Parts) -> Option<String> + Send + Sync;

impl IdentityFn {
    /// Creates it from a function of the request, which may read cookies or what the app's session
    /// layer left in the extensions.
    #[must_use]
    pub fn new(identity: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(identity))
    }

    /// Returns the identity of a request.
    pub(crate) fn of(&self, parts: &Parts) -> Option<String> {
        // An empty name would bind the forms of all requests without a name to one identity.
        (self.0)(parts).filter(|identity| !identity.is_empty())
    }
}

impl fmt::Debug for IdentityFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityFn")
    }
}
