//! What all forms of one answer share.

use std::sync::Arc;

use frontdesk_router::Ctx;

use crate::actions::{Actions, Entry};
use crate::endpoint::ACTIONS_PATH;
use crate::field_info::FieldDescription;
use crate::keys::Purpose;
use crate::sealed::argument;

/// The page, or part of one, that forms are written into.
#[derive(Clone)]
pub(crate) struct OnPage {
    pub(crate) ctx: Ctx,
    pub(crate) actions: Arc<Actions>,
    /// Who is looking at it, where the app tells.
    pub(crate) identity: Option<Arc<str>>,
    /// Where its forms come back to, and the hidden field that says so.
    pub(crate) way_back: (&'static str, Arc<str>),
}

impl OnPage {
    pub(super) fn url(&self, entry: &Entry) -> String {
        format!("{}{ACTIONS_PATH}{}", self.ctx.shared().base, entry.name)
    }

    /// A token for a form that runs once. The page is then for this one answer: whoever got it from a cache would send a form
    /// that was sent before.
    pub(super) fn once_token(&self, entry: &Entry, key: Option<&str>) -> Option<String> {
        entry.once?;
        self.ctx.forbid_store();
        let identity = self.identity.as_deref();
        self.actions.once.token(entry, &self.ctx, key, identity)
    }

    /// A sealed argument; empty, which opens for no one, where it is for an identity and there is none.
    pub(super) fn seal(
        &self,
        entry: &Entry,
        field: &FieldDescription,
        key: Option<&str>,
        plaintext: &[u8],
    ) -> Result<String, crate::keys::SealError> {
        self.ctx.forbid_store();
        let Some(scope) = argument(entry.name, field, key, self.identity.as_deref()) else {
            return Ok(String::new());
        };
        let runtime = &*self.ctx.shared().runtime;
        self.actions.seals.seal(Purpose::Argument, scope, plaintext, runtime)
    }
}
