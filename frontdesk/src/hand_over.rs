//! A request whose action has begun runs to its end, with all layers of the desk, even if the client
//! disconnects.

use axum_core::response::Response;
use frontdesk_router::__desk::Detach;
use frontdesk_router::{BoxFuture, Ctx};
use futures_util::FutureExt as _;

/// Responds in place, by a future that [ends the action](Ctx::end_action) at its end. If it is dropped after the request's action has begun, because the client
/// disconnected, the runtime runs the rest: the action, and what the desk's layers do after it, such
/// as writing a session. Before that, the request is dropped. A shutdown waits for it until its end.
///
/// (Where a layer inside the desk drops the action, a time limit say, the endpoint hands over the
/// action alone.)
pub(crate) fn hand_over(response: BoxFuture<'static, Response>, ctx: Ctx) -> BoxFuture<'static, Response> {
    Box::pin(Detach::new(response, move |rest: BoxFuture<'static, Response>| {
        if ctx.is_running_action() {
            ctx.shared().runtime.spawn(Box::pin(rest.map(drop)));
        }
    }))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use frontdesk_router::__desk::{ErrorMap, Shared};
    use frontdesk_router::{HeaderMap, TokioRuntime, Uri};
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
                inner.end_action();
                Response::default()
            };
            let in_flight = Arc::clone(&outer.shared().in_flight);
            let mut request = hand_over(Box::pin(response), outer);
            assert!((&mut request).now_or_never().is_none());
            drop(request);
            assert_eq!(in_flight.actions(), usize::from(begun));
            let _ = go.send(());
            assert_eq!(ended.await.is_ok(), begun);
            in_flight.idle().await;
        }
    }
}
