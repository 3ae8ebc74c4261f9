//! Handlers without their argument types.

use std::marker::PhantomData;
use std::sync::Arc;

use axum_core::extract::Request;
use axum_core::response::Response;

use crate::context_use::ContextUse;
use crate::entry::Entry;
use crate::flash::{drop_flashes, may_redirect};
use crate::handler::Handler;
use crate::handler_call::HandlerCall;
use crate::panics::catch_panic;
use crate::problem::Problem;
use crate::runtime::BoxFuture;

/// A handler whose argument types are erased.
pub(crate) trait ErasedHandler<S>: Send + Sync {
    /// Calls the handler and finishes its response for the client.
    fn call(&self, request: Request, state: &Arc<S>, entry: Entry) -> BoxFuture<'static, Response>;

    /// Calls the handler and returns its response unchanged, or a problem if it panicked. For the
    /// cache.
    fn call_unfinished(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>>;
}

/// A handler together with its argument types.
struct Typed<H, T> {
    handler: H,
    context_use: ContextUse,
    /// Whether it may respond with a redirect, whose flash messages need the head of the request.
    may_redirect: bool,
    types: PhantomData<fn() -> T>,
}

/// Erases a handler's argument types.
pub(crate) fn erase<H, T, S>(handler: H) -> Arc<dyn ErasedHandler<S>>
where
    H: Handler<T, S>,
    T: 'static,
    S: Send + Sync + 'static,
{
    let context_use = ContextUse::of(&H::argument_types());
    Arc::new(Typed {
        handler,
        context_use,
        // So may the rejection of an extractor that is not this library's.
        may_redirect: context_use == ContextUse::Inserted || may_redirect(H::returned_type()),
        types: PhantomData,
    })
}

impl<H: Handler<T, S>, T: 'static, S: Send + Sync + 'static> ErasedHandler<S> for Typed<H, T> {
    fn call(&self, request: Request, state: &Arc<S>, entry: Entry) -> BoxFuture<'static, Response> {
        let handler = self.handler.clone();
        let mut call = HandlerCall::new(request, entry, self.context_use);
        call.set_may_redirect(self.may_redirect);
        let state = (!H::READS_NOTHING).then(|| Arc::clone(state));
        // The only box of a dispatch: the handler, the panic guard and the finishing share it.
        Box::pin(async move {
            let result = catch_panic(handler.respond(&mut call, state.as_deref())).await;
            call.finish(result)
        })
    }

    fn call_unfinished(&self, request: Request, state: Arc<S>) -> BoxFuture<'static, Result<Response, Problem>> {
        let handler = self.handler.clone();
        let mut call = HandlerCall::new(request, Entry::Inside, self.context_use);
        Box::pin(async move {
            let mut result = catch_panic(handler.respond(&mut call, Some(&*state))).await;
            if let Ok(response) = &mut result {
                drop_flashes(response, "a cached response is not for one browser");
            }
            result.map_err(|panicked| panicked.into_problem_of_cached(call.take_ctx().as_ref()))
        })
    }
}
