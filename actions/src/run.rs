//! One call of an action, from its extractors to its outcome.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::{IntoResponse as _, Response};
use frontdesk_router::__desk::{Panicked, catch_panic, catch_panic_sync};
use frontdesk_router::{BoxFuture, Ctx, Problem};
use futures_util::FutureExt as _;
use http::request::Parts;

use crate::action::{Action, ActionFor};
use crate::actions::{Actions, Entry};
use crate::body::{self, BodyKind, Received, Unread};
use crate::form::{FieldErrors, FromForm};
use crate::outcome::Outcome;
use crate::source;
use crate::submission::Submission;

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
    pub(crate) form: Box<Submission>,
    /// The identity that sent it, for an action that asks.
    pub(crate) identity: Option<String>,
    pub(crate) next: Result<Running, Undecoded>,
}

/// A function about to run, its panics caught.
pub(crate) type Running = BoxFuture<'static, Result<Outcome, Problem>>;

/// Why a form that was read is no input of its action.
pub(crate) enum Undecoded {
    Fields(FieldErrors),
    /// The app's own code did: a type's, or a rule's.
    Panicked(Panicked),
}

/// Why a call ended before its form was decoded, and what was read of it by then.
pub(crate) struct Refusal {
    pub(crate) why: Refused,
    pub(crate) form: Box<Submission>,
}

pub(crate) enum Refused {
    /// An extractor's own answer.
    Response(Response),
    Problem(Problem),
}

/// An action bound to its state, with its types forgotten.
pub(crate) trait Run: Send + Sync {
    fn prepare<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Ready, Refusal>>;
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
            // Extractors are the app's own code: they may panic like the function itself.
            let extracted = match catch_panic(A::extract(call.parts, &self.state)).await {
                Ok(Ok(extracted)) => extracted,
                Ok(Err(response)) => return Err(unextracted(call, response).await),
                Err(panicked) => {
                    let problem = panicked.into_problem(Some(call.ctx));
                    return Err(unextracted(call, problem.into_response()).await);
                }
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
            let received = body::receive(body, kind, &parts.headers, entry, &ctx.shared().runtime).await;
            let decoded = match received.map_err(Refusal::from)? {
                Received::Form(form) => from_form::<A::Input>(form, actions, entry, parts, ctx),
                Received::Postcard(bytes) => from_postcard::<A::Input>(&bytes, entry).map_err(Refusal::from)?,
            };
            let ctx = ctx.clone();
            let run = |input| -> Running {
                let ran = catch_panic(A::run(extracted, input));
                Box::pin(ran.map(move |ran| ran.map_err(|panicked| panicked.into_problem(Some(&ctx)))))
            };
            Ok(Ready {
                form: Box::new(decoded.form),
                identity: decoded.identity,
                next: decoded.input.map(run),
            })
        })
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
            Submission::empty()
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

/// What was sent, and what it means.
struct Decoded<T> {
    form: Submission,
    identity: Option<String>,
    input: Result<T, Undecoded>,
}

/// The app's own code takes part in it: it tells sessions apart, its types decode, and its rules check. A panic there must not
/// lose the form.
fn from_form<T: FromForm>(
    mut form: Submission,
    actions: &Actions,
    entry: &Entry,
    parts: &Parts,
    ctx: &Ctx,
) -> Decoded<T> {
    let mut identity = None;
    let input = catch_panic_sync(|| {
        identity = actions.seals.identity(entry, parts);
        let runtime = &*ctx.shared().runtime;
        actions
            .seals
            .open_arguments(entry, &mut form, identity.as_deref(), runtime);
        T::from_form(form.form.root())
    });
    let input = input.map_err(Undecoded::Panicked);
    let input = input.and_then(|input| input.map_err(Undecoded::Fields));
    Decoded { form, identity, input }
}

/// postcard has no names, so there is nothing of it to show again; and it brings nothing sealed.
fn from_postcard<T: FromForm>(bytes: &[u8], entry: &Entry) -> Result<Decoded<T>, Unread> {
    let input = catch_panic_sync(|| {
        let input = T::from_postcard(bytes, &entry.limits.form).map_err(|error| body::unreadable(&error))?;
        let mut errors = FieldErrors::none();
        input.check(&mut errors);
        Ok(if errors.is_empty() { Ok(input) } else { Err(errors) })
    });
    let input = match input {
        Ok(Err(problem)) => return Err(Unread::new(problem, Submission::empty())),
        Ok(Ok(input)) => input.map_err(Undecoded::Fields),
        Err(panicked) => Err(Undecoded::Panicked(panicked)),
    };
    Ok(Decoded {
        form: Submission::empty(),
        identity: None,
        input,
    })
}
