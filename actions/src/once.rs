//! Forms that run their action once, however often they are sent.
//!
//! A page's form carries a token with an id of its own. The first request that sends it claims the id in the
//! [`StateStore`], in one atomic step, together with a digest of the fields; only who holds the claim runs the function. A
//! claim stays as long as the token could be sent, and is given back only when the function returned an error: after a panic, a
//! timeout or a crash nobody knows what was done, so it is never done again.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_form::FormData;
use frontdesk_router::{Ctx, Problem};

use crate::action::OnceFor;
use crate::keys::{Opened, Purpose};
use crate::protocol::{HiddenFields, ONCE_FIELD};
use crate::registry::BoundAction;
use crate::sealed::{FormSealer, Scope, TokenError};
use crate::store::StateStore;

mod fingerprint;
mod problems;
mod run;
mod runs;
mod stored_outcome;

use self::fingerprint::fingerprint;
use self::runs::Runs;

/// How far the clocks of two instances may differ: a claim outlives its token by this.
const SKEW: Duration = Duration::from_secs(60);

/// What all `once` actions of a desk share.
pub(crate) struct Once {
    tokens: Arc<FormSealer>,
    store: Arc<dyn StateStore>,
    runs: Runs,
    /// Which process this is, if its store ends with it: tokens from before would find no claim, and run again.
    process: OnceLock<[u8; 16]>,
}

/// One request's right to run, or to get the answer of who did.
pub(crate) struct Ticket {
    id: String,
    digest: [u8; 32],
    expires: SystemTime,
}

impl Once {
    pub(crate) fn new(tokens: Arc<FormSealer>, store: Arc<dyn StateStore>) -> Self {
        Self {
            tokens,
            store,
            runs: Runs::default(),
            process: OnceLock::new(),
        }
    }

    /// A token for a page's form; none when the form is for an identity and there is none.
    pub(crate) fn token(
        &self,
        action: &BoundAction,
        ctx: &Ctx,
        key: Option<&str>,
        identity: Option<&str>,
    ) -> Option<String> {
        let runtime = &*ctx.shared().runtime;
        let mut id = [0; 16];
        runtime.random(&mut id);
        let scope = self.scope(action, ctx, key, identity)?;
        // 16 bytes are within what can be sealed.
        self.tokens.seal(Purpose::Once, scope, &id, runtime).ok()
    }

    /// The ticket that a form brought.
    pub(crate) fn ticket(
        &self,
        action: &BoundAction,
        ctx: &Ctx,
        form: &FormData,
        hidden: &HiddenFields,
        identity: Option<&str>,
    ) -> Result<Ticket, Problem> {
        let opened = self.open_token(action, ctx, hidden, identity);
        let opened = opened.map_err(|error| {
            error.log(action.name, ONCE_FIELD);
            error.into_problem()
        })?;
        Ok(Ticket {
            id: URL_SAFE_NO_PAD.encode(opened.plaintext),
            digest: fingerprint(form, |name| action.has_field(name)),
            expires: opened.expires,
        })
    }

    fn open_token(
        &self,
        action: &BoundAction,
        ctx: &Ctx,
        hidden: &HiddenFields,
        identity: Option<&str>,
    ) -> Result<Opened, TokenError> {
        let scope = self
            .scope(action, ctx, hidden.key.as_deref(), identity)
            .ok_or(TokenError::NoIdentity)?;
        let token = hidden.once_token.as_deref().ok_or(TokenError::Missing)?;
        let opened = self
            .tokens
            .open(Purpose::Once, action, scope, token, ctx.shared().runtime.now());
        opened.map_err(TokenError::Invalid)
    }

    fn scope<'a>(
        &'a self,
        action: &BoundAction,
        ctx: &Ctx,
        key: Option<&'a str>,
        identity: Option<&'a str>,
    ) -> Option<Scope<'a>> {
        Some(Scope {
            action: action.name,
            field: self.process(ctx),
            key,
            identity: match action.once {
                Some(OnceFor::Identity) => Some(identity?),
                _ => None,
            },
        })
    }

    fn process(&self, ctx: &Ctx) -> &[u8] {
        if self.store.is_shared() {
            return b"";
        }
        self.process.get_or_init(|| {
            let mut id = [0; 16];
            ctx.shared().runtime.random(&mut id);
            id
        })
    }
}
