//! A request whose action has begun runs to its end, with all layers of the desk, even if the client
//! disconnects.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum_core::response::Response;
use frontdesk_router::{BoxFuture, Ctx};

/// Responds in place. If it is dropped after the request's action has begun, because the client
/// disconnected, the runtime runs the rest: the action, and what the desk's layers do after it, such
/// as writing a session. Before that, the request is dropped.
///
/// (Where a layer inside the desk drops the action, a time limit say, the endpoint hands over the
/// action alone.)
pub(crate) struct HandOver {
    /// `None` once it has ended.
    response: Option<BoxFuture<'static, Response>>,
    /// Stays true after a panic of the future itself, which must not be polled again.
    polling: bool,
    ctx: Ctx,
}

impl HandOver {
    pub(crate) fn new(response: BoxFuture<'static, Response>, ctx: Ctx) -> Self {
        Self {
            response: Some(response),
            polling: false,
            ctx,
        }
    }
}

impl Future for HandOver {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let this = &mut *self;
        let Some(response) = this.response.as_mut() else {
            return Poll::Pending;
        };
        this.polling = true;
        let polled = response.as_mut().poll(cx);
        this.polling = false;
        if polled.is_ready() {
            this.response = None;
        }
        polled
    }
}

impl Drop for HandOver {
    fn drop(&mut self) {
        let Some(rest) = self.response.take() else { return };
        if self.ctx.has_begun_action() && !self.polling {
            let rest = async move { drop(rest.await) };
            self.ctx.shared().runtime.spawn(Box::pin(rest));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use frontdesk_router::__desk::{ErrorMap, Shared};
    use frontdesk_router::{HeaderMap, TokioRuntime, Uri};
    use futures_util::FutureExt;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn request_is_handed_over_only_after_its_action_has_begun() {
        for begun in [true, false] {
            let shared = Shared::new(Arc::new(TokioRuntime::new()), ErrorMap::default(), String::new());
            let outer = Ctx::new(Arc::new(shared), &Uri::from_static("/a"), &HeaderMap::new());
            let inner = outer.clone();
            let (go, gone) = oneshot::channel::<()>();
            let (end, ended) = oneshot::channel();
            let response = async move {
                if begun {
                    inner.begin_action();
                }
                let _ = gone.await;
                let _ = end.send(());
                Response::default()
            };
            let mut request = HandOver::new(Box::pin(response), outer);
            assert!((&mut request).now_or_never().is_none());
            drop(request);
            let _ = go.send(());
            assert_eq!(ended.await.is_ok(), begun);
        }
    }
}
