//! Actions with `once`: a form runs its action once, however often it is sent.
//!
//! Each rendered form contains a token with an idempotency key, the id of the form. The first
//! request with the token claims the id in the [`StateStore`], in one atomic step, together with
//! the fingerprint of the form's fields. Only the request that holds the claim runs the function;
//! the others receive its stored outcome.
//!
//! A claim remains for as long as the token is valid. It is released only if the function returned
//! an error. After a panic, a timeout or a crash it is unknown what the function did, so it never
//! runs again: neither with the same token, nor with one of another process whose claims this store
//! doesn't have.
//!
//! A function that takes an [`OnceKey`] recognises a repeat by itself. Wherever the outcome is
//! unknown, it runs again, with the same key.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_form::FormData;
use frontdesk_router::{Ctx, Problem};
use sha2::{Digest as _, Sha256};

use crate::action::OnceFor;
use crate::browser::Browser;
use crate::keys::{Opened, Purpose};
use crate::protocol::ONCE_FIELD;
use crate::random_id::RandomId;
use crate::registry::BoundAction;
use crate::sealed::{FormSealer, Scope, TokenError};
use crate::store::StateStore;

mod fingerprint;
mod key;
mod problems;
mod run;
mod runs;
mod stored_outcome;

use self::fingerprint::fingerprint;
pub use self::key::OnceKey;
pub(crate) use self::key::RunsOnce;
use self::problems::sent_to_another_process;
use self::runs::Runs;

/// How far the clocks of two instances may differ. A claim outlives its token by this.
const SKEW: Duration = Duration::from_secs(60);

/// The length of an idempotency key, in bytes.
const KEY_LENGTH: usize = 16;

/// The process in the tokens of a shared store: all processes have its claims.
const ANY_PROCESS: [u8; KEY_LENGTH] = [0; KEY_LENGTH];

/// The state that all `once` actions of a desk share.
pub(crate) struct Once {
    tokens: Arc<FormSealer>,
    store: Arc<dyn StateStore>,
    runs: Runs,
    /// The id of this process, if the store is not shared. It is in the tokens: after a restart the
    /// claims do not exist any more, so it is unknown whether a form from before it has run.
    process: OnceLock<[u8; KEY_LENGTH]>,
}

/// The opened token of a submitted form. Its request either runs the action or receives the outcome
/// of the first run.
pub(crate) struct OnceToken {
    /// The idempotency key.
    id: String,
    /// Whether the request has the browser id in the token. Only then may it get cookies that were
    /// set for another request with the form: the token alone may be known to others.
    is_same_browser: bool,
    /// The fingerprint of the form's fields, the sealed ones by what they contain.
    fingerprint: [u8; 32],
    expires: SystemTime,
    /// Whether the store has the claim of the form, if the form was sent before.
    is_known: bool,
    /// Whether the function recognises a repeat by its [`OnceKey`].
    deduplicates: bool,
}

impl OnceToken {
    /// Decides whether the form can be run: hands its id to the function that takes a [`OnceKey`], and
    /// refuses any other function if the store can't know whether it ran before.
    ///
    /// # Errors
    ///
    /// Returns the problem for the client if that is unknown, or if an extractor has read the key too
    /// early.
    pub(crate) fn admit(mut self, key: Option<&OnceKey>) -> Result<Self, Problem> {
        match key {
            Some(key) => {
                key.fill(&self.id)?;
                self.deduplicates = true;
            }
            None if !self.is_known => return Err(sent_to_another_process()),
            None => {}
        }
        Ok(self)
    }
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

    /// Returns a token for a new form in a page of this browser; `browser` is `None` if it has no id.
    /// Returns `None` if the form is bound to an identity and the request has none.
    pub(crate) fn token(
        &self,
        action: &BoundAction,
        ctx: &Ctx,
        key: Option<&str>,
        identity: Option<&str>,
        browser: Option<RandomId>,
    ) -> Option<String> {
        let runtime = &*ctx.shared().runtime;
        let mut content = [0; KEY_LENGTH].to_vec();
        runtime.random(&mut content);
        content.extend_from_slice(self.process(ctx));
        if let Some(browser) = browser {
            content.extend_from_slice(browser.as_str().as_bytes());
        }
        let scope = scope(action, key, identity)?;
        // Sealing so few bytes does not fail.
        self.tokens.seal(Purpose::Once, scope, &content, runtime).ok()
    }

    /// Opens the token of a submitted form, whose sealed fields are open. `called` is the action that it was sent to, `sent` the one
    /// whose form it is, each with the form's key: a button can send a form to another action, for
    /// which its token is valid as well. It is another id there, since the form is sent to its own
    /// action later.
    ///
    /// # Errors
    ///
    /// Returns the problem for the client if the token is missing, not valid, or bound to an
    /// identity that the request doesn't have.
    pub(crate) fn accept(
        &self,
        [called, sent]: [(&BoundAction, Option<&str>); 2],
        ctx: &Ctx,
        form: &FormData,
        token: Option<&str>,
        identity: Option<&str>,
        browser: &Browser,
    ) -> Result<OnceToken, Problem> {
        let (action, _) = called;
        let opened = self.open_token(called, ctx, token, identity).or_else(|error| {
            let is_other = sent.0.name != action.name && sent.0.once.is_some();
            let other = || self.open_token(sent, ctx, token, identity);
            let other = is_other.then(other).and_then(Result::ok);
            other.map(|opened| of_action(opened, action)).ok_or(error)
        });
        let opened = opened.map_err(|error| {
            error.log(action.name, ONCE_FIELD);
            error.into_problem(action)
        })?;
        let (key, rest) = split(&opened.plaintext);
        let (process, own) = split(rest);
        let own = RandomId::parse(own);
        Ok(OnceToken {
            id: URL_SAFE_NO_PAD.encode(key),
            is_same_browser: own.is_some() && own == browser.id,
            fingerprint: fingerprint(
                form,
                |name| action.has_field(name),
                action.fields.sealed().map(|field| field.name),
            ),
            expires: opened.expires,
            is_known: process == self.process(ctx),
            deduplicates: false,
        })
    }

    fn open_token(
        &self,
        (action, key): (&BoundAction, Option<&str>),
        ctx: &Ctx,
        token: Option<&str>,
        identity: Option<&str>,
    ) -> Result<Opened, TokenError> {
        let scope = scope(action, key, identity).ok_or(TokenError::NoIdentity)?;
        let token = token.ok_or(TokenError::Missing)?;
        let opened = self
            .tokens
            .open(Purpose::Once, action, scope, token, ctx.shared().runtime.now());
        opened.map_err(TokenError::Invalid)
    }

    fn process(&self, ctx: &Ctx) -> &[u8; KEY_LENGTH] {
        if self.store.is_shared() {
            return &ANY_PROCESS;
        }
        self.process.get_or_init(|| {
            let mut id = ANY_PROCESS;
            ctx.shared().runtime.random(&mut id);
            id
        })
    }
}

fn scope<'a>(action: &BoundAction, key: Option<&'a str>, identity: Option<&'a str>) -> Option<Scope<'a>> {
    Some(Scope {
        action: action.name,
        field: b"",
        key,
        identity: match action.once {
            Some(OnceFor::Identity) => Some(identity?),
            _ => None,
        },
    })
}

/// Returns the token of a form with the id that it has for another action.
fn of_action(mut opened: Opened, action: &BoundAction) -> Opened {
    let (key, _) = split(&opened.plaintext);
    let other = Sha256::new_with_prefix(key).chain_update(action.name).finalize();
    opened
        .plaintext
        .iter_mut()
        .take(KEY_LENGTH)
        .zip(other)
        .for_each(|(own, byte)| *own = byte);
    opened
}

/// Splits off the first [`KEY_LENGTH`] bytes, or all if there are fewer.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(KEY_LENGTH.min(bytes.len()))
}
