//! Whether a handler's answer can be kept, and what is kept of it.

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

use super::answer::{Content, Inner, StoredResponse};
use crate::context::Ctx;
use crate::problem::{Problem, replace, vary_by_accept};

/// What belongs to one connection (RFC 9110 section 7.6.1), or is said anew for every body that is sent.
const NOT_KEPT: [HeaderName; 7] = [
    CONNECTION,
    CONTENT_LENGTH,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    HeaderName::from_static("keep-alive"),
];

/// What an answer is kept with.
pub(super) struct Terms<'a> {
    pub(super) sequence: u64,
    pub(super) made: SystemTime,
    pub(super) fresh: Option<Duration>,
    pub(super) lifetime: Option<Duration>,
    pub(super) tags: &'a Arc<[String]>,
    pub(super) cache_control: &'a HeaderValue,
    pub(super) longest_body: u64,
}

/// What becomes of an answer.
pub(super) enum Examined {
    /// It is kept.
    Keep(StoredResponse),
    /// It is not kept; those who wait for it get it all the same.
    Share(StoredResponse),
    /// It is for one client only, or is no thing to hold in memory; and why.
    Pass(Response, &'static str),
}

/// Takes the answer of a run. `ctx` is the run's own: what the handler left there, such as cookies, counts as the answer's.
pub(super) async fn examine(answer: Result<Response, Problem>, ctx: &Ctx, terms: &Terms<'_>) -> Examined {
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    let status = response.status();
    ctx.finish_headers(status, response.headers_mut());
    let problem = response.extensions_mut().remove::<Problem>();
    let problem = problem.map(|problem| problem.finish_under(response.status(), ctx));
    if let Some(problem) = &problem {
        replace(&mut response, problem.render(false));
    }
    if let Some(why) = unfit(&response, terms.longest_body) {
        // Rendered by whoever sends it: only there is it known what the client accepts.
        response
            .extensions_mut()
            .extend(problem.map(extension).unwrap_or_default());
        return Examined::Pass(response, why);
    }
    let (parts, body) = response.into_parts();
    let body = match body.collect().await {
        // Of its own size: what a handler gives may be a small part of what it holds in memory.
        Ok(body) => Bytes::copy_from_slice(&body.to_bytes()),
        Err(error) => return Examined::Pass(Problem::internal(error).into_response(), "its body ended too early"),
    };
    let page = match &problem {
        Some(problem) => page(problem, &parts.headers).await,
        None => None,
    };
    let content = Content {
        headers: parts.headers,
        body,
    };
    finish(parts.status, content, page, terms)
}

fn extension(problem: Problem) -> http::Extensions {
    let mut extensions = http::Extensions::new();
    extensions.insert(problem);
    extensions
}

/// Why an answer may reach no one but the client that asked for it.
fn unfit(response: &Response, longest_body: u64) -> Option<&'static str> {
    let headers = response.headers();
    if headers.contains_key(SET_COOKIE) {
        return Some("it sets a cookie");
    }
    // RFC 9111 section 5.2.2: `no-store` is for every cache, `private` for those that many clients share.
    let mut directives = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let forbids = |directive: &[u8]| {
        let name = directive.split(|byte| *byte == b'=').next().unwrap_or_default();
        [&b"no-store"[..], b"private"]
            .iter()
            .any(|own| name.trim_ascii().eq_ignore_ascii_case(own))
    };
    if directives.any(forbids) {
        return Some("it says `Cache-Control: no-store` or `private`");
    }
    match response.body().size_hint().exact() {
        None => Some("its body is a stream"),
        Some(length) if length > longest_body => Some("its body is too long"),
        Some(_) => None,
    }
}

/// A problem as people read it, with the headers that the handler set beside it.
async fn page(problem: &Problem, headers: &HeaderMap) -> Option<Content> {
    let mut page = Response::new(Body::empty());
    page.headers_mut().clone_from(headers);
    replace(&mut page, problem.render(true));
    let (parts, body) = page.into_parts();
    let body = Bytes::copy_from_slice(&body.collect().await.ok()?.to_bytes());
    let headers = parts.headers;
    Some(Content { headers, body })
}

fn finish(status: StatusCode, mut content: Content, mut page: Option<Content>, terms: &Terms<'_>) -> Examined {
    let kept = is_kept(status);
    let both = page.is_some();
    for content in [Some(&mut content), page.as_mut()].into_iter().flatten() {
        for name in &NOT_KEPT {
            content.headers.remove(name);
        }
        if both {
            vary_by_accept(&mut content.headers);
        }
        let unless_said = if kept {
            terms.cache_control.clone()
        } else {
            HeaderValue::from_static("private, no-cache")
        };
        content.headers.entry(CACHE_CONTROL).or_insert(unless_said);
        // A conditional request asks about a 200 only (RFC 9110 section 13.2.1).
        if status == StatusCode::OK && !content.headers.contains_key(ETAG) {
            content.headers.insert(ETAG, etag(&content.body));
        }
    }
    let answer = StoredResponse::new(Inner {
        sequence: terms.sequence,
        made: terms.made,
        fresh: terms.fresh,
        lifetime: terms.lifetime,
        failures: 0,
        failed: None,
        tags: Arc::clone(terms.tags),
        status,
        content,
        page,
    });
    if kept {
        Examined::Keep(answer)
    } else {
        Examined::Share(answer)
    }
}

/// The statuses that say something lasting about the path itself.
pub(super) fn is_kept(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::OK
            | StatusCode::MOVED_PERMANENTLY
            | StatusCode::PERMANENT_REDIRECT
            | StatusCode::NOT_FOUND
            | StatusCode::GONE
    )
}

/// A weak tag (a layer that compresses changes the bytes): half a SHA-256, so that it is the same in every instance and
/// build, and nobody can make two contents that share it.
fn etag(body: &Bytes) -> HeaderValue {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digest = Sha256::digest(body);
    let mut tag = b"W/\"".to_vec();
    for byte in digest.iter().take(16) {
        tag.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
    }
    tag.push(b'"');
    // Hexadecimal digits always fit a header.
    HeaderValue::from_maybe_shared(Bytes::from(tag)).unwrap_or_else(|_| HeaderValue::from_static("W/\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_leaves_in_its_context_counts() {
        use crate::context::Shared;
        use crate::error_map::ErrorMap;
        use crate::runtime::{BoxFuture, Runtime, Spool};

        struct Nothing;
        impl Runtime for Nothing {
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
        let shared = Arc::new(Shared::new(Arc::new(Nothing), ErrorMap::default(), String::new()));
        let terms = Terms {
            sequence: 0,
            made: SystemTime::UNIX_EPOCH,
            fresh: None,
            lifetime: None,
            tags: &Arc::default(),
            cache_control: &HeaderValue::from_static("no-cache"),
            longest_body: 10,
        };
        let after = |leave: fn(&Ctx)| {
            let ctx = Ctx::new(Arc::clone(&shared), &http::Uri::default(), &HeaderMap::new());
            leave(&ctx);
            let examined = examine(Ok("x".into_response()), &ctx, &terms);
            futures_util::FutureExt::now_or_never(examined).unwrap()
        };
        assert!(matches!(after(|_| {}), Examined::Keep(_)));
        let Examined::Pass(response, _) = after(|ctx| ctx.set_cookie(cookie::Cookie::new("a", "b"))) else {
            panic!("a cookie was kept")
        };
        assert_eq!(response.headers()[SET_COOKIE], "a=b");
        assert!(matches!(after(Ctx::forbid_store), Examined::Pass(..)));
    }

    #[test]
    fn the_tag_is_of_the_bytes() {
        assert_eq!(
            etag(&Bytes::from_static(b"abc")),
            "W/\"ba7816bf8f01cfea414140de5dae2223\""
        );
    }
}
