//! One call of an action, from its extractors to its outcome.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_router::{BoxFuture, Ctx, Problem, catch_panic};
use http::request::Parts;

use crate::action::{Action, ActionFor};
use crate::actions::{Actions, Entry};
use crate::body::{self, BodyKind, Received};
use crate::form::{FieldErrors, FormData, FromForm};
use crate::outcome::Outcome;
use crate::source;

/// A request that passed every check that needs no body.
pub(crate) struct Call<'a> {
    pub(crate) parts: &'a mut Parts,
    pub(crate) body: Body,
    pub(crate) kind: BodyKind,
    pub(crate) actions: &'a Actions,
    pub(crate) entry: &'a Entry,
    pub(crate) ctx: &'a Ctx,
}

/// What becomes of a call once everything has been read.
pub(crate) struct Ready {
    /// What was sent; kept, because a failure must not lose it. Boxed, since it passes through several hands.
    pub(crate) form: Box<FormData>,
    pub(crate) next: Result<Running, FieldErrors>,
}

/// A function about to run, its panics caught.
pub(crate) type Running = BoxFuture<'static, Result<Outcome, Problem>>;

/// Why a call ended before its form was read.
pub(crate) enum Refusal {
    /// An extractor's own answer.
    Response(Response),
    Problem(Problem),
}

/// An action bound to its state, with its types forgotten.
pub(crate) trait Run: Send + Sync {
    fn prepare<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Ready, Refusal>>;

    fn takes_postcard(&self) -> bool;
}

pub(crate) struct Bound<A: Action> {
    state: Arc<A::State>,
}

impl<A: Action> Bound<A> {
    pub(crate) fn new(state: Arc<A::State>) -> Self {
        Self { state }
    }
}

impl<A: ActionFor<<A as Action>::State>> Run for Bound<A> {
    fn prepare<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Ready, Refusal>> {
        Box::pin(async move {
            let Call {
                parts,
                body,
                kind,
                actions,
                entry,
                ctx,
            } = call;
            let runtime = &ctx.shared().runtime;
            let extracted = match A::extract(parts, &self.state).await {
                Ok(extracted) => extracted,
                Err(response) => {
                    source::dismiss(body, &parts.headers, &**runtime).await;
                    return Err(Refusal::Response(response));
                }
            };
            let received = body::receive(body, kind, &parts.headers, entry, runtime).await;
            let mut received = received.map_err(Refusal::Problem)?;
            if let Received::Form(form) = &mut received {
                actions.seals.open_arguments(entry, form, parts, &**runtime);
            }
            let (form, input) = decode::<A::Input>(received, entry).map_err(Refusal::Problem)?;
            let next = input.map(|input| Box::pin(catch_panic(Some(ctx.clone()), A::run(extracted, input))) as Running);
            Ok(Ready {
                form: Box::new(form),
                next,
            })
        })
    }

    fn takes_postcard(&self) -> bool {
        A::Input::takes_postcard()
    }
}

/// What was sent, and what it means. postcard has no names, so there is nothing of it to show again.
fn decode<T: FromForm>(received: Received, entry: &Entry) -> Result<(FormData, Result<T, FieldErrors>), Problem> {
    match received {
        Received::Form(form) => {
            let input = T::from_form(form.root());
            Ok((form, input))
        }
        Received::Postcard(bytes) => {
            let input = T::from_postcard(&bytes, &entry.limits.form)?;
            let mut errors = FieldErrors::none();
            input.check(&mut errors);
            let input = if errors.is_empty() { Ok(input) } else { Err(errors) };
            Ok((FormData::empty(), input))
        }
    }
}
