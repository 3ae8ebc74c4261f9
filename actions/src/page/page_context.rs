//! What all forms of one page share.

use std::sync::{Arc, OnceLock};

use frontdesk_router::__desk::below_base;
use frontdesk_router::Ctx;

use crate::actions::Actions;
use crate::browser::Browser;
use crate::fields::FieldDescription;
use crate::keys::{Purpose, SealError};
use crate::login::seal_for_whom;
use crate::registry::BoundAction;
use crate::sealed::argument_scope;

/// The page, or part of a page, that forms are written into.
#[derive(Clone)]
pub(crate) struct PageContext {
    pub(crate) ctx: Ctx,
    pub(crate) actions: Arc<Actions>,
    /// The identity of the request, if the desk identifies requests.
    pub(crate) identity: Option<Arc<str>>,
    /// The browser that sent the request, if any action of the desk runs once.
    pub(crate) browser: Browser,
    /// The hidden field that has the URL that failed forms redirect back to, and that URL.
    pub(crate) return_field: (&'static str, Arc<str>),
    /// The sealed field that says for whom the page is rendered, once a form was written.
    pub(crate) for_whom: Arc<OnceLock<Option<String>>>,
}

impl PageContext {
    /// Returns the URL that the form of an action with this key is sent to. Empty if the action's
    /// path has parameters that the key doesn't have: a page must not get that far.
    pub(super) fn url(&self, action: &BoundAction, key: Option<&str>) -> String {
        let path = action.url_path(key);
        path.map_or_else(String::new, |path| below_base(&self.ctx.shared().base, &path))
    }

    /// Returns the value of the hidden field that says for whom the page is rendered, if it is rendered
    /// for an identity.
    pub(super) fn for_whom(&self) -> Option<&str> {
        let sealed = self.for_whom.get_or_init(|| {
            let (sealer, runtime) = (&self.actions.logins.sealer, &*self.ctx.shared().runtime);
            seal_for_whom(sealer, self.identity.as_deref()?, runtime)
        });
        sealed.as_deref()
    }

    /// Returns the token of a form that runs once, with this id if it has one already, and marks the response `no-store`: a page from a
    /// cache would send a token that was sent before.
    pub(super) fn once_token(&self, action: &BoundAction, key: Option<&str>, id: Option<&str>) -> Option<String> {
        action.once?;
        self.ctx.forbid_store();
        let (identity, browser) = (self.identity.as_deref(), self.browser.id_or_new(&self.ctx));
        if let Some(browser) = browser {
            self.browser.set(browser, &self.ctx);
        }
        self.actions.once.token(action, &self.ctx, key, identity, browser, id)
    }

    /// Seals an argument, and marks the response `no-store`. Returns an empty token, which never
    /// opens, if the field is bound to an identity and the request has none.
    pub(super) fn seal(
        &self,
        action: &BoundAction,
        field: &FieldDescription,
        key: Option<&str>,
        plaintext: &[u8],
    ) -> Result<String, SealError> {
        self.ctx.forbid_store();
        let Some(scope) = argument_scope(action.name, field, key, self.identity.as_deref()) else {
            return Ok(String::new());
        };
        let runtime = &*self.ctx.shared().runtime;
        self.actions.tokens.seal(Purpose::Argument, scope, plaintext, runtime)
    }
}
