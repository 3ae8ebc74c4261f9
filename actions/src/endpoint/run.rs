//! Runs an action's function with the action's options: `timeout` and `once`.

use std::sync::Arc;

use frontdesk_router::__desk::catch_panic;
use frontdesk_router::{BoxFuture, Ctx, Problem};
use futures_util::FutureExt as _;
use futures_util::future::Either;

use super::call::Call;
use super::detach::detached;
use super::timeout::with_timeout;
use crate::action::{Function, Outcome};

impl Call {
    /// Runs a function with the action's options. The future ends with an outcome even if the
    /// function panics, and if it is dropped because a layer dropped it, the runtime runs the rest.
    ///
    /// # Errors
    ///
    /// When the action runs `once`, and the form has no valid token for that or it is unknown whether
    /// it ran before.
    pub(super) fn run(&self, function: Function) -> Result<impl Future<Output = Outcome> + Send, Problem> {
        let run = catch_panics(function, &self.ctx);
        let run = match self.action.timeout {
            None => Either::Left(run),
            Some(timeout) => Either::Right(with_timeout(timeout, run, self.ctx.clone())),
        };
        let run = match self.action.once {
            None => Either::Left(run),
            Some(_) => Either::Right(self.run_once(run)?),
        };
        Ok(detached(run, self.ctx.clone()).map(|ended| ended.unwrap_or_else(Outcome::problem)))
    }

    /// Runs a function unless the form was sent before.
    fn run_once(
        &self,
        run: impl Future<Output = Result<Outcome, Problem>> + Send + 'static,
    ) -> Result<BoxFuture<'static, Result<Outcome, Problem>>, Problem> {
        let (once, ctx) = (Arc::clone(&self.actions.once), self.ctx.clone());
        let identity = self.identity.as_deref();
        let browser = self.browser();
        let (sent, sent_key) = self.sent_form();
        let forms = [(&*self.action, self.hidden.key.as_deref()), (&**sent, sent_key)];
        let token = self.hidden.once_token.as_deref();
        let token = once.accept(forms, &ctx, &self.form, token, identity, &browser)?;
        let token = token.admit(self.parts.extensions.get())?;
        Ok(Box::pin(async move { Ok(once.run(token, &ctx, run).await) }))
    }
}

/// Turns a panic of the function into a masked 500.
fn catch_panics(
    function: Function,
    ctx: &Ctx,
) -> impl Future<Output = Result<Outcome, Problem>> + Send + Unpin + use<> {
    let ctx = ctx.clone();
    catch_panic(function).map(move |ran| ran.map_err(|panicked| panicked.into_problem(Some(&ctx))))
}
