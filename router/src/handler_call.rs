//! One call of a handler: the request, and what its response needs of it afterwards.

use std::fmt;
use std::future::Future;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use http::header::COOKIE;
use http::request::Parts;
use http::{Extensions, HeaderValue, Method, StatusCode};

use crate::context::{Ctx, joined_accept};
use crate::context_use::ContextUse;
use crate::entry::Entry;
use crate::finish::{default_cache_control, finish, finish_body, is_cacheable, leave};
use crate::flash::FlashSender;
use crate::head::Head;
use crate::lent::{address, lend};
use crate::panics::Panicked;

/// One call of a handler.
///
/// The head of the request stays here until the handler has responded, so that a problem can still be
/// rendered for the client. Only then is the context made, if no extractor needs it before.
pub struct HandlerCall {
    parts: Parts,
    body: Option<Body>,
    /// `None` once the context is made, and for a request that came through layers.
    head: Option<Head>,
    ctx: Option<Ctx>,
    /// `Accept` of a request that an extractor has taken as a whole.
    accept: Option<HeaderValue>,
    lends: bool,
    may_redirect: bool,
    leaves: bool,
    is_head: bool,
    is_cacheable: bool,
}

impl HandlerCall {
    pub(crate) fn new(mut request: Request, entry: Entry, context_use: ContextUse) -> Self {
        let leaves = matches!(entry, Entry::Direct(_));
        let (head, ctx) = match entry {
            Entry::Inside => (None, Ctx::get(request.extensions()).cloned()),
            Entry::Direct(head) if context_use == ContextUse::Inserted => {
                let ctx = head.into_ctx(request.uri(), request.headers());
                request.extensions_mut().insert(ctx.clone());
                (None, Some(ctx))
            }
            Entry::Direct(head) => (Some(head), None),
        };
        let (parts, body) = request.into_parts();
        Self {
            is_head: parts.method == Method::HEAD,
            is_cacheable: is_cacheable(&parts.method),
            parts,
            body: Some(body),
            head,
            ctx,
            accept: None,
            lends: context_use == ContextUse::Lent,
            may_redirect: false,
            leaves,
        }
    }

    /// Sets whether the handler may respond with a redirect that carries flash messages.
    pub(crate) fn set_may_redirect(&mut self, may_redirect: bool) {
        self.may_redirect = may_redirect;
    }

    /// Returns the parts for one extractor, and what runs it.
    pub(crate) fn extract(&mut self) -> (&mut Parts, Extraction<'_>) {
        let address = address(&self.parts);
        let head = self.lends.then_some(&mut self.head);
        (&mut self.parts, Extraction { head, address })
    }

    /// Returns the request for an extractor that takes it as a whole.
    pub(crate) fn take_request(&mut self) -> Request {
        let (rest, ()) = http::Request::new(()).into_parts();
        let parts = std::mem::replace(&mut self.parts, rest);
        if self.head.is_some() {
            self.parts.uri = parts.uri.clone();
            self.accept = joined_accept(&parts.headers);
        }
        if self.may_redirect {
            self.parts.method = parts.method.clone();
            self.parts.headers = parts.headers.clone();
        }
        Request::from_parts(parts, self.body.take().unwrap_or_default())
    }

    /// Drops the body, which no extractor reads.
    pub(crate) fn drop_body(&mut self) {
        self.body = None;
    }

    /// Drops the extensions, which no extractor reads any more.
    pub(crate) fn drop_extensions(&mut self) {
        self.parts.extensions = Extensions::new();
    }

    /// Finishes the response of the handler.
    pub(crate) fn finish(&mut self, result: Result<Response, Panicked>) -> Response {
        match (result, &self.head) {
            // Nothing needs the context: most responses.
            (Ok(mut response), Some(head))
                if response.extensions().is_empty() && !(head.shared.has_flashed() && self.is_page(&response)) =>
            {
                if self.is_cacheable {
                    default_cache_control(response.headers_mut());
                }
                finish_body(response, &head.shared.in_flight, self.is_head)
            }
            (result, _) => self.finish_with_context(result),
        }
    }

    fn finish_with_context(&mut self, result: Result<Response, Panicked>) -> Response {
        let ctx = self.take_ctx();
        let mut response = result.unwrap_or_else(|panicked| panicked.into_problem(ctx.as_ref()).into_response());
        self.finish_flashes(ctx.as_ref(), &mut response);
        let response = finish(response, ctx.as_ref(), self.is_cacheable);
        match ctx {
            Some(ctx) if self.leaves => leave(response, &ctx, self.is_head),
            _ => response,
        }
    }

    /// Sends the flash messages of a redirect, or notices that a page didn't show any.
    fn finish_flashes(&mut self, ctx: Option<&Ctx>, response: &mut Response) {
        if response.status().is_redirection() && !response.extensions().is_empty() {
            self.parts.uri = ctx.map(|ctx| ctx.uri().clone()).unwrap_or_default();
            FlashSender::send_carried(ctx, &self.parts, response);
        } else if let Some(ctx) = ctx.filter(|ctx| ctx.shared().has_flashed() && self.is_page(response)) {
            ctx.note_unread_flashes(&self.parts.headers);
        }
    }

    /// Returns whether the response may be a page that a redirect with flash messages has led to.
    fn is_page(&self, response: &Response) -> bool {
        response.status() == StatusCode::OK
            && self.parts.method == Method::GET
            && self.parts.headers.contains_key(COOKIE)
    }

    /// Returns the context, which is made now if there is none yet. `None` outside a desk.
    pub(crate) fn take_ctx(&mut self) -> Option<Ctx> {
        let Some(Head { shared, route }) = self.head.take() else {
            return self.ctx.take();
        };
        let accept = self.accept.take().or_else(|| joined_accept(&self.parts.headers));
        let uri = std::mem::take(&mut self.parts.uri);
        Some(Ctx::made(shared, uri, true, accept, route))
    }
}

/// Runs one extractor.
pub(crate) struct Extraction<'a> {
    head: Option<&'a mut Option<Head>>,
    address: usize,
}

impl Extraction<'_> {
    pub(crate) async fn run<T>(self, extraction: impl Future<Output = T>) -> T {
        match self.head {
            Some(head) => lend(head, self.address, extraction).await,
            None => extraction.await,
        }
    }
}

impl fmt::Debug for HandlerCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandlerCall")
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}
