//! How the responses of one route are cached. Made once, when the desk is built.

use std::sync::Arc;
use std::time::Duration;

use axum_core::extract::Request;
use axum_core::response::Response;
use bytes::Bytes;
use http::HeaderValue;
use http::header::CACHE_CONTROL;

use super::conditional::{conditional_response, is_precondition_failed};
use super::key;
use super::keyed::Reads;
use super::names::Names;
use super::options::CacheOptions;
use super::response::StoredResponse;
use super::status::CacheStatus;
use crate::context::Ctx;
use crate::render::{CdnMayStore, render_problem};

pub(crate) struct CachePolicy {
    pub(super) pattern: String,
    /// What all keys of the route begin with.
    pub(super) prefix: Bytes,
    pub(super) reads: Reads,
    pub(super) fresh_for: Option<Duration>,
    pub(super) lifetime: Option<Duration>,
    pub(super) tags: Arc<[String]>,
    /// The `Cache-Control` of responses that do not set it themselves.
    pub(super) cache_control: HeaderValue,
    pub(super) cdn: bool,
    /// The path of all requests in canonical spelling, if the pattern has no parameters.
    pub(super) own_path: Option<Box<str>>,
    /// Whether all requests with the same key have the same path.
    path_is_in_key: bool,
}

impl CachePolicy {
    pub(crate) fn new(options: &CacheOptions, pattern: &str) -> Self {
        let is_literal = !pattern.contains(['{', '}']);
        let own_path = is_literal.then(|| key::path_name(pattern)).flatten();
        Self {
            pattern: pattern.to_owned(),
            prefix: key::prefix(pattern),
            reads: options.reads.clone(),
            fresh_for: options.revalidate,
            lifetime: options.expire,
            tags: options.tags.clone().into(),
            cache_control: options.cache_control(),
            cdn: options.cdn.is_some(),
            own_path: own_path.map(Into::into),
            path_is_in_key: is_literal || options.reads.path,
        }
    }

    /// Returns the names of a request for this path, which is in canonical spelling.
    pub(super) fn names<'a>(&'a self, path: &'a str) -> Names<'a> {
        Names::new(path, &self.tags, self.path_is_in_key)
    }

    /// Builds the response to a request from a stored or new one. A problem that was stored as such is
    /// put into the language of `ctx`.
    pub(super) fn response(
        &self,
        stored: &StoredResponse,
        request: &Request,
        ctx: Option<&Ctx>,
        prefers_html: impl FnOnce() -> bool,
        status: CacheStatus,
    ) -> Response {
        let mut response = conditional_response(stored, request.headers(), prefers_html, status);
        if let Some(ctx) = ctx
            && is_precondition_failed(&response)
        {
            return render_problem(response, ctx);
        }
        if self.cdn && response.headers().get(CACHE_CONTROL) == Some(&self.cache_control) {
            response.extensions_mut().insert(CdnMayStore);
        }
        if let Some(ctx) = ctx
            && response.status() == stored.status()
            && let Some(problem) = stored.inner().problem.as_ref().and_then(|problem| problem.problem())
        {
            response.extensions_mut().insert(problem);
            return render_problem(response, ctx);
        }
        response
    }

    /// Returns the part of a query that the handler reads, which is all that it gets to see.
    pub(super) fn query_part(&self, query: Option<&str>) -> Option<String> {
        key::query_part(&self.reads, query)
    }
}
