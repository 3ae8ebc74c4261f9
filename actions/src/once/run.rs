//! Claims a form, runs its action, and stores the outcome for further requests with the form.

use std::io;
use std::time::{Duration, SystemTime};

use cookie::Cookie;
use frontdesk_router::{BoxFuture, Ctx, Problem};

use super::problems::{sent_differently, unavailable};
use super::runs::Position;
use super::stored_outcome::{Record, RunOutcome, StoredOutcome};
use super::{Once, OnceToken, SKEW};
use crate::action::Outcome;
use crate::browser::is_id_cookie;
use crate::keys::{Purpose, nonce};
use crate::store::in_time;

/// How long after its claim a request waits for a run in another instance.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// The time between two reads of the store while waiting.
const INTERVAL: Duration = Duration::from_millis(200);

/// How many claims of other instances may be released while this request waits.
const MAX_RELEASED: usize = 3;

/// What a request may do with its form.
enum Turn {
    /// Run the function.
    Mine,
    /// Respond with this: it was run before, or must not be.
    Ended(RunOutcome),
    /// It was run before, and the outcome is unknown.
    Lost,
}

/// The state of a form that was sent before, according to the store.
enum Claimed {
    /// Its claim was released.
    Released,
    /// It was claimed at this time and has no outcome: its run is in progress or was aborted.
    Since(SystemTime),
    /// It was sent with other values.
    Differently,
    /// Its run has ended. `None` if the outcome is unknown.
    Ended(Option<RunOutcome>),
}

impl Once {
    /// Runs the function if this is the first request with its token, else returns the outcome of
    /// the first one.
    pub(crate) async fn run(
        &self,
        token: OnceToken,
        ctx: &Ctx,
        function: impl Future<Output = Result<Outcome, Problem>> + Send,
    ) -> Outcome {
        match self.runs.join(&token.id, token.fingerprint) {
            Position::Different => Outcome::problem(sent_differently()),
            Position::Later(waiting) => {
                let outcome = waiting.await;
                if !token.is_same_browser {
                    return outcome.for_another_browser().into_outcome();
                }
                outcome.share_cookies(ctx);
                outcome.into_outcome()
            }
            Position::First(guard) => {
                let (outcome, whole) = self.claim_and_run(&token, ctx, function).await;
                guard.finish(&outcome);
                whole.unwrap_or_else(|| outcome.into_outcome())
            }
        }
    }

    /// Claims the form and runs the function, or waits for the outcome of a run in another instance.
    ///
    /// If that is unknown, the function runs only if it recognises a repeat by itself. Returns the outcome
    /// for others too, and the whole one if that may be more.
    async fn claim_and_run(
        &self,
        token: &OnceToken,
        ctx: &Ctx,
        function: impl Future<Output = Result<Outcome, Problem>> + Send,
    ) -> (RunOutcome, Option<Outcome>) {
        match self.turn(token, ctx).await {
            Ok(Turn::Ended(outcome)) => return (outcome, None),
            Ok(Turn::Lost) if !token.deduplicates => return (RunOutcome::lost(), None),
            Err(error) => {
                let runs = token.deduplicates;
                tracing::error!(%error, runs, "the store failed, so it is unknown whether a form was sent before");
                if !runs {
                    return (RunOutcome::problem(unavailable()), None);
                }
            }
            Ok(Turn::Mine | Turn::Lost) => {}
        }
        self.finish(token, ctx, function.await).await
    }

    /// Claims the form. If it is claimed already, waits for the end of its run in another instance.
    async fn turn(&self, token: &OnceToken, ctx: &Ctx) -> io::Result<Turn> {
        let mut waited = false;
        let mut released = 0;
        while !self.claim(token, ctx).await? {
            match self.claimed_by(token, ctx).await? {
                // The claim can't be taken, but isn't there: the store contradicts itself.
                Claimed::Released if released == MAX_RELEASED => return Ok(Turn::Lost),
                Claimed::Released => released += 1,
                Claimed::Differently => return Ok(Turn::Ended(RunOutcome::problem(sent_differently()))),
                Claimed::Ended(Some(outcome)) => {
                    if !token.is_same_browser {
                        return Ok(Turn::Ended(outcome.for_another_browser()));
                    }
                    if !waited {
                        return Ok(Turn::Ended(outcome.after_the_run()));
                    }
                    outcome.share_cookies(ctx);
                    return Ok(Turn::Ended(outcome));
                }
                Claimed::Since(claimed) if self.may_end(claimed, ctx) => {
                    waited = true;
                    ctx.shared().runtime.sleep(INTERVAL).await;
                }
                Claimed::Since(_) | Claimed::Ended(None) => return Ok(Turn::Lost),
            }
        }
        Ok(Turn::Mine)
    }

    /// Returns whether a run without an outcome may still be in progress in another instance. In
    /// this one it isn't, because then this request would have joined it.
    fn may_end(&self, claimed: SystemTime, ctx: &Ctx) -> bool {
        let now = ctx.shared().runtime.now();
        self.store.is_shared() && now.duration_since(claimed).unwrap_or_default() < MAX_WAIT
    }

    /// Claims the form. Returns `false` if it is already claimed.
    async fn claim(&self, token: &OnceToken, ctx: &Ctx) -> io::Result<bool> {
        let (now, lifetime) = remaining(token, ctx);
        let claim = self.seal(&[b"claim", token.id.as_bytes()], &token.fingerprint, ctx, lifetime)?;
        within_timeout(self.store.put_new(claim_key(token), claim, now, lifetime), ctx).await
    }

    /// Reads the state of a form that is already claimed.
    async fn claimed_by(&self, token: &OnceToken, ctx: &Ctx) -> io::Result<Claimed> {
        let now = ctx.shared().runtime.now();
        let Some(claim) = within_timeout(self.store.get(&claim_key(token), now), ctx).await? else {
            return Ok(Claimed::Released);
        };
        let claim = self.open(&[b"claim", token.id.as_bytes()], &claim, now);
        let Some(claim) = claim else {
            return Ok(Claimed::Ended(None));
        };
        if claim.plaintext != token.fingerprint {
            return Ok(Claimed::Differently);
        }
        let Some(outcome) = within_timeout(self.store.get(&outcome_key(token), now), ctx).await? else {
            return Ok(Claimed::Since(claim.issued));
        };
        let outcome = self.open(&[b"outcome", token.id.as_bytes()], &outcome, now);
        let record = outcome.and_then(|outcome| postcard::from_bytes(&outcome.plaintext).ok());
        Ok(Claimed::Ended(record.and_then(RunOutcome::of_record)))
    }

    /// Stores the outcome of the run, or releases the claim if the function returned a problem.
    ///
    /// If `ran` is an error, the function panicked or exceeded its timeout. What it did is unknown,
    /// so the claim remains.
    async fn finish(
        &self,
        token: &OnceToken,
        ctx: &Ctx,
        ran: Result<Outcome, Problem>,
    ) -> (RunOutcome, Option<Outcome>) {
        let mut whole = None;
        let (record, end) = match ran {
            Err(problem) => (Some(Record::Lost), Err(problem)),
            Ok(outcome) => match StoredOutcome::of(outcome).await {
                Ok(Ok((stored, own))) => {
                    whole = own;
                    (Some(RunOutcome::record(&stored, &cookies_to_share(ctx))), Ok(stored))
                }
                Ok(Err(returned)) => (None, Err(returned)),
                Err(unsendable) => (Some(Record::Lost), Err(unsendable)),
            },
        };
        let saved = match record {
            Some(record) => self.store_outcome(token, ctx, &record).await,
            None => within_timeout(self.store.remove(&claim_key(token)), ctx).await,
        };
        if let Err(error) = saved {
            tracing::warn!(%error, "the store did not save the outcome of a `once` form; repetitions are refused");
        }
        let outcome = RunOutcome {
            // Logged here once, and not by each request that waited.
            end: end.map_err(|problem| problem.finish(ctx)),
            cookies: cookies_to_share(ctx),
        };
        (outcome, whole)
    }

    /// Stores the outcome of a run.
    async fn store_outcome(&self, token: &OnceToken, ctx: &Ctx, record: &Record) -> io::Result<()> {
        let (now, lifetime) = remaining(token, ctx);
        let record = postcard::to_stdvec(record).map_err(io::Error::other)?;
        let record = self.seal(&[b"outcome", token.id.as_bytes()], &record, ctx, lifetime)?;
        within_timeout(self.store.put(outcome_key(token), record, now, lifetime), ctx).await
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

/// Returns the cookies that the run has set, for requests that waited for it. They have a browser id
/// already.
fn cookies_to_share(ctx: &Ctx) -> Vec<Cookie<'static>> {
    let mut cookies = ctx.cookies_set();
    cookies.retain(|cookie| !is_id_cookie(cookie.name()));
    cookies
}

/// Awaits an operation of the store, with a timeout.
async fn within_timeout<T>(operation: BoxFuture<'_, io::Result<T>>, ctx: &Ctx) -> io::Result<T> {
    in_time(operation, &*ctx.shared().runtime).await
}

/// Returns the current time, and how long the claim must still remain.
fn remaining(token: &OnceToken, ctx: &Ctx) -> (SystemTime, Duration) {
    let now = ctx.shared().runtime.now();
    (now, token.expires.duration_since(now).unwrap_or_default() + SKEW)
}

fn claim_key(token: &OnceToken) -> String {
    format!("once:{}", token.id)
}

fn outcome_key(token: &OnceToken) -> String {
    format!("once-outcome:{}", token.id)
}
