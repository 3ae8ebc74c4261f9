//! Actions with `once`: a form runs its action once, however often it is sent.
//!
//! Each rendered form contains a token with an idempotency key, the id of the form. The first
//! request with the token claims the id in the [`StateStore`], in one atomic step, together with
//! the fingerprint of the form's fields. Only the request that holds the claim runs the function;
//! the others receive its stored outcome.
//!
//! A claim remains for as long as the token is valid. It is released only if the function returned
//! an error. After a panic, a timeout or a crash it is unknown what the function did, so it never
//! runs again.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_router::{Ctx, Problem};
use http::StatusCode;

use crate::actions::Entry;
use crate::form::FormData;
use crate::keys::{Opened, Purpose};
use crate::registration::OnceFor;
use crate::sealed::{Unopened, form_expired, no_identity};
use crate::seals::{Scope, Seals};
use crate::state_store::StateStore;

mod flights;
mod record;
mod run;

use self::flights::Flights;

/// The hidden field that contains the token.
pub(crate) const ONCE_FIELD: &str = "__fd_once";

/// The code of the problem if a form was sent before.
pub(crate) const ALREADY_SENT: &str = "already-sent";

/// How far the clocks of two instances may differ. A claim outlives its token by this.
const SKEW: Duration = Duration::from_secs(60);

/// The state that all `once` actions of a desk share.
pub(crate) struct Once {
    seals: Arc<Seals>,
    store: Arc<dyn StateStore>,
    flights: Flights,
    /// The id of this process, if the store is not shared. Tokens are bound to it: after a restart
    /// the claims are lost, and a form from before it would run again.
    process: OnceLock<[u8; 16]>,
}

/// A request's claim on a `once` form: it either runs the action or receives the outcome of the
/// first run.
pub(crate) struct Ticket {
    /// The idempotency key.
    id: String,
    /// The fingerprint of the form's fields.
    digest: [u8; 32],
    expires: SystemTime,
}

impl Once {
    pub(crate) fn new(seals: Arc<Seals>, store: Arc<dyn StateStore>) -> Self {
        Self {
            seals,
            store,
            flights: Flights::default(),
            process: OnceLock::new(),
        }
    }

    /// Returns a new token for a form. Returns `None` if the form is bound to an identity and the
    /// request has none.
    pub(crate) fn token(&self, entry: &Entry, ctx: &Ctx, key: Option<&str>, identity: Option<&str>) -> Option<String> {
        let runtime = &*ctx.shared().runtime;
        let mut id = [0; 16];
        runtime.random(&mut id);
        let scope = self.scope(entry, ctx, key, identity)?;
        // Sealing 16 bytes does not fail.
        self.seals.seal(Purpose::Once, scope, &id, runtime).ok()
    }

    /// Opens the token of a submitted form.
    ///
    /// # Errors
    ///
    /// Returns the problem for the client if the token is missing, not valid, or bound to an
    /// identity that the request doesn't have.
    pub(crate) fn ticket(
        &self,
        entry: &Entry,
        ctx: &Ctx,
        form: &FormData,
        identity: Option<&str>,
    ) -> Result<Ticket, Problem> {
        let key = form.key();
        let opened = self.open_token(entry, ctx, form.first(ONCE_FIELD), key.as_deref(), identity);
        let opened = opened.map_err(|why| {
            why.log(entry.name, ONCE_FIELD);
            match why {
                Unopened::NoIdentity => no_identity(),
                Unopened::Missing | Unopened::Token(_) => form_expired(),
            }
        })?;
        Ok(Ticket {
            id: URL_SAFE_NO_PAD.encode(opened.plaintext),
            digest: form.digest(|name| entry.has_field(name)),
            expires: opened.expires,
        })
    }

    fn open_token(
        &self,
        entry: &Entry,
        ctx: &Ctx,
        token: Option<&str>,
        key: Option<&str>,
        identity: Option<&str>,
    ) -> Result<Opened, Unopened> {
        let scope = self.scope(entry, ctx, key, identity).ok_or(Unopened::NoIdentity)?;
        let token = token.ok_or(Unopened::Missing)?;
        let opened = self
            .seals
            .open(Purpose::Once, entry, scope, token, ctx.shared().runtime.now());
        opened.map_err(Unopened::Token)
    }

    fn scope<'a>(
        &'a self,
        entry: &Entry,
        ctx: &Ctx,
        key: Option<&'a str>,
        identity: Option<&'a str>,
    ) -> Option<Scope<'a>> {
        Some(Scope {
            action: entry.name,
            field: self.process(ctx),
            key,
            identity: match entry.once {
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

/// The problem if the token was already sent with other values.
fn sent_differently() -> Problem {
    already_sent(
        "It was sent with other values, and this time nothing was done. Check the result first. \
         To submit these values as well, send the form again.",
    )
}

/// The problem if the token was already sent and the outcome is unknown.
fn sent_and_lost() -> Problem {
    already_sent(
        "Your request may have been partly processed, and this time nothing was done. \
         Check the result before sending it again.",
    )
}

fn already_sent(detail: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, ALREADY_SENT)
        .with_title("This form was sent before")
        .with_detail(detail)
}

/// The problem if the store fails: the form may have been sent before, so the action doesn't run.
fn unknown() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "once-unavailable")
        .with_title("This can't be done right now")
        .with_detail("Nothing was done. Please send it again later.")
}
