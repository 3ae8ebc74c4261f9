//! Claiming, running, and telling the others.

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

/// How long after its claim a run of another instance is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often it is asked for.
const INTERVAL: Duration = Duration::from_millis(200);

/// How many runs of other instances may fail while this request waits for its turn.
const MAX_FREED: usize = 3;

/// What the store says about a form that was sent before.
enum Sent {
    /// Its run gave the claim back.
    Freed,
    /// Under way, or lost: there is no answer (yet).
    Since(SystemTime),
    Differently,
    Settled(Settled),
}

impl Once {
    /// Runs the function if this is the first request with its ticket, else answers as the first was answered.
    pub(crate) async fn run(
        &self,
        ticket: Ticket,
        ctx: &Ctx,
        function: impl Future<Output = Result<Outcome, Problem>> + Send,
    ) -> Settled {
        match self.runs.join(&ticket.id, ticket.digest) {
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

    async fn lead(
        &self,
        ticket: &Ticket,
        ctx: &Ctx,
        function: impl Future<Output = Result<Outcome, Problem>> + Send,
    ) -> io::Result<Settled> {
        let mut waited = false;
        let mut freed = 0;
        while !self.claim(ticket, ctx).await? {
            match self.look(ticket, ctx).await? {
                // A store that says so again and again contradicts itself.
                Sent::Freed if freed == MAX_FREED => return Ok(Settled::lost()),
                Sent::Freed => freed += 1,
                Sent::Differently => return Ok(Settled::problem(sent_differently())),
                Sent::Settled(settled) => {
                    if waited {
                        settled.share_cookies(ctx);
                    }
                    return Ok(settled);
                }
                Sent::Since(claimed) if self.may_end(claimed, ctx) => {
                    waited = true;
                    ctx.shared().runtime.sleep(INTERVAL).await;
                }
                Sent::Since(_) => return Ok(Settled::lost()),
            }
        }
        Ok(self.settle(ticket, ctx, function.await).await)
    }

    /// Whether a run without an answer can still be under way: not here, or this request would be waiting for it.
    fn may_end(&self, claimed: SystemTime, ctx: &Ctx) -> bool {
        let now = ctx.shared().runtime.now();
        self.store.is_shared() && now.duration_since(claimed).unwrap_or_default() < PATIENCE
    }

    async fn claim(&self, ticket: &Ticket, ctx: &Ctx) -> io::Result<bool> {
        let (now, lifetime) = remaining(ticket, ctx);
        let claim = self.seal(&[b"claim", ticket.id.as_bytes()], &ticket.digest, ctx, lifetime)?;
        ask(self.store.put_new(claim_key(ticket), claim, now, lifetime), ctx).await
    }

    async fn look(&self, ticket: &Ticket, ctx: &Ctx) -> io::Result<Sent> {
        let now = ctx.shared().runtime.now();
        let Some(claim) = ask(self.store.get(&claim_key(ticket), now), ctx).await? else {
            return Ok(Sent::Freed);
        };
        let claim = self.open(&[b"claim", ticket.id.as_bytes()], &claim, now);
        let Some(claim) = claim else {
            return Ok(Sent::Settled(Settled::lost()));
        };
        if claim.plaintext != ticket.digest {
            return Ok(Sent::Differently);
        }
        let Some(answer) = ask(self.store.get(&answer_key(ticket), now), ctx).await? else {
            return Ok(Sent::Since(claim.issued));
        };
        let answer = self.open(&[b"answer", ticket.id.as_bytes()], &answer, now);
        let record = answer.and_then(|answer| postcard::from_bytes(&answer.plaintext).ok());
        Ok(Sent::Settled(
            record.map_or_else(Settled::lost, |record: Record| record.into()),
        ))
    }

    /// Keeps what the run came to, or gives the claim back.
    ///
    /// A run that has no outcome panicked, or was still going on when the time was up: what it did, nobody knows.
    async fn settle(&self, ticket: &Ticket, ctx: &Ctx, ran: Result<Outcome, Problem>) -> Settled {
        let (record, end) = match ran {
            Err(problem) => (Some(Record::Lost), Err(problem)),
            Ok(outcome) => match StoredOutcome::of(outcome) {
                Ok(Ok(kept)) => (Some(Settled::record(&kept, &ctx.cookies_set())), Ok(kept)),
                Ok(Err(returned)) => (None, Err(returned)),
                Err(unsendable) => (Some(Record::Lost), Err(unsendable)),
            },
        };
        let kept = match record {
            Some(record) => self.keep(ticket, ctx, &record).await,
            None => ask(self.store.remove(&claim_key(ticket)), ctx).await,
        };
        if let Err(error) = kept {
            tracing::warn!(%error, "the store did not take how a form ended; sent again, it is refused");
        }
        Settled {
            // Logged once, and not by each who waited.
            end: end.map_err(|problem| problem.finish(ctx)),
            cookies: ctx.cookies_set(),
        }
    }

    async fn keep(&self, ticket: &Ticket, ctx: &Ctx, record: &Record) -> io::Result<()> {
        let (now, lifetime) = remaining(ticket, ctx);
        let record = postcard::to_stdvec(record).map_err(io::Error::other)?;
        let record = self.seal(&[b"answer", ticket.id.as_bytes()], &record, ctx, lifetime)?;
        ask(self.store.put(answer_key(ticket), record, now, lifetime), ctx).await
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

/// What the store answers, in time.
async fn ask<T>(answer: BoxFuture<'_, io::Result<T>>, ctx: &Ctx) -> io::Result<T> {
    in_time(answer, &*ctx.shared().runtime).await
}

/// Now, and how long the token could still be sent.
fn remaining(ticket: &Ticket, ctx: &Ctx) -> (SystemTime, Duration) {
    let now = ctx.shared().runtime.now();
    (now, ticket.expires.duration_since(now).unwrap_or_default() + SKEW)
}

fn claim_key(ticket: &Ticket) -> String {
    format!("once:{}", ticket.id)
}

fn answer_key(ticket: &Ticket) -> String {
    format!("once-answer:{}", ticket.id)
}
