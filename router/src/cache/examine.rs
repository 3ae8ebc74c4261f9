//! Whether a handler's response may be stored, and what is stored of it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, ETAG, SET_COOKIE, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};

use super::response::{Content, Inner, StoredResponse};
use crate::context::Ctx;
use crate::panics::catch_panic;
use crate::problem::{Problem, StoredProblem, replace_body};
use crate::problem_page::ProblemPages;
use crate::vary::vary_by_accept;
use crate::words::Catalogue;

/// Headers that belong to one connection (RFC 9110, section 7.6.1), and those that are set anew for
/// every body.
const NOT_STORED: [HeaderName; 7] = [
    CONNECTION,
    CONTENT_LENGTH,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    HeaderName::from_static("keep-alive"),
];

/// What is stored beside a response, and the limits for it.
pub(super) struct StorageTerms<'a> {
    /// The store's sequence number before the handler ran.
    pub(super) sequence: u64,
    pub(super) generated_at: SystemTime,
    pub(super) fresh_for: Option<Duration>,
    pub(super) lifetime: Option<Duration>,
    pub(super) tags: &'a Arc<[String]>,
    /// The `Cache-Control` of responses that do not set it themselves.
    pub(super) cache_control: &'a HeaderValue,
    pub(super) max_body_len: u64,
}

/// What may be done with a response.
pub(super) enum Examined {
    /// It is stored.
    Store(StoredResponse),
    /// It is not stored, but all requests that wait for it receive it.
    Share(StoredResponse),
    /// It is for one client only, or cannot be held in memory. With the reason.
    PassThrough(Response, &'static str),
}

/// Examines the response of a run. `ctx` is the run's own: what the handler recorded there, such as
/// cookies, is part of the response.
pub(super) async fn examine(result: Result<Response, Problem>, ctx: &Ctx, terms: &StorageTerms<'_>) -> Examined {
    let mut response = result.unwrap_or_else(IntoResponse::into_response);
    let status = response.status();
    ctx.finish_headers(status, response.headers_mut());
    let problem = response.extensions_mut().remove::<Problem>();
    let problem = problem.map(|problem| problem.finish_with_status(response.status(), ctx));
    if let Some(problem) = &problem {
        replace_body(&mut response, problem.render(false));
    }
    if let Some(reason) = reason_against_storing(&response, terms.max_body_len) {
        // The request that takes the response renders the problem: only there is it known what the
        // client accepts.
        if let Some(problem) = problem {
            response.extensions_mut().insert(problem);
        }
        return Examined::PassThrough(response, reason);
    }
    let (parts, body) = response.into_parts();
    let body = match catch_panic(body.collect()).await {
        // Copied, because a handler's bytes may be a small part of a large allocation.
        Ok(Ok(body)) => Bytes::copy_from_slice(&body.to_bytes()),
        Err(panicked) => {
            let problem = panicked.into_problem_of_cached(Some(ctx));
            return Examined::PassThrough(problem.into_response(), "its body panicked");
        }
        Ok(Err(error)) => {
            return Examined::PassThrough(Problem::internal(error).into_response(), "its body ended early");
        }
    };
    let html = match &problem {
        Some(problem) => html_content(problem, &parts.headers).await,
        None => None,
    };
    let content = Content {
        headers: parts.headers,
        body,
    };
    let problem = problem.filter(|_| ctx.part::<Catalogue>().is_some() || ctx.part::<ProblemPages>().is_some());
    let problem = problem.map(|problem| Arc::new(StoredProblem::from(&problem)));
    finish(parts.status, (content, html, problem), terms)
}

/// Returns the reason why only the client that sent the request may receive a response, if there is
/// one.
fn reason_against_storing(response: &Response, max_body_len: u64) -> Option<&'static str> {
    let headers = response.headers();
    if headers.contains_key(SET_COOKIE) {
        return Some("it sets a cookie");
    }
    // RFC 9111, section 5.2.2: `no-store` is for every cache, `private` for caches that many
    // clients share.
    let values = headers.get_all(CACHE_CONTROL).iter();
    let mut directives = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let forbids = |directive: &[u8]| {
        let name = directive.split(|byte| *byte == b'=').next().unwrap_or_default();
        let is = |forbidden: &[u8]| name.trim_ascii().eq_ignore_ascii_case(forbidden);
        is(b"no-store") || is(b"private")
    };
    if directives.any(forbids) {
        return Some("it has `Cache-Control: no-store` or `private`");
    }
    match response.body().size_hint().exact() {
        None => Some("its body is a stream"),
        Some(length) if length > max_body_len => Some("its body is too long"),
        Some(_) => None,
    }
}

/// Renders a problem as a page, with the headers that the handler set beside it.
async fn html_content(problem: &Problem, headers: &HeaderMap) -> Option<Content> {
    let mut page = Response::new(Body::empty());
    page.headers_mut().clone_from(headers);
    replace_body(&mut page, problem.render(true));
    let (parts, body) = page.into_parts();
    let body = Bytes::copy_from_slice(&body.collect().await.ok()?.to_bytes());
    let headers = parts.headers;
    Some(Content { headers, body })
}

/// JSON or the handler's own content; the page of a problem; the problem itself.
type Contents = (Content, Option<Content>, Option<Arc<StoredProblem>>);

fn finish(status: StatusCode, (mut content, mut html, problem): Contents, terms: &StorageTerms<'_>) -> Examined {
    let is_stored = is_cacheable_status(status);
    let has_html = html.is_some();
    for content in [Some(&mut content), html.as_mut()].into_iter().flatten() {
        for name in &NOT_STORED {
            content.headers.remove(name);
        }
        if has_html {
            vary_by_accept(&mut content.headers);
        }
        let default_cache_control = if is_stored {
            terms.cache_control.clone()
        } else {
            HeaderValue::from_static("private, no-cache")
        };
        content.headers.entry(CACHE_CONTROL).or_insert(default_cache_control);
        // Conditional requests only apply to a 200 (RFC 9110, section 13.2.1).
        if status == StatusCode::OK && !content.headers.contains_key(ETAG) {
            content.headers.insert(ETAG, etag(&content.body));
        }
    }
    let response = StoredResponse::new(Inner {
        sequence: terms.sequence,
        generated_at: terms.generated_at,
        fresh_for: terms.fresh_for,
        lifetime: terms.lifetime,
        failures: 0,
        last_failure: None,
        tags: Arc::clone(terms.tags),
        status,
        content,
        html,
        problem,
    });
    if is_stored {
        Examined::Store(response)
    } else {
        Examined::Share(response)
    }
}

/// Returns whether a status describes a lasting state of the path itself.
pub(super) fn is_cacheable_status(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::OK
            | StatusCode::MOVED_PERMANENTLY
            | StatusCode::PERMANENT_REDIRECT
            | StatusCode::NOT_FOUND
            | StatusCode::GONE
    )
}

/// Computes a weak entity tag, because a layer that compresses changes the bytes. Half a SHA-256 is
/// the same in every instance and build, and two contents with the same tag cannot be constructed.
fn etag(body: &Bytes) -> HeaderValue {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let hash = Sha256::digest(body);
    let mut tag = b"W/\"".to_vec();
    for byte in hash.iter().take(16) {
        tag.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
    }
    tag.push(b'"');
    // Hexadecimal digits are always a valid header value.
    HeaderValue::from_maybe_shared(Bytes::from(tag)).unwrap_or_else(|_| HeaderValue::from_static("W/\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_and_no_store_of_the_context_are_part_of_the_response() {
        use crate::error_map::ErrorMap;
        use crate::runtime::{BoxFuture, Runtime, Spool};
        use crate::shared::Shared;

        struct NoRuntime;
        impl Runtime for NoRuntime {
            fn spawn(&self, _: BoxFuture<'static, ()>) {}
            fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
                Box::pin(std::future::ready(()))
            }
            fn now(&self) -> SystemTime {
                SystemTime::UNIX_EPOCH
            }
            fn random(&self, _: &mut [u8]) {}
            fn spool(&self) -> BoxFuture<'static, std::io::Result<Box<dyn Spool>>> {
                Box::pin(std::future::ready(Err(std::io::Error::other("none"))))
            }
        }
        let shared = Arc::new(Shared::new(Arc::new(NoRuntime), ErrorMap::default(), String::new()));
        let terms = StorageTerms {
            sequence: 0,
            generated_at: SystemTime::UNIX_EPOCH,
            fresh_for: None,
            lifetime: None,
            tags: &Arc::default(),
            cache_control: &HeaderValue::from_static("no-cache"),
            max_body_len: 10,
        };
        let after = |record: fn(&Ctx)| {
            let ctx = Ctx::new(Arc::clone(&shared), &http::Uri::default(), &HeaderMap::new());
            record(&ctx);
            let examined = examine(Ok("x".into_response()), &ctx, &terms);
            futures_util::FutureExt::now_or_never(examined).unwrap()
        };
        assert!(matches!(after(|_| {}), Examined::Store(_)));
        let Examined::PassThrough(response, _) = after(|ctx| ctx.set_cookie(cookie::Cookie::new("a", "b"))) else {
            panic!("a cookie was stored")
        };
        assert_eq!(response.headers()[SET_COOKIE], "a=b");
        assert!(matches!(after(Ctx::forbid_store), Examined::PassThrough(..)));
    }

    #[test]
    fn etag_is_computed_from_the_body() {
        assert_eq!(
            etag(&Bytes::from_static(b"abc")),
            "W/\"ba7816bf8f01cfea414140de5dae2223\""
        );
    }
}
