//! Seals values into forms, each bound to its form.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use frontdesk_router::Runtime;
use http::request::Parts;

use super::identity::IdentityFn;
use crate::keys::{OpenError, Opened, Purpose, SealError, Sealer, nonce};
use crate::registry::BoundAction;

/// Seals values into forms, and opens them.
#[derive(Debug)]
pub(crate) struct FormSealer {
    pub(crate) sealer: Arc<Sealer>,
    /// How long a token is valid.
    pub(crate) lifetime: Duration,
    pub(crate) identity: Option<IdentityFn>,
}

/// What a token is bound to. It opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The current name of the action; see [`FormSealer::open`] for earlier names.
    pub(crate) action: &'static str,
    /// What the token is within the form.
    pub(crate) field: &'a [u8],
    /// The key of the form, if the page has several forms of the action.
    pub(crate) key: Option<&'a str>,
    /// `None` if any identity may send the form.
    pub(crate) identity: Option<&'a str>,
}

impl Scope<'_> {
    /// Whether there is a key or an identity is part of the context, so that no key differs from an
    /// empty key.
    fn context(&self) -> [&[u8]; 6] {
        let [key_is, key] = optional(self.key);
        let [identity_is, identity] = optional(self.identity);
        [self.action.as_bytes(), self.field, key_is, key, identity_is, identity]
    }
}

fn optional(text: Option<&str>) -> [&[u8]; 2] {
    match text {
        Some(text) => [b"some", text.as_bytes()],
        None => [b"none", b""],
    }
}

impl FormSealer {
    /// Returns the identity of a request; `None` if the desk doesn't identify requests. Polling it
    /// may panic.
    pub(crate) async fn identity(&self, parts: &mut Parts) -> Option<Arc<str>> {
        self.identity.as_ref()?.of(parts).await
    }

    /// Seals a value.
    ///
    /// # Errors
    ///
    /// When the value is too large.
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

    /// Opens a token of `action` under its name or an earlier one, so that pages which were open
    /// when the action was renamed still work.
    pub(crate) fn open(
        &self,
        purpose: Purpose,
        action: &BoundAction,
        scope: Scope<'_>,
        token: &str,
        now: SystemTime,
    ) -> Result<Opened, OpenError> {
        let open = |name| {
            self.sealer
                .open(purpose, &Scope { action: name, ..scope }.context(), token, now)
        };
        let mut earlier = action.aliases.iter();
        open(action.name).or_else(|error| earlier.find_map(|alias| open(alias).ok()).ok_or(error))
    }
}
