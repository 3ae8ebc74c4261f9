//! The code that is compiled anew for each action. All that it does is call the code that
//! `#[server_action]` generated; everything that can be shared by all actions belongs into
//! [`endpoint`](crate::endpoint).

use std::any::{TypeId, type_name};
use std::sync::Arc;

use axum_core::response::Response;
use frontdesk_form::{FieldErrors, FormError, FromForm};
use frontdesk_router::{BoxFuture, Place, State};
use futures_util::FutureExt as _;
use http::request::Parts;

use super::checks::{Checking, Checks, Submitted};
use super::erased::{DecodeError, ErasedAction, ErasedCall, Function, Payload};
use super::registration::{Registration, StateType};
use super::{Action, ActionFor};

impl Registration {
    /// Creates the registration of an action that is defined at the given place, as `file!()` and
    /// `line!()` return it.
    #[must_use]
    pub const fn new<A: ActionFor<<A as Action>::State>>(file: &'static str, line: u32) -> Self {
        Self {
            name: A::NAME,
            place: Place::new(file, line),
            id: TypeId::of::<A>,
            type_path: type_name::<A>,
            aliases: &[],
            path: None,
            body_limit: None,
            deny_unknown: false,
            timeout: None,
            once: None,
            any_origin: false,
            fields: A::fields,
            postcard: A::Input::takes_postcard,
            state: StateType::of::<A::State>,
            bind: |state| {
                let state = state.downcast().ok()?;
                Some(Arc::new(TypedAction::<A> { state }))
            },
        }
    }
}

struct TypedAction<A: Action> {
    state: Arc<A::State>,
}

impl<A: ActionFor<<A as Action>::State>> ErasedAction for TypedAction<A> {
    fn reads_request(&self) -> bool {
        let extracted = TypeId::of::<A::Extracted>();
        extracted != TypeId::of::<()>() && extracted != TypeId::of::<(State<A::State>,)>()
    }

    fn has_checks(&self) -> bool {
        A::HAS_CHECKS
    }

    fn extract_now(&self, parts: &mut Parts) -> Option<Result<Box<dyn ErasedCall>, Response>> {
        if self.reads_request() {
            return None;
        }
        self.extract_call(parts).now_or_never()
    }

    fn extract<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<Box<dyn ErasedCall>, Response>> {
        Box::pin(self.extract_call(parts))
    }
}

impl<A: ActionFor<<A as Action>::State>> TypedAction<A> {
    async fn extract_call(&self, parts: &mut Parts) -> Result<Box<dyn ErasedCall>, Response> {
        let extracted = A::extract(parts, &self.state).await?;
        // Without extractors this is a box of `()`, which allocates nothing.
        Ok(Box::new(TypedCall::<A> { extracted }))
    }
}

struct TypedCall<A: ActionFor<<A as Action>::State>> {
    extracted: A::Extracted,
}

impl<A: ActionFor<<A as Action>::State>> ErasedCall for TypedCall<A> {
    fn decode(self: Box<Self>, payload: Payload<'_>) -> Result<Function, DecodeError> {
        match read(payload).map_err(DecodeError::Body)? {
            Ok(input) => Ok(Box::pin(A::run(self.extracted, input))),
            Err((errors, submitted)) if A::HAS_CHECKS => {
                let checks = Checks::new().with_errors(errors);
                Err(DecodeError::Unchecked(A::check(self.extracted, submitted, checks)))
            }
            Err((errors, _)) => Err(DecodeError::Fields(errors)),
        }
    }

    fn check(self: Box<Self>, payload: Payload<'_>, checks: Checks) -> Result<Checking, FormError> {
        Ok(match read(payload)? {
            Ok(input) => A::check(self.extracted, Submitted::Input(input), checks),
            Err((errors, submitted)) => A::check(self.extracted, submitted, checks.with_errors(errors)),
        })
    }
}

/// Reads an input. If fields of it are wrong, returns their errors with what was submitted.
fn read<I: FromForm>(payload: Payload<'_>) -> Result<Result<I, (FieldErrors, Submitted<'_, I>)>, FormError> {
    match payload {
        Payload::Form(form) => {
            let node = form.root();
            Ok(I::from_form(node).map_err(|errors| (errors, Submitted::Form(node))))
        }
        Payload::Postcard(bytes, limits) => {
            let input = I::from_postcard(bytes, limits)?;
            let mut errors = FieldErrors::none();
            input.check(&mut errors);
            Ok(match errors.is_empty() {
                true => Ok(input),
                false => Err((errors, Submitted::Input(input))),
            })
        }
    }
}
