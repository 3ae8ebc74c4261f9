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
use frontdesk_router::{Ctx, Problem};
use http::StatusCode;

use crate::actions::Entry;
use crate::keys::{Opened, Purpose};
use crate::registration::OnceFor;
use crate::sealed::{Unopened, form_expired, no_identity};
use crate::seals::{Scope, Seals};
use crate::state_store::StateStore;
use crate::submission::Submission;

mod fingerprint;
mod flights;
mod record;
mod run;

use self::fingerprint::fingerprint;
use self::flights::Flights;

/// The hidden field that holds the token.
pub(crate) const ONCE_FIELD: &str = "__fd_once";

/// The code of the problem of a form that was sent before.
pub(crate) const ALREADY_SENT: &str = "already-sent";

/// How far the clocks of two instances may differ: a claim outlives its token by this.
const SKEW: Duration = Duration::from_secs(60);

/// What all `once` actions of a desk share.
pub(crate) struct Once {
    seals: Arc<Seals>,
    store: Arc<dyn StateStore>,
    flights: Flights,
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
    pub(crate) fn new(seals: Arc<Seals>, store: Arc<dyn StateStore>) -> Self {
        Self {
            seals,
            store,
            flights: Flights::default(),
            process: OnceLock::new(),
        }
    }

    /// A token for a page's form; none when the form is for an identity and there is none.
    pub(crate) fn token(&self, entry: &Entry, ctx: &Ctx, key: Option<&str>, identity: Option<&str>) -> Option<String> {
        let runtime = &*ctx.shared().runtime;
        let mut id = [0; 16];
        runtime.random(&mut id);
        let scope = self.scope(entry, ctx, key, identity)?;
        // 16 bytes are within what can be sealed.
        self.seals.seal(Purpose::Once, scope, &id, runtime).ok()
    }

    /// The ticket that a form brought.
    pub(crate) fn ticket(
        &self,
        entry: &Entry,
        ctx: &Ctx,
        form: &Submission,
        identity: Option<&str>,
    ) -> Result<Ticket, Problem> {
        let key = form.key();
        let opened = self.open_token(entry, ctx, form.hidden(ONCE_FIELD), key.as_deref(), identity);
        let opened = opened.map_err(|why| {
            why.log(entry.name, ONCE_FIELD);
            match why {
                Unopened::NoIdentity => no_identity(),
                Unopened::Missing | Unopened::Token(_) => form_expired(),
            }
        })?;
        Ok(Ticket {
            id: URL_SAFE_NO_PAD.encode(opened.plaintext),
            digest: fingerprint(&form.form, |name| entry.has_field(name)),
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

/// The same token with other fields.
fn sent_differently() -> Problem {
    already_sent(
        "It was sent with other values, and this time nothing was done. See what came of that; to send this one as well, send it again.",
    )
}

/// The same token, and an answer that is lost.
fn sent_and_lost() -> Problem {
    already_sent(
        "It may have been carried out in part, and this time nothing was done. See what came of it before you send it again.",
    )
}

fn already_sent(detail: &'static str) -> Problem {
    Problem::new(StatusCode::CONFLICT, ALREADY_SENT)
        .with_title("This form was sent before")
        .with_detail(detail)
}

/// The store can't say whether the form was sent before, so it must be assumed.
fn unknown() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "once-unavailable")
        .with_title("This can't be done right now")
        .with_detail("Nothing was done. Please send it again later.")
}
