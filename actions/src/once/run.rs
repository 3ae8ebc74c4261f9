//! Claims a form, runs its action, and stores the outcome for further requests with the form.

use std::io;
use std::time::{Duration, SystemTime};

use frontdesk_router::{BoxFuture, Ctx, Problem};

use super::problems::{sent_differently, unknown};
use super::runs::Joined;
use super::stored_outcome::{Record, Settled, StoredOutcome};
use super::{Once, SKEW, Ticket};
use crate::action::Outcome;
use crate::keys::{Purpose, nonce};
use crate::store::in_time;

/// How long after its claim a request waits for a run in another instance.
const PATIENCE: Duration = Duration::from_secs(30);

/// The time between two reads of the store while waiting.
const INTERVAL: Duration = Duration::from_millis(200);

/// How many claims of other instances may be released while this request waits.
const MAX_FREED: usize = 3;

/// The state of a form that was sent before, according to the store.
enum Claimed {
    /// Its claim was released.
    Freed,
    /// It was claimed at this time and has no outcome: its run is in progress or was aborted.
    Since(SystemTime),
    /// It was sent with other values.
    Differently,
    /// Its run has ended.
    Settled(Settled),
}

impl Once {
    /// Runs the function if this is the first request with its ticket, else returns the outcome of
    /// the first one.
    pub(crate) async fn run(
        &self,
        ticket: Ticket,
        ctx: &Ctx,
        function: impl Future<Output = Result<Outcome, Problem>> + Send,
    ) -> Settled {
        match self.runs.join(&ticket.id, ticket.fingerprint) {
            Joined::Different => Settled::problem(sent_differently()),
            Joined::Later(waiting) => {
                let settled = waiting.await;
                settled.share_cookies(ctx);
                settled
            }
            Joined::First(landing) => {
                let settled = self.lead(&ticket, ctx, function).await.unwrap_or_else(|error| {
                    tracing::error!(%error, "the store did not say whether a form was sent before, so it was refused");
                    Settled::problem(unknown())
                });
                landing.settle(&settled);
                settled
            }
        }
    }

    /// Claims the form and runs the function, or waits for the outcome of a run in another
    /// instance.
    async fn lead(
        &self,
        ticket: &Ticket,
        ctx: &Ctx,
        function: impl Future<Output = Result<Outcome, Problem>> + Send,
    ) -> io::Result<Settled> {
        let mut waited = false;
        let mut freed = 0;
        while !self.claim(ticket, ctx).await? {
            match self.claimed_by(ticket, ctx).await? {
                // The claim can't be taken, but isn't there: the store contradicts itself.
                Claimed::Freed if freed == MAX_FREED => return Ok(Settled::lost()),
                Claimed::Freed => freed += 1,
                Claimed::Differently => return Ok(Settled::problem(sent_differently())),
                Claimed::Settled(settled) => {
                    if waited {
                        settled.share_cookies(ctx);
                    }
                    return Ok(settled);
                }
                Claimed::Since(claimed) if self.may_end(claimed, ctx) => {
                    waited = true;
                    ctx.shared().runtime.sleep(INTERVAL).await;
                }
                Claimed::Since(_) => return Ok(Settled::lost()),
            }
        }
        Ok(self.settle(ticket, ctx, function.await).await)
    }

    /// Returns whether a run without an outcome may still be in progress in another instance. In
    /// this one it isn't, because then this request would have joined it.
    fn may_end(&self, claimed: SystemTime, ctx: &Ctx) -> bool {
        let now = ctx.shared().runtime.now();
        self.store.is_shared() && now.duration_since(claimed).unwrap_or_default() < PATIENCE
    }

    /// Claims the form. Returns `false` if it is already claimed.
    async fn claim(&self, ticket: &Ticket, ctx: &Ctx) -> io::Result<bool> {
        let (now, lifetime) = remaining(ticket, ctx);
        let claim = self.seal(&[b"claim", ticket.id.as_bytes()], &ticket.fingerprint, ctx, lifetime)?;
        within_timeout(self.store.put_new(claim_key(ticket), claim, now, lifetime), ctx).await
    }

    /// Reads the state of a form that is already claimed.
    async fn claimed_by(&self, ticket: &Ticket, ctx: &Ctx) -> io::Result<Claimed> {
        let now = ctx.shared().runtime.now();
        let Some(claim) = within_timeout(self.store.get(&claim_key(ticket), now), ctx).await? else {
            return Ok(Claimed::Freed);
        };
        let claim = self.open(&[b"claim", ticket.id.as_bytes()], &claim, now);
        let Some(claim) = claim else {
            return Ok(Claimed::Settled(Settled::lost()));
        };
        if claim.plaintext != ticket.fingerprint {
            return Ok(Claimed::Differently);
        }
        let Some(outcome) = within_timeout(self.store.get(&outcome_key(ticket), now), ctx).await? else {
            return Ok(Claimed::Since(claim.issued));
        };
        let outcome = self.open(&[b"outcome", ticket.id.as_bytes()], &outcome, now);
        let record = outcome.and_then(|outcome| postcard::from_bytes(&outcome.plaintext).ok());
        Ok(Claimed::Settled(
            record.map_or_else(Settled::lost, |record: Record| record.into()),
        ))
    }

    /// Stores the outcome of the run, or releases the claim if the function returned a problem.
    ///
    /// If `ran` is an error, the function panicked or exceeded its timeout. What it did is unknown,
    /// so the claim remains.
    async fn settle(&self, ticket: &Ticket, ctx: &Ctx, ran: Result<Outcome, Problem>) -> Settled {
        let (record, end) = match ran {
            Err(problem) => (Some(Record::Lost), Err(problem)),
            Ok(outcome) => match StoredOutcome::of(outcome) {
                Ok(Ok(stored)) => (Some(Settled::record(&stored, &ctx.cookies_set())), Ok(stored)),
                Ok(Err(returned)) => (None, Err(returned)),
                Err(unsendable) => (Some(Record::Lost), Err(unsendable)),
            },
        };
        let saved = match record {
            Some(record) => self.store_outcome(ticket, ctx, &record).await,
            None => within_timeout(self.store.remove(&claim_key(ticket)), ctx).await,
        };
        if let Err(error) = saved {
            tracing::warn!(%error, "the store did not save the outcome of a `once` form; repetitions are refused");
        }
        Settled {
            // Logged here once, and not by each request that waited.
            end: end.map_err(|problem| problem.finish(ctx)),
            cookies: ctx.cookies_set(),
        }
    }

    /// Stores the outcome of a run.
    async fn store_outcome(&self, ticket: &Ticket, ctx: &Ctx, record: &Record) -> io::Result<()> {
        let (now, lifetime) = remaining(ticket, ctx);
        let record = postcard::to_stdvec(record).map_err(io::Error::other)?;
        let record = self.seal(&[b"outcome", ticket.id.as_bytes()], &record, ctx, lifetime)?;
        within_timeout(self.store.put(outcome_key(ticket), record, now, lifetime), ctx).await
    }

    fn seal(&self, context: &[&[u8]], bytes: &[u8], ctx: &Ctx, lifetime: Duration) -> io::Result<Vec<u8>> {
        let runtime = &*ctx.shared().runtime;
        let sealed =
            self.tokens
                .sealer
                .seal_bytes(Purpose::Once, context, bytes, runtime.now(), lifetime, nonce(runtime));
        sealed.map_err(io::Error::other)
    }

    fn open(&self, context: &[&[u8]], bytes: &[u8], now: SystemTime) -> Option<crate::keys::Opened> {
        self.tokens.sealer.open_bytes(Purpose::Once, context, bytes, now).ok()
    }
}

/// Awaits an operation of the store, with a timeout.
async fn within_timeout<T>(operation: BoxFuture<'_, io::Result<T>>, ctx: &Ctx) -> io::Result<T> {
    in_time(operation, &*ctx.shared().runtime).await
}

/// Returns the current time, and how long the claim must still remain.
fn remaining(ticket: &Ticket, ctx: &Ctx) -> (SystemTime, Duration) {
    let now = ctx.shared().runtime.now();
    (now, ticket.expires.duration_since(now).unwrap_or_default() + SKEW)
}

fn claim_key(ticket: &Ticket) -> String {
    format!("once:{}", ticket.id)
}

fn outcome_key(ticket: &Ticket) -> String {
    format!("once-outcome:{}", ticket.id)
}
