//! Runs the app's code for one problem, within its limits.

use std::pin::pin;
use std::time::Duration;

use axum_core::response::Response;
use bytes::Bytes;
use futures_util::future::{Either, select};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::handler::RejectedPage;
use super::pages::ProblemPages;
use crate::context::Ctx;
use crate::error_chain::chain;
use crate::panics::{Panicked, catch_panic, catch_panic_sync};
use crate::problem::Problem;

/// How long a page may take, its body included.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// The size of the longest page, in bytes.
const SIZE_LIMIT: usize = 1024 * 1024;

/// A finished page: its headers, with those that its extractors set, and its body.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Makes the page. The error is the reason for the log.
pub(super) async fn run(
    pages: &ProblemPages,
    problem: Problem,
    mut parts: Parts,
    html: bool,
    ctx: &Ctx,
) -> Result<Page, String> {
    // What the page records there is part of it, and is dropped with it.
    let own = ctx.anew();
    parts.extensions.insert(own.clone());
    let status = problem.status();
    let page = async {
        // The app's function may panic before it returns a future.
        let response = catch_panic_sync(|| pages.respond(problem, parts, html));
        let response = response.map_err(panicked)?;
        let response = response.ok_or("there is none")?.await.map_err(rejected)?;
        check(&response, status)?;
        collect(response).await
    };
    let limit = ctx.shared().runtime.sleep(TIME_LIMIT);
    let (headers, body) = match select(pin!(catch_panic(page)), limit).await {
        Either::Left((page, _)) => page.map_err(panicked)??,
        Either::Right(_) => return Err(format!("it took longer than {} seconds", TIME_LIMIT.as_secs())),
    };
    if own.take_failure().is_some() {
        return Err("it has a form that cannot work".to_owned());
    }
    let mut page = Page { headers, body };
    own.finish_headers(status, &mut page.headers);
    let content_type = if html {
        "text/html; charset=utf-8"
    } else {
        "application/json"
    };
    page.headers
        .entry(CONTENT_TYPE)
        .or_insert(HeaderValue::from_static(content_type));
    Ok(page)
}

fn panicked(panicked: Panicked) -> String {
    format!("it panicked: {}", panicked.message())
}

fn rejected(rejected: RejectedPage) -> String {
    let RejectedPage { extractor, response } = rejected;
    match response.extensions().get::<Problem>() {
        Some(problem) => format!("its extractor `{extractor}` rejected the request: {}", reason(problem)),
        None => format!(
            "its extractor `{extractor}` rejected the request: {}",
            response.status()
        ),
    }
}

/// Refuses a response that can't be a page: an error of the function, or a redirect.
fn check(response: &Response, status: StatusCode) -> Result<(), String> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Err(format!("it returned a problem: {}", reason(problem)));
    }
    let own = response.status();
    if own.is_redirection() || own.is_informational() || (own.is_server_error() && own != status) {
        return Err(format!("it responded with {own}"));
    }
    Ok(())
}

fn reason(problem: &Problem) -> String {
    problem.source().map_or_else(|| problem.to_string(), chain)
}

/// Reads the whole body: once its first byte was sent, there would be no other page to fall back to.
async fn collect(response: Response) -> Result<(HeaderMap, Bytes), String> {
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, SIZE_LIMIT).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            format!("it is longer than {SIZE_LIMIT} bytes")
        } else {
            format!("its body failed: {}", chain(&*error))
        }
    })?;
    let body = body.to_bytes();
    if body.is_empty() {
        return Err(format!("it is empty, with the status {}", parts.status));
    }
    Ok((parts.headers, body))
}
