//! What a desk seals into its forms, and what it binds it to.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use frontdesk_router::Runtime;
use http::request::Parts;

use crate::actions::Entry;
use crate::keys::{OpenError, Opened, Purpose, SealError, Sealer, nonce};

/// How a desk tells sessions apart: what it returns for a request names the identity, and is never shown to anyone.
#[derive(Clone)]
pub struct IdentityFn(Arc<NameOf>);

type NameOf = dyn Fn(&Parts) -> Option<String> + Send + Sync;

impl IdentityFn {
    /// By a function of the request: of its cookies, or of what the app's identity layer left in its extensions.
    #[must_use]
    pub fn new(identity: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(identity))
    }

    pub(crate) fn of(&self, parts: &Parts) -> Option<String> {
        // An empty name would bind everyone who has none to one identity.
        (self.0)(parts).filter(|identity| !identity.is_empty())
    }
}

impl fmt::Debug for IdentityFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityFn")
    }
}

/// Seals and opens what stands in forms.
#[derive(Debug)]
pub(crate) struct Seals {
    pub(crate) sealer: Arc<Sealer>,
    /// How long a page's form is good for.
    pub(crate) lifetime: Duration,
    pub(crate) identity: Option<IdentityFn>,
}

/// What a token is bound to: it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The name that the action has now; see [`Seals::open`] for those that it had.
    pub(crate) action: &'static str,
    /// What the token stands for within the form.
    pub(crate) field: &'a [u8],
    /// Which of several forms.
    pub(crate) key: Option<&'a str>,
    /// None if any identity may send it.
    pub(crate) identity: Option<&'a str>,
}

impl Scope<'_> {
    /// Whether there is a key and an identity is part of it: no key is not the empty key.
    fn context(&self) -> [&[u8]; 6] {
        let [key_is, key] = optional(self.key);
        let [session_is, identity] = optional(self.identity);
        [self.action.as_bytes(), self.field, key_is, key, session_is, identity]
    }
}

fn optional(text: Option<&str>) -> [&[u8]; 2] {
    match text {
        Some(text) => [b"some", text.as_bytes()],
        None => [b"none", b""],
    }
}

impl Seals {
    /// The identity of a request, for an action that asks for it.
    pub(crate) fn identity(&self, entry: &Entry, parts: &Parts) -> Option<String> {
        let identity = self.identity.as_ref().filter(|_| entry.asks_identity);
        identity.and_then(|identity| identity.of(parts))
    }

    pub(crate) fn seal(
        &self,
        purpose: Purpose,
        scope: Scope<'_>,
        plaintext: &[u8],
        runtime: &dyn Runtime,
    ) -> Result<String, SealError> {
        let context = scope.context();
        let (now, nonce) = (runtime.now(), nonce(runtime));
        self.sealer
            .seal(purpose, &context, plaintext, now, self.lifetime, nonce)
    }

    /// Opens what was sealed for `entry`, under its name or an earlier one: pages that were open when the action was renamed.
    pub(crate) fn open(
        &self,
        purpose: Purpose,
        entry: &Entry,
        scope: Scope<'_>,
        token: &str,
        now: SystemTime,
    ) -> Result<Opened, OpenError> {
        let open = |action| {
            self.sealer
                .open(purpose, &Scope { action, ..scope }.context(), token, now)
        };
        let mut earlier = entry.aliases.iter();
        open(entry.name).or_else(|error| earlier.find_map(|alias| open(alias).ok()).ok_or(error))
    }
}
