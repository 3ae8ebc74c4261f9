//! One call of an action, from its extractors to its outcome.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_router::{BoxFuture, Problem, Runtime};
use http::request::Parts;

use crate::action::{Action, ActionFor};
use crate::body::{self, BodyKind};
use crate::form::{FieldErrors, FormData, FromForm};
use crate::limits::Limits;
use crate::outcome::Outcome;

/// A request that passed every check that needs no body.
pub(crate) struct Call {
    pub(crate) parts: Parts,
    pub(crate) body: Body,
    pub(crate) kind: BodyKind,
    /// The desk's limits, with the action's own in their place.
    pub(crate) limits: Limits,
    pub(crate) runtime: Arc<dyn Runtime>,
}

/// What becomes of a call once everything has been read.
pub(crate) struct Ready {
    /// What was sent; kept, because a failure must not lose it.
    pub(crate) form: FormData,
    pub(crate) next: Result<BoxFuture<'static, Outcome>, FieldErrors>,
}

/// Why a call ended before its form was read.
pub(crate) enum Refusal {
    /// An extractor's own answer.
    Response(Response),
    Problem(Problem),
}

/// An action bound to its state, with its types forgotten.
pub(crate) trait Run: Send + Sync {
    fn prepare(&self, call: Call) -> BoxFuture<'static, Result<Ready, Refusal>>;
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
    fn prepare(&self, mut call: Call) -> BoxFuture<'static, Result<Ready, Refusal>> {
        let state = Arc::clone(&self.state);
        Box::pin(async move {
            let extracted = A::extract(&mut call.parts, &state).await.map_err(Refusal::Response)?;
            let form = body::read_form(call).await.map_err(Refusal::Problem)?;
            let next = A::Input::from_form(form.root());
            let next = next.map(|input| Box::pin(A::run(extracted, input)) as BoxFuture<'static, Outcome>);
            Ok(Ready { form, next })
        })
    }
}
