//! One call of an action, from its extractors to its outcome.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_router::{BoxFuture, Ctx, Problem, catch_panic, catch_panic_of};
use http::request::Parts;

use crate::action::{Action, ActionFor};
use crate::actions::{Actions, Entry};
use crate::body::{self, BodyKind, Received, Unread};
use crate::form::{FieldErrors, FormData, FromForm};
use crate::outcome::Outcome;
use crate::source;

/// A request that passed every check that needs no body.
pub(crate) struct Call<'a> {
    /// Whether a problem leads back to the page, which shows again what was typed.
    pub(crate) goes_back: bool,
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
    pub(crate) next: Result<Running, Undecoded>,
}

/// A function about to run, its panics caught.
pub(crate) type Running = BoxFuture<'static, Result<Outcome, Problem>>;

/// Why a form that was read is no input of its action.
pub(crate) enum Undecoded {
    Fields(FieldErrors),
    /// A type's own code panicked.
    Panicked(Problem),
}

/// Why a call ended before its form was decoded, and what was read of it by then.
pub(crate) struct Refusal {
    pub(crate) why: Refused,
    pub(crate) form: Box<FormData>,
}

pub(crate) enum Refused {
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
            let extracted = match A::extract(call.parts, &self.state).await {
                Ok(extracted) => extracted,
                Err(response) => return Err(unextracted(call, response).await),
            };
            let Call {
                parts,
                body,
                kind,
                actions,
                entry,
                ctx,
                ..
            } = call;
            let runtime = &ctx.shared().runtime;
            let received = body::receive(body, kind, &parts.headers, entry, runtime).await;
            let mut received = received.map_err(Refusal::from)?;
            if let Received::Form(form) = &mut received {
                actions.seals.open_arguments(entry, form, parts, &**runtime);
            }
            let (form, input) = decode::<A::Input>(received, entry, ctx).map_err(Refusal::from)?;
            let run = |input| Box::pin(catch_panic(Some(ctx.clone()), A::run(extracted, input))) as Running;
            Ok(Ready {
                form: Box::new(form),
                next: input.map(run),
            })
        })
    }

    fn takes_postcard(&self) -> bool {
        A::Input::takes_postcard()
    }
}

/// An extractor refused. If that sends the person back to the page, what they typed goes along: it is read for that alone.
fn unextracted(call: Call<'_>, response: Response) -> BoxFuture<'_, Refusal> {
    Box::pin(async move {
        let headers = &call.parts.headers;
        let runtime = &call.ctx.shared().runtime;
        let form = if call.goes_back && response.extensions().get::<Problem>().is_some() {
            body::rescue(call.body, call.kind, headers, call.entry, runtime).await
        } else {
            source::dismiss(call.body, headers, &**runtime).await;
            FormData::empty()
        };
        Refusal {
            why: Refused::Response(response),
            form: Box::new(form),
        }
    })
}

impl From<Unread> for Refusal {
    fn from(Unread { problem, form }: Unread) -> Self {
        Self {
            why: Refused::Problem(problem),
            form,
        }
    }
}

/// What was sent, and what it means. postcard has no names, so there is nothing of it to show again.
fn decode<T: FromForm>(
    received: Received,
    entry: &Entry,
    ctx: &Ctx,
) -> Result<(FormData, Result<T, Undecoded>), Unread> {
    match received {
        Received::Form(form) => {
            // A type's decoding and its rules may be the app's own code. A panic there must not lose the form.
            let input = catch_panic_of(ctx, || T::from_form(form.root()));
            let input = input.map_err(Undecoded::Panicked);
            let input = input.and_then(|input| input.map_err(Undecoded::Fields));
            Ok((form, input))
        }
        Received::Postcard(bytes) => {
            let form = FormData::empty();
            match T::from_postcard(&bytes, &entry.limits.form) {
                Err(problem) => Err(Unread::new(problem, form)),
                Ok(input) => {
                    let mut errors = FieldErrors::none();
                    input.check(&mut errors);
                    let input = if errors.is_empty() { Ok(input) } else { Err(errors) };
                    Ok((form, input.map_err(Undecoded::Fields)))
                }
            }
        }
    }
}
